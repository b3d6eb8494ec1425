/* What is known of the place that a saved row of "who holds it" is about. */
#ifndef RA_OUT_KNOWN_H
#define RA_OUT_KNOWN_H

#include <jansson.h>

#include "base/output.h"

/* Two lines, "known: ..." and "cure: ...", indented by six; none where nothing is known, or the same as in the last row
 * that had some: *said, which begins as NULL and points into the report then. */
void ra_out_known(struct ra_output *output, const json_t *row, const char **said);

#endif
