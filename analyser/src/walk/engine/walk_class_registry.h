/* The classes of the dump as its objects see them: name, parent, names of the property slots, who
 * walks the state behind an internal one. A class is learnt when something first names its entry. */
#ifndef RA_WALK_CLASS_REGISTRY_H
#define RA_WALK_CLASS_REGISTRY_H

#include "walk/engine/walk.h"

/* ---- walkers of internal objects ---- */

struct ra_object_view {
	ra_node node;
	ra_addr at;    /* the zend_object */
	ra_addr start; /* of its allocation: the structure around it begins here */
	uint32_t class_index;
};

/* Walks what an internal object keeps outside its properties, called once per object after
 * these. */
typedef void ra_object_walker(struct ra_walk *walk, const struct ra_object_view *object);

/* A row of a table of walkers, which ends with a row without a name; the nearest ancestor wins. */
struct ra_special {
	const char *class_name; /* of the internal class; holds for its descendants as well */
	ra_object_walker *walk;
	enum ra_struct structure; /* that the object is, when it begins with the zend_object */
};

/* ---- classes ---- */

struct ra_class_info { /* index: that of graph->classes */
	ra_addr entry;
	ra_name *names; /* of the property slots; 0: unknown */
	uint32_t slots;
	bool guards;
	bool doubted; /* its entry or its name cannot be read */
	const struct ra_special *special;
	ra_addr handlers; /* those seen last, and their offset */
	uint32_t offset;
	uint32_t smallest_slot; /* that has room for an object; known at the end */
};

bool ra_walk_classes_new(struct ra_walk *walk, struct ra_error *err);
void ra_walk_classes_free(struct ra_walk *walk);
void ra_walk_classes_finish(struct ra_walk *walk); /* sums per class */

/* Class of an object: index of graph->classes, learnt on first sight. RA_NO_CLASS: implausible. */
uint32_t ra_walk_class_index(struct ra_walk *walk, ra_addr entry);
/* The same of a class that was learnt before; RA_NO_CLASS: it was not. */
uint32_t ra_walk_class_learnt(struct ra_walk *walk, ra_addr entry);
/* The same where the entry must be a class: of an object that the objects store lists, of the class
 * table. One that cannot be read is called "(class at 0x...)", and counted. */
uint32_t ra_walk_class_doubted(struct ra_walk *walk, ra_addr entry);
/* Names such a class by its key in the class table. */
void ra_walk_class_named(struct ra_walk *walk, uint32_t class_index, ra_addr key);

/* What is known of a class: valid until the next one is learnt. */
const struct ra_class_info *ra_walk_class_info(const struct ra_walk *walk, uint32_t class_index);
/* How far before its zend_object the allocation of an object begins. */
uint32_t ra_walk_object_offset(
	struct ra_walk *walk, uint32_t class_index, const struct ra_object *object, ra_addr at);

#endif
