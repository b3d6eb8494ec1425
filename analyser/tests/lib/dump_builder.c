/* See dump_builder.h. */
#include "dump_builder.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void bytes_add(struct test_bytes *to, const void *bytes, size_t length)
{
	if (length > to->capacity - to->length) {
		to->capacity = (to->capacity + length) * 2;
		to->bytes = realloc(to->bytes, to->capacity);
		if (!to->bytes) {
			abort();
		}
	}
	if (length) {
		memcpy(to->bytes + to->length, bytes, length);
	}
	to->length += length;
}

void bytes_u32(struct test_bytes *to, uint32_t value)
{
	const uint8_t bytes[4] = {
		(uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16), (uint8_t)(value >> 24)};

	bytes_add(to, bytes, sizeof(bytes));
}

void bytes_u64(struct test_bytes *to, uint64_t value)
{
	bytes_u32(to, (uint32_t)value);
	bytes_u32(to, (uint32_t)(value >> 32));
}

void bytes_str(struct test_bytes *to, const char *text)
{
	bytes_u32(to, (uint32_t)strlen(text));
	bytes_add(to, text, strlen(text));
}

void bytes_done(struct test_bytes *bytes)
{
	free(bytes->bytes);
	*bytes = (struct test_bytes){0};
}

struct dump_builder dump_of(uint32_t format_version, const char *php_version)
{
	return (struct dump_builder){
		.format_version = format_version,
		.php_version = php_version,
		.pid = 4242,
		.rss = 1024 * 1024,
	};
}

void dump_module_globals(struct dump_builder *dump, const char *name, uint64_t address)
{
	bytes_str(&dump->module_globals, name);
	bytes_u64(&dump->module_globals, address);
	dump->module_globals_count++;
}

void dump_map(struct dump_builder *dump, uint64_t begin, uint64_t end, const char *permissions,
	const char *name)
{
	dump_map_file(dump, begin, end, permissions, 0, "00:00", 0, name);
}

void dump_map_file(struct dump_builder *dump, uint64_t begin, uint64_t end, const char *permissions,
	uint64_t offset, const char *device, uint64_t inode, const char *name)
{
	const uint64_t numbers[3] = {begin, end, offset};
	const uint8_t flags[4] = {
		permissions[0] == 'r', permissions[1] == 'w', permissions[2] == 'x', permissions[3] == 'p'};
	char hex[24];

	for (int i = 0; i < 3; i++) {
		snprintf(hex, sizeof(hex), "%" PRIx64, numbers[i]);
		bytes_str(&dump->map, hex);
	}
	bytes_add(&dump->map, flags, sizeof(flags));
	bytes_str(&dump->map, device);
	bytes_u64(&dump->map, inode);
	bytes_str(&dump->map, name);
	dump->entry_count++;
}

void dump_region(struct dump_builder *dump, uint64_t address, const void *bytes, size_t length)
{
	bytes_u64(&dump->regions, address);
	bytes_u64(&dump->regions, length);
	bytes_add(&dump->regions, bytes, length);
	dump->region_count++;
}

uint8_t *dump_bytes(const struct dump_builder *dump, size_t *length)
{
	struct test_bytes file = {0};

	bytes_add(&file, "RDUMP\0\0\0", 8);
	bytes_u32(&file, dump->format_version);
	bytes_str(&file, dump->php_version);
	bytes_u64(&file, (uint64_t)dump->pid);
	bytes_u64(&file, dump->eg_address);
	bytes_u64(&file, dump->cg_address);
	if (dump->format_version >= 2) {
		bytes_u64(&file, (uint64_t)dump->rss);
	}
	if (dump->format_version >= 3) {
		bytes_u32(&file, dump->module_globals_count);
		bytes_add(&file, dump->module_globals.bytes, dump->module_globals.length);
	}
	bytes_u32(&file, dump->entry_count);
	bytes_u32(&file, dump->region_count);
	bytes_add(&file, dump->map.bytes, dump->map.length);
	bytes_add(&file, dump->regions.bytes, dump->regions.length);
	*length = file.length;
	return file.bytes;
}

void dump_builder_done(struct dump_builder *dump)
{
	bytes_done(&dump->module_globals);
	bytes_done(&dump->map);
	bytes_done(&dump->regions);
}

void write_test_file(const char *folder, const char *name, const void *bytes, size_t length)
{
	char path[4096];
	FILE *file;
	bool written;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "wb");
	written = file && fwrite(bytes, 1, length, file) == length;
	if (!file || fclose(file) != 0 || !written) {
		perror(path);
		exit(2);
	}
}
