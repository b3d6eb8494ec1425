/* See measures.h. dominators.c and components.c hold the two big algorithms; here is the order in
 * which they run, and the measures that need a sweep or two. */
#include "graph/measures.h"

#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "graph/components.h"
#include "graph/dominators.h"

#define MAX_ROOTS 32u

static void count_holders(
	const struct ra_graph *graph, const struct ra_orphans *orphans, struct ra_measures *measures)
{
	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		measures->holder_count[graph->edge_to[edge]] += ra_edge_holds(graph, edge);
	}
	for (uint32_t i = 0; i < orphans->count; i++) {
		measures->holder_count[orphans->nodes[i]]++;
	}
}

static void mark_roots(const struct ra_graph *graph, struct ra_measures *measures)
{
	for (uint32_t edge = graph->edge_begin[RA_SUPER_ROOT];
		edge < graph->edge_begin[RA_SUPER_ROOT + 1]; edge++) {
		const uint32_t place = edge - graph->edge_begin[RA_SUPER_ROOT];
		const uint32_t bit = 1u << (place < MAX_ROOTS ? place : MAX_ROOTS - 1);

		measures->roots[graph->edge_to[edge]] |= bit;
		if (!ra_edge_is_strong(graph, edge)) {
			measures->weak_roots |= bit;
		}
	}
}

/* One pass in topological order of the components; all nodes of one share their bits. */
static void spread_roots(const struct ra_graph *graph, const struct ra_condensation *condensation,
	struct ra_measures *measures)
{
	uint32_t *const roots = measures->roots;
	uint32_t end;

	for (uint32_t begin = 0; begin < graph->node_count; begin = end) {
		const uint32_t rank = condensation->rank[condensation->order[begin]];
		uint32_t bits = 0;

		for (end = begin; end < graph->node_count; end++) {
			if (condensation->rank[condensation->order[end]] != rank) {
				break;
			}
			bits |= roots[condensation->order[end]];
		}
		if (bits & ~measures->weak_roots) {
			bits &= ~measures->weak_roots;
		}
		for (uint32_t at = begin; at < end; at++) {
			const ra_node node = condensation->order[at];

			roots[node] = bits;
			for (uint32_t edge = graph->edge_begin[node]; edge < graph->edge_begin[node + 1];
				edge++) {
				const ra_node to = graph->edge_to[edge];

				if (node != RA_SUPER_ROOT && to != RA_SUPER_ROOT && ra_edge_holds(graph, edge)) {
					roots[to] |= bits;
				}
			}
		}
	}
}

/* Orphans belong to the root of their tree parent, with all that only they lead to. */
static bool place_orphans(
	const struct ra_graph *graph, const struct ra_orphans *orphans, struct ra_measures *measures)
{
	ra_node *stack = NULL;
	uint32_t capacity = 0;

	for (uint32_t i = 0; i < orphans->count; i++) {
		const ra_node parent = ra_node_tree_parent(graph, orphans->nodes[i]);
		const uint32_t bits = parent == RA_NO_NODE ? 0 : measures->roots[parent];
		uint32_t depth = 0;

		if (bits == 0 || measures->roots[orphans->nodes[i]] != 0) {
			continue;
		}
		if (!stack) {
			capacity = graph->node_count;
			stack = reallocarray(NULL, capacity, sizeof(*stack));
			if (!stack) {
				return false;
			}
		}
		measures->roots[orphans->nodes[i]] = bits;
		stack[depth++] = orphans->nodes[i];
		while (depth > 0) {
			const ra_node node = stack[--depth];

			for (uint32_t edge = graph->edge_begin[node]; edge < graph->edge_begin[node + 1];
				edge++) {
				const ra_node to = graph->edge_to[edge];

				if (measures->roots[to] == 0 && to != RA_SUPER_ROOT && ra_edge_holds(graph, edge)) {
					measures->roots[to] = bits;
					stack[depth++] = to;
				}
			}
		}
	}
	free(stack);
	return true;
}

static bool allocate(struct ra_measures *measures, uint32_t count)
{
	measures->immediate_dominator = reallocarray(NULL, count, sizeof(uint32_t));
	measures->dominated_bytes = reallocarray(NULL, count, sizeof(uint64_t));
	measures->dominator_order = reallocarray(NULL, count, sizeof(uint32_t));
	measures->dominated_count = reallocarray(NULL, count, sizeof(uint32_t));
	measures->holder_count = calloc(count, sizeof(uint32_t));
	measures->component_of = reallocarray(NULL, count, sizeof(uint32_t));
	measures->roots = calloc(count, sizeof(uint32_t));
	return measures->immediate_dominator && measures->dominated_bytes &&
		   measures->dominator_order && measures->dominated_count && measures->holder_count &&
		   measures->component_of && measures->roots;
}

static bool compute(const struct ra_graph *graph, struct ra_measures *measures,
	struct ra_orphans *orphans, struct ra_condensation *condensation, struct ra_error *err)
{
	const struct ra_dominator_tree tree = {
		.immediate_dominator = measures->immediate_dominator,
		.dominated_bytes = measures->dominated_bytes,
		.dominator_order = measures->dominator_order,
		.dominated_count = measures->dominated_count,
	};

	if (!ra_dominators_compute(graph, &tree, orphans, err) ||
		!ra_condense(graph, orphans, condensation, err)) {
		return false;
	}
	measures->total_bytes = measures->dominated_bytes[RA_SUPER_ROOT];
	count_holders(graph, orphans, measures);
	mark_roots(graph, measures);
	spread_roots(graph, condensation, measures);
	if (!place_orphans(graph, orphans, measures)) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the sizes of the graph");
	}
	return ra_components_find(graph, orphans, condensation, measures, err);
}

bool ra_measures_compute(
	const struct ra_graph *graph, struct ra_measures **out, struct ra_error *err)
{
	struct ra_measures *measures = calloc(1, sizeof(*measures));
	struct ra_orphans orphans = {0};
	struct ra_condensation condensation = {0};
	bool ok = true;

	if (!measures || !allocate(measures, graph->node_count)) {
		ok = ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the sizes of the graph");
	}
	ok = ok && compute(graph, measures, &orphans, &condensation, err);
	ra_condensation_done(&condensation);
	if (measures) {
		measures->orphans = orphans.nodes;
		measures->orphan_count = orphans.count;
	}
	if (ok) {
		*out = measures;
	} else {
		ra_measures_free(measures);
	}
	return ok;
}

void ra_measures_free(struct ra_measures *measures)
{
	if (!measures) {
		return;
	}
	if (measures->borrowed) {
		free(measures);
		return;
	}
	free(measures->immediate_dominator);
	free(measures->dominated_bytes);
	free(measures->dominator_order);
	free(measures->dominated_count);
	free(measures->holder_count);
	free(measures->component_of);
	free(measures->components);
	free(measures->component_nodes);
	free(measures->roots);
	free(measures->orphans);
	free(measures);
}

uint64_t ra_measures_union_bytes(const struct ra_measures *measures, ra_node *nodes, uint32_t count)
{
	uint64_t bytes = 0;
	uint64_t end = 0; /* of the places that are in the sum already */

	ra_sort_ids_by(nodes, count, measures->dominator_order);
	for (uint32_t i = 0; i < count; i++) {
		const uint64_t place = measures->dominator_order[nodes[i]];

		if (i == 0 || place >= end) {
			bytes += measures->dominated_bytes[nodes[i]];
			end = place + measures->dominated_count[nodes[i]];
		}
	}
	return bytes;
}

/* Removing a set. A node goes when its last holder goes, like by reference counting; a component
 * goes as a whole when the last edge into it goes. Only a component that loses some of its own
 * nodes needs more: what of it survives is what its remaining entries still lead to. Such broken
 * components wait until nothing else moves and are then settled one by one in order of rank, so
 * that all that can reach one has been settled before it. */
struct removal {
	const struct ra_measures *measures;
	const struct ra_graph *graph;
	uint8_t *gone;          /* per node */
	uint32_t *lost;         /* per node: holders that are gone */
	uint32_t *lost_entries; /* per component: edges into it that are gone */
	uint32_t *broken;       /* components, a binary heap by rank */
	uint32_t broken_count;
	uint8_t *is_broken; /* per component */
	ra_node *work;      /* nodes that are gone but not followed yet */
	uint32_t work_count;
	uint32_t work_capacity;
	uint64_t bytes;
	bool failed;
};

static void take(struct removal *removal, ra_node node)
{
	if (removal->gone[node]) {
		return;
	}
	if (removal->work_count == removal->work_capacity) {
		const uint32_t capacity = removal->work_capacity ? removal->work_capacity * 2 : 1024;
		ra_node *const grown = reallocarray(removal->work, (size_t)capacity, sizeof(*grown));

		if (!grown) {
			removal->failed = true;
			return;
		}
		removal->work = grown;
		removal->work_capacity = capacity;
	}
	removal->gone[node] = 1;
	removal->bytes += removal->graph->own_bytes[node];
	removal->work[removal->work_count++] = node;
}

static uint32_t rank_of(const struct removal *removal, uint32_t place)
{
	return removal->measures->components[removal->broken[place]].rank;
}

static void swap_broken(struct removal *removal, uint32_t a, uint32_t b)
{
	const uint32_t kept = removal->broken[a];

	removal->broken[a] = removal->broken[b];
	removal->broken[b] = kept;
}

static void break_component(struct removal *removal, uint32_t component)
{
	uint32_t place = removal->broken_count++;

	removal->is_broken[component] = 1;
	removal->broken[place] = component;
	while (place > 0 && rank_of(removal, place) < rank_of(removal, (place - 1) / 2)) {
		swap_broken(removal, place, (place - 1) / 2);
		place = (place - 1) / 2;
	}
}

static uint32_t next_broken(struct removal *removal)
{
	const uint32_t component = removal->broken[0];
	uint32_t place = 0;

	removal->broken[0] = removal->broken[--removal->broken_count];
	for (;;) {
		uint32_t least = place;

		for (uint32_t child = 2 * place + 1; child <= 2 * place + 2; child++) {
			if (child < removal->broken_count &&
				rank_of(removal, child) < rank_of(removal, least)) {
				least = child;
			}
		}
		if (least == place) {
			return component;
		}
		swap_broken(removal, place, least);
		place = least;
	}
}

/* How many edges hold a component from outside. */
static uint32_t entering_edges(const struct removal *removal, uint32_t component)
{
	const struct ra_component *c = &removal->measures->components[component];
	const ra_node *nodes = &removal->measures->component_nodes[c->first];
	uint32_t edges = 0;

	for (uint32_t i = 0; i < c->node_count; i++) {
		const ra_node node = nodes[i];

		edges += removal->measures->holder_count[node];
		for (uint32_t edge = removal->graph->edge_begin[node];
			edge < removal->graph->edge_begin[node + 1]; edge++) {
			const ra_node to = removal->graph->edge_to[edge];

			edges -= removal->measures->component_of[to] == component &&
					 ra_edge_holds(removal->graph, edge);
		}
	}
	return edges;
}

static void lose_holder(struct removal *removal, ra_node node)
{
	const uint32_t component = removal->measures->component_of[node];

	if (component == RA_NO_NODE) { /* nearly all have one holder, and need no count */
		if (removal->measures->holder_count[node] == 1 ||
			++removal->lost[node] == removal->measures->holder_count[node]) {
			take(removal, node);
		}
		return;
	}
	removal->lost[node]++;
	if (removal->is_broken[component]) {
		return;
	}
	const struct ra_component *c = &removal->measures->components[component];

	/* Roots' edges are not in entering_edges: only then is the exact count needed. */
	removal->lost_entries[component]++;
	if (removal->lost_entries[component] >= c->entering_edges &&
		removal->lost_entries[component] == entering_edges(removal, component)) {
		for (uint32_t i = 0; i < c->node_count; i++) {
			take(removal, removal->measures->component_nodes[c->first + i]);
		}
	}
}

static void follow(struct removal *removal)
{
	while (removal->work_count > 0 && !removal->failed) {
		const ra_node node = removal->work[--removal->work_count];
		const uint32_t component = removal->measures->component_of[node];

		for (uint32_t edge = removal->graph->edge_begin[node];
			edge < removal->graph->edge_begin[node + 1]; edge++) {
			const ra_node to = removal->graph->edge_to[edge];

			if (to != RA_SUPER_ROOT && !removal->gone[to] && ra_edge_holds(removal->graph, edge) &&
				(component == RA_NO_NODE || removal->measures->component_of[to] != component)) {
				lose_holder(removal, to);
			}
		}
	}
}

/* Takes those nodes of a broken component that nothing outside it leads to any more. */
static void settle(struct removal *removal, uint32_t component)
{
	const struct ra_graph *graph = removal->graph;
	const struct ra_component *c = &removal->measures->components[component];
	const ra_node *nodes = &removal->measures->component_nodes[c->first];
	ra_node *const stack = reallocarray(NULL, c->node_count, sizeof(*stack));
	uint32_t depth = 0;

	if (!stack) {
		removal->failed = true;
		return;
	}
	/* Afterwards lost[n] is the number of holders of n that are gone or inside. */
	for (uint32_t i = 0; i < c->node_count; i++) {
		for (uint32_t edge = graph->edge_begin[nodes[i]]; edge < graph->edge_begin[nodes[i] + 1];
			edge++) {
			if (removal->measures->component_of[graph->edge_to[edge]] == component &&
				ra_edge_holds(graph, edge)) {
				removal->lost[graph->edge_to[edge]]++;
			}
		}
	}
	for (uint32_t i = 0; i < c->node_count; i++) {
		if (!removal->gone[nodes[i]] &&
			removal->lost[nodes[i]] < removal->measures->holder_count[nodes[i]]) {
			removal->gone[nodes[i]] = 2; /* survives */
			stack[depth++] = nodes[i];
		}
	}
	while (depth > 0) {
		const ra_node node = stack[--depth];

		for (uint32_t edge = graph->edge_begin[node]; edge < graph->edge_begin[node + 1]; edge++) {
			const ra_node to = graph->edge_to[edge];

			if (removal->measures->component_of[to] == component && !removal->gone[to] &&
				ra_edge_holds(graph, edge)) {
				removal->gone[to] = 2;
				stack[depth++] = to;
			}
		}
	}
	free(stack);
	for (uint32_t i = 0; i < c->node_count; i++) {
		if (removal->gone[nodes[i]] == 2) {
			removal->gone[nodes[i]] = 0;
		} else {
			take(removal, nodes[i]);
		}
	}
}

uint64_t ra_measures_set_bytes(const struct ra_measures *measures, const struct ra_graph *graph,
	const ra_node *nodes, uint32_t count)
{
	if (count == 0) {
		return 0;
	}
	if (count == 1) {
		return measures->dominated_bytes[nodes[0]];
	}
	struct removal removal = {
		.measures = measures,
		.graph = graph,
		.gone = calloc(graph->node_count, sizeof(uint8_t)),
		.lost = calloc(graph->node_count, sizeof(uint32_t)),
		.lost_entries = calloc((size_t)measures->component_count + 1, sizeof(uint32_t)),
		.broken = reallocarray(NULL, (size_t)measures->component_count + 1, sizeof(uint32_t)),
		.is_broken = calloc((size_t)measures->component_count + 1, sizeof(uint8_t)),
	};

	removal.failed = !removal.gone || !removal.lost || !removal.lost_entries || !removal.broken ||
					 !removal.is_broken;
	for (uint32_t i = 0; i < count && !removal.failed; i++) {
		const uint32_t component = measures->component_of[nodes[i]];

		if (component != RA_NO_NODE && !removal.is_broken[component]) {
			break_component(&removal, component);
		}
		take(&removal, nodes[i]);
	}
	if (!removal.failed) {
		follow(&removal);
	}
	while (!removal.failed && removal.broken_count > 0) {
		settle(&removal, next_broken(&removal));
		follow(&removal);
	}
	free(removal.gone);
	free(removal.lost);
	free(removal.lost_entries);
	free(removal.broken);
	free(removal.is_broken);
	free(removal.work);
	return removal.failed ? UINT64_MAX : removal.bytes;
}
