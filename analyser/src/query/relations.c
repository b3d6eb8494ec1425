/* What a value refers to, and who refers to it. See query.h. */
#include "query/query.h"

#include <stdlib.h>
#include <string.h>

#include "answer/contents.h"
#include "answer/places.h"
#include "answer/sample.h"
#include "base/format.h"
#include "base/sort.h"
#include "findings/path.h"
#include "findings/path_key.h"
#include "findings/string_sweep.h"

enum {
	MOST_GROUPS = 50 /* before all string keys are folded */
};

static bool no_memory(struct ra_error *err)
{
	return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the answer");
}

static int by_size(const void *left, const void *right)
{
	const struct ra_relation *const a = left;
	const struct ra_relation *const b = right;

	if (a->retained_bytes != b->retained_bytes) {
		return a->retained_bytes > b->retained_bytes ? -1 : 1;
	}
	return (a->edge > b->edge) - (a->edge < b->edge);
}

/* Cuts to the limit and names what is left. `whole`: by the whole path. */
static bool name_relations(
	struct ra_snapshot *snapshot, struct ra_relations *relations, uint32_t limit, bool whole)
{
	relations->total = relations->count;
	if (limit > 0 && relations->count > limit) {
		relations->count = limit;
	}
	for (uint32_t i = 0; i < relations->count; i++) {
		struct ra_relation *const relation = &relations->items[i];

		relation->label = whole ? ra_place_of_edge(snapshot, relation->edge, 0)
								: ra_path_link_text(snapshot, relation->edge);
		if (!relation->label) {
			return false;
		}
	}
	return true;
}

bool ra_query_children(struct ra_snapshot *snapshot, ra_node node, uint32_t limit,
	struct ra_relations *out, struct ra_error *err)
{
	const struct ra_graph *const graph = snapshot->graph;
	const uint32_t begin = graph->edge_begin[node];
	const uint32_t count = graph->edge_begin[node + 1] - begin;

	*out = (struct ra_relations){calloc((size_t)count + 1, sizeof(*out->items)), count, count};
	if (!out->items) {
		return no_memory(err);
	}
	for (uint32_t i = 0; i < count; i++) {
		const ra_node to = graph->edge_to[begin + i];

		out->items[i] = (struct ra_relation){
			.edge = begin + i,
			.other = to,
			.retained_bytes = snapshot->measures->dominated_bytes[to],
		};
	}
	qsort(out->items, count, sizeof(*out->items), by_size);
	return name_relations(snapshot, out, limit, false) || no_memory(err);
}

bool ra_query_holders(struct ra_snapshot *snapshot, ra_node node, uint32_t limit,
	struct ra_relations *out, struct ra_error *err)
{
	const struct ra_graph *const graph = snapshot->graph;
	uint32_t count = 0;

	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		count += graph->edge_to[edge] == node && ra_edge_is_strong(graph, edge);
	}
	*out = (struct ra_relations){calloc((size_t)count + 1, sizeof(*out->items)), 0, 0};
	if (!out->items) {
		return no_memory(err);
	}
	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		if (graph->edge_to[edge] == node && ra_edge_is_strong(graph, edge)) {
			out->items[out->count++] = (struct ra_relation){
				.edge = edge,
				.other = graph->edge_from[edge],
				.retained_bytes = snapshot->measures->dominated_bytes[graph->edge_from[edge]],
			};
		}
	}
	return name_relations(snapshot, out, limit, true) || no_memory(err);
}

void ra_relations_done(struct ra_relations *relations)
{
	for (uint32_t i = 0; i < relations->count; i++) {
		free(relations->items[i].label);
	}
	free(relations->items);
	*relations = (struct ra_relations){NULL, 0, 0};
}

/* ---- without names ---- */

static bool sort_edges(struct ra_snapshot *snapshot, const ra_node *other_end,
	enum ra_edge_order order, struct ra_edge_list *list)
{
	const uint64_t *const bytes =
		order == RA_EDGES_BY_OWN ? snapshot->graph->own_bytes : snapshot->measures->dominated_bytes;
	struct ra_keyed *const items =
		order == RA_EDGES_AS_THEY_STAND ? NULL : calloc((size_t)list->count + 1, sizeof(*items));

	if (order == RA_EDGES_AS_THEY_STAND) {
		return true;
	}
	if (!items) {
		return false;
	}
	for (uint32_t i = 0; i < list->count; i++) {
		items[i].key = UINT64_MAX - bytes[other_end[list->edges[i]]];
		items[i].id = list->edges[i];
	}
	ra_sort_keyed(items, list->count);
	for (uint32_t i = 0; i < list->count; i++) {
		list->edges[i] = items[i].id;
	}
	free(items);
	return true;
}

bool ra_query_edges_from(struct ra_snapshot *snapshot, ra_node node, enum ra_edge_order order,
	struct ra_edge_list *out, struct ra_error *err)
{
	const struct ra_graph *const graph = snapshot->graph;
	const uint32_t begin = graph->edge_begin[node];

	*out = (struct ra_edge_list){.count = graph->edge_begin[node + 1] - begin};
	out->edges = calloc((size_t)out->count + 1, sizeof(*out->edges));
	for (uint32_t i = 0; out->edges && i < out->count; i++) {
		out->edges[i] = begin + i;
	}
	return (out->edges && sort_edges(snapshot, graph->edge_to, order, out)) ||
		   (ra_edge_list_done(out), no_memory(err));
}

bool ra_query_edges_to(struct ra_snapshot *snapshot, ra_node node, enum ra_edge_order order,
	struct ra_edge_list *out, struct ra_error *err)
{
	const struct ra_graph *const graph = snapshot->graph;
	uint32_t count = 0;

	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		count += graph->edge_to[edge] == node && ra_edge_is_strong(graph, edge);
	}
	*out = (struct ra_edge_list){calloc((size_t)count + 1, sizeof(*out->edges)), 0};
	for (uint32_t edge = 0; out->edges && out->count < count; edge++) {
		if (graph->edge_to[edge] == node && ra_edge_is_strong(graph, edge)) {
			out->edges[out->count++] = edge;
		}
	}
	return (out->edges && sort_edges(snapshot, graph->edge_from, order, out)) ||
		   (ra_edge_list_done(out), no_memory(err));
}

void ra_edge_list_done(struct ra_edge_list *list)
{
	free(list->edges);
	*list = (struct ra_edge_list){NULL, 0};
}

/* ---- groups ---- */

static int by_path(const void *left, const void *right)
{
	const struct ra_holder_group *const a = left;
	const struct ra_holder_group *const b = right;
	const int order = strcmp(a->path, b->path);

	return order ? order : (a->target > b->target) - (a->target < b->target);
}

void ra_query_fold_keys(char *path, bool all)
{
	char *last = NULL;

	for (char *at = path; *at;) {
		const char *const end = ra_path_key_end(at);

		if (!end || *at != '[') { /* properties are no keys */
			at = end ? path + (end - path) : at + 1;
			continue;
		}
		last = at;
		if (all) {
			memmove(at + 3, end, strlen(end) + 1);
			memcpy(at, "[*]", 3);
			at += 3;
		} else {
			at = path + (end - path);
		}
	}
	if (!last || all) {
		return;
	}
	/* the last link only: what follows may be " in run()" */
	const char *const end = ra_path_key_end(last);

	if (*end == '\0' || *end == ' ') {
		memmove(last + 3, end, strlen(end) + 1);
		memcpy(last, "[*]", 3);
	}
}

static int by_edges(const void *left, const void *right)
{
	const struct ra_holder_group *const a = left;
	const struct ra_holder_group *const b = right;

	if (a->edges != b->edges) {
		return a->edges > b->edges ? -1 : 1;
	}
	return strcmp(a->path, b->path);
}

static bool is_in(const struct ra_found *found, ra_node node)
{
	uint32_t low = 0, high = found->count;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (found->nodes[middle] < node) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low < found->count && found->nodes[low] == node;
}

/* Adds up neighbours of the same path. */
static void merge(struct ra_holder_groups *groups)
{
	uint32_t kept = 0;

	qsort(groups->items, groups->count, sizeof(*groups->items), by_path);
	for (uint32_t i = 1; i < groups->count; i++) {
		struct ra_holder_group *const last = &groups->items[kept];

		if (strcmp(last->path, groups->items[i].path) == 0) {
			last->edges += groups->items[i].edges;
			last->retained_bytes +=
				last->target != groups->items[i].target ? groups->items[i].retained_bytes : 0;
			last->target = groups->items[i].target;
			last->holder = groups->items[i].holder;
			free(groups->items[i].path);
		} else {
			groups->items[++kept] = groups->items[i];
		}
	}
	groups->count = groups->count > 0 ? kept + 1 : 0;
}

/* Whether both edges are elements of one array: their places differ only in what is folded. */
static bool are_alike(const struct ra_graph *graph, uint32_t edge, uint32_t before)
{
	const ra_node from = graph->edge_from[edge];
	const uint8_t kind = graph->edge_kind[edge];

	return before != RA_NO_NODE && graph->edge_from[before] == from &&
		   graph->edge_kind[before] == kind && graph->kind[from] == RA_NODE_ARRAY &&
		   !(graph->flags[from] & RA_NODE_PROPERTY_TABLE) &&
		   (kind == RA_LINK_INDEX || kind == RA_LINK_KEY);
}

static bool collect(
	struct ra_snapshot *snapshot, const struct ra_found *found, struct ra_holder_groups *groups)
{
	const struct ra_graph *const graph = snapshot->graph;
	uint32_t before = RA_NO_NODE;

	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		const ra_node to = graph->edge_to[edge];
		char *path;

		if (!is_in(found, to) || is_in(found, graph->edge_from[edge]) ||
			!ra_edge_is_strong(graph, edge)) {
			continue;
		}
		if (are_alike(graph, edge, before)) {
			path = strdup(groups->items[groups->count - 1].path);
		} else {
			path = ra_place_of_edge(snapshot, edge, RA_PATH_FOLDED);
			if (path) {
				ra_query_fold_keys(path, false);
			}
		}
		if (!path) {
			return false;
		}
		before = edge;
		groups->items[groups->count++] = (struct ra_holder_group){.path = path,
			.edges = 1,
			.retained_bytes = snapshot->measures->dominated_bytes[to],
			.target = to,
			.holder = graph->edge_from[edge]};
	}
	return true;
}

bool ra_query_groups(struct ra_snapshot *snapshot, const struct ra_found *found, uint32_t limit,
	struct ra_holder_groups *out, struct ra_error *err)
{
	const struct ra_graph *const graph = snapshot->graph;
	uint64_t room = 0;

	for (uint32_t i = 0; i < found->count; i++) {
		room += snapshot->measures->holder_count[found->nodes[i]];
	}
	room = room < graph->edge_count ? room : graph->edge_count;
	*out = (struct ra_holder_groups){calloc(room + 1, sizeof(*out->items)), 0, 0};
	if (!out->items || !collect(snapshot, found, out)) {
		return no_memory(err);
	}
	merge(out);
	if (out->count > MOST_GROUPS) { /* keys that tell nothing */
		for (uint32_t i = 0; i < out->count; i++) {
			ra_query_fold_keys(out->items[i].path, true);
		}
		merge(out);
	}
	qsort(out->items, out->count, sizeof(*out->items), by_edges);
	out->total = out->count;
	while (limit > 0 && out->count > limit) {
		free(out->items[--out->count].path);
	}
	return true;
}

void ra_holder_groups_done(struct ra_holder_groups *groups)
{
	for (uint32_t i = 0; i < groups->count; i++) {
		free(groups->items[i].path);
	}
	free(groups->items);
	*groups = (struct ra_holder_groups){NULL, 0, 0};
}

/* ---- what a value is ---- */

char *ra_query_label(struct ra_snapshot *snapshot, ra_node node, size_t columns)
{
	const struct ra_graph *const graph = snapshot->graph;
	char *text = NULL;

	if (graph->kind[node] == RA_NODE_STRING) {
		char *const preview = ra_string_preview(snapshot, node, columns > 16 ? columns - 10 : 6);

		text = ra_text_printf(
			"string%s%s%s", preview ? " \"" : "", preview ? preview : "", preview ? "\"" : "");
		free(preview);
	} else if (graph->kind[node] == RA_NODE_ARRAY) {
		char *const sample = ra_sample_text(snapshot, node, columns);

		text = sample ? sample : strdup("array");
	} else {
		text = ra_content_name_of(graph, node);
	}
	if (text && ra_text_columns(text) > columns) {
		char *const cut = ra_text_cut(text, columns, RA_CUT_END);

		free(text);
		text = cut;
	}
	return text;
}
