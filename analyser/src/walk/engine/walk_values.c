/* Values: from an address to the node of the string, array, object, ... that is there, and what
 * arrays and references hold. See walk.h. */
#include "walk/engine/walk_values.h"

#include "php/array_fit.h"
#include "walk/engine/walk_class_registry.h"
#include "walk/engine/walk_tables.h"

/* ---- references ---- */

void ra_walk_count_reference_anew(struct ra_walk *walk, ra_node node)
{
	struct ra_tally *tally = walk->tally;

	if ((node >= tally->reference_capacity && !ra_tally_make_room(tally, node + node / 2 + 1024)) ||
		!ra_tally_set_references(tally, node, ra_tally_references(tally, node) + 1)) {
		walk->no_memory = true;
	}
}

bool ra_walk_lacks_references(const struct ra_walk *walk, ra_node node)
{
	return ra_node_refcount(walk->graph, node) > ra_tally_references(walk->tally, node);
}

/* ---- nodes of values ---- */

static bool is_of(const struct ra_seen *seen, ra_addr at, enum ra_type type)
{
	return seen && seen->at == at && seen->type == type && !(seen->flags & RA_SEEN_KNOWN);
}

/* What was seen of a value before it was asked for, or NULL. */
static const struct ra_seen *seen_of(const struct ra_walk *walk, ra_addr at, enum ra_type type)
{
	if (is_of(walk->seen_value, at, type)) {
		return walk->seen_value;
	}
	return is_of(walk->seen_key, at, type) ? walk->seen_key : NULL;
}

static bool read_string(
	struct ra_walk *walk, ra_addr at, const struct ra_seen *seen, struct ra_string *header)
{
	if (!seen) {
		return ra_engine_string(walk->engine, at, header);
	}
	ra_space_count_reads(walk->space, 1);
	*header = (struct ra_string){.length = seen->word,
		.text = at + ra_offset(walk->layout, RA_zend_string_val),
		.refcount = seen->refcount,
		.interned = seen->flags & RA_SEEN_INTERNED,
		.persistent = seen->flags & RA_SEEN_PERSISTENT};
	return true;
}

static ra_node new_string(struct ra_walk *walk, ra_addr at, const struct ra_seen *seen)
{
	struct ra_string header;
	struct ra_slot slot;
	ra_node node;
	uint64_t bytes;
	bool in_slot;

	if (!read_string(walk, at, seen, &header)) {
		ra_walk_refuse(walk, RA_REFUSED_STRING);
		return RA_NO_NODE;
	}
	bytes = header.text - at + header.length;
	in_slot = ra_claims_any_slot(walk->claims, at, &slot);
	if (in_slot && bytes > slot.bytes - (at - slot.start)) {
		ra_walk_refuse(walk, RA_REFUSED_STRING);
		return RA_NO_NODE;
	}
	node = ra_claims_add(walk->claims, at, RA_NODE_STRING);
	if (node == RA_NO_NODE) {
		return RA_NO_NODE;
	}
	if (header.interned) {
		walk->graph->flags[node] |= RA_NODE_INTERNED;
	} else {
		ra_graph_set_refcount(walk->graph, node, header.refcount);
	}
	if (ra_claim(walk->claims, node, at, bytes, RA_LOC_STRING) && in_slot && at == slot.start &&
		slot.bytes > bytes) {
		ra_claim_note(walk->claims, at, slot.bytes - bytes, RA_LOC_STRING_TAIL);
	}
	return node;
}

/* Of an array's header only what its node keeps. */
static bool read_array(
	struct ra_walk *walk, ra_addr at, const struct ra_seen *seen, struct ra_array *array)
{
	if (!seen) {
		return ra_engine_array(walk->engine, at, array) && ra_array_fit(walk->heap, array, NULL);
	}
	ra_space_count_reads(walk->space, 2);
	array->refcount = seen->refcount;
	array->immutable = seen->flags & RA_SEEN_INTERNED;
	array->packed = seen->flags & RA_SEEN_PACKED;
	return true;
}

static ra_node new_array(struct ra_walk *walk, ra_addr at, const struct ra_seen *seen)
{
	struct ra_array array;
	ra_node node;

	if (!read_array(walk, at, seen, &array)) {
		ra_walk_refuse(walk, RA_REFUSED_ARRAY);
		return RA_NO_NODE;
	}
	node = ra_claims_add(walk->claims, at, RA_NODE_ARRAY);
	if (node == RA_NO_NODE) {
		return RA_NO_NODE;
	}
	if (array.immutable) {
		walk->graph->flags[node] |= RA_NODE_INTERNED;
	} else {
		ra_graph_set_refcount(walk->graph, node, array.refcount);
	}
	if (array.packed) {
		walk->graph->flags[node] |= RA_NODE_PACKED;
	}
	ra_claim(walk->claims, node, at, ra_sizeof(walk->layout, RA_STRUCT_zend_array), RA_LOC_ARRAY);
	return node;
}

/* Whether the objects store has the object under its handle. */
static bool is_stored(const struct ra_walk *walk, ra_addr at, uint32_t handle)
{
	const struct ra_engine *const engine = walk->engine;
	const ra_addr store =
		ra_engine_at(engine, engine->executor, RA_zend_executor_globals_objects_store);
	const ra_addr buckets = ra_engine_u64(engine, store, RA_zend_objects_store_object_buckets);

	return buckets != 0 && handle < ra_engine_u32(engine, store, RA_zend_objects_store_top) &&
		   ra_engine_word(engine, buckets + (uint64_t)handle * 8) == at;
}

/* Of an object's header only what its node keeps. */
static bool read_object(
	struct ra_walk *walk, ra_addr at, const struct ra_seen *seen, struct ra_object *object)
{
	if (!seen) {
		return ra_engine_object(walk->engine, at, object);
	}
	ra_space_count_reads(walk->space, 1);
	object->class_entry = seen->word;
	object->refcount = seen->refcount;
	object->handle = seen->handle;
	return true;
}

static ra_node new_object(struct ra_walk *walk, ra_addr at, const struct ra_seen *seen)
{
	struct ra_object object;
	struct ra_slot slot;
	uint32_t class_index;
	ra_node node;

	if (!read_object(walk, at, seen, &object)) {
		ra_walk_refuse(walk, RA_REFUSED_OBJECT);
		return RA_NO_NODE;
	}
	class_index = ra_walk_class_index(walk, object.class_entry);
	if (class_index == RA_NO_CLASS && is_stored(walk, at, object.handle)) {
		class_index = ra_walk_class_doubted(walk, object.class_entry);
	}
	if (class_index == RA_NO_CLASS) {
		ra_walk_refuse(walk, RA_REFUSED_OBJECT);
		return RA_NO_NODE;
	}
	if (ra_claims_any_slot(walk->claims, at, &slot) &&
		ra_offset(walk->layout, RA_zend_object_properties_table) +
				walk->graph->classes[class_index].property_count * UINT64_C(16) >
			slot.bytes - (at - slot.start)) {
		ra_walk_refuse(walk, RA_REFUSED_OBJECT);
		return RA_NO_NODE;
	}
	node = ra_claims_add(walk->claims, at, RA_NODE_OBJECT);
	if (node != RA_NO_NODE) {
		ra_graph_set_refcount(walk->graph, node, object.refcount);
		ra_graph_set_class(walk->graph, node, class_index);
		if (walk->graph->classes[class_index].internal) {
			walk->graph->flags[node] |= RA_NODE_INTERNAL;
		}
	}
	return node;
}

static ra_node new_counted(struct ra_walk *walk, ra_addr at, enum ra_type type,
	enum ra_node_kind kind, enum ra_struct structure, enum ra_location location)
{
	uint32_t refcount;
	ra_node node;

	if (!ra_engine_counted(walk->engine, at, type, &refcount)) {
		ra_walk_refuse(walk, RA_REFUSED_VALUE);
		return RA_NO_NODE;
	}
	node = ra_claims_add(walk->claims, at, kind);
	if (node != RA_NO_NODE) {
		ra_graph_set_refcount(walk->graph, node, refcount);
		ra_claim(walk->claims, node, at, ra_sizeof(walk->layout, structure), location);
	}
	return node;
}

static enum ra_node_kind kind_of(enum ra_type type)
{
	switch (type) {
	case RA_TYPE_STRING:
		return RA_NODE_STRING;
	case RA_TYPE_ARRAY:
		return RA_NODE_ARRAY;
	case RA_TYPE_OBJECT:
		return RA_NODE_OBJECT;
	case RA_TYPE_RESOURCE:
		return RA_NODE_RESOURCE;
	case RA_TYPE_REFERENCE:
		return RA_NODE_REFERENCE;
	case RA_TYPE_AST:
		return RA_NODE_AST;
	default:
		return RA_NODE_KINDS;
	}
}

ra_node ra_walk_known(const struct ra_walk *walk, enum ra_type type, ra_addr at)
{
	return ra_claims_find(walk->claims, at, kind_of(type));
}

static ra_node new_value(
	struct ra_walk *walk, ra_addr at, enum ra_type type, const struct ra_seen *seen)
{
	switch (type) {
	case RA_TYPE_STRING:
		return new_string(walk, at, seen);
	case RA_TYPE_ARRAY:
		return new_array(walk, at, seen);
	case RA_TYPE_OBJECT:
		return new_object(walk, at, seen);
	case RA_TYPE_RESOURCE:
		return new_counted(
			walk, at, type, RA_NODE_RESOURCE, RA_STRUCT_zend_resource, RA_LOC_RESOURCE);
	case RA_TYPE_REFERENCE:
		return new_counted(
			walk, at, type, RA_NODE_REFERENCE, RA_STRUCT_zend_reference, RA_LOC_REFERENCE);
	case RA_TYPE_AST:
		return new_counted(walk, at, type, RA_NODE_AST, RA_STRUCT_zend_ast_ref, RA_LOC_AST);
	default:
		return RA_NO_NODE;
	}
}

/* The node of a value's target, made when it is not there yet. */
static ra_node target(struct ra_walk *walk, ra_addr at, enum ra_type type)
{
	const struct ra_seen *const seen = seen_of(walk, at, type);
	ra_node node;

	if (at == 0 || at % 8 != 0) {
		ra_walk_refuse(walk, RA_REFUSED_VALUE);
		return RA_NO_NODE;
	}
	node = ra_claims_find(walk->claims, at, kind_of(type));
	if (node != RA_NO_NODE) {
		return node;
	}
	if (seen) {
		return new_value(walk, at, type, seen);
	}
	if (ra_claims_stale(walk->claims, at)) {
		ra_walk_refuse(walk, RA_REFUSED_STALE);
		return RA_NO_NODE;
	}
	if (ra_space_extent(walk->space, at, 8) < 8) {
		uint64_t word;

		ra_read_u64(walk->space, at, &word); /* counts the hole */
		return RA_NO_NODE;
	}
	return new_value(walk, at, type, NULL);
}

ra_node ra_walk_uncounted(
	struct ra_walk *walk, ra_node from, enum ra_type type, ra_addr at, struct ra_link link)
{
	ra_node node;

	if (at == 0) {
		return RA_NO_NODE;
	}
	node = target(walk, at, type);
	if (node != RA_NO_NODE) {
		ra_walk_edge(walk, from, node, &link);
	}
	return node;
}

static ra_node counted(
	struct ra_walk *walk, ra_node from, enum ra_type type, ra_addr at, struct ra_link link)
{
	const ra_node node = ra_walk_uncounted(walk, from, type, at, link);

	if (node != RA_NO_NODE && ra_node_refcount(walk->graph, node)) {
		ra_walk_count_reference(walk, node);
	}
	return node;
}

void ra_walk_count(struct ra_walk *walk, enum ra_type type, ra_addr at)
{
	const ra_node node = at ? target(walk, at, type) : RA_NO_NODE;

	if (node != RA_NO_NODE && ra_node_refcount(walk->graph, node)) {
		ra_walk_count_reference(walk, node);
	}
}

ra_node ra_walk_string(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link)
{
	return counted(walk, from, RA_TYPE_STRING, at, link);
}

ra_node ra_walk_array(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link)
{
	return counted(walk, from, RA_TYPE_ARRAY, at, link);
}

ra_node ra_walk_object(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link)
{
	return counted(walk, from, RA_TYPE_OBJECT, at, link);
}

ra_node ra_walk_resource(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link)
{
	return counted(walk, from, RA_TYPE_RESOURCE, at, link);
}

/* ---- values ---- */

ra_node ra_walk_loaded(
	struct ra_walk *walk, ra_node from, const struct ra_value *value, struct ra_link link)
{
	if (value->type == RA_TYPE_INDIRECT) {
		struct ra_value real = *value;
		ra_addr at;

		if (!ra_engine_follow(walk->engine, &real, &at) || !ra_type_points(real.type)) {
			return RA_NO_NODE;
		}
		return ra_walk_uncounted(walk, from, real.type, real.payload, link);
	}
	if (!ra_type_points(value->type)) {
		return RA_NO_NODE;
	}
	return value->refcounted ? counted(walk, from, value->type, value->payload, link)
							 : ra_walk_uncounted(walk, from, value->type, value->payload, link);
}

ra_node ra_walk_value(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link)
{
	struct ra_value value;

	return at != 0 && ra_engine_value(walk->engine, at, &value)
			   ? ra_walk_loaded(walk, from, &value, link)
			   : RA_NO_NODE;
}

void ra_walk_values(
	struct ra_walk *walk, ra_node node, ra_addr at, uint32_t count, struct ra_link link)
{
	if (at == 0 || !ra_walk_spend(walk, count) ||
		ra_space_extent(walk->space, at, (uint64_t)count * 16) < (uint64_t)count * 16) {
		return;
	}
	for (uint32_t i = 0; i < count; i++) {
		if (link.kind == RA_LINK_INDEX) {
			link.index = i;
		}
		ra_walk_value(walk, node, at + (uint64_t)i * 16, link);
	}
}

typedef ra_node value_linker(
	struct ra_walk *walk, ra_node from, enum ra_type type, ra_addr at, struct ra_link link);

/* An extension's object may begin with its own state; then the value points behind that, to the
 * header of an object that is known. */
static bool is_inside_slot(const struct ra_walk *walk, const struct ra_value *value)
{
	return value->type == RA_TYPE_OBJECT &&
		   ra_walk_known(walk, RA_TYPE_OBJECT, value->payload) != RA_NO_NODE;
}

/* What may be a zval, or anything else: it is one when its target is alive and says the same
 * type. */
static ra_node guess_value(
	struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link, value_linker *link_value)
{
	struct ra_value value;
	struct ra_slot slot;
	uint32_t refcount;

	if (!ra_engine_value(walk->engine, at, &value) || !ra_type_points(value.type) ||
		!value.refcounted || !ra_claims_slot(walk->claims, value.payload, &slot) ||
		(slot.start != value.payload && !is_inside_slot(walk, &value)) ||
		!ra_engine_counted(walk->engine, value.payload, value.type, &refcount) || refcount == 0) {
		return RA_NO_NODE;
	}
	link.flags |= RA_EDGE_GUESS;
	return link_value(walk, from, value.type, value.payload, link);
}

ra_node ra_walk_doubtful(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link)
{
	return guess_value(walk, from, at, link, ra_walk_uncounted);
}

ra_node ra_walk_probable(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link)
{
	return guess_value(walk, from, at, link, counted);
}

/* ---- arrays and tables ---- */

void ra_walk_key(struct ra_walk *walk, ra_node node, ra_addr key)
{
	struct ra_string header;

	if (key != 0 && read_string(walk, key, seen_of(walk, key, RA_TYPE_STRING), &header) &&
		!header.interned && !header.persistent) {
		ra_walk_string(walk, node, key, ra_link(RA_LINK_KEY_STRING, 0));
	}
}

struct ra_link ra_walk_element_link(struct ra_walk *walk, const struct ra_element *element)
{
	if (element->key == 0) {
		return ra_link_index(element->index);
	}
	{
		const ra_node key = target(walk, element->key, RA_TYPE_STRING);

		return key == RA_NO_NODE ? ra_link_index(element->index) : ra_link(RA_LINK_KEY, key);
	}
}

void ra_walk_element(struct ra_walk *walk, ra_node node, const struct ra_element *element)
{
	const enum ra_type type = (enum ra_type)element->value.type;

	ra_walk_key(walk, node, element->key);
	/* In an object's property table INDIRECT stands for a declared property, which the object itself
	 * holds. */
	if (ra_type_points(type) ||
		(type == RA_TYPE_INDIRECT && !(walk->graph->flags[node] & RA_NODE_PROPERTY_TABLE))) {
		ra_walk_loaded(walk, node, &element->value, ra_walk_element_link(walk, element));
	}
}

bool ra_walk_follow_elements(struct ra_walk *walk, ra_node node, struct ra_elements *elements)
{
	struct ra_element element;

	while (ra_elements_next(elements, &element)) {
		ra_walk_element(walk, node, &element);
	}
	if (elements->broken) {
		walk->graph->flags[node] |= RA_NODE_PARTIAL;
	}
	return !elements->broken;
}

struct ra_element ra_walk_seen(
	struct ra_walk *walk, const struct ra_foreseen *foreseen, uint32_t number)
{
	const struct ra_seen_element *const seen = &foreseen->elements[number];

	walk->seen_value = seen->value_place != RA_NOT_SEEN ? &foreseen->seen[seen->value_place] : NULL;
	walk->seen_key = seen->key_place != RA_NOT_SEEN ? &foreseen->seen[seen->key_place] : NULL;
	return (struct ra_element){.key = seen->key,
		.index = seen->index,
		.value = {.payload = seen->payload, .type = seen->type, .refcounted = seen->refcounted}};
}

void ra_walk_unsee(struct ra_walk *walk)
{
	walk->seen_value = walk->seen_key = NULL;
}

void ra_walk_table(struct ra_walk *walk, ra_node node, ra_addr table)
{
	struct ra_elements elements;

	if (ra_walk_elements(walk, node, table, &elements)) {
		ra_walk_follow_elements(walk, node, &elements);
	}
}

void ra_walk_fcall_info(struct ra_walk *walk, ra_node node, ra_addr fci)
{
	ra_walk_value(walk, node, ra_engine_at(walk->engine, fci, RA_zend_fcall_info_function_name),
		ra_link_field(walk, "callable"));
}
