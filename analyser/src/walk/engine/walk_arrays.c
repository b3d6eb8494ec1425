/* What arrays and references hold. See walk_expand.h. */
#include "walk/engine/walk_expand.h"

#include "php/array_fit.h"
#include "walk/engine/walk_seen.h"
#include "walk/engine/walk_tables.h"
#include "walk/engine/walk_values.h"

/* A long table by stretches, seen or not. */
static void follow_long(struct ra_walk *walk, ra_node node, const struct ra_array *array)
{
	struct ra_elements elements;
	bool whole = true;

	ra_ahead_begin_array(walk->ahead, array);
	for (uint32_t first = 0; whole && first < array->used; first += RA_AHEAD_STRETCH) {
		const struct ra_foreseen *const foreseen = ra_ahead_stretch(walk->ahead, first);

		if (foreseen) {
			ra_walk_seen_elements(walk, node, foreseen);
			continue;
		}
		ra_elements_init(&elements, walk->engine, array);
		elements.position = first;
		if (array->used - first > RA_AHEAD_STRETCH) {
			elements.array.used = first + RA_AHEAD_STRETCH;
		}
		whole = ra_walk_follow_elements(walk, node, &elements);
	}
}

void ra_walk_expand_array(struct ra_walk *walk, ra_node node)
{
	const struct ra_foreseen *const foreseen = walk->foreseen;
	struct ra_elements elements;
	struct ra_array array;

	if (foreseen) {
		array = foreseen->array;
		ra_space_count_reads(walk->space, 1);
	} else if (!ra_engine_table(walk->engine, ra_node_address(walk->graph, node), &array) ||
			   !ra_array_fit(walk->heap, &array, NULL)) {
		return;
	}
	if (!foreseen || !ra_walk_seen_table(walk, node, foreseen)) {
		ra_walk_claim_table(walk, node, &array);
	}
	if (!ra_walk_spend(walk, array.used)) {
		return;
	}
	if (foreseen && foreseen->elements) {
		ra_walk_seen_elements(walk, node, foreseen);
	} else if (walk->ahead && array.table_bytes && array.used > RA_AHEAD_LONG) {
		follow_long(walk, node, &array);
	} else {
		ra_elements_init(&elements, walk->engine, &array);
		ra_walk_follow_elements(walk, node, &elements);
	}
}

void ra_walk_expand_reference(struct ra_walk *walk, ra_node node)
{
	const ra_addr at = ra_node_address(walk->graph, node);
	const struct ra_foreseen *const foreseen = walk->foreseen;
	const struct ra_link link = ra_link(RA_LINK_REFERENCED, 0);

	if (!foreseen || !foreseen->elements) {
		ra_walk_value(walk, node, ra_engine_at(walk->engine, at, RA_zend_reference_val), link);
		return;
	}
	ra_space_count_reads(walk->space, 1);
	for (uint32_t i = 0; i < foreseen->element_count; i++) {
		const struct ra_element element = ra_walk_seen(walk, foreseen, i);

		ra_walk_loaded(walk, node, &element.value, link);
	}
	ra_walk_unsee(walk);
}
