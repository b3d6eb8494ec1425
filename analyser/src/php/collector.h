/* The state of PHP's cycle collector. Its globals have no symbol and no entry in the dump's header
 * (except in thread-safe builds of old releases), so they are looked for in the captured data of
 * the process by the numbers that the engine itself computes. */
#ifndef RA_COLLECTOR_H
#define RA_COLLECTOR_H

#include "memory/space.h"
#include "php/layout.h"

struct ra_collector {
	bool found; /* false: the rest means nothing */
	bool enabled;
	uint32_t runs;
	uint32_t collected;
	uint32_t threshold;  /* roots at which it runs */
	uint32_t root_count; /* possible roots in the buffer */
	ra_addr head;        /* up to 7.2: where the ring of roots begins and ends; later 0 */
	ra_addr buffer;      /* of possible roots: outside the heap */
	uint64_t buffer_bytes;
	uint64_t used_bytes; /* of the buffer */
};

void ra_collector_find(const struct ra_dump *dump, struct ra_space *space,
	const struct ra_layout *layout, struct ra_collector *out);

/* The possible roots: pointers to counted structures, whose type is theirs to tell. False: no
 * more. */
struct ra_collector_roots {
	const struct ra_collector *collector;
	struct ra_space *space;
	const struct ra_layout *layout;
	ra_addr at;
	uint32_t count;
};
void ra_collector_roots(struct ra_collector_roots *roots, const struct ra_collector *collector,
	struct ra_space *space, const struct ra_layout *layout);
bool ra_collector_next_root(struct ra_collector_roots *roots, ra_addr *root);

#endif
