/* The answer as the first screen of a text report, and as the key "answer" of a JSON report. */
#ifndef RA_OUT_ANSWER_H
#define RA_OUT_ANSWER_H

#include "answer/answer.h"
#include "base/output.h"

/* At most 40 lines of at most `columns` columns (60 or more). */
void ra_out_answer_text(struct ra_output *output, const struct ra_answer *answer, unsigned columns);

/* What a row without paths is called: "the call stack", "PHP itself". Static text. */
const char *ra_holder_title(const struct ra_holder *row);
/* What is in a row: "105,500 Product", "1,200 closures, Bus.php:12". Owned by the caller; NULL: no memory. */
char *ra_holder_contents(const struct ra_holder *row);

/* Owned by the caller; NULL: no memory. */
json_t *ra_answer_json(const struct ra_answer *answer);

#endif
