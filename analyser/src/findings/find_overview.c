/* overview, near_memory_limit, coverage_gap: how much memory there is, how close to the limit, and
 * how much of it the walk explains. */
#include "findings/passes.h"

#include <stdlib.h>

#include "base/format.h"
#include "reader/noted.h"
#include "reader/heap.h"

static const uint64_t no_limit = (uint64_t)1 << 62; /* memory_limit = -1 is stored close to 2^63 */
static const double warning_percent = 80.0;
static const double high_percent = 95.0;
static const double whole_percent = 95.0; /* below this share the gap is worth a warning */

static bool has_limit(const struct ra_heap *heap)
{
	return heap->limit_bytes > 0 && heap->limit_bytes < no_limit;
}

static void add_counters(struct ra_finding *finding, const struct ra_heap *heap, int64_t rss_bytes)
{
	struct ra_buffer line = {0};

	ra_buffer_printf(&line, "memory_get_usage(): %s | memory_get_usage(true): %s | peak: %s",
		RA_SIZE(heap->usage_bytes), RA_SIZE(heap->real_usage_bytes), RA_SIZE(heap->peak_bytes));
	if (has_limit(heap)) {
		ra_buffer_printf(&line, " | memory_limit: %s", RA_SIZE(heap->limit_bytes));
	}
	if (rss_bytes > 0) {
		ra_buffer_printf(&line, " | RSS: %s", RA_SIZE((uint64_t)rss_bytes));
	}
	char *text = ra_buffer_take(&line);

	if (text) {
		ra_finding_hypothesis(finding, "%s", text);
	}
	free(text);
}

static void add_overview(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const struct ra_heap *heap = snapshot->heap;
	const struct ra_tally *tally = snapshot->tally;
	const uint64_t heap_total = (uint64_t)heap->chunk_count * RA_CHUNK_BYTES + heap->huge_bytes;
	const double analysed = ra_percent(tally->analysed_bytes, tally->live_bytes);
	struct ra_process process;
	struct ra_finding *finding =
		heap->found
			? ra_findings_add(findings, "overview", RA_INFO, RA_CONFIDENCE_HIGH,
				  "Heap: %s (%.1f%% analyzed), VM stack: %s, Compiler arena: %s",
				  RA_SIZE(tally->live_bytes), analysed, RA_SIZE(tally->vm_stack_total),
				  RA_SIZE(tally->arena_total))
			: ra_findings_add(findings, "overview", RA_INFO, RA_CONFIDENCE_LOW, "Heap: unknown");

	ra_fact_int(finding, "memory_get_usage", heap->usage_bytes);
	ra_fact_int(finding, "memory_get_real_usage", heap->real_usage_bytes);
	ra_fact_int(finding, "memory_get_peak_usage", heap->peak_bytes);
	ra_fact_signed(finding, "memory_limit", has_limit(heap) ? (int64_t)heap->limit_bytes : -1);
	ra_fact_int(finding, "heap_total", heap_total);
	ra_fact_int(finding, "heap_usage", tally->analysed_bytes);
	ra_fact_int(finding, "vm_stack_total", tally->vm_stack_total);
	ra_fact_int(finding, "compiler_arena_total", tally->arena_total);
	if (tally->live_bytes > 0) {
		ra_fact_real(finding, "analyzed_percentage", analysed, 2);
	} else {
		ra_fact_text(finding, "analyzed_percentage", NULL);
	}
	ra_fact_text(finding, "analyzed_percentage_source", "pointer_trace");
	ra_fact_int(finding, "displayed_heap_bytes", tally->live_bytes);
	ra_fact_int(finding, "attributed_bytes", tally->analysed_bytes);
	ra_fact_int(finding, "guessed_bytes", tally->guessed_bytes);
	/* the walker's own test: what it counted against the allocator's counter */
	ra_fact_signed(
		finding, "usage_difference", (int64_t)heap->usage_bytes - (int64_t)tally->live_bytes);
	ra_reader_process(&snapshot->reader, &process);
	if (process.rss_bytes >= 0) {
		ra_fact_int(finding, "rss", (uint64_t)process.rss_bytes);
	}
	if (heap->found) {
		add_counters(finding, heap, process.rss_bytes);
	}
}

/* The limit is enforced on the real size, so that is the peak which counts. */
static void add_near_limit(
	const struct ra_heap *heap, const struct ra_note *note, struct ra_findings *findings)
{
	const bool reached = note && note->reason == RA_NOTE_MEMORY_LIMIT;
	const uint64_t peak = heap->real_peak_bytes;
	const uint64_t headroom = heap->limit_bytes > peak ? heap->limit_bytes - peak : 0;
	const double share = ra_percent(peak, heap->limit_bytes);

	if (!has_limit(heap) || peak == 0 || (share < warning_percent && !reached)) {
		return;
	}
	struct ra_finding *finding = ra_findings_add(findings, "near_memory_limit",
		reached || share >= high_percent ? RA_HIGH : RA_WARNING, RA_CONFIDENCE_HIGH,
		"Peak usage is %.1f%% of memory_limit — only %s headroom", share, RA_SIZE(headroom));

	ra_fact_int(finding, "peak", peak);
	ra_fact_int(finding, "limit", heap->limit_bytes);
	ra_fact_real(finding, "usage_percentage", share, 1);
	ra_fact_int(finding, "headroom", headroom);
	/* the engine counts a small block before it knows that there is no room for it */
	if (reached && heap->usage_bytes > heap->live_bytes && !heap->partial) {
		ra_finding_hypothesis(finding, "The limit was reached by a request for a block of %s",
			RA_SIZE(heap->usage_bytes - heap->live_bytes));
	} else if (reached) {
		ra_finding_hypothesis(finding, "The limit was reached: the last request did not fit");
	}
	ra_finding_next(finding, "See the largest owners below");
	ra_finding_next(finding, "Consider a larger memory_limit");
	if (finding) {
		finding->impact_bytes = peak;
	}
}

static void add_gap(const struct ra_tally *tally, struct ra_findings *findings)
{
	const double share = ra_percent(tally->analysed_bytes, tally->live_bytes);
	const uint64_t gap =
		tally->live_bytes > tally->analysed_bytes ? tally->live_bytes - tally->analysed_bytes : 0;

	if (tally->live_bytes == 0 || share >= whole_percent) {
		return;
	}
	struct ra_finding *finding = ra_findings_add(findings, "coverage_gap", RA_WARNING,
		RA_CONFIDENCE_MEDIUM, "Only %.1f%% of heap analyzed — %s unaccounted", share, RA_SIZE(gap));

	ra_fact_real(finding, "analyzed_percentage", share, 2);
	ra_fact_int(finding, "gap_bytes", gap);
	ra_fact_text(finding, "source", "pointer_trace");
	ra_finding_hypothesis(
		finding, "Allocations made by extensions outside the graph of PHP values, or a leak in C");
	ra_finding_next(finding, "See unclaimed_slots for the sizes and contents of the rest");
	if (finding) {
		finding->impact_bytes = gap;
	}
}

void ra_find_overview(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	add_overview(snapshot, findings);
	add_near_limit(snapshot->heap, snapshot->note, findings);
	add_gap(snapshot->tally, findings);
}
