/* A report as characters. Nothing is computed here. */
#ifndef RA_OUT_REPORT_H
#define RA_OUT_REPORT_H

#include "base/output.h"
#include "report/report.h"

void ra_out_text(struct ra_output *output, const struct ra_report *report);

/* The first screen alone. */
void ra_out_brief(struct ra_output *output, const struct ra_report *report);

/* The report as a JSON value {meta, findings, tables}; NULL: no memory. New reference. */
json_t *ra_report_json(const struct ra_report *report);

/* One finding as a JSON object. New reference; NULL: no memory. */
json_t *ra_finding_json(const struct ra_finding *finding);

#endif
