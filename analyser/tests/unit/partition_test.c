/* Tests of the partition: graphs whose holders are known, and thousands of random ones against a
 * naive oracle, which cuts what a label names and looks at what is still reached. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "answer/partition.h"

#define MAX_NODES 64

/* ---- known graphs ---- */

struct built {
	struct ra_graph *graph;
	struct ra_measures *measures;
	struct ra_partition partition;
	ra_node globals;
};

static void begin(struct built *built)
{
	struct ra_error err = {0};

	memset(built, 0, sizeof(*built));
	assert_true(ra_graph_new(&built->graph, &err));
	built->globals = ra_graph_add_node(built->graph, RA_NODE_ROOT, 0);
	ra_graph_add_edge(built->graph, RA_SUPER_ROOT, built->globals, RA_LINK_ROOT,
		ra_graph_intern(built->graph, "global_variables", 16), 0);
}

static ra_node node(struct built *built, enum ra_node_kind kind, uint64_t bytes)
{
	const ra_node n = ra_graph_add_node(built->graph, kind, 16 * built->graph->node_count);

	ra_graph_set_own_bytes(built->graph, n, bytes);
	return n;
}

static void link_named(
	struct built *built, ra_node from, ra_node to, enum ra_link_kind kind, const char *name)
{
	ra_graph_add_edge(
		built->graph, from, to, kind, ra_graph_intern(built->graph, name, strlen(name)), 0);
}

static void global(struct built *built, ra_node to, const char *name)
{
	link_named(built, built->globals, to, RA_LINK_GLOBAL, name);
}

static void property(struct built *built, ra_node from, ra_node to, const char *name)
{
	link_named(built, from, to, RA_LINK_PROPERTY, name);
}

static void element(struct built *built, ra_node from, ra_node to, int64_t index)
{
	ra_graph_add_index_edge(built->graph, from, to, index, 0);
}

static void finish(struct built *built)
{
	struct ra_error err = {0};

	assert_true(ra_graph_finish(built->graph, &err));
	assert_true(ra_measures_compute(built->graph, &built->measures, &err));
	assert_true(ra_partition_make(&built->partition, built->graph, built->measures, NULL, &err));
}

static void end(struct built *built)
{
	ra_partition_done(&built->partition);
	ra_measures_free(built->measures);
	ra_graph_free(built->graph);
}

/* Bytes of the label of exactly these atoms. */
static uint64_t bytes_of(const struct built *built, const struct ra_atom *atoms, uint32_t count)
{
	const struct ra_labels *labels = &built->partition.labels;

	for (uint32_t label = 0; label < labels->count; label++) {
		uint32_t found = 0;

		for (uint32_t i = 0; i < labels->items[label].count; i++) {
			const struct ra_atom atom = ra_label_atom(labels, label, i);

			for (uint32_t k = 0; k < count; k++) {
				found += atom.kind == atoms[k].kind && atom.id == atoms[k].id;
			}
		}
		if (found == count && labels->items[label].count == count) {
			return built->partition.label_bytes[label];
		}
	}
	return 0;
}

static uint64_t rest_of(const struct built *built, ra_node n)
{
	assert_true(ra_is_open(&built->partition.open, n));
	return built->partition.rest_bytes[ra_open_index(&built->partition.open, n)];
}

static uint32_t edge_between(const struct ra_graph *graph, ra_node from, ra_node to)
{
	for (uint32_t e = graph->edge_begin[from]; e < graph->edge_begin[from + 1]; e++) {
		if (graph->edge_to[e] == to) {
			return e;
		}
	}
	fail_msg("no such edge");
	return 0;
}

static struct ra_atom whole(ra_node n)
{
	return (struct ra_atom){RA_ATOM_WHOLE, n};
}

static void a_list_in_a_property_is_the_rest_of_the_list(void **state)
{
	struct built b;

	(void)state;
	begin(&b);
	const ra_node app = node(&b, RA_NODE_OBJECT, 40);
	const ra_node list = node(&b, RA_NODE_ARRAY, 500);

	global(&b, app, "app");
	property(&b, app, list, "list");
	for (int i = 0; i < 200; i++) {
		element(&b, list, node(&b, RA_NODE_STRING, 32), i);
	}
	finish(&b);
	assert_int_equal(rest_of(&b, list), 200 * 32);
	end(&b);
}

static void what_two_lists_share_has_both_as_holders(void **state)
{
	struct built b;

	(void)state;
	begin(&b);
	const ra_node map = node(&b, RA_NODE_OBJECT, 40), log = node(&b, RA_NODE_OBJECT, 40);
	const ra_node by_id = node(&b, RA_NODE_ARRAY, 2000), seen = node(&b, RA_NODE_ARRAY, 2000);

	global(&b, map, "map");
	global(&b, log, "log");
	property(&b, map, by_id, "byId");
	property(&b, log, seen, "seen");
	for (int i = 0; i < 100; i++) {
		const ra_node user = node(&b, RA_NODE_OBJECT, 56);
		const ra_node name = node(&b, RA_NODE_STRING, 100);

		element(&b, by_id, user, i);
		element(&b, seen, user, i);
		property(&b, user, name, "name");
	}
	finish(&b);
	const struct ra_atom both[] = {whole(by_id), whole(seen)};

	assert_int_equal(bytes_of(&b, both, 2), 100 * 156);
	assert_int_equal(rest_of(&b, by_id), 0);
	end(&b);
}

static void a_copied_array_is_one_place_with_two_holders(void **state)
{
	struct built b;

	(void)state;
	begin(&b);
	const ra_node app = node(&b, RA_NODE_OBJECT, 40), clone = node(&b, RA_NODE_OBJECT, 40);
	const ra_node list = node(&b, RA_NODE_ARRAY, 3000);

	global(&b, app, "app");
	global(&b, clone, "sandbox");
	property(&b, app, list, "terminating");
	property(&b, clone, list, "terminating");
	for (int i = 0; i < 100; i++) {
		element(&b, list, node(&b, RA_NODE_OBJECT, 320), i);
	}
	finish(&b);
	assert_int_equal(rest_of(&b, list), 32000);
	assert_int_equal(ra_node_holder_count(b.measures, list), 2);
	end(&b);
}

static void a_ring_goes_with_its_holder(void **state)
{
	struct built b;

	(void)state;
	begin(&b);
	const ra_node app = node(&b, RA_NODE_OBJECT, 4000);
	const ra_node list = node(&b, RA_NODE_ARRAY, 4000);

	global(&b, app, "app");
	global(&b, list, "list");
	for (int i = 0; i < 40; i++) {
		const ra_node parent = node(&b, RA_NODE_OBJECT, 56);
		const ra_node child = node(&b, RA_NODE_OBJECT, 56);

		element(&b, list, parent, i);
		property(&b, parent, child, "child");
		property(&b, child, parent, "parent");
		property(&b, parent, app, "app"); /* back to what is open: ignored */
	}
	finish(&b);
	assert_int_equal(rest_of(&b, list), 40 * 112);
	end(&b);
}

static void a_linked_list_stays_one_piece(void **state)
{
	struct built b;

	(void)state;
	begin(&b);
	ra_node last = node(&b, RA_NODE_OBJECT, 100);
	const ra_node first = last;

	for (int i = 0; i < 500; i++) {
		const ra_node next = node(&b, RA_NODE_OBJECT, 100);

		property(&b, last, next, "next");
		last = next;
	}
	global(&b, first, "list");
	finish(&b);
	const struct ra_atom variable = {RA_ATOM_SLOT, edge_between(b.graph, b.globals, first)};

	assert_int_equal(bytes_of(&b, &variable, 1), 50100);
	end(&b);
}

static void a_main_scripts_variable_and_the_global_are_one(void **state)
{
	struct built b;

	(void)state;
	begin(&b);
	const ra_node frames = ra_graph_add_node(b.graph, RA_NODE_ROOT, 0);
	const ra_node frame = node(&b, RA_NODE_FRAME, 0);
	const ra_node text = node(&b, RA_NODE_STRING, 7000);

	link_named(&b, RA_SUPER_ROOT, frames, RA_LINK_ROOT, "call_frames");
	ra_graph_add_edge(b.graph, frames, frame, RA_LINK_FRAME, 0, 0);
	ra_graph_add_frame(
		b.graph, &(struct ra_frame_info){
					 .node = frame, .function = ra_graph_intern(b.graph, "<main>", 6), .line = 3});
	global(&b, text, "text");
	link_named(&b, frame, text, RA_LINK_LOCAL, "text");
	finish(&b);
	const struct ra_atom variable = {RA_ATOM_SLOT, edge_between(b.graph, b.globals, text)};

	assert_int_equal(bytes_of(&b, &variable, 1), 7000);
	end(&b);
}

static void what_hundreds_of_statics_share_goes_to_their_dominator(void **state)
{
	struct built b;

	(void)state;
	begin(&b);
	const ra_node table = ra_graph_add_node(b.graph, RA_NODE_ROOT, 0);
	const ra_node shared = node(&b, RA_NODE_ARRAY, 7000);

	link_named(&b, RA_SUPER_ROOT, table, RA_LINK_ROOT, "class_table");
	for (int i = 0; i < 200; i++) {
		const ra_node class = node(&b, RA_NODE_CLASS, 0);

		link_named(&b, table, class, RA_LINK_CLASS, "C");
		/* too many to be an open array with 200 holders: it is a unit because it has no edges */
		link_named(&b, class, shared, RA_LINK_STATIC_PROPERTY, "shared");
	}
	finish(&b);
	assert_int_equal(rest_of(&b, table), 7000);
	assert_true(b.partition.labels.lifts > 0);
	end(&b);
}

/* ---- random graphs ---- */

static uint64_t random_state;

static uint32_t below(uint32_t limit)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (uint32_t)((random_state >> 11) % limit);
}

static enum ra_link_kind random_link(enum ra_node_kind from)
{
	static const enum ra_link_kind of_objects[] = {
		RA_LINK_PROPERTY, RA_LINK_PROPERTY, RA_LINK_FIELD, RA_LINK_MAP_ENTRY};

	switch (from) {
	case RA_NODE_ARRAY:
		return RA_LINK_INDEX;
	case RA_NODE_FRAME:
		return RA_LINK_LOCAL;
	case RA_NODE_CLASS:
		return RA_LINK_STATIC_PROPERTY;
	case RA_NODE_REFERENCE:
		return RA_LINK_REFERENCED;
	case RA_NODE_ROOT:
		return below(2) ? RA_LINK_GLOBAL : RA_LINK_FIELD;
	default:
		return of_objects[below(4)];
	}
}

static struct ra_graph *random_graph(uint64_t seed)
{
	static const enum ra_node_kind kinds[] = {RA_NODE_OBJECT, RA_NODE_OBJECT, RA_NODE_ARRAY,
		RA_NODE_ARRAY, RA_NODE_STRING, RA_NODE_FRAME, RA_NODE_CLASS, RA_NODE_REFERENCE};
	struct ra_graph *graph = NULL;
	struct ra_error err = {0};

	random_state = seed * 0x9e3779b97f4a7c15u + 1;
	for (int i = 0; i < 8; i++) {
		below(2);
	}
	assert_true(ra_graph_new(&graph, &err));
	const uint32_t strong = 1 + below(3), weak = below(2), first = 1 + strong + weak;
	const uint32_t count = first + 1 + below(MAX_NODES - first - 1);
	const uint32_t edges = count / 2 + below(count * 3);
	const uint32_t forward_percent = below(3) * 50, weak_percent = below(2) * 15;
	const uint32_t orphans = below(4) == 0;

	for (ra_node n = 1; n < count; n++) {
		ra_graph_add_node(graph, n < first ? RA_NODE_ROOT : kinds[below(8)], n * 64);
		ra_graph_set_own_bytes(graph, n, below(4) ? below(1000) : 0);
		ra_graph_set_class(graph, n, graph->kind[n] == RA_NODE_OBJECT ? below(3) : RA_NO_CLASS);
	}
	for (ra_node n = 1; n < first; n++) {
		ra_graph_add_edge(
			graph, RA_SUPER_ROOT, n, RA_LINK_ROOT, 0, n <= strong ? 0 : (unsigned)RA_EDGE_WEAK);
	}
	for (uint32_t i = 0; i < edges; i++) {
		ra_node from = 1 + below(count - 1), to = first + below(count - first);
		const bool turn = below(100) < forward_percent && from > to;
		unsigned flags = 0;

		if (turn) {
			const ra_node kept = from;

			from = to;
			to = kept;
		}
		if (from > strong && from < first) {
			flags = RA_EDGE_WEAK;
		} else if (below(100) < weak_percent) {
			flags = RA_EDGE_STRUCTURAL;
		}
		ra_graph_add_edge(graph, from, to, random_link(graph->kind[from]), below(5), flags);
	}
	for (ra_node n = first; orphans == 0 && n < count; n++) {
		const ra_node from = 1 + below(n - 1);

		ra_graph_add_edge(graph, from, n, random_link(graph->kind[from]), below(5),
			from > strong && from < first ? (unsigned)RA_EDGE_WEAK : 0);
	}
	assert_true(ra_graph_finish(graph, &err));
	return graph;
}

struct cut {
	struct ra_atom atoms[32];
	uint32_t count;
};

static bool is_cut(const struct ra_partition *p, const struct cut *cut, struct ra_atom atom)
{
	for (uint32_t i = 0; i < cut->count; i++) {
		if ((cut->atoms[i].kind == atom.kind && cut->atoms[i].id == atom.id) ||
			(cut->atoms[i].kind == RA_ATOM_WHOLE &&
				ra_node_dominates(
					p->open.measures, cut->atoms[i].id, ra_atom_node(&p->labels, atom)))) {
			return true;
		}
	}
	return false;
}

static bool is_cut_edge(const struct ra_partition *p, const struct cut *cut, uint32_t edge)
{
	const struct ra_graph *graph = p->open.graph;
	const ra_node from = ra_edge_source(graph, edge);

	if (is_cut(p, cut, whole(from)) || is_cut(p, cut, (struct ra_atom){RA_ATOM_SLOT, edge})) {
		return true;
	}
	for (uint32_t i = 0; i < p->labels.list_count; i++) {
		if (p->labels.lists[i].root == from && graph->edge_kind[edge] == RA_LINK_FIELD &&
			p->labels.lists[i].name == graph->edge_key[edge] &&
			is_cut(p, cut, (struct ra_atom){RA_ATOM_LIST, i})) {
			return true;
		}
	}
	return false;
}

/* What is reached from the open set, which counts as alive, when the atoms are cut. */
static void reach(const struct ra_partition *p, const struct cut *cut, bool *reached)
{
	const struct ra_graph *graph = p->open.graph;
	ra_node stack[MAX_NODES];
	uint32_t depth = 0;

	memset(reached, 0, MAX_NODES * sizeof(*reached));
	for (ra_node n = 0; n < graph->node_count; n++) {
		if (ra_is_open(&p->open, n)) {
			reached[n] = true;
			stack[depth++] = n;
		}
	}
	/* orphans hang on the super-root */
	for (ra_node n = 1; n < graph->node_count && !is_cut(p, cut, whole(RA_SUPER_ROOT)); n++) {
		uint32_t edges = 0;

		for (uint32_t e = 0; e < graph->edge_count; e++) {
			edges += graph->edge_to[e] == n && ra_edge_holds(graph, e);
		}
		if (!reached[n] && ra_node_holder_count(p->open.measures, n) > edges) {
			reached[n] = true;
			stack[depth++] = n;
		}
	}
	while (depth > 0) {
		const ra_node from = stack[--depth];

		for (uint32_t e = graph->edge_begin[from]; e < graph->edge_begin[from + 1]; e++) {
			const ra_node to = graph->edge_to[e];

			if (!reached[to] && ra_edge_holds(graph, e) &&
				!(ra_is_open(&p->open, from) && is_cut_edge(p, cut, e))) {
				reached[to] = true;
				stack[depth++] = to;
			}
		}
	}
}

/* The atoms of a unit's label, perhaps without one, perhaps with those of another. */
static void random_cut(const struct ra_partition *p, struct cut *cut)
{
	cut->count = 0;
	for (uint32_t rounds = 1 + below(3); rounds > 0; rounds--) {
		const uint32_t label = p->unit_label[below(p->open.unit_count)];
		const uint32_t spared = below(12);

		for (uint32_t i = 0; i < p->labels.items[label].count; i++) {
			if (i != spared) {
				cut->atoms[cut->count++] = ra_label_atom(&p->labels, label, i);
			}
		}
	}
}

static bool is_wholly_cut(const struct ra_partition *p, const struct cut *cut, uint32_t label)
{
	for (uint32_t i = 0; i < p->labels.items[label].count; i++) {
		if (!is_cut(p, cut, ra_label_atom(&p->labels, label, i))) {
			return false;
		}
	}
	return true;
}

static void check_partition(const struct ra_partition *p)
{
	const bool exact = p->labels.lifts == 0 && p->lifted_units == 0;
	uint64_t bytes = 0;

	for (uint32_t i = 0; i < p->open.count; i++) {
		bytes += p->own_bytes[i] + p->rest_bytes[i];
	}
	for (uint32_t label = 0; label < p->labels.count; label++) {
		bytes += p->label_bytes[label];
	}
	assert_int_equal(bytes, p->open.measures->total_bytes);
	for (int trial = 0; trial < 8 && p->open.unit_count > 0; trial++) {
		bool reached[MAX_NODES];
		struct cut cut;

		random_cut(p, &cut);
		reach(p, &cut, reached);
		for (uint32_t unit = 0; unit < p->open.unit_count; unit++) {
			const bool gone = is_wholly_cut(p, &cut, p->unit_label[unit]);

			/* never promised and still there; with nothing lifted, never there less promised */
			assert_false(gone && reached[p->open.units[unit]]);
			assert_false(exact && !gone && !reached[p->open.units[unit]]);
		}
	}
}

static uint32_t check_random_graphs(const struct ra_partition_limits *limits, uint64_t first)
{
	uint32_t exact = 0;

	for (uint64_t seed = first; seed < first + 3000; seed++) {
		struct ra_graph *graph = random_graph(seed);
		struct ra_measures *measures = NULL;
		struct ra_partition partition;
		struct ra_error err = {0};

		assert_true(ra_measures_compute(graph, &measures, &err));
		assert_true(ra_partition_make(&partition, graph, measures, limits, &err));
		check_partition(&partition);
		exact += partition.labels.lifts == 0 && partition.lifted_units == 0;
		ra_partition_done(&partition);
		ra_measures_free(measures);
		ra_graph_free(graph);
	}
	return exact;
}

static void a_unit_goes_exactly_when_its_label_is_cut(void **state)
{
	(void)state;
	assert_true(check_random_graphs(&(struct ra_partition_limits){.heavy_bytes = 3000}, 1) > 500);
	assert_true(check_random_graphs(NULL, 5000) > 500);
}

static void lifted_labels_promise_less_never_more(void **state)
{
	(void)state;
	check_random_graphs(
		&(struct ra_partition_limits){.heavy_bytes = 3000, .sets = 5, .growths = 2}, 20000);
	check_random_graphs(&(struct ra_partition_limits){.sets = 2, .growths = 1}, 30000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_in_a_property_is_the_rest_of_the_list),
		cmocka_unit_test(what_two_lists_share_has_both_as_holders),
		cmocka_unit_test(a_copied_array_is_one_place_with_two_holders),
		cmocka_unit_test(a_ring_goes_with_its_holder),
		cmocka_unit_test(a_linked_list_stays_one_piece),
		cmocka_unit_test(a_main_scripts_variable_and_the_global_are_one),
		cmocka_unit_test(what_hundreds_of_statics_share_goes_to_their_dominator),
		cmocka_unit_test(a_unit_goes_exactly_when_its_label_is_cut),
		cmocka_unit_test(lifted_labels_promise_less_never_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
