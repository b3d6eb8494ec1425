/* See live.h. */
#include "cli/live.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "memory/spool.h"
#include "php/capture.h"

const char *ra_live_take(struct ra_live *live, struct ra_error *err)
{
	const struct ra_capture_options options = {.no_stop = live->no_stop,
		.thread = live->thread < UINT32_MAX ? (uint32_t)live->thread : UINT32_MAX};
	struct ra_capture result;
	int fd;

	snprintf(live->name, sizeof(live->name), "process %" PRIu64, live->pid);
	if (live->pid == 0 || live->pid > INT_MAX) {
		ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "there is no such process");
		return NULL;
	}
	fd = ra_nameless_file(err);
	if (fd < 0) {
		return NULL;
	}
	if (!ra_capture((pid_t)live->pid, fd, &options, &result, err)) {
		close(fd);
		return NULL;
	}
	if (!live->quiet && !live->no_stop && isatty(STDERR_FILENO)) {
		fprintf(stderr, "rdump: %s was stopped for %.2f s\n", live->name,
			(double)result.stopped_ns / 1e9);
	}
	/* the descriptor stays open: it is the file's only name */
	snprintf(live->path, sizeof(live->path), "/proc/self/fd/%d", fd);
	return live->path;
}
