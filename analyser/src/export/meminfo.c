/* The JSON of php-meminfo, which its analyser reads: every node but the one above the roots is an item, by its address.
 * The parts of the engine are items as well (frames, classes, tables), so sizes add up to what was analysed.
 *
 * An item is a root where a variable of a running call, a global one or a static one holds it: `frame` and `symbol_name`
 * say which, and that edge is no child of the frame or class. The roots of the graph are roots in the frame "<ENGINE>".
 * So each edge that holds is there once: as a root's variable or as a child.
 *
 * Names of an item's children are keys of one JSON object, and a reader keeps one of two that are equal: a name that its
 * item has already gets the number of its edge behind it. */
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
#include "reader/heap.h"
#include "walk/snapshot.h"

enum {
	MAX_NAME_BYTES = 1024, /* of a child */
	NAME_ROOM = MAX_NAME_BYTES + 64,
};

enum mark {           /* of a node */
	MARK_TWIN = 1,    /* an earlier one has its address */
	MARK_RUNNING = 2, /* frame of the running call stack */
};

struct items {
	const struct ra_snapshot *snapshot;
	const struct ra_graph *graph;
	bool no_values;
	struct ra_stream *stream;
	uint8_t *marks;      /* by node: enum mark */
	uint32_t *handle;    /* by node, of objects */
	uint32_t *root_edge; /* by node: of the variable that makes it a root; RA_NO_NODE: none */
	ra_node main_frame;  /* whose variables are the global ones; RA_NO_NODE: none */
	char **class_text;   /* by class */
	uint64_t *seen;      /* hashes of names of one item; 0: free */
	bool failed;         /* no memory */
};

static uint64_t slots_for(uint64_t count)
{
	uint64_t slots = 16;

	while (slots < count * 2) {
		slots *= 2;
	}
	return slots;
}

/* ---- before the first item ---- */

static bool mark_twins(struct items *items)
{
	const struct ra_graph *const graph = items->graph;
	const uint64_t count = slots_for(graph->node_count);
	uint32_t *const slots = calloc(count, sizeof(*slots)); /* nodes */

	for (ra_node node = 1; slots && node < graph->node_count; node++) {
		uint64_t slot = ra_hash_pair(ra_node_address(graph, node), 0) & (count - 1);

		while (slots[slot] && ra_node_address(graph, slots[slot]) != ra_node_address(graph, node)) {
			slot = (slot + 1) & (count - 1);
		}
		if (slots[slot]) {
			items->marks[node] |= MARK_TWIN;
		}
		slots[slot] = slots[slot] ? slots[slot] : node;
	}
	free(slots);
	return slots != NULL;
}

static void note_frames_and_handles(struct items *items)
{
	const struct ra_graph *const graph = items->graph;
	uint32_t outermost = graph->frame_count;

	for (uint32_t i = 0; i < graph->frame_count; i++) {
		const ra_node node = graph->frames[i].node;

		if (node < graph->node_count && graph->kind[node] == RA_NODE_FRAME) {
			if (graph->frames[i].chain == 0) {
				items->marks[node] |= MARK_RUNNING;
				outermost = i; /* the innermost comes first */
			}
		}
	}
	if (outermost < graph->frame_count &&
		strcmp(ra_graph_name(graph, graph->frames[outermost].function, NULL), "<main>") == 0) {
		items->main_frame = graph->frames[outermost].node;
	}
	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		if (graph->edge_kind[edge] == RA_LINK_HANDLE &&
			graph->kind[graph->edge_to[edge]] == RA_NODE_OBJECT) {
			items->handle[graph->edge_to[edge]] = graph->edge_key[edge];
		}
	}
}

/* Whether the edge is a variable that PHP code has at hand, and not part of another value: a generator's variables go with
 * the generator. */
static bool is_variable(const struct items *items, uint32_t edge)
{
	const struct ra_graph *const graph = items->graph;
	const ra_node from = ra_edge_source(graph, edge);
	const ra_node above = ra_node_tree_parent(graph, from);

	switch ((enum ra_link_kind)graph->edge_kind[edge]) {
	case RA_LINK_GLOBAL:
		return graph->kind[from] == RA_NODE_ROOT;
	case RA_LINK_LOCAL:
	case RA_LINK_ARGUMENT:
	case RA_LINK_EXTRA_ARG:
	case RA_LINK_TEMPORARY:
	case RA_LINK_RESULT:
	case RA_LINK_THIS:
		return items->marks[from] & MARK_RUNNING;
	case RA_LINK_STATIC_PROPERTY:
		return graph->kind[from] == RA_NODE_CLASS;
	case RA_LINK_STATIC_VARIABLE:
		return graph->kind[from] == RA_NODE_FUNCTION && above != RA_NO_NODE &&
			   (graph->kind[above] == RA_NODE_ROOT || graph->kind[above] == RA_NODE_CLASS);
	default:
		return false;
	}
}

/* The variable on the tree path where there is one, as paths name the value; otherwise the first. */
static void find_roots(struct items *items)
{
	const struct ra_graph *const graph = items->graph;

	memset(items->root_edge, 0xff, (size_t)graph->node_count * sizeof(*items->root_edge));
	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		uint32_t *const root = &items->root_edge[graph->edge_to[edge]];

		if ((*root == RA_NO_NODE || (graph->edge_flags[edge] & RA_EDGE_TREE)) &&
			is_variable(items, edge) && ra_edge_holds(graph, edge)) {
			*root = edge;
		}
	}
}

static bool name_classes(struct items *items)
{
	const struct ra_graph *const graph = items->graph;

	for (uint32_t i = 0; i < graph->class_count; i++) {
		size_t length;
		const char *const name = ra_graph_name(graph, graph->classes[i].name, &length);

		items->class_text[i] = ra_class_text(name, length);
		if (!items->class_text[i]) {
			return false;
		}
	}
	return true;
}

static bool prepare(struct items *items)
{
	const struct ra_graph *const graph = items->graph;
	uint32_t most = 0; /* edges of a node */

	for (ra_node node = 0; node < graph->node_count; node++) {
		const uint32_t count = graph->edge_begin[node + 1] - graph->edge_begin[node];

		most = count > most ? count : most;
	}
	items->marks = calloc(graph->node_count, 1);
	items->handle = calloc(graph->node_count, sizeof(*items->handle));
	items->root_edge = calloc(graph->node_count, sizeof(*items->root_edge));
	items->class_text = calloc((size_t)graph->class_count + 1, sizeof(*items->class_text));
	items->seen = calloc(slots_for(most), sizeof(*items->seen));
	if (!items->marks || !items->handle || !items->root_edge || !items->class_text ||
		!items->seen || !mark_twins(items) || !name_classes(items)) {
		return false;
	}
	note_frames_and_handles(items);
	find_roots(items);
	return true;
}

/* ---- one item ---- */

static void add_text(struct items *items, const char *text)
{
	ra_stream_text(items->stream, text);
}

/* `,"key":"text"`; a text that could not be made is the end of the export. */
static void add_field(struct items *items, const char *key, const char *text)
{
	items->failed = items->failed || !text;
	add_text(items, ",\"");
	add_text(items, key);
	add_text(items, "\":");
	ra_stream_json_string(items->stream, text ? text : "", text ? strlen(text) : 0);
}

/* The same of a text that belongs to nobody. */
static void add_own_field(struct items *items, const char *key, char *text)
{
	add_field(items, key, text);
	free(text);
}

/* The address, or "#7" where there is none or another item has it. */
static void add_id(struct items *items, ra_node node)
{
	char text[32];
	const ra_addr address = ra_node_address(items->graph, node);

	if (address == 0 || (items->marks[node] & MARK_TWIN)) {
		snprintf(text, sizeof(text), "\"#%" PRIu32 "\"", node);
	} else {
		snprintf(text, sizeof(text), "\"0x%" PRIx64 "\"", address);
	}
	add_text(items, text);
}

static const char *type_of(enum ra_node_kind kind)
{
	switch (kind) {
	case RA_NODE_ROOT:
		return "engine";
	case RA_NODE_FRAME:
		return "frame";
	case RA_NODE_OBJECT:
		return "object";
	case RA_NODE_CLASS:
		return "class";
	case RA_NODE_FUNCTION:
		return "function";
	default:
		return ra_export_kind_name(kind) ? ra_export_kind_name(kind) : "unknown";
	}
}

static void add_frame(struct items *items, ra_node frame)
{
	const struct ra_frame_info *const info = ra_graph_frame(items->graph, frame);

	if (frame == items->main_frame) {
		add_field(items, "frame", "<GLOBAL>");
	} else {
		add_own_field(items, "frame",
			info ? ra_frame_text(items->snapshot, info) : ra_text_printf("<UNKNOWN>"));
	}
}

/* "App\Job::run", "helper": by the links that lead to the function. */
static char *function_text(const struct items *items, ra_node function)
{
	const struct ra_graph *const graph = items->graph;
	const ra_node above = ra_node_tree_parent(graph, function);
	const bool method = above != RA_NO_NODE && graph->kind[above] == RA_NODE_CLASS &&
						graph->tree_edge[above] != RA_NO_NODE;
	char *const name = ra_path_link_text(items->snapshot, graph->tree_edge[function]);
	char *const of = method ? ra_path_link_text(items->snapshot, graph->tree_edge[above]) : NULL;
	char *const text = name && (of || !method)
						   ? ra_text_printf("%s%s%s", of ? of : "", of ? "::" : "", name)
						   : NULL;

	free(name);
	free(of);
	return text;
}

static void add_static_property(struct items *items, uint32_t edge)
{
	const struct ra_graph *const graph = items->graph;
	const uint32_t above = graph->tree_edge[ra_edge_source(graph, edge)];
	char *const name = ra_path_link_text(items->snapshot, edge);
	char *const of =
		above == RA_NO_NODE ? ra_text_printf("?") : ra_path_link_text(items->snapshot, above);

	add_field(items, "frame", "<CLASS_STATIC_MEMBER>");
	add_own_field(items, "symbol_name", name && of ? ra_text_printf("%s::%s", of, name) : NULL);
	free(name);
	free(of);
}

static void add_static_variable(struct items *items, uint32_t edge)
{
	char *const function = function_text(items, ra_edge_source(items->graph, edge));
	char *const name = ra_path_link_text(items->snapshot, edge);

	add_own_field(
		items, "frame", function ? ra_text_printf("<STATIC_VARIABLE(%s)>", function) : NULL);
	add_own_field(items, "symbol_name", name ? ra_text_printf("$%s", name) : NULL);
	free(function);
	free(name);
}

static void add_variable(struct items *items, uint32_t edge)
{
	switch ((enum ra_link_kind)items->graph->edge_kind[edge]) {
	case RA_LINK_STATIC_PROPERTY:
		add_static_property(items, edge);
		break;
	case RA_LINK_STATIC_VARIABLE:
		add_static_variable(items, edge);
		break;
	case RA_LINK_GLOBAL:
		add_field(items, "frame", "<GLOBAL>");
		add_own_field(items, "symbol_name", ra_path_link_text(items->snapshot, edge));
		break;
	default:
		add_frame(items, ra_edge_source(items->graph, edge));
		add_own_field(items, "symbol_name", ra_path_link_text(items->snapshot, edge));
		break;
	}
}

static void add_root(struct items *items, ra_node node)
{
	const struct ra_graph *const graph = items->graph;
	const uint32_t edge = graph->tree_edge[node];

	if (items->root_edge[node] != RA_NO_NODE) {
		add_text(items, ",\"is_root\":true");
		add_variable(items, items->root_edge[node]);
	} else if (graph->kind[node] == RA_NODE_ROOT) {
		add_text(items, ",\"is_root\":true");
		add_field(items, "frame", "<ENGINE>");
		add_own_field(items, "symbol_name",
			edge == RA_NO_NODE ? ra_text_printf("?") : ra_path_link_text(items->snapshot, edge));
	} else {
		add_text(items, ",\"is_root\":false");
	}
}

/* ---- children ---- */

struct name {
	char text[NAME_ROOM];
	size_t length;
};

static void append(struct name *name, const char *bytes, size_t length)
{
	const size_t room = MAX_NAME_BYTES - name->length;
	const size_t step = length < room ? length : room;

	memcpy(name->text + name->length, bytes, step);
	name->length += step;
}

static void append_text(struct name *name, const char *text)
{
	append(name, text, strlen(text));
}

static void append_key(struct items *items, struct name *name, ra_node key)
{
	size_t got = 0;
	uint64_t length;

	if (key < items->graph->node_count &&
		ra_path_string_bytes(items->snapshot, key, name->text + name->length,
			MAX_NAME_BYTES - name->length, &got, &length)) {
		name->length += got;
	}
}

static void append_number(struct name *name, const char *format, int64_t number)
{
	char text[64];

	append(name, text, (size_t)snprintf(text, sizeof(text), format, number));
}

static void name_child(struct items *items, struct name *name, uint32_t edge)
{
	const struct ra_graph *const graph = items->graph;
	const uint32_t key = graph->edge_key[edge];
	size_t length;

	name->length = 0;
	switch ((enum ra_link_kind)graph->edge_kind[edge]) {
	case RA_LINK_INDEX:
	case RA_LINK_WIDE_INDEX:
		append_number(name, "%" PRId64, ra_edge_index(graph, edge));
		break;
	case RA_LINK_KEY:
		if (items->no_values) {
			append_text(name, "(element)");
		} else {
			append_key(items, name, key);
		}
		break;
	case RA_LINK_KEY_STRING:
		append_text(name, "(key)");
		if (!items->no_values) {
			append_text(name, " ");
			append_key(items, name, graph->edge_to[edge]);
		}
		break;
	case RA_LINK_FRAME:
	case RA_LINK_HANDLE:
	case RA_LINK_MAP_ENTRY:
		append_number(name, "%" PRId64, key);
		break;
	case RA_LINK_ARGUMENT:
	case RA_LINK_EXTRA_ARG:
		append_number(name, "argument %" PRId64, key);
		break;
	case RA_LINK_TEMPORARY:
		append_number(name, "temporary %" PRId64, key);
		break;
	case RA_LINK_THIS:
		append_text(name, "this");
		break;
	case RA_LINK_DYNAMIC_TABLE:
		append_text(name, "(dynamic properties)");
		break;
	case RA_LINK_REFERENCED:
		append_text(name, "(value)");
		break;
	default: {
		const char *const text = ra_graph_name(graph, key, &length);

		append(name, text, length);
		break;
	}
	}
}

/* Of what a reader gets, not of the bytes: different ones may be written the same way. */
static uint64_t hash_of(const struct name *name)
{
	uint64_t hash = 1;

	for (size_t at = 0, step; at < name->length; at += step) {
		hash =
			ra_hash_next(hash, ra_stream_character(name->text + at, name->length - at, &step) + 1u);
	}
	return hash ? hash : 1;
}

/* False: the item has it already. */
static bool take_name(struct items *items, const struct name *name, uint64_t slot_count)
{
	const uint64_t hash = hash_of(name);
	uint64_t slot = hash & (slot_count - 1);

	while (items->seen[slot]) {
		if (items->seen[slot] == hash) {
			return false;
		}
		slot = (slot + 1) & (slot_count - 1);
	}
	items->seen[slot] = hash;
	return true;
}

static void make_unique(
	struct items *items, struct name *name, uint32_t number, uint64_t slot_count)
{
	const size_t length = name->length;

	for (uint32_t again = 1; !take_name(items, name, slot_count); again++) {
		const int more =
			again == 1 ? snprintf(name->text + length, NAME_ROOM - length, " #%" PRIu32, number)
					   : snprintf(name->text + length, NAME_ROOM - length, " #%" PRIu32 ".%" PRIu32,
							 number, again);

		name->length = length + (size_t)more;
	}
}

static void add_children(struct items *items, ra_node node)
{
	const struct ra_graph *const graph = items->graph;
	const uint32_t begin = graph->edge_begin[node], end = graph->edge_begin[node + 1];
	const uint64_t slot_count = slots_for(end - begin);
	bool first = true, plain = true; /* plain: all are numbers, each there once */
	struct name name;

	for (uint32_t edge = begin; edge < end && plain; edge++) {
		plain = graph->edge_kind[edge] == RA_LINK_INDEX;
	}
	if (!plain) {
		memset(items->seen, 0, (size_t)slot_count * sizeof(*items->seen));
	}
	add_text(items, ",\"children\":{");
	for (uint32_t edge = begin; edge < end; edge++) {
		const ra_node to = graph->edge_to[edge];

		if (to == RA_SUPER_ROOT || items->root_edge[to] == edge || !ra_edge_holds(graph, edge)) {
			continue;
		}
		name_child(items, &name, edge);
		if (!plain) {
			make_unique(items, &name, edge - begin, slot_count);
		}
		if (!first) {
			ra_stream_char(items->stream, ',');
		}
		first = false;
		ra_stream_json_string(items->stream, name.text, name.length);
		ra_stream_char(items->stream, ':');
		add_id(items, to);
	}
	ra_stream_char(items->stream, '}');
}

static void add_item(struct items *items, ra_node node)
{
	const struct ra_graph *const graph = items->graph;
	const uint32_t class_index = ra_node_class(graph, node);

	add_id(items, node);
	add_text(items, ":{\"type\":\"");
	add_text(items, type_of(graph->kind[node]));
	add_text(items, "\",\"size\":\"");
	ra_stream_number(items->stream, ra_node_own_bytes(graph, node));
	ra_stream_char(items->stream, '"');
	add_root(items, node);
	if (graph->kind[node] == RA_NODE_OBJECT) {
		add_field(items, "class",
			class_index < graph->class_count ? items->class_text[class_index] : "(unknown class)");
		add_text(items, ",\"object_handle\":\"");
		ra_stream_number(items->stream, items->handle[node]);
		ra_stream_char(items->stream, '"');
	}
	if (graph->kind[node] == RA_NODE_OBJECT || graph->kind[node] == RA_NODE_ARRAY ||
		graph->edge_begin[node] < graph->edge_begin[node + 1]) {
		add_children(items, node);
	}
	ra_stream_char(items->stream, '}');
}

/* ---- the file ---- */

static void write_header(struct items *items)
{
	const struct ra_heap *const heap = items->snapshot->heap;
	const bool known = heap && heap->found;
	const struct {
		const char *key;
		uint64_t bytes;
	} counters[] = {
		{"{\"header\":{\"memory_usage\":", known ? heap->usage_bytes : 0},
		{",\"memory_usage_real\":", known ? heap->real_usage_bytes : 0},
		{",\"peak_memory_usage\":", known ? heap->peak_bytes : 0},
		{",\"peak_memory_usage_real\":", known ? heap->real_peak_bytes : 0},
	};

	for (size_t i = 0; i < sizeof(counters) / sizeof(counters[0]); i++) {
		add_text(items, counters[i].key);
		if (known) {
			ra_stream_number(items->stream, counters[i].bytes);
		} else {
			add_text(items, "null");
		}
	}
	add_text(items, "},\n\"items\":{");
}

static void write_all(struct items *items)
{
	write_header(items);
	for (ra_node node = 1; node < items->graph->node_count && !items->failed; node++) {
		add_text(items, node == 1 ? "\n" : ",\n");
		add_item(items, node);
	}
	add_text(items, "}}\n");
	ra_stream_flush(items->stream);
}

bool ra_export_meminfo(const struct ra_snapshot *snapshot, const struct ra_export_options *options,
	struct ra_output *output, struct ra_error *err)
{
	struct ra_stream *const stream = calloc(1, sizeof(*stream));
	struct items items = {
		.snapshot = snapshot,
		.graph = snapshot->graph,
		.no_values = options->no_values,
		.stream = stream,
		.main_frame = RA_NO_NODE,
	};
	bool ok = stream && prepare(&items);

	if (ok) {
		stream->output = output;
		write_all(&items);
		ok = !items.failed;
	}
	for (uint32_t i = 0; items.class_text && i < items.graph->class_count; i++) {
		free(items.class_text[i]);
	}
	free(items.class_text);
	free(items.marks);
	free(items.handle);
	free(items.root_edge);
	free(items.seen);
	free(stream);
	return ok || ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the export");
}
