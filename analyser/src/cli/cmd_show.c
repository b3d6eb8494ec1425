/* rdump show FILE WHAT, rdump holders FILE WHAT: one value, and why it is still there. What they print is in report/out_value.c. */
#include "cli/cmd.h"

#include <string.h>

#include "cli/answer_to.h"
#include "cli/live.h"
#include "cli/report_options.h"
#include "report/out_query.h"
#include "query/indexed.h"
#include "store/store.h"

enum {
	DEFAULT_LIMIT = 25
};

struct options {
	struct ra_snapshot_options snapshot;
	struct ra_live live;
	const char *format;
	const char *output;
	const char *sort;
	uint64_t limit;
	uint64_t offset;
};

static bool open_dump(const char *path, const struct options *options,
	const struct ra_question *question, struct ra_snapshot **out, struct ra_error *err)
{
	return options->live.given || ra_question_needs_walk(question, options->snapshot.hide_contents)
			   ? ra_store_open(path, &options->snapshot, out, err)
			   : ra_indexed_open(path, &options->snapshot, out, err);
}

/* `sorts`: the words that --sort takes. */
static int run(int argc, char **argv, const char *command, const char *summary, const char *sorts,
	const char *sort_help, ra_out_answer *answer)
{
	struct options options = {.snapshot.measures = true, .format = "text", .limit = DEFAULT_LIMIT};
	const struct ra_option table[] = {
		RA_FORMAT_OPTION(options.format, RA_OF_ANSWERS),
		{"output", 'o', RA_OPTION_TEXT, &options.output, "PATH",
			"write to PATH instead of standard output", NULL},
		{"limit", 0, RA_OPTION_NUMBER, &options.limit, "N",
			"at most N rows of each list (default 25; 0: all)", NULL},
		{"offset", 0, RA_OPTION_NUMBER, &options.offset, "N",
			"leave out the first N rows of each list", NULL},
		{"sort", 0, RA_OPTION_TEXT, &options.sort, "ORDER", sort_help, NULL},
		RA_LIVE_OPTIONS(options.live),
		RA_SNAPSHOT_OPTIONS(options.snapshot),
	};
	const struct ra_syntax syntax = {
		.command = command,
		.operands = "FILE | -p PID WHAT",
		.summary = summary,
		.least_operands = 1,
		.most_operands = 2,
		.options = table,
		.option_count = sizeof(table) / sizeof(table[0]),
	};
	struct ra_snapshot *snapshot = NULL;
	struct ra_error err = {0};
	enum ra_form form = RA_FORM_TEXT;
	int status;
	char **const operands = ra_options_parse(&syntax, argc, argv, &status);

	if (!operands) {
		return status;
	}
	if (!ra_form_of(&syntax, options.format, RA_OF_ANSWERS, &form)) {
		return RA_EXIT_USAGE;
	}
	if (options.limit > UINT32_MAX || options.offset > UINT32_MAX) {
		return ra_usage_error(&syntax, "--limit or --offset is too large");
	}
	if (options.sort && !ra_is_one_of(options.sort, sorts)) {
		return ra_usage_error(&syntax, "--sort: '%s' is none of: %s", options.sort, sorts);
	}
	/* a running process stands in the file's place */
	const char *const what = operands[options.live.given ? 0 : 1];

	if (!what || (options.live.given && operands[1])) {
		return ra_usage_error(
			&syntax, what ? "-p PID or FILE, not both" : "FILE or WHAT is missing");
	}
	if (!options.live.given && !ra_output_is_no_input(options.output, operands, 1)) {
		return RA_EXIT_USAGE;
	}
	const struct ra_question question = {.what = what,
		.limit = (uint32_t)options.limit,
		.offset = (uint32_t)options.offset,
		.sort = options.sort,
		.json = form == RA_FORM_JSON};

	options.live.thread = options.snapshot.dump.thread;
	options.live.quiet = options.snapshot.quiet;

	const char *const path = options.live.given ? ra_live_take(&options.live, &err) : operands[0];

	const char *about = options.live.given ? options.live.name : path;

	if (!path || !open_dump(path, &options, &question, &snapshot, &err) ||
		!ra_answer_to(&question, answer, options.output, snapshot, &about, &err)) {
		status = ra_error_show(about, &err);
	}
	ra_snapshot_close(snapshot);
	return status;
}

#define WHAT_IS                                                                                       \
	"\n\nWHAT is a path as the report prints it ('$map->byId[17]', 'App\\Log::$lines', with [*] for " \
	"any index), a node id (#123), an address (@0x7f...), all objects of a class (class:App\\User), " \
	"or what a finding of the report names (finding:SIGNATURE, from the JSON)."

int ra_cmd_show(int argc, char **argv)
{
	return run(argc, argv, "show",
		"Shows one value: what it is, where it hangs, what it refers to, the largest first, and who "
		"refers to it." WHAT_IS,
		"retained own name count",
		"what it refers to by retained (default), own or name, by which also goes who refers to it; the "
		"holders of a class by count (default), retained or name",
		ra_out_show);
}

int ra_cmd_holders(int argc, char **argv)
{
	return run(argc, argv, "holders",
		"Tells why a value is still there: everything that refers to it, and what alone keeps it. "
		"For several values or a class: the places that hold them, with counts." WHAT_IS,
		"count retained name",
		"count (default), retained (what they hold there) or name (the place)", ra_out_holders);
}
