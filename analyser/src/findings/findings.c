/* Running the passes, and what is done to their findings together. See findings.h. */
#include "findings/findings.h"

#include <stdlib.h>
#include <string.h>

#include "base/tasks.h"
#include "findings/finding_key.h"
#include "findings/passes.h"
#include "walk/snapshot_view.h"

/* In the order of the specification; findings that sort equal keep it. */
static const struct ra_pass passes[] = {
	{"overview", RA_NEEDS_NODES, ra_find_overview, RA_SHORT, NULL},
	{"type_ranking", RA_NEEDS_NODES, ra_find_types, RA_SHORT, NULL},
	{"class_ranking", RA_NEEDS_NODES, ra_find_classes, RA_SHORT, NULL},
	{"companion_cluster", RA_NEEDS_NODES, ra_find_companions, RA_LONG, NULL},
	{"zendmm", RA_NEEDS_GRAPH, ra_find_zendmm, RA_SHORT, NULL},
	{"bin_histogram", RA_NEEDS_NODES, ra_find_bins, RA_SHORT, NULL},
	{"classes_outside", RA_NEEDS_NODES, ra_find_outside, RA_SHORT, NULL},
	{"shared_cache", RA_NEEDS_NODES, ra_find_shared_cache, RA_SHORT, NULL},
	{"unclaimed_slots", RA_NEEDS_NODES, ra_find_unclaimed, RA_SHORT, NULL},
	{"call_stack", RA_NEEDS_NODES, ra_find_call_stack, RA_SHORT, NULL},
	{"suspended_frames", RA_NEEDS_MEASURES, ra_find_suspended, RA_SHORT, NULL},
	{"dynamic_properties_overhead", RA_NEEDS_GRAPH, ra_find_dynamic_properties, RA_SHORT, NULL},
	{"cycles", RA_NEEDS_MEASURES, ra_find_cycles, RA_LONG, NULL},
	{"resource_leak_risk", RA_NEEDS_MEASURES, ra_find_leak_risks, RA_SHORT, NULL},
	{"property_scaling", RA_NEEDS_MEASURES, ra_find_property_scaling, RA_FIRST, NULL},
	{"expensive_property", RA_NEEDS_MEASURES, ra_find_properties, RA_FIRST, NULL},
	{"ownership_pattern", RA_NEEDS_MEASURES, ra_find_ownership, RA_LONG, NULL},
	{"known_keeper", RA_NEEDS_MEASURES, ra_find_known_keepers, RA_SHORT, NULL},
	{"growing_container", RA_NEEDS_NODES, ra_find_growing, RA_LONG, NULL},
	{"large_array", RA_NEEDS_MEASURES, ra_find_large_arrays, RA_SHORT, NULL},
	{"sparse_array", RA_NEEDS_GRAPH, ra_find_sparse_arrays, RA_SHORT, NULL},
	{"strings", RA_NEEDS_GRAPH, ra_find_strings, RA_LONG, NULL},
	{"refcount_surplus", RA_NEEDS_GRAPH, ra_find_refcount, RA_SHORT, NULL},
	{"shared", RA_NEEDS_MEASURES, ra_find_sharing, RA_LONG, NULL},
	{"dedup_candidate", RA_NEEDS_MEASURES, ra_find_dedup, RA_LONG, NULL},
	{"shapes", RA_NEEDS_NODES, ra_find_shapes, RA_LONG, ra_begin_shapes},
	{"duplicate_arrays", RA_NEEDS_MEASURES, ra_find_duplicate_arrays, RA_LONG, NULL},
	{"bottleneck_path", RA_NEEDS_MEASURES, ra_find_bottleneck, RA_SHORT, NULL},
	{"choke_point", RA_NEEDS_MEASURES, ra_find_choke_points, RA_SHORT, NULL},
	{"root_blame", RA_NEEDS_MEASURES, ra_find_root_blame, RA_SHORT, NULL},
	{"retained", RA_NEEDS_MEASURES, ra_find_retained, RA_SHORT, NULL},
	{"gc_pending", RA_NEEDS_MEASURES, ra_find_gc_pending, RA_LONG, NULL},
};

enum {
	PASS_COUNT = sizeof(passes) / sizeof(passes[0]),
	KEPT_FANINS = 3,
	HIGH_SHARE = 20,
	MEDIUM_SHARE = 100
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

static ra_node first_evidence(const struct ra_finding *finding)
{
	return finding->evidence_count > 0 ? finding->evidence[0] : RA_NO_NODE;
}

/* Severity, then impact descending, then kind, then evidence, then summary. Evidence, since a summary may hold what is in
 * strings: a redacted copy has its findings in the same order. */
static int compare_findings(const struct ra_finding *a, const struct ra_finding *b)
{
	if (a->severity != b->severity) {
		return a->severity < b->severity ? -1 : 1;
	}
	if (a->impact_bytes != b->impact_bytes) {
		return a->impact_bytes > b->impact_bytes ? -1 : 1;
	}
	const int kinds = strcmp(a->kind, b->kind);

	if (kinds) {
		return kinds;
	}
	const ra_node left = first_evidence(a);
	const ra_node right = first_evidence(b);

	return left != right ? (left < right ? -1 : 1) : strcmp(a->summary, b->summary);
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
	struct ra_finding **order =
		reallocarray(NULL, findings->count + 1, sizeof(struct ra_finding *));
	struct ra_finding *sorted = reallocarray(NULL, findings->count + 1, sizeof(*sorted));

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

/* High, and a warning, is what is worth a change of the program: a twentieth of the heap at least. Medium begins
 * with a hundredth. */
static void lower_small_ones(const struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const uint64_t least = snapshot->tally->live_bytes / HIGH_SHARE;
	const uint64_t least_medium = snapshot->tally->live_bytes / MEDIUM_SHARE;

	for (uint32_t i = 0; i < findings->count; i++) {
		struct ra_finding *const finding = &findings->items[i];

		if (finding->impact_bytes == 0 || finding->impact_bytes >= least) {
			continue;
		}
		finding->severity = finding->severity == RA_HIGH      ? RA_MEDIUM
							: finding->severity == RA_WARNING ? RA_LOW
															  : finding->severity;
		if (finding->severity == RA_MEDIUM && finding->impact_bytes < least_medium) {
			finding->severity = RA_LOW;
		}
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
	if (pass->needs == RA_NEEDS_MEASURES && !snapshot->measures) {
		return;
	}
	if (!findings->failed) {
		pass->run(snapshot, findings);
	}
	if (findings->failed) {
		ra_findings_drop_pass(findings, pass->name, 0);
	}
}

/* The measures, the passes, and what others do beside them, side by side: each pass has a list of its own. */
enum step_kind {
	STEP_MEASURE,
	STEP_BEGIN, /* a pass */
	STEP_PASS,
	STEP_BESIDE
};

enum {
	MAX_BEGUN = 16, /* passes that begin before they can end */
	MAX_STEPS = 1 + MAX_BEGUN + PASS_COUNT + RA_MAX_BESIDE
};

_Static_assert(MAX_STEPS <= 64, "as many can be waited for");

struct steps {
	struct step {
		enum step_kind kind;
		size_t number; /* of the pass, of what is done beside */
	} steps[MAX_STEPS];
	uint64_t after[MAX_STEPS];
	size_t count;
	uint64_t begun[PASS_COUNT]; /* what the pass waits for since it was begun */
	struct ra_snapshot *snapshot;
	const struct ra_beside *beside;
	struct ra_findings lists[PASS_COUNT];
	struct ra_error errors[1 + RA_MAX_BESIDE]; /* of the measures, of what is done beside */
};

/* The result is what waits for it says. */
static uint64_t add_step(struct steps *steps, enum step_kind kind, size_t number, uint64_t after)
{
	const size_t step = steps->count++;

	steps->after[step] = after;
	steps->steps[step] = (struct step){kind, number};
	return RA_AFTER(step);
}

static void begin_passes(struct steps *steps)
{
	for (size_t i = 0; i < PASS_COUNT; i++) {
		if (passes[i].begin) {
			steps->begun[i] = add_step(steps, STEP_BEGIN, i, RA_AT_ONCE);
		}
	}
}

static void add_passes(
	struct steps *steps, bool graph_alone, enum ra_pass_turn turn, uint64_t after)
{
	for (size_t i = 0; i < PASS_COUNT; i++) {
		if ((passes[i].needs == RA_NEEDS_GRAPH) == graph_alone && passes[i].turn == turn) {
			add_step(steps, STEP_PASS, i, after | steps->begun[i]);
		}
	}
}

/* While one thread computes the measures, the others do what needs none. What takes long comes early, so that the threads end
 * together: first what is done beside. */
static void plan_steps(struct steps *steps, size_t beside_count)
{
	uint64_t measured = RA_AT_ONCE;

	if (steps->snapshot->to_measure) {
		measured = add_step(steps, STEP_MEASURE, 0, RA_AT_ONCE);
	}
	begin_passes(steps);
	for (int turn = RA_FIRST; turn <= RA_SHORT; turn++) {
		add_passes(steps, true, turn, RA_AT_ONCE);
	}
	for (size_t i = 0; i < beside_count; i++) {
		add_step(steps, STEP_BESIDE, i, measured);
	}
	add_passes(steps, false, RA_FIRST, measured);
	add_passes(steps, false, RA_LONG, measured);
	add_passes(steps, false, RA_SHORT, measured);
}

static void do_step(void *context, struct ra_snapshot *view, size_t number)
{
	struct steps *const steps = context;
	const struct step *const step = &steps->steps[number];
	const struct ra_beside *const beside =
		step->kind == STEP_BESIDE ? &steps->beside[step->number] : NULL;

	switch (step->kind) {
	case STEP_MEASURE:
		ra_snapshot_measure(steps->snapshot, &steps->errors[0]);
		break;
	case STEP_BEGIN:
		passes[step->number].begin(view, &steps->lists[step->number]);
		break;
	case STEP_PASS:
		run_pass(&passes[step->number], view, &steps->lists[step->number]);
		break;
	case STEP_BESIDE:
		beside->run(beside->context, view, &steps->errors[1 + step->number]);
		break;
	}
}

/* False: measures or what is done beside the passes failed. */
static bool run_passes(struct ra_snapshot *snapshot, const struct ra_beside *beside,
	size_t beside_count, struct ra_findings *findings, struct ra_error *err)
{
	struct steps steps = {.snapshot = snapshot, .beside = beside};
	const uint32_t told = ra_snapshot_files_told(snapshot);
	bool done = true;

	plan_steps(&steps, beside_count);
	if (!ra_snapshot_run_views(snapshot, do_step, &steps, steps.count, steps.after)) {
		for (size_t i = 0; i < steps.count; i++) {
			do_step(&steps, snapshot, i);
		}
	}
	ra_snapshot_settle_files(snapshot, told);
	for (size_t i = 0; i <= beside_count && done; i++) {
		done = steps.errors[i].kind == RA_ERR_NONE;
		if (!done && err) {
			*err = steps.errors[i];
		}
	}
	for (size_t i = 0; i < PASS_COUNT; i++) {
		ra_findings_append(findings, &steps.lists[i]);
	}
	return done;
}

bool ra_findings_collect_beside(struct ra_snapshot *snapshot, const struct ra_beside *beside,
	size_t count, struct ra_findings *findings, struct ra_error *err)
{
	if (!run_passes(snapshot, beside, count, findings, err)) {
		return false;
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

bool ra_findings_collect(
	struct ra_snapshot *snapshot, struct ra_findings *findings, struct ra_error *err)
{
	return ra_findings_collect_beside(snapshot, NULL, 0, findings, err);
}
