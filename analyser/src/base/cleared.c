/* See cleared.h. */
#include "base/cleared.h"

#include <stdlib.h>
#include <string.h>

void *ra_cleared(size_t count, size_t item_bytes)
{
	void *const memory = reallocarray(NULL, count, item_bytes);

	return memory ? memset(memory, 0, count * item_bytes) : NULL;
}
