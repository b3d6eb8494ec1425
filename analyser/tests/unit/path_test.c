/* Tests of path.c on graphs without a dump behind them: keys of arrays, which are read from the
 * dump, are covered by the golden cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "findings/path.h"
#include "graph/graph.h"
#include "walk/snapshot.h"

struct fixture {
	struct ra_graph *graph;
	struct ra_snapshot snapshot;
};

static ra_name name_of(struct fixture *fixture, const char *text)
{
	return ra_graph_intern(fixture->graph, text, strlen(text));
}

static ra_node add(struct fixture *fixture, ra_node from, enum ra_node_kind kind,
	enum ra_link_kind link, const char *name)
{
	const ra_node node = ra_graph_add_node(fixture->graph, kind, fixture->graph->node_count * 64);

	ra_graph_add_edge(fixture->graph, from, node, link, name_of(fixture, name), 0);
	return node;
}

static ra_node add_at(struct fixture *fixture, ra_node from, enum ra_node_kind kind, int64_t index)
{
	const ra_node node = ra_graph_add_node(fixture->graph, kind, fixture->graph->node_count * 64);

	ra_graph_add_index_edge(fixture->graph, from, node, index, 0);
	return node;
}

static ra_node root(struct fixture *fixture, const char *name)
{
	return add(fixture, RA_SUPER_ROOT, RA_NODE_ROOT, RA_LINK_ROOT, name);
}

static ra_node add_frame(
	struct fixture *fixture, ra_node frames, const char *function, int line, bool internal)
{
	const ra_node node = ra_graph_add_node(fixture->graph, RA_NODE_FRAME, 0);
	const struct ra_frame_info info = {
		.node = node, .function = name_of(fixture, function), .line = line, .internal = internal};

	ra_graph_add_edge(fixture->graph, frames, node, RA_LINK_FRAME, fixture->graph->frame_count, 0);
	ra_graph_add_frame(fixture->graph, &info);
	return node;
}

static void start(struct fixture *fixture)
{
	struct ra_error err = {0};

	memset(fixture, 0, sizeof(*fixture));
	assert_true(ra_graph_new(&fixture->graph, &err));
	fixture->snapshot.graph = fixture->graph;
}

static void finish(struct fixture *fixture)
{
	struct ra_error err = {0};

	assert_true(ra_graph_finish(fixture->graph, &err));
}

static void expect(struct fixture *fixture, ra_node node, unsigned flags, const char *expected)
{
	char *path = ra_path_text(&fixture->snapshot, node, flags);

	assert_non_null(path);
	assert_string_equal(path, expected);
	free(path);
}

static void variables_properties_and_elements(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	const ra_node frames = root(&f, "call_frames");
	const ra_node frame = add_frame(&f, frames, "App\\Job::run", 42, false);
	const ra_node users = add(&f, frame, RA_NODE_OBJECT, RA_LINK_LOCAL, "users");
	const ra_node items = add(&f, users, RA_NODE_ARRAY, RA_LINK_PROPERTY, "items");
	const ra_node first = add_at(&f, items, RA_NODE_REFERENCE, -5);
	const ra_node value = add(&f, first, RA_NODE_STRING, RA_LINK_REFERENCED, "");
	const ra_node self = add(&f, frame, RA_NODE_OBJECT, RA_LINK_THIS, "");
	const ra_node sleeping = add_frame(&f, frames, "usleep", -1, true);

	finish(&f);
	expect(&f, frames, 0, "call_frames");
	expect(&f, frame, 0, "App\\Job::run:42");
	expect(&f, value, 0, "App\\Job::run:42::$users->items[-5]");
	expect(&f, value, RA_PATH_FOLDED, "App\\Job::run:42::$users->items[*]");
	expect(&f, self, 0, "App\\Job::run:42::$this");
	expect(&f, sleeping, 0, "usleep()");
	expect(&f, RA_SUPER_ROOT, 0, "(root)");
	ra_graph_free(f.graph);
}

static void a_global_is_a_variable_of_the_running_main_script_or_an_element_of_globals(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	const ra_node globals = root(&f, "global_variables");
	const ra_node frames = root(&f, "call_frames");
	const ra_node main_frame = add_frame(&f, frames, "<main>", 28, false);
	const ra_node users = add(&f, globals, RA_NODE_OBJECT, RA_LINK_GLOBAL, "users");
	const ra_node other = add(&f, globals, RA_NODE_OBJECT, RA_LINK_GLOBAL, "it's");
	const ra_node odd = add(&f, globals, RA_NODE_OBJECT, RA_LINK_GLOBAL, "a$\n");
	const ra_node cache = add(&f, other, RA_NODE_ARRAY, RA_LINK_PROPERTY, "cache");

	ra_graph_add_edge(f.graph, main_frame, users, RA_LINK_LOCAL, name_of(&f, "users"), 0);
	finish(&f);
	expect(&f, users, 0, "<main>:28::$users");
	expect(&f, cache, 0, "$GLOBALS['it\\'s']->cache");
	expect(&f, odd, 0, "$GLOBALS[\"a\\$\\x0a\"]");
	ra_graph_free(f.graph);
}

static void what_classes_and_functions_hold(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	const ra_node classes = root(&f, "class_table");
	const ra_node functions = root(&f, "function_table");
	const ra_node logger = add(&f, classes, RA_NODE_CLASS, RA_LINK_CLASS, "App\\Logger");
	const ra_node buffer = add(&f, logger, RA_NODE_ARRAY, RA_LINK_STATIC_PROPERTY, "buffer");
	const ra_node most = add(&f, logger, RA_NODE_STRING, RA_LINK_CLASS_CONSTANT, "MAX");
	const ra_node method = add(&f, logger, RA_NODE_FUNCTION, RA_LINK_FUNCTION, "write");
	const ra_node seen = add(&f, method, RA_NODE_ARRAY, RA_LINK_STATIC_VARIABLE, "seen");
	const ra_node foo = add(&f, functions, RA_NODE_FUNCTION, RA_LINK_FUNCTION, "foo");
	const ra_node count = add(&f, foo, RA_NODE_ARRAY, RA_LINK_STATIC_VARIABLE, "x");

	finish(&f);
	expect(&f, buffer, 0, "App\\Logger::$buffer");
	expect(&f, most, 0, "App\\Logger::MAX");
	expect(&f, method, 0, "App\\Logger::write()");
	expect(&f, seen, 0, "App\\Logger::write()::static $seen");
	expect(&f, count, 0, "foo()::static $x");
	ra_graph_free(f.graph);
}

static void what_only_the_engine_knows(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	const ra_node files = root(&f, "included_files");
	const ra_node store = root(&f, "objects_store");
	const ra_node engine = root(&f, "engine");
	const ra_node file = add_at(&f, files, RA_NODE_STRING, 3);
	const ra_node leaked = ra_graph_add_node(f.graph, RA_NODE_OBJECT, 1);
	const ra_node table = add(&f, engine, RA_NODE_TABLE, RA_LINK_FIELD, "output_handlers");

	ra_graph_add_edge(f.graph, store, leaked, RA_LINK_HANDLE, 12, RA_EDGE_WEAK);
	const ra_node held = add(&f, leaked, RA_NODE_STRING, RA_LINK_PROPERTY, "name");

	finish(&f);
	expect(&f, file, 0, "(included files)[3]");
	expect(&f, held, 0, "objects_store[12]->name");
	expect(&f, held, RA_PATH_FOLDED, "objects_store[*]->name");
	expect(&f, table, 0, "output_handlers");
	ra_graph_free(f.graph);
}

static void a_long_path_keeps_both_ends(void **state)
{
	struct fixture f;
	char expected[256] = "$GLOBALS['list']";

	(void)state;
	start(&f);
	const ra_node globals = root(&f, "global_variables");
	ra_node node = add(&f, globals, RA_NODE_OBJECT, RA_LINK_GLOBAL, "list");

	for (int i = 0; i < 100000; i++) {
		node = add(&f, node, RA_NODE_OBJECT, RA_LINK_PROPERTY, i < 50000 ? "next" : "tail");
	}
	finish(&f);
	for (int i = 0; i < 12; i++) {
		strcat(expected, "->next");
	}
	strcat(expected, "...");
	for (int i = 0; i < 8; i++) {
		strcat(expected, "->tail");
	}
	expect(&f, node, 0, expected);
	ra_graph_free(f.graph);
}

static void an_edge_that_is_no_tree_edge_has_a_path_as_well(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	const ra_node globals = root(&f, "global_variables");
	const ra_node parent = add(&f, globals, RA_NODE_OBJECT, RA_LINK_GLOBAL, "node");
	const ra_node child = add(&f, parent, RA_NODE_OBJECT, RA_LINK_PROPERTY, "child");

	ra_graph_add_edge(f.graph, child, parent, RA_LINK_PROPERTY, name_of(&f, "parent"), 0);
	finish(&f);
	const uint32_t edge = f.graph->edge_begin[child];
	char *path = ra_path_edge_text(&f.snapshot, edge, 0);
	char *link = ra_path_link_text(&f.snapshot, edge);

	assert_string_equal(path, "$GLOBALS['node']->child->parent");
	assert_string_equal(link, "parent");
	free(path);
	free(link);
	ra_graph_free(f.graph);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(variables_properties_and_elements),
		cmocka_unit_test(
			a_global_is_a_variable_of_the_running_main_script_or_an_element_of_globals),
		cmocka_unit_test(what_classes_and_functions_hold),
		cmocka_unit_test(what_only_the_engine_knows),
		cmocka_unit_test(a_long_path_keeps_both_ends),
		cmocka_unit_test(an_edge_that_is_no_tree_edge_has_a_path_as_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
