/* core.c: ELF core files: segments with and without bytes, notes, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "memory/core.h"
#include "memory/space.h"

#define NOTES_AT 0x400
#define BODY_AT  0x1000
#define LENGTH   (BODY_AT + 0x1000)

static const struct ra_dump_options salvage = {.salvage = true};

/* Two pages of a file, the first with bytes; 4 KiB of anonymous memory without. */
struct core {
	Elf64_Ehdr header;
	Elf64_Phdr program[4];
	uint8_t bytes[LENGTH];
};

static size_t put_note(uint8_t *to, uint32_t type, const void *body, uint32_t length)
{
	const uint32_t head[3] = {5, length, type};

	memcpy(to, head, sizeof(head));
	memcpy(to + 12, "CORE", 5);
	memcpy(to + 20, body, length);
	return 20 + ((length + 3) & ~3u);
}

static struct core *new_core(void)
{
	static const uint64_t files[5] = {1, 4096, 0x10000, 0x12000, 3};
	struct core *const core = calloc(1, sizeof(*core));
	uint8_t process[136] = {0}, status[336] = {0}, names[5 * 8 + 16];
	uint8_t *note = core->bytes + NOTES_AT;

	core->header = (Elf64_Ehdr){.e_type = ET_CORE,
		.e_machine = EM_X86_64,
		.e_phoff = 64,
		.e_phentsize = 56,
		.e_phnum = 4,
		.e_ehsize = 64};
	memcpy(core->header.e_ident, "\177ELF\2\1\1", 7);
	process[24] = 77;
	memcpy(process + 56, "php a.php", 9);
	status[12] = 11;
	memcpy(names, files, sizeof(files));
	memcpy(names + sizeof(files), "/usr/bin/php", 13);
	note += put_note(note, NT_PRSTATUS, status, sizeof(status));
	note += put_note(note, NT_PRPSINFO, process, sizeof(process));
	note += put_note(note, NT_FILE, names, sizeof(files) + 13);
	core->program[0] = (Elf64_Phdr){.p_type = PT_NOTE,
		.p_offset = NOTES_AT,
		.p_filesz = (uint64_t)(note - core->bytes - NOTES_AT)};
	core->program[1] = (Elf64_Phdr){.p_type = PT_LOAD,
		.p_flags = PF_R | PF_W,
		.p_vaddr = 0x10000,
		.p_offset = BODY_AT,
		.p_filesz = 0x1000,
		.p_memsz = 0x2000};
	core->program[2] = (Elf64_Phdr){.p_type = PT_LOAD,
		.p_flags = PF_R | PF_W,
		.p_vaddr = 0x20000,
		.p_offset = LENGTH,
		.p_memsz = 0x1000};
	core->program[3] = (Elf64_Phdr){.p_type = PT_NULL};
	memset(core->bytes + BODY_AT, 'x', 0x1000);
	return core;
}

static bool parse(struct core *core, uint64_t length, const struct ra_dump_options *options,
	struct ra_dump **dump, struct ra_error *err)
{
	memcpy(core->bytes, &core->header, sizeof(core->header));
	memcpy(core->bytes + 64, core->program, sizeof(core->program));
	return ra_dump_parse(core->bytes, length, options, dump, err);
}

static void segments_and_notes_are_read(void **state)
{
	struct core *const core = new_core();
	struct ra_dump *dump;

	(void)state;
	assert_true(parse(core, LENGTH, NULL, &dump, NULL));
	assert_true(dump->is_core);
	assert_int_equal(dump->pid, 77);
	assert_int_equal(dump->signal, 11);
	assert_int_equal(dump->thread_count, 1);
	assert_true(ra_slice_is(dump->command, "php a.php"));
	assert_int_equal(dump->entry_count, 2);
	assert_true(ra_slice_is(dump->entries[0].name, "/usr/bin/php"));
	assert_int_equal(dump->entries[0].file_offset, 3 * 4096);
	assert_true(dump->entries[0].writable);
	assert_int_equal(dump->entries[1].name.length, 0);
	assert_int_equal(dump->region_count, 1);
	ra_dump_close(dump);
	free(core);
}

static void bytes_that_are_not_in_the_file_are_absent(void **state)
{
	static const struct ra_space_options no_files = {.no_files = true};
	struct core *const core = new_core();
	struct ra_dump *dump;
	struct ra_space *space;
	uint8_t byte;

	(void)state;
	assert_true(parse(core, LENGTH, NULL, &dump, NULL));
	assert_true(ra_space_open(dump, &no_files, &space, NULL));
	assert_true(ra_read_u8(space, 0x10fff, &byte));
	assert_int_equal(byte, 'x');
	assert_false(ra_read_u8(space, 0x11000, &byte));
	assert_false(ra_read_u8(space, 0x20000, &byte));
	assert_int_equal(ra_space_holes(space, RA_HOLE_NOT_CAPTURED), 2);
	ra_space_close(space);
	ra_dump_close(dump);
	free(core);
}

static void a_cut_core_is_read_only_with_salvage(void **state)
{
	struct core *const core = new_core();
	struct ra_dump *dump;
	struct ra_error err = {0};

	(void)state;
	assert_false(parse(core, BODY_AT + 100, NULL, &dump, &err));
	assert_int_equal(err.kind, RA_ERR_FORMAT);
	assert_non_null(strstr(err.message, "--salvage"));
	assert_true(parse(core, BODY_AT + 100, &salvage, &dump, NULL));
	assert_int_equal(dump->regions[0].present_bytes, 100);
	assert_int_equal(dump->missing_bytes, 0x1000 - 100);
	ra_dump_close(dump);
	assert_true(parse(core, BODY_AT, &salvage, &dump, NULL));
	assert_int_equal(dump->region_count, 0);
	assert_int_equal(dump->missing_regions, 1);
	ra_dump_close(dump);
	for (uint64_t length = 0; length < 64 + sizeof(core->program); length++) {
		assert_false(parse(core, length, &salvage, &dump, NULL));
	}
	free(core);
}

static void more_segments_than_the_header_can_count(void **state)
{
	struct core *const core = new_core();
	Elf64_Shdr section = {.sh_info = 4};
	struct ra_dump *dump;

	(void)state;
	core->header.e_phnum = PN_XNUM;
	core->header.e_shoff = 0x300;
	memcpy(core->bytes + 0x300, &section, sizeof(section));
	assert_true(parse(core, LENGTH, NULL, &dump, NULL));
	assert_int_equal(dump->entry_count, 2);
	ra_dump_close(dump);
	core->header.e_shoff = LENGTH;
	assert_false(parse(core, LENGTH, &salvage, &dump, NULL));
	free(core);
}

static void what_is_no_core_of_ours_is_refused_by_name(void **state)
{
	static const struct {
		uint16_t type, machine;
		uint8_t width, order;
		const char *says;
	} rows[] = {
		{ET_DYN, EM_X86_64, ELFCLASS64, ELFDATA2LSB, "a program or library"},
		{ET_REL, EM_X86_64, ELFCLASS64, ELFDATA2LSB, "no core file"},
		{ET_CORE, EM_386, ELFCLASS32, ELFDATA2LSB, "32-bit"},
		{ET_CORE, EM_RISCV, ELFCLASS64, ELFDATA2LSB, "ELF machine 243"},
		{ET_CORE, EM_S390, ELFCLASS64, ELFDATA2MSB, "big-endian"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct core *const core = new_core();
		struct ra_error err = {0};
		struct ra_dump *dump;

		core->header.e_type = rows[i].type;
		core->header.e_machine = rows[i].machine;
		core->header.e_ident[EI_CLASS] = rows[i].width;
		core->header.e_ident[EI_DATA] = rows[i].order;
		assert_false(parse(core, LENGTH, NULL, &dump, &err));
		assert_int_equal(err.kind, RA_ERR_UNSUPPORTED);
		assert_non_null(strstr(err.message, rows[i].says));
		free(core);
	}
}

/* No bytes of notes or program headers lead out of the file: the sanitizers look on. */
static void hostile_headers_lead_nowhere(void **state)
{
	static const uint8_t values[] = {0, 1, 0x7f, 0x80, 0xff};
	struct core *const core = new_core();
	struct ra_dump *dump;

	(void)state;
	parse(core, LENGTH, NULL, &dump, NULL);
	ra_dump_close(dump);
	for (size_t at = 16; at < NOTES_AT + 700; at++) {
		const uint8_t before = core->bytes[at];

		for (size_t i = 0; i < sizeof(values); i++) {
			core->bytes[at] = values[i];
			if (ra_dump_parse(core->bytes, LENGTH, &salvage, &dump, NULL)) {
				ra_dump_close(dump);
			}
		}
		core->bytes[at] = before;
	}
	free(core);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(segments_and_notes_are_read),
		cmocka_unit_test(bytes_that_are_not_in_the_file_are_absent),
		cmocka_unit_test(a_cut_core_is_read_only_with_salvage),
		cmocka_unit_test(more_segments_than_the_header_can_count),
		cmocka_unit_test(what_is_no_core_of_ours_is_refused_by_name),
		cmocka_unit_test(hostile_headers_lead_nowhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
