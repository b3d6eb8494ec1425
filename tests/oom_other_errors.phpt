--TEST--
Errors and exceptions that only quote the memory limit's message leave no dump
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$quote = '"' . LIMIT_REACHED . ' (tried to allocate 20480 bytes)"';
$codes = array(
	"trigger_error($quote, E_USER_WARNING);",
	"@trigger_error($quote, E_USER_ERROR);",
	"throw new Exception($quote);",
	"throw new Error($quote);",
	"throw new ErrorException($quote, 0, E_ERROR);",
	"error_log($quote);",
	'undefined_function();',
	"require $quote;",
	'class A extends Undefined {}',
	'set_time_limit(1); while (true);',
	'eval("syntax error");',
);
foreach ($codes as $code) {
	$child = run_php($dir, "$code", array('ini' => oom_ini($dir)));
	check("it did end in an error: $code", $child->exit === 255 || strpos($code, 'error_log') !== false
		|| strpos($code, 'trigger_error') !== false, $child->output);
	check_same("no dump: $code", array(), dumps_in($dir));
}
checks_done();
?>
--EXPECT--
22 checks passed
