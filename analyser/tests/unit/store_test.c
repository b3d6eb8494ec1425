/* Saved graphs: what is written is read again, for every version of PHP; what is no sound file is refused with a reason;
 * and whatever is changed in one, reading it ends well. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "export/export.h"
#include "heap_builder.h"
#include "reader/heap.h"
#include "report/out_report.h"
#include "store/saved.h"
#include "store/store.h"
#include "store/vocabulary.h"

enum {
	TABLE_PLACE = 16, /* of the table of contents, in the header */
	ENTRY = 40,
	CHANGES = 3000,
};

static const struct ra_snapshot_options options = {
	.space.no_files = true, .measures = true, .quiet = true, .threads = 1};

struct bytes {
	char *at;
	size_t length;
};

static struct bytes saved_as(const char *format, const struct ra_snapshot *snapshot, bool no_values)
{
	const struct ra_export_options export_options = {.no_values = no_values};
	struct ra_error err = {0};
	struct bytes file = {0};
	struct ra_output output = {.stream = open_memstream(&file.at, &file.length)};

	assert_non_null(output.stream);
	assert_true(ra_output_format_find(format, RA_OF_GRAPHS)
			->write(snapshot, &export_options, &output, &err));
	fclose(output.stream);
	return file;
}

static struct bytes saved(const struct ra_snapshot *snapshot, bool no_values)
{
	return saved_as("rmem", snapshot, no_values);
}

static char *report_text(struct ra_snapshot *snapshot)
{
	struct ra_report *report = NULL;

	assert_true(ra_report_make(snapshot, &report, NULL));
	json_t *const json = ra_report_json(report);

	assert_non_null(json);
	json_object_del(json_object_get(json, "meta"), "warnings");
	json_object_del(json_object_get(json, "meta"),
		"unreadable"); /* counts reads, of which an export has others */
	char *const text = json_dumps(json, JSON_INDENT(1));

	json_decref(json);
	ra_report_free(report);
	return text;
}

static struct ra_snapshot *sample(uint32_t version, bool zts, uint8_t **bytes)
{
	struct heap_builder *const heap = heap_sample(version, zts);
	struct ra_snapshot *snapshot = NULL;
	size_t length;

	*bytes = heap_bytes(heap, &length);
	heap_free(heap);
	assert_true(ra_snapshot_parse(*bytes, length, &options, &snapshot, NULL));
	return snapshot;
}

static struct bytes saved_sample(bool no_values)
{
	uint8_t *bytes;
	struct ra_snapshot *const snapshot = sample(80200, false, &bytes);
	const struct bytes file = saved(snapshot, no_values);

	ra_snapshot_close(snapshot);
	free(bytes);
	return file;
}

static struct ra_snapshot *opened(struct bytes file)
{
	struct ra_snapshot *snapshot = NULL;
	struct ra_error err = {0};

	if (!ra_store_parse((uint8_t *)file.at, file.length, &options, &snapshot, &err)) {
		fail_msg("%s", err.message);
	}
	return snapshot;
}

/* The graph comes back node for node and edge for edge, and so does the report. */
static void the_graph_comes_back(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < ra_layout_version_count; i++) {
		for (int zts = 0; zts <= 1; zts++) {
			uint8_t *bytes;
			struct ra_snapshot *const dump = sample(ra_layout_versions[i].since, zts, &bytes);
			const struct bytes file = saved(dump, false);
			struct ra_snapshot *const back = opened(file);
			const struct bytes again = saved(back, false);
			char *const one = report_text(dump), *const other = report_text(back);

			assert_int_equal(dump->graph->node_count, back->graph->node_count);
			assert_int_equal(dump->graph->edge_count, back->graph->edge_count);
			for (uint32_t e = 0; e < dump->graph->edge_count; e++) {
				assert_int_equal(ra_edge_source(dump->graph, e), ra_edge_source(back->graph, e));
				assert_int_equal(dump->graph->edge_to[e], back->graph->edge_to[e]);
				assert_int_equal(dump->graph->edge_kind[e], back->graph->edge_kind[e]);
				assert_int_equal(dump->graph->edge_flags[e], back->graph->edge_flags[e]);
			}
			for (ra_node node = 1; node < dump->graph->node_count; node++) {
				assert_int_equal(dump->graph->kind[node], back->graph->kind[node]);
				assert_int_equal(dump->graph->flags[node], back->graph->flags[node]);
				assert_int_equal(
					ra_node_address(dump->graph, node), ra_node_address(back->graph, node));
				assert_int_equal(
					ra_node_own_bytes(dump->graph, node), ra_node_own_bytes(back->graph, node));
				assert_int_equal(
					ra_node_refcount(dump->graph, node), ra_node_refcount(back->graph, node));
				assert_int_equal(ra_node_dominated_bytes(dump->measures, node),
					ra_node_dominated_bytes(back->measures, node));
			}
			assert_int_equal(file.length, again.length);
			assert_memory_equal(file.at, again.at, file.length);
			assert_non_null(one);
			assert_non_null(other);
			free(one);
			free(other);
			free(again.at);
			ra_snapshot_close(back);
			free(file.at);
			ra_snapshot_close(dump);
			free(bytes);
		}
	}
}

static void without_values_sizes_stay(void **state)
{
	const struct bytes whole = saved_sample(false), bare = saved_sample(true);
	struct ra_snapshot *const one = opened(whole), *const other = opened(bare);

	(void)state;
	assert_true(bare.length < whole.length);
	assert_int_equal(one->measures->total_bytes, other->measures->total_bytes);
	for (ra_node node = 1; node < one->graph->node_count; node++) {
		struct ra_string left, right;

		if (one->graph->kind[node] == RA_NODE_STRING &&
			ra_reader_string(&one->reader, ra_node_address(one->graph, node), &left)) {
			assert_true(
				ra_reader_string(&other->reader, ra_node_address(other->graph, node), &right));
			assert_int_equal(left.length, right.length);
		}
	}
	ra_snapshot_close(one);
	ra_snapshot_close(other);
	free(whole.at);
	free(bare.at);
}

/* ---- what a value is told of beyond its row ---- */

enum {
	FULL = 16, /* elements of an array that was about to have twice as many */
	DTOR_OBJ = 0x560000000100,
	GET_GC = 0x560000000200,
};

struct
	ending { /* a process with arrays that do not fit their slots, and objects that end in ways of their own */
	struct heap_builder *heap;
	ra_addr growing, torn, plain; /* arrays */
	ra_addr ended, waiting,
		foreign; /* objects: destructor called, not called, of a class with handlers of its own */
	ra_addr with, without, handlers; /* classes; handlers of `foreign` */
};

static ra_addr full_array(struct heap_builder *heap, const char *name, uint32_t said)
{
	const ra_addr array = heap_array(heap, FULL);

	for (int i = 0; i < FULL; i++) {
		heap_add(heap, array, NULL, i, heap_long(heap, i));
	}
	heap_set(heap, array, RA_zend_array_nTableSize, 4, said);
	heap_global(heap, name, heap_counted(heap, RA_CONST_IS_ARRAY, array));
	return array;
}

static ra_addr object_of(struct heap_builder *heap, const char *name, ra_addr class_entry)
{
	const ra_addr object = heap_object(heap, class_entry);

	heap_global(heap, name, heap_counted(heap, RA_CONST_IS_OBJECT, object));
	return object;
}

static struct ending ending_of(uint32_t version)
{
	struct heap_builder *const heap = heap_sample(version, false);
	const struct ra_layout *const layout = heap_layout(heap);
	struct ending ending = {.heap = heap,
		.growing = full_array(heap, "growing", 2 * FULL),
		.torn = full_array(heap, "torn", 64 * FULL),
		.plain = full_array(heap, "plain", FULL),
		.with = heap_class(heap, "With", 0),
		.without = heap_class(heap, "Without", 0),
		.handlers = heap_alloc(heap, 512)};
	uint32_t info;

	heap_set(heap, ending.with, RA_zend_class_entry_destructor, 8,
		heap_function(heap, "__destruct", "/app/with.php", 0));
	heap_set(heap, ending.handlers, RA_zend_object_handlers_dtor_obj, 8, DTOR_OBJ);
	heap_set(heap, ending.handlers, RA_zend_object_handlers_get_gc, 8, GET_GC);
	ending.ended = object_of(heap, "ended", ending.with);
	ending.waiting = object_of(heap, "waiting", ending.with);
	ending.foreign = object_of(heap, "foreign", ending.without);
	heap_set(heap, ending.foreign, RA_zend_object_handlers, 8, ending.handlers);
	info = RA_TYPE_OBJECT | ra_flag(layout, RA_CONST_IS_OBJ_DESTRUCTOR_CALLED)
								<< layout->gc_flags_shift;
	heap_poke(heap, ending.ended + 4, 4, info);
	return ending;
}

static void tells_endings(const struct ra_snapshot *snapshot, const struct ending *ending)
{
	const struct ra_reader *const reader = &snapshot->reader;
	struct ra_array array;
	bool growing;

	assert_true(ra_reader_array(reader, ending->growing, &array));
	assert_int_equal(array.capacity, 2 * FULL);
	assert_true(ra_reader_settled_array(reader, ending->growing, &array, &growing));
	assert_true(growing);
	assert_int_equal(array.capacity, FULL);
	assert_true(ra_reader_settled_array(reader, ending->plain, &array, &growing));
	assert_false(growing);
	assert_int_equal(array.capacity, FULL);
	assert_false(ra_reader_settled_array(reader, ending->torn, &array, &growing));
	assert_true(ra_reader_destructor_called(reader, ending->ended));
	assert_false(ra_reader_destructor_called(reader, ending->waiting));
	assert_true(ra_reader_has_destructor(reader, ending->with));
	assert_false(ra_reader_has_destructor(reader, ending->without));
	assert_int_equal(ra_reader_handlers(reader, ending->foreign), ending->handlers);
	assert_int_equal(ra_reader_dtor_obj(reader, ending->handlers), DTOR_OBJ);
	assert_int_equal(ra_reader_get_gc(reader, ending->handlers), GET_GC);
}

static void tells_endings_again(const struct ra_snapshot *snapshot, const struct ending *ending,
	const char *format, struct bytes *file)
{
	*file = saved_as(format, snapshot, false);
	struct ra_snapshot *const back = opened(*file);
	char *const one = report_text((struct ra_snapshot *)snapshot), *const other = report_text(back);

	tells_endings(back, ending);
	assert_string_equal(one, other);
	free(one);
	free(other);
	ra_snapshot_close(back);
}

/* An array about to grow, one that fits nowhere, a destructor that ran, handlers of its own: as in the dump, also through
 * SQLite, and of a graph that was saved already. */
static void growing_and_ending_come_back(void **state)
{
	static const uint32_t versions[] = {70000, 70300, 70400, 80000, 80200, 80400};

	(void)state;
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		const struct ending ending = ending_of(versions[i]);
		struct ra_snapshot *dump = NULL;
		struct bytes file, again;
		size_t length;
		uint8_t *const bytes = heap_bytes(ending.heap, &length);

		assert_true(ra_snapshot_parse(bytes, length, &options, &dump, NULL));
		tells_endings(dump, &ending);
		tells_endings_again(dump, &ending, "rmem", &file);
		struct ra_snapshot *const back = opened(file);

		tells_endings_again(back, &ending, "rmem", &again);
		assert_int_equal(file.length, again.length);
		assert_memory_equal(file.at, again.at, file.length);
		free(again.at);
#ifdef RA_HAVE_SQLITE
		tells_endings_again(back, &ending, "sqlite", &again);
		free(again.at);
#endif
		ra_snapshot_close(back);
		free(file.at);
		ra_snapshot_close(dump);
		free(bytes);
		heap_free(ending.heap);
	}
}

/* ---- files of others ---- */

struct build { /* an .rmem file, row by row */
	struct ra_saved saved;
	uint32_t texts;
};

static uint32_t text(struct build *build, const char *chars)
{
	assert_true(ra_saved_add_text(&build->saved, chars, strlen(chars)));
	return build->texts++;
}

static uint8_t *row(struct build *build, enum ra_saved_section section, size_t length)
{
	uint8_t *const at = ra_rows_add(&build->saved.rows[section], length);

	assert_non_null(at);
	return at;
}

static uint32_t node(struct build *build, const char *type)
{
	const uint32_t id = (uint32_t)build->saved.rows[RA_SAVED_NODES].count;
	uint8_t *const at = row(build, RA_SAVED_NODES, RA_NODE_ROW);

	ra_put32(at, id);
	ra_put32(at + 8, text(build, type));
	ra_put32(at + 12, RA_NO_TEXT);
	return id;
}

static void edge(struct build *build, uint32_t from, uint32_t to, const char *link)
{
	uint8_t *const at = row(build, RA_SAVED_EDGES, RA_EDGE_ROW);

	ra_put32(at, from);
	ra_put32(at + 4, to);
	ra_put32(at + 8, text(build, link));
	at[12] = 1;
}

static void location(struct build *build, uint32_t id, const char *type, const char *class_name,
	uint64_t address, uint64_t bytes, const char *value)
{
	uint8_t *const at = row(build, RA_SAVED_LOCATIONS, RA_LOCATION_ROW);

	ra_put32(at, id);
	ra_put32(at + 4, text(build, type));
	ra_put32(at + 8, class_name ? text(build, class_name) : RA_NO_TEXT);
	ra_put64(at + 12, address);
	ra_put64(at + 20, bytes);
	ra_put32(at + 28, value ? text(build, value) : RA_NO_TEXT);
	ra_put32(at + 32, 1);
	ra_put32(at + 40, RA_NO_TEXT);
}

static void pair(struct build *build, const char *key, const char *value)
{
	uint8_t *const at = row(build, RA_SAVED_SUMMARY, RA_SUMMARY_ROW);

	ra_put32(at, text(build, key));
	ra_put32(at + 4, text(build, value));
}

static struct bytes built(struct build *build)
{
	static const char *const names[] = {
		"string_dict", "nodes", "edges", "locations", "attributes", "summary", "runs"};
	struct bytes file = {0};
	FILE *const stream = open_memstream(&file.at, &file.length);
	uint8_t header[64] = "RMEM", table[7][40] = {{0}}, number[8] = {0};
	uint64_t at = sizeof(header);

	ra_put32(header + 4, 1);
	ra_put32(header + 8, 1);
	ra_put32(header + 12, 7);
	fwrite(header, 1, sizeof(header), stream);
	for (unsigned i = 0; i < 7; i++) {
		const struct ra_rows *const rows = &build->saved.rows[i];
		const bool counted = i == RA_SAVED_TEXTS || i == RA_SAVED_SUMMARY || i == RA_SAVED_RUNS;
		const uint64_t length = rows->length + (counted ? 4 : 0);

		if (counted) {
			ra_put32(number, i == RA_SAVED_TEXTS ? build->texts : (uint32_t)rows->count);
			fwrite(number, 1, 4, stream);
		}
		if (rows->length > 0) {
			fwrite(rows->bytes, 1, rows->length, stream);
		}
		memcpy(table[i], names[i], strlen(names[i]));
		ra_put64(table[i] + 16, at);
		ra_put64(table[i] + 24, length);
		ra_put64(table[i] + 32, rows->count);
		at += length;
	}
	fwrite(table, 1, sizeof(table), stream);
	fclose(stream);
	ra_put64((uint8_t *)file.at + TABLE_PLACE, at);
	ra_saved_done(&build->saved);
	return file;
}

/* What reli itself writes has none of the additions, and has types and places of its own. */
static void a_file_of_reli_is_read(void **state)
{
	struct build build = {0};
	const uint32_t globals = node(&build, "GlobalVariablesContext");
	const uint32_t array = node(&build, "ArrayHeaderContext");
	const uint32_t elements = node(&build, "ArrayElementsContext");
	const uint32_t first = node(&build, "ArrayElementContext");
	const uint32_t object = node(&build, "ObjectContext");
	const uint32_t properties = node(&build, "ObjectPropertiesContext");
	const uint32_t value = node(&build, "StringContext");
	const uint32_t second = node(&build, "ArrayElementContext");
	const uint32_t unknown = node(&build, "WeakMapContext");

	(void)state;
	edge(&build, RA_NO_ID, globals, "global_variables");
	edge(&build, globals, array, "rows");
	edge(&build, array, elements, "array_elements");
	edge(&build, elements, first, "7");
	edge(&build, first, object, "value");
	edge(&build, object, properties, "object_properties");
	edge(&build, properties, value, "name");
	edge(&build, elements, second, "a key");
	edge(&build, second, unknown, "value");
	location(&build, array, "ZendArrayMemoryLocation", NULL, 0x1000, 56, NULL);
	location(&build, array, "ZendArrayTableMemoryLocation", NULL, 0x2000, 320, NULL);
	location(&build, object, "ZendObjectMemoryLocation", "App\\Row", 0x3000, 56, NULL);
	location(&build, value, "ZendStringMemoryLocation", NULL, 0x4000, 32, "hello");
	location(&build, unknown, "ZendObjectMemoryLocation", NULL, 0x5000, 40, NULL);
	pair(&build, "memory_get_usage", "504");
	pair(
		&build, "region_map", "[{\"kind\":\"chunk\",\"address\":2097152,\"size\":2097152}, 5, {}]");

	const struct bytes file = built(&build);
	struct ra_snapshot *const snapshot = opened(file);
	const struct ra_graph *const graph = snapshot->graph;
	struct ra_string string;
	char bytes[8], *report;

	/* the node above all, five that have no part in between, and the key */
	assert_int_equal(graph->node_count, 7);
	assert_int_equal(graph->kind[1], RA_NODE_ROOT);
	assert_int_equal(graph->kind[2], RA_NODE_ARRAY);
	assert_int_equal(ra_node_own_bytes(graph, 2), 376);
	assert_int_equal(graph->kind[3], RA_NODE_OBJECT);
	assert_int_equal(graph->class_count, 1);
	assert_string_equal(ra_graph_name(graph, graph->classes[0].name, NULL), "App\\Row");
	assert_int_equal(graph->classes[0].instance_count, 1);
	assert_int_equal(graph->edge_kind[graph->edge_begin[1]], RA_LINK_GLOBAL);
	assert_int_equal(graph->edge_kind[graph->edge_begin[2]], RA_LINK_INDEX);
	assert_int_equal(ra_edge_index(graph, graph->edge_begin[2]), 7);
	assert_int_equal(graph->edge_kind[graph->edge_begin[2] + 1], RA_LINK_KEY);
	assert_int_equal(
		ra_reader_head(&snapshot->reader,
			ra_node_address(graph, graph->edge_key[graph->edge_begin[2] + 1]), bytes, 8),
		5);
	assert_memory_equal(bytes, "a key", 5);
	assert_int_equal(graph->edge_kind[graph->edge_begin[3]], RA_LINK_PROPERTY);
	assert_int_equal(ra_node_dominated_bytes(snapshot->measures, 2), 504);
	assert_true(ra_reader_string(&snapshot->reader, 0x4000, &string));
	assert_int_equal(string.length, 5);
	assert_int_equal(snapshot->heap->usage_bytes, 504);
	report = report_text(snapshot);
	assert_non_null(strstr(report, "App\\\\Row"));
	free(report);
	ra_snapshot_close(snapshot);
	free(file.at);
}

static void attribute(struct build *build, uint32_t id, const char *key, const char *value)
{
	uint8_t *const at = row(build, RA_SAVED_ATTRIBUTES, RA_ATTRIBUTE_ROW);

	ra_put32(at, id);
	ra_put32(at + 4, text(build, key));
	ra_put32(at + 8, text(build, value));
}

/* Earlier builds of this program told 9 or 10 numbers of a class, and nothing of growth and destructors. */
static void a_file_of_an_earlier_build_is_read(void **state)
{
	struct build build = {0};
	const uint32_t globals = node(&build, "GlobalVariablesContext");
	const uint32_t array = node(&build, "ArrayHeaderContext");
	const uint32_t object = node(&build, "ObjectContext");
	struct ra_array settled;
	bool growing = true;

	(void)state;
	edge(&build, RA_NO_ID, globals, "global_variables");
	edge(&build, globals, array, "rows");
	edge(&build, globals, object, "one");
	location(&build, array, "ZendArrayMemoryLocation", NULL, 0x1000, 56 + 1088, NULL);
	location(&build, object, "ZendObjectMemoryLocation", "With", 0x3000, 56, NULL);
	attribute(&build, array, "rdump.array", "16 16 32 32 1088 576 2");
	pair(&build, "rdump.version", "1");
	pair(&build, "rdump.class.0", "4294967295 8192 0 0 0 0 1 12288 16384 4000");
	pair(&build, "rdump.class.0.name", "With");
	pair(&build, "rdump.class.1", "4294967295 8704 0 0 0 0 0 20480 24576");
	pair(&build, "rdump.class.1.name", "Without");

	const struct bytes file = built(&build);
	struct ra_snapshot *const snapshot = opened(file);
	const struct ra_reader *const reader = &snapshot->reader;

	assert_true(ra_reader_settled_array(reader, 0x1000, &settled, &growing));
	assert_false(growing);
	assert_int_equal(settled.capacity, 32);
	assert_int_equal(snapshot->graph->class_count, 2);
	assert_int_equal(snapshot->graph->classes[0].state_bytes, 4000);
	assert_true(ra_reader_has_destructor(reader, 8192));
	assert_false(ra_reader_has_destructor(reader, 8704));
	assert_false(ra_reader_destructor_called(reader, 0x3000));
	assert_int_equal(ra_reader_handlers(reader, 0x3000), 12288);
	assert_int_equal(ra_reader_get_gc(reader, 12288), 16384);
	assert_int_equal(ra_reader_get_gc(reader, 20480), 24576);
	assert_int_equal(ra_reader_dtor_obj(reader, 12288), 0);
	ra_snapshot_close(snapshot);
	free(file.at);
}

/* Rings and strangers among the nodes that go. */
static void odd_structures_end(void **state)
{
	struct build build = {0};
	const uint32_t root = node(&build, "ModulesContext");
	const uint32_t one = node(&build, "ArrayElementsContext");
	const uint32_t other = node(&build, "ArrayElementContext");
	const uint32_t array = node(&build, "ArrayHeaderContext");

	(void)state;
	edge(&build, RA_NO_ID, root, "modules");
	edge(&build, one, other, "x");
	edge(&build, other, one, "value");
	edge(&build, other, array, "value");
	edge(&build, other, array, "key");
	edge(&build, root, array, "a");
	edge(&build, array, array, "value");
	for (unsigned i = 0; i < 50; i++) {
		edge(&build, one, array, "no number");
		edge(&build, other, array, "value");
	}
	const struct bytes file = built(&build);
	struct ra_snapshot *const snapshot = opened(file);

	assert_int_equal(snapshot->graph->node_count, 3);
	free(report_text(snapshot));
	ra_snapshot_close(snapshot);
	free(file.at);
}

/* ---- what is refused ---- */

static void refuses(struct bytes file, const char *why)
{
	struct ra_snapshot *snapshot = NULL;
	struct ra_error err = {0};

	assert_false(ra_store_parse((uint8_t *)file.at, file.length, &options, &snapshot, &err));
	assert_null(snapshot);
	if (!strstr(err.message, why)) {
		fail_msg("'%s' does not say '%s'", err.message, why);
	}
}

static void refused_ones(void **state)
{
	struct bytes file = saved_sample(false);
	uint8_t *const at = (uint8_t *)file.at;
	const uint64_t table = ra_le64(at + TABLE_PLACE);
	const uint64_t nodes = ra_le64(at + table + ENTRY + 16);
	const uint64_t edges = ra_le64(at + table + 2 * ENTRY + 16);

	(void)state;
	ra_put32(at + 4, 2);
	refuses(file, "version 2");
	ra_put32(at + 4, 1);
	refuses((struct bytes){file.at, 40}, "header");
	refuses((struct bytes){file.at, file.length - 1}, "cut off");
	ra_put64(at + table + ENTRY + 24, UINT64_MAX - 8);
	refuses(file, "'nodes' of the .rmem file lies outside it");
	ra_put64(at + table + ENTRY + 24, 17);
	refuses(file, "whole number of rows");
	at[table + ENTRY] = 'm';
	refuses(file, "no section 'nodes'");
	free(file.at);

	file = saved_sample(false);
	ra_put32((uint8_t *)file.at + nodes, 1);
	refuses(file, "row 0 of nodes");
	ra_put32((uint8_t *)file.at + nodes, 0);
	ra_put32((uint8_t *)file.at + edges + 4, UINT32_MAX - 1);
	refuses(file, "row 0 of edges");
	ra_put32((uint8_t *)file.at + 64, UINT32_MAX);
	refuses(file, "dictionary");
	free(file.at);
}

static uint32_t random_number(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

/* Words anywhere in the file, small and large. Whether it is refused or read, nothing else happens. */
static void changed_files_end_well(void **state)
{
	const struct bytes file = saved_sample(false);
	char *const copy = malloc(file.length);
	uint64_t seed = 4;
	unsigned read = 0;

	(void)state;
	assert_non_null(copy);
	for (unsigned i = 0; i < CHANGES; i++) {
		struct ra_snapshot *snapshot = NULL;

		memcpy(copy, file.at, file.length);
		for (uint32_t change = random_number(&seed) % 4 + 1; change-- > 0;) {
			const size_t place = random_number(&seed) % (file.length - 4);
			static const uint32_t odd[] = {0, 1, 0xff, 0x7fffffff, 0x80000000, UINT32_MAX};
			const uint32_t kind = random_number(&seed) % 8;

			ra_put32((uint8_t *)copy + place, kind < 6 ? odd[kind] : random_number(&seed) % 512);
		}
		if (ra_store_parse((uint8_t *)copy, file.length, &options, &snapshot, NULL)) {
			if (read++ % 16 == 0) {
				free(report_text(snapshot));
				free(saved(snapshot, false).at);
			}
			ra_snapshot_close(snapshot);
		}
	}
	assert_true(read > CHANGES / 20); /* not only the header is looked at */
	free(copy);
	free(file.at);
}

#ifdef RA_HAVE_SQLITE

enum {
	PAGE = 4096,
	DATABASE_CHANGES = 600
};

static void sqlite_and_back(void **state)
{
	uint8_t *bytes;
	struct ra_snapshot *const dump = sample(80300, false, &bytes);
	const struct bytes rows = saved(dump, false), database = saved_as("sqlite", dump, false),
					   same = saved_as("sqlite", dump, false);
	struct ra_snapshot *const back = opened(database);
	const struct bytes again = saved(back, false);

	(void)state;
	assert_int_equal(database.length, same.length);
	assert_memory_equal(database.at, same.at, same.length);
	assert_int_equal(rows.length, again.length);
	assert_memory_equal(rows.at, again.at, rows.length);
	ra_snapshot_close(back);
	ra_snapshot_close(dump);
	free(bytes);
	free(rows.at);
	free(database.at);
	free(same.at);
	free(again.at);
}

/* Bytes anywhere but in the header's first line, cut files, pages in each other's place. */
static void changed_databases_end_well(void **state)
{
	uint8_t *bytes;
	struct ra_snapshot *const dump = sample(80300, false, &bytes);
	const struct bytes database = saved_as("sqlite", dump, false);
	char *const copy = malloc(database.length);
	uint64_t seed = 9;
	unsigned read = 0;

	(void)state;
	assert_non_null(copy);
	for (unsigned i = 0; i < DATABASE_CHANGES; i++) {
		struct ra_snapshot *snapshot = NULL;
		size_t length = database.length;

		memcpy(copy, database.at, database.length);
		for (uint32_t change = random_number(&seed) % 6 + 1; change-- > 0;) {
			const size_t place = 16 + random_number(&seed) % (database.length - 16);

			copy[place] = (char)random_number(&seed);
		}
		if (i % 7 == 0) {
			length = 16 + random_number(&seed) % (database.length - 16);
		} else if (i % 5 == 0) {
			const size_t pages = database.length / PAGE;

			memcpy(copy + random_number(&seed) % pages * PAGE,
				database.at + random_number(&seed) % pages * PAGE, PAGE);
			memcpy(copy, database.at, 16);
		}
		if (ra_store_parse((uint8_t *)copy, length, &options, &snapshot, NULL)) {
			if (read++ % 16 == 0) {
				free(report_text(snapshot));
			}
			ra_snapshot_close(snapshot);
		}
	}
	assert_true(read > DATABASE_CHANGES / 20);
	free(copy);
	free(database.at);
	ra_snapshot_close(dump);
	free(bytes);
}

#endif

static void numbers_of_links(void **state)
{
	static const struct {
		const char *text;
		bool is;
		int64_t number;
	} rows[] = {
		{"0", true, 0},
		{"-5", true, -5},
		{"9223372036854775807", true, INT64_MAX},
		{"-9223372036854775808", true, INT64_MIN},
		{"9223372036854775808", false, 0},
		{"$_T[17]", true, 17},
		{"07", false, 0},
		{"", false, 0},
		{"-", false, 0},
		{"1a", false, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t number = 0;

		assert_int_equal(
			ra_link_number(rows[i].text, (uint32_t)strlen(rows[i].text), &number), rows[i].is);
		assert_true(!rows[i].is || number == rows[i].number);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_graph_comes_back),
		cmocka_unit_test(without_values_sizes_stay),
		cmocka_unit_test(growing_and_ending_come_back),
		cmocka_unit_test(a_file_of_reli_is_read),
		cmocka_unit_test(a_file_of_an_earlier_build_is_read),
		cmocka_unit_test(odd_structures_end),
		cmocka_unit_test(refused_ones),
		cmocka_unit_test(changed_files_end_well),
		cmocka_unit_test(numbers_of_links),
#ifdef RA_HAVE_SQLITE
		cmocka_unit_test(sqlite_and_back),
		cmocka_unit_test(changed_databases_end_well),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
