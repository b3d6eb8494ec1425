/* The folded dominator tree: no byte is lost or told twice, whatever the graph and the bounds; and what is alike is one
 * item. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "query/outline.h"

enum {
	ADDRESS_STEP = 64,
	GRAPHS = 600,
	MAX_NODES = 400
};

static uint64_t random_state;

static uint32_t random_below(uint32_t limit)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (uint32_t)((random_state >> 11) % limit);
}

struct built {
	struct ra_graph *graph;
	struct ra_measures *measures;
	struct ra_outline *outline;
};

static void begin(struct built *built)
{
	struct ra_error err = {0};

	*built = (struct built){0};
	assert_true(ra_graph_new(&built->graph, &err));
}

static ra_node add_node(struct built *built, enum ra_node_kind kind, uint64_t own_bytes)
{
	const ra_node node =
		ra_graph_add_node(built->graph, kind, (ra_addr)built->graph->node_count * ADDRESS_STEP);

	ra_graph_set_own_bytes(built->graph, node, own_bytes);
	if (kind == RA_NODE_OBJECT) {
		ra_graph_set_class(built->graph, node, 0);
	}
	return node;
}

static uint32_t name(struct built *built, const char *text)
{
	return ra_graph_intern(built->graph, text, strlen(text));
}

/* A root, and the class that objects are of. */
static ra_node add_root(struct built *built)
{
	ra_graph_add_class(built->graph,
		&(struct ra_class){.name = name(built, "Item"), .entry = 16, .parent = RA_NO_CLASS});
	const ra_node root = add_node(built, RA_NODE_ROOT, 0);

	ra_graph_add_edge(
		built->graph, RA_SUPER_ROOT, root, RA_LINK_ROOT, name(built, "global_variables"), 0);
	return root;
}

static void finish(struct built *built, const struct ra_outline_limits *limits)
{
	struct ra_error err = {0};
	struct ra_snapshot snapshot = {.hide_contents = true};

	assert_true(ra_graph_finish(built->graph, &err));
	assert_true(ra_measures_compute(built->graph, &built->measures, &err));
	snapshot.graph = built->graph;
	snapshot.measures = built->measures;
	assert_true(ra_outline_make(&snapshot, limits, &built->outline, &err));
}

static void done(struct built *built)
{
	ra_outline_free(built->outline);
	ra_measures_free(built->measures);
	ra_graph_free(built->graph);
}

static const struct ra_outline_limits wide = {.items = 10000, .paths = 100, .part = 1000000};

static const struct ra_outline_item *child(
	const struct built *built, const struct ra_outline_item *item, uint32_t number)
{
	assert_true(number < item->child_count);
	return &built->outline->items[item->first_child + number];
}

/* The item of the first global variable, in a graph whose first root has nothing else. */
static const struct ra_outline_item *first_value(const struct built *built)
{
	const struct ra_outline_item *const root = child(built, &built->outline->items[0], 0);

	return child(built, root, 0);
}

static void check_sums(const struct ra_outline *outline, uint64_t total)
{
	assert_true(outline->items[0].bytes == total);
	assert_true(outline->items[0].parent == RA_NO_ITEM);
	for (uint32_t i = 0; i < outline->count; i++) {
		const struct ra_outline_item *const item = &outline->items[i];
		uint64_t bytes = item->own_bytes, last = UINT64_MAX;

		assert_non_null(item->label);
		assert_non_null(item->link);
		assert_true(item->parent == RA_NO_ITEM || item->parent < i);
		for (uint32_t c = 0; c < item->child_count; c++) {
			const struct ra_outline_item *const one = &outline->items[item->first_child + c];

			assert_true(one->parent == i);
			assert_true(one->bytes <= last || one->what == RA_OUTLINE_REST);
			last = one->bytes;
			bytes += one->bytes;
		}
		/* one that was not opened for lack of items tells its own bytes only */
		assert_true(item->child_count > 0 ? bytes == item->bytes : bytes <= item->bytes);
	}
}

static void random_graph(struct built *built, uint64_t seed)
{
	random_state = seed * 0x9e3779b97f4a7c15u + 1;
	begin(built);
	const ra_node root = add_root(built);
	const uint32_t count = 3 + random_below(MAX_NODES);
	const uint32_t edges = count + random_below(count * 2);
	const bool deep = random_below(3) == 0;

	for (uint32_t n = 2; n < count; n++) {
		static const enum ra_node_kind kinds[] = {
			RA_NODE_OBJECT, RA_NODE_ARRAY, RA_NODE_STRING, RA_NODE_REFERENCE, RA_NODE_FRAME};

		add_node(built, kinds[random_below(5)], random_below(8) ? random_below(500) : 0);
	}
	for (uint32_t n = 2; n < count; n++) {
		const ra_node from = n == 2 ? root : deep ? n - 1 : 2 + random_below(n - 2);

		ra_graph_add_edge(built->graph, from, n, random_below(2) ? RA_LINK_INDEX : RA_LINK_PROPERTY,
			random_below(4), 0);
	}
	for (uint32_t i = count; i < edges && count > 4; i++) {
		ra_graph_add_edge(built->graph, 2 + random_below(count - 2), 2 + random_below(count - 2),
			RA_LINK_PROPERTY, random_below(4), 0);
	}
}

static void no_byte_is_lost(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= GRAPHS; seed++) {
		struct ra_outline_limits limits = wide;
		struct built built;

		if (seed % 3 == 0) {
			limits.items = 1 + (uint32_t)seed % 40;
		}
		if (seed % 5 == 0) {
			limits.part = 1 + (uint32_t)seed % 300;
		}
		random_graph(&built, seed);
		finish(&built, &limits);
		check_sums(built.outline, built.measures->total_bytes);
		/* the last item that is opened may go beyond by its children that are together */
		assert_true(built.outline->count <= limits.items + 1);
		for (ra_node node = 0; node < built.graph->node_count; node++) {
			const uint32_t item = built.outline->item_of[node];

			assert_true(item < built.outline->count);
			assert_true(
				ra_node_dominated_bytes(built.measures, node) <= built.outline->items[item].bytes);
		}
		done(&built);
	}
}

static void elements_of_one_class_are_one_item(void **state)
{
	struct built built;

	(void)state;
	begin(&built);
	const ra_node root = add_root(&built);
	const ra_node list = add_node(&built, RA_NODE_ARRAY, 4096);

	ra_graph_add_edge(built.graph, root, list, RA_LINK_GLOBAL, name(&built, "items"), 0);
	for (uint32_t i = 0; i < 2000; i++) {
		const ra_node object = add_node(&built, RA_NODE_OBJECT, 56);
		const ra_node text = add_node(&built, RA_NODE_STRING, 32);

		ra_graph_add_edge(built.graph, list, object, RA_LINK_INDEX, i, 0);
		ra_graph_add_edge(
			built.graph, object, text, RA_LINK_PROPERTY, name(&built, i % 2 ? "a" : "b"), 0);
	}
	finish(&built, &wide);
	const struct ra_outline_item *const items = first_value(&built);

	assert_string_equal(items->link, "$items");
	assert_true(items->what == RA_OUTLINE_VALUE && items->child_count == 1);
	const struct ra_outline_item *const objects = child(&built, items, 0);

	assert_true(objects->what == RA_OUTLINE_GROUP && objects->count == 2000);
	assert_true(objects->bytes == 2000 * 88 && objects->own_bytes == 2000 * 56);
	assert_string_equal(objects->label, "Item");
	assert_string_equal(objects->link, "[*]");
	assert_true(objects->child_count == 2); /* by property */
	assert_true(child(&built, objects, 0)->count == 1000);
	done(&built);
}

static void a_large_one_among_alike_ones_stands_alone(void **state)
{
	struct built built;

	(void)state;
	begin(&built);
	const ra_node root = add_root(&built);
	const ra_node list = add_node(&built, RA_NODE_ARRAY, 4096);

	ra_graph_add_edge(built.graph, root, list, RA_LINK_GLOBAL, name(&built, "items"), 0);
	for (uint32_t i = 0; i < 100; i++) {
		const ra_node text = add_node(&built, RA_NODE_STRING, i == 57 ? 1000000 : 32);

		ra_graph_add_edge(built.graph, list, text, RA_LINK_INDEX, i, 0);
	}
	finish(&built, &wide);
	const struct ra_outline_item *const items = first_value(&built);

	assert_true(items->child_count == 2);
	assert_string_equal(child(&built, items, 0)->link, "[57]");
	assert_true(child(&built, items, 1)->count == 99);
	done(&built);
}

static void a_list_of_linked_objects_is_one_chain(void **state)
{
	struct built built;
	ra_node last;

	(void)state;
	begin(&built);
	last = add_root(&built);
	for (uint32_t i = 0; i < 50000; i++) {
		const ra_node object = add_node(&built, RA_NODE_OBJECT, 56);
		const ra_node text = add_node(&built, RA_NODE_STRING, 32);

		ra_graph_add_edge(built.graph, last, object, i ? RA_LINK_PROPERTY : RA_LINK_GLOBAL,
			name(&built, i ? "next" : "list"), 0);
		ra_graph_add_edge(built.graph, object, text, RA_LINK_PROPERTY, name(&built, "text"), 0);
		last = object;
	}
	finish(&built, &wide);
	const struct ra_outline_item *const chain = first_value(&built);

	assert_true(chain->what == RA_OUTLINE_CHAIN && chain->count == 50000);
	assert_true(chain->bytes == 50000 * 88 && chain->own_bytes == 50000 * 56);
	assert_true(chain->child_count == 1 && child(&built, chain, 0)->count == 50000);
	assert_string_equal(child(&built, chain, 0)->link, "->text");
	check_sums(built.outline, built.measures->total_bytes);
	done(&built);
}

static void a_deep_tree_is_no_chain(void **state)
{
	enum {
		LEVELS = 14
	};
	struct built built;
	ra_node nodes[1 << LEVELS];

	(void)state;
	begin(&built);
	nodes[0] = add_root(&built);
	for (uint32_t i = 1; i < 1 << LEVELS; i++) {
		nodes[i] = add_node(&built, RA_NODE_OBJECT, 56);
		ra_graph_add_edge(built.graph, nodes[i / 2], nodes[i],
			i == 1 ? RA_LINK_GLOBAL : RA_LINK_PROPERTY,
			name(&built, i == 1 ? "tree" : (i % 2 ? "right" : "left")), 0);
		/* each has a list below it, so that some way down is long */
		ra_node last = nodes[i];

		for (uint32_t down = 0; i >> (LEVELS - 1) && down < 8; down++) {
			const ra_node object = add_node(&built, RA_NODE_OBJECT, 56);

			ra_graph_add_edge(built.graph, last, object, RA_LINK_PROPERTY, name(&built, "next"), 0);
			last = object;
		}
	}
	finish(&built, &wide);
	const struct ra_outline_item *const top = first_value(&built);

	assert_true(top->what == RA_OUTLINE_VALUE && top->child_count == 2);
	check_sums(built.outline, built.measures->total_bytes);
	done(&built);
}

static void a_reference_is_transparent(void **state)
{
	struct built built;

	(void)state;
	begin(&built);
	const ra_node root = add_root(&built);
	const ra_node list = add_node(&built, RA_NODE_ARRAY, 400);
	const ra_node reference = add_node(&built, RA_NODE_REFERENCE, 32);
	const ra_node text = add_node(&built, RA_NODE_STRING, 1000);

	ra_graph_add_edge(built.graph, root, list, RA_LINK_GLOBAL, name(&built, "rows"), 0);
	ra_graph_add_edge(built.graph, list, reference, RA_LINK_INDEX, 3, 0);
	ra_graph_add_edge(built.graph, reference, text, RA_LINK_REFERENCED, 0, 0);
	finish(&built, &wide);
	const struct ra_outline_item *const rows = first_value(&built);

	assert_true(rows->own_bytes == 432 && rows->child_count == 1);
	assert_string_equal(child(&built, rows, 0)->link, "[3]");
	assert_string_equal(child(&built, rows, 0)->label, "string");
	done(&built);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_byte_is_lost),
		cmocka_unit_test(elements_of_one_class_are_one_item),
		cmocka_unit_test(a_large_one_among_alike_ones_stands_alone),
		cmocka_unit_test(a_list_of_linked_objects_is_one_chain),
		cmocka_unit_test(a_deep_tree_is_no_chain),
		cmocka_unit_test(a_reference_is_transparent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
