/* The findings about the allocator, over heaps made by hand: states that a script cannot bring
 * about in one request. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "findings/passes.h"
#include "php/note.h"
#include "reader/heap_unused.h"

enum {
	MB = 1 << 20
};

static struct ra_heap heap_of(uint32_t chunks, uint32_t cached)
{
	struct ra_heap heap = {
		.found = true,
		.main_chunk = RA_CHUNK_BYTES,
		.chunks = calloc(chunks, sizeof(struct ra_heap_chunk)),
		.chunk_count = chunks,
		.chunks_count = chunks,
		.peak_chunks_count = chunks + cached,
		.cached_chunks_count = cached,
		.limit_bytes = 100 * MB,
	};

	assert_non_null(heap.chunks);
	for (uint32_t i = 0; i < chunks; i++) {
		heap.chunks[i].address = (uint64_t)(i + 1) * RA_CHUNK_BYTES;
		heap.chunks[i].used_pages = RA_PAGES_PER_CHUNK;
	}
	return heap;
}

typedef void pass(struct ra_snapshot *snapshot, struct ra_findings *findings);

/* Runs a pass over the heap. */
static struct ra_findings run(
	pass *find, struct ra_heap *heap, struct ra_tally *tally, struct ra_note *note)
{
	struct ra_dump dump = {.rss_bytes = -1};
	struct ra_snapshot snapshot = {.dump = &dump, .heap = heap, .tally = tally, .note = note};
	struct ra_findings findings = {0};

	find(&snapshot, &findings);
	assert_false(findings.failed);
	return findings;
}

static const struct ra_finding *find_kind(const struct ra_findings *findings, const char *kind)
{
	for (uint32_t i = 0; i < findings->count; i++) {
		if (strcmp(findings->items[i].kind, kind) == 0) {
			return &findings->items[i];
		}
	}
	return NULL;
}

static void more_cached_than_used_chunks_are_bloat(void **state)
{
	struct ra_tally tally = {.analysed_bytes = MB};
	struct ra_heap heap = heap_of(2, 8);
	struct ra_findings findings = run(ra_find_zendmm, &heap, &tally, NULL);
	const struct ra_finding *bloat = find_kind(&findings, "zendmm_cache_bloat");

	(void)state;
	assert_non_null(bloat);
	assert_int_equal(bloat->severity, RA_MEDIUM);
	assert_string_equal(bloat->summary,
		"ZendMM is holding more cached chunks (8, 16.00 MB) than in-use chunks (2)");
	assert_int_equal(bloat->impact_bytes, 16 * MB);
	ra_findings_done(&findings);
	free(heap.chunks);

	heap = heap_of(1, 2); /* three chunks in all are too few to speak of */
	findings = run(ra_find_zendmm, &heap, &tally, NULL);
	assert_null(find_kind(&findings, "zendmm_cache_bloat"));
	ra_findings_done(&findings);
	free(heap.chunks);

	heap = heap_of(5, 4);
	findings = run(ra_find_zendmm, &heap, &tally, NULL);
	assert_null(find_kind(&findings, "zendmm_cache_bloat"));
	ra_findings_done(&findings);
	free(heap.chunks);
}

static void three_deletions_at_a_boundary_announce_a_larger_cache(void **state)
{
	struct ra_tally tally = {.analysed_bytes = MB};
	struct ra_heap heap = heap_of(1, 0);
	struct ra_findings findings;

	(void)state;
	heap.last_chunks_delete_boundary = 7;
	for (uint32_t count = 0; count < 5; count++) {
		heap.last_chunks_delete_count = count;
		findings = run(ra_find_zendmm, &heap, &tally, NULL);
		assert_int_equal(
			find_kind(&findings, "zendmm_cache_expansion_imminent") != NULL, count >= 3);
		ra_findings_done(&findings);
	}
	free(heap.chunks);
}

/* `empty` chunks behind the main one with that many free pages. */
static struct ra_findings run_fragmented(uint32_t empty, uint32_t free_pages)
{
	struct ra_tally tally = {.analysed_bytes = 100 * MB};
	struct ra_heap heap = heap_of(6, 0);
	struct ra_findings findings;

	heap.chunks[0].used_pages = 1; /* the main chunk is never counted */
	for (uint32_t i = 0; i < empty; i++) {
		heap.chunks[1 + i].used_pages = RA_PAGES_PER_CHUNK - free_pages;
	}
	findings = run(ra_find_zendmm, &heap, &tally, NULL);
	free(heap.chunks);
	return findings;
}

static void nearly_empty_chunks_are_pinned(void **state)
{
	static const char kind[] = "zendmm_chunks_pinned_by_fragmentation";
	struct ra_findings findings = run_fragmented(0, 0);

	(void)state;
	assert_null(find_kind(&findings, kind));
	ra_findings_done(&findings);

	findings = run_fragmented(5, 459);
	assert_null(find_kind(&findings, kind));
	ra_findings_done(&findings);

	findings = run_fragmented(1, 460);
	assert_int_equal(find_kind(&findings, kind)->severity, RA_WARNING);
	assert_string_equal(find_kind(&findings, kind)->summary,
		"1 in-use chunk is ≥90% empty but cannot be returned to the OS");
	assert_int_equal(find_kind(&findings, kind)->impact_bytes, 2 * MB);
	ra_findings_done(&findings);

	findings = run_fragmented(3, 460);
	assert_int_equal(find_kind(&findings, kind)->severity, RA_WARNING);
	ra_findings_done(&findings);

	findings = run_fragmented(4, 460);
	assert_int_equal(find_kind(&findings, kind)->severity, RA_MEDIUM);
	assert_string_equal(find_kind(&findings, kind)->summary,
		"4 in-use chunks are ≥90% empty but cannot be returned to the OS");
	ra_findings_done(&findings);
}

/* Chunks without a used page, and how PHP decides which of them it keeps. */
static uint64_t returnable(struct ra_heap *heap, double average)
{
	struct ra_heap_unused unused;

	heap->average_chunks_count = average;
	ra_heap_unused(heap, &unused);
	return unused.returnable_bytes;
}

static void empty_chunks_beyond_the_average_are_returnable(void **state)
{
	struct ra_heap heap = heap_of(5, 0);

	(void)state;
	for (uint32_t i = 0; i < 4; i++) { /* the main chunk among them: that one stays */
		heap.chunks[i].used_pages = 1;
	}
	assert_int_equal(returnable(&heap, 1.0), 3 * RA_CHUNK_BYTES);
	assert_int_equal(returnable(&heap, 3.0), RA_CHUNK_BYTES);
	assert_int_equal(returnable(&heap, 5.0), 0);
	heap.cached_chunks_count = 2; /* they count for the average, and stay */
	assert_int_equal(returnable(&heap, 5.0), RA_CHUNK_BYTES);
	heap.cached_chunks_count = 0;
	heap.last_chunks_delete_boundary = 4; /* the number swings around four: one more is kept */
	heap.last_chunks_delete_count = 4;
	assert_int_equal(returnable(&heap, 1.0), 2 * RA_CHUNK_BYTES);
	free(heap.chunks);
}

static void no_heap_has_no_findings(void **state)
{
	struct ra_tally tally = {0};
	struct ra_heap heap = {.found = false};
	struct ra_findings findings = run(ra_find_zendmm, &heap, &tally, NULL);

	(void)state;
	assert_int_equal(findings.count, 0);
	findings = run(ra_find_bins, &heap, &tally, NULL);
	assert_int_equal(findings.count, 0);
	findings = run(ra_find_overview, &heap, &tally, NULL);
	assert_int_equal(findings.count, 1);
	assert_string_equal(findings.items[0].summary, "Heap: unknown");
	ra_findings_done(&findings);
}

static void check_limit(uint64_t peak, bool reached, bool expected, enum ra_severity severity)
{
	struct ra_tally tally = {.analysed_bytes = 99, .live_bytes = 100};
	struct ra_note note = {.reason = reached ? RA_NOTE_MEMORY_LIMIT : RA_NOTE_CALL};
	struct ra_heap heap = heap_of(1, 0);
	struct ra_findings findings;
	const struct ra_finding *finding;

	heap.real_peak_bytes = peak;
	findings = run(ra_find_overview, &heap, &tally, &note);
	finding = find_kind(&findings, "near_memory_limit");
	assert_int_equal(finding != NULL, expected);
	assert_true(!finding || finding->severity == severity);
	ra_findings_done(&findings);
	free(heap.chunks);
}

static void the_limit_is_near_from_eighty_percent(void **state)
{
	(void)state;
	check_limit(80 * MB - 1, false, false, RA_INFO);
	check_limit(80 * MB, false, true, RA_WARNING);
	check_limit(95 * MB - 1, false, true, RA_WARNING);
	check_limit(95 * MB, false, true, RA_HIGH);
	check_limit(150 * MB, false, true, RA_HIGH);
	check_limit(50 * MB, true, true, RA_HIGH); /* reached: a large request did not fit */
}

static void a_gap_below_95_percent_is_a_warning(void **state)
{
	struct ra_tally tally = {.analysed_bytes = 949, .live_bytes = 1000};
	struct ra_heap heap = heap_of(1, 0);
	struct ra_findings findings = run(ra_find_overview, &heap, &tally, NULL);

	(void)state;
	assert_string_equal(find_kind(&findings, "coverage_gap")->summary,
		"Only 94.9% of heap analyzed — 51 B unaccounted");
	assert_int_equal(find_kind(&findings, "coverage_gap")->impact_bytes, 51);
	ra_findings_done(&findings);
	tally.analysed_bytes = 950;
	findings = run(ra_find_overview, &heap, &tally, NULL);
	assert_null(find_kind(&findings, "coverage_gap"));
	ra_findings_done(&findings);
	free(heap.chunks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(more_cached_than_used_chunks_are_bloat),
		cmocka_unit_test(three_deletions_at_a_boundary_announce_a_larger_cache),
		cmocka_unit_test(nearly_empty_chunks_are_pinned),
		cmocka_unit_test(empty_chunks_beyond_the_average_are_returnable),
		cmocka_unit_test(no_heap_has_no_findings),
		cmocka_unit_test(the_limit_is_near_from_eighty_percent),
		cmocka_unit_test(a_gap_below_95_percent_is_a_warning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
