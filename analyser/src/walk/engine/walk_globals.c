/* Global variables. While a script runs, the global variables that its code names live in the slots
 * of its frame, and the entries of EG(symbol_table) are INDIRECT values that lead there:
 *
 *   EG(symbol_table) --- $rows, INDIRECT ---> slot of $rows in the frame of <main> ---> array
 *
 * The slot owns the value, so that a global belongs to <main>, as a local variable does to its
 * function, and not half to each of two roots. An included file moves the variables it names to its
 * own frame; what is left in the slots of <main> is a stale copy that owns nothing. */
#include "walk/engine/walk_globals.h"

#include <stdlib.h>

#include "walk/engine/walk_tables.h"
#include "walk/engine/walk_values.h"

struct indirect {
	ra_addr slot;
	uint32_t edge; /* from the root to the value */
};

struct ra_global_slots {
	struct indirect *entries; /* by slot */
	uint32_t count;
	bool complete; /* the table could be read, so what is not in it is stale */
};

static int by_slot(const void *left, const void *right)
{
	const struct indirect *const a = left;
	const struct indirect *const b = right;

	return (a->slot > b->slot) - (a->slot < b->slot);
}

static bool add_entry(struct ra_global_slots *globals, ra_addr slot, uint32_t edge)
{
	if ((globals->count & (globals->count - 1)) == 0) { /* full at each power of two */
		const size_t capacity = globals->count ? (size_t)globals->count * 2 : 1;
		struct indirect *const larger =
			reallocarray(globals->entries, capacity, sizeof(*globals->entries));

		if (!larger) {
			return false;
		}
		globals->entries = larger;
	}
	globals->entries[globals->count++] = (struct indirect){slot, edge};
	return true;
}

static void walk_variable(struct ra_walk *walk, ra_node root, const struct ra_element *element)
{
	const struct ra_link link = ra_link_named(walk, RA_LINK_GLOBAL, element->key);

	ra_walk_key(walk, root, element->key);
	if (ra_walk_loaded(walk, root, &element->value, link) != RA_NO_NODE &&
		element->value.type == RA_TYPE_INDIRECT &&
		!add_entry(walk->globals, element->value.payload, walk->graph->edge_count - 1)) {
		walk->no_memory = true;
	}
}

void ra_walk_globals(struct ra_walk *walk, ra_node root)
{
	const ra_addr table =
		ra_engine_at(walk->engine, walk->engine->executor, RA_zend_executor_globals_symbol_table);

	walk->globals = calloc(1, sizeof(*walk->globals));
	if (!walk->globals) {
		walk->no_memory = true;
		return;
	}
	walk->globals->complete = ra_walk_each_element(walk, root, table, walk_variable);
	if (walk->globals->count) {
		qsort(walk->globals->entries, walk->globals->count, sizeof(struct indirect), by_slot);
	}
}

bool ra_walk_global_slot(struct ra_walk *walk, ra_addr slot)
{
	const struct ra_global_slots *const globals = walk->globals;
	const struct indirect wanted = {.slot = slot};
	const struct indirect *found;

	if (!globals || !globals->complete) {
		return true;
	}
	found = globals->count ? bsearch(&wanted, globals->entries, globals->count,
								 sizeof(struct indirect), by_slot)
						   : NULL;
	if (found) {
		walk->graph->edge_flags[found->edge] |= RA_EDGE_WEAK;
	}
	return found != NULL;
}

void ra_walk_globals_free(struct ra_walk *walk)
{
	if (walk->globals) {
		free(walk->globals->entries);
		free(walk->globals);
		walk->globals = NULL;
	}
}
