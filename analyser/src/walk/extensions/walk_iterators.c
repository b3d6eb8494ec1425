/* Iterators: the wrappers of ext/spl around another iterator, RecursiveIteratorIterator's stack,
 * and the engine's own iterator objects, which exist while a foreach over an iterator runs. */
#include "walk/engine/walk_special.h"
#include "walk/engine/walk_values.h"
#include "walk/extensions/extensions.h"

/* Which part of spl_dual_it_object's union is in use: `dit_type` of all versions. */
enum wrapper_type {
	WRAPPER_CACHING = 2,
	WRAPPER_RECURSIVE_CACHING = 3,
	WRAPPER_APPEND = 7,
	WRAPPER_REGEX = 8,
	WRAPPER_RECURSIVE_REGEX = 9,
	WRAPPER_CALLBACK_FILTER = 10,
	WRAPPER_RECURSIVE_CALLBACK_FILTER = 11,
};

#define PREFIXES 6u /* of a RecursiveTreeIterator */

/* A zend_object_iterator: an object of the engine's class __iterator_wrapper. */
static void walk_inner_iterator(
	struct ra_walk *walk, ra_node from, ra_addr iterator, const char *name)
{
	if (iterator != 0) {
		ra_walk_object(walk, from, iterator, ra_link_field(walk, name));
	}
}

static void walk_wrapper_state(
	struct ra_walk *walk, const struct ra_object_view *object, uint32_t type)
{
	const struct ra_engine *const engine = walk->engine;
	ra_addr block;

	switch (type) {
	case WRAPPER_CACHING:
	case WRAPPER_RECURSIVE_CACHING:
		if (walk->layout->prefixes_are_strings) {
			ra_special_string_field(walk, object, RA_spl_dual_it_object_u_caching_zstr, "zstr");
		} else {
			ra_special_value_field(walk, object, RA_spl_dual_it_object_u_caching_zstr, "zstr");
		}
		ra_special_value_field(
			walk, object, RA_spl_dual_it_object_u_caching_zchildren, "zchildren");
		ra_special_value_field(walk, object, RA_spl_dual_it_object_u_caching_zcache, "zcache");
		break;
	case WRAPPER_APPEND:
		ra_special_value_field(walk, object, RA_spl_dual_it_object_u_append_zarrayit, "zarrayit");
		walk_inner_iterator(walk, object->node,
			ra_engine_u64(engine, object->start, RA_spl_dual_it_object_u_append_iterator),
			"append_iterator");
		break;
	case WRAPPER_REGEX:
	case WRAPPER_RECURSIVE_REGEX:
		ra_special_string_field(walk, object, RA_spl_dual_it_object_u_regex_regex, "regex");
		break;
	case WRAPPER_CALLBACK_FILTER:
	case WRAPPER_RECURSIVE_CALLBACK_FILTER:
		if (ra_has(walk->layout, RA_spl_dual_it_object_u_cbfilter)) { /* fci and its cache */
			block = ra_engine_u64(engine, object->start, RA_spl_dual_it_object_u_cbfilter);
			if (block != 0 &&
				ra_walk_claim_slot(walk, object->node, block, RA_LOC_INTERNAL_STATE)) {
				ra_walk_fcall_info(walk, object->node, block);
			}
		} else { /* 8.3: the cache alone, embedded */
			ra_special_fcall_cache(walk, object->node,
				ra_engine_at(engine, object->start, RA_spl_dual_it_object_u_callback_filter));
		}
		break;
	default:
		break;
	}
}

static void walk_wrapper(struct ra_walk *walk, const struct ra_object_view *object)
{
	if (!ra_special_checked(walk, object, RA_spl_dual_it_object_std)) {
		return;
	}
	ra_special_value_field(walk, object, RA_spl_dual_it_object_inner_zobject, "inner");
	walk_inner_iterator(walk, object->node,
		ra_engine_u64(walk->engine, object->start, RA_spl_dual_it_object_inner_iterator),
		"iterator");
	ra_special_value_field(walk, object, RA_spl_dual_it_object_current_data, "current");
	ra_special_value_field(walk, object, RA_spl_dual_it_object_current_key, "key");
	walk_wrapper_state(
		walk, object, ra_engine_u32(walk->engine, object->start, RA_spl_dual_it_object_dit_type));
}

static void walk_prefixes(struct ra_walk *walk, const struct ra_object_view *object)
{
	const ra_addr prefixes =
		ra_engine_at(walk->engine, object->start, RA_spl_recursive_it_object_prefix);
	const ra_addr postfix =
		ra_engine_at(walk->engine, object->start, RA_spl_recursive_it_object_postfix);
	/* Up to 8.0 a smart_str: string and length. */
	const uint32_t stride = walk->layout->prefixes_are_strings ? 8 : 16;

	for (uint32_t i = 0; i <= PREFIXES; i++) {
		const ra_addr at = i < PREFIXES ? prefixes + i * stride : postfix;
		const ra_addr string = at == 0 ? 0 : ra_engine_word(walk->engine, at);

		if (string != 0) {
			ra_walk_string(walk, object->node, string, ra_link_field(walk, "prefix"));
		}
	}
}

static void walk_recursive(struct ra_walk *walk, const struct ra_object_view *object)
{
	const struct ra_engine *const engine = walk->engine;
	const uint32_t stride = ra_sizeof(walk->layout, RA_STRUCT_spl_sub_iterator);
	ra_addr iterators;
	uint32_t levels;

	if (!ra_special_checked(walk, object, RA_spl_recursive_it_object_std)) {
		return;
	}
	iterators = ra_engine_u64(engine, object->start, RA_spl_recursive_it_object_iterators);
	levels = ra_engine_u32(engine, object->start, RA_spl_recursive_it_object_level);
	if (iterators == 0) {
		return;
	}
	if (levels >= RA_SMALL_LIST ||
		!ra_walk_claim_slot(walk, object->node, iterators, RA_LOC_INTERNAL_STATE)) {
		ra_walk_refuse(walk, RA_REFUSED_STATE);
		return;
	}
	for (uint32_t level = 0; level <= levels; level++) {
		const ra_addr sub = iterators + (uint64_t)level * stride;

		ra_walk_value(walk, object->node, ra_engine_at(engine, sub, RA_spl_sub_iterator_zobject),
			ra_link(RA_LINK_MAP_ENTRY, level));
		walk_inner_iterator(walk, object->node,
			ra_engine_u64(engine, sub, RA_spl_sub_iterator_iterator), "iterator");
	}
	walk_prefixes(walk, object);
}

/* The engine's iterator. What it iterates is a zval; behind it stands what the kind of iterator
 * added: a class and the current value where user code is called, the current value alone for a
 * DatePeriod. Which one it is cannot be told from the dump, so these are doubtful. */
static void walk_engine_iterator(struct ra_walk *walk, const struct ra_object_view *object)
{
	const ra_addr added = object->at + ra_sizeof(walk->layout, RA_STRUCT_zend_object_iterator);
	const ra_addr data = ra_engine_at(walk->engine, object->at, RA_zend_object_iterator_data);
	struct ra_slot slot;

	ra_walk_value(walk, object->node, data, ra_link_field(walk, "data"));
	if (!ra_claims_slot(walk->claims, object->at, &slot)) {
		return;
	}
	for (ra_addr at = added; at + 16 <= slot.start + slot.bytes && at <= added + 8; at += 8) {
		ra_walk_doubtful(walk, object->node, at, ra_link_field(walk, "value"));
	}
}

/* What getIterator() of an internal class returns: an object around the engine's iterator, to which
 * it points behind its zend_object (with one property slot). */
static void walk_internal_iterator(struct ra_walk *walk, const struct ra_object_view *object)
{
	const ra_addr behind =
		object->at + ra_offset(walk->layout, RA_zend_object_properties_table) + 16;

	walk_inner_iterator(walk, object->node, ra_engine_word(walk->engine, behind), "iterator");
}

const struct ra_special ra_specials_iterators[] = {
	{.class_name = "IteratorIterator",
		.walk = walk_wrapper}, /* its descendants: append, cache, filter, limit, ... */
	{.class_name = "RecursiveIteratorIterator", .walk = walk_recursive},
	{.class_name = "InternalIterator", .walk = walk_internal_iterator},
	{.class_name = "__iterator_wrapper", .walk = walk_engine_iterator},
	{.class_name = NULL},
};
