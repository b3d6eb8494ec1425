/* What graph.c, graph_names.c, edge_order.c and graph_tree.c share of a graph. For them alone. */
#ifndef RA_GRAPH_STORAGE_H
#define RA_GRAPH_STORAGE_H

#include <stdatomic.h>

#include "base/tasks.h"
#include "graph/graph.h"

struct ra_name_entry {
	const char *bytes;
	uint32_t length;
	uint32_t hash;
};

struct ra_name_block;

struct ra_graph_storage {
	uint32_t node_capacity;
	uint32_t edge_capacity;
	uint32_t wide_capacity;
	uint32_t class_capacity;
	uint32_t frame_capacity;

	struct ra_name_entry *names;
	uint32_t name_count;
	uint32_t name_capacity;
	uint32_t *name_slots; /* open addressing; 0 is free, otherwise name + 1 */
	uint32_t name_slot_count;
	struct ra_name_block *name_blocks;

	struct ra_sparse heads; /* of nodes that are not their own: see ra_graph_head() */
	atomic_bool heads_made;
	struct ra_lock heads_lock;

	uint64_t edge_limit; /* see ra_graph_limit() */
	uint64_t name_bytes_left;
	bool borrowed; /* the arrays are a mapped file's: see graph_image.h */
	bool finished;
	enum ra_error_kind failure;
	const char *failure_text;
};

struct ra_graph_storage *ra_graph_storage_new(void); /* NULL: no memory. Free it with free() */

/* Notes the first failure, after which nothing is added any more; returns false. text is static. */
bool ra_graph_give_up(struct ra_graph *graph, enum ra_error_kind kind, const char *text);

/* Makes room for `capacity` items in *(item **)array_pointer. False: no memory, and the graph has
 * failed. */
bool ra_graph_grow(
	struct ra_graph *graph, void *array_pointer, uint32_t capacity, size_t item_bytes);

/* The capacity after that many items filled the present one; RA_NO_NODE itself is never an id. */
uint32_t ra_graph_next_capacity(uint32_t capacity);

/* Sets the capacity of the arrays of all nodes, of all edges. False as with ra_graph_grow(). */
bool ra_graph_resize_nodes(struct ra_graph *graph, uint32_t capacity);
bool ra_graph_resize_edges(struct ra_graph *graph, uint32_t capacity);

/* Sorts the edges by the nodes that they leave (stable), and drops these: edge_begin tells them. edge_order.c; once, at the end of
 * the walk. False: no memory, and the graph has failed. */
bool ra_graph_order_edges(struct ra_graph *graph);

void ra_graph_names_free(struct ra_graph_storage *storage);

#endif
