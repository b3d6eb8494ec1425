/* The memory of a built process (heap_builder.h) as a core file: no header tells where the engine is. */
#ifndef CORE_BUILDER_H
#define CORE_BUILDER_H

#include "heap_builder.h"

/* Where heap_be_found() puts the globals of ext/standard, and the thread's table of globals. */
#define HEAP_BASIC   (HEAP_CG + 0x1000u)
#define HEAP_STORAGE (HEAP_CG + 0xf00u)

/* Gives the process what a search needs and heap_builder leaves out: zvals and limit of the symbol table cache at the begin of
 * the executor globals, the tables and an arena in the compiler globals, and globals of ext/standard with a shutdown
 * function. */
void heap_be_found(struct heap_builder *heap);

/* The core: a segment for each region. free() it. */
uint8_t *core_of_heap(struct heap_builder *heap, size_t *length);

#endif
