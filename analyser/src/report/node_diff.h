/* Nodes that only one of two dumps has: for two dumps of the same process. A node is the same when
 * address, kind and class are. */
#ifndef RA_NODE_DIFF_H
#define RA_NODE_DIFF_H

#include "walk/snapshot.h"

struct ra_node_sample {
	ra_node node;
	ra_addr address;
	const char *type; /* static: "ObjectContext" */
	uint64_t own_bytes;
	char *class_name; /* NULL: no object */
	char *path;
};

struct ra_node_diff {
	bool target_only; /* else: only in the baseline */
	uint64_t total;
	uint64_t total_bytes;           /* own bytes of all of them */
	struct ra_node_sample *samples; /* in node order */
	uint32_t sample_count;
};

/* O(n log n). *out is owned by the caller. */
bool ra_node_diff_make(const struct ra_snapshot *baseline, const struct ra_snapshot *target,
	bool target_only, uint32_t limit, struct ra_node_diff **out, struct ra_error *err);
void ra_node_diff_free(struct ra_node_diff *diff); /* NULL is allowed */

#endif
