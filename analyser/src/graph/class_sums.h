/* What the objects of a class are, with what extensions keep for them. */
#ifndef RA_CLASS_SUMS_H
#define RA_CLASS_SUMS_H

#include "graph/measures.h"

/* Sets held_bytes of all classes: blocks without a value of their own that only an object and such
 * blocks lead to, but for those that are guessed. They are the object's structures: rows of a result,
 * elements of an SplFixedArray, the frame of a generator. */
void ra_classes_measure(struct ra_graph *graph, const struct ra_measures *measures);

/* Objects, their state, and what that holds: the number by which classes are ranked. */
uint64_t ra_class_bytes(const struct ra_class *cls);
uint64_t ra_class_state_bytes(const struct ra_class *cls); /* of it, beyond the objects */

#endif
