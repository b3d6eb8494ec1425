/* After the exact walk: memory that only static data, the C stack, the collector's buffer and
 * unexplained slots lead to. */
#ifndef RA_WALK_SCAN_H
#define RA_WALK_SCAN_H

#include "walk/engine/walk.h"

/* All of the below, in their order. */
void ra_walk_scan(struct ra_walk *walk);

/* The state of an object whose class no walker knows: its zvals. (walk_objects.c) */
void ra_walk_guess_state(struct ra_walk *walk, ra_node object);
/* What a library's handle leads to that such a state points to, one step into the C heap: memory that
 * the object handed to the library, its callback data. (walk_objects.c) */
void ra_walk_guess_behind(struct ra_walk *walk, ra_node object);
/* Bare pointers in such a state, to objects that lack references after everything else. Where
 * something certain leads to the target, too, the edge owns nothing. (walk_objects.c) */
void ra_walk_guess_pointers(struct ra_walk *walk, ra_node object);

/* What internal functions that run build where only the C stack knows it. (walk_c_stack.c) */
void ra_walk_c_stack(struct ra_walk *walk);

/* The collector's possible roots, from a weak root; what they lead to. (walk_gc_roots.c) */
void ra_walk_gc_roots(struct ra_walk *walk, ra_node root);

/* Values with more references than were found, and whether their address stands in the memory that
 * is looked at, other than their own (`owner`: whose it is, or RA_NO_NODE). The answer goes to
 * tally->held_out_of_sight. (walk_gc_roots.c) */
struct ra_surplus;
struct ra_surplus *ra_surplus_new(struct ra_walk *walk); /* NULL: there are none */
void ra_surplus_look(
	struct ra_surplus *surplus, struct ra_walk *walk, ra_node owner, ra_addr at, uint64_t bytes);
/* The same in memory that was read; bytes is a multiple of 8. */
void ra_surplus_words(
	struct ra_surplus *surplus, ra_node owner, const uint8_t *words, uint64_t bytes);
void ra_surplus_free(struct ra_surplus *surplus);

#endif
