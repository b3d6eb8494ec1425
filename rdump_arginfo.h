/* Generated from rdump.stub.php by ci/arginfo; do not edit. */
#ifndef ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE
/* Default values are a matter of PHP 8.0 and later. */
# define ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(by_ref, name, type, allow_null, value) \
	ZEND_ARG_TYPE_INFO(by_ref, name, type, allow_null)
#endif

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_rdump_dump, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, path, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, full, _IS_BOOL, 0, "false")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_rdump_set_oom_dump, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, path, IS_STRING, 1)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, full, _IS_BOOL, 0, "false")
ZEND_END_ARG_INFO()
