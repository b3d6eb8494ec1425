/* See exhaustion.h. */
#include "base/exhaustion.h"

#include <stdatomic.h>

static atomic_bool exhausted; /* several threads may note it */

void ra_note_exhaustion(void)
{
	exhausted = true;
}

bool ra_is_exhausted(void)
{
	return exhausted;
}
