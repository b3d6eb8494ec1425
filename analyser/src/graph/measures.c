/* See measures.h. dominators.c and components.c hold the two big algorithms; here is the order in
 * which they run, and the measures that need a sweep or two. */
#include "graph/measures.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleared.h"
#include "base/sort.h"
#include "graph/components.h"
#include "graph/dominators.h"
#include "graph/hanging.h"

#define MAX_ROOTS 32u

static bool add_holder(struct ra_measures *measures, ra_node node)
{
	return ra_narrow8_set(&measures->holder_count, node, ra_node_holder_count(measures, node) + 1);
}

static bool count_holders(const struct ra_graph *graph, struct ra_measures *measures)
{
	bool ok = true;

	for (ra_node node = 0; node < graph->node_count; node++) {
		for (uint32_t edge = graph->edge_begin[node]; edge < graph->edge_begin[node + 1]; edge++) {
			if (ra_edge_holds_for(graph, edge, node)) {
				ok &= add_holder(measures, graph->edge_to[edge]);
			}
		}
	}
	return ok;
}

/* The super-root is one's holder. */
static bool count_orphans(const struct ra_orphans *orphans, struct ra_measures *measures)
{
	bool ok = true;

	for (uint32_t i = 0; i < orphans->count; i++) {
		ok &= add_holder(measures, orphans->nodes[i]);
	}
	return ok;
}

static bool add_roots(struct ra_measures *measures, ra_node node, uint32_t bits)
{
	return ra_narrow16_set(&measures->roots, node, ra_node_roots(measures, node) | bits);
}

static bool mark_roots(const struct ra_graph *graph, struct ra_measures *measures)
{
	bool ok = true;

	for (uint32_t edge = graph->edge_begin[RA_SUPER_ROOT];
		edge < graph->edge_begin[RA_SUPER_ROOT + 1]; edge++) {
		const uint32_t place = edge - graph->edge_begin[RA_SUPER_ROOT];
		const uint32_t bit = 1u << (place < MAX_ROOTS ? place : MAX_ROOTS - 1);

		ok &= add_roots(measures, graph->edge_to[edge], bit);
		if (!ra_edge_is_strong(graph, edge)) {
			measures->weak_roots |= bit;
		}
	}
	return ok;
}

/* One pass in topological order of the components; all nodes of one share their bits. What hangs has its holder's. */
static bool spread_roots(const struct ra_graph *graph, const struct ra_condensation *condensation,
	struct ra_measures *measures)
{
	bool ok = true;
	uint32_t end;

	for (uint32_t begin = 0; begin < condensation->node_count; begin = end) {
		const uint32_t rank = condensation->rank[condensation->order[begin]];
		uint32_t bits = 0;

		for (end = begin; end < condensation->node_count; end++) {
			if (condensation->rank[condensation->order[end]] != rank) {
				break;
			}
			bits |= ra_node_roots(measures, condensation->order[end]);
		}
		if (bits & ~measures->weak_roots) {
			bits &= ~measures->weak_roots;
		}
		for (uint32_t at = begin; at < end; at++) {
			const ra_node node = condensation->order[at];

			ok &= ra_narrow16_set(&measures->roots, node, bits);
			for (uint32_t edge = graph->edge_begin[node];
				node != RA_SUPER_ROOT && edge < graph->edge_begin[node + 1]; edge++) {
				const ra_node to = graph->edge_to[edge];

				if (to != RA_SUPER_ROOT && !ra_hangs(measures->hanging, to) &&
					ra_edge_holds_for(graph, edge, node)) {
					ok &= add_roots(measures, to, bits);
				}
			}
		}
	}
	for (ra_node node = 0; node < graph->node_count; node++) {
		if (ra_hangs(measures->hanging, node)) {
			ok &= ra_narrow16_set(&measures->roots, node,
				ra_node_roots(measures, measures->immediate_dominator[node]));
		}
	}
	return ok;
}

/* Orphans belong to the root of their tree parent, with all that only they lead to. */
static bool place_orphans(
	const struct ra_graph *graph, const struct ra_orphans *orphans, struct ra_measures *measures)
{
	ra_node *stack = NULL;
	uint32_t capacity = 0;
	bool ok = true;

	for (uint32_t i = 0; i < orphans->count; i++) {
		const ra_node parent = ra_node_tree_parent(graph, orphans->nodes[i]);
		const uint32_t bits = parent == RA_NO_NODE ? 0 : ra_node_roots(measures, parent);
		uint32_t depth = 0;

		if (bits == 0 || ra_node_roots(measures, orphans->nodes[i]) != 0) {
			continue;
		}
		if (!stack) {
			capacity = graph->node_count;
			stack = reallocarray(NULL, capacity, sizeof(*stack));
			if (!stack) {
				return false;
			}
		}
		ok &= add_roots(measures, orphans->nodes[i], bits);
		stack[depth++] = orphans->nodes[i];
		while (depth > 0) {
			const ra_node node = stack[--depth];

			for (uint32_t edge = graph->edge_begin[node]; edge < graph->edge_begin[node + 1];
				edge++) {
				const ra_node to = graph->edge_to[edge];

				if (ra_node_roots(measures, to) == 0 && to != RA_SUPER_ROOT &&
					ra_edge_holds_for(graph, edge, node)) {
					ok &= add_roots(measures, to, bits);
					stack[depth++] = to;
				}
			}
		}
	}
	free(stack);
	return ok;
}

static bool allocate(struct ra_measures *measures, uint32_t count)
{
	measures->immediate_dominator = reallocarray(NULL, count, sizeof(uint32_t));
	measures->dominator_order = reallocarray(NULL, count, sizeof(uint32_t));
	/* counters, which ra_narrow8_resize() leaves as they are */
	measures->holder_count.low = ra_cleared((size_t)count + 1, sizeof(uint8_t));
	return measures->holder_count.low && measures->immediate_dominator &&
		   measures->dominator_order && ra_sizes_resize(&measures->dominated_bytes, 0, count) &&
		   ra_narrow8_resize(&measures->dominated_count, 0, count) &&
		   ra_narrow8_resize(&measures->holder_count, 0, count) &&
		   ra_sparse_new(&measures->component_of, count) &&
		   ra_narrow16_resize(&measures->roots, 0, count);
}

/* Cycles first, then dominators, so that only one of them has its scratch memory at a time. */
static bool find_cycles(const struct ra_graph *graph, const struct ra_core *core,
	struct ra_measures *measures, struct ra_orphans *orphans, bool *by_entry, struct ra_error *err)
{
	struct ra_condensation condensation = {0};
	bool ok = ra_condense(graph, measures, core, orphans, &condensation, err);

	if (ok && (!count_orphans(orphans, measures) || !mark_roots(graph, measures) ||
				  !spread_roots(graph, &condensation, measures) ||
				  !place_orphans(graph, orphans, measures))) {
		ok = ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the sizes of the graph");
	}
	ok = ok && ra_components_find(graph, orphans, &condensation, measures, by_entry, err);
	ra_condensation_done(&condensation);
	return ok;
}

static bool compute(const struct ra_graph *graph, struct ra_measures *measures,
	struct ra_orphans *orphans, struct ra_error *err)
{
	struct ra_core core;
	bool by_entry;

	if (!count_holders(graph, measures) || !ra_hanging_find(graph, measures, &core)) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the sizes of the graph");
	}
	if (!find_cycles(graph, &core, measures, orphans, &by_entry, err) ||
		!ra_dominators_compute(graph, orphans, &core, measures, err)) {
		return false;
	}
	for (uint32_t c = 0; by_entry && c < measures->component_count; c++) {
		measures->components[c].dominated_bytes =
			ra_node_dominated_bytes(measures, measures->components[c].entry);
	}
	measures->total_bytes = ra_node_dominated_bytes(measures, RA_SUPER_ROOT);
	return true;
}

bool ra_measures_compute(
	const struct ra_graph *graph, struct ra_measures **out, struct ra_error *err)
{
	struct ra_measures *measures = calloc(1, sizeof(*measures));
	struct ra_orphans orphans = {0};
	bool ok = true;

	if (!measures || !allocate(measures, graph->node_count)) {
		ok = ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the sizes of the graph");
	}
	ok = ok && compute(graph, measures, &orphans, err);
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
	free(measures->dominator_order);
	ra_sizes_done(&measures->dominated_bytes);
	ra_narrow8_done(&measures->dominated_count);
	ra_narrow8_done(&measures->holder_count);
	ra_sparse_done(&measures->component_of);
	free(measures->components);
	free(measures->component_nodes);
	ra_narrow16_done(&measures->roots);
	free(measures->orphans);
	free(measures->hanging);
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
			bytes += ra_node_dominated_bytes(measures, nodes[i]);
			end = place + ra_node_dominated_count(measures, nodes[i]);
		}
	}
	return bytes;
}

/* Removing a set. A node goes when its last holder goes, like by reference counting; a component
 * goes as a whole when the last edge into it goes. Only a component that loses some of its own
 * nodes needs more: what of it survives is what its remaining entries still lead to. Such broken
 * components wait until nothing else moves and are then settled one by one in order of rank, so
 * that all that can reach one has been settled before it.
 *
 * A node that hangs (hanging.h) takes its tree with it, which needs no visit unless other nodes of the set are in it. */
enum {
	GONE = 1,
	SURVIVES = 2,   /* of a broken component */
	HAS_MEMBERS = 4 /* hangs, and nodes of the set are below it */
};

struct removal {
	const struct ra_measures *measures;
	const struct ra_graph *graph;
	const uint64_t *hanging; /* see hanging.h; NULL: not known */
	uint8_t *gone;           /* per node: the above */
	uint32_t *lost;          /* per node: holders that are gone */
	uint32_t *lost_entries;  /* per component: edges into it that are gone */
	uint32_t *broken;        /* components, a binary heap by rank */
	uint32_t broken_count;
	uint8_t *is_broken; /* per component */
	ra_node *work;      /* nodes that are gone but not followed yet */
	uint32_t work_count;
	uint32_t work_capacity;
	uint64_t bytes;
	bool failed;
};

static bool is_whole_tree(const struct removal *removal, ra_node node)
{
	return removal->hanging && ra_hangs(removal->hanging, node) &&
		   !(removal->gone[node] & HAS_MEMBERS);
}

static void take(struct removal *removal, ra_node node)
{
	if (removal->gone[node] & (GONE | SURVIVES)) {
		return;
	}
	removal->gone[node] |= GONE;
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
	removal->bytes += ra_node_own_bytes(removal->graph, node);
	removal->work[removal->work_count++] = node;
}

/* Marks what hangs above a node of the set. */
static void mark_above(struct removal *removal, ra_node node)
{
	const uint64_t *const hanging = removal->hanging;

	while (hanging && ra_hangs(hanging, node)) {
		node = removal->measures->immediate_dominator[node];
		if (node == RA_NO_NODE || (removal->gone[node] & HAS_MEMBERS)) { /* none: a damaged index */
			return;
		}
		removal->gone[node] |= ra_hangs(hanging, node) ? HAS_MEMBERS : 0;
	}
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

		edges += ra_node_holder_count(removal->measures, node);
		for (uint32_t edge = removal->graph->edge_begin[node];
			edge < removal->graph->edge_begin[node + 1]; edge++) {
			const ra_node to = removal->graph->edge_to[edge];

			edges -= ra_node_component(removal->measures, to) == component &&
					 ra_edge_holds_for(removal->graph, edge, node);
		}
	}
	return edges;
}

static void lose_holder(struct removal *removal, ra_node node)
{
	const uint32_t component = ra_node_component(removal->measures, node);

	if (component == RA_NO_NODE) { /* nearly all have one holder, and need no count */
		if (ra_node_holder_count(removal->measures, node) == 1 ||
			++removal->lost[node] == ra_node_holder_count(removal->measures, node)) {
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
		const uint32_t component = ra_node_component(removal->measures, node);

		for (uint32_t edge = removal->graph->edge_begin[node];
			edge < removal->graph->edge_begin[node + 1]; edge++) {
			const ra_node to = removal->graph->edge_to[edge];

			if (to == RA_SUPER_ROOT || (removal->gone[to] & GONE) ||
				!ra_edge_holds_for(removal->graph, edge, node)) {
				continue;
			}
			if (is_whole_tree(removal, to)) { /* nothing comes back to it */
				removal->bytes += ra_node_dominated_bytes(removal->measures, to);
			} else if (component == RA_NO_NODE ||
					   ra_node_component(removal->measures, to) != component) {
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
			if (ra_node_component(removal->measures, graph->edge_to[edge]) == component &&
				ra_edge_holds_for(graph, edge, nodes[i])) {
				removal->lost[graph->edge_to[edge]]++;
			}
		}
	}
	for (uint32_t i = 0; i < c->node_count; i++) {
		if (!(removal->gone[nodes[i]] & GONE) &&
			removal->lost[nodes[i]] < ra_node_holder_count(removal->measures, nodes[i])) {
			removal->gone[nodes[i]] = SURVIVES;
			stack[depth++] = nodes[i];
		}
	}
	while (depth > 0) {
		const ra_node node = stack[--depth];

		for (uint32_t edge = graph->edge_begin[node]; edge < graph->edge_begin[node + 1]; edge++) {
			const ra_node to = graph->edge_to[edge];

			if (ra_node_component(removal->measures, to) == component && !removal->gone[to] &&
				ra_edge_holds_for(graph, edge, node)) {
				removal->gone[to] = SURVIVES;
				stack[depth++] = to;
			}
		}
	}
	free(stack);
	for (uint32_t i = 0; i < c->node_count; i++) {
		if (removal->gone[nodes[i]] == SURVIVES) {
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
		return ra_node_dominated_bytes(measures, nodes[0]);
	}
	struct removal removal = {
		.measures = measures,
		.graph = graph,
		.hanging = measures->hanging ? measures->hanging : measures->kept_hanging,
		.gone = calloc(graph->node_count, sizeof(uint8_t)),
		.broken = reallocarray(NULL, (size_t)measures->component_count + 1, sizeof(uint32_t)),
		.is_broken = calloc((size_t)measures->component_count + 1, sizeof(uint8_t)),
	};

	removal.failed = !removal.gone || !removal.broken || !removal.is_broken;
	for (uint32_t i = 0; i < count && !removal.failed; i++) {
		mark_above(&removal, nodes[i]);
	}
	for (uint32_t i = 0; i < count && !removal.failed; i++) {
		if (is_whole_tree(&removal, nodes[i])) {
			removal.bytes +=
				removal.gone[nodes[i]] ? 0 : ra_node_dominated_bytes(measures, nodes[i]);
			removal.gone[nodes[i]] = GONE;
			continue;
		}
		const uint32_t component = ra_node_component(measures, nodes[i]);

		if (component != RA_NO_NODE && !removal.is_broken[component]) {
			break_component(&removal, component);
		}
		take(&removal, nodes[i]);
	}
	if (!removal.failed && removal.work_count > 0) { /* more than whole trees */
		removal.lost = calloc(graph->node_count, sizeof(uint32_t));
		removal.lost_entries = calloc((size_t)measures->component_count + 1, sizeof(uint32_t));
		removal.failed = !removal.lost || !removal.lost_entries;
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
