/* The JSON that Chrome DevTools, VS Code and memlab read as a heap snapshot (V8's format).
 *
 *   node 0                 the root they expect
 *   node 1                 "(PHP roots)", our super-root; below it the roots
 *   node n + 1             node n of the graph
 *   nodes at the end       the rest of values of 4 GiB and more: the format has 32 bits for a size
 *
 * An edge that holds keeps its kind (property, element, internal), any other is "weak"; what no edge holds hangs on
 * "(PHP roots)", as it does in our measures. So retained sizes that these programs compute are ours.
 *
 * `strings` must be the last key, and the readers want every key of the list below, empty or not. Strings are numbered
 * while nodes and edges are counted: first names, each once, then the contents of string nodes in the order of their
 * ids. Everything is written in one pass, from arrays of 4 bytes per node. */
#include "export/export.h"
#include "export/formats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "base/hash.h"
#include "base/stream.h"
#include "export/export_names.h"
#include "findings/path.h"
#include "walk/snapshot.h"

enum {
	NODE_FIELDS = 7,
	VALUE_BYTES = 1024, /* as V8 cuts a string */
	FIRST_NODE = 1,     /* the ordinal of the graph's node 0 */
};

#define MAX_SELF_SIZE UINT32_MAX /* sizes are read into 32 bits */
#define NO_STRING     UINT32_MAX

enum node_type { /* places in meta.node_types */
	NODE_STRING = 2,
	NODE_OBJECT = 3,
	NODE_CODE = 4,
	NODE_NATIVE = 8,
	NODE_SYNTHETIC = 9,
};

enum edge_type { /* places in meta.edge_types */
	EDGE_CONTEXT = 0,
	EDGE_ELEMENT = 1,
	EDGE_PROPERTY = 2,
	EDGE_INTERNAL = 3,
	EDGE_WEAK = 6,
};

static const char meta[] =
	"{\"snapshot\":{\"meta\":{"
	"\"node_fields\":[\"type\",\"name\",\"id\",\"self_size\",\"edge_count\",\"trace_node_id\",\"detachedness\"],"
	"\"node_types\":[[\"hidden\",\"array\",\"string\",\"object\",\"code\",\"closure\",\"regexp\",\"number\",\"native\","
	"\"synthetic\",\"concatenated string\",\"sliced string\",\"symbol\",\"bigint\",\"object shape\"],"
	"\"string\",\"number\",\"number\",\"number\",\"number\",\"number\"],"
	"\"edge_fields\":[\"type\",\"name_or_index\",\"to_node\"],"
	"\"edge_types\":[[\"context\",\"element\",\"property\",\"internal\",\"hidden\",\"shortcut\",\"weak\"],"
	"\"string_or_number\",\"node\"],"
	"\"trace_function_info_fields\":[\"function_id\",\"name\",\"script_name\",\"script_id\",\"line\",\"column\"],"
	"\"trace_node_fields\":[\"id\",\"function_info_index\",\"count\",\"size\",\"children\"],"
	"\"sample_fields\":[\"timestamp_us\",\"last_assigned_id\"],"
	"\"location_fields\":[\"object_index\",\"script_id\",\"line\",\"column\"]},";

static const uint8_t node_types[RA_NODE_KINDS] = {
	[RA_NODE_SUPER_ROOT] = NODE_SYNTHETIC,
	[RA_NODE_ROOT] = NODE_OBJECT, /* readers end the path to the root at a synthetic node */
	[RA_NODE_FRAME] = NODE_OBJECT,
	[RA_NODE_OBJECT] = NODE_OBJECT,
	[RA_NODE_ARRAY] = NODE_OBJECT, /* what they call "array" counts as memory of the system */
	[RA_NODE_STRING] = NODE_STRING,
	[RA_NODE_REFERENCE] = NODE_OBJECT,
	[RA_NODE_RESOURCE] = NODE_OBJECT,
	[RA_NODE_CLASS] = NODE_CODE,
	[RA_NODE_FUNCTION] = NODE_CODE,
	[RA_NODE_CONSTANT] = NODE_CODE,
	[RA_NODE_PROPERTY_INFO] = NODE_CODE,
	[RA_NODE_AST] = NODE_CODE,
	[RA_NODE_VM_STACK] = NODE_NATIVE,
	[RA_NODE_ARENA] = NODE_NATIVE,
	[RA_NODE_STREAM] = NODE_NATIVE,
	[RA_NODE_BUFFER] = NODE_NATIVE,
	[RA_NODE_TABLE] = NODE_NATIVE,
	[RA_NODE_UNKNOWN] = NODE_NATIVE,
};

/* How a link that holds is written: the type of the edge, and whether its key is a name of the graph, a number, or
 * neither (then `text` is its name). */
enum key_form {
	KEY_TEXT,
	KEY_NAME,
	KEY_NUMBER,
	KEY_INDEX,  /* any 64-bit integer */
	KEY_STRING, /* a string node */
};

static const struct link_form {
	enum edge_type type;
	enum key_form key;
	const char *text; /* also of a weak edge whose key is no name */
} link_forms[RA_LINK_KINDS] = {
	[RA_LINK_ROOT] = {EDGE_INTERNAL, KEY_NAME, NULL},
	[RA_LINK_FRAME] = {EDGE_ELEMENT, KEY_NUMBER, "frame"},
	[RA_LINK_GLOBAL] = {EDGE_PROPERTY, KEY_NAME, NULL},
	[RA_LINK_LOCAL] = {EDGE_CONTEXT, KEY_NAME, NULL},
	[RA_LINK_ARGUMENT] = {EDGE_ELEMENT, KEY_NUMBER, "argument"},
	[RA_LINK_EXTRA_ARG] = {EDGE_ELEMENT, KEY_NUMBER, "argument"},
	[RA_LINK_TEMPORARY] = {EDGE_ELEMENT, KEY_NUMBER, "temporary"},
	[RA_LINK_THIS] = {EDGE_CONTEXT, KEY_TEXT, "this"},
	[RA_LINK_PROPERTY] = {EDGE_PROPERTY, KEY_NAME, NULL},
	[RA_LINK_DYNAMIC_TABLE] = {EDGE_INTERNAL, KEY_TEXT, "dynamic properties"},
	[RA_LINK_INDEX] = {EDGE_ELEMENT, KEY_INDEX, "element"},
	[RA_LINK_WIDE_INDEX] = {EDGE_ELEMENT, KEY_INDEX, "element"},
	[RA_LINK_KEY] = {EDGE_PROPERTY, KEY_STRING, "element"},
	[RA_LINK_KEY_STRING] = {EDGE_INTERNAL, KEY_TEXT, "key"},
	[RA_LINK_REFERENCED] = {EDGE_INTERNAL, KEY_TEXT, "value"},
	[RA_LINK_CLASS] = {EDGE_INTERNAL, KEY_NAME, NULL},
	[RA_LINK_FUNCTION] = {EDGE_INTERNAL, KEY_NAME, NULL},
	[RA_LINK_STATIC_PROPERTY] = {EDGE_PROPERTY, KEY_NAME, NULL},
	[RA_LINK_CLASS_CONSTANT] = {EDGE_PROPERTY, KEY_NAME, NULL},
	[RA_LINK_CONSTANT] = {EDGE_PROPERTY, KEY_NAME, NULL},
	[RA_LINK_STATIC_VARIABLE] = {EDGE_CONTEXT, KEY_NAME, NULL},
	[RA_LINK_BOUND_VARIABLE] = {EDGE_CONTEXT, KEY_NAME, NULL},
	[RA_LINK_HANDLE] = {EDGE_ELEMENT, KEY_NUMBER, "handle"},
	[RA_LINK_MAP_ENTRY] = {EDGE_ELEMENT, KEY_NUMBER, "entry"},
	[RA_LINK_FIELD] = {EDGE_INTERNAL, KEY_NAME, NULL},
};

/* Texts that are there once however often they are asked for. */
struct names {
	char **texts; /* string number = place + 1 */
	uint32_t count;
	uint32_t *slots; /* open addressing; 0: free, otherwise string number */
	uint32_t slot_count;
};

struct heap {
	const struct ra_snapshot *snapshot;
	const struct ra_graph *graph;
	bool no_values;
	struct ra_stream *stream;

	struct names names;
	uint32_t *node_name; /* string number; of a string node with values: the rank of its contents */
	uint32_t *name_of;   /* by ra_name: string number, NO_STRING: not met yet */
	uint32_t *link_text; /* by link kind, of `text` */
	uint32_t *index_name; /* per wide key that is no element: its decimal text */
	uint32_t value_count;
	ra_node *orphans; /* held by nothing: ascending */
	uint32_t orphan_count;
	uint32_t rest_count; /* further nodes of values beyond MAX_SELF_SIZE */
	uint64_t edge_count;
};

static bool grow_slots(struct names *names)
{
	const uint32_t wanted = names->slot_count ? names->slot_count * 2 : 1024;
	uint32_t *const slots = calloc(wanted, sizeof(*slots));

	if (!slots) {
		return false;
	}
	for (uint32_t i = 0; i < names->count; i++) {
		const char *const text = names->texts[i];
		uint32_t slot = (uint32_t)ra_hash_bytes(text, strlen(text)) & (wanted - 1);

		while (slots[slot]) {
			slot = (slot + 1) & (wanted - 1);
		}
		slots[slot] = i + 1;
	}
	free(names->slots);
	names->slots = slots;
	names->slot_count = wanted;
	return true;
}

/* The number of a text, which it takes. NO_STRING: no memory. */
static uint32_t number_of(struct names *names, char *text)
{
	if (!text || (names->count * 2 >= names->slot_count && !grow_slots(names))) {
		free(text);
		return NO_STRING;
	}
	uint32_t slot = (uint32_t)ra_hash_bytes(text, strlen(text)) & (names->slot_count - 1);

	while (names->slots[slot]) {
		if (strcmp(names->texts[names->slots[slot] - 1], text) == 0) {
			free(text);
			return names->slots[slot];
		}
		slot = (slot + 1) & (names->slot_count - 1);
	}
	if (!ra_lines_add(&names->texts, &names->count, text)) {
		return NO_STRING;
	}
	return names->slots[slot] = names->count;
}

/* "user_name" of the graph, once. */
static uint32_t number_of_name(struct heap *heap, ra_name name)
{
	if (heap->name_of[name] == NO_STRING) {
		size_t length;
		const char *const bytes = ra_graph_name(heap->graph, name, &length);

		heap->name_of[name] = number_of(&heap->names, ra_class_text(bytes, length));
	}
	return heap->name_of[name];
}

static bool is_value(const struct heap *heap, ra_node node)
{
	return heap->graph->kind[node] == RA_NODE_STRING && !heap->no_values;
}

static uint32_t rests_of(uint64_t own_bytes)
{
	return own_bytes > MAX_SELF_SIZE ? (uint32_t)((own_bytes - 1) / MAX_SELF_SIZE) : 0;
}

/* Names and counts of all nodes. */
static bool name_nodes(struct heap *heap)
{
	const struct ra_graph *const graph = heap->graph;
	uint32_t kind_number[RA_NODE_KINDS] = {0};
	uint32_t *const class_number = calloc((size_t)graph->class_count + 1, sizeof(*class_number));
	bool ok = class_number != NULL;

	for (ra_node node = 0; ok && node < graph->node_count; node++) {
		const enum ra_node_kind kind = graph->kind[node];
		const uint32_t cls = kind == RA_NODE_OBJECT ? ra_node_class(graph, node) : RA_NO_CLASS;
		uint32_t *shared = NULL;

		heap->rest_count += rests_of(ra_node_own_bytes(graph, node));
		if (is_value(heap, node)) {
			heap->node_name[node] = heap->value_count++;
			continue;
		}
		if (kind == RA_NODE_STRING) {
			heap->node_name[node] = number_of(&heap->names,
				ra_text_printf("<string %" PRIu64 " B>", ra_node_own_bytes(graph, node)));
			ok = heap->node_name[node] != NO_STRING;
			continue;
		}
		if (cls < graph->class_count) {
			shared = &class_number[cls];
		} else if (ra_export_kind_name(kind)) {
			shared = &kind_number[kind];
		}
		if (shared && *shared) {
			heap->node_name[node] = *shared;
			continue;
		}
		heap->node_name[node] = number_of(&heap->names, ra_export_node_name(heap->snapshot, node));
		ok = heap->node_name[node] != NO_STRING;
		if (shared) {
			*shared = heap->node_name[node];
		}
	}
	free(class_number);
	return ok;
}

/* The names of all links, and how many edges there are. */
static bool name_links(struct heap *heap)
{
	const struct ra_graph *const graph = heap->graph;
	ra_name most = 0;

	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		if (link_forms[graph->edge_kind[edge]].key == KEY_NAME && graph->edge_key[edge] > most) {
			most = graph->edge_key[edge];
		}
	}
	heap->name_of = reallocarray(NULL, (size_t)most + 1, sizeof(uint32_t));
	heap->index_name = reallocarray(NULL, (size_t)graph->wide_key_count + 1, sizeof(uint32_t));
	if (!heap->name_of || !heap->index_name) {
		return false;
	}
	memset(heap->name_of, 0xff, ((size_t)most + 1) * sizeof(uint32_t));
	for (unsigned kind = 0; kind < RA_LINK_KINDS; kind++) {
		const char *const text = link_forms[kind].text;

		if (text && (heap->link_text[kind] = number_of(&heap->names, ra_text_printf("%s", text))) ==
						NO_STRING) {
			return false;
		}
	}
	for (uint32_t i = 0; i < graph->wide_key_count; i++) {
		const int64_t key = graph->wide_keys[i];

		heap->index_name[i] = key < 0 || key > UINT32_MAX
								  ? number_of(&heap->names, ra_text_printf("%" PRId64, key))
								  : 0;
		if (heap->index_name[i] == NO_STRING) {
			return false;
		}
	}
	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		if (graph->edge_to[edge] == RA_SUPER_ROOT) {
			continue;
		}
		heap->edge_count++;
		if (link_forms[graph->edge_kind[edge]].key == KEY_NAME &&
			number_of_name(heap, graph->edge_key[edge]) == NO_STRING) {
			return false;
		}
	}
	return true;
}

/* What no holding edge reaches from the root hangs there by one edge per first such node, in the order of ids. */
static bool find_orphans(struct heap *heap)
{
	const struct ra_graph *const graph = heap->graph;
	uint8_t *const seen = calloc(graph->node_count, 1);
	ra_node *const stack = reallocarray(NULL, (size_t)graph->node_count, sizeof(*stack));

	for (ra_node first = 0; seen && stack && first < graph->node_count; first++) {
		uint32_t depth = 0;

		if (seen[first]) {
			continue;
		}
		if (first != RA_SUPER_ROOT) {
			if ((heap->orphan_count & (heap->orphan_count - 1)) == 0) {
				ra_node *const grown =
					reallocarray(heap->orphans, (size_t)heap->orphan_count * 2 + 1, sizeof(*grown));

				if (!grown) {
					break;
				}
				heap->orphans = grown;
			}
			heap->orphans[heap->orphan_count++] = first;
		}
		seen[first] = 1;
		stack[depth++] = first;
		while (depth > 0) {
			const ra_node node = stack[--depth];

			for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
				const ra_node to = graph->edge_to[e];

				if (!seen[to] && ra_edge_holds(graph, e)) {
					seen[to] = 1;
					stack[depth++] = to;
				}
			}
		}
	}
	const bool ok = seen && stack && seen[graph->node_count - 1];

	free(seen);
	free(stack);
	return ok;
}

/* Ids that stay the same between two dumps of one process: the address, odd as V8's ids of values are. Two nodes at
 * one place in 16 GiB, or two of one address, get the next free one. */
struct ids {
	uint32_t *slots; /* ids that are taken; 0: free */
	uint64_t slot_count;
};

static bool take_id(struct ids *ids, uint32_t id)
{
	uint64_t slot = ra_hash_pair(id, 0) & (ids->slot_count - 1);

	while (ids->slots[slot]) {
		if (ids->slots[slot] == id) {
			return false;
		}
		slot = (slot + 1) & (ids->slot_count - 1);
	}
	ids->slots[slot] = id;
	return true;
}

static uint32_t id_of(struct ids *ids, ra_addr address, uint32_t ordinal)
{
	uint32_t id = address ? (uint32_t)(address >> 2) | 1 : ordinal * 2 + 1;

	while (!take_id(ids, id)) {
		id += 2;
	}
	return id;
}

static void add_comma(struct heap *heap, bool *first)
{
	if (!*first) {
		ra_stream_char(heap->stream, ',');
	}
	*first = false;
}

static void write_node(struct heap *heap, bool *first, const uint64_t fields[5])
{
	add_comma(heap, first);
	for (unsigned i = 0; i < 5; i++) {
		ra_stream_number(heap->stream, fields[i]);
		ra_stream_char(heap->stream, ',');
	}
	ra_stream_text(heap->stream, "0,0\n");
}

static uint32_t string_of_node(const struct heap *heap, ra_node node)
{
	return is_value(heap, node) ? 1 + heap->names.count + heap->node_name[node]
								: heap->node_name[node];
}

static uint32_t edges_from(const struct heap *heap, ra_node node)
{
	const struct ra_graph *const graph = heap->graph;
	uint32_t count = 0;

	for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
		count += graph->edge_to[e] != RA_SUPER_ROOT;
	}
	return count + (node == RA_SUPER_ROOT ? heap->orphan_count : 0);
}

static bool write_nodes(struct heap *heap, uint32_t roots_name)
{
	const struct ra_graph *const graph = heap->graph;
	const uint64_t all = (uint64_t)graph->node_count + FIRST_NODE + heap->rest_count;
	struct ids ids = {.slot_count = 1024};
	bool first = true;

	while (ids.slot_count < all * 2) {
		ids.slot_count *= 2;
	}
	ids.slots = calloc(ids.slot_count, sizeof(*ids.slots));
	if (!ids.slots) {
		return false;
	}
	ra_stream_text(heap->stream, "\"nodes\":[");
	write_node(heap, &first, (uint64_t[]){NODE_SYNTHETIC, roots_name, id_of(&ids, 0, 0), 0, 1});
	for (ra_node node = 0; node < graph->node_count; node++) {
		const uint64_t own = ra_node_own_bytes(graph, node);
		const uint32_t rests = rests_of(own);

		write_node(heap, &first,
			(uint64_t[]){node_types[graph->kind[node]], string_of_node(heap, node),
				id_of(&ids, ra_node_address(graph, node), node + FIRST_NODE),
				rests ? MAX_SELF_SIZE : own, (uint64_t)edges_from(heap, node) + (rests > 0)});
	}
	for (ra_node node = 0; heap->rest_count > 0 && node < graph->node_count; node++) {
		const uint64_t own = ra_node_own_bytes(graph, node);

		for (uint32_t rest = 1, rests = rests_of(own); rest <= rests; rest++) {
			const uint64_t left = own - (uint64_t)rest * MAX_SELF_SIZE;

			write_node(heap, &first,
				(uint64_t[]){NODE_NATIVE, heap->link_text[RA_LINK_REFERENCED],
					id_of(&ids, ra_node_address(graph, node) + rest, 0),
					left > MAX_SELF_SIZE ? MAX_SELF_SIZE : left, rest < rests});
		}
	}
	ra_stream_text(heap->stream, "],\n");
	free(ids.slots);
	return true;
}

static void write_edge(
	struct heap *heap, bool *first, unsigned type, uint64_t name, uint64_t to_ordinal)
{
	add_comma(heap, first);
	ra_stream_number(heap->stream, type);
	ra_stream_char(heap->stream, ',');
	ra_stream_number(heap->stream, name);
	ra_stream_char(heap->stream, ',');
	ra_stream_number(heap->stream, to_ordinal * NODE_FIELDS);
	ra_stream_char(heap->stream, '\n');
}

static void write_graph_edge(struct heap *heap, bool *first, uint32_t edge)
{
	const struct ra_graph *const graph = heap->graph;
	const enum ra_link_kind kind = graph->edge_kind[edge];
	const struct link_form *const form = &link_forms[kind];
	const uint32_t key = graph->edge_key[edge];
	unsigned type = form->type;
	uint64_t name = heap->link_text[kind];
	const bool holds = ra_edge_holds(graph, edge);

	switch (form->key) {
	case KEY_TEXT:
		break;
	case KEY_NAME:
		name = heap->name_of[key];
		break;
	case KEY_NUMBER:
		name = holds ? key : name;
		break;
	case KEY_INDEX:
		if (kind == RA_LINK_WIDE_INDEX && heap->index_name[key]) {
			type = EDGE_PROPERTY;
			name = heap->index_name[key];
		} else if (holds) {
			name = (uint64_t)ra_edge_index(graph, edge);
		}
		break;
	case KEY_STRING:
		if (!heap->no_values && key < graph->node_count && graph->kind[key] == RA_NODE_STRING) {
			name = string_of_node(heap, key);
		}
		break;
	}
	write_edge(
		heap, first, holds ? type : EDGE_WEAK, name, (uint64_t)graph->edge_to[edge] + FIRST_NODE);
}

static void write_edges(struct heap *heap, uint32_t rest_name)
{
	const struct ra_graph *const graph = heap->graph;
	uint64_t next_rest = (uint64_t)graph->node_count + FIRST_NODE;
	bool first = true;

	ra_stream_text(heap->stream, "\"edges\":[");
	write_edge(heap, &first, EDGE_INTERNAL, rest_name, FIRST_NODE);
	for (ra_node node = 0; node < graph->node_count; node++) {
		for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
			if (graph->edge_to[e] != RA_SUPER_ROOT) {
				write_graph_edge(heap, &first, e);
			}
		}
		for (uint32_t i = 0; node == RA_SUPER_ROOT && i < heap->orphan_count; i++) {
			write_edge(heap, &first, EDGE_ELEMENT, i, (uint64_t)heap->orphans[i] + FIRST_NODE);
		}
		if (rests_of(ra_node_own_bytes(graph, node)) > 0) {
			write_edge(heap, &first, EDGE_INTERNAL, rest_name, next_rest);
			next_rest += rests_of(ra_node_own_bytes(graph, node));
		}
	}
	next_rest = (uint64_t)graph->node_count + FIRST_NODE;
	for (ra_node node = 0; heap->rest_count > 0 && node < graph->node_count; node++) {
		const uint32_t rests = rests_of(ra_node_own_bytes(graph, node));

		for (uint32_t rest = 1; rest < rests; rest++) {
			write_edge(heap, &first, EDGE_INTERNAL, rest_name, next_rest + rest);
		}
		next_rest += rests;
	}
	ra_stream_text(heap->stream, "],\n");
}

static void write_strings(struct heap *heap)
{
	const struct ra_graph *const graph = heap->graph;
	char bytes[VALUE_BYTES];

	ra_stream_text(heap->stream, "\"strings\":[\"<dummy>\"");
	for (uint32_t i = 0; i < heap->names.count; i++) {
		ra_stream_text(heap->stream, ",\n");
		ra_stream_json_string(heap->stream, heap->names.texts[i], strlen(heap->names.texts[i]));
	}
	for (ra_node node = 0; node < graph->node_count; node++) {
		size_t got = 0;
		uint64_t length;

		if (!is_value(heap, node)) {
			continue;
		}
		if (!ra_path_string_bytes(heap->snapshot, node, bytes, sizeof(bytes), &got, &length)) {
			got = 0;
		}
		ra_stream_text(heap->stream, ",\n");
		ra_stream_json_string(heap->stream, bytes, got);
	}
	ra_stream_text(heap->stream, "]}\n");
}

static bool write_all(struct heap *heap)
{
	uint32_t root_name;

	heap->node_name = reallocarray(NULL, (size_t)heap->graph->node_count, sizeof(uint32_t));
	heap->link_text = calloc(RA_LINK_KINDS, sizeof(uint32_t));
	if (!heap->node_name || !heap->link_text || !name_nodes(heap) || !name_links(heap) ||
		!find_orphans(heap) ||
		(root_name = number_of(&heap->names, ra_text_printf("roots"))) == NO_STRING) {
		return false;
	}
	ra_stream_text(heap->stream, meta);
	ra_stream_text(heap->stream, "\"node_count\":");
	ra_stream_number(
		heap->stream, (uint64_t)heap->graph->node_count + FIRST_NODE + heap->rest_count);
	ra_stream_text(heap->stream, ",\"edge_count\":");
	ra_stream_number(heap->stream, heap->edge_count + heap->orphan_count + heap->rest_count + 1);
	ra_stream_text(heap->stream, ",\"trace_function_count\":0},\n");
	if (!write_nodes(heap, root_name)) {
		return false;
	}
	write_edges(heap, root_name);
	ra_stream_text(heap->stream,
		"\"trace_function_infos\":[],\n\"trace_tree\":[],\n\"samples\":[],\n\"locations\":[],\n");
	write_strings(heap);
	ra_stream_flush(heap->stream);
	return true;
}

bool ra_export_heapsnapshot(const struct ra_snapshot *snapshot,
	const struct ra_export_options *options, struct ra_output *output, struct ra_error *err)
{
	struct ra_stream *const stream = calloc(1, sizeof(*stream));
	struct heap heap = {
		.snapshot = snapshot,
		.graph = snapshot->graph,
		.no_values = options->no_values,
		.stream = stream,
	};
	bool ok = stream != NULL;

	if (ok) {
		stream->output = output;
		ok = write_all(&heap);
	}
	ra_lines_free(heap.names.texts, heap.names.count);
	free(heap.names.slots);
	free(heap.node_name);
	free(heap.name_of);
	free(heap.link_text);
	free(heap.index_name);
	free(heap.orphans);
	free(stream);
	return ok || ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the export");
}
