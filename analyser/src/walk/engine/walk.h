/* The heap walk: from the engine's roots to nodes and edges. This is what all its files share: the
 * state, links, and memory that is no value. walk_tables.h goes through tables, walk_values.h
 * follows values; each other walk_*.c knows one kind of structure, and walk/walk_run.c starts it.
 *
 * The walk is one loop over node ids: a node is added when something first leads to it and expanded
 * when the loop reaches it, so the order is breadth first, nothing recurses and no cycle can hang.
 * Every pointer is doubted: what cannot be read is a hole (counted by the space), what cannot be
 * what it should is refused (counted in the tally by kind), and the walk goes on. */
#ifndef RA_WALK_H
#define RA_WALK_H

#include "graph/graph.h"
#include "graph/tally.h"
#include "php/engine.h"
#include "php/zendmm.h"
#include "walk/engine/claims.h"
#include "walk/engine/walk_ahead.h"

#define RA_SMALL_LIST 100000u /* bound of lists that are short by nature: frames' arguments, ... */

struct ra_walk;

/* Follows what a node of one kind refers to; see walk_expand.h. */
typedef void ra_expander(struct ra_walk *walk, ra_node node);

struct ra_walk {
	const struct ra_dump *dump;
	struct ra_space *space;
	const struct ra_layout *layout;
	const struct ra_engine *engine;
	const struct ra_heap *heap;
	struct ra_graph *graph;
	struct ra_tally *tally;
	struct ra_claims *claims;
	ra_expander *const *expanders;            /* by kind of node; NULL: nothing to follow */
	const struct ra_special *const *specials; /* tables of walkers of objects; the last is NULL */
	struct ra_walk_classes *classes;          /* private to walk_class_registry.c */
	struct ra_global_slots *globals;          /* private to walk_globals.c */
	struct ra_in_flight *in_flight;           /* private to walk_in_flight.c */
	struct ra_ahead *ahead;                   /* NULL: nobody looks ahead */
	struct ra_ahead_turn turn;
	const struct ra_foreseen *foreseen;          /* of the node that is expanded; NULL */
	const struct ra_seen *seen_value, *seen_key; /* of the element that is followed; NULL */
	ra_slots_of *slots_of;                       /* with the walk as context */
	ra_node engine_root;
	ra_node frames_root;
	uint32_t chain_count; /* of frames: 0 is the running call stack */
	uint32_t class_count;
	uint64_t budget;  /* elements that may still be visited: see ra_walk_spend() */
	ra_node expanded; /* nodes below are expanded */
	uint64_t most_reads;
	bool no_memory;
};

/* Runs the loop until every added node is expanded. */
void ra_walk_drain(struct ra_walk *walk);

void ra_walk_refuse(struct ra_walk *walk, enum ra_refusal refusal);

/* Asks to visit `count` elements of a table, list or frame. In a process these lie side by side and
 * are visited once, so their number is bounded by the size of the file; a made-up dump can let many
 * headers share one table. False (refused, counted) when the dump has used up several times its
 * size. */
bool ra_walk_spend(struct ra_walk *walk, uint64_t count);

/* Where a module's globals are, for those that the dump's header names; 0: it does not. */
ra_addr ra_walk_module_globals(const struct ra_walk *walk, const char *name);

/* ---- links and edges ---- */

/* How an edge is called. Make one with the functions below. */
struct ra_link {
	enum ra_link_kind kind;
	unsigned flags; /* RA_EDGE_WEAK, RA_EDGE_STRUCTURAL, RA_EDGE_GUESS */
	uint32_t key;
	int64_t index; /* RA_LINK_INDEX: the key */
};

static inline struct ra_link ra_link(enum ra_link_kind kind, uint32_t key)
{
	return (struct ra_link){.kind = kind, .key = key};
}

static inline struct ra_link ra_link_index(int64_t index)
{
	return (struct ra_link){.kind = RA_LINK_INDEX, .index = index};
}

/* A named field of an engine structure. */
struct ra_link ra_link_field(struct ra_walk *walk, const char *name);
/* A link whose name is a zend_string of the dump ("" when it cannot be read). */
struct ra_link ra_link_named(struct ra_walk *walk, enum ra_link_kind kind, ra_addr string);
struct ra_link ra_link_weak(struct ra_link link);

/* The text of a zend_string as an interned name; cut at 4096 bytes. 0: unreadable. */
ra_name ra_walk_name(struct ra_walk *walk, ra_addr string);
/* The same for a NUL-terminated C string of the dump. */
ra_name ra_walk_c_name(struct ra_walk *walk, ra_addr text);

/* The edge alone, without a count. */
void ra_walk_edge(struct ra_walk *walk, ra_node from, ra_node to, const struct ra_link *link);

/* A new root, a child of the super-root; flags RA_EDGE_WEAK for what does not own. */
ra_node ra_walk_root(struct ra_walk *walk, const char *name, unsigned flags);

/* ---- memory that is not a value ---- */

/* Claims bytes for a node; see ra_claim(). A null address claims nothing. */
bool ra_walk_claim(
	struct ra_walk *walk, ra_node node, ra_addr at, uint64_t bytes, enum ra_location location);
/* The same for a part of a structure; see ra_claim_part(). */
bool ra_walk_claim_part(
	struct ra_walk *walk, ra_node node, ra_addr at, uint64_t bytes, enum ra_location location);
/* Claims the slot around `at` wholly, with its size as content: memory of unknown extent. */
bool ra_walk_claim_slot(struct ra_walk *walk, ra_node node, ra_addr at, enum ra_location location);

/* A node of its own for raw memory (RA_NODE_BUFFER, RA_NODE_TABLE, RA_NODE_STREAM,
 * RA_NODE_UNKNOWN), found again at the same address. *fresh (unless NULL): it is new, so its
 * content is still to be walked. bytes 0: the whole slot. */
ra_node ra_walk_block(struct ra_walk *walk, ra_node from, ra_addr at, uint64_t bytes,
	enum ra_node_kind kind, enum ra_location location, struct ra_link link, bool *fresh);

/* The same for bytes without pointers (RA_NODE_BUFFER, RA_NODE_DATA): what input and output pass through.
 * Nobody clears it, so it is full of addresses that were true once; the scan leaves it alone. */
ra_node ra_walk_data(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);

/* A VM stack page or an arena: a node that owns its block until others claim parts of it. From
 * RA_NO_NODE: added without an edge. RA_NO_NODE: the block is somebody else's. */
ra_node ra_walk_page(
	struct ra_walk *walk, ra_node from, ra_addr at, enum ra_node_kind kind, struct ra_link link);

#endif
