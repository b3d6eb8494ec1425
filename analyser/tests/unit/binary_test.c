/* binary.c and backing.c: this test program is the dumped process; what the files on disk say about
 * its read-only memory is compared with that memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "dump_builder.h"
#include "memory/space.h"

static const char constant_text[] = "some text in the read-only data";
/* pointers in constant data: relocated, then made read-only */
static const char *const constant_pointers[] = {constant_text, constant_text + 5};

struct fixture {
	uint8_t *bytes;
	struct ra_dump *dump;
	struct ra_space *space;
};

/* Adds the mappings of this process that have this name (NULL: all), under another name if one is
 * given. */
static void map_self(
	struct dump_builder *builder, const char *only, const char *rename, int inode_off)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[4096];

	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps)) {
		uint64_t begin, end, offset, inode;
		char permissions[5], device[16], name[4096] = "";

		assert_true(sscanf(line, "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64 " %15s %" SCNu64 " %4095s",
						&begin, &end, permissions, &offset, device, &inode, name) >= 6);
		if (!only || strcmp(name, only) == 0) {
			dump_map_file(builder, begin, end, permissions, offset, device,
				inode + (uint64_t)inode_off, rename ? rename : name);
		}
	}
	fclose(maps);
}

/* A piece without permissions under this name before the first and behind the last mapping that has it. */
static void add_gaps(struct dump_builder *builder, const char *name)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[4096], device[16], path[4096];
	uint64_t begin, end, offset, inode;
	bool first = true;

	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %*4s %" SCNx64 " %15s %" SCNu64 " %4095s", &begin,
				&end, &offset, device, &inode, path) == 6 &&
			strcmp(path, name) == 0) {
			const uint64_t gap = first ? begin - 65536 : end + (1 << 24);

			dump_map_file(builder, gap, gap + 65536, "---p", offset + 65536, device, inode, name);
			first = false;
		}
	}
	assert_false(first);
	fclose(maps);
}

static void fixture_open(struct fixture *f, struct dump_builder *builder, const char *root)
{
	static const struct ra_dump_options strict = {0};
	const struct ra_space_options options = {.dependency_root = root};
	size_t length;

	f->bytes = dump_bytes(builder, &length);
	dump_builder_done(builder);
	assert_true(ra_dump_parse(f->bytes, length, &strict, &f->dump, NULL));
	assert_true(ra_space_open(f->dump, &options, &f->space, NULL));
}

static void fixture_done(struct fixture *f)
{
	ra_space_close(f->space);
	ra_dump_close(f->dump);
	free(f->bytes);
}

static void own_path(char *path, size_t capacity)
{
	const ssize_t length = readlink("/proc/self/exe", path, capacity - 1);

	assert_true(length > 0);
	path[length] = '\0';
}

static void read_only_memory_comes_from_the_file(void **state)
{
	struct dump_builder builder = dump_of(3, "v82");
	struct fixture f;
	char path[4096], got[sizeof(constant_text)];
	const char *pointer;
	uint64_t value;
	uint32_t count;

	(void)state;
	own_path(path, sizeof(path));
	map_self(&builder, path, NULL, 0);
	fixture_open(&f, &builder, NULL);
	assert_true(ra_space_read(f.space, (uintptr_t)constant_text, got, sizeof(got)));
	assert_string_equal(got, constant_text);
	assert_int_equal(ra_space_extent(f.space, (uintptr_t)constant_text, 8), 8);
	assert_false(ra_space_captured(f.space, (uintptr_t)constant_text, 8));
	for (int i = 0; i < 2; i++) {
		assert_true(ra_read_u64(f.space, (uintptr_t)&constant_pointers[i], &value));
		pointer = constant_pointers[i];
		assert_int_equal(value, (uintptr_t)pointer);
	}
	/* writable memory is not what the file says */
	assert_false(ra_read_u64(f.space, (uintptr_t)&environ, &value));
	assert_int_equal(ra_space_files(f.space, &count)[0].used, true);
	assert_string_equal(ra_space_files(f.space, &count)[0].verdict, "used: device and inode agree");
	assert_int_equal(count, 1);
	fixture_done(&f);
}

/* As arm64's loader leaves it: what lies between two segments has the file's name, and no permissions. */
static void a_gap_between_segments_is_no_segment(void **state)
{
	struct dump_builder builder = dump_of(3, "v82");
	struct fixture f;
	char path[4096], got[sizeof(constant_text)];
	uint32_t count;

	(void)state;
	own_path(path, sizeof(path));
	map_self(&builder, path, NULL, 0);
	add_gaps(&builder, path);
	fixture_open(&f, &builder, NULL);
	assert_true(ra_space_read(f.space, (uintptr_t)constant_text, got, sizeof(got)));
	assert_string_equal(got, constant_text);
	assert_string_equal(ra_space_files(f.space, &count)[0].verdict, "used: device and inode agree");
	assert_int_equal(count, 1);
	fixture_done(&f);
}

static void another_inode_is_another_file(void **state)
{
	struct dump_builder builder = dump_of(3, "v82");
	struct fixture f;
	char path[4096], got[8];
	uint32_t count;

	(void)state;
	own_path(path, sizeof(path));
	map_self(&builder, path, NULL, 1);
	fixture_open(&f, &builder, NULL);
	assert_false(ra_space_read(f.space, (uintptr_t)constant_text, got, sizeof(got)));
	assert_int_equal(ra_space_holes(f.space, RA_HOLE_NOT_CAPTURED), 1);
	assert_string_equal(ra_space_files(f.space, &count)[0].verdict, "device or inode differ");
	fixture_done(&f);
}

static void below_a_dependency_root_the_segments_decide(void **state)
{
	struct dump_builder builder = dump_of(3, "v82");
	struct fixture f;
	char path[4096], got[sizeof(constant_text)];

	(void)state;
	own_path(path, sizeof(path));
	map_self(&builder, path, NULL, 1);
	fixture_open(&f, &builder, "/");
	assert_true(ra_space_read(f.space, (uintptr_t)constant_text, got, sizeof(got)));
	assert_string_equal(got, constant_text);
	fixture_done(&f);
}

/* Names that a dump may hold, and what is answered without opening anything else. */
static void hostile_names_are_refused(void **state)
{
	char folder[] = "/tmp/rdump-binary-XXXXXX", fifo[128], line[128];
	const struct {
		const char *name;
		const char *verdict;
	} cases[] = {
		{"/usr/../etc/passwd", "not a path"},
		{"/usr/lib/..", "not a path"},
		{"/no/such/file (deleted)", "not found"},
		{"/dev/null", "not a regular file"},
		{"/tmp", "not a regular file"},
		{fifo, "not a regular file"},
		{line, "not a regular file"},
		{"/etc/passwd", "not an ELF file of this kind"},
		{"/ (deleted)", "not a regular file"},
	};

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(fifo, sizeof(fifo), "%s/fifo", folder);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	snprintf(line, sizeof(line), "%s/a\nb", folder);
	assert_int_equal(mkdir(line, 0700), 0);
	snprintf(line, sizeof(line), "%s/a\\012b", folder); /* as the kernel prints it */
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct dump_builder builder = dump_of(3, "v82");
		struct fixture f;
		uint8_t value;
		uint32_t count;

		dump_map_file(&builder, 0x10000, 0x20000, "r--p", 0, "08:01", 7, cases[i].name);
		fixture_open(&f, &builder, NULL);
		assert_false(ra_read_u8(f.space, 0x10000, &value));
		assert_string_equal(ra_space_files(f.space, &count)[0].verdict, cases[i].verdict);
		fixture_done(&f);
	}
	unlink(fifo);
	snprintf(line, sizeof(line), "%s/a\nb", folder);
	rmdir(line);
	rmdir(folder);
}

static void a_link_does_not_lead_out_of_the_root(void **state)
{
	char root[] = "/tmp/rdump-root-XXXXXX", link[128];
	struct dump_builder builder = dump_of(3, "v82");
	struct fixture f;
	uint8_t value;
	uint32_t count;

	(void)state;
	assert_non_null(mkdtemp(root));
	snprintf(link, sizeof(link), "%s/program", root);
	assert_int_equal(symlink("/etc/passwd", link), 0);
	dump_map_file(&builder, 0x10000, 0x20000, "r--p", 0, "08:01", 7, "/program");
	fixture_open(&f, &builder, root);
	assert_false(ra_read_u8(f.space, 0x10000, &value));
	assert_string_equal(ra_space_files(f.space, &count)[0].verdict, "not found");
	fixture_done(&f);
	unlink(link);
	rmdir(root);
}

/* Bytes of an ELF file changed at random: no answer may be a crash. */
static void damaged_binaries_do_no_harm(void **state)
{
	char folder[] = "/tmp/rdump-elf-XXXXXX", path[4096], copy[128];
	uint8_t head[65536];
	uint32_t seed = 1;
	size_t length;
	FILE *file;

	(void)state;
	own_path(path, sizeof(path));
	file = fopen(path, "rb");
	assert_non_null(file);
	length = fread(head, 1, sizeof(head), file);
	fclose(file);
	assert_non_null(mkdtemp(folder));
	snprintf(copy, sizeof(copy), "%s/program", folder);
	for (int round = 0; round < 200; round++) {
		struct dump_builder builder = dump_of(3, "v82");
		struct fixture f;
		uint8_t damaged[sizeof(head)];
		uint64_t value;

		memcpy(damaged, head, length);
		for (int i = 0; i < 1 + round % 16; i++) {
			seed = seed * 1103515245 + 12345;
			damaged[(seed >> 8) % (round % 2 ? 1024 : length)] = (uint8_t)(seed >> 24);
		}
		write_test_file(folder, "program", damaged, length);
		map_self(&builder, path, "/program", 0);
		fixture_open(&f, &builder, folder);
		for (uint32_t i = 0; i < f.dump->entry_count; i++) {
			ra_read_u64(f.space, f.dump->entries[i].begin, &value);
			ra_space_extent(f.space, f.dump->entries[i].begin, UINT64_MAX);
		}
		fixture_done(&f);
	}
	unlink(copy);
	rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(read_only_memory_comes_from_the_file),
		cmocka_unit_test(a_gap_between_segments_is_no_segment),
		cmocka_unit_test(another_inode_is_another_file),
		cmocka_unit_test(below_a_dependency_root_the_segments_decide),
		cmocka_unit_test(hostile_names_are_refused),
		cmocka_unit_test(a_link_does_not_lead_out_of_the_root),
		cmocka_unit_test(damaged_binaries_do_no_harm),
	};

	return cmocka_run_group_tests_name("binary", tests, NULL, NULL);
}
