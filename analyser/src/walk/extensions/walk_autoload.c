/* The functions given to spl_autoload_register(). Their table hangs on a variable of ext/spl that
 * no module entry leads to, so it is found by its shape: a word of the program's static data that
 * points to an array which holds nothing but records of autoload functions. Closures among them
 * would otherwise look as if only the object store knew them. */
#include "walk/engine/walk_class_registry.h"
#include "walk/engine/walk_tables.h"
#include "walk/engine/walk_values.h"
#include "walk/extensions/extensions.h"

#define WORDS             512u
#define FUNCTION_INTERNAL 1u
#define FUNCTION_USER     2u
#define RECORDS_LIMIT     10000u

static bool values_in_record(const struct ra_walk *walk)
{
	return ra_offset(walk->layout, RA_autoload_func_info_closure) -
			   ra_offset(walk->layout, RA_autoload_func_info_obj) ==
		   16; /* zvals up to 7.4, pointers since */
}

static bool is_function(struct ra_walk *walk, ra_addr at)
{
	uint8_t type;

	return at != 0 && at % 8 == 0 && ra_space_extent(walk->space, at, 64) == 64 &&
		   ra_read_u8(walk->space, at, &type) &&
		   (type == FUNCTION_INTERNAL || type == FUNCTION_USER);
}

static bool is_object_or_null(struct ra_walk *walk, ra_addr record, enum ra_field field)
{
	struct ra_object object;
	struct ra_value value;
	ra_addr at;

	if (values_in_record(walk)) {
		return ra_engine_value(walk->engine, ra_engine_at(walk->engine, record, field), &value) &&
			   (value.type <= RA_TYPE_NULL || value.type == RA_TYPE_OBJECT);
	}
	at = ra_engine_u64(walk->engine, record, field);
	return at == 0 || (at % 8 == 0 && ra_space_extent(walk->space, at, 40) == 40 &&
						  ra_engine_object(walk->engine, at, &object) &&
						  ra_walk_class_index(walk, object.class_entry) != RA_NO_CLASS);
}

static bool is_record(struct ra_walk *walk, const struct ra_element *element)
{
	const uint32_t bytes = ra_sizeof(walk->layout, RA_STRUCT_autoload_func_info);
	const ra_addr at = element->value.payload;
	struct ra_slot slot;

	return element->value.type == RA_TYPE_PTR && ra_claims_slot(walk->claims, at, &slot) &&
		   slot.start == at && slot.bytes >= bytes && slot.bytes < bytes + 16 &&
		   is_function(walk, ra_engine_u64(walk->engine, at, RA_autoload_func_info_func_ptr)) &&
		   is_object_or_null(walk, at, RA_autoload_func_info_obj) &&
		   is_object_or_null(walk, at, RA_autoload_func_info_closure);
}

static bool is_table(struct ra_walk *walk, ra_addr at)
{
	struct ra_array array;
	struct ra_elements elements;
	struct ra_element element;
	struct ra_slot slot;

	if (!ra_claims_slot(walk->claims, at, &slot) || slot.start != at ||
		slot.bytes != ra_sizeof(walk->layout, RA_STRUCT_zend_array) ||
		ra_claims_owner(walk->claims, slot.number) != RA_NO_NODE ||
		!ra_engine_array(walk->engine, at, &array) || array.count == 0 ||
		array.used > RECORDS_LIMIT || !ra_walk_spend(walk, array.used)) {
		return false;
	}
	ra_elements_init(&elements, walk->engine, &array);
	while (ra_elements_next(&elements, &element)) {
		if (!is_record(walk, &element)) {
			return false;
		}
	}
	return !elements.broken;
}

/* A block of its own: unlike the table it goes with its function. */
static void walk_record(struct ra_walk *walk, ra_node table, ra_addr at)
{
	static const struct {
		enum ra_field field;
		const char *name;
	} fields[] = {
		{RA_autoload_func_info_closure, "closure"},
		{RA_autoload_func_info_obj, "object"},
	};

	const ra_node node =
		ra_walk_block(walk, table, at, ra_sizeof(walk->layout, RA_STRUCT_autoload_func_info),
			RA_NODE_BUFFER, RA_LOC_INTERNAL_STATE, ra_link_field(walk, "function"), NULL);

	if (node == RA_NO_NODE) {
		return;
	}
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		const struct ra_link link = ra_link_field(walk, fields[i].name);

		if (values_in_record(walk)) {
			ra_walk_value(walk, node, ra_engine_at(walk->engine, at, fields[i].field), link);
		} else {
			const ra_addr object = ra_engine_u64(walk->engine, at, fields[i].field);

			if (object != 0) {
				ra_walk_object(walk, node, object, link);
			}
		}
	}
}

static void walk_table(struct ra_walk *walk, ra_node root, ra_addr at)
{
	const ra_node node =
		ra_walk_block(walk, root, at, ra_sizeof(walk->layout, RA_STRUCT_zend_array), RA_NODE_TABLE,
			RA_LOC_INTERNAL_STATE, ra_link_field(walk, "autoload"), NULL);
	struct ra_elements elements;
	struct ra_element element;

	if (node == RA_NO_NODE || !ra_walk_elements(walk, node, at, &elements)) {
		return;
	}
	while (ra_elements_next(&elements, &element)) {
		ra_walk_key(walk, node, element.key);
		walk_record(walk, node, element.value.payload);
	}
}

/* The end of the chunk or huge block of ZendMM that holds the address, which is no static data; else the address. */
static ra_addr end_of_heap(const struct ra_walk *walk, ra_addr at)
{
	struct ra_slot slot;

	if (ra_heap_holds(walk->heap, at)) {
		return (at | (RA_CHUNK_BYTES - 1)) + 1;
	}
	return ra_heap_slot_at(walk->heap, at, &slot) ? slot.start + slot.bytes : at;
}

/* False: not there. */
static bool search(struct ra_walk *walk, ra_node root, ra_addr at, ra_addr end)
{
	uint8_t block[WORDS * 8];

	for (at = (at + 7) & ~(ra_addr)7; at + 8 <= end; at += sizeof(block)) {
		const uint64_t left = (end - at) & ~(uint64_t)7;
		const uint64_t bytes = left < sizeof(block) ? left : sizeof(block);
		const ra_addr heap_end = end_of_heap(walk, at);

		if (heap_end < at) { /* the end of all addresses */
			return false;
		}
		if (heap_end != at) {
			at = heap_end - sizeof(block);
			continue;
		}
		if (ra_space_extent(walk->space, at, bytes) < bytes ||
			!ra_space_scan(walk->space, at, block, (size_t)bytes)) {
			continue;
		}
		for (uint64_t i = 0; i < bytes; i += 8) {
			const uint64_t word = ra_le64(block + i);

			if (word != 0 && word % 8 == 0 && is_table(walk, word)) {
				walk_table(walk, root, word);
				return true;
			}
		}
	}
	return false;
}

void ra_root_autoload(struct ra_walk *walk, ra_node root)
{
	if (!ra_has(walk->layout, RA_autoload_func_info_func_ptr)) {
		return;
	}
	for (uint32_t i = 0; i < walk->dump->region_count; i++) {
		const struct ra_region *const region = &walk->dump->regions[i];

		const uint64_t begin = region->body_offset;
		const uint64_t end = begin + region->present_bytes;

		for (uint64_t at = begin; (at = ra_source_next_data(walk->dump->source, at, end)) < end;) {
			const uint64_t hole = ra_source_next_hole(walk->dump->source, at, end);

			if (search(
					walk, root, region->address + (at - begin), region->address + (hole - begin))) {
				return;
			}
			at = hole;
		}
	}
}
