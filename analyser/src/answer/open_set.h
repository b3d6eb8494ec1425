/* The open set: the upper part of the dominator tree that stands for "where memory is kept", closed
 * upward. Below it lie the units: what hangs on the open set as one piece, each a node with all
 * that it dominates.
 *
 * Open are the engine's scaffolding (roots, frames, classes, functions, ... as far as it is reached
 * through scaffolding alone), references that it holds directly, and what is heavy below: an object
 * or frame that holds a hundredth of the heap, an array that does and is most of its holder. Lists
 * and trees stay in one piece: an object does not open below another one of its class. */
#ifndef RA_OPEN_SET_H
#define RA_OPEN_SET_H

#include "graph/measures.h"

enum {
	RA_OPEN_DEPTH = 16, /* levels below the scaffolding */
};

#define RA_OPEN_FLAG 0x80000000u

struct ra_open_node {
	ra_node node;
	uint32_t level; /* in the dominator tree: the super-root has 0 */
	uint8_t depth;  /* below the scaffolding; 0: scaffolding */
};

struct ra_open_set {
	uint32_t generator_class; /* RA_NO_CLASS: there is none */
	const struct ra_graph *graph;
	const struct ra_measures *measures;
	uint32_t *place; /* per node: RA_OPEN_FLAG | index of nodes; of a unit's head: its number;
						of all others RA_NO_NODE */
	ra_node *order;  /* the nodes in preorder of the dominator tree */
	struct ra_open_node *nodes; /* in that order: a dominator stands before what it dominates */
	uint32_t count;
	ra_node *units; /* their heads, in the same order */
	uint32_t unit_count;
};

/* heavy_bytes: how much is a hundredth. O(V + E); 8 bytes per node and per unit. */
bool ra_open_set_make(struct ra_open_set *open, const struct ra_graph *graph,
	const struct ra_measures *measures, uint64_t heavy_bytes);
void ra_open_set_done(struct ra_open_set *open);

static inline bool ra_is_open(const struct ra_open_set *open, ra_node node)
{
	return open->place[node] != RA_NO_NODE && (open->place[node] & RA_OPEN_FLAG);
}

static inline bool ra_is_unit(const struct ra_open_set *open, ra_node node)
{
	return !(open->place[node] & RA_OPEN_FLAG);
}

static inline uint32_t ra_open_index(const struct ra_open_set *open, ra_node node)
{
	return open->place[node] & ~RA_OPEN_FLAG;
}

static inline uint32_t ra_open_level(const struct ra_open_set *open, ra_node node)
{
	return open->nodes[ra_open_index(open, node)].level;
}

/* An element of an array that makes up so much of it that it is a place of its own. */
bool ra_is_heavy_element(const struct ra_open_set *open, uint32_t edge, uint64_t heavy_bytes);

/* An array of elements: not the table of an object's dynamic properties. */
bool ra_is_plain_array(const struct ra_graph *graph, ra_node node);

#endif
