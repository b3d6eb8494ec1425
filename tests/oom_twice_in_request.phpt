--TEST--
Two errors of one request are two dumps when the cap allows them, each error exactly one
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$code = '
	register_shutdown_function(function () {
		rdump_set_oom_dump("' . $dir . '/second.rdump");
		exhaust_memory();
	});
	register_shutdown_function(function () {
		rdump_set_oom_dump("' . $dir . '/third.rdump");
		exhaust_memory();
	});
	rdump_set_oom_dump("' . $dir . '/first.rdump");
	exhaust_memory();
';
$expected = array('1' => array('first.rdump'), '2' => array('first.rdump', 'second.rdump'));
foreach ($expected as $max => $names) {
	$child = run_php($dir, $code, array('ini' => array('memory_limit' => LIMIT, 'rdump.oom_dump_max' => $max)));
	check("cap $max: two errors or more are reported", substr_count($child->output, 'Allowed memory size of') >= 2, $child->output);
	check_same("cap $max: the dumps", $names, dumps_in($dir));
	foreach ($names as $name) {
		whole_dump("$dir/$name");
		unlink("$dir/$name");
	}
}
checks_done();
?>
--EXPECT--
7 checks passed
