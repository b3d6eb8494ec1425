/* A dump or a saved graph for questions about values: with the graph of its index, where there is one. */
#ifndef RA_INDEXED_H
#define RA_INDEXED_H

#include "walk/snapshot.h"

/* ra_store_open(), without a walk where the index of the dump fits. An index that is out of date is made anew. The snapshot is
 * no good for reports then, which count what the walk sees. */
bool ra_indexed_open(const char *path, const struct ra_snapshot_options *options,
	struct ra_snapshot **out, struct ra_error *err);

/* Writes the index of a dump, which was walked with the options. */
bool ra_indexed_make(const char *path, const char *dump, const struct ra_snapshot_options *options,
	struct ra_snapshot *snapshot, struct ra_error *err);

#endif
