/* A comparison as characters. Nothing is computed here. */
#ifndef RA_OUT_COMPARE_H
#define RA_OUT_COMPARE_H

#include "base/output.h"
#include "report/compare.h"
#include "report/node_diff.h"

void ra_out_compare_text(struct ra_output *output, const struct ra_comparison *comparison,
	const struct ra_node_diff *diff); /* diff may be NULL */

/* The comparison as a JSON object. New reference; NULL: no memory. */
json_t *ra_comparison_json(const struct ra_comparison *comparison, const struct ra_node_diff *diff);

#endif
