/* Edges whose places differ in an index or key alone. Of a list with millions of elements one place is made. */
#ifndef RA_ALIKE_EDGES_H
#define RA_ALIKE_EDGES_H

#include "graph/graph.h"

static inline bool ra_edge_is_element(
	const struct ra_graph *graph, uint32_t edge, enum ra_link_kind kind)
{
	const ra_node from = ra_edge_source(graph, edge);

	return graph->edge_kind[edge] == kind && graph->kind[from] == RA_NODE_ARRAY &&
		   !(graph->flags[from] & RA_NODE_PROPERTY_TABLE);
}

/* Whether the places of both edges differ only in what is folded: elements of one array; the same property of objects that
 * are elements of one array. `before` may be RA_NO_NODE: none. */
static inline bool ra_edges_are_alike(const struct ra_graph *graph, uint32_t edge, uint32_t before)
{
	if (before == RA_NO_NODE || graph->edge_kind[edge] != graph->edge_kind[before]) {
		return false;
	}
	const ra_node from = ra_edge_source(graph, edge), other = ra_edge_source(graph, before);

	if (from == other) {
		return ra_edge_is_element(graph, edge, RA_LINK_INDEX) ||
			   ra_edge_is_element(graph, edge, RA_LINK_KEY);
	}
	const uint32_t above = graph->tree_edge[from], other_above = graph->tree_edge[other];

	return graph->edge_kind[edge] == RA_LINK_PROPERTY &&
		   graph->edge_key[edge] == graph->edge_key[before] && above != RA_NO_NODE &&
		   other_above != RA_NO_NODE &&
		   ra_edge_source(graph, above) == ra_edge_source(graph, other_above) &&
		   ra_edge_is_element(graph, above, RA_LINK_INDEX) &&
		   ra_edge_is_element(graph, other_above, RA_LINK_INDEX);
}

#endif
