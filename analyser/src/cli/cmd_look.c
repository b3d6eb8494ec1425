/* rdump stack, tree, instances, strings: questions about many values. What they print is in report/out_look.c. */
#include "cli/cmd.h"

#include <string.h>

#include "base/output.h"
#include "cli/answer_to.h"
#include "cli/live.h"
#include "cli/report_options.h"
#include "report/out_query.h"
#include "query/indexed.h"
#include "query/look.h"
#include "store/store.h"

enum {
	DEFAULT_ROWS = 25,
	DEFAULT_DEPTH = 4,
	DEFAULT_WIDTH = 6
};

struct look {
	struct ra_snapshot_options snapshot;
	struct ra_live live;
	struct ra_question question;
	const char *format;
	const char *output;
	uint64_t limit;
	uint64_t offset;
	uint64_t depth;
};

#define LOOK_OPTIONS(look)                                                                         \
	RA_FORMAT_OPTION((look).format, RA_OF_ANSWERS),                                                \
		{"output", 'o', RA_OPTION_TEXT, &(look).output, "PATH",                                    \
			"write to PATH instead of standard output", NULL},                                     \
	{                                                                                              \
		"limit", 0, RA_OPTION_NUMBER, &(look).limit, "N", "at most N rows (0: all)", NULL          \
	}

static bool open_dump(
	const char *path, const struct look *look, struct ra_snapshot **out, struct ra_error *err)
{
	return look->live.given || ra_question_needs_walk(&look->question, look->snapshot.hide_contents)
			   ? ra_store_open(path, &look->snapshot, out, err)
			   : ra_indexed_open(path, &look->snapshot, out, err);
}

/* `sorts`: the words that --sort takes. */
static int run(const struct ra_syntax *syntax, struct look *look, const char *sorts,
	ra_out_answer *answer, int argc, char **argv)
{
	struct ra_snapshot *snapshot = NULL;
	struct ra_error err = {0};
	enum ra_form form = RA_FORM_TEXT;
	int status;
	char **const operands = ra_options_parse(syntax, argc, argv, &status);

	if (!operands) {
		return status;
	}
	if (!ra_form_of(syntax, look->format, RA_OF_ANSWERS, &form)) {
		return RA_EXIT_USAGE;
	}
	look->question.json = form == RA_FORM_JSON;
	if (look->limit > UINT32_MAX || look->offset > UINT32_MAX) {
		return ra_usage_error(syntax, "--limit or --offset is too large");
	}
	if (look->depth > RA_MAX_TREE_DEPTH) {
		return ra_usage_error(syntax, "--depth: at most %d", RA_MAX_TREE_DEPTH);
	}
	if (!ra_is_one_of(look->question.sort, sorts)) {
		return ra_usage_error(syntax, "--sort: '%s' is none of: %s", look->question.sort, sorts);
	}
	/* a running process stands in the file's place */
	const char *const what = operands[look->live.given ? 0 : 1];
	const bool needed = strstr(syntax->operands, "CLASS") != NULL;

	if (!look->live.given && !operands[0]) {
		return ra_usage_error(syntax, "FILE or -p PID is missing");
	}
	if ((needed && !what) || (look->live.given && operands[0] && operands[1])) {
		return ra_usage_error(
			syntax, needed && !what ? "CLASS is missing" : "-p PID or FILE, not both");
	}
	if (!look->live.given && !ra_output_is_no_input(look->output, operands, 1)) {
		return RA_EXIT_USAGE;
	}
	look->question.what = what;
	look->question.limit = (uint32_t)look->limit;
	look->question.offset = (uint32_t)look->offset;
	look->question.depth = (unsigned)look->depth;
	look->snapshot.measures = true;
	look->live.thread = look->snapshot.dump.thread;
	look->live.quiet = look->snapshot.quiet;

	const char *const path = look->live.given ? ra_live_take(&look->live, &err) : operands[0];
	const char *shown = look->live.given ? look->live.name : path;

	if (!path || !open_dump(path, look, &snapshot, &err)) {
		return ra_error_show(shown, &err);
	}
	const bool good = ra_answer_to(&look->question, answer, look->output, snapshot, &shown, &err);

	ra_snapshot_close(snapshot);
	return good ? RA_EXIT_OK : ra_error_show(shown, &err);
}

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

int ra_cmd_stack(int argc, char **argv)
{
	struct look look = {.format = "text", .question.sort = "retained", .limit = DEFAULT_ROWS};
	const struct ra_option table[] = {
		LOOK_OPTIONS(look),
		{"offset", 0, RA_OPTION_NUMBER, &look.offset, "N", "leave out the first N calls", NULL},
		RA_LIVE_OPTIONS(look.live),
		RA_SNAPSHOT_OPTIONS(look.snapshot),
	};
	const struct ra_syntax syntax = {
		.command = "stack",
		.operands = "FILE | -p PID",
		.summary =
			"Shows the running calls with their variables, the largest first, and the generators and "
			"fibers that wait. Calls of one place in a row are one.",
		.least_operands = 0,
		.most_operands = 1,
		.options = table,
		.option_count = COUNT(table),
	};

	return run(&syntax, &look, "retained", ra_out_stack, argc, argv);
}

int ra_cmd_tree(int argc, char **argv)
{
	struct look look = {.format = "text",
		.question.sort = "retained",
		.limit = DEFAULT_WIDTH,
		.depth = DEFAULT_DEPTH};
	const struct ra_option table[] = {
		LOOK_OPTIONS(look),
		{"offset", 0, RA_OPTION_NUMBER, &look.offset, "N",
			"leave out the first N rows below the top", NULL},
		{"sort", 0, RA_OPTION_TEXT, &look.question.sort, "ORDER",
			"rows below a value by retained (default), count or name", NULL},
		{"depth", 0, RA_OPTION_NUMBER, &look.depth, "N", "go down so far (default 4, at most 64)",
			NULL},
		RA_LIVE_OPTIONS(look.live),
		RA_SNAPSHOT_OPTIONS(look.snapshot),
	};
	const struct ra_syntax syntax = {
		.command = "tree",
		.operands = "FILE | -p PID [WHAT]",
		.summary =
			"Shows the dominator tree from the top, or from a value (WHAT, as for rdump show): what would "
			"go with what. Alike siblings are one row; --limit is how many rows each value may have "
			"(default 6).",
		.least_operands = 0,
		.most_operands = 2,
		.options = table,
		.option_count = COUNT(table),
	};

	return run(&syntax, &look, "retained count name", ra_out_tree, argc, argv);
}

int ra_cmd_instances(int argc, char **argv)
{
	struct look look = {.format = "text", .question.sort = "retained", .limit = DEFAULT_ROWS};
	const struct ra_option table[] = {
		LOOK_OPTIONS(look),
		{"offset", 0, RA_OPTION_NUMBER, &look.offset, "N", "leave out the first N rows", NULL},
		{"sort", 0, RA_OPTION_TEXT, &look.question.sort, "ORDER",
			"retained (default), own, name (where it hangs) or id; groups by retained, count or name",
			NULL},
		{"where", 0, RA_OPTION_TEXT, &look.question.where, "NAME=VALUE",
			"only those with this property (NAME!=VALUE: without)", NULL},
		{"show", 0, RA_OPTION_TEXT, &look.question.shown, "NAMES",
			"these properties, with commas between", NULL},
		{"group-by", 0, RA_OPTION_TEXT, &look.question.group_by, "WHAT",
			"count by a property's value, by holder, or by site (where a closure's code stands)",
			NULL},
		RA_LIVE_OPTIONS(look.live),
		RA_SNAPSHOT_OPTIONS(look.snapshot),
	};
	const struct ra_syntax syntax = {
		.command = "instances",
		.operands = "FILE | -p PID CLASS",
		.summary = "Lists the objects of a class with what they retain and where they hang.",
		.least_operands = 1,
		.most_operands = 2,
		.options = table,
		.option_count = COUNT(table),
	};

	return run(&syntax, &look, "retained own count name id", ra_out_instances, argc, argv);
}

int ra_cmd_strings(int argc, char **argv)
{
	struct look look = {.format = "text", .question.sort = "retained", .limit = DEFAULT_ROWS};
	const struct ra_option table[] = {
		LOOK_OPTIONS(look),
		{"offset", 0, RA_OPTION_NUMBER, &look.offset, "N", "leave out the first N rows", NULL},
		{"sort", 0, RA_OPTION_TEXT, &look.question.sort, "ORDER",
			"retained (default: by memory), count or name (the content)", NULL},
		RA_LIVE_OPTIONS(look.live),
		RA_SNAPSHOT_OPTIONS(look.snapshot),
	};
	const struct ra_syntax syntax = {
		.command = "strings",
		.operands = "FILE | -p PID [REGEX]",
		.summary =
			"Lists strings by the memory they take, equal ones together, with the place of one of them. "
			"REGEX (extended, of POSIX) is looked for in their first 4 KB.",
		.least_operands = 0,
		.most_operands = 2,
		.options = table,
		.option_count = COUNT(table),
	};

	return run(&syntax, &look, "retained count name", ra_out_strings, argc, argv);
}
