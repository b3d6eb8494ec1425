/* Helpers of the walkers of internal objects, the engine's and the extensions'. */
#ifndef RA_WALK_SPECIAL_H
#define RA_WALK_SPECIAL_H

#include "walk/engine/walk_class_registry.h"

/* True when the object's allocation really starts `std` bytes before the zend_object, std being the
 * offset of the field: the structure around it is then the one the layout describes. Otherwise the
 * class is noted in tally->unlike. */
bool ra_special_as_described(
	struct ra_walk *walk, const struct ra_object_view *object, enum ra_field std_field);
/* The same, and an object that is not is refused (RA_REFUSED_STATE): the scan takes it. */
bool ra_special_checked(
	struct ra_walk *walk, const struct ra_object_view *object, enum ra_field std_field);

/* True when the slot around the address is the node's. An embedded table is worked through only by
 * the owner of its memory, so that many structures which share one cost no more than one. Without a
 * heap there are no slots: then always true. */
bool ra_special_owns(struct ra_walk *walk, ra_node node, ra_addr at);

/* Claims a NUL-terminated text (char *) for the node. */
void ra_special_text(struct ra_walk *walk, ra_node node, ra_addr text);

/* A zend_fcall_info_cache: the object and the closure that it holds. */
void ra_special_fcall_cache(struct ra_walk *walk, ra_node node, ra_addr cache);

/* A field of the object's structure that points to a zend_string, to a zend_object; that is a
 * zval. */
void ra_special_string_field(struct ra_walk *walk, const struct ra_object_view *object,
	enum ra_field field, const char *name);
void ra_special_value_field(struct ra_walk *walk, const struct ra_object_view *object,
	enum ra_field field, const char *name);

#endif
