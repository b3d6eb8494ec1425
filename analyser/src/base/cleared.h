/* Memory that is read before it is written, as counters and bits are. The pages of calloc() are made twice then: the first read
 * maps the kernel's page of zeros, the first write replaces it, and where other threads run their processors have to be told. */
#ifndef RA_CLEARED_H
#define RA_CLEARED_H

#include <stddef.h>

/* So many items of zero bytes, with all of their pages: for memory of which most is used. Owned by the caller, free() it; NULL: no
 * memory. */
void *ra_cleared(size_t count, size_t item_bytes);
void *ra_filled(size_t count, size_t item_bytes, int byte); /* the same of that byte */

#endif
