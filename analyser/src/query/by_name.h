/* Rows in the order of their names: by bytes, of equal ones by the node's id. */
#ifndef RA_BY_NAME_H
#define RA_BY_NAME_H

#include "query/query.h"

struct ra_named {
	char *name;      /* owned */
	uint32_t id;     /* which of equal names comes first */
	uint32_t number; /* of the row in its list */
};

/* Fills in name and id of row->number. False: no memory. */
typedef bool ra_row_name(struct ra_snapshot *snapshot, void *context, struct ra_named *row);

/* Puts the first `wanted` of the rows, which have so many bytes each, in front, in order; what stands behind them is no list of
 * the others. Holds the names of so many at a time, and the rows twice. O(count log wanted). False: no memory. */
bool ra_first_by_name(struct ra_snapshot *snapshot, void *rows, uint32_t count, size_t row_bytes,
	uint32_t wanted, ra_row_name *name, void *context);

#endif
