/* zendmm_*: memory that the process holds although no value uses it: free slots, free pages, cached
 * chunks; and what gc_mem_caches() gives back of it. */
#include "findings/passes.h"

#include <stdlib.h>

#include "base/format.h"
#include "reader/heap_unused.h"

enum {
	MOSTLY_EMPTY_PAGES = 460, /* free pages of a chunk that is 90 % empty */
	DELETE_THRESHOLD = 4,     /* chunk deletions at one boundary after which the cache grows */
	MANY_CHUNKS = 4,
	MIN_CACHED = 2,
	BINS_NAMED = 3
};

static const uint64_t notable_bytes = 1
									  << 20; /* below, free slots and pages are not worth a line */

/* A notable part of what the process holds is medium when it is a quarter or more. */
static enum ra_severity severity_of(uint64_t bytes, const struct ra_heap *heap)
{
	return bytes >= heap->real_usage_bytes / 4 ? RA_MEDIUM : RA_LOW;
}

struct fragmentation {
	uint64_t free_bytes;   /* in all chunks */
	uint32_t mostly_empty; /* chunks that something holds; the main one can never be released */
};

static struct fragmentation measure_fragmentation(const struct ra_heap *heap)
{
	struct fragmentation result = {0};

	for (uint32_t i = 0; i < heap->chunk_count; i++) {
		const struct ra_heap_chunk *chunk = &heap->chunks[i];
		const uint32_t free_pages = RA_PAGES_PER_CHUNK - chunk->used_pages;

		result.free_bytes += (uint64_t)free_pages * RA_PAGE_BYTES;
		result.mostly_empty += chunk->address != heap->main_chunk &&
							   free_pages >= MOSTLY_EMPTY_PAGES &&
							   !ra_heap_chunk_empty(heap, chunk);
	}
	return result;
}

static uint64_t cached_bytes(const struct ra_heap *heap)
{
	return (uint64_t)heap->cached_chunks_count * RA_CHUNK_BYTES;
}

static void add_heuristic_facts(struct ra_finding *finding, const struct ra_heap *heap)
{
	ra_fact_int(finding, "chunks_count", heap->chunks_count);
	ra_fact_int(finding, "peak_chunks_count", heap->peak_chunks_count);
	ra_fact_int(finding, "cached_chunks_count", heap->cached_chunks_count);
	ra_fact_int(finding, "cached_chunks_size", cached_bytes(heap));
	ra_fact_int(finding, "last_chunks_delete_boundary", heap->last_chunks_delete_boundary);
	ra_fact_int(finding, "last_chunks_delete_count", heap->last_chunks_delete_count);
}

static void add_cache_findings(const struct ra_heap *heap, struct ra_findings *findings)
{
	const uint32_t used = heap->chunks_count;
	const uint32_t cached = heap->cached_chunks_count;
	struct ra_finding *finding =
		ra_findings_add(findings, "zendmm_chunk_heuristic_state", RA_INFO, RA_CONFIDENCE_HIGH,
			"ZendMM chunks: %u in-use, %u cached (%s), peak %u; chunk-delete heuristic at %u/%d on "
			"boundary %u",
			used, cached, RA_SIZE(cached_bytes(heap)), heap->peak_chunks_count,
			heap->last_chunks_delete_count, DELETE_THRESHOLD, heap->last_chunks_delete_boundary);

	add_heuristic_facts(finding, heap);
	if (heap->last_chunks_delete_count >= DELETE_THRESHOLD - 1) {
		finding = ra_findings_add(findings, "zendmm_cache_expansion_imminent", RA_WARNING,
			RA_CONFIDENCE_MEDIUM,
			"ZendMM has seen %u chunk deletions at boundary %u (threshold %d): cached_chunks_max "
			"will grow on the next free",
			heap->last_chunks_delete_count, heap->last_chunks_delete_boundary, DELETE_THRESHOLD);
		add_heuristic_facts(finding, heap);
		ra_finding_hypothesis(
			finding, "Memory use swings around one chunk boundary again and again");
		ra_finding_next(finding, "Nothing to do: chunks that are kept are used again");
	}
	if (used + cached >= MANY_CHUNKS && cached >= used && cached >= MIN_CACHED) {
		finding = ra_findings_add(findings, "zendmm_cache_bloat", RA_MEDIUM, RA_CONFIDENCE_MEDIUM,
			"ZendMM is holding more cached chunks (%u, %s) than in-use chunks (%u)", cached,
			RA_SIZE(cached_bytes(heap)), used);
		add_heuristic_facts(finding, heap);
		ra_finding_hypothesis(
			finding, "A burst of work has ended; its chunks wait for the next one");
		ra_finding_next(finding,
			"gc_mem_caches() gives none of them back: end the worker after such a job "
			"(pm.max_requests)");
		if (finding) {
			finding->impact_bytes = cached_bytes(heap);
		}
	}
}

static void add_fragmentation_facts(
	struct ra_finding *finding, const struct ra_heap *heap, const struct fragmentation *state)
{
	ra_fact_int(finding, "chunks_count", heap->chunks_count);
	ra_fact_int(finding, "chunks_total_free_bytes", state->free_bytes);
	ra_fact_int(finding, "chunks_mostly_empty_count", state->mostly_empty);
}

static void add_unused_facts(struct ra_finding *finding, const struct ra_heap_unused *unused)
{
	ra_fact_int(finding, "free_slot_bytes", unused->free_slot_bytes);
	ra_fact_int(finding, "free_page_bytes", unused->free_page_bytes);
	ra_fact_int(finding, "cached_chunk_bytes", unused->cached_bytes);
	ra_fact_int(finding, "chunk_header_bytes", unused->header_bytes);
	ra_fact_int(finding, "run_tail_bytes", unused->tail_bytes);
	ra_fact_set(finding, "unexplained_bytes", json_integer(unused->unexplained_bytes));
	ra_fact_int(finding, "empty_run_bytes", unused->empty_run_bytes);
	ra_fact_int(finding, "returnable_bytes", unused->returnable_bytes);
}

/* "87.12 MB of 320 B, 1.20 MB of 56 B": the bins with most free slots. */
static char *largest_bins(const struct ra_heap_unused *unused)
{
	bool used[RA_BINS] = {false};
	struct ra_buffer text = {0};

	for (int round = 0; round < BINS_NAMED; round++) {
		unsigned best = RA_BINS;
		uint64_t most = 0;

		for (unsigned bin = 0; bin < RA_BINS; bin++) {
			const uint64_t bytes = unused->bin_free_slots[bin] * ra_heap_bins[bin].slot_bytes;

			if (!used[bin] && bytes > most) {
				best = bin;
				most = bytes;
			}
		}
		if (best == RA_BINS) {
			break;
		}
		used[best] = true;
		ra_buffer_printf(&text, "%s%s of %u B", round == 0 ? "" : ", ", RA_SIZE(most),
			ra_heap_bins[best].slot_bytes);
	}
	return ra_buffer_take(&text);
}

static void add_free_slots(
	const struct ra_heap *heap, const struct ra_heap_unused *unused, struct ra_findings *findings)
{
	char *bins = largest_bins(unused);
	struct ra_finding *finding =
		ra_findings_add(findings, "zendmm_free_slots", severity_of(unused->free_slot_bytes, heap),
			RA_CONFIDENCE_HIGH, "%s of memory_get_usage(true) are free slots on pages in use: %s",
			RA_SIZE(unused->free_slot_bytes), bins ? bins : "");

	add_unused_facts(finding, unused);
	ra_finding_hypothesis(
		finding, "A page serves values of one size only, and is held by the last one on it");
	ra_finding_next(finding, "%s of it are pages without a used slot, which gc_mem_caches() frees",
		RA_SIZE(unused->empty_run_bytes));
	if (finding) {
		finding->impact_bytes = unused->free_slot_bytes;
	}
	findings->failed = findings->failed || !bins;
	free(bins);
}

static void add_returnable(
	const struct ra_heap *heap, const struct ra_heap_unused *unused, struct ra_findings *findings)
{
	struct ra_finding *finding = ra_findings_add(findings, "zendmm_returnable",
		severity_of(unused->returnable_bytes, heap), RA_CONFIDENCE_HIGH,
		"gc_mem_caches() would give %s of memory_get_usage(true) back to the system",
		RA_SIZE(unused->returnable_bytes));

	add_unused_facts(finding, unused);
	ra_finding_hypothesis(finding, "Chunks on which nothing is used any more: values were dropped, "
								   "their slots are kept for the next ones");
	ra_finding_next(finding, "Call gc_mem_caches() between jobs");
	if (finding) {
		finding->impact_bytes = unused->returnable_bytes;
	}
}

/* The difference between the two figures that PHP code sees, to the byte. */
static void add_unused_findings(
	const struct ra_heap *heap, const struct ra_heap_unused *unused, struct ra_findings *findings)
{
	const uint64_t rests = unused->header_bytes + unused->tail_bytes;
	struct ra_finding *finding = ra_findings_add(findings, "zendmm_unused", RA_INFO,
		RA_CONFIDENCE_HIGH,
		"memory_get_usage(true) is %s, memory_get_usage() %s; the rest: %s in free slots, %s in "
		"free pages, %s in cached chunks, %s in chunk headers and ends of page runs",
		RA_SIZE(heap->real_usage_bytes), RA_SIZE(heap->usage_bytes),
		RA_SIZE(unused->free_slot_bytes), RA_SIZE(unused->free_page_bytes),
		RA_SIZE(unused->cached_bytes), RA_SIZE(rests));

	add_unused_facts(finding, unused);
	if (unused->unexplained_bytes != 0) {
		ra_finding_hypothesis(finding,
			"%s are not explained: a request that was counted and not granted, or a heap that was "
			"changing",
			RA_SIZE_DELTA(unused->unexplained_bytes));
	}
	if (unused->free_slot_bytes >= notable_bytes &&
		unused->free_slot_bytes >= heap->real_usage_bytes / 10) {
		add_free_slots(heap, unused, findings);
	}
	if (unused->returnable_bytes > 0) {
		add_returnable(heap, unused, findings);
	}
}

static void advise_fragmentation(struct ra_finding *finding, const struct ra_heap_unused *unused)
{
	if (unused->returnable_bytes > 0) {
		ra_finding_next(
			finding, "gc_mem_caches() gives back %s of it", RA_SIZE(unused->returnable_bytes));
	}
	ra_finding_next(finding, "Recycle long-lived workers after heavy temporary allocations");
}

static void add_fragmentation_findings(const struct ra_heap *heap, uint64_t usage_bytes,
	const struct ra_heap_unused *unused, struct ra_findings *findings)
{
	const struct fragmentation state = measure_fragmentation(heap);
	const uint32_t pinned = state.mostly_empty;
	struct ra_finding *finding = ra_findings_add(findings, "zendmm_chunk_fragmentation_state",
		RA_INFO, RA_CONFIDENCE_HIGH,
		"ZendMM fragmentation: %s of free space scattered across %u in-use chunks (%u chunks are "
		"≥90%% empty but pinned)",
		RA_SIZE(state.free_bytes), heap->chunk_count, pinned);

	add_fragmentation_facts(finding, heap, &state);
	if (pinned > 0) {
		finding = ra_findings_add(findings, "zendmm_chunks_pinned_by_fragmentation",
			pinned >= MANY_CHUNKS ? RA_MEDIUM : RA_WARNING, RA_CONFIDENCE_MEDIUM,
			"%u in-use %s ≥90%% empty but cannot be returned to the OS", pinned,
			pinned == 1 ? "chunk is" : "chunks are");
		add_fragmentation_facts(finding, heap, &state);
		ra_finding_hypothesis(finding, "A chunk is released only when all of its pages are free: "
									   "one long-lived value holds it");
		ra_finding_next(finding, "Recycle long-lived workers after heavy temporary allocations");
		if (finding) {
			finding->impact_bytes = (uint64_t)pinned * RA_CHUNK_BYTES;
		}
	}
	/* With one chunk the free space is simply not used yet. */
	if (heap->chunk_count > 1 && usage_bytes > 0 && state.free_bytes > usage_bytes) {
		finding = ra_findings_add(findings, "zendmm_heap_fragmentation_high", RA_MEDIUM,
			RA_CONFIDENCE_MEDIUM,
			"Free-page space inside in-use chunks (%s) exceeds analyzed heap usage (%s)",
			RA_SIZE(state.free_bytes), RA_SIZE(usage_bytes));
		add_fragmentation_facts(finding, heap, &state);
		ra_fact_int(finding, "zend_mm_heap_usage", usage_bytes);
		ra_finding_hypothesis(finding, unused->returnable_bytes > state.free_bytes / 2
										   ? "Values were dropped; their pages are kept"
										   : "Values that survive are spread over many chunks");
		advise_fragmentation(finding, unused);
		if (finding) {
			finding->impact_bytes = state.free_bytes;
		}
	}
}

void ra_find_zendmm(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const struct ra_heap *heap = snapshot->heap;
	struct ra_heap_unused unused;

	if (!heap->found) {
		return;
	}
	add_cache_findings(heap, findings);
	if (heap->told && !heap->told->whole) { /* counters alone */
		return;
	}
	ra_heap_unused(heap, &unused);
	add_unused_findings(heap, &unused, findings);
	if (heap->chunk_count > 0) {
		add_fragmentation_findings(heap, snapshot->tally->analysed_bytes, &unused, findings);
	}
}
