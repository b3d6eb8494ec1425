/* The engine's tables: their memory, and going through their elements. See walk_tables.h. */
#include "walk/engine/walk_tables.h"

#include "php/array_fit.h"

void ra_walk_claim_table(struct ra_walk *walk, ra_node node, const struct ra_array *array)
{
	if (array->table_bytes &&
		ra_walk_claim(walk, node, array->table, array->used_bytes, RA_LOC_ARRAY_TABLE) &&
		array->table_bytes > array->used_bytes) {
		ra_claim_note(walk->claims, array->table, array->table_bytes - array->used_bytes,
			RA_LOC_ARRAY_TABLE_OVERHEAD);
	}
}

bool ra_walk_elements(
	struct ra_walk *walk, ra_node node, ra_addr table, struct ra_elements *elements)
{
	struct ra_array array;

	if (table == 0) {
		return false;
	}
	if (!ra_engine_table(walk->engine, table, &array) || !ra_array_fit(walk->heap, &array, NULL)) {
		ra_walk_refuse(walk, RA_REFUSED_TABLE);
		return false;
	}
	ra_walk_claim_table(walk, node, &array);
	if (array.table_bytes == 0 || !ra_walk_spend(walk, array.used)) {
		return false;
	}
	if (elements) {
		ra_elements_init(elements, walk->engine, &array);
	}
	return true;
}

bool ra_walk_allocated_elements(struct ra_walk *walk, ra_node node, ra_addr table,
	enum ra_location location, struct ra_elements *elements)
{
	return table != 0 &&
		   ra_walk_claim(
			   walk, node, table, ra_sizeof(walk->layout, RA_STRUCT_zend_array), location) &&
		   ra_walk_elements(walk, node, table, elements);
}

bool ra_walk_foreign_elements(struct ra_walk *walk, ra_addr table, struct ra_elements *elements)
{
	struct ra_array array;

	if (!ra_engine_table(walk->engine, table, &array) || !ra_walk_spend(walk, array.used)) {
		return false;
	}
	ra_elements_init(elements, walk->engine, &array);
	return true;
}

bool ra_walk_each_element(
	struct ra_walk *walk, ra_node root, ra_addr table, ra_element_walker *walker)
{
	struct ra_elements elements;
	struct ra_element element;

	if (!ra_walk_elements(walk, root, table, &elements)) {
		return false;
	}
	while (ra_elements_next(&elements, &element)) {
		walker(walk, root, &element);
	}
	if (elements.broken) {
		walk->graph->flags[root] |= RA_NODE_PARTIAL;
	}
	return !elements.broken;
}
