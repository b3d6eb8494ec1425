/* See graph.h. Storage: one flat array per field, grown by half; large blocks grow in place (the C
 * library remaps them), so the peak stays near the final size. */
#include "graph/graph_storage.h"

#include <stdlib.h>
#include <string.h>

static const char *const kind_names[RA_NODE_KINDS] = {
	[RA_NODE_SUPER_ROOT] = "RootContext",
	[RA_NODE_ROOT] = "RootBranchContext",
	[RA_NODE_FRAME] = "CallFrameContext",
	[RA_NODE_OBJECT] = "ObjectContext",
	[RA_NODE_ARRAY] = "ArrayHeaderContext",
	[RA_NODE_STRING] = "StringContext",
	[RA_NODE_REFERENCE] = "PhpReferenceContext",
	[RA_NODE_RESOURCE] = "ResourceContext",
	[RA_NODE_CLASS] = "ClassDefinitionContext",
	[RA_NODE_FUNCTION] = "UserFunctionDefinitionContext",
	[RA_NODE_CONSTANT] = "GlobalConstantContext",
	[RA_NODE_PROPERTY_INFO] = "PropertyInfoContext",
	[RA_NODE_AST] = "AstContext",
	[RA_NODE_VM_STACK] = "VmStackContext",
	[RA_NODE_ARENA] = "ArenaContext",
	[RA_NODE_STREAM] = "PhpStreamContext",
	[RA_NODE_BUFFER] = "BufferContext",
	[RA_NODE_TABLE] = "EngineTableContext",
	[RA_NODE_UNKNOWN] = "UnknownContext",
};

const char *ra_node_kind_name(enum ra_node_kind kind)
{
	return (unsigned)kind < RA_NODE_KINDS ? kind_names[kind] : "UnknownContext";
}

static bool has_room(struct ra_graph *graph, uint32_t count)
{
	if (graph->failed) {
		return false;
	}
	if (count >= RA_NO_NODE - 1) {
		return ra_graph_give_up(
			graph, RA_ERR_LIMIT, "the object graph exceeds 4,294,967,294 entries");
	}
	return true;
}

bool ra_graph_resize_nodes(struct ra_graph *graph, uint32_t capacity)
{
	const uint32_t before = graph->storage->node_capacity;

	if (!ra_graph_grow(graph, &graph->kind, capacity, sizeof(*graph->kind)) ||
		!ra_graph_grow(graph, &graph->flags, capacity, sizeof(*graph->flags))) {
		return false;
	}
	if (!ra_addresses_resize(&graph->address, before, capacity) ||
		!ra_sizes_resize(&graph->own_bytes, before, capacity) ||
		!ra_narrow16_resize(&graph->class_plus_one, before, capacity) ||
		!ra_narrow8_resize(&graph->refcount, before, capacity)) {
		ra_graph_no_memory(graph);
		return false;
	}
	graph->storage->node_capacity = capacity;
	return true;
}

bool ra_graph_resize_edges(struct ra_graph *graph, uint32_t capacity)
{
	if (!ra_graph_grow(graph, &graph->edge_from, capacity, sizeof(*graph->edge_from)) ||
		!ra_graph_grow(graph, &graph->edge_to, capacity, sizeof(*graph->edge_to)) ||
		!ra_graph_grow(graph, &graph->edge_key, capacity, sizeof(*graph->edge_key)) ||
		!ra_graph_grow(graph, &graph->edge_kind, capacity, sizeof(*graph->edge_kind)) ||
		!ra_graph_grow(graph, &graph->edge_flags, capacity, sizeof(*graph->edge_flags))) {
		return false;
	}
	graph->storage->edge_capacity = capacity;
	return true;
}

bool ra_graph_new(struct ra_graph **out, struct ra_error *err)
{
	struct ra_graph *graph = calloc(1, sizeof(*graph));

	if (!graph || !(graph->storage = ra_graph_storage_new())) {
		free(graph);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the object graph");
	}
	ra_graph_limit(graph, UINT64_MAX, UINT64_MAX);
	ra_graph_intern(graph, "", 0);
	ra_graph_add_node(graph, RA_NODE_SUPER_ROOT, 0);
	if (graph->failed) {
		ra_graph_free(graph);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the object graph");
	}
	*out = graph;
	return true;
}

void ra_graph_free(struct ra_graph *graph)
{
	if (!graph) {
		return;
	}
	const bool borrowed = graph->storage->borrowed;

	ra_graph_names_free(graph->storage);
	if (!borrowed) {
		ra_sparse_done(&graph->storage->heads);
	}
	free(graph->storage);
	if (borrowed) {
		free(graph);
		return;
	}
	ra_addresses_done(&graph->address);
	ra_sizes_done(&graph->own_bytes);
	free(graph->kind);
	free(graph->flags);
	ra_narrow16_done(&graph->class_plus_one);
	ra_narrow8_done(&graph->refcount);
	free(graph->tree_edge);
	free(graph->edge_begin);
	free(graph->edge_from);
	free(graph->near_from);
	free(graph->edge_to);
	free(graph->edge_key);
	free(graph->edge_kind);
	free(graph->edge_flags);
	free(graph->wide_keys);
	free(graph->classes);
	free(graph->frames);
	free(graph);
}

bool ra_graph_make_node_room(struct ra_graph *graph)
{
	const uint32_t count = graph->node_count;

	if (!has_room(graph, count) ||
		(count >= graph->storage->node_capacity &&
			!ra_graph_resize_nodes(graph, ra_graph_next_capacity(count)))) {
		return false;
	}
	graph->node_room = graph->storage->node_capacity;
	return true;
}

void ra_graph_no_memory(struct ra_graph *graph)
{
	ra_graph_give_up(graph, RA_ERR_MEMORY, "no memory for the object graph");
}

void ra_graph_no_node(struct ra_graph *graph)
{
	ra_graph_give_up(graph, RA_ERR_LIMIT, "an edge of the object graph has no node");
}

bool ra_graph_make_edge_room(struct ra_graph *graph)
{
	const struct ra_graph_storage *const storage = graph->storage;
	const uint32_t count = graph->edge_count;

	if (count >= storage->edge_limit) {
		graph->full = true;
		return false;
	}
	if (!has_room(graph, count)) {
		return false;
	}
	if (storage->finished) {
		return ra_graph_give_up(graph, RA_ERR_LIMIT, "the object graph is finished");
	}
	if (count >= storage->edge_capacity &&
		!ra_graph_resize_edges(graph, ra_graph_next_capacity(count))) {
		return false;
	}
	graph->edge_room = storage->edge_capacity < storage->edge_limit ? storage->edge_capacity
																	: (uint32_t)storage->edge_limit;
	return true;
}

void ra_graph_add_index_edge(
	struct ra_graph *graph, ra_node from, ra_node to, int64_t index, unsigned flags)
{
	const uint32_t wide = graph->wide_key_count;

	if (index >= 0 && index <= UINT32_MAX) {
		ra_graph_add_edge(graph, from, to, RA_LINK_INDEX, (uint32_t)index, flags);
		return;
	}
	if (!has_room(graph, wide)) {
		return;
	}
	if (wide == graph->storage->wide_capacity) {
		const uint32_t capacity = ra_graph_next_capacity(wide);

		if (!ra_graph_grow(graph, &graph->wide_keys, capacity, sizeof(*graph->wide_keys))) {
			return;
		}
		graph->storage->wide_capacity = capacity;
	}
	graph->wide_keys[wide] = index;
	graph->wide_key_count++;
	ra_graph_add_edge(graph, from, to, RA_LINK_WIDE_INDEX, wide, flags);
}

uint32_t ra_graph_add_class(struct ra_graph *graph, const struct ra_class *cls)
{
	const uint32_t index = graph->class_count;

	if (!has_room(graph, index)) {
		return RA_NO_CLASS;
	}
	if (index == graph->storage->class_capacity) {
		const uint32_t capacity = ra_graph_next_capacity(index);

		if (!ra_graph_grow(graph, &graph->classes, capacity, sizeof(*graph->classes))) {
			return RA_NO_CLASS;
		}
		graph->storage->class_capacity = capacity;
	}
	graph->classes[index] = *cls;
	graph->class_count++;
	return index;
}

void ra_graph_add_frame(struct ra_graph *graph, const struct ra_frame_info *frame)
{
	const uint32_t index = graph->frame_count;

	if (!has_room(graph, index)) {
		return;
	}
	if (index == graph->storage->frame_capacity) {
		const uint32_t capacity = ra_graph_next_capacity(index);

		if (!ra_graph_grow(graph, &graph->frames, capacity, sizeof(*graph->frames))) {
			return;
		}
		graph->storage->frame_capacity = capacity;
	}
	graph->frames[index] = *frame;
	graph->frame_count++;
}

const struct ra_frame_info *ra_graph_frame(const struct ra_graph *graph, ra_node node)
{
	uint32_t low = 0, high = graph->frame_count;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (graph->frames[middle].node < node) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low < graph->frame_count && graph->frames[low].node == node ? &graph->frames[low] : NULL;
}

void ra_graph_limit(struct ra_graph *graph, uint64_t edges, uint64_t name_bytes)
{
	graph->storage->edge_limit = edges;
	graph->storage->name_bytes_left = name_bytes;
}

int64_t ra_edge_index(const struct ra_graph *graph, uint32_t edge)
{
	return graph->edge_kind[edge] == RA_LINK_WIDE_INDEX ? graph->wide_keys[graph->edge_key[edge]]
														: (int64_t)graph->edge_key[edge];
}
