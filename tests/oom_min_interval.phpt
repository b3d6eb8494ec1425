--TEST--
rdump.oom_dump_min_interval leaves that many seconds between two dumps of a worker
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

require __DIR__ . '/lib/server.inc';
$code = 'rdump_set_oom_dump("' . $dir . '/{$_GET["oom"]}.rdump"); exhaust_memory();';
$ini = array('memory_limit' => LIMIT, 'rdump.oom_dump_max' => '0');

$server = new Server($dir, 'if (!$_GET) { return; }' . $code, array('ini' => $ini + array('rdump.oom_dump_min_interval' => '3600')));
$server->get('oom=hour-1');
$server->get('oom=hour-2');
$server->stop();
check_same('an hour: the first only', array('hour-1.rdump'), dumps_in($dir));

/* The interval is the folder's: the dump of the worker before counts. */
sleep(3);
$server = new Server($dir, 'if (!$_GET) { return; }' . $code, array('ini' => $ini + array('rdump.oom_dump_min_interval' => '2')));
$server->get('oom=short-1');
sleep(3);
$server->get('oom=short-2');
$server->stop();
check_same('after the interval the next', array('hour-1.rdump', 'short-1.rdump', 'short-2.rdump'), dumps_in($dir));

$server = new Server($dir, 'if (!$_GET) { return; }' . $code, array('ini' => $ini + array('rdump.oom_dump_min_interval' => '0')));
$server->get('oom=zero-1');
$server->get('oom=zero-2');
$server->stop();
check_same('zero: both', 5, count(dumps_in($dir)));
checks_done();
?>
--EXPECT--
3 checks passed
