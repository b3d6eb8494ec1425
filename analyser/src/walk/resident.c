/* See resident.h. */
#include "walk/resident.h"

#include <string.h>

#define PAGE       4096u
#define MAX_PROBES 1024u /* pages looked at per mapping */

enum part {
	PART_C_HEAP,
	PART_ANONYMOUS,
	PART_SHARED,
	PART_STACK,
	PART_NONE
};

/* In a chunk or a huge block; those stand in the order of their addresses. */
static bool is_php_heap(const struct ra_heap *heap, ra_addr at)
{
	uint32_t low = 0, high = heap->huge_count;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (heap->huge[middle].address + heap->huge[middle].bytes > at) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}
	return ra_heap_holds(heap, at) || (low < heap->huge_count && heap->huge[low].address <= at);
}

static enum part part_of(const struct ra_map_entry *entry)
{
	if (!entry->private) {
		return PART_SHARED;
	}
	if (ra_slice_is(entry->name, "[heap]")) {
		return PART_C_HEAP;
	}
	if (entry->name.length >= 6 && memcmp(entry->name.bytes, "[stack", 6) == 0) {
		return PART_STACK;
	}
	if (entry->name.length > 0 && entry->name.bytes[0] == '/') {
		return PART_NONE;
	}
	return entry->writable ? PART_ANONYMOUS : PART_NONE;
}

static bool is_zero(const uint8_t *bytes)
{
	return bytes[0] == 0 && memcmp(bytes, bytes + 1, PAGE - 1) == 0;
}

/* Bytes of the mapping on pages that hold data, from a sample when it is large. PHP's own chunks and
 * huge blocks are left out: the kernel makes one mapping of neighbours. */
static uint64_t touched_bytes(
	struct ra_space *space, const struct ra_heap *heap, const struct ra_map_entry *entry)
{
	const uint64_t captured = ra_space_captured_bytes(space, entry->begin, entry->end) / PAGE;
	const uint64_t pages = (entry->end - entry->begin) / PAGE;
	const uint64_t step = pages / MAX_PROBES + 1;
	uint64_t probes = 0, touched = 0;
	uint8_t bytes[PAGE];

	for (uint64_t page = 0; captured > 0 && page < pages; page += step) {
		const ra_addr at = entry->begin + page * PAGE;

		if (ra_space_captured(space, at, PAGE)) {
			probes++;
			touched +=
				!is_php_heap(heap, at) && ra_space_scan(space, at, bytes, PAGE) && !is_zero(bytes);
		}
	}
	return probes > 0 ? captured * touched / probes * PAGE : 0;
}

void ra_resident_measure(const struct ra_dump *dump, struct ra_space *space,
	const struct ra_heap *heap, struct ra_resident *out)
{
	uint64_t part[PART_NONE + 1] = {0};

	for (uint32_t i = 0; i < dump->entry_count; i++) {
		const struct ra_map_entry *const entry = &dump->entries[i];
		const enum part kind = part_of(entry);

		if (kind != PART_NONE && entry->readable) {
			part[kind] += touched_bytes(space, heap, entry);
		}
	}
	*out = (struct ra_resident){.c_heap = part[PART_C_HEAP],
		.anonymous = part[PART_ANONYMOUS],
		.shared = part[PART_SHARED],
		.stacks = part[PART_STACK]};
}
