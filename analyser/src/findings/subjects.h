/* What several passes ask about nodes: what to call them, what properties objects have. */
#ifndef RA_SUBJECTS_H
#define RA_SUBJECTS_H

#include "walk/snapshot.h"

/* "App\Models\User", "ZendArray", "ZendString", or the name of the node's kind. Owned by the
 * caller; NULL: no memory. */
char *ra_subject_label(const struct ra_snapshot *snapshot, ra_node node);

/* The value behind PHP references: what the edge leads to, or the reference's target. */
ra_node ra_subject_value(const struct ra_graph *graph, uint32_t edge);

/* The properties of an object that hold a value of their own memory: its declared ones, then those
 * in its table of dynamic properties. Zero-initialise but for graph and object. */
struct ra_property_cursor {
	const struct ra_snapshot *snapshot;
	ra_node object;
	bool started;
	bool in_table;
	uint32_t edge; /* the next one to look at */
	uint32_t end;
	ra_node table; /* of dynamic properties */

	uint32_t found; /* the property's edge */
	uint64_t name;  /* equal for equal names of one class; see ra_link_name_key() */
};

bool ra_property_next(struct ra_property_cursor *cursor);

/* A key of 64 bits for the name of a link: equal names have equal keys. Names of array keys are
 * read from the dump and hashed. 0: the link has no name (an index). */
uint64_t ra_link_name_key(const struct ra_snapshot *snapshot, uint32_t edge);

#endif
