/* See by_name.h. A heap with the last of the first names on top (Knuth, TAOCP 5.2.3). */
#include "query/by_name.h"

#include <stdlib.h>
#include <string.h>

#include "base/sort.h"

static int compare(const void *left, const void *right, void *context)
{
	const struct ra_named *const a = left, *const b = right;
	const int order = strcmp(a->name, b->name);

	(void)context;
	return order != 0 ? order : (a->id > b->id) - (a->id < b->id);
}

/* Takes the name. */
static void offer(struct ra_named *heap, uint32_t wanted, uint32_t *kept, struct ra_named *row)
{
	if (*kept < wanted) {
		heap[(*kept)++] = *row;
		if (*kept == wanted) {
			ra_heap_make(heap, wanted, sizeof(*heap), compare, NULL);
		}
	} else if (compare(row, &heap[0], NULL) < 0) {
		free(heap[0].name);
		heap[0] = *row;
		ra_heap_sink_top(heap, wanted, sizeof(*heap), compare, NULL);
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
	ra_sort_stable(heap, kept, sizeof(*heap), compare, NULL);
	for (uint32_t i = 0; i < kept; i++) {
		items[i] = heap[i].item;
		free(heap[i].name);
	}
	free(heap);
	return good;
}
