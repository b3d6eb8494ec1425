<?php
/*
 * php -n ci/generate-arginfo.php STUB FOLDER: writes both arginfo headers. The stub is loaded and reflected, so
 * this must run without the extension. It knows the types that the stub uses; PHP's own gen_stub.php
 * would need to download a parser.
 */
const TYPES = array('string' => 'IS_STRING', 'bool' => '_IS_BOOL', 'int' => 'IS_LONG', 'array' => 'IS_ARRAY');
const OPENING = "/* Generated from rdump.stub.php by ci/arginfo; do not edit. */\n";
const DEFAULT_VALUES = <<<'C'
#ifndef ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE
/* Default values are a matter of PHP 8.0 and later. */
# define ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(by_ref, name, type, allow_null, value) \
	ZEND_ARG_TYPE_INFO(by_ref, name, type, allow_null)
#endif

C;

function parameter(ReflectionParameter $parameter, $legacy)
{
	$type = $parameter->getType();
	$words = sprintf('(%d, %s, %s, %d', $parameter->isPassedByReference(), $parameter->getName(),
		TYPES[$type->getName()], $type->allowsNull());
	return $legacy || !$parameter->isDefaultValueAvailable() ? "\tZEND_ARG_TYPE_INFO$words)\n"
		: sprintf("\tZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE%s, \"%s\")\n", $words,
			var_export($parameter->getDefaultValue(), true));
}

function arginfo(ReflectionFunction $function, $legacy)
{
	$name = 'arginfo_' . $function->getName();
	$required = $function->getNumberOfRequiredParameters();
	$return = $function->getReturnType();
	$text = $legacy ? "ZEND_BEGIN_ARG_INFO_EX($name, 0, 0, $required)\n"
		: sprintf("ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(%s, 0, %d, %s, %d)\n", $name, $required,
			TYPES[$return->getName()], $return->allowsNull());
	foreach ($function->getParameters() as $parameter) {
		$text .= parameter($parameter, $legacy);
	}
	return $text . "ZEND_END_ARG_INFO()\n";
}

list(, $stub, $folder) = $argv;
require $stub;
$functions = array_map(function ($name) {
	return new ReflectionFunction($name);
}, get_defined_functions()['user']);
$functions = array_filter($functions, function ($function) use ($stub) {
	return $function->getFileName() === realpath($stub);
});
foreach (array('rdump_arginfo.h' => false, 'rdump_legacy_arginfo.h' => true) as $name => $legacy) {
	$texts = array();
	foreach ($functions as $function) {
		$texts[] = arginfo($function, $legacy);
	}
	file_put_contents("$folder/$name", OPENING . ($legacy ? '' : DEFAULT_VALUES) . "\n" . implode("\n", $texts));
}
