/* See walk_glance.h. The time goes into waiting for memory, so the nodes of a glance go through three steps: the headers of
 * all, the elements of all, and the headers of all values. Each step asks for the memory of the next. */
#include "walk/engine/walk_glance.h"

#include <stdlib.h>

#include "php/array_fit.h"

#define SLOT_BYTES        16u
#define SLOTS_BUFFERED    64u
#define POINTER_BYTES     8u
#define POINTERS_BUFFERED 256u
#define LINE_BYTES        64u /* of the processor's cache, on most */
#define LINES_ASKED       4u  /* of a table; what follows, the processor guesses */
#define NODES_ASKED       16u /* ahead */

bool ra_glance_new(struct ra_glance *glance)
{
	glance->elements = malloc(RA_GLANCE_ELEMENTS * sizeof(*glance->elements));
	glance->seen = malloc(RA_GLANCE_SEEN * sizeof(*glance->seen));
	return glance->elements && glance->seen;
}

void ra_glance_free(struct ra_glance *glance)
{
	free(glance->elements);
	free(glance->seen);
}

static void clear(struct ra_glance *glance)
{
	glance->element_count = glance->seen_count = 0;
}

static void see_slot(const struct ra_look *look, ra_addr at, struct ra_slot *slot)
{
	if (!ra_heap_slot_at(look->heap, at, slot)) {
		*slot = (struct ra_slot){.number = RA_NO_SLOT};
	}
}

/* ---- the third step: headers of values ---- */

static bool see_header(const struct ra_look *look, enum ra_type type, struct ra_seen *seen)
{
	struct ra_string string;
	struct ra_array array;
	struct ra_object object;

	switch (type) {
	case RA_TYPE_STRING:
		if (!ra_engine_string(look->engine, seen->at, &string)) {
			return false;
		}
		seen->refcount = string.refcount;
		seen->word = string.length;
		seen->flags |=
			(string.interned ? RA_SEEN_INTERNED : 0) | (string.persistent ? RA_SEEN_PERSISTENT : 0);
		return true;
	case RA_TYPE_ARRAY:
		if (!ra_engine_array(look->engine, seen->at, &array) ||
			!ra_array_fit(look->heap, &array, NULL)) {
			return false;
		}
		seen->refcount = array.refcount;
		seen->flags |=
			(array.immutable ? RA_SEEN_INTERNED : 0) | (array.packed ? RA_SEEN_PACKED : 0);
		return true;
	case RA_TYPE_OBJECT:
		if (!ra_engine_object(look->engine, seen->at, &object)) {
			return false;
		}
		seen->refcount = object.refcount;
		seen->handle = object.handle;
		seen->word = object.class_entry;
		return true;
	default:
		return ra_engine_counted(look->engine, seen->at, type, &seen->refcount);
	}
}

static void see_headers(struct ra_glance *glance, const struct ra_look *look)
{
	const uint32_t text = ra_offset(look->engine->layout, RA_zend_string_val);

	for (uint32_t i = 0; i < glance->seen_count; i++) {
		struct ra_seen *const seen = &glance->seen[i];

		if (seen->flags & RA_SEEN_KNOWN) {
			continue;
		}
		if (!see_header(look, (enum ra_type)seen->type, seen)) {
			seen->type = RA_TYPE_UNDEF;
			seen->flags = 0;
		} else if (seen->type == RA_TYPE_STRING && text + seen->word > seen->slot_bytes) {
			seen->flags &= (uint8_t)~RA_SEEN_ORDINARY;
		}
	}
}

/* ---- the second step: elements ---- */

/* A key's header tells whether it is counted, so it is looked at whoever has its slot. */
static inline bool is_known(const struct ra_look *look, uint32_t slot, bool is_key)
{
	return !is_key && __atomic_load_n(&look->owners[slot], __ATOMIC_RELAXED) != RA_NO_NODE;
}

/* Where the value will be in the `seen` of *out; RA_NOT_SEEN. There is room for it. */
static uint32_t see_value(struct ra_glance *glance, const struct ra_look *look,
	const struct ra_foreseen *out, ra_addr at, enum ra_type type, bool is_key)
{
	struct ra_seen *const seen = &glance->seen[glance->seen_count];
	struct ra_slot slot;

	if (at == 0 || at % 8 != 0) {
		return RA_NOT_SEEN;
	}
	*seen = (struct ra_seen){.at = at, .type = (uint8_t)type};
	if (!ra_heap_slot_at(look->heap, at, &slot)) {
		if (ra_heap_holds(look->heap, at)) {
			return RA_NOT_SEEN;
		}
	} else if (!ra_heap_slot_live(look->heap, slot.number)) {
		return RA_NOT_SEEN;
	} else if (slot.start == at && ra_heap_slot_is_small(&slot) && type <= RA_TYPE_OBJECT) {
		seen->slot = slot.number;
		seen->slot_bytes = (uint16_t)slot.bytes;
		seen->flags = RA_SEEN_ORDINARY | (is_known(look, slot.number, is_key) ? RA_SEEN_KNOWN : 0);
	}
	if (!(seen->flags & RA_SEEN_KNOWN)) {
		ra_space_prefetch(look->engine->space, at);
	}
	glance->seen_count++;
	return (uint32_t)(seen - out->seen);
}

static void see_element(struct ra_glance *glance, const struct ra_look *look,
	const struct ra_element *element, struct ra_foreseen *out)
{
	const enum ra_type type = (enum ra_type)element->value.type;
	struct ra_seen_element *const kept = &glance->elements[glance->element_count];

	if (!ra_type_points(type) && type != RA_TYPE_INDIRECT && element->key == 0) {
		return;
	}
	glance->element_count++;
	out->element_count++;
	kept->payload = element->value.payload;
	kept->type = element->value.type;
	kept->refcounted = element->value.refcounted;
	kept->key = element->key;
	kept->index = element->index;
	kept->key_place = element->key
						  ? see_value(glance, look, out, element->key, RA_TYPE_STRING, true)
						  : RA_NOT_SEEN;
	kept->value_place = ra_type_points(type)
							? see_value(glance, look, out, element->value.payload, type, false)
							: RA_NOT_SEEN;
}

/* False: there is no room for so many elements. */
static bool begin(struct ra_glance *glance, uint32_t elements, struct ra_foreseen *out)
{
	out->elements = NULL;
	out->seen = glance->seen + glance->seen_count;
	out->element_count = 0;
	out->covered = elements;
	return elements <= RA_GLANCE_ELEMENTS - glance->element_count;
}

static void see_elements(struct ra_glance *glance, const struct ra_look *look,
	const struct ra_array *array, uint32_t first, uint32_t end, struct ra_foreseen *out)
{
	const struct ra_seen_element *const kept = &glance->elements[glance->element_count];
	struct ra_elements elements;
	struct ra_element element;

	if (!begin(glance, end - first, out)) {
		return;
	}
	ra_elements_init(&elements, look->engine, array);
	elements.position = first;
	elements.array.used = end;
	while (ra_elements_next(&elements, &element)) {
		see_element(glance, look, &element, out);
	}
	out->elements = elements.broken ? NULL : kept;
}

static void see_slots(struct ra_glance *glance, const struct ra_look *look, ra_addr table,
	uint32_t slots, struct ra_foreseen *out)
{
	const struct ra_seen_element *const kept = &glance->elements[glance->element_count];
	uint8_t bytes[SLOTS_BUFFERED * SLOT_BYTES];

	if (!begin(glance, slots, out)) {
		return;
	}
	for (uint32_t first = 0; first < slots; first += SLOTS_BUFFERED) {
		const uint32_t left = slots - first;
		const uint32_t count = left < SLOTS_BUFFERED ? left : SLOTS_BUFFERED;

		if (!ra_space_read(look->engine->space, table + (uint64_t)first * SLOT_BYTES, bytes,
				(size_t)count * SLOT_BYTES)) {
			return;
		}
		for (uint32_t i = 0; i < count; i++) {
			struct ra_element element = {.index = first + i};

			ra_engine_decode_value(look->engine, bytes + i * SLOT_BYTES, &element.value);
			see_element(glance, look, &element, out);
		}
	}
	out->elements = kept;
}

static void see_pointers(struct ra_glance *glance, const struct ra_look *look, ra_addr table,
	uint32_t first, uint32_t end, struct ra_foreseen *out)
{
	const struct ra_seen_element *const kept = &glance->elements[glance->element_count];
	uint8_t bytes[POINTERS_BUFFERED * POINTER_BYTES];

	if (!begin(glance, end - first, out)) {
		return;
	}
	for (uint32_t at = first; at < end; at += POINTERS_BUFFERED) {
		const uint32_t left = end - at;
		const uint32_t count = left < POINTERS_BUFFERED ? left : POINTERS_BUFFERED;

		if (!ra_space_read(look->engine->space, table + (uint64_t)at * POINTER_BYTES, bytes,
				(size_t)count * POINTER_BYTES)) {
			return;
		}
		for (uint32_t i = 0; i < count; i++) {
			const ra_addr object = ra_le64(bytes + i * POINTER_BYTES);

			if (object != 0 && !(object & 1)) {
				see_element(glance, look,
					&(struct ra_element){
						.index = at + i, .value = {.payload = object, .type = RA_TYPE_OBJECT}},
					out);
			}
		}
	}
	out->elements = kept;
}

/* ---- the first step: headers of nodes ---- */

static void ask_for_table(const struct ra_look *look, ra_addr at, uint64_t bytes)
{
	const uint64_t lines = bytes / LINE_BYTES + 1;

	for (uint64_t line = 0; line < lines && line < LINES_ASKED; line++) {
		ra_space_prefetch(look->engine->space, at + line * LINE_BYTES);
	}
}

static ra_addr slots_of(const struct ra_look *look, const struct ra_glance_node *node)
{
	return node->at + ra_offset(look->engine->layout, RA_zend_object_properties_table);
}

static bool see_node(
	const struct ra_look *look, const struct ra_glance_node *node, struct ra_foreseen *out)
{
	ra_addr value;

	switch (node->type) {
	case RA_TYPE_ARRAY:
		if (!ra_engine_table(look->engine, node->at, &out->array) ||
			!ra_array_fit(look->heap, &out->array, NULL)) {
			return false;
		}
		see_slot(look, out->array.table, &out->slot);
		if (out->array.table_bytes) {
			ask_for_table(look, out->array.data, (uint64_t)out->array.used * out->array.stride);
		}
		return true;
	case RA_TYPE_OBJECT:
		if (!ra_engine_object(look->engine, node->at, &out->object)) {
			return false;
		}
		see_slot(look, node->at, &out->slot);
		ask_for_table(look, slots_of(look, node), (uint64_t)node->slots * SLOT_BYTES);
		return true;
	case RA_TYPE_REFERENCE:
		out->slot = (struct ra_slot){.number = RA_NO_SLOT};
		value = ra_engine_at(look->engine, node->at, RA_zend_reference_val);
		return value != 0 && ra_engine_value(look->engine, value, &out->value);
	default:
		return false;
	}
}

static void see_elements_of(struct ra_glance *glance, const struct ra_look *look,
	const struct ra_glance_node *node, uint32_t most, struct ra_foreseen *out)
{
	switch (node->type) {
	case RA_TYPE_ARRAY:
		if (out->array.used <= most) {
			see_elements(glance, look, &out->array, 0, out->array.used, out);
		} else {
			out->elements = NULL;
		}
		break;
	case RA_TYPE_OBJECT:
		see_slots(glance, look, slots_of(look, node), node->slots, out);
		break;
	default:
		if (begin(glance, 1, out)) {
			out->elements = &glance->elements[glance->element_count];
			see_element(glance, look, &(struct ra_element){.value = out->value}, out);
		}
	}
}

void ra_glance_at_nodes(struct ra_glance *glance, const struct ra_look *look,
	const struct ra_glance_node *nodes, uint32_t count, uint32_t most, struct ra_foreseen *out)
{
	clear(glance);
	for (uint32_t i = 0; i < count; i++) {
		if (i + NODES_ASKED < count && nodes[i + NODES_ASKED].type != RA_TYPE_UNDEF) {
			ra_space_prefetch(look->engine->space, nodes[i + NODES_ASKED].at);
		}
		out[i].there = see_node(look, &nodes[i], &out[i]);
	}
	for (uint32_t i = 0; i < count; i++) {
		if (out[i].there) {
			see_elements_of(glance, look, &nodes[i], most, &out[i]);
		}
	}
	see_headers(glance, look);
}

void ra_glance_at_elements(struct ra_glance *glance, const struct ra_look *look,
	const struct ra_array *array, uint32_t first, uint32_t end, struct ra_foreseen *out)
{
	clear(glance);
	see_elements(glance, look, array, first, end, out);
	see_headers(glance, look);
	out->there = out->elements != NULL;
}

void ra_glance_at_pointers(struct ra_glance *glance, const struct ra_look *look, ra_addr table,
	uint32_t first, uint32_t end, struct ra_foreseen *out)
{
	clear(glance);
	see_pointers(glance, look, table, first, end, out);
	see_headers(glance, look);
	out->there = out->elements != NULL;
}
