/* Memory read word by word. */
#ifndef RA_WALK_WORDS_H
#define RA_WALK_WORDS_H

#include "walk/engine/walk.h"

/* Conservative scan: every aligned word of the bytes that points to the start of a live slot which
 * nobody has claimed makes a child, marked as guessed, which is scanned in turn. */
void ra_walk_guess(struct ra_walk *walk, ra_node from, ra_addr at, uint64_t bytes);
/* The same with a link of the caller's. */
void ra_walk_guess_as(
	struct ra_walk *walk, ra_node from, ra_addr at, uint64_t bytes, struct ra_link link);

/* Zvals among bytes that nobody explains: what they hold becomes a child, marked as guessed,
 * whoever has claimed it. */
void ra_walk_guess_values(struct ra_walk *walk, ra_node from, ra_addr at, uint64_t bytes);

/* Words of a structure that is known to hold pointers, but not which: the same without the mark of
 * a guess, and values that have a node already are linked too. */
void ra_walk_known_words(
	struct ra_walk *walk, ra_node from, ra_addr at, uint64_t bytes, const char *name);

#endif
