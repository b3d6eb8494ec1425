/* Functions: the op_array header, its body (opcodes, literals, names, argument infos, ...), static
 * variables and run-time cache.
 *
 * One node per body. Closures, trait methods and inherited copies have a header of their own but
 * share the body: all headers are aliases of one node, found by the address of the opcodes. */
#include "walk/engine/walk_functions.h"

#include "walk/engine/walk_expand.h"
#include "walk/engine/walk_tables.h"
#include "walk/engine/walk_values.h"

#define FUNCTION_USER 2u /* zend_function.type */
#define FUNCTION_EVAL 4u
#define COUNT_LIMIT   10000000u
#define TYPE_LISTS    64u

static bool is_user(uint8_t type)
{
	return type == FUNCTION_USER || type == FUNCTION_EVAL;
}

/* ---- parts shared with classes ---- */

static void follow_field_string(
	struct ra_walk *walk, ra_node node, ra_addr base, enum ra_field field, const char *name)
{
	const ra_addr string = ra_engine_u64(walk->engine, base, field);
	struct ra_string header;

	if (string != 0 && ra_engine_string(walk->engine, string, &header)) {
		ra_walk_string(walk, node, string, ra_link_field(walk, name));
	}
}

void ra_walk_attributes(struct ra_walk *walk, ra_node node, ra_addr table)
{
	const struct ra_engine *engine = walk->engine;
	const uint32_t argument = ra_sizeof(walk->layout, RA_STRUCT_zend_attribute_arg);
	struct ra_elements elements;
	struct ra_element element;

	if (!ra_walk_allocated_elements(walk, node, table, RA_LOC_ATTRIBUTES, &elements)) {
		return;
	}
	while (ra_elements_next(&elements, &element)) {
		const ra_addr at = element.value.payload;
		const uint32_t count = ra_engine_u32(engine, at, RA_zend_attribute_argc);
		const ra_addr arguments = ra_engine_at(engine, at, RA_zend_attribute_args);

		if (count > RA_SMALL_LIST || !ra_walk_spend(walk, count) ||
			!ra_walk_claim(
				walk, node, at, arguments - at + (uint64_t)count * argument, RA_LOC_ATTRIBUTES)) {
			continue;
		}
		follow_field_string(walk, node, at, RA_zend_attribute_name, "attribute");
		follow_field_string(walk, node, at, RA_zend_attribute_lcname, "attribute");
		for (uint32_t i = 0; i < count; i++) {
			const ra_addr item = arguments + (uint64_t)i * argument;

			follow_field_string(walk, node, item, RA_zend_attribute_arg_name, "attribute");
			ra_walk_value(walk, node, ra_engine_at(engine, item, RA_zend_attribute_arg_value),
				ra_link_field(walk, "attribute"));
		}
	}
}

/* 7.2 to 7.4: a type is one word, the number of a type or the address of a class name (7.4: or of
 * the class itself, bit 1), with bit 0 for "or null". */
static void walk_word_type(struct ra_walk *walk, ra_node node, ra_addr at)
{
	const uint64_t type = ra_engine_word(walk->engine, at);

	if (type > UINT16_MAX && !(type & 2)) {
		ra_walk_key(walk, node, type & ~(uint64_t)1);
	}
}

/* Lists of types may hold lists (disjunctive normal form); what is still to do waits in an
 * array. */
void ra_walk_type(struct ra_walk *walk, ra_node node, ra_addr at)
{
	const struct ra_engine *engine = walk->engine;
	const uint32_t list_bit = ra_flag(walk->layout, RA_CONST__ZEND_TYPE_LIST_BIT);
	const uint32_t name_bit = ra_flag(walk->layout, RA_CONST__ZEND_TYPE_NAME_BIT);
	const uint32_t size = ra_sizeof(walk->layout, RA_STRUCT_zend_type);
	struct {
		ra_addr at;
		uint32_t count;
	} todo[TYPE_LISTS];
	uint32_t waiting = 0;

	if (at == 0) {
		return;
	}
	if (!ra_has(walk->layout, RA_zend_type_type_mask)) {
		walk_word_type(walk, node, at);
		return;
	}
	todo[waiting].at = at;
	todo[waiting++].count = 1;
	while (waiting) {
		const ra_addr first = todo[--waiting].at;
		const uint32_t count = todo[waiting].count;

		for (uint32_t i = 0; i < count; i++) {
			const ra_addr type = first + (uint64_t)i * size;
			const uint32_t mask = ra_engine_u32(engine, type, RA_zend_type_type_mask);
			const ra_addr pointer = ra_engine_u64(engine, type, RA_zend_type_ptr);

			if (mask & list_bit && pointer != 0) {
				const uint32_t length = ra_engine_u32(engine, pointer, RA_zend_type_list_num_types);
				const ra_addr types = ra_engine_at(engine, pointer, RA_zend_type_list_types);

				if (length < RA_SMALL_LIST && waiting < TYPE_LISTS && ra_walk_spend(walk, length) &&
					ra_walk_claim(walk, node, pointer, types - pointer + (uint64_t)length * size,
						RA_LOC_ARG_INFOS)) {
					todo[waiting].at = types;
					todo[waiting++].count = length;
				}
			} else if (mask & name_bit && pointer != 0) {
				ra_walk_key(walk, node, pointer);
			}
		}
	}
}

/* ---- parts of a header ---- */

void ra_walk_count_name(struct ra_walk *walk, ra_addr function)
{
	const ra_addr name = ra_engine_u64(walk->engine, function, RA_zend_op_array_function_name);
	struct ra_string header;

	if (walk->layout->function_names_counted && name != 0 &&
		ra_engine_string(walk->engine, name, &header) && !header.interned) {
		ra_walk_count(walk, RA_TYPE_STRING, name);
	}
}

void ra_walk_static_variables(
	struct ra_walk *walk, ra_node node, ra_addr table, enum ra_link_kind kind)
{
	struct ra_elements elements;
	struct ra_element element;

	if (!ra_walk_allocated_elements(walk, node, table, RA_LOC_ARRAY, &elements)) {
		return;
	}
	while (ra_elements_next(&elements, &element)) {
		ra_walk_key(walk, node, element.key);
		ra_walk_loaded(walk, node, &element.value, ra_link_named(walk, kind, element.key));
	}
}

void ra_walk_run_time_cache(struct ra_walk *walk, ra_node node, ra_addr function)
{
	const struct ra_engine *engine = walk->engine;
	const uint64_t field = ra_engine_u64(engine, function, RA_zend_op_array_run_time_cache);
	const uint32_t bytes = ra_engine_u32(engine, function, RA_zend_op_array_cache_size);

	if (field == 0 || bytes == 0 || bytes > COUNT_LIMIT * 8) {
		return;
	}
	if (walk->layout->map_pointers_indirect && !(field & 1)) { /* a slot before the cache */
		ra_walk_claim(walk, node, field, 8, RA_LOC_RUNTIME_CACHE);
	}
	ra_walk_claim(walk, node, ra_engine_map_pointer(engine, field), bytes, RA_LOC_RUNTIME_CACHE);
}

ra_addr ra_walk_live_statics(struct ra_walk *walk, ra_addr function)
{
	const struct ra_engine *engine = walk->engine;

	if (!walk->layout->static_variables_in_map) {
		return ra_engine_u64(engine, function, RA_zend_op_array_static_variables);
	}
	return ra_engine_map_pointer(
		engine, ra_engine_u64(engine, function, RA_zend_op_array_static_variables_ptr));
}

static void walk_header(struct ra_walk *walk, ra_node node, ra_addr at)
{
	ra_walk_static_variables(walk, node, ra_walk_live_statics(walk, at), RA_LINK_STATIC_VARIABLE);
	ra_walk_static_variables(walk, node,
		ra_engine_u64(walk->engine, at, RA_zend_op_array_static_variables),
		RA_LINK_STATIC_VARIABLE);
	ra_walk_run_time_cache(walk, node, at);
}

/* ---- the body ---- */

static void walk_code(struct ra_walk *walk, ra_node node, ra_addr at)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr opcodes = ra_engine_u64(engine, at, RA_zend_op_array_opcodes);
	const ra_addr literals = ra_engine_u64(engine, at, RA_zend_op_array_literals);
	const uint32_t last = ra_engine_u32(engine, at, RA_zend_op_array_last);
	const uint32_t literal_count = ra_engine_u32(engine, at, RA_zend_op_array_last_literal);
	const uint64_t code_bytes = (uint64_t)last * ra_sizeof(walk->layout, RA_STRUCT_zend_op);
	const uint64_t literal_bytes = (uint64_t)literal_count * 16;
	const bool together = literals - opcodes >= code_bytes && literals - opcodes < code_bytes + 16;
	const struct ra_link link = ra_link_field(walk, "literals");

	if (last > COUNT_LIMIT || literal_count > COUNT_LIMIT) {
		ra_walk_refuse(walk, RA_REFUSED_FUNCTION);
		return;
	}
	ra_walk_claim(walk, node, opcodes, together ? literals - opcodes + literal_bytes : code_bytes,
		RA_LOC_OP_ARRAY_BODY);
	if (!together) {
		ra_walk_claim(walk, node, literals, literal_bytes, RA_LOC_OP_ARRAY_BODY);
	}
	if (!ra_walk_spend(walk, literal_count) ||
		ra_space_extent(walk->space, literals, literal_bytes) < literal_bytes) {
		return;
	}
	for (uint32_t i = 0; i < literal_count; i++) {
		struct ra_value value;

		/* Interned strings are left to their own root: nearly all literals are such. */
		if (ra_engine_value(engine, literals + (uint64_t)i * 16, &value) &&
			(value.refcounted || value.type != RA_TYPE_STRING)) {
			ra_walk_loaded(walk, node, &value, link);
		}
	}
}

static void walk_arguments(struct ra_walk *walk, ra_node node, ra_addr at)
{
	const struct ra_engine *engine = walk->engine;
	const uint32_t flags = ra_engine_u32(engine, at, RA_zend_op_array_fn_flags);
	const uint32_t size = ra_sizeof(walk->layout, RA_STRUCT_zend_arg_info);
	const bool returns = flags & ra_flag(walk->layout, RA_CONST_ZEND_ACC_HAS_RETURN_TYPE);
	const bool variadic = flags & ra_flag(walk->layout, RA_CONST_ZEND_ACC_VARIADIC);
	const uint32_t count =
		ra_engine_u32(engine, at, RA_zend_op_array_num_args) + returns + variadic;
	ra_addr info = ra_engine_u64(engine, at, RA_zend_op_array_arg_info);

	if (info == 0 || count == 0 || count > RA_SMALL_LIST || !ra_walk_spend(walk, count)) {
		return;
	}
	info -= returns ? size : 0;
	if (!ra_walk_claim(walk, node, info, (uint64_t)count * size, RA_LOC_ARG_INFOS)) {
		return;
	}
	for (uint32_t i = 0; i < count; i++, info += size) {
		if (i >= returns) { /* the return type's entry has no name */
			ra_walk_key(walk, node, ra_engine_u64(engine, info, RA_zend_arg_info_name));
		}
		ra_walk_type(walk, node, ra_engine_at(engine, info, RA_zend_arg_info_type));
		follow_field_string(walk, node, info, RA_zend_arg_info_doc_comment, "doc_comment");
	}
}

static void walk_variables(struct ra_walk *walk, ra_node node, ra_addr at)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr vars = ra_engine_u64(engine, at, RA_zend_op_array_vars);
	const uint32_t count = ra_engine_u32(engine, at, RA_zend_op_array_last_var);

	if (count > COUNT_LIMIT || !ra_walk_spend(walk, count) ||
		!ra_walk_claim(walk, node, vars, (uint64_t)count * 8, RA_LOC_VARIABLE_NAMES) ||
		ra_space_extent(walk->space, vars, (uint64_t)count * 8) < (uint64_t)count * 8) {
		return;
	}
	for (uint32_t i = 0; i < count; i++) {
		ra_walk_key(walk, node, ra_engine_word(engine, vars + (uint64_t)i * 8));
	}
}

static void walk_nested(struct ra_walk *walk, ra_node node, ra_addr at)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr table = ra_engine_u64(engine, at, RA_zend_op_array_dynamic_func_defs);
	const uint32_t count = ra_engine_u32(engine, at, RA_zend_op_array_num_dynamic_func_defs);
	const struct ra_link link = ra_link_field(walk, "dynamic_function_definitions");

	if (count > RA_SMALL_LIST || !ra_walk_spend(walk, count) ||
		!ra_walk_claim(walk, node, table, (uint64_t)count * 8, RA_LOC_DYNAMIC_FUNC_DEFS)) {
		return;
	}
	for (uint32_t i = 0; i < count; i++) {
		ra_walk_function(walk, node, ra_engine_word(engine, table + (uint64_t)i * 8), link);
	}
}

static void claim_counted(struct ra_walk *walk, ra_node node, ra_addr at, enum ra_field table,
	enum ra_field count_field, uint32_t item_bytes, enum ra_location location)
{
	const uint32_t count = ra_engine_u32(walk->engine, at, count_field);

	if (item_bytes != RA_ABSENT && count <= COUNT_LIMIT) {
		ra_walk_claim(walk, node, ra_engine_u64(walk->engine, at, table),
			(uint64_t)count * item_bytes, location);
	}
}

/* A header inside a closure is the closure's; its own parts are walked with the closure. */
static bool is_embedded(struct ra_walk *walk, ra_addr at)
{
	struct ra_slot slot;
	ra_node owner;

	if (!ra_claims_slot(walk->claims, at, &slot) || slot.start == at) {
		return false;
	}
	owner = ra_claims_owner(walk->claims, slot.number);
	return owner != RA_NO_NODE && walk->graph->kind[owner] == RA_NODE_OBJECT;
}

void ra_walk_expand_function(struct ra_walk *walk, ra_node node)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr at = ra_node_address(walk->graph, node);

	if (!is_embedded(walk, at)) {
		walk_header(walk, node, at);
	}
	follow_field_string(walk, node, at, RA_zend_op_array_function_name, "name");
	follow_field_string(walk, node, at, RA_zend_op_array_filename, "filename");
	follow_field_string(walk, node, at, RA_zend_op_array_doc_comment, "doc_comment");
	walk_code(walk, node, at);
	walk_arguments(walk, node, at);
	walk_variables(walk, node, at);
	ra_walk_claim_part(walk, node, ra_engine_u64(engine, at, RA_zend_op_array_refcount), 4,
		RA_LOC_OP_ARRAY_HEADER);
	claim_counted(walk, node, at, RA_zend_op_array_live_range, RA_zend_op_array_last_live_range,
		ra_sizeof(walk->layout, RA_STRUCT_zend_live_range), RA_LOC_LIVE_RANGES);
	claim_counted(walk, node, at, RA_zend_op_array_try_catch_array, RA_zend_op_array_last_try_catch,
		ra_sizeof(walk->layout, RA_STRUCT_zend_try_catch_element), RA_LOC_TRY_CATCH_TABLE);
	claim_counted(walk, node, at, RA_zend_op_array_brk_cont_array, RA_zend_op_array_last_brk_cont,
		16, RA_LOC_LIVE_RANGES);
	walk_nested(walk, node, at);
	ra_walk_attributes(walk, node, ra_engine_u64(engine, at, RA_zend_op_array_attributes));
}

/* ---- finding and naming ---- */

ra_node ra_walk_function(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link)
{
	const struct ra_engine *engine = walk->engine;
	ra_addr opcodes;
	ra_node node;

	if (at == 0 || !is_user(ra_engine_u8(engine, at, RA_zend_op_array_type))) {
		return RA_NO_NODE;
	}
	node = ra_claims_find(walk->claims, at, RA_NODE_FUNCTION);
	if (node == RA_NO_NODE) {
		opcodes = ra_engine_u64(engine, at, RA_zend_op_array_opcodes);
		if (opcodes == 0) { /* abstract: a header without body */
			opcodes = at;
		} else if (ra_space_extent(walk->space, opcodes, 8) < 8 ||
				   ra_claims_stale(walk->claims, at) || ra_claims_stale(walk->claims, opcodes)) {
			ra_walk_refuse(walk, RA_REFUSED_FUNCTION);
			return RA_NO_NODE;
		}
		node = ra_claims_find(walk->claims, opcodes, RA_NODE_FUNCTION);
		if (node != RA_NO_NODE) {
			ra_claims_alias(walk->claims, at, RA_NODE_FUNCTION, node);
			ra_walk_count_name(walk, at);
			if (!is_embedded(walk, at)) {
				ra_walk_claim(walk, node, at, ra_sizeof(walk->layout, RA_STRUCT_zend_op_array),
					RA_LOC_OP_ARRAY_HEADER);
				walk_header(walk, node, at);
			}
		} else {
			node = ra_claims_add(walk->claims, at, RA_NODE_FUNCTION);
			if (node == RA_NO_NODE) {
				return RA_NO_NODE;
			}
			if (opcodes != at) {
				ra_claims_alias(walk->claims, opcodes, RA_NODE_FUNCTION, node);
			}
			if (!is_embedded(walk, at)) {
				ra_walk_claim(walk, node, at, ra_sizeof(walk->layout, RA_STRUCT_zend_op_array),
					RA_LOC_OP_ARRAY_HEADER);
			}
		}
	}
	ra_graph_add_edge(walk->graph, from, node, link.kind, link.key, link.flags);
	return node;
}
