/* One ELF file on disk that the dumped process had mapped: is it the same file, and which bytes did
 * its read-only segments have in that process? The file is hostile input like the dump: every
 * offset is checked, and nothing but a regular file is opened.
 *
 * Bytes of the part that is read-only after relocation are those of the file with its relative
 * relocations applied; what a symbol lookup of the dynamic loader would have to decide is a
 * hole. */
#ifndef RA_BINARY_H
#define RA_BINARY_H

#include "memory/dump.h"

struct ra_binary; /* opaque */

/* Reads bytes of the dump itself; false when they are not captured. */
typedef bool ra_captured_reader(void *context, ra_addr at, void *out, size_t length);

struct ra_binary_query {
	struct ra_slice name;                /* as in the memory map: with suffix and escapes */
	const struct ra_map_entry **entries; /* all mappings of it */
	uint32_t entry_count;
	const char *dependency_root; /* NULL or "": none */
	ra_addr eg_address;
	ra_addr cg_address;
	ra_captured_reader *read_captured;
	void *context;
};

/* Opens the file and compares it with its mappings. *verdict is a static text in any case: how it
 * was recognised, or why it is not used. *out is NULL when it is not used; owned by the caller. */
void ra_binary_open(
	const struct ra_binary_query *query, struct ra_binary **out, const char **verdict);
void ra_binary_close(struct ra_binary *binary); /* NULL is allowed */

/* How many bytes from an address in one of the mappings on are known, at most `limit`. */
uint64_t ra_binary_extent(
	const struct ra_binary *binary, const struct ra_map_entry *entry, ra_addr at, uint64_t limit);

/* Copies bytes that ra_binary_extent() promised. False: the file cannot be read any more. */
bool ra_binary_read(const struct ra_binary *binary, const struct ra_map_entry *entry, ra_addr at,
	void *out, uint64_t length);

#endif
