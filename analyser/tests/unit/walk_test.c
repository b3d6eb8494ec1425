/* The walk over small built processes: nodes, edges, own bytes, references, and what must not
 * hang. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "graph/tally.h"
#include "heap_builder.h"
#include "php/zendmm.h"
#include "walk/snapshot.h"
#include "walk/engine/walk_frame.h"

static uint8_t *dump_bytes_kept; /* of the snapshot under test: it reads from them */

/* Frees the builder. */
static struct ra_snapshot *walked(struct heap_builder *builder)
{
	static const struct ra_snapshot_options options = {.space.no_files = true, .quiet = true};
	struct ra_snapshot *snapshot;
	struct ra_error err = {0};
	size_t length;
	uint8_t *bytes = heap_bytes(builder, &length);

	heap_free(builder);
	if (!ra_snapshot_parse(bytes, length, &options, &snapshot, &err)) {
		fail_msg("%s", err.message);
	}
	dump_bytes_kept = bytes;
	return snapshot;
}

static void finish(struct ra_snapshot *snapshot)
{
	ra_snapshot_close(snapshot);
	free(dump_bytes_kept);
	dump_bytes_kept = NULL;
}

static ra_node node_at(const struct ra_graph *graph, ra_addr address, enum ra_node_kind kind)
{
	for (ra_node node = 0; node < graph->node_count; node++) {
		if (ra_node_address(graph, node) == address && graph->kind[node] == kind) {
			return node;
		}
	}
	return RA_NO_NODE;
}

/* The edge from -> to, or RA_NO_NODE. */
static uint32_t edge_between(const struct ra_graph *graph, ra_node from, ra_node to)
{
	for (uint32_t e = graph->edge_begin[from]; e < graph->edge_begin[from + 1]; e++) {
		if (graph->edge_to[e] == to) {
			return e;
		}
	}
	return RA_NO_NODE;
}

static struct heap_value array_value(const struct heap_builder *builder, ra_addr at)
{
	return heap_counted(builder, RA_CONST_IS_ARRAY, at);
}

static struct heap_value string_value(const struct heap_builder *builder, ra_addr at)
{
	return heap_counted(builder, RA_CONST_IS_STRING, at);
}

static void own_bytes_add_up_to_the_analysed_bytes(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < ra_layout_version_count; i++) {
		const uint32_t version = ra_layout_versions[i].since;

		if (!heap_tells_version(&ra_layout_versions[i])) {
			continue;
		}
		struct ra_snapshot *snapshot = walked(heap_sample(version, false));
		const struct ra_tally *tally = snapshot->tally;
		uint64_t own = 0, unclaimed = 0;

		for (ra_node node = 0; node < snapshot->graph->node_count; node++) {
			own += ra_node_own_bytes(snapshot->graph, node);
		}
		for (uint32_t row = 0; row < RA_UNCLAIMED_ROWS; row++) {
			unclaimed += tally->unclaimed[row].bytes;
		}
		assert_int_equal(own, tally->analysed_bytes);
		assert_int_equal(tally->analysed_bytes + unclaimed, tally->live_bytes);
		assert_int_equal(tally->live_bytes, snapshot->heap->usage_bytes);
		assert_true(tally->guessed_bytes <= tally->analysed_bytes);
		finish(snapshot);
	}
}

static void the_sample_has_its_objects_and_frames_in_every_version(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < ra_layout_version_count; i++) {
		const uint32_t version = ra_layout_versions[i].since;

		if (!heap_tells_version(&ra_layout_versions[i])) {
			continue;
		}
		struct ra_snapshot *snapshot = walked(heap_sample(version, false));
		const struct ra_graph *graph = snapshot->graph;
		uint32_t objects = 0;

		for (uint32_t c = 0; c < graph->class_count; c++) {
			objects += graph->classes[c].instance_count;
		}
		assert_true(objects >= 10);
		assert_true(graph->frame_count >= 2);
		assert_string_equal(ra_graph_name(graph, graph->frames[0].function, NULL), "App\\work");
		assert_int_equal(graph->frames[0].chain, 0);
		assert_int_equal(graph->frames[0].line, 7);
		finish(snapshot);
	}
}

static void a_shared_value_is_one_node_with_an_edge_for_each_holder(void **state)
{
	struct heap_builder *builder = heap_new(80200, false);
	const ra_addr cls = heap_class(builder, "Pair", 2);
	const ra_addr object = heap_object(builder, cls);
	const ra_addr text = heap_string(builder, "shared");
	struct ra_snapshot *snapshot;
	const struct ra_graph *graph;
	ra_node node, holder;
	uint32_t edges = 0;

	(void)state;
	heap_property(builder, object, 0, string_value(builder, text));
	heap_property(builder, object, 1, string_value(builder, text));
	heap_global(builder, "pair", heap_counted(builder, RA_CONST_IS_OBJECT, object));
	heap_global(builder, "text", string_value(builder, text));
	heap_poke(builder, text, 4, 3);
	snapshot = walked(builder);
	graph = snapshot->graph;
	node = node_at(graph, text, RA_NODE_STRING);
	holder = node_at(graph, object, RA_NODE_OBJECT);
	assert_int_not_equal(node, RA_NO_NODE);
	assert_int_not_equal(holder, RA_NO_NODE);
	for (uint32_t e = graph->edge_begin[holder]; e < graph->edge_begin[holder + 1]; e++) {
		if (graph->edge_to[e] == node) {
			assert_int_equal(graph->edge_kind[e], RA_LINK_PROPERTY);
			assert_string_equal(
				ra_graph_name(graph, graph->edge_key[e], NULL), edges ? "p1" : "p0");
			edges++;
		}
	}
	assert_int_equal(edges, 2);
	assert_int_equal(ra_node_refcount(graph, node), 3);
	assert_int_equal(ra_tally_references(snapshot->tally, node), 3);
	assert_int_equal(ra_node_own_bytes(graph, node), 32);
	finish(snapshot);
}

static void an_array_owns_header_and_table(void **state)
{
	struct heap_builder *builder = heap_new(80200, false);
	const ra_addr array = heap_array(builder, 8);
	const ra_addr key_text = heap_string(builder, "value");
	struct ra_snapshot *snapshot;
	const struct ra_graph *graph;
	ra_node node, value;
	uint32_t edge;

	(void)state;
	heap_add(builder, array, "key", 0, string_value(builder, key_text));
	heap_add(builder, array, NULL, -7, heap_long(builder, 1));
	heap_global(builder, "list", array_value(builder, array));
	snapshot = walked(builder);
	graph = snapshot->graph;
	node = node_at(graph, array, RA_NODE_ARRAY);
	value = node_at(graph, key_text, RA_NODE_STRING);
	assert_int_not_equal(node, RA_NO_NODE);
	assert_int_equal(ra_node_own_bytes(graph, node), 56 + 320);
	edge = edge_between(graph, node, value);
	assert_int_not_equal(edge, RA_NO_NODE);
	assert_int_equal(graph->edge_kind[edge], RA_LINK_KEY);
	assert_int_equal(graph->kind[graph->edge_key[edge]], RA_NODE_STRING);
	/* the key string hangs on the array as well */
	assert_int_not_equal(edge_between(graph, node, graph->edge_key[edge]), RA_NO_NODE);
	finish(snapshot);
}

static void an_array_that_holds_itself_ends(void **state)
{
	struct heap_builder *builder = heap_new(80400, false);
	const ra_addr array = heap_array(builder, 8);
	struct ra_snapshot *snapshot;
	ra_node node;

	(void)state;
	heap_add(builder, array, NULL, 0, array_value(builder, array));
	heap_global(builder, "self", array_value(builder, array));
	snapshot = walked(builder);
	node = node_at(snapshot->graph, array, RA_NODE_ARRAY);
	assert_int_not_equal(edge_between(snapshot->graph, node, node), RA_NO_NODE);
	assert_int_equal(ra_tally_references(snapshot->tally, node), 2);
	finish(snapshot);
}

static void arrays_nested_thousands_deep_need_no_stack(void **state)
{
	enum {
		DEPTH = 4000
	};
	struct heap_builder *builder = heap_new(80200, false);
	ra_addr inner = heap_array(builder, 8);
	const ra_addr innermost = inner;
	struct ra_snapshot *snapshot;

	(void)state;
	for (int i = 1; i < DEPTH; i++) {
		const ra_addr outer = heap_array(builder, 8);

		heap_add(builder, outer, NULL, 0, array_value(builder, inner));
		inner = outer;
	}
	heap_global(builder, "deep", array_value(builder, inner));
	snapshot = walked(builder);
	assert_int_not_equal(node_at(snapshot->graph, innermost, RA_NODE_ARRAY), RA_NO_NODE);
	assert_true(snapshot->graph->node_count > DEPTH);
	finish(snapshot);
}

/* Many headers, one table: in a process there is no such thing. */
static void a_table_shared_by_many_headers_cannot_make_the_graph_large(void **state)
{
	enum {
		ELEMENTS = 2048,
		HEADERS = 1000
	};
	struct heap_builder *builder = heap_new(80200, false);
	const ra_addr text = heap_string(builder, "element");
	const ra_addr table = heap_alloc(builder, ELEMENTS * 8 + ELEMENTS * 32);
	const ra_addr list = heap_array(builder, HEADERS);
	struct ra_snapshot *snapshot;

	(void)state;
	for (uint32_t i = 0; i < ELEMENTS; i++) {
		heap_store(builder, table + ELEMENTS * 8 + i * 32, string_value(builder, text));
	}
	for (uint32_t i = 0; i < HEADERS; i++) {
		const ra_addr array = heap_array(builder, 8);

		heap_set(builder, array, RA_zend_array_nTableMask, 4, (uint32_t)-(ELEMENTS * 2));
		heap_set(builder, array, RA_zend_array_arData, 8, table + ELEMENTS * 8);
		heap_set(builder, array, RA_zend_array_nTableSize, 4, ELEMENTS);
		heap_set(builder, array, RA_zend_array_nNumUsed, 4, ELEMENTS);
		heap_set(builder, array, RA_zend_array_nNumOfElements, 4, ELEMENTS);
		heap_add(builder, list, NULL, i, array_value(builder, array));
	}
	heap_global(builder, "list", array_value(builder, list));
	snapshot = walked(builder);
	/* whichever bound is met first: visits, or edges */
	assert_true(snapshot->tally->refused[RA_REFUSED_TABLE] > 0 || snapshot->tally->cut_short);
	assert_true(snapshot->graph->edge_count < ELEMENTS * HEADERS * 3 / 4);
	finish(snapshot);
}

static void wild_pointers_are_counted_and_not_followed(void **state)
{
	struct heap_builder *builder = heap_new(80200, false);
	const ra_addr cls = heap_class(builder, "Wild", 4);
	const ra_addr object = heap_object(builder, cls);
	const ra_addr text = heap_string(builder, "not an array");
	const ra_addr free_slot = heap_alloc(builder, 40) + 40; /* the next one of the bin */
	struct ra_snapshot *snapshot;
	const struct ra_tally *tally;

	(void)state;
	heap_property(builder, object, 0, array_value(builder, 0x123456789000));
	heap_property(builder, object, 1, array_value(builder, text));
	heap_property(builder, object, 2, string_value(builder, free_slot));
	heap_property(builder, object, 3, string_value(builder, text + 3));
	heap_global(builder, "wild", heap_counted(builder, RA_CONST_IS_OBJECT, object));
	snapshot = walked(builder);
	tally = snapshot->tally;
	assert_true(ra_space_holes(snapshot->space, RA_HOLE_UNMAPPED) >= 1);
	assert_int_equal(tally->refused[RA_REFUSED_ARRAY], 1);
	assert_int_equal(tally->refused[RA_REFUSED_STALE], 1);
	assert_int_equal(tally->refused[RA_REFUSED_VALUE], 1);
	assert_int_not_equal(node_at(snapshot->graph, object, RA_NODE_OBJECT), RA_NO_NODE);
	finish(snapshot);
}

static void a_string_longer_than_its_slot_is_refused(void **state)
{
	struct heap_builder *builder = heap_new(80200, false);
	const ra_addr text = heap_string(builder, "short");
	struct ra_snapshot *snapshot;

	(void)state;
	heap_poke(builder, text + 16, 8, 1000);
	heap_global(builder, "long", string_value(builder, text));
	snapshot = walked(builder);
	assert_int_equal(snapshot->tally->refused[RA_REFUSED_STRING], 1);
	assert_int_equal(node_at(snapshot->graph, text, RA_NODE_STRING), RA_NO_NODE);
	finish(snapshot);
}

static void live_slots_that_nothing_leads_to_are_listed(void **state)
{
	struct heap_builder *builder = heap_new(80200, false);
	const ra_addr lost = heap_alloc(builder, 100);
	struct ra_snapshot *snapshot;
	const struct ra_unclaimed *row;

	(void)state;
	for (uint64_t i = 0; i < 12; i++) {
		heap_poke(builder, lost + i * 8, 8, 0x2074736f6c203a61); /* text */
	}
	snapshot = walked(builder);
	row = &snapshot->tally->unclaimed[10]; /* 112 bytes */
	assert_int_equal(row->slots, 1);
	assert_int_equal(row->bytes, 112);
	assert_int_equal(row->sample[0], lost);
	assert_int_equal(row->guess[0], RA_CONTENT_TEXT);
	finish(snapshot);
}

/* A container of an extension that the analyser does not know: object -> block -> zvals. */
static void values_in_an_extensions_block_are_its_children(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < ra_layout_version_count; i++) {
		const uint32_t version = ra_layout_versions[i].since;

		if (!heap_tells_version(&ra_layout_versions[i])) {
			continue;
		}
		struct heap_builder *builder = heap_new(version, false);
		const ra_addr cls = heap_class(builder, "Ext\\Map", 1);
		const ra_addr map = heap_object(builder, cls);
		const ra_addr item = heap_object(builder, heap_class(builder, "Item", 0));
		const ra_addr other = heap_object(builder, heap_class(builder, "Other", 0));
		const ra_addr text = heap_string(builder, "key");
		const ra_addr block = heap_alloc(builder, 64);
		struct ra_snapshot *snapshot;
		const struct ra_graph *graph;
		ra_node node, found;
		uint32_t edge;

		heap_set(builder, cls, RA_zend_class_entry_type, 1, 1); /* internal, with state */
		heap_set(builder, cls, RA_zend_class_entry_create_object, 8, HEAP_EG);
		heap_poke(builder, map + ra_offset(heap_layout(builder), RA_zend_object_properties_table),
			8, block);
		heap_poke(builder, block, 8, 2); /* a count */
		heap_store(builder, block + 8, string_value(builder, text));
		heap_store(builder, block + 24, heap_counted(builder, RA_CONST_IS_OBJECT, item));
		heap_store(builder, block + 40, string_value(builder, other)); /* not what it says */
		heap_global(builder, "map", heap_counted(builder, RA_CONST_IS_OBJECT, map));
		snapshot = walked(builder);
		graph = snapshot->graph;
		node = node_at(graph, block, RA_NODE_UNKNOWN);
		assert_int_not_equal(node, RA_NO_NODE);
		found = node_at(graph, item, RA_NODE_OBJECT);
		edge = edge_between(graph, node, found);
		assert_int_not_equal(edge, RA_NO_NODE);
		assert_true(graph->edge_flags[edge] & RA_EDGE_GUESS);
		assert_int_equal(graph->tree_edge[found], edge); /* the objects store leads there as well */
		assert_int_equal(ra_tally_references(snapshot->tally, found), 1);
		found = node_at(graph, text, RA_NODE_STRING);
		assert_int_not_equal(edge_between(graph, node, found), RA_NO_NODE);
		assert_int_equal(ra_tally_references(snapshot->tally, found), 1);
		found = node_at(graph, other, RA_NODE_OBJECT);
		assert_int_equal(edge_between(graph, node, found), RA_NO_NODE);
		finish(snapshot);
	}
}

/* What tidy's lexer looks like in some columns, and what comes close: a string's type among small numbers. What such
 * a block leads to is seen. */
static void a_structure_that_begins_as_a_string_does_is_none(void **state)
{
	static const struct {
		uint64_t head, hash, length;
		bool ended;
	} looks[] = {
		{0x1600000001, 0, 0, true},       /* empty, in a large slot */
		{0x9600000001, 0, 20, true},      /* persistent, in the heap */
		{0x1600000001, 0x1234, 20, true}, /* hashes have their highest bit set */
		{0x1600000001, 0, 20, false},     /* strings end with a zero */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++) {
		struct heap_builder *builder = heap_new(80200, false);
		const ra_addr cls = heap_class(builder, "Ext\\Lexer", 1);
		const ra_addr lexer = heap_object(builder, cls);
		const ra_addr block = heap_alloc(builder, 192);
		const ra_addr text = heap_alloc(builder, 8192);
		struct ra_snapshot *snapshot;
		ra_node node;

		heap_set(builder, cls, RA_zend_class_entry_type, 1, 1); /* internal, with state */
		heap_set(builder, cls, RA_zend_class_entry_create_object, 8, HEAP_EG);
		heap_poke(builder, lexer + ra_offset(heap_layout(builder), RA_zend_object_properties_table),
			8, block);
		heap_poke(builder, block, 8, looks[i].head);
		heap_poke(builder, block + 8, 8, looks[i].hash);
		heap_poke(builder, block + 16, 8, looks[i].length);
		heap_poke(builder, block + 24 + looks[i].length, 1, looks[i].ended ? 0 : 'x');
		heap_poke(builder, block + 104, 8, text);
		heap_global(builder, "lexer", heap_counted(builder, RA_CONST_IS_OBJECT, lexer));
		snapshot = walked(builder);
		node = node_at(snapshot->graph, block, RA_NODE_UNKNOWN);
		assert_int_not_equal(node, RA_NO_NODE);
		assert_int_not_equal(node_at(snapshot->graph, text, RA_NODE_UNKNOWN), RA_NO_NODE);
		finish(snapshot);
	}
}

/* A DateTime whose zend_object begins the slot: not where this version has it. */
static void a_class_whose_objects_look_otherwise_is_named(void **state)
{
	struct heap_builder *builder = heap_new(80200, false);
	const ra_addr cls = heap_class(builder, "DateTime", 0);
	const ra_addr usual = heap_object(builder, heap_class(builder, "Item", 0));
	const struct ra_tally *tally;
	struct ra_snapshot *snapshot;

	(void)state;
	heap_set(builder, cls, RA_zend_class_entry_type, 1, 1);
	for (int i = 0; i < 3; i++) {
		const ra_addr odd = heap_object(builder, cls);

		heap_global(builder,
			i == 0   ? "a"
			: i == 1 ? "b"
					 : "c",
			heap_counted(builder, RA_CONST_IS_OBJECT, odd));
	}
	heap_global(builder, "usual", heap_counted(builder, RA_CONST_IS_OBJECT, usual));
	snapshot = walked(builder);
	tally = snapshot->tally;
	assert_int_equal(tally->refused[RA_REFUSED_STATE], 3);
	assert_int_equal(tally->unlike_count, 1);
	assert_string_equal(ra_graph_name(snapshot->graph,
							snapshot->graph->classes[tally->unlike[0].class_index].name, NULL),
		"DateTime");
	assert_int_equal(
		tally->unlike[0].layout_offset, ra_offset(snapshot->layout, RA_php_date_obj_std));
	assert_int_equal(tally->unlike[0].seen_offset, 0);
	finish(snapshot);
}

/* What the engine does on its way to report an exception or an exhausted limit: the frame stands at
 * an opline of the engine's own, and the real place is remembered. */
static int32_t line_of_frame_at_exception(bool remembered)
{
	struct heap_builder *builder = heap_new(80235, false);
	const ra_addr function = heap_function(builder, "work", "/app/work.php", 0);
	const ra_addr frame = heap_frame(builder, function, 42);
	const ra_addr opline = heap_opcodes(builder, function);
	struct ra_snapshot *snapshot;
	int32_t line;

	heap_set(builder, frame, RA_zend_execute_data_opline, 8,
		HEAP_EG + ra_offset(heap_layout(builder), RA_zend_executor_globals_exception_op));
	if (remembered) {
		heap_set(builder, HEAP_EG, RA_zend_executor_globals_opline_before_exception, 8, opline);
	}
	snapshot = walked(builder);
	line = snapshot->graph->frames[0].line;
	finish(snapshot);
	return line;
}

static void a_frame_at_the_exception_opline_has_the_line_before_it(void **state)
{
	(void)state;
	assert_int_equal(line_of_frame_at_exception(true), 42);
	assert_int_equal(line_of_frame_at_exception(false), -1);
}

/* f($a, g($b, $c)): what is pushed for f and g while one of these oplines runs. */
static void oplines_tell_how_many_arguments_of_a_call_are_pushed(void **state)
{
	enum {
		INIT_FCALL = 61,
		SEND_VAR = 117,
		DO_FCALL = 60
	};
	static const uint8_t code[] = {
		INIT_FCALL, SEND_VAR, INIT_FCALL, SEND_VAR, SEND_VAR, DO_FCALL, SEND_VAR, DO_FCALL};
	static const uint32_t operand[] = {0, 1, 0, 1, 2, 0, 2, 0};
	struct heap_builder *builder = heap_new(80200, false);
	const uint32_t size = ra_sizeof(heap_layout(builder), RA_STRUCT_zend_op);
	const ra_addr opcodes = heap_alloc(builder, sizeof(code) * size);
	struct ra_pending_calls calls;
	struct ra_snapshot *snapshot;
	uint32_t pushed;

	(void)state;
	for (uint32_t i = 0; i < sizeof(code); i++) {
		heap_set(builder, opcodes + i * size, RA_zend_op_opcode, 1, code[i]);
		heap_set(builder, opcodes + i * size, RA_zend_op_op2, 4, operand[i]);
		heap_set(builder, opcodes + i * size, RA_zend_op_op2_type, 1, 8);
	}
	snapshot = walked(builder);
	ra_pending_calls_init(&calls, snapshot->engine, opcodes, 4); /* pushing $c */
	assert_true(ra_pending_calls_next(&calls, &pushed));
	assert_int_equal(pushed, 1);
	assert_true(ra_pending_calls_next(&calls, &pushed));
	assert_int_equal(pushed, 1);
	assert_false(ra_pending_calls_next(&calls, &pushed));
	ra_pending_calls_init(&calls, snapshot->engine, opcodes, 5); /* g() runs */
	assert_true(ra_pending_calls_next(&calls, &pushed));
	assert_int_equal(pushed, 1);
	assert_false(ra_pending_calls_next(&calls, &pushed));
	ra_pending_calls_init(&calls, snapshot->engine, opcodes, 7); /* f() runs */
	assert_false(ra_pending_calls_next(&calls, &pushed));
	finish(snapshot);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_bytes_add_up_to_the_analysed_bytes),
		cmocka_unit_test(the_sample_has_its_objects_and_frames_in_every_version),
		cmocka_unit_test(a_shared_value_is_one_node_with_an_edge_for_each_holder),
		cmocka_unit_test(an_array_owns_header_and_table),
		cmocka_unit_test(an_array_that_holds_itself_ends),
		cmocka_unit_test(arrays_nested_thousands_deep_need_no_stack),
		cmocka_unit_test(a_table_shared_by_many_headers_cannot_make_the_graph_large),
		cmocka_unit_test(wild_pointers_are_counted_and_not_followed),
		cmocka_unit_test(a_string_longer_than_its_slot_is_refused),
		cmocka_unit_test(live_slots_that_nothing_leads_to_are_listed),
		cmocka_unit_test(values_in_an_extensions_block_are_its_children),
		cmocka_unit_test(a_structure_that_begins_as_a_string_does_is_none),
		cmocka_unit_test(a_class_whose_objects_look_otherwise_is_named),
		cmocka_unit_test(a_frame_at_the_exception_opline_has_the_line_before_it),
		cmocka_unit_test(oplines_tell_how_many_arguments_of_a_call_are_pushed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
