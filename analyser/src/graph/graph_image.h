/* A finished graph and its measures as bytes of a file, in the layout they have in memory: to be mapped and used as they are.
 * Such a file is a cache of one machine and one build of the program. What comes in is hostile: everything of graph and
 * measures that anything else uses as an index, a count or a step of a loop is checked before, in one pass over the arrays.
 * The tables are not: see graph_tables.h.
 *
 *   header    struct image_header: what it is of, counts, scalars, and where each array is
 *   arrays    each at a multiple of 64 bytes, in the order of the table in graph_image.c
 *   names     offsets, then the bytes, each name ended by NUL */
#ifndef RA_GRAPH_IMAGE_H
#define RA_GRAPH_IMAGE_H

#include <stdio.h>

#include "graph/graph_tables.h"

struct ra_image_key { /* of what: another key, another file */
	uint64_t size_bytes;
	int64_t seconds, nanoseconds; /* of the last change */
	uint64_t inode;
	uint64_t thread;
};

struct ra_image { /* a mapped file */
	void *bytes;
	size_t length;
};

/* Writes to a stream that can only go on. False: it cannot be written, or no memory. */
bool ra_image_write(FILE *stream, const struct ra_image_key *key, const struct ra_graph *graph,
	const struct ra_measures *measures, const struct ra_tables *tables, uint64_t live_bytes);

/* Graph, measures and tables over the image's bytes, which must stay mapped until both are freed. False: it is of something else,
 * or unsound, or no memory; *why then says it (constant). */
bool ra_image_open(const struct ra_image *image, const struct ra_image_key *key,
	struct ra_graph **graph, struct ra_measures **measures, struct ra_tables *tables,
	uint64_t *live_bytes, const char **why);

#endif
