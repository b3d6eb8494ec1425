/* An ELF core file -> what a dump has: memory map, table of regions. The kernel's, gcore's and systemd's (unpacked) are
 * read alike. What of PHP is in it, php/engine_search.h finds. */
#ifndef RA_CORE_H
#define RA_CORE_H

#include "memory/dump.h"

/* Fills entries, regions, pid and what the notes tell. A core that lacks its end is refused unless
 * it is to be salvaged. Memory stays within a fixed multiple of the file's size. */
bool ra_core_parse(struct ra_dump *dump, bool salvage, struct ra_error *err);

#endif
