/* Numbers pairs of integers, 0, 1, 2 and so on, in the order in which they come: the index of an
 * array of items that are found by two numbers. */
#ifndef RA_PAIR_INDEX_H
#define RA_PAIR_INDEX_H

#include <stddef.h>
#include <stdint.h>

#define RA_NO_PAIR UINT32_MAX

struct ra_pair {
	uint64_t first;
	uint64_t second;
};

struct ra_pair_index {     /* zeroed: empty */
	struct ra_pair *pairs; /* by number */
	uint32_t count;
	uint32_t *slots; /* open addressing: number + 1 */
	uint32_t slot_count;
};

/* The pair's number, the next one when it is new. `items` is the address of a pointer to an array
 * of items of item_bytes, which the caller owns and frees: it begins as NULL, is grown here to hold
 * that number, and is not filled. RA_NO_PAIR: no memory. */
uint32_t ra_pair_index_add(
	struct ra_pair_index *index, struct ra_pair pair, void *items, size_t item_bytes);

/* RA_NO_PAIR: it was not added. */
uint32_t ra_pair_index_find(const struct ra_pair_index *index, struct ra_pair pair);

void ra_pair_index_done(struct ra_pair_index *index);

#endif
