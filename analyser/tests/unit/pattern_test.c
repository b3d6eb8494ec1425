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

static int matches_by_the_library(const struct ra_pattern *pattern, const char *text)
{
	struct ra_pattern other = *pattern;

	other.required = NULL;
	other.plain = false;
	return ra_pattern_matches(&other, text, strlen(text));
}

static void what_is_required_is_found(void **state)
{
	static const struct {
		const char *text, *required;
	} patterns[] = {{"abc", "abc"}, {"^GET /api/v[0-9]+", "GET /api/v"}, {"item 12.*9$", "item 12"},
		{"a.bc.d", "bc"}, {"a+b", "a"}, {"ab+c", "ab"}, {"ab?c", "a"}, {"ab*cd", "cd"},
		{"ab{2}cd", "cd"}, {"ab+?cd", "cd"}, {"(abc)?d", "d"}, {"(a|b)cd", "cd"}, {"a\\.b", "a.b"},
		{"a\\wbc", "bc"}, {"[abc]d", "d"}, {"a|bc", NULL}, {"abc|", NULL}, {"(abc)", NULL},
		{"[a]", NULL}, {"", NULL}, {".*", NULL}, {"x(\\)|y)z", "x"}, {"x([)]|y)zz", "zz"},
		{"\xc3\xa9t", "t"}};

	(void)state;
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		struct ra_pattern pattern;
		struct ra_error err = {0};

		assert_true(ra_pattern_init(&pattern, patterns[i].text, &err));
		if ((pattern.required != NULL) != (patterns[i].required != NULL) ||
			(pattern.required && (pattern.required_length != strlen(patterns[i].required) ||
									 memcmp(pattern.required, patterns[i].required,
										 pattern.required_length) != 0))) {
			fail_msg("'%s' requires '%.*s'", patterns[i].text, (int)pattern.required_length,
				pattern.required ? pattern.required : "");
		}
		ra_pattern_done(&pattern);
	}
}

static uint32_t next_number(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 16;
}

/* Any expressions on any texts: as the C library matches alone. */
static void it_matches_as_the_library_does(void **state)
{
	static const char *const pieces[] = {"a", "b", "ab", ".", "*", "+", "?", "|", "(", ")", "[ab]",
		"[^a|(]", "{2}", "{0,1}", "{1,}", "^", "$", "\\.", "\\(", "\\w", "\\b", "{", "-", "/"};
	static const char letters[] = "aabb.(-/{ ";
	uint32_t seed = 1;
	unsigned matched = 0, not_matched = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct ra_pattern pattern;
		struct ra_error err = {0};
		char expression[64] = "", text[16] = "";

		for (uint32_t n = 1 + next_number(&seed) % 7; n > 0; n--) {
			strcat(expression, pieces[next_number(&seed) % (sizeof(pieces) / sizeof(pieces[0]))]);
		}
		if (!ra_pattern_init(&pattern, expression, &err)) {
			continue;
		}
		for (int t = 0; t < 10; t++) {
			const uint32_t length = next_number(&seed) % 10;

			for (uint32_t at = 0; at < length; at++) {
				text[at] = letters[next_number(&seed) % (sizeof(letters) - 1)];
			}
			text[length] = '\0';

			const int expected = matches_by_the_library(&pattern, text);

			if (ra_pattern_matches(&pattern, text, length) != expected) {
				fail_msg("'%s' on '%s': not %d", expression, text, expected);
			}
			expected ? matched++ : not_matched++;
		}
		ra_pattern_done(&pattern);
	}
	assert_true(matched > 10000 && not_matched > 10000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(usual_expressions_are_taken),
		cmocka_unit_test(what_would_take_gigabytes_is_refused),
		cmocka_unit_test(what_is_no_expression_is_told),
		cmocka_unit_test(contents_match),
		cmocka_unit_test(what_is_required_is_found),
		cmocka_unit_test(it_matches_as_the_library_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
