/* Where the memory of a report comes from. A report makes many arrays of some megabytes that grow, and frees them soon; each of their
 * pages, of 4 KiB, costs as much as looking at ten values. In one block of large pages, in which what is freed is used again, there is
 * hardly any of that. */
#ifndef RA_BLOCK_H
#define RA_BLOCK_H

#include <stdint.h>

/* Has the C library serve all but the largest requests from one block of so many bytes, of which no more is taken than is used, in
 * large pages. Once for the process: later calls do nothing. It does nothing as well where the C library or the kernel is another,
 * large pages are switched off, or the machine has not eight times as much to spare. */
void ra_block_reserve(uint64_t bytes);

#endif
