--TEST--
rdump.oom_dump must be absolute: a relative path is refused at start
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$child = run_php($dir, 'echo ini_get("rdump.oom_dump") === "" ? "off" : "on"; exhaust_memory();', array('ini' => array('memory_limit' => LIMIT, 'display_startup_errors' => '1', 'rdump.oom_dump' => 'oom-%p.rdump')));
check('a warning at start', preg_match('/Warning.*rdump\.oom_dump.*"oom-%p\.rdump" is no absolute path/', $child->output) === 1, $child->output);
check('automatic dumps are off', strpos($child->output, 'off') !== false, $child->output);
check_fatal($child);
check_same('no file', array(), dumps_in($dir));
$child = run_php($dir, 'exhaust_memory();', array('ini' => array('memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/oom.rdump")));
check_same('an absolute one works', array('oom.rdump'), dumps_in($dir));
checks_done();
?>
--EXPECT--
6 checks passed
