/* The Zend memory manager as the dump shows it (heap.h).
 *
 * Nothing here believes a version: releases move these structures within a minor version. The heap
 * is found by how its parts refer to each other, the counters by their place relative to what was
 * found; what does not agree in the end is left in the open (counters_agree, live_bytes against
 * usage_bytes). */
#ifndef RA_ZENDMM_H
#define RA_ZENDMM_H

#include "memory/space.h"
#include "reader/heap.h"

/* Finds and reads the heap. `hint` is an address known to lie in the wanted heap (a VM stack page);
 * with several heaps in the dump (threads) it decides, and without a match the heap with most
 * chunks wins. No heap is not an error: found is false. *out is owned by the caller. */
bool ra_heap_open(const struct ra_dump *dump, struct ra_space *space, ra_addr hint,
	struct ra_heap **out, struct ra_error *err);
void ra_heap_close(struct ra_heap *heap); /* NULL is allowed */

#endif
