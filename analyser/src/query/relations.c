/* What a value refers to, and what refers to it. See query.h. */
#include "query/query.h"

#include <stdlib.h>
#include <string.h>

#include "answer/contents.h"
#include "answer/places.h"
#include "answer/sample.h"
#include "base/format.h"
#include "base/sort.h"
#include "findings/path.h"
#include "findings/string_sweep.h"
#include "query/by_name.h"

/* `whole`: by the whole path. */
static bool name_relations(struct ra_snapshot *snapshot, struct ra_relations *relations, bool whole)
{
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

/* The largest `limit` edges of so many, without a list of all. */
static bool largest_children(struct ra_snapshot *snapshot, uint32_t begin, uint32_t count,
	bool by_own, uint32_t limit, uint32_t *edges)
{
	const struct ra_sizes *const bytes =
		by_own ? &snapshot->graph->own_bytes : &snapshot->measures->dominated_bytes;
	struct ra_keyed *const heap = calloc((size_t)limit + 1, sizeof(*heap));

	if (!heap) {
		return false;
	}
	ra_first_begin(heap, limit);
	for (uint32_t i = 0; i < count; i++) {
		const struct ra_keyed item = {
			.key = UINT64_MAX - ra_sizes_at(bytes, snapshot->graph->edge_to[begin + i]),
			.id = begin + i};

		if (limit == count) {
			heap[i] = item;
		} else {
			ra_first_offer(heap, limit, &item);
		}
	}
	ra_sort_keyed(heap, limit);
	for (uint32_t i = 0; i < limit; i++) {
		edges[i] = heap[i].id;
	}
	free(heap);
	return true;
}

static bool name_child(struct ra_snapshot *snapshot, void *context, struct ra_named *row)
{
	const uint32_t edge = ((const uint32_t *)context)[row->number];

	row->id = snapshot->graph->edge_to[edge];
	row->name = ra_path_link_text(snapshot, edge);
	return row->name;
}

static bool name_holder(struct ra_snapshot *snapshot, void *context, struct ra_named *row)
{
	const uint32_t edge = ((const uint32_t *)context)[row->number];

	row->id = ra_edge_source(snapshot->graph, edge);
	row->name = ra_place_of_edge(snapshot, edge, 0);
	return row->name;
}

static bool named_children(
	struct ra_snapshot *snapshot, uint32_t begin, uint32_t count, uint32_t wanted, uint32_t *edges)
{
	for (uint32_t i = 0; i < count; i++) {
		edges[i] = begin + i;
	}
	return ra_first_by_name(snapshot, edges, count, sizeof(*edges), wanted, name_child, edges);
}

bool ra_query_children(struct ra_snapshot *snapshot, ra_node node,
	const struct ra_rows_wanted *wanted, struct ra_relations *out, struct ra_error *err)
{
	const struct ra_graph *const graph = snapshot->graph;
	const uint32_t begin = graph->edge_begin[node];
	const uint32_t count = graph->edge_begin[node + 1] - begin;
	const uint32_t from = ra_rows_begin(wanted, count), end = ra_rows_end(wanted, count);
	const bool by_name = wanted->order == RA_ROWS_BY_NAME;
	uint32_t *const edges = calloc((size_t)(by_name ? count : end) + 1, sizeof(*edges));

	*out = (struct ra_relations){calloc((size_t)(end - from) + 1, sizeof(*out->items)), 0, count};
	if (!out->items || !edges ||
		!(by_name ? named_children(snapshot, begin, count, end, edges)
				  : largest_children(
						snapshot, begin, count, wanted->order == RA_ROWS_BY_OWN, end, edges))) {
		free(edges);
		return ra_query_no_memory(err);
	}
	for (uint32_t i = from; i < end; i++) {
		const ra_node to = graph->edge_to[edges[i]];

		out->items[out->count++] = (struct ra_relation){
			.edge = edges[i],
			.other = to,
			.retained_bytes = ra_node_dominated_bytes(snapshot->measures, to),
		};
	}
	free(edges);
	return name_relations(snapshot, out, false) || ra_query_no_memory(err);
}

/* The strong edges to a node, ascending: those that the index names, or all that there are. False: no memory. */
static bool list_edges_to(
	const struct ra_snapshot *snapshot, ra_node node, struct ra_edge_list *out)
{
	const struct ra_graph *const graph = snapshot->graph;
	const uint32_t *named = NULL;
	uint32_t looked_at = graph->edge_count, count = 0;

	if (snapshot->tables) {
		ra_tables_holders(snapshot->tables, node, &named, &looked_at);
	}
	for (int fill = 0; fill < 2; fill++) {
		for (uint32_t i = 0; i < looked_at; i++) {
			const uint32_t edge = named ? named[i] : i;

			if (edge < graph->edge_count && graph->edge_to[edge] == node &&
				ra_edge_is_strong(graph, edge)) {
				if (fill) {
					out->edges[out->count++] = edge;
				} else {
					count++;
				}
			}
		}
		if (!fill) {
			*out = (struct ra_edge_list){calloc((size_t)count + 1, sizeof(*out->edges)), 0};
			if (!out->edges) {
				return false;
			}
		}
	}
	return true;
}

bool ra_query_holders(struct ra_snapshot *snapshot, ra_node node,
	const struct ra_rows_wanted *wanted, struct ra_relations *out, struct ra_error *err)
{
	const struct ra_graph *const graph = snapshot->graph;
	struct ra_edge_list list;

	*out = (struct ra_relations){NULL, 0, 0};
	if (!list_edges_to(snapshot, node, &list)) {
		return ra_query_no_memory(err);
	}
	const uint32_t begin = ra_rows_begin(wanted, list.count), end = ra_rows_end(wanted, list.count);
	const bool sorted =
		wanted->order != RA_ROWS_BY_NAME || ra_first_by_name(snapshot, list.edges, list.count,
												sizeof(*list.edges), end, name_holder, list.edges);

	out->total = list.count;
	out->items = sorted ? calloc((size_t)(end - begin) + 1, sizeof(*out->items)) : NULL;
	for (uint32_t i = begin; out->items && i < end; i++) {
		const ra_node from = ra_edge_source(graph, list.edges[i]);

		out->items[out->count++] = (struct ra_relation){
			.edge = list.edges[i],
			.other = from,
			.retained_bytes = ra_node_dominated_bytes(snapshot->measures, from),
		};
	}
	ra_edge_list_done(&list);
	if (!out->items) {
		return ra_query_no_memory(err);
	}
	return name_relations(snapshot, out, true) || ra_query_no_memory(err);
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

static bool sort_edges(struct ra_snapshot *snapshot, bool by_source, enum ra_edge_order order,
	struct ra_edge_list *list)
{
	const struct ra_sizes *const bytes = order == RA_EDGES_BY_OWN
											 ? &snapshot->graph->own_bytes
											 : &snapshot->measures->dominated_bytes;
	struct ra_keyed *const items =
		order == RA_EDGES_AS_THEY_STAND ? NULL : calloc((size_t)list->count + 1, sizeof(*items));

	if (order == RA_EDGES_AS_THEY_STAND) {
		return true;
	}
	if (!items) {
		return false;
	}
	for (uint32_t i = 0; i < list->count; i++) {
		items[i].key = UINT64_MAX - ra_sizes_at(bytes,
										by_source ? ra_edge_source(snapshot->graph, list->edges[i])
												  : snapshot->graph->edge_to[list->edges[i]]);
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
	return (out->edges && sort_edges(snapshot, false, order, out)) ||
		   (ra_edge_list_done(out), ra_query_no_memory(err));
}

bool ra_query_edges_to(struct ra_snapshot *snapshot, ra_node node, enum ra_edge_order order,
	struct ra_edge_list *out, struct ra_error *err)
{
	return (list_edges_to(snapshot, node, out) && sort_edges(snapshot, true, order, out)) ||
		   (ra_edge_list_done(out), ra_query_no_memory(err));
}

void ra_edge_list_done(struct ra_edge_list *list)
{
	free(list->edges);
	*list = (struct ra_edge_list){NULL, 0};
}

/* ---- what a value is ---- */

char *ra_query_label(struct ra_snapshot *snapshot, ra_node node, size_t columns)
{
	const struct ra_graph *const graph = snapshot->graph;
	char *text = NULL;

	if (graph->kind[node] == RA_NODE_SUPER_ROOT) {
		text = strdup("(all)");
	} else if (graph->kind[node] == RA_NODE_ROOT) {
		text = strdup(ra_root_title(graph, node));
	} else if (graph->kind[node] == RA_NODE_STRING) {
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
