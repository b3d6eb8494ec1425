--TEST--
rdump.functions: off, on, or by whether PHP code is confined
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$code = '
	var_dump(rdump_dump("' . $dir . '/a.rdump"), rdump_set_oom_dump("' . $dir . '/b.rdump"), rdump_set_oom_dump(null));
';
$cases = array(
	/* rdump.functions, open_basedir, works, warning */
	array(null, '', true, null),
	array('auto', '', true, null),
	array('1', $dir, true, null),
	array('auto', $dir, false, 'open_basedir'),
	array(null, $dir, false, 'open_basedir'),
	array('0', '', false, 'Disabled by rdump.functions=0'),
	array('maybe', '', false, 'Disabled by rdump.functions=0'),
);
foreach ($cases as $case) {
	list($setting, $open_basedir, $works, $warning) = $case;
	$name = var_export($setting, true) . ($open_basedir ? ', confined' : '');
	$ini = array('display_startup_errors' => '1') + ($setting === null ? array() : array('rdump.functions' => $setting))
		+ ($open_basedir ? array('open_basedir' => $open_basedir) : array());
	$child = run_php($dir, $code, array('ini' => $ini, 'tests_lib' => false));
	check_same("$name: the results", $works ? 3 : 0, substr_count($child->output, "bool(true)\n"));
	check_same("$name: the file", $works, is_file("$dir/a.rdump"));
	check_same("$name: warnings that say why", $works ? 0 : 3, $warning ? substr_count($child->output, $warning)
		: substr_count($child->output, 'Warning'));
	@unlink("$dir/a.rdump");
}
check('a value that is none: a warning at start', strpos($child->output, 'Invalid "rdump.functions" setting') !== false, $child->output);

/* The administrator's own setting is not PHP code's. */
$child = run_php($dir, '$rows = array(); while (true) { $rows[] = str_repeat("x", 5000); }', array('tests_lib' => false,
	'ini' => oom_ini($dir, array('rdump.functions' => '0', 'open_basedir' => $dir))));
check_fatal($child);
check_same('an automatic dump', array("{$child->pid}.rdump"), dumps_in($dir));
checks_done();
?>
--EXPECT--
25 checks passed
