/* See preorder.h. */
#include "graph/preorder.h"

#include <stdlib.h>

#include "graph/hanging.h"

#define WORD 64u

static bool is_listed(const struct ra_preorder *preorder, uint32_t place)
{
	return preorder->is_listed[place / WORD] >> place % WORD & 1;
}

/* Of a place that is listed: where in the list. */
static uint32_t rank(const struct ra_preorder *preorder, uint32_t place)
{
	const uint64_t below = preorder->is_listed[place / WORD] & ((UINT64_C(1) << place % WORD) - 1);

	return preorder->before[place / WORD] + (uint32_t)__builtin_popcountll(below);
}

static void mark(struct ra_preorder *preorder, ra_node node)
{
	const uint32_t place = preorder->measures->dominator_order[node];

	preorder->is_listed[place / WORD] |= UINT64_C(1) << place % WORD;
}

/* Whether the tree comes to a node that hangs by the edge that holds it. */
static bool is_found_from(const struct ra_graph *graph, ra_node holder, ra_node node)
{
	const uint32_t edge = graph->tree_edge[node];

	return edge >= graph->edge_begin[holder] && edge < graph->edge_begin[holder + 1] &&
		   ra_edge_holds_for(graph, edge, holder);
}

static void mark_held(struct ra_preorder *preorder, ra_node holder)
{
	const struct ra_graph *const graph = preorder->graph;

	for (uint32_t edge = graph->edge_begin[holder]; edge < graph->edge_begin[holder + 1]; edge++) {
		if (ra_edge_holds_for(graph, edge, holder)) {
			mark(preorder, graph->edge_to[edge]);
		}
	}
}

static void mark_all(struct ra_preorder *preorder)
{
	const struct ra_measures *const measures = preorder->measures;
	const uint64_t *const hanging = measures->hanging;

	for (ra_node node = 0; node < preorder->graph->node_count; node++) {
		const bool hangs = hanging && ra_hangs(hanging, node);
		const ra_node holder = hangs ? measures->immediate_dominator[node] : RA_NO_NODE;

		if (!hangs || !ra_hangs(hanging, holder)) {
			mark(preorder, node);
		} else if (!is_found_from(preorder->graph, holder, node) &&
				   !is_listed(preorder, measures->dominator_order[node])) {
			mark_held(preorder, holder);
		}
	}
}

static void write_all(struct ra_preorder *preorder)
{
	const uint32_t *const place = preorder->measures->dominator_order;

	for (ra_node node = 0; node < preorder->graph->node_count; node++) {
		if (is_listed(preorder, place[node])) {
			preorder->listed[rank(preorder, place[node])] = node;
		}
	}
}

/* How many are listed. */
static uint32_t count_before(struct ra_preorder *preorder, uint32_t words)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < words; i++) {
		preorder->before[i] = count;
		count += (uint32_t)__builtin_popcountll(preorder->is_listed[i]);
	}
	return count;
}

bool ra_preorder_make(
	struct ra_preorder *preorder, const struct ra_graph *graph, const struct ra_measures *measures)
{
	const uint32_t words = graph->node_count / WORD + 1;

	*preorder = (struct ra_preorder){.graph = graph,
		.measures = measures,
		.is_listed = calloc(words, sizeof(*preorder->is_listed)),
		.before = reallocarray(NULL, words, sizeof(*preorder->before))};
	if (preorder->is_listed && preorder->before) {
		mark_all(preorder);
		preorder->listed =
			reallocarray(NULL, count_before(preorder, words), sizeof(*preorder->listed));
		if (preorder->listed) {
			write_all(preorder);
			return true;
		}
	}
	ra_preorder_done(preorder);
	return false;
}

void ra_preorder_done(struct ra_preorder *preorder)
{
	free(preorder->is_listed);
	free(preorder->before);
	free(preorder->listed);
	*preorder = (struct ra_preorder){0};
}

/* ---- walking ---- */

/* To the node at that place, if the place is listed, or behind the end. False: neither. */
static inline bool go_to(struct ra_preorder_walk *walk, uint32_t place)
{
	walk->place = place;
	if (place >= walk->end) {
		walk->node = RA_NO_NODE;
		return true;
	}
	if (is_listed(walk->preorder, place)) {
		walk->node = walk->preorder->listed[rank(walk->preorder, place)];
		return true;
	}
	return false;
}

/* What the node holds by the first edge from that one on. */
static ra_node held_from(const struct ra_graph *graph, ra_node holder, uint32_t edge)
{
	while (edge < graph->edge_begin[holder + 1] && !ra_edge_holds_for(graph, edge, holder)) {
		edge++;
	}
	return edge < graph->edge_begin[holder + 1] ? graph->edge_to[edge] : RA_NO_NODE;
}

void ra_preorder_enter(struct ra_preorder_walk *walk)
{
	const struct ra_graph *const graph = walk->preorder->graph;
	const ra_node node = walk->node;

	if (ra_node_dominated_count(walk->preorder->measures, node) == 1) {
		ra_preorder_skip(walk);
	} else if (!go_to(walk, walk->place + 1)) {
		walk->node = held_from(graph, node, graph->edge_begin[node]);
	}
}

void ra_preorder_skip(struct ra_preorder_walk *walk)
{
	const struct ra_graph *const graph = walk->preorder->graph;
	const struct ra_measures *const measures = walk->preorder->measures;
	ra_node node = walk->node;

	if (go_to(walk, walk->place + ra_node_dominated_count(measures, node))) {
		return;
	}
	/* up to where something follows; all on the way hang, and so does what follows */
	ra_node holder = measures->immediate_dominator[node];

	while (measures->dominator_order[holder] + ra_node_dominated_count(measures, holder) ==
		   walk->place) {
		node = holder;
		holder = measures->immediate_dominator[node];
	}
	walk->node = held_from(graph, holder, graph->tree_edge[node] + 1);
}
