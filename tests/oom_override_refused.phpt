--TEST--
A path that cannot be stored is refused with a warning, and the INI default stays in effect
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$codes = array(
	'open_basedir' => '@rdump_set_oom_dump("/var/tmp/elsewhere.rdump")',
	'a long path' => '@rdump_set_oom_dump("' . $dir . '/" . str_repeat("a/", 5000))',
);
foreach ($codes as $case => $call) {
	$child = run_php($dir, "
		hand_over(array($call, error_get_last()));
		exhaust_memory();
	", array('ini' => oom_ini($dir, array('open_basedir' => dirname(__DIR__) . ":$dir"))));
	list($result, $error) = handed_over($child->output);
	check_same("$case: the result", false, $result);
	check_same("$case: the level", E_WARNING, $error['type']);
	check_fatal($child, $case);
	check_same("$case: the INI default is used", array("{$child->pid}.rdump"), dumps_in($dir));
	unlink("$dir/{$child->pid}.rdump");
}

/* An earlier override is gone as well: the default, not a guess. */
$child = run_php($dir, '
	rdump_set_oom_dump("' . $dir . '/first.rdump");
	@rdump_set_oom_dump("/var/tmp/elsewhere.rdump");
	exhaust_memory();
', array('ini' => oom_ini($dir, array('open_basedir' => dirname(__DIR__) . ":$dir"))));
check_same('after an earlier override', array("{$child->pid}.rdump"), dumps_in($dir));
checks_done();
?>
--EXPECT--
11 checks passed
