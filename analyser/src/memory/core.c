/* See core.h. Program headers say where in the file a piece of memory lies (PT_LOAD) and where the notes are (PT_NOTE):
 * NT_PRPSINFO has pid and command line, NT_PRSTATUS one thread and the signal, NT_FILE the mapped files. Bytes of a
 * segment that are not in the file are absent, not zero. Nothing is cast: fields are read at their offsets. */
#include "memory/core.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "memory/elf_format.h"

#define HEADER_BYTES  64u
#define PROGRAM_BYTES 56u
#define SECTION_BYTES 64u
#define MAX_SEGMENTS  (1u << 24)

/* A thread has some 3 KiB of notes, and a mapped file a hundred bytes. One segment has them all; some write a few. */
#define MAX_NOTE_BYTES    (UINT64_C(64) << 20)
#define MAX_NOTE_SEGMENTS 4u

struct program { /* a program header */
	uint32_t type;
	uint32_t flags;
	uint64_t offset;
	uint64_t address;
	uint64_t file_bytes;
	uint64_t memory_bytes;
};

struct core {
	struct ra_dump *dump;
	uint64_t length;
	uint64_t table; /* of program headers */
	uint32_t count;
	struct ra_error *err;
};

static bool refuse(const struct core *core, const char *why)
{
	return ra_fail(core->err, RA_ERR_UNSUPPORTED, 0, "%s", why);
}

static bool has(const struct core *core, uint64_t offset, uint64_t length)
{
	return offset <= core->length && length <= core->length - offset;
}

static bool copy(const struct core *core, uint64_t offset, void *out, uint64_t length)
{
	return ra_source_get(core->dump->source, offset, out, length, core->err);
}

/* More than 65,534 segments: their number is in the first section header. */
static bool read_count(struct core *core, const uint8_t *header)
{
	const uint64_t sections = ra_le64(header + 40);
	uint8_t count[4];

	core->count = ra_le16(header + 56);
	if (core->count != PN_XNUM) {
		return true;
	}
	if (!has(core, sections, SECTION_BYTES)) {
		return ra_fail(core->err, RA_ERR_FORMAT, sections,
			"a core file that lacks its end: the number of its segments is not there");
	}
	if (!copy(core, sections + 44, count, sizeof(count))) {
		return false;
	}
	core->count = ra_le32(count);
	return true;
}

static bool read_header(struct core *core)
{
	uint8_t bytes[HEADER_BYTES];
	uint16_t type, machine;

	if (core->length < HEADER_BYTES) {
		return ra_fail(core->err, RA_ERR_FORMAT, core->length, "truncated in the ELF header");
	}
	if (!copy(core, 0, bytes, sizeof(bytes))) {
		return false;
	}
	type = ra_le16(bytes + 16);
	machine = ra_le16(bytes + 18);
	if (bytes[EI_DATA] != ELFDATA2LSB) {
		return refuse(core, "an ELF file of a big-endian machine: not supported");
	}
	if (type == ET_EXEC || type == ET_DYN) {
		return refuse(core, "a program or library, not a core file of one");
	}
	if (type != ET_CORE) {
		return refuse(core, "an ELF file, but no core file");
	}
	if (bytes[EI_CLASS] != ELFCLASS64) {
		return refuse(core, "a core file of a 32-bit process, which is not supported");
	}
	if (machine != EM_X86_64 && machine != EM_AARCH64) {
		return ra_fail(core->err, RA_ERR_UNSUPPORTED, 18,
			"a core file of another architecture (ELF machine %" PRIu16
			"): x86-64 and arm64 are supported",
			machine);
	}
	core->table = ra_le64(bytes + 32);
	if (ra_le16(bytes + 54) != PROGRAM_BYTES || !read_count(core, bytes)) {
		return ra_fail(core->err, RA_ERR_FORMAT, 54, "a core file with unsound program headers");
	}
	if (core->count > MAX_SEGMENTS ||
		!has(core, core->table, core->count * (uint64_t)PROGRAM_BYTES)) {
		return ra_fail(
			core->err, RA_ERR_FORMAT, core->length, "a core file that ends in its program headers");
	}
	return true;
}

static bool program_at(const struct core *core, uint32_t index, struct program *program)
{
	uint8_t bytes[PROGRAM_BYTES];

	if (!copy(core, core->table + (uint64_t)index * PROGRAM_BYTES, bytes, sizeof(bytes))) {
		return false;
	}
	*program = (struct program){
		.type = ra_le32(bytes),
		.flags = ra_le32(bytes + 4),
		.offset = ra_le64(bytes + 8),
		.address = ra_le64(bytes + 16),
		.file_bytes = ra_le64(bytes + 32),
		.memory_bytes = ra_le64(bytes + 40),
	};
	return true;
}

/* ---- memory ---- */

static void add_region(struct core *core, const struct program *program)
{
	struct ra_dump *const dump = core->dump;
	const uint64_t left = program->offset < core->length ? core->length - program->offset : 0;
	const uint64_t present = program->file_bytes < left ? program->file_bytes : left;
	const uint64_t missing = program->file_bytes - present;

	dump->missing_bytes +=
		missing < UINT64_MAX - dump->missing_bytes ? missing : UINT64_MAX - dump->missing_bytes;
	if (present == 0) {
		dump->missing_regions += missing > 0;
		return;
	}
	dump->regions[dump->region_count++] =
		(struct ra_region){program->address, program->file_bytes, program->offset, present};
}

static bool read_segments(struct core *core, bool salvage)
{
	struct ra_dump *const dump = core->dump;

	dump->entries = calloc(core->count + 1u, sizeof(*dump->entries));
	dump->regions = calloc(core->count + 1u, sizeof(*dump->regions));
	if (!dump->entries || !dump->regions) {
		return ra_fail(core->err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the memory map");
	}
	for (uint32_t i = 0; i < core->count; i++) {
		struct program program;

		if (!program_at(core, i, &program)) {
			return false;
		}
		if (program.type != PT_LOAD || program.memory_bytes > UINT64_MAX - program.address) {
			continue;
		}
		if (program.file_bytes > program.memory_bytes) {
			return ra_fail(core->err, RA_ERR_FORMAT, core->table + (uint64_t)i * PROGRAM_BYTES,
				"segment #%" PRIu32 " has more bytes in the file than in memory", i);
		}
		dump->entries[dump->entry_count++] = (struct ra_map_entry){
			.begin = program.address,
			.end = program.address + program.memory_bytes,
			.readable = program.flags & PF_R,
			.writable = program.flags & PF_W,
			.executable = program.flags & PF_X,
			.private = true,
		};
		add_region(core, &program);
	}
	dump->header_bytes = core->table + (uint64_t)core->count * PROGRAM_BYTES;
	if (dump->missing_bytes > 0 && !salvage) {
		return ra_fail(core->err, RA_ERR_FORMAT, core->length,
			"truncated: the core lacks %" PRIu64 " bytes (--salvage reads what is there)",
			dump->missing_bytes);
	}
	return true;
}

/* ---- notes ---- */

static struct ra_slice text_at(const uint8_t *bytes, uint64_t room)
{
	const uint64_t limit = room < UINT32_MAX ? room : UINT32_MAX;

	return (struct ra_slice){(const char *)bytes, (uint32_t)strnlen((const char *)bytes, limit)};
}

/* The entries stand in the order of their addresses, as the files do: both lists are gone through once. */
static void name_entries(struct ra_dump *dump, uint32_t *next, ra_addr begin, ra_addr end,
	uint64_t file_offset, struct ra_slice name)
{
	while (*next < dump->entry_count && dump->entries[*next].end <= begin) {
		(*next)++;
	}
	for (uint32_t i = *next; i < dump->entry_count && dump->entries[i].begin < end; i++) {
		struct ra_map_entry *const entry = &dump->entries[i];

		if (entry->begin >= begin) {
			entry->name = name;
			entry->file_offset = file_offset + (entry->begin - begin);
		}
	}
}

/* count, page size, count * (begin, end, offset in pages), and as many names. */
static void read_files(struct core *core, const uint8_t *bytes, uint64_t length)
{
	uint64_t count, page_bytes, at;
	uint32_t next = 0;

	if (length < 16) {
		return;
	}
	count = ra_le64(bytes);
	page_bytes = ra_le64(bytes + 8);
	if (count > (length - 16) / 24) {
		return;
	}
	at = 16 + count * 24;
	for (uint64_t i = 0; i < count && at < length; i++) {
		const uint8_t *const row = bytes + 16 + i * 24;
		const struct ra_slice name = text_at(bytes + at, length - at);

		name_entries(core->dump, &next, ra_le64(row), ra_le64(row + 8),
			ra_le64(row + 16) * page_bytes, name);
		at += name.length + UINT64_C(1);
	}
}

static void read_note(struct core *core, uint32_t type, const uint8_t *bytes, uint64_t length)
{
	struct ra_dump *const dump = core->dump;

	if (type == NT_PRPSINFO && length >= 136) {
		dump->pid = (int32_t)ra_le32(bytes + 24);
		dump->command = text_at(bytes + 56, 80);
	} else if (type == NT_PRSTATUS && length >= 36) {
		if (dump->thread_count++ == 0) { /* the one that got the signal comes first */
			dump->signal = ra_le16(bytes + 12) ? ra_le16(bytes + 12) : (uint16_t)ra_le32(bytes);
			dump->pid = dump->pid ? dump->pid : (int32_t)ra_le32(bytes + 32);
		}
	} else if (type == NT_FILE) {
		read_files(core, bytes, length);
	}
}

static void read_note_segment(struct core *core, const uint8_t *bytes, uint64_t end)
{
	uint64_t at = 0;

	while (end - at >= 12) {
		const uint64_t name_bytes = (ra_le32(bytes + at) + UINT64_C(3)) & ~UINT64_C(3);
		const uint64_t body_bytes = ra_le32(bytes + at + 4);
		const uint32_t type = ra_le32(bytes + at + 8);

		at += 12;
		if (name_bytes > end - at || body_bytes > end - at - name_bytes) {
			return;
		}
		if (name_bytes == 8 && memcmp(bytes + at, "CORE", 5) == 0) {
			read_note(core, type, bytes + at + name_bytes, body_bytes);
		}
		at += name_bytes + body_bytes;
		at += -body_bytes & 3;
		if (at > end) {
			return;
		}
	}
}

/* They are kept: texts of the dump lie in them. */
static bool read_notes(struct core *core, const struct program *program)
{
	const uint64_t left = program->offset < core->length ? core->length - program->offset : 0;
	uint64_t length = program->file_bytes < left ? program->file_bytes : left;
	char *bytes;

	length = length < MAX_NOTE_BYTES ? length : MAX_NOTE_BYTES;
	bytes = ra_arena_take(&core->dump->texts, (size_t)length);
	if (!bytes) {
		return ra_fail(core->err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the core's notes");
	}
	if (!copy(core, left ? program->offset : 0, bytes, length)) {
		return false;
	}
	read_note_segment(core, (const uint8_t *)bytes, length);
	return true;
}

bool ra_core_parse(struct ra_dump *dump, bool salvage, struct ra_error *err)
{
	struct core core = {.dump = dump, .length = dump->file_bytes, .err = err};
	uint64_t notes = 0;

	dump->is_core = true;
	dump->rss_bytes = -1;
	if (!read_header(&core) || !read_segments(&core, salvage)) {
		return false;
	}
	for (uint32_t i = 0; i < core.count; i++) {
		struct program program;

		if (!program_at(&core, i, &program) ||
			(program.type == PT_NOTE && notes++ < MAX_NOTE_SEGMENTS &&
				!read_notes(&core, &program))) {
			return false;
		}
	}
	return true;
}
