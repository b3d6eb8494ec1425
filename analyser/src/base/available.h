/* How much memory this process may still take without driving the machine, or its control group, into a corner. */
#ifndef RA_AVAILABLE_H
#define RA_AVAILABLE_H

#include <stdint.h>

/* What the kernel reckons to be available (/proc/meminfo), at most what the control group leaves: the caches that can be
 * dropped count as available in both. 0: nobody says. */
uint64_t ra_available_bytes(void);

#endif
