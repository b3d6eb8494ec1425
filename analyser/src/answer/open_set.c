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

bool ra_is_most_of_array(const struct ra_open_set *open, uint32_t edge)
{
	const ra_node array = ra_edge_source(open->graph, edge);
	const ra_node element = open->graph->edge_to[edge];

	return is_most_of(open, element, array) ||
		   (open->graph->edge_kind[edge] == RA_LINK_KEY && is_tenth_of(open, element, array));
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

static bool opens_below_its_class(const struct ra_open_set *open, ra_node node, uint32_t above)
{
	/* the super-root is scaffolding */
	for (; open->nodes[above].depth > 0; above = open->nodes[above].above) {
		if (same_class(open, open->nodes[above].node, node)) {
			return true;
		}
	}
	return false;
}

/* What parts of the object's own class, directly or in one array, hold of it. */
static uint64_t bytes_of_its_class(const struct ra_open_set *open, ra_node object)
{
	const struct ra_measures *measures = open->measures;
	struct ra_preorder_walk walk = ra_preorder_from(&open->preorder, object);
	uint64_t bytes = 0;

	ra_preorder_enter(&walk);
	while (walk.node != RA_NO_NODE) {
		const ra_node child = walk.node;

		if (same_class(open, child, object)) {
			bytes += dominated(open, child);
		}
		/* into an array, over everything else */
		if (open->graph->kind[child] == RA_NODE_ARRAY &&
			measures->immediate_dominator[child] == object) {
			ra_preorder_enter(&walk);
		} else {
			ra_preorder_skip(&walk);
		}
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
static int opens_at(const struct ra_open_set *open, ra_node node, uint32_t above, uint64_t heavy)
{
	const int depth = open->nodes[above].depth;
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
	if (depth < RA_OPEN_DEPTH && is_heavy(open, node, open->nodes[above].node, heavy) &&
		!opens_below_its_class(open, node, above) && !is_head_of_its_class(open, node)) {
		return depth + 1;
	}
	return -1;
}

/* Room for one item more in an array that doubles. */
static void *grown(void *items, uint32_t count, uint32_t *capacity, size_t item_bytes)
{
	if (count < *capacity) {
		return items;
	}
	*capacity = *capacity ? *capacity * 2 : 1024;
	return reallocarray(items, *capacity, item_bytes);
}

struct filling {
	uint32_t open_capacity, unit_capacity;
	uint32_t stretch; /* those up to this one know what stands before them */
};

/* Bits are set from the first place to the last. */
static struct ra_open_stretch *stretch_of(
	struct ra_open_set *open, struct filling *filling, uint32_t place)
{
	while (filling->stretch < place / RA_OPEN_STRETCH) {
		struct ra_open_stretch *const stretch = &open->stretches[++filling->stretch];

		stretch->open_before = open->count;
		stretch->units_before = open->unit_count;
	}
	return &open->stretches[place / RA_OPEN_STRETCH];
}

static bool add_open(struct ra_open_set *open, struct filling *filling,
	const struct ra_preorder_walk *at, uint32_t above, int depth)
{
	struct ra_open_node *const nodes =
		grown(open->nodes, open->count, &filling->open_capacity, sizeof(*nodes));

	if (!nodes) {
		return false;
	}
	open->nodes = nodes;
	stretch_of(open, filling, at->place)->open |= UINT64_C(1) << at->place % RA_OPEN_STRETCH;
	nodes[open->count] = (struct ra_open_node){.node = at->node,
		.above = above,
		.level = open->count == 0 ? 0 : nodes[above].level + 1,
		.depth = (uint8_t)depth};
	open->count++;
	return true;
}

static bool add_unit(
	struct ra_open_set *open, struct filling *filling, const struct ra_preorder_walk *at)
{
	ra_node *const units =
		grown(open->units, open->unit_count, &filling->unit_capacity, sizeof(*units));

	if (!units) {
		return false;
	}
	open->units = units;
	stretch_of(open, filling, at->place)->units |= UINT64_C(1) << at->place % RA_OPEN_STRETCH;
	units[open->unit_count++] = at->node;
	return true;
}

static bool fill(struct ra_open_set *open, uint64_t heavy)
{
	struct ra_preorder_walk at = ra_preorder_from(&open->preorder, RA_SUPER_ROOT);
	struct filling filling = {0};
	uint32_t above = 0;

	open->generator_class = generator_class(open->graph);
	if (!add_open(open, &filling, &at, 0, 0)) {
		return false;
	}
	ra_preorder_enter(&at);
	while (at.node != RA_NO_NODE) {
		const ra_node dominator = open->measures->immediate_dominator[at.node];

		if (open->nodes[above].node != dominator) { /* mostly that of the node before */
			above = ra_open_index(open, dominator);
		}
		const int depth = opens_at(open, at.node, above, heavy);

		if (depth >= 0 ? !add_open(open, &filling, &at, above, depth)
					   : !add_unit(open, &filling, &at)) {
			return false;
		}
		if (depth >= 0) {
			ra_preorder_enter(&at);
		} else {
			ra_preorder_skip(&at);
		}
	}
	stretch_of(open, &filling, open->graph->node_count - 1);
	return true;
}

bool ra_open_set_make(struct ra_open_set *open, const struct ra_graph *graph,
	const struct ra_measures *measures, uint64_t heavy_bytes)
{
	const uint32_t count = graph->node_count;

	memset(open, 0, sizeof(*open));
	open->graph = graph;
	open->measures = measures;
	open->stretches = calloc((size_t)count / RA_OPEN_STRETCH + 1, sizeof(*open->stretches));
	if (!open->stretches || !ra_preorder_make(&open->preorder, graph, measures) ||
		!fill(open, heavy_bytes > 0 ? heavy_bytes : 1)) {
		ra_open_set_done(open);
		return false;
	}
	return true;
}

void ra_open_set_done(struct ra_open_set *open)
{
	free(open->stretches);
	ra_preorder_done(&open->preorder);
	free(open->nodes);
	free(open->units);
	memset(open, 0, sizeof(*open));
}
