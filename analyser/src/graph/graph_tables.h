/* What questions to a graph compute again and again, as arrays: an index keeps them (graph_image.h). They are the file's as
 * they stand: nothing in them is checked when it is opened, so who reads a number of them checks it there. */
#ifndef RA_GRAPH_TABLES_H
#define RA_GRAPH_TABLES_H

#include "graph/measures.h"

#define RA_NOT_KEPT UINT32_MAX /* a count: the list is not there, and must be computed */

struct ra_class_facts {
	uint64_t retained_bytes; /* of all objects together; UINT64_MAX: not kept */
	uint32_t first_object;   /* of `objects` */
	uint32_t object_count;
	uint32_t first_group; /* of `groups` */
	uint32_t group_count; /* RA_NOT_KEPT */
	uint32_t held_count;  /* of the objects, that something else holds; where groups are kept */
	uint32_t unused;
};

struct ra_group_facts { /* places that hold objects of one class, equal but for indices and keys */
	uint64_t retained_bytes;
	uint32_t place; /* an edge whose path is theirs */
	uint32_t edges;
	ra_node target, holder; /* of the last of them */
};

struct ra_finding_facts { /* of a report */
	uint64_t signature;
	uint32_t first_evidence; /* of `evidence` */
	uint32_t evidence_count;
	uint32_t class_index; /* of one without evidence; RA_NO_CLASS: none */
	uint32_t unused;
};

struct ra_string_row { /* strings of one content */
	ra_node first;
	uint32_t copies;
	uint64_t bytes; /* of the allocator, of all of them */
	uint64_t length;
};

struct ra_tables {
	uint32_t *preorder;     /* the nodes in order of dominator_order */
	uint32_t *holder_begin; /* the strong edges to node n are holder_edges[holder_begin[n]] on */
	uint32_t *holder_edges; /* ascending */
	ra_node *objects;       /* class by class, ascending */
	struct ra_class_facts *classes;
	struct ra_group_facts *groups;
	struct ra_string_row *strings; /* the most bytes first */
	uint32_t *strings_by_copies;   /* their numbers, the most copies first */
	struct ra_narrow8 references;  /* as the tally has them, of the first nodes */
	struct ra_finding_facts *findings;
	ra_node *evidence;
	uint32_t holder_edge_count;
	uint32_t object_count;
	uint32_t group_count;
	uint32_t string_count;
	uint32_t reference_count;
	uint32_t finding_count;
	uint32_t evidence_count;
};

/* The strong edges to a node, as far as the tables tell them. Whether each is one is for the caller to see. */
static inline void ra_tables_holders(
	const struct ra_tables *tables, ra_node node, const uint32_t **edges, uint32_t *count)
{
	const uint32_t begin = tables->holder_begin[node], end = tables->holder_begin[node + 1];
	const bool good = begin <= end && end <= tables->holder_edge_count;

	*edges = good ? tables->holder_edges + begin : NULL;
	*count = good ? end - begin : 0;
}

#endif
