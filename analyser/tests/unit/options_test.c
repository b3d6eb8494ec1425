/* options.c: tables of options, with both forms of names. Refusals are in tests/bad. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "options.h"

struct values {
	bool flag;
	bool given;
	const char *text;
	uint64_t number;
};

static enum ra_parse parse(struct values *values, int argc, char **argv, int *first)
{
	const struct ra_option table[] = {
		{"flag", 'x', RA_OPTION_FLAG, &values->flag, NULL, "a flag", NULL},
		{"text", 't', RA_OPTION_TEXT, &values->text, "TEXT", "a text", NULL},
		{"number", 0, RA_OPTION_NUMBER, &values->number, "N", "a number", &values->given},
	};
	const struct ra_syntax syntax = {
		"test", "FILE...", "A command.", 1, 3, table, sizeof(table) / sizeof(table[0])};

	return ra_options_parse(&syntax, argc, argv, first);
}

#define PARSE(values, first, ...)                                                                  \
 parse(values, (int)(sizeof((char *[]){__VA_ARGS__}) / sizeof(char *)),                            \
	 (char *[]){__VA_ARGS__, NULL}, first)

static void options_and_operands_may_be_mixed(void **state)
{
	char *words[] = {"test", "one", "-x", "two", "--text=abc", "--number", "0x1F", NULL};
	struct values values = {0};
	int first = 0;

	(void)state;
	assert_int_equal(parse(&values, 7, words, &first), RA_PARSE_OK);
	assert_true(values.flag);
	assert_string_equal(values.text, "abc");
	assert_int_equal(values.number, 31);
	assert_true(values.given);
	assert_int_equal(first, 5);
	assert_string_equal(words[first], "one");
	assert_string_equal(words[first + 1], "two");
}

static void names_may_be_cut_short(void **state)
{
	struct values values = {0};
	int first;

	(void)state;
	assert_int_equal(
		PARSE(&values, &first, "test", "--num=12", "--fl", "-tabc", "file"), RA_PARSE_OK);
	assert_true(values.flag);
	assert_int_equal(values.number, 12);
	assert_string_equal(values.text, "abc");
}

static void two_dashes_end_the_options(void **state)
{
	struct values values = {0};
	int first;

	(void)state;
	assert_int_equal(PARSE(&values, &first, "test", "--", "-x"), RA_PARSE_OK);
	assert_false(values.flag);
	assert_int_equal(first, 2);
}

static void numbers_are_whole(void **state)
{
	static const char *const refused[] = {
		"", "-1", "+1", " 1", "1 ", "0x", "12k", "99999999999999999999", "0x10000000000000000"};

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct values values = {0};
		int first;

		assert_int_equal(
			PARSE(&values, &first, "test", "--number", (char *)refused[i], "file"), RA_PARSE_USAGE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_and_operands_may_be_mixed),
		cmocka_unit_test(names_may_be_cut_short),
		cmocka_unit_test(two_dashes_end_the_options),
		cmocka_unit_test(numbers_are_whole),
	};

	return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
