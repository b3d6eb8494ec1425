/* Millions of values that are looked at one by one, in pieces, by several threads. */
#ifndef RA_PIECES_H
#define RA_PIECES_H

#include "walk/snapshot.h"

enum {
	RA_PIECES = 16 /* at most, whatever the number of threads */
};

/* Looks at the values begin .. end - 1 of a list. It reads the memory through the snapshot that it is given, and leaves behind what
 * does not depend on other pieces. */
typedef void ra_piece(
	void *context, struct ra_snapshot *snapshot, uint32_t number, uint32_t begin, uint32_t end);

/* Does all pieces of a list of so many values, and returns how many there were. A short list is one piece, and so is one whose
 * memory cannot be read by several threads. */
uint32_t ra_in_pieces(struct ra_snapshot *snapshot, uint32_t count, ra_piece *piece, void *context);

#endif
