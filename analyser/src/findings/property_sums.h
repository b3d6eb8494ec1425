/* Sums per property of a class ("App\Message::$raw") over all its instances. With measures, links
 * back to what holds the object are left out. */
#ifndef RA_PROPERTY_SUMS_H
#define RA_PROPERTY_SUMS_H

#include "base/pair_index.h"
#include "walk/snapshot.h"

struct ra_property_sum {
	uint32_t class_index;
	uint64_t name;        /* see ra_properties_visit() */
	uint32_t sample_edge; /* the first of its edges, for the name */
	uint64_t references;  /* objects in which it holds a value of its own memory */
	uint64_t bytes;       /* sum of what these values dominate, shared ones counted each time */
	ra_node *targets;     /* with duplicates, of those asked for */
	uint32_t target_count;
	uint32_t follower; /* the sum that was asked for after this one; RA_NO_PAIR: none yet */
	/* Each value hangs on its object, and none of these objects is inside another: so `bytes` is what goes away with all values
	 * together, and no list of them is needed. Two sums of one class have no value in common, nor one inside another's. */
	bool apart;
};

struct ra_property_sums {
	struct ra_property_sum *items; /* in order of first sight */
	uint32_t count;
	struct ra_pair_index index;
	uint32_t last;     /* the sum that was asked for last */
	uint32_t expected; /* its follower */
	ra_node *targets;
};

/* Sums over the objects of one class, or of all (RA_NO_CLASS). Without measures own bytes are
 * summed. False: no memory. */
bool ra_property_sums_make(
	const struct ra_snapshot *snapshot, uint32_t class_index, struct ra_property_sums *out);

/* Lists the targets of those sums that have at least this many bytes and are not apart. */
bool ra_property_sums_list(const struct ra_snapshot *snapshot, struct ra_property_sums *sums,
	uint32_t class_index, uint64_t min_bytes);

void ra_property_sums_done(struct ra_property_sums *sums);

#endif
