/* A dump of a running process, from outside: docs/format.md, version 3. */
#ifndef RA_CAPTURE_H
#define RA_CAPTURE_H

#include <sys/types.h>

#include "base/error.h"

struct ra_capture_options {
	bool full;       /* all that is readable, not only what a lean dump has */
	bool no_stop;    /* read while it runs: values may be torn */
	uint32_t thread; /* as for ra_engine_search() */
};

struct ra_capture {
	uint64_t file_bytes;
	uint64_t data_bytes; /* that were read */
	uint64_t unreadable_bytes;
	uint64_t stopped_ns; /* 0: it was not */
};

/* Writes the dump to the descriptor, from its place on: holes become holes in a regular file, and zeros elsewhere. Not found
 * is an error before anything is written. */
bool ra_capture(pid_t pid, int fd, const struct ra_capture_options *options,
	struct ra_capture *result, struct ra_error *err);

#endif
