/* rdump trend FILE FILE...: dumps or saved reports of one program, in the order of time -> what grows with each. */
#include "cli/cmd.h"

#include <stdlib.h>

#include "cli/report_options.h"
#include "report/trend.h"

enum {
	MAX_FILES = 1000
};

static bool write_trend(const struct ra_report_options *options, const struct ra_trend *trend,
	bool json, struct ra_error *err)
{
	struct ra_output output;

	if (!ra_output_open(&output, options->output, err)) {
		return false;
	}
	if (json) {
		json_t *const value = ra_trend_json(trend);

		if (!value) {
			ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the trend");
		} else {
			ra_output_json(&output, value, !options->no_pretty);
		}
		json_decref(value);
	} else {
		ra_out_trend_text(&output, trend);
	}
	return ra_output_close(&output, err) && err->kind == RA_ERR_NONE;
}

static uint32_t count_of(char **operands)
{
	uint32_t count = 0;

	while (operands[count]) {
		count++;
	}
	return count;
}

static int run(const struct ra_report_options *options, bool json, char **paths, uint32_t count)
{
	struct ra_side *const sides = calloc(count, sizeof(*sides));
	struct ra_trend *trend = NULL;
	struct ra_error err = {0};
	const char *about = "the files";
	bool ok = sides || ra_fail(&err, RA_ERR_MEMORY, RA_NOWHERE, "no memory");

	for (uint32_t i = 0; ok && i < count; i++) {
		about = paths[i];
		ok = ra_side_open(paths[i], &options->snapshot, false, &sides[i], &err);
	}
	ok = ok && ra_trend_make(sides, count, &trend, &err);
	if (ok) {
		about = options->output ? options->output : "standard output";
		ok = write_trend(options, trend, json, &err);
	}
	if (ok && options->output) {
		printf("Trend report written to %s\n", options->output);
	}
	ra_trend_free(trend);
	for (uint32_t i = 0; sides && i < count; i++) {
		ra_side_close(&sides[i]);
	}
	free(sides);
	return ok ? RA_EXIT_OK : ra_error_show(about, &err);
}

int ra_cmd_trend(int argc, char **argv)
{
	struct ra_report_options options = {
		.format = "report", .snapshot.measures = true, .snapshot.measures_later = true};
	const struct ra_option table[] = {
		RA_REPORT_OPTIONS(options, RA_OF_COMPARISONS),
		RA_SNAPSHOT_OPTIONS(options.snapshot),
	};
	const struct ra_syntax syntax = {
		.command = "trend",
		.operands = "FILE FILE...",
		.summary = "Tells what grows with each of several dumps, or reports saved as JSON, of one "
				   "program. The order is that of time.",
		.least_operands = 2,
		.most_operands = MAX_FILES,
		.options = table,
		.option_count = sizeof(table) / sizeof(table[0]),
	};
	enum ra_form form = RA_FORM_TEXT;
	int status;
	char **const operands = ra_options_parse(&syntax, argc, argv, &status);

	if (!operands) {
		return status;
	}
	if (!ra_form_of(&syntax, options.format, RA_OF_COMPARISONS, &form) ||
		!ra_output_is_no_input(options.output, operands, count_of(operands))) {
		return RA_EXIT_USAGE;
	}
	return run(&options, form == RA_FORM_JSON, operands, count_of(operands));
}
