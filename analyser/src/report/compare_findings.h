/* The findings part of a comparison: which are new, resolved, changed. */
#ifndef RA_COMPARE_FINDINGS_H
#define RA_COMPARE_FINDINGS_H

#include "report/compare.h"

/* Fills the findings and the failures that they cause. False: no memory. */
bool ra_compare_findings(
	struct ra_comparison *comparison, const struct ra_compare_options *options);

#endif
