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

#define SETTING(name, default_value, update, member)                                               \
	STD_PHP_INI_ENTRY("rdump." name, default_value, PHP_INI_SYSTEM, update, settings.member,       \
		zend_rdump_globals, rdump_globals)
#define SWITCH(name, default_value, member)                                                        \
	STD_PHP_INI_BOOLEAN("rdump." name, default_value, PHP_INI_SYSTEM, OnUpdateBool,                \
		settings.member, zend_rdump_globals, rdump_globals)

/* clang-format off */
PHP_INI_BEGIN()
	SETTING("oom_dump",              "",                OnUpdateString, oom_dump)
	SWITCH ("oom_dump_full",         "0",                               oom_dump_full)
	SETTING("oom_dump_max",          "1",               update_size,    oom_dump_max)
	SETTING("oom_dump_min_interval", "0",               update_size,    oom_dump_min_interval)
	SETTING("oom_dump_max_total",    "0",               update_size,    oom_dump_max_total)
	SWITCH ("oom_dump_marker",       "0",                               oom_dump_marker)
	SWITCH ("safe_read",             SAFE_READ_DEFAULT,                 safe_read)
PHP_INI_END()
/* clang-format on */

void rdump_settings_init(struct rdump_settings *settings)
{
	/* What a refused value leaves in place. */
	settings->oom_dump_max = 1;
}

void rdump_settings_register(int type, int module_number)
{
	REGISTER_INI_ENTRIES();
}

void rdump_settings_unregister(int type, int module_number)
{
	UNREGISTER_INI_ENTRIES();
}

void rdump_settings_display(zend_module_entry *zend_module)
{
	DISPLAY_INI_ENTRIES();
}
