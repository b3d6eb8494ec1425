/*
 * The module: entry, version, globals. All that other C code may see of the extension.
 */
#ifndef PHP_RDUMP_H
#define PHP_RDUMP_H

#include "php.h"
#include "contract/rdump_version.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#define PHP_RDUMP_VERSION RDUMP_VERSION

extern zend_module_entry rdump_module_entry;
#define phpext_rdump_ptr &rdump_module_entry

/* Filled by the INI entries and by nothing else. */
struct rdump_settings {
	char *oom_dump;
	bool oom_dump_full;
	uint64_t oom_dump_max;
	uint64_t oom_dump_min_interval;
	uint64_t oom_dump_max_total;
	bool oom_dump_marker;
	bool safe_read;
};

enum rdump_override {
	RDUMP_OVERRIDE_NONE, /* the INI entry decides */
	RDUMP_OVERRIDE_OFF,
	RDUMP_OVERRIDE_PATH,
};

struct rdump_state {
	/* Reset when a request starts. */
	enum rdump_override override;
	bool override_full;
	char override_path[PATH_MAX];
	bool answered;          /* the early hook has seen the error that is being reported */
	bool must_look_at_hook; /* somebody may have taken zend_error_cb (PHP 7) */
	bool dumping;

	/* For the life of the worker, or of the thread. */
	uint64_t attempts;
	uint64_t last_attempt; /* seconds of the monotonic clock */

	/* A buffer: the stack of a process in trouble may be short. */
	char path[PATH_MAX];
};

ZEND_BEGIN_MODULE_GLOBALS(rdump)
struct rdump_settings settings;
struct rdump_state state;
ZEND_END_MODULE_GLOBALS(rdump)

ZEND_EXTERN_MODULE_GLOBALS(rdump)
#define RDUMP_G(v) ZEND_MODULE_GLOBALS_ACCESSOR(rdump, v)

#if defined(ZTS) && defined(COMPILE_DL_RDUMP)
ZEND_TSRMLS_CACHE_EXTERN()
#endif

#endif
