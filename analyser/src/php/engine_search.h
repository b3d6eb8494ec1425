/* Where the engine's globals are in memory of which only the addresses are known: a core file, another process. Needs
 * no symbols and no binary. */
#ifndef RA_ENGINE_SEARCH_H
#define RA_ENGINE_SEARCH_H

#include "memory/space.h"

struct ra_executor { /* one of ZTS's threads, or the only one */
	ra_addr executor;
	ra_addr compiler;
	uint32_t version_id; /* 80235 */
	bool running;        /* PHP code, right now */
};

#define RA_MAX_EXECUTORS 1024

/* Finds the engine and fills the dump's PHP version, addresses of the globals and list of PHP threads. Of several threads it takes the
 * `thread`th (from 1 on; 0: the first that runs PHP code, or the first). Does nothing when the dump knows them. */
bool ra_engine_search(
	struct ra_dump *dump, struct ra_space *space, uint32_t thread, struct ra_error *err);

#endif
