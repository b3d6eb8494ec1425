/* From an address to the slot, run or huge block that holds it. See heap.h. */
#include "reader/heap.h"

#include <stdlib.h>

#include "base/hash.h"

#define BIN(bytes, slots, pages)                                                                   \
	{bytes, slots, pages, (uint32_t)((UINT64_C(1) << 32) / (bytes) + 1)}

const struct ra_heap_bin ra_heap_bins[RA_BINS] = {
	BIN(8, 512, 1),
	BIN(16, 256, 1),
	BIN(24, 170, 1),
	BIN(32, 128, 1),
	BIN(40, 102, 1),
	BIN(48, 85, 1),
	BIN(56, 73, 1),
	BIN(64, 64, 1),
	BIN(80, 51, 1),
	BIN(96, 42, 1),
	BIN(112, 36, 1),
	BIN(128, 32, 1),
	BIN(160, 25, 1),
	BIN(192, 21, 1),
	BIN(224, 18, 1),
	BIN(256, 16, 1),
	BIN(320, 64, 5),
	BIN(384, 32, 3),
	BIN(448, 9, 1),
	BIN(512, 8, 1),
	BIN(640, 32, 5),
	BIN(768, 16, 3),
	BIN(896, 9, 2),
	BIN(1024, 8, 2),
	BIN(1280, 16, 5),
	BIN(1536, 8, 3),
	BIN(1792, 16, 7),
	BIN(2048, 8, 4),
	BIN(2560, 8, 5),
	BIN(3072, 4, 3),
};

#define PLAIN_ENTRIES 65536u /* 128 GiB of addresses; more when there are so many chunks */
#define PLAIN_SPREAD  16u    /* entries for each chunk */

_Static_assert(UINT64_C(1) << RA_CHUNK_SHIFT == RA_CHUNK_BYTES, "the shift is that of a chunk");

static uint32_t hash_chunk(ra_addr at)
{
	return (uint32_t)ra_hash_pair(at, 0);
}

static void choose_table(const struct ra_heap *heap, struct ra_heap_index *index)
{
	const uint64_t most = (uint64_t)heap->chunk_count * PLAIN_SPREAD + PLAIN_ENTRIES;
	ra_addr highest = 0;
	uint32_t size = 16;

	index->lowest = UINT64_MAX;
	for (uint32_t c = 0; c < heap->chunk_count; c++) {
		const ra_addr at = heap->chunks[c].address;

		index->lowest = at < index->lowest ? at : index->lowest;
		highest = at > highest ? at : highest;
		if (at % RA_CHUNK_BYTES !=
			0) { /* no heap of PHP's: the hash table finds none but whole ones */
			highest = UINT64_MAX;
		}
	}
	if (heap->chunk_count > 0 && (highest - index->lowest) >> RA_CHUNK_SHIFT < most) {
		index->entries = ((highest - index->lowest) >> RA_CHUNK_SHIFT) + 1;
		return;
	}
	while (size < heap->chunk_count * 2) {
		size *= 2;
	}
	index->mask = size - 1;
}

static void enter_chunk(const struct ra_heap *heap, uint32_t c)
{
	const struct ra_heap_index *const index = heap->index;
	const ra_addr at = heap->chunks[c].address;
	uint32_t slot;

	if (index->entries) {
		uint32_t *const entry = &index->slots[(at - index->lowest) >> RA_CHUNK_SHIFT];

		*entry = *entry ? *entry : c + 1; /* the first of two with one address, as below */
		return;
	}
	for (slot = hash_chunk(at) & index->mask; index->slots[slot]; slot = (slot + 1) & index->mask) {
	}
	index->slots[slot] = c + 1;
}

bool ra_heap_index_new(struct ra_heap *heap)
{
	heap->index = calloc(1, sizeof(*heap->index));
	if (!heap->index) {
		return false;
	}
	choose_table(heap, heap->index);
	heap->index->slots =
		calloc(heap->index->entries ? heap->index->entries : (size_t)heap->index->mask + 1,
			sizeof(*heap->index->slots));
	if (!heap->index->slots) {
		return false;
	}
	for (uint32_t c = 0; c < heap->chunk_count; c++) {
		enter_chunk(heap, c);
	}
	return true;
}

static const struct ra_heap_chunk *hashed_chunk(const struct ra_heap *heap, ra_addr at)
{
	const ra_addr base = at & ~(ra_addr)(RA_CHUNK_BYTES - 1);

	for (uint32_t i = hash_chunk(base) & heap->index->mask; heap->index->slots[i];
		i = (i + 1) & heap->index->mask) {
		const struct ra_heap_chunk *chunk = &heap->chunks[heap->index->slots[i] - 1];

		if (chunk->address == base) {
			return chunk;
		}
	}
	return NULL;
}

static inline const struct ra_heap_chunk *find_chunk(const struct ra_heap *heap, ra_addr at)
{
	const struct ra_heap_index *const index = heap->index;

	if (!index) {
		return NULL;
	}
	if (index->entries) {
		const uint64_t entry = (at - index->lowest) >> RA_CHUNK_SHIFT;
		const uint32_t chunk = entry < index->entries ? index->slots[entry] : 0;

		return chunk ? &heap->chunks[chunk - 1] : NULL;
	}
	return hashed_chunk(heap, at);
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

bool ra_heap_find_slot(const struct ra_heap *heap, ra_addr at, struct ra_slot *slot)
{
	const struct ra_heap_chunk *chunk = find_chunk(heap, at);
	uint32_t run_number, k;
	const struct ra_heap_run *run;

	if (chunk) {
		run_number = chunk->pages[(at - chunk->address) / RA_PAGE_BYTES].run;
	} else {
		const struct ra_heap_huge *huge = heap->huge_count ? find_huge(heap, at) : NULL;

		run_number = huge ? huge->run : RA_NO_RUN;
	}
	if (run_number == RA_NO_RUN) {
		return false;
	}
	run = &heap->runs[run_number];
	k = run->slot_count == 1
			? 0
			: ra_heap_bin_slot(&ra_heap_bins[run->bin], (uint32_t)(at - run->start));
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
