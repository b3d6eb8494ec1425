/* The dominator tree of the object graph: node d dominates n when every path from the super-root to
 * n runs through d, so that n goes away with d. */
#ifndef RA_DOMINATORS_H
#define RA_DOMINATORS_H

#include "graph/graph.h"

struct ra_orphans { /* nodes that no holding edge leads to; the super-root holds them */
	ra_node *nodes; /* ascending, owned */
	uint32_t count;
};

struct ra_core;
struct ra_measures;

/* Completes the dominator tree of measures, of which ra_hanging_find() has made what hangs. O((V + E) log V). */
bool ra_dominators_compute(const struct ra_graph *graph, const struct ra_orphans *orphans,
	const struct ra_core *core, struct ra_measures *measures, struct ra_error *err);

#endif
