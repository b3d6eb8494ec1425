/* The state of PHP's cycle collector. Its globals have no symbol and no entry in the dump's header
 * (except in thread-safe builds of old releases), so they are looked for in the captured data of
 * the process by the numbers that the engine itself computes. */
#ifndef RA_COLLECTOR_H
#define RA_COLLECTOR_H

#include <stdbool.h>
#include <stdint.h>

struct ra_snapshot;

struct ra_collector {
	bool found; /* false: the rest means nothing */
	bool enabled;
	uint32_t runs;
	uint32_t collected;
	uint32_t threshold;  /* roots at which it runs */
	uint32_t root_count; /* possible roots in the buffer */
};

void ra_collector_find(const struct ra_snapshot *snapshot, struct ra_collector *out);

#endif
