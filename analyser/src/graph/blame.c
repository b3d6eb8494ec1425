/* See blame.h. */
#include "graph/blame.h"

#include <string.h>

void ra_blame_compute(
	const struct ra_graph *graph, const struct ra_measures *measures, struct ra_blame *blame)
{
	memset(blame, 0, sizeof(*blame));
	for (uint32_t e = graph->edge_begin[RA_SUPER_ROOT]; e < graph->edge_begin[RA_SUPER_ROOT + 1];
		e++) {
		if (blame->row_count < RA_BLAME_ROWS) {
			blame->name[blame->row_count++] = graph->edge_key[e];
		}
	}
	for (ra_node node = 0; node < graph->node_count; node++) {
		const uint64_t bytes = ra_node_own_bytes(graph, node);
		const uint32_t roots = ra_node_roots(measures, node);

		if (bytes == 0) {
			continue;
		}
		if (roots == 0) {
			blame->unplaced_bytes += bytes;
		} else if ((roots & (roots - 1)) == 0) { /* one, as nearly always */
			blame->exclusive_bytes[__builtin_ctz(roots)] += bytes;
		} else {
			const uint32_t holders = (uint32_t)__builtin_popcount(roots);

			for (uint32_t left = roots; left != 0; left &= left - 1) {
				blame->shared_bytes[__builtin_ctz(left)] += bytes / holders;
			}
			blame->shared_bytes[__builtin_ctz(roots)] += bytes % holders;
		}
	}
}
