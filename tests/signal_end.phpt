--TEST--
SIGINT and SIGQUIT end the process at once, as SIGTERM does, and no partial file passes for a dump
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
foreach (array('SIGINT' => 2, 'SIGQUIT' => 3) as $name => $number) {
	$child = run_php($dir, 'rdump_dump("' . $dir . '/a.rdump"); sleep(20);', array('shell' => 'ulimit -c 0',
		'ini' => array('rdump.fork' => '0'), 'env' => array('LD_PRELOAD' => $library, 'KILL_AT_WRITE' => 5, 'KILL_SIGNAL' => $number)));
	check_same("$name: it ends the process", $number, $child->signal);
	check_same("$name: what is left", array(), dumps_in($dir));
}
checks_done();
?>
--EXPECT--
4 checks passed
