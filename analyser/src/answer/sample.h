/* A value in one line, for people: "['id' => 17, 'name' => 'Ann', ...]". */
#ifndef RA_SAMPLE_H
#define RA_SAMPLE_H

#include "base/format.h"
#include "graph/graph.h"

struct ra_snapshot;

/* At most `columns` characters of clean UTF-8, owned by the caller. NULL: nothing to show, or no
 * memory. */
char *ra_sample_text(const struct ra_snapshot *snapshot, ra_node node, size_t columns);

/* Appends the same, as long as it is. False: nothing to show; what went wrong besides, the buffer tells. */
bool ra_sample_add(const struct ra_snapshot *snapshot, ra_node node, struct ra_buffer *out);

#endif
