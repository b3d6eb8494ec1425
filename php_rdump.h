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
#include <sys/types.h>

#define PHP_RDUMP_VERSION RDUMP_VERSION

extern zend_module_entry rdump_module_entry;
#define phpext_rdump_ptr &rdump_module_entry

enum rdump_functions_mode {
	RDUMP_FUNCTIONS_OFF,
	RDUMP_FUNCTIONS_ON,
	RDUMP_FUNCTIONS_AUTO, /* off where PHP code is confined, or shares a process with a server's secrets */
};

/* Filled by the INI entries and by nothing else. */
struct rdump_settings {
	char *oom_dump;
	bool oom_dump_full;
	uint64_t oom_dump_max;
	uint64_t oom_dump_min_interval;
	uint64_t oom_dump_max_total;
	bool oom_dump_marker;
	bool safe_read;
	bool fork;
	uint64_t max_seconds;
	enum rdump_functions_mode functions;
	bool log;
	uint64_t min_free_bytes; /* one of the two is zero */
	uint64_t min_free_percent;
	uint64_t hard_limit_percent;
	bool note_request;
	const char *oom_report; /* template of the crash report; NULL or empty: none */
	const char *oom_hook;   /* a program for when an automatic dump is whole; NULL or empty: none */
};

enum rdump_override {
	RDUMP_OVERRIDE_NONE, /* the INI entry decides */
	RDUMP_OVERRIDE_OFF,
	RDUMP_OVERRIDE_PATH,
};

#define RDUMP_REASONS_TOLD 8

struct rdump_same_path {
	uint64_t hash; /* of the path before it was made unique; 0: none */
	unsigned count;
};

/* A late copy has held its caller up for rdump.max_seconds and ends after ten times that, so more than eleven of a thread are
 * stuck in the kernel. */
#define RDUMP_MAX_LATE_CHILDREN 16

struct rdump_state {
	/* Reset when a request starts, and when it ends. */
	enum rdump_override override;
	bool override_full;
	int override_directory_fd; /* the folder as it was when the path was set; -1: by its name */
	char override_path[PATH_MAX];
	struct rdump_same_path last_paths[2]; /* of this request's last dump, and report */
	bool answered;          /* the early hook has seen the error that is being reported */
	bool must_look_at_hook; /* somebody may have taken zend_error_cb (PHP 7) */
	bool dumping;

	/* For the life of the worker, or of the thread. */
	uint64_t attempts;
	uint64_t last_attempt;                        /* seconds of the monotonic clock */
	pid_t late_children[RDUMP_MAX_LATE_CHILDREN]; /* not reaped; 0: a free place */
	const char *told[RDUMP_REASONS_TOLD]; /* reasons for leaving a dump out that the log has */

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
