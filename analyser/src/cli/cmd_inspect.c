/* rdump inspect: header, memory map and regions of a dump, and whether the file is sound. */
#include <inttypes.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/report_options.h"
#include "report/inspect.h"
#include "report/out_inspect.h"
#include "walk/snapshot.h"

#define DEFAULT_LENGTH 256
#define MAX_LENGTH     (1u << 20)

struct settings {
	struct ra_snapshot_options snapshot;
	struct ra_out_inspect_options out;
	const char *format;
	const char *output;
	bool verify;
	bool at_given;
	uint64_t at;
	uint64_t length;
	bool json;
};

/* Writes what was asked for. */
static bool write_all(
	const struct settings *settings, const struct ra_inspection *inspection, struct ra_error *err)
{
	struct ra_output output;
	json_t *json = NULL;

	if (!ra_output_open(&output, settings->output, err)) {
		return false;
	}
	if (settings->json) {
		json = settings->at_given ? ra_memory_json(inspection, settings->at, settings->length)
								  : ra_inspection_json(inspection, &settings->out);
		ra_output_json(&output, json, true);
		json_decref(json);
	} else if (settings->at_given) {
		ra_out_memory_text(&output, inspection, settings->at, settings->length);
	} else {
		ra_out_inspect_text(&output, inspection, &settings->out);
	}
	return ra_output_close(&output, err);
}

/* A file that is not sound was described as far as possible; this says why the exit status is not
 * 0. */
static bool is_sound(
	const struct ra_dump *dump, const struct ra_inspection *inspection, struct ra_error *err)
{
	if (dump->missing_bytes) {
		return ra_fail(err, RA_ERR_FORMAT, dump->file_bytes,
			"truncated: %s%" PRIu64 " bytes missing", dump->missing_regions ? "at least " : "",
			dump->missing_bytes);
	}
	if (inspection->verification.bad_chunk_count) {
		return ra_fail(err, RA_ERR_FORMAT, RA_NOWHERE,
			"%" PRIu32 " of %" PRIu32 " chunks have unsound headers",
			inspection->verification.bad_chunk_count, inspection->verification.chunk_count);
	}
	return true;
}

static int run(const char *path, const struct settings *settings)
{
	/* A truncated file is what this command is for: it is always read as far as it goes. */
	const struct ra_dump_options salvage = {.salvage = true};
	struct ra_dump *dump = NULL;
	struct ra_inspection *inspection = NULL;
	struct ra_error err = {0};
	int status = RA_EXIT_OK;

	if (!ra_dump_open(path, &salvage, &dump, &err) ||
		!ra_inspection_make(dump, &settings->snapshot.space, &inspection, &err) ||
		(settings->verify && !ra_inspection_verify(inspection, &err))) {
		status = ra_error_show(path, &err);
	} else if (!write_all(settings, inspection, &err)) {
		status = ra_error_show(settings->output ? settings->output : "standard output", &err);
	} else if (!is_sound(dump, inspection, &err)) {
		status = ra_error_show(path, &err);
	}
	ra_inspection_free(inspection);
	ra_dump_close(dump);
	return status;
}

int ra_cmd_inspect(int argc, char **argv)
{
	struct settings settings = {.format = "text", .length = DEFAULT_LENGTH};
	const struct ra_option options[] = {
		RA_FORMAT_OPTION(settings.format, RA_OF_ANSWERS),
		{"output", 'o', RA_OPTION_TEXT, &settings.output, "PATH",
			"write to PATH instead of standard output", NULL},
		{"no-map", 0, RA_OPTION_FLAG, &settings.out.no_map, NULL, "leave out the memory map", NULL},
		{"no-regions", 0, RA_OPTION_FLAG, &settings.out.no_regions, NULL, "leave out the regions",
			NULL},
		{"verify", 0, RA_OPTION_FLAG, &settings.verify, NULL,
			"read all bodies and check the chunk headers", NULL},
		{"at", 0, RA_OPTION_NUMBER, &settings.at, "ADDRESS",
			"only a hex dump of the memory at this address", &settings.at_given},
		{"length", 0, RA_OPTION_NUMBER, &settings.length, "N", "bytes of it (default 256)", NULL},
		RA_SNAPSHOT_OPTIONS(settings.snapshot),
	};
	const struct ra_syntax syntax = {
		.command = "inspect",
		.operands = "FILE",
		.summary =
			"Prints the header, the memory map and the regions of a dump, where engine and heap "
			"were found, and everything that looks corrupt or torn.",
		.least_operands = 1,
		.most_operands = 1,
		.options = options,
		.option_count = sizeof(options) / sizeof(options[0]),
	};
	enum ra_form form = RA_FORM_TEXT;
	int status;
	char **const operands = ra_options_parse(&syntax, argc, argv, &status);

	if (!operands) {
		return status;
	}
	if (!ra_form_of(&syntax, settings.format, RA_OF_ANSWERS, &form)) {
		return RA_EXIT_USAGE;
	}
	settings.json = form == RA_FORM_JSON;
	if (settings.length > MAX_LENGTH) {
		return ra_usage_error(&syntax, "--length is at most %u", MAX_LENGTH);
	}
	if (!ra_output_is_no_input(settings.output, operands, 1)) {
		return RA_EXIT_USAGE;
	}
	return run(operands[0], &settings);
}
