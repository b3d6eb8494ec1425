/* See zendmm.h. A chunk:
 *
 *   page 0     heap, next, prev, free_pages, free_tail, num ... heap struct (at 64) ... free_map[64
 *              bytes] map[512 x u32]
 *   page 1..   page runs; map tells which
 *
 * The heap struct, in all versions: two words, size, peak, (a key since 8.4), free_slot[30],
 * real_size, real_peak, limit, (two words in some security releases), overflow, huge_list,
 * main_chunk, cached_chunks, then counters. Only main_chunk has a known value (the chunk that the
 * struct lies in), so it is the anchor for its neighbours; free_slot is recognised by its pointers.
 */
#include "zendmm.h"

#include <stdlib.h>
#include <string.h>

#include "hash.h"

#define HEAP_OFFSET     64u   /* of the heap struct in its chunk */
#define HEADER_BYTES    4096u /* page 0 */
#define MAP_BYTES       (RA_PAGES_PER_CHUNK * 4)
#define FREE_MAP_BYTES  (RA_PAGES_PER_CHUNK / 8)
#define FIRST_MAP_ENTRY 0x40000001u /* the header's own page: a large run of one page */

#define PAGE_SMALL      0x80000000u
#define PAGE_LARGE      0x40000000u

#define SIZE_OFFSET     16u
#define PEAK_OFFSET     24u

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

/* ---- address to chunk ---- */

struct ra_heap_index {
	uint32_t mask;
	uint32_t *slots; /* chunk index + 1; 0: empty */
};

static uint32_t hash_chunk(ra_addr at)
{
	return (uint32_t)ra_hash_pair(at, 0);
}

static bool index_new(struct ra_heap *heap)
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

uint32_t ra_heap_slot_run(const struct ra_heap *heap, uint32_t slot)
{
	uint32_t low = 0, high = heap->run_count;

	while (high - low > 1) {
		const uint32_t middle = low + (high - low) / 2;

		if (heap->runs[middle].first_slot <= slot) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return low;
}

/* ---- finding the heap ---- */

struct candidate {
	ra_addr main_chunk;
	uint32_t chunks;
	bool hinted;
};

struct probe {
	struct ra_space *space;
	ra_addr hint;
	struct candidate best;
	ra_addr last_seen; /* the main chunk looked at last: most chunks name the same one */
};

/* A wrong guess is no hole: guesses are read only where something is. */
static bool guess_u64(struct ra_space *space, ra_addr at, uint64_t *value)
{
	return ra_space_extent(space, at, 8) == 8 && ra_read_u64(space, at, value);
}

static bool is_heap_place(ra_addr heap, ra_addr main_chunk)
{
	return heap >= main_chunk + HEAP_OFFSET && heap < main_chunk + HEADER_BYTES && heap % 8 == 0;
}

/* Follows the ring from a main chunk and counts its chunks up to the first link that does not hold.
 * Ends on any input: as every step checks next->prev, no chunk can be entered twice. */
static uint32_t count_ring(
	struct ra_space *space, ra_addr main_chunk, ra_addr heap, ra_addr hint, bool *hinted)
{
	ra_addr chunk = main_chunk;
	uint32_t count = 0;

	do {
		uint64_t owner, next, back;

		if (ra_space_extent(space, chunk, HEADER_BYTES) < HEADER_BYTES ||
			!ra_read_u64(space, chunk, &owner) || owner != heap ||
			!guess_u64(space, chunk + 8, &next) || next % RA_CHUNK_BYTES != 0 ||
			!guess_u64(space, next + 16, &back) || back != chunk) {
			break;
		}
		*hinted = *hinted || hint - chunk < RA_CHUNK_BYTES;
		chunk = next;
		count++;
	} while (chunk != main_chunk);
	return count;
}

static void consider(struct probe *probe, ra_addr at)
{
	struct candidate found = {0};
	uint64_t heap, main_heap;

	if (!guess_u64(probe->space, at, &heap) || heap == 0) {
		return;
	}
	found.main_chunk = heap & ~(ra_addr)(RA_CHUNK_BYTES - 1);
	if (!is_heap_place(heap, found.main_chunk) || found.main_chunk == probe->last_seen ||
		found.main_chunk == probe->best.main_chunk) {
		return;
	}
	probe->last_seen = found.main_chunk;
	if (ra_space_extent(probe->space, found.main_chunk, HEADER_BYTES) < HEADER_BYTES ||
		!ra_read_u64(probe->space, found.main_chunk, &main_heap) || main_heap != heap) {
		return;
	}
	found.chunks = count_ring(probe->space, found.main_chunk, heap, probe->hint, &found.hinted);
	if (found.chunks == 0) {
		return;
	}
	if (found.hinted > probe->best.hinted ||
		(found.hinted == probe->best.hinted && found.chunks > probe->best.chunks)) {
		probe->best = found;
	}
}

/* Every address on a 2 MiB boundary that the dump holds may be a chunk: a chunk need not begin a
 * mapping, nor a mapping be one chunk. */
static void find_heap(struct probe *probe, const struct ra_dump *dump)
{
	for (uint32_t r = 0; r < dump->region_count; r++) {
		const struct ra_region *region = &dump->regions[r];
		const uint64_t skip = -region->address % RA_CHUNK_BYTES;

		for (uint64_t offset = skip; offset < region->present_bytes; offset += RA_CHUNK_BYTES) {
			consider(probe, region->address + offset);
		}
	}
}

/* ---- pages and runs ---- */

static bool page_used(const uint8_t *free_map, uint32_t page)
{
	return free_map[page >> 3] >> (page & 7) & 1;
}

struct page_run {
	uint32_t pages;
	uint8_t bin; /* or RA_BIN_LARGE */
};

/* What begins at a used page. False: the entry makes no sense there. */
static bool decode_page(uint32_t entry, uint32_t page, struct page_run *run)
{
	if ((entry & (PAGE_SMALL | PAGE_LARGE)) == PAGE_SMALL) {
		run->bin = entry & 0x1f;
		run->pages = run->bin < RA_BINS ? ra_heap_bins[run->bin].pages : 0;
	} else if ((entry & (PAGE_SMALL | PAGE_LARGE)) == PAGE_LARGE) {
		run->bin = RA_BIN_LARGE;
		run->pages = entry & 0x3ff;
	} else {
		return false;
	}
	return run->pages != 0 && run->pages <= RA_PAGES_PER_CHUNK - page;
}

/* True when the page map at `offset` of a chunk's header describes exactly the pages that the free
 * map before it calls used. */
static bool map_agrees(const uint8_t *header, uint32_t offset)
{
	const uint8_t *free_map = header + offset - FREE_MAP_BYTES;
	uint32_t page = 0;

	if (ra_le32(header + offset) != FIRST_MAP_ENTRY) {
		return false;
	}
	while (page < RA_PAGES_PER_CHUNK) {
		struct page_run run = {.pages = 1};

		if (page_used(free_map, page)) {
			if (!decode_page(ra_le32(header + offset + page * 4), page, &run)) {
				return false;
			}
			for (uint32_t k = 0; k < run.pages; k++) {
				if (!page_used(free_map, page + k)) {
					return false;
				}
			}
		}
		page += run.pages;
	}
	return true;
}

/* The page map's place follows from the size of the heap struct, which security releases change. */
static uint32_t find_map(const uint8_t *header)
{
	for (uint32_t offset = HEAP_OFFSET + FREE_MAP_BYTES; offset <= HEADER_BYTES - MAP_BYTES;
		 offset += 8) {
		if (map_agrees(header, offset)) {
			return offset;
		}
	}
	return 0;
}

static bool grow(void **array, uint32_t count, uint32_t *capacity, size_t item)
{
	if (count == *capacity) {
		const uint32_t wanted = *capacity ? *capacity * 2 : 64;
		void *larger = realloc(*array, (size_t)wanted * item);

		if (!larger) {
			return false;
		}
		*array = larger;
		*capacity = wanted;
	}
	return true;
}

struct builder {
	struct ra_heap *heap;
	struct ra_space *space;
	uint64_t file_bytes;
	uint32_t map_offset;
	uint32_t run_capacity;
	uint32_t chunk_capacity;
	struct ra_error *err;
};

static bool no_memory(struct ra_error *err)
{
	return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the allocator's tables");
}

static bool add_run(struct builder *b, const struct ra_heap_run *run)
{
	struct ra_heap *heap = b->heap;

	if (heap->slot_count > UINT32_MAX / 2) {
		return ra_fail(b->err, RA_ERR_LIMIT, RA_NOWHERE, "more than 2^31 slots in the heap");
	}
	if (!grow((void **)&heap->runs, heap->run_count, &b->run_capacity, sizeof(*heap->runs))) {
		return no_memory(b->err);
	}
	heap->runs[heap->run_count] = *run;
	heap->runs[heap->run_count].first_slot = heap->slot_count;
	heap->run_count++;
	heap->slot_count += run->slot_count;
	return true;
}

/* True when the dump holds some of the run's memory. */
static bool run_is_captured(struct builder *b, ra_addr start, uint32_t pages)
{
	for (uint32_t k = 0; k < pages; k++) {
		if (ra_space_captured(b->space, start + k * RA_PAGE_BYTES, 1)) {
			return true;
		}
	}
	return false;
}

/* Of a small run that the dump does not hold no slot can be told from another: it counts as one
 * block. Otherwise a chunk header of 4 KiB would make us keep books on 261,000 slots. */
static bool add_page_run(
	struct builder *b, struct ra_heap_chunk *chunk, uint32_t page, const struct page_run *found)
{
	struct ra_heap *heap = b->heap;
	const bool captured = run_is_captured(b, chunk->address + page * RA_PAGE_BYTES, found->pages);
	const bool small = found->bin < RA_BINS && captured;
	struct ra_heap_run run = {
		.start = chunk->address + page * RA_PAGE_BYTES,
		.slot_bytes = small ? ra_heap_bins[found->bin].slot_bytes : found->pages * RA_PAGE_BYTES,
		.slot_count = small ? ra_heap_bins[found->bin].slots : 1,
		.chunk = (uint32_t)(chunk - heap->chunks),
		.page = (uint16_t)page,
		.bin = small ? found->bin : RA_BIN_LARGE,
	};

	heap->partial = heap->partial || (found->bin < RA_BINS && !captured);
	for (uint32_t k = 0; k < found->pages; k++) {
		chunk->run_of_page[page + k] = heap->run_count;
	}
	if (small) {
		heap->bin[found->bin].runs++;
		heap->bin[found->bin].slots += run.slot_count;
		heap->lost_run_tail_bytes += found->pages * RA_PAGE_BYTES - run.slot_bytes * run.slot_count;
	} else {
		heap->large_bytes += run.slot_bytes;
	}
	return add_run(b, &run);
}

static bool read_chunk(struct builder *b, struct ra_heap_chunk *chunk)
{
	struct ra_heap *heap = b->heap;
	uint8_t header[HEADER_BYTES];
	uint32_t page = 1;

	memset(chunk->run_of_page, 0xff, sizeof(chunk->run_of_page));
	if (!ra_space_read(b->space, chunk->address, header, sizeof(header))) {
		heap->partial = true;
		return true;
	}
	memcpy(chunk->free_map, header + b->map_offset - FREE_MAP_BYTES, FREE_MAP_BYTES);
	for (uint32_t p = 0; p < RA_PAGES_PER_CHUNK; p++) {
		chunk->used_pages += page_used(chunk->free_map, p);
	}
	heap->free_page_bytes += (uint64_t)(RA_PAGES_PER_CHUNK - chunk->used_pages) * RA_PAGE_BYTES;
	while (page < RA_PAGES_PER_CHUNK) {
		struct page_run run = {.pages = 1};

		if (page_used(chunk->free_map, page)) {
			if (!decode_page(ra_le32(header + b->map_offset + page * 4), page, &run)) {
				heap->partial = true;
				run.pages = 1;
			} else if (!add_page_run(b, chunk, page, &run)) {
				return false;
			}
		}
		page += run.pages;
	}
	return true;
}

static bool read_chunks(struct builder *b, ra_addr main_chunk, uint32_t count)
{
	struct ra_heap *heap = b->heap;
	uint64_t at = main_chunk;

	heap->chunks = calloc(count, sizeof(*heap->chunks));
	if (!heap->chunks) {
		return no_memory(b->err);
	}
	while (heap->chunk_count < count) {
		heap->chunks[heap->chunk_count].address = at;
		heap->chunk_count++;
		if (!ra_read_u64(b->space, at + 8, &at)) {
			break;
		}
	}
	heap->partial = at != main_chunk;
	if (!index_new(heap)) {
		return no_memory(b->err);
	}
	for (uint32_t c = 0; c < heap->chunk_count; c++) {
		if (!read_chunk(b, &heap->chunks[c])) {
			return false;
		}
	}
	return true;
}

/* ---- the heap struct ---- */

struct heap_fields { /* offsets in the main chunk's header */
	uint32_t free_slot;
	uint32_t main_chunk;
};

/* main_chunk is the word that holds its own chunk's address; where several do, the one followed by
 * a chunk count that fits. */
static uint32_t find_main_chunk_field(
	const uint8_t *header, uint32_t end, ra_addr main_chunk, uint32_t chunk_count)
{
	uint32_t first = 0;

	for (uint32_t at = HEAP_OFFSET + 32 + RA_BINS * 8; at + 48 <= end; at += 8) {
		if (ra_le64(header + at) != main_chunk) {
			continue;
		}
		if (ra_le32(header + at + 16) == chunk_count) {
			return at;
		}
		if (!first) {
			first = at;
		}
	}
	return first;
}

/* The table of free lists is where most words point to slots of the bin they stand for. */
static uint32_t find_free_slot_field(
	const struct ra_heap *heap, const uint8_t *header, uint32_t main_chunk_field)
{
	uint32_t best = HEAP_OFFSET + 32;
	int best_score = -1;

	for (uint32_t at = HEAP_OFFSET + 32; at + RA_BINS * 8 + 32 <= main_chunk_field; at += 8) {
		int score = 0;

		for (uint32_t bin = 0; bin < RA_BINS; bin++) {
			const ra_addr head = ra_le64(header + at + bin * 8);
			struct ra_slot slot;

			if (head == 0) {
				continue;
			}
			score += ra_heap_slot_at(heap, head, &slot) && heap->runs[slot.run].bin == bin
						 ? 1
						 : -(int)RA_BINS;
		}
		if (score > best_score) {
			best = at;
			best_score = score;
		}
	}
	return best;
}

static void read_counters(
	struct ra_heap *heap, const uint8_t *header, const struct heap_fields *fields)
{
	const uint8_t *real = header + fields->free_slot + RA_BINS * 8;
	const uint8_t *main_chunk = header + fields->main_chunk;
	uint64_t bits;

	heap->usage_bytes = ra_le64(header + HEAP_OFFSET + SIZE_OFFSET);
	heap->peak_bytes = ra_le64(header + HEAP_OFFSET + PEAK_OFFSET);
	heap->real_usage_bytes = ra_le64(real);
	heap->real_peak_bytes = ra_le64(real + 8);
	heap->limit_bytes = ra_le64(real + 16);
	heap->chunks_count = ra_le32(main_chunk + 16);
	heap->peak_chunks_count = ra_le32(main_chunk + 20);
	heap->cached_chunks_count = ra_le32(main_chunk + 24);
	bits = ra_le64(main_chunk + 32);
	memcpy(&heap->average_chunks_count, &bits, sizeof(bits));
	heap->last_chunks_delete_boundary = ra_le32(main_chunk + 40);
	heap->last_chunks_delete_count = ra_le32(main_chunk + 44);
}

/* ---- free lists ---- */

static void walk_free_list(struct ra_heap *heap, struct ra_space *space, uint32_t bin, ra_addr head)
{
	struct ra_heap_bin_state *state = &heap->bin[bin];

	for (uint64_t at = head; at != 0;) {
		struct ra_slot slot;

		if (!ra_heap_slot_at(heap, at, &slot) || slot.start != at ||
			heap->runs[slot.run].bin != bin || !ra_heap_slot_live(heap, slot.number)) {
			state->broken_links++;
			heap->partial = true;
			return;
		}
		heap->free_bits[slot.number >> 3] |= (uint8_t)(1 << (slot.number & 7));
		state->free_slots++;
		if (!ra_read_u64(space, at, &at)) {
			heap->partial = true;
			return;
		}
	}
}

static bool read_free_lists(struct builder *b, const uint8_t *heads)
{
	struct ra_heap *heap = b->heap;

	heap->free_bits = calloc(heap->slot_count / 8 + 1, 1);
	if (!heap->free_bits) {
		return no_memory(b->err);
	}
	for (uint32_t bin = 0; bin < RA_BINS; bin++) {
		struct ra_heap_bin_state *state = &heap->bin[bin];

		walk_free_list(heap, b->space, bin, ra_le64(heads + bin * 8));
		heap->small_bytes += (state->slots - state->free_slots) * ra_heap_bins[bin].slot_bytes;
		heap->free_slot_bytes += state->free_slots * ra_heap_bins[bin].slot_bytes;
	}
	return true;
}

/* ---- huge blocks, cached chunks ---- */

static int compare_huge(const void *left, const void *right)
{
	const struct ra_heap_huge *a = left, *b = right;

	return a->address < b->address ? -1 : a->address > b->address;
}

static bool collect_huge(struct builder *b, ra_addr head)
{
	struct ra_heap *heap = b->heap;
	uint32_t capacity = 0, power = 1, length = 0;
	ra_addr at = head, tortoise = 0;

	while (at != 0) {
		uint64_t address, bytes, next;
		struct ra_slot slot;

		if (at == tortoise || !ra_heap_slot_at(heap, at, &slot) ||
			!ra_read_u64(b->space, at, &address) || !ra_read_u64(b->space, at + 8, &bytes) ||
			!ra_read_u64(b->space, at + 16, &next) || address % RA_CHUNK_BYTES != 0 || bytes == 0 ||
			bytes % RA_PAGE_BYTES != 0 || bytes > UINT64_MAX / 4 || address > UINT64_MAX - bytes ||
			find_chunk(heap, address)) {
			heap->partial = true;
			break;
		}
		if (++length == power) { /* Brent: a cycle comes back to a kept place */
			tortoise = at;
			power *= 2;
			length = 0;
		}
		if (!grow((void **)&heap->huge, heap->huge_count, &capacity, sizeof(*heap->huge))) {
			return no_memory(b->err);
		}
		heap->huge[heap->huge_count++] =
			(struct ra_heap_huge){.address = address, .bytes = bytes, .list_node = at};
		at = next;
	}
	return true;
}

static bool read_huge(struct builder *b, ra_addr head)
{
	struct ra_heap *heap = b->heap;
	uint32_t kept = 0;

	if (!collect_huge(b, head)) {
		return false;
	}
	if (heap->huge_count) {
		qsort(heap->huge, heap->huge_count, sizeof(*heap->huge), compare_huge);
	}
	for (uint32_t h = 0; h < heap->huge_count; h++) {
		struct ra_heap_huge block = heap->huge[h];
		const struct ra_heap_run run = {
			.start = block.address,
			.slot_bytes = block.bytes,
			.slot_count = 1,
			.chunk = kept,
			.bin = RA_BIN_HUGE,
		};

		if (kept && block.address - heap->huge[kept - 1].address < heap->huge[kept - 1].bytes) {
			heap->partial = true; /* overlaps: a cycle or a torn list */
			continue;
		}
		block.run = heap->run_count;
		if (!add_run(b, &run)) {
			return false;
		}
		heap->huge[kept++] = block;
		heap->huge_bytes += block.bytes;
	}
	heap->huge_count = kept;
	return true;
}

static bool read_cached_chunks(struct builder *b, ra_addr head)
{
	struct ra_heap *heap = b->heap;
	const uint64_t bound = b->file_bytes / RA_PAGE_BYTES + 1; /* each has a page in the file */
	uint32_t capacity = 0;
	uint64_t at = head;

	while (at != 0 && heap->cached_chunk_count < heap->cached_chunks_count &&
		   heap->cached_chunk_count < bound) {
		if (at % RA_CHUNK_BYTES != 0 || find_chunk(heap, at)) {
			heap->partial = true;
			return true;
		}
		if (!grow((void **)&heap->cached_chunks, heap->cached_chunk_count, &capacity,
				sizeof(*heap->cached_chunks))) {
			return no_memory(b->err);
		}
		heap->cached_chunks[heap->cached_chunk_count++] = at;
		if (!ra_read_u64(b->space, at + 8, &at)) {
			heap->partial = true;
			return true;
		}
	}
	return true;
}

/* ---- together ---- */

static bool read_heap(struct builder *b, const struct candidate *candidate)
{
	struct ra_heap *heap = b->heap;
	uint8_t header[HEADER_BYTES];
	struct heap_fields fields;

	if (!ra_space_read(b->space, candidate->main_chunk, header, sizeof(header))) {
		return true; /* heap->found stays false */
	}
	heap->main_chunk = candidate->main_chunk;
	heap->address = ra_le64(header);
	b->map_offset = find_map(header);
	fields.main_chunk = find_main_chunk_field(header,
		b->map_offset ? b->map_offset - FREE_MAP_BYTES : HEADER_BYTES - MAP_BYTES,
		candidate->main_chunk, candidate->chunks);
	if (!b->map_offset || !fields.main_chunk) {
		heap->partial = true;
		return true;
	}
	if (!read_chunks(b, candidate->main_chunk, candidate->chunks)) {
		return false;
	}
	fields.free_slot = find_free_slot_field(heap, header, fields.main_chunk);
	read_counters(heap, header, &fields);
	if (!read_huge(b, ra_le64(header + fields.main_chunk - 8)) ||
		!read_cached_chunks(b, ra_le64(header + fields.main_chunk + 8)) ||
		!read_free_lists(b, header + fields.free_slot)) {
		return false;
	}
	heap->found = true;
	heap->live_bytes = heap->small_bytes + heap->large_bytes + heap->huge_bytes;
	heap->counters_agree =
		heap->real_usage_bytes ==
		(uint64_t)(heap->chunk_count + heap->cached_chunk_count) * RA_CHUNK_BYTES +
			heap->huge_bytes;
	return true;
}

bool ra_heap_open(const struct ra_dump *dump, struct ra_space *space, ra_addr hint,
	struct ra_heap **out, struct ra_error *err)
{
	struct ra_heap *heap = calloc(1, sizeof(*heap));
	struct builder builder = {
		.heap = heap, .space = space, .file_bytes = dump->file_bytes, .err = err};
	struct probe probe = {.space = space, .hint = hint};

	if (!heap) {
		return no_memory(err);
	}
	find_heap(&probe, dump);
	if (probe.best.chunks && !read_heap(&builder, &probe.best)) {
		ra_heap_close(heap);
		return false;
	}
	*out = heap;
	return true;
}

void ra_heap_close(struct ra_heap *heap)
{
	if (!heap) {
		return;
	}
	if (heap->index) {
		free(heap->index->slots);
		free(heap->index);
	}
	free(heap->chunks);
	free(heap->cached_chunks);
	free(heap->huge);
	free(heap->runs);
	free(heap->free_bits);
	free(heap);
}
