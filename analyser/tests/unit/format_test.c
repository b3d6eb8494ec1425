/* Numbers and foreign text as characters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/format.h"

static void sizes_have_two_decimals_and_round_half_up(void **state)
{
	(void)state;
	assert_string_equal(RA_SIZE(0), "0 B");
	assert_string_equal(RA_SIZE(1023), "1,023 B");
	assert_string_equal(RA_SIZE(1024), "1.00 KB");
	assert_string_equal(RA_SIZE(720000), "703.13 KB"); /* 703.125 */
	assert_string_equal(RA_SIZE(1048575), "1,024.00 KB");
	assert_string_equal(RA_SIZE(1048576), "1.00 MB");
	assert_string_equal(RA_SIZE(UINT64_C(5) << 40), "5,120.00 GB");
	assert_string_equal(RA_SIZE_DELTA(0), "+0 B");
	assert_string_equal(RA_SIZE_DELTA(-12288), "-12.00 KB");
	assert_string_equal(RA_SIZE_DELTA(INT64_MIN), "-8,589,934,592.00 GB");
}

static void counts_have_commas(void **state)
{
	(void)state;
	assert_string_equal(RA_COUNT(0), "0");
	assert_string_equal(RA_COUNT(999), "999");
	assert_string_equal(RA_COUNT(1000), "1,000");
	assert_string_equal(RA_COUNT(UINT64_MAX), "18,446,744,073,709,551,615");
}

static void percentages_do_not_divide_by_nothing(void **state)
{
	(void)state;
	assert_true(ra_percent(5, 0) == 0.0);
	assert_true(ra_round(ra_percent(982, 1000), 1) == 98.2);
	assert_true(ra_round(0.25, 1) == 0.3);
}

static void check_clean(const char *bytes, size_t length, const char *expected)
{
	char *text = ra_text_clean(bytes, length);

	assert_non_null(text);
	assert_string_equal(text, expected);
	free(text);
}

static void foreign_text_is_made_safe(void **state)
{
	(void)state;
	check_clean("", 0, "");
	check_clean("a\nb\tc\0d\033[31m", 12, "a\\nb\\tc\\0d\\x1b[31m");
	check_clean("größe", 7, "größe");
	check_clean("\x80y", 2, "\xEF\xBF\xBDy");
	check_clean("\xC0\xAF", 2, "\xEF\xBF\xBD\xEF\xBF\xBD");                 /* overlong */
	check_clean("\xED\xA0\x80", 3, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"); /* a surrogate */
	check_clean("\xF4\x90\x80\x80", 4, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
	check_clean("\xE2\x82", 2, "\xEF\xBF\xBD\xEF\xBF\xBD"); /* cut in the middle */
	check_clean("a\xE2\x80\xAE"
				"b",
		5, "a\\u{202e}b"); /* turns the text around */
	check_clean("\xC2\x9B"
				"31m",
		5,
		"\\x9b"
		"31m"); /* CSI of the C1 set */
	check_clean("\x7F", 1, "\\x7f");
}

static void check_class(const char *name, size_t length, const char *expected)
{
	char *text = ra_class_text(name, length);

	assert_non_null(text);
	assert_string_equal(text, expected);
	free(text);
}

static void anonymous_classes_lose_their_run_time_part(void **state)
{
	(void)state;
	check_class("App\\User", 8, "App\\User");
	check_class("class@anonymous\0/app/x.php:12$0", 31, "class@anonymous(/app/x.php:12)");
	check_class("class@anonymous\0/app/x.php:12$1f", 32, "class@anonymous(/app/x.php:12)");
	check_class("class@anonymous\0/app/x.php0x7f12ab", 34, "class@anonymous(/app/x.php)");
	check_class("class@anonymous\0/app/$deadline", 30, "class@anonymous(/app/$deadline)");
	check_class("class@anonymous\0", 16, "class@anonymous()");
}

static void check_cut(const char *text, size_t columns, enum ra_cut where, const char *expected)
{
	char *cut = ra_text_cut(text, columns, where);

	assert_non_null(cut);
	assert_string_equal(cut, expected);
	free(cut);
}

static void cutting_counts_characters(void **state)
{
	(void)state;
	check_cut("0123456789", 10, RA_CUT_END, "0123456789");
	check_cut("0123456789x", 10, RA_CUT_END, "0123456...");
	check_cut("0123456789x", 10, RA_CUT_BEGIN, "...456789x");
	check_cut("0123456789x", 10, RA_CUT_MIDDLE, "012...789x");
	check_cut("ääääääääää", 10, RA_CUT_END, "ääääääääää");
	check_cut("äääääääääää", 10, RA_CUT_BEGIN, "...äääääää");
	/* two columns each, and none for what stands on the letter before it */
	assert_int_equal(ra_text_columns("注文 a\xCC\x88"), 6);
	assert_int_equal(ra_text_columns("\xF0\x9F\x98\x80"), 2);
	check_cut("注文注文注", 10, RA_CUT_END, "注文注文注");
	check_cut("注文注文注文", 10, RA_CUT_END, "注文注...");
	check_cut("注文注文注文", 10, RA_CUT_BEGIN, "...文注文");
	check_cut("注文注文注文", 11, RA_CUT_MIDDLE, "注文...注文");
}

static void check_preview(const char *bytes, size_t length, bool more, const char *expected)
{
	char *text = ra_text_preview(bytes, length, more, 20);

	if (!expected) {
		assert_null(text);
		return;
	}
	assert_non_null(text);
	assert_string_equal(text, expected);
	free(text);
}

static void previews_show_text_and_refuse_binary_data(void **state)
{
	(void)state;
	check_preview("hello", 5, false, "hello");
	check_preview("hello", 5, true, "hello...");
	check_preview("0123456789012345678901234", 25, true, "01234567890123456...");
	check_preview("\0\1\2\3abc", 7, false, NULL);
	check_preview("gr\xC3", 3, true, "gr...");
	check_preview("", 0, false, NULL);
}

static void a_buffer_grows_and_is_handed_over(void **state)
{
	struct ra_buffer buffer = {0};
	char *text;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		ra_buffer_printf(&buffer, "%d,", i % 10);
	}
	text = ra_buffer_take(&buffer);
	assert_non_null(text);
	assert_int_equal(strlen(text), 2000);
	assert_null(buffer.text);
	free(text);
	text = ra_buffer_take(&buffer);
	assert_string_equal(text, "");
	free(text);
}

static void plain_text_is_printable_ascii(void **state)
{
	char text[24];

	(void)state;
	for (size_t length = 0; length < sizeof(text); length++) {
		memset(text, 'a', sizeof(text));
		assert_true(ra_text_is_plain(text, length));
		for (int byte = 0; byte < 256; byte++) {
			for (size_t at = 0; at < length; at++) {
				text[at] = (char)byte;
				assert_int_equal(ra_text_is_plain(text, length), byte >= ' ' && byte <= '~');
				text[at] = "a ~"[at % 3];
			}
		}
	}
}

static void integers_are_written_as_printf_does(void **state)
{
	static const int64_t numbers[] = {0, 1, -1, 9, 10, -10, 99, 100, 101, -1000, 12345,
		1234567890123456789, INT64_MAX, INT64_MIN, INT64_MIN + 1};

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct ra_buffer buffer = {0};
		char expected[32];

		snprintf(expected, sizeof(expected), "%" PRId64, numbers[i]);
		ra_buffer_integer(&buffer, numbers[i]);
		char *const text = ra_buffer_take(&buffer);

		assert_string_equal(text, expected);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes_have_two_decimals_and_round_half_up),
		cmocka_unit_test(counts_have_commas),
		cmocka_unit_test(percentages_do_not_divide_by_nothing),
		cmocka_unit_test(foreign_text_is_made_safe),
		cmocka_unit_test(anonymous_classes_lose_their_run_time_part),
		cmocka_unit_test(cutting_counts_characters),
		cmocka_unit_test(previews_show_text_and_refuse_binary_data),
		cmocka_unit_test(a_buffer_grows_and_is_handed_over),
		cmocka_unit_test(plain_text_is_printable_ascii),
		cmocka_unit_test(integers_are_written_as_printf_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
