/* The command lines of reli, for scripts that were written for it: "inspector:memory:report FILE" and the like. */
#ifndef RA_COMPATIBLE_H
#define RA_COMPATIBLE_H

#include <stdbool.h>

/* Whether this is one of its commands. Then argv is made one of ours, in place (argv[0] is the command's own name), with
 * the options that have no meaning here taken out and *argc lowered; or *status is what the program ends with, when
 * something in it cannot be done, which was said. Otherwise *status is -1. */
bool ra_compatible(int *argc, char **argv, int *status);

#endif
