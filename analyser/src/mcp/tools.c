/* See tools.h. A tool is a row of a table: its arguments are rows as well, from which the schema is made and against which
 * calls are checked. */
#include "mcp/tools.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/exhaustion.h"
#include "base/format.h"
#include "findings/finding_kind.h"
#include "memory/input_format.h"
#include "report/compare.h"
#include "report/dump_list.h"
#include "report/inspect.h"
#include "report/out_compare.h"
#include "report/out_inspect.h"
#include "report/out_query.h"
#include "report/out_report.h"
#include "report/report_cut.h"

enum {
	MAX_TEXT = 4096, /* bytes of an argument */
	MAX_ROWS = 10000,
	USUAL_ROWS = 25,
	USUAL_DEPTH = 4,
	USUAL_WIDTH = 6,
	ANSWER_COLUMNS = 100
};

struct call { /* the arguments; texts belong to the JSON value */
	struct ra_question question;
	const char *file;
	const char *other; /* the second file of a comparison */
	const char *folder;
	const char *only;
	const char *severity;
	const char *cursor;
	uint64_t limit;
	uint64_t offset;
	uint64_t depth;
	uint64_t top;
	uint64_t bytes;
	bool full;
};

struct argument {
	const char *name;
	enum {
		TEXT,
		NUMBER,
		FLAG
	} type;
	size_t place; /* in struct call */
	bool required;
	bool values; /* only where contents of strings may be told */
	uint64_t least, most;
	const char *const *words; /* the only ones; NULL: any text */
	const char *description;
};

typedef bool answer_to(struct ra_tools *tools, const struct call *call, struct ra_output *output,
	struct ra_error *err);

struct tool {
	const char *name;
	const char *title;
	const char *description;
	answer_to *answer;
	const struct argument *arguments;
	size_t argument_count;
	uint64_t limit; /* unless told otherwise */
};

/* ---- files ---- */

struct opened {
	int fd;
	struct stat status;
	char path[32];
};

static bool open_file(
	struct ra_tools *tools, const char *name, struct opened *opened, struct ra_error *err)
{
	opened->fd = ra_allowed_open(&tools->allowed, name, &opened->status, err);
	snprintf(opened->path, sizeof(opened->path), "/proc/self/fd/%d", opened->fd);
	return opened->fd >= 0;
}

static struct ra_snapshot *open_dump(
	struct ra_tools *tools, const struct call *call, bool walked, struct ra_error *err)
{
	struct opened opened;

	if (!open_file(tools, call->file, &opened, err)) {
		return NULL;
	}
	struct ra_snapshot *const snapshot =
		ra_shelf_get(&tools->shelf, opened.fd, &opened.status, walked, err);

	close(opened.fd);
	return snapshot;
}

/* ---- answers ---- */

static bool ask(struct ra_tools *tools, const struct call *call, struct ra_output *output,
	ra_out_answer *answer, struct ra_error *err)
{
	struct ra_question question = call->question;
	struct ra_snapshot *const snapshot = open_dump(
		tools, call, ra_question_needs_walk(&question, tools->shelf.options.hide_contents), err);

	question.limit = (uint32_t)call->limit;
	question.offset = (uint32_t)call->offset;
	question.depth = (unsigned)call->depth;
	return snapshot && answer(&question, output, snapshot, err);
}

static bool answer_show(
	struct ra_tools *tools, const struct call *call, struct ra_output *output, struct ra_error *err)
{
	return ask(tools, call, output, ra_out_show, err);
}

static bool answer_holders(
	struct ra_tools *tools, const struct call *call, struct ra_output *output, struct ra_error *err)
{
	return ask(tools, call, output, ra_out_holders, err);
}

static bool answer_stack(
	struct ra_tools *tools, const struct call *call, struct ra_output *output, struct ra_error *err)
{
	return ask(tools, call, output, ra_out_stack, err);
}

static bool answer_tree(
	struct ra_tools *tools, const struct call *call, struct ra_output *output, struct ra_error *err)
{
	return ask(tools, call, output, ra_out_tree, err);
}

static bool answer_instances(
	struct ra_tools *tools, const struct call *call, struct ra_output *output, struct ra_error *err)
{
	return ask(tools, call, output, ra_out_instances, err);
}

static bool answer_strings(
	struct ra_tools *tools, const struct call *call, struct ra_output *output, struct ra_error *err)
{
	return ask(tools, call, output, ra_out_strings, err);
}

static bool answer_report(
	struct ra_tools *tools, const struct call *call, struct ra_output *output, struct ra_error *err)
{
	struct ra_report_cut cut = {.top = call->top, .only = call->only, .least_severity = RA_INFO};
	struct ra_report *report = NULL;

	if (call->only && !ra_finding_kind(call->only)) {
		return ra_fail(
			err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "only: there is no such kind of finding");
	}
	if (call->severity) {
		ra_severity_of(call->severity, &cut.least_severity);
	}
	struct ra_snapshot *const snapshot = open_dump(tools, call, true, err);

	if (!snapshot || !ra_report_make(snapshot, &report, err)) {
		return false;
	}
	const bool good = ra_report_cut(report, &cut) ||
					  ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the report");

	if (good && (call->full || call->only || call->severity || call->top)) {
		ra_out_text(output, report);
	} else if (good) {
		ra_out_brief(output, report);
	}
	ra_report_free(report);
	return good;
}

/* A saved report holds what its command line let in. */
static bool may_compare(
	const struct ra_tools *tools, const struct opened *opened, struct ra_error *err)
{
	char begin[RA_INPUT_BYTES];
	const ssize_t got = pread(opened->fd, begin, sizeof(begin), 0);

	if (!tools->with_values && got > 0 &&
		ra_input_format(begin, (size_t)got)->input == RA_INPUT_REPORT) {
		return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
			"a saved report may hold contents of strings: the server was started without --with-values");
	}
	return true;
}

static bool compare(
	struct ra_tools *tools, struct opened files[2], struct ra_output *output, struct ra_error *err)
{
	const struct ra_compare_options options = {.fail_severity = -1, .fail_growth = -1};
	char *const paths[2] = {files[0].path, files[1].path};
	struct ra_side base = {0}, target = {0};
	struct ra_side *sides[] = {&base, &target};
	struct ra_comparison *comparison = NULL;
	const char *about = NULL;
	const bool good = ra_sides_open(paths, &tools->shelf.options, false, sides, &about, err) &&
					  ra_compare(&base, &target, &options, &comparison, err);

	if (good) {
		ra_out_compare_text(output, comparison, NULL);
	}
	ra_comparison_free(comparison);
	ra_side_close(&base);
	ra_side_close(&target);
	return good;
}

static bool answer_compare(
	struct ra_tools *tools, const struct call *call, struct ra_output *output, struct ra_error *err)
{
	struct opened files[2] = {{.fd = -1}, {.fd = -1}};
	const bool good = open_file(tools, call->file, &files[0], err) &&
					  open_file(tools, call->other, &files[1], err) &&
					  may_compare(tools, &files[0], err) && may_compare(tools, &files[1], err) &&
					  compare(tools, files, output, err);

	for (int i = 0; i < 2; i++) {
		if (files[i].fd >= 0) {
			close(files[i].fd);
		}
	}
	return good;
}

static bool answer_inspect(
	struct ra_tools *tools, const struct call *call, struct ra_output *output, struct ra_error *err)
{
	const struct ra_dump_options salvage = {.salvage = true};
	const struct ra_out_inspect_options parts = {.no_map = !call->full, .no_regions = !call->full};
	struct ra_dump *dump = NULL;
	struct ra_inspection *inspection = NULL;
	struct opened opened;

	if (!open_file(tools, call->file, &opened, err)) {
		return false;
	}
	const bool good = ra_dump_open(opened.path, &salvage, &dump, err) &&
					  ra_inspection_make(dump, &tools->shelf.options.space, &inspection, err);

	if (good) {
		ra_out_inspect_text(output, inspection, &parts);
	}
	ra_inspection_free(inspection);
	ra_dump_close(dump);
	close(opened.fd);
	return good;
}

static bool list_folder(
	struct ra_tools *tools, const char *name, struct ra_output *output, struct ra_error *err)
{
	struct ra_dump_list list = {0};
	char path[32];
	const int fd = ra_allowed_folder(&tools->allowed, name, err);

	if (fd < 0) {
		return false;
	}
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);

	const bool good = ra_dump_list_read(path, &list, err);

	if (good) {
		ra_out_dump_list_text(output, &list);
	}
	ra_dump_list_done(&list);
	close(fd);
	return good;
}

static bool answer_list(
	struct ra_tools *tools, const struct call *call, struct ra_output *output, struct ra_error *err)
{
	struct ra_error ignored = {0};
	struct stat status;

	for (int i = 0; !call->folder && i < tools->allowed.file_count; i++) {
		const char *const file = tools->allowed.files[i];
		char *const clean = ra_text_clean(file, strlen(file));
		const int fd = ra_allowed_open(&tools->allowed, file, &status, &ignored);

		fprintf(output->stream, "%11s  %s\n",
			fd >= 0 ? RA_SIZE((uint64_t)status.st_size) : "not there", clean ? clean : "");
		if (fd >= 0) {
			close(fd);
		}
		free(clean);
	}
	return (!tools->allowed.root && !call->folder) || list_folder(tools, call->folder, output, err);
}

/* ---- the table ---- */

#define PLACE(field) offsetof(struct call, field)
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

#define FILE_ARGUMENT                                                                              \
	{.name = "file",                                                                               \
		.type = TEXT,                                                                              \
		.place = PLACE(file),                                                                      \
		.description = "the dump, as the tool list names it; may be left out where there is one"}
#define ROWS_ARGUMENT                                                                              \
	{.name = "limit",                                                                              \
		.type = NUMBER,                                                                            \
		.place = PLACE(limit),                                                                     \
		.least = 1,                                                                                \
		.most = MAX_ROWS,                                                                          \
		.description = "rows of each list (default 25)"}
#define OFFSET_ARGUMENT                                                                            \
	{.name = "offset",                                                                             \
		.type = NUMBER,                                                                            \
		.place = PLACE(offset),                                                                    \
		.most = UINT32_MAX,                                                                        \
		.description = "leave out so many rows"}
#define WHAT_IS                                                                                     \
	"a path as answers print it ($map->byId[17], App\\Log::$lines, [*] for any key), a value's id " \
	"(#123), an address (@0x7f...), class:NAME, or finding:SIGNATURE"

static const char *const severities[] = {"high", "warning", "medium", "low", "info", NULL};
static const char *const show_orders[] = {"retained", "own", "name", "count", NULL};
static const char *const holder_orders[] = {"count", "retained", "name", NULL};
static const char *const instance_orders[] = {"retained", "own", "count", "name", "id", NULL};
static const char *const tree_orders[] = {"retained", "count", "name", NULL};
static const char *const string_orders[] = {"retained", "count", "name", NULL};

static const struct argument list_arguments[] = {
	{.name = "folder", .type = TEXT, .place = PLACE(folder), .description = "below the root"},
};
static const struct argument report_arguments[] = {
	FILE_ARGUMENT,
	{.name = "full",
		.type = FLAG,
		.place = PLACE(full),
		.description = "all findings and tables, not only the first screen"},
	{.name = "only",
		.type = TEXT,
		.place = PLACE(only),
		.description = "findings of this kind, such as choke_point"},
	{.name = "min_severity", .type = TEXT, .place = PLACE(severity), .words = severities},
	{.name = "top",
		.type = NUMBER,
		.place = PLACE(top),
		.most = MAX_ROWS,
		.description = "findings, and rows of each table"},
};
#define WHAT_ARGUMENT                                                                              \
	{.name = "what",                                                                               \
		.type = TEXT,                                                                              \
		.place = PLACE(question.what),                                                             \
		.required = true,                                                                          \
		.description = WHAT_IS}
#define SORT_ARGUMENT(orders)                                                                      \
	{.name = "sort", .type = TEXT, .place = PLACE(question.sort), .words = (orders)}
static const struct argument show_arguments[] = {
	FILE_ARGUMENT, WHAT_ARGUMENT, SORT_ARGUMENT(show_orders), ROWS_ARGUMENT, OFFSET_ARGUMENT};
static const struct argument holder_arguments[] = {
	FILE_ARGUMENT, WHAT_ARGUMENT, SORT_ARGUMENT(holder_orders), ROWS_ARGUMENT, OFFSET_ARGUMENT};
static const struct argument stack_arguments[] = {FILE_ARGUMENT, ROWS_ARGUMENT, OFFSET_ARGUMENT};
static const struct argument tree_arguments[] = {
	FILE_ARGUMENT,
	{.name = "what",
		.type = TEXT,
		.place = PLACE(question.what),
		.description = "from this value on (as for show); left out: from the top"},
	{.name = "depth", .type = NUMBER, .place = PLACE(depth), .least = 1, .most = 32},
	{.name = "limit",
		.type = NUMBER,
		.place = PLACE(limit),
		.least = 1,
		.most = 100,
		.description = "rows below each value (default 6)"},
	SORT_ARGUMENT(tree_orders),
	OFFSET_ARGUMENT,
};
static const struct argument instance_arguments[] = {
	FILE_ARGUMENT,
	{.name = "class",
		.type = TEXT,
		.place = PLACE(question.what),
		.required = true,
		.description = "name of the class, with its namespace"},
	{.name = "where",
		.type = TEXT,
		.place = PLACE(question.where),
		.description = "NAME=VALUE or NAME!=VALUE of a property"},
	{.name = "group_by",
		.type = TEXT,
		.place = PLACE(question.group_by),
		.description = "holder, site (where a closure's code stands), or a property"},
	{.name = "show",
		.type = TEXT,
		.place = PLACE(question.shown),
		.description = "properties to print, with commas between"},
	SORT_ARGUMENT(instance_orders),
	ROWS_ARGUMENT,
	OFFSET_ARGUMENT,
};
static const struct argument string_arguments[] = {
	FILE_ARGUMENT,
	{.name = "pattern",
		.type = TEXT,
		.place = PLACE(question.what),
		.values = true,
		.description = "POSIX extended regular expression"},
	SORT_ARGUMENT(string_orders),
	ROWS_ARGUMENT,
	OFFSET_ARGUMENT,
};
static const struct argument compare_arguments[] = {
	{.name = "base",
		.type = TEXT,
		.place = PLACE(file),
		.required = true,
		.description = "the earlier dump"},
	{.name = "target",
		.type = TEXT,
		.place = PLACE(other),
		.required = true,
		.description = "the later one"},
};
static const struct argument inspect_arguments[] = {
	FILE_ARGUMENT,
	{.name = "full",
		.type = FLAG,
		.place = PLACE(full),
		.description = "with the memory map and the regions"},
};

/* Of every tool. */
static const struct argument page_arguments[] = {
	{.name = "cursor",
		.type = TEXT,
		.place = PLACE(cursor),
		.description = "of the next page, as the page before names it; all else as before"},
	{.name = "max_bytes",
		.type = NUMBER,
		.place = PLACE(bytes),
		.least = RA_LEAST_PAGE_BYTES,
		.most = RA_MAX_PAGE_BYTES,
		.description = "of a page (default 5000)"},
};

#define ARGUMENTS(table) .arguments = (table), .argument_count = COUNT(table)

static const struct tool tool_table[] = {
	{.name = "list",
		.title = "List dumps",
		.description = "The dumps that may be asked about.",
		.answer = answer_list,
		ARGUMENTS(list_arguments)},
	{.name = "report",
		.title = "Memory report",
		.description =
			"Begin here: what happened, who holds the memory and what to do about it; with full "
			"all findings, each with its reason, and tables of types, classes, arrays, strings.",
		.answer = answer_report,
		ARGUMENTS(report_arguments)},
	{.name = "holders",
		.title = "Who holds it",
		.description =
			"Why a value, or all objects of a class, is still there: the places that refer to "
			"it, and what alone keeps it.",
		.answer = answer_holders,
		ARGUMENTS(holder_arguments),
		.limit = USUAL_ROWS},
	{.name = "show",
		.title = "Show a value",
		.description =
			"One value: what it is, file and line of its code, own and retained size, what it "
			"refers to (the largest first), and who refers to it.",
		.answer = answer_show,
		ARGUMENTS(show_arguments),
		.limit = USUAL_ROWS},
	{.name = "instances",
		.title = "List objects",
		.description =
			"The objects of a class with what they retain and where they hang; chosen by a "
			"property, or counted by holder, site or property.",
		.answer = answer_instances,
		ARGUMENTS(instance_arguments),
		.limit = USUAL_ROWS},
	{.name = "strings",
		.title = "List strings",
		.description =
			"Strings by the memory they take or by copies, equal ones together, with the place "
			"of one of them.",
		.answer = answer_strings,
		ARGUMENTS(string_arguments),
		.limit = USUAL_ROWS},
	{.name = "tree",
		.title = "Dominator tree",
		.description = "What would be freed with what, from the top or from a value down.",
		.answer = answer_tree,
		ARGUMENTS(tree_arguments),
		.limit = USUAL_WIDTH},
	{.name = "stack",
		.title = "Call stack",
		.description =
			"The running calls with file, line and variables; then generators and fibers that "
			"wait.",
		.answer = answer_stack,
		ARGUMENTS(stack_arguments),
		.limit = USUAL_ROWS},
	{.name = "compare",
		.title = "Compare two dumps",
		.description = "What changed between two dumps of one program: holders that grew, classes, "
					   "findings.",
		.answer = answer_compare,
		ARGUMENTS(compare_arguments)},
	{.name = "inspect",
		.title = "Look at the file",
		.description = "Header and soundness of the file, and what of the process it holds.",
		.answer = answer_inspect,
		ARGUMENTS(inspect_arguments)},
};

static const struct tool *tool_named(const char *name)
{
	for (size_t i = 0; i < COUNT(tool_table); i++) {
		if (strcmp(tool_table[i].name, name) == 0) {
			return &tool_table[i];
		}
	}
	return NULL;
}

bool ra_tools_have(const char *name)
{
	return tool_named(name) != NULL;
}

/* ---- schema ---- */

static bool is_offered(const struct ra_tools *tools, const struct argument *argument)
{
	return !argument->values || tools->with_values;
}

static json_t *argument_schema(const struct argument *argument)
{
	static const char *const types[] = {"string", "integer", "boolean"};
	json_t *const schema = json_pack("{s:s}", "type", types[argument->type]);

	if (argument->words) {
		json_t *const words = json_array();

		for (const char *const *word = argument->words; *word; word++) {
			json_array_append_new(words, json_string(*word));
		}
		json_object_set_new(schema, "enum", words);
	}
	if (argument->type == NUMBER) {
		json_object_set_new(schema, "minimum", json_integer((json_int_t)argument->least));
		json_object_set_new(schema, "maximum", json_integer((json_int_t)argument->most));
	}
	if (argument->description) {
		json_object_set_new(schema, "description", json_string(argument->description));
	}
	return schema;
}

static void add_schemas(const struct ra_tools *tools, const struct argument *arguments,
	size_t count, json_t *properties, json_t *required)
{
	for (size_t i = 0; i < count; i++) {
		if (is_offered(tools, &arguments[i])) {
			json_object_set_new(properties, arguments[i].name, argument_schema(&arguments[i]));
		}
		if (arguments[i].required) {
			json_array_append_new(required, json_string(arguments[i].name));
		}
	}
}

static json_t *tool_json(const struct ra_tools *tools, const struct tool *tool)
{
	json_t *const properties = json_object();
	json_t *const required = json_array();

	add_schemas(tools, tool->arguments, tool->argument_count, properties, required);
	add_schemas(tools, page_arguments, COUNT(page_arguments), properties, required);
	return json_pack("{s:s, s:s, s:s, s:{s:s, s:o, s:o, s:b}, s:{s:b, s:b, s:b}}", "name",
		tool->name, "title", tool->title, "description", tool->description, "inputSchema", "type",
		"object", "properties", properties, "required", required, "additionalProperties", 0,
		"annotations", "readOnlyHint", 1, "idempotentHint", 1, "openWorldHint", 0);
}

json_t *ra_tools_list(const struct ra_tools *tools)
{
	json_t *const list = json_array();

	for (size_t i = 0; i < COUNT(tool_table); i++) {
		json_array_append_new(list, tool_json(tools, &tool_table[i]));
	}
	return list;
}

/* ---- calls ---- */

static const struct argument *argument_named(
	const struct ra_tools *tools, const struct tool *tool, const char *name)
{
	for (size_t i = 0; i < tool->argument_count; i++) {
		if (strcmp(tool->arguments[i].name, name) == 0 && is_offered(tools, &tool->arguments[i])) {
			return &tool->arguments[i];
		}
	}
	for (size_t i = 0; i < COUNT(page_arguments); i++) {
		if (strcmp(page_arguments[i].name, name) == 0) {
			return &page_arguments[i];
		}
	}
	return NULL;
}

static bool is_word(const struct argument *argument, const char *text)
{
	for (const char *const *word = argument->words; word && *word; word++) {
		if (strcmp(*word, text) == 0) {
			return true;
		}
	}
	return argument->words == NULL;
}

static bool wrong(struct ra_error *err, const char *name, const char *why)
{
	return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "argument %s: %s", name, why);
}

/* Puts the value into the field of the call. */
static bool take_argument(
	const struct argument *argument, const json_t *value, struct call *call, struct ra_error *err)
{
	char *const field = (char *)call + argument->place;
	json_int_t number;

	switch (argument->type) {
	case TEXT:
		if (!json_is_string(value)) {
			return wrong(err, argument->name, "a string is wanted");
		}
		if (json_string_length(value) == 0 || json_string_length(value) > MAX_TEXT) {
			return wrong(err, argument->name, "it is empty, or too long");
		}
		if (!is_word(argument, json_string_value(value))) {
			return wrong(err, argument->name, "it is none of the words in the schema");
		}
		*(const char **)(void *)field = json_string_value(value);
		return true;
	case NUMBER:
		number = json_integer_value(value);
		if (!json_is_integer(value) || number < 0 || (uint64_t)number < argument->least ||
			(uint64_t)number > argument->most) {
			return wrong(
				err, argument->name, "an integer within the bounds of the schema is wanted");
		}
		*(uint64_t *)(void *)field = (uint64_t)number;
		return true;
	case FLAG:
		if (!json_is_boolean(value)) {
			return wrong(err, argument->name, "true or false is wanted");
		}
		*(bool *)field = json_is_true(value);
		return true;
	}
	return false;
}

static bool take_arguments(const struct ra_tools *tools, const struct tool *tool,
	const json_t *arguments, struct call *call, struct ra_error *err)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)arguments, name, value)
	{
		const struct argument *const argument = argument_named(tools, tool, name);

		if (!argument) {
			char *const clean = ra_text_clean(name, strnlen(name, 100));

			ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "there is no argument '%s'",
				clean ? clean : "");
			free(clean);
			return false;
		}
		if (!take_argument(argument, value, call, err)) {
			return false;
		}
	}
	for (size_t i = 0; i < tool->argument_count; i++) {
		if (tool->arguments[i].required && !json_object_get(arguments, tool->arguments[i].name)) {
			return wrong(err, tool->arguments[i].name, "it is missing");
		}
	}
	return true;
}

/* "9:1234:100000:1700000000.5;": the state of the file that the argument names. "": none, or not there. */
static void add_state(struct ra_tools *tools, const char *name, struct ra_buffer *key)
{
	struct ra_error ignored = {0};
	struct stat status;
	const int fd = ra_allowed_open(&tools->allowed, name, &status, &ignored);

	if (fd >= 0) {
		ra_buffer_printf(key, "%" PRIuMAX ":%" PRIuMAX ":%" PRIdMAX ":%" PRIdMAX ".%ld;",
			(uintmax_t)status.st_dev, (uintmax_t)status.st_ino, (intmax_t)status.st_size,
			(intmax_t)status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
		close(fd);
	}
}

/* The question as text: the call without what only chooses the page, and the state of its files. */
static char *key_of(struct ra_tools *tools, const struct tool *tool, const json_t *arguments,
	const struct call *call)
{
	json_t *const rest = arguments ? json_copy((json_t *)arguments) : json_object();
	struct ra_buffer key = {0};

	for (size_t i = 0; i < COUNT(page_arguments); i++) {
		json_object_del(rest, page_arguments[i].name);
	}
	char *const text = json_dumps(rest, JSON_SORT_KEYS | JSON_COMPACT);

	ra_buffer_printf(&key, "%s %s ", tool->name, text ? text : "");
	add_state(tools, call->file, &key);
	if (call->other) {
		add_state(tools, call->other, &key);
	}
	free(text);
	json_decref(rest);
	return ra_buffer_take(&key);
}

/* Computes and keeps it. NULL: *err tells. */
static const struct ra_kept_answer *compute(struct ra_tools *tools, const struct tool *tool,
	const struct call *call, char *key, struct ra_error *err)
{
	struct ra_output output;
	char *text = NULL;
	size_t length = 0;
	bool good = ra_output_text_open(&output, &text, &length, err);

	if (good) {
		output.columns = ANSWER_COLUMNS;
		good = tool->answer(tools, call, &output, err);
		good = ra_output_text_close(&output, err) && good;
	}
	if (good && (ra_is_exhausted() || ra_is_input_lost())) {
		good = ra_fail(err, RA_ERR_FILE, RA_NOWHERE,
			ra_is_input_lost() ? "the file changed or could not be read while it was analysed"
							   : "not enough memory: the answer would not be complete");
	}
	if (!good) {
		free(key);
		free(text);
		return NULL;
	}
	const struct ra_kept_answer *const kept = ra_pages_keep(&tools->pages, key, text, length);

	if (!kept) {
		ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the answer");
	}
	return kept;
}

/* What is left of a state that an answer failed in: nothing of it is used again. */
static void recover(struct ra_tools *tools)
{
	if (ra_is_exhausted() || ra_is_input_lost()) {
		ra_shelf_clear(&tools->shelf);
		ra_pages_done(&tools->pages);
		ra_exhaustion_forget();
	}
}

char *ra_tools_call(
	struct ra_tools *tools, const char *name, const json_t *arguments, struct ra_error *err)
{
	const struct tool *const tool = tool_named(name);
	struct call call = {.depth = USUAL_DEPTH, .bytes = RA_PAGE_BYTES};
	char *page = NULL;

	if (!tool) {
		ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "there is no such tool");
		return NULL;
	}
	call.limit = tool->limit;
	if (!take_arguments(tools, tool, arguments, &call, err)) {
		return NULL;
	}
	char *const key = key_of(tools, tool, arguments, &call);
	const struct ra_kept_answer *answer = key ? ra_pages_find(&tools->pages, key) : NULL;

	if (answer) {
		free(key);
	} else if (key) {
		answer = compute(tools, tool, &call, key, err);
	} else {
		ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the answer");
	}
	if (answer) {
		page = ra_pages_cut(answer, call.cursor, call.bytes, err);
	}
	recover(tools);
	return page;
}

void ra_tools_done(struct ra_tools *tools)
{
	ra_pages_done(&tools->pages);
	ra_shelf_clear(&tools->shelf);
	ra_allowed_done(&tools->allowed);
}
