/* See by_name.h. A heap with the last of the first names on top (Knuth, TAOCP 5.2.3). */
#include "query/by_name.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *left, const void *right)
{
	const struct ra_named *const a = left, *const b = right;
	const int order = strcmp(a->name, b->name);

	return order != 0 ? order : (a->id > b->id) - (a->id < b->id);
}

static void sift_down(struct ra_named *heap, uint32_t count, uint32_t at)
{
	for (uint64_t child; (child = 2 * (uint64_t)at + 1) < count; at = (uint32_t)child) {
		const struct ra_named row = heap[at];

		child += child + 1 < count && compare(&heap[child], &heap[child + 1]) < 0;
		if (compare(&row, &heap[child]) >= 0) {
			return;
		}
		heap[at] = heap[child];
		heap[child] = row;
	}
}

/* Takes the name. */
static void offer(struct ra_named *heap, uint32_t wanted, uint32_t *kept, struct ra_named *row)
{
	if (*kept < wanted) {
		heap[(*kept)++] = *row;
		for (uint32_t i = *kept == wanted ? wanted / 2 : 0; i > 0; i--) {
			sift_down(heap, wanted, i - 1);
		}
	} else if (compare(row, &heap[0]) < 0) {
		free(heap[0].name);
		heap[0] = *row;
		sift_down(heap, wanted, 0);
	} else {
		free(row->name);
	}
}

bool ra_first_by_name(struct ra_snapshot *snapshot, uint32_t *items, uint32_t count,
	uint32_t wanted, ra_row_name *name, void *context)
{
	struct ra_named *const heap = calloc((size_t)wanted + 1, sizeof(*heap));
	uint32_t kept = 0;
	bool good = heap;

	for (uint32_t i = 0; good && wanted > 0 && i < count; i++) {
		struct ra_named row = {.id = items[i], .item = items[i]};

		good = name(snapshot, context, &row);
		if (good) {
			offer(heap, wanted, &kept, &row);
		}
	}
	if (kept > 0) {
		qsort(heap, kept, sizeof(*heap), compare);
	}
	for (uint32_t i = 0; i < kept; i++) {
		items[i] = heap[i].item;
		free(heap[i].name);
	}
	free(heap);
	return good;
}
