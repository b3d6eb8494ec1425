--TEST--
SIGTERM in the middle of a dump ends the process and leaves nothing that passes for a dump
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$library = compiled('kill_in_write.c', array('-shared', '-fPIC'), '.so');
$codes = array(
	'a call' => 'rdump_dump("' . $dir . '/a.rdump"); echo "survived";',
	'the memory limit' => 'register_shutdown_function(function () { echo "survived"; }); exhaust_memory();',
);
foreach ($codes as $case => $code) {
	$killed = 0;
	$left_over = array();
	for ($write = 1; $write < 100000; $write = $write < 10 ? $write + 1 : (int) ($write * 1.7)) {
		$child = run_php($dir, $code, array(
			'env' => array('LD_PRELOAD' => $library, 'KILL_AT_WRITE' => $write, 'KILL_SIGNAL' => 15),
			'ini' => array('rdump.fork' => '0', 'memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/a.rdump", 'rdump.oom_dump_marker' => '1'),
		));
		$left = array_values(preg_grep('/\.rdump(\.done)?$/', names_in($dir)));
		if ($child->signal === 15) {
			$killed++;
			$left_over = array_merge($left_over, $left);
			continue;
		}
		check("$case, survived write $write", substr($child->output, -8) === 'survived',
			"exit status {$child->exit}, signal {$child->signal}, {$child->output}");
		check("$case, survived write $write: the dump is there", in_array('a.rdump', $left, true));
		whole_dump("$dir/a.rdump", "$case, survived write $write: the dump is whole");
		unlink("$dir/a.rdump");
		@unlink("$dir/a.rdump.done");
		break;
	}
	check("$case: it was killed at many points", $killed > 10, $killed);
	check_same("$case: what the killed processes left", array(), $left_over);
}
checks_done();
?>
--EXPECT--
10 checks passed
