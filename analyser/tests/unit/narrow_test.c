/* Tests of narrow.c: each array against a plain one that has the same numbers, small and wide ones in any order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/narrow.h"

#define ITEMS 1000u
#define STEPS 4000u

static uint64_t state;

static uint64_t next(void)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return state >> 20;
}

/* Often small, sometimes at the border, sometimes of any size. */
static uint64_t some_number(uint64_t border, uint64_t most)
{
	switch (next() % 8) {
	case 0:
		return border - 1 + next() % 3;
	case 1:
		return (next() << 22 ^ next()) & most;
	case 2:
		return most;
	default:
		return next() % border;
	}
}

#define FOLLOWS_A_PLAIN_ARRAY(type, wide_type, border, most)                                       \
	static void type##_follows_a_plain_array(void **unused)                                        \
	{                                                                                              \
		struct type array = {NULL, NULL, NULL, 0};                                                 \
		uint64_t plain[ITEMS] = {0};                                                               \
		uint32_t room = 0;                                                                         \
                                                                                                   \
		(void)unused;                                                                              \
		state = 1;                                                                                 \
		for (uint32_t step = 0; step < STEPS; step++) {                                            \
			if (step % 100 == 0 && room < ITEMS) {                                                 \
				const uint32_t larger = room + 1 + (uint32_t)(next() % 150);                       \
				const uint32_t wanted = larger < ITEMS ? larger : ITEMS;                           \
                                                                                                   \
				assert_true(type##_resize(&array, room, wanted));                                  \
				room = wanted;                                                                     \
			}                                                                                      \
			const uint32_t place = (uint32_t)(next() % room);                                      \
                                                                                                   \
			plain[place] = some_number(border, most);                                              \
			assert_true(type##_set(&array, place, (wide_type)plain[place]));                       \
			assert_int_equal(type##_at(&array, place), plain[place]);                              \
		}                                                                                          \
		assert_int_equal(room, ITEMS);                                                             \
		for (uint32_t i = 0; i < room; i++) {                                                      \
			assert_true(type##_at(&array, i) == plain[i]);                                         \
		}                                                                                          \
		assert_true(array.row_count > 0);                                                          \
		assert_true(type##_sound(&array, 0, room));                                                \
		assert_true(type##_resize(&array, room, room / 2));                                        \
		for (uint32_t i = 0; i < room / 2; i++) {                                                  \
			assert_true(type##_at(&array, i) == plain[i]);                                         \
		}                                                                                          \
		/* a wide one whose row is not there */                                                    \
		assert_true(type##_set(&array, 5, most));                                                  \
		array.row_count = array.row_of[0] - 1;                                                     \
		assert_false(type##_sound(&array, 0, 6));                                                  \
		assert_true(type##_set(&array, 70, 1));                                                    \
		assert_true(type##_sound(&array, 70, 71));                                                 \
		type##_done(&array);                                                                       \
		assert_null(array.low);                                                                    \
	}

FOLLOWS_A_PLAIN_ARRAY(ra_narrow8, uint32_t, UINT8_MAX, UINT32_MAX)
FOLLOWS_A_PLAIN_ARRAY(ra_narrow16, uint32_t, UINT16_MAX, UINT32_MAX)
FOLLOWS_A_PLAIN_ARRAY(ra_sizes, uint64_t, UINT16_MAX, UINT64_MAX)

/* Whatever is asked about begins and ends within stretches. */
static void a_missing_row_is_seen_wherever_it_is_needed(void **unused)
{
	struct ra_narrow8 array = {NULL, NULL, NULL, 0};

	(void)unused;
	state = 1;
	assert_true(ra_narrow8_resize(&array, 0, 200));
	for (uint32_t place = 0; place < 200; place++) {
		array.low[place] = UINT8_MAX;
		for (int i = 0; i < 20; i++) {
			const uint32_t begin = (uint32_t)(next() % 200);
			const uint32_t end = begin + (uint32_t)(next() % (201 - begin));

			assert_int_equal(ra_narrow8_sound(&array, begin, end), place < begin || place >= end);
		}
		assert_false(ra_narrow8_sound(&array, place, place + 1));
		array.low[place] = 0;
	}
	ra_narrow8_done(&array);
}

static void a_sparse_one_has_numbers_where_they_were_set(void **unused)
{
	struct ra_sparse array = {NULL, NULL, 0};

	(void)unused;
	assert_true(ra_sparse_new(&array, ITEMS));
	for (uint32_t i = 0; i < ITEMS; i++) {
		assert_int_equal(ra_sparse_at(&array, i), RA_NO_NUMBER);
	}
	for (uint32_t i = 0; i < ITEMS; i += 333) {
		assert_true(ra_sparse_set(&array, i, i));
	}
	assert_int_equal(array.row_count, 4);
	for (uint32_t i = 0; i < ITEMS; i++) {
		assert_int_equal(ra_sparse_at(&array, i), i % 333 == 0 ? i : RA_NO_NUMBER);
	}
	assert_true(ra_sparse_sound(&array, 0, ITEMS, 1000));
	assert_false(ra_sparse_sound(&array, 0, ITEMS, 999));
	assert_true(ra_sparse_sound(&array, 0, 999, 999));
	array.row_count = 3;
	assert_false(ra_sparse_sound(&array, 0, ITEMS, 1000));
	ra_sparse_done(&array);
	assert_null(array.rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ra_narrow8_follows_a_plain_array),
		cmocka_unit_test(ra_narrow16_follows_a_plain_array),
		cmocka_unit_test(ra_sizes_follows_a_plain_array),
		cmocka_unit_test(a_missing_row_is_seen_wherever_it_is_needed),
		cmocka_unit_test(a_sparse_one_has_numbers_where_they_were_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
