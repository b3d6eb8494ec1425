/* Class entries with what they alone own: tables, property infos, constants, static members,
 * methods, names of interfaces and traits, attributes, enum cases. What is inherited belongs to the
 * ancestor that declares it: shared parts are claimed once, by whom the walk meets first (ancestors
 * stand before their descendants in the class table). */
#include "walk/engine/walk_class_registry.h"
#include "walk/engine/walk_expand.h"
#include "walk/engine/walk_functions.h"
#include "walk/engine/walk_tables.h"
#include "walk/engine/walk_values.h"

#define FUNCTION_USER 2u /* zend_function.type */
#define CLASS_USER    2u
#define COUNT_LIMIT   1000000u

static void follow_string(struct ra_walk *walk, ra_node node, ra_addr string, const char *name)
{
	struct ra_string header;

	if (string != 0 && ra_engine_string(walk->engine, string, &header)) {
		ra_walk_string(walk, node, string, ra_link_field(walk, name));
	}
}

/* ---- properties ---- */

static void walk_hooks(struct ra_walk *walk, ra_node node, ra_addr hooks)
{
	const uint32_t count = ra_flag(walk->layout, RA_CONST_ZEND_PROPERTY_HOOK_COUNT);

	if (!ra_walk_claim(walk, node, hooks, (uint64_t)count * 8, RA_LOC_PROPERTY_INFO)) {
		return;
	}
	for (uint32_t i = 0; i < count; i++) {
		ra_walk_function(
			walk, node, ra_engine_word(walk->engine, hooks + i * 8), ra_link_field(walk, "hooks"));
	}
}

static void walk_property_infos(struct ra_walk *walk, ra_node node, ra_addr entry)
{
	const struct ra_engine *engine = walk->engine;
	const uint32_t size = ra_sizeof(walk->layout, RA_STRUCT_zend_property_info);
	struct ra_elements elements;
	struct ra_element element;

	if (!ra_walk_elements(walk, node,
			ra_engine_at(engine, entry, RA_zend_class_entry_properties_info), &elements)) {
		return;
	}
	while (ra_elements_next(&elements, &element)) {
		const ra_addr info = element.value.payload;

		ra_walk_key(walk, node, element.key);
		if (ra_engine_u64(engine, info, RA_zend_property_info_ce) != entry ||
			!ra_walk_claim(walk, node, info, size, RA_LOC_PROPERTY_INFO)) {
			continue;
		}
		ra_walk_key(walk, node, ra_engine_u64(engine, info, RA_zend_property_info_name));
		follow_string(walk, node, ra_engine_u64(engine, info, RA_zend_property_info_doc_comment),
			"doc_comment");
		ra_walk_type(walk, node, ra_engine_at(engine, info, RA_zend_property_info_type));
		ra_walk_attributes(
			walk, node, ra_engine_u64(engine, info, RA_zend_property_info_attributes));
		walk_hooks(walk, node, ra_engine_u64(engine, info, RA_zend_property_info_hooks));
	}
}

static void walk_default_properties(
	struct ra_walk *walk, ra_node node, ra_addr table, uint32_t count)
{
	if (count <= COUNT_LIMIT &&
		ra_walk_claim(walk, node, table, (uint64_t)count * 16, RA_LOC_DEFAULT_PROPERTIES)) {
		ra_walk_values(walk, node, table, count, ra_link_field(walk, "default_properties"));
	}
}

/* ---- static members ---- */

static bool claim_statics(
	struct ra_walk *walk, ra_node node, ra_addr table, uint32_t count, enum ra_location location)
{
	return count != 0 && count <= COUNT_LIMIT && table != 0 &&
		   ra_walk_claim(walk, node, table, (uint64_t)count * 16, location) &&
		   ra_space_extent(walk->space, table, (uint64_t)count * 16) == (uint64_t)count * 16;
}

/* Static members have their index where instance properties have their offset. */
static void walk_static_values(struct ra_walk *walk, ra_node node, ra_addr entry, ra_addr values,
	uint32_t count, bool defaults)
{
	const struct ra_engine *engine = walk->engine;
	const uint32_t is_static = ra_flag(walk->layout, RA_CONST_ZEND_ACC_STATIC);
	struct ra_elements elements;
	struct ra_element element;

	if (!ra_walk_foreign_elements(
			walk, ra_engine_at(engine, entry, RA_zend_class_entry_properties_info), &elements)) {
		return;
	}
	while (ra_elements_next(&elements, &element)) {
		const ra_addr info = element.value.payload;
		const uint32_t index = ra_engine_u32(engine, info, RA_zend_property_info_offset);

		if (ra_engine_u32(engine, info, RA_zend_property_info_flags) & is_static && index < count) {
			ra_walk_value(walk, node, values + (uint64_t)index * 16,
				defaults ? ra_link_field(walk, "default_static_properties")
						 : ra_link_named(walk, RA_LINK_STATIC_PROPERTY, element.key));
		}
	}
}

static void walk_static_members(struct ra_walk *walk, ra_node node, ra_addr entry)
{
	const struct ra_engine *engine = walk->engine;
	const uint32_t count =
		ra_engine_u32(engine, entry, RA_zend_class_entry_default_static_members_count);
	const ra_addr defaults =
		ra_engine_u64(engine, entry, RA_zend_class_entry_default_static_members_table);
	ra_addr live = ra_engine_map_pointer(
		engine, ra_engine_u64(engine, entry, RA_zend_class_entry_static_members_table));

	if (live != 0 && ra_space_extent(walk->space, live, 16) < 16) {
		live = 0; /* thread-safe builds up to 7.3: an index, not a pointer */
	}
	if (claim_statics(walk, node, live, count, RA_LOC_STATIC_MEMBERS)) {
		walk_static_values(walk, node, entry, live, count, false);
		if (live == defaults) { /* without OPcache, up to 8.0 */
			return;
		}
	}
	if (claim_statics(walk, node, defaults, count, RA_LOC_DEFAULT_STATIC_MEMBERS)) {
		walk_static_values(walk, node, entry, defaults, count, true);
	}
}

/* ---- constants ---- */

static void walk_class_constants(struct ra_walk *walk, ra_node node, ra_addr at)
{
	const struct ra_engine *engine = walk->engine;
	const uint32_t size = ra_sizeof(walk->layout, RA_STRUCT_zend_class_constant);
	struct ra_elements elements;
	struct ra_element element;

	if (!ra_walk_elements(walk, node, at, &elements)) {
		return;
	}
	while (ra_elements_next(&elements, &element)) {
		const struct ra_link link = ra_link_named(walk, RA_LINK_CLASS_CONSTANT, element.key);
		const ra_addr constant = element.value.payload;

		ra_walk_key(walk, node, element.key);
		if (walk->layout->class_constants_are_values) {
			ra_walk_loaded(walk, node, &element.value, link);
			continue;
		}
		if (!ra_walk_claim(walk, node, constant, size, RA_LOC_CLASS_CONSTANT)) {
			continue;
		}
		ra_walk_value(
			walk, node, ra_engine_at(engine, constant, RA_zend_class_constant_value), link);
		follow_string(walk, node,
			ra_engine_u64(engine, constant, RA_zend_class_constant_doc_comment), "doc_comment");
		ra_walk_attributes(
			walk, node, ra_engine_u64(engine, constant, RA_zend_class_constant_attributes));
		ra_walk_type(walk, node, ra_engine_at(engine, constant, RA_zend_class_constant_type));
	}
}

/* ---- methods ---- */

/* An inherited method belongs to its class, where its header is known already. Up to 8.0 the heir
 * has a copy of the header when there are static variables: these are the heir's. Each entry counts
 * as a user of the name. */
static void walk_inherited(struct ra_walk *walk, ra_node node, ra_addr function)
{
	const struct ra_engine *engine = walk->engine;

	if (ra_engine_u8(engine, function, RA_zend_op_array_type) != FUNCTION_USER) {
		return;
	}
	ra_walk_count_name(walk, function);
	if (ra_claims_find(walk->claims, function, RA_NODE_FUNCTION) == RA_NO_NODE) {
		ra_walk_static_variables(
			walk, node, ra_walk_live_statics(walk, function), RA_LINK_STATIC_VARIABLE);
	}
}

static void walk_methods(struct ra_walk *walk, ra_node node, ra_addr entry)
{
	const struct ra_engine *engine = walk->engine;
	struct ra_elements elements;
	struct ra_element element;

	if (!ra_walk_elements(walk, node,
			ra_engine_at(engine, entry, RA_zend_class_entry_function_table), &elements)) {
		return;
	}
	while (ra_elements_next(&elements, &element)) {
		const ra_addr function = element.value.payload;

		ra_walk_key(walk, node, element.key);
		if (ra_engine_u64(engine, function, RA_zend_op_array_scope) != entry) {
			walk_inherited(walk, node, function);
			continue;
		}
		if (ra_walk_function(walk, node, function,
				ra_link_named(walk, RA_LINK_FUNCTION,
					ra_engine_u64(engine, function, RA_zend_op_array_function_name))) ==
			RA_NO_NODE) { /* an internal one that a user class got: cases() of an enum */
			ra_walk_claim(walk, node, function,
				ra_sizeof(walk->layout, RA_STRUCT_zend_internal_function), RA_LOC_OP_ARRAY_HEADER);
		}
	}
}

/* ---- interfaces, traits ---- */

static void walk_names(struct ra_walk *walk, ra_node node, ra_addr table, uint32_t count)
{
	if (count > RA_SMALL_LIST ||
		!ra_walk_claim_part(walk, node, table, (uint64_t)count * 16, RA_LOC_CLASS_ENTRY) ||
		ra_space_extent(walk->space, table, (uint64_t)count * 16) < (uint64_t)count * 16) {
		return;
	}
	if (!ra_walk_spend(walk, count)) {
		return;
	}
	for (uint32_t i = 0; i < count * 2; i++) { /* name, name in lower case */
		ra_walk_key(walk, node, ra_engine_word(walk->engine, table + (uint64_t)i * 8));
	}
}

static void walk_interfaces(struct ra_walk *walk, ra_node node, ra_addr entry)
{
	const struct ra_engine *engine = walk->engine;
	const struct ra_layout *layout = walk->layout;
	const uint32_t resolved = ra_flag(layout, RA_CONST_ZEND_ACC_RESOLVED_INTERFACES) |
							  ra_flag(layout, RA_CONST_ZEND_ACC_LINKED);
	const uint32_t flags = ra_engine_u32(engine, entry, RA_zend_class_entry_ce_flags);
	const uint32_t count = ra_engine_u32(engine, entry, RA_zend_class_entry_num_interfaces);
	const ra_addr table = ra_engine_u64(engine, entry, RA_zend_class_entry_interfaces);

	if (resolved && !(flags & resolved)) { /* names until the class is linked */
		walk_names(walk, node, table, count);
	} else if (count <= RA_SMALL_LIST) {
		ra_walk_claim_part(walk, node, table, (uint64_t)count * 8, RA_LOC_CLASS_ENTRY);
	}
}

/* The slot of a list, or of an item of it. */
static bool claim_list(struct ra_walk *walk, ra_node node, ra_addr at)
{
	struct ra_slot slot;

	return ra_claims_slot(walk->claims, at, &slot) &&
		   ra_walk_claim_part(walk, node, at, slot.bytes - (at - slot.start), RA_LOC_CLASS_ENTRY);
}

/* A list of pointers that ends with a null one. */
static void walk_trait_list(struct ra_walk *walk, ra_node node, ra_addr list)
{
	struct ra_slot slot;
	uint64_t limit;

	if (list == 0 || !ra_claims_slot(walk->claims, list, &slot) || !claim_list(walk, node, list)) {
		return;
	}
	limit = slot.start + slot.bytes;
	for (ra_addr at = list; at + 8 <= limit; at += 8) {
		const ra_addr item = ra_engine_word(walk->engine, at);

		if (item == 0) {
			break;
		}
		claim_list(walk, node, item);
	}
}

static void walk_traits(struct ra_walk *walk, ra_node node, ra_addr entry)
{
	const struct ra_engine *engine = walk->engine;
	const uint32_t count = ra_engine_u32(engine, entry, RA_zend_class_entry_num_traits);

	walk_names(walk, node, ra_engine_u64(engine, entry, RA_zend_class_entry_trait_names), count);
	if (count <= RA_SMALL_LIST) {
		ra_walk_claim_part(walk, node, ra_engine_u64(engine, entry, RA_zend_class_entry_traits),
			(uint64_t)count * 8, RA_LOC_CLASS_ENTRY);
	}
	walk_trait_list(walk, node, ra_engine_u64(engine, entry, RA_zend_class_entry_trait_aliases));
	walk_trait_list(
		walk, node, ra_engine_u64(engine, entry, RA_zend_class_entry_trait_precedences));
}

/* ---- enums, mutable data ---- */

static void walk_enum_table(struct ra_walk *walk, ra_node node, ra_addr table)
{
	bool fresh;
	const ra_node target =
		ra_walk_block(walk, node, table, ra_sizeof(walk->layout, RA_STRUCT_zend_array),
			RA_NODE_TABLE, RA_LOC_ARRAY, ra_link_field(walk, "backed_enum_table"), &fresh);

	if (fresh) {
		ra_walk_table(walk, target, table);
	}
}

/* 8.1: what an immutable class must change at run time. */
static void walk_mutable_data(struct ra_walk *walk, ra_node node, ra_addr entry, uint32_t slots)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr data = ra_engine_map_pointer(
		engine, ra_engine_u64(engine, entry, RA_zend_class_entry_mutable_data));
	ra_addr constants;

	if (data == 0 ||
		!ra_walk_claim_part(walk, node, data,
			ra_sizeof(walk->layout, RA_STRUCT_zend_class_mutable_data), RA_LOC_CLASS_ENTRY)) {
		return;
	}
	walk_default_properties(walk, node,
		ra_engine_u64(engine, data, RA_zend_class_mutable_data_default_properties_table), slots);
	constants = ra_engine_u64(engine, data, RA_zend_class_mutable_data_constants_table);
	if (constants != 0 && ra_walk_claim_part(walk, node, constants,
							  ra_sizeof(walk->layout, RA_STRUCT_zend_array), RA_LOC_CLASS_ENTRY)) {
		walk_class_constants(walk, node, constants);
	}
	walk_enum_table(
		walk, node, ra_engine_u64(engine, data, RA_zend_class_mutable_data_backed_enum_table));
}

/* ---- the class ---- */

static void walk_user_class(struct ra_walk *walk, ra_node node, ra_addr entry, uint32_t slots)
{
	const struct ra_engine *engine = walk->engine;

	follow_string(walk, node, ra_engine_u64(engine, entry, RA_zend_class_entry_name), "name");
	follow_string(walk, node, ra_engine_u64(engine, entry, RA_zend_class_entry_info_user_filename),
		"filename");
	follow_string(walk, node,
		ra_engine_u64(engine, entry,
			ra_has(walk->layout, RA_zend_class_entry_doc_comment)
				? RA_zend_class_entry_doc_comment
				: RA_zend_class_entry_info_user_doc_comment),
		"doc_comment");
	walk_default_properties(walk, node,
		ra_engine_u64(engine, entry, RA_zend_class_entry_default_properties_table), slots);
	walk_property_infos(walk, node, entry);
	walk_methods(walk, node, entry);
	walk_interfaces(walk, node, entry);
	walk_traits(walk, node, entry);
	ra_walk_attributes(walk, node, ra_engine_u64(engine, entry, RA_zend_class_entry_attributes));
	if (slots <= COUNT_LIMIT) {
		ra_walk_claim(walk, node,
			ra_engine_u64(engine, entry, RA_zend_class_entry_properties_info_table),
			(uint64_t)slots * 8, RA_LOC_PROPERTY_INFO);
	}
	if (ra_has(walk->layout, RA_zend_class_entry_iterator_funcs_ptr)) {
		ra_walk_claim_part(walk, node,
			ra_engine_u64(engine, entry, RA_zend_class_entry_iterator_funcs_ptr),
			ra_sizeof(walk->layout, RA_STRUCT_zend_class_iterator_funcs), RA_LOC_CLASS_ENTRY);
	}
	if (ra_has(walk->layout, RA_zend_class_entry_arrayaccess_funcs_ptr)) {
		ra_walk_claim_part(walk, node,
			ra_engine_u64(engine, entry, RA_zend_class_entry_arrayaccess_funcs_ptr),
			ra_sizeof(walk->layout, RA_STRUCT_zend_class_arrayaccess_funcs), RA_LOC_CLASS_ENTRY);
	}
}

void ra_walk_expand_class(struct ra_walk *walk, ra_node node)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr entry = ra_node_address(walk->graph, node);
	const uint32_t slots =
		ra_engine_u32(engine, entry, RA_zend_class_entry_default_properties_count);

	walk_static_members(walk, node, entry);
	walk_class_constants(
		walk, node, ra_engine_at(engine, entry, RA_zend_class_entry_constants_table));
	walk_enum_table(
		walk, node, ra_engine_u64(engine, entry, RA_zend_class_entry_backed_enum_table));
	walk_mutable_data(walk, node, entry, slots);
	if (ra_engine_u8(engine, entry, RA_zend_class_entry_type) == CLASS_USER) {
		walk_user_class(walk, node, entry, slots);
	}
}

ra_node ra_walk_class(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link)
{
	const uint32_t class_index = at ? ra_walk_class_index(walk, at) : RA_NO_CLASS;
	ra_node node;

	if (class_index == RA_NO_CLASS) {
		ra_walk_refuse(walk, RA_REFUSED_CLASS);
		return RA_NO_NODE;
	}
	node = ra_claims_find(walk->claims, at, RA_NODE_CLASS);
	if (node == RA_NO_NODE) {
		node = ra_claims_add(walk->claims, at, RA_NODE_CLASS);
		if (node == RA_NO_NODE) {
			return RA_NO_NODE;
		}
		if (walk->graph->classes[class_index].internal) {
			walk->graph->flags[node] |= RA_NODE_INTERNAL;
		}
		ra_walk_claim(walk, node, at, ra_sizeof(walk->layout, RA_STRUCT_zend_class_entry),
			RA_LOC_CLASS_ENTRY);
	}
	ra_graph_add_edge(walk->graph, from, node, link.kind, link.key, link.flags);
	return node;
}

void ra_walk_classes_unlisted(struct ra_walk *walk, ra_node root)
{
	for (uint32_t c = 0; c < walk->class_count; c++) {
		const struct ra_class *cls = &walk->graph->classes[c];

		if (ra_claims_find(walk->claims, cls->entry, RA_NODE_CLASS) == RA_NO_NODE) {
			ra_walk_class(walk, root, cls->entry, ra_link(RA_LINK_CLASS, cls->name));
		}
	}
}
