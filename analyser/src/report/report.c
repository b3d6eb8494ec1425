/* See report.h. The parts are made in report_meta.c, report_tables.c and report_rows.c. */
#include "report/report_parts.h"

#include <stdlib.h>
#include <string.h>

#include "answer/answer.h"
#include "base/format.h"
#include "walk/snapshot.h"

/* Kinds with a table of their own, and those of the overview. */
static const char *const tabled[] = {"overview", "coverage_gap", "call_stack", "type_ranking",
	"class_ranking", "large_array", "sparse_array", "large_string", "root_blame",
	"bin_histogram_entry"};

bool ra_kind_is_tabled(const char *kind)
{
	for (size_t i = 0; i < sizeof(tabled) / sizeof(tabled[0]); i++) {
		if (strcmp(kind, tabled[i]) == 0) {
			return true;
		}
	}
	return false;
}

void *ra_report_rows(size_t count, size_t item_size)
{
	return calloc(count + 1, item_size);
}

bool ra_report_make(struct ra_snapshot *snapshot, struct ra_report **out, struct ra_error *err)
{
	struct ra_report *report = calloc(1, sizeof(*report));

	if (!report || !ra_findings_collect(snapshot, &report->findings, err)) {
		ra_report_free(report);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the report");
	}
	if (!ra_answer_make(snapshot, &report->findings, &report->answer, err)) {
		ra_report_free(report);
		return false;
	}
	const bool complete = ra_report_warn(report, snapshot);

	if (!complete) {
		ra_report_lower_confidence(&report->findings);
	}
	ra_report_overview(report, snapshot->note);
	ra_report_time(report, snapshot->note);
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

void ra_report_free(struct ra_report *report)
{
	if (!report) {
		return;
	}
	for (uint32_t i = 0; i < report->class_count; i++) {
		free(report->classes[i].name);
		free(report->classes[i].short_name);
	}
	for (uint32_t i = 0; i < report->array_count; i++) {
		free(report->arrays[i].path);
		free(report->arrays[i].fold);
	}
	for (uint32_t i = 0; i < report->string_count; i++) {
		free(report->strings[i].path);
		free(report->strings[i].preview);
		free(report->strings[i].fold);
	}
	for (uint32_t i = 0; i < report->blame_count; i++) {
		free(report->blames[i].name);
	}
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
