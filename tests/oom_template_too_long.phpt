--TEST--
A template that grows too long gives no dump, and never a file named like the template
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$long = str_repeat('./', (4080 - strlen($dir)) >> 1);
$child = run_php($dir, 'exhaust_memory();', array('ini' =>
	oom_ini($dir, array('rdump.oom_dump' => "$dir/$long%t%t%t%t"))));
check_fatal($child);
check_same('no file', array(), preg_grep('/^child-/', names_in($dir), PREG_GREP_INVERT));

/* The same folder with a name that stays short enough. */
$long = str_repeat('./', (4000 - strlen($dir)) >> 1);
$child = run_php($dir, 'exhaust_memory();', array('ini' =>
	oom_ini($dir, array('rdump.oom_dump' => "$dir/$long%p.rdump"))));
check_same('a long path that fits', array("{$child->pid}.rdump"), dumps_in($dir));
checks_done();
?>
--EXPECT--
4 checks passed
