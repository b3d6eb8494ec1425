/* Tests of cycle_groups.c: which cycles are alike, and what they are said to be made of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "graph/cycle_groups.h"
#include "graph/graph.h"
#include "graph/measures.h"

struct fixture {
	struct ra_graph *graph;
	struct ra_measures *measures;
	struct ra_cycle_groups groups;
	uint32_t classes[3];
};

static void start(struct fixture *fixture)
{
	static const char *const names[] = {"Zebra", "Apple", "Mango"};
	struct ra_error err = {0};

	memset(fixture, 0, sizeof(*fixture));
	assert_true(ra_graph_new(&fixture->graph, &err));
	for (int i = 0; i < 3; i++) {
		const struct ra_class cls = {
			.name = ra_graph_intern(fixture->graph, names[i], strlen(names[i])),
			.parent = RA_NO_CLASS};

		fixture->classes[i] = ra_graph_add_class(fixture->graph, &cls);
	}
	ra_graph_add_node(fixture->graph, RA_NODE_ROOT, 0);
	ra_graph_add_edge(fixture->graph, RA_SUPER_ROOT, 1, RA_LINK_ROOT, 0, 0);
}

static ra_node add(struct fixture *fixture, enum ra_node_kind kind, uint32_t class_index)
{
	const ra_node node = ra_graph_add_node(fixture->graph, kind, 0);

	ra_graph_set_class(fixture->graph, node, class_index);
	ra_graph_set_own_bytes(fixture->graph, node, 10);
	return node;
}

static void hold(struct fixture *fixture, ra_node from, ra_node to)
{
	ra_graph_add_edge(fixture->graph, from, to, RA_LINK_FIELD, 0, 0);
}

/* Closes a ring over the nodes, which the root holds at the first. */
static void ring(struct fixture *fixture, const ra_node *nodes, uint32_t count)
{
	hold(fixture, 1, nodes[0]);
	for (uint32_t i = 0; i < count; i++) {
		hold(fixture, nodes[i], nodes[(i + 1) % count]);
	}
}

static void group(struct fixture *fixture)
{
	struct ra_error err = {0};

	assert_true(ra_graph_finish(fixture->graph, &err));
	assert_true(ra_measures_compute(fixture->graph, &fixture->measures, &err));
	assert_true(ra_cycle_groups_make(fixture->graph, fixture->measures, &fixture->groups));
}

static void end(struct fixture *fixture)
{
	ra_cycle_groups_done(&fixture->groups);
	ra_measures_free(fixture->measures);
	ra_graph_free(fixture->graph);
}

static void cycles_of_the_same_classes_are_one_group(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	for (int i = 0; i < 5; i++) {
		/* two Apples and one Zebra, in another order each time, with an array between */
		const ra_node nodes[] = {add(&f, RA_NODE_OBJECT, f.classes[i % 2]),
			add(&f, RA_NODE_ARRAY, RA_NO_CLASS), add(&f, RA_NODE_OBJECT, f.classes[(i + 1) % 2]),
			add(&f, RA_NODE_OBJECT, f.classes[1])};

		ring(&f, nodes, 4);
	}
	const ra_node other[] = {
		add(&f, RA_NODE_OBJECT, f.classes[1]), add(&f, RA_NODE_OBJECT, f.classes[2])};

	ring(&f, other, 2);
	group(&f);
	assert_int_equal(f.groups.count, 2);
	assert_int_equal(f.groups.groups[0].component_count, 5);
	assert_int_equal(f.groups.groups[0].own_bytes, 5 * 4 * 10);
	assert_int_equal(f.groups.groups[0].size, 4);
	assert_int_equal(f.groups.groups[0].member_count, 2);
	assert_int_equal(f.groups.groups[0].members[0].class_index, f.classes[1]);
	assert_int_equal(f.groups.groups[0].members[0].count, 2);
	assert_int_equal(f.groups.groups[0].members[1].class_index, f.classes[0]);
	for (uint32_t c = 0; c < 5; c++) {
		assert_int_equal(f.groups.group_of[c], 0);
	}
	assert_int_equal(f.groups.group_of[5], 1);
	end(&f);
}

static void equal_numbers_are_in_order_of_the_names(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	const ra_node nodes[] = {add(&f, RA_NODE_OBJECT, f.classes[0]),
		add(&f, RA_NODE_OBJECT, f.classes[2]), add(&f, RA_NODE_OBJECT, f.classes[1])};

	ring(&f, nodes, 3);
	group(&f);
	assert_int_equal(f.groups.groups[0].members[0].class_index, f.classes[1]);
	assert_int_equal(f.groups.groups[0].members[1].class_index, f.classes[2]);
	assert_int_equal(f.groups.groups[0].members[2].class_index, f.classes[0]);
	end(&f);
}

static void without_an_object_arrays_and_references_are_counted(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	const ra_node nodes[] = {
		add(&f, RA_NODE_ARRAY, RA_NO_CLASS), add(&f, RA_NODE_REFERENCE, RA_NO_CLASS)};

	ring(&f, nodes, 2);
	group(&f);
	assert_int_equal(f.groups.groups[0].size, 2);
	assert_int_equal(f.groups.groups[0].member_count, 2);
	assert_int_equal(f.groups.groups[0].members[0].class_index, RA_MEMBER_ARRAY);
	assert_int_equal(f.groups.groups[0].members[1].class_index, RA_MEMBER_REFERENCE);
	end(&f);
}

static void a_table_of_dynamic_properties_is_no_member(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	const ra_node nodes[] = {add(&f, RA_NODE_OBJECT, f.classes[0]),
		add(&f, RA_NODE_ARRAY, RA_NO_CLASS), add(&f, RA_NODE_OBJECT, f.classes[0])};

	f.graph->flags[nodes[1]] = RA_NODE_PROPERTY_TABLE;
	ring(&f, nodes, 3);
	group(&f);
	assert_int_equal(f.groups.groups[0].size, 2);
	assert_int_equal(f.groups.groups[0].unreachable_count, 0);
	end(&f);
}

static void no_cycles_make_no_groups(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	hold(&f, 1, add(&f, RA_NODE_OBJECT, f.classes[0]));
	group(&f);
	assert_int_equal(f.groups.count, 0);
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cycles_of_the_same_classes_are_one_group),
		cmocka_unit_test(equal_numbers_are_in_order_of_the_names),
		cmocka_unit_test(without_an_object_arrays_and_references_are_counted),
		cmocka_unit_test(a_table_of_dynamic_properties_is_no_member),
		cmocka_unit_test(no_cycles_make_no_groups),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
