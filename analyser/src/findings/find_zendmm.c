/* zendmm_*: memory that the process holds although no value uses it: cached chunks, and free pages
 * in chunks that cannot be given back. */
#include "findings/passes.h"

#include "base/format.h"
#include "php/zendmm.h"

enum {
	MOSTLY_EMPTY_PAGES = 460, /* free pages of a chunk that is 90 % empty */
	DELETE_THRESHOLD = 4,     /* chunk deletions at one boundary after which the cache grows */
	MANY_CHUNKS = 4,
	MIN_CACHED = 2
};

struct fragmentation {
	uint64_t free_bytes;   /* in all chunks */
	uint32_t mostly_empty; /* chunks other than the main one, which can never be released */
};

static struct fragmentation measure_fragmentation(const struct ra_heap *heap)
{
	struct fragmentation result = {0};

	for (uint32_t i = 0; i < heap->chunk_count; i++) {
		const struct ra_heap_chunk *chunk = &heap->chunks[i];
		const uint32_t free_pages = RA_PAGES_PER_CHUNK - chunk->used_pages;

		result.free_bytes += (uint64_t)free_pages * RA_PAGE_BYTES;
		result.mostly_empty +=
			chunk->address != heap->main_chunk && free_pages >= MOSTLY_EMPTY_PAGES;
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
		ra_finding_next(finding, "Call gc_mem_caches() between jobs");
	}
	if (used + cached >= MANY_CHUNKS && cached >= used && cached >= MIN_CACHED) {
		finding = ra_findings_add(findings, "zendmm_cache_bloat", RA_MEDIUM, RA_CONFIDENCE_MEDIUM,
			"ZendMM is holding more cached chunks (%u, %s) than in-use chunks (%u)", cached,
			RA_SIZE(cached_bytes(heap)), used);
		add_heuristic_facts(finding, heap);
		ra_finding_hypothesis(
			finding, "A burst of work has ended; its chunks wait for the next one");
		ra_finding_next(finding, "Call gc_mem_caches() between jobs");
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

static void add_fragmentation_findings(
	const struct ra_heap *heap, uint64_t usage_bytes, struct ra_findings *findings)
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
		ra_finding_hypothesis(finding, "Values that survive are spread over many chunks");
		ra_finding_next(finding, "Recycle long-lived workers after heavy temporary allocations");
		if (finding) {
			finding->impact_bytes = state.free_bytes;
		}
	}
}

void ra_find_zendmm(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const struct ra_heap *heap = snapshot->heap;

	if (!heap->found) {
		return;
	}
	add_cache_findings(heap, findings);
	if (heap->chunk_count > 0) {
		add_fragmentation_findings(heap, snapshot->tally->analysed_bytes, findings);
	}
}
