/*
 * A PHP extension that makes an object what no object is, as bugs in C code do: break_object($object) gives it a class
 * at an address without memory, mend_object($object) takes that back. What looks at all objects in between dies.
 */
#include "php.h"

static zend_class_entry *whole_class;

ZEND_BEGIN_ARG_INFO_EX(arginfo_object, 0, 0, 1)
ZEND_ARG_INFO(0, object)
ZEND_END_ARG_INFO()

static PHP_FUNCTION(break_object)
{
	zval *object;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_ZVAL(object)
	ZEND_PARSE_PARAMETERS_END();
	whole_class = Z_OBJ_P(object)->ce;
	Z_OBJ_P(object)->ce = (zend_class_entry *)16;
}

static PHP_FUNCTION(mend_object)
{
	zval *object;

	ZEND_PARSE_PARAMETERS_START(1, 1)
	Z_PARAM_ZVAL(object)
	ZEND_PARSE_PARAMETERS_END();
	Z_OBJ_P(object)->ce = whole_class;
}

static const zend_function_entry functions[] = {
	PHP_FE(break_object, arginfo_object) PHP_FE(mend_object, arginfo_object) PHP_FE_END};

zend_module_entry break_object_module_entry = {
	STANDARD_MODULE_HEADER,
	"break_object",
	functions,
	NULL,
	NULL,
	NULL,
	NULL,
	NULL,
	"1.0",
	STANDARD_MODULE_PROPERTIES,
};

ZEND_GET_MODULE(break_object)
