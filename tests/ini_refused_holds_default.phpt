--TEST--
A refused cap does not lift the default: one automatic dump per worker
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

require __DIR__ . '/lib/server.inc';
$server = new Server($dir, '
	if (isset($_GET["oom"])) { rdump_set_oom_dump("' . $dir . '/{$_GET["oom"]}.rdump"); exhaust_memory(); }
', array('ini' => array('memory_limit' => LIMIT, 'rdump.oom_dump_max' => "'many'")));
foreach (array('a', 'b') as $name) {
	check("$name: the error is reported", strpos($server->get("oom=$name"), 'Allowed memory size of') !== false);
}
$server->stop();
check_same('the dumps', array('a.rdump'), dumps_in($dir));
checks_done();
?>
--EXPECT--
3 checks passed
