/* See joint.h. */
#include "answer/joint.h"

#include <stdlib.h>

enum {
	MAX_WANTED = 256,
	MAX_PLACES = 4096
};

static void want(struct ra_joint *joint, const struct ra_open_set *open, ra_node node)
{
	if (open->graph->kind[node] != RA_NODE_ARRAY ||
		ra_node_holder_count(open->measures, node) < 2 || joint->wanted_count == MAX_WANTED ||
		ra_joint_has(joint, node)) {
		return;
	}
	if (!joint->wanted) {
		joint->wanted = reallocarray(NULL, MAX_WANTED, sizeof(*joint->wanted));
	}
	if (!joint->wanted) {
		joint->failed = true;
		return;
	}
	joint->wanted[joint->wanted_count++] = node;
}

void ra_joint_want(struct ra_joint *joint, const struct ra_labels *labels, const struct ra_row *row)
{
	if (row->open != RA_NO_NODE) {
		want(joint, labels->open, labels->open->nodes[row->open].node);
	} else if (row->label != RA_NO_LABEL) {
		for (uint32_t i = 0; i < labels->items[row->label].count; i++) {
			const struct ra_atom atom = ra_label_atom(labels, row->label, i);

			if (atom.kind == RA_ATOM_WHOLE) {
				want(joint, labels->open, atom.id);
			}
		}
	}
}

bool ra_joint_has(const struct ra_joint *joint, ra_node node)
{
	for (uint32_t i = 0; i < joint->wanted_count; i++) {
		if (joint->wanted[i] == node) {
			return true;
		}
	}
	return false;
}

/* An edge from below the place leads back to it: no holder of its own. */
static bool is_holder(
	const struct ra_graph *graph, const struct ra_measures *measures, uint32_t edge)
{
	return ra_edge_holds(graph, edge) &&
		   !ra_node_dominates(measures, graph->edge_to[edge], ra_edge_source(graph, edge));
}

bool ra_joint_find(
	struct ra_joint *joint, const struct ra_graph *graph, const struct ra_measures *measures)
{
	uint8_t *bits;

	if (joint->failed || joint->wanted_count == 0) {
		return !joint->failed;
	}
	bits = calloc((size_t)graph->node_count / 8 + 1, 1);
	joint->places = reallocarray(NULL, MAX_PLACES, sizeof(*joint->places));
	if (!bits || !joint->places) {
		free(bits);
		return false;
	}
	for (uint32_t i = 0; i < joint->wanted_count; i++) {
		bits[joint->wanted[i] / 8] |= (uint8_t)(1u << joint->wanted[i] % 8);
	}
	for (uint32_t edge = 0; edge < graph->edge_count && joint->count < MAX_PLACES; edge++) {
		const ra_node to = graph->edge_to[edge];

		if ((bits[to / 8] >> to % 8 & 1) && is_holder(graph, measures, edge)) {
			joint->places[joint->count++] = (struct ra_joint_place){to, edge};
		}
	}
	free(bits);
	return true;
}

void ra_joint_done(struct ra_joint *joint)
{
	free(joint->wanted);
	free(joint->places);
}
