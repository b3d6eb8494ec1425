/* See collector.h. From 7.3 on the buffer starts at 16 K entries and grows by 128 K or doubles, the
 * threshold starts at 10,001 and moves in steps of 10,000; before, the buffer has exactly 10,001
 * entries and the struct says where it ends. Two structures that fit both are not to be expected,
 * and a second one that differs makes the answer "unknown". */
#include "findings/collector.h"

#include <stdlib.h>
#include <string.h>

#include "php/engine.h"
#include "walk/snapshot.h"

enum {
	BLOCK = 65536,
	THRESHOLD_STEP = 10000,
	MAX_THRESHOLD = 1000000001,
	FIRST_BUFFER = 16384,
	BUFFER_STEP = 131072,
	MAX_BUFFER = 0x40000000,
	OLD_ROOTS = 10001,
};

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

/* 7.3 and later. */
static bool check_new(const struct ra_snapshot *snapshot, ra_addr at, const uint8_t *bytes,
	size_t left, struct ra_collector *out)
{
	const struct ra_layout *layout = snapshot->layout;
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
		!ra_space_captured(snapshot->space, buffer, 8)) {
		return false;
	}
	*out = (struct ra_collector){.found = true,
		.enabled = enabled,
		.runs = u32_at(layout, bytes, left, RA_zend_gc_globals_gc_runs),
		.collected = u32_at(layout, bytes, left, RA_zend_gc_globals_collected),
		.threshold = threshold,
		.root_count = roots};
	return true;
}

/* Length of the ring of roots in a collector of 7.0 to 7.2, which begins and ends at its head. */
static uint32_t count_ring(const struct ra_snapshot *snapshot, ra_addr head)
{
	const uint32_t next = ra_offset(snapshot->layout, RA_gc_root_buffer_next);
	uint64_t at = head;
	uint32_t count = 0;

	while (count < OLD_ROOTS && ra_space_captured(snapshot->space, at + next, 8) &&
		   ra_read_u64(snapshot->space, at + next, &at) && at != head) {
		count++;
	}
	return count;
}

/* 7.0 to 7.2: a fixed buffer; used entries lie between its start and first_unused. */
static bool check_old(const struct ra_snapshot *snapshot, ra_addr at, const uint8_t *bytes,
	size_t left, struct ra_collector *out)
{
	const struct ra_layout *layout = snapshot->layout;
	const uint64_t entry = ra_sizeof(layout, RA_STRUCT_gc_root_buffer);
	const uint64_t buffer = u64_at(layout, bytes, left, RA_zend_gc_globals_buf);
	const uint64_t first = u64_at(layout, bytes, left, RA_zend_gc_globals_first_unused);
	const uint64_t last = u64_at(layout, bytes, left, RA_zend_gc_globals_last_unused);
	const uint8_t enabled = u8_at(layout, bytes, left, RA_zend_gc_globals_gc_enabled);

	if (buffer == 0 || entry == 0 || entry == RA_ABSENT || last < buffer ||
		last - buffer != OLD_ROOTS * entry || first < buffer || first > last ||
		(first - buffer) % entry != 0 || enabled > 1 ||
		!ra_space_captured(snapshot->space, buffer, 8)) {
		return false;
	}
	*out = (struct ra_collector){.found = true,
		.enabled = enabled,
		.runs = u32_at(layout, bytes, left, RA_zend_gc_globals_gc_runs),
		.collected = u32_at(layout, bytes, left, RA_zend_gc_globals_collected),
		.threshold = OLD_ROOTS - 1,
		.root_count = count_ring(snapshot, at + ra_offset(layout, RA_zend_gc_globals_roots))};
	return true;
}

struct finding_place {
	struct ra_collector state;
	uint32_t count;
};

static void scan_block(const struct ra_snapshot *snapshot, ra_addr begin, const uint8_t *bytes,
	size_t length, size_t starts, struct finding_place *place)
{
	const bool new_form = ra_has(snapshot->layout, RA_zend_gc_globals_gc_threshold);
	struct ra_collector found;

	for (size_t at = 0; at < starts; at += 8) {
		if (new_form ? check_new(snapshot, begin + at, bytes + at, length - at, &found)
					 : check_old(snapshot, begin + at, bytes + at, length - at, &found)) {
			place->count++;
			place->state = found;
		}
	}
}

void ra_collector_find(const struct ra_snapshot *snapshot, struct ra_collector *out)
{
	const uint32_t size = ra_sizeof(snapshot->layout, RA_STRUCT_zend_gc_globals);
	struct finding_place place = {.count = 0};
	uint8_t *bytes;

	memset(out, 0, sizeof(*out));
	if (size == RA_ABSENT || size == 0 || size > BLOCK ||
		!ra_has(snapshot->layout, RA_zend_gc_globals_buf) || !(bytes = malloc(2 * BLOCK))) {
		return;
	}
	/* Writable data of the binaries and what lies right behind it; not the heap itself. */
	for (uint32_t i = 0; i < snapshot->dump->entry_count; i++) {
		const struct ra_map_entry *entry = &snapshot->dump->entries[i];
		const bool after_binary = i > 0 && entry->name.length == 0 &&
								  snapshot->dump->entries[i - 1].end == entry->begin &&
								  snapshot->dump->entries[i - 1].name.length > 0;

		if (!entry->writable || (entry->name.length == 0 && !after_binary) ||
			entry->end - entry->begin > (UINT64_C(64) << 20)) {
			continue;
		}
		for (ra_addr at = entry->begin; at < entry->end; at += BLOCK) {
			const uint64_t extent =
				ra_space_captured(snapshot->space, at, 1)
					? ra_space_extent(snapshot->space, at, BLOCK + (uint64_t)size)
					: 0;

			if (extent >= size && ra_space_read(snapshot->space, at, bytes, extent)) {
				const size_t starts = extent - size + 8 < BLOCK ? extent - size + 8 : BLOCK;

				scan_block(snapshot, at, bytes, extent, starts, &place);
			}
		}
	}
	free(bytes);
	if (place.count == 1) {
		*out = place.state;
	}
}
