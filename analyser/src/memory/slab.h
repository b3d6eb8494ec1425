/* Memory for many windows at once. Pages of it that were never written take none. */
#ifndef RA_SLAB_H
#define RA_SLAB_H

#include <stdint.h>

#define RA_SLAB_BYTES (2u << 20)

uint8_t *ra_slab_new(void); /* NULL: no memory */
void ra_slab_free(uint8_t *slab);

#endif
