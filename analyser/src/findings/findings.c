/* Running the passes, and what is done to their findings together. See findings.h. */
#include "findings/findings.h"

#include <stdlib.h>
#include <string.h>

#include "findings/finding_key.h"
#include "findings/passes.h"

/* In the order of the specification; findings that sort equal keep it. */
static const struct ra_pass passes[] = {
	{"overview", RA_NEEDS_NODES, ra_find_overview},
	{"type_ranking", RA_NEEDS_NODES, ra_find_types},
	{"class_ranking", RA_NEEDS_NODES, ra_find_classes},
	{"companion_cluster", RA_NEEDS_NODES, ra_find_companions},
	{"zendmm", RA_NEEDS_NODES, ra_find_zendmm},
	{"bin_histogram", RA_NEEDS_NODES, ra_find_bins},
	{"unclaimed_slots", RA_NEEDS_NODES, ra_find_unclaimed},
	{"call_stack", RA_NEEDS_NODES, ra_find_call_stack},
	{"suspended_frames", RA_NEEDS_MEASURES, ra_find_suspended},
	{"dynamic_properties_overhead", RA_NEEDS_NODES, ra_find_dynamic_properties},
	{"cycles", RA_NEEDS_MEASURES, ra_find_cycles},
	{"resource_leak_risk", RA_NEEDS_MEASURES, ra_find_leak_risks},
	{"property_scaling", RA_NEEDS_MEASURES, ra_find_property_scaling},
	{"expensive_property", RA_NEEDS_MEASURES, ra_find_properties},
	{"ownership_pattern", RA_NEEDS_MEASURES, ra_find_ownership},
	{"growing_container", RA_NEEDS_NODES, ra_find_growing},
	{"large_array", RA_NEEDS_MEASURES, ra_find_large_arrays},
	{"sparse_array", RA_NEEDS_NODES, ra_find_sparse_arrays},
	{"strings", RA_NEEDS_NODES, ra_find_strings},
	{"refcount_surplus", RA_NEEDS_NODES, ra_find_refcount},
	{"shared", RA_NEEDS_MEASURES, ra_find_sharing},
	{"dedup_candidate", RA_NEEDS_MEASURES, ra_find_dedup},
	{"shapes", RA_NEEDS_NODES, ra_find_shapes},
	{"duplicate_arrays", RA_NEEDS_MEASURES, ra_find_duplicate_arrays},
	{"bottleneck_path", RA_NEEDS_MEASURES, ra_find_bottleneck},
	{"choke_point", RA_NEEDS_MEASURES, ra_find_choke_points},
	{"root_blame", RA_NEEDS_MEASURES, ra_find_root_blame},
	{"retained", RA_NEEDS_MEASURES, ra_find_retained},
	{"gc_pending", RA_NEEDS_MEASURES, ra_find_gc_pending},
};

enum {
	PASS_COUNT = sizeof(passes) / sizeof(passes[0]),
	KEPT_FANINS = 3,
	HIGH_SHARE = 20
};

/* Beside cycles only the first three shared_fanin say something new; beside property_scaling a
 * shared_singleton says nothing. */
void ra_findings_suppress(struct ra_findings *findings)
{
	const bool cycles =
		ra_findings_first(findings, "cycle_cluster") || ra_findings_first(findings, "micro_cycle");
	const bool scaling = ra_findings_first(findings, "property_scaling");
	uint32_t fanins = 0;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < findings->count; i++) {
		struct ra_finding *finding = &findings->items[i];
		const bool drop =
			(cycles && ra_finding_is(finding, "shared_fanin") && ++fanins > KEPT_FANINS) ||
			(scaling && ra_finding_is(finding, "shared_singleton"));

		if (drop) {
			ra_finding_done(finding);
		} else {
			findings->items[kept++] = *finding;
		}
	}
	findings->count = kept;
}

/* Severity, then impact descending, then kind, then summary. */
static int compare_findings(const struct ra_finding *a, const struct ra_finding *b)
{
	if (a->severity != b->severity) {
		return a->severity < b->severity ? -1 : 1;
	}
	if (a->impact_bytes != b->impact_bytes) {
		return a->impact_bytes > b->impact_bytes ? -1 : 1;
	}
	const int kinds = strcmp(a->kind, b->kind);

	return kinds ? kinds : strcmp(a->summary, b->summary);
}

static int compare_pointers(const void *a, const void *b)
{
	const struct ra_finding *const *left = a;
	const struct ra_finding *const *right = b;
	const int order = compare_findings(*left, *right);

	return order ? order : *left < *right ? -1 : *left > *right; /* one array: age */
}

void ra_findings_sort(struct ra_findings *findings)
{
	struct ra_finding **order = malloc((findings->count + 1) * sizeof(struct ra_finding *));
	struct ra_finding *sorted = malloc((findings->count + 1) * sizeof(*sorted));

	if (!order || !sorted) {
		free(order);
		free(sorted);
		findings->failed = true;
		return;
	}
	for (uint32_t i = 0; i < findings->count; i++) {
		order[i] = &findings->items[i];
	}
	qsort(order, findings->count, sizeof(*order), compare_pointers);
	for (uint32_t i = 0; i < findings->count; i++) {
		sorted[i] = *order[i];
	}
	free(order);
	memcpy(findings->items, sorted, findings->count * sizeof(*sorted));
	free(sorted);
}

/* High, and a warning, is what is worth a change of the program: a twentieth of the heap at least. */
static void lower_small_ones(const struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const uint64_t least = snapshot->tally->live_bytes / HIGH_SHARE;

	for (uint32_t i = 0; i < findings->count; i++) {
		struct ra_finding *const finding = &findings->items[i];

		if (finding->impact_bytes == 0 || finding->impact_bytes >= least) {
			continue;
		}
		finding->severity = finding->severity == RA_HIGH      ? RA_MEDIUM
							: finding->severity == RA_WARNING ? RA_LOW
															  : finding->severity;
	}
}

static void sign_findings(struct ra_findings *findings)
{
	for (uint32_t i = 0; i < findings->count; i++) {
		struct ra_finding *finding = &findings->items[i];
		char *key = ra_finding_key(finding->kind, finding->facts, false);

		if (key) {
			ra_finding_signature(key, finding->signature);
		} else {
			findings->failed = true;
		}
		free(key);
	}
}

static void run_pass(
	const struct ra_pass *pass, struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const uint32_t before = findings->count;

	if (pass->needs == RA_NEEDS_MEASURES && !snapshot->measures) {
		return;
	}
	pass->run(snapshot, findings);
	if (!findings->failed) {
		return;
	}
	ra_findings_drop_pass(findings, pass->name, before);
}

bool ra_findings_collect(
	struct ra_snapshot *snapshot, struct ra_findings *findings, struct ra_error *err)
{
	for (size_t i = 0; i < PASS_COUNT && !findings->failed; i++) {
		run_pass(&passes[i], snapshot, findings);
	}
	if (!findings->failed) {
		ra_findings_suppress(findings);
		lower_small_ones(snapshot, findings);
		sign_findings(findings);
		ra_findings_sort(findings);
	}
	if (findings->failed) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the findings");
	}
	return true;
}
