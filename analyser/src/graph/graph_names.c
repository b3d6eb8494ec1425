/* Interned names of a graph. They live in an arena, so that a pointer to one stays valid while
 * others are added; a hash table of ids finds them again. */
#include "graph/graph_storage.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define NAME_BLOCK_BYTES 65536u

struct ra_name_block {
	struct ra_name_block *next;
	size_t used;
	size_t capacity;
	char bytes[];
};

static bool grow_name_slots(struct ra_graph *graph)
{
	struct ra_graph_storage *storage = graph->storage;
	const uint64_t wanted =
		storage->name_slot_count ? (uint64_t)storage->name_slot_count * 2 : 1024;
	uint32_t *slots;

	if (wanted > UINT32_MAX || !(slots = calloc(wanted, sizeof(*slots)))) {
		return ra_graph_give_up(
			graph, RA_ERR_MEMORY, "no memory for the names of the object graph");
	}
	for (uint32_t name = 0; name < storage->name_count; name++) {
		uint32_t slot = storage->names[name].hash & (uint32_t)(wanted - 1);

		while (slots[slot]) {
			slot = (slot + 1) & (uint32_t)(wanted - 1);
		}
		slots[slot] = name + 1;
	}
	free(storage->name_slots);
	storage->name_slots = slots;
	storage->name_slot_count = (uint32_t)wanted;
	return true;
}

static const char *keep_name(struct ra_graph *graph, const char *bytes, size_t length)
{
	struct ra_graph_storage *storage = graph->storage;
	struct ra_name_block *block = storage->name_blocks;

	if (!block || block->capacity - block->used < length + 1) {
		const size_t capacity = length + 1 > NAME_BLOCK_BYTES ? length + 1 : NAME_BLOCK_BYTES;

		block = malloc(sizeof(*block) + capacity);
		if (!block) {
			ra_graph_give_up(graph, RA_ERR_MEMORY, "no memory for the names of the object graph");
			return NULL;
		}
		block->used = 0;
		block->capacity = capacity;
		block->next = storage->name_blocks;
		storage->name_blocks = block;
	}
	char *const kept = block->bytes + block->used;

	if (length > 0) {
		memcpy(kept, bytes, length);
	}
	kept[length] = '\0';
	block->used += length + 1;
	return kept;
}

ra_name ra_graph_intern(struct ra_graph *graph, const char *bytes, size_t length)
{
	struct ra_graph_storage *storage = graph->storage;
	const uint32_t hash = (uint32_t)ra_hash_bytes(bytes, length);

	if (graph->failed || length >= UINT32_MAX) {
		return 0;
	}
	if ((uint64_t)storage->name_count * 4 >= (uint64_t)storage->name_slot_count * 3 &&
		!grow_name_slots(graph)) {
		return 0;
	}
	uint32_t slot = hash & (storage->name_slot_count - 1);

	for (; storage->name_slots[slot]; slot = (slot + 1) & (storage->name_slot_count - 1)) {
		const uint32_t name = storage->name_slots[slot] - 1;
		const struct ra_name_entry *entry = &storage->names[name];

		if (entry->hash == hash && entry->length == length &&
			memcmp(entry->bytes, bytes, length) == 0) {
			return name;
		}
	}
	if (storage->name_count == storage->name_capacity) {
		const uint32_t capacity = ra_graph_next_capacity(storage->name_capacity);

		if (!ra_graph_grow(graph, &storage->names, capacity, sizeof(*storage->names))) {
			return 0;
		}
		storage->name_capacity = capacity;
	}
	if (length > storage->name_bytes_left) {
		graph->full = true;
		return 0;
	}
	const char *const kept = keep_name(graph, bytes, length);

	if (!kept) {
		return 0;
	}
	storage->name_bytes_left -= length;
	storage->names[storage->name_count] =
		(struct ra_name_entry){.bytes = kept, .length = (uint32_t)length, .hash = hash};
	storage->name_slots[slot] = ++storage->name_count;
	return storage->name_count - 1;
}

const char *ra_graph_name(const struct ra_graph *graph, ra_name name, size_t *length)
{
	const struct ra_graph_storage *storage = graph->storage;
	const struct ra_name_entry *entry = &storage->names[name < storage->name_count ? name : 0];

	if (length) {
		*length = entry->length;
	}
	return entry->bytes;
}

uint32_t ra_graph_name_count(const struct ra_graph *graph)
{
	return graph->storage->name_count;
}

void ra_graph_names_free(struct ra_graph_storage *storage)
{
	for (struct ra_name_block *block = storage->name_blocks; block;) {
		struct ra_name_block *const next = block->next;

		free(block);
		block = next;
	}
	free(storage->names);
	free(storage->name_slots);
}
