/* What memory tells of nodes without the graph: their headers and elements, and of each value that they refer to the slot
 * and the header. Nothing here depends on what the walk has found, so it can be read ahead of it (walk_ahead.h).
 *
 * Only what is as usual is told. Anything else (a hole, a free slot, a header of another type) is "not seen": the walk
 * reads it by itself, refuses it and counts it. */
#ifndef RA_WALK_GLANCE_H
#define RA_WALK_GLANCE_H

#include "graph/graph.h"
#include "php/engine.h"
#include "php/zendmm.h"

enum ra_seen_flag {
	RA_SEEN_INTERNED = 1,   /* of a string; of an array: immutable */
	RA_SEEN_PERSISTENT = 2, /* of a string */
	RA_SEEN_PACKED = 4,     /* of an array, whose table fits its block */
	RA_SEEN_ORDINARY =
		8, /* a string, an array or an object that begins a small slot, which has room for it */
	RA_SEEN_KNOWN =
		16, /* its slot had an owner then, so its header was not looked at: nothing but at, slot and type is told */
};

/* A value that something refers to: alive, or outside the heap. */
struct ra_seen {
	ra_addr at;
	uint64_t word; /* of a string its length, of an object its class entry */
	uint32_t slot; /* of an ordinary one: its number */
	uint32_t refcount;
	uint32_t handle;     /* of an object */
	uint16_t slot_bytes; /* of an ordinary one */
	uint8_t type;        /* enum ra_type; the header says the same. RA_TYPE_UNDEF: not seen */
	uint8_t flags;       /* enum ra_seen_flag */
};

#define RA_NOT_SEEN UINT32_MAX

/* An element of an array, a property slot of an object (index: its number), an entry of the objects store (index: its
 * handle). Left out are those of scalars without a key. */
struct ra_seen_element {
	uint64_t payload; /* of the value */
	ra_addr key;      /* the string; 0: the index is its key */
	int64_t index;
	uint32_t value_place, key_place; /* in `seen`, or RA_NOT_SEEN */
	uint8_t type;                    /* of the value: enum ra_type */
	bool refcounted;
};

struct ra_foreseen {
	union {
		struct ra_array array; /* after ra_array_fit() */
		struct ra_object object;
		struct ra_value value; /* of a reference */
	};
	struct ra_slot slot; /* of the object, of the array's table; number RA_NO_SLOT: none */
	const struct ra_seen_element *elements; /* NULL: not seen */
	const struct ra_seen *seen;
	uint32_t element_count;
	uint32_t covered; /* elements or property slots that were looked at: all of them */
	bool there;       /* false: the node is not seen */
};

struct ra_glance_node {
	ra_addr at;
	uint32_t slots; /* of an object: property slots */
	uint8_t type;   /* RA_TYPE_ARRAY, _OBJECT, _REFERENCE; of any other nothing is seen */
};

/* Room for what is seen at a time. */
#define RA_GLANCE_ELEMENTS 16384u
#define RA_GLANCE_SEEN     (RA_GLANCE_ELEMENTS * 2) /* a value and a key each */

struct ra_glance { /* owns what struct ra_foreseen points to */
	struct ra_seen_element *elements;
	struct ra_seen *seen;
	uint32_t element_count, seen_count;
};

bool ra_glance_new(struct ra_glance *glance); /* false: no memory */
void ra_glance_free(struct ra_glance *glance);

/* Who looks: `space` of the engine is one of his own. Owners of slots change meanwhile, but only from RA_NO_NODE to a node. */
struct ra_look {
	const struct ra_engine *engine;
	const struct ra_heap *heap;
	const ra_node *owners;
};

/* Looks at nodes; what the glance held before is gone. The elements of an array of more than `most`, and those that it has
 * no room for, are not seen. */
void ra_glance_at_nodes(struct ra_glance *glance, const struct ra_look *look,
	const struct ra_glance_node *nodes, uint32_t count, uint32_t most, struct ra_foreseen *out);

/* Looks at the elements first .. end - 1 of an array after ra_array_fit(), at most RA_GLANCE_ELEMENTS. */
void ra_glance_at_elements(struct ra_glance *glance, const struct ra_look *look,
	const struct ra_array *array, uint32_t first, uint32_t end, struct ra_foreseen *out);

/* The same of a table of pointers to objects, of which odd ones are none; indexes from `first`. */
void ra_glance_at_pointers(struct ra_glance *glance, const struct ra_look *look, ra_addr table,
	uint32_t first, uint32_t end, struct ra_foreseen *out);

#endif
