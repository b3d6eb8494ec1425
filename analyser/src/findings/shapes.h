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

/* The object must have a class. */
bool ra_has_shape(const struct ra_snapshot *snapshot, ra_node object, const struct ra_shape *shape);

bool ra_shapes_make(const struct ra_snapshot *snapshot, struct ra_shapes *out);
void ra_shapes_done(struct ra_shapes *shapes);

/* Whether such objects hold something that PHP code cannot see: the class or one that it extends has a create_object of
 * its own. Two of them can look the same and be different. */
bool ra_class_has_state(const struct ra_graph *graph, uint32_t class_index);

/* Hashes of values by one reader of a dump, and contents of strings that it met lately. */
#define RA_STRINGS_AT_HAND 1024u
struct ra_value_hashing {
	const struct ra_snapshot *snapshot;
	/* What is in strings and in keys is left out: no string is read. Hashes of equal values are equal still. */
	bool coarse;
	ra_addr at[RA_STRINGS_AT_HAND];
	uint64_t hash[RA_STRINGS_AT_HAND];
};
void ra_value_hashing_init(struct ra_value_hashing *hashing, const struct ra_snapshot *snapshot);

/* Equal for objects of one class that are equal in value, never for those with a state that cannot be seen: scalars, the content of strings, and
 * small arrays are compared by value, everything else by identity. */
uint64_t ra_shape_value_hash(struct ra_value_hashing *hashing, ra_node object);

/* The same for arrays; arrays in them, four deep, are compared by value, too. */
uint64_t ra_array_value_hash(struct ra_value_hashing *hashing, ra_node array);

/* The declared properties' names, sorted, joined with commas, then "[dynamic:N]" if any. Owned by
 * the caller. */
char *ra_shape_properties(const struct ra_snapshot *snapshot, const struct ra_shape *shape);

#endif
