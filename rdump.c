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
#include <fcntl.h>
#include <string.h>
#include <time.h>
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

static bool is_confined(void)
{
	const char *folders = rdump_ini_text("open_basedir");

	return folders && *folders;
}

/* Whether the functions may be used here. What PHP code may not read, a dump would tell it: files beyond open_basedir,
 * other pools' code in opcache's shared memory, the web server's private keys. */
static bool may_dump(void)
{
	switch (RDUMP_G(settings).functions) {
	case RDUMP_FUNCTIONS_ON:
		return true;
	case RDUMP_FUNCTIONS_OFF:
		php_error_docref(NULL, E_WARNING, "Disabled by rdump.functions=0");
		return false;
	default:
		break;
	}
	if (is_confined()) {
		php_error_docref(NULL, E_WARNING,
			"Not available while open_basedir restricts the script, unless rdump.functions=1");
		return false;
	}
	if (sapi_module.name && strcmp(sapi_module.name, "apache2handler") == 0) {
		php_error_docref(NULL, E_WARNING,
			"Not available in the web server's own processes, unless rdump.functions=1");
		return false;
	}
	return true;
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

/* Why rdump_dump() returned false. */
static void warn_result(const char *path, const struct rdump_result *result)
{
	char reason[REASON_SIZE];

	if (result->late) {
		snprintf(reason, sizeof(reason),
			"not complete after %llu seconds; process %ld goes on with it",
			(unsigned long long)RDUMP_G(settings).max_seconds, (long)result->child);
	} else {
		rdump_failure_text(&result->failure, reason, sizeof(reason));
	}
	warn(path, reason);
}

PHP_FUNCTION(rdump_dump)
{
	char *path;
	size_t path_length;
	zend_bool full = 0;
	char resolved[PATH_MAX];
	size_t prefix_length;
	struct rdump_result result;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	Z_PARAM_PATH(path, path_length)
	Z_PARAM_OPTIONAL
	Z_PARAM_BOOL(full)
	ZEND_PARSE_PARAMETERS_END_EX(RETURN_FALSE);

	if (!may_dump() || !resolve_path(path, path_length, resolved, &prefix_length)) {
		RETURN_FALSE;
	}
	rdump_take(resolved, -1, full, NULL, NULL, &result);
	if (!result.done) {
		warn_result(path, &result);
		RETURN_FALSE;
	}
	RETURN_TRUE;
}

/* The template's folder, opened now: a link that is changed later leads nowhere else. Its placeholders are expanded
 * now, too. -1 with errno when it cannot be opened. */
static int open_folder(const char *template)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(template, '/');
	struct rdump_template_values values = {
		.process_id = (uint64_t)getpid(),
		.thread_id = rdump_thread_id(),
		.unix_time = (uint64_t)time(NULL),
	};
	char host[256] = "";
	char text[PATH_MAX];

	(void)gethostname(host, sizeof(host) - 1);
	values.host = host;
	memcpy(text, template, (size_t)(slash - template) + 1);
	text[slash - template + 1] = '\0';
	if (!rdump_template_expand(text, &values, folder, sizeof(folder))) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (php_check_open_basedir(folder) != 0) {
		errno = EACCES;
		return -1;
	}
	return rdump_above_stdio(open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC));
}

PHP_FUNCTION(rdump_set_oom_dump)
{
	char *path;
	size_t path_length;
	char resolved[PATH_MAX];
	char template[PATH_MAX];
	size_t prefix_length;
	zend_bool full = 0;
	int folder;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	RDUMP_PARAM_PATH_OR_NULL(path, path_length)
	Z_PARAM_OPTIONAL
	Z_PARAM_BOOL(full)
	ZEND_PARSE_PARAMETERS_END_EX(RETURN_FALSE);

	if (!may_dump()) {
		RETURN_FALSE;
	}
	rdump_oom_override(RDUMP_OVERRIDE_NONE, NULL, -1, false);
	if (!path) {
		RETURN_TRUE;
	}
	if (path_length == 0) {
		rdump_oom_override(RDUMP_OVERRIDE_OFF, NULL, -1, false);
		RETURN_TRUE;
	}
	if (!resolve_path(path, path_length, resolved, &prefix_length)) {
		RETURN_FALSE;
	}
	if (!make_template(resolved, prefix_length, template)) {
		warn(path, strerror(ENAMETOOLONG));
		RETURN_FALSE;
	}
	folder = open_folder(template);
	/* A folder that is made later is looked up then, where nothing confines the script. */
	if (folder < 0 && is_confined()) {
		warn(path, strerror(errno));
		RETURN_FALSE;
	}
	rdump_oom_override(RDUMP_OVERRIDE_PATH, template, folder, full);
	rdump_settings_raise_hard_limit();
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
	rdump_oom_request_shutdown();
	return SUCCESS;
}

/* A setting that releases since October 2026 have. */
static const char *hard_limit_text(void)
{
	if (!rdump_has_ini_entry(RDUMP_HARD_LIMIT)) {
		return "this PHP has no such limit";
	}
	const char *text = rdump_ini_text(RDUMP_HARD_LIMIT);

	return text && *text ? text : "200 (PHP's default)";
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
	php_info_print_table_row(2, "memory_limit", rdump_ini_text("memory_limit"));
	php_info_print_table_row(2, "memory_hard_limit_percent", hard_limit_text());
	php_info_print_table_end();
	rdump_settings_display(zend_module);
}

static PHP_GINIT_FUNCTION(rdump)
{
#if defined(ZTS) && defined(COMPILE_DL_RDUMP)
	ZEND_TSRMLS_CACHE_UPDATE();
#endif
	memset(rdump_globals, 0, sizeof(*rdump_globals));
	rdump_globals->state.override_directory_fd = -1;
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
