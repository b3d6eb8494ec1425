/* type_ranking: one row per location type. dominant_type: one type has most of the memory. */
#include "findings/passes.h"

#include "base/format.h"
#include "findings/ranking.h"

static void add_facts(
	struct ra_finding *finding, const struct ra_type_total *row, double percentage)
{
	ra_fact_text(finding, "type", ra_location_name(row->location));
	ra_fact_int(finding, "count", row->count);
	ra_fact_int(finding, "memory_usage", row->bytes);
	ra_fact_real(finding, "percentage", percentage, 1);
	if (finding) {
		finding->impact_bytes = row->bytes;
	}
}

void ra_find_types(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	struct ra_type_ranking types;

	ra_type_ranking_make(snapshot->tally, &types);
	for (uint32_t i = 0; i < types.count; i++) {
		const struct ra_type_total *row = &types.rows[i];
		const char *name = ra_location_short_name(row->location);
		const double percentage = ra_percent(row->bytes, types.bytes);

		add_facts(ra_findings_add(findings, "type_ranking", RA_INFO, RA_CONFIDENCE_HIGH,
					  "%s: %s (%s)", name, RA_SIZE(row->bytes), RA_COUNT(row->count)),
			row, percentage);
		if (percentage > 50.0) {
			struct ra_finding *finding =
				ra_findings_add(findings, "dominant_type", percentage > 80.0 ? RA_HIGH : RA_MEDIUM,
					RA_CONFIDENCE_HIGH, "%s accounts for %.1f%% of heap (%s, %s)", name, percentage,
					RA_COUNT(row->count), RA_SIZE(row->bytes));

			add_facts(finding, row, percentage);
			ra_finding_hypothesis(finding, "Most of the memory is of this one kind");
			ra_finding_next(finding, "See the class ranking and the largest owners of this kind");
			ra_finding_next(finding, "Look for unbounded accumulation");
		}
	}
}
