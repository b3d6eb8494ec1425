/* Functions and classes, and parts of them that others have as well. */
#ifndef RA_WALK_FUNCTIONS_H
#define RA_WALK_FUNCTIONS_H

#include "walk/engine/walk.h"

/* A zend_function: user functions only, RA_NO_NODE for internal ones. */
ra_node ra_walk_function(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);
/* A zend_class_entry. (walk_classes.c) */
ra_node ra_walk_class(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);
/* Attaches classes that objects have but no table lists. (walk_classes.c) */
void ra_walk_classes_unlisted(struct ra_walk *walk, ra_node root);

/* Attributes of classes, functions, ... (a HashTable *), types (a zend_type at `at`). */
void ra_walk_attributes(struct ra_walk *walk, ra_node node, ra_addr table);
void ra_walk_type(struct ra_walk *walk, ra_node node, ra_addr at);

/* Parts of functions that closures have of their own: the table of static variables (live one), and
 * the run-time cache. */
ra_addr ra_walk_live_statics(struct ra_walk *walk, ra_addr function);
void ra_walk_static_variables(
	struct ra_walk *walk, ra_node node, ra_addr table, enum ra_link_kind kind);
void ra_walk_run_time_cache(struct ra_walk *walk, ra_node node, ra_addr function);
/* Counts the name of a function that has another header already. */
void ra_walk_count_name(struct ra_walk *walk, ra_addr function);

#endif
