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

static int matches_by_the_library(const struct ra_pattern *pattern, const char *text, size_t length)
{
	struct ra_pattern other = *pattern;

	other.required = NULL;
	other.plain = false;
	other.automaton = NULL;
	return ra_pattern_matches(&other, text, length);
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

static void append_any(char *expression, uint32_t *seed)
{
	static const char *const pieces[] = {"a", "b", "ab", ".", "*", "+", "?", "|", "(", ")", "[ab]",
		"[^a|(]", "{2}", "{0,1}", "{1,}", "^", "$", "\\.", "\\(", "\\w", "\\b", "{", "-", "/",
		"(a|b)", "(^a|b$)", "{0}", "{0,}", "{,2}", "{1,3}", "\\W", "\\s", "\\S", "[[:alpha:]]",
		"[^[:digit:][:space:]]", "[[:punct:][:cntrl:]]", "[]a-c]", "[^]-]", "[a-]", "[-b]",
		"[\xe0-\xff]", "[^\xe9]", "\xe9", "\xff", "9", "[0-9]", "}", "]", "\n", "()", "(|a)",
		"(a*)*", "(a|b)+", "[+--]", "[[.a.]]", "[[=a=]]", "\\1", "\\<", "[[:xdigit:]]", "(^)",
		"($)", "\\n"};

	strcat(expression, pieces[next_number(seed) % (sizeof(pieces) / sizeof(pieces[0]))]);
}

/* Any expressions on any texts: as the C library matches alone. */
static void it_matches_as_the_library_does(void **state)
{
	static const char letters[] = "aabb.(-/{ b9_]\n\t\xe9\xff\x80\x00\x01Z";
	uint32_t seed = 1;
	unsigned matched = 0, not_matched = 0, compiled = 0, by_automaton = 0;

	(void)state;
	for (int i = 0; i < 30000; i++) {
		struct ra_pattern pattern;
		struct ra_error err = {0};
		char expression[128] = "", text[16] = "";

		for (uint32_t n = 1 + next_number(&seed) % 8; n > 0; n--) {
			append_any(expression, &seed);
		}
		if (!ra_pattern_init(&pattern, expression, &err)) {
			continue;
		}
		compiled++;
		by_automaton += pattern.automaton != NULL;
		for (int t = 0; t < 10; t++) {
			const uint32_t length = next_number(&seed) % 10;

			for (uint32_t at = 0; at < length; at++) {
				text[at] = letters[next_number(&seed) % (sizeof(letters) - 1)];
			}
			const int expected = matches_by_the_library(&pattern, text, length);

			if (ra_pattern_matches(&pattern, text, length) != expected) {
				fail_msg("'%s' on '%.*s': not %d", expression, (int)length, text, expected);
			}
			expected ? matched++ : not_matched++;
		}
		ra_pattern_done(&pattern);
	}
	assert_true(matched > 10000 && not_matched > 10000);
	assert_true(by_automaton > compiled / 4);
}

static void usual_expressions_have_an_automaton(void **state)
{
	static const struct {
		const char *text;
		bool has;
	} patterns[] = {{"(x|9)9", true}, {"^[[:alpha:]_][[:alnum:]_]*$", true},
		{"\\w+@\\w+\\.(com|org)", true}, {"[0-9]{4}-[0-9]{2}-[0-9]{2}", true}, {"a{1,255}", true},
		{"(a|b)*a(a|b){12}", true}, {"(a)\\1", false}, {"\\bword\\b", false}, {"[[.a.]]", false},
		{"[[=a=]]", false}, {"(a{1,90}){1,90}", false}, {"plain", false}};

	(void)state;
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		struct ra_pattern pattern;
		struct ra_error err = {0};

		assert_true(ra_pattern_init(&pattern, patterns[i].text, &err));
		if ((pattern.automaton != NULL) != patterns[i].has) {
			fail_msg("'%s': %s automaton", patterns[i].text, patterns[i].has ? "no" : "an");
		}
		ra_pattern_done(&pattern);
	}
}

/* An automaton with 2^13 states is given up, and the library goes on. */
static void too_many_states_are_left_to_the_library(void **state)
{
	struct ra_pattern pattern;
	struct ra_error err = {0};
	char text[RA_PATTERN_BYTES];
	uint32_t seed = 1;
	unsigned matched = 0, given_up = 0;

	(void)state;
	assert_true(ra_pattern_init(&pattern, "^(a|b)*a(a|b){12}$", &err));
	assert_non_null(pattern.automaton);
	for (int i = 0; i < 20; i++) {
		for (size_t at = 0; at < sizeof(text); at++) {
			text[at] = next_number(&seed) % 2 ? 'a' : 'b';
		}
		const int expected = text[sizeof(text) - 13] == 'a';

		assert_int_equal(ra_pattern_matches(&pattern, text, sizeof(text)), expected);
		given_up += ra_automaton_matches(pattern.automaton, text, sizeof(text)) < 0;
		matched += (unsigned)expected;
	}
	assert_true(given_up > 10);
	assert_true(matched > 5 && matched < 15);
	ra_pattern_done(&pattern);
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
		cmocka_unit_test(usual_expressions_have_an_automaton),
		cmocka_unit_test(too_many_states_are_left_to_the_library),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
