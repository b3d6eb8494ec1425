/* rdump_maps.c on texts, among them those of kernels that are not at hand. */
#include "unit_check.h"

#include <stdlib.h>
#include <unistd.h>

static char memory[1 << 16] __attribute__((aligned(16)));
static struct rdump_arena arena;

static enum rdump_maps_status parse_with(
	struct rdump_maps *maps, const char *text, size_t buffer_size)
{
	char path[] = "/tmp/rdump-maps-XXXXXX";
	int fd = mkstemp(path);
	char *buffer = malloc(buffer_size);

	unlink(path);
	if (write(fd, text, strlen(text)) != (ssize_t)strlen(text)) {
		abort();
	}
	lseek(fd, 0, SEEK_SET);
	arena = (struct rdump_arena){memory, memory + sizeof(memory)};
	rdump_maps_init(maps, &arena);

	enum rdump_maps_status status = rdump_maps_read(maps, fd, buffer, buffer_size);

	free(buffer);
	close(fd);
	return status;
}

static struct rdump_maps parse(const char *text)
{
	struct rdump_maps maps;

	CHECK(parse_with(&maps, text, 4096) == RDUMP_MAPS_OK);
	return maps;
}

static bool named(const struct rdump_vma *vma, const char *name)
{
	return vma->name_length == strlen(name) && memcmp(vma->name, name, vma->name_length) == 0;
}

static void every_column_is_read(void)
{
	struct rdump_maps maps = parse("7f00a000-7f00c000 r-xs 0001f000 103:02 4294967297"
								   "                  /usr/lib/x.so\n");

	CHECK(maps.count == 1);
	CHECK(maps.vmas[0].begin == 0x7f00a000 && maps.vmas[0].end == 0x7f00c000);
	CHECK(maps.vmas[0].flags == (RDUMP_VMA_READ | RDUMP_VMA_EXECUTE));
	CHECK(maps.vmas[0].file_offset == 0x1f000);
	CHECK(strcmp(maps.vmas[0].device, "103:02") == 0);
	CHECK(maps.vmas[0].inode == 4294967297);
	CHECK(named(&maps.vmas[0], "/usr/lib/x.so"));
}

static void names_keep_spaces_escapes_and_suffix(void)
{
	struct rdump_maps maps =
		parse("1000-2000 rw-p 00000000 00:00 0 \n"
			  "2000-3000 rw-p 00000000 00:00 0    /a b  c \n"
			  "3000-4000 rw-p 00000000 00:00 0    /line\\012break (deleted)\n"
			  "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]\n");

	CHECK(maps.count == 4);
	CHECK(named(&maps.vmas[0], ""));
	CHECK(named(&maps.vmas[1], "/a b  c "));
	CHECK(named(&maps.vmas[2], "/line\\012break (deleted)"));
	CHECK(maps.vmas[3].end == 0xffffffffff601000);
}

static void smaps_fields_belong_to_their_entry(void)
{
	struct rdump_maps maps = parse("1000-5000 rw-p 00000000 00:00 0 \n"
								   "Size:                 16 kB\n"
								   "Rss:                   8 kB\n"
								   "Swap:                  4 kB\n"
								   "SwapPss:               4 kB\n"
								   "VmFlags: rd wr mr mw me ac sd \n"
								   "5000-6000 rw-p 00000000 00:00 0 \n"
								   "Rss:                   0 kB\n"
								   "Swap:                  0 kB\n"
								   "VmFlags: rd wr mr mw me dd ac\n");

	CHECK(maps.count == 2);
	CHECK(maps.vmas[0].rss_bytes == 8192 && maps.vmas[0].swap_bytes == 4096);
	CHECK(maps.vmas[0].flags & RDUMP_VMA_DETAILED);
	CHECK(!(maps.vmas[0].flags & RDUMP_VMA_DONTDUMP));
	CHECK(maps.vmas[1].flags & RDUMP_VMA_DONTDUMP);
	CHECK(!rdump_vma_is_captured(&maps.vmas[1], true));
}

/* Other threads map and unmap between two reads of the file. */
static void a_torn_text_stays_in_order(void)
{
	struct rdump_maps maps = parse("1000-3000 rw-p 00000000 00:00 0 \n"
								   "2000-4000 r--p 00001000 08:01 7 /lib\n"
								   "1000-2000 rw-p 00000000 00:00 0 \n"
								   "VmFlags: rd dd\n"
								   "6000-7000 rw-p 00000000 00:00 0 \n");

	CHECK(maps.count == 3);
	CHECK(maps.vmas[1].begin == 0x3000 && maps.vmas[1].end == 0x4000);
	CHECK(maps.vmas[1].file_offset == 0x2000);
	CHECK(!(maps.vmas[1].flags & RDUMP_VMA_DONTDUMP));
	CHECK(maps.vmas[2].begin == 0x6000);
}

static void what_is_no_map_is_refused(void)
{
	static const char *const texts[] = {
		"1000 rw-p 00000000 00:00 0 \n",
		"1000-1000 rw-p 00000000 00:00 0 \n",
		"2000-1000 rw-p 00000000 00:00 0 \n",
		"11111111111111111-2 rw-p 00000000 00:00 0 \n",
		"1000-2000 rw\n",
		"1000-2000 rw-p 00000000 0123456789012345678:00 0 \n",
		"1000-2000 rw-p 00000000 00:00 \n",
		"1000-2000 rw-p 00000000 00:00 0",
		"1000-2000 rw-p 0 0:0 0 \nRss: many kB\n",
	};
	struct rdump_maps maps;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		CHECK(parse_with(&maps, texts[i], 4096) == RDUMP_MAPS_MALFORMED);
	}
	CHECK(parse_with(&maps, "1000-2000 rw-p 00000000 00:00 0 /a\n", 32) == RDUMP_MAPS_MALFORMED);
	CHECK(parse_with(&maps, "", 4096) == RDUMP_MAPS_OK && maps.count == 0);
}

static void a_line_may_cross_any_number_of_reads(void)
{
	const char text[] = "1000-2000 rw-p 00000000 00:00 0 \n"
						"2000-3000 rw-p 00000000 00:00 0    /some/name\n";
	struct rdump_maps maps;

	CHECK(parse_with(&maps, text, 50) == RDUMP_MAPS_OK);
	CHECK(maps.count == 2 && named(&maps.vmas[1], "/some/name"));
}

static void a_full_arena_is_told(void)
{
	const char line[] = "1000-2000 rw-p 00000000 00:00 0 /name";
	struct rdump_arena small = {memory, memory + sizeof(struct rdump_vma) + 4};
	struct rdump_maps maps;

	rdump_maps_init(&maps, &small);
	CHECK(rdump_maps_line(&maps, line, strlen(line)) == RDUMP_MAPS_FULL);
}

/* Which mappings are captured, lean and full. */
static void the_rules_of_capture(void)
{
	static const struct {
		const char *line;
		bool lean;
		bool full;
	} cases[] = {
		{"1000-2000 rw-p 00000000 00:00 0 ", true, true},
		{"1000-2000 r--p 00000000 00:00 0 ", true, true},
		{"1000-2000 ---p 00000000 00:00 0 ", false, false},
		{"1000-2000 -w-p 00000000 00:00 0 ", false, false},
		{"1000-2000 r--p 00000000 00:00 0 [anon:zend_alloc]", true, true},
		{"1000-2000 r--s 00000000 00:01 9 [anon_shmem:php cache]", true, true},
		{"1000-2000 r--s 00000000 00:01 9 /dev/zero (deleted)", true, true},
		{"1000-2000 r--s 00000000 00:01 9 /memfd:x (deleted)", true, true},
		{"1000-2000 r--s 00000000 00:01 9 /SYSV00000000 (deleted)", true, true},
		{"1000-2000 rw-s 00000000 00:01 9 /dev/shm/x", true, true},
		{"1000-2000 r--p 00000000 08:01 9 /lib/libc.so", false, true},
		{"1000-2000 r-xp 00000000 08:01 9 /lib/libc.so", false, true},
		{"1000-2000 rw-p 00000000 08:01 9 /lib/libc.so", true, true},
		{"1000-2000 rw-p 00000000 00:00 0 [heap]", true, true},
		{"1000-2000 rw-p 00000000 00:00 0 [stack]", true, true},
		{"1000-2000 r--p 00000000 00:00 0 [vvar]", false, false},
		{"1000-2000 r--p 00000000 00:00 0 [vvar_vclock]", false, false},
		{"1000-2000 r-xp 00000000 00:00 0 [vdso]", false, false},
		{"1000-2000 r-xp 00000000 00:00 0 [vsyscall]", false, false},
		{"1000-2000 rw-s 00000000 00:0f 9 /secretmem (deleted)", false, false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rdump_maps maps;

		arena = (struct rdump_arena){memory, memory + sizeof(memory)};
		rdump_maps_init(&maps, &arena);
		CHECK(rdump_maps_line(&maps, cases[i].line, strlen(cases[i].line)) == RDUMP_MAPS_OK);
		if (rdump_vma_is_captured(&maps.vmas[0], false) != cases[i].lean ||
			rdump_vma_is_captured(&maps.vmas[0], true) != cases[i].full) {
			printf("%s\n", cases[i].line);
			CHECK(false);
		}
	}
}

int main(void)
{
	every_column_is_read();
	names_keep_spaces_escapes_and_suffix();
	smaps_fields_belong_to_their_entry();
	a_torn_text_stays_in_order();
	what_is_no_map_is_refused();
	a_line_may_cross_any_number_of_reads();
	a_full_arena_is_told();
	the_rules_of_capture();
	return checks_done();
}
