/* See make_tables.h. Each table must say what the question says that is answered without it (relations.c, tree.c, groups.c,
 * string_rows.c): a test compares them. */
#include "query/make_tables.h"

#include <stdlib.h>
#include <string.h>

#include "answer/places.h"
#include "base/sort.h"
#include "findings/findings.h"
#include "findings/path.h"
#include "findings/ranking.h"
#include "graph/tally.h"
#include "query/alike_edges.h"
#include "query/look.h"

enum {
	MAX_GROUPS_KEPT = 1000,   /* of a class; of more the list is not kept */
	MAX_CLASS_PLACES = 20000, /* likewise: before equal ones are one */
	MAX_PLACES = 1000000,     /* of all classes */
	MAX_VISITS = 4            /* of each node on average, for what classes retain */
};

/* ---- order, holders, objects ---- */

static bool make_preorder(const struct ra_snapshot *snapshot, struct ra_tables *tables)
{
	const uint32_t count = snapshot->graph->node_count;

	tables->preorder = reallocarray(NULL, count, sizeof(*tables->preorder));
	for (ra_node node = 0; tables->preorder && node < count; node++) {
		tables->preorder[snapshot->measures->dominator_order[node]] = node;
	}
	return tables->preorder;
}

static bool make_holders(const struct ra_graph *graph, struct ra_tables *tables)
{
	uint32_t *const begin = calloc((size_t)graph->node_count + 2, sizeof(*begin));
	uint32_t count = 0;

	tables->holder_begin = begin;
	/* the counts two places ahead, so that the places are where they belong when all are put there */
	for (uint32_t edge = 0; begin && edge < graph->edge_count; edge++) {
		if (ra_edge_is_strong(graph, edge)) {
			begin[graph->edge_to[edge] + 2]++;
			count++;
		}
	}
	tables->holder_edges = reallocarray(NULL, (size_t)count + 1, sizeof(*tables->holder_edges));
	tables->holder_edge_count = count;
	if (!begin || !tables->holder_edges) {
		return false;
	}
	for (uint32_t i = 2; i <= graph->node_count; i++) {
		begin[i] += begin[i - 1];
	}
	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		if (ra_edge_is_strong(graph, edge)) {
			tables->holder_edges[begin[graph->edge_to[edge] + 1]++] = edge;
		}
	}
	return true;
}

/* The class of an object; RA_NO_CLASS: the node is none. */
static uint32_t class_of(const struct ra_graph *graph, ra_node node)
{
	return graph->kind[node] == RA_NODE_OBJECT && ra_node_class(graph, node) < graph->class_count
			   ? ra_node_class(graph, node)
			   : RA_NO_CLASS;
}

static bool make_objects(const struct ra_graph *graph, struct ra_tables *tables)
{
	uint32_t *const next = calloc((size_t)graph->class_count + 1, sizeof(*next));
	uint32_t at = 0;

	tables->classes = calloc((size_t)graph->class_count + 1, sizeof(*tables->classes));
	if (!next || !tables->classes) {
		free(next);
		return false;
	}
	for (ra_node node = 0; node < graph->node_count; node++) {
		const uint32_t number = class_of(graph, node);

		tables->object_count += number != RA_NO_CLASS;
		if (number != RA_NO_CLASS) {
			tables->classes[number].object_count++;
		}
	}
	for (uint32_t i = 0; i < graph->class_count; i++) {
		tables->classes[i].first_object = next[i] = at;
		at += tables->classes[i].object_count;
	}
	tables->objects = reallocarray(NULL, (size_t)at + 1, sizeof(*tables->objects));
	for (ra_node node = 0; tables->objects && node < graph->node_count; node++) {
		const uint32_t number = class_of(graph, node);

		if (number != RA_NO_CLASS) {
			tables->objects[next[number]++] = node;
		}
	}
	free(next);
	return tables->objects;
}

/* ---- what classes retain ---- */

/* How many nodes the objects of each class dominate, each node once: about what it takes to tell what they retain. */
static bool count_dominated(
	const struct ra_snapshot *snapshot, const struct ra_tables *tables, uint64_t *counts)
{
	const struct ra_graph *const graph = snapshot->graph;
	uint32_t *const end = calloc((size_t)graph->class_count + 1, sizeof(*end));

	for (uint32_t at = 0; end && at < graph->node_count; at++) {
		const ra_node node = tables->preorder[at];
		const uint32_t number = class_of(graph, node);

		if (number != RA_NO_CLASS && at >= end[number]) {
			counts[number] += ra_node_dominated_count(snapshot->measures, node);
			end[number] = at + ra_node_dominated_count(snapshot->measures, node);
		}
	}
	free(end);
	return end != NULL;
}

/* Classes may hold one another: then this would be the number of classes times that of nodes, so there is a bound. Those of
 * the most objects come first. */
static bool measure_classes(const struct ra_snapshot *snapshot, struct ra_tables *tables)
{
	const struct ra_graph *const graph = snapshot->graph;
	uint64_t *const counts = calloc((size_t)graph->class_count + 1, sizeof(*counts));
	struct ra_keyed *const order = calloc((size_t)graph->class_count + 1, sizeof(*order));
	uint64_t left = (uint64_t)graph->node_count * MAX_VISITS;
	bool good = counts && order && count_dominated(snapshot, tables, counts);

	for (uint32_t i = 0; good && i < graph->class_count; i++) {
		order[i] = (struct ra_keyed){.key = UINT32_MAX - tables->classes[i].object_count, .id = i};
	}
	if (good) {
		ra_sort_keyed(order, graph->class_count);
	}
	for (uint32_t i = 0; good && i < graph->class_count; i++) {
		struct ra_class_facts *const facts = &tables->classes[order[i].id];
		const bool kept = counts[order[i].id] <= left;

		facts->retained_bytes =
			kept ? ra_measures_set_bytes(snapshot->measures, graph,
					   tables->objects + facts->first_object, facts->object_count)
				 : UINT64_MAX;
		left -= kept ? counts[order[i].id] : 0;
		good = !kept || facts->retained_bytes != UINT64_MAX;
	}
	free(counts);
	free(order);
	return good;
}

/* ---- who holds classes ---- */

struct place {
	uint32_t class_index;
	uint32_t edge; /* the first of the neighbours that it was made for */
	uint32_t number;
	char *text;
};

struct gathered { /* as in groups.c, of all classes at once */
	struct ra_keyed *edges;
	uint32_t edge_count;
	struct place *places;
	uint32_t place_count;
	struct ra_alike_places *last; /* per class */
	uint32_t *made;               /* per class: places; RA_NOT_KEPT: too many */
	uint8_t *held;                /* a bit for each node: whether one of the edges leads to it */
};

static void gathered_done(struct gathered *all)
{
	for (uint32_t i = 0; i < all->place_count; i++) {
		free(all->places[i].text);
	}
	free(all->places);
	free(all->edges);
	free(all->last);
	free(all->made);
	free(all->held);
}

static bool add_place(
	struct ra_snapshot *snapshot, struct gathered *all, uint32_t number, uint32_t edge)
{
	if (all->made[number] >= MAX_CLASS_PLACES || all->place_count >= MAX_PLACES) {
		all->made[number] = RA_NOT_KEPT;
		return true;
	}
	/* room grows by powers of two */
	if ((all->place_count & (all->place_count - 1)) == 0) {
		const size_t room = all->place_count == 0 ? 1 : (size_t)all->place_count * 2;
		struct place *const larger = reallocarray(all->places, room, sizeof(*larger));

		if (!larger) {
			return false;
		}
		all->places = larger;
	}
	char *const text = ra_place_of_edge(snapshot, edge, RA_PATH_FOLDED);

	if (!text) {
		return false;
	}
	ra_query_fold_keys(text, false);
	all->made[number]++;
	ra_alike_add(&all->last[number], snapshot->graph, edge, all->place_count);
	all->places[all->place_count] =
		(struct place){.class_index = number, .edge = edge, .text = text};
	all->place_count++;
	return true;
}

/* Counts it once. */
static void note_held(struct gathered *all, struct ra_class_facts *facts, ra_node node)
{
	const uint8_t bit = (uint8_t)(1u << node % 8);

	facts->held_count += !(all->held[node / 8] & bit);
	all->held[node / 8] |= bit;
}

static bool gather(
	struct ra_snapshot *snapshot, struct gathered *all, struct ra_class_facts *classes)
{
	const struct ra_graph *const graph = snapshot->graph;

	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		const ra_node to = graph->edge_to[edge];
		const uint32_t number = class_of(graph, to);

		if (number == RA_NO_CLASS || !ra_edge_is_strong(graph, edge) ||
			all->made[number] == RA_NOT_KEPT ||
			class_of(graph, ra_edge_source(graph, edge)) == number) {
			continue;
		}
		uint32_t place = ra_alike_place(&all->last[number], graph, edge, false);

		if (place == RA_NO_NODE) {
			place = all->place_count;
			if (!add_place(snapshot, all, number, edge)) {
				return false;
			}
		}
		if (all->made[number] != RA_NOT_KEPT) {
			note_held(all, &classes[number], to);
			all->edges[all->edge_count++] =
				(struct ra_keyed){.key = (uint64_t)place << 32 | to, .id = edge};
		}
	}
	return true;
}

static int by_class_and_text(const void *left, const void *right, void *context)
{
	const struct place *const places = context;
	const struct place *const a = &places[*(const uint32_t *)left];
	const struct place *const b = &places[*(const uint32_t *)right];

	return a->class_index != b->class_index ? (a->class_index < b->class_index ? -1 : 1)
											: strcmp(a->text, b->text);
}

/* Equal places of a class get the number of the first of them. */
static bool number_places(struct gathered *all)
{
	uint32_t *const order = reallocarray(NULL, (size_t)all->place_count + 1, sizeof(*order));

	for (uint32_t i = 0; order && i < all->place_count; i++) {
		order[i] = i;
	}
	if (order) {
		ra_sort_stable(order, all->place_count, sizeof(*order), by_class_and_text, all->places);
		for (uint32_t i = 0; i < all->place_count; i++) {
			const bool same =
				i > 0 && by_class_and_text(&order[i - 1], &order[i], all->places) == 0;

			all->places[order[i]].number = same ? all->places[order[i - 1]].number : order[i];
		}
		for (uint32_t i = 0; i < all->edge_count; i++) {
			all->edges[i].key = (uint64_t)all->places[all->edges[i].key >> 32].number << 32 |
								(all->edges[i].key & UINT32_MAX);
		}
		ra_sort_keyed(all->edges, all->edge_count);
	}
	free(order);
	return order != NULL;
}

/* Where the edges of the place that begin there end. */
static uint32_t end_of_place(const struct gathered *all, uint32_t begin)
{
	uint32_t end = begin + 1;

	while (end < all->edge_count && all->edges[end].key >> 32 == all->edges[begin].key >> 32) {
		end++;
	}
	return end;
}

static const struct place *place_at(const struct gathered *all, uint32_t edge)
{
	return &all->places[all->edges[edge].key >> 32];
}

static struct ra_group_facts add_up(
	const struct ra_snapshot *snapshot, const struct gathered *all, uint32_t begin, uint32_t end)
{
	const uint32_t last = all->edges[end - 1].id;
	struct ra_group_facts group = {
		.place = place_at(all, begin)->edge,
		.edges = end - begin,
		.target = snapshot->graph->edge_to[last],
		.holder = ra_edge_source(snapshot->graph, last),
	};

	for (uint32_t i = begin; i < end; i++) {
		if (i == begin || all->edges[i].key != all->edges[i - 1].key) {
			group.retained_bytes +=
				ra_node_dominated_bytes(snapshot->measures, all->edges[i].key & UINT32_MAX);
		}
	}
	return group;
}

/* One list of groups behind the other, each in the order of its places. */
static bool keep_groups(
	const struct ra_snapshot *snapshot, const struct gathered *all, struct ra_tables *tables)
{
	const uint32_t class_count = snapshot->graph->class_count;
	uint32_t *const next = calloc((size_t)class_count + 1, sizeof(*next));

	for (uint32_t at = 0; next && at < all->edge_count; at = end_of_place(all, at)) {
		next[place_at(all, at)->class_index]++;
	}
	for (uint32_t i = 0; next && i < class_count; i++) {
		struct ra_class_facts *const facts = &tables->classes[i];
		const bool kept = all->made[i] != RA_NOT_KEPT && next[i] <= MAX_GROUPS_KEPT;

		facts->first_group = tables->group_count;
		facts->group_count = kept ? next[i] : RA_NOT_KEPT;
		tables->group_count += kept ? next[i] : 0;
		next[i] = facts->first_group;
	}
	tables->groups = calloc((size_t)tables->group_count + 1, sizeof(*tables->groups));
	for (uint32_t at = 0, end; next && tables->groups && at < all->edge_count; at = end) {
		const uint32_t number = place_at(all, at)->class_index;

		end = end_of_place(all, at);
		if (tables->classes[number].group_count != RA_NOT_KEPT) {
			tables->groups[next[number]++] = add_up(snapshot, all, at, end);
		}
	}
	free(next);
	return next && tables->groups;
}

static bool make_groups(struct ra_snapshot *snapshot, struct ra_tables *tables)
{
	const struct ra_graph *const graph = snapshot->graph;
	const size_t classes = (size_t)graph->class_count + 1;
	uint32_t room = 0;

	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		room += class_of(graph, graph->edge_to[edge]) != RA_NO_CLASS;
	}
	struct gathered all = {
		.edges = reallocarray(NULL, (size_t)room + 1, sizeof(*all.edges)),
		.last = calloc(classes, sizeof(*all.last)),
		.made = calloc(classes, sizeof(*all.made)),
		.held = calloc((size_t)graph->node_count / 8 + 1, 1),
	};
	bool good = all.edges && all.last && all.made && all.held;

	good = good && gather(snapshot, &all, tables->classes) && number_places(&all) &&
		   keep_groups(snapshot, &all, tables);
	gathered_done(&all);
	return good;
}

/* ---- strings ---- */

static bool make_strings(struct ra_snapshot *snapshot, struct ra_tables *tables)
{
	struct ra_string_rows rows;
	struct ra_error ignored = {0};

	if (!ra_query_strings(snapshot, NULL, false, &rows, &ignored)) {
		return false;
	}
	struct ra_keyed *const order = calloc((size_t)rows.count + 1, sizeof(*order));

	tables->strings = rows.items;
	tables->string_count = rows.count;
	tables->strings_by_copies =
		reallocarray(NULL, (size_t)rows.count + 1, sizeof(*tables->strings_by_copies));
	if (!order || !tables->strings_by_copies) {
		free(order);
		return false;
	}
	for (uint32_t i = 0; i < rows.count; i++) {
		order[i] = (struct ra_keyed){
			.key = ra_string_row_key(&rows.items[i], true), .id = rows.items[i].first, .more = i};
	}
	ra_sort_keyed(order, rows.count);
	for (uint32_t i = 0; i < rows.count; i++) {
		tables->strings_by_copies[i] = order[i].more;
	}
	free(order);
	return true;
}

/* What the walk counted: the tally's own. */
static void take_references(const struct ra_snapshot *snapshot, struct ra_tables *tables)
{
	const struct ra_tally *const tally = snapshot->tally;
	const uint32_t nodes = snapshot->graph->node_count;

	tables->references = tally->references;
	tables->reference_count = tally->reference_capacity < nodes ? tally->reference_capacity : nodes;
}

/* ---- what findings name ---- */

static bool copy_findings(
	const struct ra_graph *graph, const struct ra_findings *findings, struct ra_tables *tables)
{
	for (uint32_t i = 0; i < findings->count; i++) {
		tables->evidence_count += findings->items[i].evidence_count;
	}
	tables->findings = calloc((size_t)findings->count + 1, sizeof(*tables->findings));
	tables->evidence =
		reallocarray(NULL, (size_t)tables->evidence_count + 1, sizeof(*tables->evidence));

	uint32_t at = 0;
	bool good = tables->findings && tables->evidence;

	for (uint32_t i = 0; good && i < findings->count; i++) {
		const struct ra_finding *const finding = &findings->items[i];
		const char *const class_name = ra_finding_class(finding);

		tables->findings[i] = (struct ra_finding_facts){
			strtoull(finding->signature, NULL, 16), at, finding->evidence_count, RA_NO_CLASS, 0};
		good = !class_name || ra_class_called(graph, class_name, &tables->findings[i].class_index);
		for (uint32_t e = 0; e < finding->evidence_count; e++) {
			tables->evidence[at++] = finding->evidence[e];
		}
	}
	tables->finding_count = good ? findings->count : 0;
	return good;
}

/* A pass that fails would be missed later. */
static bool make_findings(struct ra_snapshot *snapshot, struct ra_tables *tables)
{
	struct ra_findings findings = {0};
	struct ra_error ignored = {0};
	const bool good = ra_findings_collect(snapshot, &findings, &ignored) &&
					  findings.failed_pass_count == 0 &&
					  copy_findings(snapshot->graph, &findings, tables);

	ra_findings_done(&findings);
	return good;
}

/* ---- all ---- */

bool ra_tables_make(struct ra_snapshot *snapshot, struct ra_tables **out, struct ra_error *err)
{
	struct ra_tables *const tables = calloc(1, sizeof(*tables));
	const bool hidden = snapshot->hide_contents;

	snapshot->hide_contents = false; /* places are told apart by what they are called */

	const bool good = tables && make_findings(snapshot, tables) &&
					  make_preorder(snapshot, tables) && make_holders(snapshot->graph, tables) &&
					  make_objects(snapshot->graph, tables) && measure_classes(snapshot, tables) &&
					  make_groups(snapshot, tables) && make_strings(snapshot, tables);

	snapshot->hide_contents = hidden;
	if (!good) {
		ra_tables_free(tables);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the index");
	}
	take_references(snapshot, tables);
	*out = tables;
	return true;
}

void ra_tables_free(struct ra_tables *tables)
{
	if (!tables) {
		return;
	}
	free(tables->preorder);
	free(tables->holder_begin);
	free(tables->holder_edges);
	free(tables->objects);
	free(tables->classes);
	free(tables->groups);
	free(tables->strings);
	free(tables->strings_by_copies);
	free(tables->findings);
	free(tables->evidence);
	free(tables);
}
