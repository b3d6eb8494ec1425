/* options.c: tables of options, with both forms of names. Refusals are in tests/bad. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/cmd.h"
#include "cli/options.h"

struct values {
	bool flag;
	bool given;
	const char *text;
	uint64_t number;
};

static char **parse(struct values *values, int argc, char **argv, int *status)
{
	const struct ra_option table[] = {
		{"flag", 'x', RA_OPTION_FLAG, &values->flag, NULL, "a flag", NULL},
		{"text", 't', RA_OPTION_TEXT, &values->text, "TEXT", "a text", NULL},
		{"number", 0, RA_OPTION_NUMBER, &values->number, "N", "a number", &values->given},
	};
	const struct ra_syntax syntax = {
		"test", "FILE...", "A command.", 1, 3, table, sizeof(table) / sizeof(table[0])};

	return ra_options_parse(&syntax, argc, argv, status);
}

#define PARSE(values, status, ...)                                                                 \
	parse(values, (int)(sizeof((char *[]){__VA_ARGS__}) / sizeof(char *)),                         \
		(char *[]){__VA_ARGS__, NULL}, status)

static void options_and_operands_may_be_mixed(void **state)
{
	char *words[] = {"test", "one", "-x", "two", "--text=abc", "--number", "0x1F", NULL};
	struct values values = {0};
	int status;
	char **operands;

	(void)state;
	operands = parse(&values, 7, words, &status);
	assert_int_equal(status, 0);
	assert_true(values.flag);
	assert_string_equal(values.text, "abc");
	assert_int_equal(values.number, 31);
	assert_true(values.given);
	assert_ptr_equal(operands, words + 5);
	assert_string_equal(operands[0], "one");
	assert_string_equal(operands[1], "two");
}

static void names_may_be_cut_short(void **state)
{
	struct values values = {0};
	int status;

	(void)state;
	assert_non_null(PARSE(&values, &status, "test", "--num=12", "--fl", "-tabc", "file"));
	assert_true(values.flag);
	assert_int_equal(values.number, 12);
	assert_string_equal(values.text, "abc");
}

static void two_dashes_end_the_options(void **state)
{
	struct values values = {0};
	int status;
	char **operands;

	(void)state;
	operands = PARSE(&values, &status, "test", "--", "-x");
	assert_non_null(operands);
	assert_string_equal(operands[0], "-x");
	assert_false(values.flag);
}

static void numbers_are_whole(void **state)
{
	static const char *const refused[] = {
		"", "-1", "+1", " 1", "1 ", "0x", "12k", "99999999999999999999", "0x10000000000000000"};

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct values values = {0};
		int status;

		assert_null(PARSE(&values, &status, "test", "--number", (char *)refused[i], "file"));
		assert_int_equal(status, RA_EXIT_USAGE);
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
