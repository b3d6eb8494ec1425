/* See engine_search.h. The executor globals begin alike in all versions: uninitialized_zval, error_zval, symtable_cache
 * with 32 pointers, symtable_cache_limit and symtable_cache_ptr. The limit points at the end of the cache, which is where
 * it stands itself (up to 7.2: one pointer before): so there is a word whose value is its own address. Of the few hundred
 * such words of a process one is left when the neighbours are looked at. It counts when the table of constants, at the
 * place of some version, has this version's PHP_VERSION_ID. The compiler globals hold, at a fixed distance from their
 * begin, the same two pointers to function table and class table that the executor globals hold. */
#include "php/engine_search.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "php/layout.h"
#include "php/word_scan.h"

/* In the executor globals, all versions. */
#define CACHE_OFFSET 32u
#define LIMIT_OFFSET 288u

/* Of function_table and class_table in the compiler globals, all versions. */
#define TABLES_OFFSET 56u

/* Hostile memory may hold any number of likely places. */
#define MAX_WRONG_PLACES 64u

struct search {
	struct ra_dump *dump;
	struct ra_space *space;
	struct ra_layout *layout;
	struct ra_executor *found;
	uint32_t found_count;
	uint32_t wrong_count;
	uint64_t functions; /* the tables of the chosen one */
	uint64_t classes;
};

/* ---- executor globals ---- */

static bool begins_like_globals(struct search *search, ra_addr executor)
{
	uint8_t zvals[CACHE_OFFSET];

	return ra_space_captured(search->space, executor, sizeof(zvals)) &&
		   ra_space_scan(search->space, executor, zvals, sizeof(zvals)) &&
		   ra_le32(zvals + 8) == 1 && ra_le32(zvals + 24) != 0 && ra_le32(zvals + 24) < 32;
}

/* The version whose constants say so; 0: none. */
static uint32_t version_at(struct search *search, ra_addr executor)
{
	struct ra_dump as_if = *search->dump;
	uint32_t tried = 0;

	as_if.eg_address = executor;
	for (uint32_t i = ra_layout_version_count; i-- > 0;) {
		uint32_t id;

		as_if.php_minor = ra_layout_versions[i].php;
		if (as_if.php_minor == tried ||
			!ra_layout_fill(search->layout, ra_layout_versions[i].since, false)) {
			continue;
		}
		tried = as_if.php_minor;
		id = ra_layout_version_id(search->space, &as_if, search->layout);
		if (id != 0) {
			return id;
		}
	}
	return 0;
}

/* A word that points at itself, or just before, is the limit of the cache. */
static void look_for_executor(struct ra_word_scan *scan, ra_addr at, uint64_t word, uint64_t next)
{
	struct search *const search = scan->context;
	const ra_addr executor = at - LIMIT_OFFSET;
	const ra_addr cache = executor + CACHE_OFFSET;
	uint64_t current = 0;
	uint32_t id;

	if ((word != at && word != at - 8) || next < cache - 8 || next > at ||
		!begins_like_globals(search, executor) || search->wrong_count >= MAX_WRONG_PLACES ||
		search->found_count >= RA_MAX_EXECUTORS) {
		return;
	}
	id = version_at(search, executor);
	if (id == 0) {
		search->wrong_count++;
		return;
	}
	ra_guess_u64(search->space,
		executor + ra_offset(search->layout, RA_zend_executor_globals_current_execute_data),
		&current);
	search->found[search->found_count++] =
		(struct ra_executor){.executor = executor, .version_id = id, .running = current != 0};
}

/* ---- compiler globals ---- */

static void read_tables(struct search *search)
{
	const ra_addr executor = search->found->executor;

	ra_guess_u64(search->space,
		executor + ra_offset(search->layout, RA_zend_executor_globals_function_table),
		&search->functions);
	ra_guess_u64(search->space,
		executor + ra_offset(search->layout, RA_zend_executor_globals_class_table),
		&search->classes);
}

/* An arena of blocks of memory: what is used lies behind its header and before its end. */
static bool has_arena(struct search *search, ra_addr compiler)
{
	uint64_t arena, used, end;

	return ra_guess_u64(search->space,
			   compiler + ra_offset(search->layout, RA_zend_compiler_globals_arena), &arena) &&
		   ra_guess_u64(search->space, arena, &used) &&
		   ra_guess_u64(search->space, arena + 8, &end) && arena < used && used <= end;
}

static void look_for_compiler(struct ra_word_scan *scan, ra_addr at, uint64_t word, uint64_t next)
{
	struct search *const search = scan->context;
	struct ra_executor *const chosen = search->found;

	if (word == search->functions && next == search->classes && chosen->compiler == 0 &&
		at !=
			chosen->executor + ra_offset(search->layout, RA_zend_executor_globals_function_table) &&
		has_arena(search, at - TABLES_OFFSET)) {
		chosen->compiler = at - TABLES_OFFSET;
		scan->done = true;
	}
}

/* ---- all together ---- */

static bool nothing_found(struct ra_error *err)
{
	return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
		"no PHP engine found: it is no PHP 7.0 or newer, or has not run a script yet (an idle worker has nothing to "
		"show), or its writable memory is not there");
}

static bool choose(struct search *search, uint32_t thread, struct ra_error *err)
{
	uint32_t chosen = 0;

	if (search->found_count == 0) {
		return nothing_found(err);
	}
	if (thread > search->found_count) {
		return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
			"there is no PHP thread %" PRIu32 ": %" PRIu32 " were found", thread,
			search->found_count);
	}
	for (uint32_t i = search->found_count; thread == 0 && i-- > 0;) {
		chosen = search->found[i].running ? i : chosen;
	}
	search->found[0] = search->found[thread ? thread - 1 : chosen];
	return true;
}

static bool keep_list(struct search *search, struct ra_error *err)
{
	ra_addr *const list = calloc(search->found_count + 1u, sizeof(*list));

	if (!list) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the list of PHP threads");
	}
	for (uint32_t i = 0; i < search->found_count; i++) {
		list[i] = search->found[i].executor;
	}
	free(search->dump->executors);
	search->dump->executors = list;
	search->dump->executor_count = search->found_count;
	return true;
}

static bool search_all(
	struct search *search, struct ra_word_scan *scan, uint32_t thread, struct ra_error *err)
{
	struct ra_dump *const dump = search->dump;
	unsigned major, minor;

	scan->visit = look_for_executor;
	ra_word_scan_run(scan);
	if (!keep_list(search, err) || !choose(search, thread, err)) {
		return false;
	}
	major = search->found->version_id / 10000;
	minor = search->found->version_id / 100 % 100;
	version_at(search, search->found->executor); /* its layout */
	read_tables(search);
	scan->visit = look_for_compiler;
	scan->wanted = search->functions;
	ra_word_scan_run(scan);
	dump->eg_address = search->found->executor;
	dump->cg_address = search->found->compiler;
	dump->php_minor = major * 100 + minor;
	snprintf(dump->php_version, sizeof(dump->php_version), "v%u%u", major % 10, minor % 100);
	return true;
}

bool ra_engine_search(
	struct ra_dump *dump, struct ra_space *space, uint32_t thread, struct ra_error *err)
{
	struct search *search;
	struct ra_word_scan *scan = NULL;
	bool done;

	if (dump->eg_address != 0) {
		return true;
	}
	search = calloc(1, sizeof(*search));
	if (search) {
		search->layout = calloc(1, sizeof(*search->layout));
		search->found = calloc(RA_MAX_EXECUTORS, sizeof(*search->found));
	}
	if (!search || !search->layout || !search->found) {
		done = ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to look for the engine");
	} else {
		search->dump = dump;
		search->space = space;
		search->functions = RA_NO_WORD;
		done = ra_word_scan_new(dump, space, search, &scan, err) &&
			   search_all(search, scan, thread, err);
		free(scan);
	}
	if (search) {
		ra_layout_free(search->layout);
		free(search->found);
	}
	free(search);
	return done;
}
