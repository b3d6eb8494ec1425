/* The parts of a report: what report.c puts together. For report*.c alone. */
#ifndef RA_REPORT_PARTS_H
#define RA_REPORT_PARTS_H

#include <stdlib.h>

#include "report/report.h"

struct ra_graph;
struct ra_heap;
struct ra_note;
struct ra_tally;

/* An array of `count` zeroed items, at least one, so that NULL always means no memory. Free it with
 * free(). */
static inline void *ra_report_rows(size_t count, size_t item_size)
{
	return calloc(count + 1, item_size);
}

/* Keep the first `count` rows of a table. */
void ra_report_trim_classes(struct ra_report *report, uint32_t count);
void ra_report_trim_arrays(struct ra_report *report, uint32_t count);
void ra_report_trim_strings(struct ra_report *report, uint32_t count);
/* "Understood: 93.0%; ..." among the overview's lines, where it is not nearly all (report_unknown.c). False: no memory. */
bool ra_report_unknown(struct ra_report *report, const struct ra_snapshot *snapshot);
void ra_report_trim_packages(struct ra_report *report, uint32_t count);
void ra_report_trim_blames(struct ra_report *report, uint32_t count);

/* What a report says of itself (report_meta.c). A text there is no memory for is left out. */

/* The lines on why the report is not whole; false: it is not. */
bool ra_report_warn(struct ra_report *report, const struct ra_snapshot *snapshot);
/* Findings of an incomplete dump are less certain. */
void ra_report_lower_confidence(struct ra_findings *findings);
/* The lines above the tables. */
void ra_report_overview(struct ra_report *report, const struct ra_snapshot *snapshot);
/* When the dump was taken, if it says so. note may be NULL. */
void ra_report_time(struct ra_report *report, const struct ra_note *note);
/* The object "meta", owned by the caller; NULL: no memory. After all the others of this group. */
json_t *ra_report_meta(
	const struct ra_report *report, const struct ra_snapshot *snapshot, bool complete);

/* Rows from the snapshot's counters (report_tables.c). False: no memory. */
bool ra_report_metrics(struct ra_report *report, const struct ra_snapshot *snapshot);
bool ra_report_types(struct ra_report *report, const struct ra_tally *tally);
bool ra_report_classes(struct ra_report *report, const struct ra_graph *graph);
bool ra_report_bins(struct ra_report *report, const struct ra_heap *heap);
bool ra_report_regions(struct ra_report *report, const struct ra_snapshot *snapshot);

/* Rows from the facts of findings (report_rows.c). False: no memory. */
bool ra_report_arrays(struct ra_report *report);
bool ra_report_strings(struct ra_report *report);
bool ra_report_blames(struct ra_report *report);
bool ra_report_entries(struct ra_report *report);

#endif
