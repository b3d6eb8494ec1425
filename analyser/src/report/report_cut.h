/* What a user wants to see of a report. */
#ifndef RA_REPORT_CUT_H
#define RA_REPORT_CUT_H

#include "report/report.h"

struct ra_report_cut {
	uint64_t top;                    /* rows of each table, and findings; 0: all */
	const char *only;                /* findings of this kind, and its table; NULL: all */
	enum ra_severity least_severity; /* RA_INFO: all */
};

/* Takes away what is not wanted. The answer, the overview and the call stack stay. False: no memory:
 * the report is good for nothing but ra_report_free() then. */
bool ra_report_cut(struct ra_report *report, const struct ra_report_cut *cut);

/* "high", "warning", "medium", "low", "info". False: another word. */
bool ra_severity_of(const char *text, enum ra_severity *severity);

#endif
