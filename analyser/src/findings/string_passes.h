/* The findings about strings that share one sweep; called by find_strings.c. */
#ifndef RA_STRING_PASSES_H
#define RA_STRING_PASSES_H

#include "findings/findings.h"
#include "findings/string_sweep.h"

/* Any order of the sweep. */
void ra_find_slot_waste(struct ra_snapshot *snapshot, const struct ra_string_sweep *sweep,
	struct ra_findings *findings);

/* The sweep must be grouped. */
void ra_find_duplicate_strings(struct ra_snapshot *snapshot, const struct ra_string_sweep *sweep,
	struct ra_findings *findings);

#endif
