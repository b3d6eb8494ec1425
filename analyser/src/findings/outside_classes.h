/* Classes whose objects keep their data outside PHP's heap: in a library's memory, on the C heap. */
#ifndef RA_OUTSIDE_CLASSES_H
#define RA_OUTSIDE_CLASSES_H

#include "graph/graph.h"

/* What lies outside for each object of the class or of one that it extends; NULL: nothing is known to. */
const char *ra_outside_data(const struct ra_graph *graph, uint32_t class_index);

#endif
