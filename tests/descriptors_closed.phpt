--TEST--
With the standard descriptors closed, no stray line lands in the dump
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
foreach (array('1', '0') as $fork) {
	run_php($dir, 'rdump_dump("' . $dir . '/a.rdump"); exhaust_memory();', array(
		'ini' => array('display_errors' => '0', 'memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/oom.rdump", 'rdump.fork' => $fork, 'log_errors' => '1', 'error_log' => "$dir/log"),
		'env' => array('LD_PRELOAD' => $library, 'CHATTER' => '1'), 'shell' => 'exec 0<&- 1>&- 2>&-'));
	foreach (array('a.rdump', 'oom.rdump') as $name) {
		whole_dump("$dir/$name", "fork $fork: $name is whole");
		check("fork $fork: $name has no stray line", strpos(file_get_contents("$dir/$name", false, null, 0, 4096), "somebody's log") === false);
		@unlink("$dir/$name");
	}
}
checks_done();
?>
--EXPECT--
8 checks passed
