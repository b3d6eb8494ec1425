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
	enum ra_link_kind wanted = RA_LINK_PROPERTY;
	uint32_t edge = graph->edge_begin[object];
	uint32_t end = graph->edge_begin[object + 1];
	ra_node table = RA_NO_NODE;

	for (;;) {
		if (edge == end) {
			if (table == RA_NO_NODE) {
				return true;
			}
			wanted = RA_LINK_KEY;
			edge = graph->edge_begin[table];
			end = graph->edge_begin[table + 1];
			table = RA_NO_NODE;
			continue;
		}
		const uint32_t at = edge++;
		const enum ra_link_kind kind = (enum ra_link_kind)graph->edge_kind[at];

		if (!ra_edge_is_strong(graph, at)) {
			continue;
		}
		if (kind == wanted) {
			if (!visit(context, at,
					kind == RA_LINK_PROPERTY ? graph->edge_key[at]
											 : ra_link_name_key(snapshot, at))) {
				return false;
			}
		} else if (kind == RA_LINK_DYNAMIC_TABLE && wanted == RA_LINK_PROPERTY) {
			table = graph->edge_to[at];
		}
	}
}

#endif
