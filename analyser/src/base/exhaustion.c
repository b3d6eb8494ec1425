/* See exhaustion.h. */
#include "base/exhaustion.h"

#include <stdatomic.h>

static atomic_bool exhausted, input_lost; /* several threads may note it */

void ra_note_exhaustion(void)
{
	exhausted = true;
}

bool ra_is_exhausted(void)
{
	return exhausted;
}

void ra_note_lost_input(void)
{
	input_lost = true;
}

bool ra_is_input_lost(void)
{
	return input_lost;
}

void ra_exhaustion_forget(void)
{
	exhausted = false;
	input_lost = false;
}
