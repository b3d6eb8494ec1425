/* The edges to values that something else holds already (strong edges that are not tree edges), by
 * the name of their link. */
#ifndef RA_SHARED_EDGES_H
#define RA_SHARED_EDGES_H

#include "base/pair_index.h"
#include "walk/snapshot.h"

struct ra_shared_group {
	uint64_t name;       /* see ra_link_name_key() */
	uint64_t kind;       /* what else sets groups apart; 0 when only the name does */
	uint64_t references; /* edges */
	uint32_t target_count;
	uint32_t sample_edge; /* the first one; a property's, if there is one */
};

struct ra_shared_groups {
	struct ra_shared_group *items;
	uint32_t count;
	struct ra_pair_index index;
};

/* What sets edges of one name apart; 0: leave the edge out. */
typedef uint64_t ra_shared_kind(const struct ra_snapshot *snapshot, uint32_t edge);

/* Counts the references of all groups. `kind` may be NULL: groups by name alone. */
bool ra_shared_groups_make(
	const struct ra_snapshot *snapshot, ra_shared_kind *kind, struct ra_shared_groups *out);
void ra_shared_groups_done(struct ra_shared_groups *groups);

/* Counts the different targets of up to 32 groups, and lists them when lists is not NULL: lists[i],
 * owned by the caller, are those of group i, in order of the edges. */
bool ra_shared_targets(const struct ra_snapshot *snapshot, ra_shared_kind *kind,
	struct ra_shared_group *groups, uint32_t count, ra_node **lists);

#endif
