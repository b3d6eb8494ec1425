/* Stack, tree, instances and strings as text and as JSON. See out_query.h; the answers come from query/. */
#include "report/out_query.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "answer/places.h"
#include "base/format.h"
#include "findings/path.h"
#include "findings/ranking.h"
#include "query/look.h"

enum {
	LABEL_COLUMNS = 60,
	VARIABLES = 8, /* of a call */
	MAX_SHOWN = 8  /* properties */
};

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
static void say_left_out(struct ra_output *output, uint32_t begin, uint32_t end, uint32_t count)
{
	if (begin == end && count > 0) {
		fprintf(output->stream, "(there are %s: --offset)\n", RA_COUNT(count));
	} else if (end < count || begin > 0) {
		fprintf(output->stream, "(%s to %s of %s: --limit, --offset)\n", RA_COUNT(begin + 1),
			RA_COUNT(end), RA_COUNT(count));
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

	if (!ra_query_children(snapshot, row->frame->node, &(struct ra_rows_wanted){.limit = VARIABLES},
			&variables, err)) {
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

static bool add_calls(const struct ra_question *question, struct ra_output *output,
	struct ra_snapshot *snapshot, bool suspended, json_t *object, struct ra_error *err)
{
	struct ra_stack_rows rows;

	if (!ra_query_stack(snapshot, suspended, &rows, err)) {
		return false;
	}
	const struct ra_rows_wanted wanted = ra_question_rows(question);
	const uint32_t begin = ra_rows_begin(&wanted, rows.count),
				   end = ra_rows_end(&wanted, rows.count);
	json_t *const list = question->json ? json_array() : NULL;
	bool good = true;

	if (!question->json && rows.count > 0) {
		fputs(suspended ? "\nWaiting generators and fibers\n" : "Running calls, innermost first\n",
			output->stream);
	} else if (!question->json && !suspended) {
		fputs("No PHP code was running.\n", output->stream);
	}
	for (uint32_t i = begin; good && i < end; i++) {
		good = add_call(output, snapshot, &rows.items[i], i, list, err);
	}
	if (question->json) {
		json_object_set_new(object, suspended ? "suspended" : "calls", list);
		json_object_set_new(
			object, suspended ? "suspended_count" : "call_count", number(rows.count));
	} else {
		say_left_out(output, begin, end, rows.count);
	}
	ra_stack_rows_done(&rows);
	return good;
}

bool ra_out_stack(const struct ra_question *question, struct ra_output *output,
	struct ra_snapshot *snapshot, struct ra_error *err)
{
	json_t *const object = question->json ? json_object() : NULL;

	const bool good = add_calls(question, output, snapshot, false, object, err) &&
					  add_calls(question, output, snapshot, true, object, err);

	if (object && good) {
		ra_output_json(output, object, true);
	}
	json_decref(object);
	return good;
}

/* ---- tree ---- */

static void print_tree_row(
	struct ra_output *output, struct ra_snapshot *snapshot, const struct ra_tree_row *row)
{
	char *const link = row->count == 1 ? ra_query_link_from_above(snapshot, row->node) : NULL;
	char *const cut = link ? ra_text_cut(link, 30, RA_CUT_END) : NULL;

	ra_output_right(output, RA_SIZE(row->retained_bytes), 11);
	fprintf(output->stream, "  %*s", (int)row->depth * 2, "");
	if (row->count > 1) {
		char *const name =
			snapshot->graph->kind[row->node] == RA_NODE_OBJECT
				? ra_class_name(snapshot->graph, ra_node_class(snapshot->graph, row->node))
				: ra_query_label(snapshot, row->node, 24);

		fprintf(output->stream, "%s like %s  #%" PRIu32 "\n", RA_COUNT(row->count),
			name ? name : "", row->node);
		free(name);
	} else {
		fprintf(output->stream, "%s%s", cut ? cut : "", cut && *cut ? ": " : "");
		put(output->stream, ra_query_label(snapshot, row->node, 44));
		fprintf(output->stream, "  #%" PRIu32 "\n", row->node);
	}
	free(link);
	free(cut);
}

bool ra_out_tree(const struct ra_question *question, struct ra_output *output,
	struct ra_snapshot *snapshot, struct ra_error *err)
{
	struct ra_found found = {.class_index = RA_NO_CLASS};
	struct ra_tree_rows rows;
	ra_node top = RA_SUPER_ROOT;

	if (question->what) {
		if (!ra_query_find(snapshot, question->what, &found, err)) {
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
	const struct ra_rows_wanted wanted = ra_question_rows(question);

	if (!ra_query_tree(snapshot, top, question->depth, &wanted, &rows, err)) {
		return false;
	}
	json_t *const list = question->json ? json_array() : NULL;

	for (uint32_t i = 0; i < rows.count; i++) {
		const struct ra_tree_row *const row = &rows.items[i];

		if (list) {
			json_array_append_new(
				list, json_pack("{s:i, s:I, s:I, s:I, s:o, s:o}", "depth", (int)row->depth,
						  "node_id", (json_int_t)row->node, "count", (json_int_t)row->count,
						  "retained_bytes", (json_int_t)row->retained_bytes, "label",
						  owned(ra_query_label(snapshot, row->node, 200)), "link",
						  owned(ra_query_link_from_above(snapshot, row->node))));
		} else {
			print_tree_row(output, snapshot, row);
		}
	}
	if (list) {
		finish_json(output, list, rows.count);
	} else if (rows.left_out > 0) {
		const bool smaller = wanted.offset == 0 && wanted.order <= RA_ROWS_BY_RETAINED;

		fprintf(output->stream, "(%s %svalues beside these: --limit, %s--depth)\n",
			RA_COUNT(rows.left_out), smaller ? "smaller " : "", smaller ? "" : "--offset, ");
	}
	ra_tree_rows_done(&rows);
	return true;
}

/* ---- instances ---- */

static bool filter(const struct ra_question *question, struct ra_snapshot *snapshot,
	struct ra_found *found, struct ra_error *err)
{
	const char *const equals = question->where ? strchr(question->where, '=') : NULL;
	char *name;
	bool good;

	if (!question->where) {
		return true;
	}
	if (!equals || equals == question->where) {
		return ra_fail(
			err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "--where: NAME=VALUE or NAME!=VALUE is meant");
	}
	const bool unequal = equals[-1] == '!';

	name = strndup(question->where, (size_t)(equals - question->where) - unequal);
	good = name ? ra_query_keep(snapshot, found, name, equals + 1, !unequal, err)
				: ra_query_no_memory(err);
	free(name);
	return good;
}

/* The first name of a list with commas between, owned by the caller; *at goes behind it. NULL: no memory. */
static char *next_name(const char **at)
{
	const size_t length = strcspn(*at, ",");
	char *const name = strndup(*at, length);

	*at += length + ((*at)[length] == ',');
	return name;
}

/* Empty columns and one group of all are no answer where no object has the property. */
static bool knows_properties(const struct ra_question *question, struct ra_snapshot *snapshot,
	const struct ra_found *found, struct ra_error *err)
{
	const char *const by = question->group_by;
	const char *at = by ? NULL : question->shown;
	bool good = !by || strcmp(by, "holder") == 0 || strcmp(by, "site") == 0 ||
				ra_query_has_property(snapshot, found, by, err);

	for (unsigned i = 0; good && at && *at && i < MAX_SHOWN; i++) {
		char *const name = next_name(&at);

		good = name ? !*name || ra_query_has_property(snapshot, found, name, err)
					: ra_query_no_memory(err);
		free(name);
	}
	return good;
}

static void add_properties(const struct ra_question *question, struct ra_output *output,
	struct ra_snapshot *snapshot, ra_node node, json_t *row)
{
	const char *at = question->shown;
	json_t *const object = row ? json_object() : NULL;

	for (unsigned i = 0; at && *at && i < MAX_SHOWN; i++) {
		char *const name = next_name(&at);
		char *const value = name ? ra_query_property(snapshot, node, name) : NULL;

		if (object && name) {
			json_object_set_new(object, name, value ? json_string(value) : json_null());
		} else if (!object) {
			fprintf(output->stream, "  %s=%s", name ? name : "", value ? value : "");
		}
		free(name);
		free(value);
	}
	if (row) {
		json_object_set_new(row, "properties", object);
	}
}

static void list_instances(const struct ra_question *question, struct ra_output *output,
	struct ra_snapshot *snapshot, const struct ra_found *found)
{
	const struct ra_rows_wanted wanted = ra_question_rows(question);
	const uint32_t begin = ra_rows_begin(&wanted, found->count),
				   end = ra_rows_end(&wanted, found->count);
	json_t *const list = question->json ? json_array() : NULL;

	for (uint32_t i = begin; i < end; i++) {
		const ra_node node = found->nodes[i];
		const uint64_t bytes = ra_node_dominated_bytes(snapshot->measures, node);

		if (list) {
			json_t *const row = json_pack("{s:I, s:I, s:I, s:o, s:o}", "node_id", (json_int_t)node,
				"retained_bytes", (json_int_t)bytes, "own_bytes",
				(json_int_t)ra_node_own_bytes(snapshot->graph, node), "path",
				owned(ra_place_of_node(snapshot, node, 0)), "label",
				owned(ra_query_label(snapshot, node, 200)));

			add_properties(question, output, snapshot, node, question->shown ? row : NULL);
			json_array_append_new(list, row);
		} else {
			ra_output_right(output, RA_SIZE(bytes), 11);
			fputs("  ", output->stream);
			put(output->stream, ra_place_of_node(snapshot, node, 0));
			if (question->shown) {
				add_properties(question, output, snapshot, node, NULL);
			}
			fprintf(output->stream, "  #%" PRIu32 "\n", node);
		}
	}
	if (list) {
		finish_json(output, list, found->count);
	} else {
		say_left_out(output, begin, end, found->count);
	}
}

static bool list_groups(const struct ra_question *question, struct ra_output *output,
	struct ra_snapshot *snapshot, const struct ra_found *found, struct ra_error *err)
{
	const struct ra_rows_wanted wanted = ra_question_rows(question);
	const bool sorted = wanted.order == RA_ROWS_BY_COUNT || wanted.order == RA_ROWS_BY_NAME;
	struct ra_instance_groups groups;

	if (!ra_query_group_by(snapshot, found, question->group_by,
			sorted ? 0 : ra_rows_end(&wanted, UINT32_MAX), &groups, err)) {
		return false;
	}
	if (sorted) {
		ra_instance_groups_sort(&groups, wanted.order);
	}
	const uint32_t begin = ra_rows_begin(&wanted, groups.total),
				   end = ra_rows_end(&wanted, groups.total);
	json_t *const list = question->json ? json_array() : NULL;

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
		finish_json(output, list, groups.total);
	} else {
		say_left_out(output, begin, end, groups.total);
	}
	ra_instance_groups_done(&groups);
	return true;
}

/* What the rows have to sort by. */
static bool can_sort(const struct ra_question *question, struct ra_error *err)
{
	const enum ra_row_order order = ra_question_rows(question).order;

	if (question->group_by && (order == RA_ROWS_BY_OWN || order == RA_ROWS_BY_ID)) {
		return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
			"groups have no %s to sort by: retained, count or name",
			order == RA_ROWS_BY_OWN ? "own size" : "id");
	}
	return question->group_by || order != RA_ROWS_BY_COUNT ||
		   ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
			   "single objects have no count to sort by: retained, own, name or id");
}

static bool sort_instances(const struct ra_question *question, struct ra_snapshot *snapshot,
	struct ra_found *found, struct ra_error *err)
{
	const struct ra_rows_wanted wanted = ra_question_rows(question);
	const uint32_t end = ra_rows_end(&wanted, found->count);

	if (wanted.order == RA_ROWS_BY_NAME) {
		return ra_query_sort_by_name(snapshot, found, end, err);
	}
	ra_query_sort_first(snapshot, found, wanted.order, end);
	return true;
}

bool ra_out_instances(const struct ra_question *question, struct ra_output *output,
	struct ra_snapshot *snapshot, struct ra_error *err)
{
	char *const name = strncmp(question->what, "class:", 6) == 0
						   ? strdup(question->what)
						   : ra_text_printf("class:%s", question->what);
	struct ra_found found;
	bool good;

	if (!name) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the answer");
	}
	good = can_sort(question, err) && ra_query_find(snapshot, name, &found, err);
	free(name);
	if (!good) {
		return false;
	}
	good = knows_properties(question, snapshot, &found, err) &&
		   filter(question, snapshot, &found, err);
	if (good && !question->json) {
		fprintf(output->stream, "%s instance%s, %s retained together\n", RA_COUNT(found.count),
			found.count == 1 ? "" : "s", RA_SIZE(ra_query_retained(snapshot, &found)));
	}
	if (good && question->group_by) {
		good = list_groups(question, output, snapshot, &found, err);
	} else if (good && (good = sort_instances(question, snapshot, &found, err))) {
		list_instances(question, output, snapshot, &found);
	}
	ra_found_done(&found);
	return good;
}

/* ---- strings ---- */

bool ra_out_strings(const struct ra_question *question, struct ra_output *output,
	struct ra_snapshot *snapshot, struct ra_error *err)
{
	const struct ra_rows_wanted wanted = ra_question_rows(question);
	struct ra_string_rows rows;

	if (!(wanted.order == RA_ROWS_BY_NAME
				? ra_query_strings_by_name(snapshot, question->what, &wanted, &rows, err)
				: ra_query_some_strings(snapshot, question->what, wanted.order == RA_ROWS_BY_COUNT,
					  wanted.offset, wanted.limit, &rows, err))) {
		return false;
	}
	const uint32_t begin = ra_rows_begin(&wanted, rows.total), end = begin + rows.count;
	json_t *const list = question->json ? json_array() : NULL;

	if (!list) {
		fprintf(output->stream, "%11s  %10s  %s\n", "Memory", "Copies",
			"Content, and where one of them is");
	}
	for (uint32_t i = 0; i < rows.count; i++) {
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
		finish_json(output, list, rows.total);
	} else {
		say_left_out(output, begin, end, rows.total);
	}
	ra_string_rows_done(&rows);
	return true;
}
