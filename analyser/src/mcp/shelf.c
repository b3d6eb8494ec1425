/* See shelf.h. */
#include "mcp/shelf.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "base/exhaustion.h"
#include "store/store.h"

bool ra_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
		   a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static void empty(struct ra_shelf_place *place)
{
	ra_snapshot_close(place->snapshot);
	*place = (struct ra_shelf_place){NULL};
}

void ra_shelf_clear(struct ra_shelf *shelf)
{
	for (int i = 0; i < RA_SHELF_DUMPS; i++) {
		empty(&shelf->places[i]);
	}
}

static bool is_of_file(const struct ra_shelf_place *place, const struct stat *status)
{
	return place->snapshot && place->status.st_dev == status->st_dev &&
		   place->status.st_ino == status->st_ino;
}

/* Its own, else a free one, else the one that waited the longest. */
static struct ra_shelf_place *place_for(struct ra_shelf *shelf, const struct stat *status)
{
	struct ra_shelf_place *best = &shelf->places[0];

	for (int i = 0; i < RA_SHELF_DUMPS; i++) {
		struct ra_shelf_place *const place = &shelf->places[i];

		if (is_of_file(place, status)) {
			return place;
		}
		if (place->asked < best->asked) {
			best = place;
		}
	}
	return best;
}

static bool is_free(const struct ra_shelf *shelf)
{
	for (int i = 0; i < RA_SHELF_DUMPS; i++) {
		if (shelf->places[i].snapshot) {
			return false;
		}
	}
	return true;
}

/* What the open file is called, beside which its index may be. False: it cannot be told, or is another file by now. */
static bool name_of(const char *path, const struct stat *status, char name[PATH_MAX])
{
	struct stat named;
	const ssize_t length = readlink(path, name, PATH_MAX - 1);

	if (length <= 0 || length >= PATH_MAX - 1) {
		return false;
	}
	name[length] = '\0';
	return stat(name, &named) == 0 && ra_same_file(&named, status);
}

struct ra_snapshot *ra_shelf_get(
	struct ra_shelf *shelf, int fd, const struct stat *status, bool walked, struct ra_error *err)
{
	struct ra_snapshot_options options = shelf->options;
	char name[PATH_MAX];
	struct ra_shelf_place *const place = place_for(shelf, status);
	struct ra_error first = {0};
	char path[32];

	place->asked = ++shelf->asked;
	if (place->snapshot && ra_same_file(&place->status, status) &&
		!(walked && place->snapshot->tables)) {
		return place->snapshot;
	}
	empty(place);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	options.index_of = !walked && name_of(path, status, name) ? name : NULL;

	bool opened = ra_store_open(path, &options, &place->snapshot, &first);

	if (!opened && first.kind == RA_ERR_MEMORY && !is_free(shelf)) {
		ra_shelf_clear(shelf);
		ra_exhaustion_forget();
		opened = ra_store_open(path, &options, &place->snapshot, err);
	} else if (!opened) {
		*err = first;
	}
	if (!opened) {
		empty(place);
		return NULL;
	}
	place->status = *status;
	place->asked = shelf->asked;
	return place->snapshot;
}
