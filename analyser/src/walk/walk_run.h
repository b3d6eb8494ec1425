/* The heap walk as a whole. */
#ifndef RA_WALK_RUN_H
#define RA_WALK_RUN_H

#include "walk/engine/walk.h"

/* Walks everything: fills graph (finished) and tally, both the caller's. heap may be one that was
 * not found. */
bool ra_walk_run(const struct ra_dump *dump, struct ra_space *space, const struct ra_layout *layout,
	const struct ra_engine *engine, const struct ra_heap *heap, struct ra_graph **graph,
	struct ra_tally **tally, struct ra_error *err);

#endif
