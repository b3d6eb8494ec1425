/* What the walk counted: bytes and numbers per location type and region, and the walk's own health.
 */
#ifndef RA_TALLY_H
#define RA_TALLY_H

#include "graph.h"

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
	RA_LOC_CALL_FRAME,
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

struct ra_tally {
	struct {
		uint64_t count;
		uint64_t bytes;
	} location[RA_LOCATIONS][RA_WHERES]; /* content bytes */
	uint64_t analysed_bytes;             /* slots, runs and huge blocks that a location claims */
	uint64_t live_bytes;    /* all live slots, runs and huge blocks: equals memory_get_usage() */
	uint64_t guessed_bytes; /* part of analysed_bytes that was claimed only by guess */
	uint64_t vm_stack_total, vm_stack_usage;
	uint64_t arena_total, arena_usage;
	uint64_t spare_table_bytes; /* unused tails of array tables */
	uint64_t refused[16];       /* structures refused as implausible, by enum of walk.h */
};

const char *ra_location_name(enum ra_location location); /* full, with the suffix MemoryLocation */
const char *ra_location_short_name(enum ra_location location); /* without it */

#endif
