/* Who holds many nodes: a few nodes, evenly spread, stand for all of them. */
#ifndef RA_SAMPLING_H
#define RA_SAMPLING_H

#include "graph/graph.h"

struct ra_snapshot;

enum {
	RA_SAMPLES = 32
};

/* Every stride-th node that was offered; the stride doubles whenever the room is full. The same
 * offers give the same sample. Zero-initialise. */
struct ra_sample {
	ra_node nodes[RA_SAMPLES];
	uint32_t count;
	uint64_t offered;
	uint64_t stride; /* 0: 1 */
};

void ra_sample_offer(struct ra_sample *sample, ra_node node);

/* Where most of the nodes are, and which share of them in percent: the path without indices; if
 * fewer than half agree on one, the class and property of the nearest object; else the path
 * without any keys. The first one in case of a tie. Owned by the caller; NULL: no nodes or no
 * memory. */
char *ra_common_path(const struct ra_snapshot *snapshot, const ra_node *nodes, uint32_t count,
	unsigned *share_percent);

#endif
