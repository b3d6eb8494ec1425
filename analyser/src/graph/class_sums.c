/* See class_sums.h. */
#include "graph/class_sums.h"

#define STEPS_UP 64u /* from a block to its object: longer chains are nobody's */

static bool is_block(const struct ra_graph *graph, ra_node node)
{
	switch ((enum ra_node_kind)graph->kind[node]) {
	case RA_NODE_BUFFER:
	case RA_NODE_TABLE:
	case RA_NODE_FRAME:
	case RA_NODE_VM_STACK:
		return !(graph->flags[node] & (RA_NODE_GUESSED | RA_NODE_OUTSIDE));
	default:
		return false;
	}
}

/* The object whose structures the block belongs to, or RA_NO_NODE. */
static ra_node object_of(
	const struct ra_graph *graph, const struct ra_measures *measures, ra_node node)
{
	for (uint32_t i = 0; i < STEPS_UP && node != RA_NO_NODE; i++) {
		node = measures->immediate_dominator[node];
		if (node != RA_NO_NODE && !is_block(graph, node)) {
			return graph->kind[node] == RA_NODE_OBJECT ? node : RA_NO_NODE;
		}
	}
	return RA_NO_NODE;
}

void ra_classes_measure(struct ra_graph *graph, const struct ra_measures *measures)
{
	for (uint32_t c = 0; c < graph->class_count; c++) {
		graph->classes[c].held_bytes = 0;
	}
	for (ra_node node = 1; node < graph->node_count; node++) {
		ra_node object;

		if (!is_block(graph, node)) {
			continue;
		}
		object = object_of(graph, measures, node);
		if (object != RA_NO_NODE && ra_node_class(graph, object) < graph->class_count) {
			graph->classes[ra_node_class(graph, object)].held_bytes +=
				ra_node_own_bytes(graph, node);
		}
	}
}

uint64_t ra_class_state_bytes(const struct ra_class *cls)
{
	return cls->state_bytes + cls->held_bytes;
}

uint64_t ra_class_bytes(const struct ra_class *cls)
{
	return cls->content_bytes + ra_class_state_bytes(cls);
}
