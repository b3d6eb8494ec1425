/* See pair_index.h. Linear probing, at most half full. */
#include "base/pair_index.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum {
	FIRST_SLOTS = 512
};

/* The slot of the pair, or the free one where it belongs. */
static uint32_t slot_of(const struct ra_pair_index *index, struct ra_pair pair)
{
	const uint32_t mask = index->slot_count - 1;
	uint32_t slot = (uint32_t)ra_hash_pair(pair.first, pair.second) & mask;

	for (; index->slots[slot] != 0; slot = (slot + 1) & mask) {
		const struct ra_pair *other = &index->pairs[index->slots[slot] - 1];

		if (other->first == pair.first && other->second == pair.second) {
			break;
		}
	}
	return slot;
}

/* `items` is the address of a pointer of whatever type. */
static bool grow(struct ra_pair_index *index, void *items, size_t item_bytes)
{
	const uint32_t slot_count = index->slot_count ? index->slot_count * 2 : FIRST_SLOTS;
	const size_t capacity = slot_count / 2;
	void *larger;

	if (slot_count == 0) {
		return false;
	}
	larger = reallocarray(index->pairs, capacity, sizeof(*index->pairs));
	if (!larger) {
		return false;
	}
	index->pairs = larger;
	memcpy(&larger, items, sizeof(larger));
	larger = reallocarray(larger, capacity, item_bytes);
	if (!larger) {
		return false;
	}
	memcpy(items, &larger, sizeof(larger));
	uint32_t *slots = calloc(slot_count, sizeof(*slots));

	if (!slots) {
		return false;
	}
	free(index->slots);
	index->slots = slots;
	index->slot_count = slot_count;
	for (uint32_t i = 0; i < index->count; i++) {
		index->slots[slot_of(index, index->pairs[i])] = i + 1;
	}
	return true;
}

uint32_t ra_pair_index_add(
	struct ra_pair_index *index, struct ra_pair pair, void *items, size_t item_bytes)
{
	if (index->count == index->slot_count / 2 && !grow(index, items, item_bytes)) {
		return RA_NO_PAIR;
	}
	const uint32_t slot = slot_of(index, pair);

	if (index->slots[slot] == 0) {
		index->pairs[index->count] = pair;
		index->slots[slot] = ++index->count;
	}
	return index->slots[slot] - 1;
}

uint32_t ra_pair_index_find(const struct ra_pair_index *index, struct ra_pair pair)
{
	const uint32_t slot = index->count > 0 ? slot_of(index, pair) : 0;

	return index->count > 0 && index->slots[slot] != 0 ? index->slots[slot] - 1 : RA_NO_PAIR;
}

void ra_pair_index_done(struct ra_pair_index *index)
{
	free(index->pairs);
	free(index->slots);
	memset(index, 0, sizeof(*index));
}
