/* What was reached and is not understood: blocks that only a scan word by word has found, by the class of the object that
 * they go with. */
#include "report/report_parts.h"

#include <stdlib.h>

#include "base/format.h"
#include "findings/ranking.h"
#include "graph/tally.h"
#include "walk/snapshot.h"

enum {
	NAMED = 3,     /* classes */
	STEPS_UP = 64, /* to an object */
	LEAST_SHARE = 100
};

/* The class that a block goes with; graph->class_count: none. */
static uint32_t owner_of(const struct ra_snapshot *snapshot, ra_node node)
{
	const struct ra_graph *const graph = snapshot->graph;

	for (unsigned i = 0; i < STEPS_UP && node != RA_NO_NODE; i++) {
		if (graph->kind[node] == RA_NODE_OBJECT &&
			ra_node_class(graph, node) < graph->class_count) {
			return ra_node_class(graph, node);
		}
		node = snapshot->measures->immediate_dominator[node];
	}
	return graph->class_count;
}

static void add_owners(const struct ra_snapshot *snapshot, struct ra_buffer *line, uint64_t *bytes)
{
	const struct ra_graph *const graph = snapshot->graph;

	for (unsigned named = 0; named < NAMED; named++) {
		uint32_t most = 0;

		for (uint32_t i = 1; i <= graph->class_count; i++) {
			most = bytes[i] > bytes[most] ? i : most;
		}
		if (bytes[most] == 0) {
			return;
		}
		char *const name = most < graph->class_count ? ra_class_name(graph, most) : NULL;

		ra_buffer_printf(line, "%s%s of %s", named == 0 ? ": " : ", ", RA_SIZE(bytes[most]),
			name ? name : "no object");
		free(name);
		bytes[most] = 0;
	}
}

bool ra_report_unknown(struct ra_report *report, const struct ra_snapshot *snapshot)
{
	const struct ra_graph *const graph = snapshot->graph;
	struct ra_buffer line = {0};
	uint64_t total = 0;

	if (!snapshot->measures || report->overview_line_count == 0) {
		return true;
	}
	uint64_t *const bytes = calloc((size_t)graph->class_count + 1, sizeof(*bytes));

	if (!bytes) {
		return false;
	}
	for (ra_node node = 0; node < graph->node_count; node++) {
		if (graph->kind[node] == RA_NODE_UNKNOWN && !(graph->flags[node] & RA_NODE_OUTSIDE)) {
			bytes[owner_of(snapshot, node)] += ra_node_own_bytes(graph, node);
			total += ra_node_own_bytes(graph, node);
		}
	}
	if (total < snapshot->tally->live_bytes / LEAST_SHARE || total == 0) {
		free(bytes);
		return true;
	}
	ra_buffer_printf(&line, "Understood: %.1f%%; reached by guess only",
		100.0 - ra_percent(total, snapshot->tally->live_bytes));
	add_owners(snapshot, &line, bytes);
	free(bytes);
	return ra_lines_add(
		&report->overview_lines, &report->overview_line_count, ra_buffer_take(&line));
}
