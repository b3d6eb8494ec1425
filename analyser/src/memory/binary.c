/* See binary.h. Recognition, strongest first:
 *
 *   build-id    that of the file equals the one in captured memory (a different one: not the file)
 *   symbols     executor_globals and compiler_globals are where the dump's header says
 *   inode       device and inode are those of the map (not below a dependency root)
 *   segments    only below a dependency root: the user says that these are the binaries
 *
 * and in any case all mappings must be explained by the program headers with one load address. */
#include "memory/binary.h"

#include <stdlib.h>
#include <string.h>

#include "memory/binary_file.h"
#include "memory/elf_format.h"

#define LARGEST_PAGE    65536u
#define MAX_MAPPINGS    256u
#define MAX_SEGMENTS    64u
#define MAX_BUILD_ID    64u
#define MAX_SYMBOL_NAME 32u
#define MAX_RELOCATIONS (1u << 24)

struct patch { /* eight bytes that the dynamic loader wrote */
	ra_addr address;
	uint64_t value;
	bool known;
};

struct part { /* of the file */
	uint64_t offset;
	uint64_t length;
};

struct ra_binary {
	struct ra_source *file;
	uint64_t file_bytes;
	Elf64_Phdr headers[MAX_SEGMENTS];
	uint32_t header_count;
	bool is_program;       /* not a shared library: its symbols win */
	uint64_t bias;         /* address in the process minus address in the file */
	struct patch *patches; /* by address */
	uint32_t patch_count;
	uint32_t patch_capacity;
};

/* ---- the ELF structures ---- */

/* Copies a structure that lies `inside` bytes behind `begin` in a part of the file. */
static bool copy(
	const struct ra_binary *binary, struct part part, uint64_t inside, void *out, uint64_t length)
{
	return inside <= part.length && length <= part.length - inside &&
		   ra_source_read(binary->file, part.offset + inside, out, length);
}

/* A part of the file, without what lies behind its end; empty when it begins there. */
static struct part part_at(const struct ra_binary *binary, uint64_t offset, uint64_t length)
{
	const uint64_t left = offset < binary->file_bytes ? binary->file_bytes - offset : 0;

	return (struct part){offset, length <= left ? length : 0};
}

static bool read_program_headers(struct ra_binary *binary)
{
	const struct part file = {0, binary->file_bytes};
	Elf64_Ehdr header;

	if (!copy(binary, file, 0, &header, sizeof(header)) ||
		memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64 ||
		header.e_ident[EI_DATA] != ELFDATA2LSB || header.e_phentsize != sizeof(Elf64_Phdr) ||
		header.e_phnum > MAX_SEGMENTS || header.e_phoff % 8 != 0) {
		return false;
	}
	binary->header_count = header.e_phnum;
	return copy(binary, file, header.e_phoff, binary->headers, header.e_phnum * sizeof(Elf64_Phdr));
}

static const Elf64_Phdr *find_header(const struct ra_binary *binary, uint32_t type)
{
	for (uint32_t i = 0; i < binary->header_count; i++) {
		if (binary->headers[i].p_type == type) {
			return &binary->headers[i];
		}
	}
	return NULL;
}

/* The part of the file from an address of the file's own address space to the end of its segment; empty: there is none. */
static struct part at_address(const struct ra_binary *binary, uint64_t address)
{
	for (uint32_t i = 0; i < binary->header_count; i++) {
		const Elf64_Phdr *load = &binary->headers[i];

		if (load->p_type == PT_LOAD && address - load->p_vaddr < load->p_filesz) {
			const uint64_t inside = address - load->p_vaddr;

			return load->p_offset > UINT64_MAX - load->p_filesz
					   ? (struct part){0, 0}
					   : part_at(binary, load->p_offset + inside, load->p_filesz - inside);
		}
	}
	return (struct part){0, 0};
}

/* Where a loadable segment puts the file, if the mapping is (part of) it: *bias. Neighbouring
 * segments share a page of the file, so a mapping can have two explanations. */
static bool explains(const Elf64_Phdr *load, const struct ra_map_entry *entry, uint64_t *bias)
{
	const uint64_t length = entry->end - entry->begin;

	if (load->p_type != PT_LOAD || load->p_filesz > UINT64_MAX / 4 ||
		load->p_offset > UINT64_MAX / 4 || length > UINT64_MAX / 4 ||
		entry->file_offset > UINT64_MAX / 4 || entry->executable != !!(load->p_flags & PF_X) ||
		(entry->writable && !(load->p_flags & PF_W)) ||
		entry->file_offset >= load->p_offset + load->p_filesz ||
		entry->file_offset + length <= load->p_offset ||
		entry->file_offset + length > load->p_offset + load->p_filesz + LARGEST_PAGE ||
		entry->file_offset + LARGEST_PAGE <= load->p_offset) {
		return false;
	}
	*bias = entry->begin - entry->file_offset - (load->p_vaddr - load->p_offset);
	return true;
}

static bool has_bias(
	const struct ra_binary *binary, const struct ra_map_entry *entry, uint64_t bias)
{
	uint64_t found;

	for (uint32_t i = 0; i < binary->header_count; i++) {
		if (explains(&binary->headers[i], entry, &found) && found == bias) {
			return true;
		}
	}
	return false;
}

/* One load address must explain all mappings. */
static bool mappings_agree(struct ra_binary *binary, const struct ra_binary_query *query)
{
	if (query->entry_count == 0 || query->entry_count > MAX_MAPPINGS) {
		return false;
	}
	for (uint32_t i = 0; i < binary->header_count; i++) {
		uint64_t bias;
		uint32_t agreeing = 0;

		if (!explains(&binary->headers[i], query->entries[0], &bias)) {
			continue;
		}
		while (agreeing < query->entry_count && has_bias(binary, query->entries[agreeing], bias)) {
			agreeing++;
		}
		if (agreeing == query->entry_count) {
			binary->bias = bias;
			return true;
		}
	}
	return false;
}

/* ---- recognition ---- */

/* The description of the GNU build-id note in a PT_NOTE segment: its place in the file's address
 * space, and itself. */
static bool find_build_id(
	const struct ra_binary *binary, uint64_t *address, uint8_t *id, uint32_t *length)
{
	for (uint32_t i = 0; i < binary->header_count; i++) {
		const Elf64_Phdr *notes = &binary->headers[i];
		const struct part part = part_at(binary, notes->p_offset, notes->p_filesz);
		uint64_t at = 0;
		Elf64_Nhdr note;

		if (notes->p_type != PT_NOTE) {
			continue;
		}
		while (copy(binary, part, at, &note, sizeof(note))) {
			const uint64_t name = at + sizeof(note);
			const uint64_t description = name + ((note.n_namesz + UINT64_C(3)) & ~UINT64_C(3));
			char owner[4];

			if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof(owner) &&
				note.n_descsz > 0 && note.n_descsz <= MAX_BUILD_ID &&
				copy(binary, part, name, owner, sizeof(owner)) &&
				memcmp(owner, "GNU", sizeof(owner)) == 0 &&
				copy(binary, part, description, id, note.n_descsz)) {
				*address = notes->p_vaddr + description;
				*length = note.n_descsz;
				return true;
			}
			at = description + ((note.n_descsz + UINT64_C(3)) & ~UINT64_C(3));
		}
	}
	return false;
}

enum answer {
	ANSWER_UNKNOWN,
	ANSWER_SAME,
	ANSWER_DIFFERENT
};

static enum answer compare_build_id(
	const struct ra_binary *binary, const struct ra_binary_query *query)
{
	uint8_t captured[MAX_BUILD_ID], id[MAX_BUILD_ID];
	uint64_t address;
	uint32_t length;

	if (!find_build_id(binary, &address, id, &length) ||
		!query->read_captured(query->context, binary->bias + address, captured, length)) {
		return ANSWER_UNKNOWN;
	}
	return memcmp(captured, id, length) == 0 ? ANSWER_SAME : ANSWER_DIFFERENT;
}

struct dynamic {
	uint64_t symbols, strings, string_bytes;
	uint64_t rela, rela_bytes;
	uint64_t plt, plt_bytes;
	uint64_t got;
	uint64_t relr, relr_bytes;
};

static void read_dynamic(const struct ra_binary *binary, struct dynamic *dynamic)
{
	const Elf64_Phdr *header = find_header(binary, PT_DYNAMIC);
	const struct part part =
		header ? part_at(binary, header->p_offset, header->p_filesz) : (struct part){0, 0};
	Elf64_Dyn item;

	*dynamic = (struct dynamic){0};
	for (uint64_t at = 0; copy(binary, part, at, &item, sizeof(item)); at += sizeof(item)) {
		switch (item.d_tag) {
		case DT_NULL:
			return;
		case DT_SYMTAB:
			dynamic->symbols = item.d_val;
			break;
		case DT_STRTAB:
			dynamic->strings = item.d_val;
			break;
		case DT_STRSZ:
			dynamic->string_bytes = item.d_val;
			break;
		case DT_RELA:
			dynamic->rela = item.d_val;
			break;
		case DT_RELASZ:
			dynamic->rela_bytes = item.d_val;
			break;
		case DT_JMPREL:
			dynamic->plt = item.d_val;
			break;
		case DT_PLTGOT:
			dynamic->got = item.d_val;
			break;
		case DT_PLTRELSZ:
			dynamic->plt_bytes = item.d_val;
			break;
		case DT_RELR:
			dynamic->relr = item.d_val;
			break;
		case DT_RELRSZ:
			dynamic->relr_bytes = item.d_val;
			break;
		default:
			break;
		}
	}
}

/* The symbol table has no length of its own; the string table stands behind it in practice, and
 * what is no symbol has no such name. */
static bool symbol_is_at(const struct ra_binary *binary, const struct dynamic *dynamic,
	const char *name, ra_addr address)
{
	struct part symbols = at_address(binary, dynamic->symbols);
	const struct part strings = at_address(binary, dynamic->strings);
	const size_t length = strlen(name) + 1;
	char found[MAX_SYMBOL_NAME];
	Elf64_Sym symbol;

	if (dynamic->strings > dynamic->symbols &&
		dynamic->strings - dynamic->symbols < symbols.length) {
		symbols.length = dynamic->strings - dynamic->symbols;
	}
	for (uint64_t at = 0; copy(binary, symbols, at, &symbol, sizeof(symbol));
		at += sizeof(symbol)) {
		if (symbol.st_shndx != SHN_UNDEF && binary->bias + symbol.st_value == address &&
			length <= sizeof(found) && copy(binary, strings, symbol.st_name, found, length) &&
			memcmp(found, name, length) == 0) {
			return true;
		}
	}
	return false;
}

static bool inode_agrees(const struct ra_binary_query *query, const struct ra_binary_file *file)
{
	return query->entries[0]->inode == file->inode &&
		   ra_slice_is(query->entries[0]->device, file->device);
}

static const char *recognise(const struct ra_binary *binary, const struct ra_binary_query *query,
	const struct ra_binary_file *file, bool *same)
{
	const bool root = query->dependency_root && *query->dependency_root;
	const enum answer build_id = compare_build_id(binary, query);
	struct dynamic dynamic;

	*same = true;
	if (build_id == ANSWER_SAME) {
		return "used: build-id agrees";
	}
	if (build_id == ANSWER_DIFFERENT) {
		*same = false;
		return "build-id differs";
	}
	read_dynamic(binary, &dynamic);
	if (symbol_is_at(binary, &dynamic, "executor_globals", query->eg_address) &&
		symbol_is_at(binary, &dynamic, "compiler_globals", query->cg_address)) {
		return "used: segments and symbols agree";
	}
	if (!root && !file->deleted && inode_agrees(query, file)) {
		return "used: device and inode agree";
	}
	if (root) {
		return "used: segments agree (below the dependency root)";
	}
	*same = false;
	return file->deleted ? "deleted since, and cannot be recognised" : "device or inode differ";
}

/* ---- relocations ---- */

static bool add_patch(struct ra_binary *binary, uint64_t address, uint64_t value, bool known)
{
	if (binary->patch_count == binary->patch_capacity) {
		const uint32_t capacity = binary->patch_capacity * 2 + 1024;
		struct patch *larger = capacity <= MAX_RELOCATIONS
								   ? reallocarray(binary->patches, capacity, sizeof(*larger))
								   : NULL;

		if (!larger) {
			return false;
		}
		binary->patches = larger;
		binary->patch_capacity = capacity;
	}
	binary->patches[binary->patch_count++] = (struct patch){binary->bias + address, value, known};
	return true;
}

/* Relocations that need no symbol, on x86-64 and arm64. */
static bool is_relative(uint32_t type)
{
	return type == R_X86_64_RELATIVE || type == R_AARCH64_RELATIVE;
}

static bool is_absolute(uint32_t type)
{
	return type == R_X86_64_64 || type == R_AARCH64_ABS64;
}

static bool add_rela(struct ra_binary *binary, const struct dynamic *dynamic, uint64_t address,
	uint64_t wanted_bytes)
{
	struct part table = at_address(binary, address);
	const struct part symbols = at_address(binary, dynamic->symbols);
	Elf64_Rela rela;

	table.length = wanted_bytes < table.length ? wanted_bytes : table.length;
	for (uint64_t at = 0; copy(binary, table, at, &rela, sizeof(rela)); at += sizeof(rela)) {
		Elf64_Sym symbol = {0};
		uint64_t value = 0;
		bool known = false;

		if (is_relative((uint32_t)rela.r_info)) {
			value = binary->bias + (uint64_t)rela.r_addend;
			known = true;
		} else if (binary->is_program && is_absolute((uint32_t)rela.r_info) &&
				   copy(binary, symbols, ELF64_R_SYM(rela.r_info) * sizeof(symbol), &symbol,
					   sizeof(symbol))) {
			value = binary->bias + symbol.st_value + (uint64_t)rela.r_addend;
			known = symbol.st_shndx != SHN_UNDEF;
		}
		if (!add_patch(binary, rela.r_offset, value, known)) {
			return false;
		}
	}
	return true;
}

/* The compact form of relative relocations: an even word is a place, an odd one a bitmap of the 63
 * words behind the last place. The addend stands in the place itself. */
static bool add_relr(struct ra_binary *binary, const struct dynamic *dynamic)
{
	struct part table = at_address(binary, dynamic->relr);
	uint64_t word, at = 0;

	table.length = dynamic->relr_bytes < table.length ? dynamic->relr_bytes : table.length;
	for (uint64_t inside = 0; copy(binary, table, inside, &word, sizeof(word));
		inside += sizeof(word)) {
		uint64_t addend;

		for (unsigned bit = 0; bit < (word & 1 ? 63 : 1); bit++) {
			const uint64_t target = word & 1 ? at + bit * 8 : word;

			if (word & 1 && !(word >> (bit + 1) & 1)) {
				continue;
			}
			if (!copy(binary, at_address(binary, target), 0, &addend, sizeof(addend))) {
				continue;
			}
			if (!add_patch(binary, target, binary->bias + addend, true)) {
				return false;
			}
		}
		at = word & 1 ? at + 63 * 8 : word + 8;
	}
	return true;
}

static int compare_patches(const void *left, const void *right)
{
	const struct patch *a = left, *b = right;

	return a->address < b->address ? -1 : a->address > b->address;
}

static bool add_unknown(struct ra_binary *binary, uint64_t address, uint64_t length)
{
	for (uint64_t at = 0; at < length && at < binary->file_bytes; at += 8) {
		if (!add_patch(binary, address + at, 0, false)) {
			return false;
		}
	}
	return true;
}

/* What the loader writes without a relocation: addresses in the dynamic section, its own words at
 * the start of the global offset table, and, being itself the program that starts first, anything
 * in its own data. */
static bool add_loader_words(
	struct ra_binary *binary, const struct dynamic *dynamic, bool is_loader)
{
	const Elf64_Phdr *section = find_header(binary, PT_DYNAMIC);
	const Elf64_Phdr *protected_data = find_header(binary, PT_GNU_RELRO);

	return (!section || add_unknown(binary, section->p_vaddr, section->p_filesz)) &&
		   (!dynamic->got || add_unknown(binary, dynamic->got + 8, 16)) &&
		   (!is_loader || !protected_data ||
			   add_unknown(binary, protected_data->p_vaddr, protected_data->p_filesz));
}

static bool is_loader(const char *path)
{
	const char *name = strrchr(path, '/');

	return name && strncmp(name, "/ld-", 4) == 0; /* ld-linux-x86-64.so.2, ld-musl-aarch64.so.1 */
}

static bool relocate(struct ra_binary *binary, const char *path)
{
	struct dynamic dynamic;

	binary->is_program = find_header(binary, PT_INTERP) != NULL;
	read_dynamic(binary, &dynamic);
	if (!add_rela(binary, &dynamic, dynamic.rela, dynamic.rela_bytes) ||
		!add_rela(binary, &dynamic, dynamic.plt, dynamic.plt_bytes) ||
		!add_relr(binary, &dynamic) || !add_loader_words(binary, &dynamic, is_loader(path))) {
		return false;
	}
	if (binary->patch_count) {
		qsort(binary->patches, binary->patch_count, sizeof(*binary->patches), compare_patches);
	}
	return true;
}

void ra_binary_open(
	const struct ra_binary_query *query, struct ra_binary **out, const char **verdict)
{
	struct ra_binary *binary = calloc(1, sizeof(*binary));
	struct ra_binary_file file;
	bool same = false;

	*out = NULL;
	if (!binary) {
		*verdict = "no memory";
		return;
	}
	if (ra_binary_file_open(query->name, query->dependency_root, &file, verdict)) {
		binary->file = file.source;
		binary->file_bytes = file.source->size_bytes;
		if (!read_program_headers(binary)) {
			*verdict = "not an ELF file of this kind";
		} else if (!mappings_agree(binary, query)) {
			*verdict = "segments differ";
		} else {
			*verdict = recognise(binary, query, &file, &same);
		}
		if (same && !relocate(binary, file.path)) {
			same = false;
			*verdict = "no memory";
		}
	}
	if (!same) {
		ra_binary_close(binary);
		return;
	}
	*out = binary;
}

void ra_binary_close(struct ra_binary *binary)
{
	if (!binary) {
		return;
	}
	ra_source_close(binary->file);
	free(binary->patches);
	free(binary);
}

/* ---- reading ---- */

/* The first patch that ends behind the address. */
static uint32_t patch_from(const struct ra_binary *binary, ra_addr at)
{
	uint32_t low = 0, high = binary->patch_count;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (binary->patches[middle].address + 8 <= at) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

uint64_t ra_binary_extent(
	const struct ra_binary *binary, const struct ra_map_entry *entry, ra_addr at, uint64_t limit)
{
	const uint64_t inside = at - entry->begin;
	const uint64_t left = entry->end - at;

	if (entry->file_offset > binary->file_bytes ||
		inside >= binary->file_bytes - entry->file_offset) {
		return 0;
	}
	limit = limit < left ? limit : left;
	if (limit > binary->file_bytes - entry->file_offset - inside) {
		limit = binary->file_bytes - entry->file_offset - inside;
	}
	for (uint32_t i = patch_from(binary, at);
		i < binary->patch_count && binary->patches[i].address < at + limit; i++) {
		if (!binary->patches[i].known) {
			return binary->patches[i].address > at ? binary->patches[i].address - at : 0;
		}
	}
	return limit;
}

bool ra_binary_read(const struct ra_binary *binary, const struct ra_map_entry *entry, ra_addr at,
	void *out, uint64_t length)
{
	uint8_t *to = out;

	if (!ra_source_read(binary->file, entry->file_offset + (at - entry->begin), to, length)) {
		return false;
	}
	for (uint32_t i = patch_from(binary, at);
		i < binary->patch_count && binary->patches[i].address < at + length; i++) {
		const struct patch *patch = &binary->patches[i];

		for (unsigned b = 0; b < 8; b++) {
			const uint64_t place = patch->address + b - at;

			if (place < length) {
				to[place] = (uint8_t)(patch->value >> (8 * b));
			}
		}
	}
	return true;
}
