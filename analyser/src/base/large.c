/* See large.h. */
#include "base/large.h"

#include <stdint.h>
#include <stdlib.h>
#ifdef __linux__
# include <sys/mman.h>
#endif

#define LARGE_PAGE ((size_t)2 << 20)

void *ra_large(size_t count, size_t item_bytes)
{
	if (item_bytes > 0 && count > (SIZE_MAX - LARGE_PAGE) / item_bytes) {
		return NULL;
	}
#ifdef __linux__
	const size_t pages = (count * item_bytes + LARGE_PAGE - 1) / LARGE_PAGE;

	if (count * item_bytes >= LARGE_PAGE) {
		void *const memory = aligned_alloc(LARGE_PAGE, pages * LARGE_PAGE);

		if (memory) {
			madvise(memory, pages * LARGE_PAGE, MADV_HUGEPAGE); /* a wish */
		}
		return memory;
	}
#endif
	return malloc(count * item_bytes);
}
