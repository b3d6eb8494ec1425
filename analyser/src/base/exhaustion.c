/* See exhaustion.h. */
#include "base/exhaustion.h"

#include <stdatomic.h>

static atomic_bool exhausted, input_lost; /* several threads may note it */
static bool (*_Atomic watch)(void);

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

void ra_watch_inputs(bool (*is_any_lost)(void))
{
	watch = is_any_lost;
}

bool ra_is_input_lost(void)
{
	bool (*const is_any_lost)(void) = watch;

	if (is_any_lost && is_any_lost()) {
		input_lost = true;
	}
	return input_lost;
}

void ra_exhaustion_forget(void)
{
	exhausted = false;
	input_lost = false;
}
