/* What somebody has seen ahead of the walk, followed. Nearly all of it is ordinary: a string, an array or an object that begins
 * a live slot of its own; that is one step here. Anything else goes the long way, through walk_values.h. Both ways come to the
 * same graph, which the tests compare: without threads nobody looks ahead. */
#ifndef RA_WALK_SEEN_H
#define RA_WALK_SEEN_H

#include "walk/engine/walk.h"
#include "walk/engine/walk_class_registry.h"

/* All elements of an array that were seen. */
void ra_walk_seen_elements(struct ra_walk *walk, ra_node array, const struct ra_foreseen *foreseen);

/* All property slots of an object. `names` has one for each slot. */
void ra_walk_seen_slots(
	struct ra_walk *walk, ra_node object, const ra_name *names, const struct ra_foreseen *foreseen);

/* Entries of the objects store, from its root. */
void ra_walk_seen_handles(struct ra_walk *walk, ra_node root, const struct ra_foreseen *foreseen);

/* The node's memory, when nothing is to be doubted or looked for: false, and nothing is done, otherwise. Of an array its
 * table; of an object itself, which then has no more than its property slots. */
bool ra_walk_seen_table(struct ra_walk *walk, ra_node array, const struct ra_foreseen *foreseen);
bool ra_walk_seen_object(struct ra_walk *walk, ra_node object, const struct ra_class_info *info,
	const struct ra_foreseen *foreseen);

#endif
