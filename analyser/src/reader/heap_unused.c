/* See heap_unused.h. */
#include "reader/heap_unused.h"

#include <string.h>

#define FIRST_PAGE       1u /* of a chunk; before it is the header */
#define DELETE_COUNT     4u /* deletions at one boundary after which a chunk is kept */
#define AVERAGE_ROUNDING 0.1

static uint32_t free_slots_of(const struct ra_heap *heap, const struct ra_heap_run *run)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < run->slot_count; i++) {
		count += !ra_heap_slot_live(heap, run->first_slot + i);
	}
	return count;
}

/* The small run that begins at a page of the chunk, or NULL. */
static const struct ra_heap_run *run_at(
	const struct ra_heap *heap, const struct ra_heap_chunk *chunk, uint32_t page)
{
	const uint32_t number = chunk->pages[page].run;
	const struct ra_heap_run *const run = number < heap->run_count ? &heap->runs[number] : NULL;

	return run && run->page == page && run->bin < RA_BINS ? run : NULL;
}

/* Adds up small runs. Returns the pages of the chunk that gc_mem_caches() would free. */
static uint32_t count_runs(
	const struct ra_heap *heap, const struct ra_heap_chunk *chunk, struct ra_heap_unused *out)
{
	uint32_t empty_pages = 0;

	for (uint32_t page = FIRST_PAGE; page < RA_PAGES_PER_CHUNK; page++) {
		const struct ra_heap_run *const run = run_at(heap, chunk, page);
		const uint32_t free_slots = run ? free_slots_of(heap, run) : 0;

		if (!run) {
			continue;
		}
		out->bin_free_slots[run->bin] += free_slots;
		if (free_slots == run->slot_count) {
			out->bin_empty_runs[run->bin]++;
			empty_pages += ra_heap_bins[run->bin].pages;
		}
	}
	return empty_pages;
}

bool ra_heap_chunk_empty(const struct ra_heap *heap, const struct ra_heap_chunk *chunk)
{
	struct ra_heap_unused unused = {0};

	if (heap->told) {
		return heap->told->chunk_empty[chunk - heap->chunks];
	}
	return chunk->used_pages == FIRST_PAGE + count_runs(heap, chunk, &unused);
}

/* What zend_mm_delete_chunk() decides for one chunk after the other: a chunk is kept for later
 * while there are fewer than on average, or when the number of chunks swings around one value. */
static uint64_t returned_chunks(const struct ra_heap *heap, uint32_t empty)
{
	uint32_t used = heap->chunks_count, cached = heap->cached_chunks_count, returned = 0;
	uint32_t boundary = heap->last_chunks_delete_boundary, count = heap->last_chunks_delete_count;

	while (empty-- > 0 && used > 0) {
		used--;
		if ((double)used + cached < heap->average_chunks_count + AVERAGE_ROUNDING ||
			(used == boundary && count >= DELETE_COUNT)) {
			cached++;
			continue;
		}
		returned++;
		if (cached == 0) {
			count = used == boundary ? count + 1 : 0;
			boundary = used;
		}
	}
	return returned;
}

void ra_heap_unused(const struct ra_heap *heap, struct ra_heap_unused *out)
{
	uint32_t empty_chunks = 0;

	memset(out, 0, sizeof(*out));
	for (uint32_t i = 0; !heap->told && i < heap->chunk_count; i++) {
		const struct ra_heap_chunk *const chunk = &heap->chunks[i];
		const uint32_t empty = count_runs(heap, chunk, out);

		out->empty_run_bytes += (uint64_t)empty * RA_PAGE_BYTES;
		empty_chunks +=
			chunk->address != heap->main_chunk && chunk->used_pages == FIRST_PAGE + empty;
	}
	out->free_slot_bytes = heap->free_slot_bytes;
	out->free_page_bytes = heap->free_page_bytes;
	out->tail_bytes = heap->lost_run_tail_bytes;
	out->cached_bytes = (uint64_t)heap->cached_chunks_count * RA_CHUNK_BYTES;
	out->header_bytes = (uint64_t)heap->chunk_count * FIRST_PAGE * RA_PAGE_BYTES;
	out->unexplained_bytes =
		(int64_t)(heap->real_usage_bytes - heap->usage_bytes - out->free_slot_bytes -
				  out->free_page_bytes - out->tail_bytes - out->cached_bytes - out->header_bytes);
	out->returnable_bytes = returned_chunks(heap, empty_chunks) * RA_CHUNK_BYTES;
	if (heap->told) {
		out->empty_run_bytes = heap->told->empty_run_bytes;
		out->returnable_bytes = heap->told->returnable_bytes;
		memcpy(out->bin_free_slots, heap->told->bin_free_slots, sizeof(out->bin_free_slots));
		memcpy(out->bin_empty_runs, heap->told->bin_empty_runs, sizeof(out->bin_empty_runs));
	}
}
