/* Objects: property slots, guards, dynamic properties. What internal classes keep besides is walked
 * by the functions of the tables of specials. */
#include "walk/engine/walk_class_registry.h"
#include "walk/engine/walk_expand.h"
#include "walk/engine/walk_scan.h"
#include "walk/engine/walk_seen.h"
#include "walk/engine/walk_tables.h"
#include "walk/engine/walk_values.h"
#include "walk/engine/walk_words.h"

#define SLOT_BYTES     16u
#define SLOTS_BUFFERED 64u
#define C_ALIGNMENT    16u /* of blocks of the C library's allocator */
#define C_SMALLEST     32u
#define C_LARGEST      1024u /* a library's handle, not its data */

static void walk_slots(
	struct ra_walk *walk, ra_node node, const struct ra_class_info *info, ra_addr table)
{
	uint8_t bytes[SLOTS_BUFFERED * SLOT_BYTES];

	if (walk->foreseen && walk->foreseen->elements && walk->foreseen->covered == info->slots) {
		ra_walk_seen_slots(walk, node, info->names, walk->foreseen);
		return;
	}
	for (uint32_t first = 0; first < info->slots; first += SLOTS_BUFFERED) {
		const uint32_t left = info->slots - first;
		const uint32_t count = left < SLOTS_BUFFERED ? left : SLOTS_BUFFERED;

		if (!ra_space_read(walk->space, table + (uint64_t)first * SLOT_BYTES, bytes,
				(size_t)count * SLOT_BYTES)) {
			walk->graph->flags[node] |= RA_NODE_PARTIAL;
			return;
		}
		for (uint32_t i = 0; i < count; i++) {
			struct ra_value value;

			ra_engine_decode_value(walk->engine, bytes + i * SLOT_BYTES, &value);
			ra_walk_loaded(walk, node, &value, ra_link(RA_LINK_PROPERTY, info->names[first + i]));
		}
	}
}

/* Early versions store the table's address without a type. In others a slot without a type has what was there before. */
static bool is_untyped_table(struct ra_walk *walk, const struct ra_value *value)
{
	struct ra_array array;
	struct ra_slot slot;

	return walk->layout->guard_tables_are_untyped && value->type == RA_TYPE_UNDEF &&
		   ra_claims_slot(walk->claims, value->payload, &slot) && slot.start == value->payload &&
		   ra_engine_array(walk->engine, value->payload, &array);
}

/* The guard slot behind the properties (recursion protection of __get and the like) holds a name,
 * or from the second name on a table of them. */
static void walk_guards(struct ra_walk *walk, ra_node node, ra_addr slot)
{
	const struct ra_link link = ra_link_field(walk, "guards");
	struct ra_value value;

	if (!ra_engine_value(walk->engine, slot, &value)) {
		return;
	}
	if (value.type == RA_TYPE_STRING) {
		ra_walk_string(walk, node, value.payload, link);
	} else if (value.type == RA_TYPE_ARRAY || value.type == RA_TYPE_PTR ||
			   is_untyped_table(walk, &value)) {
		const ra_node table = ra_walk_uncounted(walk, node, RA_TYPE_ARRAY, value.payload, link);
		struct ra_elements elements;
		struct ra_element element;

		if (table == RA_NO_NODE || !ra_walk_foreign_elements(walk, value.payload, &elements)) {
			return;
		}
		while (ra_elements_next(&elements, &element)) {
			if (element.value.type == RA_TYPE_PTR && !(element.value.payload & 1)) {
				ra_walk_claim(walk, table, element.value.payload, 4, RA_LOC_INTERNAL_STATE);
			}
		}
	}
}

static void walk_dynamic(struct ra_walk *walk, ra_node node, ra_addr table)
{
	const ra_node target = ra_walk_array(walk, node, table, ra_link(RA_LINK_DYNAMIC_TABLE, 0));

	if (target != RA_NO_NODE) {
		walk->graph->flags[node] |= RA_NODE_DYNAMIC;
		walk->graph->flags[target] |= RA_NODE_PROPERTY_TABLE;
	}
}

/* Where the state of an internal object that no walker knows lies in its slot. */
static bool unknown_state(struct ra_walk *walk, ra_node node, ra_addr *begin, ra_addr *end)
{
	const ra_addr at = ra_node_address(walk->graph, node);
	const struct ra_class_info *info = ra_walk_class_info(walk, ra_node_class(walk->graph, node));
	const uint32_t values = info->slots + info->guards;
	struct ra_slot slot;

	if (info->special || !ra_claims_slot(walk->claims, at, &slot)) {
		return false;
	}
	if (slot.start < at) { /* the state lies before the zend_object */
		*begin = slot.start;
		*end = at;
	} else { /* after it; one property slot is part of the structure */
		*begin = at + ra_offset(walk->layout, RA_zend_object_properties_table) +
				 (uint64_t)(values ? values : 1) * SLOT_BYTES;
		*end = slot.start + slot.bytes;
	}
	return *end > *begin;
}

void ra_walk_guess_pointers(struct ra_walk *walk, ra_node node)
{
	struct ra_link link = ra_link_field(walk, "guess");
	ra_addr begin, end;

	link.flags = RA_EDGE_GUESS;
	if (!unknown_state(walk, node, &begin, &end)) {
		return;
	}
	for (ra_addr at = begin; at + 8 <= end; at += 8) {
		const ra_addr word = ra_engine_word(walk->engine, at);
		const ra_node target =
			word != 0 && word % 8 == 0 ? ra_walk_known(walk, RA_TYPE_OBJECT, word) : RA_NO_NODE;

		if (target != RA_NO_NODE && target != node && ra_walk_lacks_references(walk, target)) {
			ra_walk_edge(walk, node, target, &link);
			ra_walk_count(walk, RA_TYPE_OBJECT, word);
		}
	}
}

/* The size of the block of the C library's allocator that begins there; 0: none does. glibc keeps it, with
 * flags in the lowest bits, in the word before. */
static uint64_t c_block_bytes(struct ra_walk *walk, ra_addr at)
{
	const struct ra_map_entry *const entry =
		at % C_ALIGNMENT == 0 ? ra_space_entry(walk->space, at) : NULL;
	struct ra_slot slot;
	uint64_t bytes;

	if (!entry || !entry->writable || !entry->private || ra_heap_holds(walk->heap, at) ||
		ra_heap_slot_at(walk->heap, at, &slot)) {
		return 0;
	}
	bytes = ra_engine_word(walk->engine, at - 8) & ~(uint64_t)7;
	return bytes % C_ALIGNMENT == 0 && bytes >= C_SMALLEST && bytes <= C_LARGEST ? bytes - 8 : 0;
}

void ra_walk_guess_behind(struct ra_walk *walk, ra_node node)
{
	ra_addr begin, end;

	if (!unknown_state(walk, node, &begin, &end)) {
		return;
	}
	for (ra_addr at = begin; at + 8 <= end; at += 8) {
		const ra_addr word = ra_engine_word(walk->engine, at);
		const uint64_t bytes = word != 0 ? c_block_bytes(walk, word) : 0;

		if (bytes != 0 && ra_walk_spend(walk, bytes / 8)) {
			ra_walk_guess(walk, node, word, bytes);
		}
	}
}

void ra_walk_guess_state(struct ra_walk *walk, ra_node node)
{
	ra_addr begin, end;

	if (unknown_state(walk, node, &begin, &end)) {
		ra_walk_guess_values(walk, node, begin, end - begin);
	}
}

/* Of a class whose entry has gone: the values from the first property to the end of the slot. */
static void walk_doubted_slots(struct ra_walk *walk, ra_node node, ra_addr table)
{
	struct ra_slot slot;

	if (ra_claims_slot(walk->claims, table, &slot)) {
		ra_walk_guess_values(walk, node, table, slot.start + slot.bytes - table);
	}
}

/* Nothing but property slots, as somebody has seen. */
static bool is_plain(struct ra_walk *walk, ra_node node, const struct ra_class_info *info)
{
	return walk->foreseen && ra_walk_seen_object(walk, node, info, walk->foreseen);
}

void ra_walk_expand_object(struct ra_walk *walk, ra_node node)
{
	const ra_addr at = ra_node_address(walk->graph, node);
	const uint32_t class_index = ra_node_class(walk->graph, node);
	const ra_addr table = at + ra_offset(walk->layout, RA_zend_object_properties_table);
	struct ra_class_info info =
		*ra_walk_class_info(walk, class_index); /* the table moves when classes are learnt */
	struct ra_object object;
	struct ra_object_view view;
	uint64_t bytes;

	if (is_plain(walk, node, &info)) {
		ra_space_count_reads(walk->space, 1);
		if (ra_walk_spend(walk, info.slots)) {
			walk_slots(walk, node, &info, table);
		}
		return;
	}
	if (walk->foreseen) {
		object = walk->foreseen->object;
		ra_space_count_reads(walk->space, 1);
		ra_claims_remember(walk->claims, &walk->foreseen->slot);
	} else if (!ra_engine_object(walk->engine, at, &object)) {
		return;
	}
	view = (struct ra_object_view){.node = node,
		.at = at,
		.start = at - ra_walk_object_offset(walk, class_index, &object, at),
		.class_index = class_index};
	bytes = table - view.start + (uint64_t)(info.slots + info.guards) * SLOT_BYTES;
	if (info.special && info.special->structure != RA_STRUCT_zval &&
		ra_sizeof(walk->layout, info.special->structure) != RA_ABSENT &&
		bytes < ra_sizeof(walk->layout, info.special->structure)) {
		bytes = ra_sizeof(walk->layout, info.special->structure);
	}
	if (ra_walk_claim(walk, node, at, bytes, RA_LOC_OBJECT)) {
		walk->graph->classes[class_index].content_bytes += bytes;
	}
	if (ra_walk_spend(walk, info.slots)) {
		walk_slots(walk, node, &info, table);
	}
	if (info.doubted) {
		walk_doubted_slots(walk, node, table);
	}
	if (info.guards) {
		walk_guards(walk, node, table + (uint64_t)info.slots * SLOT_BYTES);
	}
	if (object.properties) {
		walk_dynamic(walk, node, object.properties);
	}
	if (info.special && info.special->walk) {
		info.special->walk(walk, &view);
	}
}
