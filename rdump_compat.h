/*
 * What differs between PHP 7.0 and 8.6. The code is written for the newest PHP; this file lifts the
 * older ones, and is the only one that tests PHP_VERSION_ID.
 */
#ifndef RDUMP_COMPAT_H
#define RDUMP_COMPAT_H

#include "php.h"
#include "rdump_engine.h"
#include "SAPI.h"
#include "php_output.h"
#include "ext/date/php_date.h"
#include "ext/standard/basic_functions.h"
#include "ext/standard/file.h"
#include "zend_extensions.h"
#include "zend_generators.h"
#include "zend_interfaces.h"
#include "zend_ini.h"

#if !defined(__linux__) || !defined(__LP64__) || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
# error "rdump supports 64-bit little-endian Linux (x86-64 and arm64) only."
#endif

#if PHP_VERSION_ID < 70000
# error "rdump supports PHP 7.0 and later only."
#endif

/* ---- function signatures ------------------------------------------------------------------ */

/* 7.0 and 7.1 have no return types for scalars, and no nullable arguments in reflection. */
#if PHP_VERSION_ID < 70200
# define RDUMP_ARGINFO "rdump_legacy_arginfo.h"
#else
# define RDUMP_ARGINFO "rdump_arginfo.h"
#endif

/* Z_PARAM_PATH_OR_NULL is an 8.0 name. */
#if PHP_VERSION_ID < 80000
# define RDUMP_PARAM_PATH_OR_NULL(path, length) Z_PARAM_PATH_EX(path, length, 1, 0)
#else
# define RDUMP_PARAM_PATH_OR_NULL(path, length) Z_PARAM_PATH_OR_NULL(path, length)
#endif

/* Structures that only later versions have, in headers of their own. */
#if PHP_VERSION_ID >= 80000
# include "zend_attributes.h"
#endif
#if PHP_VERSION_ID >= 80100
# include "zend_fibers.h"
#endif
#if PHP_VERSION_ID >= 80400
# include "zend_lazy_objects.h"
#endif

/* ---- the error callback ---------------------------------------------------------------------- */

/* 8.0 formats the message before the callback, 8.1 made the file name a zend_string. */
#if PHP_VERSION_ID >= 80100
# define RDUMP_ERROR_PARAMETERS                                                                    \
	 int type, zend_string *file, const uint32_t line, zend_string *message
# define RDUMP_ERROR_ARGUMENTS type, file, line, message
# define RDUMP_ERROR_FILE      (file ? ZSTR_VAL(file) : NULL)
# define RDUMP_ERROR_TEXT      ZSTR_VAL(message)
#elif PHP_VERSION_ID >= 80000
# define RDUMP_ERROR_PARAMETERS                                                                    \
	 int type, const char *file, const uint32_t line, zend_string *message
# define RDUMP_ERROR_ARGUMENTS type, file, line, message
# define RDUMP_ERROR_FILE      file
# define RDUMP_ERROR_TEXT      ZSTR_VAL(message)
#else
# define RDUMP_ERROR_PARAMETERS                                                                    \
	 int type, const char *file, const uint32_t line, const char *format, va_list arguments
# define RDUMP_ERROR_ARGUMENTS type, file, line, format, arguments
# define RDUMP_ERROR_FILE      file
# define RDUMP_ERROR_TEXT      format
#endif

typedef void (*rdump_error_handler)(RDUMP_ERROR_PARAMETERS);

/* Before 8.0 the text is still a format: it goes to `buffer`, from a copy of the arguments. */
static inline void rdump_error_describe(
	struct rdump_error *error, char *buffer, size_t buffer_size, RDUMP_ERROR_PARAMETERS)
{
#if PHP_VERSION_ID >= 80000
	(void)buffer;
	(void)buffer_size;
	error->message = ZSTR_VAL(message);
	error->message_length = ZSTR_LEN(message);
#else
	va_list copy;

	va_copy(copy, arguments);
	ap_php_vsnprintf(buffer, buffer_size, format, copy);
	va_end(copy);
	error->message = buffer;
	error->message_length = strlen(buffer);
#endif
	error->file = RDUMP_ERROR_FILE;
	error->file_length = error->file ? strlen(error->file) : 0;
	error->line = line;
}

/* The error observer came in 8.0. Before it, the callback is hooked again where it was lost; not
 * under ZTS, where all threads share it. VM interrupts came in 7.1. */
#define RDUMP_HAS_ERROR_OBSERVER (PHP_VERSION_ID >= 80000)
#ifdef ZTS
# define RDUMP_HAS_REHOOK 0
#else
# define RDUMP_HAS_REHOOK (PHP_VERSION_ID < 80000)
#endif
#define RDUMP_HAS_VM_INTERRUPT (PHP_VERSION_ID >= 70100)

#if RDUMP_HAS_ERROR_OBSERVER
# include "zend_observer.h"
#endif

/* ---- the server's log, INI ------------------------------------------------------------------- */

/* 7.1 added the severity (here LOG_NOTICE), 8.0 the const. */
static inline void rdump_sapi_log(char *message)
{
	if (sapi_module.log_message) {
#if PHP_VERSION_ID >= 70100
		sapi_module.log_message(message, 5);
#else
		sapi_module.log_message(message);
#endif
	}
}

/* Where the entry's value is kept. ZEND_INI_GET_ADDR() is an 8.1 name. */
#ifdef ZTS
# define RDUMP_INI_ADDRESS() ((char *)ts_resource(*(int *)mh_arg2) + (size_t)mh_arg1)
#else
# define RDUMP_INI_ADDRESS() ((char *)mh_arg2 + (size_t)mh_arg1)
#endif

/* ---- addresses of the engine's globals ---------------------------------------------------- */

/* The accessor macros name a member in every version and thread model, so the address of the whole
 * comes from a member's address. */
#define RDUMP_GLOBALS_ADDRESS(accessor, type, member)                                              \
	((uint64_t)(uintptr_t)&accessor(member) - offsetof(type, member))

#define RDUMP_EG_ADDRESS() RDUMP_GLOBALS_ADDRESS(EG, zend_executor_globals, current_execute_data)
#define RDUMP_CG_ADDRESS() RDUMP_GLOBALS_ADDRESS(CG, zend_compiler_globals, compiled_filename)
#define RDUMP_BG_ADDRESS() RDUMP_GLOBALS_ADDRESS(BG, php_basic_globals, locale_changed)
#define RDUMP_PG_ADDRESS() RDUMP_GLOBALS_ADDRESS(PG, php_core_globals, memory_limit)
#define RDUMP_SG_ADDRESS() RDUMP_GLOBALS_ADDRESS(SG, sapi_globals_struct, server_context)
#define RDUMP_OG_ADDRESS() RDUMP_GLOBALS_ADDRESS(OG, zend_output_globals, handlers)
#define RDUMP_FG_ADDRESS() RDUMP_GLOBALS_ADDRESS(FG, php_file_globals, default_socket_timeout)

/* The shared empty array came in 7.3. */
#if PHP_VERSION_ID < 70300
# define RDUMP_EMPTY_ARRAY NULL
#else
# define RDUMP_EMPTY_ARRAY &zend_empty_array
#endif

/* ---- the build, for the note block and the header ------------------------------------------- */

#define RDUMP_PHP_VERSION_TAG "v" ZEND_TOSTR(PHP_MAJOR_VERSION) ZEND_TOSTR(PHP_MINOR_VERSION)

#ifdef ZTS
# define RDUMP_BUILD_ZTS RDUMP_NOTE_ZTS
#else
# define RDUMP_BUILD_ZTS 0
#endif
#define RDUMP_NOTE_BUILD_FLAGS (RDUMP_BUILD_ZTS | (ZEND_DEBUG ? RDUMP_NOTE_DEBUG : 0))

/* ---- which rows of rdump_layout_fields.h exist ---------------------------------------------- */

#define RDUMP_ALWAYS(...) __VA_ARGS__
#if PHP_VERSION_ID >= 70100 && PHP_VERSION_ID < 70200
# define RDUMP_FROM_71_TO_71(...) __VA_ARGS__
#else
# define RDUMP_FROM_71_TO_71(...)
#endif
#if PHP_VERSION_ID >= 70100 && PHP_VERSION_ID < 70300
# define RDUMP_FROM_71_TO_72(...) __VA_ARGS__
#else
# define RDUMP_FROM_71_TO_72(...)
#endif
#if PHP_VERSION_ID >= 70100 && PHP_VERSION_ID < 70400
# define RDUMP_FROM_71_TO_73(...) __VA_ARGS__
#else
# define RDUMP_FROM_71_TO_73(...)
#endif
#if PHP_VERSION_ID >= 70100 && PHP_VERSION_ID < 80000
# define RDUMP_FROM_71_TO_74(...) __VA_ARGS__
#else
# define RDUMP_FROM_71_TO_74(...)
#endif
#if PHP_VERSION_ID >= 70100 && PHP_VERSION_ID < 80100
# define RDUMP_FROM_71_TO_80(...) __VA_ARGS__
#else
# define RDUMP_FROM_71_TO_80(...)
#endif
#if PHP_VERSION_ID >= 70100 && PHP_VERSION_ID < 80300
# define RDUMP_FROM_71_TO_82(...) __VA_ARGS__
#else
# define RDUMP_FROM_71_TO_82(...)
#endif
#if PHP_VERSION_ID >= 70200 && PHP_VERSION_ID < 80000
# define RDUMP_FROM_72_TO_74(...) __VA_ARGS__
#else
# define RDUMP_FROM_72_TO_74(...)
#endif
#if PHP_VERSION_ID >= 70300 && PHP_VERSION_ID < 70400
# define RDUMP_FROM_73_TO_73(...) __VA_ARGS__
#else
# define RDUMP_FROM_73_TO_73(...)
#endif
#if PHP_VERSION_ID >= 70300 && PHP_VERSION_ID < 80100
# define RDUMP_FROM_73_TO_80(...) __VA_ARGS__
#else
# define RDUMP_FROM_73_TO_80(...)
#endif
#if PHP_VERSION_ID >= 70400 && PHP_VERSION_ID < 80100
# define RDUMP_FROM_74_TO_80(...) __VA_ARGS__
#else
# define RDUMP_FROM_74_TO_80(...)
#endif
#if PHP_VERSION_ID >= 70400 && PHP_VERSION_ID < 80200
# define RDUMP_FROM_74_TO_81(...) __VA_ARGS__
#else
# define RDUMP_FROM_74_TO_81(...)
#endif
#if PHP_VERSION_ID >= 80000 && PHP_VERSION_ID < 80100
# define RDUMP_FROM_80_TO_80(...) __VA_ARGS__
#else
# define RDUMP_FROM_80_TO_80(...)
#endif
#if PHP_VERSION_ID >= 80100 && PHP_VERSION_ID < 80500
# define RDUMP_FROM_81_TO_84(...) __VA_ARGS__
#else
# define RDUMP_FROM_81_TO_84(...)
#endif
#if PHP_VERSION_ID >= 80100 && PHP_VERSION_ID < 80600
# define RDUMP_FROM_81_TO_85(...) __VA_ARGS__
#else
# define RDUMP_FROM_81_TO_85(...)
#endif
#if PHP_VERSION_ID >= 70100
# define RDUMP_SINCE_71(...) __VA_ARGS__
#else
# define RDUMP_SINCE_71(...)
#endif
#if PHP_VERSION_ID >= 70200
# define RDUMP_SINCE_72(...) __VA_ARGS__
#else
# define RDUMP_SINCE_72(...)
#endif
#if PHP_VERSION_ID >= 70300
# define RDUMP_SINCE_73(...) __VA_ARGS__
#else
# define RDUMP_SINCE_73(...)
#endif
#if PHP_VERSION_ID >= 70400
# define RDUMP_SINCE_74(...) __VA_ARGS__
#else
# define RDUMP_SINCE_74(...)
#endif
#if PHP_VERSION_ID >= 80000
# define RDUMP_SINCE_80(...) __VA_ARGS__
#else
# define RDUMP_SINCE_80(...)
#endif
#if PHP_VERSION_ID >= 80100
# define RDUMP_SINCE_81(...) __VA_ARGS__
#else
# define RDUMP_SINCE_81(...)
#endif
#if PHP_VERSION_ID >= 80200
# define RDUMP_SINCE_82(...) __VA_ARGS__
#else
# define RDUMP_SINCE_82(...)
#endif
#if PHP_VERSION_ID >= 80300
# define RDUMP_SINCE_83(...) __VA_ARGS__
#else
# define RDUMP_SINCE_83(...)
#endif
#if PHP_VERSION_ID >= 80400
# define RDUMP_SINCE_84(...) __VA_ARGS__
#else
# define RDUMP_SINCE_84(...)
#endif
#if PHP_VERSION_ID >= 80500
# define RDUMP_SINCE_85(...) __VA_ARGS__
#else
# define RDUMP_SINCE_85(...)
#endif
#if PHP_VERSION_ID >= 80600
# define RDUMP_SINCE_86(...) __VA_ARGS__
#else
# define RDUMP_SINCE_86(...)
#endif
#if PHP_VERSION_ID < 70100
# define RDUMP_UNTIL_70(...) __VA_ARGS__
#else
# define RDUMP_UNTIL_70(...)
#endif
#if PHP_VERSION_ID < 70200
# define RDUMP_UNTIL_71(...) __VA_ARGS__
#else
# define RDUMP_UNTIL_71(...)
#endif
#if PHP_VERSION_ID < 70300
# define RDUMP_UNTIL_72(...) __VA_ARGS__
#else
# define RDUMP_UNTIL_72(...)
#endif
#if PHP_VERSION_ID < 70400
# define RDUMP_UNTIL_73(...) __VA_ARGS__
#else
# define RDUMP_UNTIL_73(...)
#endif
#if PHP_VERSION_ID < 80000
# define RDUMP_UNTIL_74(...) __VA_ARGS__
#else
# define RDUMP_UNTIL_74(...)
#endif
#if PHP_VERSION_ID < 80100
# define RDUMP_UNTIL_80(...) __VA_ARGS__
#else
# define RDUMP_UNTIL_80(...)
#endif
#if PHP_VERSION_ID < 80300
# define RDUMP_UNTIL_82(...) __VA_ARGS__
#else
# define RDUMP_UNTIL_82(...)
#endif
#if PHP_VERSION_ID < 80400
# define RDUMP_UNTIL_83(...) __VA_ARGS__
#else
# define RDUMP_UNTIL_83(...)
#endif
#if PHP_VERSION_ID < 80600
# define RDUMP_UNTIL_85(...) __VA_ARGS__
#else
# define RDUMP_UNTIL_85(...)
#endif

/* ---- settings of the engine --------------------------------------------------------------- */

/* The name of the error log, or NULL; a zend_string since 8.6. */
#if PHP_VERSION_ID < 80600
# define RDUMP_ERROR_LOG() PG(error_log)
#else
# define RDUMP_ERROR_LOG() (PG(error_log) ? ZSTR_VAL(PG(error_log)) : NULL)
#endif

/* Permissions of a new error log; the setting came in 8.2. */
#if PHP_VERSION_ID >= 80200
# define RDUMP_ERROR_LOG_MODE()                                                                    \
	 (PG(error_log_mode) > 0 && PG(error_log_mode) <= 0777 ? (mode_t)PG(error_log_mode) : 0644)
#else
# define RDUMP_ERROR_LOG_MODE() 0644
#endif

/* The value of a setting now, NULL where there is no such setting. 8.6 has no INI_STR(), and the const is of 8.0. */
static inline const char *rdump_ini_text(const char *name)
{
	return zend_ini_string((char *)name, strlen(name), 0);
}

/* What the web server calls REQUEST_URI; NULL where it says nothing. The name is const since 8.0. Allocates nothing:
 * the server's own table is asked. */
static inline const char *rdump_server_uri(void)
{
	static char name[] = "REQUEST_URI";

	return sapi_module.getenv ? sapi_module.getenv(name, sizeof(name) - 1) : NULL;
}

/* How far beyond memory_limit a request may get before PHP ends it without a word: exit status 137. */
#define RDUMP_HARD_LIMIT "memory_hard_limit_percent"

static inline bool rdump_has_ini_entry(const char *name)
{
	return EG(ini_directives) && zend_hash_str_exists(EG(ini_directives), name, strlen(name));
}

/* ZTS builds measure max_execution_time with a timer of the thread since 8.3. */
#ifdef ZEND_MAX_EXECUTION_TIMERS
# define RDUMP_HAS_EXECUTION_TIMERS
# define RDUMP_EXECUTION_TIMER()     EG(max_execution_timer_timer)
# define RDUMP_HAS_EXECUTION_TIMER() (EG(pid) != 0)
# include <time.h>
#endif

/* What an INI handler hands on to another. */
#define RDUMP_INI_HANDLER_ARGUMENTS entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage

#endif
