/* One property of whichever objects. Of many objects what is the same for a name or a class is looked up once. */
#ifndef RA_PROPERTY_VALUES_H
#define RA_PROPERTY_VALUES_H

#include "answer/sample.h"
#include "base/format.h"
#include "base/pair_index.h"
#include "query/look.h"

struct ra_property {
	const char *name;
	uint8_t *named;      /* by name of the graph: whether it is this one. NULL: not looked up */
	uint32_t *number_of; /* by class: the number of the slot. NULL: not looked up */
};

/* Looks up what the objects need; several threads may use it then, each with a view of the snapshot. False: no memory.
 * ra_property_done() ends its life also then. */
bool ra_property_init(struct ra_snapshot *snapshot, struct ra_property *property, const char *name,
	const struct ra_found *objects);
void ra_property_done(struct ra_property *property);

/* See ra_query_property(). */
char *ra_property_text(
	struct ra_snapshot *snapshot, ra_node object, const struct ra_property *property);

/* Appends it. False: no memory. */
bool ra_property_add_text(struct ra_snapshot *snapshot, ra_node object,
	const struct ra_property *property, struct ra_buffer *out);

/* The same; or, where that tells the text as well, makes the digest in place of it: then *whole is false. */
bool ra_property_add_or_digest(struct ra_snapshot *snapshot, ra_node object,
	const struct ra_property *property, struct ra_buffer *out, struct ra_sample_digest *digest,
	bool *whole);

/* What tells the text without making it: objects with different texts have different ones, and those with the same may. */
void ra_property_identity(struct ra_snapshot *snapshot, ra_node object,
	const struct ra_property *property, struct ra_pair *identity);

#endif
