/* Objects of the engine itself: closures, generators, fibers, weak references and maps, wrappers of
 * iterators. */
#include "walk/engine/walk_expand.h"
#include "walk/engine/walk_frames.h"
#include "walk/engine/walk_functions.h"
#include "walk/engine/walk_tables.h"
#include "walk/engine/walk_values.h"

#define FUNCTION_USER    2u
#define FIBER_SUSPENDED  2u /* zend_fiber_status */
#define FIBER_RUNNING    1u

#define TYPE_INFO_OBJECT 0x308u /* IS_OBJECT_EX */

/* ---- closures ---- */

/* A zval, or a pointer. Early builds of 8.6 still have the zval, so the dump is asked: what follows
 * the pointer is the class it is called as, and what follows the zval's value is a type. */
static void walk_bound_this(struct ra_walk *walk, const struct ra_object_view *object)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr at = ra_engine_at(engine, object->at, RA_zend_closure_this_ptr);
	const struct ra_link link = ra_link(RA_LINK_THIS, 0);
	const ra_addr bound = ra_engine_word(engine, at);
	uint32_t behind;

	if (!walk->layout->closures_hold_objects) {
		ra_walk_value(walk, object->node, at, link);
		return;
	}
	behind = (uint32_t)ra_engine_word(engine, at + 8);
	if (behind == TYPE_INFO_OBJECT) {
		ra_walk_value(walk, object->node, at, link);
	} else if (behind != 0 && bound != 0) {
		ra_walk_object(walk, object->node, bound, link);
	}
}

static void walk_closure(struct ra_walk *walk, const struct ra_object_view *object)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr function = ra_engine_at(engine, object->at, RA_zend_closure_func);

	walk_bound_this(walk, object);
	if (ra_engine_u8(engine, function, RA_zend_op_array_type) != FUNCTION_USER) {
		return;
	}
	ra_walk_function(walk, object->node, function, ra_link_field(walk, "func"));
	ra_walk_static_variables(
		walk, object->node, ra_walk_live_statics(walk, function), RA_LINK_BOUND_VARIABLE);
	ra_walk_run_time_cache(walk, object->node, function);
}

/* ---- generators ---- */

/* The generators that delegate to this one: one alone, an array or a hash of them by version. Only
 * the memory matters: they are reached from their own side. */
static void walk_children(struct ra_walk *walk, const struct ra_object_view *object, ra_addr at)
{
	const struct ra_engine *engine = walk->engine;
	const uint32_t count = ra_engine_u32(engine, at, RA_zend_generator_node_children);
	const bool inline_one = ra_has(walk->layout, RA_zend_generator_node_child_single) ||
							ra_has(walk->layout, RA_zend_generator_node_child_single_child);

	if (count > (inline_one ? 1 : 0)) {
		ra_walk_allocated_elements(walk, object->node,
			ra_engine_u64(engine, at, RA_zend_generator_node_child_ht), RA_LOC_INTERNAL_STATE,
			NULL);
	}
}

static void walk_generator_frame(struct ra_walk *walk, const struct ra_object_view *object)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr frame = ra_engine_u64(engine, object->at, RA_zend_generator_execute_data);
	const ra_addr frozen = ra_engine_u64(engine, object->at, RA_zend_generator_frozen_call_stack);
	const ra_addr stack = ra_engine_u64(engine, object->at, RA_zend_generator_stack);

	if (stack != 0) { /* 7.0: a VM stack of its own */
		ra_walk_vm_stack(walk, object->node, stack, ra_link_field(walk, "vm_stack"));
	}
	if (frame != 0) {
		ra_node node = ra_claims_find(walk->claims, frame, RA_NODE_FRAME);

		if (node != RA_NO_NODE) {
			ra_graph_add_edge(walk->graph, object->node, node, RA_LINK_FRAME, 0, 0);
		} else {
			ra_walk_frames(walk, object->node, frame, true);
		}
	}
	if (frozen != 0) {
		ra_walk_claim_slot(walk, object->node, frozen, RA_LOC_CALL_FRAME);
	}
}

static void walk_generator(struct ra_walk *walk, const struct ra_object_view *object)
{
	static const struct {
		enum ra_field field;
		const char *name;
	} values[] = {
		{RA_zend_generator_value, "value"},
		{RA_zend_generator_key, "key"},
		{RA_zend_generator_retval, "retval"},
		{RA_zend_generator_values, "values"},
	};
	const struct ra_engine *engine = walk->engine;
	const ra_addr node_at = ra_engine_at(engine, object->at, RA_zend_generator_node);
	const ra_addr parent = ra_engine_u64(engine, node_at, RA_zend_generator_node_parent);

	walk_generator_frame(walk, object);
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		ra_walk_value(walk, object->node, ra_engine_at(engine, object->at, values[i].field),
			ra_link_field(walk, values[i].name));
	}
	if (parent != 0) {
		ra_walk_object(walk, object->node, parent, ra_link_field(walk, "delegate"));
	}
	walk_children(walk, object, node_at);
	if (ra_has(walk->layout, RA_zend_generator_gc_buffer)) {
		ra_walk_claim(walk, object->node,
			ra_engine_u64(engine, object->at, RA_zend_generator_gc_buffer),
			(uint64_t)ra_engine_u32(engine, object->at, RA_zend_generator_gc_buffer_size) * 16,
			RA_LOC_INTERNAL_STATE);
	}
}

/* ---- fibers ---- */

/* 8.1 keeps a fiber's VM stack only in a variable on its C stack: a word there that points to a
 * page which holds the fiber's frame. */
static void find_fiber_page(
	struct ra_walk *walk, const struct ra_object_view *object, ra_addr frame)
{
	struct ra_slot slot;

	if (frame != 0 && ra_claims_slot(walk->claims, frame, &slot)) {
		ra_walk_vm_stack(walk, object->node, slot.start, ra_link_field(walk, "vm_stack"));
	}
}

static void walk_fiber(struct ra_walk *walk, const struct ra_object_view *object)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr context = ra_engine_at(engine, object->at, RA_zend_fiber_context);
	const ra_addr frame = ra_engine_u64(engine, object->at, RA_zend_fiber_execute_data);
	const ra_addr stack = ra_engine_u64(engine, context, RA_zend_fiber_context_stack);
	const ra_addr pages = ra_engine_u64(engine, object->at, RA_zend_fiber_vm_stack);
	const uint32_t status = ra_engine_u32(engine, context, RA_zend_fiber_context_status);

	ra_walk_fcall_info(walk, object->node, ra_engine_at(engine, object->at, RA_zend_fiber_fci));
	ra_walk_value(walk, object->node, ra_engine_at(engine, object->at, RA_zend_fiber_result),
		ra_link_field(walk, "result"));
	if (stack != 0) {
		ra_walk_claim(walk, object->node, stack,
			ra_sizeof(walk->layout, RA_STRUCT_zend_fiber_stack), RA_LOC_INTERNAL_STATE);
	}
	if (pages != 0 && (status == FIBER_SUSPENDED || status == FIBER_RUNNING)) {
		ra_walk_vm_stack(walk, object->node, pages, ra_link_field(walk, "vm_stack"));
	}
	if (status == FIBER_SUSPENDED && frame != 0) {
		find_fiber_page(walk, object, frame);
		ra_walk_frames(walk, object->node, frame, false);
	}
}

/* ---- weak structures ---- */

static void walk_weak_reference(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_uncounted(walk, object->node, RA_TYPE_OBJECT,
		ra_engine_u64(walk->engine, object->start, RA_zend_weakref_referent),
		ra_link_weak(ra_link_field(walk, "referent")));
}

/* Keys of the map are addresses of objects, since 8.1 without their three zero bits. */
static ra_addr weak_key(struct ra_walk *walk, uint64_t index)
{
	struct ra_object object;
	struct ra_slot slot;

	for (unsigned shift = 3;; shift = 0) {
		const ra_addr at = index << shift;

		if (at % 8 == 0 && ra_claims_slot(walk->claims, at, &slot) &&
			ra_engine_object(walk->engine, at, &object)) {
			return at;
		}
		if (shift == 0) {
			return 0;
		}
	}
}

static void walk_weak_map(struct ra_walk *walk, const struct ra_object_view *object)
{
	const struct ra_engine *engine = walk->engine;
	struct ra_elements elements;
	struct ra_element element;

	if (!ra_walk_elements(walk, object->node,
			ra_engine_at(engine, object->start, RA_zend_weakmap_ht), &elements)) {
		return;
	}
	while (ra_elements_next(&elements, &element)) {
		const ra_addr key = weak_key(walk, (uint64_t)element.index);
		struct ra_object target;
		struct ra_link link = ra_link(RA_LINK_MAP_ENTRY, 0);

		if (key != 0 && ra_engine_object(engine, key, &target)) {
			link.key = target.handle;
			ra_walk_uncounted(
				walk, object->node, RA_TYPE_OBJECT, key, ra_link_weak(ra_link_field(walk, "key")));
		}
		ra_walk_loaded(walk, object->node, &element.value, link);
	}
}

/* ---- iterators ---- */

/* An iterator that foreach made over an internal object: begins like an object, is in no object
 * store. What stands behind the common part differs by class; the slot is claimed as a whole. */
static void walk_iterator(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_value(walk, object->node,
		ra_engine_at(walk->engine, object->at, RA_zend_object_iterator_data),
		ra_link_field(walk, "data"));
}

const struct ra_special ra_specials_engine[] = {
	{"Closure", walk_closure, RA_STRUCT_zend_closure},
	{"Generator", walk_generator, RA_STRUCT_zend_generator},
	{"Fiber", walk_fiber, RA_STRUCT_zend_fiber},
	{"WeakReference", walk_weak_reference, RA_STRUCT_zval},
	{"WeakMap", walk_weak_map, RA_STRUCT_zval},
	{"__iterator_wrapper", walk_iterator, RA_STRUCT_zend_object_iterator},
	{NULL, NULL, RA_STRUCT_zval},
};
