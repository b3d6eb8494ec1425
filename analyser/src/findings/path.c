/* See path.h. A table says for each kind of link how it is written; the exceptions (globals,
 * frames, closures, dynamic properties) have a function each. */
#include "findings/path.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/path_key.h"
#include "walk/snapshot.h"

enum {
	HEAD_STEPS = RA_HEAD_DEPTH, /* of a long path: as many links are kept next to the root */
	TAIL_STEPS = 8,             /* and next to the node */
	MAX_CLIMBED = 100,          /* steps, before a deep path is known for one */
	NAME_BYTES = 256,
	NAME_COLUMNS = 80
};

struct path {
	const struct ra_snapshot *snapshot;
	const struct ra_graph *graph;
	unsigned flags;
	struct ra_buffer text;
	ra_name root;
	size_t frame_begin; /* where the text of the last frame begins */
	bool phrase;        /* the text ends with a phrase that begins there */
};

/* Roots whose name is left out: what hangs on them says by itself where it is. */
static const char *const silent_roots[] = {"call_frames", "global_variables", "class_table",
	"function_table", "global_constants", "global_callbacks", "modules", "engine"};

bool ra_path_string_bytes(const struct ra_snapshot *snapshot, ra_node node, char *out, size_t limit,
	size_t *got, uint64_t *length)
{
	struct ra_string string;

	if (snapshot->graph->kind[node] != RA_NODE_STRING ||
		!ra_reader_string(&snapshot->reader, ra_node_address(snapshot->graph, node), &string)) {
		return false;
	}
	const size_t wanted = string.length < limit ? (size_t)string.length : limit;

	if (!ra_reader_text(&snapshot->reader, &string, 0, out, wanted)) {
		return false;
	}
	*got = wanted;
	*length = string.length;
	return true;
}

const char *ra_root_title(const struct ra_graph *graph, ra_node root)
{
	static const struct {
		const char *root;
		const char *title;
	} titles[] = {
		{"call_frames", "locals of the running calls"},
		{"global_variables", "global variables"},
		{"class_table", "static properties and variables of classes"},
		{"function_table", "static variables of functions"},
		{"global_constants", "constants"},
		{"modules", "lists of the engine"},
		{"global_callbacks", "error and exception handlers"},
		{"output", "output buffers (ob_start)"},
		{"objects_store", "garbage"},
		{"gc_roots", "garbage"},
		{"regular_list", "open resources"},
	};
	const uint32_t edge = graph->tree_edge[root];
	const char *const name =
		edge == RA_NO_NODE ? "" : ra_graph_name(graph, graph->edge_key[edge], NULL);

	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		if (strcmp(titles[i].root, name) == 0) {
			return titles[i].title;
		}
	}
	return "PHP itself";
}

static void add_text(struct path *path, const char *text)
{
	ra_buffer_text(&path->text, text);
}

/* Takes the text. */
static void add_owned(struct path *path, char *text)
{
	if (text) {
		ra_buffer_text(&path->text, text);
	} else {
		path->text.failed = true;
	}
	free(text);
}

static void add_clean(struct path *path, const char *bytes, size_t length)
{
	char *const clean =
		ra_text_clean(bytes, length < (size_t)NAME_BYTES ? length : (size_t)NAME_BYTES);

	add_owned(path, clean ? ra_text_cut(clean, NAME_COLUMNS, RA_CUT_MIDDLE) : NULL);
	free(clean);
}

static void add_name(struct path *path, ra_name name)
{
	size_t length;
	const char *const bytes = ra_graph_name(path->graph, name, &length);

	add_clean(path, bytes, length);
}

static void add_class_name(struct path *path, ra_name name)
{
	size_t length;
	const char *const bytes = ra_graph_name(path->graph, name, &length);

	add_owned(path, ra_class_text(bytes, length));
}

static bool is_identifier(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		const unsigned char c = (unsigned char)bytes[i];
		const bool letter =
			(c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;

		if (!letter && (i == 0 || c < '0' || c > '9')) {
			return false;
		}
	}
	return length > 0;
}

static bool is_class_name(const struct ra_graph *graph, const char *bytes, size_t length)
{
	for (uint32_t i = 0; i < graph->class_count; i++) {
		size_t name_length;
		const char *const name = ra_graph_name(graph, graph->classes[i].name, &name_length);

		if (name_length == length && memcmp(name, bytes, length) == 0) {
			return true;
		}
	}
	return false;
}

/* A key is content, unless it names a class, as the services of a container do. */
static bool shows_key(const struct ra_snapshot *snapshot, const char *bytes, size_t length)
{
	return !snapshot->hide_contents || is_class_name(snapshot->graph, bytes, length);
}

/* As a literal, or "*" where it is not shown, which the commands take for any key. */
static void add_quoted(struct path *path, const char *bytes, size_t length)
{
	if (shows_key(path->snapshot, bytes, length)) {
		ra_path_key_add(&path->text, bytes, length, RA_KEY_USUAL);
	} else {
		add_text(path, "*");
	}
}

static void add_index(struct path *path, int64_t index)
{
	if (path->flags & RA_PATH_FOLDED) {
		add_text(path, "[*]");
	} else {
		ra_buffer_printf(&path->text, "[%" PRId64 "]", index);
	}
}

/* "included_files" -> "(included files)". */
static void add_root(struct path *path)
{
	add_text(path, "(");
	for (const char *at = ra_graph_name(path->graph, path->root, NULL); *at; at++) {
		ra_buffer_add(&path->text, *at == '_' ? " " : at, 1);
	}
	add_text(path, ")");
}

/* Before a link that cannot begin a path. */
static void need_start(struct path *path)
{
	if (path->text.length == 0) {
		add_root(path);
	}
}

/* The bytes of the key string of a KEY edge; 0 when unreadable. */
static bool key_bytes(
	const struct ra_snapshot *snapshot, uint32_t edge, char *bytes, size_t limit, size_t *got)
{
	const ra_node key = snapshot->graph->edge_key[edge];
	uint64_t length;

	return key < snapshot->graph->node_count &&
		   ra_path_string_bytes(snapshot, key, bytes, limit, got, &length);
}

/* A frame whose variables are in a table: it includes a file, or uses extract(), compact() or $$name. */
static bool is_symbol_table(const struct ra_graph *graph, uint32_t edge)
{
	return graph->edge_kind[edge] == RA_LINK_FIELD &&
		   graph->kind[ra_edge_source(graph, edge)] == RA_NODE_FRAME &&
		   strcmp(ra_graph_name(graph, graph->edge_key[edge], NULL), "symbol_table") == 0;
}

/* An element of such a table is a variable. */
static bool add_variable(struct path *path, uint32_t edge)
{
	const struct ra_graph *const graph = path->graph;
	const uint32_t held_by = graph->tree_edge[ra_edge_source(graph, edge)];
	char bytes[NAME_BYTES];
	size_t length;

	if (held_by == RA_NO_NODE || !is_symbol_table(graph, held_by) ||
		graph->edge_kind[edge] != RA_LINK_KEY ||
		!key_bytes(path->snapshot, edge, bytes, sizeof(bytes), &length)) {
		return false;
	}
	if (is_identifier(bytes, length)) {
		add_text(path, "::$");
		add_clean(path, bytes, length);
	} else {
		add_text(path, "::${");
		add_quoted(path, bytes, length);
		add_text(path, "}");
	}
	return true;
}

/* An element of a table of dynamic properties is a property, any other is an array element. */
static void add_element(struct path *path, uint32_t edge)
{
	const struct ra_graph *graph = path->graph;
	const ra_node array = ra_edge_source(graph, edge);
	const uint32_t held_by = graph->tree_edge[array];
	const bool property =
		(graph->flags[array] & RA_NODE_PROPERTY_TABLE) ||
		(held_by != RA_NO_NODE && graph->edge_kind[held_by] == RA_LINK_DYNAMIC_TABLE);
	const bool by_key = graph->edge_kind[edge] == RA_LINK_KEY;
	char bytes[NAME_BYTES];
	size_t length = 0;

	if (add_variable(path, edge)) {
		return;
	}
	if (by_key && !key_bytes(path->snapshot, edge, bytes, sizeof(bytes), &length)) {
		add_text(path, property ? "->{'?'}" : "['?']");
	} else if (property && by_key && is_identifier(bytes, length) &&
			   shows_key(path->snapshot, bytes, length)) {
		add_text(path, "->");
		add_clean(path, bytes, length);
	} else if (property && by_key) {
		add_text(path, "->{");
		add_quoted(path, bytes, length);
		add_text(path, "}");
	} else if (property) {
		ra_buffer_printf(&path->text, "->{'%" PRId64 "'}", ra_edge_index(graph, edge));
	} else if (by_key) {
		add_text(path, "[");
		add_quoted(path, bytes, length);
		add_text(path, "]");
	} else {
		add_index(path, ra_edge_index(graph, edge));
	}
}

/* The key itself, as a string of its own: "$users['name'] (key)". */
static void add_key_string(struct path *path, ra_node string)
{
	char bytes[NAME_BYTES];
	size_t got = 0;
	uint64_t length;
	const bool top = path->text.length == 0;

	need_start(path);
	if (!(path->flags & RA_PATH_FOLDED) &&
		ra_path_string_bytes(path->snapshot, string, bytes, sizeof(bytes), &got, &length)) {
		add_text(path, "[");
		add_quoted(path, bytes, got);
		add_text(path, "]");
	}
	add_text(path, top ? "" : " (key)");
}

static const struct ra_frame_info *frame_of(const struct ra_graph *graph, ra_node node)
{
	/* Frames of one chain have ids in a row: there may be a million of them. */
	const uint32_t place = graph->frame_count > 0 ? node - graph->frames[0].node : 0;

	if (place < graph->frame_count && graph->frames[place].node == node) {
		return &graph->frames[place];
	}
	for (uint32_t i = 0; i < graph->frame_count; i++) {
		if (graph->frames[i].node == node) {
			return &graph->frames[i];
		}
	}
	return NULL;
}

/* "report.php" of "/app/src/report.php", clean. NULL: no memory. */
static char *file_base(const struct ra_graph *graph, ra_name file)
{
	const char *const bytes = ra_graph_name(graph, file, NULL);
	const char *const slash = strrchr(bytes, '/');
	const char *const base = slash && slash[1] != '\0' ? slash + 1 : bytes;

	return ra_text_clean(base, strlen(base));
}

static char *frame_file_text(const struct ra_graph *graph, const struct ra_frame_info *frame)
{
	size_t length;
	const char *const bytes = ra_graph_name(graph, frame->file, &length);

	return ra_text_clean(bytes, length);
}

char *ra_frame_text(const struct ra_snapshot *snapshot, const struct ra_frame_info *frame)
{
	size_t length;
	const char *const bytes = ra_graph_name(snapshot->graph, frame->function, &length);
	/* The code of an included file has no other name. */
	char *const function = strcmp(bytes, "<include>") == 0 && frame->file != 0
							   ? frame_file_text(snapshot->graph, frame)
							   : ra_class_text(bytes, length);
	char *text = NULL;

	if (function && frame->internal) {
		text = ra_text_printf("%s()", function);
	} else if (function && frame->line > 0) {
		text = ra_text_printf("%s:%d", function, (int)frame->line);
	} else if (function) {
		text = ra_text_printf("%s", function);
	}
	free(function);
	return text;
}

static void add_frame(struct path *path, ra_node node)
{
	const struct ra_frame_info *const frame = frame_of(path->graph, node);

	if (path->text.length > 0) {
		add_text(path, "->");
	}
	path->frame_begin = path->text.length;
	if (frame) {
		add_owned(path, ra_frame_text(path->snapshot, frame));
	} else {
		add_text(path, "<unknown>");
	}
}

/* "rows() report.php:40": the innermost user function that the frame belongs to. */
static void add_caller(struct path *path, ra_node node)
{
	const struct ra_graph *const graph = path->graph;
	const struct ra_frame_info *frame = frame_of(graph, node);
	const struct ra_frame_info *const end = graph->frames + graph->frame_count;
	const uint32_t chain = frame ? frame->chain : 0;
	size_t length;

	while (frame && frame < end && frame->internal && frame->chain == chain) {
		frame++;
	}
	if (!frame || frame == end || frame->chain != chain) {
		return;
	}
	const char *const bytes = ra_graph_name(graph, frame->function, &length);
	char *const file = file_base(graph, frame->file);

	add_text(path, " in ");
	if (bytes[0] != '<') {
		add_owned(path, ra_class_text(bytes, length));
		add_text(path, bytes[0] == '{' ? " " : "() ");
	} else if (strcmp(bytes, "<main>") == 0) {
		add_text(path, "<main> ");
	}
	add_owned(path, file);
	ra_buffer_printf(&path->text, ":%d", (int)frame->line);
}

/* "result of array_map() in rows() report.php:40", in the place of the frame's own text. */
static void add_phrase(struct path *path, uint32_t edge)
{
	ra_buffer_cut(&path->text, path->frame_begin);
	add_name(path, path->graph->edge_key[edge]);
	add_caller(path, ra_edge_source(path->graph, edge));
	path->phrase = true;
}

/* What follows a phrase must not be read as part of it. */
static void close_phrase(struct path *path, enum ra_link_kind next)
{
	if (!path->phrase || next == RA_LINK_REFERENCED || next == RA_LINK_DYNAMIC_TABLE) {
		return;
	}
	path->phrase = false;
	ra_buffer_insert(&path->text, path->frame_begin, "(");
	add_text(path, ")");
}

/* The innermost running frame of the main script (or of a file that it includes) in which the
 * global is a compiled variable: its slot and the symbol table's entry lead to the same node. */
static const struct ra_frame_info *main_frame_with(
	const struct ra_graph *graph, ra_name name, ra_node target)
{
	ra_name other = RA_NO_NODE; /* name of the last function that is not the one looked for */

	for (uint32_t i = 0; i < graph->frame_count; i++) {
		const struct ra_frame_info *const frame = &graph->frames[i];

		if (frame->chain != 0 || frame->internal || frame->function == other) {
			continue;
		}
		if (strcmp(ra_graph_name(graph, frame->function, NULL), "<main>") != 0) {
			other = frame->function;
			continue;
		}
		for (uint32_t e = graph->edge_begin[frame->node]; e < graph->edge_begin[frame->node + 1];
			e++) {
			if (graph->edge_kind[e] == RA_LINK_LOCAL && graph->edge_key[e] == name &&
				graph->edge_to[e] == target) {
				return frame;
			}
		}
	}
	return NULL;
}

static void add_global(struct path *path, uint32_t edge)
{
	const ra_name name = path->graph->edge_key[edge];
	const struct ra_frame_info *const frame =
		main_frame_with(path->graph, name, path->graph->edge_to[edge]);
	size_t length;
	const char *const bytes = ra_graph_name(path->graph, name, &length);

	if (frame) {
		add_owned(path, ra_frame_text(path->snapshot, frame));
		add_text(path, "::$");
		add_clean(path, bytes, length);
	} else {
		/* the name of a variable of the program */
		add_text(path, "$GLOBALS[");
		if (is_identifier(bytes, length)) {
			ra_path_key_add(&path->text, bytes, length, RA_KEY_USUAL);
		} else {
			add_quoted(path, bytes, length);
		}
		add_text(path, "]");
	}
}

/* "name()", "{closure}(/app/file.php:10-20)". */
static void add_function(struct path *path, ra_node function, ra_name fallback)
{
	const struct ra_reader *const reader = &path->snapshot->reader;
	struct ra_function code;
	char name[NAME_BYTES];
	char file[4096];
	const size_t name_length =
		ra_reader_function(reader, ra_node_address(path->graph, function), &code)
			? ra_reader_head(reader, code.name, name, sizeof(name))
			: 0;

	if (name_length >= 8 && memcmp(name, "{closure", 8) == 0) {
		const size_t file_length = ra_reader_head(reader, code.file, file, sizeof(file));

		add_text(path, "{closure}(");
		add_clean(path, file, file_length);
		ra_buffer_printf(&path->text, ":%" PRIu32 "-%" PRIu32 ")", code.first_line, code.last_line);
		return;
	}
	if (name_length > 0) {
		add_clean(path, name, name_length);
	} else {
		add_name(path, fallback);
	}
	add_text(path, "()");
}

/* The function node of a closure object. */
static ra_node closure_function(const struct ra_graph *graph, ra_node object)
{
	for (uint32_t e = graph->edge_begin[object]; e < graph->edge_begin[object + 1]; e++) {
		if (graph->kind[graph->edge_to[e]] == RA_NODE_FUNCTION) {
			return graph->edge_to[e];
		}
	}
	return RA_NO_NODE;
}

static void add_variable_of_closure(struct path *path, uint32_t edge, const char *how)
{
	const ra_node object = ra_edge_source(path->graph, edge);
	const ra_node function = path->graph->kind[object] == RA_NODE_OBJECT
								 ? closure_function(path->graph, object)
								 : RA_NO_NODE;

	if (function != RA_NO_NODE) {
		add_text(path, path->text.length > 0 ? "->" : "");
		add_function(path, function, 0);
	}
	add_text(path, how);
}

static bool is_silent(const char *root)
{
	for (size_t i = 0; i < sizeof(silent_roots) / sizeof(silent_roots[0]); i++) {
		if (strcmp(root, silent_roots[i]) == 0) {
			return true;
		}
	}
	return false;
}

static void add_field(struct path *path, uint32_t edge)
{
	const ra_name name = path->graph->edge_key[edge];

	if (path->text.length == 0 && !is_silent(ra_graph_name(path->graph, path->root, NULL))) {
		add_root(path);
	}
	if (path->text.length > 0) {
		add_text(path, "->");
	}
	if (path->graph->kind[path->graph->edge_to[edge]] == RA_NODE_FUNCTION) {
		add_function(path, path->graph->edge_to[edge], name);
	} else {
		add_name(path, name);
	}
}

static void add_handle(struct path *path, uint32_t edge)
{
	add_text(path, path->text.length > 0 ? "" : ra_graph_name(path->graph, path->root, NULL));
	add_index(path, path->graph->edge_key[edge]);
}

/* What stands before the name of a link, where a name is all there is to it. */
static const char *const prefixes[RA_LINK_KINDS] = {
	[RA_LINK_LOCAL] = "::$",
	[RA_LINK_PROPERTY] = "->",
	[RA_LINK_STATIC_PROPERTY] = "::$",
	[RA_LINK_CLASS_CONSTANT] = "::",
	[RA_LINK_STATIC_VARIABLE] = "::static $",
};

static void add_step(struct path *path, uint32_t edge)
{
	const struct ra_graph *graph = path->graph;
	const uint32_t key = graph->edge_key[edge];

	close_phrase(path, (enum ra_link_kind)graph->edge_kind[edge]);
	switch ((enum ra_link_kind)graph->edge_kind[edge]) {
	case RA_LINK_ROOT:
		path->root = key;
		break;
	case RA_LINK_FRAME:
		add_frame(path, graph->edge_to[edge]);
		break;
	case RA_LINK_GLOBAL:
		add_global(path, edge);
		break;
	case RA_LINK_LOCAL:
	case RA_LINK_PROPERTY:
	case RA_LINK_STATIC_PROPERTY:
	case RA_LINK_CLASS_CONSTANT:
	case RA_LINK_STATIC_VARIABLE:
		need_start(path);
		add_text(path, prefixes[graph->edge_kind[edge]]);
		add_name(path, key);
		break;
	case RA_LINK_ARGUMENT:
		ra_buffer_printf(&path->text, "::$args_to_internal_function[%" PRIu32 "]", key);
		break;
	case RA_LINK_EXTRA_ARG:
		ra_buffer_printf(&path->text, "::$_ExtraArgs[%" PRIu32 "]", key);
		break;
	case RA_LINK_TEMPORARY:
		ra_buffer_printf(&path->text, "::$_T[%" PRIu32 "]", key);
		break;
	case RA_LINK_RESULT:
		add_phrase(path, edge);
		break;
	case RA_LINK_THIS:
		if (graph->kind[ra_edge_source(graph, edge)] == RA_NODE_OBJECT) {
			add_variable_of_closure(path, edge, "::$this");
		} else {
			add_text(path, "::$this");
		}
		break;
	case RA_LINK_BOUND_VARIABLE:
		add_variable_of_closure(path, edge, "::use $");
		add_name(path, key);
		break;
	case RA_LINK_INDEX:
	case RA_LINK_WIDE_INDEX:
	case RA_LINK_KEY:
		need_start(path);
		add_element(path, edge);
		break;
	case RA_LINK_KEY_STRING:
		add_key_string(path, graph->edge_to[edge]);
		break;
	case RA_LINK_CLASS:
		add_text(path, path->text.length > 0 ? "->" : "");
		add_class_name(path, key);
		break;
	case RA_LINK_FUNCTION:
		add_text(path, path->text.length > 0 ? "::" : "");
		add_function(path, graph->edge_to[edge], key);
		break;
	case RA_LINK_CONSTANT:
		add_name(path, key);
		break;
	case RA_LINK_HANDLE:
		add_handle(path, edge);
		break;
	case RA_LINK_MAP_ENTRY:
		need_start(path);
		add_index(path, key);
		break;
	case RA_LINK_FIELD:
		if (!is_symbol_table(graph, edge)) {
			add_field(path, edge);
		}
		break;
	case RA_LINK_DYNAMIC_TABLE: /* its elements read as properties */
	case RA_LINK_REFERENCED:    /* a reference is transparent in PHP */
	case RA_LINK_KINDS:
		break;
	}
}

/* The tree edges from the root to the node: all, or at most HEAD_STEPS next to the root and
 * tail_steps next to the node. A list may be as deep as it is long: deep nodes know the upper part
 * of their path by ra_graph_head(). */
static void add_tree_path(struct path *path, ra_node node, uint32_t tail_steps)
{
	const struct ra_graph *graph = path->graph;
	uint32_t head[HEAD_STEPS];
	uint32_t tail[TAIL_STEPS];
	uint32_t in_tail = 0;
	uint32_t above = 0; /* steps above the tail */

	for (uint32_t edge = graph->tree_edge[node]; edge != RA_NO_NODE;
		edge = graph->tree_edge[ra_edge_source(graph, edge)]) {
		if (in_tail < tail_steps) {
			tail[in_tail++] = edge;
			continue;
		}
		if (above == MAX_CLIMBED) {
			const ra_node top = ra_graph_head(graph, node);

			if (top != RA_NO_NODE) {
				edge = graph->tree_edge[top];
			}
		}
		/* A ring: the last ones met are those next to the root. */
		head[above++ % HEAD_STEPS] = edge;
	}
	const uint32_t in_head = above < HEAD_STEPS ? above : HEAD_STEPS;

	for (uint32_t i = 0; i < in_head; i++) {
		add_step(path, head[(above - 1 - i) % HEAD_STEPS]);
	}
	if (above > in_head) {
		add_text(path, "...");
	}
	for (uint32_t i = in_tail; i-- > 0;) {
		add_step(path, tail[i]);
	}
}

static char *finish(struct path *path)
{
	if (path->text.length == 0 && !path->text.failed) {
		add_text(path, path->root ? ra_graph_name(path->graph, path->root, NULL) : "(root)");
	}
	return ra_buffer_take(&path->text);
}

char *ra_path_text(const struct ra_snapshot *snapshot, ra_node node, unsigned flags)
{
	struct path path = {.snapshot = snapshot, .graph = snapshot->graph, .flags = flags};

	add_tree_path(&path, node, TAIL_STEPS);
	return finish(&path);
}

char *ra_path_edge_text(const struct ra_snapshot *snapshot, uint32_t edge, unsigned flags)
{
	struct path path = {.snapshot = snapshot, .graph = snapshot->graph, .flags = flags};

	add_tree_path(&path, ra_edge_source(snapshot->graph, edge), TAIL_STEPS - 1);
	add_step(&path, edge);
	return finish(&path);
}

char *ra_path_link_text(const struct ra_snapshot *snapshot, uint32_t edge)
{
	static const char *const fixed[RA_LINK_KINDS] = {
		[RA_LINK_THIS] = "this",
		[RA_LINK_DYNAMIC_TABLE] = "dynamic_properties",
		[RA_LINK_KEY_STRING] = "key",
		[RA_LINK_REFERENCED] = "referenced",
	};
	const struct ra_graph *graph = snapshot->graph;
	const uint32_t key = graph->edge_key[edge];
	const enum ra_link_kind kind = graph->edge_kind[edge];
	char bytes[NAME_BYTES];
	size_t length = 0;

	switch (kind) {
	case RA_LINK_FRAME:
	case RA_LINK_ARGUMENT:
	case RA_LINK_EXTRA_ARG:
	case RA_LINK_TEMPORARY:
	case RA_LINK_HANDLE:
	case RA_LINK_MAP_ENTRY:
		return ra_text_printf("%" PRIu32, key);
	case RA_LINK_INDEX:
	case RA_LINK_WIDE_INDEX:
		return ra_text_printf("%" PRId64, ra_edge_index(graph, edge));
	case RA_LINK_KEY:
		if (!key_bytes(snapshot, edge, bytes, sizeof(bytes), &length)) {
			return ra_text_printf("?");
		}
		return shows_key(snapshot, bytes, length) ? ra_text_clean(bytes, length) : strdup("*");
	default:
		break;
	}
	if ((unsigned)kind < RA_LINK_KINDS && fixed[kind]) {
		return ra_text_printf("%s", fixed[kind]);
	}
	const char *const name = ra_graph_name(graph, key, &length);

	return kind == RA_LINK_CLASS ? ra_class_text(name, length) : ra_text_clean(name, length);
}
