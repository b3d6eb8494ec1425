/* See zendmm.h. A chunk:
 *
 *   page 0     heap, next, prev, free_pages, free_tail, num ... heap struct (at 64) ...
 *              free_map[64 bytes] map[512 x u32]
 *   page 1..   page runs; map tells which
 *
 * The heap struct, in all versions: two words, size, peak, (a key since 8.4), free_slot[30],
 * real_size, real_peak, limit, (two words in some security releases), overflow, huge_list,
 * main_chunk, cached_chunks, then counters. Only main_chunk has a known value (the chunk that the
 * struct lies in), so it is the anchor for its neighbours; free_slot is recognised by its
 * pointers. */
#include "php/zendmm_parts.h"

#include <stdlib.h>
#include <string.h>

#define MAP_BYTES       (RA_PAGES_PER_CHUNK * 4)
#define FREE_MAP_BYTES  (RA_PAGES_PER_CHUNK / 8)
#define FIRST_MAP_ENTRY 0x40000001u /* the header's own page: a large run of one page */

#define PAGE_SMALL      0x80000000u
#define PAGE_LARGE      0x40000000u

#define SIZE_OFFSET     16u
#define PEAK_OFFSET     24u

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
	for (uint32_t offset = RA_HEAP_OFFSET + FREE_MAP_BYTES;
		offset <= RA_HEAP_HEADER_BYTES - MAP_BYTES; offset += 8) {
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
		void *larger = reallocarray(*array, (size_t)wanted, item);

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
		chunk->pages[page + k] = (struct ra_heap_page){.run = heap->run_count,
			.first_slot = heap->slot_count,
			.bin = run.bin,
			.number = (uint8_t)k};
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
	uint8_t header[RA_HEAP_HEADER_BYTES];
	uint32_t page = 1;

	memset(chunk->pages, 0xff, sizeof(chunk->pages)); /* RA_NO_RUN */
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
	if (!ra_heap_index_new(heap)) {
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

	for (uint32_t at = RA_HEAP_OFFSET + 32 + RA_BINS * 8; at + 48 <= end; at += 8) {
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
	uint32_t best = RA_HEAP_OFFSET + 32;
	int best_score = -1;

	for (uint32_t at = RA_HEAP_OFFSET + 32; at + RA_BINS * 8 + 32 <= main_chunk_field; at += 8) {
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

	heap->usage_bytes = ra_le64(header + RA_HEAP_OFFSET + SIZE_OFFSET);
	heap->peak_bytes = ra_le64(header + RA_HEAP_OFFSET + PEAK_OFFSET);
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
			ra_heap_holds(heap, address)) {
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
		if (at % RA_CHUNK_BYTES != 0 || ra_heap_holds(heap, at)) {
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

static bool read_heap(struct builder *b, const struct ra_heap_candidate *candidate)
{
	struct ra_heap *heap = b->heap;
	uint8_t header[RA_HEAP_HEADER_BYTES];
	struct heap_fields fields;

	if (!ra_space_read(b->space, candidate->main_chunk, header, sizeof(header))) {
		return true; /* heap->found stays false */
	}
	heap->main_chunk = candidate->main_chunk;
	heap->address = ra_le64(header);
	b->map_offset = find_map(header);
	fields.main_chunk = find_main_chunk_field(header,
		b->map_offset ? b->map_offset - FREE_MAP_BYTES : RA_HEAP_HEADER_BYTES - MAP_BYTES,
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

	if (!heap) {
		return no_memory(err);
	}
	const struct ra_heap_candidate found = ra_heap_find(dump, space, hint);

	if (found.chunks && !read_heap(&builder, &found)) {
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
	ra_heap_index_free(heap->index);
	free(heap->chunks);
	free(heap->cached_chunks);
	free(heap->huge);
	free(heap->runs);
	free(heap->free_bits);
	if (heap->told) {
		free(heap->told->chunk_empty);
		free(heap->told);
	}
	free(heap);
}
