/* See exhaustion.h. */
#include "base/exhaustion.h"

static bool exhausted;

void ra_note_exhaustion(void)
{
	exhausted = true;
}

bool ra_is_exhausted(void)
{
	return exhausted;
}
