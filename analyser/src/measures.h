/* Sizes and groups computed from a finished graph. Everything is indexed by node id. */
#ifndef RA_MEASURES_H
#define RA_MEASURES_H

#include "graph.h"

struct ra_component { /* a strongly connected component of two or more nodes, or a self-loop */
	uint32_t first;   /* its nodes: component_nodes[first .. first + node_count - 1], ascending */
	uint32_t node_count;
	uint64_t own_bytes;
	uint64_t dominated_bytes; /* what would be freed with it: exact, from the graph in which it is
								 one node */
	uint32_t entering_edges;  /* from outside, edges of branches excluded */
	uint32_t leaving_edges;
	ra_node entry;      /* first node that is entered from outside, else the first node */
	uint32_t back_edge; /* an edge inside it that leads back to the entry */
	bool reachable;     /* from a real root, not only from objects_store or regular_list */
};

struct ra_measures {
	uint32_t *immediate_dominator; /* RA_NO_NODE for the super-root and for unreachable nodes */
	uint64_t
		*dominated_bytes;   /* own bytes of the node and of all it dominates: the retained size */
	uint64_t *tree_bytes;   /* sum over strong tree edges (compatible with the reference) */
	uint32_t *component_of; /* index of components, or RA_NO_NODE */
	struct ra_component *components; /* in order of their smallest node id */
	uint32_t component_count;
	ra_node *component_nodes;
	uint32_t *branches;   /* bit b: reachable over strong edges from root branch b (child b of the
							 super-root) */
	uint64_t total_bytes; /* sum of own_bytes = dominated_bytes[RA_ROOT] */
};

/* O((V + E) log V) time, no recursion. *out is owned by the caller. */
bool ra_measures_compute(
	const struct ra_graph *graph, struct ra_measures **out, struct ra_error *err);
void ra_measures_free(struct ra_measures *measures);

/* Bytes that become unreachable when all nodes of the set are removed (each counted once). */
uint64_t ra_measures_set_bytes(const struct ra_measures *measures, const struct ra_graph *graph,
	const ra_node *nodes, uint32_t count);

#endif
