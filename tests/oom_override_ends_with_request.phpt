--TEST--
An override ends with its request
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

require __DIR__ . '/lib/server.inc';
$server = new Server($dir, '
	if (isset($_GET["set"])) { var_dump(rdump_set_oom_dump($_GET["set"], isset($_GET["full"]))); }
	if (isset($_GET["oom"])) { exhaust_memory(); }
', array('ini' => oom_ini($dir, array('rdump.oom_dump' => "$dir/ini.rdump", 'rdump.oom_dump_max' => '0'))));
check('setting a path', strpos($server->get("set=$dir/own.rdump"), 'bool(true)') === 0);
$server->get('oom=1');
check_same('the next request uses the INI', array('ini.rdump'), dumps_in($dir));
unlink("$dir/ini.rdump");
$server->get('set=');
$server->get('oom=1');
check_same('switching off ends too', array('ini.rdump'), dumps_in($dir));
unlink("$dir/ini.rdump");
$server->get("set=$dir/own.rdump&oom=1");
check_same('within its request it holds', array('own.rdump'), dumps_in($dir));
$server->get("set=$dir/own.rdump&full=1&oom=1");
$server->get('oom=1');
$server->stop();
$full = whole_dump("$dir/own.rdump")->capturedBytes();
check('full does not leak into the next request', whole_dump("$dir/ini.rdump")->capturedBytes() < $full);
checks_done();
?>
--EXPECT--
7 checks passed
