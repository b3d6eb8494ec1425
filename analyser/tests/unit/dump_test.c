/* dump.c: what is read of a file, and what is refused where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "dump_builder.h"
#include "memory/dump.h"

static const struct ra_dump_options strict = {.salvage = false};
static const struct ra_dump_options salvage = {.salvage = true};

/* A dump with two map entries and two regions; the bytes of the second one end the file. */
static uint8_t *two_regions(uint32_t format_version, size_t *length)
{
	struct dump_builder dump = dump_of(format_version, "v82");
	uint8_t *bytes;

	dump.eg_address = 0x1000;
	dump.cg_address = 0x2000;
	dump_module_globals(&dump, "basic_globals", 0x1008);
	dump_map(&dump, 0x1000, 0x3000, "rw-p", "[heap]");
	dump_map_file(&dump, 0x5000, 0x6000, "r-xs", 0x1000, "08:01", 77, "/usr/bin/php");
	dump_region(&dump, 0x1000, "abcdefgh", 8);
	dump_region(&dump, 0x2000, "ijkl", 4);
	bytes = dump_bytes(&dump, length);
	dump_builder_done(&dump);
	return bytes;
}

static void all_fields_are_read(void **state)
{
	struct ra_error err = {0};
	struct ra_dump *dump = NULL;
	size_t length;
	uint8_t *bytes = two_regions(3, &length);

	(void)state;
	assert_true(ra_dump_parse(bytes, length, &strict, &dump, &err));
	assert_int_equal(dump->format_version, 3);
	assert_string_equal(dump->php_version, "v82");
	assert_int_equal(dump->php_minor, 802);
	assert_int_equal(dump->pid, 4242);
	assert_int_equal(dump->eg_address, 0x1000);
	assert_int_equal(dump->cg_address, 0x2000);
	assert_int_equal(dump->rss_bytes, 1024 * 1024);
	assert_int_equal(dump->module_globals_count, 1);
	assert_true(ra_slice_is(dump->module_globals[0].name, "basic_globals"));
	assert_int_equal(dump->module_globals[0].address, 0x1008);
	assert_int_equal(dump->entry_count, 2);
	assert_int_equal(dump->entries[0].begin, 0x1000);
	assert_int_equal(dump->entries[0].end, 0x3000);
	assert_true(dump->entries[0].readable && dump->entries[0].writable);
	assert_true(!dump->entries[0].executable && dump->entries[0].private);
	assert_true(ra_slice_is(dump->entries[0].name, "[heap]"));
	assert_int_equal(dump->entries[1].file_offset, 0x1000);
	assert_int_equal(dump->entries[1].inode, 77);
	assert_true(dump->entries[1].executable && !dump->entries[1].private);
	assert_true(ra_slice_is(dump->entries[1].device, "08:01"));
	assert_int_equal(dump->region_count, 2);
	assert_int_equal(dump->regions[1].address, 0x2000);
	assert_int_equal(dump->regions[1].size_bytes, 4);
	assert_memory_equal(bytes + dump->regions[1].body_offset, "ijkl", 4);
	assert_int_equal(dump->missing_bytes, 0);
	assert_int_equal(dump->trailing_bytes, 0);
	ra_dump_close(dump);
	free(bytes);
}

static void old_formats_lack_rss_and_module_globals(void **state)
{
	(void)state;
	for (uint32_t version = 1; version <= 2; version++) {
		struct ra_error err = {0};
		struct ra_dump *dump = NULL;
		size_t length;
		uint8_t *bytes = two_regions(version, &length);

		assert_true(ra_dump_parse(bytes, length, &strict, &dump, &err));
		assert_int_equal(dump->rss_bytes, version == 1 ? -1 : 1024 * 1024);
		assert_int_equal(dump->module_globals_count, 0);
		assert_int_equal(dump->region_count, 2);
		assert_int_equal(dump->regions[0].size_bytes, 8);
		ra_dump_close(dump);
		free(bytes);
	}
}

static void two_digit_minor_versions_are_read(void **state)
{
	struct dump_builder builder = dump_of(3, "v810");
	struct ra_error err = {0};
	struct ra_dump *dump = NULL;
	size_t length;
	uint8_t *bytes = dump_bytes(&builder, &length);

	(void)state;
	assert_true(ra_dump_parse(bytes, length, &strict, &dump, &err));
	assert_int_equal(dump->php_minor, 810);
	ra_dump_close(dump);
	free(bytes);
}

/* Whatever is cut off, the file is refused, in a copy of the exact length so that a read beyond the
 * end would be found; and salvage takes it as soon as the map is whole. */
static void every_truncation_is_noticed(void **state)
{
	size_t length;
	uint8_t *bytes = two_regions(3, &length);
	struct ra_dump *whole = NULL;
	uint64_t header;

	(void)state;
	assert_true(ra_dump_parse(bytes, length, &strict, &whole, NULL));
	header = whole->header_bytes;
	ra_dump_close(whole);
	for (size_t cut = 0; cut < length; cut++) {
		struct ra_error err = {0};
		struct ra_dump *dump = NULL;
		uint8_t *copy = malloc(cut ? cut : 1);

		memcpy(copy, bytes, cut);
		assert_false(ra_dump_parse(copy, cut, &strict, &dump, &err));
		assert_null(dump);
		assert_int_equal(err.kind, RA_ERR_FORMAT);
		assert_true(err.offset <= cut);
		if (cut < header) {
			assert_false(ra_dump_parse(copy, cut, &salvage, &dump, NULL));
		} else {
			assert_true(ra_dump_parse(copy, cut, &salvage, &dump, NULL));
			assert_true(dump->missing_bytes > 0);
			assert_true(dump->region_count + dump->missing_regions == 2);
			ra_dump_close(dump);
		}
		free(copy);
	}
	free(bytes);
}

static void a_salvaged_dump_says_what_is_missing(void **state)
{
	struct ra_dump *dump = NULL;
	size_t length;
	uint8_t *bytes = two_regions(3, &length);

	(void)state;
	assert_true(ra_dump_parse(bytes, length - 3, &salvage, &dump, NULL));
	assert_int_equal(dump->missing_bytes, 3);
	assert_int_equal(dump->missing_regions, 0);
	assert_int_equal(dump->regions[1].present_bytes, 1);
	ra_dump_close(dump);
	/* the second region's header (16) and body (4) are gone, and half of the first one's body */
	assert_true(ra_dump_parse(bytes, length - 24, &salvage, &dump, NULL));
	assert_int_equal(dump->missing_bytes, 4 + 16);
	assert_int_equal(dump->missing_regions, 1);
	ra_dump_close(dump);
	free(bytes);
}

static void trailing_bytes_are_counted(void **state)
{
	struct ra_dump *dump = NULL;
	size_t length;
	uint8_t *bytes = two_regions(3, &length);

	(void)state;
	bytes = realloc(bytes, length + 5);
	memset(bytes + length, 0, 5);
	assert_true(ra_dump_parse(bytes, length + 5, &strict, &dump, NULL));
	assert_int_equal(dump->trailing_bytes, 5);
	ra_dump_close(dump);
	free(bytes);
}

/* Counts of 2^32 - 1 in a file of some 100 bytes: refused by arithmetic, not by malloc. */
static void counts_are_checked_against_the_file(void **state)
{
	static const char *const fields[] = {"module_globals_count", "entry_count"};
	const size_t places[] = {8 + 4 + 7 + 8 * 4, 8 + 4 + 7 + 8 * 4 + 4 + 25};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct ra_error err = {0};
		struct ra_dump *dump = NULL;
		size_t length;
		uint8_t *bytes = two_regions(3, &length);

		memset(bytes + places[i], 0xff, 4);
		assert_false(ra_dump_parse(bytes, length, &salvage, &dump, &err));
		assert_int_equal(err.offset, places[i]);
		assert_non_null(strstr(err.message, fields[i]));
		free(bytes);
	}
}

static void a_region_must_fit_into_the_address_space(void **state)
{
	struct dump_builder builder = dump_of(3, "v82");
	struct ra_error err = {0};
	struct ra_dump *dump = NULL;
	size_t length;
	uint8_t *bytes;

	(void)state;
	dump_region(&builder, UINT64_MAX - 2, "abcd", 4);
	bytes = dump_bytes(&builder, &length);
	assert_false(ra_dump_parse(bytes, length, &salvage, &dump, &err));
	assert_string_equal(err.message, "region #0 does not fit into the address space");
	free(bytes);
	dump_builder_done(&builder);
}

static void hex_numbers_are_strict(void **state)
{
	static const struct {
		const char *text;
		bool good;
	} cases[] = {{"0", true}, {"00400000", true}, {"ffffffffffffffff", true}, {"", false},
		{"0x10", false}, {"1ffffffffffffffff", false}, {"12 ", false}, {"-1", false}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct dump_builder builder = dump_of(3, "v82");
		struct ra_dump *dump = NULL;
		size_t length;
		uint8_t *bytes;

		bytes_str(&builder.map, cases[i].text);
		bytes_str(&builder.map, "2000");
		bytes_str(&builder.map, "0");
		bytes_add(&builder.map, "\1\1\0\1", 4);
		bytes_str(&builder.map, "00:00");
		bytes_u64(&builder.map, 0);
		bytes_str(&builder.map, "padding that makes the entry long enough to be counted");
		builder.entry_count = 1;
		bytes = dump_bytes(&builder, &length);
		assert_int_equal(ra_dump_parse(bytes, length, &strict, &dump, NULL), cases[i].good);
		if (cases[i].good) {
			ra_dump_close(dump);
		}
		free(bytes);
		dump_builder_done(&builder);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_fields_are_read),
		cmocka_unit_test(old_formats_lack_rss_and_module_globals),
		cmocka_unit_test(two_digit_minor_versions_are_read),
		cmocka_unit_test(every_truncation_is_noticed),
		cmocka_unit_test(a_salvaged_dump_says_what_is_missing),
		cmocka_unit_test(trailing_bytes_are_counted),
		cmocka_unit_test(counts_are_checked_against_the_file),
		cmocka_unit_test(a_region_must_fit_into_the_address_space),
		cmocka_unit_test(hex_numbers_are_strict),
	};

	return cmocka_run_group_tests_name("dump", tests, NULL, NULL);
}
