/* Who holds the memory: the rows of the first screen, from the partition. */
#ifndef RA_HOLDERS_H
#define RA_HOLDERS_H

#include "answer/answer.h"
#include "answer/partition.h"

enum {
	RA_MAX_HOLDERS = 12
};

/* Rows that with other_bytes add up to memory_get_usage() (to what the graph has, where the dump has
 * no heap). Without measures there are no rows but what is out of sight. False: no memory. */
bool ra_holders_make(
	const struct ra_snapshot *snapshot, struct ra_holders *holders, struct ra_error *err);
void ra_holders_done(struct ra_holders *holders);

#endif
