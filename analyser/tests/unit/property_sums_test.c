/* Tests of property_sums.c: what is said to be apart, against a removal of all its values, in many small random graphs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "findings/property_sums.h"

enum {
	GRAPHS = 3000,
	MOST_NODES = 40,
	CLASSES = 2,
	NAMES = 3
};

static uint64_t random_state;

static uint32_t random_below(uint32_t limit)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (uint32_t)((random_state >> 11) % limit);
}

/* A list, and objects and strings below it: in the list, in properties of an object, or in an array of one. Some are held twice. */
static struct ra_graph *random_graph(uint64_t seed)
{
	struct ra_graph *graph = NULL;
	struct ra_error err = {0};

	random_state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	assert_true(ra_graph_new(&graph, &err));
	for (uint32_t c = 0; c < CLASSES; c++) {
		assert_int_equal(ra_graph_add_class(graph, &(struct ra_class){.parent = RA_NO_CLASS}), c);
	}
	const uint32_t count = 4 + random_below(MOST_NODES - 4);
	const uint32_t in_list = 20 + random_below(80), shared = random_below(2) * 10;
	const ra_node list = 2;

	ra_graph_add_node(graph, RA_NODE_ROOT, 0);
	ra_graph_add_edge(graph, RA_SUPER_ROOT, 1, RA_LINK_ROOT, 0, 0);
	ra_graph_add_node(graph, RA_NODE_ARRAY, 64);
	ra_graph_add_edge(graph, 1, list, RA_LINK_GLOBAL, 0, 0);
	for (ra_node node = 3; node < count; node++) {
		const bool object = node == 3 || random_below(3);
		const ra_node holder = random_below(100) < in_list ? list : 2 + random_below(node - 2);

		ra_graph_add_node(graph, object ? RA_NODE_OBJECT : RA_NODE_STRING, node * 64);
		ra_graph_set_own_bytes(graph, node, 8 + random_below(100000));
		if (object) {
			ra_graph_set_class(graph, node, random_below(CLASSES));
		}
		ra_graph_add_edge(graph, holder, node,
			graph->kind[holder] == RA_NODE_OBJECT ? RA_LINK_PROPERTY : RA_LINK_INDEX,
			random_below(NAMES), 0);
		if (random_below(100) < shared) {
			ra_graph_add_edge(
				graph, 2 + random_below(node - 2), node, RA_LINK_PROPERTY, random_below(NAMES), 0);
		}
	}
	assert_true(ra_graph_finish(graph, &err));
	return graph;
}

/* Adds the values of the property, that which leads back to what holds its object left out. */
static uint32_t list_values(const struct ra_snapshot *snapshot, uint32_t class_index, uint64_t name,
	ra_node *values, uint32_t count)
{
	const struct ra_graph *const graph = snapshot->graph;

	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		const ra_node from = ra_edge_source(graph, edge);

		if (graph->kind[from] == RA_NODE_OBJECT && ra_node_class(graph, from) == class_index &&
			graph->edge_kind[edge] == RA_LINK_PROPERTY && graph->edge_key[edge] == name &&
			!ra_node_dominates(snapshot->measures, graph->edge_to[edge], from)) {
			values[count++] = graph->edge_to[edge];
		}
	}
	return count;
}

static void what_is_apart_adds_up(void **state)
{
	uint32_t apart = 0, not_apart = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= GRAPHS; seed++) {
		struct ra_error err = {0};
		struct ra_snapshot snapshot = {.graph = random_graph(seed)};
		struct ra_property_sums sums;
		ra_node values[2 * MOST_NODES];

		assert_true(ra_measures_compute(snapshot.graph, &snapshot.measures, &err));
		assert_true(ra_property_sums_make(&snapshot, RA_NO_CLASS, &sums));
		assert_true(ra_property_sums_list(&snapshot, &sums, RA_NO_CLASS, 0));
		for (uint32_t c = 0; c < CLASSES; c++) {
			uint32_t together = 0;
			uint64_t bytes = 0;

			for (uint32_t i = 0; i < sums.count; i++) {
				const struct ra_property_sum *const sum = &sums.items[i];

				if (sum->class_index != c) {
					continue;
				}
				assert_int_equal(list_values(&snapshot, c, sum->name, values, 0), sum->references);
				assert_int_equal(sum->targets == NULL, sum->apart);
				assert_int_equal(sum->target_count, sum->apart ? 0 : sum->references);
				if (sum->apart) {
					assert_int_equal(ra_measures_set_bytes(snapshot.measures, snapshot.graph,
										 values, (uint32_t)sum->references),
						sum->bytes);
					bytes += sum->bytes;
				}
				apart += sum->apart;
				not_apart += !sum->apart;
			}
			for (uint32_t i = 0; i < sums.count; i++) {
				if (sums.items[i].class_index == c && sums.items[i].apart) {
					together = list_values(&snapshot, c, sums.items[i].name, values, together);
				}
			}
			assert_int_equal(
				ra_measures_set_bytes(snapshot.measures, snapshot.graph, values, together), bytes);
		}
		ra_property_sums_done(&sums);
		ra_measures_free(snapshot.measures);
		ra_graph_free(snapshot.graph);
	}
	assert_true(apart > GRAPHS / 8);
	assert_true(not_apart > GRAPHS / 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_apart_adds_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
