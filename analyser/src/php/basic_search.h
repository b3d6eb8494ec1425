/* Where ext/standard keeps its globals (php_basic_globals: shutdown functions, tick functions, putenv(), ...) in memory
 * whose source does not tell: a core file, another process. */
#ifndef RA_BASIC_SEARCH_H
#define RA_BASIC_SEARCH_H

#include "php/layout.h"

/* Adds "basic_globals" of the engine that the dump names to its module globals, unless it has them. Not found, or not for
 * certain, is no error: then nothing is added. */
bool ra_basic_search(struct ra_dump *dump, struct ra_space *space, const struct ra_layout *layout,
	struct ra_error *err);

#endif
