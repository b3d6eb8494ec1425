/* Edges in the order of the nodes that they leave (CSR form): a counting sort, skipped when the walk added them in that order. */
#include "graph/graph_storage.h"

#include <stdlib.h>
#include <string.h>

/* Counts the edges of each node into edge_begin; says whether they are in order already. */
static bool count_edges(struct ra_graph *graph, bool *in_order)
{
	uint32_t *begin = calloc((size_t)graph->node_count + 1, sizeof(*begin));
	ra_node last = 0;

	if (!begin) {
		return ra_graph_give_up(
			graph, RA_ERR_MEMORY, "no memory to sort the edges of the object graph");
	}
	*in_order = true;
	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		const ra_node from = graph->edge_from[edge];

		*in_order = *in_order && from >= last;
		last = from;
		begin[from + 1]++;
	}
	for (ra_node node = 0; node < graph->node_count; node++) {
		begin[node + 1] += begin[node];
	}
	graph->edge_begin = begin;
	return true;
}

static void permute_u32(uint32_t **array, uint32_t **spare, const uint32_t *place, uint32_t count)
{
	uint32_t *const sorted = *spare;

	for (uint32_t edge = 0; edge < count; edge++) {
		sorted[place[edge]] = (*array)[edge];
	}
	*spare = *array;
	*array = sorted;
}

static void permute_u8(uint8_t *array, uint8_t *spare, const uint32_t *place, uint32_t count)
{
	for (uint32_t edge = 0; edge < count; edge++) {
		spare[place[edge]] = array[edge];
	}
	memcpy(array, spare, count);
}

/* From here on the sources are what edge_begin tells. */
static bool drop_sources(struct ra_graph *graph)
{
	const uint32_t steps = graph->edge_count / RA_NEAR_EDGES + 2;
	ra_node *const near = graph->near_from = calloc(steps, sizeof(*near));
	ra_node from = 0;

	if (!near) {
		return ra_graph_give_up(
			graph, RA_ERR_MEMORY, "no memory to sort the edges of the object graph");
	}
	for (uint32_t i = 0; i < steps && graph->edge_count > 0; i++) {
		const uint64_t edge = (uint64_t)i * RA_NEAR_EDGES;

		from = near[i] = ra_edge_source_from(
			graph, from, edge < graph->edge_count ? (uint32_t)edge : graph->edge_count - 1);
	}
	free(graph->edge_from);
	graph->edge_from = NULL;
	return true;
}

/* Stable counting sort by source node, one array after the other: 8 bytes per edge on top, of which the sources make room for
 * half. */
static bool sort_edges(struct ra_graph *graph)
{
	const uint32_t count = graph->edge_count;
	uint32_t *place = reallocarray(NULL, count, sizeof(*place));
	uint32_t *spare = NULL;
	bool ok = place;

	if (ok) {
		for (uint32_t edge = 0; edge < count; edge++) {
			place[edge] = graph->edge_begin[graph->edge_from[edge]]++;
		}
		/* Every begin now stands where the next one stood: shift them back. */
		memmove(graph->edge_begin + 1, graph->edge_begin,
			graph->node_count * sizeof(*graph->edge_begin));
		graph->edge_begin[0] = 0;
		ok = drop_sources(graph) && (spare = reallocarray(NULL, count, sizeof(*spare))) != NULL;
	}
	if (ok) {
		permute_u32(&graph->edge_to, &spare, place, count);
		permute_u32(&graph->edge_key, &spare, place, count);
		permute_u8(graph->edge_kind, (uint8_t *)spare, place, count);
		permute_u8(graph->edge_flags, (uint8_t *)spare, place, count);
	}
	free(place);
	free(spare);
	return ok || ra_graph_give_up(
					 graph, RA_ERR_MEMORY, "no memory to sort the edges of the object graph");
}

bool ra_graph_order_edges(struct ra_graph *graph)
{
	bool in_order = false;

	if (!count_edges(graph, &in_order)) {
		return false;
	}
	/* Return the unused tails of the large arrays. */
	ra_graph_resize_nodes(graph, graph->node_count);
	if (graph->edge_count > 0) {
		ra_graph_resize_edges(graph, graph->edge_count);
	}
	return !graph->failed && (in_order ? drop_sources(graph) : sort_edges(graph));
}
