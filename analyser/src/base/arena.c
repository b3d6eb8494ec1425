/* See arena.h. */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>

#define BLOCK_BYTES 65536u

struct ra_arena_block {
	struct ra_arena_block *next;
	size_t used;
	size_t capacity;
	char bytes[];
};

char *ra_arena_take(struct ra_arena *arena, size_t length)
{
	struct ra_arena_block *block = arena->blocks;

	if (!block || block->capacity - block->used < length) {
		const size_t capacity = length > BLOCK_BYTES ? length : BLOCK_BYTES;

		if (capacity > SIZE_MAX - sizeof(*block) || !(block = malloc(sizeof(*block) + capacity))) {
			return NULL;
		}
		block->used = 0;
		block->capacity = capacity;
		block->next = arena->blocks;
		arena->blocks = block;
	}
	block->used += length;
	return block->bytes + block->used - length;
}

void ra_arena_done(struct ra_arena *arena)
{
	while (arena->blocks) {
		struct ra_arena_block *const next = arena->blocks->next;

		free(arena->blocks);
		arena->blocks = next;
	}
}
