/* See slab.h. Slabs are filled from their begin on, so that a huge page wastes nothing and spares 511 faults. */
#include "memory/slab.h"

#include <stdlib.h>
#ifdef __linux__
# include <sys/mman.h>
#endif

uint8_t *ra_slab_new(void)
{
	uint8_t *const slab = aligned_alloc(RA_SLAB_BYTES, RA_SLAB_BYTES);

#ifdef __linux__
	if (slab) {
		madvise(slab, RA_SLAB_BYTES, MADV_HUGEPAGE);
	}
#endif
	return slab;
}

void ra_slab_free(uint8_t *slab)
{
	free(slab);
}
