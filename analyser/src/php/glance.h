/* A look at a running PHP process: what it runs, and how large its heap is. It is not stopped, so what is read may be torn. */
#ifndef RA_GLANCE_H
#define RA_GLANCE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "memory/space.h"
#include "php/layout.h"

#define RA_GLANCE_TEXT 256

struct ra_glance {
	char php[12];                  /* "8.2" */
	uint32_t threads;              /* of PHP in the process */
	int64_t rss_bytes;             /* -1: not told */
	uint64_t usage_bytes;          /* memory_get_usage() */
	uint64_t real_usage_bytes;     /* memory_get_usage(true) */
	uint64_t limit_bytes;          /* memory_limit; 0: none */
	char script[RA_GLANCE_TEXT];   /* "": it runs none */
	char function[RA_GLANCE_TEXT]; /* innermost: "App\\Job::run"; "": none */
};

/* The thread that would be reported on; with several, all of them in *threads, glance->threads in number, owned by the
 * caller (else NULL). False with *err filled: it may not be read, or there is no PHP in it. */
bool ra_glance(
	pid_t pid, struct ra_glance *glance, struct ra_glance **threads, struct ra_error *err);

/* The same of a core file or a process in which the engine was found: one for each of dump->executors. *out is owned by
 * the caller. */
bool ra_glance_threads(const struct ra_dump *dump, struct ra_space *space,
	const struct ra_layout *layout, struct ra_glance **out, struct ra_error *err);

#endif
