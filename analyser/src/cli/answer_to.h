/* A question's answer, written where the user wants it. */
#ifndef RA_ANSWER_TO_H
#define RA_ANSWER_TO_H

#include "report/out_query.h"

/* Writes the answer to the file `path`, or to standard output where it is NULL. False, with *err filled: *about, the name of the
 * input, is the output's name then if it is the output that failed. */
bool ra_answer_to(const struct ra_question *question, ra_out_answer *answer, const char *path,
	struct ra_snapshot *snapshot, const char **about, struct ra_error *err);

#endif
