/* See subjects.h. */
#include "findings/subjects.h"

#include <string.h>

#include "base/format.h"
#include "base/hash.h"
#include "findings/path.h"
#include "findings/ranking.h"
#include "graph/tally.h"

enum {
	NAME_BYTES = 256
};

#define HASHED_NAME (UINT64_C(1) << 63)

char *ra_subject_label(const struct ra_snapshot *snapshot, ra_node node)
{
	static const enum ra_location locations[RA_NODE_KINDS] = {
		[RA_NODE_ARRAY] = RA_LOC_ARRAY,
		[RA_NODE_STRING] = RA_LOC_STRING,
		[RA_NODE_REFERENCE] = RA_LOC_REFERENCE,
		[RA_NODE_RESOURCE] = RA_LOC_RESOURCE,
		[RA_NODE_CLASS] = RA_LOC_CLASS_ENTRY,
		[RA_NODE_FUNCTION] = RA_LOC_OP_ARRAY_HEADER,
	};
	const struct ra_graph *graph = snapshot->graph;
	const enum ra_node_kind kind = graph->kind[node];

	if (kind == RA_NODE_OBJECT && ra_node_class(graph, node) != RA_NO_CLASS) {
		return ra_class_name(graph, ra_node_class(graph, node));
	}
	if ((unsigned)kind < RA_NODE_KINDS && locations[kind] != 0) {
		return ra_text_printf("%s", ra_location_short_name(locations[kind]));
	}
	return ra_text_printf("%s", ra_node_kind_name(kind));
}

ra_node ra_subject_value(const struct ra_graph *graph, uint32_t edge)
{
	const ra_node node = graph->edge_to[edge];

	if (graph->kind[node] == RA_NODE_REFERENCE) {
		for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
			if (graph->edge_kind[e] == RA_LINK_REFERENCED) {
				return graph->edge_to[e];
			}
		}
	}
	return node;
}

uint64_t ra_link_name_key(const struct ra_snapshot *snapshot, uint32_t edge)
{
	const struct ra_graph *graph = snapshot->graph;
	const enum ra_link_kind kind = graph->edge_kind[edge];

	if (kind == RA_LINK_KEY) {
		char bytes[NAME_BYTES];
		size_t got = 0;
		uint64_t length;

		if (graph->edge_key[edge] >= graph->node_count ||
			!ra_path_string_bytes(
				snapshot, graph->edge_key[edge], bytes, sizeof(bytes), &got, &length)) {
			return 0;
		}
		return HASHED_NAME | ra_hash_next(ra_hash_bytes(bytes, got), length);
	}
	switch (kind) {
	case RA_LINK_GLOBAL:
	case RA_LINK_LOCAL:
	case RA_LINK_PROPERTY:
	case RA_LINK_STATIC_PROPERTY:
	case RA_LINK_CLASS_CONSTANT:
	case RA_LINK_CONSTANT:
	case RA_LINK_STATIC_VARIABLE:
	case RA_LINK_BOUND_VARIABLE:
		return graph->edge_key[edge];
	default:
		return 0;
	}
}
