/* The state behind internal objects, resources and the engine's own services, one walk_*.c per
 * extension. Tables as in walk.h (struct ra_special), each ended by a row without a name. */
#ifndef RA_WALK_SPECIAL_H
#define RA_WALK_SPECIAL_H

#include "walk/engine/walk.h"

extern const struct ra_special ra_specials_spl[];        /* walk_spl.c: containers */
extern const struct ra_special ra_specials_iterators[];  /* walk_iterators.c: SPL's, foreach's */
extern const struct ra_special ra_specials_files[];      /* walk_files.c: SplFileInfo and others */
extern const struct ra_special ra_specials_date[];       /* walk_date.c */
extern const struct ra_special ra_specials_pdo[];        /* walk_pdo.c */
extern const struct ra_special ra_specials_reflection[]; /* walk_reflection.c */

/* A resource: `pointer` is its `ptr`. A php_stream (it points back to the resource) or a stream
 * context is walked; false: it is neither, or not to be recognised. (walk_streams.c) */
bool ra_walk_stream_resource(
	struct ra_walk *walk, ra_node resource, ra_addr resource_at, ra_addr pointer);

/* A php_stream that something other than its resource points to: SplFileObject, a temp stream's
 * inner one. (walk_streams.c) */
ra_node ra_walk_stream(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);

/* The same where the pointer owns the stream's resource: the resource is linked and counted, and
 * leads to the stream. (walk_streams.c) */
void ra_walk_owned_stream(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);

/* The output layer's globals, found by their shape: buffers and their callbacks. (walk_output.c) */
void ra_walk_output(struct ra_walk *walk, ra_node branch);

/* Globals of modules that have an address in their module entry: date's cache of time zones, ...
 * (walk_modules.c) */
void ra_walk_modules(struct ra_walk *walk, ra_node branch);

/* The memory of ext/uri's URL parser, found by its shape. (walk_lexbor.c) */
void ra_walk_lexbor(struct ra_walk *walk, ra_node branch);

/* The functions of spl_autoload_register(), found by their shape. (walk_autoload.c) */
void ra_walk_autoload(struct ra_walk *walk, ra_node branch);

/* A timelib_tzinfo, shared by dates and the module's cache. (walk_date.c) */
void ra_walk_time_zone(struct ra_walk *walk, ra_node from, ra_addr zone);

/* Helpers of these files. */

/* True when the object's allocation really starts `std` bytes before the zend_object, std being the
 * offset of the field: the structure around it is then the one the layout describes. Otherwise the
 * object is refused (RA_REFUSED_STATE) and left to the conservative scan. */
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

/* A field of the object's structure that points to a zend_string, to a zend_object; that is a zval.
 */
void ra_special_string_field(struct ra_walk *walk, const struct ra_object_view *object,
	enum ra_field field, const char *name);
void ra_special_value_field(struct ra_walk *walk, const struct ra_object_view *object,
	enum ra_field field, const char *name);

#endif
