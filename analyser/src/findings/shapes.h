/* Objects of one shape: the same class, size and number of dynamic properties; and how many of them
 * are equal in value. */
#ifndef RA_SHAPES_H
#define RA_SHAPES_H

#include "base/pair_index.h"
#include "walk/snapshot.h"

struct ra_shape {
	uint32_t class_index;
	uint32_t dynamic_count;
	uint64_t own_bytes; /* of one object */
	uint64_t count;
	ra_node first;
};

struct ra_shapes {
	struct ra_shape *items; /* in order of first sight */
	uint32_t count;
	struct ra_pair_index index;
};

/* Number of entries in the object's table of dynamic properties; 0: no table. */
uint32_t ra_shape_dynamic_count(const struct ra_snapshot *snapshot, ra_node object);

bool ra_shapes_make(const struct ra_snapshot *snapshot, struct ra_shapes *out);
void ra_shapes_done(struct ra_shapes *shapes);

struct ra_equality {
	uint64_t examined; /* objects looked at: all, or the first so many */
	uint64_t distinct; /* different values among them */
	uint64_t largest;  /* objects with the most frequent value */
	ra_node example;   /* one of these */
	uint64_t
		saving; /* what goes when each value is kept once: the objects and what only they hold */
};

/* Whether such objects hold something that PHP code cannot see: the class or one that it extends has a create_object of
 * its own. Two of them can look the same and be different. */
bool ra_class_has_state(const struct ra_graph *graph, uint32_t class_index);

/* Equal for objects of one class that are equal in value, never for those with a state that cannot be seen: scalars, the content of strings, and
 * small arrays are compared by value, everything else by identity. */
uint64_t ra_shape_value_hash(const struct ra_snapshot *snapshot, ra_node object);

/* The same for arrays; arrays in them, four deep, are compared by value, too. */
uint64_t ra_array_value_hash(const struct ra_snapshot *snapshot, ra_node array);

/* Compares the values of all objects of a shape, at most `limit` of them. */
bool ra_shape_compare(const struct ra_snapshot *snapshot, const struct ra_shape *shape,
	uint64_t limit, struct ra_equality *out);

/* The declared properties' names, sorted, joined with commas, then "[dynamic:N]" if any. Owned by
 * the caller. */
char *ra_shape_properties(const struct ra_snapshot *snapshot, const struct ra_shape *shape);

#endif
