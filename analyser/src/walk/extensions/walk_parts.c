/* Structures described by tables: what is believed of them, and how their parts are followed. */
#include "walk/extensions/walk_parts.h"

#include "walk/engine/walk_special.h"
#include "walk/engine/walk_tables.h"
#include "walk/engine/walk_values.h"
#include "walk/extensions/extensions.h"

#define MAX_CHAIN  65536u
#define ZVAL_BYTES 16u

enum { /* zend_llist and its elements: the same in all versions */
	LIST_HEAD = 0,
	LIST_COUNT = 16,
	ELEMENT_NEXT = 0,
	ELEMENT_DATA = 16,
};

/* ---- what is believed ---- */

/* The size of the slot that the allocator gives to so many bytes. */
static uint64_t slot_bytes(uint64_t bytes)
{
	for (unsigned bin = 0; bin < RA_BINS; bin++) {
		if (ra_heap_bins[bin].slot_bytes >= bytes) {
			return ra_heap_bins[bin].slot_bytes;
		}
	}
	return (bytes + RA_PAGE_BYTES - 1) / RA_PAGE_BYTES * RA_PAGE_BYTES;
}

static bool begins_slot(struct ra_walk *walk, ra_addr at, struct ra_slot *slot)
{
	return at != 0 && at % 8 == 0 && ra_claims_slot(walk->claims, at, slot) && slot->start == at;
}

static bool is_value(struct ra_walk *walk, ra_addr at)
{
	struct ra_value value;
	struct ra_slot slot;

	if (!ra_engine_value(walk->engine, at, &value)) {
		return false;
	}
	switch (value.type) {
	case RA_TYPE_OBJECT:
	case RA_TYPE_ARRAY:
	case RA_TYPE_STRING:
	case RA_TYPE_RESOURCE:
	case RA_TYPE_REFERENCE: /* on the heap these are alive; elsewhere they are not ours */
		return value.payload % 8 == 0 && !ra_claims_stale(walk->claims, value.payload) &&
			   (ra_claims_slot(walk->claims, value.payload, &slot) ||
				   ra_space_extent(walk->space, value.payload, 16) == 16);
	default:
		return true;
	}
}

static bool agrees(struct ra_walk *walk, ra_addr structure, const struct ra_shape *shape)
{
	for (uint32_t i = 0; i < shape->count; i++) {
		const struct ra_part *const part = &shape->parts[i];

		if (part->kind == RA_PART_VALUE && !is_value(walk, structure + part->at)) {
			return false;
		}
	}
	return !shape->holds || shape->holds(walk, structure);
}

bool ra_shape_fits(struct ra_walk *walk, ra_addr structure, const struct ra_shape *shape)
{
	struct ra_slot slot;

	return begins_slot(walk, structure, &slot) && slot.bytes >= slot_bytes(shape->bytes) &&
		   slot.bytes <= slot_bytes(shape->bytes + shape->more) && agrees(walk, structure, shape);
}

bool ra_walk_structure(
	struct ra_walk *walk, ra_node node, ra_addr structure, const struct ra_shape *shape)
{
	if (!ra_shape_fits(walk, structure, shape) ||
		!ra_walk_claim(walk, node, structure, shape->bytes, RA_LOC_INTERNAL_STATE)) {
		return false;
	}
	ra_walk_shape(walk, node, structure, shape);
	return true;
}

/* ---- the kinds of parts ---- */

static void walk_shared(struct ra_walk *walk, ra_node node, ra_addr at, const struct ra_part *part)
{
	bool fresh = false;
	ra_node target;

	if (!ra_shape_fits(walk, at, part->shape)) {
		return;
	}
	target = ra_walk_block(walk, node, at, part->shape->bytes, RA_NODE_BUFFER,
		RA_LOC_INTERNAL_STATE, ra_link_field(walk, part->name), &fresh);
	if (target != RA_NO_NODE && fresh) {
		ra_walk_shape(walk, target, at, part->shape);
	}
}

static void walk_chain(struct ra_walk *walk, ra_node node, ra_addr at, const struct ra_shape *shape)
{
	for (uint32_t i = 0; at != 0 && i < MAX_CHAIN; i++) {
		if (!ra_walk_structure(walk, node, at, shape)) {
			return;
		}
		at = ra_engine_word(walk->engine, at);
	}
}

static void walk_list(
	struct ra_walk *walk, ra_node node, ra_addr list, const struct ra_shape *shape)
{
	const uint64_t count = ra_engine_word(walk->engine, list + LIST_COUNT);
	ra_addr element = ra_engine_word(walk->engine, list + LIST_HEAD);
	struct ra_slot slot;

	for (uint64_t i = 0; element != 0 && i < count && i < MAX_CHAIN; i++) {
		if (!begins_slot(walk, element, &slot) ||
			!ra_walk_claim(
				walk, node, element, ELEMENT_DATA + shape->bytes, RA_LOC_INTERNAL_STATE)) {
			return;
		}
		if (agrees(walk, element + ELEMENT_DATA, shape)) {
			ra_walk_shape(walk, node, element + ELEMENT_DATA, shape);
		}
		element = ra_engine_word(walk->engine, element + ELEMENT_NEXT);
	}
}

static void walk_table(
	struct ra_walk *walk, ra_node node, ra_addr table, const struct ra_part *part)
{
	struct ra_elements elements;
	struct ra_element element;
	struct ra_slot slot;

	if (!begins_slot(walk, table, &slot) ||
		!ra_walk_allocated_elements(walk, node, table, RA_LOC_INTERNAL_STATE, &elements) ||
		!ra_special_owns(walk, node, elements.array.table)) {
		return;
	}
	while (ra_elements_next(&elements, &element)) {
		ra_walk_key(walk, node, element.key);
		if (element.value.type != RA_TYPE_PTR) {
			ra_walk_value(walk, node, element.at, ra_walk_element_link(walk, &element));
		} else if (part->shape) {
			ra_walk_structure(walk, node, element.value.payload, part->shape);
		} else if (begins_slot(walk, element.value.payload, &slot)) {
			ra_walk_claim_slot(walk, node, element.value.payload, RA_LOC_INTERNAL_STATE);
		}
	}
}

static void walk_values(struct ra_walk *walk, ra_node node, ra_addr at, const char *name)
{
	struct ra_slot slot;

	if (!begins_slot(walk, at, &slot) || !ra_walk_spend(walk, slot.bytes / ZVAL_BYTES) ||
		!ra_walk_claim_slot(walk, node, at, RA_LOC_INTERNAL_STATE)) {
		return;
	}
	for (uint64_t i = 0; i + ZVAL_BYTES <= slot.bytes; i += ZVAL_BYTES) {
		if (is_value(walk, at + i)) { /* behind the last one the slot may hold anything */
			ra_walk_probable(walk, node, at + i, ra_link_field(walk, name));
		}
	}
}

static void walk_block(struct ra_walk *walk, ra_node node, ra_addr at, const struct ra_part *part)
{
	struct ra_slot slot;

	if (!begins_slot(walk, at, &slot)) {
		return;
	}
	if (part->kind == RA_PART_BUFFER) {
		ra_walk_data(walk, node, at, ra_link_field(walk, part->name));
	} else {
		ra_walk_claim_slot(walk, node, at, RA_LOC_INTERNAL_STATE);
	}
}

bool ra_walk_value_rows(struct ra_walk *walk, ra_node node, ra_addr rows, uint64_t count,
	uint32_t stride, uint32_t first, const char *name)
{
	const struct ra_link link = ra_link_field(walk, name);
	struct ra_slot slot;

	if (!begins_slot(walk, rows, &slot) || count > slot.bytes / stride ||
		!ra_walk_spend(walk, count) ||
		!ra_walk_claim_slot(walk, node, rows, RA_LOC_INTERNAL_STATE)) {
		return false;
	}
	for (uint64_t i = 0; i < count; i++) {
		ra_walk_value(walk, node, rows + i * stride + first, link);
	}
	return true;
}

void ra_walk_slot_start(struct ra_walk *walk, ra_node node, ra_addr at)
{
	struct ra_slot slot;

	if (begins_slot(walk, at, &slot)) {
		ra_walk_claim_slot(walk, node, at, RA_LOC_INTERNAL_STATE);
	}
}

/* What a pointer leads to. */
static void walk_target(
	struct ra_walk *walk, ra_node node, ra_addr word, const struct ra_part *part)
{
	const struct ra_link link = part->name ? ra_link_field(walk, part->name) : (struct ra_link){0};
	struct ra_object object;
	struct ra_string string;
	struct ra_slot slot;

	switch ((enum ra_part_kind)part->kind) {
	case RA_PART_OBJECT:
		if (ra_engine_object(walk->engine, word + part->bytes, &object)) {
			ra_walk_object(walk, node, word + part->bytes, link);
		}
		break;
	case RA_PART_STRING:
		if (ra_space_extent(walk->space, word, 24) == 24 &&
			ra_engine_string(walk->engine, word, &string)) {
			ra_walk_string(walk, node, word, link);
		}
		break;
	case RA_PART_ARRAY:
		ra_walk_array(walk, node, word, link);
		break;
	case RA_PART_TABLE:
		walk_table(walk, node, word, part);
		break;
	case RA_PART_RESOURCE:
		if (begins_slot(walk, word, &slot)) {
			ra_walk_resource(walk, node, word, link);
		}
		break;
	case RA_PART_STREAM:
		ra_walk_owned_stream(walk, node, word, link);
		break;
	case RA_PART_BLOCK:
	case RA_PART_BUFFER:
		walk_block(walk, node, word, part);
		break;
	case RA_PART_VALUES:
		walk_values(walk, node, word, part->name);
		break;
	case RA_PART_STRUCT:
		ra_walk_structure(walk, node, word, part->shape);
		break;
	case RA_PART_SHARED:
		walk_shared(walk, node, word, part);
		break;
	case RA_PART_CHAIN:
		walk_chain(walk, node, word, part->shape);
		break;
	default:
		break;
	}
}

void ra_walk_shape(
	struct ra_walk *walk, ra_node node, ra_addr structure, const struct ra_shape *shape)
{
	for (uint32_t i = 0; i < shape->count; i++) {
		const struct ra_part *const part = &shape->parts[i];
		const ra_addr at = structure + part->at;
		ra_addr word;

		switch ((enum ra_part_kind)part->kind) {
		case RA_PART_VALUE:
			ra_walk_value(walk, node, at, ra_link_field(walk, part->name));
			break;
		case RA_PART_LIST:
			walk_list(walk, node, at, part->shape);
			break;
		case RA_PART_CACHE:
			ra_special_fcall_cache(walk, node, at);
			break;
		case RA_PART_CALL:
			part->walk(walk, node, structure, at);
			break;
		default:
			word = ra_engine_word(walk->engine, at);
			if (word != 0 && word % 8 == 0) {
				walk_target(walk, node, word, part);
			}
			break;
		}
	}
}

bool ra_walk_object_shape(struct ra_walk *walk, const struct ra_object_view *object,
	const struct ra_object_shape *rows, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct ra_object_shape *const row = &rows[i];

		if (walk->layout->version >= row->since && walk->layout->version < row->before &&
			object->at - object->start == row->std && agrees(walk, object->start, &row->shape)) {
			ra_walk_shape(walk, object->node, object->start, &row->shape);
			return true;
		}
	}
	ra_walk_refuse(walk, RA_REFUSED_STATE);
	return false;
}
