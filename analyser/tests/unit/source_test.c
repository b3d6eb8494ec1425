/* source.c and source_file.c: bytes by their offset, whatever the budget, and what happens when they cannot be had. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/available.h"
#include "base/exhaustion.h"
#include "memory/source_file.h"

#define SIZE         (UINT64_C(5) << 20)
#define LARGEST_PAGE 65536 /* of Linux on arm64 */

struct counted { /* an input that says how often it was asked */
	unsigned reads;
	uint64_t broken_from;
};

static uint64_t word_at(uint64_t offset)
{
	return offset * 0x9e3779b97f4a7c15;
}

static size_t read_counted(
	void *context, uint64_t offset, void *out, size_t length, struct ra_error *err)
{
	struct counted *const counted = context;

	counted->reads++;
	for (size_t i = 0; i < length; i += 8) {
		const uint64_t word = word_at(offset + i);

		if (offset + i >= counted->broken_from) {
			ra_fail(err, RA_ERR_FILE, offset + i, "cannot read: a broken disk");
			return i;
		}
		memcpy((uint8_t *)out + i, &word, length - i < 8 ? length - i : 8);
	}
	return length;
}

static const struct ra_source_type counted_type = {.read = read_counted};

static struct ra_source *open_counted(struct counted *counted, uint64_t windows)
{
	const struct ra_source_options options = {
		.size_bytes = SIZE, .budget_bytes = windows << RA_WINDOW_SHIFT};
	struct ra_source *source = NULL;

	assert_true(ra_source_new(&counted_type, counted, &options, &source, NULL));
	return source;
}

static void the_bytes_are_the_same_whatever_the_budget(void **state)
{
	static const uint64_t budgets[] = {1, 2, 3, 40, 1000};

	(void)state;
	for (size_t b = 0; b < sizeof(budgets) / sizeof(budgets[0]); b++) {
		struct counted counted = {0, UINT64_MAX};
		struct ra_source *const source = open_counted(&counted, budgets[b]);
		uint64_t at = 0, words[3];

		assert_int_equal(ra_source_can_be_shared(source), budgets[b] == 1000);
		for (int i = 0; i < 20000; i++) {
			at = (at * 6364136223846793005 + 1442695040888963407) % (SIZE - 24) / 8 * 8;
			assert_true(ra_source_read(source, at, words, sizeof(words)));
			for (unsigned w = 0; w < 3; w++) {
				assert_int_equal(words[w], word_at(at + w * 8));
			}
			const uint8_t *const peek = ra_source_peek(source, at, 8);

			assert_true(!peek || memcmp(peek, words, 8) == 0);
			if (i % 5000 == 4999) {
				ra_source_forget(source);
			}
		}
		assert_true(budgets[b] < 1000 || counted.reads == SIZE >> RA_WINDOW_SHIFT);
		assert_false(ra_source_failed(source, NULL));
		ra_source_close(source);
	}
}

/* What is read again and again stays when everything else passes by. */
static void a_sweep_does_not_push_out_what_is_used(void **state)
{
	struct counted counted = {0, UINT64_MAX};
	struct ra_source *const source = open_counted(&counted, 8);
	uint64_t word;

	(void)state;
	for (uint64_t at = 0; at < SIZE; at += RA_WINDOW_BYTES) {
		assert_true(ra_source_read(source, at, &word, 8));
		assert_true(ra_source_read(source, 8, &word, 8));
		assert_int_equal(word, word_at(8));
	}
	assert_in_range(counted.reads, SIZE >> RA_WINDOW_SHIFT, (SIZE >> RA_WINDOW_SHIFT) + 1);
	ra_source_close(source);
}

static void nothing_is_read_behind_the_end(void **state)
{
	struct counted counted = {0, UINT64_MAX};
	struct ra_source *const source = open_counted(&counted, 8);
	uint64_t word;

	(void)state;
	assert_true(ra_source_read(source, SIZE - 8, &word, 8));
	assert_false(ra_source_read(source, SIZE - 7, &word, 8));
	assert_false(ra_source_read(source, SIZE, &word, 1));
	assert_false(ra_source_read(source, UINT64_MAX - 3, &word, 8));
	assert_false(ra_source_failed(source, NULL));
	ra_source_close(source);
}

static void a_failure_is_kept_and_told(void **state)
{
	struct counted counted = {0, 3 * RA_WINDOW_BYTES + 100};
	struct ra_source *const source = open_counted(&counted, 8);
	struct ra_error err = {0};
	uint64_t word;

	(void)state;
	assert_true(ra_source_read(source, 2 * RA_WINDOW_BYTES, &word, 8));
	assert_false(ra_source_read(source, 3 * RA_WINDOW_BYTES, &word, 8));
	assert_false(ra_source_read(source, 0, &word, 8)); /* the end of all reading */
	assert_true(ra_source_read(source, 2 * RA_WINDOW_BYTES, &word, 8));
	assert_true(ra_source_failed(source, &err));
	assert_int_equal(err.kind, RA_ERR_FILE);
	assert_string_equal(err.message, "cannot read: a broken disk");
	ra_source_close(source);
}

static void memory_is_read_where_it_is(void **state)
{
	static uint8_t bytes[3 * RA_WINDOW_BYTES + 5];
	struct ra_source *source = NULL;
	uint8_t copy[100];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++) {
		bytes[i] = (uint8_t)(i * 31 >> 3);
	}
	assert_true(ra_source_of_memory(bytes, sizeof(bytes), &source, NULL));
	assert_true(ra_source_can_be_shared(source));
	assert_ptr_equal(ra_source_peek(source, RA_WINDOW_BYTES + 7, 8), bytes + RA_WINDOW_BYTES + 7);
	assert_ptr_equal(ra_source_peek(source, RA_WINDOW_BYTES - 4, 8), bytes + RA_WINDOW_BYTES - 4);
	assert_true(ra_source_read(source, RA_WINDOW_BYTES - 50, copy, sizeof(copy)));
	assert_memory_equal(copy, bytes + RA_WINDOW_BYTES - 50, sizeof(copy));
	assert_false(ra_source_read(source, sizeof(bytes) - 99, copy, sizeof(copy)));
	ra_source_close(source);
}

static void a_file_that_becomes_shorter_is_an_error(
	uint64_t budget, uint64_t left, const char *message)
{
	char path[] = "/tmp/rdump-source-XXXXXX";
	const int fd = mkstemp(path);
	struct ra_source *source = NULL;
	struct ra_error err = {0};
	uint64_t word = 1;

	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, (off_t)SIZE), 0);
	assert_int_equal(pwrite(fd, &word, 8, (off_t)SIZE / 2), 8);
	assert_true(ra_source_open(path, budget, &source, NULL));
	assert_true((source->bytes != NULL) == (budget > SIZE));
	assert_true(ra_source_can_be_shared(source) == (budget > SIZE));
	assert_true(ra_source_read(source, 0, &word, 8)); /* a hole */
	assert_int_equal(word, 0);
	assert_int_equal(ra_source_next_data(source, SIZE / 2 + 65536, SIZE), SIZE);
	assert_int_equal(pwrite(fd, &word, 8, (off_t)SIZE - 8), 8);
	assert_int_equal(ftruncate(fd, (off_t)left), 0);
	assert_false(ra_source_failed(source, NULL));
	assert_false(ra_source_read(source, SIZE - 16, &word, 8));
	assert_true(ra_source_failed(source, &err));
	assert_int_equal(err.kind, RA_ERR_FILE);
	assert_string_equal(err.message, message);
	ra_source_close(source);
	ra_exhaustion_forget();
	close(fd);
	unlink(path);
}

static void a_file_that_is_read_and_becomes_shorter_is_an_error(void **state)
{
	(void)state;
	a_file_that_becomes_shorter_is_an_error(
		SIZE / 2, SIZE - 8, "cannot read: the file became shorter");
}

static void a_file_that_is_mapped_and_becomes_shorter_is_an_error(void **state)
{
	(void)state;
	a_file_that_becomes_shorter_is_an_error(
		2 * SIZE, SIZE - LARGEST_PAGE, "cannot read: the file became shorter, or the disk fails");
}

static void what_is_large_for_the_machine_is_not_kept(void **state)
{
	struct ra_source_options options = {.size_bytes = SIZE};

	(void)state;
	assert_true(ra_source_is_worth_keeping(&options));
	options.size_bytes = ra_available_bytes() / 4;
	assert_true(ra_source_is_worth_mapping(&options));
	assert_false(ra_source_is_worth_keeping(&options));
	options = (struct ra_source_options){.size_bytes = SIZE, .budget_bytes = SIZE * 2};
	assert_true(ra_source_is_worth_keeping(&options));
	options.budget_bytes = SIZE / 2;
	assert_false(ra_source_is_worth_keeping(&options));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_bytes_are_the_same_whatever_the_budget),
		cmocka_unit_test(a_sweep_does_not_push_out_what_is_used),
		cmocka_unit_test(nothing_is_read_behind_the_end),
		cmocka_unit_test(a_failure_is_kept_and_told),
		cmocka_unit_test(memory_is_read_where_it_is),
		cmocka_unit_test(what_is_large_for_the_machine_is_not_kept),
		cmocka_unit_test(a_file_that_is_read_and_becomes_shorter_is_an_error),
		cmocka_unit_test(a_file_that_is_mapped_and_becomes_shorter_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
