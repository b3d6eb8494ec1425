/* One line on stderr that tells which stage is running, when stderr is a terminal and the work
 * takes longer than a second. A timer signal writes it, so the stages know nothing of it and pay
 * nothing for it. */
#ifndef RA_PROGRESS_H
#define RA_PROGRESS_H

#include <stdbool.h>

/* Begins to watch the time, unless quiet. Each start wants its end. */
void ra_progress_start(bool quiet);
/* What is being done now; static text: "walking the heap". */
void ra_progress_stage(const char *title);
/* Removes the line, if there is one. */
void ra_progress_end(void);

#endif
