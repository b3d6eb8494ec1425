--TEST--
Running out of memory inside destructors, callbacks, generators and the like leaves a whole dump
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$places = array(
	'a shutdown function' => 'register_shutdown_function(function () { $kept = marker("kept"); exhaust_memory(); });',
	'a destructor' => 'class D { function __destruct() { $kept = marker("kept"); exhaust_memory(); } } $d = new D; $d = null;',
	'a destructor at shutdown' => 'class D { function __destruct() { $kept = marker("kept"); exhaust_memory(); } } $d = new D;',
	'an output callback' => 'ob_start(function ($text) { $kept = marker("kept"); exhaust_memory(); }); echo "text"; ob_end_flush();',
	'a generator' => 'function g() { $kept = marker("kept"); yield 1; exhaust_memory(); } foreach (g() as $x);',
	'a sort callback' => '$a = range(1, 9); usort($a, function ($x, $y) { $kept = marker("kept"); exhaust_memory(); });',
	'a tick function' => 'register_tick_function(function () { $kept = marker("kept"); exhaust_memory(); }); declare(ticks=1); $x = 1;',
	'an error handler' => 'set_error_handler(function () { $kept = marker("kept"); exhaust_memory(); }); trigger_error("x", E_USER_NOTICE);',
	'an exception handler' => 'set_exception_handler(function () { $kept = marker("kept"); exhaust_memory(); }); throw new Exception;',
	'a class loader' => 'spl_autoload_register(function () { $kept = marker("kept"); exhaust_memory(); }); new Missing;',
	'a __toString' => 'class S { function __toString() { $kept = marker("kept"); exhaust_memory(); } } echo new S;',
	'an include' => 'file_put_contents(__FILE__ . ".inc", "<?php \$kept = marker(\"kept\"); exhaust_memory();"); include __FILE__ . ".inc";',
	'eval' => 'eval("\$kept = marker(\"kept\"); exhaust_memory();");',
	'an internal function' => '$kept = marker("kept"); explode(",", str_repeat("ab,", 75000));',
	/* More than 4 MB, less than 8: twice the limit ends PHP 8.2.35 and later without any error. */
	'the compiler' => '$kept = marker("kept"); eval("\$x = array(" . str_repeat("1.5,", 40000) . ");");',
);
if (PHP_VERSION_ID >= 80100) {
	$places['a fiber'] = '$f = new Fiber(function () { $kept = marker("kept"); Fiber::suspend(); exhaust_memory(); }); $f->start(); $f->resume();';
	$places['a generator in a fiber'] = 'function g() { $kept = marker("kept"); yield 1; exhaust_memory(); }
		$f = new Fiber(function () { foreach (g() as $x) { Fiber::suspend(); } }); $f->start(); $f->resume();';
}
check('there are many places', count($places) >= 15);
foreach ($places as $place => $code) {
	$child = run_php($dir, $code, array('ini' => oom_ini($dir, array('log_errors' => '1', 'error_log' => "$dir/log"))));
	check_same("$place: exit status", 255, $child->exit);
	/* In an output callback most versions of PHP fail a second time while they report the first error. */
	$message = $place === 'an output callback' ? '/error: +' . LIMIT_REACHED . '|Cannot use output buffering/'
		: '/error: +' . LIMIT_REACHED . '/';
	$reported = preg_match_all($message, (string) @file_get_contents("$dir/log"));
	check("$place: the error in the log", $reported === 1 || $reported === 2 && $place === 'an output callback', $reported);
	check_same("$place: one dump", array("{$child->pid}.rdump"), dumps_in($dir));
	$dump = whole_dump("$dir/{$child->pid}.rdump", "$place: the dump is whole");
	check("$place: its variable is in it", $dump && count($dump->find(marker('kept'))) === 1);
	unlink("$dir/{$child->pid}.rdump");
	@unlink("$dir/log");
}
checks_done();
?>
--EXPECTF--
%d checks passed
