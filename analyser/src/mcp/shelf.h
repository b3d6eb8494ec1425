/* Dumps that were opened stay open for the next question: a few of them, the one that was not asked for the longest goes
 * first. A file that is not what it was is opened again. */
#ifndef RA_SHELF_H
#define RA_SHELF_H

#include <sys/stat.h>

#include "walk/snapshot.h"

enum {
	RA_SHELF_DUMPS = 2
};

struct ra_shelf_place {
	struct ra_snapshot *snapshot; /* NULL: free */
	struct stat status;
	uint64_t asked; /* the larger, the later */
};

struct ra_shelf {
	struct ra_snapshot_options options;
	struct ra_shelf_place places[RA_SHELF_DUMPS];
	uint64_t asked;
};

/* The snapshot of the open file, whose status that is; the shelf owns it, until the next call. NULL with *err filled. When
 * there is no memory for it, all others are closed first. `walked`: an index is not enough for what is asked. No index is
 * made here: a server of answers writes no files. */
struct ra_snapshot *ra_shelf_get(
	struct ra_shelf *shelf, int fd, const struct stat *status, bool walked, struct ra_error *err);
void ra_shelf_clear(struct ra_shelf *shelf);

/* Whether the two are the same file with the same content, as far as the file system tells. */
bool ra_same_file(const struct stat *a, const struct stat *b);

#endif
