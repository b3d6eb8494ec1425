/* Questions about single values: which node is meant, what it is, what it refers to, who holds it. One engine; commands
 * print what it finds. */
#ifndef RA_QUERY_H
#define RA_QUERY_H

#include "walk/snapshot.h"

/* Fails: a table of the index tells what cannot be. */
bool ra_query_damaged(struct ra_error *err);

/* Fails as well. */
static inline bool ra_query_no_memory(struct ra_error *err)
{
	return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the answer");
}

struct ra_found { /* what a question is about */
	ra_node *nodes;
	uint32_t count;
	uint32_t class_index; /* of "class:NAME": nodes are its instances; RA_NO_CLASS otherwise */
	bool whole;           /* all of them */
	bool finding;         /* of "finding:SIGNATURE": the report has such a one */
};

/* WHAT is a node id ("#123"), an address ("@0x7f..."), a class ("class:App\User"), a finding ("finding:SIGNATURE": what it
 * gives as evidence, or the objects of its class), or a path as reports print it, with or without the frame in front, "[*]"
 * standing for any index. Nodes come in the order of their ids. False: nothing is called
 * so, or no memory. */
bool ra_query_find(
	struct ra_snapshot *snapshot, const char *what, struct ra_found *out, struct ra_error *err);
void ra_found_done(struct ra_found *found);

enum ra_row_order { /* the largest first; of equal ones, and by name (bytes), in ascending order */
	RA_ROWS_AS_USUAL, /* by retained bytes; places that hold a set by count */
	RA_ROWS_BY_RETAINED,
	RA_ROWS_BY_OWN,
	RA_ROWS_BY_COUNT,
	RA_ROWS_BY_NAME,
	RA_ROWS_BY_ID
};

struct ra_rows_wanted {
	enum ra_row_order order;
	uint32_t offset; /* so many are left out in front */
	uint32_t limit;  /* 0: all */
};

/* Where the wanted ones of so many rows begin and end. */
static inline uint32_t ra_rows_begin(const struct ra_rows_wanted *wanted, uint32_t count)
{
	return wanted->offset < count ? wanted->offset : count;
}

static inline uint32_t ra_rows_end(const struct ra_rows_wanted *wanted, uint32_t count)
{
	const uint64_t end = (uint64_t)wanted->offset + wanted->limit;

	return wanted->limit > 0 && end < count ? (uint32_t)end : count;
}

struct ra_relation { /* an edge, seen from one of its ends */
	uint32_t edge;
	ra_node other;
	uint64_t retained_bytes; /* of the target */
	char *label;             /* the link of a child, the whole path of a holder: clean, owned */
};

struct ra_relations {
	struct ra_relation *items;
	uint32_t count;
	uint32_t total; /* with those that are not wanted */
};

/* The values that the node refers to, by retained or own bytes or by the link. */
bool ra_query_children(struct ra_snapshot *snapshot, ra_node node,
	const struct ra_rows_wanted *wanted, struct ra_relations *out, struct ra_error *err);
/* What refers to the node; by the whole path, or as it stands in the graph. */
bool ra_query_holders(struct ra_snapshot *snapshot, ra_node node,
	const struct ra_rows_wanted *wanted, struct ra_relations *out, struct ra_error *err);
void ra_relations_done(struct ra_relations *relations);

enum ra_edge_order {
	RA_EDGES_BY_RETAINED, /* of the other end, the largest first */
	RA_EDGES_BY_OWN,
	RA_EDGES_AS_THEY_STAND
};

struct
	ra_edge_list { /* the same without names: of a list with millions of elements few are looked at */
	uint32_t *edges;
	uint32_t count;
};

/* The edges to what the node refers to; from what refers to it. */
bool ra_query_edges_from(struct ra_snapshot *snapshot, ra_node node, enum ra_edge_order order,
	struct ra_edge_list *out, struct ra_error *err);
bool ra_query_edges_to(struct ra_snapshot *snapshot, ra_node node, enum ra_edge_order order,
	struct ra_edge_list *out, struct ra_error *err);
void ra_edge_list_done(struct ra_edge_list *list);

struct ra_holder_group { /* places that hold values of a set, equal but for indices and keys */
	char *path;
	uint32_t edges;
	uint64_t retained_bytes; /* of the values, each once */
	ra_node target;          /* the last one of them */
	ra_node holder;          /* what refers to it there */
};

struct ra_holder_groups {
	struct ra_holder_group *items;
	uint32_t count;
	uint32_t total;
	/* so many of the values are held there; only others of them hold the rest, or nothing does */
	uint32_t held;
};

/* Who refers to the values of a set, from outside it; by count, retained bytes or path. */
bool ra_query_groups(struct ra_snapshot *snapshot, const struct ra_found *found,
	const struct ra_rows_wanted *wanted, struct ra_holder_groups *out, struct ra_error *err);
void ra_holder_groups_done(struct ra_holder_groups *groups);

/* What all of them retain together. UINT64_MAX: no memory. */
uint64_t ra_query_retained(struct ra_snapshot *snapshot, const struct ra_found *found);

/* "App\User", "array(3)", "string(5) \"hello\"": what a value is, clean, at most so many columns. Owned by the caller;
 * NULL: no memory. */
char *ra_query_label(struct ra_snapshot *snapshot, ra_node node, size_t columns);

/* "$map['a']['b']" as "$map['a'][*]"; with `all` as "$map[*][*]". In place. */
void ra_query_fold_keys(char *path, bool all);

#endif
