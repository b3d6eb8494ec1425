/* See collector.h. From 7.3 on the buffer starts at 16 K entries and grows by 128 K or doubles, the
 * threshold starts at 10,001 and moves in steps of 10,000; before, the buffer has exactly 10,001
 * entries and the struct says where it ends. Two structures that fit both are not to be expected,
 * and a second one that differs makes the answer "unknown". */
#include "php/collector.h"

#include <stdlib.h>
#include <string.h>

enum {
	BLOCK = 65536,
	THRESHOLD_STEP = 10000,
	MAX_THRESHOLD = 1000000001,
	FIRST_BUFFER = 16384,
	BUFFER_STEP = 131072,
	MAX_BUFFER = 0x40000000,
	OLD_ROOTS = 10001,
	UNUSED_ENTRY = 1, /* tag of an entry that is free; others say how far the collector is */
};

#define FIRST_KERNEL_ADDRESS (UINT64_C(1) << 47)

static const uint64_t largest_entry = UINT64_C(64) << 20;

static uint32_t u32_at(
	const struct ra_layout *layout, const uint8_t *bytes, size_t left, enum ra_field field)
{
	const uint32_t offset = ra_offset(layout, field);

	return offset != RA_ABSENT && offset + 4 <= left ? ra_le32(bytes + offset) : 0;
}

static uint64_t u64_at(
	const struct ra_layout *layout, const uint8_t *bytes, size_t left, enum ra_field field)
{
	const uint32_t offset = ra_offset(layout, field);

	return offset != RA_ABSENT && offset + 8 <= left ? ra_le64(bytes + offset) : 0;
}

static uint8_t u8_at(
	const struct ra_layout *layout, const uint8_t *bytes, size_t left, enum ra_field field)
{
	const uint32_t offset = ra_offset(layout, field);

	return offset != RA_ABSENT && offset < left ? bytes[offset] : 255;
}

struct search {
	const struct ra_dump *dump;
	struct ra_space *space;
	const struct ra_layout *layout;
	struct ra_collector state;
	uint32_t count;
};

/* 7.3 and later. */
static bool check_new(const struct search *search, ra_addr at, const uint8_t *bytes, size_t left,
	struct ra_collector *out)
{
	const struct ra_layout *layout = search->layout;
	const uint32_t threshold = u32_at(layout, bytes, left, RA_zend_gc_globals_gc_threshold);
	const uint32_t size = u32_at(layout, bytes, left, RA_zend_gc_globals_buf_size);
	const uint32_t roots = u32_at(layout, bytes, left, RA_zend_gc_globals_num_roots);
	const uint32_t used = u32_at(layout, bytes, left, RA_zend_gc_globals_first_unused);
	const uint64_t buffer = u64_at(layout, bytes, left, RA_zend_gc_globals_buf);
	const uint8_t enabled = u8_at(layout, bytes, left, RA_zend_gc_globals_gc_enabled);

	(void)at;
	if (threshold < THRESHOLD_STEP + 1 || threshold > MAX_THRESHOLD ||
		threshold % THRESHOLD_STEP != 1 || size < FIRST_BUFFER || size > MAX_BUFFER ||
		!((size & (size - 1)) == 0 || (size - FIRST_BUFFER) % BUFFER_STEP == 0 ||
			size % BUFFER_STEP == 0) ||
		used > size || used < 1 || roots >= used || enabled > 1 || buffer == 0 || buffer % 8 != 0 ||
		!ra_space_captured(search->space, buffer, 8)) {
		return false;
	}
	*out = (struct ra_collector){.found = true,
		.enabled = enabled,
		.runs = u32_at(layout, bytes, left, RA_zend_gc_globals_gc_runs),
		.collected = u32_at(layout, bytes, left, RA_zend_gc_globals_collected),
		.threshold = threshold,
		.root_count = roots,
		.buffer = buffer,
		.buffer_bytes = (uint64_t)size * ra_sizeof(layout, RA_STRUCT_gc_root_buffer),
		.used_bytes = (uint64_t)used * ra_sizeof(layout, RA_STRUCT_gc_root_buffer)};
	return true;
}

/* Length of the ring of roots in a collector of 7.0 to 7.2, which begins and ends at its head. */
static uint32_t count_ring(const struct search *search, ra_addr head)
{
	const uint32_t next = ra_offset(search->layout, RA_gc_root_buffer_next);
	uint64_t at = head;
	uint32_t count = 0;

	while (count < OLD_ROOTS && ra_space_captured(search->space, at + next, 8) &&
		   ra_read_u64(search->space, at + next, &at) && at != head) {
		count++;
	}
	return count;
}

/* 7.0 to 7.2: a fixed buffer; used entries lie between its start and first_unused. */
static bool check_old(const struct search *search, ra_addr at, const uint8_t *bytes, size_t left,
	struct ra_collector *out)
{
	const struct ra_layout *layout = search->layout;
	const uint64_t entry = ra_sizeof(layout, RA_STRUCT_gc_root_buffer);
	const uint64_t buffer = u64_at(layout, bytes, left, RA_zend_gc_globals_buf);
	const uint64_t first = u64_at(layout, bytes, left, RA_zend_gc_globals_first_unused);
	const uint64_t last = u64_at(layout, bytes, left, RA_zend_gc_globals_last_unused);
	const uint8_t enabled = u8_at(layout, bytes, left, RA_zend_gc_globals_gc_enabled);

	if (buffer == 0 || entry == 0 || entry == RA_ABSENT || last < buffer ||
		last - buffer != OLD_ROOTS * entry || first < buffer || first > last ||
		(first - buffer) % entry != 0 || enabled > 1 ||
		!ra_space_captured(search->space, buffer, 8)) {
		return false;
	}
	*out = (struct ra_collector){.found = true,
		.enabled = enabled,
		.runs = u32_at(layout, bytes, left, RA_zend_gc_globals_gc_runs),
		.collected = u32_at(layout, bytes, left, RA_zend_gc_globals_collected),
		.threshold = OLD_ROOTS - 1,
		.root_count = count_ring(search, at + ra_offset(layout, RA_zend_gc_globals_roots)),
		.head = at + ra_offset(layout, RA_zend_gc_globals_roots),
		.buffer = buffer,
		.buffer_bytes = OLD_ROOTS * entry,
		.used_bytes = first - buffer};
	return true;
}

/* What nearly every other word of a process fails: a word that is the address of the buffer. */
static bool may_be_buffer(uint64_t word)
{
	return word != 0 && word % 8 == 0 && word < FIRST_KERNEL_ADDRESS;
}

/* For a trace of the space: the search leaves none, the find does. */
static void read_again(const struct search *search, ra_addr at)
{
	uint64_t word;

	for (uint32_t i = 0; i < ra_sizeof(search->layout, RA_STRUCT_zend_gc_globals); i += 8) {
		(void)ra_read_u64(search->space, at + i, &word);
	}
}

static void scan_block(
	struct search *search, ra_addr begin, const uint8_t *bytes, size_t length, size_t starts)
{
	const bool new_form = ra_has(search->layout, RA_zend_gc_globals_gc_threshold);
	const uint32_t buffer = ra_offset(search->layout, RA_zend_gc_globals_buf);
	const uint32_t threshold =
		new_form ? ra_offset(search->layout, RA_zend_gc_globals_gc_threshold) : 0;
	struct ra_collector found;

	for (size_t at = 0; at < starts; at += 8) {
		if (!may_be_buffer(ra_le64(bytes + at + buffer)) ||
			(new_form && ra_le32(bytes + at + threshold) % THRESHOLD_STEP != 1)) {
			continue;
		}
		if (new_form ? check_new(search, begin + at, bytes + at, length - at, &found)
					 : check_old(search, begin + at, bytes + at, length - at, &found)) {
			search->count++;
			search->state = found;
			read_again(search, begin + at);
		}
	}
}

/* Writable data of the binaries and what lies right behind it; not the heap itself. */
static bool may_hold_globals(const struct ra_dump *dump, uint32_t number)
{
	const struct ra_map_entry *const entry = &dump->entries[number];
	const bool after_binary = number > 0 && entry->name.length == 0 &&
							  dump->entries[number - 1].end == entry->begin &&
							  dump->entries[number - 1].name.length > 0;

	return entry->writable && (entry->name.length > 0 || after_binary) &&
		   entry->end - entry->begin <= largest_entry;
}

static void scan_entry(struct search *search, const struct ra_map_entry *entry, uint8_t *bytes)
{
	const uint32_t size = ra_sizeof(search->layout, RA_STRUCT_zend_gc_globals);

	for (ra_addr at = entry->begin; at < entry->end; at += BLOCK) {
		const uint64_t extent = ra_space_captured(search->space, at, 1)
									? ra_space_extent(search->space, at, BLOCK + (uint64_t)size)
									: 0;

		if (extent >= size && ra_space_scan(search->space, at, bytes, extent)) {
			const size_t starts = extent - size + 8 < BLOCK ? extent - size + 8 : BLOCK;

			scan_block(search, at, bytes, extent, starts);
		}
	}
}

enum reach {         /* how far from the executor globals */
	REACH_SAME,      /* in their mapping */
	REACH_NEIGHBOUR, /* beside it */
	REACH_ANY,
	REACHES
};

static enum reach reach_of(uint32_t number, uint32_t home)
{
	return number == home                             ? REACH_SAME
		   : number + 1 == home || number == home + 1 ? REACH_NEIGHBOUR
													  : REACH_ANY;
}

static void scan_entries(struct search *search, uint8_t *bytes, enum reach reach)
{
	const struct ra_dump *const dump = search->dump;
	uint32_t home = 0;

	while (home < dump->entry_count && dump->eg_address >= dump->entries[home].end) {
		home++;
	}
	for (uint32_t i = 0; i < dump->entry_count; i++) {
		const struct ra_map_entry *const entry = &dump->entries[i];

		if (reach_of(i, home) == reach &&
			(reach != REACH_ANY ? entry->writable : may_hold_globals(dump, i)) &&
			entry->end - entry->begin <= largest_entry) {
			scan_entry(search, entry, bytes);
		}
	}
}

void ra_collector_find(const struct ra_dump *dump, struct ra_space *space,
	const struct ra_layout *layout, struct ra_collector *out)
{
	const uint32_t size = ra_sizeof(layout, RA_STRUCT_zend_gc_globals);
	struct search search = {.dump = dump, .space = space, .layout = layout};
	uint8_t *bytes;

	memset(out, 0, sizeof(*out));
	if (size == RA_ABSENT || size == 0 || size > BLOCK || !ra_has(layout, RA_zend_gc_globals_buf) ||
		!(bytes = malloc(2 * BLOCK))) {
		return;
	}
	/* All globals of the engine lie together; elsewhere is looked only where that does not tell. */
	for (int reach = 0; reach < REACHES && search.count == 0; reach++) {
		scan_entries(&search, bytes, (enum reach)reach);
	}
	free(bytes);
	if (search.count == 1) {
		*out = search.state;
	}
}

/* ---- roots ---- */

void ra_collector_roots(struct ra_collector_roots *roots, const struct ra_collector *collector,
	struct ra_space *space, const struct ra_layout *layout)
{
	*roots = (struct ra_collector_roots){.collector = collector,
		.space = space,
		.layout = layout,
		.at = collector->head ? collector->head : collector->buffer};
}

/* The place of the next entry. The first entry of the buffer is none. */
static bool advance(struct ra_collector_roots *roots)
{
	const struct ra_collector *const collector = roots->collector;

	if (!collector->found || roots->count++ == MAX_BUFFER) {
		return false;
	}
	if (collector->head == 0) {
		roots->at += ra_sizeof(roots->layout, RA_STRUCT_gc_root_buffer);
		return roots->at - collector->buffer < collector->used_bytes;
	}
	return roots->count <= OLD_ROOTS &&
		   ra_read_u64(roots->space, roots->at + ra_offset(roots->layout, RA_gc_root_buffer_next),
			   &roots->at) &&
		   roots->at != collector->head;
}

bool ra_collector_next_root(struct ra_collector_roots *roots, ra_addr *root)
{
	uint64_t word;

	while (advance(roots)) {
		if (ra_read_u64(roots->space, roots->at, &word) && word != 0 &&
			(word & 3) != UNUSED_ENTRY) {
			*root = word & ~(ra_addr)3;
			return true;
		}
	}
	return false;
}
