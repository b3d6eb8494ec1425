/* Which root keeps how much alive. */
#ifndef RA_BLAME_H
#define RA_BLAME_H

#include "graph/measures.h"

#define RA_BLAME_ROWS 32u

struct ra_blame { /* rows in the order of the super-root's edges */
	uint32_t row_count;
	ra_name name[RA_BLAME_ROWS];
	uint64_t exclusive_bytes[RA_BLAME_ROWS]; /* reached from this root only */
	uint64_t shared_bytes[RA_BLAME_ROWS];    /* its even part of what several roots reach */
	uint64_t unplaced_bytes;                 /* of nodes that no root leads to */
};

/* All rows and unplaced_bytes add up to measures->total_bytes: bytes that cannot be split evenly go
 * to the first of the roots. */
void ra_blame_compute(
	const struct ra_graph *graph, const struct ra_measures *measures, struct ra_blame *blame);

#endif
