/* What several passes ask about nodes: what to call them, what properties objects have. */
#ifndef RA_SUBJECTS_H
#define RA_SUBJECTS_H

#include "walk/snapshot.h"

/* "App\Models\User", "ZendArray", "ZendString", or the name of the node's kind. Owned by the
 * caller; NULL: no memory. */
char *ra_subject_label(const struct ra_snapshot *snapshot, ra_node node);

/* The value behind PHP references: what the edge leads to, or the reference's target. */
ra_node ra_subject_value(const struct ra_graph *graph, uint32_t edge);

/* A key of 64 bits for the name of a link: equal names have equal keys. Names of array keys are
 * read from the dump and hashed. 0: the link has no name (an index). */
uint64_t ra_link_name_key(const struct ra_snapshot *snapshot, uint32_t edge);

/* A property of an object; false: enough. `name`: equal for equal names of one class, see ra_link_name_key(). */
typedef bool ra_property_visit(void *context, uint32_t edge, uint64_t name);

/* The properties of an object that hold a value of their own memory: its declared ones, then those in its table of
 * dynamic properties. False: a visit said so. Each caller's visit becomes part of the loop: it runs for each property of
 * each object. */
static inline __attribute__((always_inline)) bool ra_properties_visit(
	const struct ra_snapshot *snapshot, ra_node object, ra_property_visit *visit, void *context)
{
	const struct ra_graph *const graph = snapshot->graph;
	const uint32_t end = graph->edge_begin[object + 1];
	ra_node table = RA_NO_NODE;

	for (uint32_t edge = graph->edge_begin[object]; edge < end; edge++) {
		const enum ra_link_kind kind = (enum ra_link_kind)graph->edge_kind[edge];

		if ((kind != RA_LINK_PROPERTY && kind != RA_LINK_DYNAMIC_TABLE) ||
			!ra_edge_is_strong(graph, edge)) {
			continue;
		}
		if (kind == RA_LINK_DYNAMIC_TABLE) {
			table = graph->edge_to[edge];
		} else if (!visit(context, edge, graph->edge_key[edge])) {
			return false;
		}
	}
	for (uint32_t edge = table != RA_NO_NODE ? graph->edge_begin[table] : 0;
		table != RA_NO_NODE && edge < graph->edge_begin[table + 1]; edge++) {
		if (graph->edge_kind[edge] == RA_LINK_KEY && ra_edge_is_strong(graph, edge) &&
			!visit(context, edge, ra_link_name_key(snapshot, edge))) {
			return false;
		}
	}
	return true;
}

#endif
