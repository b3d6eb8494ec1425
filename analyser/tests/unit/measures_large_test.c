/* Tests of the measures on the shapes that break recursion and quadratic loops. They take
 * seconds; a slow algorithm would take hours. Under the address sanitizer, which needs several
 * times the memory, the widest shapes are a tenth of their size; tests.mk also builds this one
 * without. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "graph/graph.h"
#include "graph/measures.h"

#if defined(__SANITIZE_ADDRESS__)
# define SCALE 10u
#else
# define SCALE 1u
#endif

#define OWN   16u
#define FIRST 2u /* nodes below: the super-root and one root */

static struct ra_graph *new_graph(uint32_t nodes)
{
	struct ra_graph *graph = NULL;
	struct ra_error err = {0};

	assert_true(ra_graph_new(&graph, &err));
	ra_graph_add_node(graph, RA_NODE_ROOT, 0);
	ra_graph_add_edge(graph, RA_SUPER_ROOT, 1, RA_LINK_ROOT, 0, 0);
	for (uint32_t n = 0; n < nodes; n++) {
		const ra_node node = ra_graph_add_node(graph, RA_NODE_ARRAY, n);

		ra_graph_set_own_bytes(graph, node, OWN);
	}
	return graph;
}

static void hold(struct ra_graph *graph, ra_node from, ra_node to)
{
	ra_graph_add_edge(graph, from, to, RA_LINK_INDEX, to, 0);
}

static struct ra_measures *measures_of(struct ra_graph *graph)
{
	struct ra_measures *measures = NULL;
	struct ra_error err = {0};

	assert_true(ra_graph_finish(graph, &err));
	assert_true(ra_measures_compute(graph, &measures, &err));
	assert_int_equal(measures->total_bytes, (uint64_t)OWN * (graph->node_count - FIRST));
	assert_int_equal(ra_node_dominated_bytes(measures, RA_SUPER_ROOT), measures->total_bytes);
	return measures;
}

static void free_both(struct ra_graph *graph, struct ra_measures *measures)
{
	ra_measures_free(measures);
	ra_graph_free(graph);
}

static void a_deep_chain(void **state)
{
	const uint32_t length = 1000000;
	struct ra_graph *graph = new_graph(length);

	(void)state;
	hold(graph, 1, FIRST);
	for (uint32_t n = 1; n < length; n++) {
		hold(graph, FIRST + n - 1, FIRST + n);
	}
	struct ra_measures *measures = measures_of(graph);

	for (uint32_t n = 0; n < length; n++) {
		assert_true(ra_node_dominated_bytes(measures, FIRST + n) == (uint64_t)OWN * (length - n));
	}
	assert_int_equal(measures->component_count, 0);
	free_both(graph, measures);
}

static void a_deep_chain_with_shortcuts_from_the_top_and_links_back(void **state)
{
	const uint32_t length = 1000000;
	struct ra_graph *graph = new_graph(length);

	(void)state;
	hold(graph, 1, FIRST);
	for (uint32_t n = 1; n < length; n++) {
		hold(graph, FIRST + n - 1, FIRST + n);
		if (n % 3 == 0) {
			hold(graph, FIRST, FIRST + n);
		}
		hold(graph, FIRST + n, FIRST + n - 1);
	}
	struct ra_measures *measures = measures_of(graph);

	assert_int_equal(measures->component_count, 1);
	assert_int_equal(measures->components[0].node_count, length);
	assert_int_equal(measures->components[0].dominated_bytes, measures->total_bytes);
	assert_int_equal(ra_node_dominated_bytes(measures, FIRST), measures->total_bytes);
	free_both(graph, measures);
}

static void many_children_of_one_node(void **state)
{
	const uint32_t children = 10000000 / SCALE;
	struct ra_graph *graph = new_graph(children + 1);

	(void)state;
	hold(graph, 1, FIRST);
	for (uint32_t n = 1; n <= children; n++) {
		hold(graph, FIRST, FIRST + n);
	}
	struct ra_measures *measures = measures_of(graph);

	assert_int_equal(ra_node_dominated_bytes(measures, FIRST), (uint64_t)OWN * (children + 1));
	for (uint32_t n = 1; n <= children; n++) {
		assert_true(ra_node_dominated_bytes(measures, FIRST + n) == OWN &&
					measures->immediate_dominator[FIRST + n] == FIRST);
	}
	free_both(graph, measures);
}

static void many_holders_of_one_node(void **state)
{
	const uint32_t holders = 2000000 / SCALE;
	struct ra_graph *graph = new_graph(holders + 1);

	(void)state;
	for (uint32_t n = 1; n <= holders; n++) {
		hold(graph, 1, FIRST + n);
		hold(graph, FIRST + n, FIRST);
	}
	struct ra_measures *measures = measures_of(graph);

	assert_int_equal(ra_node_holder_count(measures, FIRST), holders);
	assert_int_equal(measures->immediate_dominator[FIRST], 1);
	assert_int_equal(ra_node_dominated_bytes(measures, FIRST + 1), OWN);
	ra_node *const all = malloc(holders * sizeof(*all));

	for (uint32_t n = 1; n <= holders; n++) {
		all[n - 1] = FIRST + n;
	}
	assert_int_equal(
		ra_measures_set_bytes(measures, graph, all, holders - 1), (uint64_t)OWN * (holders - 1));
	assert_int_equal(
		ra_measures_set_bytes(measures, graph, all, holders), (uint64_t)OWN * (holders + 1));
	free(all);
	free_both(graph, measures);
}

static void one_giant_cycle_with_many_entries(void **state)
{
	const uint32_t length = 2000000 / SCALE;
	struct ra_graph *graph = new_graph(2 * length);
	ra_node half[2] = {FIRST, FIRST + length / 2};

	(void)state;
	for (uint32_t n = 0; n < length; n++) {
		hold(graph, FIRST + n, FIRST + (n + 1) % length);
		hold(graph, FIRST + n, FIRST + length + n); /* each also holds a leaf */
		if (n % 2 == 0) {
			hold(graph, 1, FIRST + n);
		}
	}
	struct ra_measures *measures = measures_of(graph);

	assert_int_equal(measures->component_count, 1);
	assert_int_equal(measures->components[0].node_count, length);
	assert_int_equal(measures->components[0].entry_count, length / 2);
	assert_int_equal(measures->components[0].own_bytes, (uint64_t)OWN * length);
	assert_int_equal(measures->components[0].dominated_bytes, (uint64_t)OWN * 2 * length);
	assert_int_equal(ra_node_dominated_bytes(measures, FIRST), 4 * OWN);
	assert_int_equal(ra_measures_set_bytes(measures, graph, half, 2), 8 * OWN);
	assert_int_equal(ra_measures_set_bytes(measures, graph, measures->component_nodes, length),
		(uint64_t)OWN * 2 * length);
	free_both(graph, measures);
}

/* Every component is entered twice from the one before it: the condensation is a chain as well. */
static void a_chain_of_small_cycles(void **state)
{
	const uint32_t cycles = 500000;
	struct ra_graph *graph = new_graph(2 * cycles);

	(void)state;
	hold(graph, 1, FIRST);
	hold(graph, 1, FIRST + 1);
	for (uint32_t c = 0; c < cycles; c++) {
		const ra_node a = FIRST + 2 * c;

		hold(graph, a, a + 1);
		hold(graph, a + 1, a);
		if (c + 1 < cycles) {
			hold(graph, a, a + 2);
			hold(graph, a + 1, a + 3);
		}
	}
	struct ra_measures *measures = measures_of(graph);

	assert_int_equal(measures->component_count, cycles);
	for (uint32_t c = 0; c < cycles; c++) {
		assert_true(measures->components[c].dominated_bytes == (uint64_t)OWN * 2 * (cycles - c));
	}
	free_both(graph, measures);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_deep_chain),
		cmocka_unit_test(a_deep_chain_with_shortcuts_from_the_top_and_links_back),
		cmocka_unit_test(many_children_of_one_node),
		cmocka_unit_test(many_holders_of_one_node),
		cmocka_unit_test(one_giant_cycle_with_many_entries),
		cmocka_unit_test(a_chain_of_small_cycles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
