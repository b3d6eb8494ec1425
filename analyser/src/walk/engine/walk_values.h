/* Following values. Each function adds the edge from -> target and, where the pointer owns a
 * reference, counts it. They return the target's node, or RA_NO_NODE when there is nothing
 * (scalars, null pointers) or it was refused. */
#ifndef RA_WALK_VALUES_H
#define RA_WALK_VALUES_H

#include "walk/engine/walk.h"

/* A zval at an address; INDIRECT is followed (and then counts no reference: the slot it leads to
 * does). */
ra_node ra_walk_value(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);
/* A zval already read. */
ra_node ra_walk_loaded(
	struct ra_walk *walk, ra_node from, const struct ra_value *value, struct ra_link link);
/* `count` zvals in a row, all with the same link (INDEX links are numbered from 0). */
void ra_walk_values(
	struct ra_walk *walk, ra_node node, ra_addr at, uint32_t count, struct ra_link link);

ra_node ra_walk_string(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);
ra_node ra_walk_array(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);
ra_node ra_walk_object(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);
ra_node ra_walk_resource(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);

/* The pointer alone, when the caller knows that it owns no reference (object store, `This` of some
 * frames, weak references). */
ra_node ra_walk_uncounted(
	struct ra_walk *walk, ra_node from, enum ra_type type, ra_addr at, struct ra_link link);
/* A counted reference that needs no edge: another path leads to the target already. */
void ra_walk_count(struct ra_walk *walk, enum ra_type type, ra_addr at);

/* The node of a value that is there already, or RA_NO_NODE. */
ra_node ra_walk_known(const struct ra_walk *walk, enum ra_type type, ra_addr at);
/* Whether fewer references to the node were found than it counts. */
bool ra_walk_lacks_references(const struct ra_walk *walk, ra_node node);

/* A zval that may be a leftover (dead temporaries): the edge is a guess, counts no reference, and
 * is made only when what it points to is alive and of the right type. */
ra_node ra_walk_doubtful(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);
/* A zval in memory that nobody explains, an element of an extension's container: the same, but
 * taken to be alive, so that it counts a reference. */
ra_node ra_walk_probable(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);

/* A HashTable embedded in another structure: claims its table for the node and follows its values
 * and counted keys, with KEY and INDEX links from the node. Values of type PTR are left alone. */
void ra_walk_table(struct ra_walk *walk, ra_node node, ra_addr table);
/* The element of that number among those that were seen; until the next call the functions above take from there what is known
 * of its value and its key. */
struct ra_element ra_walk_seen(
	struct ra_walk *walk, const struct ra_foreseen *foreseen, uint32_t number);
void ra_walk_unsee(struct ra_walk *walk); /* nothing is known any more */

/* One more counted reference to the node. */
void ra_walk_count_reference_anew(struct ra_walk *walk, ra_node node); /* the long way */
static inline void ra_walk_count_reference(struct ra_walk *walk, ra_node node)
{
	struct ra_narrow8 *const references = &walk->tally->references;

	if (node < walk->tally->reference_capacity && references->low[node] < UINT8_MAX - 1) {
		references->low[node]++;
	} else {
		ra_walk_count_reference_anew(walk, node);
	}
}

/* The elements of an array or a table. False: it ends in a hole, and the node is marked for it. */
bool ra_walk_follow_elements(struct ra_walk *walk, ra_node node, struct ra_elements *elements);
/* One of them: its key, and what its value points to. */
void ra_walk_element(struct ra_walk *walk, ra_node node, const struct ra_element *element);

/* Counts and links the key string of an element when it is a counted one. */
void ra_walk_key(struct ra_walk *walk, ra_node node, ra_addr key);
/* The link for an element of an array: KEY or INDEX. */
struct ra_link ra_walk_element_link(struct ra_walk *walk, const struct ra_element *element);

/* The callable of a zend_fcall_info. */
void ra_walk_fcall_info(struct ra_walk *walk, ra_node node, ra_addr fci);

#endif
