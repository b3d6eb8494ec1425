/* ext/solr: a client, document or query is a number in a property; what it stands for lies in a table
 * of its kind, from which the object's end takes it. So it is the object's, though no pointer leads there.
 *
 * The tables hang off the module's globals and are reached by guess. A block is believed to be an object's
 * when its first word is the object's number, and most blocks of its table fit objects of that kind. */
#include <stdlib.h>
#include <string.h>

#include "walk/engine/walk_values.h"
#include "walk/extensions/extensions.h"

enum {
	KINDS = 3, /* of tables */
	MAX_TABLES = 16,
	MAX_ANCESTORS = 16,
};

static const struct {
	const char *class_name;
	uint32_t kind;
} classes[] = {
	{"SolrClient", 0},
	{"SolrDocument", 1},
	{"SolrInputDocument", 1},
	{"SolrParams", 2},
};

struct numbered {
	uint64_t number;
	ra_node object;
	uint32_t kind;
};

struct table {
	ra_node node;
	uint32_t fits[KINDS];
};

/* Which kind of object it is, from 0; KINDS: none. */
static uint32_t kind_of(const struct ra_graph *graph, uint32_t class_index)
{
	for (uint32_t i = 0; class_index < graph->class_count && i < MAX_ANCESTORS; i++) {
		const struct ra_class *const cls = &graph->classes[class_index];
		const char *const name = cls->internal ? ra_graph_name(graph, cls->name, NULL) : "";

		for (size_t c = 0; c < sizeof(classes) / sizeof(classes[0]); c++) {
			if (strcmp(name, classes[c].class_name) == 0) {
				return classes[c].kind;
			}
		}
		class_index = cls->parent;
	}
	return KINDS;
}

/* Most dumps have no such class: then nothing is looked at. */
static bool has_classes(const struct ra_graph *graph)
{
	for (uint32_t i = 0; i < graph->class_count; i++) {
		if (graph->classes[i].internal && kind_of(graph, i) != KINDS) {
			return true;
		}
	}
	return false;
}

static int compare_numbered(const void *a, const void *b)
{
	const struct numbered *const left = a;
	const struct numbered *const right = b;

	if (left->kind != right->kind) {
		return left->kind < right->kind ? -1 : 1;
	}
	if (left->number != right->number) {
		return left->number < right->number ? -1 : 1;
	}
	return (left->object > right->object) - (left->object < right->object);
}

/* The objects, sorted. NULL: there are none, or no memory; the walk knows of the latter. */
static struct numbered *collect(struct ra_walk *walk, uint32_t *count)
{
	const struct ra_graph *const graph = walk->graph;
	struct numbered *objects = NULL;

	*count = 0;
	if (!has_classes(graph)) {
		return NULL;
	}
	for (int pass = 0; pass < 2; pass++) {
		uint32_t found = 0;

		for (ra_node node = 1; node < graph->node_count; node++) {
			const ra_addr slot = ra_node_address(graph, node) +
								 ra_offset(walk->layout, RA_zend_object_properties_table);
			const uint32_t kind = graph->kind[node] == RA_NODE_OBJECT
									  ? kind_of(graph, ra_node_class(graph, node))
									  : KINDS;
			struct ra_value value;

			if (kind == KINDS || !ra_engine_value(walk->engine, slot, &value) ||
				value.type != RA_TYPE_LONG) {
				continue;
			}
			if (objects) {
				objects[found] = (struct numbered){value.payload, node, kind};
			}
			found++;
		}
		if (pass == 0 && found > 0) {
			objects = reallocarray(NULL, found, sizeof(*objects));
			if (!objects) {
				walk->no_memory = true;
			}
		}
		if (!objects) {
			return NULL;
		}
		*count = found;
	}
	qsort(objects, *count, sizeof(*objects), compare_numbered);
	return objects;
}

/* The object that the block at the end of an edge is of, when it is of that kind. */
static ra_node object_of(struct ra_walk *walk, const struct numbered *objects, uint32_t count,
	uint32_t kind, ra_node block)
{
	const struct numbered wanted = {
		.kind = kind, .number = ra_engine_word(walk->engine, ra_node_address(walk->graph, block))};
	uint32_t low = 0, high = count;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (compare_numbered(&objects[middle], &wanted) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low < count && objects[low].kind == kind && objects[low].number == wanted.number
			   ? objects[low].object
			   : RA_NO_NODE;
}

static bool is_element(const struct ra_graph *graph, uint32_t edge)
{
	return (graph->edge_flags[edge] & RA_EDGE_GUESS) &&
		   graph->kind[ra_edge_source(graph, edge)] == RA_NODE_ARRAY &&
		   graph->kind[graph->edge_to[edge]] == RA_NODE_UNKNOWN;
}

static struct table *table_of(struct table *tables, uint32_t *count, ra_node node, bool add)
{
	for (uint32_t i = 0; i < *count; i++) {
		if (tables[i].node == node) {
			return &tables[i];
		}
	}
	if (!add || *count == MAX_TABLES) {
		return NULL;
	}
	tables[*count] = (struct table){.node = node};
	return &tables[(*count)++];
}

/* The table itself is asked, since its memory has leftovers of other tables as well. */
static void link_table(
	struct ra_walk *walk, const struct table *table, const struct numbered *objects, uint32_t count)
{
	const struct ra_link link = ra_link_field(walk, "solr");
	struct ra_elements elements;
	struct ra_element element;
	struct ra_array array;
	uint32_t best = 0;

	for (uint32_t kind = 1; kind < KINDS; kind++) {
		best = table->fits[kind] > table->fits[best] ? kind : best;
	}
	if (!ra_engine_table(walk->engine, ra_node_address(walk->graph, table->node), &array)) {
		return;
	}
	ra_elements_init(&elements, walk->engine, &array);
	while (ra_elements_next(&elements, &element) && ra_walk_spend(walk, 1)) {
		const ra_addr at = element.value.payload;
		struct ra_slot slot;
		ra_node block, object;

		if (element.value.type != RA_TYPE_PTR || !ra_claims_slot(walk->claims, at, &slot) ||
			slot.start != at) {
			continue;
		}
		block = ra_claims_owner(walk->claims, slot.number);
		if (block == RA_NO_NODE || walk->graph->kind[block] != RA_NODE_UNKNOWN ||
			ra_node_address(walk->graph, block) != at) {
			continue;
		}
		object = object_of(walk, objects, count, best, block);
		if (object != RA_NO_NODE) {
			ra_walk_edge(walk, object, block, &link);
		}
	}
}

void ra_walk_solr(struct ra_walk *walk)
{
	struct ra_graph *const graph = walk->graph;
	struct table tables[MAX_TABLES];
	uint32_t table_count = 0, count;
	struct numbered *const objects = collect(walk, &count);
	const uint32_t edges = graph->edge_count; /* those that are added are not looked at */

	for (uint32_t e = 0; objects && e < edges; e++) {
		for (uint32_t kind = 0; is_element(graph, e) && kind < KINDS; kind++) {
			if (object_of(walk, objects, count, kind, graph->edge_to[e]) != RA_NO_NODE) {
				struct table *const table =
					table_of(tables, &table_count, ra_edge_source(graph, e), true);

				if (table) {
					table->fits[kind]++;
				}
			}
		}
	}
	for (uint32_t i = 0; i < table_count; i++) {
		link_table(walk, &tables[i], objects, count);
	}
	free(objects);
}
