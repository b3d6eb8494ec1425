/* The explorer in a terminal: the only file that knows of curses draws its frames, reads keys, and gives the terminal back
 * whatever ends or stops the program. */
#ifndef RA_EXPLORE_TERMINAL_H
#define RA_EXPLORE_TERMINAL_H

#include "explore/explorer.h"

/* Whether this build has it, and there is a terminal that can be drawn on: asked before a dump is opened. */
bool ra_explore_usable(struct ra_error *err);

/* Runs until the user ends it. Only after ra_explore_usable(). */
bool ra_explore_run(struct ra_explorer *explorer, struct ra_error *err);

#endif
