/* string_sweep.c: which strings may have the same content as another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/hash.h"
#include "findings/string_sweep.h"

enum {
	STRINGS = 10000,
	EACH_TENTH = 10
};

/* Each tenth content stands there twice. */
static void what_is_repeated_is_kept_and_little_else(void **state)
{
	struct ra_string_sweep sweep = {.count = STRINGS, .read = STRINGS};
	uint32_t repeated = 0;

	(void)state;
	sweep.items = calloc(STRINGS, sizeof(*sweep.items));
	assert_non_null(sweep.items);
	for (uint32_t i = 0; i < STRINGS; i++) {
		const uint32_t content = i % EACH_TENTH == 1 ? i - 1 : i;

		sweep.items[i] =
			(struct ra_swept_string){.hash = ra_hash_next(0, content), .node = i, .length = 8};
	}
	ra_string_sweep_keep_repeated(&sweep);
	assert_int_equal(sweep.read, STRINGS);
	for (uint32_t i = 0; i < sweep.count; i++) {
		assert_true(i == 0 || sweep.items[i].node > sweep.items[i - 1].node);
		repeated += sweep.items[i].node % EACH_TENTH < 2;
	}
	assert_int_equal(repeated, STRINGS / EACH_TENTH * 2);
	assert_true(sweep.count < STRINGS / 2);
	ra_string_sweep_group(&sweep);
	for (uint32_t i = 0; i + 1 < sweep.count; i++) {
		assert_true(sweep.items[i].hash <= sweep.items[i + 1].hash);
	}
	ra_string_sweep_done(&sweep);
}

static void of_none_none_is_kept(void **state)
{
	struct ra_string_sweep sweep = {0};

	(void)state;
	ra_string_sweep_keep_repeated(&sweep);
	assert_int_equal(sweep.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_repeated_is_kept_and_little_else),
		cmocka_unit_test(of_none_none_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
