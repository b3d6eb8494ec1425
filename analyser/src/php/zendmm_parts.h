/* What zendmm.c and zendmm_find.c share. For them alone. */
#ifndef RA_ZENDMM_PARTS_H
#define RA_ZENDMM_PARTS_H

#include "php/zendmm.h"

#define RA_HEAP_OFFSET       64u   /* of the heap struct in its chunk */
#define RA_HEAP_HEADER_BYTES 4096u /* page 0 of a chunk */

struct ra_heap_candidate {
	ra_addr main_chunk;
	uint32_t chunks; /* of its ring; 0: no heap */
	bool hinted;     /* the hint lies in one of them */
};

/* The heap that the dump holds: the one with the hint, else the one with most chunks. */
struct ra_heap_candidate ra_heap_find(
	const struct ra_dump *dump, struct ra_space *space, ra_addr hint);

#endif
