/* The inside of the claims, for claims.c and walk_seen.c alone. */
#ifndef RA_CLAIMS_PARTS_H
#define RA_CLAIMS_PARTS_H

#include "walk/engine/claims.h"

struct ra_claim_entry {
	ra_addr at;
	ra_node node;
	uint32_t key; /* kind + 1, or LOCATION_KEY + location; 0: empty */
};

struct ra_claims {
	const struct ra_heap *heap;
	struct ra_graph *graph;
	struct ra_tally *tally;
	ra_node *owner; /* per slot */
	struct ra_claim_entry *entries;
	uint32_t mask;
	uint32_t used;
	bool failed;
	struct ra_slot last; /* of heap: a value's slot is asked for several times in a row */
};

/* The slot, which nobody has, becomes the node's. */
static inline void ra_claims_own(
	struct ra_claims *claims, uint32_t slot, uint64_t slot_bytes, ra_node node)
{
	struct ra_graph *const graph = claims->graph;

	__atomic_store_n(&claims->owner[slot], node, __ATOMIC_RELAXED);
	ra_graph_set_own_bytes(graph, node, ra_node_own_bytes(graph, node) + slot_bytes);
	claims->tally->analysed_bytes += slot_bytes;
	if (graph->flags[node] & RA_NODE_GUESSED) {
		claims->tally->guessed_bytes += slot_bytes;
	}
}

/* A location of so many bytes. */
static inline void ra_claims_count(struct ra_claims *claims, enum ra_location location,
	enum ra_where where, uint64_t bytes, bool structure)
{
	claims->tally->location[location][where].count += structure;
	claims->tally->location[location][where].bytes += bytes;
}

#endif
