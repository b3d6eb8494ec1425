/* State of extensions whose structures no header of the engine describes: their parts as tables.
 *
 * A shape is a structure: its size, and those of its members that lead to other memory. The walk
 * follows a shape's parts for a node and claims for it what they lead to. Shapes nest as their
 * tables do; only chains and lists go as far as the dump says, in loops.
 *
 * Each file says where its offsets come from and for which versions. A structure is believed when
 * the dump agrees: it begins its slot, the slot is of the size class that its size gets, members
 * that must be zvals are some, and those that point back do. What is not believed is left to the
 * conservative scan, as is the state of a version that no row describes; RA_REFUSED_STATE counts
 * the objects. */
#ifndef RA_WALK_PARTS_H
#define RA_WALK_PARTS_H

#include "walk/engine/walk_class_registry.h"

struct ra_shape;

enum ra_part_kind {
	RA_PART_VALUE,    /* a zval */
	RA_PART_OBJECT,   /* zend_object *, counted; `bytes`: how far behind the pointer it stands */
	RA_PART_STRING,   /* zend_string *, counted */
	RA_PART_ARRAY,    /* zend_array *, counted, or with one owner */
	RA_PART_TABLE,    /* HashTable *, not a value: its values, or blocks of `shape` */
	RA_PART_RESOURCE, /* zend_resource *, counted */
	RA_PART_STREAM,   /* php_stream *; its resource is owned */
	RA_PART_BLOCK,    /* memory without pointers */
	RA_PART_BUFFER,   /* the same as a node of its own: it may be large */
	RA_PART_VALUES,   /* zval *: as many as its slot has room for */
	RA_PART_STRUCT,   /* a structure of `shape` */
	RA_PART_SHARED,   /* the same as a node of its own: several things point to it */
	RA_PART_CHAIN,    /* the same, linked through its first word */
	RA_PART_LIST,     /* an embedded zend_llist of `shape` */
	RA_PART_CACHE,    /* an embedded zend_fcall_info_cache */
	RA_PART_CALL,     /* `walk` does it */
};

struct ra_part {
	uint16_t at;
	uint8_t kind; /* enum ra_part_kind */
	uint16_t bytes;
	const char *name;
	const struct ra_shape *shape;
	/* `at`: the part's address; structure: that of what it is part of. */
	void (*walk)(struct ra_walk *walk, ra_node node, ra_addr structure, ra_addr at);
};

struct ra_shape {
	uint32_t bytes;
	uint32_t count;
	const struct ra_part *parts;
	uint32_t more; /* bytes that may follow: room for plug-ins */
	/* Something beyond sizes and zvals that must be so; NULL: nothing. */
	bool (*holds)(struct ra_walk *walk, ra_addr structure);
};

#define RA_SHAPE(size, table)                                                                      \
	{.bytes = (size), .count = sizeof(table) / sizeof((table)[0]), .parts = (table)}

/* The structure around an object of an internal class, in the versions [since, before): numbers of
 * ra_layout.version. */
struct ra_object_shape {
	uint32_t since, before;
	uint32_t std; /* where the zend_object stands in it */
	struct ra_shape shape;
};

/* Walks the state of an object by the row that fits; false: none does. */
bool ra_walk_object_shape(struct ra_walk *walk, const struct ra_object_view *object,
	const struct ra_object_shape *rows, uint32_t count);

/* Follows the parts of a structure that is claimed already. */
void ra_walk_shape(
	struct ra_walk *walk, ra_node node, ra_addr structure, const struct ra_shape *shape);

/* Claims memory that begins a slot, and follows `count` zvals in it that stand `stride` bytes apart,
 * with the value `first` bytes behind each start. False: it does not hold so many, or was claimed
 * before. */
bool ra_walk_value_rows(struct ra_walk *walk, ra_node node, ra_addr rows, uint64_t count,
	uint32_t stride, uint32_t first, const char *name);

/* Claims the slot that the address begins; anything else is left alone. */
void ra_walk_slot_start(struct ra_walk *walk, ra_node node, ra_addr at);

/* Whether the pointer leads to a slot that such a structure gets. */
bool ra_shape_fits(struct ra_walk *walk, ra_addr structure, const struct ra_shape *shape);

/* Claims such a structure for the node and follows its parts. False: it does not fit, or was
 * claimed before. */
bool ra_walk_structure(
	struct ra_walk *walk, ra_node node, ra_addr structure, const struct ra_shape *shape);

#endif
