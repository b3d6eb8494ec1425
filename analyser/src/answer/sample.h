/* A value in one line, for people: "['id' => 17, 'name' => 'Ann', ...]". */
#ifndef RA_SAMPLE_H
#define RA_SAMPLE_H

#include "base/format.h"
#include "graph/graph.h"

struct ra_snapshot;

enum {
	RA_SAMPLE_PARTS = 6, /* of an array or object */
	RA_SAMPLE_STRING_COLUMNS = 24
};

/* At most `columns` characters of clean UTF-8, owned by the caller. NULL: nothing to show, or no
 * memory. */
char *ra_sample_text(const struct ra_snapshot *snapshot, ra_node node, size_t columns);

/* Appends the same, as long as it is. False: nothing to show; what went wrong besides, the buffer tells. */
bool ra_sample_add(const struct ra_snapshot *snapshot, ra_node node, struct ra_buffer *out);

/* What tells an array's text without making it. Arrays of equal texts all have one, an equal one, or none has. */
struct ra_sample_digest {
	uint64_t hash; /* others differ as far as a hash can tell */
	/* no text that comes before it by its bytes; the first eight of it at most, the first of all in the highest bits, then zeros */
	uint64_t head;
};

/* Of an array whose text is at most `columns` characters of printable ASCII, and which holds what is quickly told apart. False: another
 * one, or nothing to show. */
bool ra_sample_digest(const struct ra_snapshot *snapshot, ra_node array, size_t columns,
	struct ra_sample_digest *out);

#endif
