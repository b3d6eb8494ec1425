/* The binaries behind the memory map's read-only file mappings: which map entries belong to one
 * file, and what is known of that file. A file is opened when the first of its bytes is wanted. */
#ifndef RA_BACKING_H
#define RA_BACKING_H

#include "memory/binary.h"
#include "memory/space.h"

struct ra_backing; /* opaque */

/* The dump must outlive it; read_captured is called with context. */
bool ra_backing_new(const struct ra_dump *dump, const struct ra_space_options *options,
	ra_captured_reader *read_captured, void *context, struct ra_backing **out,
	struct ra_error *err);
void ra_backing_free(struct ra_backing *backing); /* NULL is allowed */

/* How many bytes from the address on, in this map entry, the file provides; at most `limit`. */
uint64_t ra_backing_extent(
	struct ra_backing *backing, const struct ra_map_entry *entry, ra_addr at, uint64_t limit);

/* Copies bytes that ra_backing_extent() promised. False: the file cannot be read any more. */
bool ra_backing_read(struct ra_backing *backing, const struct ra_map_entry *entry, ra_addr at,
	void *out, uint64_t length);

/* Several threads may call the two above at once. */

/* Puts the files that were asked for since there were `told` into the order of the memory map. */
void ra_backing_settle(struct ra_backing *backing, uint32_t told);

/* The files that were asked for. */
const struct ra_backing_file *ra_backing_files(const struct ra_backing *backing, uint32_t *count);

#endif
