/* What the allocator holds and no value uses: the difference between memory_get_usage(true) and
 * memory_get_usage(), by kind, and what gc_mem_caches() would give back of it. */
#ifndef RA_HEAP_UNUSED_H
#define RA_HEAP_UNUSED_H

#include "reader/heap.h"

struct ra_heap_unused {
	/* These five and unexplained_bytes add up to real_usage_bytes - usage_bytes. */
	uint64_t free_slot_bytes; /* free slots on pages in use */
	uint64_t free_page_bytes; /* free pages of chunks in use */
	uint64_t cached_bytes;    /* chunks kept for later */
	uint64_t header_bytes;    /* the first page of each chunk */
	uint64_t tail_bytes;      /* ends of small runs that are no slot */
	int64_t unexplained_bytes;

	uint64_t empty_run_bytes; /* pages whose slots are all free: part of slots and tails */
	uint64_t bin_free_slots[RA_BINS];
	uint64_t bin_empty_runs[RA_BINS];
	/* gc_mem_caches() frees the pages without a used slot, then the chunks without a used page.
	 * Of these it keeps some in the cache: only the others lower memory_get_usage(true). */
	uint64_t returnable_bytes;
};

/* Whether nothing is used in the chunk: its pages are free, or all their slots are. */
bool ra_heap_chunk_empty(const struct ra_heap *heap, const struct ra_heap_chunk *chunk);

/* The heap must have been found. */
void ra_heap_unused(const struct ra_heap *heap, struct ra_heap_unused *out);

#endif
