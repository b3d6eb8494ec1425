/* See tally.h. */
#include "graph/tally.h"

#include <stdlib.h>

#define LOCATION(location, name) [location] = {name "MemoryLocation", name}

static const struct {
	const char *full;
	const char *short_name;
} names[RA_LOCATIONS] = {
	LOCATION(RA_LOC_OBJECT, "ZendObject"),
	LOCATION(RA_LOC_STRING, "ZendString"),
	LOCATION(RA_LOC_STRING_TAIL, "ZendStringSlotTail"),
	LOCATION(RA_LOC_ARRAY, "ZendArray"),
	LOCATION(RA_LOC_ARRAY_TABLE, "ZendArrayTable"),
	LOCATION(RA_LOC_ARRAY_TABLE_OVERHEAD, "ZendArrayTableOverhead"),
	LOCATION(RA_LOC_REFERENCE, "ZendReference"),
	LOCATION(RA_LOC_RESOURCE, "ZendResource"),
	LOCATION(RA_LOC_OP_ARRAY_HEADER, "ZendOpArrayHeader"),
	LOCATION(RA_LOC_OP_ARRAY_BODY, "ZendOpArrayBody"),
	LOCATION(RA_LOC_RUNTIME_CACHE, "RuntimeCache"),
	LOCATION(RA_LOC_ARG_INFOS, "ZendArgInfos"),
	LOCATION(RA_LOC_VARIABLE_NAMES, "LocalVariableNameTable"),
	LOCATION(RA_LOC_DYNAMIC_FUNC_DEFS, "DynamicFuncDefsTable"),
	LOCATION(RA_LOC_LIVE_RANGES, "LiveRangeTable"),
	LOCATION(RA_LOC_TRY_CATCH_TABLE, "TryCatchTable"),
	LOCATION(RA_LOC_CLASS_ENTRY, "ZendClassEntry"),
	LOCATION(RA_LOC_DEFAULT_PROPERTIES, "DefaultPropertiesTable"),
	LOCATION(RA_LOC_DEFAULT_STATIC_MEMBERS, "DefaultStaticMembersTable"),
	LOCATION(RA_LOC_STATIC_MEMBERS, "StaticMembersTable"),
	LOCATION(RA_LOC_PROPERTY_INFO, "ZendPropertyInfo"),
	LOCATION(RA_LOC_CLASS_CONSTANT, "ZendClassConstant"),
	LOCATION(RA_LOC_CONSTANT, "ZendConstant"),
	LOCATION(RA_LOC_ATTRIBUTES, "ZendAttributes"),
	LOCATION(RA_LOC_AST, "ZendAst"),
	LOCATION(RA_LOC_CALL_FRAME, "CallFrameHeader"),
	LOCATION(RA_LOC_CALL_FRAME_VARIABLES, "CallFrameVariableTable"),
	LOCATION(RA_LOC_OBJECTS_STORE, "ObjectsStore"),
	LOCATION(RA_LOC_OBJECT_HANDLERS, "ZendObjectHandlers"),
	LOCATION(RA_LOC_VM_STACK, "UnusedVmStack"),
	LOCATION(RA_LOC_ARENA, "UnusedArena"),
	LOCATION(RA_LOC_HUGE_LIST, "ZendMmHugeList"),
	LOCATION(RA_LOC_STREAM, "PhpStream"),
	LOCATION(RA_LOC_BUFFER, "Buffer"),
	LOCATION(RA_LOC_INTERNAL_STATE, "InternalState"),
	LOCATION(RA_LOC_UNKNOWN, "Unknown"),
};

static const char *const refusal_names[RA_REFUSALS] = {
	[RA_REFUSED_VALUE] = "value",
	[RA_REFUSED_STALE] = "stale pointer",
	[RA_REFUSED_STRING] = "string",
	[RA_REFUSED_ARRAY] = "array",
	[RA_REFUSED_OBJECT] = "object",
	[RA_REFUSED_CLASS] = "class",
	[RA_REFUSED_FUNCTION] = "function",
	[RA_REFUSED_FRAME] = "frame",
	[RA_REFUSED_RESOURCE] = "resource",
	[RA_REFUSED_TABLE] = "engine table",
	[RA_REFUSED_STATE] = "internal state",
};

static const char *const content_names[RA_CONTENTS] = {
	[RA_CONTENT_ZEROS] = "zeros",
	[RA_CONTENT_TEXT] = "text",
	[RA_CONTENT_POINTERS] = "pointers",
	[RA_CONTENT_BINARY] = "binary",
};

bool ra_tally_new(struct ra_tally **out, struct ra_error *err)
{
	struct ra_tally *tally = calloc(1, sizeof(*tally));

	if (!tally) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the tally");
	}
	*out = tally;
	return true;
}

void ra_tally_free(struct ra_tally *tally)
{
	if (tally) {
		ra_narrow8_done(&tally->references);
		free(tally->held_out_of_sight);
		free(tally);
	}
}

bool ra_tally_make_room(struct ra_tally *tally, uint32_t nodes)
{
	if (!ra_narrow8_resize(&tally->references, tally->reference_capacity, nodes)) {
		return false;
	}
	tally->reference_capacity = nodes;
	return true;
}

const char *ra_location_name(enum ra_location location)
{
	return (unsigned)location < RA_LOCATIONS ? names[location].full : names[RA_LOC_UNKNOWN].full;
}

const char *ra_location_short_name(enum ra_location location)
{
	return (unsigned)location < RA_LOCATIONS ? names[location].short_name
											 : names[RA_LOC_UNKNOWN].short_name;
}

uint64_t ra_tally_doubts(const struct ra_tally *tally)
{
	uint64_t doubts = tally->doubted_classes;

	for (int i = 0; i < RA_REFUSALS; i++) {
		doubts += i != RA_REFUSED_STATE ? tally->refused[i] : 0;
	}
	return doubts;
}

const char *ra_refusal_name(enum ra_refusal refusal)
{
	return (unsigned)refusal < RA_REFUSALS ? refusal_names[refusal] : "unknown";
}

const char *ra_content_name(enum ra_content content)
{
	return (unsigned)content < RA_CONTENTS ? content_names[content] : "unknown";
}
