/* APCu's cache: entries that PHP's processes share, outside the heap. */
#ifndef RA_APCU_H
#define RA_APCU_H

#include "memory/space.h"
#include "php/engine.h"
#include "php/zendmm.h"
#include "reader/reader.h"

/* False: there is no cache in the dump, or none whose entries are as this version knows them. What is
 * found is verified: each entry's key has the hash of the slot it hangs in. Up to one entry in 16 may be
 * torn, as other processes write while the dump is made. */
bool ra_apcu_find(const struct ra_dump *dump, const struct ra_engine *engine,
	const struct ra_heap *heap, struct ra_shared_cache *out);

#endif
