/* Tests of graph.c: ids, names, the sort of the edges, the choice of the tree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "graph/graph.h"

static struct ra_graph *graph_of(uint32_t nodes)
{
	struct ra_graph *graph = NULL;
	struct ra_error err = {0};

	assert_true(ra_graph_new(&graph, &err));
	for (uint32_t n = 1; n < nodes; n++) {
		assert_int_equal(ra_graph_add_node(graph, RA_NODE_OBJECT, 0x1000 + n), n);
	}
	return graph;
}

static void link_nodes(struct ra_graph *graph, ra_node from, ra_node to, unsigned flags)
{
	ra_graph_add_edge(graph, from, to, RA_LINK_FIELD, from * 100 + to, flags);
}

static void finish(struct ra_graph *graph)
{
	struct ra_error err = {0};

	assert_true(ra_graph_finish(graph, &err));
}

static void a_new_graph_holds_the_super_root_and_the_empty_name(void **state)
{
	struct ra_graph *graph = graph_of(1);
	size_t length = 99;

	(void)state;
	assert_int_equal(graph->node_count, 1);
	assert_int_equal(graph->kind[RA_SUPER_ROOT], RA_NODE_SUPER_ROOT);
	assert_string_equal(ra_graph_name(graph, 0, &length), "");
	assert_int_equal(length, 0);
	finish(graph);
	assert_int_equal(graph->edge_begin[1], 0);
	ra_graph_free(graph);
}

static void names_are_interned_with_any_bytes_and_stay_where_they_are(void **state)
{
	struct ra_graph *graph = graph_of(1);
	const ra_name anonymous = ra_graph_intern(graph, "class@anonymous\0/a.php", 22);
	const char *const first = ra_graph_name(graph, anonymous, NULL);
	char text[32];

	(void)state;
	for (int i = 0; i < 50000; i++) {
		const int length = snprintf(text, sizeof(text), "name%d", i);

		assert_int_equal(ra_graph_intern(graph, text, (size_t)length), anonymous + 1 + (ra_name)i);
	}
	assert_int_equal(ra_graph_intern(graph, "class@anonymous", 15), anonymous + 50001);
	assert_int_equal(ra_graph_intern(graph, "class@anonymous\0/a.php", 22), anonymous);
	assert_int_equal(ra_graph_intern(graph, "name777", 7), anonymous + 1 + 777);
	assert_ptr_equal(ra_graph_name(graph, anonymous, NULL), first);
	assert_memory_equal(first, "class@anonymous\0/a.php", 23);
	assert_int_equal(ra_graph_intern(graph, "", 0), 0);
	assert_string_equal(ra_graph_name(graph, 123456789, NULL), "");
	ra_graph_free(graph);
}

static void edges_in_any_order_end_sorted_and_stable(void **state)
{
	struct ra_graph *graph = graph_of(4);

	(void)state;
	ra_graph_add_edge(graph, 2, 3, RA_LINK_PROPERTY, 7, RA_EDGE_GUESS);
	link_nodes(graph, 0, 2, 0);
	ra_graph_add_edge(graph, 2, 1, RA_LINK_FIELD, 8, RA_EDGE_STRUCTURAL);
	link_nodes(graph, 0, 1, 0);
	finish(graph);
	const ra_node expected_to[] = {2, 1, 3, 1};
	const uint32_t expected_begin[] = {0, 2, 2, 4, 4};

	assert_memory_equal(graph->edge_to, expected_to, sizeof(expected_to));
	assert_memory_equal(graph->edge_begin, expected_begin, sizeof(expected_begin));
	assert_int_equal(graph->edge_kind[2], RA_LINK_PROPERTY);
	assert_int_equal(graph->edge_key[2], 7);
	assert_int_equal(graph->edge_flags[2], RA_EDGE_GUESS | RA_EDGE_TREE);
	assert_int_equal(graph->edge_flags[3], RA_EDGE_STRUCTURAL);
	ra_graph_free(graph);
}

/* Edges in so many runs, of which each begins at some node and goes up; their keys tell the order in which they came. */
static struct ra_graph *graph_in_runs(uint32_t runs, uint32_t edges, uint32_t seed)
{
	const uint32_t nodes = 500;
	struct ra_graph *const graph = graph_of(nodes);
	uint32_t key = 0;

	for (uint32_t run = 0; run < runs; run++) {
		ra_node from = (seed = seed * 1103515245 + 12345) / 65536 % nodes;

		for (uint32_t i = 0; i < edges; i++) {
			ra_graph_add_edge(graph, from, (from + 1) % nodes, RA_LINK_FIELD, key++, 0);
			seed = seed * 1103515245 + 12345;
			from += seed / 65536 % 4 == 0 && from + 1 < nodes;
		}
	}
	finish(graph);
	assert_int_equal(graph->edge_count, key);
	return graph;
}

static void runs_of_edges_end_sorted_and_stable(void **state)
{
	static const uint32_t shapes[][2] = {{1, 1000}, {2, 1}, {2, 3000}, {3, 2000}, {7, 900},
		{40, 200}, {300, 30}, {5000, 1}, {6000, 2}};

	(void)state;
	for (size_t shape = 0; shape < sizeof(shapes) / sizeof(*shapes); shape++) {
		for (uint32_t seed = 1; seed <= 20; seed++) {
			struct ra_graph *const graph = graph_in_runs(shapes[shape][0], shapes[shape][1], seed);

			assert_int_equal(graph->edge_begin[graph->node_count], graph->edge_count);
			for (ra_node node = 0; node < graph->node_count; node++) {
				for (uint32_t edge = graph->edge_begin[node]; edge < graph->edge_begin[node + 1];
					edge++) {
					assert_int_equal(ra_edge_source(graph, edge), node);
					assert_int_equal(graph->edge_to[edge], (node + 1) % graph->node_count);
					assert_true(edge == graph->edge_begin[node] ||
								graph->edge_key[edge] > graph->edge_key[edge - 1]);
				}
			}
			ra_graph_free(graph);
		}
	}
}

static void integer_keys_of_any_value_come_back(void **state)
{
	static const int64_t keys[] = {
		0, UINT32_MAX, (int64_t)UINT32_MAX + 1, -1, INT64_MIN, INT64_MAX};
	struct ra_graph *graph = graph_of(2);

	(void)state;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		ra_graph_add_index_edge(graph, 0, 1, keys[i], 0);
	}
	finish(graph);
	for (uint32_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		assert_true(ra_edge_index(graph, i) == keys[i]);
	}
	assert_int_equal(graph->wide_key_count, 4);
	ra_graph_free(graph);
}

static void the_tree_path_is_the_shortest_of_the_first_root_that_holds_the_node(void **state)
{
	struct ra_graph *graph = graph_of(6);

	(void)state;
	link_nodes(graph, 0, 1, 0);
	link_nodes(graph, 0, 2, 0);
	link_nodes(graph, 1, 3, 0);
	link_nodes(graph, 2, 5, 0); /* shorter, but in a later root */
	link_nodes(graph, 3, 4, 0);
	link_nodes(graph, 4, 5, 0);
	link_nodes(graph, 3, 5, 0);
	finish(graph);
	assert_int_equal(ra_node_tree_parent(graph, 5), 3);
	assert_int_equal(ra_node_tree_parent(graph, 4), 3);
	assert_int_equal(ra_node_tree_parent(graph, 2), 0);
	assert_int_equal(ra_node_tree_parent(graph, RA_SUPER_ROOT), RA_NO_NODE);
	ra_graph_free(graph);
}

static void a_weak_edge_is_a_tree_edge_only_when_nothing_else_leads_there(void **state)
{
	struct ra_graph *graph = graph_of(6);

	(void)state;
	link_nodes(graph, 0, 1, 0);
	link_nodes(graph, 1, 3, RA_EDGE_WEAK);
	link_nodes(graph, 1, 4, RA_EDGE_STRUCTURAL);
	link_nodes(graph, 1, 2, 0);
	link_nodes(graph, 2, 3, 0);
	finish(graph);
	assert_int_equal(ra_node_tree_parent(graph, 3), 2);
	assert_int_equal(ra_node_tree_parent(graph, 4), 1);
	assert_int_equal(graph->tree_edge[5], RA_NO_NODE);
	ra_graph_free(graph);
}

static void of_a_leaked_knot_one_node_hangs_on_the_weak_root(void **state)
{
	struct ra_graph *graph = graph_of(8);

	(void)state;
	link_nodes(graph, 0, 1, 0);            /* a real root */
	link_nodes(graph, 0, 2, RA_EDGE_WEAK); /* objects_store */
	link_nodes(graph, 1, 7, 0);
	for (ra_node n = 3; n < 8; n++) {
		link_nodes(graph, 2, n, RA_EDGE_WEAK);
	}
	link_nodes(graph, 4, 5, 0); /* the knot 4 <-> 5 holds 3, which comes first, and the live 7 */
	link_nodes(graph, 5, 4, 0);
	link_nodes(graph, 5, 3, 0);
	link_nodes(graph, 5, 7, 0);
	finish(graph);
	assert_int_equal(ra_node_tree_parent(graph, 2), 0);
	assert_int_equal(ra_node_tree_parent(graph, 4), 2);
	assert_int_equal(ra_node_tree_parent(graph, 5), 4);
	assert_int_equal(ra_node_tree_parent(graph, 3), 5);
	assert_int_equal(ra_node_tree_parent(graph, 6), 2);
	assert_int_equal(ra_node_tree_parent(graph, 7), 1);
	ra_graph_free(graph);
}

static void a_guess_owns_only_what_nothing_certain_leads_to(void **state)
{
	struct ra_graph *graph = graph_of(6);

	(void)state;
	link_nodes(graph, 0, 1, 0);
	link_nodes(graph, 0, 2, 0);
	link_nodes(graph, 1, 3, RA_EDGE_GUESS); /* certain from 2, though later */
	link_nodes(graph, 1, 4, RA_EDGE_GUESS); /* nothing else */
	link_nodes(graph, 2, 3, 0);
	link_nodes(graph, 4, 5, 0);
	finish(graph);
	assert_int_equal(ra_node_tree_parent(graph, 3), 2);
	assert_int_equal(ra_node_tree_parent(graph, 4), 1);
	assert_int_equal(ra_node_tree_parent(graph, 5), 4);
	assert_false(ra_edge_is_strong(graph, graph->edge_begin[1]));
	assert_true(ra_edge_is_strong(graph, graph->edge_begin[1] + 1));
	ra_graph_free(graph);
}

static void an_edge_without_a_node_fails_for_good(void **state)
{
	struct ra_graph *graph = graph_of(2);
	struct ra_error err = {0};

	(void)state;
	link_nodes(graph, 0, 2, 0);
	assert_true(ra_graph_failed(graph));
	assert_int_equal(ra_graph_add_node(graph, RA_NODE_OBJECT, 1), RA_NO_NODE);
	assert_false(ra_graph_finish(graph, &err));
	assert_int_equal(err.kind, RA_ERR_LIMIT);
	ra_graph_free(graph);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_graph_holds_the_super_root_and_the_empty_name),
		cmocka_unit_test(names_are_interned_with_any_bytes_and_stay_where_they_are),
		cmocka_unit_test(edges_in_any_order_end_sorted_and_stable),
		cmocka_unit_test(runs_of_edges_end_sorted_and_stable),
		cmocka_unit_test(integer_keys_of_any_value_come_back),
		cmocka_unit_test(the_tree_path_is_the_shortest_of_the_first_root_that_holds_the_node),
		cmocka_unit_test(a_weak_edge_is_a_tree_edge_only_when_nothing_else_leads_there),
		cmocka_unit_test(of_a_leaked_knot_one_node_hangs_on_the_weak_root),
		cmocka_unit_test(a_guess_owns_only_what_nothing_certain_leads_to),
		cmocka_unit_test(an_edge_without_a_node_fails_for_good),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
