--TEST--
PHP reports the fatal error exactly as it does without the extension's dump, whatever the dump did
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$code = '
	register_shutdown_function(function () { var_export(error_get_last()); });
	function fill() { return str_repeat("x", 1 << 30); }
	fill();
';
$script_of = function ($child) {
	return str_replace($child->script, 'SCRIPT', $child->output);
};
$reference = run_php($dir, $code, array('ini' => array('memory_limit' => LIMIT)));
check_same('the reference: printed once, recorded once', 2,
	substr_count($reference->output, LIMIT_REACHED));
$paths = array(
	'a dump' => "$dir/%p.rdump",
	'a missing folder' => "$dir/missing/%p.rdump",
	'a folder' => $dir,
	'a path too long' => $dir . str_repeat('/x', 3000),
);
foreach ($paths as $case => $path) {
	$child = run_php($dir, $code, array('ini' => oom_ini($dir, array('rdump.oom_dump' => $path))));
	check_same("$case: the report", $script_of($reference), $script_of($child));
	check_same("$case: the exit status", 255, $child->exit);
}
check_same('one of them left a dump', 1, count(dumps_in($dir)));
checks_done();
?>
--EXPECT--
10 checks passed
