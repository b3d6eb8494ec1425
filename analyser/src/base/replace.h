/* A file that takes another's place when it is whole: written under another name beside it, for its owner alone (0600),
 * and renamed. Until then the old one stays, whatever happens. */
#ifndef RA_REPLACE_H
#define RA_REPLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"

struct ra_replacement {
	FILE *stream;
	char *path;      /* where it goes, symbolic links resolved */
	char *temporary; /* NULL: it is no regular file and is written to as it is */
};

/* Whether the path may be written to: it must be none of the inputs, under whatever name or link. NULL stands for
 * standard output, which may. */
bool ra_may_replace(
	const char *path, const char *const *inputs, size_t input_count, struct ra_error *err);

/* Begins. What is no regular file (a terminal, a FIFO that somebody reads, /dev/null) is opened as it is. */
bool ra_replacement_open(
	struct ra_replacement *replacement, const char *path, struct ra_error *err);

/* The same for a name that no user chose, in a folder that others may write to: no link is followed, and nothing but a regular
 * file replaced. */
bool ra_replacement_open_here(
	struct ra_replacement *replacement, const char *path, struct ra_error *err);

/* Ends: `good` puts the file in its place, else it goes. Everything is freed in any case. False when anything could not
 * be written. */
bool ra_replacement_close(struct ra_replacement *replacement, bool good, struct ra_error *err);

/* Removes the unfinished file, if there is one. For an end of the program in the middle; safe in a signal handler. */
void ra_replacement_abandon(void);

#endif
