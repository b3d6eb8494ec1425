/* The classes of the dump. See walk_class_registry.h. */
#include "walk/engine/walk_class_registry.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "walk/engine/walk_tables.h"

#define SLOT_BYTES            16u
#define ANCESTORS_LIMIT       1000u
#define PROPERTIES_LIMIT      1000000u
#define HANDLERS_OFFSET_LIMIT 65536
#define CLASS_INTERNAL        1u /* zend_class_entry.type */
#define CLASS_USER            2u
#define CLASS_UNREGISTERED    0u /* that of foreach's iterators */

struct ra_walk_classes {
	struct ra_class_info *infos;
	uint32_t capacity;
	uint32_t *index; /* open addressing by entry: class + 1 */
	uint32_t mask;
	uint32_t last; /* the class looked up last */
};

bool ra_walk_classes_new(struct ra_walk *walk, struct ra_error *err)
{
	struct ra_walk_classes *classes = calloc(1, sizeof(*classes));

	walk->classes = classes;
	if (classes) {
		classes->mask = 1023;
		classes->last = RA_NO_CLASS;
		classes->index = calloc(classes->mask + 1, sizeof(*classes->index));
	}
	if (!classes || !classes->index) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the classes");
	}
	return true;
}

void ra_walk_classes_free(struct ra_walk *walk)
{
	if (!walk->classes) {
		return;
	}
	for (uint32_t c = 0; c < walk->classes->capacity && walk->graph && c < walk->class_count; c++) {
		free(walk->classes->infos[c].names);
	}
	free(walk->classes->infos);
	free(walk->classes->index);
	free(walk->classes);
	walk->classes = NULL;
}

static uint32_t *place_of(const struct ra_walk_classes *classes, ra_addr entry)
{
	uint32_t i = (uint32_t)ra_hash_pair(entry, 0) & classes->mask;

	while (classes->index[i] && classes->infos[classes->index[i] - 1].entry != entry) {
		i = (i + 1) & classes->mask;
	}
	return &classes->index[i];
}

static bool enlarge(struct ra_walk *walk)
{
	struct ra_walk_classes *classes = walk->classes;

	if (walk->class_count == classes->capacity) {
		const uint32_t wanted = classes->capacity ? classes->capacity * 2 : 256;
		struct ra_class_info *larger = reallocarray(classes->infos, wanted, sizeof(*larger));

		if (!larger) {
			return false;
		}
		classes->infos = larger;
		classes->capacity = wanted;
	}
	if (walk->class_count * 2 > classes->mask) {
		const uint32_t size = (classes->mask + 1) * 2;
		uint32_t *larger = calloc(size, sizeof(*larger));

		if (!larger) {
			return false;
		}
		free(classes->index);
		classes->index = larger;
		classes->mask = size - 1;
		for (uint32_t c = 0; c < walk->class_count; c++) {
			*place_of(classes, classes->infos[c].entry) = c + 1;
		}
	}
	return true;
}

static uint32_t add_class(
	struct ra_walk *walk, const struct ra_class *cls, struct ra_class_info *info)
{
	if (!enlarge(walk) ||
		(info->slots && !(info->names = calloc(info->slots, sizeof(*info->names))))) {
		walk->no_memory = true;
		return RA_NO_CLASS;
	}
	if (ra_graph_add_class(walk->graph, cls) != walk->class_count) {
		free(info->names);
		return RA_NO_CLASS;
	}
	walk->classes->infos[walk->class_count] = *info;
	*place_of(walk->classes, info->entry) = walk->class_count + 1;
	return walk->class_count++;
}

/* Adds one class, its parent not yet known. RA_NO_CLASS: not a class. */
static uint32_t learn(struct ra_walk *walk, ra_addr entry)
{
	const struct ra_engine *engine = walk->engine;
	struct ra_string name;
	struct ra_class cls = {.entry = entry, .parent = RA_NO_CLASS};
	struct ra_class_info info = {.entry = entry};
	uint8_t type;
	ra_addr name_at, defaults;

	if (entry == 0 || entry % 8 != 0 || ra_space_extent(walk->space, entry, 64) < 64 ||
		ra_claims_stale(walk->claims, entry)) {
		return RA_NO_CLASS;
	}
	type = ra_engine_u8(engine, entry, RA_zend_class_entry_type);
	name_at = ra_engine_u64(engine, entry, RA_zend_class_entry_name);
	if ((type != CLASS_INTERNAL && type != CLASS_USER && type != CLASS_UNREGISTERED) ||
		name_at == 0 || ra_space_extent(walk->space, name_at, 24) < 24 ||
		!ra_engine_string(engine, name_at, &name)) {
		return RA_NO_CLASS;
	}
	info.slots = ra_engine_u32(engine, entry, RA_zend_class_entry_default_properties_count);
	defaults = ra_engine_u64(engine, entry, RA_zend_class_entry_default_properties_table);
	if (info.slots > PROPERTIES_LIMIT || !ra_walk_spend(walk, info.slots) ||
		(info.slots && ra_space_extent(walk->space, defaults, info.slots * SLOT_BYTES) <
						   info.slots * SLOT_BYTES)) {
		return RA_NO_CLASS;
	}
	info.guards = ra_engine_u32(engine, entry, RA_zend_class_entry_ce_flags) &
				  ra_flag(walk->layout, RA_CONST_ZEND_ACC_USE_GUARDS);
	cls.name = ra_walk_name(walk, name_at);
	cls.internal = type != CLASS_USER;
	cls.own_state =
		type == CLASS_UNREGISTERED ||
		(cls.internal && ra_engine_u64(engine, entry, RA_zend_class_entry_create_object) != 0);
	cls.property_count = info.slots;
	return add_class(walk, &cls, &info);
}

static uint32_t known(const struct ra_walk *walk, ra_addr entry)
{
	const uint32_t *place = place_of(walk->classes, entry);

	return *place ? *place - 1 : RA_NO_CLASS;
}

/* The part of a mangled name ("\0Class\0name", "\0*\0name") behind the last NUL. */
static ra_name plain_name(struct ra_walk *walk, ra_addr string)
{
	size_t length;
	const ra_name whole = ra_walk_name(walk, string);
	const char *text = ra_graph_name(walk->graph, whole, &length);
	size_t begin = length;

	while (begin > 0 && text[begin - 1] != '\0') {
		begin--;
	}
	if (begin == 0) {
		return whole;
	}
	{
		char copy[4096];
		const size_t rest = length - begin < sizeof(copy) ? length - begin : sizeof(copy);

		memcpy(copy, text + begin, rest);
		return ra_graph_intern(walk->graph, copy, rest);
	}
}

/* Names the slots that the property table of one class (the class itself or an ancestor)
 * describes. */
static void name_slots(struct ra_walk *walk, struct ra_class_info *info, ra_addr entry)
{
	const struct ra_engine *engine = walk->engine;
	const uint32_t first = ra_offset(walk->layout, RA_zend_object_properties_table);
	const uint32_t is_static = ra_flag(walk->layout, RA_CONST_ZEND_ACC_STATIC);
	struct ra_elements elements;
	struct ra_element element;

	if (!ra_walk_foreign_elements(
			walk, ra_engine_at(engine, entry, RA_zend_class_entry_properties_info), &elements)) {
		return;
	}
	while (ra_elements_next(&elements, &element)) {
		const ra_addr property = element.value.payload;
		const uint32_t offset = ra_engine_u32(engine, property, RA_zend_property_info_offset);
		const uint32_t flags = ra_engine_u32(engine, property, RA_zend_property_info_flags);
		const uint32_t slot = (offset - first) / SLOT_BYTES;

		if (!(flags & is_static) && offset >= first && slot < info->slots && !info->names[slot]) {
			info->names[slot] =
				plain_name(walk, ra_engine_u64(engine, property, RA_zend_property_info_name));
		}
	}
}

static const struct ra_special *find_special(const struct ra_walk *walk, const char *name)
{
	for (const struct ra_special *const *table = walk->specials; *table; table++) {
		for (const struct ra_special *row = *table; row->class_name; row++) {
			if (strcasecmp(row->class_name, name) == 0) { /* a key of the class table is lower */
				return row;
			}
		}
	}
	return NULL;
}

/* What needs the ancestors: names of inherited slots, and who walks the state. */
static void complete(struct ra_walk *walk, uint32_t class_index)
{
	struct ra_class_info *info = &walk->classes->infos[class_index];
	const struct ra_graph *graph = walk->graph;
	uint32_t ancestor = class_index;

	for (uint32_t steps = 0; ancestor != RA_NO_CLASS && steps < ANCESTORS_LIMIT; steps++) {
		name_slots(walk, info, graph->classes[ancestor].entry);
		if (!info->special && graph->classes[ancestor].internal) {
			info->special =
				find_special(walk, ra_graph_name(graph, graph->classes[ancestor].name, NULL));
		}
		ancestor = graph->classes[ancestor].parent;
	}
}

uint32_t ra_walk_class_index(struct ra_walk *walk, ra_addr entry)
{
	struct ra_walk_classes *classes = walk->classes;
	const uint32_t first_new = walk->class_count;
	uint32_t child = RA_NO_CLASS, result = RA_NO_CLASS;

	if (classes->last != RA_NO_CLASS && classes->infos[classes->last].entry == entry) {
		return classes->last;
	}
	/* The class and those of its ancestors that are new, from below. */
	for (ra_addr at = entry; at != 0;) {
		uint32_t found = known(walk, at);
		const bool is_new = found == RA_NO_CLASS;

		if (is_new) {
			found = learn(walk, at);
		}
		if (child != RA_NO_CLASS) {
			walk->graph->classes[child].parent = found;
		} else {
			result = found;
		}
		if (!is_new || found == RA_NO_CLASS) {
			break;
		}
		child = found;
		at = ra_engine_u64(walk->engine, at, RA_zend_class_entry_parent);
	}
	for (uint32_t c = walk->class_count; c-- > first_new;) {
		complete(walk, c);
	}
	if (result != RA_NO_CLASS) {
		classes->last = result;
	}
	return result;
}

uint32_t ra_walk_class_learnt(struct ra_walk *walk, ra_addr entry)
{
	struct ra_walk_classes *const classes = walk->classes;

	if (classes->last == RA_NO_CLASS || classes->infos[classes->last].entry != entry) {
		const uint32_t found = known(walk, entry);

		if (found == RA_NO_CLASS) {
			return RA_NO_CLASS;
		}
		classes->last = found;
	}
	return classes->last;
}

/* A class that is one by what leads to it, although its entry or its name has gone: what is missing
 * takes nothing else with it. Where its properties are the slot of each object tells. */
uint32_t ra_walk_class_doubted(struct ra_walk *walk, ra_addr entry)
{
	const uint32_t found = ra_walk_class_index(walk, entry);
	char name[40];
	struct ra_class cls = {.entry = entry, .parent = RA_NO_CLASS};
	struct ra_class_info info = {.entry = entry, .doubted = true};

	if (found != RA_NO_CLASS || entry == 0 || entry % 8 != 0 ||
		ra_claims_stale(walk->claims, entry)) {
		return found;
	}
	snprintf(name, sizeof(name), "(class at 0x%" PRIxADDR ")", entry);
	cls.name = ra_graph_intern(walk->graph, name, strlen(name));
	cls.internal = ra_claims_where(walk->claims, entry) == RA_OUTSIDE;
	cls.own_state = cls.internal;
	walk->tally->doubted_classes++;
	return add_class(walk, &cls, &info);
}

void ra_walk_class_named(struct ra_walk *walk, uint32_t class_index, ra_addr key)
{
	struct ra_walk_classes *const classes = walk->classes;
	ra_name name;

	if (class_index >= walk->class_count || !classes->infos[class_index].doubted ||
		(name = ra_walk_name(walk, key)) == 0) {
		return;
	}
	walk->graph->classes[class_index].name = name;
	for (uint32_t c = 0; c < walk->class_count; c++) { /* its heirs have its walker */
		complete(walk, c);
	}
}

/* What a node has besides the slot that the object begins in. */
static uint64_t state_of(struct ra_walk *walk, ra_node node)
{
	const uint64_t own = ra_node_own_bytes(walk->graph, node);
	struct ra_slot slot;

	return ra_claims_slot(walk->claims, ra_node_address(walk->graph, node), &slot) &&
				   own > slot.bytes
			   ? own - slot.bytes
			   : 0;
}

/* Of the smallest slot with room for an object of the class, and so at most of the one that it has. */
static uint32_t smallest_slot(const struct ra_walk *walk, uint32_t class_index)
{
	const uint64_t bytes = ra_offset(walk->layout, RA_zend_object_properties_table) +
						   (uint64_t)walk->graph->classes[class_index].property_count * SLOT_BYTES;

	for (uint32_t bin = 0; bin < RA_BINS; bin++) {
		if (ra_heap_bins[bin].slot_bytes >= bytes) {
			return ra_heap_bins[bin].slot_bytes;
		}
	}
	return 0;
}

void ra_walk_classes_finish(struct ra_walk *walk)
{
	struct ra_graph *graph = walk->graph;

	for (uint32_t c = 0; c < walk->class_count; c++) {
		walk->classes->infos[c].smallest_slot = smallest_slot(walk, c);
	}
	for (ra_node node = 0; node < graph->node_count; node++) {
		if (graph->kind[node] == RA_NODE_OBJECT && ra_node_class(graph, node) != RA_NO_CLASS) {
			const uint32_t class_index = ra_node_class(graph, node);
			struct ra_class *const cls = &graph->classes[class_index];

			cls->instance_count++;
			if (ra_node_own_bytes(graph, node) > walk->classes->infos[class_index].smallest_slot) {
				cls->state_bytes += state_of(walk, node);
			}
		}
	}
}

/* The handlers say how far before the zend_object its allocation begins; they may lie in
 * read-only data that the dump does not hold, then an internal object's slot tells. */
uint32_t ra_walk_object_offset(
	struct ra_walk *walk, uint32_t class_index, const struct ra_object *object, ra_addr at)
{
	struct ra_class_info *const info = &walk->classes->infos[class_index];
	struct ra_slot slot;
	uint32_t offset;

	if (info->handlers == object->handlers) {
		return info->offset;
	}
	if (ra_space_extent(walk->space, object->handlers, 4) == 4) {
		offset = ra_engine_u32(walk->engine, object->handlers, RA_zend_object_handlers_offset);
	} else {
		const bool own_layout = ra_engine_u64(walk->engine, object->class_entry,
									RA_zend_class_entry_create_object) != 0;

		offset =
			own_layout && ra_claims_slot(walk->claims, at, &slot) ? (uint32_t)(at - slot.start) : 0;
	}
	if (offset > HANDLERS_OFFSET_LIMIT || offset % 8 != 0) {
		offset = 0;
	}
	info->handlers = object->handlers;
	info->offset = offset;
	return offset;
}

const struct ra_class_info *ra_walk_class_info(const struct ra_walk *walk, uint32_t class_index)
{
	return &walk->classes->infos[class_index];
}
