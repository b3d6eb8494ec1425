/* Rows in the order of their names: by bytes, of equal ones by the node's id. */
#ifndef RA_BY_NAME_H
#define RA_BY_NAME_H

#include "query/query.h"

struct ra_named {
	char *name;    /* owned */
	uint32_t id;   /* which of equal names comes first; the item, unless told otherwise */
	uint32_t item; /* an index, a node, an edge */
};

/* Fills in the name of the item, and the id. False: no memory. */
typedef bool ra_row_name(struct ra_snapshot *snapshot, void *context, struct ra_named *row);

/* Puts the first `wanted` of the items in front, in order; what stands behind them is left as it was, and no list of the others.
 * Holds the names of so many at a time. O(count log wanted). False: no memory. */
bool ra_first_by_name(struct ra_snapshot *snapshot, uint32_t *items, uint32_t count,
	uint32_t wanted, ra_row_name *name, void *context);

#endif
