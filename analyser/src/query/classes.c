/* The classes by what their objects retain together, and the kinds of values that have no class. See look.h. */
#include "query/look.h"

#include <stdlib.h>

static const enum ra_node_kind listed_kinds[] = {
	RA_NODE_ARRAY, RA_NODE_STRING, RA_NODE_REFERENCE, RA_NODE_RESOURCE};

enum {
	LISTED_KINDS = sizeof(listed_kinds) / sizeof(listed_kinds[0])
};

/* The row of a node: kinds stand behind the classes. UINT32_MAX: none. */
static uint32_t row_of(const struct ra_graph *graph, ra_node node)
{
	if (graph->kind[node] == RA_NODE_OBJECT) {
		return ra_node_class(graph, node) < graph->class_count ? ra_node_class(graph, node)
															   : UINT32_MAX;
	}
	for (uint32_t i = 0; i < LISTED_KINDS; i++) {
		if (graph->kind[node] == listed_kinds[i]) {
			return graph->class_count + i;
		}
	}
	return UINT32_MAX;
}

/* In a preorder of the dominator tree what a node dominates stands behind it: a value that is inside another one of its
 * row, whose end is not reached yet, is in that one's bytes already. */
static void add_up(const struct ra_graph *graph, const struct ra_measures *measures,
	const ra_node *order, uint32_t *end_of_row, struct ra_class_row *rows)
{
	for (uint32_t at = 0; at < graph->node_count; at++) {
		const ra_node node = order[at];
		const uint32_t number = row_of(graph, node);

		if (number == UINT32_MAX) {
			continue;
		}
		rows[number].count++;
		rows[number].own_bytes += ra_node_own_bytes(graph, node);
		if (at >= end_of_row[number]) {
			rows[number].retained_bytes += ra_node_dominated_bytes(measures, node);
			end_of_row[number] = at + ra_node_dominated_count(measures, node);
		}
	}
}

static int most_retained(const void *left, const void *right)
{
	const struct ra_class_row *const a = left, *const b = right;

	if (a->retained_bytes != b->retained_bytes) {
		return a->retained_bytes > b->retained_bytes ? -1 : 1;
	}
	return a->class_index != b->class_index ? (a->class_index > b->class_index ? 1 : -1)
											: (a->kind > b->kind) - (a->kind < b->kind);
}

bool ra_query_classes(struct ra_snapshot *snapshot, struct ra_class_rows *out, struct ra_error *err)
{
	const struct ra_graph *const graph = snapshot->graph;
	const uint32_t most = graph->class_count + LISTED_KINDS;
	ra_node *const order = reallocarray(NULL, (size_t)graph->node_count + 1, sizeof(*order));
	uint32_t *const end_of_row = calloc(most, sizeof(*end_of_row));

	*out = (struct ra_class_rows){calloc(most, sizeof(*out->items)), 0};

	const bool good = order && end_of_row && out->items;

	if (good) {
		for (ra_node node = 0; node < graph->node_count; node++) {
			order[snapshot->measures->dominator_order[node]] = node;
		}
		for (uint32_t i = 0; i < most; i++) {
			const bool is_class = i < graph->class_count;

			out->items[i].class_index = is_class ? i : RA_NO_CLASS;
			out->items[i].kind =
				(uint8_t)(is_class ? RA_NODE_OBJECT : listed_kinds[i - graph->class_count]);
		}
		add_up(graph, snapshot->measures, order, end_of_row, out->items);
		qsort(out->items, most, sizeof(*out->items), most_retained);
		for (uint32_t i = 0; i < most; i++) {
			if (out->items[i].count > 0) {
				out->items[out->count++] = out->items[i];
			}
		}
	}
	free(order);
	free(end_of_row);
	return good || (ra_class_rows_done(out), ra_query_no_memory(err));
}

void ra_class_rows_done(struct ra_class_rows *rows)
{
	free(rows->items);
	*rows = (struct ra_class_rows){NULL, 0};
}

bool ra_query_members(struct ra_snapshot *snapshot, const struct ra_class_row *row,
	struct ra_found *out, struct ra_error *err)
{
	const struct ra_graph *const graph = snapshot->graph;

	*out = (struct ra_found){
		.nodes = calloc((size_t)row->count + 1, sizeof(ra_node)), .class_index = row->class_index};
	if (!out->nodes) {
		return ra_query_no_memory(err);
	}
	for (ra_node node = 0; node < graph->node_count && out->count < row->count; node++) {
		if (graph->kind[node] == row->kind &&
			(row->class_index == RA_NO_CLASS || ra_node_class(graph, node) == row->class_index)) {
			out->nodes[out->count++] = node;
		}
	}
	return true;
}
