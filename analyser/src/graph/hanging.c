/* See hanging.h. One sweep from the last node to the first: when it comes to a node, it has been at all with greater ids. */
#include "graph/hanging.h"

#include <stdlib.h>

static void let_go(uint64_t *hanging, ra_node node)
{
	hanging[node / 64] &= ~(UINT64_C(1) << node % 64);
}

/* All with one holder, but for what the super-root leads to. */
static void mark_candidates(const struct ra_graph *graph, struct ra_measures *measures)
{
	const uint8_t *const holders = measures->holder_count.low;
	uint64_t *const hanging = measures->hanging;

	for (ra_node node = 0; node < graph->node_count; node++) {
		hanging[node / 64] |= (uint64_t)(holders[node] == 1) << node % 64;
	}
	let_go(hanging, RA_SUPER_ROOT);
	for (uint32_t edge = graph->edge_begin[RA_SUPER_ROOT];
		edge < graph->edge_begin[RA_SUPER_ROOT + 1]; edge++) {
		let_go(hanging, graph->edge_to[edge]);
	}
}

bool ra_hanging_find(
	const struct ra_graph *graph, struct ra_measures *measures, struct ra_core *core)
{
	uint64_t *const hanging = measures->hanging =
		calloc((size_t)graph->node_count / 64 + 1, sizeof(*hanging));
	bool ok = hanging != NULL;

	*core = (struct ra_core){0};
	if (!ok) {
		return false;
	}
	mark_candidates(graph, measures);
	for (ra_node node = graph->node_count; node-- > 0;) {
		uint64_t bytes = ra_node_own_bytes(graph, node);
		bool hangs = ra_hangs(hanging, node);
		uint32_t count = 1;
		uint32_t tops = 0;

		for (uint32_t edge = graph->edge_begin[node]; edge < graph->edge_begin[node + 1]; edge++) {
			const ra_node to = graph->edge_to[edge];

			if (!ra_edge_holds_for(graph, edge, node)) {
				continue;
			}
			if (to <= node) {
				let_go(hanging, to);
				hangs = false;
			} else if (!ra_hangs(hanging, to)) {
				hangs = false;
			} else {
				measures->immediate_dominator[to] = node;
				measures->dominator_order[to] = count;
				count += ra_node_dominated_count(measures, to);
				bytes += ra_node_dominated_bytes(measures, to);
				tops++;
			}
		}
		ok &= ra_sizes_set(&measures->dominated_bytes, node, bytes) &&
			  ra_narrow8_set(&measures->dominated_count, node, count);
		if (!hangs) {
			let_go(hanging, node);
			core->nodes++;
			core->tops += tops;
		}
	}
	return ok;
}
