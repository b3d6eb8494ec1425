/* Globals of extensions. A module's entry says where they are; the entry is reached from any
 * function or class of the module, so no symbol table is needed. In a thread-safe build the entry
 * says only the number of the globals: the thread's table of pointers, in which it is an index, is
 * found by two entries that are known, those of the executor globals and of ext/standard's globals.
 *
 * What the globals are made of is not known, but that they are pointers to the module's own memory:
 * its caches, tables and texts. */
#include <stdlib.h>
#include <string.h>

#include "walk/engine/walk_values.h"
#include "walk/engine/walk_words.h"
#include "walk/extensions/extensions.h"

#define MAX_MODULES       256u
#define MAX_GLOBALS_BYTES 65536u
#define MAX_ELEMENTS      (1u << 20) /* of all modules' tables */
#define MAX_STORAGE       4096u      /* entries of a thread's table */
#define MAX_PLACES        1024u
#define MAX_TRIES         16u
#define WINDOW_WORDS      4096u

struct modules {
	ra_addr entries[MAX_MODULES]; /* zend_module_entry */
	uint32_t count;
	uint32_t elements; /* of their tables, looked at so far */
};

/* A zend_module_entry begins with its own size. */
static bool is_module(struct ra_walk *walk, ra_addr at)
{
	uint16_t bytes;

	return at != 0 && at % 8 == 0 &&
		   ra_space_extent(walk->space, at, ra_sizeof(walk->layout, RA_STRUCT_zend_module_entry)) ==
			   ra_sizeof(walk->layout, RA_STRUCT_zend_module_entry) &&
		   ra_read_u16(walk->space, at, &bytes) &&
		   bytes == ra_sizeof(walk->layout, RA_STRUCT_zend_module_entry);
}

static void add_module(struct ra_walk *walk, struct modules *modules, ra_addr at)
{
	for (uint32_t i = modules->count; i-- > 0;) {
		if (modules->entries[i] == at) {
			return;
		}
	}
	if (modules->count < MAX_MODULES && is_module(walk, at)) {
		modules->entries[modules->count++] = at;
	}
}

static bool open_table(struct ra_walk *walk, enum ra_field field, struct ra_array *array)
{
	const ra_addr table = ra_engine_u64(walk->engine, walk->engine->executor, field);

	return table != 0 && ra_engine_table(walk->engine, table, array);
}

static void find_modules(struct ra_walk *walk, struct modules *modules)
{
	const struct ra_engine *const engine = walk->engine;
	enum {
		INTERNAL = 1 /* of functions and classes, all versions */
	};
	struct ra_elements elements;
	struct ra_element element;
	struct ra_array array;

	if (open_table(walk, RA_zend_executor_globals_function_table, &array)) {
		ra_elements_init(&elements, engine, &array);
		while (ra_elements_next(&elements, &element)) {
			const ra_addr function = element.value.payload;

			if (ra_engine_u8(engine, function, RA_zend_internal_function_type) == INTERNAL) {
				add_module(walk, modules,
					ra_engine_u64(engine, function, RA_zend_internal_function_module));
			}
		}
	}
	if (open_table(walk, RA_zend_executor_globals_class_table, &array)) {
		ra_elements_init(&elements, engine, &array);
		while (ra_elements_next(&elements, &element)) {
			const ra_addr class = element.value.payload;

			if (ra_engine_u8(engine, class, RA_zend_class_entry_type) == INTERNAL) {
				add_module(walk, modules,
					ra_engine_u64(engine, class, RA_zend_class_entry_info_internal_module));
			}
		}
	}
}

/* ---- thread-safe builds ---- */

static uint32_t globals_number(struct ra_walk *walk, ra_addr module)
{
	const ra_addr at = ra_engine_u64(walk->engine, module, RA_zend_module_entry_globals_id_ptr);
	uint32_t number = 0;

	return at != 0 && ra_space_extent(walk->space, at, 4) == 4 &&
				   ra_read_u32(walk->space, at, &number)
			   ? number
			   : 0;
}

/* A search for a word in writable memory outside the heap: `visit` is called with every address
 * that holds it, until it returns true. */
struct search {
	struct ra_walk *walk;
	ra_addr word;
	bool (*visit)(struct search *search, ra_addr at);
	ra_addr result;
	ra_addr basic;          /* ext/standard's globals */
	uint32_t places, tries; /* bounded, so that no dump can make it search for ever */
};

static bool search_region(struct search *search, const struct ra_region *region)
{
	uint8_t window[WINDOW_WORDS * 8];
	uint64_t done = -region->address % 8;

	while (done + 8 <= region->present_bytes) {
		const uint64_t left = region->present_bytes - done;
		const uint64_t bytes = left < sizeof(window) ? left : sizeof(window);

		if (!ra_space_scan(search->walk->space, region->address + done, window, bytes)) {
			return false; /* only of overlapping regions */
		}
		for (uint64_t i = 0; i + 8 <= bytes; i += 8) {
			if (ra_le64(window + i) == search->word &&
				search->visit(search, region->address + done + i)) {
				return true;
			}
		}
		done += sizeof(window);
	}
	return false;
}

static bool search_memory(struct search *search)
{
	const struct ra_walk *const walk = search->walk;

	for (uint32_t i = 0; i < walk->dump->region_count; i++) {
		const struct ra_region *const region = &walk->dump->regions[i];
		const struct ra_map_entry *const entry = ra_space_entry(walk->space, region->address);

		if (entry && entry->writable && entry->private &&
			!ra_heap_holds(walk->heap, region->address) && search_region(search, region)) {
			return true;
		}
	}
	return false;
}

/* A thread's entry: the address of its table, then the number of globals. */
static bool visit_thread(struct search *search, ra_addr at)
{
	uint32_t count;

	if (!ra_read_u32(search->walk->space, at + 8, &count) || count < 2 || count > MAX_STORAGE) {
		return false;
	}
	search->result = search->word;
	return true;
}

/* The executor globals' place in a table, when ext/standard's follow in it. The table's beginning
 * is the beginning of its block: before it stands the block's size, which is no address. */
static bool visit_place(struct search *search, ra_addr at)
{
	const struct ra_engine *const engine = search->walk->engine;
	struct search thread = {.walk = search->walk, .visit = visit_thread};
	ra_addr begin = at, later = at;

	if (search->places++ == MAX_PLACES) {
		return true; /* without a result */
	}
	while (later < at + MAX_STORAGE * 8 && ra_engine_word(engine, later) > UINT32_MAX &&
		   ra_engine_word(engine, later) != search->basic) {
		later += 8;
	}
	while (begin > at - MAX_STORAGE * 8 && ra_engine_word(engine, begin - 8) > UINT32_MAX) {
		begin -= 8;
	}
	thread.word = begin;
	if (ra_engine_word(engine, later) != search->basic || search->tries++ >= MAX_TRIES ||
		!search_memory(&thread)) {
		return false;
	}
	search->result = begin;
	return true;
}

/* The thread's table of pointers to its globals; 0: not found. */
static ra_addr find_storage(struct ra_walk *walk)
{
	struct search search = {
		.walk = walk,
		.word = walk->dump->eg_address,
		.visit = visit_place,
		.basic = ra_walk_module_globals(walk, "basic_globals"),
	};

	return search.basic != 0 && search_memory(&search) ? search.result : 0;
}

/* ---- globals ---- */

static ra_addr globals_of(struct ra_walk *walk, ra_addr module, ra_addr storage)
{
	uint32_t number;

	if (!walk->layout->zts) {
		return ra_engine_u64(walk->engine, module, RA_zend_module_entry_globals_ptr);
	}
	number = globals_number(walk, module);
	return storage != 0 && number != 0 && number <= MAX_STORAGE
			   ? ra_engine_word(walk->engine, storage + (uint64_t)(number - 1) * 8)
			   : 0;
}

/* A time zone's data begins with the address of its name, and the name is its key in the cache. */
static bool is_time_zone(struct ra_walk *walk, const struct ra_element *element)
{
	char key_text[64], name_text[64];
	struct ra_string key;

	return element->key != 0 && ra_engine_string(walk->engine, element->key, &key) &&
		   key.length > 1 && key.length < sizeof(key_text) &&
		   ra_space_read(walk->space, key.text, key_text, key.length) &&
		   ra_space_read(walk->space,
			   ra_engine_u64(walk->engine, element->value.payload, RA_timelib_tzinfo_name),
			   name_text, key.length) &&
		   strncasecmp(key_text, name_text, key.length) == 0;
}

/* A module's tables hold blocks: cached time zones, autoload functions, ... */
static void walk_table_blocks(
	struct ra_walk *walk, struct modules *modules, ra_node node, ra_addr table)
{
	struct ra_elements elements;
	struct ra_element element;
	struct ra_array array;

	if (!ra_engine_table(walk->engine, table, &array)) {
		return;
	}
	ra_elements_init(&elements, walk->engine, &array);
	while (modules->elements < MAX_ELEMENTS && ra_elements_next(&elements, &element)) {
		struct ra_slot slot;
		bool fresh = false;
		ra_node block;

		modules->elements++;
		if (element.value.type != RA_TYPE_PTR ||
			!ra_claims_slot(walk->claims, element.value.payload, &slot) ||
			slot.start != element.value.payload ||
			ra_claims_owner(walk->claims, slot.number) != RA_NO_NODE) {
			continue;
		}
		if (is_time_zone(walk, &element)) {
			ra_walk_time_zone(walk, node, slot.start);
			continue;
		}
		block = ra_walk_block(walk, node, slot.start, 0, RA_NODE_BUFFER, RA_LOC_INTERNAL_STATE,
			ra_walk_element_link(walk, &element), &fresh);
		if (block != RA_NO_NODE && fresh) {
			ra_walk_known_words(walk, block, slot.start, slot.bytes, "field");
		}
	}
}

/* A HashTable inside the globals: they hold its header, its elements begin inside a block of the
 * heap. */
static bool is_embedded_table(struct ra_walk *walk, ra_addr at)
{
	struct ra_array array;
	struct ra_slot slot;

	return ra_space_extent(walk->space, at, ra_sizeof(walk->layout, RA_STRUCT_zend_array)) ==
			   ra_sizeof(walk->layout, RA_STRUCT_zend_array) &&
		   ra_engine_table(walk->engine, at, &array) && array.count != 0 &&
		   array.table_bytes != 0 && ra_claims_slot(walk->claims, array.table, &slot) &&
		   slot.start == array.table && array.table_bytes <= slot.bytes &&
		   array.table_bytes > slot.bytes / 2 &&
		   ra_claims_owner(walk->claims, slot.number) == RA_NO_NODE;
}

static void walk_embedded_tables(
	struct ra_walk *walk, struct modules *modules, ra_node node, ra_addr globals, uint64_t bytes)
{
	const uint32_t size = ra_sizeof(walk->layout, RA_STRUCT_zend_array);

	for (uint64_t at = 0; at + size <= bytes; at += 8) {
		if (is_embedded_table(walk, globals + at)) {
			ra_walk_table(walk, node, globals + at);
			walk_table_blocks(walk, modules, node, globals + at);
		}
	}
}

static void walk_globals(
	struct ra_walk *walk, struct modules *modules, ra_node root, ra_addr module, ra_addr globals)
{
	const uint64_t bytes = ra_engine_u64(walk->engine, module, RA_zend_module_entry_globals_size);
	const ra_name name =
		ra_walk_c_name(walk, ra_engine_u64(walk->engine, module, RA_zend_module_entry_name));
	struct ra_link link = ra_link_field(walk, "module");
	bool fresh = false;
	ra_node node;

	if (bytes < 8 || bytes > MAX_GLOBALS_BYTES ||
		ra_space_extent(walk->space, globals, bytes) < bytes) {
		return;
	}
	if (name != 0) {
		link.key = name;
	}
	node = ra_walk_block(
		walk, root, globals, bytes, RA_NODE_TABLE, RA_LOC_INTERNAL_STATE, link, &fresh);
	if (node == RA_NO_NODE || !fresh) {
		return;
	}
	walk_embedded_tables(walk, modules, node, globals, bytes);
	ra_walk_known_words(walk, node, globals, bytes, "global");
	for (uint64_t at = 0; at + 8 <= bytes; at += 8) {
		const ra_addr word = ra_engine_word(walk->engine, globals + at);
		const ra_node array = ra_claims_find(walk->claims, word, RA_NODE_ARRAY);

		if (word != 0 && array != RA_NO_NODE) {
			walk_table_blocks(walk, modules, array, word);
		}
	}
}

void ra_root_module_globals(struct ra_walk *walk, ra_node root)
{
	struct modules *const modules = calloc(1, sizeof(*modules));
	const ra_addr basic = ra_walk_module_globals(walk, "basic_globals");
	ra_addr storage = 0;

	if (!modules) {
		walk->no_memory = true;
		return;
	}
	find_modules(walk, modules);
	if (walk->layout->zts) {
		storage = find_storage(walk);
	}
	for (uint32_t i = 0; i < modules->count; i++) {
		const ra_addr globals = globals_of(walk, modules->entries[i], storage);

		if (globals != 0 && globals != basic) { /* that one is walked field by field */
			walk_globals(walk, modules, root, modules->entries[i], globals);
		}
	}
	free(modules);
}
