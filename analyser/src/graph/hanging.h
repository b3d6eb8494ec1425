/* Nodes that hang: what holds one is a single edge, from a node with a smaller id, and all that it leads to hangs as well. They
 * are trees at the edge of the graph, nearly all of a heap: the holder is the dominator, no cycle is among them, and what goes
 * away with one is its tree. So the algorithms for dominators and cycles look at the others alone, the core.
 *
 * What the super-root leads to never hangs, nor does an orphan: its holder would have been met before it. */
#ifndef RA_HANGING_H
#define RA_HANGING_H

#include "graph/measures.h"

struct ra_core {
	uint32_t nodes; /* that do not hang */
	uint32_t tops;  /* that hang on one of these */
};

/* Of a graph whose holders are counted, orphans not yet. Fills measures->hanging, and dominated bytes and counts: of a node that
 * hangs as they will be, of others themselves with what hangs on them. Of a node that hangs the immediate dominator, too, and in
 * dominator_order its distance from that. O(V + E). False: no memory. */
bool ra_hanging_find(
	const struct ra_graph *graph, struct ra_measures *measures, struct ra_core *core);

static inline bool ra_hangs(const uint64_t *hanging, ra_node node)
{
	return hanging[node / 64] >> node % 64 & 1;
}

/* The next node from `node` on that does not hang, or `count`. */
static inline ra_node ra_core_from(const uint64_t *hanging, ra_node node, uint32_t count)
{
	while (node < count) {
		const uint64_t rest = ~hanging[node / 64] >> node % 64;

		if (rest) {
			node += (uint32_t)__builtin_ctzll(rest);
			return node < count ? node : count;
		}
		node = (node / 64 + 1) * 64;
	}
	return count;
}

#endif
