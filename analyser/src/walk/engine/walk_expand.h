/* What the top of the walk (walk/walk_run.c) plugs together: the expanders of the engine's kinds of
 * nodes and the walkers of its own classes. */
#ifndef RA_WALK_EXPAND_H
#define RA_WALK_EXPAND_H

#include "walk/engine/walk_class_registry.h"

void ra_walk_expand_array(struct ra_walk *walk, ra_node node);     /* walk_arrays.c */
void ra_walk_expand_reference(struct ra_walk *walk, ra_node node); /* walk_arrays.c */
void ra_walk_expand_object(struct ra_walk *walk, ra_node node);    /* walk_objects.c */
void ra_walk_expand_class(struct ra_walk *walk, ra_node node);     /* walk_classes.c */
void ra_walk_expand_function(struct ra_walk *walk, ra_node node);  /* walk_functions.c */
void ra_walk_expand_frame(struct ra_walk *walk, ra_node node);     /* walk_frames.c */
void ra_walk_expand_ast(struct ra_walk *walk, ra_node node);       /* walk_ast.c */
void ra_walk_expand_unknown(struct ra_walk *walk, ra_node node);   /* walk_words.c */

extern const struct ra_special ra_specials_engine[]; /* walk_engine.c: closures, generators, ... */

#endif
