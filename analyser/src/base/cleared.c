/* See cleared.h. */
#include "base/cleared.h"

#include <stdlib.h>
#include <string.h>

void *ra_filled(size_t count, size_t item_bytes, int byte)
{
	void *const memory = reallocarray(NULL, count, item_bytes);

	return memory ? memset(memory, byte, count * item_bytes) : NULL;
}

void *ra_cleared(size_t count, size_t item_bytes)
{
	return ra_filled(count, item_bytes, 0);
}
