/* Going through the engine's tables (HashTable): their memory is claimed here, what to do with keys
 * and values is the caller's. Each function spends the elements; see ra_walk_spend(). */
#ifndef RA_WALK_TABLES_H
#define RA_WALK_TABLES_H

#include "walk/engine/walk.h"

/* Begins to go through a HashTable embedded in another structure: claims the memory of its elements
 * for the node. elements NULL: only that is of interest. False: nothing to go through. */
bool ra_walk_elements(
	struct ra_walk *walk, ra_node node, ra_addr table, struct ra_elements *elements);
/* The same for a HashTable with memory of its own, which is claimed as `location`. False where it
 * was already. */
bool ra_walk_allocated_elements(struct ra_walk *walk, ra_node node, ra_addr table,
	enum ra_location location, struct ra_elements *elements);
/* The same for a table that is only looked at: claims nothing. */
bool ra_walk_foreign_elements(struct ra_walk *walk, ra_addr table, struct ra_elements *elements);
/* The same for an array that the caller has read and whose table fits its slot: claims the table,
 * spends nothing. */
void ra_walk_claim_table(struct ra_walk *walk, ra_node node, const struct ra_array *array);

/* Calls back for every element of an engine table, whose memory becomes the root's. False: the
 * table could not be read, or not to its end. */
typedef void ra_element_walker(
	struct ra_walk *walk, ra_node root, const struct ra_element *element);
bool ra_walk_each_element(
	struct ra_walk *walk, ra_node root, ra_addr table, ra_element_walker *walker);

#endif
