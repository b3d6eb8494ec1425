/* The note block: what the extension itself wrote about the dump, in a piece of its own memory that
 * every dump captures (docs/format.md). Found by its magic, checked, copied. The offsets in it are
 * those the extension was compiled with: they win over the rows of layout.c. */
#ifndef RA_NOTE_H
#define RA_NOTE_H

#include "space.h"

struct ra_layout;

enum ra_note_reason {
	RA_NOTE_UNKNOWN,
	RA_NOTE_CALL,         /* rdump_dump() */
	RA_NOTE_MEMORY_LIMIT, /* the dump at an exhausted memory_limit */
};

struct ra_note_row {
	uint32_t what;  /* enum ra_field, or enum ra_struct for a size */
	uint32_t value; /* offset or size; RA_ABSENT: that build has no such member */
	bool is_size;
};

struct ra_note {
	ra_addr address; /* of the block */
	uint32_t block_version;
	uint32_t php_version_id; /* 80235; 0: not told */
	bool zts;
	bool debug;
	uint64_t captured_ns; /* Unix time; 0: not told */
	enum ra_note_reason reason;
	char *message; /* of the error at an exhausted limit; NULL: none. Valid bytes, any encoding. */
	char *file;    /* likewise */
	uint32_t line;
	uint64_t usage_bytes;      /* memory_get_usage() before the dump; 0: not told */
	uint64_t real_usage_bytes; /* memory_get_usage(true) */
	struct ra_note_row *rows;
	uint32_t row_count;
};

/* Looks for the note block. *out is NULL when the dump has none (that is no error) and owned by the
 * caller otherwise. Fails only when memory runs out: a block that does not check is no block. */
bool ra_note_find(
	struct ra_space *space, const struct ra_dump *dump, struct ra_note **out, struct ra_error *err);
void ra_note_free(struct ra_note *note); /* NULL is allowed */

/* Puts the block's offsets into the layout and records where they differ from it. */
bool ra_note_apply(const struct ra_note *note, struct ra_layout *layout, struct ra_error *err);

#endif
