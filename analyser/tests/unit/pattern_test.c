/* Tests of pattern.c: which expressions are taken, and what they match. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "query/pattern.h"

static void usual_expressions_are_taken(void **state)
{
	static const char *const texts[] = {"", "x", "^GET /api/", "[0-9]{4}-[0-9]{2}-[0-9]{2}",
		"(foo(bar)*)*", "(a|b)+c?", "a{2,}", "[]a{9}]{1,255}", "[^]*+?{}]*", "[[:digit:]{}]{3}",
		"\\(\\*\\{", "(a{1,90}){1,90}", "(((((((((((((((x)))))))))))))))", "user_id\";i:[0-9]+;",
		".{1,100}x.{1,100}"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct ra_pattern pattern;
		struct ra_error err = {0};

		if (!ra_pattern_init(&pattern, texts[i], &err)) {
			fail_msg("'%s' was refused: %s", texts[i], err.message);
		}
		ra_pattern_done(&pattern);
	}
}

static void what_would_take_gigabytes_is_refused(void **state)
{
	static const char *const texts[] = {"((a{1,255}){1,255}){1,255}", "((a*){1,100})*{1,50}",
		"((a*)*)*", "a***", "(a{1,255}){1,255}", "([[:alpha:]]{200}x{99,}){99}",
		"(()((((((((((((((x", "((a+)+)+b", "x{99999999999999999999}"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct ra_pattern pattern;
		struct ra_error err = {0};

		if (ra_pattern_init(&pattern, texts[i], &err)) {
			fail_msg("'%s' was taken", texts[i]);
		}
		assert_int_equal(err.kind, RA_ERR_UNSUPPORTED);
	}
}

static void what_is_no_expression_is_told(void **state)
{
	static const char *const texts[] = {"(", "[", "[[:", "a{", "x{1", "\\", "[[:nothing:]]", "(a"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct ra_pattern pattern;
		struct ra_error err = {0};

		if (ra_pattern_init(&pattern, texts[i], &err)) {
			ra_pattern_done(&pattern); /* C libraries differ in some of them */
		} else {
			assert_non_null(strstr(err.message, "regular expression"));
		}
	}
}

static void contents_match(void **state)
{
	static char long_one[2 * RA_PATTERN_BYTES];
	struct ra_pattern pattern;
	struct ra_error err = {0};

	(void)state;
	assert_true(ra_pattern_init(&pattern, "^a.*z$", &err));
	assert_int_equal(ra_pattern_matches(&pattern, "abcz", 4), 1);
	assert_int_equal(ra_pattern_matches(&pattern, "abczy", 5), 0);
	assert_int_equal(ra_pattern_matches(&pattern, "abczy", 4), 1);
	assert_int_equal(ra_pattern_matches(&pattern, "a\0\0z", 4), 1);
	assert_int_equal(ra_pattern_matches(&pattern, "", 0), 0);
	memset(long_one, 'z', sizeof(long_one));
	long_one[0] = 'a';
	long_one[sizeof(long_one) - 1] = '-';
	assert_int_equal(ra_pattern_matches(&pattern, long_one, sizeof(long_one)), 1);
	ra_pattern_done(&pattern);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(usual_expressions_are_taken),
		cmocka_unit_test(what_would_take_gigabytes_is_refused),
		cmocka_unit_test(what_is_no_expression_is_told),
		cmocka_unit_test(contents_match),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
