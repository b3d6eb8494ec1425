/* rdump redact IN OUT: a copy of a dump without the contents of its strings. */
#include "cli/cmd.h"

#include "cli/options.h"
#include "walk/redact.h"

int ra_cmd_redact(int argc, char **argv)
{
	struct ra_snapshot_options snapshot_options = {.measures = false, .space.trace = true};
	struct ra_redact_options options = {.keep_keys = false};
	const struct ra_option table[] = {
		{"keep-keys", 0, RA_OPTION_FLAG, &options.keep_keys, NULL,
			"keep string keys of arrays and names of dynamic properties", NULL},
	};
	const struct ra_syntax syntax = {
		.command = "redact",
		.operands = "IN OUT",
		.summary =
			"Writes a copy of a dump that can be given away more easily: sizes, structure, and the "
			"names of classes, functions, declared properties, variables and files stay; the "
			"content of every other string becomes a keyed hash of the same length, so that equal "
			"ones stay equal; what no analysis reads becomes zero. Numbers stay.",
		.least_operands = 2,
		.most_operands = 2,
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
	if (!ra_output_is_no_input(operands[1], operands, 1)) {
		return RA_EXIT_USAGE;
	}
	if (!ra_snapshot_open(operands[0], &snapshot_options, &snapshot, &err)) {
		return ra_error_show(operands[0], &err);
	}
	bool written = !snapshot->dump->is_core ||
				   ra_fail(&err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "a core file is not redacted");

	if (!written) {
		ra_snapshot_close(snapshot);
		return ra_error_show(operands[0], &err);
	}
	written = ra_output_open(&output, operands[1], &err);
	if (written) {
		written = ra_redact(snapshot, &options, &output, &err);
		written = ra_output_close(&output, &err) && written;
	}
	ra_snapshot_close(snapshot);
	return written ? RA_EXIT_OK : ra_error_show(operands[1], &err);
}
