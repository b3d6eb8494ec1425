/* Global variables: EG(symbol_table) and the slots of frames that its entries lead to. */
#ifndef RA_WALK_GLOBALS_H
#define RA_WALK_GLOBALS_H

#include "walk/engine/walk.h"

/* The entries of the global symbol table, from `root`. */
void ra_walk_globals(struct ra_walk *walk, ra_node root);
/* Whether the slot of a frame that uses the global symbol table holds its variable now. The slot
 * then owns the value, and the symbol table's entry, which leads there, no longer does. */
bool ra_walk_global_slot(struct ra_walk *walk, ra_addr slot);
void ra_walk_globals_free(struct ra_walk *walk);

#endif
