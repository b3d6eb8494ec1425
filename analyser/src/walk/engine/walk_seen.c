/* See walk_seen.h. */
#include "walk/engine/walk_seen.h"

#include "walk/engine/claims_parts.h"
#include "walk/engine/walk_values.h"

#define SLOT_BYTES 16u

/* Of an ordinary value. */
static inline enum ra_node_kind kind_of(const struct ra_seen *seen)
{
	return seen->type == RA_TYPE_STRING  ? RA_NODE_STRING
		   : seen->type == RA_TYPE_ARRAY ? RA_NODE_ARRAY
										 : RA_NODE_OBJECT;
}

/* Whether the object's class is known, and its property slots have room in its slot. */
static bool has_class(struct ra_walk *walk, const struct ra_seen *seen)
{
	const uint32_t class_index = ra_walk_class_learnt(walk, seen->word);

	return class_index != RA_NO_CLASS &&
		   ra_offset(walk->layout, RA_zend_object_properties_table) +
				   walk->graph->classes[class_index].property_count * (uint64_t)SLOT_BYTES <=
			   seen->slot_bytes;
}

/* Whether it can be followed in one step: it has its node, or nobody has its slot. */
static inline bool is_ordinary(struct ra_walk *walk, const struct ra_seen *seen)
{
	ra_node owner;

	if (!(seen->flags & RA_SEEN_ORDINARY)) {
		return false;
	}
	owner = walk->claims->owner[seen->slot];
	if (owner != RA_NO_NODE) {
		return ra_node_address(walk->graph, owner) == seen->at &&
			   walk->graph->kind[owner] == kind_of(seen);
	}
	return !(seen->flags & RA_SEEN_KNOWN) &&
		   (seen->type != RA_TYPE_OBJECT || has_class(walk, seen));
}

static inline void add_string(struct ra_walk *walk, ra_node node, const struct ra_seen *seen)
{
	const uint64_t bytes = ra_offset(walk->layout, RA_zend_string_val) + seen->word;

	if (seen->flags & RA_SEEN_INTERNED) {
		walk->graph->flags[node] |= RA_NODE_INTERNED;
	} else {
		ra_graph_set_refcount(walk->graph, node, seen->refcount);
	}
	ra_claims_count(walk->claims, RA_LOC_STRING, RA_IN_HEAP, bytes, true);
	if (seen->slot_bytes > bytes) {
		ra_claims_count(
			walk->claims, RA_LOC_STRING_TAIL, RA_IN_HEAP, seen->slot_bytes - bytes, true);
	}
}

static inline void add_array(struct ra_walk *walk, ra_node node, const struct ra_seen *seen)
{
	if (seen->flags & RA_SEEN_INTERNED) {
		walk->graph->flags[node] |= RA_NODE_INTERNED;
	} else {
		ra_graph_set_refcount(walk->graph, node, seen->refcount);
	}
	if (seen->flags & RA_SEEN_PACKED) {
		walk->graph->flags[node] |= RA_NODE_PACKED;
	}
	ra_claims_count(walk->claims, RA_LOC_ARRAY, RA_IN_HEAP,
		ra_sizeof(walk->layout, RA_STRUCT_zend_array), true);
}

static inline void add_object(struct ra_walk *walk, ra_node node, const struct ra_seen *seen)
{
	const uint32_t class_index = ra_walk_class_learnt(walk, seen->word);

	ra_graph_set_refcount(walk->graph, node, seen->refcount);
	ra_graph_set_class(walk->graph, node, class_index);
	if (walk->graph->classes[class_index].internal) {
		walk->graph->flags[node] |= RA_NODE_INTERNAL;
	}
}

/* The node of an ordinary value, made when it is not there yet. *reads: how often the long way would have read. */
static inline ra_node node_of(struct ra_walk *walk, const struct ra_seen *seen, uint32_t *reads)
{
	ra_node node = walk->claims->owner[seen->slot];

	if (node != RA_NO_NODE) {
		return node;
	}
	node = ra_graph_add_node(walk->graph, kind_of(seen), seen->at);
	if (node == RA_NO_NODE) {
		return RA_NO_NODE;
	}
	ra_claims_own(walk->claims, seen->slot, seen->slot_bytes, node);
	++*reads;
	switch (seen->type) {
	case RA_TYPE_STRING:
		add_string(walk, node, seen);
		break;
	case RA_TYPE_ARRAY:
		++*reads;
		add_array(walk, node, seen);
		break;
	default:
		add_object(walk, node, seen);
	}
	return node;
}

/* An edge, and a reference where it owns one. */
static inline void link_to(struct ra_walk *walk, ra_node from, ra_node to, enum ra_link_kind kind,
	uint32_t key, unsigned flags, bool counted)
{
	if (to == RA_NO_NODE) {
		return;
	}
	ra_graph_add_edge(walk->graph, from, to, kind, key, flags);
	if (counted && ra_node_refcount(walk->graph, to)) {
		ra_walk_count_reference(walk, to);
	}
}

/* ---- elements ---- */

static inline const struct ra_seen *of(const struct ra_foreseen *foreseen, uint32_t place)
{
	return place != RA_NOT_SEEN ? &foreseen->seen[place] : NULL;
}

/* A key that is counted is a value of its own; one that is not counted needs nothing when its value points nowhere. */
static bool follow_key(
	struct ra_walk *walk, ra_node array, const struct ra_seen *key, uint32_t *reads)
{
	const bool counted = key && !(key->flags & (RA_SEEN_INTERNED | RA_SEEN_PERSISTENT));

	if (!key || key->type != RA_TYPE_STRING || (counted && !is_ordinary(walk, key))) {
		return false;
	}
	++*reads;
	if (counted) {
		link_to(walk, array, node_of(walk, key, reads), RA_LINK_KEY_STRING, 0, 0, true);
	}
	return true;
}

static bool follow_keyed(struct ra_walk *walk, ra_node array, const struct ra_foreseen *foreseen,
	const struct ra_seen_element *element, uint32_t *reads)
{
	const struct ra_seen *const key = of(foreseen, element->key_place);
	const struct ra_seen *const value = of(foreseen, element->value_place);
	ra_node key_node;

	if (!ra_type_points((enum ra_type)element->type) && element->type != RA_TYPE_INDIRECT) {
		return follow_key(walk, array, key, reads);
	}
	if (!key || !is_ordinary(walk, key) || !value || !is_ordinary(walk, value)) {
		return false;
	}
	++*reads;
	key_node = node_of(walk, key, reads);
	if (!(key->flags & (RA_SEEN_INTERNED | RA_SEEN_PERSISTENT))) {
		link_to(walk, array, key_node, RA_LINK_KEY_STRING, 0, 0, true);
	}
	if (key_node != RA_NO_NODE) {
		link_to(walk, array, node_of(walk, value, reads), RA_LINK_KEY, key_node, 0,
			element->refcounted);
	}
	return true;
}

static inline bool follow_element(struct ra_walk *walk, ra_node array,
	const struct ra_foreseen *foreseen, const struct ra_seen_element *element, uint32_t *reads)
{
	const struct ra_seen *value;

	if (element->key != 0) {
		return follow_keyed(walk, array, foreseen, element, reads);
	}
	value = of(foreseen, element->value_place);
	if (!value || (uint64_t)element->index > UINT32_MAX || !is_ordinary(walk, value)) {
		return false;
	}
	link_to(walk, array, node_of(walk, value, reads), RA_LINK_INDEX, (uint32_t)element->index, 0,
		element->refcounted);
	return true;
}

void ra_walk_seen_elements(struct ra_walk *walk, ra_node array, const struct ra_foreseen *foreseen)
{
	uint32_t reads = ra_reads_of_elements(foreseen->covered);

	for (uint32_t i = 0; i < foreseen->element_count; i++) {
		if (!follow_element(walk, array, foreseen, &foreseen->elements[i], &reads)) {
			const struct ra_element element = ra_walk_seen(walk, foreseen, i);

			ra_walk_element(walk, array, &element);
		}
	}
	ra_walk_unsee(walk);
	ra_space_count_reads(walk->space, reads);
}

void ra_walk_seen_slots(
	struct ra_walk *walk, ra_node object, const ra_name *names, const struct ra_foreseen *foreseen)
{
	uint32_t reads = ra_reads_of_elements(foreseen->covered);

	for (uint32_t i = 0; i < foreseen->element_count; i++) {
		const struct ra_seen_element *const slot = &foreseen->elements[i];
		const struct ra_seen *const value = of(foreseen, slot->value_place);
		const ra_name name = names[slot->index];

		if (value && is_ordinary(walk, value)) {
			link_to(walk, object, node_of(walk, value, &reads), RA_LINK_PROPERTY, name, 0,
				slot->refcounted);
		} else {
			const struct ra_element element = ra_walk_seen(walk, foreseen, i);

			ra_walk_loaded(walk, object, &element.value, ra_link(RA_LINK_PROPERTY, name));
		}
	}
	ra_walk_unsee(walk);
	ra_space_count_reads(walk->space, reads);
}

void ra_walk_seen_handles(struct ra_walk *walk, ra_node root, const struct ra_foreseen *foreseen)
{
	uint32_t reads = foreseen->covered;

	for (uint32_t i = 0; i < foreseen->element_count; i++) {
		const struct ra_seen_element *const entry = &foreseen->elements[i];
		const struct ra_seen *const object = of(foreseen, entry->value_place);
		const uint32_t handle = (uint32_t)entry->index;

		if (object && is_ordinary(walk, object)) {
			link_to(walk, root, node_of(walk, object, &reads), RA_LINK_HANDLE, handle, RA_EDGE_WEAK,
				false);
		} else {
			ra_walk_uncounted(walk, root, RA_TYPE_OBJECT,
				ra_walk_seen(walk, foreseen, i).value.payload,
				ra_link_weak(ra_link(RA_LINK_HANDLE, handle)));
		}
	}
	ra_walk_unsee(walk);
	ra_space_count_reads(walk->space, reads);
}

/* ---- the memory of nodes ---- */

bool ra_walk_seen_table(struct ra_walk *walk, ra_node array, const struct ra_foreseen *foreseen)
{
	const struct ra_array *const seen = &foreseen->array;
	const struct ra_slot *const slot = &foreseen->slot;

	if (seen->table_bytes == 0) {
		return true;
	}
	if (slot->number == RA_NO_SLOT || !ra_heap_slot_live(walk->heap, slot->number) ||
		walk->claims->owner[slot->number] != RA_NO_NODE) {
		return false;
	}
	const enum ra_where where = ra_heap_slot_is_huge(walk->heap, slot) ? RA_IN_HUGE : RA_IN_HEAP;

	ra_claims_own(walk->claims, slot->number, slot->bytes, array);
	ra_claims_count(walk->claims, RA_LOC_ARRAY_TABLE, where, seen->used_bytes, true);
	if (seen->table_bytes > seen->used_bytes) {
		ra_claims_count(walk->claims, RA_LOC_ARRAY_TABLE_OVERHEAD, where,
			seen->table_bytes - seen->used_bytes, true);
	}
	return true;
}

bool ra_walk_seen_object(struct ra_walk *walk, ra_node object, const struct ra_class_info *info,
	const struct ra_foreseen *foreseen)
{
	const struct ra_slot *const slot = &foreseen->slot;
	const uint64_t bytes = ra_offset(walk->layout, RA_zend_object_properties_table) +
						   (uint64_t)info->slots * SLOT_BYTES;

	if (info->special || info->guards || info->doubted || foreseen->object.properties != 0 ||
		info->handlers != foreseen->object.handlers || info->offset != 0 ||
		slot->number == RA_NO_SLOT || slot->start != ra_node_address(walk->graph, object) ||
		ra_heap_slot_is_huge(walk->heap, slot) || walk->claims->owner[slot->number] != object ||
		bytes > slot->bytes) {
		return false;
	}
	ra_claims_count(walk->claims, RA_LOC_OBJECT, RA_IN_HEAP, bytes, true);
	walk->graph->classes[ra_node_class(walk->graph, object)].content_bytes += bytes;
	return true;
}
