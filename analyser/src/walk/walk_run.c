/* The top of the walk: who expands which kind of node, who walks the state of which class, and the
 * order of the roots. The layers below get these tables by pointers in struct ra_walk. */
#include "walk/walk_run.h"

#include "walk/engine/walk_class_registry.h"
#include "walk/engine/walk_expand.h"
#include "walk/engine/walk_functions.h"
#include "walk/engine/walk_globals.h"
#include "walk/engine/walk_in_flight.h"
#include "walk/engine/walk_roots.h"
#include "walk/engine/walk_scan.h"
#include "walk/extensions/extensions.h"

#define POINTER_BYTES 8u
#define SLACK         (UINT64_C(1) << 20)

/* Elements have 8 to 32 bytes; some tables are looked at several times. */
#define BYTES_PER_VISIT 4u
#define FREE_VISITS     1000000u

/* Kinds without a row hold nothing, or were walked when they were found. */
static ra_expander *const expanders[RA_NODE_KINDS] = {
	[RA_NODE_ARRAY] = ra_walk_expand_array,
	[RA_NODE_OBJECT] = ra_walk_expand_object,
	[RA_NODE_REFERENCE] = ra_walk_expand_reference,
	[RA_NODE_CLASS] = ra_walk_expand_class,
	[RA_NODE_FUNCTION] = ra_walk_expand_function,
	[RA_NODE_FRAME] = ra_walk_expand_frame,
	[RA_NODE_AST] = ra_walk_expand_ast,
	[RA_NODE_RESOURCE] = ra_walk_expand_resource,
	[RA_NODE_UNKNOWN] = ra_walk_expand_unknown,
};

static const struct ra_special *const specials[] = {
	ra_specials_engine,
	ra_specials_spl,
	ra_specials_iterators,
	ra_specials_files,
	ra_specials_date,
	ra_specials_pdo,
	ra_specials_reflection,
	ra_specials_mysqli,
	ra_specials_curl,
	ra_specials_zlib,
	ra_specials_sqlite3,
	ra_specials_zip,
	ra_specials_http,
	ra_specials_soap,
	ra_specials_xml,
	ra_specials_intl,
	ra_specials_redis,
	ra_specials_ds,
	ra_specials_ffi,
	ra_specials_gearman,
	NULL,
};

/* ---- roots ---- */

typedef void root_walker(struct ra_walk *walk, ra_node root);

enum {
	INTERNED_STRINGS,
	GLOBAL_VARIABLES,
	CLASS_TABLE,
	FUNCTION_TABLE,
	GLOBAL_CONSTANTS,
	INCLUDED_FILES,
	GLOBAL_CALLBACKS,
	MODULES,
	OUTPUT,
	CALL_FRAMES,
	ENGINE,
	MODULE_GLOBALS,
	OBJECTS_STORE,
	REGULAR_LIST,
	ROOTS
};

/* The children of the super-root, in the order of the report's model. */
static const struct root_row {
	const char *name;
	unsigned flags;
	root_walker *walkers[4];
} root_rows[ROOTS] = {
	[INTERNED_STRINGS] = {"interned_strings", 0, {ra_root_interned_strings}},
	[GLOBAL_VARIABLES] = {"global_variables", 0, {ra_walk_globals}},
	[CLASS_TABLE] = {"class_table", 0, {ra_root_class_table}},
	[FUNCTION_TABLE] = {"function_table", 0, {ra_root_function_table}},
	[GLOBAL_CONSTANTS] = {"global_constants", 0, {ra_root_constants}},
	[INCLUDED_FILES] = {"included_files", 0, {ra_root_included_files}},
	[GLOBAL_CALLBACKS] = {"global_callbacks", 0, {ra_root_callbacks}},
	[MODULES] = {"modules", 0,
		{ra_root_basic_globals, ra_root_lexbor, ra_root_autoload, ra_root_default_context}},
	[OUTPUT] = {"output", 0, {ra_root_output}},
	[CALL_FRAMES] = {"call_frames", 0, {ra_root_call_frames}},
	[ENGINE] = {"engine", 0, {ra_root_engine}},
	[MODULE_GLOBALS] = {"module_globals", 0, {NULL}}, /* walked late */
	[OBJECTS_STORE] = {"objects_store", RA_EDGE_WEAK, {ra_root_objects_store}},
	[REGULAR_LIST] = {"regular_list", RA_EDGE_WEAK, {ra_root_regular_list}},
};

static void walk_root(struct ra_walk *walk, const struct root_row *row, ra_node root)
{
	for (size_t i = 0; i < sizeof(row->walkers) / sizeof(*row->walkers); i++) {
		if (row->walkers[i]) {
			row->walkers[i](walk, root);
		}
	}
}

static void walk_roots(struct ra_walk *walk)
{
	ra_node roots[ROOTS];

	for (size_t i = 0; i < ROOTS; i++) {
		roots[i] = ra_walk_root(walk, root_rows[i].name, root_rows[i].flags);
		if (roots[i] == RA_NO_NODE) {
			return;
		}
	}
	walk->expanded = walk->graph->node_count;
	walk->engine_root = roots[ENGINE];
	walk->frames_root = roots[CALL_FRAMES];
	ra_root_prepare(walk);
	/* The roots' own edges first, then breadth first: edges come in the order of the nodes they
	 * leave, which saves the graph a sort. */
	for (size_t i = 0; i < ROOTS; i++) {
		walk_root(walk, &root_rows[i], roots[i]);
	}
	ra_walk_drain(walk);
	/* Words of modules' globals, some of them leftovers: after all that is known for certain. */
	ra_root_module_globals(walk, roots[MODULE_GLOBALS]);
	ra_walk_drain(walk);
	ra_walk_classes_unlisted(walk, roots[CLASS_TABLE]);
	ra_walk_drain(walk);
	ra_walk_settle_in_flight(walk);
}

/* ---- the walk ---- */

static uint32_t slots_of(const void *context, uint32_t class_index)
{
	return ra_walk_class_info(context, class_index)->slots;
}

bool ra_walk_run(const struct ra_dump *dump, struct ra_space *space, const struct ra_layout *layout,
	const struct ra_engine *engine, const struct ra_heap *heap, struct ra_graph **graph,
	struct ra_tally **tally, struct ra_error *err)
{
	struct ra_walk walk = {.dump = dump,
		.budget = dump->file_bytes / BYTES_PER_VISIT + FREE_VISITS,
		.space = space,
		.layout = layout,
		.engine = engine,
		.heap = heap,
		.expanders = expanders,
		.specials = specials};
	bool done = false;

	walk.slots_of = slots_of;
	if (ra_graph_new(&walk.graph, err) && ra_tally_new(&walk.tally, err) &&
		ra_claims_new(heap, walk.graph, walk.tally, &walk.claims, err) &&
		ra_walk_classes_new(&walk, err) && ra_walk_in_flight_new(&walk, err)) {
		ra_graph_limit(
			walk.graph, dump->file_bytes / POINTER_BYTES + SLACK, dump->file_bytes * 2 + SLACK);
		walk.most_reads = ra_space_reads(space) + dump->file_bytes * 2 + SLACK * 16;
		walk.ahead = ra_ahead_new(engine, heap, ra_claims_owners(walk.claims));
		walk_roots(&walk);
		ra_walk_scan(&walk);
		ra_ahead_free(walk.ahead);
		ra_claims_finish(walk.claims, space);
		ra_walk_classes_finish(&walk);
		ra_walk_solr(&walk);
		if (walk.no_memory || ra_claims_failed(walk.claims)) {
			ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the heap walk");
		} else {
			done = ra_graph_finish(walk.graph, err);
		}
	}
	ra_walk_globals_free(&walk);
	ra_walk_in_flight_free(&walk);
	ra_walk_classes_free(&walk);
	ra_claims_free(walk.claims);
	if (!done) {
		ra_graph_free(walk.graph);
		ra_tally_free(walk.tally);
		return false;
	}
	*graph = walk.graph;
	*tally = walk.tally;
	return true;
}
