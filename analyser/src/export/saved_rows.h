/* The graph as rows of a saved graph (store/saved.h): what every format that keeps one is written from. */
#ifndef RA_SAVED_ROWS_H
#define RA_SAVED_ROWS_H

#include "base/output.h"
#include "export/export.h"
#include "graph/graph.h"
#include "reader/values.h"
#include "store/saved.h"

enum { /* powers of two */
	RA_KNOWN_CONSTANTS = 256,
	RA_KNOWN_NUMBERS = 1 << 20, /* pages of those that do not occur are never touched */
	RA_KNOWN_SHAPES = 256,
};

/* Numbers of texts that are asked for again and again, so that the dictionary is not. */
struct ra_known_texts {
	struct ra_known_constant {
		const char *chars; /* NULL: free */
		uint32_t text;
	} constants[RA_KNOWN_CONSTANTS];
	uint32_t numbers[RA_KNOWN_NUMBERS]; /* + 1; 0: not yet */
	struct {
		struct ra_array array; /* of which a text was made */
		uint32_t text;         /* + 1 */
	} shapes[RA_KNOWN_SHAPES];
	uint32_t *names; /* by ra_name of the graph: + 1 */
	uint32_t name_count;
};

struct ra_saved_rows {
	const struct ra_snapshot *snapshot;
	const struct ra_graph *graph;
	bool no_values;
	bool failed;
	uint8_t spare[RA_LOCATION_ROW]; /* a row for which there was no memory */
	struct ra_saved saved;          /* without its texts */
	struct ra_graph *texts;         /* only its names: each text once, numbered from 0 */
	uint32_t text_count;
	uint64_t text_bytes;
	struct ra_known_texts *known;
	/* Contents of strings are texts, too, behind the others; they stay where they are until they are written. */
	struct ra_string *values;
	uint32_t value_count;
	uint32_t value_capacity;
};

/* Fills *rows, which ra_saved_rows_done() empties, also when this fails. */
bool ra_saved_rows_make(const struct ra_snapshot *snapshot, const struct ra_export_options *options,
	struct ra_saved_rows *rows, struct ra_error *err);
void ra_saved_rows_done(struct ra_saved_rows *rows);

/* Bytes of the text, as they are written. */
uint32_t ra_saved_rows_length(const struct ra_saved_rows *rows, uint32_t number);
/* Copies bytes [from, from + length) of it; those that cannot be read are '?'. */
void ra_saved_rows_text(
	const struct ra_saved_rows *rows, uint32_t number, uint32_t from, void *out, size_t length);

#endif
