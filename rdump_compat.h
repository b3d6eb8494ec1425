/*
 * What differs between PHP 7.0 and 8.6. The code is written for the newest PHP; this file lifts the
 * older ones, and is the only one that tests PHP_VERSION_ID.
 */
#ifndef RDUMP_COMPAT_H
#define RDUMP_COMPAT_H

#include "php.h"

#if !defined(__linux__) || !defined(__LP64__) || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
# error "rdump supports 64-bit little-endian Linux (x86-64 and arm64) only."
#endif

#if PHP_VERSION_ID < 70000
# error "rdump supports PHP 7.0 and later only."
#endif

/* ---- function signatures ------------------------------------------------------------------ */

/* 7.0 and 7.1 have no return types for scalars, and no nullable arguments in reflection. */
#if PHP_VERSION_ID < 70200
# include "rdump_legacy_arginfo.h"
#else
# include "rdump_arginfo.h"
#endif

/* Z_PARAM_PATH_OR_NULL is an 8.0 name. */
#if PHP_VERSION_ID < 80000
# define RDUMP_PARAM_PATH_OR_NULL(path, length) Z_PARAM_PATH_EX(path, length, 1, 0)
#else
# define RDUMP_PARAM_PATH_OR_NULL(path, length) Z_PARAM_PATH_OR_NULL(path, length)
#endif

/* ---- addresses of the engine's globals ---------------------------------------------------- */

/* The accessor macros name a member in every version and thread model, so the address of the whole
 * comes from a member's address. */
#define RDUMP_GLOBALS_ADDRESS(accessor, type, member) \
	((uint64_t)(uintptr_t)&accessor(member) - offsetof(type, member))

#define RDUMP_EG_ADDRESS() RDUMP_GLOBALS_ADDRESS(EG, zend_executor_globals, current_execute_data)
#define RDUMP_CG_ADDRESS() RDUMP_GLOBALS_ADDRESS(CG, zend_compiler_globals, compiled_filename)
#define RDUMP_BG_ADDRESS() RDUMP_GLOBALS_ADDRESS(BG, php_basic_globals, locale_changed)

#endif
