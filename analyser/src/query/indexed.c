/* See indexed.h. */
#include "query/indexed.h"

#include <stdlib.h>

#include "query/make_tables.h"
#include "store/store.h"
#include "walk/dump_index.h"

bool ra_indexed_make(const char *path, const char *dump, const struct ra_snapshot_options *options,
	struct ra_snapshot *snapshot, struct ra_error *err)
{
	struct ra_tables *tables = NULL;
	const bool good = ra_tables_make(snapshot, &tables, err) &&
					  ra_index_write(path, dump, options, snapshot, tables, err);

	ra_tables_free(tables);
	return good;
}

bool ra_indexed_open(const char *path, const struct ra_snapshot_options *options,
	struct ra_snapshot **out, struct ra_error *err)
{
	struct ra_snapshot_options with_index = *options;
	struct ra_error ignored = {0};

	with_index.index_of = path;
	if (!ra_store_open(path, &with_index, out, err)) {
		return false;
	}
	char *const outdated = ra_index_outdated(path, options, *out);

	if (outdated) { /* what fails is left as it is */
		ra_indexed_make(outdated, path, options, *out, &ignored);
	}
	free(outdated);
	return true;
}
