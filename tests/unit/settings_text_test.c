/* Templates and sizes. */
#include "unit_check.h"

static const struct rdump_template_values values = {
	.process_id = 1234,
	.thread_id = 18446744073709551615u,
	.unix_time = 0,
	.host = "web/1",
};

static bool expands(const char *text, const char *expected)
{
	char path[64];

	return rdump_template_expand(text, &values, path, sizeof(path)) && strcmp(path, expected) == 0;
}

static bool is_size(const char *text, uint64_t expected)
{
	uint64_t size = expected + 1;

	return rdump_parse_size(text, strlen(text), &size) && size == expected;
}

static bool is_no_size(const char *text)
{
	uint64_t size = 42;

	return !rdump_parse_size(text, strlen(text), &size) && size == 42;
}

int main(void)
{
	char path[8];

	CHECK(expands("", ""));
	CHECK(expands("/a/%p-%i-%t.rdump", "/a/1234-18446744073709551615-0.rdump"));
	CHECK(expands("%h%%p%x%P%", "web_1%p%x%P%"));
	CHECK(expands("%%%p", "%1234"));
	CHECK(rdump_template_expand("%p567", &values, path, sizeof(path)));
	CHECK(!rdump_template_expand("%p5678", &values, path, sizeof(path)));

	CHECK(is_size("", 0) && is_size("0", 0) && is_size(" 500\t", 500));
	CHECK(is_size("16K", 16384) && is_size("16k", 16384) && is_size("256M", 268435456));
	CHECK(is_size("1.5G", 1610612736) && is_size("2T", 2199023255552) &&
		  is_size("2t", 2199023255552));
	CHECK(is_size(".5K", 512) && is_size("1.", 1) && is_size("1.9", 1));
	CHECK(is_size("0.000001M", 1) && is_size("1.99999999999999999999K", 2047));
	CHECK(
		is_size("18446744073709551615", UINT64_MAX) && is_size("18446744073709551616", UINT64_MAX));
	CHECK(is_size("99999999999999999999999T", UINT64_MAX) && is_size("16777216T", UINT64_MAX));
	CHECK(is_no_size("abc") && is_no_size("-1") && is_no_size("1KB") && is_no_size("1 K"));
	CHECK(is_no_size("K") && is_no_size(".") && is_no_size("1,5G") && is_no_size("0x10"));
	return checks_done();
}
