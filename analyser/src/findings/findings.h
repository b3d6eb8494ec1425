/* What a report says: the findings of all passes. findings.c has the table of passes. */
#ifndef RA_FINDINGS_H
#define RA_FINDINGS_H

#include "findings/finding.h"

struct ra_snapshot;

enum ra_pass_needs {
	RA_NEEDS_GRAPH, /* never looks at measures, nor at what comes with them, the sizes of classes: begins before they are there */
	RA_NEEDS_NODES, /* looks at them where they are there */
	RA_NEEDS_MEASURES /* says nothing without them */
};

enum ra_pass_turn { /* by how long it takes on a large heap */
	RA_FIRST,       /* and it takes memory for each of many values */
	RA_LONG,
	RA_SHORT
};

struct ra_pass {
	const char *name;
	enum ra_pass_needs needs;
	void (*run)(struct ra_snapshot *snapshot, struct ra_findings *findings);
	enum ra_pass_turn turn;
	/* What needs neither measures nor sizes of classes, and takes long, is done before run(), and beside the measures; run() is
	 * called when it did not fail. NULL: nothing. */
	void (*begin)(struct ra_snapshot *snapshot, struct ra_findings *findings);
};

/* Computes the measures, if that was left for later, runs all passes, applies the suppression rules, signs and sorts. A pass that fails contributes
 * nothing and is named in failed_passes. False only when no memory is left for that. */
bool ra_findings_collect(
	struct ra_snapshot *snapshot, struct ra_findings *findings, struct ra_error *err);

/* Work of others that is done beside the passes, when measures that are wanted are there, and with the memory of its view. */
struct ra_beside {
	bool (*run)(void *context, struct ra_snapshot *view, struct ra_error *err);
	void *context;
};

#define RA_MAX_BESIDE 4u
bool ra_findings_collect_beside(struct ra_snapshot *snapshot, const struct ra_beside *beside,
	size_t count, struct ra_findings *findings, struct ra_error *err);

/* The steps of ra_findings_collect() behind the passes. */
void ra_findings_suppress(struct ra_findings *findings);
void ra_findings_sort(struct ra_findings *findings); /* severity, impact, kind, summary, age */

#endif
