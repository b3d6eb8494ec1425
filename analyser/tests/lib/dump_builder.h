/* Builds RDUMP files for tests: fill in the fields, add map entries and regions, take the bytes.
 *
 *   struct dump_builder dump = dump_of(3, "v82");
 *   dump_map(&dump, 0x1000, 0x3000, "rw-p", "");
 *   dump_region(&dump, 0x1000, "abcd", 4);
 *   uint8_t *bytes = dump_bytes(&dump, &length);   // free() it
 *   dump_builder_done(&dump);
 *
 * Any running out of memory ends the test program. Nothing is checked: dumps may be as wrong as a
 * test wants them. */
#ifndef DUMP_BUILDER_H
#define DUMP_BUILDER_H

#include <stddef.h>
#include <stdint.h>

struct test_bytes { /* grows */
	uint8_t *bytes;
	size_t length;
	size_t capacity;
};

void bytes_add(struct test_bytes *to, const void *bytes, size_t length);
void bytes_u32(struct test_bytes *to, uint32_t value);
void bytes_u64(struct test_bytes *to, uint64_t value);
void bytes_str(struct test_bytes *to, const char *text);
void bytes_done(struct test_bytes *bytes);

struct dump_builder {
	uint32_t format_version;
	const char *php_version;
	int64_t pid;
	uint64_t eg_address;
	uint64_t cg_address;
	int64_t rss;
	struct test_bytes module_globals;
	uint32_t module_globals_count;
	struct test_bytes map;
	uint32_t entry_count;
	struct test_bytes regions;
	uint32_t region_count;
};

struct dump_builder dump_of(uint32_t format_version, const char *php_version);
void dump_module_globals(struct dump_builder *dump, const char *name, uint64_t address);
/* permissions as the kernel prints them: "r-xp" */
void dump_map(struct dump_builder *dump, uint64_t begin, uint64_t end, const char *permissions,
	const char *name);
void dump_map_file(struct dump_builder *dump, uint64_t begin, uint64_t end, const char *permissions,
	uint64_t offset, const char *device, uint64_t inode, const char *name);
void dump_region(struct dump_builder *dump, uint64_t address, const void *bytes, size_t length);

/* The file so far; the builder may go on. The caller frees it. */
uint8_t *dump_bytes(const struct dump_builder *dump, size_t *length);
void dump_builder_done(struct dump_builder *dump);

/* Writes bytes to folder/name; a failure ends the program. */
void write_test_file(const char *folder, const char *name, const void *bytes, size_t length);

#endif
