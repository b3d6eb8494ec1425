/* bin_histogram_*: live small slots per size class. */
#include "findings/passes.h"

#include "base/format.h"
#include "reader/heap.h"

void ra_find_bins(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const struct ra_heap *heap = snapshot->heap;
	uint64_t slots = 0;
	struct ra_finding *finding;

	if (!heap->found || (heap->told && !heap->told->whole)) {
		return;
	}
	for (unsigned bin = 0; bin < RA_BINS; bin++) {
		slots += heap->bin[bin].slots - heap->bin[bin].free_slots;
	}
	finding = ra_findings_add(findings, "bin_histogram_overview", RA_INFO, RA_CONFIDENCE_HIGH,
		"%s live small slots (%s), %s in page runs, %s in %u huge %s", RA_COUNT(slots),
		RA_SIZE(heap->small_bytes), RA_SIZE(heap->large_bytes), RA_SIZE(heap->huge_bytes),
		heap->huge_count, heap->huge_count == 1 ? "block" : "blocks");
	ra_fact_int(finding, "live_slots", slots);
	ra_fact_int(finding, "live_slot_bytes", heap->small_bytes);
	ra_fact_int(finding, "free_slot_bytes", heap->free_slot_bytes);
	ra_fact_int(finding, "large_run_bytes", heap->large_bytes);
	ra_fact_int(finding, "huge_bytes", heap->huge_bytes);
	ra_fact_int(finding, "huge_count", heap->huge_count);
	for (unsigned bin = 0; bin < RA_BINS; bin++) {
		const uint64_t count = heap->bin[bin].slots - heap->bin[bin].free_slots;
		const uint64_t bytes = count * ra_heap_bins[bin].slot_bytes;

		if (count == 0) {
			continue;
		}
		finding = ra_findings_add(findings, "bin_histogram_entry", RA_INFO, RA_CONFIDENCE_HIGH,
			"bin[%u B]: %s live slots (%s)", ra_heap_bins[bin].slot_bytes, RA_COUNT(count),
			RA_SIZE(bytes));
		ra_fact_int(finding, "bin_num", bin);
		ra_fact_int(finding, "bin_size", ra_heap_bins[bin].slot_bytes);
		ra_fact_int(finding, "count", count);
		ra_fact_int(finding, "total_bytes", bytes);
		if (finding) {
			finding->impact_bytes = bytes;
		}
	}
}
