/* The .rmem file of reli, version 1: a header of 64 bytes, sections, and at its end the table of contents, which names
 * them.
 *
 *   header    "RMEM", u32 version, u32 flags, u32 number of sections, u64 place of the table, zeros
 *   table     40 bytes per section: name (16), u64 place, u64 length, u64 number of elements */
#ifndef RA_RMEM_FILE_H
#define RA_RMEM_FILE_H

#include "memory/source.h"
#include "store/saved.h"

enum {
	RA_RMEM_HEADER = 64,
	RA_RMEM_ENTRY = 40,
	RA_RMEM_NAME = 16,
};

extern const char *const ra_rmem_sections[RA_SAVED_SECTIONS];

/* Reads texts and summary into *out, which is zeroed, and finds the rows of the graph, which stay in the source; the rest of
 * the file saves other readers work. Not checked yet: ra_saved_check(). */
bool ra_rmem_read(struct ra_source *source, struct ra_saved *out, struct ra_error *err);

#endif
