/* From an address to the slot, run or huge block that holds it. See zendmm.h. */
#include "php/zendmm_parts.h"

#include <stdlib.h>

#include "base/hash.h"

const struct ra_heap_bin ra_heap_bins[RA_BINS] = {
	{8, 512, 1},
	{16, 256, 1},
	{24, 170, 1},
	{32, 128, 1},
	{40, 102, 1},
	{48, 85, 1},
	{56, 73, 1},
	{64, 64, 1},
	{80, 51, 1},
	{96, 42, 1},
	{112, 36, 1},
	{128, 32, 1},
	{160, 25, 1},
	{192, 21, 1},
	{224, 18, 1},
	{256, 16, 1},
	{320, 64, 5},
	{384, 32, 3},
	{448, 9, 1},
	{512, 8, 1},
	{640, 32, 5},
	{768, 16, 3},
	{896, 9, 2},
	{1024, 8, 2},
	{1280, 16, 5},
	{1536, 8, 3},
	{1792, 16, 7},
	{2048, 8, 4},
	{2560, 8, 5},
	{3072, 4, 3},
};

struct ra_heap_index {
	uint32_t mask;
	uint32_t *slots; /* chunk index + 1; 0: empty */
};

static uint32_t hash_chunk(ra_addr at)
{
	return (uint32_t)ra_hash_pair(at, 0);
}

bool ra_heap_index_new(struct ra_heap *heap)
{
	uint32_t size = 16;

	while (size < heap->chunk_count * 2) {
		size *= 2;
	}
	heap->index = calloc(1, sizeof(*heap->index));
	if (!heap->index) {
		return false;
	}
	heap->index->mask = size - 1;
	heap->index->slots = calloc(size, sizeof(*heap->index->slots));
	if (!heap->index->slots) {
		return false;
	}
	for (uint32_t c = 0; c < heap->chunk_count; c++) {
		uint32_t at = hash_chunk(heap->chunks[c].address) & heap->index->mask;

		while (heap->index->slots[at]) {
			at = (at + 1) & heap->index->mask;
		}
		heap->index->slots[at] = c + 1;
	}
	return true;
}

static const struct ra_heap_chunk *find_chunk(const struct ra_heap *heap, ra_addr at)
{
	const ra_addr base = at & ~(ra_addr)(RA_CHUNK_BYTES - 1);

	if (!heap->index) {
		return NULL;
	}
	for (uint32_t i = hash_chunk(base) & heap->index->mask; heap->index->slots[i];
		i = (i + 1) & heap->index->mask) {
		const struct ra_heap_chunk *chunk = &heap->chunks[heap->index->slots[i] - 1];

		if (chunk->address == base) {
			return chunk;
		}
	}
	return NULL;
}

static const struct ra_heap_huge *find_huge(const struct ra_heap *heap, ra_addr at)
{
	uint32_t low = 0, high = heap->huge_count;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (heap->huge[middle].address <= at) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	if (low == 0 || at - heap->huge[low - 1].address >= heap->huge[low - 1].bytes) {
		return NULL;
	}
	return &heap->huge[low - 1];
}

bool ra_heap_holds(const struct ra_heap *heap, ra_addr at)
{
	return find_chunk(heap, at) != NULL;
}

bool ra_heap_slot_at(const struct ra_heap *heap, ra_addr at, struct ra_slot *slot)
{
	const struct ra_heap_chunk *chunk = find_chunk(heap, at);
	uint32_t run_number, k;
	const struct ra_heap_run *run;

	if (chunk) {
		run_number = chunk->run_of_page[(at - chunk->address) / RA_PAGE_BYTES];
	} else {
		const struct ra_heap_huge *huge = heap->huge_count ? find_huge(heap, at) : NULL;

		run_number = huge ? huge->run : RA_NO_RUN;
	}
	if (run_number == RA_NO_RUN) {
		return false;
	}
	run = &heap->runs[run_number];
	k = run->slot_count == 1 ? 0 : (uint32_t)(at - run->start) / (uint32_t)run->slot_bytes;
	if (k >= run->slot_count) {
		return false;
	}
	slot->start = run->start + k * run->slot_bytes;
	slot->bytes = run->slot_bytes;
	slot->number = run->first_slot + k;
	slot->run = run_number;
	return true;
}

void ra_heap_index_free(struct ra_heap_index *index)
{
	if (index) {
		free(index->slots);
		free(index);
	}
}
