/* See places.h. */
#include "answer/places.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/path.h"
#include "findings/path_key.h"
#include "walk/snapshot.h"

enum {
	FILE_BYTES = 4096,
	MAX_STEPS = 16 /* from a part of an internal value to the value */
};

/* Lists of the engine: the root, the name of the edge (NULL: any other), and the name that PHP
 * people have for it. */
static const struct {
	const char *root;
	const char *field;
	const char *name;
} lists[] = {
	{"modules", "shutdown_function", "shutdown functions (register_shutdown_function)"},
	{"modules", "shutdown_argument", "arguments of shutdown functions"},
	{"modules", "tick_function", "tick functions (register_tick_function)"},
	{"modules", "autoload", "autoloaders (spl_autoload_register)"},
	{"modules", "strtok", "text that strtok() is reading"},
	{"modules", "callable", "shutdown functions (register_shutdown_function)"},
	{"modules", "closure", "shutdown functions (register_shutdown_function)"},
	{"modules", "object", "shutdown functions (register_shutdown_function)"},
	{"modules", NULL, "shutdown functions (register_shutdown_function)"},
	{"global_callbacks", "error_handler", "error handlers (set_error_handler)"},
	{"global_callbacks", "exception_handler", "exception handlers (set_exception_handler)"},
	{"output", NULL, "output buffers (ob_start)"},
	{"engine", "exception", "exception that is being thrown"},
	{"engine", "prev_exception", "exception that is being thrown"},
	{"module_globals", NULL, "memory of extensions"},
};

static const char *root_name(const struct ra_graph *graph, ra_node root)
{
	const uint32_t edge = graph->tree_edge[root];

	return edge == RA_NO_NODE ? "" : ra_graph_name(graph, graph->edge_key[edge], NULL);
}

const char *ra_list_name(const struct ra_graph *graph, ra_node root, ra_name name)
{
	const char *const of_root = root_name(graph, root);
	const char *const field = ra_graph_name(graph, name, NULL);

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		if (strcmp(lists[i].root, of_root) == 0 &&
			(!lists[i].field || strcmp(lists[i].field, field) == 0)) {
			return lists[i].name;
		}
	}
	return NULL;
}

/* ---- paths ---- */

/* The end of ":123::" at `at`; NULL: something else stands there. */
static const char *line_end(const char *at)
{
	const char *digit = at + 1;

	while (*digit >= '0' && *digit <= '9') {
		digit++;
	}
	return *at == ':' && digit > at + 1 && digit[0] == ':' && digit[1] == ':' ? digit + 2 : NULL;
}

/* "$GLOBALS['name']" becomes "$name" where that is a name. */
static char *plain_global(char *path)
{
	static const char begin[] = "$GLOBALS['";
	const char *const name = path + sizeof(begin) - 1;
	const size_t length = strncmp(path, begin, sizeof(begin) - 1) == 0
							  ? strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
											 "0123456789")
							  : 0;

	if (length == 0 || strncmp(name + length, "']", 2) != 0) {
		return path;
	}
	char *const text = ra_text_printf("$%.*s%s", (int)length, name, name + length + 2);

	free(path);
	return text;
}

/* "Job::run" as "Job::run()"; the file of included code as its name; main script: NULL. */
static char *function_text(const char *name, size_t length)
{
	const char *const slash = memrchr(name, '/', length);
	const bool closure = length > 0 && name[0] == '{';
	const bool call = length > 2 && strncmp(name + length - 2, "()", 2) == 0;

	if (slash && !closure) {
		return ra_text_printf("%.*s", (int)(name + length - slash - 1), slash + 1);
	}
	return ra_text_printf("%.*s%s", (int)length, name, call || closure ? "" : "()");
}

/* The next place in a path where grammar can stand: not within a key. */
static const char *step_over(const char *at)
{
	const char *const key_end = ra_path_key_end(at);

	return key_end ? key_end : at + 1;
}

/* Where the frame's text, which ends at `end`, begins: behind "->", or with the path. */
static const char *frame_begin(const char *path, const char *end)
{
	const char *begin = path;

	for (const char *at = path; at + 1 < end; at = step_over(at)) {
		if (at[0] == '-' && at[1] == '>') {
			begin = at + 2;
		}
	}
	return begin;
}

static char *of_argument(const char *function, size_t length, const char *rest)
{
	const char *const number = strchr(rest, '[') + 1;
	const char *const close = strchr(number, ']');
	char *const call = function_text(function, length);
	char *const text = ra_text_printf("argument %lu of %s%s", strtoul(number, NULL, 10) + 1,
		call ? call : "?", close ? close + 1 : "");

	free(call);
	return text;
}

/* `frame` .. `end` is the text of a frame, `rest` what it holds, before it perhaps what holds the
 * frame itself: a generator. */
static char *of_frame(const char *path, const char *frame, const char *end, const char *rest)
{
	const bool main_script = end - frame == 6 && strncmp(frame, "<main>", 6) == 0;
	char *const function = function_text(frame, (size_t)(end - frame));
	char *holder = NULL, *text = NULL;

	if (frame > path + 2) {
		holder = ra_place_of_path(strndup(path, (size_t)(frame - 2 - path)));
	}
	if (function && main_script) {
		text = strdup(rest);
	} else if (function && holder) {
		text = ra_text_printf("%s in %s, of %s", rest, function, holder);
	} else if (function) {
		text = ra_text_printf("%s in %s", rest, function);
	}
	free(function);
	free(holder);
	return text;
}

static char *rewritten(const char *path)
{
	static const char arguments[] = "::$args_to_internal_function[";
	char *text = NULL;

	/* the last frame says most */
	for (const char *at = path; *at; at = step_over(at)) {
		if (*at != ':') {
			continue;
		}
		const char *const rest = line_end(at);
		const char *const frame = frame_begin(path, at);

		if (rest && *rest == '$') {
			free(text);
			text = of_frame(path, frame, at, rest);
		} else if (strncmp(at, arguments, sizeof(arguments) - 1) == 0) {
			free(text);
			text = of_argument(frame, (size_t)(at - frame), at);
		}
	}
	return text;
}

char *ra_place_of_path(char *path)
{
	char *const text = path ? rewritten(path) : NULL;

	if (!text) {
		return path ? plain_global(path) : NULL;
	}
	free(path);
	return text;
}

char *ra_place_of_edge(const struct ra_snapshot *snapshot, uint32_t edge, unsigned flags)
{
	return ra_place_of_path(ra_path_edge_text(snapshot, edge, flags));
}

/* What hangs on a root's list itself has no path of its own. */
static char *in_list(const struct ra_snapshot *snapshot, ra_node node)
{
	const struct ra_graph *const graph = snapshot->graph;
	const uint32_t edge = graph->tree_edge[node];
	const ra_node root = edge == RA_NO_NODE ? RA_SUPER_ROOT : ra_edge_source(graph, edge);

	if (graph->kind[root] != RA_NODE_ROOT) {
		return NULL;
	}
	const ra_name field = graph->edge_kind[edge] == RA_LINK_FIELD ? graph->edge_key[edge] : 0;
	const char *const name = ra_list_name(graph, root, field);

	return name ? strdup(name) : NULL;
}

static char *of_root(const struct ra_graph *graph, ra_node root)
{
	return strdup(ra_root_title(graph, root));
}

/* The value that PHP code has of a stream or the like: what holds it. */
static ra_node value_around(const struct ra_graph *graph, ra_node node)
{
	for (unsigned steps = 0; steps < MAX_STEPS; steps++) {
		const uint32_t edge = graph->tree_edge[node];
		const ra_node above = edge == RA_NO_NODE ? RA_SUPER_ROOT : ra_edge_source(graph, edge);

		if (graph->kind[above] <= RA_NODE_ROOT || graph->edge_kind[edge] != RA_LINK_FIELD ||
			graph->kind[node] == RA_NODE_OBJECT || graph->kind[node] == RA_NODE_FRAME) {
			break;
		}
		node = above;
	}
	return node;
}

char *ra_place_of_node(const struct ra_snapshot *snapshot, ra_node node, unsigned flags)
{
	const struct ra_graph *const graph = snapshot->graph;

	node = value_around(graph, node);
	if (graph->kind[node] == RA_NODE_SUPER_ROOT) {
		return strdup("several places");
	}
	if (graph->kind[node] == RA_NODE_ROOT) {
		return of_root(graph, node);
	}
	char *const list = in_list(snapshot, node);
	char *const text = list ? list : ra_place_of_path(ra_path_text(snapshot, node, flags));

	if (text && (graph->kind[node] == RA_NODE_CLASS || graph->kind[node] == RA_NODE_FUNCTION)) {
		char *const statics = ra_text_printf("statics of %s", text);

		free(text);
		return statics;
	}
	if (text && graph->kind[node] == RA_NODE_FRAME) {
		char *const locals = ra_text_printf("locals of %s", text);

		free(text);
		return locals;
	}
	return text;
}

char *ra_place_of_atom(const struct ra_snapshot *snapshot, const struct ra_labels *labels,
	struct ra_atom atom, unsigned flags)
{
	const char *name;

	switch (atom.kind) {
	case RA_ATOM_SLOT:
		return ra_place_of_edge(snapshot, atom.id, flags);
	case RA_ATOM_LIST:
		name =
			ra_list_name(snapshot->graph, labels->lists[atom.id].root, labels->lists[atom.id].name);
		return name ? strdup(name) : of_root(snapshot->graph, labels->lists[atom.id].root);
	case RA_ATOM_WHOLE:
		break;
	}
	return ra_place_of_node(snapshot, atom.id, flags);
}

/* ---- sites ---- */

static char *string_at(const struct ra_snapshot *snapshot, ra_addr at)
{
	char bytes[FILE_BYTES];
	const size_t length = ra_reader_head(&snapshot->reader, at, bytes, sizeof(bytes));

	return length > 0 ? ra_text_clean(bytes, length) : NULL;
}

char *ra_file_of_code(const struct ra_snapshot *snapshot, ra_node node)
{
	const ra_addr at = ra_node_address(snapshot->graph, node);
	struct ra_function function;

	if (snapshot->graph->flags[node] & RA_NODE_INTERNAL) {
		return NULL;
	}
	switch ((enum ra_node_kind)snapshot->graph->kind[node]) {
	case RA_NODE_FUNCTION:
		return ra_reader_function(&snapshot->reader, at, &function)
				   ? string_at(snapshot, function.file)
				   : NULL;
	case RA_NODE_CLASS:
		return string_at(snapshot, ra_reader_class_file(&snapshot->reader, at));
	default:
		return NULL;
	}
}

static char *site_of_function(const struct ra_snapshot *snapshot, ra_node function)
{
	char *const file = ra_file_of_code(snapshot, function);
	struct ra_function code;
	char *const site = file && ra_reader_function(&snapshot->reader,
								   ra_node_address(snapshot->graph, function), &code)
						   ? ra_text_printf("%s:%" PRIu32, file, code.first_line)
						   : NULL;

	free(file);
	return site;
}

static char *site_of_frame(const struct ra_graph *graph, ra_node node)
{
	for (uint32_t i = 0; i < graph->frame_count; i++) {
		const struct ra_frame_info *const frame = &graph->frames[i];

		if (frame->node == node) {
			size_t length;
			const char *const file = ra_graph_name(graph, frame->file, &length);
			char *const clean = ra_text_clean(file, length);
			char *const site = clean && length > 0 && frame->line > 0
								   ? ra_text_printf("%s:%d", clean, (int)frame->line)
								   : NULL;

			free(clean);
			return site;
		}
	}
	return NULL;
}

char *ra_site_of_object(const struct ra_snapshot *snapshot, ra_node object)
{
	const struct ra_graph *const graph = snapshot->graph;

	for (uint32_t e = graph->edge_begin[object]; e < graph->edge_begin[object + 1]; e++) {
		const ra_node to = graph->edge_to[e];

		if (graph->kind[to] == RA_NODE_FUNCTION && graph->edge_kind[e] == RA_LINK_FIELD) {
			return site_of_function(snapshot, to);
		}
		if (graph->kind[to] == RA_NODE_FRAME) {
			return site_of_frame(graph, to);
		}
	}
	return NULL;
}
