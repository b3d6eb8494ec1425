/* What is in the rows: elements by class, closures by where their code stands, a sample. */
#ifndef RA_CONTENTS_H
#define RA_CONTENTS_H

#include "answer/holder_rows.h"

struct ra_snapshot;

/* Fills the shown rows; shown_as: per row of `rows` its number in holders, or RA_NO_ROW. One visit
 * of each unit's head, of all nodes for garbage and for rows of one piece. False: no memory. */
bool ra_contents_fill(const struct ra_snapshot *snapshot, const struct ra_partition *partition,
	const struct ra_rows *rows, const uint16_t *shown_as, struct ra_holders *holders);

/* What a node is to a PHP programmer: its class, "array", "string", ... Owned by the caller; NULL:
 * no memory. */
char *ra_content_name_of(const struct ra_graph *graph, ra_node node);

#endif
