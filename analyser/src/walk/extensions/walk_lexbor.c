/* The URL parser of ext/uri (8.5): lexbor, whose structures stand in static data without an address
 * in a module entry, and whose memory comes from the request's heap. Three shapes leave no doubt:
 *
 *     memory   { current chunk, first chunk, least size, length },
 *              a chunk being { data, length, size, next, previous }
 *     cache    { pool, root, length }, the pool being { memory, free list, allocated, item size },
 *              the free list { list, size, length }
 *     buffer   { begin, end, position } around exactly one slot
 *
 * They are looked for only where the version has the parser. */
#include "walk/extensions/extensions.h"

#define MAX_CHUNKS   65536u
#define WINDOW_BYTES 65536u
#define SHAPE_BYTES  24u

enum {
	MEMORY_BYTES = 32,
	MEMORY_FIRST = 8,
	CHUNK_BYTES = 40,
	CHUNK_SIZE = 16,
	CHUNK_NEXT = 24,
	CHUNK_PREVIOUS = 32,
	CACHE_BYTES = 24,
	POOL_BYTES = 32,
	POOL_FREE_LIST = 8,
	LIST_BYTES = 24,
	LIST_SIZE = 8,
};

/* True when a live slot begins at the address and has room for `bytes`. */
static bool is_block(struct ra_walk *walk, ra_addr at, uint64_t bytes, struct ra_slot *slot)
{
	return at != 0 && at % 8 == 0 && ra_claims_slot(walk->claims, at, slot) && slot->start == at &&
		   slot->bytes >= bytes;
}

static bool is_chunk(struct ra_walk *walk, ra_addr chunk)
{
	const struct ra_engine *const engine = walk->engine;
	struct ra_slot slot;

	return is_block(walk, chunk, CHUNK_BYTES, &slot) && slot.bytes == CHUNK_BYTES &&
		   ra_engine_word(engine, chunk + CHUNK_SIZE) != 0 &&
		   is_block(walk, ra_engine_word(engine, chunk), ra_engine_word(engine, chunk + CHUNK_SIZE),
			   &slot);
}

static bool is_memory(struct ra_walk *walk, ra_addr memory)
{
	const struct ra_engine *const engine = walk->engine;
	struct ra_slot slot;

	return is_block(walk, memory, MEMORY_BYTES, &slot) && slot.bytes == MEMORY_BYTES &&
		   is_chunk(walk, ra_engine_word(engine, memory)) &&
		   is_chunk(walk, ra_engine_word(engine, memory + MEMORY_FIRST)) &&
		   ra_engine_word(engine, ra_engine_word(engine, memory + MEMORY_FIRST) + CHUNK_PREVIOUS) ==
			   0;
}

static bool is_cache(struct ra_walk *walk, ra_addr cache)
{
	const struct ra_engine *const engine = walk->engine;
	const ra_addr pool = ra_engine_word(engine, cache);
	struct ra_slot slot;

	return is_block(walk, cache, CACHE_BYTES, &slot) && slot.bytes == CACHE_BYTES &&
		   is_block(walk, pool, POOL_BYTES, &slot) && slot.bytes == POOL_BYTES &&
		   is_memory(walk, ra_engine_word(engine, pool)) &&
		   is_block(walk, ra_engine_word(engine, pool + POOL_FREE_LIST), LIST_BYTES, &slot);
}

static void walk_memory(struct ra_walk *walk, ra_node node, ra_addr memory)
{
	ra_addr chunk = ra_engine_word(walk->engine, memory + MEMORY_FIRST);

	ra_walk_claim_slot(walk, node, memory, RA_LOC_INTERNAL_STATE);
	for (uint32_t i = 0; i < MAX_CHUNKS && is_chunk(walk, chunk); i++) {
		if (!ra_walk_claim_slot(walk, node, chunk, RA_LOC_INTERNAL_STATE)) {
			return; /* a cycle */
		}
		ra_walk_claim_slot(walk, node, ra_engine_word(walk->engine, chunk), RA_LOC_INTERNAL_STATE);
		chunk = ra_engine_word(walk->engine, chunk + CHUNK_NEXT);
	}
}

static void walk_cache(struct ra_walk *walk, ra_node node, ra_addr cache)
{
	const struct ra_engine *const engine = walk->engine;
	const ra_addr pool = ra_engine_word(engine, cache);
	const ra_addr list = ra_engine_word(engine, pool + POOL_FREE_LIST);
	const uint64_t size = ra_engine_word(engine, list + LIST_SIZE);
	struct ra_slot slot;

	ra_walk_claim_slot(walk, node, cache, RA_LOC_INTERNAL_STATE);
	ra_walk_claim_slot(walk, node, pool, RA_LOC_INTERNAL_STATE);
	walk_memory(walk, node, ra_engine_word(engine, pool));
	ra_walk_claim_slot(walk, node, list, RA_LOC_INTERNAL_STATE);
	if (size < UINT32_MAX && is_block(walk, ra_engine_word(engine, list), size * 8, &slot)) {
		ra_walk_claim_slot(walk, node, slot.start, RA_LOC_INTERNAL_STATE);
	}
}

/* Looks at three words of static data. */
static void look_at(struct ra_walk *walk, ra_node node, const uint8_t *bytes)
{
	const ra_addr word = ra_le64(bytes), second = ra_le64(bytes + 8), third = ra_le64(bytes + 16);
	struct ra_slot slot;

	if (!is_block(walk, word, 1, &slot) ||
		ra_claims_owner(walk->claims, slot.number) != RA_NO_NODE) {
		return;
	}
	if (is_memory(walk, word)) {
		walk_memory(walk, node, word);
	} else if (is_cache(walk, word)) {
		walk_cache(walk, node, word);
	} else if (second == slot.start + slot.bytes && third >= word && third <= second) {
		ra_walk_claim_slot(walk, node, word, RA_LOC_BUFFER);
	}
}

static void search_region(struct ra_walk *walk, ra_node node, const struct ra_region *region)
{
	uint8_t window[WINDOW_BYTES];
	uint64_t done = -region->address % 8;

	while (done + SHAPE_BYTES <= region->present_bytes) {
		const uint64_t left = region->present_bytes - done;
		const uint64_t length = left < sizeof(window) ? left : sizeof(window);

		if (!ra_space_scan(walk->space, region->address + done, window, length)) {
			return; /* only of overlapping regions */
		}
		for (uint64_t i = 0; i + SHAPE_BYTES <= length; i += 8) {
			look_at(walk, node, window + i);
		}
		done += sizeof(window) - SHAPE_BYTES;
	}
}

void ra_root_lexbor(struct ra_walk *walk, ra_node root)
{
	if (!walk->layout->has_url_parser) {
		return;
	}
	for (uint32_t i = 0; i < walk->dump->region_count; i++) {
		const struct ra_region *const region = &walk->dump->regions[i];
		const struct ra_map_entry *const entry = ra_space_entry(walk->space, region->address);

		if (entry && entry->writable && entry->private &&
			!ra_heap_holds(walk->heap, region->address)) {
			search_region(walk, root, region);
		}
	}
}
