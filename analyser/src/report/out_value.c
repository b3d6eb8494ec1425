/* One value, or who holds several, as text and as JSON. See out_query.h; the answers come from query/. */
#include "report/out_query.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "answer/places.h"
#include "base/format.h"
#include "base/tasks.h"
#include "findings/known_keepers.h"
#include "findings/ranking.h"
#include "query/query.h"

enum {
	LABEL_COLUMNS = 40,
	LINK_COLUMNS = 24,
	SHOWN_CANDIDATES = 10,
	SHOWN_DOMINATORS = 12,
	FEW = 5000 /* values that are not worth a thread */
};

/* ---- text ---- */

static void print_text(FILE *stream, char *text)
{
	fputs(text ? text : "", stream);
	free(text);
}

/* NULL: the value does not go with those of a known keeper. */
static const struct ra_keeper *keeper_of(struct ra_snapshot *snapshot, ra_node node)
{
	struct ra_kept_list list;

	if (!ra_kept_find(snapshot, &list)) {
		return NULL;
	}
	const struct ra_keeper *const keeper = ra_kept_with(snapshot, &list, node);

	ra_kept_done(&list);
	return keeper;
}

/* References that are known, without the list of all objects, by which garbage is found and which counts none. */
static uint64_t known_references(const struct ra_snapshot *snapshot, ra_node node)
{
	const struct ra_graph *const graph = snapshot->graph;
	const uint32_t edge = graph->tree_edge[node];
	const bool listed =
		edge != RA_NO_NODE && ra_edge_holds(graph, edge) && !ra_edge_is_strong(graph, edge);
	const uint64_t count = ra_node_holder_count(snapshot->measures, node);

	return count - (listed && count > 0);
}

static void print_value(struct ra_output *output, struct ra_snapshot *snapshot, ra_node node)
{
	const struct ra_graph *const graph = snapshot->graph;
	const struct ra_keeper *const keeper = keeper_of(snapshot, node);
	char *const site = ra_site_of_object(snapshot, node);

	print_text(output->stream, ra_query_label(snapshot, node, 70));
	fprintf(output->stream, "  #%" PRIu32, node);
	if (ra_node_address(graph, node) != 0) { /* a root has none */
		fprintf(output->stream, " @0x%" PRIxADDR, ra_node_address(graph, node));
	}
	if (node != RA_SUPER_ROOT) {
		fputs("\n  at        ", output->stream);
		print_text(output->stream, ra_place_of_node(snapshot, node, 0));
	}
	fprintf(output->stream, "\n  own       %s\n  retained  %s: what would be freed with it\n",
		RA_SIZE(ra_node_own_bytes(graph, node)),
		RA_SIZE(ra_node_dominated_bytes(snapshot->measures, node)));
	if (ra_node_refcount(graph, node) > 0) {
		fprintf(output->stream, "  held by   %s reference%s, %s of them known\n",
			RA_COUNT(ra_node_refcount(graph, node)), ra_node_refcount(graph, node) == 1 ? "" : "s",
			RA_COUNT(known_references(snapshot, node)));
	}
	if (site) {
		fprintf(output->stream, "  code      %s\n", site);
	}
	if (keeper) {
		fprintf(output->stream, "  known     %s\n  cure      %s\n            %s\n", keeper->what,
			keeper->cure, keeper->link);
	}
	free(site);
}

static void print_left_out(
	struct ra_output *output, uint32_t offset, uint32_t shown, uint32_t total)
{
	if (offset > 0 && shown == 0 && total > 0) {
		fprintf(output->stream, "  (there are %s: --offset)\n", RA_COUNT(total));
	} else if (offset > 0 && total > 0) {
		fprintf(output->stream, "  (%s to %s of %s: --limit, --offset)\n",
			RA_COUNT((uint64_t)offset + 1), RA_COUNT((uint64_t)offset + shown), RA_COUNT(total));
	} else if (total > shown) {
		fprintf(output->stream, "  (%s more: --limit)\n", RA_COUNT(total - shown));
	}
}

static void print_children(struct ra_output *output, struct ra_snapshot *snapshot,
	const struct ra_relations *children, const struct ra_rows_wanted *wanted)
{
	if (children->total > 0) {
		fprintf(output->stream, "\nRefers to (by %s)\n",
			wanted->order == RA_ROWS_BY_NAME  ? "name"
			: wanted->order == RA_ROWS_BY_OWN ? "own size"
											  : "retained size");
	}
	for (uint32_t i = 0; i < children->count; i++) {
		const struct ra_relation *const child = &children->items[i];
		char *const link = ra_text_cut(child->label, LINK_COLUMNS, RA_CUT_END);
		char *const label = ra_query_label(snapshot, child->other, LABEL_COLUMNS);

		fprintf(output->stream, "  %10s  ", RA_SIZE(child->retained_bytes));
		ra_output_left(output, link ? link : "", LINK_COLUMNS);
		fprintf(output->stream, " %s  #%" PRIu32 "\n", label ? label : "", child->other);
		free(link);
		free(label);
	}
	print_left_out(output, wanted->offset, children->count, children->total);
}

static void print_holders(
	struct ra_output *output, const struct ra_relations *holders, uint32_t offset)
{
	fputs(holders->total > 0 ? "\nReferred to by\n" : "\nReferred to by nothing\n", output->stream);
	for (uint32_t i = 0; i < holders->count; i++) {
		fprintf(output->stream, "  %s  #%" PRIu32 "\n", holders->items[i].label,
			holders->items[i].other);
	}
	print_left_out(output, offset, holders->count, holders->total);
}

/* Nodes without which this one would be gone, the nearest first. */
static void print_dominators(struct ra_output *output, struct ra_snapshot *snapshot, ra_node node)
{
	const uint32_t *const above = snapshot->measures->immediate_dominator;
	uint32_t shown = 0;

	fputs("\nGone as soon as one of these is (the nearest first)\n", output->stream);
	for (ra_node at = above[node];
		at != RA_NO_NODE && at != RA_SUPER_ROOT && shown < SHOWN_DOMINATORS;
		at = above[at], shown++) {
		fprintf(
			output->stream, "  %10s  ", RA_SIZE(ra_node_dominated_bytes(snapshot->measures, at)));
		print_text(output->stream, ra_place_of_node(snapshot, at, 0));
		fprintf(output->stream, "  #%" PRIu32 "\n", at);
	}
	if (shown == 0) {
		fputs("  (nothing holds it alone: all of its holders must go)\n", output->stream);
	}
}

/* `count`: of the values in all. */
static void print_groups(struct ra_output *output, const struct ra_holder_groups *groups,
	uint32_t offset, uint32_t count)
{
	fputs(groups->total > 0 ? "\nHeld by\n"
		  : count > 1       ? "\nHeld by nothing but others of them\n"
							: "\nHeld by nothing\n",
		output->stream);
	for (uint32_t i = 0; i < groups->count; i++) {
		fprintf(output->stream, "  %10s times  %10s  %s\n", RA_COUNT(groups->items[i].edges),
			RA_SIZE(groups->items[i].retained_bytes), groups->items[i].path);
	}
	print_left_out(output, offset, groups->count, groups->total);
	if (groups->total > 0 && groups->held < count) {
		fprintf(output->stream, "  (%s of them: held by others of them alone, or by nothing)\n",
			RA_COUNT(count - groups->held));
	}
}

static void print_candidates(
	struct ra_output *output, struct ra_snapshot *snapshot, const struct ra_found *found)
{
	fprintf(
		output->stream, "%s values are called so; name one by its id:\n", RA_COUNT(found->count));
	for (uint32_t i = 0; i < found->count && i < SHOWN_CANDIDATES; i++) {
		fprintf(output->stream, "  #%-10" PRIu32 " %10s  ", found->nodes[i],
			RA_SIZE(ra_node_dominated_bytes(snapshot->measures, found->nodes[i])));
		print_text(output->stream, ra_query_label(snapshot, found->nodes[i], LABEL_COLUMNS));
		fprintf(output->stream, "\n%27s", "");
		print_text(output->stream, ra_place_of_node(snapshot, found->nodes[i], 0));
		fputc('\n', output->stream);
	}
	print_left_out(output, 0, SHOWN_CANDIDATES, found->count);
}

/* ---- JSON ---- */

static json_t *text_json(char *text)
{
	json_t *const value = text ? json_string(text) : json_null();

	free(text);
	return value;
}

static json_t *value_json(struct ra_snapshot *snapshot, ra_node node)
{
	const struct ra_graph *const graph = snapshot->graph;
	char address[24];

	snprintf(address, sizeof(address), "0x%" PRIxADDR, ra_node_address(graph, node));
	return json_pack("{s:I, s:s, s:o, s:o, s:o, s:o, s:I, s:I, s:I}", "node_id", (json_int_t)node,
		"address", address, "label", text_json(ra_query_label(snapshot, node, 200)), "path",
		text_json(ra_place_of_node(snapshot, node, 0)), "site",
		text_json(ra_site_of_object(snapshot, node)), "known",
		ra_keeper_json(keeper_of(snapshot, node)), "own_bytes",
		(json_int_t)ra_node_own_bytes(graph, node), "retained_bytes",
		(json_int_t)ra_node_dominated_bytes(snapshot->measures, node), "refcount",
		(json_int_t)ra_node_refcount(graph, node));
}

static json_t *relations_json(struct ra_snapshot *snapshot, const struct ra_relations *relations)
{
	json_t *const list = json_array();

	for (uint32_t i = 0; i < relations->count; i++) {
		json_array_append_new(
			list, json_pack("{s:s, s:I, s:o, s:I}", "link", relations->items[i].label, "node_id",
					  (json_int_t)relations->items[i].other, "label",
					  text_json(ra_query_label(snapshot, relations->items[i].other, 200)),
					  "retained_bytes", (json_int_t)relations->items[i].retained_bytes));
	}
	return list;
}

static json_t *groups_json(const struct ra_holder_groups *groups)
{
	json_t *const list = json_array();

	for (uint32_t i = 0; i < groups->count; i++) {
		json_array_append_new(
			list, json_pack("{s:s, s:I, s:I}", "path", groups->items[i].path, "count",
					  (json_int_t)groups->items[i].edges, "retained_bytes",
					  (json_int_t)groups->items[i].retained_bytes));
	}
	return list;
}

static json_t *candidates_json(struct ra_snapshot *snapshot, const struct ra_found *found)
{
	json_t *const list = json_array();

	for (uint32_t i = 0; i < found->count && i < SHOWN_CANDIDATES; i++) {
		json_array_append_new(list, value_json(snapshot, found->nodes[i]));
	}
	return list;
}

/* ---- answers ---- */

static bool show_value(const struct ra_question *question, struct ra_output *output,
	struct ra_snapshot *snapshot, ra_node node, struct ra_error *err)
{
	struct ra_relations children = {NULL, 0, 0};
	struct ra_relations holders = {NULL, 0, 0};
	const struct ra_rows_wanted wanted = ra_question_rows(question);

	if (wanted.order == RA_ROWS_BY_COUNT) {
		return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
			"what one value refers to has no count to sort by: retained, own or name");
	}
	const bool found = ra_query_children(snapshot, node, &wanted, &children, err) &&
					   ra_query_holders(snapshot, node, &wanted, &holders, err);

	if (found && question->json) {
		json_t *const value = value_json(snapshot, node);

		json_object_set_new(value, "children", relations_json(snapshot, &children));
		json_object_set_new(value, "child_count", json_integer(children.total));
		json_object_set_new(value, "holders", relations_json(snapshot, &holders));
		json_object_set_new(value, "holder_count", json_integer(holders.total));
		ra_output_json(output, value, true);
		json_decref(value);
	} else if (found) {
		print_value(output, snapshot, node);
		print_children(output, snapshot, &children, &wanted);
		print_holders(output, &holders, wanted.offset);
	}
	ra_relations_done(&children);
	ra_relations_done(&holders);
	return found;
}

struct retained { /* what values retain together, computed beside the question of who holds them */
	struct ra_snapshot *snapshot;
	const struct ra_found *found;
	uint64_t bytes;
};

static void compute_retained(void *context)
{
	struct retained *const retained = context;

	retained->bytes = ra_query_retained(retained->snapshot, retained->found);
}

/* Several values, or the holders of one. `choice`: one of them was meant. */
static bool answer_set(const struct ra_question *question, struct ra_output *output,
	struct ra_snapshot *snapshot, const struct ra_found *found, const char *what, bool choice,
	struct ra_error *err)
{
	const struct ra_rows_wanted wanted = ra_question_rows(question);
	struct ra_holder_groups groups = {.items = NULL};

	if (wanted.order == RA_ROWS_BY_OWN) {
		return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
			"places that hold a set have no own size to sort by: count, retained or name");
	}
	struct retained retained = {snapshot, found, 0};
	struct ra_background *const beside =
		found->count > FEW ? ra_background_start(compute_retained, &retained) : NULL;
	const bool grouped = ra_query_groups(snapshot, found, &wanted, &groups, err);

	if (beside) {
		ra_background_join(beside);
	} else if (grouped) {
		compute_retained(&retained);
	}
	const uint64_t bytes = retained.bytes;

	if (grouped && question->json) {
		json_t *const value = json_pack("{s:s, s:I, s:I, s:o, s:I, s:I}", "what", what, "count",
			(json_int_t)found->count, "retained_bytes", (json_int_t)bytes, "holders",
			groups_json(&groups), "holder_count", (json_int_t)groups.total, "held_count",
			(json_int_t)groups.held);

		if (found->count == 1) {
			json_object_set_new(value, "value", value_json(snapshot, found->nodes[0]));
		} else if (choice) {
			json_object_set_new(value, "candidates", candidates_json(snapshot, found));
		}
		ra_output_json(output, value, true);
		json_decref(value);
	} else if (grouped) {
		if (found->count == 1) {
			print_value(output, snapshot, found->nodes[0]);
		} else {
			fprintf(output->stream, "%s: %s values, %s retained together\n", what,
				RA_COUNT(found->count), RA_SIZE(bytes));
		}
		print_groups(output, &groups, wanted.offset, found->count);
		if (found->count == 1) {
			print_dominators(output, snapshot, found->nodes[0]);
		}
	}
	ra_holder_groups_done(&groups);
	return grouped;
}

/* `set`: also one value is answered as a set is, by who holds it. */
static bool answer(const struct ra_question *question, struct ra_output *output,
	struct ra_snapshot *snapshot, bool set, struct ra_error *err)
{
	struct ra_found found;
	bool answered = true;

	if (!ra_query_find(snapshot, question->what, &found, err)) {
		return false;
	}
	char *const clean = ra_text_clean(question->what, strlen(question->what));

	if (found.count == 1 && !set) {
		answered = show_value(question, output, snapshot, found.nodes[0], err);
	} else if (set || question->json || found.class_index != RA_NO_CLASS) {
		answered = answer_set(question, output, snapshot, &found, clean ? clean : "",
			!set && found.class_index == RA_NO_CLASS, err);
	} else {
		print_candidates(output, snapshot, &found);
	}
	free(clean);
	ra_found_done(&found);
	return answered;
}

struct ra_rows_wanted ra_question_rows(const struct ra_question *question)
{
	static const char *const words[] = {
		[RA_ROWS_BY_RETAINED] = "retained",
		[RA_ROWS_BY_OWN] = "own",
		[RA_ROWS_BY_COUNT] = "count",
		[RA_ROWS_BY_NAME] = "name",
		[RA_ROWS_BY_ID] = "id",
	};
	struct ra_rows_wanted wanted = {.offset = question->offset, .limit = question->limit};

	for (int i = RA_ROWS_BY_RETAINED; question->sort && i <= RA_ROWS_BY_ID; i++) {
		if (strcmp(question->sort, words[i]) == 0) {
			wanted.order = (enum ra_row_order)i;
		}
	}
	return wanted;
}

bool ra_question_needs_walk(const struct ra_question *question, bool hide_contents)
{
	return hide_contents && question->what && strncmp(question->what, "finding:", 8) == 0;
}

bool ra_out_show(const struct ra_question *question, struct ra_output *output,
	struct ra_snapshot *snapshot, struct ra_error *err)
{
	return answer(question, output, snapshot, false, err);
}

bool ra_out_holders(const struct ra_question *question, struct ra_output *output,
	struct ra_snapshot *snapshot, struct ra_error *err)
{
	return answer(question, output, snapshot, true, err);
}
