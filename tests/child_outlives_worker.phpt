--TEST--
A worker that is killed while its dump is written leaves a whole dump
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
skip_if_emulated();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$library = compiled('kill_in_write.c', array('-shared', '-fPIC'), '.so');
$codes = array('a call' => 'rdump_dump("' . $dir . '/a.rdump"); echo "survived";', 'the memory limit' => 'exhaust_memory();');
foreach (array('SIGTERM' => 15, 'SIGKILL' => 9) as $name => $number) {
	foreach ($codes as $case => $code) {
		$child = run_php($dir, $code, array(
			'env' => array('LD_PRELOAD' => $library, 'KILL_AT_WRITE' => 5, 'KILL_SIGNAL' => $number, 'KILL_PARENT' => 1),
			'ini' => array('memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/a.rdump")));
		check_same("$name, $case: the worker is gone", $number, $child->signal);
		for ($i = 0; $i < 3000 && !is_file("$dir/a.rdump"); $i++) {
			usleep(10000);
			clearstatcache();
		}
		$dump = whole_dump("$dir/a.rdump", "$name, $case: the dump is whole");
		check_same("$name, $case: it names the worker", $child->pid, $dump ? $dump->pid : null);
		@unlink("$dir/a.rdump");
	}
}
checks_done();
?>
--EXPECT--
12 checks passed
