/* See sort.h. A digit is a byte. Numbers are sorted from the least digit on, into memory of their own; digits that are the
 * same in all items are left out, so that ids below 16 million cost three rounds and not four. Larger items are sorted
 * from the first digit on, in place: each goes where its digit belongs, and then each digit's items by the next one. */
#include "base/sort.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS         256u
#define FEW            48u /* so few are sorted by comparison */
#define VERY_FEW       32u /* in place */
#define MAX_ROUNDS     8u
#define MAX_ITEM_BYTES 16u

static inline uint64_t field_of(const uint8_t *item, size_t at, size_t field_bytes)
{
	uint32_t narrow;
	uint64_t wide;

	if (field_bytes == sizeof(narrow)) {
		memcpy(&narrow, item + at, sizeof(narrow));
		return narrow;
	}
	memcpy(&wide, item + at, sizeof(wide));
	return wide;
}

/* The sizes are constants wherever this is called, so each call becomes code of its own. */
static inline __attribute__((always_inline)) bool radix_sort(
	void *items, size_t count, size_t item_bytes, size_t at, size_t field_bytes)
{
	size_t(*const places)[DIGITS] = calloc(MAX_ROUNDS, sizeof(*places));
	uint8_t *const scratch = reallocarray(NULL, count, item_bytes);
	uint8_t *from = items;
	uint8_t *to = scratch;

	if (!places || !scratch) {
		free(places);
		free(scratch);
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		uint64_t field = field_of(from + i * item_bytes, at, field_bytes);

		for (size_t round = 0; round < field_bytes; round++, field >>= 8) {
			places[round][field & 0xff]++;
		}
	}
	for (size_t round = 0; round < field_bytes; round++) {
		size_t *const place = places[round];
		size_t before = 0;

		if (place[field_of(from, at, field_bytes) >> (8 * round) & 0xff] == count) {
			continue;
		}
		for (size_t digit = 0; digit < DIGITS; digit++) {
			const size_t here = place[digit];

			place[digit] = before;
			before += here;
		}
		for (size_t i = 0; i < count; i++) {
			const uint8_t *const item = from + i * item_bytes;
			const size_t digit = field_of(item, at, field_bytes) >> (8 * round) & 0xff;

			memcpy(to + place[digit]++ * item_bytes, item, item_bytes);
		}
		uint8_t *const filled = to;

		to = from;
		from = filled;
	}
	if (from != items) {
		memcpy(items, from, count * item_bytes);
	}
	free(places);
	free(scratch);
	return true;
}

/* Puts the items in order of one byte of a field, in place: ends[d] becomes the end of those with digit d. False: all have
 * the same one, and nothing was moved. */
static inline __attribute__((always_inline)) bool scatter(uint8_t *items, size_t count,
	size_t item_bytes, size_t at, size_t field_bytes, unsigned shift, size_t ends[DIGITS])
{
	size_t next[DIGITS];
	size_t begin = 0;

	memset(ends, 0, DIGITS * sizeof(*ends));
	for (size_t i = 0; i < count; i++) {
		ends[field_of(items + i * item_bytes, at, field_bytes) >> shift & 0xff]++;
	}
	if (ends[field_of(items, at, field_bytes) >> shift & 0xff] == count) {
		return false;
	}
	for (size_t digit = 0; digit < DIGITS; digit++) {
		next[digit] = begin;
		begin += ends[digit];
		ends[digit] = begin;
	}
	for (size_t digit = 0; digit < DIGITS; digit++) {
		while (next[digit] < ends[digit]) {
			uint8_t item[MAX_ITEM_BYTES], displaced[MAX_ITEM_BYTES];
			size_t of_item;

			memcpy(item, items + next[digit] * item_bytes, item_bytes);
			while ((of_item = field_of(item, at, field_bytes) >> shift & 0xff) != digit) {
				uint8_t *const to = items + next[of_item]++ * item_bytes;

				memcpy(displaced, to, item_bytes);
				memcpy(to, item, item_bytes);
				memcpy(item, displaced, item_bytes);
			}
			memcpy(items + next[digit]++ * item_bytes, item, item_bytes);
		}
	}
	return true;
}

static inline __attribute__((always_inline)) void insert_each(
	uint8_t *items, size_t count, size_t item_bytes, int (*compare)(const void *, const void *))
{
	for (size_t i = 1; i < count; i++) {
		uint8_t item[MAX_ITEM_BYTES];
		size_t at = i;

		memcpy(item, items + i * item_bytes, item_bytes);
		for (; at > 0 && compare(items + (at - 1) * item_bytes, item) > 0; at--) {
			memcpy(items + at * item_bytes, items + (at - 1) * item_bytes, item_bytes);
		}
		memcpy(items + at * item_bytes, item, item_bytes);
	}
}

/* ---- numbers ---- */

static int compare_u32(const void *a, const void *b)
{
	const uint32_t left = *(const uint32_t *)a;
	const uint32_t right = *(const uint32_t *)b;

	return left < right ? -1 : left > right;
}

void ra_sort_u32(uint32_t *values, size_t count)
{
	size_t sorted = 1;

	while (sorted < count && values[sorted - 1] <= values[sorted]) {
		sorted++;
	}
	if (sorted >= count) {
		return;
	}
	if (count <= FEW || !radix_sort(values, count, sizeof(*values), 0, sizeof(*values))) {
		qsort(values, count, sizeof(*values), compare_u32);
	}
}

static int compare_u64(const void *a, const void *b)
{
	const uint64_t left = field_of(a, 0, sizeof(left));
	const uint64_t right = field_of(b, 0, sizeof(right));

	return left < right ? -1 : left > right;
}

/* Eight digits, so eight calls deep at most. */
static void sort_numbers(uint8_t *numbers, size_t count, unsigned digit)
{
	size_t ends[DIGITS];

	if (count <= VERY_FEW) {
		insert_each(numbers, count, sizeof(uint64_t), compare_u64);
		return;
	}
	for (; digit < sizeof(uint64_t); digit++) {
		if (!scatter(numbers, count, sizeof(uint64_t), 0, sizeof(uint64_t), 56 - 8 * digit, ends)) {
			continue;
		}
		for (size_t d = 0, begin = 0; d < DIGITS; begin = ends[d++]) {
			if (ends[d] - begin > 1) {
				sort_numbers(numbers + begin * sizeof(uint64_t), ends[d] - begin, digit + 1);
			}
		}
		return;
	}
}

static int compare_keys_of(const void *a, const void *b, void *context)
{
	const uint32_t *const key_of = context;
	const uint32_t left = key_of[*(const uint32_t *)a];
	const uint32_t right = key_of[*(const uint32_t *)b];

	return left < right ? -1 : left > right;
}

/* Key and id in one number, so that the rounds need not look the key up again. */
static bool sort_pairs(uint32_t *ids, size_t count, const uint32_t *key_of)
{
	uint64_t *const pairs = reallocarray(NULL, count, sizeof(*pairs));

	if (!pairs) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		pairs[i] = (uint64_t)key_of[ids[i]] << 32 | ids[i];
	}
	sort_numbers((uint8_t *)pairs, count, 0);
	for (size_t i = 0; i < count; i++) {
		ids[i] = (uint32_t)pairs[i];
	}
	free(pairs);
	return true;
}

void ra_sort_ids_by(uint32_t *ids, size_t count, const uint32_t *key_of)
{
	size_t sorted = 1;

	while (sorted < count && key_of[ids[sorted - 1]] <= key_of[ids[sorted]]) {
		sorted++;
	}
	if (sorted < count && (count <= FEW || !sort_pairs(ids, count, key_of))) {
		ra_sort_stable(ids, count, sizeof(*ids), compare_keys_of, (void *)(uintptr_t)key_of);
	}
}

/* ---- items with a key ---- */

enum {
	KEYED_BYTES = sizeof(struct ra_keyed),
	KEY_AT = offsetof(struct ra_keyed, key),
	ID_AT = offsetof(struct ra_keyed, id),
	KEY_DIGITS = 8,
	KEYED_DIGITS = KEY_DIGITS + 4
};

static int compare_keyed(const void *a, const void *b)
{
	const uint64_t left = field_of(a, KEY_AT, sizeof(uint64_t));
	const uint64_t right = field_of(b, KEY_AT, sizeof(uint64_t));

	if (left != right) {
		return left < right ? -1 : 1;
	}
	const uint64_t left_id = field_of(a, ID_AT, sizeof(uint32_t));
	const uint64_t right_id = field_of(b, ID_AT, sizeof(uint32_t));

	return left_id < right_id ? -1 : left_id > right_id;
}

/* What was gathered in order is often in order. */
static bool is_sorted(const uint8_t *items, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		if (compare_keyed(items + (i - 1) * KEYED_BYTES, items + i * KEYED_BYTES) > 0) {
			return false;
		}
	}
	return true;
}

/* Orders by a digit of the key, or behind those of the id. */
static bool scatter_keyed(uint8_t *items, size_t count, unsigned digit, size_t ends[DIGITS])
{
	return digit < KEY_DIGITS
			   ? scatter(items, count, KEYED_BYTES, KEY_AT, sizeof(uint64_t), 56 - 8 * digit, ends)
			   : scatter(items, count, KEYED_BYTES, ID_AT, sizeof(uint32_t),
					 24 - 8 * (digit - KEY_DIGITS), ends);
}

/* Twelve digits, so twelve calls deep at most. */
static void sort_from(uint8_t *items, size_t count, unsigned digit)
{
	size_t ends[DIGITS];

	if (count <= VERY_FEW) {
		insert_each(items, count, KEYED_BYTES, compare_keyed);
		return;
	}
	for (; digit < KEYED_DIGITS; digit++) {
		if (!scatter_keyed(items, count, digit, ends)) {
			continue;
		}
		for (size_t d = 0, begin = 0; d < DIGITS; begin = ends[d++]) {
			if (ends[d] - begin > 1) {
				sort_from(items + begin * KEYED_BYTES, ends[d] - begin, digit + 1);
			}
		}
		return;
	}
}

void ra_sort_keyed(void *items, size_t count)
{
	if (!is_sorted(items, count)) {
		sort_from(items, count, 0);
	}
}

/* ---- by comparison ---- */

struct by_comparison {
	uint8_t *items;
	uint8_t *spare;
	size_t item_bytes;
	ra_compare *compare;
	void *context;
};

/* Merges begin .. middle - 1 and middle .. end - 1 of `from` into `to`. */
static void merge(const struct by_comparison *sort, const uint8_t *from, uint8_t *to, size_t begin,
	size_t middle, size_t end)
{
	const size_t bytes = sort->item_bytes;
	size_t left = begin, right = middle;

	for (size_t at = begin; at < end; at++) {
		const bool take_left =
			left < middle && (right == end || sort->compare(from + left * bytes,
												  from + right * bytes, sort->context) <= 0);
		const size_t taken = take_left ? left++ : right++;

		memcpy(to + at * bytes, from + taken * bytes, bytes);
	}
}

/* Bottom-up merge sort. */
static void merge_sort(struct by_comparison *sort, size_t count)
{
	uint8_t *from = sort->items, *to = sort->spare;

	for (size_t run = 1; run < count; run = run <= count / 2 ? run * 2 : count) {
		for (size_t begin = 0; begin < count; begin += count - begin > 2 * run ? 2 * run : count) {
			const size_t middle = count - begin > run ? begin + run : count;
			const size_t end = count - middle > run ? middle + run : count;

			merge(sort, from, to, begin, middle, end);
		}
		uint8_t *const swapped = from;

		from = to;
		to = swapped;
	}
	if (from != sort->items) {
		memcpy(sort->items, from, count * sort->item_bytes);
	}
}

static void swap_items(uint8_t *left, uint8_t *right, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++) {
		const uint8_t moved = left[i];

		left[i] = right[i];
		right[i] = moved;
	}
}

static void sift_down(const struct by_comparison *sort, size_t at, size_t count)
{
	const size_t bytes = sort->item_bytes;

	for (size_t child; at < count / 2; at = child) {
		child = 2 * at + 1;
		if (child + 1 < count && sort->compare(sort->items + child * bytes,
									 sort->items + (child + 1) * bytes, sort->context) < 0) {
			child++;
		}
		if (sort->compare(sort->items + at * bytes, sort->items + child * bytes, sort->context) >=
			0) {
			return;
		}
		swap_items(sort->items + at * bytes, sort->items + child * bytes, bytes);
	}
}

static void make_heap(const struct by_comparison *sort, size_t count)
{
	for (size_t i = count / 2; i-- > 0;) {
		sift_down(sort, i, count);
	}
}

void ra_heap_make(void *items, size_t count, size_t item_bytes, ra_compare *compare, void *context)
{
	const struct by_comparison sort = {items, NULL, item_bytes, compare, context};

	make_heap(&sort, count);
}

void ra_heap_sink_top(
	void *items, size_t count, size_t item_bytes, ra_compare *compare, void *context)
{
	const struct by_comparison sort = {items, NULL, item_bytes, compare, context};

	sift_down(&sort, 0, count);
}

static void heap_sort(struct by_comparison *sort, size_t count)
{
	make_heap(sort, count);
	for (size_t i = count; i-- > 1;) {
		swap_items(sort->items, sort->items + i * sort->item_bytes, sort->item_bytes);
		sift_down(sort, 0, i);
	}
}

void ra_sort_stable(
	void *items, size_t count, size_t item_bytes, ra_compare *compare, void *context)
{
	struct by_comparison sort = {items, NULL, item_bytes, compare, context};

	if (count < 2) {
		return;
	}
	sort.spare = reallocarray(NULL, count, item_bytes);
	if (sort.spare) {
		merge_sort(&sort, count);
	} else {
		heap_sort(&sort, count);
	}
	free(sort.spare);
}

/* ---- the first of many ---- */

static bool is_behind(const struct ra_keyed *a, const struct ra_keyed *b)
{
	return a->key != b->key ? a->key > b->key : a->id > b->id;
}

/* The first item of the heap goes down to where it belongs: the one that stands last is on top. */
static void sink(struct ra_keyed *heap, uint32_t count)
{
	const struct ra_keyed item = heap[0];
	uint32_t at = 0;

	for (uint32_t child; (child = 2 * at + 1) < count; at = child) {
		if (child + 1 < count && is_behind(&heap[child + 1], &heap[child])) {
			child++;
		}
		if (!is_behind(&heap[child], &item)) {
			break;
		}
		heap[at] = heap[child];
	}
	heap[at] = item;
}

/* A list in falling order is a heap; the places that are not taken yet stand behind everything. */
void ra_first_begin(struct ra_keyed *heap, uint32_t wanted)
{
	for (uint32_t i = 0; i < wanted; i++) {
		heap[i] = (struct ra_keyed){.key = UINT64_MAX, .id = UINT32_MAX};
	}
}

void ra_first_offer(struct ra_keyed *heap, uint32_t wanted, const struct ra_keyed *item)
{
	if (wanted > 0 && is_behind(&heap[0], item)) {
		heap[0] = *item;
		sink(heap, wanted);
	}
}
