/* The answer as the first screen of a text report, and as the key "answer" of a JSON report. */
#ifndef RA_OUT_ANSWER_H
#define RA_OUT_ANSWER_H

#include "answer/answer.h"
#include "base/format.h"
#include "base/output.h"

/* At most 40 lines of at most `columns` columns (60 or more). */
void ra_out_answer_text(struct ra_output *output, const struct ra_answer *answer, unsigned columns);

/* ---- the words of the first screen; all texts are clean, and the caller's unless they are static ---- */

char *ra_share_text(uint64_t part, uint64_t whole); /* "29 %", "<1 %" */
const char *ra_base_name(const char *path);         /* behind the last slash */

/* Appends "one array asked for 2.0 MB more", "peak 12.0 MB", or nothing. */
void ra_answer_request_text(struct ra_buffer *line, const struct ra_answer *answer);
/* "$repository->identityMap, 65,536 -> 131,072"; NULL: nothing was growing. */
char *ra_answer_growth_text(const struct ra_answer *answer);

/* What a row without paths is called: "the call stack", "PHP itself". Static text. */
const char *ra_holder_title(const struct ra_holder *row);
/* What is in a row: "105,500 Product", "1,200 closures, Bus.php:12". Owned by the caller; NULL: no memory. */
char *ra_holder_contents(const struct ra_holder *row);
/* The holders behind the first one, in one line; NULL: there is none. */
char *ra_holder_more_text(const struct ra_holder *row);
/* Does an earlier row show just the holders of this one, one each? Then it is "both of the above". */
bool ra_holders_are_above(const struct ra_holders *holders, uint32_t row);

/* Owned by the caller; NULL: no memory. */
json_t *ra_answer_json(const struct ra_answer *answer);

#endif
