/* Orders that several passes and the tables share: classes and location types by memory. */
#ifndef RA_RANKING_H
#define RA_RANKING_H

#include "graph/graph.h"
#include "graph/tally.h"

struct ra_class_ranking {
	uint32_t *order; /* class indices with instances, most bytes (ra_class_bytes) first */
	uint32_t count;  /* ties: more instances, then smaller name */
	uint64_t bytes;  /* of all objects, with their state */
	uint64_t instance_count;
};

bool ra_class_ranking_make(const struct ra_graph *graph, struct ra_class_ranking *out);
void ra_class_ranking_done(struct ra_class_ranking *ranking);

/* The name of a class for people (ra_class_text), owned by the caller; NULL: no memory. */
char *ra_class_name(const struct ra_graph *graph, uint32_t class_index);

/* The first class of that name, without regard to case; RA_NO_CLASS: none is called so. False: no memory. */
bool ra_class_called(const struct ra_graph *graph, const char *name, uint32_t *class_index);

struct ra_type_total {
	enum ra_location location;
	uint64_t count;
	uint64_t bytes; /* content bytes inside the ZendMM heap */
};

struct ra_type_ranking {
	struct ra_type_total rows[RA_LOCATIONS]; /* those with bytes, most first */
	uint32_t count;
	uint64_t bytes; /* of all rows */
};

void ra_type_ranking_make(const struct ra_tally *tally, struct ra_type_ranking *out);

#endif
