/* refcount_surplus: values whose reference count is higher than the number of references the walk
 * found, and whose address stands nowhere in the memory that no walker explains: a reference that
 * was never released. The others something out of sight may hold, an extension, a table in C or a
 * temporary of the engine; that is no accusation. On a quiet process next to nothing is left over,
 * so the residue also tests the walk: refcount_state reports both. Where something could not be read, that
 * may have had the references: then nobody is accused. */
#include "findings/passes.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/ranking.h"
#include "findings/sampling.h"

enum {
	SHOWN = 5
};

static const uint64_t medium_bytes = 1 << 20;

struct group { /* of one class, or of one kind of value */
	uint64_t values;
	uint64_t references;
	uint64_t own_bytes;
	uint32_t class_index; /* RA_NO_CLASS: kind */
	enum ra_node_kind kind;
	struct ra_sample sample;
};

struct residue {
	uint64_t counted_values; /* with a reference count that means something */
	uint64_t surplus_values;
	uint64_t surplus_references;
	uint64_t out_of_sight_values; /* of the surplus ones */
	uint64_t missing_values;      /* the walk found more references than the count says */
	uint64_t missing_references;
};

static bool is_counted(const struct ra_graph *graph, ra_node node)
{
	switch (graph->kind[node]) {
	case RA_NODE_OBJECT:
	case RA_NODE_ARRAY:
	case RA_NODE_STRING:
	case RA_NODE_REFERENCE:
	case RA_NODE_RESOURCE:
		return ra_node_refcount(graph, node) > 0 &&
			   !(graph->flags[node] & (RA_NODE_INTERNED | RA_NODE_OUTSIDE | RA_NODE_GUESSED));
	default:
		return false;
	}
}

static uint32_t found_references(const struct ra_tally *tally, ra_node node)
{
	return ra_tally_references(tally, node);
}

/* Groups: one per class, behind them one per node kind. */
static struct residue collect(const struct ra_snapshot *snapshot, struct group *groups)
{
	const struct ra_graph *graph = snapshot->graph;
	struct residue residue = {0};

	for (ra_node node = 0; node < graph->node_count; node++) {
		if (!is_counted(graph, node)) {
			continue;
		}
		const uint32_t stored = ra_node_refcount(graph, node);
		const uint32_t found = found_references(snapshot->tally, node);

		residue.counted_values++;
		if (found > stored) {
			residue.missing_values++;
			residue.missing_references += found - stored;
		}
		if (found >= stored) {
			continue;
		}
		const uint32_t class_index = ra_node_class(graph, node);
		const bool classed = class_index < graph->class_count;
		struct group *group =
			&groups[classed ? class_index : graph->class_count + graph->kind[node]];

		residue.surplus_values++;
		residue.surplus_references += stored - found;
		if (ra_tally_out_of_sight(snapshot->tally, node)) {
			residue.out_of_sight_values++;
			continue;
		}
		group->values++;
		group->references += stored - found;
		group->own_bytes += ra_node_own_bytes(graph, node);
		group->class_index = classed ? class_index : RA_NO_CLASS;
		group->kind = graph->kind[node];
		ra_sample_offer(&group->sample, node);
	}
	return residue;
}

static const char *kind_text(enum ra_node_kind kind)
{
	switch (kind) {
	case RA_NODE_OBJECT:
		return "object";
	case RA_NODE_ARRAY:
		return "array";
	case RA_NODE_STRING:
		return "string";
	case RA_NODE_REFERENCE:
		return "reference";
	default:
		return "resource";
	}
}

static void add_group(
	struct ra_snapshot *snapshot, const struct group *group, struct ra_findings *findings)
{
	unsigned share = 0;
	char *owner = ra_common_path(snapshot, group->sample.nodes, group->sample.count, &share);
	char *name = group->class_index == RA_NO_CLASS
					 ? strdup(kind_text(group->kind))
					 : ra_class_name(snapshot->graph, group->class_index);

	if (!name) {
		findings->failed = true;
		free(owner);
		return;
	}
	struct ra_finding *finding = ra_findings_add(findings, "refcount_surplus",
		group->own_bytes > medium_bytes ? RA_MEDIUM : RA_LOW, RA_CONFIDENCE_MEDIUM,
		"%s: %s %s (%s) with %s %s that no PHP value accounts for", name, RA_COUNT(group->values),
		group->values == 1 ? "value" : "values", RA_SIZE(group->own_bytes),
		RA_COUNT(group->references), group->references == 1 ? "reference" : "references");

	ra_fact_text(finding, "type", kind_text(group->kind));
	if (group->class_index != RA_NO_CLASS) {
		ra_fact_text(finding, "class_name", name);
	}
	ra_fact_int(finding, "count", group->values);
	ra_fact_int(finding, "references", group->references);
	ra_fact_int(finding, "own_bytes", group->own_bytes);
	ra_fact_text(finding, "owner_path", owner);
	ra_fact_int(finding, "owner_share_percent", share);
	ra_finding_hypothesis(finding, "No memory of the dump has their addresses: a reference was "
								   "never released, or is kept in another form");
	if (owner) {
		ra_finding_hypothesis(finding, "%u%% of them: %s", share, owner);
		ra_finding_path(finding, owner);
	}
	ra_finding_next(finding, "See which extension gets these values");
	ra_finding_next(finding, "Compare two dumps of the process: does the number grow?");
	for (uint32_t i = 0; i < group->sample.count && i < 5; i++) {
		ra_finding_evidence(finding, group->sample.nodes[i]);
	}
	if (finding) {
		finding->impact_bytes = group->own_bytes;
	}
	free(owner);
	free(name);
}

static void add_state(const struct residue *residue, struct ra_findings *findings)
{
	struct ra_finding *finding = ra_findings_add(findings, "refcount_state", RA_INFO,
		RA_CONFIDENCE_HIGH,
		"Reference counts: %s values checked, %s with references from elsewhere (%s), %s with more "
		"found than counted (%s)",
		RA_COUNT(residue->counted_values), RA_COUNT(residue->surplus_values),
		RA_COUNT(residue->surplus_references), RA_COUNT(residue->missing_values),
		RA_COUNT(residue->missing_references));

	ra_fact_int(finding, "counted_values", residue->counted_values);
	ra_fact_int(finding, "surplus_values", residue->surplus_values);
	ra_fact_int(finding, "surplus_references", residue->surplus_references);
	ra_fact_int(finding, "held_out_of_sight", residue->out_of_sight_values);
	ra_fact_int(finding, "missing_values", residue->missing_values);
	ra_fact_int(finding, "missing_references", residue->missing_references);
}

void ra_find_refcount(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const size_t count = (size_t)snapshot->graph->class_count + RA_NODE_KINDS;
	struct group *groups = calloc(count, sizeof(*groups));

	if (!groups) {
		findings->failed = true;
		return;
	}
	const struct residue residue = collect(snapshot, groups);

	for (int shown = 0; shown < SHOWN && ra_tally_doubts(snapshot->tally) == 0; shown++) {
		struct group *best = NULL;

		for (size_t i = 0; i < count; i++) {
			const bool wanted = groups[i].values >= RA_LEAST_SURPLUS_VALUES ||
								groups[i].own_bytes >= RA_LEAST_SURPLUS_BYTES;

			if (wanted && (!best || groups[i].own_bytes > best->own_bytes)) {
				best = &groups[i];
			}
		}
		if (!best) {
			break;
		}
		add_group(snapshot, best, findings);
		memset(best, 0, sizeof(*best));
	}
	if (residue.counted_values > 0) {
		add_state(&residue, findings);
	}
	free(groups);
}
