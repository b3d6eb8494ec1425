/* The dominator tree of the object graph: node d dominates n when every path from the super-root to
 * n runs through d, so that n goes away with d. */
#ifndef RA_DOMINATORS_H
#define RA_DOMINATORS_H

#include "graph/graph.h"

struct ra_orphans { /* nodes that no holding edge leads to; the super-root holds them */
	ra_node *nodes; /* ascending, owned */
	uint32_t count;
};

struct ra_dominator_tree { /* see measures.h; arrays of node_count items, owned by the caller */
	uint32_t *immediate_dominator;
	struct ra_narrow32 *dominated_bytes;
	uint32_t *dominator_order;
	struct ra_narrow8 *dominated_count;
};

/* Fills the arrays of *tree, of which the narrow ones are zero. O((V + E) log V). */
bool ra_dominators_compute(const struct ra_graph *graph, const struct ra_orphans *orphans,
	const struct ra_dominator_tree *tree, struct ra_error *err);

#endif
