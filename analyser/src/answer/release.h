/* What reference counting alone frees when some values are let go of. */
#ifndef RA_RELEASE_H
#define RA_RELEASE_H

#include "graph/measures.h"

/* Bytes of the nodes, as if every holder let go of them, and of all that nothing else holds then,
 * rings left aside: those wait for the collector. ra_measures_set_bytes() of the same nodes has them
 * as well. Linear in what is freed. UINT64_MAX: no memory. */
uint64_t ra_release_bytes(const struct ra_measures *measures, const struct ra_graph *graph,
	const ra_node *nodes, uint32_t count);

#endif
