/* The SQLite file of reli: tables context_nodes, context_edges, context_node_locations, context_node_attributes, summary and
 * runs, whose rows carry the number of their run. Read without any index, with the columns of older and of newer files;
 * never written to. */
#ifndef RA_SQLITE_FILE_H
#define RA_SQLITE_FILE_H

#include "memory/source.h"
#include "store/saved.h"

/* Reads the rows of one run into *out, which is zeroed. Not checked yet: ra_saved_check(). False with RA_ERR_UNSUPPORTED
 * where this program was built without SQLite. */
bool ra_sqlite_read(
	struct ra_source *source, uint64_t run_id, struct ra_saved *out, struct ra_error *err);

#endif
