/* See page_values.h. */
#include "explore/page_values.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "answer/places.h"
#include "answer/sample.h"
#include "findings/path.h"
#include "findings/ranking.h"

enum {
	LABEL_COLUMNS = 120
};

static void lead_to(struct ra_subject *out, enum ra_page_name page, ra_node node)
{
	*out = (struct ra_subject){.page = page, .node = node, .number = RA_NO_CLASS};
}

static void measure_row(struct ra_facts *facts, ra_node node, struct ra_row *row)
{
	row->has_bytes = row->has_number = true;
	row->bytes = ra_node_dominated_bytes(facts->snapshot->measures, node);
	row->number = ra_node_own_bytes(facts->snapshot->graph, node);
	row->value = ra_value_text(facts, node, LABEL_COLUMNS);
}

/* ---- the dominator tree ---- */

/* The value itself is the first row of the query, and none of the page. */
static bool make_tree(struct ra_facts *facts, struct ra_page *page, struct ra_error *err)
{
	const struct ra_rows_wanted all = {.limit = 0};
	struct ra_tree_rows rows;

	if (!ra_query_tree(facts->snapshot, page->subject.node, 1, &all, &rows, err)) {
		return false;
	}
	page->rows = rows.items;
	page->count = rows.count - 1;
	return true;
}

static const struct ra_tree_row *branch_at(const struct ra_page *page, uint32_t number)
{
	return (const struct ra_tree_row *)page->rows + number + 1;
}

/* What leads to a value from the one above it, where that is one step. */
static char *link_of(const struct ra_snapshot *snapshot, ra_node node)
{
	const uint32_t edge = snapshot->graph->tree_edge[node];
	const ra_node above = snapshot->measures->immediate_dominator[node];

	if (edge == RA_NO_NODE) {
		return strdup("");
	}
	return ra_edge_source(snapshot->graph, edge) == above ? ra_path_link_text(snapshot, edge)
														  : ra_place_of_edge(snapshot, edge, 0);
}

/* "12 like Product": alike ones without their order. */
static char *alike_text(struct ra_facts *facts, const struct ra_tree_row *branch)
{
	const struct ra_graph *const graph = facts->snapshot->graph;
	char *const name = graph->kind[branch->node] == RA_NODE_OBJECT
						   ? ra_class_name(graph, ra_node_class(graph, branch->node))
						   : ra_value_text(facts, branch->node, 40);
	char *const text = name ? ra_text_printf("%s like %s", RA_COUNT(branch->count), name) : NULL;

	free(name);
	return text;
}

/* Several roots are "PHP itself"; their names are the engine's. */
static void name_root(struct ra_facts *facts, ra_node root, struct ra_row *row)
{
	char *const link = ra_path_link_text(facts->snapshot, facts->snapshot->graph->tree_edge[root]);
	char *const title = row->value;

	free(row->name);
	row->value = NULL;
	row->name = ra_text_printf("%s (%s)", title ? title : "", link ? link : "");
	free(title);
	free(link);
}

static void row_of_branch(
	struct ra_facts *facts, const struct ra_page *page, uint32_t number, struct ra_row *row)
{
	const struct ra_tree_row *const branch = branch_at(page, number);

	row->has_bytes = true;
	row->bytes = branch->retained_bytes;
	row->has_number = branch->count > 1;
	row->number = branch->count;
	if (branch->count > 1) {
		row->name = strdup("...");
		row->value = alike_text(facts, branch);
	} else {
		row->name = link_of(facts->snapshot, branch->node);
		row->value = ra_value_text(facts, branch->node, LABEL_COLUMNS);
		if (facts->snapshot->graph->kind[branch->node] == RA_NODE_ROOT) {
			name_root(facts, branch->node, row);
		}
	}
}

static bool open_branch(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	struct ra_subject *out, struct ra_error *err)
{
	const struct ra_tree_row *const branch = branch_at(page, number);
	struct ra_found set;

	if (branch->count == 1) {
		lead_to(out,
			ra_node_dominated_count(facts->snapshot->measures, branch->node) > 1 ? RA_PAGE_TREE
																				 : RA_PAGE_VALUE,
			branch->node);
		return true;
	}
	if (!ra_query_alike(facts->snapshot, page->subject.node, branch->node, &set, err)) {
		return false;
	}
	*out = (struct ra_subject){.page = RA_PAGE_VALUES,
		.number = RA_NO_CLASS,
		.set = set,
		.title = alike_text(facts, branch)};
	return true;
}

static ra_node node_of_branch(
	const struct ra_facts *facts, const struct ra_page *page, uint32_t number)
{
	(void)facts;
	return branch_at(page, number)->node;
}

static char *title_of_tree(struct ra_facts *facts, const struct ra_page *page)
{
	char *const place =
		page->subject.node == RA_SUPER_ROOT ? NULL : ra_place_text(facts, page->subject.node);
	char *const title =
		place ? ra_text_printf("Tree: what goes with %s", place)
			  : strdup("Tree: each value would go with the one that it is opened from");

	free(place);
	return title;
}

const struct ra_page_kind ra_page_tree = {
	.view = "Tree",
	.columns = {.bytes = "Retained",
		.number = "Values",
		.name = "Reached by",
		.value = "Value",
		.name_share = 45},
	.orders = {"retained"},
	.of_value = true,
	.make = make_tree,
	.drop = ra_page_drop_rows,
	.row = row_of_branch,
	.open = open_branch,
	.node = node_of_branch,
	.title = title_of_tree,
};

/* ---- one value ---- */

static void say_value(struct ra_facts *facts, struct ra_page *page)
{
	const ra_node node = page->subject.node;
	char *const site = ra_site_of_object(facts->snapshot, node);
	char *const plain = ra_query_plain_properties(facts->snapshot, node);

	char *const place = ra_place_text(facts, node);

	ra_page_say_owned(page, 2, ra_value_text(facts, node, page->width));
	ra_page_say_owned(page, 5, place ? ra_text_printf("at   %s", place) : NULL);
	free(place);
	ra_page_say_owned(page, 5, ra_measures_text(facts, node));
	if (site) {
		ra_page_say_owned(page, 5, ra_text_printf("code %s", site));
	}
	if (plain && *plain) {
		ra_page_say_owned(page, 5, ra_text_printf("with %s", plain));
	}
	free(plain);
	free(site);
}

static uint32_t edge_at(const struct ra_page *page, uint32_t number)
{
	return ((const uint32_t *)page->rows)[number];
}

static bool make_value(struct ra_facts *facts, struct ra_page *page, struct ra_error *err)
{
	static const enum ra_edge_order orders[] = {
		RA_EDGES_BY_RETAINED, RA_EDGES_BY_OWN, RA_EDGES_AS_THEY_STAND};
	struct ra_edge_list list;

	if (!ra_query_edges_from(
			facts->snapshot, page->subject.node, orders[page->order], &list, err)) {
		return false;
	}
	page->rows = list.edges;
	page->count = list.count;
	say_value(facts, page);
	if (page->count == 0) {
		ra_page_say(page, 0, "It refers to no other value.");
	}
	return true;
}

static void row_of_element(
	struct ra_facts *facts, const struct ra_page *page, uint32_t number, struct ra_row *row)
{
	const uint32_t edge = edge_at(page, number);

	const ra_node node = facts->snapshot->graph->edge_to[edge];

	measure_row(facts, node, row);
	row->name = ra_path_link_text(facts->snapshot, edge);
	if (!ra_node_dominates(facts->snapshot->measures, page->subject.node, node)) {
		row->has_no_share = true;
		row->mark = '+';
	}
}

static bool open_element(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	struct ra_subject *out, struct ra_error *err)
{
	(void)err;
	lead_to(out, RA_PAGE_VALUE, facts->snapshot->graph->edge_to[edge_at(page, number)]);
	return true;
}

static ra_node node_of_element(
	const struct ra_facts *facts, const struct ra_page *page, uint32_t number)
{
	return facts->snapshot->graph->edge_to[edge_at(page, number)];
}

static char *title_of(struct ra_facts *facts, const char *what, ra_node node)
{
	char *const place = ra_place_text(facts, node);
	char *const title = place ? ra_text_printf("%s%s", what, place) : NULL;

	free(place);
	return title;
}

static char *title_of_value(struct ra_facts *facts, const struct ra_page *page)
{
	return title_of(facts, "", page->subject.node);
}

const struct ra_page_kind ra_page_value = {
	.columns = {.bytes = "Retained",
		.number = "Own",
		.name = "Refers to",
		.value = "Value",
		.number_is_bytes = true,
		.name_share = 40},
	.orders = {"retained", "own", "position"},
	.of_value = true,
	.make = make_value,
	.drop = ra_page_drop_rows,
	.row = row_of_element,
	.open = open_element,
	.node = node_of_element,
	.title = title_of_value,
};

/* ---- a set of values ---- */

static bool make_values(struct ra_facts *facts, struct ra_page *page, struct ra_error *err)
{
	static const enum ra_row_order orders[] = {RA_ROWS_BY_RETAINED, RA_ROWS_BY_OWN, RA_ROWS_BY_ID};

	(void)err;
	ra_query_sort(facts->snapshot, &page->subject.set, orders[page->order]);
	page->count = page->subject.set.count;
	return true;
}

static void keep_rows(struct ra_page *page)
{
	(void)page; /* they are its subject */
}

static void row_of_one(
	struct ra_facts *facts, const struct ra_page *page, uint32_t number, struct ra_row *row)
{
	const ra_node node = page->subject.set.nodes[number];

	measure_row(facts, node, row);
	row->name = ra_place_text(facts, node);
	if (facts->snapshot->graph->kind[node] == RA_NODE_OBJECT) {
		char *const sample = ra_sample_text(facts->snapshot, node, LABEL_COLUMNS);

		if (sample) { /* their class may be the same: what they hold tells them apart */
			free(row->value);
			row->value = sample;
		}
	}
}

static bool open_one(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	struct ra_subject *out, struct ra_error *err)
{
	(void)facts;
	(void)err;
	lead_to(out, RA_PAGE_VALUE, page->subject.set.nodes[number]);
	return true;
}

static ra_node node_of_one(
	const struct ra_facts *facts, const struct ra_page *page, uint32_t number)
{
	(void)facts;
	return page->subject.set.nodes[number];
}

static char *title_of_set(struct ra_facts *facts, const struct ra_page *page)
{
	(void)facts;
	return strdup(page->subject.title ? page->subject.title : "");
}

const struct ra_page_kind ra_page_values = {
	.columns = {.bytes = "Retained",
		.number = "Own",
		.name = "Place",
		.value = "Value",
		.number_is_bytes = true,
		.name_share = 60},
	.orders = {"retained", "own", "id"},
	.make = make_values,
	.drop = keep_rows,
	.row = row_of_one,
	.open = open_one,
	.node = node_of_one,
	.title = title_of_set,
};

/* ---- what refers to a value ---- */

static bool make_referrers(struct ra_facts *facts, struct ra_page *page, struct ra_error *err)
{
	static const enum ra_edge_order orders[] = {RA_EDGES_AS_THEY_STAND, RA_EDGES_BY_RETAINED};
	struct ra_edge_list list;

	if (!ra_query_edges_to(facts->snapshot, page->subject.node, orders[page->order], &list, err)) {
		return false;
	}
	page->rows = list.edges;
	page->count = list.count;
	if (page->count == 0) {
		ra_page_say(page, 0, "Nothing refers to it.");
	}
	return true;
}

static void row_of_referrer(
	struct ra_facts *facts, const struct ra_page *page, uint32_t number, struct ra_row *row)
{
	const uint32_t edge = edge_at(page, number);

	measure_row(facts, ra_edge_source(facts->snapshot->graph, edge), row);
	row->name = ra_place_of_edge(facts->snapshot, edge, 0);
}

static bool open_referrer(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	struct ra_subject *out, struct ra_error *err)
{
	(void)err;
	lead_to(out, RA_PAGE_VALUE, ra_edge_source(facts->snapshot->graph, edge_at(page, number)));
	return true;
}

static ra_node node_of_referrer(
	const struct ra_facts *facts, const struct ra_page *page, uint32_t number)
{
	return ra_edge_source(facts->snapshot->graph, edge_at(page, number));
}

static char *title_of_referrers(struct ra_facts *facts, const struct ra_page *page)
{
	return title_of(facts, "What refers to ", page->subject.node);
}

const struct ra_page_kind ra_page_referrers = {
	.columns = {.bytes = "Retained",
		.number = "Own",
		.name = "Held as",
		.value = "By",
		.number_is_bytes = true,
		.name_share = 60},
	.orders = {"position", "retained"},
	.make = make_referrers,
	.drop = ra_page_drop_rows,
	.row = row_of_referrer,
	.open = open_referrer,
	.node = node_of_referrer,
	.title = title_of_referrers,
};

/* ---- what refers to a set ---- */

static bool make_groups(struct ra_facts *facts, struct ra_page *page, struct ra_error *err)
{
	const struct ra_rows_wanted all = {.limit = 0};
	struct ra_holder_groups *const groups = calloc(1, sizeof(*groups));

	ra_facts_busy(facts, "looking for holders");
	ra_query_sort(
		facts->snapshot, &page->subject.set, RA_ROWS_BY_ID); /* the order of a set that was found */
	if (!groups || !ra_query_groups(facts->snapshot, &page->subject.set, &all, groups, err)) {
		free(groups);
		return ra_page_no_memory(err);
	}
	page->rows = groups;
	page->count = groups->count;
	return true;
}

static void drop_groups(struct ra_page *page)
{
	if (page->rows) {
		ra_holder_groups_done(page->rows);
	}
	ra_page_drop_rows(page);
}

static const struct ra_holder_group *group_at(const struct ra_page *page, uint32_t number)
{
	return &((const struct ra_holder_groups *)page->rows)->items[number];
}

static void row_of_group(
	struct ra_facts *facts, const struct ra_page *page, uint32_t number, struct ra_row *row)
{
	const struct ra_holder_group *const group = group_at(page, number);

	row->has_bytes = row->has_number = true;
	row->bytes = group->retained_bytes;
	row->number = group->edges;
	row->name = strdup(group->path);
	row->value = ra_value_text(facts, group->holder, LABEL_COLUMNS);
}

static bool open_group(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	struct ra_subject *out, struct ra_error *err)
{
	(void)facts;
	(void)err;
	lead_to(out, RA_PAGE_VALUE, group_at(page, number)->holder);
	return true;
}

static ra_node node_of_group(
	const struct ra_facts *facts, const struct ra_page *page, uint32_t number)
{
	(void)facts;
	return group_at(page, number)->holder;
}

static char *title_of_groups(struct ra_facts *facts, const struct ra_page *page)
{
	(void)facts;
	return ra_text_printf(
		"What refers to: %s", page->subject.title ? page->subject.title : "these");
}

const struct ra_page_kind ra_page_groups = {
	.columns = {.bytes = "Retained",
		.number = "Times",
		.name = "Held as",
		.value = "By",
		.name_share = 65},
	.orders = {"times"},
	.make = make_groups,
	.drop = drop_groups,
	.row = row_of_group,
	.open = open_group,
	.node = node_of_group,
	.title = title_of_groups,
};

/* ---- how a value is reached ---- */

static bool make_path(struct ra_facts *facts, struct ra_page *page, struct ra_error *err)
{
	const struct ra_graph *const graph = facts->snapshot->graph;
	const ra_node goal = page->subject.node;
	uint32_t count = 0;
	ra_node *steps;

	for (ra_node at = goal; at != RA_SUPER_ROOT && at != RA_NO_NODE;
		at = ra_node_tree_parent(graph, at)) {
		count++;
	}
	steps = calloc((size_t)count + 1, sizeof(*steps));
	if (!steps) {
		return ra_page_no_memory(err);
	}
	page->rows = steps;
	page->count = count;
	for (ra_node at = goal; count > 0; at = ra_node_tree_parent(graph, at)) {
		steps[--count] = at;
	}
	say_value(facts, page);
	ra_page_say(page, 0,
		"The shortest path to it, step by step. A * marks what it hangs on alone: the value goes when "
		"that goes.");
	return true;
}

static ra_node step_at(const struct ra_page *page, uint32_t number)
{
	return ((const ra_node *)page->rows)[number];
}

static void row_of_step(
	struct ra_facts *facts, const struct ra_page *page, uint32_t number, struct ra_row *row)
{
	const ra_node node = step_at(page, number);
	const uint32_t edge = facts->snapshot->graph->tree_edge[node];

	measure_row(facts, node, row);
	row->name = number == 0 || edge == RA_NO_NODE ? ra_value_text(facts, node, LABEL_COLUMNS)
												  : ra_path_link_text(facts->snapshot, edge);
	if (number == 0) {
		free(row->value);
		row->value = NULL;
	}
	if (node != page->subject.node &&
		ra_node_dominates(facts->snapshot->measures, node, page->subject.node)) {
		row->mark = '*';
	}
}

static bool open_step(struct ra_facts *facts, const struct ra_page *page, uint32_t number,
	struct ra_subject *out, struct ra_error *err)
{
	(void)facts;
	(void)err;
	lead_to(out, RA_PAGE_VALUE, step_at(page, number));
	return true;
}

static ra_node node_of_step(
	const struct ra_facts *facts, const struct ra_page *page, uint32_t number)
{
	(void)facts;
	return step_at(page, number);
}

static char *title_of_path(struct ra_facts *facts, const struct ra_page *page)
{
	return title_of(facts, "Path to ", page->subject.node);
}

const struct ra_page_kind ra_page_path = {
	.columns = {.bytes = "Retained",
		.number = "Own",
		.name = "Step",
		.value = "Value",
		.number_is_bytes = true,
		.name_share = 45},
	.orders = {"path"},
	.make = make_path,
	.drop = ra_page_drop_rows,
	.row = row_of_step,
	.open = open_step,
	.node = node_of_step,
	.title = title_of_path,
};
