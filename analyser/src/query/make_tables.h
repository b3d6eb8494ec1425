/* What an index keeps beside graph and measures, computed: see graph/graph_tables.h. */
#ifndef RA_MAKE_TABLES_H
#define RA_MAKE_TABLES_H

#include "walk/snapshot.h"

/* Of a walked snapshot with measures. *out is owned by the caller. */
bool ra_tables_make(struct ra_snapshot *snapshot, struct ra_tables **out, struct ra_error *err);
void ra_tables_free(struct ra_tables *tables); /* NULL is allowed */

#endif
