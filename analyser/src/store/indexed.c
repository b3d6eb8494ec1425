/* See indexed.h. */
#include "store/indexed.h"

#include "store/store.h"
#include "walk/dump_index.h"

bool ra_indexed_open(const char *path, const struct ra_snapshot_options *options,
	struct ra_snapshot **out, struct ra_error *err)
{
	struct ra_snapshot_options with_index = *options;

	with_index.index_of = path;
	if (!ra_store_open(path, &with_index, out, err)) {
		return false;
	}
	ra_index_renew(path, options, *out);
	return true;
}
