/* The .rmem file of reli, version 1: the graph as tables, little-endian.
 *
 *   header 64 bytes    "RMEM", version, flags, number of sections, where the table of contents is
 *   sections           string_dict nodes edges locations attributes summary runs; texts are numbers
 *                      into string_dict
 *   table of contents  40 bytes per section: name, offset, length, number of elements
 *
 * The stored rows for readers (tree_csr_*) are left out: a reader makes them itself. Node n of the graph is node n - 1
 * here, since a root has no parent in the file; behind them come the nodes that the format puts between a value and
 * what it holds (ArrayElementsContext, ObjectPropertiesContext, ...). A size is what the value costs the allocator, so
 * sizes add up to what was analysed of memory_get_usage(). */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/bytes.h"
#include "base/stream.h"
#include "export/formats.h"
#include "graph/tally.h"
#include "reader/heap.h"
#include "reader/noted.h"
#include "walk/snapshot.h"

enum {
	HEADER_BYTES = 64,
	ENTRY_BYTES = 40,
	NAME_BYTES = 16,
	MOST_VALUE_BYTES = 1 << 20, /* of a string; its size stands in its location */
	MOST_KEY_BYTES = 1024,
};

#define NO_TEXT UINT32_MAX
#define NO_ID   UINT32_MAX

enum strength {
	STRONG,
	WEAK,
	STRUCTURAL
};

enum section_number { /* in the order of the file */
	STRING_DICT,
	NODES,
	EDGES,
	LOCATIONS,
	ATTRIBUTES,
	SUMMARY,
	RUNS,
	SECTIONS
};

static const char *const section_names[SECTIONS] = {
	"string_dict", "nodes", "edges", "locations", "attributes", "summary", "runs"};

struct section {
	uint8_t *bytes;
	uint64_t length, capacity;
	uint64_t count;
};

struct rmem {
	const struct ra_snapshot *snapshot;
	const struct ra_graph *graph;
	bool no_values;
	bool failed;
	struct ra_graph *texts; /* only its names: each text once, numbered from 0 */
	uint32_t text_count;
	uint64_t text_bytes;
	struct ra_string *values; /* contents of strings: texts behind the others */
	uint32_t value_count;
	uint32_t value_capacity;
	uint32_t id_count;
	struct section section[SECTIONS];
};

/* Between a value and what it holds by links of these kinds. */
static const struct group {
	const char *link, *type;
	uint32_t links;          /* bit per enum ra_link_kind */
	const char *member_type; /* one more node per element; NULL: none */
} groups[RA_NODE_KINDS] = {
	[RA_NODE_ARRAY] = {"array_elements", "ArrayElementsContext",
		1u << RA_LINK_INDEX | 1u << RA_LINK_WIDE_INDEX | 1u << RA_LINK_KEY, "ArrayElementContext"},
	[RA_NODE_OBJECT] = {"object_properties", "ObjectPropertiesContext", 1u << RA_LINK_PROPERTY,
		NULL},
	[RA_NODE_FRAME] = {"local_variables", "CallFrameVariableTableContext",
		1u << RA_LINK_LOCAL | 1u << RA_LINK_ARGUMENT | 1u << RA_LINK_EXTRA_ARG |
			1u << RA_LINK_TEMPORARY | 1u << RA_LINK_RESULT,
		NULL},
};

static const struct {
	const char *root, *type;
} root_types[] = {
	{"interned_strings", "InternedStringsContext"},
	{"global_variables", "GlobalVariablesContext"},
	{"class_table", "DefinedClassesContext"},
	{"function_table", "DefinedFunctionsContext"},
	{"global_constants", "GlobalConstantsContext"},
	{"included_files", "IncludedFilesContext"},
	{"global_callbacks", "GlobalCallbacksContext"},
	{"modules", "ModulesContext"},
	{"call_frames", "CallFramesContext"},
	{"objects_store", "ObjectsStoreContext"},
	{"regular_list", "RegularListContext"},
};

static const struct {
	enum ra_node_kind kind;
	enum ra_location location;
} locations[] = {
	{RA_NODE_OBJECT, RA_LOC_OBJECT},
	{RA_NODE_ARRAY, RA_LOC_ARRAY},
	{RA_NODE_STRING, RA_LOC_STRING},
	{RA_NODE_REFERENCE, RA_LOC_REFERENCE},
	{RA_NODE_RESOURCE, RA_LOC_RESOURCE},
	{RA_NODE_FRAME, RA_LOC_CALL_FRAME},
	{RA_NODE_CLASS, RA_LOC_CLASS_ENTRY},
	{RA_NODE_FUNCTION, RA_LOC_OP_ARRAY_BODY},
	{RA_NODE_CONSTANT, RA_LOC_CONSTANT},
	{RA_NODE_PROPERTY_INFO, RA_LOC_PROPERTY_INFO},
	{RA_NODE_AST, RA_LOC_AST},
	{RA_NODE_VM_STACK, RA_LOC_VM_STACK},
	{RA_NODE_ARENA, RA_LOC_ARENA},
	{RA_NODE_STREAM, RA_LOC_STREAM},
	{RA_NODE_BUFFER, RA_LOC_BUFFER},
	{RA_NODE_TABLE, RA_LOC_INTERNAL_STATE},
};

static uint8_t *add(struct rmem *rmem, enum section_number number, size_t length)
{
	static uint8_t spare[64];
	struct section *const section = &rmem->section[number];

	if (section->capacity - section->length < length) {
		const uint64_t capacity = section->capacity ? section->capacity * 2 : 65536;
		uint8_t *const bytes = realloc(section->bytes, capacity);

		if (!bytes) {
			rmem->failed = true;
			return spare;
		}
		section->bytes = bytes;
		section->capacity = capacity;
	}
	uint8_t *const at = section->bytes + section->length;

	memset(at, 0, length);
	section->length += length;
	return at;
}

static void put32(uint8_t *at, uint32_t number)
{
	for (unsigned i = 0; i < 4; i++) {
		at[i] = (uint8_t)(number >> 8 * i);
	}
}

static void put64(uint8_t *at, uint64_t number)
{
	put32(at, (uint32_t)number);
	put32(at + 4, (uint32_t)(number >> 32));
}

static uint32_t text_of(struct rmem *rmem, const char *bytes, size_t length)
{
	const ra_name name = ra_graph_intern(rmem->texts, bytes, length);

	if (name >= rmem->text_count) {
		rmem->text_count = name + 1;
		rmem->text_bytes += length;
	}
	return name;
}

static uint32_t text(struct rmem *rmem, const char *chars)
{
	return text_of(rmem, chars, strlen(chars));
}

static uint32_t number_text(
	struct rmem *rmem, const char *before, int64_t number, const char *after)
{
	char chars[64];
	const int length = snprintf(chars, sizeof(chars), "%s%" PRId64 "%s", before, number, after);

	return text_of(rmem, chars, (size_t)length);
}

static void add_node(struct rmem *rmem, const char *type)
{
	uint8_t *const at = add(rmem, NODES, 16);

	if (rmem->id_count == NO_ID - 1) {
		rmem->failed = true;
		return;
	}
	put32(at, rmem->id_count++);
	put32(at + 8, text(rmem, type));
	put32(at + 12, NO_TEXT);
	rmem->section[NODES].count++;
}

static void add_edge(
	struct rmem *rmem, uint32_t from, uint32_t to, uint32_t link, bool tree, enum strength strength)
{
	uint8_t *const at = add(rmem, EDGES, 16);

	put32(at, from);
	put32(at + 4, to);
	put32(at + 8, link);
	at[12] = tree;
	at[13] = (uint8_t)strength;
	rmem->section[EDGES].count++;
}

static void add_attribute(struct rmem *rmem, uint32_t id, const char *key, uint32_t value)
{
	uint8_t *const at = add(rmem, ATTRIBUTES, 12);

	put32(at, id);
	put32(at + 4, text(rmem, key));
	put32(at + 8, value);
	rmem->section[ATTRIBUTES].count++;
}

static const char *node_type(const struct ra_graph *graph, ra_node node)
{
	const enum ra_node_kind kind = graph->kind[node];

	if (kind == RA_NODE_FUNCTION && (graph->flags[node] & RA_NODE_INTERNAL)) {
		return "InternalFunctionDefinitionContext";
	}
	if (kind == RA_NODE_ROOT && graph->tree_edge[node] != RA_NO_NODE) {
		const char *const name =
			ra_graph_name(graph, graph->edge_key[graph->tree_edge[node]], NULL);

		for (size_t i = 0; i < sizeof(root_types) / sizeof(root_types[0]); i++) {
			if (strcmp(root_types[i].root, name) == 0) {
				return root_types[i].type;
			}
		}
	}
	return ra_node_kind_name(kind);
}

static uint32_t key_text(struct rmem *rmem, ra_node key)
{
	char bytes[MOST_KEY_BYTES];
	size_t got = 0;

	if (rmem->no_values) {
		return text(rmem, "(key)");
	}
	if (key < rmem->graph->node_count) {
		got = ra_reader_head(
			&rmem->snapshot->reader, rmem->graph->address[key], bytes, sizeof(bytes));
	}
	return text_of(rmem, bytes, got);
}

static uint32_t link_text(struct rmem *rmem, uint32_t edge)
{
	const struct ra_graph *const graph = rmem->graph;
	const uint32_t key = graph->edge_key[edge];
	size_t length;

	switch ((enum ra_link_kind)graph->edge_kind[edge]) {
	case RA_LINK_THIS:
		return text(rmem, "this");
	case RA_LINK_DYNAMIC_TABLE:
		return text(rmem, "dynamic_properties");
	case RA_LINK_KEY_STRING:
		return text(rmem, "key");
	case RA_LINK_REFERENCED:
		return text(rmem, "referenced");
	case RA_LINK_KEY:
		return key_text(rmem, key);
	case RA_LINK_INDEX:
	case RA_LINK_WIDE_INDEX:
		return number_text(rmem, "", ra_edge_index(graph, edge), "");
	case RA_LINK_FRAME:
	case RA_LINK_HANDLE:
	case RA_LINK_MAP_ENTRY:
		return number_text(rmem, "", key, "");
	case RA_LINK_ARGUMENT:
		return number_text(rmem, "$args_to_internal_function[", key, "]");
	case RA_LINK_EXTRA_ARG:
		return number_text(rmem, "$_ExtraArgs[", key, "]");
	case RA_LINK_TEMPORARY:
		return number_text(rmem, "$_T[", key, "]");
	default: {
		const char *const name = ra_graph_name(graph, key, &length);

		return text_of(rmem, name, length);
	}
	}
}

static enum strength strength_of(const struct ra_graph *graph, uint32_t edge)
{
	if (graph->edge_flags[edge] & RA_EDGE_STRUCTURAL) {
		return STRUCTURAL;
	}
	return graph->edge_flags[edge] & RA_EDGE_WEAK ? WEAK : STRONG;
}

static void add_group(struct rmem *rmem, ra_node node, const struct group *group, uint32_t count)
{
	struct ra_array array;
	const uint32_t id = rmem->id_count;

	if (rmem->graph->kind[node] == RA_NODE_ARRAY &&
		ra_reader_array(&rmem->snapshot->reader, rmem->graph->address[node], &array)) {
		count = array.count;
	} else if (rmem->graph->class_index[node] < rmem->graph->class_count) {
		count = rmem->graph->classes[rmem->graph->class_index[node]].property_count;
	}
	add_node(rmem, group->type);
	add_edge(rmem, node - 1, id, text(rmem, group->link), true, STRONG);
	add_attribute(rmem, id, "#count", number_text(rmem, "", count, ""));
}

static void add_edges_of(struct rmem *rmem, ra_node node)
{
	const struct ra_graph *const graph = rmem->graph;
	const struct group *const group = &groups[graph->kind[node]];
	const uint32_t end = graph->edge_begin[node + 1];
	uint32_t members = 0;

	for (uint32_t edge = graph->edge_begin[node]; edge < end; edge++) {
		members += group->links >> graph->edge_kind[edge] & 1;
	}
	const uint32_t group_id = rmem->id_count;

	if (members) {
		add_group(rmem, node, group, members);
	}
	for (uint32_t edge = graph->edge_begin[node]; edge < end; edge++) {
		const bool tree = graph->edge_flags[edge] & RA_EDGE_TREE;
		const bool member = group->links >> graph->edge_kind[edge] & 1;
		uint32_t from = node == RA_SUPER_ROOT ? NO_ID : member ? group_id : node - 1;
		uint32_t link = link_text(rmem, edge);

		if (graph->edge_to[edge] == RA_SUPER_ROOT) {
			continue;
		}
		if (member && group->member_type) {
			add_edge(rmem, from, rmem->id_count, link, true, STRONG);
			from = rmem->id_count;
			add_node(rmem, group->member_type);
			link = text(rmem, "value");
		}
		add_edge(rmem, from, graph->edge_to[edge] - 1, link, tree, strength_of(graph, edge));
	}
}

static const char *region_of(const struct rmem *rmem, ra_node node)
{
	const struct ra_graph *const graph = rmem->graph;
	const struct ra_heap *const heap = rmem->snapshot->heap;
	struct ra_slot slot;

	if (graph->flags[node] & RA_NODE_OUTSIDE) {
		return "outside";
	}
	if (graph->kind[node] == RA_NODE_VM_STACK || graph->kind[node] == RA_NODE_FRAME) {
		return "vm_stack";
	}
	if (graph->kind[node] == RA_NODE_ARENA) {
		return "compiler_arena";
	}
	if (heap && ra_heap_slot_at(heap, graph->address[node], &slot) &&
		heap->runs[slot.run].bin == RA_BIN_HUGE) {
		return "zend_mm_huge";
	}
	return "zend_mm_heap";
}

/* The number of the text that will hold the string: behind all others, whose number is not known yet. */
static uint32_t add_value(struct rmem *rmem, ra_node node)
{
	struct ra_string string;

	if (rmem->no_values ||
		!ra_reader_string(&rmem->snapshot->reader, rmem->graph->address[node], &string)) {
		return NO_TEXT;
	}
	if (rmem->value_count == rmem->value_capacity) {
		const uint32_t capacity = rmem->value_capacity ? rmem->value_capacity * 2 : 1024;
		struct ra_string *const values = reallocarray(rmem->values, capacity, sizeof(*values));

		if (!values) {
			rmem->failed = true;
			return NO_TEXT;
		}
		rmem->values = values;
		rmem->value_capacity = capacity;
	}
	rmem->values[rmem->value_count] = string;
	return rmem->value_count++;
}

static void add_location(struct rmem *rmem, ra_node node)
{
	const struct ra_graph *const graph = rmem->graph;
	const uint32_t class_index = graph->class_index[node];
	enum ra_location location = RA_LOC_UNKNOWN;
	uint8_t *const at = add(rmem, LOCATIONS, 48);
	uint32_t class_name = NO_TEXT;
	size_t length;

	for (size_t i = 0; i < sizeof(locations) / sizeof(locations[0]); i++) {
		if (locations[i].kind == graph->kind[node]) {
			location = locations[i].location;
		}
	}
	if (graph->kind[node] == RA_NODE_OBJECT && class_index < graph->class_count) {
		const char *const name = ra_graph_name(graph, graph->classes[class_index].name, &length);

		class_name = text_of(rmem, name, length);
	}
	put32(at, node - 1);
	put32(at + 4, text(rmem, ra_location_name(location)));
	put32(at + 8, class_name);
	/* A root has none; equal addresses would make its bytes those of another. */
	put64(at + 12, graph->address[node] ? graph->address[node] : node);
	put64(at + 20, graph->own_bytes[node]);
	put32(at + 28, graph->kind[node] == RA_NODE_STRING ? add_value(rmem, node) : NO_TEXT);
	put32(at + 32, graph->refcount[node]);
	put32(at + 40, text(rmem, region_of(rmem, node)));
	rmem->section[LOCATIONS].count++;
}

static void add_frame_attributes(struct rmem *rmem)
{
	const struct ra_graph *const graph = rmem->graph;

	for (uint32_t i = 0; i < graph->frame_count; i++) {
		const struct ra_frame_info *const frame = &graph->frames[i];
		size_t length;

		if (frame->node == RA_SUPER_ROOT || frame->node >= graph->node_count) {
			continue;
		}
		const char *const name = ra_graph_name(graph, frame->function, &length);

		add_attribute(rmem, frame->node - 1, "function_name", text_of(rmem, name, length));
		add_attribute(rmem, frame->node - 1, "lineno", number_text(rmem, "", frame->line, ""));
	}
}

static void add_summary(struct rmem *rmem, const char *key, uint32_t value)
{
	uint8_t *const at = add(rmem, SUMMARY, 8);

	put32(at, text(rmem, key));
	put32(at + 4, value);
	rmem->section[SUMMARY].count++;
}

static void add_counters(struct rmem *rmem)
{
	const struct ra_heap *const heap = rmem->snapshot->heap;
	const struct ra_tally *const tally = rmem->snapshot->tally;
	struct ra_process process;

	add(rmem, SUMMARY, 4); /* the count, known below */
	if (heap && heap->found) {
		const uint64_t chunk_bytes = (uint64_t)heap->chunk_count * RA_CHUNK_BYTES;
		const struct {
			const char *key;
			uint64_t number;
		} rows[] = {
			{"zend_mm_heap_total", chunk_bytes + heap->huge_bytes},
			{"zend_mm_heap_usage", tally->analysed_bytes},
			{"zend_mm_chunk_total", chunk_bytes},
			{"zend_mm_huge_total", heap->huge_bytes},
			{"vm_stack_total", tally->vm_stack_total},
			{"vm_stack_usage", tally->vm_stack_usage},
			{"compiler_arena_total", tally->arena_total},
			{"compiler_arena_usage", tally->arena_usage},
			{"memory_get_usage", heap->usage_bytes},
			{"memory_get_real_usage", heap->real_usage_bytes},
			{"memory_get_peak_usage", heap->peak_bytes},
			{"memory_get_peak_usage_real", heap->real_peak_bytes},
			{"memory_limit", heap->limit_bytes},
			{"chunks_count", heap->chunks_count},
			{"peak_chunks_count", heap->peak_chunks_count},
			{"cached_chunks_count", heap->cached_chunks_count},
			{"cached_chunks_size", (uint64_t)heap->cached_chunks_count * RA_CHUNK_BYTES},
		};

		for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
			add_summary(rmem, rows[i].key,
				number_text(rmem, "",
					rows[i].number > INT64_MAX ? INT64_MAX : (int64_t)rows[i].number, ""));
		}
	}
	if (ra_reader_process(&rmem->snapshot->reader, &process) && process.php_version) {
		add_summary(rmem, "php_version", text(rmem, process.php_version));
	}
	add_summary(rmem, "analyzer", text(rmem, "rdump"));
	if (!rmem->failed) {
		put32(rmem->section[SUMMARY].bytes, (uint32_t)rmem->section[SUMMARY].count);
	}
}

/* When the dump was made, not when it was written in this form: the same dump gives the same bytes. */
static void add_run(struct rmem *rmem)
{
	const struct ra_note *const note = rmem->snapshot->note;
	const time_t seconds = note ? (time_t)(note->captured_ns / 1000000000u) : 0;
	char chars[32] = "1970-01-01T00:00:00Z";
	struct tm fields;

	if (gmtime_r(&seconds, &fields)) {
		strftime(chars, sizeof(chars), "%Y-%m-%dT%H:%M:%SZ", &fields);
	}
	uint8_t *const at = add(rmem, RUNS, 8);

	put32(at, 1);
	put32(at + 4, (uint32_t)strlen(chars));
	memcpy(add(rmem, RUNS, strlen(chars)), chars, strlen(chars));
	rmem->section[RUNS].count = 1;
}

/* The texts of string values have their numbers behind all others. */
static void number_values(struct rmem *rmem)
{
	/* not `count`: a row may have found no memory */
	for (uint64_t i = 0; i < rmem->section[LOCATIONS].length / 48; i++) {
		uint8_t *const at = rmem->section[LOCATIONS].bytes + 48 * i + 28;
		const uint32_t value = ra_le32(at);

		if (value != NO_TEXT) {
			put32(at, rmem->text_count + value);
		}
	}
}

static void fill(struct rmem *rmem)
{
	const struct ra_graph *const graph = rmem->graph;

	text(rmem, "");
	for (ra_node node = 1; node < graph->node_count; node++) {
		add_node(rmem, node_type(graph, node));
	}
	for (ra_node node = 0; node < graph->node_count; node++) {
		add_edges_of(rmem, node);
		if (node != RA_SUPER_ROOT && graph->tree_edge[node] == RA_NO_NODE) {
			add_edge(rmem, NO_ID, node - 1, text(rmem, "unreferenced"), true, WEAK);
		}
	}
	for (ra_node node = 1; node < graph->node_count; node++) {
		if (graph->address[node] || graph->own_bytes[node]) {
			add_location(rmem, node);
		}
	}
	add_frame_attributes(rmem);
	add_counters(rmem);
	add_run(rmem);
	number_values(rmem);
}

static uint32_t kept_bytes(const struct ra_string *string)
{
	return string->length < MOST_VALUE_BYTES ? (uint32_t)string->length : MOST_VALUE_BYTES;
}

static void write_texts(const struct rmem *rmem, struct ra_stream *stream)
{
	uint8_t number[4];

	put32(number, rmem->text_count + rmem->value_count);
	ra_stream_add(stream, number, 4);
	for (uint32_t i = 0; i < rmem->text_count; i++) {
		size_t length;
		const char *const bytes = ra_graph_name(rmem->texts, i, &length);

		put32(number, (uint32_t)length);
		ra_stream_add(stream, number, 4);
		ra_stream_add(stream, bytes, length);
	}
	for (uint32_t i = 0; i < rmem->value_count; i++) {
		const uint32_t length = kept_bytes(&rmem->values[i]);
		char bytes[4096];

		put32(number, length);
		ra_stream_add(stream, number, 4);
		for (uint32_t done = 0; done < length;) {
			const size_t piece = length - done < sizeof(bytes) ? length - done : sizeof(bytes);

			if (!ra_reader_text(&rmem->snapshot->reader, &rmem->values[i], done, bytes, piece)) {
				memset(bytes, '?', piece);
			}
			ra_stream_add(stream, bytes, piece);
			done += (uint32_t)piece;
		}
	}
}

static void write_file(struct rmem *rmem, struct ra_stream *stream)
{
	struct section *const dict = &rmem->section[STRING_DICT];
	uint8_t header[HEADER_BYTES] = "RMEM";
	uint64_t at = HEADER_BYTES;

	dict->count = (uint64_t)rmem->text_count + rmem->value_count;
	dict->length = 4 + 4 * dict->count + rmem->text_bytes;
	for (uint32_t i = 0; i < rmem->value_count; i++) {
		dict->length += kept_bytes(&rmem->values[i]);
	}
	for (unsigned i = 0; i < SECTIONS; i++) {
		at += rmem->section[i].length;
	}
	put32(header + 4, 1);
	put32(header + 8, 1);
	put32(header + 12, SECTIONS);
	put64(header + 16, at);
	ra_stream_add(stream, header, sizeof(header));
	write_texts(rmem, stream);
	for (unsigned i = NODES; i < SECTIONS; i++) {
		ra_stream_add(stream, rmem->section[i].bytes, rmem->section[i].length);
	}
	at = HEADER_BYTES;
	for (unsigned i = 0; i < SECTIONS; i++) {
		uint8_t entry[ENTRY_BYTES] = {0};

		memcpy(entry, section_names[i], strlen(section_names[i])); /* all shorter than NAME_BYTES */
		put64(entry + NAME_BYTES, at);
		put64(entry + NAME_BYTES + 8, rmem->section[i].length);
		put64(entry + NAME_BYTES + 16, rmem->section[i].count);
		ra_stream_add(stream, entry, sizeof(entry));
		at += rmem->section[i].length;
	}
}

bool ra_export_rmem(const struct ra_snapshot *snapshot, const struct ra_export_options *options,
	struct ra_output *output, struct ra_error *err)
{
	struct rmem rmem = {
		.snapshot = snapshot, .graph = snapshot->graph, .no_values = options->no_values};
	struct ra_stream *const stream = calloc(1, sizeof(*stream));
	bool done = stream && ra_graph_new(&rmem.texts, err);

	if (done) {
		stream->output = output;
		fill(&rmem);
		done = !rmem.failed && !ra_graph_failed(rmem.texts);
	}
	if (done) {
		write_file(&rmem, stream);
		ra_stream_flush(stream);
	} else {
		ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the export");
	}
	for (unsigned i = 0; i < SECTIONS; i++) {
		free(rmem.section[i].bytes);
	}
	free(rmem.values);
	ra_graph_free(rmem.texts);
	free(stream);
	return done;
}
