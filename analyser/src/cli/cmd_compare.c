/* rdump compare BASE TARGET: two dumps or saved reports -> what changed. */
#include "cli/cmd.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/report_options.h"
#include "findings/findings.h"
#include "report/compare.h"
#include "report/out_compare.h"

#define RA_EXIT_OBJECTION 3 /* --fail-on found something */

struct request {
	struct ra_report_options common;
	struct ra_compare_options compare;
	const char *threshold;
	const char *diff_nodes;
	uint64_t diff_limit;
	const char *fail_on;
	const char *known_path;
	enum ra_form form;
};

static bool parse_percent(const char *text, double *value)
{
	char *end;

	if (*text < '0' || *text > '9') {
		return false; /* strtod takes blanks, signs, nan */
	}
	*value = strtod(text, &end);
	return (*end == '\0' || strcmp(end, "%") == 0) && isfinite(*value);
}

static bool parse_severity(const char *word, size_t length, int *severity)
{
	for (int i = RA_HIGH; i <= RA_INFO; i++) {
		const char *name = ra_severity_name((enum ra_severity)i);

		if (strlen(name) == length && strncmp(name, word, length) == 0) {
			*severity = i;
			return true;
		}
	}
	return false;
}

/* "high", "medium,growth:10", "growth:2.5" */
static bool parse_fail_on(const char *text, struct ra_compare_options *options)
{
	static const char growth[] = "growth:";

	for (;;) {
		const size_t length = strcspn(text, ",");

		if (strncmp(text, growth, sizeof(growth) - 1) == 0) {
			char number[32] = "";

			if (length - (sizeof(growth) - 1) < sizeof(number)) {
				memcpy(number, text + sizeof(growth) - 1, length - (sizeof(growth) - 1));
			}
			if (!parse_percent(number, &options->fail_growth)) {
				return false;
			}
		} else if (!parse_severity(text, length, &options->fail_severity)) {
			return false;
		}
		if (text[length] == '\0') {
			return true;
		}
		text += length + 1;
	}
}

/* Checks what the parser of options cannot. RA_EXIT_OK or what ra_usage_error() returned. */
static int check_request(const struct ra_syntax *syntax, struct request *request)
{
	const char *side = request->diff_nodes;

	if (!ra_form_of(syntax, request->common.format, RA_OF_COMPARISONS, &request->form)) {
		return RA_EXIT_USAGE;
	}
	if (request->threshold && !parse_percent(request->threshold, &request->compare.threshold)) {
		return ra_usage_error(syntax, "--threshold: '%s' is no percentage", request->threshold);
	}
	if (side && strcmp(side, "baseline-only") != 0 && strcmp(side, "target-only") != 0) {
		return ra_usage_error(
			syntax, "--diff-nodes: '%s' is neither baseline-only nor target-only", side);
	}
	if (request->fail_on && !parse_fail_on(request->fail_on, &request->compare)) {
		return ra_usage_error(syntax,
			"--fail-on: '%s' is not a severity, growth:PERCENT, or both with a comma",
			request->fail_on);
	}
	return RA_EXIT_OK;
}

static bool write_comparison(const struct request *request, const struct ra_comparison *comparison,
	const struct ra_node_diff *diff, struct ra_error *err)
{
	struct ra_output output;

	if (!ra_output_open(&output, request->common.output, err)) {
		return false;
	}
	if (request->form == RA_FORM_JSON) {
		json_t *value = ra_comparison_json(comparison, diff);

		ra_output_json(&output, value, !request->common.no_pretty);
		json_decref(value);
	} else {
		ra_out_compare_text(&output, comparison, diff);
	}
	return ra_output_close(&output, err);
}

/* Everything behind the opening of the sides. */
static bool compare_sides(const struct request *request, const struct ra_side *baseline,
	const struct ra_side *target, bool *objection, struct ra_error *err)
{
	struct ra_comparison *comparison = NULL;
	struct ra_node_diff *diff = NULL;
	bool ok = ra_compare(baseline, target, &request->compare, &comparison, err);

	if (ok && request->diff_nodes) {
		const uint64_t limit = request->diff_limit < UINT32_MAX ? request->diff_limit : UINT32_MAX;

		ok = ra_node_diff_make(baseline->snapshot, target->snapshot,
			strcmp(request->diff_nodes, "target-only") == 0, (uint32_t)limit, &diff, err);
	}
	ok = ok && write_comparison(request, comparison, diff, err);
	*objection = ok && comparison->failure_count > 0;
	ra_node_diff_free(diff);
	ra_comparison_free(comparison);
	return ok;
}

static json_t *load_known(const char *path, struct ra_error *err)
{
	json_error_t error;
	json_t *known = json_load_file(path, 0, &error);

	if (!known) {
		ra_fail(err, RA_ERR_FORMAT, RA_NOWHERE, "not a list of known findings: %s", error.text);
	}
	return known;
}

static int run(const struct ra_syntax *syntax, struct request *request, char **paths)
{
	const bool keep = request->diff_nodes != NULL;
	struct ra_side baseline = {0};
	struct ra_side target = {0};
	json_t *known = NULL;
	struct ra_error err = {0};
	const char *about = request->known_path;
	bool objection = false;
	int status = RA_EXIT_OK;
	bool ok = !request->known_path || (known = load_known(request->known_path, &err)) != NULL;

	request->compare.known = known;
	if (ok) {
		struct ra_side *sides[] = {&baseline, &target};

		ok = ra_sides_open(paths, &request->common.snapshot, keep, sides, &about, &err);
	}
	if (ok && keep && (!baseline.snapshot || !target.snapshot)) {
		status =
			ra_usage_error(syntax, "--diff-nodes needs two dumps: a saved report has no addresses");
	} else {
		if (ok) {
			about = request->common.output ? request->common.output : "standard output";
			ok = compare_sides(request, &baseline, &target, &objection, &err);
		}
		status = ok ? objection ? RA_EXIT_OBJECTION : RA_EXIT_OK : ra_error_show(about, &err);
		if (ok && request->common.output) {
			printf("Comparison report written to %s\n", request->common.output);
		}
	}
	ra_side_close(&baseline);
	ra_side_close(&target);
	json_decref(known);
	return status;
}

int ra_cmd_compare(int argc, char **argv)
{
	struct request request = {
		.common = {.format = "report", .snapshot.measures = true, .snapshot.measures_later = true},
		.compare = {.fail_severity = -1, .fail_growth = -1},
		.diff_limit = 20,
	};
	const struct ra_option table[] = {
		RA_REPORT_OPTIONS(request.common, RA_OF_COMPARISONS),
		{"threshold", 0, RA_OPTION_TEXT, &request.threshold, "PERCENT",
			"leave out changes smaller than this", NULL},
		{"diff-nodes", 0, RA_OPTION_TEXT, &request.diff_nodes, "SIDE",
			"list values that only one dump has:\nbaseline-only or target-only", NULL},
		{"diff-limit", 0, RA_OPTION_NUMBER, &request.diff_limit, "N",
			"list at most N of them (default 20)", NULL},
		{"fail-on", 0, RA_OPTION_TEXT, &request.fail_on, "WHAT",
			"exit with status 3 when there are new findings of "
			"this severity or above, or when memory grew: "
			"SEVERITY, growth:PERCENT, or both with a comma",
			NULL},
		{"baseline", 0, RA_OPTION_TEXT, &request.known_path, "FILE",
			"JSON file of known findings that are no news: "
			"a list of signatures, or a saved report",
			NULL},
		RA_SNAPSHOT_OPTIONS(request.common.snapshot),
		{"run-id-baseline", 0, RA_OPTION_NUMBER, &request.common.snapshot.run_id, "ID",
			"of a SQLite file: the graph of BASE, and of TARGET when nothing else is said", NULL},
		{"run-id-target", 0, RA_OPTION_NUMBER, &request.common.snapshot.target_run_id, "ID",
			"the graph of TARGET, which may be left out when it is the same file", NULL},
	};
	const struct ra_syntax syntax = {
		.command = "compare",
		.operands = "BASE [TARGET]",
		.summary = "Tells what changed between two dumps, or reports saved as JSON "
				   "(report -f report-json).",
		.least_operands = 1,
		.most_operands = 2,
		.options = table,
		.option_count = sizeof(table) / sizeof(table[0]),
	};
	int status;
	char **const operands = ra_options_parse(&syntax, argc, argv, &status);

	if (!operands) {
		return status;
	}
	char *paths[] = {operands[0], operands[1]};

	if (!paths[1] && request.common.snapshot.target_run_id == 0) {
		return ra_usage_error(&syntax, "TARGET is missing");
	}
	paths[1] = paths[1] ? paths[1] : paths[0];
	char *const inputs[] = {paths[0], paths[1], (char *)request.known_path};

	if (!ra_output_is_no_input(request.common.output, inputs, 3)) {
		return RA_EXIT_USAGE;
	}
	status = check_request(&syntax, &request);
	return status != RA_EXIT_OK ? status : run(&syntax, &request, paths);
}
