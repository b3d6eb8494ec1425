/* The memory of a built process (heap_builder.h) as a core file: no header tells where the engine is. */
#ifndef CORE_BUILDER_H
#define CORE_BUILDER_H

#include "heap_builder.h"

/* Gives the process what a search needs and heap_builder leaves out: zvals and limit of the symbol table cache at the begin of
 * the executor globals, and the tables and an arena in the compiler globals. */
void heap_be_found(struct heap_builder *heap);

/* The core: a segment for each region. free() it. */
uint8_t *core_of_heap(struct heap_builder *heap, size_t *length);

#endif
