--TEST--
Unfinished dumps count while somebody writes them, and go when nobody does
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_if_emulated(); /* the emulator's own memory is in the dump */
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$ini = oom_ini($dir, array('rdump.oom_dump_max_total' => '40M'));
$part = "$dir/.rdump-1-1700000000-1-39000000-39000000.part";

/* Somebody holds it. */
$file = fopen($part, 'w');
flock($file, LOCK_EX);
run_php($dir, 'exhaust_memory();', array('ini' => $ini));
check_same('it counts as what it will be', array(), dumps_in($dir));
check('it is left alone', is_file($part));

/* Nobody does. */
fclose($file);
$child = run_php($dir, 'exhaust_memory();', array('ini' => $ini));
clearstatcache();
check_same('it counts no longer', array("{$child->pid}.rdump"), dumps_in($dir));
check('it is gone', !is_file($part));

/* Other names are nobody's business. */
touch("$dir/.rdump-notes.txt");
touch("$dir/other.part");
run_php($dir, 'exhaust_memory();', array('ini' => $ini));
check('other files stay', is_file("$dir/.rdump-notes.txt") && is_file("$dir/other.part"));

/* A lock that somebody does not give back. */
$lock = fopen("$dir/.rdump-lock", 'c');
flock($lock, LOCK_EX);
$before = dumps_in($dir);
$child = run_php($dir, 'exhaust_memory();', array('ini' => $ini + array('log_errors' => '1', 'error_log' => "$dir/log")));
check_fatal($child);
check_same('no dump', $before, dumps_in($dir));
check('the log says why', strpos(file_get_contents("$dir/log"), "others have held the folder's lock for a second") !== false);
checks_done();
?>
--EXPECT--
9 checks passed
