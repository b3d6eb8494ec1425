--TEST--
rdump.oom_dump_max counts the automatic dumps of one worker for its life; explicit dumps are free
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

require __DIR__ . '/lib/server.inc';
$code = '
	if (isset($_GET["oom"])) { rdump_set_oom_dump("' . $dir . '/{$_GET["oom"]}.rdump"); exhaust_memory(); }
	if (isset($_GET["dump"])) { var_dump(rdump_dump("' . $dir . '/{$_GET["dump"]}.rdump")); }
	echo getmypid();
';
$expected = array('default' => 1, '1' => 1, '3' => 3, '0' => 5);
foreach ($expected as $max => $count) {
	$ini = array('memory_limit' => LIMIT) + ($max === 'default' ? array() : array('rdump.oom_dump_max' => $max));
	$server = new Server($dir, $code, array('ini' => $ini));
	$pid = $server->get('');
	for ($i = 1; $i <= 5; $i++) {
		check("max $max, request $i: the error is reported", strpos($server->get("oom=$max-$i"), 'Allowed memory size of') !== false);
	}
	check("max $max: an explicit dump", strpos($server->get("dump=explicit-$max"), 'bool(true)') === 0);
	check_same("max $max: the same process still serves", $pid, $server->get(''));
	$server->stop();
	$names = array();
	for ($i = 1; $i <= $count; $i++) {
		$names[] = "$max-$i.rdump";
		whole_dump("$dir/$max-$i.rdump");
	}
	check_same("max $max: the dumps", $names, array_values(preg_grep("/^$max-/", dumps_in($dir))));
	whole_dump("$dir/explicit-$max.rdump");
}
checks_done();
?>
--EXPECT--
46 checks passed
