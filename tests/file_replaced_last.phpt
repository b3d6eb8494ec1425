--TEST--
The old dump stays until the new one takes its place, and a marker goes only with its dump
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_unless_compiler();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$library = compiled('around_calls.c', array('-shared', '-fPIC', '-lpthread'), '.so');
$killer = compiled('kill_in_write.c', array('-shared', '-fPIC'), '.so');
$call = 'var_dump(@rdump_dump("' . $dir . '/a.rdump"));';
file_put_contents("$dir/a.rdump", 'the old dump');

/* link(2) refused: the file is copied under a name of its own. */
$child = run_php($dir, $call, array('env' => array('LD_PRELOAD' => $library, 'NO_LINK' => '1')));
check_same('without link(2)', "bool(true)\n", $child->output);
$dump = whole_dump("$dir/a.rdump", 'without link(2): the dump is whole');
check('without link(2): holes stay holes', $dump && $dump->diskBytes() <= filesize("$dir/a.rdump") + 65536);
check_same('nothing else', array('a.rdump'), array_values(array_filter(names_in($dir), function ($name) { return strpos($name, 'child-') !== 0; })));

/* Somebody else's file in the place of the unfinished one. */
file_put_contents("$dir/a.rdump", 'the old dump');
$child = run_php($dir, $call, array('env' => array('LD_PRELOAD' => $library, 'SWAP_PART' => '1')));
check_same('a file that was swapped', "bool(false)\n", $child->output);
check('the forged file is no dump', @file_get_contents("$dir/a.rdump") !== 'forged');

/* Attempts that fail leave what was there. */
$ini = array('memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/a.rdump", 'rdump.oom_dump_marker' => '1');
run_php($dir, 'exhaust_memory();', array('ini' => $ini));
$before = md5_file("$dir/a.rdump");
$failures = array(
	'the size limit' => array('shell' => 'ulimit -f 200'),
	'killed' => array('env' => array('LD_PRELOAD' => $killer, 'KILL_AT_WRITE' => '5', 'KILL_SIGNAL' => '9')),
	'no descriptors' => array('shell' => 'ulimit -n 4'),
);
foreach ($failures as $case => $options) {
	run_php($dir, 'exhaust_memory();', array('ini' => $ini + array('rdump.fork' => '0')) + $options);
	clearstatcache();
	check_same("$case: the old dump is still there", $before, md5_file("$dir/a.rdump"));
	check("$case: its marker too", is_file("$dir/a.rdump.done"));
}
checks_done();
?>
--EXPECT--
12 checks passed
