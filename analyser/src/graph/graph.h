/* The object graph as flat arrays: nodes are engine objects (one node per object), edges are the
 * pointers between them. Ids are dense and deterministic. Node 0 is the super-root; its children
 * are the roots (call_frames, class_table, ...), and theirs what the engine keeps under these
 * names.
 *
 * Two sizes, never mixed:
 *
 *   own_bytes      what the node costs the allocator: the slots, page runs and huge blocks that
 *                  start with one of its locations (for memory inside a VM stack page or an arena:
 *                  the exact part). All own_bytes of the graph add up to the analysed part of
 *                  memory_get_usage().
 *   content bytes  what the structures themselves need (the numbers of the Type Breakdown and of the
 *                  class table). They are summed up per type and per class while walking, not kept
 *                  per node. */
#ifndef RA_GRAPH_H
#define RA_GRAPH_H

#include "base/addresses.h"
#include "base/narrow.h"
#include "memory/dump.h"

typedef uint32_t ra_node;
typedef uint32_t ra_name; /* an interned text; 0 is the empty one */

#define RA_NO_NODE    UINT32_MAX
#define RA_NO_CLASS   UINT32_MAX
#define RA_SUPER_ROOT 0u

enum ra_node_kind {
	RA_NODE_SUPER_ROOT,
	RA_NODE_ROOT, /* a child of the super-root: class_table, ... */
	RA_NODE_FRAME,
	RA_NODE_OBJECT,
	RA_NODE_ARRAY, /* header and table */
	RA_NODE_STRING,
	RA_NODE_REFERENCE,
	RA_NODE_RESOURCE,
	RA_NODE_CLASS,    /* class entry with the tables that it alone owns */
	RA_NODE_FUNCTION, /* op_array with opcodes, literals, names, ... */
	RA_NODE_CONSTANT, /* zend_constant, zend_class_constant */
	RA_NODE_PROPERTY_INFO,
	RA_NODE_AST,
	RA_NODE_VM_STACK, /* page of a VM stack: what no frame in it claims */
	RA_NODE_ARENA,    /* likewise */
	RA_NODE_STREAM,
	RA_NODE_BUFFER, /* raw memory whose owner is known: output buffers, source texts, timelib
					   structs */
	RA_NODE_TABLE, /* an engine table that is not a PHP array value: handle table, weak map table */
	RA_NODE_UNKNOWN, /* reached by guess: a live slot that an internal object points to */
	RA_NODE_KINDS
};

/* The name the reference uses for such a node: "ObjectContext", "ArrayHeaderContext", ... */
const char *ra_node_kind_name(enum ra_node_kind kind);

enum ra_link_kind {        /* what `key` of an edge means */
	RA_LINK_ROOT,          /* name: super-root to a root */
	RA_LINK_FRAME,         /* number: 0 is the innermost */
	RA_LINK_GLOBAL,        /* name: entry of the global symbol table */
	RA_LINK_LOCAL,         /* name: compiled variable of a frame */
	RA_LINK_ARGUMENT,      /* number: argument of an internal function's frame */
	RA_LINK_EXTRA_ARG,     /* number: surplus argument of a user function's frame */
	RA_LINK_TEMPORARY,     /* number: live temporary of a frame */
	RA_LINK_RESULT,        /* name: a value in flight of a frame, "result of array_map()" */
	RA_LINK_THIS,          /* of a frame or closure */
	RA_LINK_PROPERTY,      /* name: declared property */
	RA_LINK_DYNAMIC_TABLE, /* object to its table of dynamic properties */
	RA_LINK_INDEX, /* number: array element with an integer key that fits (see ra_edge_index) */
	RA_LINK_WIDE_INDEX, /* index of graph->wide_keys: array element with any other integer key */
	RA_LINK_KEY,        /* node id of the key's string: array element with a string key */
	RA_LINK_KEY_STRING, /* array to the key string itself */
	RA_LINK_REFERENCED, /* PHP reference to its value */
	RA_LINK_CLASS,      /* name: class table to class; also object to its class (structural) */
	RA_LINK_FUNCTION,   /* name: function table or class to function */
	RA_LINK_STATIC_PROPERTY, /* name: class to the value of a static property */
	RA_LINK_CLASS_CONSTANT,  /* name */
	RA_LINK_CONSTANT,        /* name: global constant */
	RA_LINK_STATIC_VARIABLE, /* name: function to the value of a static variable */
	RA_LINK_BOUND_VARIABLE,  /* name: closure to the value of a `use` variable */
	RA_LINK_HANDLE,          /* number: objects_store or regular_list to its entry */
	RA_LINK_MAP_ENTRY,       /* number: value of a WeakMap, item of an SPL structure */
	RA_LINK_FIELD,           /* name: any other field of an engine structure ("op_array", "func",
								"doc_comment") */
	RA_LINK_KINDS
};

enum ra_edge_flag {
	RA_EDGE_TREE = 1,       /* the target's tree edge; set by ra_graph_finish() */
	RA_EDGE_WEAK = 2,       /* does not own: objects_store, regular_list, weak references */
	RA_EDGE_STRUCTURAL = 4, /* does not own: object to handlers, class definition to class entry */
	RA_EDGE_GUESS = 8,      /* found by the conservative scan */
};

enum ra_node_flag {
	RA_NODE_INTERNED = 1, /* interned string, immutable array: not counted by refcount */
	RA_NODE_OUTSIDE = 2,  /* outside the ZendMM heap: costs it nothing */
	RA_NODE_INTERNAL = 4, /* object of an internal class, internal class or function */
	RA_NODE_DYNAMIC = 8,  /* object with a table of dynamic properties */
	RA_NODE_GUESSED = 16, /* reached only by guess */
	RA_NODE_PACKED = 32,  /* array: packed */
	RA_NODE_DATA =
		32, /* buffer: bytes, in which an address is chance; root, table: likewise explained */
	RA_NODE_PARTIAL = 64,         /* something of it could not be read: a hole */
	RA_NODE_PROPERTY_TABLE = 128, /* array that is the property table of one object */
};

struct ra_class {
	ra_name name;
	ra_addr entry;   /* address of the zend_class_entry */
	uint32_t parent; /* index of the parent class, or RA_NO_CLASS */
	uint32_t instance_count;
	uint64_t content_bytes; /* of all instances: the objects themselves */
	uint64_t state_bytes; /* further memory that is theirs for certain: an extension's structures */
	uint64_t held_bytes;  /* blocks that they alone hold, for certain; see ra_classes_measure() */
	uint32_t property_count;
	bool internal;
	bool own_state; /* internal class with a create_object of its own: state that PHP code cannot
					   see */
};

struct ra_frame_info {
	ra_node node;
	ra_name function; /* "Class::method", "<main>", "sleep" */
	ra_name file;
	int32_t line;                   /* -1: internal function or unknown */
	uint32_t first_line, last_line; /* of a user function */
	bool internal;
	bool suspended; /* a generator that waits: no opline of it is under way */
	uint32_t chain; /* 0: the running call stack; others: suspended generators and fibers */
};

#define RA_LEFT_FRAMES 8u

struct ra_graph {
	uint32_t node_count;
	struct ra_addresses address; /* 0 for roots: see ra_node_address() */
	struct ra_sizes own_bytes;
	uint8_t *kind;                     /* enum ra_node_kind */
	uint8_t *flags;                    /* enum ra_node_flag */
	struct ra_narrow16 class_plus_one; /* see ra_node_class() */
	struct ra_narrow8 refcount;
	uint32_t *tree_edge; /* the last edge of its tree path; RA_NO_NODE for the super-root and for a
							node that nothing leads to. Set by ra_graph_finish() */

	/* Edges in CSR form after ra_graph_finish(): those of node n are edge_begin[n] to
	 * edge_begin[n + 1] - 1, in the order in which the walk added them. */
	uint32_t edge_count;
	uint32_t *edge_begin;
	ra_node *edge_from; /* until then, and in an index; NULL afterwards: see ra_edge_source() */
	ra_node *near_from; /* of every RA_NEAR_EDGES-th edge and of the last one */
	ra_node *edge_to;
	uint32_t *edge_key;
	uint8_t *edge_kind;  /* enum ra_link_kind */
	uint8_t *edge_flags; /* enum ra_edge_flag */

	int64_t *wide_keys;
	uint32_t wide_key_count;

	struct ra_class *classes;
	uint32_t class_count;
	struct ra_frame_info *frames; /* by node */
	uint32_t frame_count;
	/* Calls that the innermost frame made and that are over, as far as they are left: each called
	 * the next. They have no node. */
	struct ra_frame_info left[RA_LEFT_FRAMES];
	uint32_t left_count;
	bool late; /* the innermost frame was stopped on its way to the next opline */

	uint32_t node_room, edge_room;    /* so many fit before graph.c has to be asked */
	uint32_t guess_count;             /* edges that are guesses */
	bool full, failed;                /* see ra_graph_full(), ra_graph_failed() */
	struct ra_graph_storage *storage; /* capacities, interned names: see graph_storage.h */
};

bool ra_graph_new(struct ra_graph **out, struct ra_error *err); /* holds the super-root */
void ra_graph_free(struct ra_graph *graph);

void ra_graph_no_memory(struct ra_graph *graph);

/* More room for nodes, for edges. False: there is none (memory, the id space, ra_graph_limit()), or the graph is finished. */
bool ra_graph_make_node_room(struct ra_graph *graph);
bool ra_graph_make_edge_room(struct ra_graph *graph);

/* Adds a node with no own bytes. RA_NO_NODE when memory or the id space is exhausted (sticky: see
 * ra_graph_failed), so that the walk checks once and not at each call. */
static inline ra_node ra_graph_add_node(
	struct ra_graph *graph, enum ra_node_kind kind, ra_addr address)
{
	const ra_node node = graph->node_count;

	if (node >= graph->node_room && !ra_graph_make_node_room(graph)) {
		return RA_NO_NODE;
	}
	if (!ra_addresses_set(&graph->address, node, address)) {
		ra_graph_no_memory(graph);
		return RA_NO_NODE;
	}
	graph->own_bytes.low[node] = 0;
	graph->kind[node] = (uint8_t)kind;
	graph->flags[node] = 0;
	graph->class_plus_one.low[node] = 0;
	graph->refcount.low[node] = 0;
	graph->node_count++;
	return node;
}

void ra_graph_no_node(struct ra_graph *graph); /* for an edge: the graph fails */

/* Adds an edge. Edges may come in any order of `from`; ascending order saves the sort. RA_EDGE_TREE
 * in flags is ignored. */
static inline void ra_graph_add_edge(struct ra_graph *graph, ra_node from, ra_node to,
	enum ra_link_kind kind, uint32_t key, unsigned flags)
{
	const uint32_t edge = graph->edge_count;

	if (edge >= graph->edge_room && !ra_graph_make_edge_room(graph)) {
		return;
	}
	if (from >= graph->node_count || to >= graph->node_count) {
		ra_graph_no_node(graph);
		return;
	}
	graph->edge_from[edge] = from;
	graph->edge_to[edge] = to;
	graph->edge_key[edge] = key;
	graph->edge_kind[edge] = (uint8_t)kind;
	graph->edge_flags[edge] = (uint8_t)(flags & ~(unsigned)RA_EDGE_TREE);
	graph->edge_count++;
	graph->guess_count += (flags & RA_EDGE_GUESS) != 0;
}

/* The same for an array element with an integer key of any value. */
void ra_graph_add_index_edge(
	struct ra_graph *graph, ra_node from, ra_node to, int64_t index, unsigned flags);

/* What a node costs the allocator, its reference count, the class of an object. No memory: as above. */
static inline void ra_graph_set_own_bytes(struct ra_graph *graph, ra_node node, uint64_t bytes)
{
	if (!ra_sizes_set(&graph->own_bytes, node, bytes)) {
		ra_graph_no_memory(graph);
	}
}

static inline void ra_graph_set_refcount(struct ra_graph *graph, ra_node node, uint32_t count)
{
	if (!ra_narrow8_set(&graph->refcount, node, count)) {
		ra_graph_no_memory(graph);
	}
}

static inline void ra_graph_set_class(struct ra_graph *graph, ra_node node, uint32_t class_index)
{
	if (!ra_narrow16_set(&graph->class_plus_one, node, class_index + 1)) {
		ra_graph_no_memory(graph);
	}
}

static inline void ra_graph_set_address(struct ra_graph *graph, ra_node node, ra_addr address)
{
	if (!ra_addresses_set(&graph->address, node, address)) {
		ra_graph_no_memory(graph);
	}
}

uint32_t ra_graph_add_class(struct ra_graph *graph, const struct ra_class *cls);
void ra_graph_add_frame(struct ra_graph *graph, const struct ra_frame_info *frame);

/* The facts of a call; NULL: the node is none. They belong to the graph. */
const struct ra_frame_info *ra_graph_frame(const struct ra_graph *graph, ra_node node);

/* Interns bytes (any bytes: class names of anonymous classes hold a NUL). */
ra_name ra_graph_intern(struct ra_graph *graph, const char *bytes, size_t length);
/* NUL-terminated copy owned by the graph; its length in *length unless NULL. */
uint32_t ra_graph_name_count(const struct ra_graph *graph); /* names are below it */
const char *ra_graph_name(const struct ra_graph *graph, ra_name name, size_t *length);

static inline bool ra_graph_failed(const struct ra_graph *graph)
{
	return graph->failed;
}

/* The most edges and bytes of names that the graph may hold: a corrupt dump can make structures
 * overlap, and then they hold more than the dump. Beyond it edges are dropped, names are the empty
 * one, and ra_graph_full() is true. Without the call there is no such bound. */
void ra_graph_limit(struct ra_graph *graph, uint64_t edges, uint64_t name_bytes);
static inline bool ra_graph_full(const struct ra_graph *graph)
{
	return graph->full;
}

/* Sorts the edges into CSR form (stable) and chooses the tree edges: breadth first over strong
 * edges, one root after the other in the order of the super-root's edges, so that a tree path is
 * the shortest one inside its root and never runs over a weak edge when a strong path exists.
 * What no real root reaches hangs on the weak root (objects_store, regular_list) that knows it:
 * of a component of such nodes only one, that nothing outside it reaches. A guess becomes a tree
 * edge only where nothing certain leads, and gets RA_EDGE_WEAK otherwise. O(V + E). Call once,
 * after the walk; nodes and edges cannot be added later. */
bool ra_graph_finish(struct ra_graph *graph, struct ra_error *err);

/* The node itself, or its ancestor in the tree that stands RA_HEAD_DEPTH steps below the super-root
 * when the node is deeper. Constant time after the first call, which computes it for all nodes.
 * RA_NO_NODE: no memory for that. */
#define RA_HEAD_DEPTH 14u
ra_node ra_graph_head(const struct ra_graph *graph, ra_node node);

/* The integer key of an INDEX or WIDE_INDEX edge. */
int64_t ra_edge_index(const struct ra_graph *graph, uint32_t edge);

static inline ra_addr ra_node_address(const struct ra_graph *graph, ra_node node)
{
	return ra_addresses_at(&graph->address, node);
}

static inline uint64_t ra_node_own_bytes(const struct ra_graph *graph, ra_node node)
{
	return ra_sizes_at(&graph->own_bytes, node);
}

/* Of objects; RA_NO_CLASS otherwise. */
static inline uint32_t ra_node_class(const struct ra_graph *graph, ra_node node)
{
	return ra_narrow16_at(&graph->class_plus_one, node) - 1;
}

/* As stored in the dump; 0 when the kind has none. */
static inline uint32_t ra_node_refcount(const struct ra_graph *graph, ra_node node)
{
	return ra_narrow8_at(&graph->refcount, node);
}

/* The node that the edge leaves: the last one whose edges do not begin behind it. */
#define RA_NEAR_EDGES 16u
static inline ra_node ra_edge_source(const struct ra_graph *graph, uint32_t edge)
{
	if (graph->edge_from) {
		return graph->edge_from[edge];
	}
	ra_node low = graph->near_from[edge / RA_NEAR_EDGES];
	ra_node high = graph->near_from[edge / RA_NEAR_EDGES + 1];

	while (low < high) {
		const ra_node middle = high - (high - low) / 2;

		if (graph->edge_begin[middle] <= edge) {
			low = middle;
		} else {
			high = middle - 1;
		}
	}
	return low;
}

/* The same for who looks at the edges one after the other: from the source of an edge before on. */
static inline ra_node ra_edge_source_from(
	const struct ra_graph *graph, ra_node before, uint32_t edge)
{
	while (graph->edge_begin[before + 1] <= edge) {
		before++;
	}
	return before;
}

static inline bool ra_edge_is_strong(const struct ra_graph *graph, uint32_t edge)
{
	return !(graph->edge_flags[edge] & (RA_EDGE_WEAK | RA_EDGE_STRUCTURAL));
}

/* True when the edge keeps its target in the graph of the measures: strong edges, and the tree
 * edges by which a weak root holds what nothing else holds. */
static inline bool ra_edge_holds(const struct ra_graph *graph, uint32_t edge)
{
	return ra_edge_is_strong(graph, edge) ||
		   ((graph->edge_flags[edge] & RA_EDGE_TREE) &&
			   graph->kind[ra_edge_source(graph, edge)] <= RA_NODE_ROOT);
}

/* The same for who knows the node that it leaves. */
static inline bool ra_edge_holds_for(const struct ra_graph *graph, uint32_t edge, ra_node from)
{
	return ra_edge_is_strong(graph, edge) ||
		   ((graph->edge_flags[edge] & RA_EDGE_TREE) && graph->kind[from] <= RA_NODE_ROOT);
}

static inline ra_node ra_node_tree_parent(const struct ra_graph *graph, ra_node node)
{
	return graph->tree_edge[node] == RA_NO_NODE ? RA_NO_NODE
												: ra_edge_source(graph, graph->tree_edge[node]);
}

#endif
