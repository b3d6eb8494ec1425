/* Does an array's table fit the block of the allocator that holds it? */
#ifndef RA_ARRAY_FIT_H
#define RA_ARRAY_FIT_H

#include "php/engine.h"
#include "php/zendmm.h"

/* True when the table fits its block, or lies outside the heap, or there is none. An array caught
 * while its packed table was being enlarged is put right: several releases double nTableSize before
 * they ask for the larger table, and that is where memory_limit strikes. Such a dump is the very
 * one that matters, so the old table's size is given back. *growing (unless NULL) tells that. */
bool ra_array_fit(const struct ra_heap *heap, struct ra_array *array, bool *growing);

#endif
