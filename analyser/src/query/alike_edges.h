/* Edges whose places differ in an index or key alone. Of a list with millions of elements one place is made. */
#ifndef RA_ALIKE_EDGES_H
#define RA_ALIKE_EDGES_H

#include "graph/graph.h"

enum {
	RA_ALIKE_STEPS = 8, /* up that two places are compared */
	RA_ALIKE_PLACES = 4 /* that may take turns */
};

/* Whether the elements of the array read as "[5]" or "['a']" wherever they are. Those of a table of properties or of
 * variables do not. */
static inline bool ra_array_has_plain_elements(const struct ra_graph *graph, ra_node array)
{
	if (graph->kind[array] != RA_NODE_ARRAY || (graph->flags[array] & RA_NODE_PROPERTY_TABLE)) {
		return false;
	}
	const uint32_t held_by = graph->tree_edge[array];

	return held_by != RA_NO_NODE && graph->edge_kind[held_by] != RA_LINK_DYNAMIC_TABLE &&
		   (graph->edge_kind[held_by] != RA_LINK_FIELD ||
			   graph->kind[ra_edge_source(graph, held_by)] != RA_NODE_FRAME);
}

/* Of an array with plain elements it is written as brackets with a number or a key. */
static inline bool ra_link_is_element(uint8_t kind)
{
	return kind == RA_LINK_INDEX || kind == RA_LINK_WIDE_INDEX || kind == RA_LINK_KEY;
}

/* Whether elements of both arrays, which may be one, are written so. */
static inline bool ra_arrays_have_plain_elements(
	const struct ra_graph *graph, ra_node array, ra_node other)
{
	return ra_array_has_plain_elements(graph, array) &&
		   (array == other || ra_array_has_plain_elements(graph, other));
}

/* Whether the places of both edges differ only in what is folded: numbers, and a key at the end; or with any_key all keys. So
 * elements of one array are alike, the same property of its elements, and elements of arrays that are such properties. `before` may
 * be RA_NO_NODE: none. */
static inline bool ra_edges_are_alike(
	const struct ra_graph *graph, uint32_t edge, uint32_t before, bool any_key)
{
	for (int step = 0; step < RA_ALIKE_STEPS && edge != RA_NO_NODE && before != RA_NO_NODE;
		step++) {
		if (edge == before) {
			return true;
		}
		const uint8_t kind = graph->edge_kind[edge], kind_before = graph->edge_kind[before];
		const ra_node from = ra_edge_source(graph, edge), other = ra_edge_source(graph, before);

		if (kind == RA_LINK_PROPERTY) {
			if (kind_before != kind || graph->edge_key[edge] != graph->edge_key[before]) {
				return false;
			}
		} else if ((!any_key && (kind_before != kind || (kind == RA_LINK_KEY && step > 0))) ||
				   !ra_link_is_element(kind) || !ra_link_is_element(kind_before) ||
				   !ra_arrays_have_plain_elements(graph, from, other)) {
			return false;
		}
		if (from == other) {
			return true;
		}
		edge = graph->tree_edge[from];
		before = graph->tree_edge[other];
	}
	return false;
}

struct ra_alike_places { /* the last ones that were made, zeroed: none */
	uint32_t edge[RA_ALIKE_PLACES];
	uint32_t place[RA_ALIKE_PLACES]; /* its number + 1 */
	uint32_t next;
	uint32_t array_place; /* of elements of one kind in one array: its number + 1 */
	ra_node array;
	uint8_t array_kind;
};

static inline void ra_alike_note(
	struct ra_alike_places *places, const struct ra_graph *graph, uint32_t edge, uint32_t place)
{
	const ra_node from = ra_edge_source(graph, edge);

	if (ra_link_is_element(graph->edge_kind[edge]) && ra_array_has_plain_elements(graph, from)) {
		places->array = from;
		places->array_kind = graph->edge_kind[edge];
		places->array_place = place + 1;
	}
}

/* The number of the place that the edge has with one of the last ones. RA_NO_NODE: it is to be made. */
static inline uint32_t ra_alike_place(
	struct ra_alike_places *places, const struct ra_graph *graph, uint32_t edge, bool any_key)
{
	if (places->array_place > 0 && graph->edge_kind[edge] == places->array_kind &&
		ra_edge_source(graph, edge) == places->array) {
		return places->array_place - 1;
	}
	for (int i = 0; i < RA_ALIKE_PLACES; i++) {
		if (places->place[i] > 0 && ra_edges_are_alike(graph, edge, places->edge[i], any_key)) {
			places->edge[i] = edge; /* a neighbour is near */
			ra_alike_note(places, graph, edge, places->place[i] - 1);
			return places->place[i] - 1;
		}
	}
	return RA_NO_NODE;
}

static inline void ra_alike_add(
	struct ra_alike_places *places, const struct ra_graph *graph, uint32_t edge, uint32_t place)
{
	const uint32_t at = places->next++ % RA_ALIKE_PLACES;

	places->edge[at] = edge;
	places->place[at] = place + 1;
	ra_alike_note(places, graph, edge, place);
}

#endif
