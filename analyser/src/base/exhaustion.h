/* Whether the program ran out of memory at any moment, or lost its input. Most functions give up in order then and say so; some leave a
 * part out. What was written is not complete either way, and the program must not end as if it were. */
#ifndef RA_EXHAUSTION_H
#define RA_EXHAUSTION_H

#include <stdbool.h>

/* Noted by cli/watch_memory.c, whose functions stand around the C library's in the program. */
void ra_note_exhaustion(void);
bool ra_is_exhausted(void);

/* An input became shorter, or could not be read, after it was opened. It may be noted in a signal handler. */
void ra_note_lost_input(void);
bool ra_is_input_lost(void);
/* Whom to ask as well, whenever somebody wants to know. */
void ra_watch_inputs(bool (*is_any_lost)(void));

/* For a program that answers again and again: what one answer lacked the next one need not lack. */
void ra_exhaustion_forget(void);

#endif
