/* What a report says: the findings of all passes. findings.c has the table of passes. */
#ifndef RA_FINDINGS_H
#define RA_FINDINGS_H

#include "findings/finding.h"

struct ra_snapshot;

enum ra_pass_needs {
	RA_NEEDS_NODES = 0,
	RA_NEEDS_MEASURES = 1
};

struct ra_pass {
	const char *name;
	enum ra_pass_needs needs;
	void (*run)(struct ra_snapshot *snapshot, struct ra_findings *findings);
	bool slow; /* of those that take longest on a large heap */
};

/* Runs all passes, applies the suppression rules, signs and sorts. A pass that fails contributes
 * nothing and is named in failed_passes. False only when no memory is left for that. */
bool ra_findings_collect(
	struct ra_snapshot *snapshot, struct ra_findings *findings, struct ra_error *err);

/* The steps of ra_findings_collect() behind the passes. */
void ra_findings_suppress(struct ra_findings *findings);
void ra_findings_sort(struct ra_findings *findings); /* severity, impact, kind, summary, age */

#endif
