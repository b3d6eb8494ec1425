/* rdump export FILE: one dump -> snapshot -> a file that other tools open. */
#include "cli/cmd.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/live.h"
#include "cli/report_options.h"
#include "store/store.h"
#include "walk/snapshot.h"

int ra_cmd_export(int argc, char **argv)
{
	struct ra_snapshot_options snapshot_options = {.measures = true};
	struct ra_export_options options = {0};
	const char *format_name = NULL;
	const char *path = NULL;
	struct ra_live live = {0};
	const struct ra_option table[] = {
		RA_FORMAT_OPTION(format_name, RA_OF_GRAPHS),
		{"output", 'o', RA_OPTION_TEXT, &path, "PATH", "write to PATH instead of standard output",
			NULL},
		{"no-values", 0, RA_OPTION_FLAG, &options.no_values, NULL,
			"leave out what strings and array keys hold", NULL},
		RA_LIVE_OPTIONS(live),
		RA_SNAPSHOT_OPTIONS(snapshot_options),
	};
	const struct ra_syntax syntax = {
		.command = "export",
		.operands = "FILE | -p PID",
		.summary = "Writes the graph of values in a form that other tools open.",
		.least_operands = 0,
		.most_operands = 1,
		.options = table,
		.option_count = sizeof(table) / sizeof(table[0]),
	};
	struct ra_snapshot *snapshot = NULL;
	struct ra_output output;
	struct ra_error err = {0};
	int status;
	char **const operands = ra_options_parse(&syntax, argc, argv, &status);

	if (!operands) {
		return status;
	}
	if (!ra_live_or_file(&syntax, &live, operands[0])) {
		return RA_EXIT_USAGE;
	}
	if (!format_name) {
		return ra_usage_error(&syntax, "-f FORMAT is missing");
	}
	const struct ra_output_format *const format = ra_output_format_find(format_name, RA_OF_GRAPHS);

	if (!format) {
		return ra_usage_error(&syntax, "-f: '%s' is no format; there are %s", format_name,
			ra_output_format_names(RA_OF_GRAPHS));
	}
	if (format->binary && !path && isatty(STDOUT_FILENO)) {
		return ra_usage_error(
			&syntax, "%s is no text for a terminal: name a file with -o", format->name);
	}
	if (operands[0] && !ra_output_is_no_input(path, operands, 1)) {
		return RA_EXIT_USAGE;
	}
	live.thread = snapshot_options.dump.thread;
	live.quiet = snapshot_options.quiet;

	const char *const input = live.given ? ra_live_take(&live, &err) : operands[0];

	if (!input || !ra_store_open(input, &snapshot_options, &snapshot, &err)) {
		return ra_error_show(live.given ? live.name : input, &err);
	}
	bool written = ra_output_open(&output, path, &err);

	if (written) {
		written = format->write(snapshot, &options, &output, &err);
		written = ra_output_close(&output, &err) && written;
	}
	ra_snapshot_close(snapshot);
	if (!written) {
		return ra_error_show(path ? path : "standard output", &err);
	}
	return RA_EXIT_OK;
}
