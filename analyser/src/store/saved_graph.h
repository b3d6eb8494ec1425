/* A graph that was saved, with what its file tells of values beyond it. saved_graph.c makes it of rows, saved_state.c fills
 * in the process, saved_reader.c answers from it. */
#ifndef RA_SAVED_GRAPH_H
#define RA_SAVED_GRAPH_H

#include "base/hash.h"
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

struct ra_saved_shape {
	struct ra_array array; /* without its count of references */
	bool told;
};

struct ra_saved_class { /* by index of the graph's classes */
	uint32_t file;      /* text */
	bool has_destructor;
	ra_addr handlers, get_gc, dtor_obj; /* of its objects; get_gc and dtor_obj 0: not told */
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
	/* Of a string the text of its length, of an array its index in `shapes`, of a function or frame that in `code`. */
	uint32_t *fact;
	uint8_t *ended; /* bits: objects whose destructor was called */
	struct ra_saved_shape *shapes;
	uint32_t shape_count, shape_capacity;
	struct ra_saved_code *code;
	uint32_t code_count, code_capacity;
	struct ra_saved_class *classes; /* of those that were told; others have only names */
	uint32_t class_count;
	struct ra_pair_index class_entries; /* (address, 0) to class */
	struct ra_pair_index handlers;      /* (address, 0) to an index of the next */
	uint32_t *handler_classes;          /* the first class with these */
	uint32_t *place; /* open addressing: node + 1 by kind and address; see ra_saved_place() */
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

/* Where `place` has the node of that kind at the address, or a 0 where it would have it. Neighbours in memory are neighbours
 * there, since who asks for one asks for the other next: addresses of a page that end in the same four bits have their slots
 * in a row. Where that begins depends on the hash key. */
static inline uint32_t *ra_saved_place(
	const struct ra_saved_graph *saved, ra_addr at, enum ra_node_kind kind)
{
	const struct ra_graph *const graph = saved->graph;
	uint32_t slot = (uint32_t)ra_hash_pair(at >> 12, at & 15) + (uint32_t)(at >> 4 & 255);

	for (;; slot++) {
		uint32_t *const place = &saved->place[slot & saved->place_mask];

		if (*place == 0 ||
			(ra_node_address(graph, *place - 1) == at && graph->kind[*place - 1] == kind)) {
			return place;
		}
	}
}

void ra_saved_reader_init(struct ra_reader *reader, struct ra_saved_graph *saved);

#endif
