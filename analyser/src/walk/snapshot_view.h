/* A second look at a snapshot, for a thread of its own. */
#ifndef RA_SNAPSHOT_VIEW_H
#define RA_SNAPSHOT_VIEW_H

#include "walk/snapshot.h"

/* Whether several threads may read the snapshot's memory at once, each through a view. A saved graph can always be
 * read so; another source that is no dump cannot. */
bool ra_snapshot_can_be_shared(const struct ra_snapshot *snapshot);

/* A snapshot that shares everything with `snapshot`, which must outlive it and not change, and reads its memory by
 * itself. False: no memory. */
bool ra_snapshot_view_open(struct ra_snapshot *snapshot, struct ra_snapshot **out);

/* Adds what the view has counted to what the snapshot counts. NULL is allowed. */
void ra_snapshot_view_close(struct ra_snapshot *snapshot, struct ra_snapshot *view);

/* Does the tasks 0 to count - 1 (base/tasks.h), on several threads, each with a view of its own. `after` may be NULL; a task that
 * waits for others has what these did to the snapshot's measures in its view. False: nothing was done, since there is one thread,
 * the memory cannot be read by several, or there is no memory for the views. */
typedef void ra_view_task(void *context, struct ra_snapshot *view, size_t number);
bool ra_snapshot_run_views(struct ra_snapshot *snapshot, ra_view_task *task, void *context,
	size_t count, const uint64_t *after);

/* How many binaries were consulted so far; and puts those that were since into the order of the memory map, whoever asked
 * for them first. */
uint32_t ra_snapshot_files_told(const struct ra_snapshot *snapshot);
void ra_snapshot_settle_files(struct ra_snapshot *snapshot, uint32_t told);

#endif
