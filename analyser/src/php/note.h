/* The note block: what the extension itself wrote about the dump, in a piece of its own memory that
 * every dump captures (docs/format.md). Found by its magic, checked, copied. The offsets in it are
 * those the extension was compiled with: they win over the rows of layout.c. */
#ifndef RA_NOTE_H
#define RA_NOTE_H

#include "memory/space.h"
#include "reader/noted.h"

struct ra_layout;

enum ra_note_what {
	RA_NOTE_OFFSET,   /* enum ra_field */
	RA_NOTE_SIZE,     /* enum ra_struct */
	RA_NOTE_CONSTANT, /* enum ra_constant */
};

struct ra_note_row {
	enum ra_note_what kind;
	uint32_t what;
	uint32_t value;
};

/* Looks for the note block. *out is NULL when the dump has none (that is no error) and owned by the
 * caller otherwise. Fails only when memory runs out: a block that does not check is no block. */
bool ra_note_find(
	struct ra_space *space, const struct ra_dump *dump, struct ra_note **out, struct ra_error *err);
void ra_note_free(struct ra_note *note); /* NULL is allowed */

/* Puts the block's offsets, sizes and constants into the layout and records where they differ from
 * it. `complete`: the rows are those of another version, so what the block could tell and does not
 * is absent. */
bool ra_note_apply(
	const struct ra_note *note, struct ra_layout *layout, bool complete, struct ra_error *err);

#endif
