/* Many small pieces of memory that are let go of together. Pieces do not move. */
#ifndef RA_ARENA_H
#define RA_ARENA_H

#include <stddef.h>

struct ra_arena { /* zeroed: empty */
	struct ra_arena_block *blocks;
};

/* Bytes for a text or the like (not aligned), until ra_arena_done(). NULL: no memory. */
char *ra_arena_take(struct ra_arena *arena, size_t length);
void ra_arena_done(struct ra_arena *arena);

#endif
