/* See subject.h. */
#include "subject.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static subject_text *text_of;
static void *text_context;

void subject_use_text(subject_text *text, void *context)
{
	text_of = text;
	text_context = context;
}

static ra_node follow_reference(const struct ra_graph *graph, ra_node node)
{
	if (node != RA_NO_NODE && graph->kind[node] == RA_NODE_REFERENCE) {
		return subject_child(graph, node, RA_LINK_REFERENCED, "");
	}
	return node;
}

static bool ends_with(const char *text, const char *end)
{
	const size_t length = strlen(text), wanted = strlen(end);

	return length >= wanted && strcmp(text + length - wanted, end) == 0;
}

ra_node subject_child(
	const struct ra_graph *graph, ra_node from, enum ra_link_kind kind, const char *name)
{
	if (from == RA_NO_NODE) {
		return RA_NO_NODE;
	}
	for (uint32_t e = graph->edge_begin[from]; e < graph->edge_begin[from + 1]; e++) {
		if (graph->edge_kind[e] == kind &&
			(!*name || strcmp(ra_graph_name(graph, graph->edge_key[e], NULL), name) == 0)) {
			return graph->edge_to[e];
		}
	}
	return RA_NO_NODE;
}

ra_node subject_root(const struct ra_graph *graph, const char *name)
{
	return subject_child(graph, RA_SUPER_ROOT, RA_LINK_ROOT, name);
}

uint32_t subject_count(const struct ra_graph *graph, ra_node from, enum ra_link_kind kind)
{
	uint32_t count = 0;

	for (uint32_t e = graph->edge_begin[from]; e < graph->edge_begin[from + 1]; e++) {
		count += graph->edge_kind[e] == kind;
	}
	return count;
}

uint32_t subject_handle(const struct ra_graph *graph, const char *root_name, ra_node node)
{
	const ra_node root = subject_root(graph, root_name);

	if (root == RA_NO_NODE || node == RA_NO_NODE) {
		return 0;
	}
	for (uint32_t e = graph->edge_begin[root]; e < graph->edge_begin[root + 1]; e++) {
		if (graph->edge_kind[e] == RA_LINK_HANDLE && graph->edge_to[e] == node) {
			return graph->edge_key[e];
		}
	}
	return 0;
}

static ra_node element(const struct ra_graph *graph, ra_node array, const char *key)
{
	char *end;
	const long long index = strtoll(key, &end, 10);
	const bool number = *key && !*end;

	for (uint32_t e = graph->edge_begin[array]; e < graph->edge_begin[array + 1]; e++) {
		const enum ra_link_kind kind = graph->edge_kind[e];
		const char *bytes;
		size_t length;

		if ((kind == RA_LINK_INDEX || kind == RA_LINK_WIDE_INDEX) && number &&
			ra_edge_index(graph, e) == index) {
			return graph->edge_to[e];
		}
		if (kind == RA_LINK_KEY && text_of(text_context, graph->edge_key[e], &bytes, &length) &&
			length == strlen(key) && memcmp(bytes, key, length) == 0) {
			return graph->edge_to[e];
		}
	}
	return RA_NO_NODE;
}

static ra_node local_variable(const struct ra_graph *graph, const char *function, const char *name)
{
	for (uint32_t f = 0; f < graph->frame_count; f++) {
		if (ends_with(ra_graph_name(graph, graph->frames[f].function, NULL), function)) {
			return subject_child(graph, graph->frames[f].node, RA_LINK_LOCAL, name);
		}
	}
	return RA_NO_NODE;
}

static ra_node function_static(const struct ra_graph *graph, const char *function, const char *name)
{
	const ra_node table = subject_root(graph, "function_table");

	for (uint32_t e = graph->edge_begin[table]; e < graph->edge_begin[table + 1]; e++) {
		if (graph->edge_kind[e] == RA_LINK_FUNCTION &&
			ends_with(ra_graph_name(graph, graph->edge_key[e], NULL), function)) {
			return subject_child(graph, graph->edge_to[e], RA_LINK_STATIC_VARIABLE, name);
		}
	}
	return RA_NO_NODE;
}

/* The first name of a path; *rest is what follows it. */
static ra_node start(const struct ra_graph *graph, const char *where, char *rest)
{
	char first[512], second[512];

	*rest = '\0';
	if (sscanf(where, "$GLOBALS[%511[^]]]%511[^\n]", first, rest) >= 1 ||
		(where[0] == '$' && sscanf(where, "$%511[^[:-]%511[^\n]", first, rest) >= 1)) {
		return subject_child(graph, subject_root(graph, "global_variables"), RA_LINK_GLOBAL, first);
	}
	if (sscanf(where, "constant %511[^\n]", first) == 1) {
		const ra_node constant =
			subject_child(graph, subject_root(graph, "global_constants"), RA_LINK_CONSTANT, first);

		return subject_child(graph, constant, RA_LINK_FIELD, "value");
	}
	if (sscanf(where, "%511[^(]() static $%511[^[:-]%511[^\n]", first, second, rest) >= 2) {
		return function_static(graph, first, second);
	}
	if (sscanf(where, "%511[^(](): $%511[^[:-]%511[^\n]", first, second, rest) >= 2) {
		return local_variable(graph, first, second);
	}
	if (sscanf(where, "%511[^:]::$%511[^[:-]%511[^\n]", first, second, rest) >= 2) {
		const ra_node cls =
			subject_child(graph, subject_root(graph, "class_table"), RA_LINK_CLASS, first);

		return subject_child(graph, cls, RA_LINK_STATIC_PROPERTY, second);
	}
	return RA_NO_NODE;
}

ra_node subject_find(const struct ra_graph *graph, const char *where)
{
	char rest[512];
	const char *at = rest;
	ra_node node = follow_reference(graph, start(graph, where, rest));

	while (*at && node != RA_NO_NODE) {
		char name[512];
		int length = 0;

		if (sscanf(at, "[%511[^]]]%n", name, &length) == 1 && length) {
			node = element(graph, node, name);
		} else if ((sscanf(at, "->%511[^[:-]%n", name, &length) == 1 && length) ||
				   (sscanf(at, "::$%511[^[:-]%n", name, &length) == 1 && length)) {
			node = subject_child(graph, node, RA_LINK_PROPERTY, name);
		} else {
			return RA_NO_NODE;
		}
		node = follow_reference(graph, node);
		at += length;
	}
	return node;
}
