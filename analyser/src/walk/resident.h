/* Memory of the process that is resident and not PHP's heap, by kind of mapping. */
#ifndef RA_RESIDENT_H
#define RA_RESIDENT_H

#include "memory/space.h"
#include "php/zendmm.h"
#include "reader/reader.h"

/* An estimate: pages of the dump that hold data, of large mappings a sample. */
void ra_resident_measure(const struct ra_dump *dump, struct ra_space *space,
	const struct ra_heap *heap, struct ra_resident *out);

#endif
