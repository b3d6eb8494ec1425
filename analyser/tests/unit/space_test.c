/* space.c: reads over regions, holes and their reasons, regions that overlap. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dump_builder.h"
#include "memory/space.h"

struct fixture {
	struct dump_builder builder;
	uint8_t *bytes;
	struct ra_dump *dump;
	struct ra_space *space;
};

/* Opens what the builder holds, `cut` bytes shorter. */
static void fixture_open(struct fixture *fixture, size_t cut)
{
	static const struct ra_dump_options salvage = {.salvage = true};
	static const struct ra_space_options options = {.no_files = true};
	size_t length;

	fixture->bytes = dump_bytes(&fixture->builder, &length);
	assert_true(ra_dump_parse(fixture->bytes, length - cut, &salvage, &fixture->dump, NULL));
	assert_true(ra_space_open(fixture->dump, &options, &fixture->space, NULL));
}

static void fixture_done(struct fixture *fixture)
{
	ra_space_close(fixture->space);
	ra_dump_close(fixture->dump);
	free(fixture->bytes);
	dump_builder_done(&fixture->builder);
}

static void a_read_may_span_regions_but_not_a_hole(void **state)
{
	struct fixture f = {.builder = dump_of(3, "v82")};
	char got[6];

	(void)state;
	dump_map(&f.builder, 0x1000, 0x2000, "rw-p", "");
	dump_region(&f.builder, 0x1000, "abcd", 4);
	dump_region(&f.builder, 0x1004, "efgh", 4);
	fixture_open(&f, 0);
	assert_true(ra_space_read(f.space, 0x1001, got, 6));
	assert_memory_equal(got, "bcdefg", 6);
	assert_false(ra_space_read(f.space, 0x1006, got, 3));
	assert_int_equal(ra_space_holes(f.space, RA_HOLE_NOT_CAPTURED), 1);
	assert_int_equal(ra_space_extent(f.space, 0x1001, 100), 7);
	assert_int_equal(ra_space_extent(f.space, 0x1001, 3), 3);
	assert_int_equal(ra_space_extent(f.space, 0x1008, 3), 0);
	assert_true(ra_space_captured(f.space, 0x1000, 8));
	assert_false(ra_space_captured(f.space, 0x1000, 9));
	fixture_done(&f);
}

static void holes_are_counted_by_reason(void **state)
{
	struct fixture f = {.builder = dump_of(3, "v82")};
	uint64_t value;

	(void)state;
	dump_map(&f.builder, 0x1000, 0x2000, "rw-p", "");
	dump_map(&f.builder, 0x4000, 0x5000, "rw-p", "");
	dump_region(&f.builder, 0x1000, "abcdefghijklmnop", 16);
	fixture_open(&f, 8);
	assert_true(ra_read_u64(f.space, 0x1000, &value));
	assert_int_equal(value, 0x6867666564636261);
	assert_false(ra_read_u64(f.space, 0x1008, &value)); /* cut off */
	assert_false(ra_read_u64(f.space, 0x1800, &value)); /* in the map only */
	assert_false(ra_read_u64(f.space, 0x3000, &value)); /* nowhere */
	assert_int_equal(ra_space_holes(f.space, RA_HOLE_CUT), 1);
	assert_int_equal(ra_space_holes(f.space, RA_HOLE_NOT_CAPTURED), 1);
	assert_int_equal(ra_space_holes(f.space, RA_HOLE_UNMAPPED), 1);
	fixture_done(&f);
}

/* Regions that were cut off altogether are holes of the cut, not of the capture. */
static void missing_regions_are_cut_off_too(void **state)
{
	struct fixture f = {.builder = dump_of(3, "v82")};
	uint8_t value;

	(void)state;
	dump_map(&f.builder, 0x1000, 0x2000, "rw-p", "");
	dump_map(&f.builder, 0x4000, 0x5000, "rw-p", "");
	dump_region(&f.builder, 0x1000, "abcd", 4);
	dump_region(&f.builder, 0x4000, "efgh", 4);
	fixture_open(&f, 20);
	assert_false(ra_read_u8(f.space, 0x4000, &value));
	assert_int_equal(ra_space_holes(f.space, RA_HOLE_CUT), 1);
	fixture_done(&f);
}

static void of_overlapping_regions_the_lower_wins(void **state)
{
	struct fixture f = {.builder = dump_of(3, "v82")};
	char got[8];

	(void)state;
	dump_region(&f.builder, 0x1002, "CDEFGH", 6); /* out of order, too */
	dump_region(&f.builder, 0x1000, "abcd", 4);
	dump_region(&f.builder, 0x1000, "wxyz", 4); /* the same place again: the first in the file */
	dump_region(&f.builder, 0x1001, "!", 1);    /* wholly covered */
	fixture_open(&f, 0);
	assert_true(ra_space_read(f.space, 0x1000, got, 8));
	assert_memory_equal(got, "abcdEFGH", 8);
	assert_int_equal(ra_space_captured_bytes(f.space, 0, UINT64_MAX), 8);
	assert_int_equal(ra_space_captured_bytes(f.space, 0x1003, 0x1005), 2);
	assert_int_equal(ra_space_captured_bytes(f.space, 0x1005, 0x1005), 0);
	fixture_done(&f);
}

static void the_end_of_the_address_space_is_no_wrap_around(void **state)
{
	struct fixture f = {.builder = dump_of(3, "v82")};
	char got[4];

	(void)state;
	dump_region(&f.builder, 0, "abcd", 4);
	dump_region(&f.builder, UINT64_MAX - 3, "wxy", 3);
	fixture_open(&f, 0);
	assert_true(ra_space_read(f.space, UINT64_MAX - 3, got, 3));
	assert_false(ra_space_read(f.space, UINT64_MAX - 3, got, 4));
	assert_int_equal(ra_space_extent(f.space, UINT64_MAX - 3, UINT64_MAX), 3);
	fixture_done(&f);
}

static void an_address_belongs_to_one_map_entry(void **state)
{
	struct fixture f = {.builder = dump_of(3, "v82")};

	(void)state;
	dump_map(&f.builder, 0x4000, 0x5000, "rw-p", "b"); /* out of order */
	dump_map(&f.builder, 0x1000, 0x2000, "rw-p", "a");
	dump_map(&f.builder, 0x7000, 0x6000, "rw-p", "backwards");
	fixture_open(&f, 0);
	assert_null(ra_space_entry(f.space, 0xfff));
	assert_true(ra_slice_is(ra_space_entry(f.space, 0x1000)->name, "a"));
	assert_true(ra_slice_is(ra_space_entry(f.space, 0x1fff)->name, "a"));
	assert_null(ra_space_entry(f.space, 0x2000));
	assert_true(ra_slice_is(ra_space_entry(f.space, 0x4000)->name, "b"));
	assert_null(ra_space_entry(f.space, 0x6500));
	fixture_done(&f);
}

/* Many small regions, read in a scattered order: the cache in front of the search must not lie. */
static void the_search_finds_every_region(void **state)
{
	struct fixture f = {.builder = dump_of(3, "v82")};
	uint64_t value;

	(void)state;
	for (uint64_t i = 0; i < 1000; i++) {
		dump_region(&f.builder, 0x100000 + i * 0x10000, &i, sizeof(i));
	}
	fixture_open(&f, 0);
	for (uint64_t i = 0; i < 5000; i++) {
		const uint64_t pick = i * 7919 % 1000;

		assert_true(ra_read_u64(f.space, 0x100000 + pick * 0x10000, &value));
		assert_int_equal(value, pick);
		assert_false(ra_read_u64(f.space, 0x100004 + pick * 0x10000, &value));
	}
	fixture_done(&f);
}

static long resident_kib(void)
{
	char line[256];
	long kib = -1;
	FILE *status = fopen("/proc/self/status", "r");

	while (status && fgets(line, sizeof(line), status)) {
		sscanf(line, "RssAnon: %ld", &kib);
	}
	if (status) {
		fclose(status);
	}
	return kib;
}

/* A dump of 256 MiB, all of it read: no more than the budget stays. */
static void what_is_kept_of_a_large_file_is_bounded(void **state)
{
	const uint64_t size = UINT64_C(256) << 20;
	static const struct ra_dump_options small = {.window_bytes = UINT64_C(24) << 20};
	struct dump_builder builder = dump_of(3, "v82");
	char path[] = "/tmp/rdump-space-XXXXXX";
	const int fd = mkstemp(path);
	struct ra_dump *dump = NULL;
	struct ra_space *space = NULL;
	size_t header;
	uint8_t *bytes;
	uint64_t value;
	long before, most = 0;

	(void)state;
	assert_true(fd >= 0);
	dump_map(&builder, 0x10000000, 0x10000000 + size, "rw-p", "");
	dump_region(&builder, 0x10000000, "", 0);
	bytes = dump_bytes(&builder, &header);
	for (int i = 0; i < 8; i++) { /* the region's size; its body is a hole of the file */
		bytes[header - 8 + (size_t)i] = (uint8_t)(size >> (8 * i));
	}
	assert_int_equal(write(fd, bytes, header), header);
	assert_int_equal(ftruncate(fd, (off_t)(header + size)), 0);
	for (uint64_t at = 0; at < size; at += 32768) { /* something in each window */
		assert_int_equal(pwrite(fd, &at, sizeof(at), (off_t)(header + at)), sizeof(at));
	}
	assert_true(ra_dump_open(path, &small, &dump, NULL));
	assert_true(ra_space_open(dump, NULL, &space, NULL));
	before = resident_kib();
	for (uint64_t at = 0; at < size; at += 4096) {
		assert_true(ra_read_u64(space, 0x10000000 + at, &value));
		assert_int_equal(value, at % 32768 == 0 ? at : 0);
		if (at % (8 << 20) == 0) {
			const long now = resident_kib();

			most = now > most ? now : most;
		}
	}
	assert_true(before < 0 || most - before < 32 * 1024);
	ra_space_close(space);
	ra_dump_close(dump);
	close(fd);
	unlink(path);
	free(bytes);
	dump_builder_done(&builder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_read_may_span_regions_but_not_a_hole),
		cmocka_unit_test(holes_are_counted_by_reason),
		cmocka_unit_test(missing_regions_are_cut_off_too),
		cmocka_unit_test(of_overlapping_regions_the_lower_wins),
		cmocka_unit_test(the_end_of_the_address_space_is_no_wrap_around),
		cmocka_unit_test(an_address_belongs_to_one_map_entry),
		cmocka_unit_test(the_search_finds_every_region),
		cmocka_unit_test(what_is_kept_of_a_large_file_is_bounded),
	};

	return cmocka_run_group_tests_name("space", tests, NULL, NULL);
}
