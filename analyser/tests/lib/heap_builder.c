/* See heap_builder.h. */
#include "heap_builder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dump_builder.h"
#include "php/zendmm.h"

#define GLOBALS_BYTES   0x2000u
#define FIRST_MAP_ENTRY 0x40000001u
#define STACK_PAGES     4u
#define STACK_BYTES     (STACK_PAGES * RA_PAGE_BYTES)
#define STORE_CAPACITY  256u
#define OPCODE_ECHO     136u

struct heap_builder {
	struct ra_layout layout;
	uint8_t *chunk;
	uint8_t globals[2][GLOBALS_BYTES]; /* executor, compiler */
	uint32_t page_map[RA_PAGES_PER_CHUNK];
	uint32_t used_pages;
	ra_addr next_slot[RA_BINS];
	ra_addr bin_end[RA_BINS];
	uint64_t usage;
	ra_addr stack; /* the VM stack page */
	ra_addr stack_top;
	ra_addr frame; /* the innermost */
	ra_addr store; /* the objects store's table */
	uint32_t object_count;
	ra_addr symbol_table;
	ra_addr class_table;
};

static void fail(const char *why)
{
	fprintf(stderr, "heap_builder: %s\n", why);
	abort();
}

static uint32_t type_number(const struct heap_builder *heap, enum ra_constant type)
{
	const uint32_t number = ra_const(&heap->layout, type);

	if (number == RA_ABSENT) {
		fail("this version has no such type");
	}
	return number;
}

static uint8_t *bytes_at(struct heap_builder *heap, ra_addr at, uint64_t length)
{
	static const struct {
		ra_addr begin;
		uint64_t bytes;
	} parts[] = {{HEAP_EG, GLOBALS_BYTES}, {HEAP_CG, GLOBALS_BYTES}, {HEAP_CHUNK, RA_CHUNK_BYTES}};
	uint8_t *const memory[] = {heap->globals[0], heap->globals[1], heap->chunk};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const uint64_t offset = at - parts[i].begin;

		if (offset < parts[i].bytes && length <= parts[i].bytes - offset) {
			return memory[i] + offset;
		}
	}
	fail("an address outside the process");
	return NULL;
}

void heap_poke(struct heap_builder *heap, ra_addr at, unsigned width, uint64_t value)
{
	uint8_t *bytes = bytes_at(heap, at, width);

	for (unsigned i = 0; i < width; i++) {
		bytes[i] = (uint8_t)(value >> (8 * i));
	}
}

static uint64_t peek(struct heap_builder *heap, ra_addr at, unsigned width)
{
	const uint8_t *bytes = bytes_at(heap, at, width);
	uint64_t value = 0;

	for (unsigned i = width; i-- > 0;) {
		value = value << 8 | bytes[i];
	}
	return value;
}

void heap_set(
	struct heap_builder *heap, ra_addr base, enum ra_field field, unsigned width, uint64_t value)
{
	if (ra_has(&heap->layout, field)) {
		heap_poke(heap, base + ra_offset(&heap->layout, field), width, value);
	}
}

/* ---- the allocator ---- */

static ra_addr alloc_pages(struct heap_builder *heap, uint32_t pages, uint32_t bin)
{
	const uint32_t first = heap->used_pages;

	if (pages > RA_PAGES_PER_CHUNK - first) {
		fail("the chunk is full");
	}
	heap->used_pages += pages;
	heap->page_map[first] = bin == RA_BIN_LARGE ? 0x40000000u | pages : 0x80000000u | bin;
	for (uint32_t i = 1; i < pages && bin != RA_BIN_LARGE; i++) {
		heap->page_map[first + i] = 0xc0000000u | bin | i << 16;
	}
	return HEAP_CHUNK + (ra_addr)first * RA_PAGE_BYTES;
}

ra_addr heap_class_table(const struct heap_builder *heap)
{
	return heap->class_table;
}

ra_addr heap_alloc(struct heap_builder *heap, uint64_t bytes)
{
	uint32_t bin = 0;
	ra_addr at;

	while (bin < RA_BINS && ra_heap_bins[bin].slot_bytes < bytes) {
		bin++;
	}
	if (bin == RA_BINS) {
		const uint32_t pages = (uint32_t)((bytes + RA_PAGE_BYTES - 1) / RA_PAGE_BYTES);

		heap->usage += (uint64_t)pages * RA_PAGE_BYTES;
		return alloc_pages(heap, pages, RA_BIN_LARGE);
	}
	if (heap->next_slot[bin] == heap->bin_end[bin]) {
		heap->next_slot[bin] = alloc_pages(heap, ra_heap_bins[bin].pages, bin);
		heap->bin_end[bin] =
			heap->next_slot[bin] + (uint64_t)ra_heap_bins[bin].slot_bytes * ra_heap_bins[bin].slots;
	}
	at = heap->next_slot[bin];
	heap->next_slot[bin] += ra_heap_bins[bin].slot_bytes;
	heap->usage += ra_heap_bins[bin].slot_bytes;
	return at;
}

/* The free slots of a run form the bin's list, the pointer in the first word of each. */
static void write_free_lists(struct heap_builder *heap, ra_addr free_slot)
{
	for (uint32_t bin = 0; bin < RA_BINS; bin++) {
		const uint32_t slot_bytes = ra_heap_bins[bin].slot_bytes;
		ra_addr at = heap->next_slot[bin];

		if (at == heap->bin_end[bin]) {
			continue;
		}
		heap_poke(heap, free_slot + bin * 8, 8, at);
		for (; at + slot_bytes < heap->bin_end[bin]; at += slot_bytes) {
			heap_poke(heap, at, 8, at + slot_bytes);
		}
	}
}

static void write_chunk_header(struct heap_builder *heap)
{
	const ra_addr mm = HEAP_CHUNK + ra_offset(&heap->layout, RA_zend_mm_chunk_heap_slot);
	const ra_addr map = HEAP_CHUNK + ra_offset(&heap->layout, RA_zend_mm_chunk_map);
	const ra_addr free_map = HEAP_CHUNK + ra_offset(&heap->layout, RA_zend_mm_chunk_free_map);

	heap_set(heap, HEAP_CHUNK, RA_zend_mm_chunk_heap, 8, mm);
	heap_set(heap, HEAP_CHUNK, RA_zend_mm_chunk_next, 8, HEAP_CHUNK);
	heap_set(heap, HEAP_CHUNK, RA_zend_mm_chunk_prev, 8, HEAP_CHUNK);
	heap_set(
		heap, HEAP_CHUNK, RA_zend_mm_chunk_free_pages, 4, RA_PAGES_PER_CHUNK - heap->used_pages);
	heap_set(heap, HEAP_CHUNK, RA_zend_mm_chunk_free_tail, 4, heap->used_pages);
	heap_set(heap, mm, RA_zend_mm_heap_size, 8, heap->usage);
	heap_set(heap, mm, RA_zend_mm_heap_peak, 8, heap->usage + 4096);
	heap_set(heap, mm, RA_zend_mm_heap_real_size, 8, RA_CHUNK_BYTES);
	heap_set(heap, mm, RA_zend_mm_heap_real_peak, 8, RA_CHUNK_BYTES);
	heap_set(heap, mm, RA_zend_mm_heap_limit, 8, 128u << 20);
	heap_set(heap, mm, RA_zend_mm_heap_main_chunk, 8, HEAP_CHUNK);
	heap_set(heap, mm, RA_zend_mm_heap_chunks_count, 4, 1);
	heap_set(heap, mm, RA_zend_mm_heap_peak_chunks_count, 4, 1);
	write_free_lists(heap, mm + ra_offset(&heap->layout, RA_zend_mm_heap_free_slot));
	for (uint32_t page = 0; page < RA_PAGES_PER_CHUNK; page++) {
		heap_poke(heap, map + page * 4, 4, heap->page_map[page]);
	}
	for (uint32_t page = 0; page < heap->used_pages; page++) {
		uint8_t *byte = bytes_at(heap, free_map + page / 8, 1);

		*byte |= (uint8_t)(1u << page % 8);
	}
}

/* ---- values ---- */

static struct heap_value simple(
	const struct heap_builder *heap, enum ra_constant type, uint64_t payload, bool refcounted)
{
	return (struct heap_value){payload, (uint8_t)type_number(heap, type), refcounted};
}

struct heap_value heap_long(const struct heap_builder *heap, int64_t number)
{
	return simple(heap, RA_CONST_IS_LONG, (uint64_t)number, false);
}

struct heap_value heap_null(const struct heap_builder *heap)
{
	return simple(heap, RA_CONST_IS_NULL, 0, false);
}

struct heap_value heap_counted(const struct heap_builder *heap, enum ra_constant type, ra_addr at)
{
	return simple(heap, type, at, true);
}

struct heap_value heap_pointer(const struct heap_builder *heap, ra_addr at)
{
	return simple(heap, RA_CONST_IS_PTR, at, false);
}

/* The type flags of a counted value: "refcounted" was bit 2 up to 7.2 and is bit 0 since 7.3;
 * arrays and objects are collectable besides, which no reader needs. */
void heap_store(struct heap_builder *heap, ra_addr at, struct heap_value value)
{
	const uint32_t flag = heap->layout.version < 70300 ? 4u : 1u;

	heap_poke(heap, at, 8, value.payload);
	heap_poke(heap, at + 8, 4, value.type | (value.refcounted ? flag << 8 : 0));
}

/* ---- structures ---- */

static void set_header(struct heap_builder *heap, ra_addr at, enum ra_constant type)
{
	heap_poke(heap, at, 4, 1);
	heap_poke(heap, at + 4, 4, type_number(heap, type));
}

ra_addr heap_string(struct heap_builder *heap, const char *text)
{
	const uint64_t length = strlen(text);
	const uint32_t value = ra_offset(&heap->layout, RA_zend_string_val);
	const ra_addr at = heap_alloc(heap, (value + length + 1 + 7) & ~UINT64_C(7));

	set_header(heap, at, RA_CONST_IS_STRING);
	heap_set(heap, at, RA_zend_string_len, 8, length);
	memcpy(bytes_at(heap, at + value, length + 1), text, length + 1);
	return at;
}

void heap_table(struct heap_builder *heap, ra_addr table, uint32_t capacity)
{
	/* up to 7.2 as many hash slots as elements, since 7.3 twice as many */
	const uint32_t slots = heap->layout.version < 70300 ? capacity : capacity * 2;
	const ra_addr data = heap_alloc(heap, (uint64_t)slots * 4 + (uint64_t)capacity * 32);

	memset(bytes_at(heap, data, (uint64_t)slots * 4), 0xff, (size_t)slots * 4);
	heap_set(heap, table, RA_zend_array_u_flags, 4,
		ra_flag(&heap->layout, RA_CONST_HASH_FLAG_INITIALIZED));
	heap_set(heap, table, RA_zend_array_nTableMask, 4, (uint32_t)-slots);
	heap_set(heap, table, RA_zend_array_arData, 8, data + (uint64_t)slots * 4);
	heap_set(heap, table, RA_zend_array_nTableSize, 4, capacity);
}

ra_addr heap_array(struct heap_builder *heap, uint32_t capacity)
{
	const ra_addr at = heap_alloc(heap, ra_sizeof(&heap->layout, RA_STRUCT_zend_array));

	set_header(heap, at, RA_CONST_IS_ARRAY);
	heap_table(heap, at, capacity);
	return at;
}

void heap_add(struct heap_builder *heap, ra_addr table, const char *key, int64_t index,
	struct heap_value value)
{
	const ra_addr used_at = table + ra_offset(&heap->layout, RA_zend_array_nNumUsed);
	const ra_addr count_at = table + ra_offset(&heap->layout, RA_zend_array_nNumOfElements);
	const uint64_t data = peek(heap, table + ra_offset(&heap->layout, RA_zend_array_arData), 8);
	const uint64_t used = peek(heap, used_at, 4);
	const ra_addr bucket = data + used * 32;

	if (used == peek(heap, table + ra_offset(&heap->layout, RA_zend_array_nTableSize), 4)) {
		fail("the table is full");
	}
	heap_store(heap, bucket, value);
	heap_poke(heap, bucket + 12, 4, UINT32_MAX); /* end of the collision chain */
	heap_poke(heap, bucket + 16, 8, (uint64_t)index);
	heap_poke(heap, bucket + 24, 8, key ? heap_string(heap, key) : 0);
	heap_poke(heap, used_at, 4, used + 1);
	heap_poke(heap, count_at, 4, used + 1);
}

ra_addr heap_class(struct heap_builder *heap, const char *name, uint32_t property_count)
{
	const ra_addr at = heap_alloc(heap, ra_sizeof(&heap->layout, RA_STRUCT_zend_class_entry));
	const ra_addr infos = at + ra_offset(&heap->layout, RA_zend_class_entry_properties_info);
	char key[256];

	heap_set(heap, at, RA_zend_class_entry_type, 1, 2);
	heap_set(heap, at, RA_zend_class_entry_name, 8, heap_string(heap, name));
	heap_set(heap, at, RA_zend_class_entry_refcount, 4, 1);
	heap_set(heap, at, RA_zend_class_entry_default_properties_count, 4, property_count);
	heap_set(heap, at, RA_zend_class_entry_default_properties_table, 8,
		heap_alloc(heap, 16 * (property_count + UINT64_C(1))));
	heap_set(
		heap, at, RA_zend_class_entry_info_user_filename, 8, heap_string(heap, "/app/item.php"));
	heap_table(heap, at + ra_offset(&heap->layout, RA_zend_class_entry_function_table), 8);
	heap_table(heap, at + ra_offset(&heap->layout, RA_zend_class_entry_constants_table), 8);
	heap_table(heap, infos, property_count < 8 ? 8 : property_count);
	for (uint32_t i = 0; i < property_count; i++) {
		const ra_addr info =
			heap_alloc(heap, ra_sizeof(&heap->layout, RA_STRUCT_zend_property_info));

		snprintf(key, sizeof(key), "p%u", i);
		heap_set(heap, info, RA_zend_property_info_offset, 4,
			ra_offset(&heap->layout, RA_zend_object_properties_table) + i * 16);
		heap_set(heap, info, RA_zend_property_info_name, 8, heap_string(heap, key));
		heap_set(heap, info, RA_zend_property_info_ce, 8, at);
		heap_add(heap, infos, key, 0, heap_pointer(heap, info));
	}
	for (size_t i = 0; i <= strlen(name) && i < sizeof(key); i++) {
		key[i] = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] + 'a' - 'A') : name[i];
	}
	heap_add(heap, heap->class_table, key, 0, heap_pointer(heap, at));
	return at;
}

ra_addr heap_object(struct heap_builder *heap, ra_addr class_entry)
{
	const uint32_t properties = (uint32_t)peek(heap,
		class_entry + ra_offset(&heap->layout, RA_zend_class_entry_default_properties_count), 4);
	const uint32_t table = ra_offset(&heap->layout, RA_zend_object_properties_table);
	const ra_addr at = heap_alloc(heap, table + 16 * (uint64_t)properties);
	const ra_addr store =
		HEAP_EG + ra_offset(&heap->layout, RA_zend_executor_globals_objects_store);

	if (heap->object_count == STORE_CAPACITY - 1) {
		fail("the objects store is full");
	}
	set_header(heap, at, RA_CONST_IS_OBJECT);
	heap_set(heap, at, RA_zend_object_handle, 4, ++heap->object_count);
	heap_set(heap, at, RA_zend_object_ce, 8, class_entry);
	for (uint32_t i = 0; i < properties; i++) {
		heap_property(heap, at, i, heap_null(heap));
	}
	heap_poke(heap, heap->store + heap->object_count * 8, 8, at);
	heap_set(heap, store, RA_zend_objects_store_top, 4, heap->object_count + 1);
	return at;
}

void heap_property(
	struct heap_builder *heap, ra_addr object, uint32_t number, struct heap_value value)
{
	heap_store(heap,
		object + ra_offset(&heap->layout, RA_zend_object_properties_table) + number * 16u, value);
}

ra_addr heap_function(
	struct heap_builder *heap, const char *name, const char *file, uint32_t variable_count)
{
	const ra_addr at = heap_alloc(heap, ra_sizeof(&heap->layout, RA_STRUCT_zend_op_array));
	const ra_addr names = heap_alloc(heap, 8 * (variable_count + UINT64_C(1)));
	const ra_addr refcount = heap_alloc(heap, 8);
	const ra_addr opcodes = heap_alloc(heap, ra_sizeof(&heap->layout, RA_STRUCT_zend_op));

	heap_poke(heap, refcount, 4, 1);
	heap_set(heap, opcodes, RA_zend_op_opcode, 1, OPCODE_ECHO);
	heap_set(heap, at, RA_zend_op_array_type, 1, 2);
	heap_set(heap, at, RA_zend_op_array_function_name, 8, name ? heap_string(heap, name) : 0);
	heap_set(heap, at, RA_zend_op_array_filename, 8, heap_string(heap, file));
	heap_set(heap, at, RA_zend_op_array_refcount, 8, refcount);
	heap_set(heap, at, RA_zend_op_array_opcodes, 8, opcodes);
	heap_set(heap, at, RA_zend_op_array_last, 4, 1);
	heap_set(heap, at, RA_zend_op_array_last_var, 4, variable_count);
	heap_set(heap, at, RA_zend_op_array_vars, 8, names);
	for (uint32_t i = 0; i < variable_count; i++) {
		char variable[16];

		snprintf(variable, sizeof(variable), "v%u", i);
		heap_poke(heap, names + i * 8, 8, heap_string(heap, variable));
	}
	return at;
}

ra_addr heap_opcodes(struct heap_builder *heap, ra_addr function)
{
	return peek(heap, function + ra_offset(&heap->layout, RA_zend_op_array_opcodes), 8);
}

static uint32_t frame_bytes(const struct heap_builder *heap)
{
	return (ra_sizeof(&heap->layout, RA_STRUCT_zend_execute_data) + 15) & ~15u;
}

ra_addr heap_frame(struct heap_builder *heap, ra_addr function, uint32_t line)
{
	const ra_addr at = heap->stack_top;
	const uint64_t variables =
		peek(heap, function + ra_offset(&heap->layout, RA_zend_op_array_last_var), 4);
	const uint64_t opcodes =
		peek(heap, function + ra_offset(&heap->layout, RA_zend_op_array_opcodes), 8);

	heap->stack_top += frame_bytes(heap) + 16 * variables;
	if (heap->stack_top > heap->stack + STACK_BYTES) {
		fail("the VM stack is full");
	}
	heap_set(heap, opcodes, RA_zend_op_lineno, 4, line);
	heap_set(heap, at, RA_zend_execute_data_opline, 8, opcodes);
	heap_set(heap, at, RA_zend_execute_data_func, 8, function);
	heap_set(heap, at, RA_zend_execute_data_prev_execute_data, 8, heap->frame);
	heap->frame = at;
	heap_set(heap, HEAP_EG, RA_zend_executor_globals_current_execute_data, 8, at);
	heap_set(heap, HEAP_EG, RA_zend_executor_globals_vm_stack_top, 8, heap->stack_top);
	heap_set(heap, heap->stack, RA_zend_vm_stack_top, 8, heap->stack_top);
	return at;
}

void heap_variable(
	struct heap_builder *heap, ra_addr frame, uint32_t number, struct heap_value value)
{
	heap_store(heap, frame + frame_bytes(heap) + number * 16u, value);
}

void heap_global(struct heap_builder *heap, const char *name, struct heap_value value)
{
	heap_add(heap, heap->symbol_table, name, 0, value);
}

/* ---- the process ---- */

static void add_constant(
	struct heap_builder *heap, ra_addr table, const char *name, struct heap_value value)
{
	const ra_addr at = heap_alloc(heap, ra_sizeof(&heap->layout, RA_STRUCT_zend_constant));

	heap_store(heap, at + ra_offset(&heap->layout, RA_zend_constant_value), value);
	heap_set(heap, at, RA_zend_constant_name, 8, heap_string(heap, name));
	heap_add(heap, table, name, 0, heap_pointer(heap, at));
}

/* The engine's own constants that tell which build it is. */
static void add_constants(struct heap_builder *heap)
{
	const ra_addr table = heap_alloc(heap, ra_sizeof(&heap->layout, RA_STRUCT_zend_array));

	heap_table(heap, table, 8);
	heap_set(heap, HEAP_EG, RA_zend_executor_globals_zend_constants, 8, table);
	add_constant(heap, table, "PHP_VERSION_ID", heap_long(heap, heap->layout.version));
	add_constant(heap, table, "PHP_ZTS", heap_long(heap, heap->layout.zts));
}

struct heap_builder *heap_new(uint32_t version, bool zts)
{
	struct heap_builder *heap = calloc(1, sizeof(*heap));
	ra_addr store;

	if (!heap || !(heap->chunk = calloc(1, RA_CHUNK_BYTES))) {
		fail("no memory");
	}
	if (!ra_layout_fill(&heap->layout, version, zts)) {
		fail("an unknown version");
	}
	heap->page_map[0] = FIRST_MAP_ENTRY;
	heap->used_pages = 1;

	heap->stack = heap_alloc(heap, STACK_BYTES);
	heap->stack_top = heap->stack + 32; /* behind its header, aligned to 16 */
	heap_set(heap, heap->stack, RA_zend_vm_stack_top, 8, heap->stack_top);
	heap_set(heap, heap->stack, RA_zend_vm_stack_end, 8, heap->stack + STACK_BYTES);
	heap_set(heap, HEAP_EG, RA_zend_executor_globals_vm_stack, 8, heap->stack);
	heap_set(heap, HEAP_EG, RA_zend_executor_globals_vm_stack_top, 8, heap->stack_top);
	heap_set(heap, HEAP_EG, RA_zend_executor_globals_vm_stack_end, 8, heap->stack + STACK_BYTES);

	heap->store = heap_alloc(heap, STORE_CAPACITY * 8);
	store = HEAP_EG + ra_offset(&heap->layout, RA_zend_executor_globals_objects_store);
	heap_set(heap, store, RA_zend_objects_store_object_buckets, 8, heap->store);
	heap_set(heap, store, RA_zend_objects_store_top, 4, 1);
	heap_set(heap, store, RA_zend_objects_store_size, 4, STORE_CAPACITY);
	heap_set(heap, store, RA_zend_objects_store_free_list_head, 4, UINT32_MAX);

	heap->symbol_table = HEAP_EG + ra_offset(&heap->layout, RA_zend_executor_globals_symbol_table);
	heap_table(heap, heap->symbol_table, 64);
	heap->class_table = heap_alloc(heap, ra_sizeof(&heap->layout, RA_STRUCT_zend_array));
	heap_table(heap, heap->class_table, 16);
	heap_set(heap, HEAP_EG, RA_zend_executor_globals_class_table, 8, heap->class_table);
	add_constants(heap);
	return heap;
}

void heap_free(struct heap_builder *heap)
{
	if (heap) {
		free(heap->chunk);
		free(heap);
	}
}

const struct ra_layout *heap_layout(const struct heap_builder *heap)
{
	return &heap->layout;
}

uint64_t heap_usage_bytes(const struct heap_builder *heap)
{
	return heap->usage;
}

uint8_t *heap_bytes(struct heap_builder *heap, size_t *length)
{
	char version[24];
	struct dump_builder dump;
	uint8_t *bytes;

	snprintf(version, sizeof(version), "v%u%u", heap->layout.php / 100, heap->layout.php % 100);
	dump = dump_of(3, version);
	dump.eg_address = HEAP_EG;
	dump.cg_address = HEAP_CG;
	write_chunk_header(heap);
	dump_map_file(
		&dump, HEAP_EG - 0x1000, HEAP_CG + GLOBALS_BYTES, "rw-p", 0, "08:01", 7, "/bin/php");
	dump_map(&dump, HEAP_CHUNK, HEAP_CHUNK + RA_CHUNK_BYTES, "rw-p", "");
	dump_map(&dump, 0x7ffffff00000, 0x7ffffff10000, "rw-p", "[stack]");
	dump_region(&dump, HEAP_EG, heap->globals[0], GLOBALS_BYTES);
	dump_region(&dump, HEAP_CG, heap->globals[1], GLOBALS_BYTES);
	dump_region(&dump, HEAP_CHUNK, heap->chunk, (size_t)heap->used_pages * RA_PAGE_BYTES);
	bytes = dump_bytes(&dump, length);
	dump_builder_done(&dump);
	return bytes;
}

struct heap_builder *heap_sample(uint32_t version, bool zts)
{
	struct heap_builder *heap = heap_new(version, zts);
	const ra_addr item = heap_class(heap, "App\\Item", 2);
	const ra_addr script = heap_function(heap, NULL, "/app/index.php", 1);
	const ra_addr work = heap_function(heap, "App\\work", "/app/work.php", 2);
	const ra_addr items = heap_array(heap, 16);
	char text[600];
	ra_addr frame;

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (int i = 0; i < 10; i++) {
		const ra_addr object = heap_object(heap, item);
		char name[32];

		snprintf(name, sizeof(name), "item %d", i / 2);
		heap_property(
			heap, object, 0, heap_counted(heap, RA_CONST_IS_STRING, heap_string(heap, name)));
		heap_property(heap, object, 1, heap_long(heap, i));
		heap_add(heap, items, NULL, i, heap_counted(heap, RA_CONST_IS_OBJECT, object));
	}
	heap_global(heap, "items", heap_counted(heap, RA_CONST_IS_ARRAY, items));
	heap_global(heap, "text", heap_counted(heap, RA_CONST_IS_STRING, heap_string(heap, text)));
	{
		const ra_addr one = heap_object(heap, item), other = heap_object(heap, item);

		heap_property(heap, one, 0, heap_counted(heap, RA_CONST_IS_OBJECT, other));
		heap_property(heap, other, 0, heap_counted(heap, RA_CONST_IS_OBJECT, one));
	}
	frame = heap_frame(heap, script, 12);
	heap_variable(
		heap, frame, 0, heap_counted(heap, RA_CONST_IS_STRING, heap_string(heap, "a local one")));
	frame = heap_frame(heap, work, 7);
	heap_variable(heap, frame, 0, heap_counted(heap, RA_CONST_IS_ARRAY, heap_array(heap, 8)));
	heap_variable(heap, frame, 1, heap_long(heap, -1));
	return heap;
}
