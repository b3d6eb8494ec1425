/* block.c: what is asked for after it has been reserved, by any thread, is there and its own. large.c: so is that, from its first byte
 * to its last; and what nobody has is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/block.h"
#include "base/large.h"
#include "base/tasks.h"

enum {
	BLOCKS = 40,
	TASKS = 8
};

static void grow_and_check(void *context, size_t number)
{
	unsigned char *blocks[BLOCKS] = {NULL};

	(void)context;
	for (size_t round = 1; round <= 4; round++) {
		for (size_t i = 0; i < BLOCKS; i++) {
			const size_t bytes = (i + 1) * round * 7919;
			unsigned char *const grown = realloc(blocks[i], bytes);

			assert_non_null(grown);
			if (round > 1) {
				assert_int_equal(grown[0], (number + i) % 256);
			}
			memset(grown, (int)((number + i) % 256), bytes);
			blocks[i] = grown;
		}
	}
	for (size_t i = 0; i < BLOCKS; i++) {
		assert_int_equal(blocks[i][(i + 1) * 4 * 7919 - 1], (number + i) % 256);
		free(blocks[i]);
	}
}

static void memory_is_there_before_and_after(void **state)
{
	char *const before = strdup("before");

	(void)state;
	ra_block_reserve(UINT64_MAX); /* more than there is: nothing */
	ra_block_reserve(UINT64_C(32) << 20);
	ra_block_reserve(UINT64_C(64) << 20);
	ra_tasks_limit(4);
	ra_tasks_run(grow_and_check, NULL, TASKS);
	assert_string_equal(before, "before");
	free(before);
}

static void large_memory_is_there_to_its_end(void **state)
{
	static const size_t bytes[] = {
		1, 4096, (2 << 20) - 1, 2 << 20, (2 << 20) + 1, (5 << 20) + 12345};

	(void)state;
	for (size_t i = 0; i < sizeof(bytes) / sizeof(bytes[0]); i++) {
		for (size_t item = 1; item <= 16; item *= 4) {
			const size_t count = (bytes[i] + item - 1) / item;
			unsigned char *const memory = ra_large(count, item);

			assert_non_null(memory);
			memset(memory, (int)i, count * item);
			free(memory);
		}
	}
}

static void more_than_there_can_be_is_refused(void **state)
{
	(void)state;
	assert_null(ra_large(SIZE_MAX, 1));
	assert_null(ra_large(SIZE_MAX / 2, 4));
	assert_null(ra_large(SIZE_MAX / 8 + 1, 8)); /* together nothing, where it is not seen */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_there_before_and_after),
		cmocka_unit_test(large_memory_is_there_to_its_end),
		cmocka_unit_test(more_than_there_can_be_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
