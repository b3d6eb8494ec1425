/* A terminal that the program has changed, to be given back whatever ends or stops it: also in a signal handler. */
#ifndef RA_TTY_GUARD_H
#define RA_TTY_GUARD_H

#include <stdbool.h>
#include <stddef.h>

/* Notes the settings that the terminal has now. False: it is none. */
bool ra_tty_guard_note(int input);
/* From here on the terminal is not as it was: ra_tty_guard_give_back() writes the text to `output` and sets the noted
 * settings. */
void ra_tty_guard_hold(int output, const char *text, size_t length);
/* Safe in a signal handler; does nothing when nothing is held. */
void ra_tty_guard_give_back(void);
/* It has been given back in another way. */
void ra_tty_guard_release(void);

#endif
