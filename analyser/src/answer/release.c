/* See release.h. */
#include "answer/release.h"

#include <stdlib.h>

struct release {
	const struct ra_measures *measures;
	const struct ra_graph *graph;
	uint32_t *lost; /* per node: holders that are gone; RA_NO_NODE: the node is gone */
	ra_node *work;
	uint32_t count, capacity;
	uint64_t bytes;
	bool failed;
};

static void take(struct release *release, ra_node node)
{
	if (release->lost[node] == RA_NO_NODE) {
		return;
	}
	if (release->count == release->capacity) {
		const uint32_t capacity = release->capacity ? release->capacity * 2 : 1024;
		ra_node *const grown = reallocarray(release->work, (size_t)capacity, sizeof(*grown));

		if (!grown) {
			release->failed = true;
			return;
		}
		release->work = grown;
		release->capacity = capacity;
	}
	release->lost[node] = RA_NO_NODE;
	release->bytes += ra_node_own_bytes(release->graph, node);
	release->work[release->count++] = node;
}

static void follow(struct release *release, ra_node node)
{
	const struct ra_graph *const graph = release->graph;

	for (uint32_t edge = graph->edge_begin[node]; edge < graph->edge_begin[node + 1]; edge++) {
		const ra_node to = graph->edge_to[edge];

		if (to != RA_SUPER_ROOT && release->lost[to] != RA_NO_NODE && ra_edge_holds(graph, edge) &&
			++release->lost[to] >= ra_node_holder_count(release->measures, to)) {
			take(release, to);
		}
	}
}

uint64_t ra_release_bytes(const struct ra_measures *measures, const struct ra_graph *graph,
	const ra_node *nodes, uint32_t count)
{
	struct release release = {
		.measures = measures, .graph = graph, .lost = calloc(graph->node_count, sizeof(uint32_t))};

	release.failed = !release.lost;
	for (uint32_t i = 0; i < count && !release.failed; i++) {
		take(&release, nodes[i]);
	}
	while (release.count > 0 && !release.failed) {
		follow(&release, release.work[--release.count]);
	}
	free(release.lost);
	free(release.work);
	return release.failed ? UINT64_MAX : release.bytes;
}
