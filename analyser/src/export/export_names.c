/* See export_names.h. */
#include "export/export_names.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/path.h"
#include "walk/snapshot.h"

/* Without an entry: the node has a name of its own. */
static const char *const kind_names[RA_NODE_KINDS] = {
	[RA_NODE_ARRAY] = "array",
	[RA_NODE_STRING] = "string",
	[RA_NODE_REFERENCE] = "reference",
	[RA_NODE_RESOURCE] = "resource",
	[RA_NODE_CONSTANT] = "constant",
	[RA_NODE_PROPERTY_INFO] = "property declaration",
	[RA_NODE_AST] = "constant expression",
	[RA_NODE_VM_STACK] = "VM stack",
	[RA_NODE_ARENA] = "arena",
	[RA_NODE_STREAM] = "stream",
	[RA_NODE_BUFFER] = "buffer",
	[RA_NODE_TABLE] = "engine table",
	[RA_NODE_UNKNOWN] = "unknown memory",
};

const char *ra_export_kind_name(enum ra_node_kind kind)
{
	return kind_names[kind];
}

char *ra_export_root_name(const struct ra_snapshot *snapshot, ra_name name)
{
	char *const text = ra_text_printf("(%s)", ra_graph_name(snapshot->graph, name, NULL));

	for (char *at = text; at && *at; at++) {
		if (*at == '_') {
			*at = ' ';
		}
	}
	return text;
}

static char *class_name(const struct ra_graph *graph, uint32_t index)
{
	size_t length;

	if (index == RA_NO_CLASS || index >= graph->class_count) {
		return ra_text_printf("(unknown class)");
	}
	const char *const bytes = ra_graph_name(graph, graph->classes[index].name, &length);

	return ra_class_text(bytes, length);
}

/* "class App\User", "function App\User::name()": by the link that leads there. */
static char *linked_name(
	const struct ra_snapshot *snapshot, ra_node node, const char *what, const char *end)
{
	const struct ra_graph *const graph = snapshot->graph;
	const uint32_t edge = graph->tree_edge[node];

	if (edge == RA_NO_NODE) {
		return ra_text_printf("%s", what);
	}
	char *const link = ra_path_link_text(snapshot, edge);
	char *const text = link ? ra_text_printf("%s %s%s", what, link, end) : NULL;

	free(link);
	return text;
}

static char *frame_name(const struct ra_snapshot *snapshot, ra_node node)
{
	const struct ra_graph *const graph = snapshot->graph;

	for (uint32_t i = 0; i < graph->frame_count; i++) {
		/* frames of one chain have ids in a row */
		const uint32_t place = i == 0 && node >= graph->frames[0].node &&
									   node - graph->frames[0].node < graph->frame_count
								   ? node - graph->frames[0].node
								   : i;

		if (graph->frames[place].node == node) {
			char *const frame = ra_frame_text(snapshot, &graph->frames[place]);
			char *const text = frame ? ra_text_printf("frame %s", frame) : NULL;

			free(frame);
			return text;
		}
	}
	return ra_text_printf("frame");
}

char *ra_export_node_name(const struct ra_snapshot *snapshot, ra_node node)
{
	const struct ra_graph *const graph = snapshot->graph;
	const enum ra_node_kind kind = graph->kind[node];

	switch (kind) {
	case RA_NODE_SUPER_ROOT:
		return ra_text_printf("(PHP roots)");
	case RA_NODE_ROOT:
		return graph->tree_edge[node] == RA_NO_NODE
				   ? ra_text_printf("(branch)")
				   : ra_export_root_name(snapshot, graph->edge_key[graph->tree_edge[node]]);
	case RA_NODE_FRAME:
		return frame_name(snapshot, node);
	case RA_NODE_OBJECT:
		return class_name(graph, ra_node_class(graph, node));
	case RA_NODE_CLASS:
		return linked_name(snapshot, node, "class", "");
	case RA_NODE_FUNCTION:
		return linked_name(snapshot, node, "function", "()");
	default:
		return ra_text_printf("%s", kind_names[kind] ? kind_names[kind] : "?");
	}
}
