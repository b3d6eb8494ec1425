/* choke_point: a small node that alone keeps a lot alive. Sizes are dominated bytes, so "would
 * free" is meant literally. */
#include "findings/passes.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/format.h"
#include "findings/path.h"
#include "findings/subjects.h"

static const uint64_t min_bytes = 1024 * 1024;

enum {
	MIN_RATIO = 10,
	MOST = 10
};

/* Nodes that a program can let go of; roots, frames, classes and the like end with the
 * request. */
static bool can_be_released(enum ra_node_kind kind)
{
	static const bool releasable[RA_NODE_KINDS] = {
		[RA_NODE_OBJECT] = true,
		[RA_NODE_ARRAY] = true,
		[RA_NODE_RESOURCE] = true,
		[RA_NODE_STREAM] = true,
		[RA_NODE_UNKNOWN] = true,
	};

	return (unsigned)kind < RA_NODE_KINDS && releasable[kind];
}

/* Of nearly all nodes the first look is the last one. */
static inline bool is_candidate(const struct ra_snapshot *snapshot, ra_node node)
{
	const uint64_t bytes = ra_node_dominated_bytes(snapshot->measures, node);

	if (bytes < min_bytes || !can_be_released(snapshot->graph->kind[node])) {
		return false;
	}
	const uint64_t own = ra_node_own_bytes(snapshot->graph, node);

	return bytes / (own > 0 ? own : 1) >= MIN_RATIO;
}

struct top {
	ra_node nodes[MOST];
	uint32_t count;
};

/* Keeps the MOST largest, largest first; smaller ids first among equals (they come first). */
static void offer(struct top *top, const struct ra_measures *measures, ra_node node)
{
	const uint64_t bytes = ra_node_dominated_bytes(measures, node);
	uint32_t place = top->count;

	while (place > 0 && bytes > ra_node_dominated_bytes(measures, top->nodes[place - 1])) {
		place--;
	}
	if (place == MOST) {
		return;
	}
	if (top->count < MOST) {
		top->count++;
	}
	for (uint32_t i = top->count - 1; i > place; i--) {
		top->nodes[i] = top->nodes[i - 1];
	}
	top->nodes[place] = node;
}

/* With one holder it is enough that this one lets go; with several all of them have to. */
static void say_what_releases(
	const struct ra_snapshot *snapshot, struct ra_finding *finding, ra_node node)
{
	const enum ra_node_kind kind = (enum ra_node_kind)snapshot->graph->kind[node];
	const uint32_t holders = ra_node_holder_count(snapshot->measures, node);
	const double megabytes = (double)ra_node_dominated_bytes(snapshot->measures, node) / 1048576.0;
	const char *const what = kind == RA_NODE_OBJECT  ? "object"
							 : kind == RA_NODE_ARRAY ? "array"
													 : "value";

	ra_fact_int(finding, "holder_count", holders);
	if (holders > 1) {
		ra_finding_next(finding, "It has %s holders: when all of them let go, %.2f MB are free",
			RA_COUNT(holders), megabytes);
	} else {
		ra_finding_next(finding, "Releasing this %s would free %.2f MB", what, megabytes);
	}
}

static void add_choke_point(
	struct ra_snapshot *snapshot, struct ra_findings *findings, ra_node node)
{
	const struct ra_graph *graph = snapshot->graph;
	const uint64_t own = ra_node_own_bytes(graph, node);
	const uint64_t bytes = ra_node_dominated_bytes(snapshot->measures, node);
	const double share = ra_percent(bytes, snapshot->tally->analysed_bytes);
	char *label = ra_subject_label(snapshot, node);
	char *path = ra_path_text(snapshot, node, 0);
	uint64_t children = 0;

	for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
		children += ra_edge_is_strong(graph, e);
	}
	if (label && path) {
		struct ra_finding *finding = ra_findings_add(findings, "choke_point",
			share > 30.0   ? RA_HIGH
			: share > 10.0 ? RA_MEDIUM
						   : RA_LOW,
			RA_CONFIDENCE_HIGH, "%s (%s shallow) holds %s via %s %s — %s", label, RA_SIZE(own),
			RA_SIZE(bytes), RA_COUNT(children), children == 1 ? "child" : "children", path);

		ra_fact_int(finding, "node_id", node);
		ra_fact_text(finding, "class_or_type", label);
		ra_fact_int(finding, "shallow_size", own);
		ra_fact_int(finding, "subtree_size", bytes);
		ra_fact_real(finding, "ratio", (double)bytes / (double)(own > 0 ? own : 1), 0);
		ra_fact_int(finding, "children_count", children);
		ra_fact_text(finding, "path", path);
		say_what_releases(snapshot, finding, node);
		ra_finding_next(finding, "Check whether it can be bounded or streamed");
		ra_finding_evidence(finding, node);
		ra_finding_path(finding, path);
		if (finding) {
			finding->impact_bytes = bytes;
		}
	} else {
		findings->failed = true;
	}
	free(label);
	free(path);
}

void ra_find_choke_points(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const struct ra_measures *measures = snapshot->measures;
	const uint32_t count = snapshot->graph->node_count;
	uint8_t *const passed_on = calloc(count, 1); /* a candidate below holds most of it */
	struct top top = {.count = 0};

	if (!passed_on) {
		findings->failed = true;
		return;
	}
	for (ra_node node = 1; node < count; node++) {
		if (!is_candidate(snapshot, node)) {
			continue;
		}
		const ra_node above = measures->immediate_dominator[node];

		if (ra_node_dominated_bytes(measures, node) >
			ra_node_dominated_bytes(measures, above) / 2) {
			passed_on[above] = 1;
		}
	}
	for (ra_node node = 1; node < count; node++) {
		if (is_candidate(snapshot, node) && !passed_on[node]) {
			offer(&top, measures, node);
		}
	}
	free(passed_on);
	for (uint32_t i = 0; i < top.count; i++) {
		add_choke_point(snapshot, findings, top.nodes[i]);
	}
}
