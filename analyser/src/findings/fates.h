/* What becomes of the values that no real root reaches: the cycle collector frees them, or it cannot
 * see their cycle, or something out of sight holds them. */
#ifndef RA_FATES_H
#define RA_FATES_H

#include "graph/graph.h"

struct ra_snapshot;

enum ra_fate {
	RA_FATE_LIVE,      /* a root reaches it */
	RA_FATE_COLLECTED, /* gc_collect_cycles() frees it */
	RA_FATE_STUCK, /* garbage that the collector does not free: it does not see all references */
	RA_FATE_HELD,  /* alive: it has references that no value and no walker accounts for */
	RA_FATES
};

struct ra_fates {
	ra_node *pending; /* what is not live, ascending */
	uint32_t pending_count;
	uint8_t *of;        /* enum ra_fate per node; NULL: all are live */
	ra_node *obstacles; /* of stuck values: what holds them where the collector does not look */
	uint32_t obstacle_count;
	/* Part of the collected bytes that only the second call of gc_collect_cycles() frees. */
	uint64_t second_call_bytes;
};

/* Does what zend_gc.c does, on the graph: from the possible roots on, the references that the
 * collector sees are subtracted; what has some left stays, and what that reaches. O(V + E). False:
 * no memory. The snapshot needs its measures. */
bool ra_fates_find(const struct ra_snapshot *snapshot, struct ra_fates *out);
void ra_fates_done(struct ra_fates *fates);

#endif
