/* An RDUMP file -> header, memory map, table of regions. Region bodies are not read.
 *
 *   magic[8] version:u32 php:str pid:i64 eg:u64 cg:u64 [rss:i64] [count:u32 (name:str
 * address:u64)*] entry_count:u32 region_count:u32 entry* (address:u64 size:u64 byte[size])*
 *
 * str is a u32 length and as many bytes; rss came with version 2, the module globals with
 * version 3. Every length and count is checked against the bytes that remain before anything is
 * allocated, and against a bound of ours where a hole of the file could stand for any number of bytes: so memory stays
 * within a fixed multiple (about 2.3) of the bytes that there are. */
#include "memory/dump.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "memory/core.h"
#include "memory/input_format.h"
#include "memory/source_file.h"

#define MAGIC_BYTES         8
#define NEWEST_VERSION      3
#define MODULE_GLOBAL_BYTES 12 /* the least a module globals entry takes: empty name, address */
#define MAP_ENTRY_BYTES     32 /* the least a map entry takes: five empty strings */
#define REGION_HEADER_BYTES 16

/* A path has at most 4,096 bytes, each of which the kernel may write as four. */
#define MAX_TEXT_BYTES 65536u

/* Regions without bytes cost a sparse file nothing. A process of 64 GiB with a hole at every other page has half as many. */
#define MAX_REGIONS (1u << 24)

struct cursor {
	struct ra_dump *dump;
	uint64_t position;
	uint64_t length;
	struct ra_error *err;
};

bool ra_slice_is(struct ra_slice slice, const char *text)
{
	return slice.length == strlen(text) && memcmp(slice.bytes, text, slice.length) == 0;
}

static uint64_t remaining(const struct cursor *cursor)
{
	return cursor->length - cursor->position;
}

/* Copies the next bytes and steps over them. False when the file ends before. */
static bool take(struct cursor *cursor, const char *field, void *out, uint64_t length)
{
	if (length > remaining(cursor)) {
		return ra_fail(cursor->err, RA_ERR_FORMAT, cursor->position,
			"truncated in the header: %s needs %" PRIu64 " bytes, %" PRIu64 " are left", field,
			length, remaining(cursor));
	}
	if (!ra_source_get(cursor->dump->source, cursor->position, out, length, cursor->err)) {
		return false;
	}
	cursor->position += length;
	return true;
}

static bool take_u32(struct cursor *cursor, const char *field, uint32_t *value)
{
	uint8_t bytes[4];

	if (!take(cursor, field, bytes, sizeof(bytes))) {
		return false;
	}
	*value = ra_le32(bytes);
	return true;
}

static bool take_u64(struct cursor *cursor, const char *field, uint64_t *value)
{
	uint8_t bytes[8];

	if (!take(cursor, field, bytes, sizeof(bytes))) {
		return false;
	}
	*value = ra_le64(bytes);
	return true;
}

static bool take_str(struct cursor *cursor, const char *field, struct ra_slice *value)
{
	const uint64_t start = cursor->position;
	uint32_t length;
	char *text;

	if (!take_u32(cursor, field, &length)) {
		return false;
	}
	if (length > remaining(cursor)) {
		return ra_fail(cursor->err, RA_ERR_FORMAT, start,
			"%s has a length of %" PRIu32 " bytes, but %" PRIu64 " are left", field, length,
			remaining(cursor));
	}
	if (length > MAX_TEXT_BYTES) {
		return ra_fail(cursor->err, RA_ERR_LIMIT, start,
			"%s has a length of %" PRIu32 " bytes: at most %u are read", field, length,
			MAX_TEXT_BYTES);
	}
	text = ra_arena_take(&cursor->dump->texts, length);
	if (!text) {
		return ra_fail(cursor->err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the memory map");
	}
	if (!take(cursor, field, text, length)) {
		return false;
	}
	*value = (struct ra_slice){text, length};
	return true;
}

/* A count of items that take at least `item_bytes` each. */
static bool take_count(
	struct cursor *cursor, const char *field, unsigned item_bytes, uint32_t *value)
{
	const uint64_t start = cursor->position;
	uint32_t count;

	if (!take_u32(cursor, field, &count)) {
		return false;
	}
	if (count > remaining(cursor) / item_bytes) {
		return ra_fail(cursor->err, RA_ERR_FORMAT, start,
			"%s is %" PRIu32 ", but the %" PRIu64 " bytes that are left hold at most %" PRIu64,
			field, count, remaining(cursor), remaining(cursor) / item_bytes);
	}
	*value = count;
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	if (c >= 'a' && c <= 'f') {
		return c - 'a' + 10;
	}
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Bare hexadecimal digits; leading zeros, which the kernel prints, are accepted. */
static bool take_hex(struct cursor *cursor, const char *field, uint64_t *value)
{
	const uint64_t start = cursor->position;
	uint64_t number = 0;
	struct ra_slice text;

	if (!take_str(cursor, field, &text)) {
		return false;
	}
	for (uint32_t i = 0; i < text.length; i++) {
		const int digit = hex_digit(text.bytes[i]);

		if (digit < 0 || number >> 60 != 0) {
			return ra_fail(
				cursor->err, RA_ERR_FORMAT, start, "%s is not a 64-bit hex number", field);
		}
		number = number << 4 | (unsigned)digit;
	}
	if (text.length == 0) {
		return ra_fail(cursor->err, RA_ERR_FORMAT, start, "%s is empty", field);
	}
	*value = number;
	return true;
}

/* What people feed to a dump reader by mistake. */
static bool refuse_stranger(struct cursor *cursor)
{
	const struct ra_input_format *const format = cursor->dump->format;

	switch (format->input) {
	case RA_INPUT_RMEM:
	case RA_INPUT_SQLITE:
		return ra_fail(cursor->err, RA_ERR_FORMAT, 0,
			"a saved graph, which holds no memory: rdump report reads it");
	case RA_INPUT_REPORT:
		return ra_fail(cursor->err, RA_ERR_FORMAT, 0, "not an RDUMP file (JSON text)");
	case RA_INPUT_GZIP:
	case RA_INPUT_ZSTD:
	case RA_INPUT_PACKED:
		return ra_fail(
			cursor->err, RA_ERR_FORMAT, 0, "compressed with %s: unpack it first", format->name);
	case RA_INPUT_REFUSED:
		return ra_fail(cursor->err, RA_ERR_FORMAT, 0, "%s", format->instead);
	default:
		return true;
	}
}

static bool read_magic(struct cursor *cursor)
{
	static const uint8_t magic[MAGIC_BYTES] = {'R', 'D', 'U', 'M', 'P', 0, 0, 0};
	const unsigned length = cursor->length < MAGIC_BYTES ? (unsigned)cursor->length : MAGIC_BYTES;
	uint8_t bytes[MAGIC_BYTES];

	if (!refuse_stranger(cursor) ||
		!ra_source_get(cursor->dump->source, 0, bytes, length, cursor->err)) {
		return false;
	}
	for (unsigned i = 0; i < MAGIC_BYTES; i++) {
		if (i >= length) {
			return ra_fail(cursor->err, RA_ERR_FORMAT, i, "truncated in the magic");
		}
		if (bytes[i] != magic[i]) {
			return ra_fail(cursor->err, RA_ERR_FORMAT, i, "not an RDUMP file (bad magic)");
		}
	}
	cursor->position = MAGIC_BYTES;
	return true;
}

static bool read_version(struct cursor *cursor, struct ra_dump *dump)
{
	const uint64_t start = cursor->position;
	uint32_t version;

	if (!take_u32(cursor, "format_version", &version)) {
		return false;
	}
	if (version != 0 && version <= NEWEST_VERSION) {
		dump->format_version = version;
		return true;
	}
	if (__builtin_bswap32(version) != 0 && __builtin_bswap32(version) <= NEWEST_VERSION) {
		return ra_fail(cursor->err, RA_ERR_UNSUPPORTED, start,
			"written on a big-endian machine: not supported");
	}
	return ra_fail(cursor->err, RA_ERR_UNSUPPORTED, start,
		"format version %" PRIu32 " is not supported (1 to %d are)", version, NEWEST_VERSION);
}

/* "v82", "v810": one digit of major version, the rest is the minor version. */
static bool read_php_version(struct cursor *cursor, struct ra_dump *dump)
{
	const uint64_t start = cursor->position;
	struct ra_slice text;
	unsigned minor = 0;

	if (!take_str(cursor, "php_version", &text)) {
		return false;
	}
	if (text.length < 3 || text.length > 4 || text.bytes[0] != 'v' || text.bytes[1] < '1' ||
		text.bytes[1] > '9') {
		return ra_fail(cursor->err, RA_ERR_FORMAT, start,
			"php_version is not 'v' and two or three digits, as in 'v82'");
	}
	for (uint32_t i = 2; i < text.length; i++) {
		if (text.bytes[i] < '0' || text.bytes[i] > '9') {
			return ra_fail(cursor->err, RA_ERR_FORMAT, start,
				"php_version is not 'v' and two or three digits, as in 'v82'");
		}
		minor = minor * 10 + (unsigned)(text.bytes[i] - '0');
	}
	memcpy(dump->php_version, text.bytes, text.length);
	dump->php_minor = (unsigned)(text.bytes[1] - '0') * 100 + minor;
	return true;
}

static bool read_module_globals(struct cursor *cursor, struct ra_dump *dump)
{
	uint32_t count;

	if (!take_count(cursor, "module_globals_count", MODULE_GLOBAL_BYTES, &count)) {
		return false;
	}
	dump->module_globals = calloc(count ? count : 1, sizeof(*dump->module_globals));
	if (!dump->module_globals) {
		return ra_fail(cursor->err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the module globals");
	}
	for (; dump->module_globals_count < count; dump->module_globals_count++) {
		struct ra_module_globals *item = &dump->module_globals[dump->module_globals_count];

		if (!take_str(cursor, "the name of module globals", &item->name) ||
			!take_u64(cursor, "the address of module globals", &item->address)) {
			return false;
		}
	}
	return true;
}

static bool read_header(struct cursor *cursor, struct ra_dump *dump)
{
	uint64_t pid;
	uint64_t rss = UINT64_MAX;

	if (!read_magic(cursor) || !read_version(cursor, dump) || !read_php_version(cursor, dump) ||
		!take_u64(cursor, "pid", &pid) || !take_u64(cursor, "eg_address", &dump->eg_address) ||
		!take_u64(cursor, "cg_address", &dump->cg_address)) {
		return false;
	}
	if (dump->format_version >= 2 && !take_u64(cursor, "rss", &rss)) {
		return false;
	}
	dump->pid = (int64_t)pid;
	dump->rss_bytes = (int64_t)rss;
	return dump->format_version < 3 || read_module_globals(cursor, dump);
}

static bool read_entry(struct cursor *cursor, uint32_t index, struct ra_map_entry *entry)
{
	static const char *const names[] = {
		"begin", "end", "file_offset", "flags", "device", "inode", "name"};
	char field[sizeof(names) / sizeof(names[0])][48];
	uint8_t flags[4];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(field[i], sizeof(field[i]), "%s of map entry #%" PRIu32, names[i], index);
	}
	if (!take_hex(cursor, field[0], &entry->begin) || !take_hex(cursor, field[1], &entry->end) ||
		!take_hex(cursor, field[2], &entry->file_offset) ||
		!take(cursor, field[3], flags, sizeof(flags)) ||
		!take_str(cursor, field[4], &entry->device) || !take_u64(cursor, field[5], &entry->inode) ||
		!take_str(cursor, field[6], &entry->name)) {
		return false;
	}
	entry->readable = flags[0] != 0;
	entry->writable = flags[1] != 0;
	entry->executable = flags[2] != 0;
	entry->private = flags[3] != 0;
	return true;
}

static bool read_map(struct cursor *cursor, struct ra_dump *dump, uint32_t *region_count)
{
	uint32_t count;

	if (!take_count(cursor, "entry_count", MAP_ENTRY_BYTES, &count) ||
		!take_u32(cursor, "region_count", region_count)) {
		return false;
	}
	dump->entries = calloc(count ? count : 1, sizeof(*dump->entries));
	if (!dump->entries) {
		return ra_fail(cursor->err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the memory map");
	}
	for (; dump->entry_count < count; dump->entry_count++) {
		if (!read_entry(cursor, dump->entry_count, &dump->entries[dump->entry_count])) {
			return false;
		}
	}
	return true;
}

/* Notes where the file ends early, and refuses it unless it is to be salvaged. */
static bool cut_at_region(struct cursor *cursor, struct ra_dump *dump, uint64_t body_missing,
	uint32_t regions_missing, bool salvage)
{
	const struct ra_region *last =
		dump->region_count ? &dump->regions[dump->region_count - 1] : NULL;
	char lacking[96] = "";
	char missing[64] = "";

	dump->missing_regions = regions_missing;
	dump->missing_bytes = (uint64_t)regions_missing * REGION_HEADER_BYTES;
	dump->missing_bytes += body_missing < UINT64_MAX - dump->missing_bytes
							   ? body_missing
							   : UINT64_MAX - dump->missing_bytes; /* a size that is no size */
	if (salvage) {
		return true;
	}
	if (body_missing && last) {
		snprintf(lacking, sizeof(lacking),
			"region #%" PRIu32 " lacks %" PRIu64 " of its %" PRIu64 " bytes%s",
			dump->region_count - 1, body_missing, last->size_bytes, regions_missing ? ", " : "");
	}
	if (regions_missing) {
		snprintf(missing, sizeof(missing), "%" PRIu32 " of %" PRIu32 " regions %s missing",
			regions_missing, dump->region_count + regions_missing,
			regions_missing == 1 ? "is" : "are");
	}
	return ra_fail(cursor->err, RA_ERR_FORMAT, cursor->length,
		"truncated: %s%s (--salvage reads what is there)", lacking, missing);
}

static bool read_regions(struct cursor *cursor, struct ra_dump *dump, uint32_t count, bool salvage)
{
	const uint64_t room = remaining(cursor) / REGION_HEADER_BYTES;
	const uint64_t capacity = count < room ? count : room;

	dump->header_bytes = cursor->position;
	if (capacity > MAX_REGIONS) {
		return ra_fail(cursor->err, RA_ERR_LIMIT, cursor->position,
			"%" PRIu32 " regions: at most %u are read", count, MAX_REGIONS);
	}
	dump->regions = calloc(capacity ? capacity : 1, sizeof(*dump->regions));
	if (!dump->regions) {
		return ra_fail(cursor->err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the regions");
	}
	while (dump->region_count < count) {
		const uint64_t start = cursor->position;
		struct ra_region *region = &dump->regions[dump->region_count];
		uint8_t bytes[REGION_HEADER_BYTES];

		if (remaining(cursor) < REGION_HEADER_BYTES) {
			return cut_at_region(cursor, dump, 0, count - dump->region_count, salvage);
		}
		if (!take(cursor, "region", bytes, sizeof(bytes))) {
			return false;
		}
		*region = (struct ra_region){ra_le64(bytes), ra_le64(bytes + 8), cursor->position, 0};
		if (region->size_bytes > UINT64_MAX - region->address) {
			return ra_fail(cursor->err, RA_ERR_FORMAT, start,
				"region #%" PRIu32 " does not fit into the address space", dump->region_count);
		}
		dump->region_count++;
		region->present_bytes =
			region->size_bytes < remaining(cursor) ? region->size_bytes : remaining(cursor);
		cursor->position += region->present_bytes;
		if (region->present_bytes < region->size_bytes) {
			return cut_at_region(cursor, dump, region->size_bytes - region->present_bytes,
				count - dump->region_count, salvage);
		}
	}
	dump->trailing_bytes = remaining(cursor);
	return true;
}

static bool parse(struct ra_dump *dump, const struct ra_dump_options *options, struct ra_error *err)
{
	struct cursor cursor = {dump, 0, dump->file_bytes, err};
	const bool salvage = options && options->salvage;
	const size_t length =
		dump->file_bytes < RA_INPUT_BYTES ? (size_t)dump->file_bytes : RA_INPUT_BYTES;
	uint8_t begin[RA_INPUT_BYTES];
	uint32_t region_count;

	if (length == 0) {
		return ra_fail(err, RA_ERR_FORMAT, 0, "the file is empty");
	}
	if (!ra_source_get(dump->source, 0, begin, length, err)) {
		return false;
	}
	dump->format = ra_input_format(begin, length);
	if (dump->format->input == RA_INPUT_CORE) {
		return ra_core_parse(dump, salvage, err);
	}
	return read_header(&cursor, dump) && read_map(&cursor, dump, &region_count) &&
		   read_regions(&cursor, dump, region_count, salvage);
}

bool ra_dump_read(struct ra_source *source, const struct ra_dump_options *options,
	struct ra_dump **out, struct ra_error *err)
{
	struct ra_dump *const dump = calloc(1, sizeof(*dump));

	if (!dump) {
		ra_source_close(source);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to open the file");
	}
	dump->source = source;
	dump->file_bytes = source->size_bytes;
	if (!parse(dump, options, err)) {
		ra_dump_close(dump);
		return false;
	}
	*out = dump;
	return true;
}

bool ra_dump_open(const char *path, const struct ra_dump_options *options, struct ra_dump **out,
	struct ra_error *err)
{
	struct ra_source *source;

	return ra_source_open(path, options ? options->window_bytes : 0, &source, err) &&
		   ra_dump_read(source, options, out, err);
}

bool ra_dump_parse(const uint8_t *bytes, uint64_t length, const struct ra_dump_options *options,
	struct ra_dump **out, struct ra_error *err)
{
	struct ra_source *source;

	return ra_source_of_memory(bytes, length, &source, err) &&
		   ra_dump_read(source, options, out, err);
}

void ra_dump_close(struct ra_dump *dump)
{
	if (!dump) {
		return;
	}
	ra_source_close(dump->source);
	ra_arena_done(&dump->texts);
	free(dump->executors);
	free(dump->module_globals);
	free(dump->entries);
	free(dump->regions);
	free(dump);
}
