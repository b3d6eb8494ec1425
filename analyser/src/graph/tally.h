/* What the walk counted: bytes and numbers per location type and region, and the walk's own
 * health. */
#ifndef RA_TALLY_H
#define RA_TALLY_H

#include "graph/graph.h"
#include "php/collector.h"

enum ra_location { /* the reference's location types; ra_location_name() gives
					  "ZendObjectMemoryLocation" */
	RA_LOC_OBJECT,
	RA_LOC_STRING,
	RA_LOC_STRING_TAIL, /* slot bytes behind the text */
	RA_LOC_ARRAY,
	RA_LOC_ARRAY_TABLE,
	RA_LOC_ARRAY_TABLE_OVERHEAD,
	RA_LOC_REFERENCE,
	RA_LOC_RESOURCE,
	RA_LOC_OP_ARRAY_HEADER,
	RA_LOC_OP_ARRAY_BODY,
	RA_LOC_RUNTIME_CACHE,
	RA_LOC_ARG_INFOS,
	RA_LOC_VARIABLE_NAMES,
	RA_LOC_DYNAMIC_FUNC_DEFS,
	RA_LOC_LIVE_RANGES,
	RA_LOC_TRY_CATCH_TABLE,
	RA_LOC_CLASS_ENTRY,
	RA_LOC_DEFAULT_PROPERTIES,
	RA_LOC_DEFAULT_STATIC_MEMBERS,
	RA_LOC_STATIC_MEMBERS,
	RA_LOC_PROPERTY_INFO,
	RA_LOC_CLASS_CONSTANT,
	RA_LOC_CONSTANT,
	RA_LOC_ATTRIBUTES,
	RA_LOC_AST,
	RA_LOC_CALL_FRAME, /* the execute_data */
	RA_LOC_CALL_FRAME_VARIABLES,
	RA_LOC_OBJECTS_STORE,
	RA_LOC_OBJECT_HANDLERS,
	RA_LOC_VM_STACK, /* unused part of VM stack pages */
	RA_LOC_ARENA,    /* unused part of arenas */
	RA_LOC_HUGE_LIST,
	RA_LOC_STREAM,
	RA_LOC_BUFFER,
	RA_LOC_INTERNAL_STATE, /* structures behind internal objects: SPL, DateTime, PDO, ... */
	RA_LOC_UNKNOWN,        /* reached by guess */
	RA_LOCATIONS
};

enum ra_where {
	RA_IN_HEAP,
	RA_IN_HUGE,
	RA_IN_VM_STACK,
	RA_IN_ARENA,
	RA_OUTSIDE,
	RA_WHERES
};

enum ra_refusal {     /* why a structure was not followed */
	RA_REFUSED_VALUE, /* a value of no known type, or a pointer to nothing of that type */
	RA_REFUSED_STALE, /* a pointer into a free slot */
	RA_REFUSED_STRING,
	RA_REFUSED_ARRAY,
	RA_REFUSED_OBJECT,
	RA_REFUSED_CLASS,
	RA_REFUSED_FUNCTION,
	RA_REFUSED_FRAME,
	RA_REFUSED_RESOURCE,
	RA_REFUSED_TABLE, /* an engine table or list */
	RA_REFUSED_STATE, /* the state behind an internal object */
	RA_REFUSALS
};

enum ra_content { /* what bytes look like */
	RA_CONTENT_ZEROS,
	RA_CONTENT_TEXT,
	RA_CONTENT_POINTERS,
	RA_CONTENT_BINARY,
	RA_CONTENTS
};

#define RA_UNCLAIMED_SAMPLES 3u
#define RA_UNCLAIMED_ROWS    32u /* per bin; then whole-page runs (30) and huge blocks (31) */

struct ra_unclaimed { /* live slots of one size that no location claims */
	uint64_t slots;
	uint64_t bytes;
	uint32_t samples;
	ra_addr sample[RA_UNCLAIMED_SAMPLES];
	enum ra_content guess[RA_UNCLAIMED_SAMPLES];
};

#define RA_UNLIKE_CLASSES 16u

/* An internal class whose objects do not look as the layout says: the zend_object lies elsewhere in
 * the structure around it. */
struct ra_unlike {
	uint32_t class_index;
	uint64_t layout_offset, seen_offset; /* of the zend_object in its structure */
};

/* Fewer values of one class or kind, or smaller ones, are not worth a finding. */
#define RA_LEAST_SURPLUS_VALUES 10u
#define RA_LEAST_SURPLUS_BYTES  10240u

struct ra_tally {
	struct {
		uint64_t count; /* structures; their parts add bytes only */
		uint64_t bytes;
	} location[RA_LOCATIONS][RA_WHERES]; /* content bytes */
	uint64_t analysed_bytes;             /* slots, runs and huge blocks that a location claims */
	uint64_t live_bytes;    /* all live slots, runs and huge blocks: equals memory_get_usage() */
	uint64_t guessed_bytes; /* part of analysed_bytes that was claimed only by guess */
	uint64_t vm_stack_total, vm_stack_usage;
	uint64_t arena_total, arena_usage;
	uint64_t refused[16];                       /* by enum ra_refusal */
	uint64_t doubted_classes;                   /* whose entry or name cannot be read */
	struct ra_unlike unlike[RA_UNLIKE_CLASSES]; /* the first classes of the kind */
	uint32_t unlike_count;
	struct ra_collector collector;
	bool cut_short; /* the walk was ended: structures overlap, and hold more than the dump */
	struct ra_unclaimed unclaimed[RA_UNCLAIMED_ROWS]; /* the rest of live_bytes */

	struct ra_narrow8 references; /* see ra_tally_references() */
	uint32_t reference_capacity;
	/* Bit per node of which more references are counted than were found: its address stands in
	 * memory that no walker explains, so something out of sight may hold it. NULL: nobody looked,
	 * as there are too few to speak of. */
	uint8_t *held_out_of_sight;
};

static inline bool ra_tally_out_of_sight(const struct ra_tally *tally, ra_node node)
{
	return tally->held_out_of_sight && tally->held_out_of_sight[node / 8] >> (node % 8) & 1;
}

/* Of a node: the counted references to it that the walk met, including those that have no edge. On a quiet process equal to
 * ra_node_refcount() of nodes that have one. */
static inline uint32_t ra_tally_references(const struct ra_tally *tally, ra_node node)
{
	return node < tally->reference_capacity ? ra_narrow8_at(&tally->references, node) : 0;
}

/* Room for the counts of nodes below that one. False: no memory. */
bool ra_tally_make_room(struct ra_tally *tally, uint32_t nodes);

/* The same, of a node for which there is room. */
static inline bool ra_tally_set_references(struct ra_tally *tally, ra_node node, uint32_t count)
{
	return ra_narrow8_set(&tally->references, node, count);
}

bool ra_tally_new(struct ra_tally **out, struct ra_error *err);
void ra_tally_free(struct ra_tally *tally); /* NULL is allowed */

/* What a sound dump has none of: refused pointers, but for state in versions that are not known, and classes. */
uint64_t ra_tally_doubts(const struct ra_tally *tally);

const char *ra_refusal_name(enum ra_refusal refusal); /* "value", "stale pointer", ... */
const char *ra_content_name(enum ra_content content); /* "zeros", "text", "pointers", "binary" */

const char *ra_location_name(enum ra_location location); /* full, with the suffix MemoryLocation */
const char *ra_location_short_name(enum ra_location location); /* without it */

#endif
