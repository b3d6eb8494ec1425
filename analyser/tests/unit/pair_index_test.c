/* Tests of pair_index.c, and of the hash that its table and others use. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/hash.h"
#include "base/pair_index.h"

static void pairs_are_numbered_as_they_come(void **state)
{
	struct ra_pair_index index = {0};
	uint64_t *items = NULL;
	const uint32_t pairs = 5000; /* several times what the first table holds */

	(void)state;
	assert_int_equal(ra_pair_index_find(&index, (struct ra_pair){1, 2}), RA_NO_PAIR);
	for (uint32_t round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < pairs; i++) {
			const struct ra_pair pair = {i % 7, i};

			assert_int_equal(ra_pair_index_add(&index, pair, &items, sizeof(*items)), i);
			items[i] = i;
		}
	}
	assert_int_equal(index.count, pairs);
	for (uint32_t i = 0; i < pairs; i++) {
		assert_int_equal(ra_pair_index_find(&index, (struct ra_pair){i % 7, i}), i);
		assert_int_equal(items[i], i);
	}
	assert_int_equal(ra_pair_index_find(&index, (struct ra_pair){7, 7}), RA_NO_PAIR);
	ra_pair_index_done(&index);
	free(items);
}

static void both_numbers_count(void **state)
{
	struct ra_pair_index index = {0};
	char *items = NULL;

	(void)state;
	assert_int_equal(ra_pair_index_add(&index, (struct ra_pair){1, 2}, &items, 1), 0);
	assert_int_equal(ra_pair_index_add(&index, (struct ra_pair){2, 1}, &items, 1), 1);
	assert_int_equal(ra_pair_index_add(&index, (struct ra_pair){1, 2}, &items, 1), 0);
	ra_pair_index_done(&index);
	free(items);
}

/* Addresses differ in few bits, and tables use the lowest ones of the hash. */
static void multiples_spread_over_a_small_table(void **state)
{
	enum {
		SLOTS = 1024
	};
	unsigned most = 0;

	(void)state;
	for (unsigned shift = 0; shift < 48; shift += 4) {
		unsigned taken[SLOTS] = {0};

		for (uint64_t i = 0; i < SLOTS; i++) {
			const unsigned count = ++taken[ra_hash_pair(i << shift, 0) % SLOTS];

			most = count > most ? count : most;
		}
	}
	assert_in_range(most, 1, 12); /* even chances give 6 or 7 */
}

static void length_and_tail_of_bytes_count(void **state)
{
	static const char zeros[24];

	(void)state;
	for (size_t length = 0; length < sizeof(zeros); length++) {
		for (size_t other = 0; other < length; other++) {
			assert_int_not_equal(ra_hash_bytes(zeros, length), ra_hash_bytes(zeros, other));
		}
	}
	assert_int_not_equal(ra_hash_bytes("12345678a", 9), ra_hash_bytes("12345678b", 9));
}

/* Last, as it changes the key of the tests before it. */
static void a_drawn_key_changes_every_hash(void **state)
{
	const uint64_t pair = ra_hash_pair(1, 2);
	const uint64_t bytes = ra_hash_bytes("name", 4);

	(void)state;
	ra_hash_draw_key();
	assert_int_not_equal(ra_hash_pair(1, 2), pair);
	assert_int_not_equal(ra_hash_bytes("name", 4), bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_are_numbered_as_they_come),
		cmocka_unit_test(both_numbers_count),
		cmocka_unit_test(multiples_spread_over_a_small_table),
		cmocka_unit_test(length_and_tail_of_bytes_count),
		cmocka_unit_test(a_drawn_key_changes_every_hash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
