/* Instances of a class in an order. See look.h. */
#include "query/look.h"

#include <stdlib.h>

#include "answer/places.h"
#include "base/sort.h"
#include "query/by_name.h"

enum {
	FEW_PART = 64 /* of many are found without a sort of all */
};

void ra_query_sort(struct ra_snapshot *snapshot, struct ra_found *found, enum ra_row_order order)
{
	const struct ra_sizes *const bytes = order == RA_ROWS_BY_OWN
											 ? &snapshot->graph->own_bytes
											 : &snapshot->measures->dominated_bytes;
	struct ra_keyed *const items =
		order == RA_ROWS_BY_ID ? NULL : calloc((size_t)found->count + 1, sizeof(*items));

	if (!items) { /* or no memory: by id is an order, too */
		ra_sort_u32(found->nodes, found->count);
		return;
	}
	for (uint32_t i = 0; i < found->count; i++) {
		items[i] = (struct ra_keyed){
			.key = UINT64_MAX - ra_sizes_at(bytes, found->nodes[i]), .id = found->nodes[i]};
	}
	ra_sort_keyed(items, found->count);
	for (uint32_t i = 0; i < found->count; i++) {
		found->nodes[i] = items[i].id;
	}
	free(items);
}

void ra_query_sort_first(
	struct ra_snapshot *snapshot, struct ra_found *found, enum ra_row_order order, uint32_t wanted)
{
	const struct ra_sizes *const bytes = order == RA_ROWS_BY_OWN
											 ? &snapshot->graph->own_bytes
											 : &snapshot->measures->dominated_bytes;
	struct ra_keyed *const heap =
		order == RA_ROWS_BY_ID || wanted == 0 || wanted > found->count / FEW_PART
			? NULL
			: calloc(wanted, sizeof(*heap));

	if (!heap) {
		ra_query_sort(snapshot, found, order);
		return;
	}
	ra_first_begin(heap, wanted);
	for (uint32_t i = 0; i < found->count; i++) {
		const struct ra_keyed item = {
			.key = UINT64_MAX - ra_sizes_at(bytes, found->nodes[i]), .id = found->nodes[i]};

		ra_first_offer(heap, wanted, &item);
	}
	ra_sort_keyed(heap, wanted);
	for (uint32_t i = 0; i < wanted; i++) {
		found->nodes[i] = heap[i].id;
	}
	free(heap);
}

static bool name_object(struct ra_snapshot *snapshot, void *context, struct ra_named *row)
{
	const struct ra_found *const found = context;

	row->id = found->nodes[row->number];
	row->name = ra_place_of_node(snapshot, row->id, 0);
	return row->name;
}

bool ra_query_sort_by_name(
	struct ra_snapshot *snapshot, struct ra_found *found, uint32_t wanted, struct ra_error *err)
{
	return ra_first_by_name(snapshot, found->nodes, found->count, sizeof(*found->nodes), wanted,
			   name_object, found) ||
		   ra_query_no_memory(err);
}
