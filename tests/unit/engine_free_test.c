/*
 * Tests of the extension's files that know nothing of PHP, on texts and values that this machine's
 * kernel does not produce: names of mappings that need CONFIG_ANON_VMA_NAME, a map that changes
 * while it is read, texts cut anywhere.
 */
#include "rdump_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int passed;
static int failed;

#define CHECK(holds)                                                                               \
 ((holds) ? (void)passed++ : (void)(failed++, printf("FAILED: line %d: %s\n", __LINE__, #holds)))

/* ---- the memory map ----------------------------------------------------------------------- */

static char arena_bytes[1 << 16] __attribute__((aligned(16)));

struct parsed {
	struct rdump_arena arena;
	struct rdump_maps maps;
	enum rdump_maps_status status;
};

/* Parses a text through a pipe-like file, with a buffer that makes lines arrive in pieces. */
static void parse_text(struct parsed *parsed, const char *text, size_t length, size_t arena_size)
{
	char buffer[512];
	const int fd = memfd_create("maps", MFD_CLOEXEC);

	if (fd < 0 || write(fd, text, length) != (ssize_t)length || lseek(fd, 0, SEEK_SET) != 0) {
		perror("memfd");
		exit(1);
	}
	parsed->arena.low = arena_bytes;
	parsed->arena.high = arena_bytes + arena_size;
	rdump_maps_init(&parsed->maps, &parsed->arena);
	parsed->status = rdump_maps_read(&parsed->maps, fd, buffer, sizeof(buffer));
	close(fd);
}

static struct parsed parse(const char *text)
{
	static struct parsed parsed;

	parse_text(&parsed, text, strlen(text), sizeof(arena_bytes));
	return parsed;
}

static bool has_name(const struct rdump_vma *vma, const char *name)
{
	return vma->name_length == strlen(name) && memcmp(vma->name, name, vma->name_length) == 0;
}

static void a_line_of_maps_becomes_an_entry(void)
{
	const struct parsed parsed = parse(
		"5626703f6000-5626703f8000 r-xs 0001f000 fe:00 247498      /usr/bin/a b  (deleted)\n");
	const struct rdump_vma *vma = parsed.maps.vmas;

	CHECK(parsed.status == RDUMP_MAPS_OK && parsed.maps.count == 1);
	CHECK(vma->begin == 0x5626703f6000 && vma->end == 0x5626703f8000);
	CHECK(vma->file_offset == 0x1f000 && vma->inode == 247498);
	CHECK(vma->flags == (RDUMP_VMA_READ | RDUMP_VMA_EXECUTE));
	CHECK(strcmp(vma->device, "fe:00") == 0);
	CHECK(has_name(vma, "/usr/bin/a b  (deleted)"));
}

static void smaps_fields_belong_to_their_entry(void)
{
	const struct parsed parsed = parse("10000-20000 rw-p 00000000 00:00 0 \n"
									   "Size:                 64 kB\n"
									   "Rss:                  12 kB\n"
									   "Swap:                  8 kB\n"
									   "VmFlags: rd wr mr mw me ac sd \n"
									   "20000-30000 rw-p 00000000 00:00 0 \n"
									   "Rss:                   0 kB\n"
									   "Swap:                  0 kB\n"
									   "THPeligible:    0\n"
									   "VmFlags: rd wr mr mw me dd ac sd\n");
	const struct rdump_vma *vmas = parsed.maps.vmas;

	CHECK(parsed.status == RDUMP_MAPS_OK && parsed.maps.count == 2);
	CHECK(vmas[0].rss_bytes == 12 << 10 && vmas[0].swap_bytes == 8 << 10);
	CHECK(!(vmas[0].flags & RDUMP_VMA_DONTDUMP) && (vmas[1].flags & RDUMP_VMA_DONTDUMP));
	CHECK((vmas[0].flags & RDUMP_VMA_DETAILED) && (vmas[1].flags & RDUMP_VMA_DETAILED));
	CHECK(rdump_vma_is_captured(&vmas[0], false) && !rdump_vma_is_captured(&vmas[1], true));
}

/* What the kernel may print, and whether a lean and a full dump hold it. */
static void names_and_rights_decide_what_is_captured(void)
{
	static const struct {
		const char *rights;
		const char *name;
		bool lean;
		bool full;
	} cases[] = {
		{"rw-p", "", true, true},
		{"r--p", "", true, true},
		{"---p", "", false, false},
		{"-w-p", "", false, false},
		{"--xp", "", false, false},
		{"rw-p", "[heap]", true, true},
		{"rw-p", "[stack]", true, true},
		{"r--p", "[anon:zend_alloc]", true, true},
		{"rw-p", "[anon:zend_alloc]", true, true},
		{"r--p", "[anon:a name with ] in it]", true, true},
		{"r--s", "[anon_shmem:opcache]", true, true},
		{"rw-s", "/dev/zero (deleted)", true, true},
		{"r--s", "/dev/zero (deleted)", true, true},
		{"r--s", "/memfd:cache (deleted)", true, true},
		{"r--s", "/SYSV00000000 (deleted)", true, true},
		{"rw-s", "/secretmem (deleted)", false, false},
		{"r--p", "/usr/lib/libc.so.6", false, true},
		{"r-xp", "/usr/lib/libc.so.6", false, true},
		{"rw-p", "/usr/lib/libc.so.6", true, true},
		{"rw-s", "/var/tmp/shared", true, true},
		{"r--p", "[vvar]", false, false},
		{"r--p", "[vvar_vclock]", false, false},
		{"r-xp", "[vdso]", false, false},
		{"--xp", "[vsyscall]", false, false},
		{"r-xp", "[vsyscall]", false, false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char line[256];

		snprintf(line, sizeof(line), "10000-20000 %s 00000000 00:00 0 %s\n", cases[i].rights,
			cases[i].name);
		const struct parsed parsed = parse(line);
		const bool right = parsed.maps.count == 1 && has_name(parsed.maps.vmas, cases[i].name) &&
						   rdump_vma_is_captured(parsed.maps.vmas, false) == cases[i].lean &&
						   rdump_vma_is_captured(parsed.maps.vmas, true) == cases[i].full;
		if (!right) {
			printf("case %s", line);
		}
		CHECK(right);
	}
}

/* Other threads may change the map between two pieces of the text. */
static void entries_stay_in_order_and_apart(void)
{
	const struct parsed parsed = parse("10000-30000 rw-p 00000000 00:00 0 \n"
									   "20000-40000 rw-p 00001000 fe:00 7 /overlaps\n"
									   "18000-28000 rw-p 00000000 00:00 0 [anon:inside]\n"
									   "VmFlags: rd dd\n"
									   "50000-60000 rw-p 00000000 00:00 0 \n");
	const struct rdump_vma *vmas = parsed.maps.vmas;

	CHECK(parsed.status == RDUMP_MAPS_OK && parsed.maps.count == 3);
	CHECK(vmas[1].begin == 0x30000 && vmas[1].end == 0x40000 && vmas[1].file_offset == 0x11000);
	CHECK(!(vmas[1].flags & RDUMP_VMA_DONTDUMP)); /* the flags were those of the dropped entry */
	CHECK(vmas[2].begin == 0x50000);
}

static void malformed_text_is_an_error_and_no_overrun(void)
{
	static const char good[] = "7f0000000000-7f0000001000 r--p 00000000 fe:00 9  /a\n";
	static const char *const bad[] = {
		"10000 20000 rw-p 00000000 00:00 0 \n",
		"20000-10000 rw-p 00000000 00:00 0 \n",
		"10000-10000 rw-p 00000000 00:00 0 \n",
		"10000-20000 rw 00000000 00:00 0 \n",
		"10000-20000 rw-p zz 00:00 0 \n",
		"10000-20000 rw-p 00000000 a-device-number-of-impossible-length:00 0 \n",
		"123456789abcdef01-20000 rw-p 00000000 00:00 0 \n",
		"10000-20000 rw-p 00000000 00:00 99999999999999999999999999 \n",
		"1",
	};
	struct parsed parsed;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		CHECK(parse(bad[i]).status == RDUMP_MAPS_MALFORMED);
	}
	for (size_t length = 0; length < sizeof(good) - 1; length++) {
		parse_text(&parsed, good, length, sizeof(arena_bytes));
		CHECK(parsed.status == (length ? RDUMP_MAPS_MALFORMED : RDUMP_MAPS_OK));
	}
}

static void a_full_arena_is_reported(void)
{
	static const char text[] = "10000-20000 rw-p 00000000 00:00 0 /a/name\n";
	struct parsed parsed;
	size_t size = 0;

	do {
		parse_text(&parsed, text, sizeof(text) - 1, size);
		CHECK(parsed.status == RDUMP_MAPS_OK || parsed.status == RDUMP_MAPS_FULL);
		CHECK(parsed.arena.low <= parsed.arena.high);
		size += 8;
	} while (parsed.status == RDUMP_MAPS_FULL);
	CHECK(size > sizeof(struct rdump_vma) && has_name(parsed.maps.vmas, "/a/name"));
}

/* ---- sizes and templates ------------------------------------------------------------------ */

static void sizes_are_numbers_with_a_unit(void)
{
	static const struct {
		const char *text;
		bool good;
		uint64_t bytes;
	} cases[] = {
		{"", true, 0},
		{"0", true, 0},
		{"500", true, 500},
		{"16K", true, 16 << 10},
		{"16k", true, 16 << 10},
		{"256M", true, 256 << 20},
		{"1.5G", true, (uint64_t)3 << 29},
		{"2T", true, (uint64_t)2 << 40},
		{" 1G\t", true, 1 << 30},
		{".5K", true, 512},
		{"1.", true, 1},
		{"18446744073709551615", true, UINT64_MAX},
		{"18446744073709551616", true, UINT64_MAX},
		{"99999999999999999999999T", true, UINT64_MAX},
		{"16777216T", true, UINT64_MAX},
		{"-1", false, 0},
		{"+1", false, 0},
		{"K", false, 0},
		{".", false, 0},
		{"1KB", false, 0},
		{"1 K", false, 0},
		{"1,5G", false, 0},
		{"0x10", false, 0},
		{"1e3", false, 0},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint64_t bytes = 0;
		const bool good = rdump_parse_size(cases[i].text, strlen(cases[i].text), &bytes);

		if (good != cases[i].good || (good && bytes != cases[i].bytes)) {
			printf("case '%s': %d, %llu\n", cases[i].text, good, (unsigned long long)bytes);
		}
		CHECK(good == cases[i].good && (!good || bytes == cases[i].bytes));
	}
}

static void templates_expand_what_they_know(void)
{
	static const struct rdump_template_values values = {12, 34, 56, "host"};
	static const struct {
		const char *text;
		const char *path;
	} cases[] = {
		{"plain", "plain"},
		{"%p", "12"},
		{"%i-%t-%h", "34-56-host"},
		{"%%p", "%p"},
		{"%%%p", "%12"},
		{"%x%P%", "%x%P%"},
		{"100%", "100%"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const size_t needed = strlen(cases[i].path) + 1;
		char path[64];

		CHECK(rdump_template_expand(cases[i].text, &values, path, sizeof(path)) &&
			  strcmp(path, cases[i].path) == 0);
		char *exact = malloc(needed); /* an overrun is seen by the address sanitizer */
		CHECK(exact && rdump_template_expand(cases[i].text, &values, exact, needed));
		CHECK(exact && !rdump_template_expand(cases[i].text, &values, exact, needed - 1));
		free(exact);
	}
}

int main(void)
{
	a_line_of_maps_becomes_an_entry();
	smaps_fields_belong_to_their_entry();
	names_and_rights_decide_what_is_captured();
	entries_stay_in_order_and_apart();
	malformed_text_is_an_error_and_no_overrun();
	a_full_arena_is_reported();
	sizes_are_numbers_with_a_unit();
	templates_expand_what_they_know();
	printf("unit: %d checks passed, %d failed\n", passed, failed);
	return failed ? 1 : 0;
}
