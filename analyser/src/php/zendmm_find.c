/* Where in a dump the heap is. A chunk begins with its heap's address and with links to its
 * neighbours in the ring of chunks; the heap struct lies in the ring's first chunk. */
#include "php/zendmm_parts.h"

struct probe {
	struct ra_space *space;
	ra_addr hint;
	struct ra_heap_candidate best;
	ra_addr last_seen; /* the main chunk looked at last: most chunks name the same one */
};

/* A wrong guess is no hole: guesses are read only where something is. */
static bool guess_u64(struct ra_space *space, ra_addr at, uint64_t *value)
{
	return ra_space_extent(space, at, 8) == 8 && ra_read_u64(space, at, value);
}

static bool is_heap_place(ra_addr heap, ra_addr main_chunk)
{
	return heap >= main_chunk + RA_HEAP_OFFSET && heap < main_chunk + RA_HEAP_HEADER_BYTES &&
		   heap % 8 == 0;
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

		if (ra_space_extent(space, chunk, RA_HEAP_HEADER_BYTES) < RA_HEAP_HEADER_BYTES ||
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
	struct ra_heap_candidate found = {0};
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
	if (ra_space_extent(probe->space, found.main_chunk, RA_HEAP_HEADER_BYTES) <
			RA_HEAP_HEADER_BYTES ||
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
struct ra_heap_candidate ra_heap_find(
	const struct ra_dump *dump, struct ra_space *space, ra_addr hint)
{
	struct probe probe = {.space = space, .hint = hint};

	for (uint32_t r = 0; r < dump->region_count; r++) {
		const struct ra_region *region = &dump->regions[r];
		const uint64_t skip = -region->address % RA_CHUNK_BYTES;

		uint64_t offset = skip;

		while (offset < region->present_bytes) {
			const uint64_t data = ra_source_next_data(dump->source, region->body_offset + offset,
									  region->body_offset + region->present_bytes) -
								  region->body_offset;

			/* in a hole nothing begins: on to the chunk that holds the next data */
			if (data >= offset + RA_CHUNK_BYTES) {
				offset += (data - offset) / RA_CHUNK_BYTES * RA_CHUNK_BYTES;
				continue;
			}
			consider(&probe, region->address + offset);
			offset += RA_CHUNK_BYTES;
		}
	}
	return probe.best;
}
