/* See report.h. The parts are made in report_meta.c, report_tables.c and report_rows.c. */
#include "report/report_parts.h"

#include <stdlib.h>

#include "answer/answer.h"
#include "base/format.h"
#include "walk/snapshot.h"

/* What needs no findings is made while they are. */
static bool begin_answer(void *context, struct ra_snapshot *view, struct ra_error *err)
{
	struct ra_report *const report = context;

	return ra_answer_begin(view, &report->answer, err);
}

static bool make_packages(void *context, struct ra_snapshot *view, struct ra_error *err)
{
	struct ra_report *const report = context;

	return ra_packages_make(view, ra_usage_bytes(view), &report->packages) ||
		   ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the report");
}

bool ra_report_make(struct ra_snapshot *snapshot, struct ra_report **out, struct ra_error *err)
{
	struct ra_report *report = calloc(1, sizeof(*report));
	const struct ra_beside beside[] = {{begin_answer, report}, {make_packages, report}};

	if (!report || !ra_findings_collect_beside(snapshot, beside, sizeof(beside) / sizeof(*beside),
					   &report->findings, err)) {
		ra_report_free(report);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the report");
	}
	if (!ra_answer_end(report->answer, snapshot, &report->findings, err)) {
		ra_report_free(report);
		return false;
	}
	const bool complete = ra_report_warn(report, snapshot);

	if (!complete) {
		ra_report_lower_confidence(&report->findings);
	}
	ra_report_overview(report, snapshot);
	ra_report_time(report, snapshot->note);
	if (!ra_report_unknown(report, snapshot)) {
		ra_report_free(report);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the report");
	}
	report->meta = ra_report_meta(report, snapshot, complete);
	if (!report->meta || !ra_report_metrics(report, snapshot) ||
		!ra_report_types(report, snapshot->tally) || !ra_report_classes(report, snapshot->graph) ||
		!ra_report_bins(report, snapshot->heap) || !ra_report_regions(report, snapshot) ||
		!ra_report_arrays(report) || !ra_report_strings(report) || !ra_report_blames(report) ||
		!ra_report_entries(report)) {
		ra_report_free(report);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the report");
	}
	*out = report;
	return true;
}

void ra_report_trim_classes(struct ra_report *report, uint32_t count)
{
	while (report->class_count > count) {
		const struct ra_report_class *const row = &report->classes[--report->class_count];

		free(row->name);
		free(row->short_name);
	}
}

void ra_report_trim_arrays(struct ra_report *report, uint32_t count)
{
	while (report->array_count > count) {
		const struct ra_report_array *const row = &report->arrays[--report->array_count];

		free(row->path);
		free(row->fold);
	}
}

void ra_report_trim_strings(struct ra_report *report, uint32_t count)
{
	while (report->string_count > count) {
		const struct ra_report_string *const row = &report->strings[--report->string_count];

		free(row->path);
		free(row->preview);
		free(row->fold);
	}
}

void ra_report_trim_blames(struct ra_report *report, uint32_t count)
{
	while (report->blame_count > count) {
		free(report->blames[--report->blame_count].name);
	}
}

void ra_report_trim_packages(struct ra_report *report, uint32_t count)
{
	while (report->packages.count > count) {
		free(report->packages.rows[--report->packages.count].name);
	}
}

void ra_report_free(struct ra_report *report)
{
	if (!report) {
		return;
	}
	ra_report_trim_classes(report, 0);
	ra_report_trim_arrays(report, 0);
	ra_report_trim_strings(report, 0);
	ra_report_trim_blames(report, 0);
	ra_packages_done(&report->packages);
	ra_lines_free(report->warnings, report->warning_count);
	ra_lines_free(report->overview_lines, report->overview_line_count);
	free(report->captured_at);
	free(report->entries);
	free(report->metrics);
	free(report->types);
	free(report->classes);
	free(report->arrays);
	free(report->strings);
	free(report->blames);
	free(report->bins);
	free(report->regions);
	json_decref(report->meta);
	ra_answer_free(report->answer);
	ra_findings_done(&report->findings);
	free(report);
}
