/* The containers of ext/spl: what they hold outside their properties.
 *
 *     SplObjectStorage     a HashTable of element blocks (object, attached data); MultipleIterator
 *                          too
 *     SplFixedArray        one block of zvals
 *     SplDoublyLinkedList  a list header and a chain of element blocks (SplQueue, SplStack)
 *     SplHeap              a heap header and one block of elements (SplPriorityQueue)
 *     ArrayObject          a zval: an array, or the object whose properties it shows */
#include "walk/engine/walk_special.h"
#include "walk/engine/walk_tables.h"
#include "walk/engine/walk_values.h"
#include "walk/extensions/extensions.h"

/* All these structures begin with what matters here, and grew behind it in patch releases: it is
 * enough that the allocation begins before the zend_object. */
static bool has_state(
	struct ra_walk *walk, const struct ra_object_view *object, enum ra_field std_field)
{
	struct ra_slot slot;

	if (ra_special_as_described(walk, object, std_field) ||
		(object->start < object->at && ra_claims_slot(walk->claims, object->at, &slot) &&
			slot.start == object->start)) {
		return true;
	}
	ra_walk_refuse(walk, RA_REFUSED_STATE);
	return false;
}

/* The entry of a container: a number that is shown, not one that PHP code could use. */
static struct ra_link entry_link(uint32_t number)
{
	return ra_link(RA_LINK_MAP_ENTRY, number);
}

static void walk_array_object(struct ra_walk *walk, const struct ra_object_view *object)
{
	if (!has_state(walk, object, RA_spl_array_object_std)) {
		return;
	}
	ra_special_value_field(walk, object, RA_spl_array_object_array, "storage");
}

static void walk_storage_element(struct ra_walk *walk, ra_node node, ra_addr block, uint32_t number)
{
	const struct ra_engine *const engine = walk->engine;
	const uint32_t bytes = ra_sizeof(walk->layout, RA_STRUCT_spl_SplObjectStorageElement);

	if (!ra_walk_claim(walk, node, block, bytes, RA_LOC_INTERNAL_STATE)) {
		return;
	}
	if (walk->layout->storage_objects_are_values) {
		ra_walk_value(walk, node, ra_engine_at(engine, block, RA_spl_SplObjectStorageElement_obj),
			entry_link(number));
	} else {
		ra_walk_object(walk, node, ra_engine_u64(engine, block, RA_spl_SplObjectStorageElement_obj),
			entry_link(number));
	}
	ra_walk_value(walk, node, ra_engine_at(engine, block, RA_spl_SplObjectStorageElement_inf),
		entry_link(number));
}

static void walk_object_storage(struct ra_walk *walk, const struct ra_object_view *object)
{
	struct ra_elements elements;
	struct ra_element element;
	uint32_t number = 0;

	if (!has_state(walk, object, RA_spl_SplObjectStorage_std) ||
		!ra_walk_elements(walk, object->node,
			ra_engine_at(walk->engine, object->start, RA_spl_SplObjectStorage_storage),
			&elements) ||
		!ra_special_owns(walk, object->node, elements.array.table)) {
		return;
	}
	while (ra_elements_next(&elements, &element)) {
		ra_walk_key(walk, object->node, element.key);
		if (element.value.type == RA_TYPE_PTR) {
			walk_storage_element(walk, object->node, element.value.payload, number++);
		}
	}
}

static void walk_fixed_array(struct ra_walk *walk, const struct ra_object_view *object)
{
	const struct ra_engine *const engine = walk->engine;
	ra_addr array, elements;
	uint64_t count;

	if (!has_state(walk, object, RA_spl_fixedarray_object_std)) {
		return;
	}
	array = ra_engine_at(engine, object->start, RA_spl_fixedarray_object_array);
	if (walk->layout->fixed_array_by_pointer) {
		array = ra_engine_word(engine, array);
		if (array == 0 ||
			!ra_walk_claim(walk, object->node, array,
				ra_sizeof(walk->layout, RA_STRUCT_spl_fixedarray), RA_LOC_INTERNAL_STATE)) {
			return;
		}
	}
	count = ra_engine_u64(engine, array, RA_spl_fixedarray_size);
	elements = ra_engine_u64(engine, array, RA_spl_fixedarray_elements);
	if (count == 0 || elements == 0) {
		return;
	}
	if (count > UINT32_MAX ||
		ra_space_extent(walk->space, elements, count * 16) < count * 16) { /* zvals */
		ra_walk_refuse(walk, RA_REFUSED_STATE);
		return;
	}
	if (ra_walk_claim(walk, object->node, elements, count * 16, RA_LOC_ARRAY_TABLE)) {
		ra_walk_values(walk, object->node, elements, (uint32_t)count, ra_link_index(0));
	}
}

static void walk_list(struct ra_walk *walk, const struct ra_object_view *object)
{
	const struct ra_engine *const engine = walk->engine;
	const uint32_t element_bytes = ra_sizeof(walk->layout, RA_STRUCT_spl_ptr_llist_element);
	ra_addr list, element;
	uint32_t count, number = 0;

	if (!has_state(walk, object, RA_spl_dllist_object_std)) {
		return;
	}
	list = ra_engine_u64(engine, object->start, RA_spl_dllist_object_llist);
	if (list == 0 || !ra_walk_claim(walk, object->node, list,
						 ra_sizeof(walk->layout, RA_STRUCT_spl_ptr_llist), RA_LOC_INTERNAL_STATE)) {
		return;
	}
	count = ra_engine_u32(engine, list, RA_spl_ptr_llist_count);
	/* A claim succeeds once per element, so that a cycle ends the loop. */
	element = ra_engine_u64(engine, list, RA_spl_ptr_llist_head);
	while (element != 0 && number < count &&
		   ra_walk_claim(walk, object->node, element, element_bytes, RA_LOC_INTERNAL_STATE)) {
		ra_walk_value(walk, object->node,
			ra_engine_at(engine, element, RA_spl_ptr_llist_element_data), entry_link(number++));
		element = ra_engine_u64(engine, element, RA_spl_ptr_llist_element_next);
	}
	/* The iterator's place: usually one of the list, else an element that was removed meanwhile. */
	element = ra_engine_u64(engine, object->start, RA_spl_dllist_object_traverse_pointer);
	if (object->at - object->start == ra_offset(walk->layout, RA_spl_dllist_object_std) &&
		element != 0 &&
		ra_walk_claim(walk, object->node, element, element_bytes, RA_LOC_INTERNAL_STATE)) {
		ra_walk_value(walk, object->node,
			ra_engine_at(engine, element, RA_spl_ptr_llist_element_data),
			ra_link_field(walk, "traverse_pointer"));
	}
}

static void walk_heap(struct ra_walk *walk, const struct ra_object_view *object)
{
	const struct ra_engine *const engine = walk->engine;
	uint64_t element_bytes = 16; /* a zval; since 7.4 the heap says */
	uint32_t count, capacity;
	ra_addr heap, elements;

	if (!has_state(walk, object, RA_spl_heap_object_std)) {
		return;
	}
	heap = ra_engine_u64(engine, object->start, RA_spl_heap_object_heap);
	if (heap == 0 || !ra_walk_claim(walk, object->node, heap,
						 ra_sizeof(walk->layout, RA_STRUCT_spl_ptr_heap), RA_LOC_INTERNAL_STATE)) {
		return;
	}
	if (ra_has(walk->layout, RA_spl_ptr_heap_elem_size)) {
		element_bytes = ra_engine_u64(engine, heap, RA_spl_ptr_heap_elem_size);
	}
	elements = ra_engine_u64(engine, heap, RA_spl_ptr_heap_elements);
	count = ra_engine_u32(engine, heap, RA_spl_ptr_heap_count);
	capacity = ra_engine_u32(engine, heap, RA_spl_ptr_heap_max_size);
	if (elements == 0) {
		return;
	}
	if ((element_bytes != 16 && element_bytes != 32) || count > capacity ||
		ra_space_extent(walk->space, elements, capacity * element_bytes) <
			capacity * element_bytes) {
		ra_walk_refuse(walk, RA_REFUSED_STATE);
		return;
	}
	if (!ra_walk_claim(
			walk, object->node, elements, capacity * element_bytes, RA_LOC_ARRAY_TABLE)) {
		return;
	}
	for (uint32_t i = 0; i < count; i++) { /* data, then the priority of a priority queue */
		for (uint64_t part = 0; part < element_bytes; part += 16) {
			ra_walk_value(walk, object->node, elements + i * element_bytes + part, entry_link(i));
		}
	}
}

const struct ra_special ra_specials_spl[] = {
	{.class_name = "ArrayObject", .walk = walk_array_object},
	{.class_name = "ArrayIterator", .walk = walk_array_object},
	{.class_name = "SplObjectStorage", .walk = walk_object_storage},
	{.class_name = "MultipleIterator", .walk = walk_object_storage},
	{.class_name = "SplFixedArray", .walk = walk_fixed_array},
	{.class_name = "SplDoublyLinkedList", .walk = walk_list},
	{.class_name = "SplHeap", .walk = walk_heap},
	{.class_name = "SplPriorityQueue", .walk = walk_heap},
	{.class_name = NULL},
};
