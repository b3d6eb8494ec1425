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

static void free_names(struct ra_named *heap, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		free(heap[i].name);
	}
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

/* Names the rows, and keeps the first: their number. UINT32_MAX: no memory. */
static uint32_t name_rows(struct ra_snapshot *snapshot, uint32_t count, uint32_t wanted,
	ra_row_name *name, void *context, struct ra_named *heap)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; wanted > 0 && i < count; i++) {
		struct ra_named row = {.number = i};

		if (!name(snapshot, context, &row)) {
			free_names(heap, kept);
			return UINT32_MAX;
		}
		offer(heap, wanted, &kept, &row);
	}
	return kept;
}

bool ra_first_by_name(struct ra_snapshot *snapshot, void *rows, uint32_t count, size_t row_bytes,
	uint32_t wanted, ra_row_name *name, void *context)
{
	struct ra_named *const heap = calloc((size_t)wanted + 1, sizeof(*heap));
	uint8_t *const chosen = calloc((size_t)wanted + 1, row_bytes);
	const uint32_t kept =
		heap && chosen ? name_rows(snapshot, count, wanted, name, context, heap) : UINT32_MAX;

	if (kept != UINT32_MAX && kept > 0) {
		ra_sort_stable(heap, kept, sizeof(*heap), compare, NULL);
		for (uint32_t i = 0; i < kept; i++) {
			memcpy(chosen + i * row_bytes, (uint8_t *)rows + heap[i].number * row_bytes, row_bytes);
		}
		memcpy(rows, chosen, kept * row_bytes);
		free_names(heap, kept);
	}
	free(heap);
	free(chosen);
	return kept != UINT32_MAX;
}
