/* The entrance for whoever has a question about a file: a dump, a core file, or a graph that was saved (.rmem, SQLite),
 * each by its content, also compressed and from a pipe. */
#ifndef RA_STORE_H
#define RA_STORE_H

#include "walk/snapshot.h"

/* As ra_snapshot_open(). Of a saved graph there is no memory of the process: `dump` and `space` are NULL, and what the
 * reader cannot answer is missing from what is made of it. */
bool ra_store_open(const char *path, const struct ra_snapshot_options *options,
	struct ra_snapshot **out, struct ra_error *err);

/* The same over bytes in memory (tests, fuzzing). */
bool ra_store_parse(const uint8_t *bytes, uint64_t length,
	const struct ra_snapshot_options *options, struct ra_snapshot **out, struct ra_error *err);

#endif
