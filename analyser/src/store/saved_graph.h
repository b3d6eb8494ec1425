/* A graph that was saved, with what its file tells of values beyond it. saved_graph.c makes it of rows, saved_state.c fills
 * in the process, saved_reader.c answers from it. */
#ifndef RA_SAVED_GRAPH_H
#define RA_SAVED_GRAPH_H

#include "base/pair_index.h"
#include "graph/graph.h"
#include "graph/tally.h"
#include "reader/heap.h"
#include "reader/noted.h"
#include "reader/reader.h"
#include "store/saved.h"

/* Addresses of texts of the dictionary: no process has those. */
#define RA_TEXT_ADDRESS UINT64_C(0xffff800000000000)

struct ra_saved_code { /* of a function or frame; texts, RA_NO_TEXT: not told */
	uint32_t name, file, lines, line;
};

struct ra_saved_class { /* by index of the graph's classes */
	uint32_t file;      /* text */
	bool has_destructor;
	ra_addr handlers, get_gc; /* of its objects */
};

struct ra_saved_graph {
	struct ra_saved rows;
	bool supplement;        /* the file has what this program adds */
	struct ra_graph *graph; /* owned by the snapshot once that is open; likewise the next three */
	struct ra_tally *tally;
	struct ra_heap *heap;
	struct ra_note *note; /* NULL: not told */

	/* By node. */
	uint32_t *value; /* text of a string; RA_NO_TEXT: not told */
	uint32_t *
		fact; /* of an array its shape, of a string its length, of a function or frame its index in `code` */
	struct ra_saved_code *code;
	uint32_t code_count, code_capacity;
	struct ra_saved_class *classes; /* of those that were told; others have only names */
	uint32_t class_count;
	struct ra_pair_index class_entries; /* (address, 0) to class */
	uint32_t *place;                    /* open addressing: node + 1 by address */
	uint32_t place_mask;

	struct ra_process process;
	char *php_version, *layout_name, *differences;
	bool has_resident;
	struct ra_resident resident;
	bool has_cache;
	struct ra_shared_cache cache;
	uint64_t holes[RA_HOLE_REASONS];
	ra_addr standard_get_gc;
};

/* Makes graph, tally and heap of the rows, which were checked. What is there already is the caller's to free, also when
 * this fails. */
bool ra_saved_graph_make(struct ra_saved_graph *saved, struct ra_error *err);
void ra_saved_graph_free(
	struct ra_saved_graph *saved); /* without what the snapshot owns; NULL is allowed */

/* Its two halves: the summary's classes and counters, before the nodes and after them. */
bool ra_saved_state_before(struct ra_saved_graph *saved);
bool ra_saved_state_after(struct ra_saved_graph *saved);

void ra_saved_reader_init(struct ra_reader *reader, struct ra_saved_graph *saved);

#endif
