/* See word_scan.h. */
#include "php/word_scan.h"

#include <stdlib.h>

#include "php/zendmm.h"

bool ra_guess_u64(struct ra_space *space, ra_addr at, uint64_t *value)
{
	return ra_space_extent(space, at, 8) == 8 && ra_read_u64(space, at, value);
}

bool ra_is_chunk(struct ra_space *space, ra_addr at)
{
	uint64_t heap, main_heap;

	return at % RA_CHUNK_BYTES == 0 && ra_guess_u64(space, at, &heap) && heap % 8 == 0 &&
		   heap % RA_CHUNK_BYTES != 0 && heap % RA_CHUNK_BYTES < RA_PAGE_BYTES &&
		   ra_guess_u64(space, heap - heap % RA_CHUNK_BYTES, &main_heap) && main_heap == heap;
}

static void scan_piece(struct ra_word_scan *scan, ra_addr at, size_t length)
{
	for (size_t i = 0; i + 16 <= length; i += 8) {
		const uint64_t word = ra_le64(scan->piece + i);

		if (at + i - word <= 8 || word == scan->wanted) {
			scan->visit(scan, at + i, word, ra_le64(scan->piece + i + 8));
		}
	}
}

/* Pieces end where chunks may begin; a word is looked at with the one behind it, so each piece is read 8 bytes longer. */
static void scan_region(struct ra_word_scan *scan, const struct ra_region *region)
{
	const ra_addr end = region->address + region->present_bytes;
	ra_addr at = (region->address + 7) & ~(ra_addr)7;

	while (at < end && end - at >= 16 && !scan->done) {
		const uint64_t step = RA_SCAN_PIECE_BYTES - at % RA_SCAN_PIECE_BYTES;
		const uint64_t length = end - at < step + 8 ? end - at : step + 8;

		if (end - at >= RA_CHUNK_BYTES && ra_is_chunk(scan->space, at)) {
			at += RA_CHUNK_BYTES;
			continue;
		}
		if (ra_space_next_data(scan->space, at, end) - at < length &&
			ra_space_scan(scan->space, at, scan->piece, length)) {
			scan_piece(scan, at, length);
		}
		if (end - at <= step) {
			break;
		}
		at += step;
	}
}

void ra_word_scan_run(struct ra_word_scan *scan)
{
	for (uint32_t i = 0; i < scan->dump->region_count && !scan->done; i++) {
		const struct ra_region *const region = &scan->dump->regions[i];
		const struct ra_map_entry *const entry = ra_space_entry(scan->space, region->address);

		if (!entry || entry->writable) {
			scan_region(scan, region);
		}
	}
}

bool ra_word_scan_new(const struct ra_dump *dump, struct ra_space *space, void *context,
	struct ra_word_scan **out, struct ra_error *err)
{
	struct ra_word_scan *const scan = calloc(1, sizeof(*scan));

	if (!scan) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to look for the engine");
	}
	scan->dump = dump;
	scan->space = space;
	scan->wanted = RA_NO_WORD;
	scan->context = context;
	*out = scan;
	return true;
}
