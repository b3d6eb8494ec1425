/* Sizes and groups computed from a finished graph. Everything is indexed by node id.
 *
 * The measures look at the strong edges, and at the weak tree edges of the roots (by which
 * leaked objects hang on objects_store). A node that is reached by none of these, an orphan, counts
 * as held by the super-root itself. */
#ifndef RA_MEASURES_H
#define RA_MEASURES_H

#include "graph/graph.h"

struct ra_component { /* a strongly connected component of two or more nodes, or a self-loop */
	uint32_t first;   /* its nodes: component_nodes[first .. first + node_count - 1], ascending */
	uint32_t node_count;
	uint64_t own_bytes;
	uint64_t dominated_bytes; /* what would be freed with it: exact, from the graph in which it is
								 one node */
	uint32_t entering_edges;  /* strong, from outside, edges of roots excluded */
	uint32_t entry_count;     /* nodes of it that are held from outside, roots included */
	uint32_t rank;            /* edges between components lead from lower to higher ranks */
	ra_node entry;            /* where the tree enters it: the first such node */
	uint32_t back_edge;       /* the first edge inside it that leads back to the entry */
	bool reachable;           /* from a real root, not only from objects_store or regular_list */
};

struct ra_measures {
	uint32_t *immediate_dominator; /* RA_NO_NODE for the super-root */
	struct ra_sizes dominated_bytes;
	uint32_t *dominator_order; /* place of the node in a preorder of the dominator tree: the nodes
								  that n dominates have the places from n's on */
	struct ra_narrow8 dominated_count;
	struct ra_narrow8 holder_count;
	struct ra_sparse component_of;
	struct ra_component *components; /* in order of their smallest node id */
	uint32_t component_count;
	ra_node *component_nodes;
	uint32_t component_node_count;
	struct ra_narrow16 roots;
	uint32_t weak_roots; /* mask of the roots that do not own: objects_store, regular_list */
	ra_node *orphans;    /* what neither a strong edge nor a root leads to, ascending: held by the
						 super-root. Of a component of such nodes one */
	uint32_t orphan_count;
	uint64_t *hanging; /* a bit per node: see hanging.h. NULL: of an index */
	/* The same, of an index: a file's word, on which nothing but a sum may rest. NULL: there is none. */
	uint64_t *kept_hanging;
	bool borrowed;        /* the arrays are a mapped file's: see graph_image.h */
	uint64_t total_bytes; /* sum of own_bytes = dominated_bytes[RA_SUPER_ROOT] */
};

/* Own bytes of the node and of all it dominates: the retained size. */
static inline uint64_t ra_node_dominated_bytes(const struct ra_measures *measures, ra_node node)
{
	return ra_sizes_at(&measures->dominated_bytes, node);
}

/* How many nodes it dominates, itself included. */
static inline uint32_t ra_node_dominated_count(const struct ra_measures *measures, ra_node node)
{
	return ra_narrow8_at(&measures->dominated_count, node);
}

/* Strong edges into the node, loops included; 1 for orphans and for what only a weak root holds. */
static inline uint32_t ra_node_holder_count(const struct ra_measures *measures, ra_node node)
{
	return ra_narrow8_at(&measures->holder_count, node);
}

/* Index of components, or RA_NO_NODE. */
static inline uint32_t ra_node_component(const struct ra_measures *measures, ra_node node)
{
	return ra_sparse_at(&measures->component_of, node);
}

/* Bit b: held by root b (the target of the super-root's edge b; bit 31 for all from 31 on). Weak roots only where no other
 * holds the node. */
static inline uint32_t ra_node_roots(const struct ra_measures *measures, ra_node node)
{
	return ra_narrow16_at(&measures->roots, node);
}

/* O((V + E) log V) time, no recursion. *out is owned by the caller. */
bool ra_measures_compute(
	const struct ra_graph *graph, struct ra_measures **out, struct ra_error *err);
void ra_measures_free(struct ra_measures *measures);

/* Bytes that become unreachable when all nodes of the set are removed: each counted once, nodes
 * given twice as well. Time is linear in what becomes unreachable and in the components it
 * touches; the scratch memory is 5 bytes per node of the graph, touched only there. UINT64_MAX: no
 * memory. */
uint64_t ra_measures_set_bytes(const struct ra_measures *measures, const struct ra_graph *graph,
	const ra_node *nodes, uint32_t count);

/* The sum of what the nodes of the set dominate, each byte once, also when they dominate one
 * another or are given twice. What only several of them hold together is not in it: a quick lower
 * bound of ra_measures_set_bytes(), O(count log count). Reorders the list. */
uint64_t ra_measures_union_bytes(
	const struct ra_measures *measures, ra_node *nodes, uint32_t count);

static inline bool ra_node_dominates(const struct ra_measures *measures, ra_node a, ra_node b)
{
	return measures->dominator_order[b] - measures->dominator_order[a] <
		   ra_node_dominated_count(measures, a);
}

/* True when a real root (not only objects_store or regular_list) holds the node. */
static inline bool ra_node_is_live(const struct ra_measures *measures, ra_node node)
{
	return ra_node_roots(measures, node) & ~measures->weak_roots;
}

#endif
