/* What a known keeper holds, on graphs that are built here: Symfony's Stopwatch for properties of objects, Laravel's Str for
 * static ones, Pimple's container for a registry. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "findings/known_keepers.h"
#include "graph/tally.h"

#define STOPWATCH "Symfony\\Component\\Stopwatch\\Stopwatch"
#define STR       "Illuminate\\Support\\Str"
#define PIMPLE    "Pimple\\Container"

enum {
	VALUE_BYTES = 100000, /* above the floor of 64 KB */
	HEAP_BYTES = 1000000
};

struct world {
	struct ra_graph *graph;
	struct ra_snapshot snapshot;
	struct ra_tally tally;
	ra_node root;
	struct ra_kept_list list;
};

static ra_node add(struct world *world, enum ra_node_kind kind, uint64_t bytes)
{
	const ra_node node =
		ra_graph_add_node(world->graph, kind, (ra_addr)world->graph->node_count * 64);

	ra_graph_set_own_bytes(world->graph, node, bytes);
	return node;
}

static ra_name name_of(struct world *world, const char *text)
{
	return ra_graph_intern(world->graph, text, strlen(text));
}

static void hold(
	struct world *world, ra_node from, ra_node to, enum ra_link_kind kind, const char *name)
{
	ra_graph_add_edge(world->graph, from, to, kind, name ? name_of(world, name) : 0, 0);
}

static uint32_t add_class(struct world *world, const char *name, uint32_t parent, ra_addr entry)
{
	const struct ra_class cls = {.name = name_of(world, name), .entry = entry, .parent = parent};

	return ra_graph_add_class(world->graph, &cls);
}

/* An object of the class that a global variable holds. */
static ra_node add_object(struct world *world, uint32_t class_index, const char *variable)
{
	const ra_node node = add(world, RA_NODE_OBJECT, 56);

	ra_graph_set_class(world->graph, node, class_index);
	hold(world, world->root, node, RA_LINK_GLOBAL, variable);
	return node;
}

static void begin(struct world *world)
{
	struct ra_error err = {0};

	memset(world, 0, sizeof(*world));
	assert_true(ra_graph_new(&world->graph, &err));
	world->root = add(world, RA_NODE_ROOT, 0);
	hold(world, RA_SUPER_ROOT, world->root, RA_LINK_ROOT, "global_variables");
}

static void finish(struct world *world)
{
	struct ra_error err = {0};

	assert_true(ra_graph_finish(world->graph, &err));
	world->tally.live_bytes = HEAP_BYTES;
	world->snapshot.graph = world->graph;
	world->snapshot.tally = &world->tally;
	assert_true(ra_measures_compute(world->graph, &world->snapshot.measures, &err));
	assert_true(ra_kept_find(&world->snapshot, &world->list));
}

static void end(struct world *world)
{
	ra_kept_done(&world->list);
	ra_measures_free(world->snapshot.measures);
	ra_graph_free(world->graph);
}

static void the_property_of_a_class_and_of_one_that_extends_it(void **state)
{
	struct world world;

	(void)state;
	begin(&world);
	const uint32_t watch = add_class(&world, STOPWATCH, RA_NO_CLASS, 0x10000);
	const uint32_t between = add_class(&world, "App\\Between", watch, 0x20000);
	const uint32_t mine = add_class(&world, "App\\Watch", between, 0x30000);
	const ra_node first = add_object(&world, watch, "first");
	const ra_node second = add_object(&world, mine, "second");
	const ra_node sections = add(&world, RA_NODE_ARRAY, VALUE_BYTES);
	const ra_node more = add(&world, RA_NODE_ARRAY, VALUE_BYTES + 1);
	const ra_node another = add(&world, RA_NODE_ARRAY, VALUE_BYTES);

	hold(&world, first, sections, RA_LINK_PROPERTY, "sections");
	hold(&world, first, another, RA_LINK_PROPERTY, "another");
	hold(&world, second, more, RA_LINK_PROPERTY, "activeSections");
	finish(&world);
	assert_int_equal(world.list.count, 1);
	assert_string_equal(world.list.items[0].keeper->name, "symfony_stopwatch");
	assert_int_equal(world.list.items[0].bytes, 2 * VALUE_BYTES + 1);
	assert_int_equal(world.list.items[0].places, 2);
	/* the property that stands first in the row, though the other has more */
	assert_int_equal(world.graph->edge_to[world.list.items[0].edge], sections);
	assert_ptr_equal(ra_kept_with(&world.snapshot, &world.list, more), world.list.items[0].keeper);
	assert_null(ra_kept_with(&world.snapshot, &world.list, another));
	end(&world);
}

static void not_what_others_hold_as_well_but_for_a_loop(void **state)
{
	(void)state;
	for (int by_loop = 0; by_loop < 2; by_loop++) {
		struct world world;

		begin(&world);
		const uint32_t watch = add_class(&world, STOPWATCH, RA_NO_CLASS, 0x10000);
		const ra_node object = add_object(&world, watch, "watch");
		const ra_node sections = add(&world, RA_NODE_ARRAY, VALUE_BYTES);
		const ra_node frame = add(&world, RA_NODE_FRAME, 0);
		const struct ra_frame_info info = {.node = frame, .line = 1};

		hold(&world, world.root, frame, RA_LINK_FRAME, NULL);
		ra_graph_add_frame(world.graph, &info);
		hold(&world, object, sections, RA_LINK_PROPERTY, "sections");
		hold(&world, frame, sections, by_loop ? RA_LINK_TEMPORARY : RA_LINK_LOCAL, "s");
		finish(&world);
		assert_int_equal(world.list.count, by_loop);
		end(&world);
	}
}

static void behind_a_reference(void **state)
{
	struct world world;

	(void)state;
	begin(&world);
	const ra_node object =
		add_object(&world, add_class(&world, STOPWATCH, RA_NO_CLASS, 0x10000), "watch");
	const ra_node reference = add(&world, RA_NODE_REFERENCE, 32);
	const ra_node sections = add(&world, RA_NODE_ARRAY, VALUE_BYTES);

	hold(&world, object, reference, RA_LINK_PROPERTY, "sections");
	hold(&world, world.root, reference, RA_LINK_GLOBAL, "alias");
	hold(&world, reference, sections, RA_LINK_REFERENCED, NULL);
	finish(&world);
	assert_int_equal(world.list.count, 1);
	assert_int_equal(world.list.items[0].bytes, VALUE_BYTES);
	end(&world);
}

/* Up to 8.0 the child's class has an edge of its own to what it inherits. */
static void a_static_property_that_a_child_shares(void **state)
{
	struct world world;

	(void)state;
	begin(&world);
	const ra_node parent = add(&world, RA_NODE_CLASS, 0);
	const ra_node child = add(&world, RA_NODE_CLASS, 0);
	const ra_node cache = add(&world, RA_NODE_ARRAY, VALUE_BYTES);
	const uint32_t str = add_class(&world, STR, RA_NO_CLASS, ra_node_address(world.graph, parent));

	add_class(&world, "App\\Str", str, ra_node_address(world.graph, child));
	hold(&world, world.root, parent, RA_LINK_CLASS, STR);
	hold(&world, world.root, child, RA_LINK_CLASS, "App\\Str");
	hold(&world, parent, cache, RA_LINK_STATIC_PROPERTY, "snakeCache");
	hold(&world, child, cache, RA_LINK_STATIC_PROPERTY, "snakeCache");
	finish(&world);
	assert_int_equal(world.list.count, 1);
	assert_string_equal(world.list.items[0].keeper->name, "laravel_str_cache");
	assert_int_equal(world.list.items[0].bytes, VALUE_BYTES);
	end(&world);
}

static void too_little_is_not_said(void **state)
{
	struct world world;

	(void)state;
	begin(&world);
	const ra_node object =
		add_object(&world, add_class(&world, STOPWATCH, RA_NO_CLASS, 0x10000), "watch");

	hold(&world, object, add(&world, RA_NODE_ARRAY, 60000), RA_LINK_PROPERTY, "sections");
	finish(&world);
	assert_int_equal(world.list.count, 0);
	end(&world);
}

/* A thousand services of as many classes, or a thousand jobs. */
static void of_a_registry_many_things_alike(void **state)
{
	(void)state;
	for (int alike = 0; alike < 2; alike++) {
		struct world world;

		begin(&world);
		const ra_node object =
			add_object(&world, add_class(&world, PIMPLE, RA_NO_CLASS, 0x10000), "container");
		const ra_node values = add(&world, RA_NODE_ARRAY, 16384);
		const uint32_t job = add_class(&world, "App\\Job", RA_NO_CLASS, 0x20000);

		hold(&world, object, values, RA_LINK_PROPERTY, "values");
		for (uint32_t i = 0; i < 1000; i++) {
			const ra_node service = add(&world, RA_NODE_OBJECT, 400);

			ra_graph_set_class(world.graph, service,
				alike ? job : add_class(&world, "App\\Service", RA_NO_CLASS, 0x100000 + i * 64));
			ra_graph_add_index_edge(world.graph, values, service, i, 0);
		}
		finish(&world);
		assert_int_equal(world.list.count, alike);
		end(&world);
	}
}

/* A corrupt dump may have classes that extend one another. */
static void parents_in_a_ring(void **state)
{
	struct world world;

	(void)state;
	begin(&world);
	const uint32_t one = add_class(&world, "App\\One", 1, 0x10000);
	const uint32_t two = add_class(&world, STOPWATCH, one, 0x20000);
	const ra_node object = add_object(&world, one, "watch");

	assert_int_equal(two, 1);
	hold(&world, object, add(&world, RA_NODE_ARRAY, VALUE_BYTES), RA_LINK_PROPERTY, "sections");
	finish(&world);
	assert_int_equal(world.list.count, 1);
	assert_int_equal(world.list.items[0].bytes, VALUE_BYTES);
	end(&world);
}

static void each_row_fits_on_the_screen(void **state)
{
	(void)state;
	for (uint32_t i = 0; ra_keeper_at(i); i++) {
		const struct ra_keeper *const keeper = ra_keeper_at(i);

		assert_true(strlen(keeper->what) <= RA_KEEPER_COLUMNS);
		assert_true(strlen(keeper->cure) <= RA_KEEPER_COLUMNS);
		assert_ptr_equal(ra_keeper_named(keeper->name), keeper);
	}
	assert_null(ra_keeper_named("nobody"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_property_of_a_class_and_of_one_that_extends_it),
		cmocka_unit_test(not_what_others_hold_as_well_but_for_a_loop),
		cmocka_unit_test(behind_a_reference),
		cmocka_unit_test(a_static_property_that_a_child_shares),
		cmocka_unit_test(too_little_is_not_said),
		cmocka_unit_test(of_a_registry_many_things_alike),
		cmocka_unit_test(parents_in_a_ring),
		cmocka_unit_test(each_row_fits_on_the_screen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
