/* What the arrays of a graph grow by, and how it fails. See graph_storage.h. */
#include "graph/graph_storage.h"

#include <stdlib.h>

struct ra_graph_storage *ra_graph_storage_new(void)
{
	struct ra_graph_storage *const storage = calloc(1, sizeof(*storage));

	if (storage) {
		ra_lock_init(&storage->heads_lock);
	}
	return storage;
}

bool ra_graph_give_up(struct ra_graph *graph, enum ra_error_kind kind, const char *text)
{
	struct ra_graph_storage *storage = graph->storage;

	if (!graph->failed) {
		graph->failed = true;
		storage->failure = kind;
		storage->failure_text = text;
		graph->node_room = graph->edge_room = 0;
	}
	return false;
}

bool ra_graph_grow(
	struct ra_graph *graph, void *array_pointer, uint32_t capacity, size_t item_bytes)
{
	void **array = array_pointer;
	void *const grown = reallocarray(*array, (size_t)capacity, item_bytes);

	if (!grown) {
		return ra_graph_give_up(graph, RA_ERR_MEMORY, "no memory for the object graph");
	}
	*array = grown;
	return true;
}

uint32_t ra_graph_next_capacity(uint32_t capacity)
{
	const uint64_t wanted = capacity < 64 ? 64 : (uint64_t)capacity + capacity / 2;

	return wanted < RA_NO_NODE ? (uint32_t)wanted : RA_NO_NODE - 1;
}
