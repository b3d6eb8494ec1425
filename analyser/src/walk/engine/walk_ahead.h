/* A look ahead of the walk, on threads of its own. What the walk adds depends on what it added before, so it is one
 * thread's work; what memory tells of the nodes that come next does not (walk_glance.h). The walk takes what has been
 * seen, in its own order, and reads by itself what has not. So the graph is the same whatever the number of threads. */
#ifndef RA_WALK_AHEAD_H
#define RA_WALK_AHEAD_H

#include "graph/graph.h"
#include "walk/engine/walk_glance.h"

struct ra_ahead; /* opaque */

/* Engine, its space, heap and the owners of its slots must outlive it. NULL: there is no thread for it, no memory, little to look at, or a source
 * that two cannot read at once. */
struct ra_ahead *ra_ahead_new(
	const struct ra_engine *engine, const struct ra_heap *heap, const ra_node *owners);
void ra_ahead_free(struct ra_ahead *ahead); /* NULL is allowed */

/* How many property slots an object of that class has. */
typedef uint32_t ra_slots_of(const void *context, uint32_t class_index);

/* The nodes whose turn it is, and what was seen of them; NULL: nothing. */
struct ra_ahead_turn {
	ra_node first;
	uint32_t count;
	const struct ra_foreseen *foreseen;
};

/* The turn of the nodes from that one on; valid until the next call. Nodes are asked for in the order of their ids; those behind
 * it that the graph has already are looked at meanwhile. */
void ra_ahead_take_turn(struct ra_ahead *ahead, const struct ra_graph *graph, ra_node node,
	ra_slots_of *slots_of, const void *context, struct ra_ahead_turn *turn);

/* What was seen of a node that is expanded now, or NULL. */
static inline const struct ra_foreseen *ra_ahead_node(
	const struct ra_ahead_turn *turn, ra_node node)
{
	const struct ra_foreseen *const foreseen =
		turn->foreseen ? &turn->foreseen[node - turn->first] : NULL;

	return foreseen && foreseen->there ? foreseen : NULL;
}

/* Long tables, by stretches; one table at a time. */
#define RA_AHEAD_LONG    2048u /* an array of more elements is not seen with its node */
#define RA_AHEAD_STRETCH 1024u

/* All elements of an array, after ra_array_fit(); of a table of pointers to objects, those from 1 on. */
void ra_ahead_begin_array(struct ra_ahead *ahead, const struct ra_array *array);
void ra_ahead_begin_pointers(struct ra_ahead *ahead, ra_addr table, uint32_t count);
/* Of such a table the elements from `first` on, RA_AHEAD_STRETCH of them or the rest; NULL: not seen. Each is asked for
 * once, in order. Valid until the next call. */
const struct ra_foreseen *ra_ahead_stretch(struct ra_ahead *ahead, uint32_t first);

#endif
