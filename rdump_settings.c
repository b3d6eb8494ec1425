/*
 * The INI entries. All of them belong to the administrator (PHP_INI_SYSTEM).
 */
#ifdef HAVE_CONFIG_H
# include "config.h"
#endif

#include "php_rdump.h"
#include "rdump_compat.h"
#include "rdump_engine.h"

#include "php_ini.h"

#include <strings.h>

/* Another thread's memory may go away while a dump copies it, so reading through /proc/self/mem is
 * the default where there are threads. */
#ifdef ZTS
# define SAFE_READ_DEFAULT "1"
#else
# define SAFE_READ_DEFAULT "0"
#endif

/* For counts, seconds and bytes. What is no such number is refused, and the default stays. */
static ZEND_INI_MH(update_size)
{
	uint64_t *target = (uint64_t *)RDUMP_INI_ADDRESS();

	if (rdump_parse_size(ZSTR_VAL(new_value), ZSTR_LEN(new_value), target)) {
		return SUCCESS;
	}
	zend_error(E_WARNING,
		"Invalid \"%s\" setting: \"%s\" is not a number, or a number with K, M, G "
		"or T; the default is used",
		ZSTR_VAL(entry->name), ZSTR_VAL(new_value));
	return FAILURE;
}

/* rdump.oom_dump, oom_report, oom_hook: a relative path would be looked up in whatever folder the server is in. */
static ZEND_INI_MH(update_path)
{
	if (ZSTR_LEN(new_value) > 0 && ZSTR_VAL(new_value)[0] != '/') {
		zend_error(E_WARNING,
			"Invalid \"%s\" setting: \"%s\" is no absolute path; the setting stays empty",
			ZSTR_VAL(entry->name), ZSTR_VAL(new_value));
		return FAILURE;
	}
	return OnUpdateString(RDUMP_INI_HANDLER_ARGUMENTS);
}

/* rdump.functions: 1, 0, auto. */
static ZEND_INI_MH(update_functions)
{
	enum rdump_functions_mode *target = (enum rdump_functions_mode *)RDUMP_INI_ADDRESS();
	const char *value = ZSTR_VAL(new_value);

	if (strcasecmp(value, "auto") == 0) {
		*target = RDUMP_FUNCTIONS_AUTO;
	} else if (strcmp(value, "1") == 0 || strcasecmp(value, "on") == 0 ||
			   strcasecmp(value, "yes") == 0 || strcasecmp(value, "true") == 0) {
		*target = RDUMP_FUNCTIONS_ON;
	} else if (*value == '\0' || strcmp(value, "0") == 0 || strcasecmp(value, "off") == 0 ||
			   strcasecmp(value, "no") == 0 || strcasecmp(value, "false") == 0) {
		*target = RDUMP_FUNCTIONS_OFF;
	} else {
		/* What cannot be read must not open what somebody may have wanted closed. */
		*target = RDUMP_FUNCTIONS_OFF;
		zend_error(E_WARNING, "Invalid \"%s\" setting: \"%s\" is not 1, 0 or auto; 0 is used",
			ZSTR_VAL(entry->name), value);
	}
	return SUCCESS;
}

/* rdump.min_free: a size, or a share of the file system, "5%". */
static ZEND_INI_MH(update_min_free)
{
	uint64_t *bytes = (uint64_t *)RDUMP_INI_ADDRESS();
	uint64_t *percent = bytes + 1;
	const char *value = ZSTR_VAL(new_value);
	size_t length = ZSTR_LEN(new_value);
	bool share = length > 0 && value[length - 1] == '%';
	uint64_t number;

	if (!rdump_parse_size(value, share ? length - 1 : length, &number) || (share && number > 100)) {
		zend_error(E_WARNING,
			"Invalid \"%s\" setting: \"%s\" is neither a size nor a percentage; the default is used",
			ZSTR_VAL(entry->name), value);
		return FAILURE;
	}
	*bytes = share ? 0 : number;
	*percent = share ? number : 0;
	return SUCCESS;
}

#define SETTING(name, default_value, update, member)                                               \
	STD_PHP_INI_ENTRY("rdump." name, default_value, PHP_INI_SYSTEM, update, settings.member,       \
		zend_rdump_globals, rdump_globals)
#define SWITCH(name, default_value, member)                                                        \
	STD_PHP_INI_BOOLEAN("rdump." name, default_value, PHP_INI_SYSTEM, OnUpdateBool,                \
		settings.member, zend_rdump_globals, rdump_globals)

/* clang-format off */
PHP_INI_BEGIN()
	SETTING("oom_dump",              "",                update_path,    oom_dump)
	SETTING("oom_report",            "",                update_path,    oom_report)
	SETTING("oom_hook",              "",                update_path,    oom_hook)
	SWITCH ("oom_dump_full",         "0",                               oom_dump_full)
	SETTING("oom_dump_max",          "1",               update_size,    oom_dump_max)
	SETTING("oom_dump_min_interval", "0",               update_size,    oom_dump_min_interval)
	SETTING("oom_dump_max_total",    "0",               update_size,    oom_dump_max_total)
	SWITCH ("oom_dump_marker",       "0",                               oom_dump_marker)
	SWITCH ("safe_read",             SAFE_READ_DEFAULT,                 safe_read)
	SWITCH ("fork",                  "1",                               fork)
	SETTING("max_seconds",           "30",              update_size,    max_seconds)
	SETTING("functions",             "auto",            update_functions, functions)
	SWITCH ("log",                   "1",                               log)
	SETTING("min_free",              "5%",              update_min_free, min_free_bytes)
	SETTING("hard_limit_percent",    "0",               update_size,    hard_limit_percent)
	SWITCH ("note_request",          "1",                               note_request)
PHP_INI_END()
/* clang-format on */

void rdump_settings_init(struct rdump_settings *settings)
{
	/* What a refused value leaves in place. */
	settings->oom_dump_max = 1;
	settings->max_seconds = 30;
	settings->min_free_percent = 5;
	settings->functions = RDUMP_FUNCTIONS_AUTO;
}

void rdump_settings_register(int type, int module_number)
{
	REGISTER_INI_ENTRIES();
}

void rdump_settings_unregister(int type, int module_number)
{
	UNREGISTER_INI_ENTRIES();
}

void rdump_settings_raise_hard_limit(void)
{
	uint64_t wanted = RDUMP_G(settings).hard_limit_percent;
	zend_string *name;
	zend_string *value;
	char text[24];

	if (wanted == 0 || wanted > INT32_MAX || !rdump_has_ini_entry(RDUMP_HARD_LIMIT) ||
		(uint64_t)zend_ini_long((char *)RDUMP_HARD_LIMIT, sizeof(RDUMP_HARD_LIMIT) - 1, 0) >=
			wanted) {
		return;
	}
	snprintf(text, sizeof(text), "%llu", (unsigned long long)wanted);
	name = zend_string_init(RDUMP_HARD_LIMIT, sizeof(RDUMP_HARD_LIMIT) - 1, 0);
	value = zend_string_init(text, strlen(text), 0);
	zend_alter_ini_entry(name, value, PHP_INI_SYSTEM, PHP_INI_STAGE_ACTIVATE);
	zend_string_release(value);
	zend_string_release(name);
}

void rdump_settings_display(zend_module_entry *zend_module)
{
	DISPLAY_INI_ENTRIES();
}
