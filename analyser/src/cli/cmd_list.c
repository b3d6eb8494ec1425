/* rdump list [DIR]: the dumps of a folder. rdump prune DIR: which of them go. */
#include "cli/cmd.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cli/report_options.h"
#include "report/dump_list.h"

int ra_cmd_list(int argc, char **argv)
{
	const char *format = "text";
	const char *path = NULL;
	const struct ra_option table[] = {
		RA_FORMAT_OPTION(format, RA_OF_ANSWERS),
		{"output", 'o', RA_OPTION_TEXT, &path, "PATH", "write to PATH instead of standard output",
			NULL},
	};
	const struct ra_syntax syntax = {
		.command = "list",
		.operands = "[DIR]",
		.summary =
			"Lists the dumps of a folder, the oldest first: time (UTC), room on disk, whether "
			"they are whole (done: with their marker), why they were written, process, SAPI, "
			"script, name, crash report. A report without its dump has a line of its own, with the "
			"reason.",
		.least_operands = 0,
		.most_operands = 1,
		.options = table,
		.option_count = sizeof(table) / sizeof(table[0]),
	};
	struct ra_dump_list list = {0};
	struct ra_output output;
	struct ra_error err = {0};
	enum ra_form form = RA_FORM_TEXT;
	int status;
	char **const operands = ra_options_parse(&syntax, argc, argv, &status);

	if (!operands) {
		return status;
	}
	const char *const folder = operands[0] ? operands[0] : ".";
	if (!ra_form_of(&syntax, format, RA_OF_ANSWERS, &form)) {
		return RA_EXIT_USAGE;
	}
	bool done = ra_dump_list_read(folder, &list, &err) && ra_output_open(&output, path, &err);

	if (done) {
		if (form == RA_FORM_JSON) {
			json_t *const value = ra_dump_list_json(&list);

			ra_output_json(&output, value, true);
			json_decref(value);
		} else {
			ra_out_dump_list_text(&output, &list);
		}
		done = ra_output_close(&output, &err);
	}
	ra_dump_list_done(&list);
	return done ? RA_EXIT_OK : ra_error_show(folder, &err);
}

/* "4G", "500M", "1024": as the extension's settings. */
static bool parse_size(const char *text, uint64_t *bytes)
{
	static const char units[] = "KMGT";
	const size_t digits =
		strspn(text, "0123456789."); /* strtod() knows other numbers: 0x10, inf, 1e9 */
	char *end;
	const double number = strtod(text, &end);
	const char *const unit = *end ? strchr(units, toupper((unsigned char)*end)) : NULL;

	if (digits == 0 || end != text + digits || (*end && (!unit || end[1] != '\0'))) {
		return false;
	}
	double value = number;

	for (const char *at = units; unit && at <= unit; at++) {
		value *= 1024;
	}
	*bytes = value < 9e18 ? (uint64_t)value : UINT64_MAX;
	return true;
}

int ra_cmd_prune(int argc, char **argv)
{
	struct ra_prune_rules rules = {.dry = false};
	const char *total = NULL;
	const struct ra_option table[] = {
		{"keep", 0, RA_OPTION_NUMBER, &rules.keep, "N", "keep the newest N", &rules.has_keep},
		{"max-total", 0, RA_OPTION_TEXT, &total, "SIZE",
			"keep as many of the newest as fit into SIZE (K, M, G, T) together", &rules.has_total},
		{"older-than", 0, RA_OPTION_NUMBER, &rules.older_than_days, "DAYS",
			"remove what is older than so many days", &rules.has_age},
		{"dry-run", 'n', RA_OPTION_FLAG, &rules.dry, NULL, "only say what would go", NULL},
	};
	const struct ra_syntax syntax = {
		.command = "prune",
		.operands = "DIR",
		.summary =
			"Removes dumps of a folder, the oldest first, with their markers. Files that are no "
			"dumps are left alone, and so is what a worker is writing at the moment.",
		.least_operands = 1,
		.most_operands = 1,
		.options = table,
		.option_count = sizeof(table) / sizeof(table[0]),
	};
	struct ra_output output;
	struct ra_error err = {0};
	uint32_t removed = 0;
	int status;
	char **const operands = ra_options_parse(&syntax, argc, argv, &status);

	if (!operands) {
		return status;
	}
	if (!rules.has_keep && !rules.has_total && !rules.has_age) {
		return ra_usage_error(&syntax, "say what may stay: --keep, --max-total or --older-than");
	}
	if (total && !parse_size(total, &rules.max_total_bytes)) {
		return ra_usage_error(&syntax, "--max-total: '%s' is no size", total);
	}
	if (!ra_output_open(&output, NULL, &err)) {
		return ra_error_show("standard output", &err);
	}
	const bool pruned = ra_dump_list_prune(&output, operands[0], &rules, &removed, &err);

	return ra_output_close(&output, &err) && pruned ? RA_EXIT_OK : ra_error_show(operands[0], &err);
}
