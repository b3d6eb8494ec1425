/* root_blame: how much each root keeps alive, alone and together with others. What several
 * roots reach is split evenly between them, so the rows add up to the sum of all own bytes.
 * retained_exact, retained_approximate: how far the sizes of this report can be trusted. */
#include "findings/passes.h"

#include <inttypes.h>

#include "base/format.h"
#include "graph/blame.h"

static const uint64_t min_bytes = 1024;

static void add_row(struct ra_findings *findings, const char *name, uint64_t exclusive,
	uint64_t shared, uint64_t all)
{
	const uint64_t total = exclusive + shared;
	const double share = ra_percent(total, all);
	struct ra_finding *finding = ra_findings_add(findings, "root_blame", RA_INFO,
		shared > exclusive ? RA_CONFIDENCE_LOW : RA_CONFIDENCE_HIGH,
		"%s: %s (%.1f%%) — %s exclusive, %s shared", name, RA_SIZE(total), share,
		RA_SIZE(exclusive), RA_SIZE(shared));

	ra_fact_text(finding, "root_name", name);
	ra_fact_int(finding, "exclusive_bytes", exclusive);
	ra_fact_int(finding, "shared_bytes", shared);
	ra_fact_int(finding, "total_bytes", total);
	ra_fact_real(finding, "percentage", share, 1);
	if (finding) {
		finding->impact_bytes = total;
	}
}

/* Roots of less than a kilobyte, and what no root reaches, share a row. */
void ra_find_root_blame(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const struct ra_graph *graph = snapshot->graph;
	const uint64_t all = snapshot->measures->total_bytes;
	struct ra_blame blame;
	bool printed[RA_BLAME_ROWS] = {false};

	ra_blame_compute(graph, snapshot->measures, &blame);
	uint64_t other_exclusive = blame.unplaced_bytes;
	uint64_t other_shared = 0;

	for (;;) {
		uint32_t best = RA_BLAME_ROWS;

		for (uint32_t b = 0; b < blame.row_count; b++) {
			if (!printed[b] && (best == RA_BLAME_ROWS ||
								   blame.exclusive_bytes[b] + blame.shared_bytes[b] >
									   blame.exclusive_bytes[best] + blame.shared_bytes[best])) {
				best = b;
			}
		}
		if (best == RA_BLAME_ROWS) {
			break;
		}
		printed[best] = true;
		if (blame.exclusive_bytes[best] + blame.shared_bytes[best] < min_bytes) {
			other_exclusive += blame.exclusive_bytes[best];
			other_shared += blame.shared_bytes[best];
		} else {
			add_row(findings, ra_graph_name(graph, blame.name[best], NULL),
				blame.exclusive_bytes[best], blame.shared_bytes[best], all);
		}
	}
	if (other_exclusive + other_shared > 0) {
		add_row(findings, "(other)", other_exclusive, other_shared, all);
	}
}

void ra_find_retained(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const struct ra_graph *graph = snapshot->graph;
	const uint32_t cycles = snapshot->measures->component_count;
	const uint32_t nodes = snapshot->measures->component_node_count;
	const uint64_t cut = ra_reader_holes(&snapshot->reader, RA_HOLE_CUT);
	uint64_t partial = 0;
	struct ra_process process;

	ra_reader_process(&snapshot->reader, &process);
	for (ra_node node = 1; node < graph->node_count; node++) {
		partial += (graph->flags[node] & (RA_NODE_PARTIAL | RA_NODE_OUTSIDE)) == RA_NODE_PARTIAL;
	}
	const bool exact = partial == 0 && cut == 0 && process.missing_bytes == 0;
	struct ra_finding *finding;

	if (!exact) {
		finding = ra_findings_add(findings, "retained_approximate", RA_INFO, RA_CONFIDENCE_HIGH,
			"%s %s could not be read completely — retained size is approximate", RA_COUNT(partial),
			partial == 1 ? "value" : "values");
	} else if (cycles == 0) {
		finding = ra_findings_add(findings, "retained_exact", RA_INFO, RA_CONFIDENCE_HIGH,
			"No cycles — retained size is exact");
	} else {
		finding = ra_findings_add(findings, "retained_exact", RA_INFO, RA_CONFIDENCE_HIGH,
			"%s %s (%s %s) — retained size is exact", RA_COUNT(cycles),
			cycles == 1 ? "cycle" : "cycles", RA_COUNT(nodes), nodes == 1 ? "node" : "nodes");
	}
	ra_fact_int(finding, "scc_count", cycles);
	ra_fact_int(finding, "total_scc_nodes", nodes);
	if (!exact) {
		ra_fact_int(finding, "unreadable_nodes", partial);
	}
}
