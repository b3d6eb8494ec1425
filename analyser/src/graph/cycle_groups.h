/* Components that are alike: the same classes in the same numbers. */
#ifndef RA_CYCLE_GROUPS_H
#define RA_CYCLE_GROUPS_H

#include "graph/measures.h"

/* Members of no class, in a composition: counted when there is no object in the cycle. */
#define RA_MEMBER_ARRAY     (UINT32_MAX - 1)
#define RA_MEMBER_REFERENCE (UINT32_MAX - 2)

struct ra_cycle_member {
	uint32_t class_index; /* or RA_MEMBER_... */
	uint32_t count;
};

struct ra_cycle_group {
	struct ra_cycle_member *members; /* most first; ties by name of the class */
	uint32_t member_count;
	uint32_t example; /* the first component */
	uint32_t component_count;
	uint32_t unreachable_count; /* of them, from no real root */
	uint32_t size;              /* objects, arrays and references of the example */
	uint64_t own_bytes;         /* of all components */
};

struct ra_cycle_groups {
	struct ra_cycle_group *groups; /* most own bytes first; ties by the first component */
	uint32_t count;
	uint32_t *group_of; /* per component */
	struct ra_cycle_member *members;
};

/* O(N log N) for N nodes in components. *out is to be released with ra_cycle_groups_done(). False:
 * no memory. */
bool ra_cycle_groups_make(
	const struct ra_graph *graph, const struct ra_measures *measures, struct ra_cycle_groups *out);
void ra_cycle_groups_done(struct ra_cycle_groups *groups);

/* True for what a PHP program sees as a part of the cycle; the engine's containers between are
 * not. */
bool ra_is_cycle_member(const struct ra_graph *graph, ra_node node);

#endif
