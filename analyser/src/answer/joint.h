/* Places that several things hold at once: an array that is shared copy on write, or by a
 * reference, goes when all of them let go, and emptying it through one of them frees nothing. An
 * object with several holders is one place with several names. */
#ifndef RA_JOINT_H
#define RA_JOINT_H

#include "answer/holder_rows.h"

struct ra_joint_place {
	ra_node node;
	uint32_t edge; /* that holds it */
};

struct ra_joint {    /* zeroed: empty */
	ra_node *wanted; /* sorted after ra_joint_find() */
	uint32_t wanted_count;
	struct ra_joint_place *places; /* in the order of the edges */
	uint32_t count;
	bool failed;
};

/* The places of a row whose holders are to be found: arrays with more than one. */
void ra_joint_want(
	struct ra_joint *joint, const struct ra_labels *labels, const struct ra_row *row);
/* One pass over the edges, when there is anything to find. False: no memory. */
bool ra_joint_find(
	struct ra_joint *joint, const struct ra_graph *graph, const struct ra_measures *measures);
bool ra_joint_has(const struct ra_joint *joint, ra_node node);
void ra_joint_done(struct ra_joint *joint);

#endif
