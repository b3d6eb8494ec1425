/* Strongly connected components of the object graph: groups of nodes that all lead to one another.
 * In PHP terms, reference cycles. */
#ifndef RA_COMPONENTS_H
#define RA_COMPONENTS_H

#include "graph/dominators.h"
#include "graph/graph.h"

struct ra_measures;

/* Of the nodes that do not hang (hanging.h): each belongs to one component, most of them alone. */
struct ra_condensation {
	uint32_t *rank;      /* of the node's component; edges lead from lower to higher ranks */
	ra_node *order;      /* the nodes by ascending rank */
	uint32_t node_count; /* in order */
	uint32_t count;      /* of components */
	uint8_t *loop;       /* 1: the node has an edge to itself */
};

/* Fills *orphans, too, whose list the caller frees; *out is to be released with ra_condensation_done(). O(V + E). */
bool ra_condense(const struct ra_graph *graph, const struct ra_measures *measures,
	const struct ra_core *core, struct ra_orphans *orphans, struct ra_condensation *out,
	struct ra_error *err);
void ra_condensation_done(struct ra_condensation *condensation);

/* Fills the components of measures, which must hold roots and what hangs already, but for the dominated bytes where *by_entry comes back: each
 * has one entry, and they are the entry's. Otherwise O((V + E) log V). */
bool ra_components_find(const struct ra_graph *graph, const struct ra_orphans *orphans,
	const struct ra_condensation *condensation, struct ra_measures *measures, bool *by_entry,
	struct ra_error *err);

#endif
