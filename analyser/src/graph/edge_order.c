/* Edges in the order of the nodes that they leave (CSR form). The walk adds them in few runs that are in order; these are merged,
 * stretch by stretch. When there are many, all are sorted by counting. */
#include "graph/graph_storage.h"

#include <stdlib.h>
#include <string.h>

#define MOST_RUNS     4096u
#define FEW_STRETCHES 16u /* one for so many edges */

/* Counts the edges of each node into edge_begin, and the runs that are in order. */
static bool count_edges(struct ra_graph *graph, uint32_t *runs)
{
	uint32_t *const begin = calloc((size_t)graph->node_count + 1, sizeof(*begin));
	ra_node last = 0;

	if (!begin) {
		return ra_graph_give_up(
			graph, RA_ERR_MEMORY, "no memory to sort the edges of the object graph");
	}
	*runs = 1;
	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		const ra_node from = graph->edge_from[edge];

		*runs += from < last;
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

/* ---- merging runs ---- */

struct run {
	uint32_t first, end; /* what is left of it */
};

struct stretch { /* of edges that stay together */
	uint32_t first, count;
};

struct merge {
	const ra_node *from;
	struct run *runs; /* a heap: first the one whose next edge comes first */
	uint32_t run_count;
	struct stretch *stretches; /* in the order of the nodes */
	uint32_t stretch_count, room;
};

/* Of the same node the edge that was added first. */
static bool comes_first(const struct merge *merge, const struct run *a, const struct run *b)
{
	const ra_node left = merge->from[a->first], right = merge->from[b->first];

	return left < right || (left == right && a->first < b->first);
}

static void sink(struct merge *merge, uint32_t at)
{
	struct run *const runs = merge->runs;

	for (;;) {
		uint32_t least = at;

		for (uint32_t child = at * 2 + 1; child < merge->run_count && child <= at * 2 + 2;
			child++) {
			least = comes_first(merge, &runs[child], &runs[least]) ? child : least;
		}
		if (least == at) {
			return;
		}
		const struct run run = runs[at];

		runs[at] = runs[least];
		runs[least] = run;
		at = least;
	}
}

static void find_runs(struct merge *merge, uint32_t edge_count)
{
	uint32_t first = 0;

	for (uint32_t edge = 1; edge <= edge_count; edge++) {
		if (edge == edge_count || merge->from[edge] < merge->from[edge - 1]) {
			merge->runs[merge->run_count++] = (struct run){first, edge};
			first = edge;
		}
	}
	for (uint32_t i = merge->run_count / 2; i-- > 0;) {
		sink(merge, i);
	}
}

/* How far the run goes on before an edge of another: in steps that double, and then by halves. */
static uint32_t end_of_stretch(const struct merge *merge, const struct run *run, ra_node limit)
{
	uint32_t low = run->first, step = 1;

	while (step < run->end - low && merge->from[low + step] < limit) {
		low += step;
		step *= 2;
	}
	uint32_t high = step < run->end - low ? low + step : run->end;

	while (high - low > 1) {
		const uint32_t middle = low + (high - low) / 2;

		if (merge->from[middle] < limit) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return high;
}

/* The run that comes second: one of the two below the first. */
static const struct run *second(const struct merge *merge)
{
	const struct run *const runs = merge->runs;

	if (merge->run_count < 3) {
		return merge->run_count == 2 ? &runs[1] : NULL;
	}
	return comes_first(merge, &runs[1], &runs[2]) ? &runs[1] : &runs[2];
}

/* False: there are so many stretches that counting is as good. */
static bool find_stretches(struct merge *merge)
{
	while (merge->run_count > 0) {
		struct run *const run = &merge->runs[0];
		const struct run *const next = second(merge);
		const ra_node limit = next ? merge->from[next->first] : RA_NO_NODE;
		/* runs that were added earlier have their edges of the same node first */
		const uint32_t end = end_of_stretch(merge, run, limit + (next && run->first < next->first));

		if (merge->stretch_count == merge->room) {
			return false;
		}
		merge->stretches[merge->stretch_count++] = (struct stretch){run->first, end - run->first};
		run->first = end;
		if (run->first == run->end) {
			*run = merge->runs[--merge->run_count];
		}
		sink(merge, 0);
	}
	return true;
}

static void gather_u32(uint32_t **array, uint32_t **spare, const struct merge *merge)
{
	uint32_t *const sorted = *spare;
	uint32_t at = 0;

	for (uint32_t i = 0; i < merge->stretch_count; i++) {
		const struct stretch *const stretch = &merge->stretches[i];

		memcpy(sorted + at, *array + stretch->first, stretch->count * sizeof(*sorted));
		at += stretch->count;
	}
	*spare = *array;
	*array = sorted;
}

static void gather_u8(uint8_t *array, uint8_t *spare, const struct merge *merge)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < merge->stretch_count; i++) {
		const struct stretch *const stretch = &merge->stretches[i];

		memcpy(spare + at, array + stretch->first, stretch->count);
		at += stretch->count;
	}
	memcpy(array, spare, at);
}

/* False: they are not, for lack of memory or since they have too many stretches; nothing has changed. */
static bool merge_runs(struct ra_graph *graph, uint32_t run_count)
{
	struct merge merge = {.from = graph->edge_from,
		.runs = reallocarray(NULL, run_count, sizeof(*merge.runs)),
		.room = graph->edge_count / FEW_STRETCHES + run_count};
	bool done = false;

	merge.stretches = reallocarray(NULL, merge.room, sizeof(*merge.stretches));
	if (merge.runs && merge.stretches) {
		find_runs(&merge, graph->edge_count);
		done = find_stretches(&merge);
	}
	if (done) { /* the sources make room for the others */
		uint32_t *spare = graph->edge_from;

		gather_u32(&graph->edge_to, &spare, &merge);
		gather_u32(&graph->edge_key, &spare, &merge);
		gather_u8(graph->edge_kind, (uint8_t *)spare, &merge);
		gather_u8(graph->edge_flags, (uint8_t *)spare, &merge);
		graph->edge_from = spare;
	}
	free(merge.runs);
	free(merge.stretches);
	return done;
}

bool ra_graph_order_edges(struct ra_graph *graph)
{
	uint32_t runs = 0;

	if (!count_edges(graph, &runs)) {
		return false;
	}
	/* Return the unused tails of the large arrays. */
	ra_graph_resize_nodes(graph, graph->node_count);
	if (graph->edge_count > 0) {
		ra_graph_resize_edges(graph, graph->edge_count);
	}
	if (graph->failed) {
		return false;
	}
	return runs == 1 || (runs <= MOST_RUNS && merge_runs(graph, runs)) ? drop_sources(graph)
																	   : sort_edges(graph);
}
