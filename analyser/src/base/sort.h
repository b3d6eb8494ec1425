/* Sorts of numbers, by digits and not by comparisons: linear in the count. A list that is in order already costs one
 * look at each item. ra_sort_keyed() works in place. The others need memory while they run: as much again, ra_sort_ids_by()
 * twice as much; where there is none, they compare, in place (and then ra_sort_stable() is not stable). */
#ifndef RA_SORT_H
#define RA_SORT_H

#include <stddef.h>
#include <stdint.h>

void ra_sort_u32(uint32_t *values, size_t count);

/* Sorts ids by key_of[id]. Different ids have different keys. */
void ra_sort_ids_by(uint32_t *ids, size_t count, const uint32_t *key_of);

/* What ra_sort_keyed() sorts; structs of the same first members can be cast. */
struct ra_keyed {
	uint64_t key;
	uint32_t id;
	uint32_t more; /* whatever belongs to it */
};

/* By key, then by id. The items have the size of struct ra_keyed and begin with its first two members. */
void ra_sort_keyed(void *items, size_t count);

/* Any items by a comparison, which is given the context; of equal ones the first stays first. The C library's qsort_r() is
 * not everywhere, and does not promise that. */
typedef int ra_compare(const void *left, const void *right, void *context);
void ra_sort_stable(
	void *items, size_t count, size_t item_bytes, ra_compare *compare, void *context);

/* The first `wanted` of many items, by key and then id, without a list of all: begin, offer each, and then ra_sort_keyed() puts
 * them in order. Places that no item took have the greatest key and id. O(log wanted) for each that is taken. */
void ra_first_begin(struct ra_keyed *heap, uint32_t wanted);
void ra_first_offer(struct ra_keyed *heap, uint32_t wanted, const struct ra_keyed *item);

/* A heap with the item on top that stands last: makes one of a list; mends one whose top another item took the place of. O(count);
 * O(log count). */
void ra_heap_make(void *items, size_t count, size_t item_bytes, ra_compare *compare, void *context);
void ra_heap_sink_top(
	void *items, size_t count, size_t item_bytes, ra_compare *compare, void *context);

#endif
