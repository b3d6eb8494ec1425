/* Contents of strings in a redacted copy, and the hash that they are made with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/siphash.h"
#include "walk/redact.h"

static const uint64_t key[2] = {UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908)};

/* The first and the last of the vectors of the authors' reference implementation, and the paper's example. */
static void siphash_vectors(void **state)
{
	uint8_t bytes[63];

	(void)state;
	for (unsigned i = 0; i < sizeof(bytes); i++) {
		bytes[i] = (uint8_t)i;
	}
	assert_int_equal(ra_siphash(key, bytes, 0), UINT64_C(0x726fdb47dd0e0e31));
	assert_int_equal(ra_siphash(key, bytes, 15), UINT64_C(0xa129ca6149be45e5));
	assert_int_equal(ra_siphash(key, bytes, 63), UINT64_C(0x958a324ceb064572));
}

/* One and two bytes: all contents have different results. */
static void short_ones_are_permuted(void **state)
{
	uint8_t *const seen = calloc(1, 65536);

	(void)state;
	assert_non_null(seen);
	for (unsigned i = 0; i < 256; i++) {
		uint8_t bytes[2] = {(uint8_t)i, 0xaa};

		ra_redact_text(key, bytes, 1);
		assert_int_equal(seen[bytes[0]]++, 0);
		assert_int_equal(bytes[1], 0xaa);
	}
	memset(seen, 0, 65536);
	for (unsigned i = 0; i < 65536; i++) {
		uint8_t bytes[3] = {(uint8_t)i, (uint8_t)(i >> 8), 0xaa};

		ra_redact_text(key, bytes, 2);
		assert_int_equal(seen[bytes[0] | bytes[1] << 8]++, 0);
		assert_int_equal(bytes[2], 0xaa);
	}
	free(seen);
}

static void all_lengths(void **state)
{
	const uint64_t other_key[2] = {key[0], key[1] ^ 1};

	(void)state;
	for (size_t length = 3; length < 200; length++) {
		uint8_t first[200], same[200], near[200], foreign[200];

		memset(first, 'x', sizeof(first));
		memset(same, 'x', sizeof(same));
		memset(near, 'x', sizeof(near));
		memset(foreign, 'x', sizeof(foreign));
		near[length - 1] = 'y';
		ra_redact_text(key, first, length);
		ra_redact_text(key, same, length);
		ra_redact_text(key, near, length);
		ra_redact_text(other_key, foreign, length);
		assert_memory_equal(first, same, sizeof(first));
		assert_memory_not_equal(first, near, length);
		assert_memory_not_equal(first, foreign, length);
		for (size_t i = length; i < sizeof(first); i++) {
			assert_int_equal(first[i], 'x');
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(siphash_vectors),
		cmocka_unit_test(short_ones_are_permuted),
		cmocka_unit_test(all_lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
