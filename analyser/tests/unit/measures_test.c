/* Tests of the measures against a naive oracle, which asks for every node: what cannot be reached
 * any more when it is removed? Thousands of small random graphs, always the same ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "graph/blame.h"
#include "graph/graph.h"
#include "graph/hanging.h"
#include "graph/measures.h"
#include "graph/preorder.h"

#define MAX_NODES 48

static uint64_t random_state;

static uint32_t random_below(uint32_t limit)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (uint32_t)((random_state >> 11) % limit);
}

/* Some real roots, then some weak ones, then nodes with random edges. Shapes vary: sparse and
 * dense, mostly forward (deep dominator trees) or in any direction (cycles), and trees with few edges more. */
static struct ra_graph *random_graph(uint64_t seed)
{
	struct ra_graph *graph = NULL;
	struct ra_error err = {0};

	random_state = seed * 0x9e3779b97f4a7c15u + 1;
	for (int i = 0; i < 8; i++) {
		random_below(2);
	}
	assert_true(ra_graph_new(&graph, &err));
	const uint32_t strong = 1 + random_below(3);
	const uint32_t weak = random_below(3);
	const uint32_t first = 1 + strong + weak;
	const uint32_t count = first + 1 + random_below(MAX_NODES - first - 1);
	const bool tree = seed % 3 == 0;
	const uint32_t edges = tree ? random_below(count / 4 + 1) : count / 2 + random_below(count * 3);
	const uint32_t forward_percent = random_below(3) * 50;
	const uint32_t weak_percent = random_below(2) * 15;

	for (ra_node n = 1; n < count; n++) {
		ra_graph_add_node(graph, n < first ? RA_NODE_ROOT : RA_NODE_OBJECT, n * 64);
		ra_graph_set_own_bytes(
			graph, n, random_below(4) ? random_below(random_below(8) ? 1000 : 200000) : 0);
	}
	for (ra_node n = 1; n < first; n++) {
		ra_graph_add_edge(
			graph, RA_SUPER_ROOT, n, RA_LINK_ROOT, 0, n <= strong ? 0 : (unsigned)RA_EDGE_WEAK);
	}
	for (ra_node n = first; tree && n < count; n++) {
		const ra_node from = random_below(4) ? n - 1 - random_below((n - first) / 3 + 1) : 1;

		ra_graph_add_edge(graph, from < first ? 1 : from, n, RA_LINK_FIELD, 0, 0);
	}
	for (uint32_t i = 0; i < edges; i++) {
		ra_node from = 1 + random_below(count - 1);
		ra_node to = first + random_below(count - first);
		unsigned flags = 0;

		if (random_below(100) < forward_percent && from > to && to >= first) {
			const ra_node kept = from;

			from = to;
			to = kept;
		}
		if (from > strong && from < first) {
			flags = RA_EDGE_WEAK;
		} else if (from >= first && random_below(100) < weak_percent) {
			flags = random_below(2) ? RA_EDGE_WEAK : RA_EDGE_STRUCTURAL;
		} else if (from >= first && random_below(100) < weak_percent) {
			flags = RA_EDGE_GUESS;
		}
		ra_graph_add_edge(graph, from, to, RA_LINK_FIELD, i, flags);
	}
	/* The store knows many objects. */
	for (ra_node n = first; weak > 0 && n < count; n++) {
		if (random_below(2)) {
			ra_graph_add_edge(graph, strong + 1, n, RA_LINK_HANDLE, n, RA_EDGE_WEAK);
		}
	}
	assert_true(ra_graph_finish(graph, &err));
	return graph;
}

enum follow {
	FOLLOW_STRONG,
	FOLLOW_HOLDING,
	FOLLOW_ALL
};

static void reach(const struct ra_graph *graph, ra_node start, enum follow follow,
	const bool *removed, bool *reached)
{
	ra_node stack[MAX_NODES];
	uint32_t depth = 0;

	if (reached[start] || (removed && removed[start])) {
		return;
	}
	reached[start] = true;
	stack[depth++] = start;
	while (depth > 0) {
		const ra_node node = stack[--depth];

		for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
			const ra_node to = graph->edge_to[e];

			if (!reached[to] && !(removed && removed[to]) &&
				(follow == FOLLOW_ALL || ra_edge_is_strong(graph, e) ||
					(follow == FOLLOW_HOLDING && ra_edge_holds(graph, e)))) {
				reached[to] = true;
				stack[depth++] = to;
			}
		}
	}
}

struct oracle {
	const struct ra_graph *graph;
	bool orphan[MAX_NODES];
};

static void find_orphans(struct oracle *oracle)
{
	bool reached[MAX_NODES] = {false};

	reach(oracle->graph, RA_SUPER_ROOT, FOLLOW_HOLDING, NULL, reached);
	for (ra_node n = 1; n < oracle->graph->node_count; n++) {
		oracle->orphan[n] = !reached[n];
		reach(oracle->graph, n, FOLLOW_HOLDING, NULL, reached);
	}
}

static uint64_t reached_without(const struct oracle *oracle, const bool *removed, bool *reached)
{
	uint64_t bytes = 0;

	memset(reached, 0, MAX_NODES * sizeof(*reached));
	reach(oracle->graph, RA_SUPER_ROOT, FOLLOW_HOLDING, removed, reached);
	for (ra_node n = 1; n < oracle->graph->node_count; n++) {
		if (oracle->orphan[n]) {
			reach(oracle->graph, n, FOLLOW_HOLDING, removed, reached);
		}
	}
	for (ra_node n = 0; n < oracle->graph->node_count; n++) {
		bytes += reached[n] ? ra_node_own_bytes(oracle->graph, n) : 0;
	}
	return bytes;
}

static void check_dominators(const struct oracle *oracle, const struct ra_measures *measures)
{
	const uint32_t count = oracle->graph->node_count;
	bool dominates[MAX_NODES][MAX_NODES]; /* [d][n] */
	bool none[MAX_NODES] = {false};
	bool reached[MAX_NODES];

	assert_int_equal(reached_without(oracle, none, reached), measures->total_bytes);
	assert_int_equal(ra_node_dominated_bytes(measures, RA_SUPER_ROOT), measures->total_bytes);
	assert_int_equal(measures->immediate_dominator[RA_SUPER_ROOT], RA_NO_NODE);
	for (ra_node d = 0; d < count; d++) {
		bool removed[MAX_NODES] = {false};

		removed[d] = true;
		if (d == RA_SUPER_ROOT) {
			memset(reached, 0, sizeof(reached));
		} else {
			assert_int_equal(measures->total_bytes - reached_without(oracle, removed, reached),
				ra_node_dominated_bytes(measures, d));
		}
		for (ra_node n = 0; n < count; n++) {
			dominates[d][n] = !reached[n];
		}
	}
	for (ra_node d = 0; d < count; d++) {
		uint32_t dominated = 0;

		for (ra_node n = 0; n < count; n++) {
			assert_int_equal(ra_node_dominates(measures, d, n), dominates[d][n]);
			dominated += dominates[d][n];
		}
		assert_int_equal(ra_node_dominated_count(measures, d), dominated);
		assert_true(measures->dominator_order[d] < count);
	}
	for (ra_node n = 1; n < count; n++) {
		const ra_node nearest = measures->immediate_dominator[n];

		assert_true(nearest < count && nearest != n && dominates[nearest][n]);
		for (ra_node d = 0; d < count; d++) {
			assert_true(d == n || !dominates[d][n] || dominates[d][nearest]);
		}
	}
}

/* Of what one node dominates, whatever a depth-first search along the edges meets first has its place first. */
static void check_order(const struct oracle *oracle, const struct ra_measures *measures)
{
	const struct ra_graph *graph = oracle->graph;
	const uint32_t count = graph->node_count;
	uint32_t number[MAX_NODES] = {0}; /* from 1 */
	uint32_t next[MAX_NODES];
	ra_node path[MAX_NODES];
	uint32_t seen = 0;

	memcpy(next, graph->edge_begin, count * sizeof(*next));
	for (ra_node start = 0; start < count; start++) {
		uint32_t depth = 0;

		if (start == RA_SUPER_ROOT || oracle->orphan[start]) {
			number[start] = ++seen;
			path[depth++] = start;
		}
		while (depth > 0) {
			const ra_node node = path[depth - 1];

			if (next[node] == graph->edge_begin[node + 1]) {
				depth--;
				continue;
			}
			const uint32_t edge = next[node]++;
			const ra_node to = graph->edge_to[edge];

			if (number[to] == 0 && ra_edge_holds(graph, edge)) {
				number[to] = ++seen;
				path[depth++] = to;
			}
		}
	}
	assert_int_equal(seen, count);
	for (ra_node a = 1; a < count; a++) {
		for (ra_node b = 1; b < count; b++) {
			if (measures->immediate_dominator[a] == measures->immediate_dominator[b]) {
				assert_int_equal(measures->dominator_order[a] < measures->dominator_order[b],
					number[a] < number[b]);
			}
		}
	}
}

/* From each node on: all that it dominates, in the order of the places, and likewise with parts left out. Returns how many nodes
 * are not listed. */
static uint32_t check_preorder(const struct oracle *oracle, const struct ra_measures *measures)
{
	const uint32_t count = oracle->graph->node_count;
	struct ra_preorder preorder;
	uint32_t not_listed = 0;

	assert_true(ra_preorder_make(&preorder, oracle->graph, measures));
	for (ra_node top = 0; top < count; top++) {
		struct ra_preorder_walk walk = ra_preorder_from(&preorder, top);
		const uint32_t end = walk.place + ra_node_dominated_count(measures, top);
		uint32_t place = walk.place;

		while (walk.node != RA_NO_NODE) {
			assert_int_equal(walk.place, place);
			assert_int_equal(measures->dominator_order[walk.node], place);
			if (random_below(3) == 0) {
				place += ra_node_dominated_count(measures, walk.node);
				ra_preorder_skip(&walk);
			} else {
				place++;
				ra_preorder_enter(&walk);
			}
		}
		assert_int_equal(place, end);
	}
	for (uint32_t place = 0; place < count; place++) {
		not_listed += !(preorder.is_listed[place / 64] >> place % 64 & 1);
	}
	ra_preorder_done(&preorder);
	return not_listed;
}

/* What hangs has one holder, and so has all below it; nearly all that could hang does. */
static uint32_t check_hanging(const struct oracle *oracle, const struct ra_measures *measures)
{
	const struct ra_graph *graph = oracle->graph;
	uint32_t hanging = 0;

	for (ra_node n = 0; n < graph->node_count; n++) {
		bool below = ra_node_holder_count(measures, n) == 1 && !oracle->orphan[n] &&
					 measures->immediate_dominator[n] != RA_SUPER_ROOT &&
					 measures->immediate_dominator[n] < n;

		for (uint32_t e = graph->edge_begin[n]; e < graph->edge_begin[n + 1]; e++) {
			below = below &&
					(!ra_edge_holds(graph, e) ||
						(graph->edge_to[e] > n && ra_hangs(measures->hanging, graph->edge_to[e])));
		}
		for (uint32_t e = 0; e < graph->edge_begin[1]; e++) {
			below = below && graph->edge_to[e] != n;
		}
		assert_int_equal(ra_hangs(measures->hanging, n), below);
		hanging += below;
	}
	return hanging;
}

static void check_components(const struct oracle *oracle, const struct ra_measures *measures)
{
	const struct ra_graph *graph = oracle->graph;
	const uint32_t count = graph->node_count;
	bool leads[MAX_NODES][MAX_NODES];
	uint32_t seen = 0;

	for (ra_node n = 0; n < count; n++) {
		memset(leads[n], 0, sizeof(leads[n]));
		for (uint32_t e = graph->edge_begin[n]; e < graph->edge_begin[n + 1]; e++) {
			if (ra_edge_is_strong(graph, e)) {
				reach(graph, graph->edge_to[e], FOLLOW_STRONG, NULL, leads[n]);
			}
		}
	}
	for (ra_node n = 0; n < count; n++) {
		assert_int_equal(ra_node_component(measures, n) != RA_NO_NODE, leads[n][n]);
		for (ra_node m = 0; m < count; m++) {
			if (leads[n][n] && leads[m][m]) {
				assert_int_equal(ra_node_component(measures, n) == ra_node_component(measures, m),
					leads[n][m] && leads[m][n]);
			}
		}
	}
	for (uint32_t c = 0; c < measures->component_count; c++) {
		const struct ra_component *component = &measures->components[c];
		const ra_node *nodes = &measures->component_nodes[component->first];
		bool removed[MAX_NODES] = {false};
		bool reached[MAX_NODES];
		uint64_t own = 0;
		uint32_t entering = 0;
		bool live[MAX_NODES] = {false};
		bool of_orphan[MAX_NODES] = {false};

		assert_int_equal(component->first, seen);
		seen += component->node_count;
		for (uint32_t i = 0; i < component->node_count; i++) {
			assert_int_equal(ra_node_component(measures, nodes[i]), c);
			assert_true(i == 0 || nodes[i - 1] < nodes[i]);
			own += ra_node_own_bytes(graph, nodes[i]);
			removed[nodes[i]] = true;
		}
		assert_true(c == 0 || measures->component_nodes[component[-1].first] < nodes[0]);
		assert_int_equal(component->own_bytes, own);
		assert_int_equal(component->dominated_bytes,
			measures->total_bytes - reached_without(oracle, removed, reached));
		for (uint32_t e = 0; e < graph->edge_count; e++) {
			if (ra_edge_is_strong(graph, e)) {
				const bool from = removed[ra_edge_source(graph, e)];
				const bool to = removed[graph->edge_to[e]];

				entering += !from && to && graph->kind[ra_edge_source(graph, e)] > RA_NODE_ROOT;
			}
		}
		assert_int_equal(component->entering_edges, entering);
		assert_true(removed[component->entry]);
		assert_int_equal(graph->edge_to[component->back_edge], component->entry);
		assert_true(removed[ra_edge_source(graph, component->back_edge)]);
		reach(graph, RA_SUPER_ROOT, FOLLOW_STRONG, NULL, live);
		for (ra_node n = 1; n < count; n++) {
			if (oracle->orphan[n]) {
				reach(graph, n, FOLLOW_STRONG, NULL, of_orphan);
			}
		}
		if (live[component->entry] || !of_orphan[component->entry]) {
			assert_int_equal(component->reachable, live[component->entry]);
		}
	}
	assert_int_equal(seen, measures->component_node_count);
}

static void check_roots(const struct oracle *oracle, const struct ra_measures *measures)
{
	const struct ra_graph *graph = oracle->graph;
	bool held[32][MAX_NODES];
	uint32_t weak = 0;
	uint64_t total = 0;

	memset(held, 0, sizeof(held));
	for (uint32_t b = 0; b < graph->edge_begin[1]; b++) {
		reach(graph, graph->edge_to[b], FOLLOW_HOLDING, NULL, held[b]);
		weak |= ra_edge_is_strong(graph, b) ? 0 : 1u << b;
	}
	assert_int_equal(measures->weak_roots, weak);
	for (ra_node n = 1; n < graph->node_count; n++) {
		uint32_t bits = 0;

		for (uint32_t b = 0; b < graph->edge_begin[1]; b++) {
			bits |= held[b][n] ? 1u << b : 0;
		}
		bits &= bits & ~weak ? ~weak : UINT32_MAX;
		if (bits != 0) { /* otherwise only an orphan holds it */
			assert_int_equal(ra_node_roots(measures, n), bits);
		}
		total += ra_node_own_bytes(graph, n);
	}
	assert_int_equal(total, measures->total_bytes);
}

/* The rows of the root blame: every byte in one of them, exclusive only where one root holds
 * it. */
static void check_blame(const struct oracle *oracle, const struct ra_measures *measures)
{
	const struct ra_graph *graph = oracle->graph;
	struct ra_blame blame;

	ra_blame_compute(graph, measures, &blame);
	uint64_t total = blame.unplaced_bytes;

	assert_int_equal(blame.row_count, graph->edge_begin[1]);
	for (uint32_t b = 0; b < blame.row_count; b++) {
		uint64_t exclusive = 0;

		for (ra_node n = 0; n < graph->node_count; n++) {
			exclusive +=
				ra_node_roots(measures, n) == UINT32_C(1) << b ? ra_node_own_bytes(graph, n) : 0;
		}
		assert_int_equal(blame.exclusive_bytes[b], exclusive);
		total += blame.exclusive_bytes[b] + blame.shared_bytes[b];
	}
	assert_int_equal(total, measures->total_bytes);
}

static void check_sets(const struct oracle *oracle, const struct ra_measures *measures)
{
	for (int round = 0; round < 6; round++) {
		bool removed[MAX_NODES] = {false};
		bool reached[MAX_NODES];
		ra_node nodes[MAX_NODES];
		const uint32_t count = 1 + random_below(1u << (round % 4 + 1));

		for (uint32_t i = 0; i < count; i++) {
			nodes[i] = 1 + random_below(oracle->graph->node_count - 1);
			removed[nodes[i]] = true;
		}
		/* as after a walk, with an index, and with nothing known of what hangs */
		struct ra_measures ways[3] = {*measures, *measures, *measures};

		ways[1].hanging = ways[2].hanging = NULL;
		ways[1].kept_hanging = measures->hanging;
		for (int way = 0; way < 3; way++) {
			assert_int_equal(ra_measures_set_bytes(&ways[way], oracle->graph, nodes, count),
				measures->total_bytes - reached_without(oracle, removed, reached));
		}

		uint64_t bytes = 0;

		for (ra_node n = 0; n < oracle->graph->node_count; n++) {
			bool in_set = false;

			for (uint32_t i = 0; i < count; i++) {
				in_set = in_set || ra_node_dominates(measures, nodes[i], n);
			}
			bytes += in_set ? ra_node_own_bytes(oracle->graph, n) : 0;
		}
		assert_int_equal(ra_measures_union_bytes(measures, nodes, count), bytes);
	}
}

static void check_tree(const struct oracle *oracle)
{
	const struct ra_graph *graph = oracle->graph;
	bool live[MAX_NODES] = {false};
	bool known[MAX_NODES] = {false};
	bool held[MAX_NODES] = {false};

	reach(graph, RA_SUPER_ROOT, FOLLOW_STRONG, NULL, live);
	reach(graph, RA_SUPER_ROOT, FOLLOW_ALL, NULL, known);
	for (ra_node n = 0; n < graph->node_count; n++) {
		uint32_t steps = 0;
		bool strong = true;

		for (ra_node at = n; strong && at != RA_NO_NODE; at = ra_node_tree_parent(graph, at)) {
			strong = graph->tree_edge[at] == RA_NO_NODE ||
					 ra_edge_is_strong(graph, graph->tree_edge[at]);
			assert_true(steps++ < MAX_NODES);
		}
		if (n != RA_SUPER_ROOT) {
			assert_int_equal(known[n], graph->tree_edge[n] != RA_NO_NODE);
		}
		assert_true(!live[n] || strong);
	}
	/* What hangs on a weak root is not reached from anything else that does. */
	for (ra_node n = 1; n < graph->node_count; n++) {
		const uint32_t edge = graph->tree_edge[n];

		if (edge != RA_NO_NODE && graph->kind[n] != RA_NODE_ROOT &&
			!ra_edge_is_strong(graph, edge) && ra_edge_holds(graph, edge)) {
			assert_false(held[n]);
			for (ra_node m = 1; m < graph->node_count; m++) {
				const uint32_t other = graph->tree_edge[m];
				bool reached[MAX_NODES] = {false};

				if (m != n && other != RA_NO_NODE && graph->kind[m] != RA_NODE_ROOT &&
					!ra_edge_is_strong(graph, other) && ra_edge_holds(graph, other)) {
					reach(graph, m, FOLLOW_STRONG, NULL, reached);
					assert_false(reached[n]);
				}
			}
		}
	}
}

static void random_graphs_agree_with_the_oracle(void **state)
{
	uint32_t with_cycles = 0;
	uint32_t many_entries = 0;
	uint32_t with_orphans = 0;
	uint32_t nodes = 0;
	uint32_t hanging = 0;
	uint32_t not_listed = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 6000; seed++) {
		struct ra_graph *graph = random_graph(seed);
		struct ra_measures *measures = NULL;
		struct ra_error err = {0};
		struct oracle oracle = {.graph = graph};

		assert_true(ra_measures_compute(graph, &measures, &err));
		find_orphans(&oracle);
		check_dominators(&oracle, measures);
		check_order(&oracle, measures);
		hanging += check_hanging(&oracle, measures);
		not_listed += check_preorder(&oracle, measures);
		nodes += graph->node_count;
		check_components(&oracle, measures);
		check_roots(&oracle, measures);
		check_blame(&oracle, measures);
		check_tree(&oracle);
		check_sets(&oracle, measures);
		with_cycles += measures->component_count > 0;
		for (uint32_t c = 0; c < measures->component_count; c++) {
			many_entries += measures->components[c].entry_count > 1;
		}
		for (ra_node n = 1; n < graph->node_count; n++) {
			if (oracle.orphan[n]) {
				with_orphans++;
				break;
			}
		}
		ra_measures_free(measures);
		ra_graph_free(graph);
	}
	/* The graphs must be of the kinds that the test is about. */
	assert_true(with_cycles > 2000);
	assert_true(many_entries > 1000);
	assert_true(with_orphans > 1000);
	assert_true(hanging > nodes / 8 && hanging < nodes / 2);
	assert_true(not_listed > nodes / 16 && not_listed < hanging);
}

static struct ra_graph *new_graph(uint32_t nodes)
{
	struct ra_graph *graph = NULL;
	struct ra_error err = {0};

	assert_true(ra_graph_new(&graph, &err));
	for (uint32_t n = 1; n < nodes; n++) {
		ra_graph_add_node(graph, n == 1 ? RA_NODE_ROOT : RA_NODE_OBJECT, n);
		ra_graph_set_own_bytes(graph, n, n);
	}
	ra_graph_add_edge(graph, RA_SUPER_ROOT, 1, RA_LINK_ROOT, 0, 0);
	return graph;
}

static struct ra_measures *measures_of(struct ra_graph *graph)
{
	struct ra_measures *measures = NULL;
	struct ra_error err = {0};

	assert_true(ra_graph_finish(graph, &err));
	assert_true(ra_measures_compute(graph, &measures, &err));
	return measures;
}

static void what_two_owners_share_belongs_to_neither(void **state)
{
	struct ra_graph *graph = new_graph(6);

	(void)state;
	ra_graph_add_edge(graph, 1, 2, RA_LINK_FIELD, 0, 0);
	ra_graph_add_edge(graph, 1, 3, RA_LINK_FIELD, 0, 0);
	ra_graph_add_edge(graph, 2, 4, RA_LINK_FIELD, 0, 0);
	ra_graph_add_edge(graph, 3, 4, RA_LINK_FIELD, 0, 0);
	ra_graph_add_edge(graph, 3, 5, RA_LINK_FIELD, 0, 0);
	struct ra_measures *measures = measures_of(graph);

	assert_int_equal(ra_node_dominated_bytes(measures, 2), 2);
	assert_int_equal(ra_node_dominated_bytes(measures, 3), 8);
	assert_int_equal(measures->immediate_dominator[4], 1);
	assert_int_equal(ra_node_holder_count(measures, 4), 2);
	assert_int_equal(
		ra_measures_set_bytes(measures, graph, (const ra_node[]){2, 3, 3}, 3), 2 + 3 + 4 + 5);
	ra_measures_free(measures);
	ra_graph_free(graph);
}

static void what_hangs_on_a_cycle_goes_with_it(void **state)
{
	struct ra_graph *graph = new_graph(7);

	(void)state;
	ra_graph_add_edge(graph, 1, 2, RA_LINK_FIELD, 0, 0);
	ra_graph_add_edge(graph, 1, 3, RA_LINK_FIELD, 0, 0);
	ra_graph_add_edge(graph, 2, 3, RA_LINK_FIELD, 0, 0);
	ra_graph_add_edge(graph, 3, 2, RA_LINK_FIELD, 0, 0);
	ra_graph_add_edge(graph, 2, 4, RA_LINK_FIELD, 0, 0);
	ra_graph_add_edge(graph, 3, 4, RA_LINK_FIELD, 0, 0);
	ra_graph_add_edge(graph, 3, 5, RA_LINK_FIELD, 0, 0);
	ra_graph_add_edge(graph, 1, 6, RA_LINK_FIELD, 0, 0);
	struct ra_measures *measures = measures_of(graph);

	assert_int_equal(measures->component_count, 1);
	assert_int_equal(measures->components[0].entry_count, 2);
	assert_int_equal(measures->components[0].own_bytes, 5);
	assert_int_equal(measures->components[0].dominated_bytes, 2 + 3 + 4 + 5);
	assert_int_equal(ra_node_dominated_bytes(measures, 3), 3 + 5);
	ra_measures_free(measures);
	ra_graph_free(graph);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_graphs_agree_with_the_oracle),
		cmocka_unit_test(what_two_owners_share_belongs_to_neither),
		cmocka_unit_test(what_hangs_on_a_cycle_goes_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
