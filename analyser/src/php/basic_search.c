/* See basic_search.h. The globals begin with a pointer to the table of shutdown functions, which is null or an array of
 * pointers that lies in the heap, and putenv()'s table. Such a pair is rare, and where it stands is known: without threads
 * beside the executor globals, among the variables of the same binary; with threads in memory of its own, to which the
 * thread's table of globals points, as it does to the executor globals. A place is taken when what else the structure points to
 * is there, and when it is the only such place. */
#include "php/basic_search.h"

#include <stdlib.h>
#include <string.h>

#include "php/word_scan.h"
#include "php/zendmm.h"

#define NAME "basic_globals"

/* A reference, and the type of an array, whatever its flags: how putenv()'s table begins. */
#define TABLE_BEGIN      UINT64_C(0x0700000001)
#define TABLE_BEGIN_MASK UINT64_C(0x0fffffffff)
#define TABLE_BYTES      56u

/* On either side of the executor globals. */
#define MAX_SIDE_BYTES   (UINT64_C(64) << 20)
#define MAX_NEIGHBOURS   16u
#define MAX_STORED_WORDS 256u

/* Hostile memory may hold any number of likely places. */
#define MAX_PLACES 65536u
#define MAX_TABLES 4096u

struct candidates {
	ra_addr with_functions; /* the one that has shutdown functions */
	ra_addr without;
	uint32_t with_functions_count;
	uint32_t without_count;
};

struct search {
	const struct ra_dump *dump;
	struct ra_space *space;
	const struct ra_layout *layout;
	struct candidates found;
	uint32_t place_count;
	uint32_t table_count;
};

struct table { /* a zend_array */
	uint64_t elements;
	ra_addr destructor;
	uint32_t used;
};

/* ---- one place ---- */

static bool read_globals(struct search *search, ra_addr at, void *out, size_t length)
{
	return at % 8 == 0 && ra_space_captured(search->space, at, length) &&
		   ra_space_scan(search->space, at, out, length);
}

/* gcore's files do not even list where the code was. */
static bool is_code(struct search *search, ra_addr at)
{
	const struct ra_map_entry *const entry = ra_space_entry(search->space, at);

	return entry ? entry->executable && !entry->writable : at != 0 && search->dump->is_core;
}

/* Neither a global nor what malloc() gave. */
static bool is_in_heap(struct search *search, ra_addr at)
{
	return ra_is_chunk(search->space, at - at % RA_CHUNK_BYTES);
}

static uint32_t u32_of(const struct search *search, const uint8_t *table, enum ra_field field)
{
	return ra_le32(table + ra_offset(search->layout, field));
}

/* Whether it is a table that is in use, with a destructor of its elements. */
static bool read_table(struct search *search, ra_addr at, struct table *table)
{
	uint8_t bytes[TABLE_BYTES];
	uint32_t size, count;

	if (!read_globals(search, at, bytes, sizeof(bytes)) ||
		(ra_le64(bytes) & TABLE_BEGIN_MASK) != TABLE_BEGIN) {
		return false;
	}
	size = u32_of(search, bytes, RA_zend_array_nTableSize);
	count = u32_of(search, bytes, RA_zend_array_nNumOfElements);
	table->used = u32_of(search, bytes, RA_zend_array_nNumUsed);
	table->elements = ra_le64(bytes + ra_offset(search->layout, RA_zend_array_arData));
	table->destructor = ra_le64(bytes + TABLE_BYTES - 8);
	return size != 0 && (size & (size - 1)) == 0 && table->used <= size && count <= table->used &&
		   table->elements != 0 && is_code(search, table->destructor);
}

/* A table of pointers, to entries of which the first is looked at. */
static bool holds_functions(struct search *search, ra_addr functions, ra_addr other_destructor)
{
	const uint32_t entry_bytes = ra_sizeof(search->layout, RA_STRUCT_php_shutdown_function_entry);
	struct table table;
	uint8_t value[16];

	return is_in_heap(search, functions) && read_table(search, functions, &table) &&
		   table.destructor != other_destructor && table.used > 0 &&
		   read_globals(search, table.elements, value, sizeof(value)) &&
		   value[8] == ra_const(search->layout, RA_CONST_IS_PTR) && entry_bytes != RA_ABSENT &&
		   ra_space_captured(search->space, ra_le64(value), entry_bytes);
}

/* Other pointers of the structure: null, or to something. */
static bool has_its_pointers(struct search *search, ra_addr globals)
{
	static const enum ra_field fields[] = {
		RA_php_basic_globals_user_tick_functions,
		RA_php_basic_globals_CurrentStatFile,
		RA_php_basic_globals_CurrentLStatFile,
		RA_php_basic_globals_user_filter_map,
	};

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		uint8_t word[8];

		if (!ra_has(search->layout, fields[i])) {
			continue;
		}
		if (!read_globals(search, globals + ra_offset(search->layout, fields[i]), word, 8) ||
			(ra_le64(word) != 0 && !ra_space_captured(search->space, ra_le64(word), 8))) {
			return false;
		}
	}
	return true;
}

/* Before anybody asked whose the script is. */
static bool owner_is_unknown(struct search *search, ra_addr globals)
{
	uint8_t word[8];

	return ra_has(search->layout, RA_php_basic_globals_page_uid) &&
		   read_globals(search, globals + ra_offset(search->layout, RA_php_basic_globals_page_uid),
			   word, 8) &&
		   ra_le64(word) == UINT64_MAX;
}

static void consider(struct search *search, ra_addr globals)
{
	struct table environment;
	uint8_t functions[8];

	if (++search->place_count > MAX_PLACES ||
		!read_globals(search, globals, functions, sizeof(functions)) ||
		!read_table(search, globals + ra_offset(search->layout, RA_php_basic_globals_putenv_ht),
			&environment) ||
		(environment.used > 0 && !is_in_heap(search, environment.elements)) ||
		!has_its_pointers(search, globals)) {
		return;
	}
	if (ra_le64(functions) == 0 && owner_is_unknown(search, globals)) {
		search->found.without_count += search->found.without != globals;
		search->found.without = globals;
	} else if (holds_functions(search, ra_le64(functions), environment.destructor)) {
		search->found.with_functions_count += search->found.with_functions != globals;
		search->found.with_functions = globals;
	}
}

/* ---- without threads ---- */

static const struct ra_region *region_that(
	const struct search *search, ra_addr begins_at, ra_addr ends_at)
{
	for (uint32_t i = 0; i < search->dump->region_count; i++) {
		const struct ra_region *const region = &search->dump->regions[i];
		const ra_addr end = region->address + region->present_bytes;
		const struct ra_map_entry *const entry = ra_space_entry(search->space, region->address);

		if ((region->address == begins_at || end == ends_at) && (!entry || entry->writable)) {
			return region;
		}
	}
	return NULL;
}

/* The variables of the binary: what is writable around the executor globals without a gap. */
static bool find_variables(const struct search *search, ra_addr *begin, ra_addr *end)
{
	const ra_addr executor = search->dump->eg_address;
	const struct ra_region *region = NULL;

	for (uint32_t i = 0; !region && i < search->dump->region_count; i++) {
		const struct ra_region *const one = &search->dump->regions[i];

		region = executor - one->address < one->present_bytes ? one : NULL;
	}
	if (!region) {
		return false;
	}
	*begin = region->address;
	*end = region->address + region->present_bytes;
	for (uint32_t i = 0; i < MAX_NEIGHBOURS && (region = region_that(search, RA_NO_WORD, *begin));
		i++) {
		*begin = region->address;
	}
	for (uint32_t i = 0; i < MAX_NEIGHBOURS && (region = region_that(search, *end, RA_NO_WORD));
		i++) {
		*end = region->address + region->present_bytes;
	}
	*begin = executor - *begin > MAX_SIDE_BYTES ? executor - MAX_SIDE_BYTES : *begin;
	*end = *end - executor > MAX_SIDE_BYTES ? executor + MAX_SIDE_BYTES : *end;
	return true;
}

static void look_at_piece(struct search *search, ra_addr at, const uint8_t *piece, size_t length)
{
	const uint32_t table = ra_offset(search->layout, RA_php_basic_globals_putenv_ht);

	for (size_t i = 0; i + 8 <= length; i += 8) {
		if ((ra_le64(piece + i) & TABLE_BEGIN_MASK) == TABLE_BEGIN) {
			consider(search, at + i - table);
		}
	}
}

static void look_among_variables(struct search *search, uint8_t *piece)
{
	ra_addr begin, end;

	if (!find_variables(search, &begin, &end)) {
		return;
	}
	for (ra_addr at = begin + (-begin & 7); at < end;) {
		const uint64_t left = end - at;
		const size_t length = left < RA_SCAN_PIECE_BYTES ? (size_t)left : RA_SCAN_PIECE_BYTES;

		if (ra_space_scan(search->space, at, piece, length)) {
			look_at_piece(search, at, piece, length);
		}
		if (left <= RA_SCAN_PIECE_BYTES) {
			break;
		}
		at += length;
	}
}

/* ---- with threads ---- */

/* `at` may stand in the thread's table of globals: then its neighbours are other globals. */
static void look_around(struct ra_word_scan *scan, ra_addr at, uint64_t word, uint64_t next)
{
	struct search *const search = scan->context;

	(void)next;
	if (word != search->dump->eg_address || ++search->table_count > MAX_TABLES) {
		return;
	}
	for (uint32_t i = 1; i <= MAX_STORED_WORDS; i++) {
		uint64_t before, behind;

		if (ra_guess_u64(search->space, at - 8 * i, &before)) {
			consider(search, before);
		}
		if (ra_guess_u64(search->space, at + 8 * i, &behind)) {
			consider(search, behind);
		}
	}
	scan->done = search->found.with_functions_count + search->found.without_count > 0;
}

/* ---- all together ---- */

static ra_addr decide(const struct candidates *found)
{
	return found->with_functions_count == 1                                ? found->with_functions
		   : found->with_functions_count == 0 && found->without_count == 1 ? found->without
																		   : 0;
}

static bool has_basic_globals(const struct ra_dump *dump)
{
	for (uint32_t i = 0; i < dump->module_globals_count; i++) {
		if (ra_slice_is(dump->module_globals[i].name, NAME)) {
			return true;
		}
	}
	return false;
}

static bool add(struct ra_dump *dump, ra_addr address, struct ra_error *err)
{
	struct ra_module_globals *const larger =
		reallocarray(dump->module_globals, dump->module_globals_count + (size_t)1, sizeof(*larger));

	if (!larger) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the module globals");
	}
	larger[dump->module_globals_count++] =
		(struct ra_module_globals){{NAME, (uint32_t)strlen(NAME)}, address};
	dump->module_globals = larger;
	return true;
}

bool ra_basic_search(struct ra_dump *dump, struct ra_space *space, const struct ra_layout *layout,
	struct ra_error *err)
{
	struct search search = {.dump = dump, .space = space, .layout = layout};
	struct ra_word_scan *scan;
	ra_addr address;

	if (has_basic_globals(dump)) {
		return true;
	}
	if (!ra_word_scan_new(dump, space, &search, &scan, err)) {
		return false;
	}
	if (layout->zts) {
		scan->visit = look_around;
		scan->wanted = dump->eg_address;
		ra_word_scan_run(scan);
	} else {
		look_among_variables(&search, scan->piece);
	}
	free(scan);
	address = decide(&search.found);
	return address == 0 || add(dump, address, err);
}
