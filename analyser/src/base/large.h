/* Memory in large pages, where the kernel has them: one of 2 MiB costs much less than 512 of 4 KiB. For what is used to its end soon. */
#ifndef RA_LARGE_H
#define RA_LARGE_H

#include <stddef.h>

/* So many items, of no particular content. Owned by the caller, free() it; NULL: no memory. */
void *ra_large(size_t count, size_t item_bytes);

#endif
