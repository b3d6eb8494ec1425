/* The index of a dump: its graph and measures in a file beside it (DUMP.index), so that the next question needs no walk. It
 * is of one state of the dump (size, time of change, inode) and one version of the program; of anything else it is not
 * used. Readable by its owner alone, and read only where it belongs to who asks. */
#ifndef RA_DUMP_INDEX_H
#define RA_DUMP_INDEX_H

#include "walk/snapshot.h"

/* The path of the index of a dump. Owned by the caller; NULL: no memory, or the path is no regular file. */
char *ra_index_path(const char *dump);

/* Writes the index of a snapshot of that dump, opened with the options. Needs its measures. */
bool ra_index_write(const char *path, const char *dump, const struct ra_snapshot_options *options,
	const struct ra_snapshot *snapshot, const struct ra_tables *tables, struct ra_error *err);

/* Takes graph, measures, tables and a tally of the sum alone from the index. False: there is none that fits, which is no error; the
 * snapshot is as before. */
bool ra_index_load(
	const char *dump, const struct ra_snapshot_options *options, struct ra_snapshot *snapshot);

/* Gives the tally of a snapshot with an index what tells the fate of garbage: the references that the walk counted, and the
 * state of the cycle collector. The first screen needs it. Of a snapshot without one: nothing. */
void ra_index_complete(struct ra_snapshot *snapshot);

void ra_index_unload(struct ra_snapshot *snapshot); /* after graph and measures are freed */

/* The path of an index that is there but out of date, where the snapshot was walked. Owned by the caller; NULL: there is none. */
char *ra_index_outdated(const char *dump, const struct ra_snapshot_options *options,
	const struct ra_snapshot *snapshot);

#endif
