/*
 * Glue: the functions, the INI entries, module start and stop, phpinfo. How a dump is made is the
 * business of rdump_snapshot.c, and when one is made by itself that of rdump_oom.c.
 */
#ifdef HAVE_CONFIG_H
# include "config.h"
#endif

#include "php_rdump.h"
#include "rdump_compat.h"
#include "rdump_engine.h"
#include "contract/rdump_format.h"

#include RDUMP_ARGINFO

#include "ext/standard/basic_functions.h"
#include "ext/standard/info.h"
#include "php_ini.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

ZEND_DECLARE_MODULE_GLOBALS(rdump)

#define REASON_SIZE 256

/* ---- functions ---------------------------------------------------------------------------- */

static void warn(const char *path, const char *reason)
{
	php_error_docref(NULL, E_WARNING, "Cannot write \"%s\": %s", path, reason);
}

/*
 * Makes a path absolute, by the request's working directory: under ZTS that is not the process's.
 * Nothing else is resolved, so that a symbolic link at the end is seen and refused. `prefix_length`
 * says how much of the result is that directory. False, with a warning, when the path is too long
 * or open_basedir forbids it.
 */
static bool resolve_path(
	const char *path, size_t length, char resolved[PATH_MAX], size_t *prefix_length)
{
	size_t prefix = 0;

	if (length > 0 && path[0] != '/') {
		if (!VCWD_GETCWD(resolved, PATH_MAX - 1)) {
			warn(path, strerror(errno));
			return false;
		}
		prefix = strlen(resolved);
		resolved[prefix++] = '/';
	}
	if (length >= PATH_MAX - prefix) {
		warn(path, strerror(ENAMETOOLONG));
		return false;
	}
	memcpy(resolved + prefix, path, length + 1);
	*prefix_length = prefix;
	return php_check_open_basedir(resolved) == 0;
}

/* The working directory is no part of the template that PHP code gave: its % become %%. */
static bool make_template(const char *resolved, size_t prefix_length, char template[PATH_MAX])
{
	size_t length = 0;

	for (size_t i = 0; resolved[i]; i++) {
		size_t copies = i < prefix_length && resolved[i] == '%' ? 2 : 1;

		if (length + copies >= PATH_MAX) {
			return false;
		}
		memset(template + length, resolved[i], copies);
		length += copies;
	}
	template[length] = '\0';
	return true;
}

PHP_FUNCTION(rdump_dump)
{
	char *path;
	size_t path_length;
	zend_bool full = 0;
	char resolved[PATH_MAX];
	size_t prefix_length;
	char reason[REASON_SIZE];
	struct rdump_failure failure;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	Z_PARAM_PATH(path, path_length)
	Z_PARAM_OPTIONAL
	Z_PARAM_BOOL(full)
	ZEND_PARSE_PARAMETERS_END_EX(RETURN_FALSE);

	if (!resolve_path(path, path_length, resolved, &prefix_length)) {
		RETURN_FALSE;
	}
	if (!rdump_take(resolved, full, NULL, &failure)) {
		rdump_failure_text(&failure, reason, sizeof(reason));
		warn(path, reason);
		RETURN_FALSE;
	}
	RETURN_TRUE;
}

PHP_FUNCTION(rdump_set_oom_dump)
{
	struct rdump_state *state = &RDUMP_G(state);
	char *path;
	size_t path_length;
	char resolved[PATH_MAX];
	size_t prefix_length;
	zend_bool full = 0;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	RDUMP_PARAM_PATH_OR_NULL(path, path_length)
	Z_PARAM_OPTIONAL
	Z_PARAM_BOOL(full)
	ZEND_PARSE_PARAMETERS_END_EX(RETURN_FALSE);

	state->override = RDUMP_OVERRIDE_NONE;
	if (!path) {
		RETURN_TRUE;
	}
	if (path_length == 0) {
		state->override = RDUMP_OVERRIDE_OFF;
		RETURN_TRUE;
	}
	if (!resolve_path(path, path_length, resolved, &prefix_length)) {
		RETURN_FALSE;
	}
	if (!make_template(resolved, prefix_length, state->override_path)) {
		warn(path, strerror(ENAMETOOLONG));
		RETURN_FALSE;
	}
	state->override = RDUMP_OVERRIDE_PATH;
	state->override_full = full;
	RETURN_TRUE;
}

static const zend_function_entry rdump_functions[] = {PHP_FE(rdump_dump, arginfo_rdump_dump)
		PHP_FE(rdump_set_oom_dump, arginfo_rdump_set_oom_dump) PHP_FE_END};

/* ---- module ------------------------------------------------------------------------------- */

static PHP_MINIT_FUNCTION(rdump)
{
	rdump_note_init();
	rdump_settings_register(type, module_number);
	rdump_error_hook_startup();
	return SUCCESS;
}

static PHP_MSHUTDOWN_FUNCTION(rdump)
{
	rdump_error_hook_shutdown();
	rdump_settings_unregister(type, module_number);
	return SUCCESS;
}

static PHP_RINIT_FUNCTION(rdump)
{
#if defined(ZTS) && defined(COMPILE_DL_RDUMP)
	ZEND_TSRMLS_CACHE_UPDATE();
#endif
	rdump_oom_request_startup();
	rdump_error_hook_request_startup();
	return SUCCESS;
}

static PHP_RSHUTDOWN_FUNCTION(rdump)
{
	rdump_error_hook_request_shutdown();
	return SUCCESS;
}

static PHP_MINFO_FUNCTION(rdump)
{
	php_info_print_table_start();
	php_info_print_table_row(2, "rdump support", "enabled");
	php_info_print_table_row(2, "Extension version", PHP_RDUMP_VERSION);
	php_info_print_table_row(2, "RDUMP format version", ZEND_TOSTR(RDUMP_FORMAT_VERSION));
	php_info_print_table_row(2, "Target PHP version tag", RDUMP_PHP_VERSION_TAG);
	php_info_print_table_row(2, "Automatic dump at memory_limit",
		is_zend_mm() ? "available" : "not available: the Zend memory manager is off");
	php_info_print_table_end();
	rdump_settings_display(zend_module);
}

static PHP_GINIT_FUNCTION(rdump)
{
#if defined(ZTS) && defined(COMPILE_DL_RDUMP)
	ZEND_TSRMLS_CACHE_UPDATE();
#endif
	memset(rdump_globals, 0, sizeof(*rdump_globals));
	rdump_settings_init(&rdump_globals->settings);
}

zend_module_entry rdump_module_entry = {
	STANDARD_MODULE_HEADER,
	"rdump",
	rdump_functions,
	PHP_MINIT(rdump),
	PHP_MSHUTDOWN(rdump),
	PHP_RINIT(rdump),
	PHP_RSHUTDOWN(rdump),
	PHP_MINFO(rdump),
	PHP_RDUMP_VERSION,
	PHP_MODULE_GLOBALS(rdump),
	PHP_GINIT(rdump),
	NULL,
	NULL,
	STANDARD_MODULE_PROPERTIES_EX,
};

#ifdef COMPILE_DL_RDUMP
# ifdef ZTS
ZEND_TSRMLS_CACHE_DEFINE()
# endif
ZEND_GET_MODULE(rdump)
#endif
