/* Tests of addresses.c: the array against a plain one that has the same addresses, of few stretches of memory and of many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/addresses.h"

#define ITEMS 3000u
#define STEPS 20000u

static uint64_t number;

static uint64_t next(void)
{
	number = number * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return number >> 20;
}

static ra_addr some_address(uint32_t highs)
{
	return (ra_addr)(0x7f00 + next() % highs) << 32 | (next() & UINT32_MAX);
}

static void follows_a_plain_array(uint32_t highs)
{
	static ra_addr plain[ITEMS];
	struct ra_addresses array = {0};
	uint32_t room = 0;

	number = highs;
	for (uint32_t step = 0; step < STEPS; step++) {
		if (room < ITEMS && step % 50 == 0) {
			const uint32_t larger = room + 1 + (uint32_t)(next() % 200);

			assert_true(ra_addresses_resize(&array, room, larger < ITEMS ? larger : ITEMS));
			for (uint32_t i = room; i < larger && i < ITEMS; i++) {
				plain[i] = some_address(highs);
				assert_true(ra_addresses_set(&array, i, plain[i]));
			}
			room = larger < ITEMS ? larger : ITEMS;
		}
		const uint32_t place = (uint32_t)(next() % room);

		plain[place] = next() % 16 == 0 ? 0 : some_address(highs);
		assert_true(ra_addresses_set(&array, place, plain[place]));
	}
	for (uint32_t i = 0; i < ITEMS; i++) {
		assert_int_equal(ra_addresses_at(&array, i), plain[i]);
	}
	assert_int_equal(room, ITEMS);
	assert_true(array.high_count <= RA_MOST_HIGHS);
	assert_int_equal(array.row_count > 0, highs > RA_MOST_HIGHS);
	assert_true(ra_addresses_sound(&array, 0, ITEMS));
	ra_addresses_done(&array);
	assert_null(array.low);
}

static void of_a_process_there_are_few_upper_halves(void **state)
{
	(void)state;
	follows_a_plain_array(1);
	follows_a_plain_array(3);
	follows_a_plain_array(200);
}

static void more_upper_halves_than_numbers_stand_in_rows(void **state)
{
	(void)state;
	follows_a_plain_array(300);
	follows_a_plain_array(5000);
}

static void what_is_not_there_is_not_sound(void **state)
{
	struct ra_addresses array = {0};

	(void)state;
	assert_true(ra_addresses_resize(&array, 0, 100));
	for (uint32_t i = 0; i < 100; i++) {
		assert_true(ra_addresses_set(&array, i, (ra_addr)i << 30));
	}
	assert_true(ra_addresses_sound(&array, 0, 100));
	array.high_of[70] = (uint8_t)array.high_count;
	assert_false(ra_addresses_sound(&array, 0, 100));
	assert_true(ra_addresses_sound(&array, 0, 70));
	array.high_of[70] = RA_MOST_HIGHS;
	assert_false(ra_addresses_sound(&array, 0, 100));
	ra_addresses_done(&array);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_a_process_there_are_few_upper_halves),
		cmocka_unit_test(more_upper_halves_than_numbers_stand_in_rows),
		cmocka_unit_test(what_is_not_there_is_not_sound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
