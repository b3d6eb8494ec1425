/* Tests of sort.c: each sort against the C library's, over lists of every shape that matters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/sort.h"

#define MOST 70000u

static const size_t counts[] = {0, 1, 2, 47, 48, 49, 255, 256, 257, 1000, MOST};

#define COUNTS (sizeof(counts) / sizeof(counts[0]))

enum shape {
	RANDOM,
	NARROW, /* few different ones */
	HIGH,   /* that differ in the upper bytes alone */
	ASCENDING,
	DESCENDING,
	SHAPES
};

static uint64_t value_of(enum shape shape, size_t i, size_t count)
{
	const uint64_t random = (i + 1) * UINT64_C(0x9E3779B97F4A7C15) ^ (i << 40);

	switch (shape) {
	case RANDOM:
		return random ^ random >> 29;
	case NARROW:
		return (random >> 33) % 5;
	case HIGH:
		return random & UINT64_C(0xff000000ff000000);
	case ASCENDING:
		return i * 3;
	default:
		return (count - i) * 3;
	}
}

static int compare_u64(const void *a, const void *b)
{
	const uint64_t left = *(const uint64_t *)a;
	const uint64_t right = *(const uint64_t *)b;

	return left < right ? -1 : left > right;
}

static void numbers_are_sorted(void **state)
{
	uint64_t *const wide = malloc(MOST * sizeof(*wide));
	uint64_t *const expected = malloc(MOST * sizeof(*expected));
	uint32_t *const narrow = malloc(MOST * sizeof(*narrow));

	(void)state;
	assert_true(wide && expected && narrow);
	for (size_t c = 0; c < COUNTS * SHAPES; c++) {
		const size_t count = counts[c / SHAPES];
		const enum shape shape = (enum shape)(c % SHAPES);

		for (size_t i = 0; i < count; i++) {
			wide[i] = value_of(shape, i, count);
			narrow[i] = (uint32_t)wide[i];
			expected[i] = narrow[i];
		}
		qsort(expected, count, sizeof(*expected), compare_u64);
		ra_sort_u32(narrow, count);
		for (size_t i = 0; i < count; i++) {
			assert_int_equal(narrow[i], expected[i]);
		}
	}
	free(wide);
	free(expected);
	free(narrow);
}

static void ids_are_sorted_by_their_keys(void **state)
{
	uint32_t *const key_of = malloc(MOST * sizeof(*key_of));
	uint32_t *const ids = malloc(MOST * sizeof(*ids));

	(void)state;
	assert_true(key_of && ids);
	for (uint32_t i = 0; i < MOST; i++) {
		key_of[i] = (i * 7919u + 13) % MOST << 8 | 5; /* 70,000 and 7919 have no factor in common */
	}
	for (size_t c = 0; c < COUNTS * 2; c++) {
		const size_t count = counts[c / 2];
		uint64_t sum = 0;

		for (size_t i = 0; i < count; i++) {
			ids[i] = (uint32_t)(c % 2 ? i : MOST - 1 - i);
			sum += ids[i];
		}
		ra_sort_ids_by(ids, count, key_of);
		for (size_t i = 0; i < count; i++) {
			assert_true(i == 0 || key_of[ids[i - 1]] < key_of[ids[i]]);
			sum -= ids[i];
		}
		assert_int_equal(sum, 0);
	}
	free(key_of);
	free(ids);
}

/* The ids come in ascending or in mixed order; what belongs to an item stays with it. */
static void items_are_sorted_by_key_then_id(void **state)
{
	struct ra_keyed *const items = malloc(MOST * sizeof(*items));
	uint8_t *const seen = malloc(MOST);

	(void)state;
	assert_true(items && seen);
	for (size_t c = 0; c < COUNTS * SHAPES * 2; c++) {
		const size_t count = counts[c / SHAPES / 2];
		const enum shape shape = (enum shape)(c / 2 % SHAPES);

		for (size_t i = 0; i < count; i++) {
			const uint32_t id = (uint32_t)(c % 2 ? i : (i * 7919 + 13) % count);

			items[i] = (struct ra_keyed){value_of(shape, id, count), id, ~id};
			seen[i] = 0;
		}
		ra_sort_keyed(items, count);
		for (size_t i = 0; i < count; i++) {
			assert_int_equal(items[i].key, value_of(shape, items[i].id, count));
			assert_int_equal(items[i].more, (uint32_t)~items[i].id);
			assert_true(i == 0 || items[i - 1].key < items[i].key ||
						(items[i - 1].key == items[i].key && items[i - 1].id <= items[i].id));
			seen[items[i].id]++;
		}
		for (size_t i = 0; c % 2 && i < count; i++) {
			assert_int_equal(seen[i], 1);
		}
	}
	free(items);
	free(seen);
}

struct marked {
	uint16_t key;
	uint8_t place[5]; /* of an odd size */
};

static int by_key(const void *left, const void *right, void *context)
{
	const struct marked *const a = left, *const b = right;
	const int sign = *(const int *)context;

	return a->key == b->key ? 0 : a->key < b->key ? -sign : sign;
}

static void of_equal_items_the_first_stays_first(void **state)
{
	static struct marked items[3000];
	int sign = 1;

	(void)state;
	for (size_t count = 0; count < 3000; count = count * 3 / 2 + 1) {
		sign = -sign;
		for (size_t i = 0; i < count; i++) {
			items[i].key = (uint16_t)(i * 7919 % 41);
			memcpy(items[i].place, &i, sizeof(items[i].place));
		}
		ra_sort_stable(items, count, sizeof(items[0]), by_key, &sign);
		for (size_t i = 1; i < count; i++) {
			uint64_t before = 0, here = 0;

			memcpy(&before, items[i - 1].place, sizeof(items[0].place));
			memcpy(&here, items[i].place, sizeof(items[0].place));
			assert_true((items[i].key - items[i - 1].key) * sign > 0 ||
						(items[i].key == items[i - 1].key && before < here));
		}
	}
}

/* Of many the first 100: the last of them is on top, and gives way. */
static void a_heap_keeps_the_first(void **state)
{
	static struct marked kept[100], all[3000];
	int sign = 1;

	(void)state;
	for (size_t i = 0; i < 3000; i++) {
		all[i].key = (uint16_t)(i * 7919 % 2999);
	}
	memcpy(kept, all, sizeof(kept));
	ra_heap_make(kept, 100, sizeof(kept[0]), by_key, &sign);
	for (size_t i = 100; i < 3000; i++) {
		for (size_t k = 1; k < 100; k++) {
			assert_true(kept[k].key <= kept[0].key);
		}
		if (all[i].key < kept[0].key) {
			kept[0] = all[i];
			ra_heap_sink_top(kept, 100, sizeof(kept[0]), by_key, &sign);
		}
	}
	ra_sort_stable(kept, 100, sizeof(kept[0]), by_key, &sign);
	ra_sort_stable(all, 3000, sizeof(all[0]), by_key, &sign);
	for (size_t k = 0; k < 100; k++) {
		assert_int_equal(kept[k].key, all[k].key);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_sorted),
		cmocka_unit_test(ids_are_sorted_by_their_keys),
		cmocka_unit_test(items_are_sorted_by_key_then_id),
		cmocka_unit_test(of_equal_items_the_first_stays_first),
		cmocka_unit_test(a_heap_keeps_the_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
