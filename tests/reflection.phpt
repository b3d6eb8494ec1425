--TEST--
Both functions have the documented parameters, defaults and types
--SKIPIF--
<?php require __DIR__ . '/lib/skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

$expected = array(
	'rdump_dump' => array('path' => 'string', 'full' => 'bool'),
	'rdump_set_oom_dump' => array('path' => '?string', 'full' => 'bool'),
);
foreach ($expected as $name => $parameters) {
	$function = new ReflectionFunction($name);
	$actual = array();
	foreach ($function->getParameters() as $parameter) {
		$type = $parameter->getType();
		$text = $type === null ? 'none' : ltrim(method_exists($type, 'getName') ? $type->getName() : (string) $type, '?');
		$actual[$parameter->getName()] = ($type !== null && $type->allowsNull() ? '?' : '') . $text;
	}
	check_same("$name(): parameters", $parameters, $actual);
	check_same("$name(): required parameters", 1, $function->getNumberOfRequiredParameters());
	check_same("$name(): extension", 'rdump', $function->getExtensionName());
	/* Return types from PHP 7.2 on, defaults of internal functions from 8.0 on. */
	$return = PHP_VERSION_ID >= 70200 ? $function->getReturnType() : null;
	check_same("$name(): return type", PHP_VERSION_ID >= 70200 ? 'bool' : null, $return ? ltrim($return->getName(), '?') : null);
	check_same("$name(): null is no result", false, $return ? $return->allowsNull() : false);
	$default = PHP_VERSION_ID >= 80000 ? $function->getParameters()[1]->getDefaultValue() : false;
	check_same("$name(): default of \$full", false, $default);
}
checks_done();
?>
--EXPECTF--
%d checks passed
