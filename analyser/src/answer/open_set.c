/* See open_set.h. */
#include "answer/open_set.h"

#include <stdlib.h>
#include <string.h>

static bool is_scaffolding(enum ra_node_kind kind)
{
	switch (kind) {
	case RA_NODE_SUPER_ROOT:
	case RA_NODE_ROOT:
	case RA_NODE_FRAME:
	case RA_NODE_CLASS:
	case RA_NODE_FUNCTION:
	case RA_NODE_CONSTANT:
	case RA_NODE_PROPERTY_INFO:
	case RA_NODE_AST:
	case RA_NODE_VM_STACK:
	case RA_NODE_ARENA:
	case RA_NODE_TABLE:
		return true;
	default:
		return false;
	}
}

bool ra_is_plain_array(const struct ra_graph *graph, ra_node node)
{
	return graph->kind[node] == RA_NODE_ARRAY && !(graph->flags[node] & RA_NODE_PROPERTY_TABLE);
}

static uint64_t dominated(const struct ra_open_set *open, ra_node node)
{
	return ra_node_dominated_bytes(open->measures, node);
}

static bool is_most_of(const struct ra_open_set *open, ra_node part, ra_node whole)
{
	return dominated(open, part) / 4 >= dominated(open, whole) / 5;
}

static bool is_tenth_of(const struct ra_open_set *open, ra_node part, ra_node whole)
{
	return dominated(open, part) >= dominated(open, whole) / 10;
}

/* The edge by which an array has the element; RA_NO_NODE: it is no direct element. */
static bool has_string_key(const struct ra_open_set *open, ra_node array, ra_node element)
{
	const struct ra_graph *graph = open->graph;
	const uint32_t edge = graph->tree_edge[element];

	return edge != RA_NO_NODE && ra_edge_source(graph, edge) == array &&
		   graph->edge_kind[edge] == RA_LINK_KEY;
}

bool ra_is_heavy_element(const struct ra_open_set *open, uint32_t edge, uint64_t heavy_bytes)
{
	const ra_node array = ra_edge_source(open->graph, edge);
	const ra_node element = open->graph->edge_to[edge];

	return dominated(open, element) >= heavy_bytes &&
		   (is_most_of(open, element, array) ||
			   (open->graph->edge_kind[edge] == RA_LINK_KEY && is_tenth_of(open, element, array)));
}

/* Generators that delegate to one another are no list: each is a call with variables of its own. */
static bool same_class(const struct ra_open_set *open, ra_node a, ra_node b)
{
	const struct ra_graph *const graph = open->graph;

	return graph->kind[a] == RA_NODE_OBJECT && graph->kind[b] == RA_NODE_OBJECT &&
		   ra_node_class(graph, a) == ra_node_class(graph, b) &&
		   (open->generator_class == RA_NO_CLASS ||
			   ra_node_class(graph, a) != open->generator_class);
}

static uint32_t generator_class(const struct ra_graph *graph)
{
	for (uint32_t i = 0; i < graph->class_count; i++) {
		if (graph->classes[i].internal &&
			strcmp(ra_graph_name(graph, graph->classes[i].name, NULL), "Generator") == 0) {
			return i;
		}
	}
	return RA_NO_CLASS;
}

static bool opens_below_its_class(const struct ra_open_set *open, ra_node node)
{
	ra_node above = open->measures->immediate_dominator[node];

	while (above != RA_NO_NODE && open->nodes[ra_open_index(open, above)].depth > 0) {
		if (same_class(open, above, node)) {
			return true;
		}
		above = open->measures->immediate_dominator[above];
	}
	return false;
}

/* What parts of the object's own class, directly or in one array, hold of it. */
static uint64_t bytes_of_its_class(const struct ra_open_set *open, ra_node object)
{
	const struct ra_measures *measures = open->measures;
	const uint32_t first = measures->dominator_order[object] + 1;
	const uint32_t end = first - 1 + ra_node_dominated_count(measures, object);
	uint64_t bytes = 0;
	uint32_t step = 0;

	for (uint32_t at = first; at < end; at += step) {
		const ra_node child = open->order[at];

		if (same_class(open, child, object)) {
			bytes += dominated(open, child);
		}
		/* into an array, over everything else */
		step = open->graph->kind[child] == RA_NODE_ARRAY &&
					   measures->immediate_dominator[child] == object
				   ? 1
				   : ra_node_dominated_count(measures, child);
	}
	return bytes;
}

/* The first node of a list, or the root of a tree, that has nothing else: it is one with the
 * rest. */
static bool is_head_of_its_class(const struct ra_open_set *open, ra_node node)
{
	return open->graph->kind[node] == RA_NODE_OBJECT &&
		   bytes_of_its_class(open, node) / 4 >= dominated(open, node) / 5;
}

static bool is_heavy(const struct ra_open_set *open, ra_node node, ra_node above, uint64_t heavy)
{
	const struct ra_graph *graph = open->graph;

	if (dominated(open, node) < heavy || graph->edge_begin[node] == graph->edge_begin[node + 1] ||
		graph->kind[node] == RA_NODE_STRING) {
		return false;
	}
	if (ra_is_plain_array(graph, above)) {
		return is_most_of(open, node, above) ||
			   (has_string_key(open, above, node) && is_tenth_of(open, node, above));
	}
	return true;
}

/* The state of an internal object is one with it: PHP code cannot let go of a part. Objects in it, and
 * what leads on to them, are places of their own. */
static bool is_inner_state(const struct ra_graph *graph, ra_node node)
{
	const uint32_t edge = graph->tree_edge[node];

	if (edge == RA_NO_NODE || graph->edge_kind[edge] != RA_LINK_FIELD) {
		return false;
	}
	switch ((enum ra_node_kind)graph->kind[node]) {
	case RA_NODE_OBJECT:
	case RA_NODE_RESOURCE:
	case RA_NODE_STREAM:
	case RA_NODE_FRAME:
		return false;
	default:
		return true;
	}
}

/* How deep below the scaffolding the node opens; -1: it does not. */
static int opens_at(const struct ra_open_set *open, ra_node node, uint64_t heavy)
{
	const ra_node above = open->measures->immediate_dominator[node];
	const int depth = open->nodes[ra_open_index(open, above)].depth;
	const enum ra_node_kind kind = open->graph->kind[node];

	if (depth == 0 && is_scaffolding(kind)) {
		return 0;
	}
	if (depth == 0 && kind == RA_NODE_REFERENCE) {
		return 1;
	}
	if (depth > 0 && is_inner_state(open->graph, node)) {
		return -1;
	}
	if (depth < RA_OPEN_DEPTH && is_heavy(open, node, above, heavy) &&
		!opens_below_its_class(open, node) && !is_head_of_its_class(open, node)) {
		return depth + 1;
	}
	return -1;
}

static bool add_open(struct ra_open_set *open, uint32_t *capacity, ra_node node, int depth)
{
	const ra_node above = open->measures->immediate_dominator[node];

	if (open->count == *capacity) {
		const uint32_t wanted = *capacity ? *capacity * 2 : 1024;
		struct ra_open_node *const grown = reallocarray(open->nodes, wanted, sizeof(*grown));

		if (!grown) {
			return false;
		}
		open->nodes = grown;
		*capacity = wanted;
	}
	open->nodes[open->count] = (struct ra_open_node){.node = node,
		.level = above == RA_NO_NODE ? 0 : ra_open_level(open, above) + 1,
		.depth = (uint8_t)depth};
	open->place[node] = RA_OPEN_FLAG | open->count++;
	return true;
}

static bool add_unit(struct ra_open_set *open, uint32_t *capacity, ra_node node)
{
	if (open->unit_count == *capacity) {
		const uint32_t wanted = *capacity ? *capacity * 2 : 1024;
		ra_node *const grown = reallocarray(open->units, wanted, sizeof(*grown));

		if (!grown) {
			return false;
		}
		open->units = grown;
		*capacity = wanted;
	}
	open->place[node] = open->unit_count;
	open->units[open->unit_count++] = node;
	return true;
}

static bool fill(struct ra_open_set *open, uint64_t heavy)
{
	uint32_t open_capacity = 0, unit_capacity = 0, step;

	open->generator_class = generator_class(open->graph);
	if (!add_open(open, &open_capacity, RA_SUPER_ROOT, 0)) {
		return false;
	}
	for (uint32_t at = 1; at < open->graph->node_count; at += step) {
		const ra_node node = open->order[at];
		const int depth = opens_at(open, node, heavy);

		step = depth >= 0 ? 1 : ra_node_dominated_count(open->measures, node);
		if (depth >= 0 ? !add_open(open, &open_capacity, node, depth)
					   : !add_unit(open, &unit_capacity, node)) {
			return false;
		}
	}
	return true;
}

bool ra_open_set_make(struct ra_open_set *open, const struct ra_graph *graph,
	const struct ra_measures *measures, uint64_t heavy_bytes)
{
	const uint32_t count = graph->node_count;

	memset(open, 0, sizeof(*open));
	open->graph = graph;
	open->measures = measures;
	open->place = reallocarray(NULL, (size_t)count, sizeof(*open->place));
	open->order = reallocarray(NULL, (size_t)count, sizeof(*open->order));
	if (count >= RA_OPEN_FLAG || !open->place || !open->order) {
		ra_open_set_done(open);
		return false;
	}
	memset(open->place, 0xff, (size_t)count * sizeof(*open->place));
	for (ra_node node = 0; node < count; node++) {
		open->order[measures->dominator_order[node]] = node;
	}
	if (!fill(open, heavy_bytes > 0 ? heavy_bytes : 1)) {
		ra_open_set_done(open);
		return false;
	}
	return true;
}

void ra_open_set_done(struct ra_open_set *open)
{
	free(open->place);
	free(open->order);
	free(open->nodes);
	free(open->units);
	memset(open, 0, sizeof(*open));
}
