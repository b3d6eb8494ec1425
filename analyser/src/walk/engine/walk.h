/* The heap walk: from the engine's roots to nodes and edges. walk.c holds the loop and the values;
 * each other walk_*.c one kind of structure.
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

#define RA_SMALL_LIST                                                                              \
	100000u /* bound of lists that are short by nature: frames' arguments, ...                        \
		  */

struct ra_walk;
struct ra_class_info;

/* How an edge is called. Make one with the functions below. */
struct ra_link {
	enum ra_link_kind kind;
	unsigned flags; /* RA_EDGE_WEAK, RA_EDGE_STRUCTURAL, RA_EDGE_GUESS */
	uint32_t key;
	int64_t index; /* RA_LINK_INDEX: the key */
};

struct ra_walk {
	const struct ra_dump *dump;
	struct ra_space *space;
	const struct ra_layout *layout;
	const struct ra_engine *engine;
	const struct ra_heap *heap;
	struct ra_graph *graph;
	struct ra_tally *tally;
	struct ra_claims *claims;
	struct ra_walk_classes *classes; /* private to walk_objects.c */
	struct ra_global_slots *globals; /* private to walk_globals.c */
	struct ra_in_flight *in_flight;  /* private to walk_in_flight.c */
	ra_node engine_branch;
	ra_node frames_branch;
	uint32_t chain_count; /* of frames: 0 is the running call stack */
	uint32_t class_count;
	uint64_t budget;  /* elements that may still be visited: see ra_walk_spend() */
	ra_node expanded; /* nodes below are expanded */
	uint64_t most_reads;
	bool no_memory;
};

/* Walks everything: fills graph (finished) and tally. heap may be one that was not found. */
bool ra_walk_run(const struct ra_dump *dump, struct ra_space *space, const struct ra_layout *layout,
	const struct ra_engine *engine, const struct ra_heap *heap, struct ra_graph **graph,
	struct ra_tally **tally, struct ra_error *err);

/* ---- links ---- */

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

/* ---- following pointers ----
 * Each adds the edge from -> target and, where the pointer owns a reference, counts it. They return
 * the target's node, or RA_NO_NODE when there is nothing (scalars, null pointers) or it was
 * refused. */

/* A zval at an address; INDIRECT is followed (and then counts no reference: the slot it leads to
 * does). */
ra_node ra_walk_value(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);
/* A zval already read from `at`. */
ra_node ra_walk_loaded(
	struct ra_walk *walk, ra_node from, const struct ra_value *value, struct ra_link link);
ra_node ra_walk_string(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);
ra_node ra_walk_array(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);
ra_node ra_walk_object(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);
ra_node ra_walk_reference(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);
ra_node ra_walk_resource(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);
ra_node ra_walk_ast(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);
ra_node ra_walk_class(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);
/* A zend_function: user functions only, RA_NO_NODE for internal ones. */
ra_node ra_walk_function(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);

/* Calls back for every element of an engine table, whose memory becomes the branch's. False: the
 * table could not be read, or not to its end. */
typedef void ra_element_walker(
	struct ra_walk *walk, ra_node branch, const struct ra_element *element);
bool ra_walk_each_element(
	struct ra_walk *walk, ra_node branch, ra_addr table, ra_element_walker *walker);

/* ---- global variables (walk_globals.c) ---- */

/* The entries of the global symbol table, from `branch`. */
void ra_walk_globals(struct ra_walk *walk, ra_node branch);
/* Whether the slot of a frame that uses the global symbol table holds its variable now. The slot
 * then owns the value, and the symbol table's entry, which leads there, no longer does. */
bool ra_walk_global_slot(struct ra_walk *walk, ra_addr slot);
void ra_walk_globals_free(struct ra_global_slots *globals);

/* ---- values in flight (walk_in_flight.c) ---- */

bool ra_walk_in_flight_new(struct ra_walk *walk, struct ra_error *err);
void ra_walk_in_flight_free(struct ra_walk *walk);
/* After the exact walk: follows those of them that are alive. */
void ra_walk_settle_in_flight(struct ra_walk *walk);

/* The node of a value that is there already, or RA_NO_NODE. */
ra_node ra_walk_known(const struct ra_walk *walk, enum ra_type type, ra_addr at);
/* Whether fewer references to the node were found than it counts. */
bool ra_walk_lacks_references(const struct ra_walk *walk, ra_node node);

/* A zval that may be a leftover (dead temporaries): the edge is a guess, counts no reference, and
 * is made only when what it points to is alive and of the right type. */
ra_node ra_walk_doubtful(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);

/* A zval in memory that nobody explains, an element of an extension's container: the same, but
 * taken to be alive, so that it counts a reference. */
ra_node ra_walk_probable(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);

/* The pointer alone, when the caller knows that it owns no reference (object store, `This` of some
 * frames, weak references). */
ra_node ra_walk_uncounted(
	struct ra_walk *walk, ra_node from, enum ra_type type, ra_addr at, struct ra_link link);

/* A counted reference that needs no edge: another path leads to the target already. */
void ra_walk_count(struct ra_walk *walk, enum ra_type type, ra_addr at);

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

/* A HashTable embedded in another structure: claims its table for the node and follows its values
 * and counted keys, with KEY and INDEX links from the node. Values of type PTR are left alone. */
void ra_walk_table(struct ra_walk *walk, ra_node node, ra_addr table);
/* Begins to go through such a table: claims it, but leaves keys and values to the caller. elements
 * NULL: only its memory is of interest. False: nothing to go through. */
bool ra_walk_elements(
	struct ra_walk *walk, ra_node node, ra_addr table, struct ra_elements *elements);
/* The same for a HashTable with memory of its own, which is claimed as `location`. False where it
 * was already. */
bool ra_walk_allocated_elements(struct ra_walk *walk, ra_node node, ra_addr table,
	enum ra_location location, struct ra_elements *elements);
/* The same for a table that is only looked at: claims nothing. */
bool ra_walk_foreign_elements(struct ra_walk *walk, ra_addr table, struct ra_elements *elements);
/* Counts and links the key string of an element when it is a counted one. */
void ra_walk_key(struct ra_walk *walk, ra_node node, ra_addr key);
/* The link for an element of an array: KEY or INDEX. */
struct ra_link ra_walk_element_link(struct ra_walk *walk, const struct ra_element *element);

/* `count` zvals in a row, all with the same link (INDEX links are numbered from 0). */
void ra_walk_values(
	struct ra_walk *walk, ra_node node, ra_addr at, uint32_t count, struct ra_link link);

/* Callables. */
void ra_walk_fcall_info(struct ra_walk *walk, ra_node node, ra_addr fci);

void ra_walk_refuse(struct ra_walk *walk, enum ra_refusal refusal);

/* Asks to visit `count` elements of a table, list or frame. In a process these lie side by side and
 * are visited once, so their number is bounded by the size of the file; a made-up dump can let many
 * headers share one table. False (refused, counted) when the dump has used up several times its
 * size. */
bool ra_walk_spend(struct ra_walk *walk, uint64_t count);

/* ---- objects of internal classes ---- */

struct ra_object_view {
	ra_node node;
	ra_addr at;    /* the zend_object */
	ra_addr start; /* of its allocation: the structure around it begins here */
	const struct ra_object *header;
	uint32_t class_index;
};

/* Walks what an internal object keeps outside its properties, called once per object after these.
 */
typedef void ra_object_walker(struct ra_walk *walk, const struct ra_object_view *object);

struct ra_special {
	const char *class_name; /* of the internal class; holds for its descendants as well */
	ra_object_walker *walk;
	enum ra_struct structure; /* that the object is, when it begins with the zend_object */
};

/* Tables of walkers, each ended by a row without a name; the nearest ancestor wins. */
extern const struct ra_special ra_specials_engine[]; /* closures, generators, fibers, weak ones */

/* Class of an object: index of graph->classes, learnt on first sight. RA_NO_CLASS: implausible. */
uint32_t ra_walk_class_index(struct ra_walk *walk, ra_addr entry);
/* The same where the entry must be a class: of an object that the objects store lists, of the class
 * table. One that cannot be read is called "(class at 0x...)", and counted. */
uint32_t ra_walk_class_doubted(struct ra_walk *walk, ra_addr entry);
/* Names such a class by its key in the class table. */
void ra_walk_class_named(struct ra_walk *walk, uint32_t class_index, ra_addr key);

/* ---- the parts, called by walk.c ---- */

void ra_walk_expand_array(struct ra_walk *walk, ra_node node);
void ra_walk_expand_reference(struct ra_walk *walk, ra_node node);
void ra_walk_expand_object(struct ra_walk *walk, ra_node node);
void ra_walk_expand_class(struct ra_walk *walk, ra_node node);
void ra_walk_expand_function(struct ra_walk *walk, ra_node node);
void ra_walk_expand_frame(struct ra_walk *walk, ra_node node);
void ra_walk_expand_ast(struct ra_walk *walk, ra_node node);
void ra_walk_expand_resource(struct ra_walk *walk, ra_node node);

bool ra_walk_classes_new(struct ra_walk *walk, struct ra_error *err);
void ra_walk_classes_free(struct ra_walk *walk);
void ra_walk_classes_finish(struct ra_walk *walk); /* sums per class */
/* Attaches classes that objects have but no table lists. */
void ra_walk_classes_unlisted(struct ra_walk *walk, ra_node branch);

/* Frames from `frame` on along prev_execute_data, as a new chain (0 is the call stack), hanging on
 * `from` (RA_NO_NODE: no edges). In a generator's chain only its own frame. */
void ra_walk_frames(struct ra_walk *walk, ra_node from, ra_addr frame, bool one_frame);
/* Frames of functions that the innermost one has called and that are over: what is left of them, for
 * a limit that is reported late. Into graph->left. */
void ra_walk_left_frames(struct ra_walk *walk);
/* The pages of a VM stack, newest first. */
void ra_walk_vm_stack(struct ra_walk *walk, ra_node from, ra_addr page, struct ra_link link);

/* The calls that a frame prepares, innermost first: how many arguments of each are pushed already
 * (RA_ALL_ARGUMENTS: as many as its frame says). False: the code tells of no further one. */
#define RA_ALL_ARGUMENTS UINT32_MAX
struct ra_pending_calls {
	const struct ra_engine *engine;
	ra_addr opcodes;
	uint32_t position;
	uint32_t depth;
};
void ra_pending_calls_init(
	struct ra_pending_calls *calls, const struct ra_engine *engine, ra_addr opcodes, uint32_t now);
bool ra_pending_calls_next(struct ra_pending_calls *calls, uint32_t *pushed);

/* Attributes of classes, functions, ... (a HashTable *), types (a zend_type at `at`). */
void ra_walk_attributes(struct ra_walk *walk, ra_node node, ra_addr table);
void ra_walk_type(struct ra_walk *walk, ra_node node, ra_addr at);

/* Parts of functions that closures have of their own: the table of static variables (live one), and
 * the run-time cache. */
ra_addr ra_walk_live_statics(struct ra_walk *walk, ra_addr function);
void ra_walk_static_variables(
	struct ra_walk *walk, ra_node node, ra_addr table, enum ra_link_kind kind);
void ra_walk_run_time_cache(struct ra_walk *walk, ra_node node, ra_addr function);
/* Counts the name of a function that has another header already. */
void ra_walk_count_name(struct ra_walk *walk, ra_addr function);

/* All roots: branches under the super-root, and what they hold. */
void ra_walk_roots(struct ra_walk *walk);
/* A new branch under the super-root; flags RA_EDGE_WEAK for what does not own. */
ra_node ra_walk_branch(struct ra_walk *walk, const char *name, unsigned flags);
/* What internal functions that run build where only the C stack knows it. (walk_c_stack.c) */
void ra_walk_c_stack(struct ra_walk *walk);
/* The collector's possible roots, from a weak branch; what they lead to. (walk_gc_roots.c) */
void ra_walk_gc_roots(struct ra_walk *walk, ra_node branch);

/* Values with more references than were found, and whether their address stands in the memory that
 * is looked at, other than their own (`owner`: whose it is, or RA_NO_NODE). The answer goes to
 * tally->held_out_of_sight. (walk_gc_roots.c) */
struct ra_surplus;
struct ra_surplus *ra_surplus_new(struct ra_walk *walk); /* NULL: there are none */
void ra_surplus_look(
	struct ra_surplus *surplus, struct ra_walk *walk, ra_node owner, ra_addr at, uint64_t bytes);
/* The same in memory that was read; bytes is a multiple of 8. */
void ra_surplus_words(
	struct ra_surplus *surplus, ra_node owner, const uint8_t *words, uint64_t bytes);
void ra_surplus_free(struct ra_surplus *surplus);

/* After the exact walk: memory that only static data and unexplained slots lead to. */
void ra_walk_scan(struct ra_walk *walk);
void ra_walk_expand_unknown(struct ra_walk *walk, ra_node node);

/* A VM stack page or an arena: a node that owns its block until others claim parts of it. From
 * RA_NO_NODE: added without an edge. RA_NO_NODE: the block is somebody else's. */
ra_node ra_walk_page(
	struct ra_walk *walk, ra_node from, ra_addr at, enum ra_node_kind kind, struct ra_link link);

/* ---- words ---- */

/* Conservative scan: every aligned word of the bytes that points to the start of a live slot which
 * nobody has claimed makes a child, marked as guessed, which is scanned in turn. */
void ra_walk_guess(struct ra_walk *walk, ra_node from, ra_addr at, uint64_t bytes);

/* The same with a link of the caller's. */
void ra_walk_guess_as(
	struct ra_walk *walk, ra_node from, ra_addr at, uint64_t bytes, struct ra_link link);

/* Zvals among bytes that nobody explains: what they hold becomes a child, marked as guessed,
 * whoever has claimed it. */
void ra_walk_guess_values(struct ra_walk *walk, ra_node from, ra_addr at, uint64_t bytes);

/* The same for the state of an object whose class no walker knows. (walk_objects.c) */
void ra_walk_guess_state(struct ra_walk *walk, ra_node object);

/* Bare pointers in such a state, to objects that lack references after everything else. Where
 * something certain leads to the target, too, the edge owns nothing. (walk_objects.c) */
void ra_walk_guess_pointers(struct ra_walk *walk, ra_node object);

/* Words of a structure that is known to hold pointers, but not which: the same without the mark of
 * a guess, and values that have a node already are linked too. */
void ra_walk_known_words(
	struct ra_walk *walk, ra_node from, ra_addr at, uint64_t bytes, const char *name);
/* Runs the loop until every added node is expanded. */
void ra_walk_drain(struct ra_walk *walk);

#endif
