/* inspect.c: what is found in a sound process, and what is warned about in a torn one. */
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
#include "heap_builder.h"
#include "report/inspect.h"
#include "report/out_inspect.h"

static const struct ra_dump_options salvage = {.salvage = true};
static const struct ra_space_options no_files = {.no_files = true};

struct fixture {
	uint8_t *bytes;
	struct ra_dump *dump;
	struct ra_inspection *inspection;
};

static void inspect_bytes(struct fixture *f, uint8_t *bytes, size_t length)
{
	f->bytes = bytes;
	assert_true(ra_dump_parse(bytes, length, &salvage, &f->dump, NULL));
	assert_true(ra_inspection_make(f->dump, &no_files, &f->inspection, NULL));
}

static void inspect_builder(struct fixture *f, struct dump_builder *builder)
{
	size_t length;
	uint8_t *bytes = dump_bytes(builder, &length);

	dump_builder_done(builder);
	inspect_bytes(f, bytes, length);
}

static void fixture_done(struct fixture *f)
{
	ra_inspection_free(f->inspection);
	ra_dump_close(f->dump);
	free(f->bytes);
}

static bool warned(const struct ra_inspection *inspection, const char *part)
{
	for (uint32_t i = 0; i < inspection->warning_count; i++) {
		if (strstr(inspection->warnings[i], part)) {
			return true;
		}
	}
	return false;
}

static void a_sound_process_gives_no_warning(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < ra_layout_version_count; i++) {
		const uint32_t version = ra_layout_versions[i].since;

		if (!heap_tells_version(&ra_layout_versions[i])) {
			continue;
		}
		struct heap_builder *heap = heap_sample(version, false);
		size_t length;
		uint8_t *bytes = heap_bytes(heap, &length);
		struct fixture f = {0};

		inspect_bytes(&f, bytes, length);
		for (uint32_t w = 0; w < f.inspection->warning_count; w++) {
			print_error("%u: %s\n", version, f.inspection->warnings[w]);
		}
		assert_int_equal(f.inspection->warning_count, 0);
		assert_true(f.inspection->eg_captured && f.inspection->cg_captured);
		assert_non_null(f.inspection->layout);
		assert_int_equal(f.inspection->layout->php, version / 100);
		assert_true(f.inspection->heap->found);
		assert_int_equal(f.inspection->heap->main_chunk, HEAP_CHUNK);
		assert_int_equal(f.inspection->heap->usage_bytes, heap_usage_bytes(heap));
		assert_int_equal(f.inspection->heap->live_bytes, heap_usage_bytes(heap));
		assert_int_equal(f.inspection->regions[2].chunk_count, 1);
		assert_int_equal(f.inspection->mappings[1].kind, RA_MAPPING_ZEND_HEAP);
		assert_int_equal(f.inspection->mappings[2].kind, RA_MAPPING_STACK);
		fixture_done(&f);
		heap_free(heap);
	}
}

static void torn_regions_are_told(void **state)
{
	struct dump_builder builder = dump_of(3, "v82");
	struct fixture f = {0};

	(void)state;
	dump_map(&builder, 0x1000, 0x2000, "rw-p", "");
	dump_map(&builder, 0x1800, 0x3000, "rw-p", "");
	dump_map(&builder, 0x5000, 0x4000, "rw-p", "");
	dump_region(&builder, 0x1f00, "abcd", 4);
	dump_region(&builder, 0x1f02, "efgh", 4);
	dump_region(&builder, 0x1000, "ijkl", 4);
	dump_region(&builder, 0x2ffe, "mnop", 4);
	dump_region(&builder, 0x9000, "qrst", 4);
	inspect_builder(&f, &builder);
	assert_true(warned(f.inspection, "map entries #0 and #1 overlap at 0x1800"));
	assert_true(warned(f.inspection, "map entry #2 is empty or ends before it begins"));
	assert_true(warned(f.inspection, "regions #0 and #1 overlap at 0x1f02"));
	assert_true(warned(f.inspection, "the regions are not in address order (1 out of place)"));
	assert_true(warned(f.inspection, "region #3 at 0x2ffe reaches beyond its map entry"));
	assert_true(warned(f.inspection, "region #4 at 0x9000 lies outside every map entry"));
	assert_true(warned(f.inspection, "executor globals"));
	assert_true(warned(f.inspection, "no ZendMM heap"));
	fixture_done(&f);
}

static void many_complaints_of_a_kind_are_summed_up(void **state)
{
	struct dump_builder builder = dump_of(3, "v82");
	struct fixture f = {0};

	(void)state;
	for (uint64_t i = 0; i < 100; i++) {
		dump_region(&builder, 0x1000 * i, "abcd", 4);
	}
	inspect_builder(&f, &builder);
	assert_true(warned(f.inspection, "92 more regions outside the map"));
	assert_true(f.inspection->warning_count < 20);
	fixture_done(&f);
}

static void mappings_are_told_apart(void **state)
{
	static const struct {
		const char *permissions;
		const char *name;
		enum ra_mapping_kind kind;
	} cases[] = {
		{"rw-p", "", RA_MAPPING_ANONYMOUS},
		{"rw-p", "[anon:zend_alloc]", RA_MAPPING_ANONYMOUS},
		{"rw-p", "[heap]", RA_MAPPING_C_HEAP},
		{"rw-p", "[stack]", RA_MAPPING_STACK},
		{"r-xp", "[vdso]", RA_MAPPING_KERNEL},
		{"rw-s", "/dev/zero (deleted)", RA_MAPPING_OPCACHE},
		{"rw-s", "/SYSV00000000 (deleted)", RA_MAPPING_OPCACHE},
		{"rw-p", "/usr/lib/libc.so.6", RA_MAPPING_LIBRARY_DATA},
		{"r--p", "/usr/lib/libc.so.6", RA_MAPPING_FILE},
		{"rw-s", "/var/cache/data", RA_MAPPING_FILE},
	};
	const size_t count = sizeof(cases) / sizeof(cases[0]);
	struct dump_builder builder = dump_of(3, "v82");
	struct fixture f = {0};

	(void)state;
	for (size_t i = 0; i < count; i++) {
		dump_map(&builder, 0x10000 * (i + 1), 0x10000 * (i + 1) + 0x1000, cases[i].permissions,
			cases[i].name);
	}
	inspect_builder(&f, &builder);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(f.inspection->mappings[i].kind, cases[i].kind);
	}
	fixture_done(&f);
}

/* Names come from the dumped machine: they must not steer the reader's terminal. */
static void control_characters_are_not_printed(void **state)
{
	static const struct ra_out_inspect_options everything = {0};
	struct dump_builder builder = dump_of(3, "v82");
	struct fixture f = {0};
	struct ra_output output = {0};
	char *text = NULL;
	size_t length = 0;

	(void)state;
	dump_map(&builder, 0x1000, 0x2000, "rw-p", "/tmp/\x1b[31mred\n/etc");
	dump_module_globals(&builder, "\x1b]0;title\x07", 1);
	inspect_builder(&f, &builder);
	output.stream = open_memstream(&text, &length);
	ra_out_inspect_text(&output, f.inspection, &everything);
	fclose(output.stream);
	assert_null(memchr(text, 0x1b, length));
	assert_null(memchr(text, 0x07, length));
	assert_null(strstr(text, "\n/etc"));
	free(text);
	fixture_done(&f);
}

static void verification_finds_a_broken_chunk(void **state)
{
	struct heap_builder *heap = heap_sample(80200, false);
	char path[] = "/tmp/rdump-inspect-XXXXXX";
	const int fd = mkstemp(path);
	struct ra_dump *dump = NULL;
	struct ra_inspection *inspection = NULL;
	size_t length;
	uint8_t *bytes;

	(void)state;
	assert_true(fd >= 0);
	bytes = heap_bytes(heap, &length);
	assert_true(ra_dump_parse(bytes, length, &salvage, &dump, NULL));
	bytes[dump->regions[2].body_offset + 24] ^= 1;
	ra_dump_close(dump);
	assert_int_equal(write(fd, bytes, length), length);
	assert_true(ra_dump_open(path, &salvage, &dump, NULL));
	assert_true(ra_inspection_make(dump, &no_files, &inspection, NULL));
	assert_true(ra_inspection_verify(inspection, NULL));
	assert_int_equal(inspection->verification.bad_chunk_count, 1);
	assert_true(warned(inspection, "unsound header"));
	assert_int_equal(inspection->verification.read_bytes, inspection->captured_bytes);
	ra_inspection_free(inspection);
	ra_dump_close(dump);
	close(fd);
	unlink(path);
	free(bytes);
	heap_free(heap);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sound_process_gives_no_warning),
		cmocka_unit_test(torn_regions_are_told),
		cmocka_unit_test(many_complaints_of_a_kind_are_summed_up),
		cmocka_unit_test(mappings_are_told_apart),
		cmocka_unit_test(control_characters_are_not_printed),
		cmocka_unit_test(verification_finds_a_broken_chunk),
	};

	return cmocka_run_group_tests_name("inspect", tests, NULL, NULL);
}
