/* rdump stack, tree, instances, strings: questions about many values. The answers come from query/; here they are
 * printed, as text and as JSON. */
#include "cli/cmd.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "answer/places.h"
#include "base/format.h"
#include "base/output.h"
#include "cli/live.h"
#include "cli/options.h"
#include "findings/path.h"
#include "findings/ranking.h"
#include "query/look.h"

enum {
	LABEL_COLUMNS = 60,
	PATH_COLUMNS = 60,
	DEFAULT_ROWS = 25,
	DEFAULT_DEPTH = 4,
	DEFAULT_WIDTH = 6,
	VARIABLES = 8, /* of a call */
	MOST_SHOWN = 8 /* properties */
};

struct look {
	struct ra_snapshot_options snapshot;
	struct ra_live live;
	const char *format;
	const char *output;
	uint64_t limit;
	uint64_t offset;
	const char *sort;
	uint64_t depth;
	const char *where;
	const char *group_by;
	const char *shown;
	bool json;
};

/* What a command does with the dump; `what` is its second operand or NULL. */
typedef bool answer_to(const struct look *look, struct ra_output *output,
	struct ra_snapshot *snapshot, const char *what, struct ra_error *err);

#define LOOK_OPTIONS(look)                                                                         \
	{"output-format", 'f', RA_OPTION_TEXT, &(look).format, "FORMAT", "text (default) or json",     \
		NULL},                                                                                     \
		{"output", 'o', RA_OPTION_TEXT, &(look).output, "PATH",                                    \
			"write to PATH instead of standard output", NULL},                                     \
	{                                                                                              \
		"limit", 0, RA_OPTION_NUMBER, &(look).limit, "N", "at most N rows (0: all)", NULL          \
	}

static json_t *owned(char *text)
{
	json_t *const value = text ? json_string(text) : json_null();

	free(text);
	return value;
}

static json_t *number(uint64_t value)
{
	return json_integer((json_int_t)value);
}

static void put(FILE *stream, char *text)
{
	fputs(text ? text : "", stream);
	free(text);
}

/* Where the rows to show end. */
static uint32_t end_of(const struct look *look, uint32_t count)
{
	const uint64_t end = look->limit ? look->offset + look->limit : count;

	return end < count ? (uint32_t)end : count;
}

static uint32_t begin_of(const struct look *look, uint32_t count)
{
	return look->offset < count ? (uint32_t)look->offset : count;
}

static void say_left_out(
	struct ra_output *output, const struct look *look, uint32_t begin, uint32_t end, uint32_t count)
{
	(void)look;
	if (end < count || begin > 0) {
		fprintf(output->stream, "(%s to %s of %s: --limit, --offset)\n",
			RA_COUNT(begin + (begin < end)), RA_COUNT(end), RA_COUNT(count));
	}
}

static void finish_json(struct ra_output *output, json_t *list, uint32_t total)
{
	json_t *const object = json_pack("{s:I, s:o}", "count", (json_int_t)total, "rows", list);

	ra_output_json(output, object, true);
	json_decref(object);
}

/* ---- stack ---- */

static char *call_text(const struct ra_snapshot *snapshot, const struct ra_frame_info *frame)
{
	return ra_frame_text(snapshot, frame);
}

static void print_variables(struct ra_output *output, const struct ra_snapshot *snapshot,
	const struct ra_relations *variables)
{
	for (uint32_t i = 0; i < variables->count; i++) {
		const struct ra_relation *const row = &variables->items[i];
		const bool named = snapshot->graph->edge_kind[row->edge] == RA_LINK_LOCAL ||
						   snapshot->graph->edge_kind[row->edge] == RA_LINK_THIS;
		char *const label = ra_query_label((struct ra_snapshot *)snapshot, row->other, 44);
		char *const name = ra_text_printf("%s%s", named ? "$" : "", row->label);

		fprintf(output->stream, "      %10s  ", RA_SIZE(row->retained_bytes));
		ra_output_left(output, name ? name : "", 20);
		fprintf(output->stream, " %s  #%" PRIu32 "\n", label ? label : "", row->other);
		free(label);
		free(name);
	}
	if (variables->total > variables->count) {
		fprintf(output->stream, "      (%s more: rdump show FILE '#ID')\n",
			RA_COUNT(variables->total - variables->count));
	}
}

static json_t *variables_json(struct ra_snapshot *snapshot, const struct ra_relations *variables)
{
	json_t *const list = json_array();

	for (uint32_t i = 0; i < variables->count; i++) {
		const struct ra_relation *const row = &variables->items[i];

		json_array_append_new(list,
			json_pack("{s:s, s:I, s:o, s:o}", "name", row->label, "node_id", (json_int_t)row->other,
				"label", owned(ra_query_label(snapshot, row->other, 200)), "retained_bytes",
				number(row->retained_bytes)));
	}
	return list;
}

static bool add_call(struct ra_output *output, struct ra_snapshot *snapshot,
	const struct ra_stack_row *row, uint32_t place, json_t *list, struct ra_error *err)
{
	struct ra_relations variables;
	char *const call = call_text(snapshot, row->frame);
	size_t length;
	const char *const bytes = ra_graph_name(snapshot->graph, row->frame->file, &length);
	char *const file = ra_text_clean(bytes, length);

	if (!ra_query_children(snapshot, row->frame->node, VARIABLES, &variables, err)) {
		free(call);
		free(file);
		return false;
	}
	if (list) {
		json_array_append_new(list,
			json_pack("{s:s?, s:s?, s:i, s:b, s:I, s:I, s:o}", "call", call, "file",
				file && *file ? file : NULL, "line", (int)row->frame->line, "internal",
				row->frame->internal, "count", (json_int_t)row->count, "node_id",
				(json_int_t)row->frame->node, "variables", variables_json(snapshot, &variables)));
	} else {
		fprintf(output->stream, "  #%-3" PRIu32 " %s", place, call ? call : "");
		if (row->count > 1) {
			fprintf(output->stream, "  %s times", RA_COUNT(row->count));
		}
		fprintf(output->stream, "%s%s\n", file && *file ? "  " : "", file ? file : "");
		print_variables(output, snapshot, &variables);
	}
	ra_relations_done(&variables);
	free(call);
	free(file);
	return true;
}

static bool add_calls(const struct look *look, struct ra_output *output,
	struct ra_snapshot *snapshot, bool suspended, json_t *object, struct ra_error *err)
{
	struct ra_stack_rows rows;

	if (!ra_query_stack(snapshot, suspended, &rows, err)) {
		return false;
	}
	const uint32_t begin = begin_of(look, rows.count), end = end_of(look, rows.count);
	json_t *const list = look->json ? json_array() : NULL;
	bool good = true;

	if (!look->json && rows.count > 0) {
		fputs(suspended ? "\nWaiting generators and fibers\n" : "Running calls, innermost first\n",
			output->stream);
	} else if (!look->json && !suspended) {
		fputs("No PHP code was running.\n", output->stream);
	}
	for (uint32_t i = begin; good && i < end; i++) {
		good = add_call(output, snapshot, &rows.items[i], i, list, err);
	}
	if (look->json) {
		json_object_set_new(object, suspended ? "suspended" : "calls", list);
		json_object_set_new(
			object, suspended ? "suspended_count" : "call_count", number(rows.count));
	} else {
		say_left_out(output, look, begin, end, rows.count);
	}
	ra_stack_rows_done(&rows);
	return good;
}

static bool answer_stack(const struct look *look, struct ra_output *output,
	struct ra_snapshot *snapshot, const char *what, struct ra_error *err)
{
	json_t *const object = look->json ? json_object() : NULL;

	(void)what;
	const bool good = add_calls(look, output, snapshot, false, object, err) &&
					  add_calls(look, output, snapshot, true, object, err);

	if (object && good) {
		ra_output_json(output, object, true);
	}
	json_decref(object);
	return good;
}

/* ---- tree ---- */

/* What leads to a value from the one above it in the tree, where that is one step. */
static char *link_from_above(const struct ra_snapshot *snapshot, ra_node node)
{
	const uint32_t edge = snapshot->graph->tree_edge[node];
	const ra_node above = snapshot->measures->immediate_dominator[node];

	return edge != RA_NO_NODE && snapshot->graph->edge_from[edge] == above
			   ? ra_path_link_text(snapshot, edge)
			   : strdup("");
}

static char *tree_label(struct ra_snapshot *snapshot, ra_node node, size_t columns)
{
	const enum ra_node_kind kind = (enum ra_node_kind)snapshot->graph->kind[node];

	if (kind == RA_NODE_SUPER_ROOT) {
		return strdup("(all)");
	}
	return kind == RA_NODE_ROOT ? strdup(ra_root_title(snapshot->graph, node))
								: ra_query_label(snapshot, node, columns);
}

static void print_tree_row(
	struct ra_output *output, struct ra_snapshot *snapshot, const struct ra_tree_row *row)
{
	char *const link = row->count == 1 ? link_from_above(snapshot, row->node) : NULL;
	char *const cut = link ? ra_text_cut(link, 30, RA_CUT_END) : NULL;

	ra_output_right(output, RA_SIZE(row->retained_bytes), 11);
	fprintf(output->stream, "  %*s", (int)row->depth * 2, "");
	if (row->count > 1) {
		char *const name =
			snapshot->graph->kind[row->node] == RA_NODE_OBJECT
				? ra_class_name(snapshot->graph, snapshot->graph->class_index[row->node])
				: tree_label(snapshot, row->node, 24);

		fprintf(output->stream, "%s like %s  #%" PRIu32 "\n", RA_COUNT(row->count),
			name ? name : "", row->node);
		free(name);
	} else {
		fprintf(output->stream, "%s%s", cut ? cut : "", cut && *cut ? ": " : "");
		put(output->stream, tree_label(snapshot, row->node, 44));
		fprintf(output->stream, "  #%" PRIu32 "\n", row->node);
	}
	free(link);
	free(cut);
}

static bool answer_tree(const struct look *look, struct ra_output *output,
	struct ra_snapshot *snapshot, const char *what, struct ra_error *err)
{
	struct ra_found found = {.class_index = RA_NO_CLASS};
	struct ra_tree_rows rows;
	ra_node top = RA_SUPER_ROOT;

	if (what) {
		if (!ra_query_find(snapshot, what, &found, err)) {
			return false;
		}
		top = found.nodes[0];
		if (found.count > 1) {
			const uint32_t count = found.count;

			ra_found_done(&found);
			return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
				"%" PRIu32 " values are called so: see rdump show, and name one by its id", count);
		}
		ra_found_done(&found);
	}
	const unsigned depth = look->depth < 64 ? (unsigned)look->depth : 64;

	if (!ra_query_tree(snapshot, top, depth, (uint32_t)look->limit, &rows, err)) {
		return false;
	}
	json_t *const list = look->json ? json_array() : NULL;

	for (uint32_t i = 0; i < rows.count; i++) {
		const struct ra_tree_row *const row = &rows.items[i];

		if (list) {
			json_array_append_new(
				list, json_pack("{s:i, s:I, s:I, s:I, s:o, s:o}", "depth", (int)row->depth,
						  "node_id", (json_int_t)row->node, "count", (json_int_t)row->count,
						  "retained_bytes", (json_int_t)row->retained_bytes, "label",
						  owned(tree_label(snapshot, row->node, 200)), "link",
						  owned(link_from_above(snapshot, row->node))));
		} else {
			print_tree_row(output, snapshot, row);
		}
	}
	if (list) {
		finish_json(output, list, rows.count);
	} else if (rows.left_out > 0) {
		fprintf(output->stream, "(%s smaller values beside these: --limit, --depth)\n",
			RA_COUNT(rows.left_out));
	}
	ra_tree_rows_done(&rows);
	return true;
}

/* ---- instances ---- */

static bool filter(const struct look *look, struct ra_snapshot *snapshot, struct ra_found *found,
	struct ra_error *err)
{
	const char *const equals = look->where ? strchr(look->where, '=') : NULL;
	char *name;
	bool good;

	if (!look->where) {
		return true;
	}
	if (!equals || equals == look->where) {
		return ra_fail(
			err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "--where: NAME=VALUE or NAME!=VALUE is meant");
	}
	const bool unequal = equals[-1] == '!';

	name = strndup(look->where, (size_t)(equals - look->where) - unequal);
	good = name && ra_query_keep(snapshot, found, name, equals + 1, !unequal);
	free(name);
	return good || ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the answer");
}

static void add_properties(const struct look *look, struct ra_output *output,
	struct ra_snapshot *snapshot, ra_node node, json_t *row)
{
	const char *at = look->shown;
	json_t *const object = row ? json_object() : NULL;

	for (unsigned i = 0; at && *at && i < MOST_SHOWN; i++) {
		const size_t length = strcspn(at, ",");
		char *const name = strndup(at, length);
		char *const value = name ? ra_query_property(snapshot, node, name) : NULL;

		if (object && name) {
			json_object_set_new(object, name, value ? json_string(value) : json_null());
		} else if (!object) {
			fprintf(output->stream, "  %s=%s", name ? name : "", value ? value : "");
		}
		free(name);
		free(value);
		at += length + (at[length] == ',');
	}
	if (row) {
		json_object_set_new(row, "properties", object);
	}
}

static void list_instances(const struct look *look, struct ra_output *output,
	struct ra_snapshot *snapshot, const struct ra_found *found)
{
	const uint32_t begin = begin_of(look, found->count), end = end_of(look, found->count);
	json_t *const list = look->json ? json_array() : NULL;

	for (uint32_t i = begin; i < end; i++) {
		const ra_node node = found->nodes[i];
		const uint64_t bytes = snapshot->measures->dominated_bytes[node];

		if (list) {
			json_t *const row = json_pack("{s:I, s:I, s:I, s:o, s:o}", "node_id", (json_int_t)node,
				"retained_bytes", (json_int_t)bytes, "own_bytes",
				(json_int_t)snapshot->graph->own_bytes[node], "path",
				owned(ra_place_of_node(snapshot, node, 0)), "label",
				owned(ra_query_label(snapshot, node, 200)));

			add_properties(look, output, snapshot, node, look->shown ? row : NULL);
			json_array_append_new(list, row);
		} else {
			ra_output_right(output, RA_SIZE(bytes), 11);
			fputs("  ", output->stream);
			put(output->stream, ra_place_of_node(snapshot, node, 0));
			if (look->shown) {
				add_properties(look, output, snapshot, node, NULL);
			}
			fprintf(output->stream, "  #%" PRIu32 "\n", node);
		}
	}
	if (list) {
		finish_json(output, list, found->count);
	} else {
		say_left_out(output, look, begin, end, found->count);
	}
}

static bool list_groups(const struct look *look, struct ra_output *output,
	struct ra_snapshot *snapshot, const struct ra_found *found, struct ra_error *err)
{
	struct ra_instance_groups groups;

	if (!ra_query_group_by(snapshot, found, look->group_by, &groups, err)) {
		return false;
	}
	const uint32_t begin = begin_of(look, groups.count), end = end_of(look, groups.count);
	json_t *const list = look->json ? json_array() : NULL;

	for (uint32_t i = begin; i < end; i++) {
		const struct ra_instance_group *const row = &groups.items[i];

		if (list) {
			json_array_append_new(
				list, json_pack("{s:s, s:I, s:I}", "key", row->key, "count", (json_int_t)row->count,
						  "retained_bytes", (json_int_t)row->retained_bytes));
		} else {
			ra_output_right(output, RA_SIZE(row->retained_bytes), 11);
			fprintf(output->stream, "  %10s  %s\n", RA_COUNT(row->count), row->key);
		}
	}
	if (list) {
		finish_json(output, list, groups.count);
	} else {
		say_left_out(output, look, begin, end, groups.count);
	}
	ra_instance_groups_done(&groups);
	return true;
}

static bool answer_instances(const struct look *look, struct ra_output *output,
	struct ra_snapshot *snapshot, const char *what, struct ra_error *err)
{
	char *const name =
		strncmp(what, "class:", 6) == 0 ? strdup(what) : ra_text_printf("class:%s", what);
	struct ra_found found;
	bool good;

	if (!name) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the answer");
	}
	good = ra_query_find(snapshot, name, &found, err);
	free(name);
	if (!good) {
		return false;
	}
	good = filter(look, snapshot, &found, err);
	if (good && !look->json) {
		fprintf(output->stream, "%s instances, %s retained together\n", RA_COUNT(found.count),
			RA_SIZE(ra_measures_set_bytes(
				snapshot->measures, snapshot->graph, found.nodes, found.count)));
	}
	if (good && look->group_by) {
		good = list_groups(look, output, snapshot, &found, err);
	} else if (good) {
		ra_query_sort(snapshot, &found,
			strcmp(look->sort, "own") == 0  ? RA_BY_OWN
			: strcmp(look->sort, "id") == 0 ? RA_BY_ID
											: RA_BY_RETAINED);
		list_instances(look, output, snapshot, &found);
	}
	ra_found_done(&found);
	return good;
}

/* ---- strings ---- */

static bool answer_strings(const struct look *look, struct ra_output *output,
	struct ra_snapshot *snapshot, const char *what, struct ra_error *err)
{
	struct ra_string_rows rows;

	if (!ra_query_strings(snapshot, what, strcmp(look->sort, "count") == 0, &rows, err)) {
		return false;
	}
	const uint32_t begin = begin_of(look, rows.count), end = end_of(look, rows.count);
	json_t *const list = look->json ? json_array() : NULL;

	if (!list) {
		fprintf(output->stream, "%11s  %10s  %s\n", "Memory", "Copies",
			"Content, and where one of them is");
	}
	for (uint32_t i = begin; i < end; i++) {
		const struct ra_string_row *const row = &rows.items[i];

		if (list) {
			json_array_append_new(
				list, json_pack("{s:I, s:I, s:I, s:I, s:o, s:o}", "node_id", (json_int_t)row->first,
						  "copies", (json_int_t)row->copies, "bytes", (json_int_t)row->bytes,
						  "length", (json_int_t)row->length, "label",
						  owned(ra_query_label(snapshot, row->first, 200)), "path",
						  owned(ra_place_of_node(snapshot, row->first, 0))));
		} else {
			ra_output_right(output, RA_SIZE(row->bytes), 11);
			fprintf(output->stream, "  %10s  ", RA_COUNT(row->copies));
			put(output->stream, ra_query_label(snapshot, row->first, LABEL_COLUMNS));
			fprintf(output->stream, "  #%" PRIu32 "\n%27s", row->first, "");
			put(output->stream, ra_place_of_node(snapshot, row->first, 0));
			fputc('\n', output->stream);
		}
	}
	if (list) {
		finish_json(output, list, rows.count);
	} else {
		say_left_out(output, look, begin, end, rows.count);
	}
	ra_string_rows_done(&rows);
	return true;
}

/* ---- all ---- */

static bool is_sort(const char *text, const char *allowed)
{
	const size_t length = strlen(text);

	for (const char *at = allowed; *at; at += strcspn(at, " ") + (strchr(at, ' ') != NULL)) {
		if (strcspn(at, " ") == length && strncmp(at, text, length) == 0) {
			return true;
		}
	}
	return false;
}

/* `sorts`: the words that --sort takes. */
static int run(const struct ra_syntax *syntax, struct look *look, const char *sorts,
	answer_to *answer, int argc, char **argv)
{
	struct ra_snapshot *snapshot = NULL;
	struct ra_output output;
	struct ra_error err = {0};
	int status;
	char **const operands = ra_options_parse(syntax, argc, argv, &status);

	if (!operands) {
		return status;
	}
	look->json = strcmp(look->format, "json") == 0;
	if (!look->json && strcmp(look->format, "text") != 0) {
		return ra_usage_error(syntax, "-f: '%s' is neither text nor json", look->format);
	}
	if (look->limit > UINT32_MAX || look->offset > UINT32_MAX) {
		return ra_usage_error(syntax, "--limit or --offset is too large");
	}
	if (!is_sort(look->sort, sorts)) {
		return ra_usage_error(syntax, "--sort: '%s' is none of: %s", look->sort, sorts);
	}
	/* a running process stands in the file's place */
	const char *const question = operands[look->live.given ? 0 : 1];
	const bool needed = strstr(syntax->operands, "CLASS") != NULL;

	if (!look->live.given && !operands[0]) {
		return ra_usage_error(syntax, "FILE or -p PID is missing");
	}
	if ((needed && !question) || (look->live.given && operands[0] && operands[1])) {
		return ra_usage_error(
			syntax, needed && !question ? "CLASS is missing" : "-p PID or FILE, not both");
	}
	if (!look->live.given && !ra_output_is_no_input(look->output, operands, 1)) {
		return RA_EXIT_USAGE;
	}
	look->snapshot.measures = true;
	look->live.thread = look->snapshot.dump.thread;
	look->live.quiet = look->snapshot.quiet;

	const char *const path = look->live.given ? ra_live_take(&look->live, &err) : operands[0];
	const char *const shown = look->live.given ? look->live.name : path;

	if (!path || !ra_snapshot_open(path, &look->snapshot, &snapshot, &err)) {
		return ra_error_show(shown, &err);
	}
	bool good = ra_output_open(&output, look->output, &err);

	if (good) {
		good = answer(look, &output, snapshot, question, &err);
		good = ra_output_close(&output, &err) && good;
	}
	ra_snapshot_close(snapshot);
	return good ? RA_EXIT_OK : ra_error_show(shown, &err);
}

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

int ra_cmd_stack(int argc, char **argv)
{
	struct look look = {.format = "text", .sort = "retained", .limit = DEFAULT_ROWS};
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

	return run(&syntax, &look, "retained", answer_stack, argc, argv);
}

int ra_cmd_tree(int argc, char **argv)
{
	struct look look = {
		.format = "text", .sort = "retained", .limit = DEFAULT_WIDTH, .depth = DEFAULT_DEPTH};
	const struct ra_option table[] = {
		LOOK_OPTIONS(look),
		{"depth", 0, RA_OPTION_NUMBER, &look.depth, "N", "go down so far (default 4)", NULL},
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

	return run(&syntax, &look, "retained", answer_tree, argc, argv);
}

int ra_cmd_instances(int argc, char **argv)
{
	struct look look = {.format = "text", .sort = "retained", .limit = DEFAULT_ROWS};
	const struct ra_option table[] = {
		LOOK_OPTIONS(look),
		{"offset", 0, RA_OPTION_NUMBER, &look.offset, "N", "leave out the first N rows", NULL},
		{"sort", 0, RA_OPTION_TEXT, &look.sort, "ORDER", "retained (default), own or id", NULL},
		{"where", 0, RA_OPTION_TEXT, &look.where, "NAME=VALUE",
			"only those with this property (NAME!=VALUE: without)", NULL},
		{"show", 0, RA_OPTION_TEXT, &look.shown, "NAMES", "these properties, with commas between",
			NULL},
		{"group-by", 0, RA_OPTION_TEXT, &look.group_by, "WHAT",
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

	return run(&syntax, &look, "retained own id", answer_instances, argc, argv);
}

int ra_cmd_strings(int argc, char **argv)
{
	struct look look = {.format = "text", .sort = "retained", .limit = DEFAULT_ROWS};
	const struct ra_option table[] = {
		LOOK_OPTIONS(look),
		{"offset", 0, RA_OPTION_NUMBER, &look.offset, "N", "leave out the first N rows", NULL},
		{"sort", 0, RA_OPTION_TEXT, &look.sort, "ORDER", "retained (default: by memory) or count",
			NULL},
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

	return run(&syntax, &look, "retained count", answer_strings, argc, argv);
}
