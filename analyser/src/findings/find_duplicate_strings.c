/* duplicate_strings: equal content held in many separate strings. Found by content alone, so it
 * does not matter who holds them. */
#include "findings/string_passes.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/sampling.h"
#include "walk/snapshot.h"

enum {
	SHOWN = 10,
	PREVIEW_COLUMNS = 40
};

static const uint64_t least_waste = 10240;
static const uint64_t medium_waste = 1 << 20;

struct group {
	uint32_t first; /* of the sweep's items */
	uint32_t count;
	uint64_t waste_bytes; /* slots of all copies but the largest */
};

struct totals {
	uint64_t groups;
	uint64_t copies;
	uint64_t waste_bytes;
};

static bool equal(const struct ra_swept_string *a, const struct ra_swept_string *b)
{
	return a->hash == b->hash && a->length == b->length;
}

static struct group measure_group(
	const struct ra_graph *graph, const struct ra_string_sweep *sweep, uint32_t first)
{
	struct group group = {.first = first};
	uint64_t largest = 0;

	for (uint32_t i = first; i < sweep->count && equal(&sweep->items[first], &sweep->items[i]);
		i++) {
		const uint64_t bytes = ra_node_own_bytes(graph, sweep->items[i].node);

		group.waste_bytes += bytes;
		largest = bytes > largest ? bytes : largest;
		group.count++;
	}
	group.waste_bytes -= largest;
	return group;
}

/* True when a belongs before b: more waste, then the smaller first node. */
static bool is_before(
	const struct ra_string_sweep *sweep, const struct group *a, const struct group *b)
{
	if (a->waste_bytes != b->waste_bytes) {
		return a->waste_bytes > b->waste_bytes;
	}
	return sweep->items[a->first].node < sweep->items[b->first].node;
}

static void add_group(struct ra_snapshot *snapshot, const struct ra_string_sweep *sweep,
	const struct group *group, struct ra_findings *findings)
{
	const struct ra_swept_string *first = &sweep->items[group->first];
	const uint64_t each = ra_node_own_bytes(snapshot->graph, first->node);
	struct ra_sample sample = {0};
	unsigned share = 0;

	for (uint32_t i = 0; i < group->count; i++) {
		ra_sample_offer(&sample, first[i].node);
	}
	char *owner = ra_common_path(snapshot, sample.nodes, sample.count, &share);
	char *preview = ra_string_preview(snapshot, first->node, PREVIEW_COLUMNS);
	struct ra_finding *finding = ra_findings_add(findings, "duplicate_strings",
		group->waste_bytes > medium_waste ? RA_MEDIUM : RA_LOW, RA_CONFIDENCE_HIGH,
		"\"%s\": %s copies x %s, %s more than one copy needs", preview ? preview : "(binary)",
		RA_COUNT(group->count), RA_SIZE(each), RA_SIZE(group->waste_bytes));

	ra_fact_text(finding, "sample", preview ? preview : "(binary)");
	ra_fact_int(finding, "length", first->length);
	ra_fact_int(finding, "count", group->count);
	ra_fact_int(finding, "each_size", each);
	ra_fact_int(finding, "waste_bytes", group->waste_bytes);
	ra_fact_text(finding, "owner_path", owner);
	ra_fact_int(finding, "owner_share_percent", share);
	if (owner) {
		ra_finding_hypothesis(finding, "%u%% of them: %s", share, owner);
		ra_finding_path(finding, owner);
	}
	ra_finding_next(
		finding, "Keep one copy and assign it: PHP strings are shared until written to");
	for (uint32_t i = 0; i < group->count && i < 5; i++) {
		ra_finding_evidence(finding, first[i].node);
	}
	if (finding) {
		finding->impact_bytes = group->waste_bytes;
	}
	free(owner);
	free(preview);
}

void ra_find_duplicate_strings(
	struct ra_snapshot *snapshot, const struct ra_string_sweep *sweep, struct ra_findings *findings)
{
	struct group top[SHOWN];
	struct totals totals = {0};
	uint32_t shown = 0;

	for (uint32_t first = 0; first < sweep->count;) {
		const struct group group = measure_group(snapshot->graph, sweep, first);

		first += group.count;
		if (group.count < 2) {
			continue;
		}
		totals.groups++;
		totals.copies += group.count;
		totals.waste_bytes += group.waste_bytes;
		if (group.waste_bytes < least_waste ||
			(shown == SHOWN && !is_before(sweep, &group, &top[shown - 1]))) {
			continue;
		}
		shown += shown < SHOWN;

		uint32_t place = shown - 1;

		while (place > 0 && is_before(sweep, &group, &top[place - 1])) {
			top[place] = top[place - 1];
			place--;
		}
		top[place] = group;
	}
	for (uint32_t i = 0; i < shown; i++) {
		add_group(snapshot, sweep, &top[i], findings);
	}
	if (totals.groups > 0) {
		struct ra_finding *finding =
			ra_findings_add(findings, "duplicate_strings_state", RA_INFO, RA_CONFIDENCE_HIGH,
				"%s strings share %s contents — %s more than one copy of each needs",
				RA_COUNT(totals.copies), RA_COUNT(totals.groups), RA_SIZE(totals.waste_bytes));

		ra_fact_int(finding, "string_count", sweep->read);
		ra_fact_int(finding, "duplicated_contents", totals.groups);
		ra_fact_int(finding, "copies", totals.copies);
		ra_fact_int(finding, "waste_bytes", totals.waste_bytes);
		if (finding) {
			finding->impact_bytes = totals.waste_bytes;
		}
	}
}
