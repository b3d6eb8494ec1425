/* See saved_rows.h. Node n of the graph is node n - 1 here, since a root has no parent in the files; behind them come the
 * nodes that the format puts between a value and what it holds (ArrayElementsContext, ObjectPropertiesContext, ...). A size
 * is what the value costs the allocator, so sizes add up to what was analysed of memory_get_usage(). */
#include "export/saved_parts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/format.h"
#include "graph/tally.h"
#include "reader/heap.h"
#include "reader/noted.h"
#include "store/vocabulary.h"
#include "walk/snapshot.h"

enum {
	MAX_VALUE_BYTES = 1 << 26, /* of a string; readers refuse a text of 100,000,000 bytes */
};

/* enum ra_location + 1; 0: RA_LOC_UNKNOWN */
static const uint8_t locations[RA_NODE_KINDS] = {
	[RA_NODE_OBJECT] = RA_LOC_OBJECT + 1,
	[RA_NODE_ARRAY] = RA_LOC_ARRAY + 1,
	[RA_NODE_STRING] = RA_LOC_STRING + 1,
	[RA_NODE_REFERENCE] = RA_LOC_REFERENCE + 1,
	[RA_NODE_RESOURCE] = RA_LOC_RESOURCE + 1,
	[RA_NODE_FRAME] = RA_LOC_CALL_FRAME + 1,
	[RA_NODE_CLASS] = RA_LOC_CLASS_ENTRY + 1,
	[RA_NODE_FUNCTION] = RA_LOC_OP_ARRAY_BODY + 1,
	[RA_NODE_CONSTANT] = RA_LOC_CONSTANT + 1,
	[RA_NODE_PROPERTY_INFO] = RA_LOC_PROPERTY_INFO + 1,
	[RA_NODE_AST] = RA_LOC_AST + 1,
	[RA_NODE_VM_STACK] = RA_LOC_VM_STACK + 1,
	[RA_NODE_ARENA] = RA_LOC_ARENA + 1,
	[RA_NODE_STREAM] = RA_LOC_STREAM + 1,
	[RA_NODE_BUFFER] = RA_LOC_BUFFER + 1,
	[RA_NODE_TABLE] = RA_LOC_INTERNAL_STATE + 1,
};

static uint32_t id_count(const struct ra_saved_rows *rows)
{
	return (uint32_t)rows->saved.rows[RA_SAVED_NODES].count;
}

static void add_node(struct ra_saved_rows *rows, const char *type)
{
	const uint32_t id = id_count(rows);

	if (id == RA_NO_ID - 1) {
		rows->failed = true;
		return;
	}
	uint8_t *const at = ra_rows_row(rows, RA_SAVED_NODES, RA_NODE_ROW);

	ra_put32(at, id);
	ra_put32(at + 8, ra_rows_constant(rows, type));
	ra_put32(at + 12, RA_NO_TEXT);
}

static void add_edge(struct ra_saved_rows *rows, uint32_t from, uint32_t to, uint32_t link,
	bool tree, enum ra_strength strength)
{
	uint8_t *const at = ra_rows_row(rows, RA_SAVED_EDGES, RA_EDGE_ROW);

	ra_put32(at, from);
	ra_put32(at + 4, to);
	ra_put32(at + 8, link);
	at[12] = tree;
	at[13] = (uint8_t)strength;
}

static const char *root_name(const struct ra_graph *graph, ra_node node)
{
	return graph->kind[node] == RA_NODE_ROOT && graph->tree_edge[node] != RA_NO_NODE
			   ? ra_graph_name(graph, graph->edge_key[graph->tree_edge[node]], NULL)
			   : NULL;
}

static const char *node_type(const struct ra_graph *graph, ra_node node)
{
	const enum ra_node_kind kind = graph->kind[node];
	const char *const root = root_name(graph, node);
	const char *const type = root ? ra_root_type(root) : NULL;

	if (kind == RA_NODE_FUNCTION && (graph->flags[node] & RA_NODE_INTERNAL)) {
		return "InternalFunctionDefinitionContext";
	}
	return type ? type : ra_node_kind_name(kind);
}

static uint32_t key_text(struct ra_saved_rows *rows, ra_node key)
{
	uint32_t text = RA_NO_TEXT;

	if (rows->no_values) {
		return ra_rows_constant(rows, "(key)");
	}
	if (key < rows->graph->node_count) {
		text = ra_rows_string(rows, ra_node_address(rows->graph, key));
	}
	return text == RA_NO_TEXT ? ra_rows_constant(rows, "") : text;
}

static uint32_t link_text(struct ra_saved_rows *rows, uint32_t edge)
{
	const struct ra_graph *const graph = rows->graph;
	const uint32_t key = graph->edge_key[edge];

	switch ((enum ra_link_kind)graph->edge_kind[edge]) {
	case RA_LINK_THIS:
		return ra_rows_constant(rows, "this");
	case RA_LINK_DYNAMIC_TABLE:
		return ra_rows_constant(rows, "dynamic_properties");
	case RA_LINK_KEY_STRING:
		return ra_rows_constant(rows, "key");
	case RA_LINK_REFERENCED:
		return ra_rows_constant(rows, "referenced");
	case RA_LINK_KEY:
		return key_text(rows, key);
	case RA_LINK_INDEX:
	case RA_LINK_WIDE_INDEX:
		return ra_rows_number(rows, "", ra_edge_index(graph, edge), "");
	case RA_LINK_FRAME:
	case RA_LINK_HANDLE:
	case RA_LINK_MAP_ENTRY:
		return ra_rows_number(rows, "", key, "");
	case RA_LINK_ARGUMENT:
		return ra_rows_number(rows, "$args_to_internal_function[", key, "]");
	case RA_LINK_EXTRA_ARG:
		return ra_rows_number(rows, "$_ExtraArgs[", key, "]");
	case RA_LINK_TEMPORARY:
		return ra_rows_number(rows, "$_T[", key, "]");
	default:
		return ra_rows_name(rows, key);
	}
}

static enum ra_strength strength_of(const struct ra_graph *graph, uint32_t edge)
{
	if (graph->edge_flags[edge] & RA_EDGE_STRUCTURAL) {
		return RA_STRUCTURAL;
	}
	return graph->edge_flags[edge] & RA_EDGE_WEAK ? RA_WEAK : RA_STRONG;
}

/* ---- edges ---- */

struct edges { /* of one node */
	struct ra_saved_rows *rows;
	ra_node node;
	uint32_t members[RA_BETWEENS]; /* how many links go through such a node */
	uint32_t between[RA_BETWEENS]; /* its id */
	uint32_t element;              /* that has its key already; RA_NO_ID: none */
	ra_node element_key;
};

static void add_between(struct edges *edges, enum ra_between between)
{
	struct ra_saved_rows *const rows = edges->rows;
	const struct ra_graph *const graph = rows->graph;
	const uint32_t class_index = ra_node_class(graph, edges->node);
	const uint32_t id = edges->between[between] = id_count(rows);
	uint32_t count = edges->members[between];
	struct ra_array array;

	if (graph->kind[edges->node] == RA_NODE_ARRAY &&
		ra_reader_array(&rows->snapshot->reader, ra_node_address(graph, edges->node), &array)) {
		count = array.count;
	} else if (between == RA_BETWEEN_PROPERTIES && class_index < graph->class_count) {
		count = graph->classes[class_index].property_count;
	}
	add_node(rows, ra_between_types[between].type);
	add_edge(rows, edges->node - 1, id, ra_rows_constant(rows, ra_between_types[between].link),
		true, RA_STRONG);
	ra_rows_attribute(rows, id, "#count", ra_rows_number(rows, "", count, ""));
}

/* A node for one element, below which are its key and its value. */
static uint32_t add_element(struct edges *edges, uint32_t link)
{
	struct ra_saved_rows *const rows = edges->rows;
	const uint32_t id = id_count(rows);

	add_edge(rows, edges->between[RA_BETWEEN_ELEMENTS], id, link, true, RA_STRONG);
	add_node(rows, ra_between_types[RA_BETWEEN_ELEMENT].type);
	return id;
}

static void add_key(struct edges *edges, uint32_t edge)
{
	struct ra_saved_rows *const rows = edges->rows;
	const struct ra_graph *const graph = rows->graph;
	const bool tree = graph->edge_flags[edge] & RA_EDGE_TREE;

	edges->element_key = graph->edge_to[edge];
	edges->element = add_element(edges, key_text(rows, edges->element_key));
	add_edge(rows, edges->element, edges->element_key - 1, ra_rows_constant(rows, "key"), tree,
		strength_of(graph, edge));
}

static void add_value_of_element(struct edges *edges, uint32_t edge)
{
	struct ra_saved_rows *const rows = edges->rows;
	const struct ra_graph *const graph = rows->graph;
	const bool by_key = graph->edge_kind[edge] == RA_LINK_KEY;
	uint32_t id = edges->element;

	if (!by_key || id == RA_NO_ID || edges->element_key != graph->edge_key[edge]) {
		id = add_element(edges, link_text(rows, edge));
		/* a key that costs nothing: no edge of the graph leads to it */
		if (by_key && graph->edge_key[edge] - 1 < graph->node_count - 1) {
			add_edge(rows, id, graph->edge_key[edge] - 1, ra_rows_constant(rows, "key"), false,
				RA_STRUCTURAL);
		}
	}
	edges->element = RA_NO_ID;
	add_edge(rows, id, graph->edge_to[edge] - 1, ra_rows_constant(rows, "value"),
		graph->edge_flags[edge] & RA_EDGE_TREE, strength_of(graph, edge));
}

static void add_one_edge(struct edges *edges, uint32_t edge)
{
	struct ra_saved_rows *const rows = edges->rows;
	const struct ra_graph *const graph = rows->graph;
	const enum ra_link_kind link = graph->edge_kind[edge];
	const enum ra_between between = ra_between_of(graph->kind[edges->node], link);

	if (link == RA_LINK_KEY_STRING && edges->members[RA_BETWEEN_ELEMENTS]) {
		add_key(edges, edge);
		return;
	}
	if (between == RA_BETWEEN_ELEMENTS) {
		add_value_of_element(edges, edge);
		return;
	}
	add_edge(rows,
		edges->node == RA_SUPER_ROOT ? RA_NO_ID
		: between                    ? edges->between[between]
									 : edges->node - 1,
		graph->edge_to[edge] - 1, link_text(rows, edge), graph->edge_flags[edge] & RA_EDGE_TREE,
		strength_of(graph, edge));
}

/* Whether a reader would take the link for what it is. Of an element or a property it always does. */
static bool is_guessed(struct edges *edges, uint32_t edge)
{
	struct ra_saved_rows *const rows = edges->rows;
	const struct ra_graph *const graph = rows->graph;
	const enum ra_link_kind kind = graph->edge_kind[edge];
	struct ra_link_context context = {
		.between = ra_between_of(graph->kind[edges->node], kind),
		.from = graph->kind[edges->node],
		.to = graph->kind[graph->edge_to[edge]],
	};
	size_t length;

	if (graph->edge_flags[edge] & RA_EDGE_GUESS) {
		return false;
	}
	if (context.between == RA_BETWEEN_ELEMENTS || context.between == RA_BETWEEN_PROPERTIES ||
		kind == RA_LINK_WIDE_INDEX ||
		(edges->members[RA_BETWEEN_ELEMENTS] && kind == RA_LINK_KEY_STRING)) {
		return true;
	}
	context.has_key = kind == RA_LINK_KEY;
	context.root = root_name(graph, edges->node);
	context.text = ra_graph_name(rows->texts, link_text(rows, edge), &length);
	context.length = (uint32_t)length;
	return ra_link_guess(&context) == kind;
}

/* The letters of the links of a node, where one of them is not what a reader would guess. */
static void note_links(struct edges *edges)
{
	struct ra_saved_rows *const rows = edges->rows;
	const struct ra_graph *const graph = rows->graph;
	const uint32_t begin = graph->edge_begin[edges->node], end = graph->edge_begin[edges->node + 1];
	struct ra_buffer letters = {0};
	bool wrong = false;

	for (uint32_t edge = begin; edge < end && !wrong; edge++) {
		wrong = graph->edge_to[edge] != RA_SUPER_ROOT && !is_guessed(edges, edge);
	}
	for (uint32_t edge = begin; edge < end && wrong; edge++) {
		const char letter =
			ra_link_letter(graph->edge_kind[edge], graph->edge_flags[edge] & RA_EDGE_GUESS);

		if (graph->edge_to[edge] != RA_SUPER_ROOT) {
			ra_buffer_add(&letters, &letter, 1);
		}
	}
	if (wrong && !letters.failed) {
		ra_rows_attribute(rows, edges->node == RA_SUPER_ROOT ? 0 : edges->node - 1, "rdump.links",
			ra_rows_text_of(rows, letters.text, letters.length));
	}
	rows->failed = rows->failed || letters.failed;
	ra_buffer_done(&letters);
}

static void add_edges_of(struct ra_saved_rows *rows, ra_node node)
{
	const struct ra_graph *const graph = rows->graph;
	const uint32_t begin = graph->edge_begin[node], end = graph->edge_begin[node + 1];
	struct edges edges = {.rows = rows, .node = node, .element = RA_NO_ID};

	for (uint32_t edge = begin; edge < end; edge++) {
		edges.members[ra_between_of(graph->kind[node], graph->edge_kind[edge])]++;
		/* the keys of an array all stand below its elements, also where the values are scalars */
		edges.members[RA_BETWEEN_ELEMENTS] +=
			graph->kind[node] == RA_NODE_ARRAY && graph->edge_kind[edge] == RA_LINK_KEY_STRING;
	}
	for (unsigned i = RA_BETWEEN_ELEMENTS; i <= RA_BETWEEN_VARIABLES; i++) {
		if (edges.members[i]) {
			add_between(&edges, (enum ra_between)i);
		}
	}
	for (uint32_t edge = begin; edge < end; edge++) {
		if (graph->edge_to[edge] != RA_SUPER_ROOT) {
			add_one_edge(&edges, edge);
		}
	}
	if (node != RA_SUPER_ROOT) {
		note_links(&edges);
	}
}

/* ---- locations ---- */

static const char *region_of(const struct ra_saved_rows *rows, ra_node node)
{
	const struct ra_graph *const graph = rows->graph;
	const struct ra_heap *const heap = rows->snapshot->heap;
	struct ra_slot slot;

	/* some outside have a part in the heap, and sizes add up over what is not outside */
	if ((graph->flags[node] & RA_NODE_OUTSIDE) && ra_node_own_bytes(graph, node) == 0) {
		return "outside";
	}
	if (graph->kind[node] == RA_NODE_VM_STACK || graph->kind[node] == RA_NODE_FRAME) {
		return "vm_stack";
	}
	if (graph->kind[node] == RA_NODE_ARENA) {
		return "compiler_arena";
	}
	if (heap && ra_heap_slot_at(heap, ra_node_address(graph, node), &slot) &&
		heap->runs[slot.run].bin == RA_BIN_HUGE) {
		return "zend_mm_huge";
	}
	return "zend_mm_heap";
}

/* The number of the text that will hold the string: behind all others, whose number is not known yet. */
static uint32_t add_value(struct ra_saved_rows *rows, ra_node node)
{
	struct ra_string string;

	if (!ra_reader_string(&rows->snapshot->reader, ra_node_address(rows->graph, node), &string)) {
		return RA_NO_TEXT;
	}
	if (rows->no_values || string.length > MAX_VALUE_BYTES) {
		ra_rows_attribute(rows, node - 1, "rdump.length",
			ra_rows_number(rows, "", (int64_t)(string.length & INT64_MAX), ""));
	}
	if (rows->no_values) {
		return RA_NO_TEXT;
	}
	if (rows->value_count == rows->value_capacity) {
		const uint32_t capacity = rows->value_capacity ? rows->value_capacity * 2 : 1024;
		struct ra_string *const values = reallocarray(rows->values, capacity, sizeof(*values));

		if (!values) {
			rows->failed = true;
			return RA_NO_TEXT;
		}
		rows->values = values;
		rows->value_capacity = capacity;
	}
	rows->values[rows->value_count] = string;
	return rows->value_count++;
}

static void add_location(struct ra_saved_rows *rows, ra_node node)
{
	const struct ra_graph *const graph = rows->graph;
	const uint32_t class_index = ra_node_class(graph, node);
	const uint8_t listed = locations[graph->kind[node]];
	const enum ra_location location = listed ? (enum ra_location)(listed - 1) : RA_LOC_UNKNOWN;
	uint8_t *const at = ra_rows_row(rows, RA_SAVED_LOCATIONS, RA_LOCATION_ROW);
	uint32_t class_name = RA_NO_TEXT;

	if (graph->kind[node] == RA_NODE_OBJECT && class_index < graph->class_count) {
		class_name = ra_rows_name(rows, graph->classes[class_index].name);
	}
	ra_put32(at, node - 1);
	ra_put32(at + 4, ra_rows_constant(rows, ra_location_name(location)));
	ra_put32(at + 8, class_name);
	/* A root has none; equal addresses would make its bytes those of another. */
	ra_put64(at + 12, ra_node_address(graph, node) ? ra_node_address(graph, node) : node);
	ra_put64(at + 20, ra_node_own_bytes(graph, node));
	ra_put32(at + 28, graph->kind[node] == RA_NODE_STRING ? add_value(rows, node) : RA_NO_TEXT);
	ra_put32(at + 32, ra_node_refcount(graph, node));
	ra_put32(at + 40, ra_rows_constant(rows, region_of(rows, node)));
}

/* The texts of string values have their numbers behind all others. */
static void number_values(struct ra_saved_rows *rows)
{
	const struct ra_rows *const list = &rows->saved.rows[RA_SAVED_LOCATIONS];

	/* not `count`: a row may have found no memory */
	for (uint64_t i = 0; i < list->length / RA_LOCATION_ROW; i++) {
		uint8_t *const at = list->bytes + RA_LOCATION_ROW * i + 28;
		const uint32_t value = ra_le32(at);

		if (value != RA_NO_TEXT) {
			ra_put32(at, rows->text_count + value);
		}
	}
	rows->failed = rows->failed || rows->text_count > RA_NO_TEXT - 1 - rows->value_count;
}

/* When the dump was made, not when it was written in this form: the same dump gives the same bytes. */
static void note_time(struct ra_saved_rows *rows)
{
	const struct ra_note *const note = rows->snapshot->note;
	const time_t seconds = note ? (time_t)(note->captured_ns / 1000000000u) : 0;
	struct tm fields;

	if (!gmtime_r(&seconds, &fields) ||
		strftime(rows->saved.created_at, sizeof(rows->saved.created_at), "%Y-%m-%dT%H:%M:%SZ",
			&fields) == 0) {
		memcpy(rows->saved.created_at, "1970-01-01T00:00:00Z", sizeof("1970-01-01T00:00:00Z"));
	}
}

/* What there will be about, beyond a row for each node and edge: a node between and one per element, with an edge to it. */
static void reserve(struct ra_saved_rows *rows)
{
	const struct ra_graph *const graph = rows->graph;
	uint64_t between = 0, elements = 0;

	for (ra_node node = 0; node < graph->node_count; node++) {
		between += graph->kind[node] == RA_NODE_OBJECT || graph->kind[node] == RA_NODE_ARRAY;
	}
	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		const enum ra_link_kind kind = graph->edge_kind[edge];

		elements += kind == RA_LINK_INDEX || kind == RA_LINK_WIDE_INDEX || kind == RA_LINK_KEY;
	}
	ra_rows_reserve(
		&rows->saved.rows[RA_SAVED_NODES], (graph->node_count + between + elements) * RA_NODE_ROW);
	ra_rows_reserve(
		&rows->saved.rows[RA_SAVED_EDGES], (graph->edge_count + between + elements) * RA_EDGE_ROW);
	ra_rows_reserve(
		&rows->saved.rows[RA_SAVED_LOCATIONS], (uint64_t)graph->node_count * RA_LOCATION_ROW);
}

static void fill(struct ra_saved_rows *rows)
{
	const struct ra_graph *const graph = rows->graph;

	reserve(rows);
	ra_rows_constant(rows, "");
	for (ra_node node = 1; node < graph->node_count; node++) {
		add_node(rows, node_type(graph, node));
	}
	for (ra_node node = 0; node < graph->node_count && !rows->failed; node++) {
		add_edges_of(rows, node);
		if (node != RA_SUPER_ROOT && graph->tree_edge[node] == RA_NO_NODE) {
			add_edge(
				rows, RA_NO_ID, node - 1, ra_rows_constant(rows, "unreferenced"), true, RA_WEAK);
		}
	}
	for (ra_node node = 1; node < graph->node_count && !rows->failed; node++) {
		if (ra_node_address(graph, node) || ra_node_own_bytes(graph, node)) {
			add_location(rows, node);
		}
		ra_rows_node_supplement(rows, node);
	}
	ra_rows_counters(rows);
	ra_rows_supplement(rows);
	note_time(rows);
	number_values(rows);
}

static bool know_texts(struct ra_saved_rows *rows)
{
	const uint32_t names = ra_graph_name_count(rows->graph);

	rows->known = calloc(1, sizeof(*rows->known));
	if (!rows->known) {
		return false;
	}
	rows->known->names = calloc((size_t)names + 1, sizeof(*rows->known->names));
	rows->known->name_count = names;
	return rows->known->names != NULL;
}

bool ra_saved_rows_make(const struct ra_snapshot *snapshot, const struct ra_export_options *options,
	struct ra_saved_rows *rows, struct ra_error *err)
{
	*rows = (struct ra_saved_rows){
		.snapshot = snapshot, .graph = snapshot->graph, .no_values = options->no_values};
	if (!ra_graph_new(&rows->texts, err)) {
		return false;
	}
	if (!know_texts(rows)) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the export");
	}
	fill(rows);
	return (!rows->failed && !ra_graph_failed(rows->texts)) ||
		   ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the export");
}

void ra_saved_rows_done(struct ra_saved_rows *rows)
{
	ra_saved_done(&rows->saved);
	ra_graph_free(rows->texts);
	free(rows->values);
	if (rows->known) {
		free(rows->known->names);
	}
	free(rows->known);
}

uint32_t ra_saved_rows_length(const struct ra_saved_rows *rows, uint32_t number)
{
	size_t length;

	if (number >= rows->text_count) {
		const uint64_t all = rows->values[number - rows->text_count].length;

		return all < MAX_VALUE_BYTES ? (uint32_t)all : MAX_VALUE_BYTES;
	}
	ra_graph_name(rows->texts, number, &length);
	return (uint32_t)length;
}

void ra_saved_rows_text(
	const struct ra_saved_rows *rows, uint32_t number, uint32_t from, void *out, size_t length)
{
	if (number < rows->text_count) {
		memcpy(out, ra_graph_name(rows->texts, number, NULL) + from, length);
	} else if (!ra_reader_text(&rows->snapshot->reader, &rows->values[number - rows->text_count],
				   from, out, length)) {
		memset(out, '?', length);
	}
}
