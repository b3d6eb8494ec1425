/* How many objects of a few shapes are equal in value. */
#ifndef RA_EQUAL_SHAPES_H
#define RA_EQUAL_SHAPES_H

#include "findings/shapes.h"

struct ra_equality {   /* of one shape */
	uint64_t examined; /* objects looked at: all, or the first so many */
	uint64_t distinct; /* different values among them */
	uint64_t largest;  /* objects with the most frequent value */
	ra_node example;   /* one of these, the first in the graph */
	ra_node *spare;    /* all but one of each value */
	uint32_t spare_count;
};

/* Compares the objects of each shape, at most `limit` of one, in one sweep over the graph that needs no measures. Fills out[0] to
 * out[count - 1], whose lists lie in *spare, owned by the caller. False: no memory. */
bool ra_shapes_compare(const struct ra_snapshot *snapshot, const struct ra_shape *shapes,
	uint32_t count, uint64_t limit, struct ra_equality *out, ra_node **spare);

#endif
