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
#include "graph/preorder.h"

enum {
	RA_OPEN_DEPTH = 16, /* levels below the scaffolding */
};

#define RA_OPEN_STRETCH 64u

struct ra_open_node {
	ra_node node;
	uint32_t above; /* index of the open node that dominates it; the super-root: itself */
	uint32_t level; /* in the dominator tree: the super-root has 0 */
	uint8_t depth;  /* below the scaffolding; 0: scaffolding */
};

/* A bit for each of 64 places of the preorder, and what stands before them. */
struct ra_open_stretch {
	uint64_t open;
	uint64_t units; /* their heads */
	uint32_t open_before;
	uint32_t units_before;
};

struct ra_open_set {
	uint32_t generator_class; /* RA_NO_CLASS: there is none */
	const struct ra_graph *graph;
	const struct ra_measures *measures;
	struct ra_open_stretch *stretches; /* what each node is: see the functions below */
	struct ra_preorder preorder;
	struct ra_open_node *nodes; /* in preorder: a dominator stands before what it dominates */
	uint32_t count;
	ra_node *units; /* their heads, in the same order */
	uint32_t unit_count;
};

/* heavy_bytes: how much is a hundredth. O(V + E); 0.4 bytes per node, 4 per unit, and the preorder. */
bool ra_open_set_make(struct ra_open_set *open, const struct ra_graph *graph,
	const struct ra_measures *measures, uint64_t heavy_bytes);
void ra_open_set_done(struct ra_open_set *open);

static inline uint32_t ra_open_count_before(uint64_t bits, uint32_t place)
{
	return (uint32_t)__builtin_popcountll(bits & ((UINT64_C(1) << place % RA_OPEN_STRETCH) - 1));
}

static inline bool ra_is_open(const struct ra_open_set *open, ra_node node)
{
	const uint32_t place = open->measures->dominator_order[node];

	return open->stretches[place / RA_OPEN_STRETCH].open >> place % RA_OPEN_STRETCH & 1;
}

/* The head of a unit. */
static inline bool ra_is_unit(const struct ra_open_set *open, ra_node node)
{
	const uint32_t place = open->measures->dominator_order[node];

	return open->stretches[place / RA_OPEN_STRETCH].units >> place % RA_OPEN_STRETCH & 1;
}

/* Of an open node, its place in `nodes`. */
static inline uint32_t ra_open_index(const struct ra_open_set *open, ra_node node)
{
	const uint32_t place = open->measures->dominator_order[node];
	const struct ra_open_stretch *const stretch = &open->stretches[place / RA_OPEN_STRETCH];

	return stretch->open_before + ra_open_count_before(stretch->open, place);
}

/* Of the head of a unit, its place in `units`. */
static inline uint32_t ra_unit_index(const struct ra_open_set *open, ra_node node)
{
	const uint32_t place = open->measures->dominator_order[node];
	const struct ra_open_stretch *const stretch = &open->stretches[place / RA_OPEN_STRETCH];

	return stretch->units_before + ra_open_count_before(stretch->units, place);
}

static inline uint32_t ra_open_level(const struct ra_open_set *open, ra_node node)
{
	return open->nodes[ra_open_index(open, node)].level;
}

/* Of an element with at least heavy_bytes: whether it makes up so much of the array that it is a place of its own. */
bool ra_is_most_of_array(const struct ra_open_set *open, uint32_t edge);

/* An element of an array that is a place of its own. */
static inline bool ra_is_heavy_element(
	const struct ra_open_set *open, uint32_t edge, uint64_t heavy_bytes)
{
	return ra_node_dominated_bytes(open->measures, open->graph->edge_to[edge]) >= heavy_bytes &&
		   ra_is_most_of_array(open, edge);
}

/* An array of elements: not the table of an object's dynamic properties. */
static inline bool ra_is_plain_array(const struct ra_graph *graph, ra_node node)
{
	return graph->kind[node] == RA_NODE_ARRAY && !(graph->flags[node] & RA_NODE_PROPERTY_TABLE);
}

#endif
