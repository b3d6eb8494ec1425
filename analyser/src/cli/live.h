/* A running process in a file's place: -p PID. Its memory is copied to a file without a name, and the process goes on. */
#ifndef RA_LIVE_H
#define RA_LIVE_H

#include "cli/options.h"

struct ra_live {
	uint64_t pid;
	bool given;
	bool no_stop;
	uint64_t thread;
	bool quiet;
	char name[32]; /* for messages: "process 1234" */
	char path[32]; /* of the copy, while the program runs */
};

#define RA_LIVE_OPTIONS(live)                                                                      \
	{"pid", 'p', RA_OPTION_NUMBER, &(live).pid, "PID",                                             \
		"the running process instead of a file: it stands still while it is copied",               \
		&(live).given},                                                                            \
	{                                                                                              \
		"no-stop-process", 0, RA_OPTION_FLAG, &(live).no_stop, NULL,                               \
			"do not stop the process: values may be torn", NULL                                    \
	}

/* Is there a process or a file, and not both? `file`: the operand, NULL: none. Fails with the usage error told. */
bool ra_live_or_file(const struct ra_syntax *syntax, const struct ra_live *live, const char *file);

/* Copies the process and returns the copy's path; NULL with *err filled. Says how long it stood, unless quiet. */
const char *ra_live_take(struct ra_live *live, struct ra_error *err);

#endif
