/* rdump report FILE: one dump -> snapshot -> findings -> text, JSON or an HTML page. */
#include "cli/cmd.h"

#include <stdio.h>
#include <string.h>

#include "cli/live.h"
#include "cli/report_options.h"
#include "findings/finding_kind.h"
#include "report/out_html.h"
#include "report/out_report.h"
#include "report/report_cut.h"
#include "store/store.h"

#define RA_LARGE_GRAPH 500000u /* edges: from here on --no-full-analysis leaves things out */

struct form { /* of what is written */
	enum ra_form kind;
	bool brief;
	bool values; /* contents of strings in a page */
};

static bool write_report(const struct ra_report_options *options, const struct form *form,
	const struct ra_report *report, const struct ra_outline *outline, struct ra_error *err)
{
	struct ra_output output;

	if (!ra_output_open(&output, options->output, err)) {
		return false;
	}
	if (form->kind == RA_FORM_HTML) {
		ra_out_html(&output, &(struct ra_html_source){report, outline, form->values});
	} else if (form->kind == RA_FORM_JSON) {
		json_t *value = ra_report_json(report);

		if (!value) {
			ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the report");
		} else {
			ra_output_json(&output, value, !options->no_pretty);
		}
		json_decref(value);
	} else if (form->brief) {
		ra_out_brief(&output, report);
	} else {
		ra_output_page(&output);
		ra_out_text(&output, report);
	}
	return ra_output_close(&output, err) && err->kind == RA_ERR_NONE;
}

/* The report, and the tree that a page shows, where there are measures. */
static bool make_report(struct ra_snapshot *snapshot, const struct form *form,
	struct ra_report **report, struct ra_outline **outline, struct ra_error *err)
{
	return ra_report_make(snapshot, report, err) &&
		   (form->kind != RA_FORM_HTML || !snapshot->measures ||
			   ra_outline_make(snapshot, &RA_HTML_LIMITS, outline, err));
}

int ra_cmd_report(int argc, char **argv)
{
	struct ra_report_options options = {
		.format = "report", .snapshot.measures = true, .snapshot.measures_later = true};
	struct ra_report_cut cut = {.least_severity = RA_INFO};
	const char *severity = NULL;
	struct ra_live live = {0};
	struct form form = {0};
	const struct ra_option table[] = {
		{"brief", 'b', RA_OPTION_FLAG, &form.brief, NULL,
			"only the first screen: what happened, who holds the memory, what to do", NULL},
		{"top", 0, RA_OPTION_NUMBER, &cut.top, "N", "at most N findings, and N rows of each table",
			NULL},
		{"only", 0, RA_OPTION_TEXT, &cut.only, "KIND",
			"only findings of this kind, and the table that belongs to it", NULL},
		{"min-severity", 0, RA_OPTION_TEXT, &severity, "SEVERITY",
			"only findings of this severity or above: high, warning, medium, low, info", NULL},
		{"with-values", 0, RA_OPTION_FLAG, &form.values, NULL,
			"with -f html: contents of strings and keys of arrays, too", NULL},
		RA_LIVE_OPTIONS(live),
		RA_REPORT_OPTIONS(options, RA_OF_REPORTS),
		RA_SNAPSHOT_OPTIONS(options.snapshot),
	};
	const struct ra_syntax syntax = {
		.command = "report",
		.operands = "FILE | -p PID",
		.summary = "Tells what uses the memory of a dumped PHP process, why, and what to look at "
				   "next.",
		.least_operands = 0,
		.most_operands = 1,
		.options = table,
		.option_count = sizeof(table) / sizeof(table[0]),
	};
	struct ra_snapshot *snapshot = NULL;
	struct ra_report *report = NULL;
	struct ra_outline *outline = NULL;
	struct ra_error err = {0};
	int status;
	char **const operands = ra_options_parse(&syntax, argc, argv, &status);

	if (!operands) {
		return status;
	}
	if (!ra_live_or_file(&syntax, &live, operands[0])) {
		return RA_EXIT_USAGE;
	}
	if (!ra_form_of(&syntax, options.format, RA_OF_REPORTS, &form.kind)) {
		return RA_EXIT_USAGE;
	}
	if (form.values && form.kind != RA_FORM_HTML) {
		return ra_usage_error(&syntax, "--with-values belongs to -f html");
	}
	options.snapshot.hide_contents = form.kind == RA_FORM_HTML && !form.values;
	if (severity && !ra_severity_of(severity, &cut.least_severity)) {
		return ra_usage_error(
			&syntax, "--min-severity: '%s' is none of high, warning, medium, low, info", severity);
	}
	if (cut.only && !ra_finding_kind(cut.only)) {
		return ra_usage_error(
			&syntax, "--only: there is no kind of finding '%s': see docs/findings.md", cut.only);
	}
	if (operands[0] && !ra_output_is_no_input(options.output, operands, 1)) {
		return RA_EXIT_USAGE;
	}
	live.thread = options.snapshot.dump.thread;
	live.quiet = options.snapshot.quiet;

	const char *const path = live.given ? ra_live_take(&live, &err) : operands[0];
	const char *const shown = live.given ? live.name : path;

	if (!path) {
		return ra_error_show(shown, &err);
	}
	options.snapshot.measures_limit = options.no_full ? RA_LARGE_GRAPH : 0;
	if (!ra_store_open(path, &options.snapshot, &snapshot, &err) ||
		!make_report(snapshot, &form, &report, &outline, &err)) {
		ra_snapshot_close(snapshot);
		ra_report_free(report);
		return ra_error_show(shown, &err);
	}
	ra_snapshot_close(snapshot);
	const bool written = (ra_report_cut(report, &cut) || ra_fail(&err, RA_ERR_MEMORY, RA_NOWHERE,
															 "no memory for the report")) &&
						 write_report(&options, &form, report, outline, &err);

	ra_outline_free(outline);
	ra_report_free(report);
	if (!written) {
		return ra_error_show(options.output ? options.output : "standard output", &err);
	}
	if (options.output) {
		printf("Report written to %s\n", options.output);
	}
	return RA_EXIT_OK;
}
