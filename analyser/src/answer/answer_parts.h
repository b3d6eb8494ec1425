/* The parts of an answer: what answer.c puts together. For answer/ alone. */
#ifndef RA_ANSWER_PARTS_H
#define RA_ANSWER_PARTS_H

#include "answer/answer.h"

/* All: false means no memory. */

/* Script, SAPI, request, version, time (process.c). */
bool ra_answer_process(struct ra_answer *answer, const struct ra_snapshot *snapshot);
/* The running calls (stack.c). */
bool ra_answer_stack(struct ra_answer *answer, const struct ra_snapshot *snapshot);
/* Limit, request, place, what was growing, remarks (cause.c). After the stack. */
bool ra_answer_cause(struct ra_answer *answer, const struct ra_snapshot *snapshot,
	const struct ra_findings *findings);
/* Resident memory beside PHP's heap (outside.c). */
bool ra_answer_outside(struct ra_answer *answer, const struct ra_snapshot *snapshot);
/* Which rows are a known keeper's (known.c). */
bool ra_answer_known(struct ra_answer *answer, const struct ra_snapshot *snapshot);
/* What to do (actions.c). After all others. */
bool ra_answer_actions(struct ra_answer *answer, const struct ra_snapshot *snapshot);

#endif
