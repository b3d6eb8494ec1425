/* Foreign text as JSON: valid whatever it is, within its bounds. */
#include "unit_check.h"

static char buffer[64 << 10];

static const char *shown(const char *text, size_t length, size_t most)
{
	struct rdump_json json;

	rdump_json_begin(&json, buffer, sizeof(buffer) - 1);
	rdump_json_text(&json, NULL, text, length, most);
	buffer[json.length] = '\0';
	return json.overflow ? "overflow" : buffer;
}

#define SHOWN(text)        shown(text, sizeof(text) - 1, 1000)
#define IS(text, expected) CHECK(strcmp(SHOWN(text), "\"" expected "\"") == 0)

static void test_characters(void)
{
	IS("", "");
	IS("plain /\x7e", "plain /~");
	IS("\"\\", "\\\"\\\\");
	IS("a\0b\n\x1b\x7f", "a\\u0000b\\u000a\\u001b\\u007f");
	IS("\xc2\x80\xc2\x9b\xc2\xa0", "\\u0080\\u009b\xc2\xa0");
	IS("\xc3\xa9\xe2\x82\xac\xf0\x9f\x90\x98", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x90\x98");
	/* overlong, surrogates, beyond the last character, lonely followers */
	IS("\xc0\xaf", "\\ufffd\\ufffd");
	IS("\xed\xa0\x80", "\\ufffd\\ufffd\\ufffd");
	IS("\xf4\x90\x80\x80", "\\ufffd\\ufffd\\ufffd\\ufffd");
	IS("\xff\x80", "\\ufffd\\ufffd");
	/* cut in the middle */
	IS("a\xe2\x82", "a\\ufffd\\ufffd");
	IS("a\xc3", "a\\ufffd");
	CHECK(strcmp(shown(NULL, 7, 10), "null") == 0);
}

static void test_bounds(void)
{
	char bytes[300];

	CHECK(strcmp(shown("12345678", 8, 8), "\"12345678\"") == 0);
	CHECK(strcmp(shown("123456789", 9, 8), "\"12345...\"") == 0);
	CHECK(strcmp(shown("1234\xe2\x82\xac\xe2\x82\xac", 10, 8), "\"1234...\"") == 0);
	CHECK(strcmp(shown("\n\n", 2, 3), "\"...\"") == 0);
	for (unsigned value = 0; value < 256; value++) {
		memset(bytes, (int)value, sizeof(bytes));
		for (size_t most = 3; most < 40; most++) {
			CHECK(strlen(shown(bytes, sizeof(bytes), most)) <= most + 2);
		}
	}
}

static void test_structure(void)
{
	static const char expected[] = "{\"a\":[1,-2,{},true],\"b\":null,\"c\":\"x\"}\n";
	struct rdump_json json;

	for (size_t size = 0; size <= sizeof(expected); size++) {
		rdump_json_begin(&json, buffer, size);
		rdump_json_open(&json, NULL, '{');
		rdump_json_open(&json, "a", '[');
		rdump_json_number(&json, NULL, 1);
		rdump_json_number(&json, NULL, -2);
		rdump_json_open(&json, NULL, '{');
		rdump_json_close(&json, '}');
		rdump_json_bool(&json, NULL, true);
		rdump_json_close(&json, ']');
		rdump_json_null(&json, "b");
		rdump_json_string(&json, "c", "x", 10);
		rdump_json_close(&json, '}');
		rdump_json_line(&json);
		CHECK(json.length <= size);
		CHECK(json.overflow == (size < sizeof(expected) - 1));
	}
	CHECK(json.length == sizeof(expected) - 1 && memcmp(buffer, expected, json.length) == 0);
}

int main(void)
{
	test_characters();
	test_bounds();
	test_structure();
	return checks_done();
}
