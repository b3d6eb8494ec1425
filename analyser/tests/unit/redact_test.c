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
static const struct ra_redact_rule no_names = {
	.key = {UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908)}};

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

		ra_redact_text(&no_names, bytes, 1);
		assert_int_equal(seen[bytes[0]]++, 0);
		assert_int_equal(bytes[1], 0xaa);
	}
	memset(seen, 0, 65536);
	for (unsigned i = 0; i < 65536; i++) {
		uint8_t bytes[3] = {(uint8_t)i, (uint8_t)(i >> 8), 0xaa};

		ra_redact_text(&no_names, bytes, 2);
		assert_int_equal(seen[bytes[0] | bytes[1] << 8]++, 0);
		assert_int_equal(bytes[2], 0xaa);
	}
	free(seen);
}

static int by_value(const void *left, const void *right)
{
	const uint64_t a = *(const uint64_t *)left;
	const uint64_t b = *(const uint64_t *)right;

	return a < b ? -1 : a > b;
}

/* The contents of one length, of which the first are names: what is none becomes none, each its own. */
static void beside_names(size_t length, uint32_t name_count)
{
	const uint32_t count = UINT32_C(1) << (8 * length);
	uint64_t *const names = calloc(count, sizeof(*names));
	uint8_t *const seen = calloc(1, count);
	struct ra_redact_rule rule = no_names;

	assert_non_null(names);
	assert_non_null(seen);
	for (uint32_t i = 0; i < name_count; i++) {
		const uint8_t bytes[2] = {(uint8_t)i, (uint8_t)(i >> 8)};

		names[i] = ra_redact_mark(&rule, bytes, length);
	}
	qsort(names, name_count, sizeof(*names), by_value);
	rule.names = names;
	rule.name_count = name_count;
	for (uint32_t i = 0; i < count; i++) {
		uint8_t bytes[2] = {(uint8_t)i, (uint8_t)(i >> 8)};

		assert_int_equal(ra_redact_is_name(&rule, bytes, length), i < name_count);
		if (i >= name_count) {
			uint32_t result;

			ra_redact_text(&rule, bytes, length);
			result = bytes[0] | (length > 1 ? (uint32_t)bytes[1] << 8 : 0);
			assert_true(result >= name_count);
			assert_int_equal(seen[result]++, 0);
		}
	}
	free(names);
	free(seen);
}

static void texts_are_no_names(void **state)
{
	(void)state;
	beside_names(1, 1);
	beside_names(1, 181);
	beside_names(1, 254);
	beside_names(1, 255); /* the only one that is left */
	beside_names(2, 40000);
}

/* A name itself, where nothing else is left to become: it ends. */
static void only_names(void **state)
{
	uint64_t names[256];
	struct ra_redact_rule rule = no_names;
	uint8_t text = 'x';

	(void)state;
	for (unsigned i = 0; i < 256; i++) {
		const uint8_t byte = (uint8_t)i;

		names[i] = ra_redact_mark(&rule, &byte, 1);
	}
	qsort(names, 256, sizeof(*names), by_value);
	rule.names = names;
	rule.name_count = 256;
	ra_redact_text(&rule, &text, 1);
	assert_int_equal(text, 'x');
}

static void all_lengths(void **state)
{
	const struct ra_redact_rule other = {.key = {key[0], key[1] ^ 1}};

	(void)state;
	for (size_t length = 3; length < 200; length++) {
		uint8_t first[200], same[200], near[200], foreign[200];

		memset(first, 'x', sizeof(first));
		memset(same, 'x', sizeof(same));
		memset(near, 'x', sizeof(near));
		memset(foreign, 'x', sizeof(foreign));
		near[length - 1] = 'y';
		ra_redact_text(&no_names, first, length);
		ra_redact_text(&no_names, same, length);
		ra_redact_text(&no_names, near, length);
		ra_redact_text(&other, foreign, length);
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
		cmocka_unit_test(texts_are_no_names),
		cmocka_unit_test(only_names),
		cmocka_unit_test(all_lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
