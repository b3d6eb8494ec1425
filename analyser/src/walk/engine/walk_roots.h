/* The engine's roots: each function walks from one root, a child of the super-root. In which order
 * walk/walk_run.c says. */
#ifndef RA_WALK_ROOTS_H
#define RA_WALK_ROOTS_H

#include "walk/engine/walk.h"

/* Before all of them: pages that hold others' memory, and the running call stack. */
void ra_root_prepare(struct ra_walk *walk);

void ra_root_interned_strings(struct ra_walk *walk, ra_node root);
void ra_root_class_table(struct ra_walk *walk, ra_node root);
void ra_root_function_table(struct ra_walk *walk, ra_node root);
void ra_root_constants(struct ra_walk *walk, ra_node root);
void ra_root_included_files(struct ra_walk *walk, ra_node root);
void ra_root_callbacks(struct ra_walk *walk, ra_node root); /* error and exception handlers */
void ra_root_basic_globals(struct ra_walk *walk, ra_node root);
void ra_root_call_frames(struct ra_walk *walk, ra_node root);
void ra_root_engine(struct ra_walk *walk, ra_node root);
void ra_root_objects_store(struct ra_walk *walk, ra_node root);
void ra_root_regular_list(struct ra_walk *walk, ra_node root);
/* The output layer's globals, found by their shape: buffers and their callbacks. (walk_output.c) */
void ra_root_output(struct ra_walk *walk, ra_node root);

#endif
