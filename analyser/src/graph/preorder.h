/* The nodes in preorder of the dominator tree, one after the other: measures->dominator_order has the place of each, and this is
 * the way back from a place to its node, in less memory than a list of all nodes takes.
 *
 * Listed are the nodes that do not hang (hanging.h) and those that hang on one of these. What hangs on something that hangs is
 * found from its holder: hanging.c gave places in the order of the holder's edges, and the tree edge of a node tells where among
 * them its own one stands. Where the tree leads to one of them by another edge, which only weak and structural ones can be, all
 * of that holder are listed, too. */
#ifndef RA_PREORDER_H
#define RA_PREORDER_H

#include "graph/measures.h"

struct ra_preorder {
	const struct ra_graph *graph;
	const struct ra_measures *measures;
	uint64_t *is_listed; /* a bit per place */
	uint32_t *before;    /* for 64 places each: how many are listed before them */
	ra_node *listed;     /* by place */
};

/* O(V + E). 4 bytes for each node that is listed, which all are of measures that do not know what hangs, and 12 for each 64 nodes.
 * Graph and measures must outlive it. False: no memory. */
bool ra_preorder_make(
	struct ra_preorder *preorder, const struct ra_graph *graph, const struct ra_measures *measures);
void ra_preorder_done(struct ra_preorder *preorder); /* zeros are allowed */

/* A walk over a node and all that it dominates. */
struct ra_preorder_walk {
	const struct ra_preorder *preorder;
	ra_node node; /* where it stands; RA_NO_NODE: behind the end */
	uint32_t place, end;
};

static inline struct ra_preorder_walk ra_preorder_from(
	const struct ra_preorder *preorder, ra_node top)
{
	const uint32_t place = preorder->measures->dominator_order[top];

	return (struct ra_preorder_walk){
		preorder, top, place, place + ra_node_dominated_count(preorder->measures, top)};
}

/* On to the next node, of those that the present one dominates if there are any. */
void ra_preorder_enter(struct ra_preorder_walk *walk);
/* On to the next one that the present one does not dominate. */
void ra_preorder_skip(struct ra_preorder_walk *walk);

#endif
