/* engine_search.c: the engine in memory that nothing points into, of every version; and what is no engine. The globals of
 * ext/standard by their shape. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "core_builder.h"
#include "php/engine_search.h"
#include "php/zendmm.h"
#include "walk/snapshot.h"

static const struct ra_snapshot_options options = {.space.no_files = true, .quiet = true};

static void the_engine_of_every_version_is_found(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < ra_layout_version_count; i++) {
		if (ra_layout_versions[i].development) {
			continue; /* its place on the rows' line is no PHP_VERSION_ID */
		}
		struct heap_builder *const heap = heap_sample(ra_layout_versions[i].since, i % 2);
		struct ra_snapshot *snapshot;
		size_t length;
		uint8_t *bytes;

		heap_be_found(heap);
		bytes = core_of_heap(heap, &length);
		assert_true(ra_snapshot_parse(bytes, length, &options, &snapshot, NULL));
		assert_int_equal(snapshot->dump->eg_address, HEAP_EG);
		assert_int_equal(snapshot->dump->cg_address, HEAP_CG);
		assert_int_equal(snapshot->dump->php_minor, ra_layout_versions[i].php);
		assert_int_equal(snapshot->dump->executor_count, 1);
		assert_true(snapshot->heap->found);
		assert_int_equal(snapshot->dump->module_globals_count, 1);
		assert_int_equal(snapshot->dump->module_globals->address, HEAP_BASIC);
		ra_snapshot_close(snapshot);
		free(bytes);
		heap_free(heap);
	}
}

/* A word that points at itself alone makes no engine. */
static void without_one_neighbour_it_is_no_engine(void **state)
{
	static const struct {
		ra_addr at;
		uint64_t value;
	} changes[] = {
		{HEAP_EG + 8, 6},            /* uninitialized_zval is null */
		{HEAP_EG + 24, 0},           /* error_zval is something */
		{HEAP_EG + 288, HEAP_EG},    /* the limit */
		{HEAP_EG + 296, HEAP_EG},    /* the pointer stands in the cache */
		{HEAP_EG + 448, 0x10000000}, /* the constants */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		struct heap_builder *const heap = heap_sample(80200, false);
		struct ra_snapshot *snapshot;
		struct ra_error err = {0};
		size_t length;
		uint8_t *bytes;

		heap_be_found(heap);
		heap_poke(heap, changes[i].at, 8, changes[i].value);
		bytes = core_of_heap(heap, &length);
		assert_false(ra_snapshot_parse(bytes, length, &options, &snapshot, &err));
		assert_int_equal(err.kind, RA_ERR_UNSUPPORTED);
		assert_non_null(strstr(err.message, "no PHP engine found"));
		free(bytes);
		heap_free(heap);
	}
}

static void a_thread_that_is_not_there_is_refused(void **state)
{
	struct ra_snapshot_options second = options;
	struct heap_builder *const heap = heap_sample(80200, true);
	struct ra_snapshot *snapshot;
	struct ra_error err = {0};
	size_t length;
	uint8_t *bytes;

	(void)state;
	heap_be_found(heap);
	bytes = core_of_heap(heap, &length);
	second.dump.thread = 2;
	assert_false(ra_snapshot_parse(bytes, length, &second, &snapshot, &err));
	assert_non_null(strstr(err.message, "no PHP thread 2"));
	second.dump.thread = 1;
	assert_true(ra_snapshot_parse(bytes, length, &second, &snapshot, NULL));
	ra_snapshot_close(snapshot);
	free(bytes);
	heap_free(heap);
}

/* How many module globals are found, and where the first are. */
static uint32_t globals_found(struct heap_builder *heap, ra_addr *first)
{
	struct ra_snapshot *snapshot;
	size_t length;
	uint8_t *const bytes = core_of_heap(heap, &length);
	uint32_t count;

	assert_true(ra_snapshot_parse(bytes, length, &options, &snapshot, NULL));
	count = snapshot->dump->module_globals_count;
	*first = count ? snapshot->dump->module_globals->address : 0;
	ra_snapshot_close(snapshot);
	free(bytes);
	heap_free(heap);
	return count;
}

/* Without shutdown functions, too, while nothing else looks like them. */
static void globals_of_the_standard_extension_are_certain_or_not_told(void **state)
{
	static const struct {
		ra_addr at;
		uint64_t value;
		uint32_t found;
	} changes[] = {
		{HEAP_BASIC + 8, 0x700000001, 1},         /* as it was */
		{HEAP_BASIC, 0, 1},                       /* no shutdown functions */
		{HEAP_BASIC, HEAP_EG, 0},                 /* no table */
		{HEAP_BASIC + 8, 0x600000001, 0},         /* putenv()'s table is a string */
		{HEAP_BASIC + 8 + 32, 7, 0},              /* its size is no power of two */
		{HEAP_BASIC + 8 + 48, 0, 0},              /* it has no destructor */
		{HEAP_BASIC + 8 + 48, HEAP_CHUNK, 0},     /* which is no code */
		{HEAP_BASIC + 8 + 48, 0x560000900000, 0}, /* or that of the shutdown functions */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		for (int zts = 0; zts <= 1; zts++) {
			struct heap_builder *const heap = heap_sample(80200, zts);
			ra_addr first;

			heap_be_found(heap);
			heap_poke(heap, changes[i].at, 8, changes[i].value);
			assert_int_equal(globals_found(heap, &first), changes[i].found);
			assert_int_equal(first, changes[i].found ? HEAP_BASIC : 0);
		}
	}
}

static void what_else_they_point_to_is_there(void **state)
{
	struct heap_builder *const heap = heap_sample(80200, false);
	ra_addr first;

	(void)state;
	heap_be_found(heap);
	heap_set(heap, HEAP_BASIC, RA_php_basic_globals_user_tick_functions, 8, 0x10000000);
	assert_int_equal(globals_found(heap, &first), 0);
}

/* Process with a second place that could be the globals, without shutdown functions in either. */
static struct heap_builder *with_second_globals(ra_addr second)
{
	struct heap_builder *const heap = heap_sample(80200, false);

	heap_be_found(heap);
	heap_poke(heap, HEAP_BASIC, 8, 0);
	heap_poke(heap, second + 8, 8, 0x700000001);
	heap_poke(heap, second + 8 + 16, 8, HEAP_CHUNK);
	heap_poke(heap, second + 8 + 32, 4, 8);
	heap_poke(heap, second + 8 + 48, 8, 0x560000900020);
	heap_set(heap, second, RA_php_basic_globals_page_uid, 8, UINT64_MAX);
	return heap;
}

static void of_two_likely_globals_neither_is_taken(void **state)
{
	const ra_addr second = HEAP_EG + 0x1800;
	struct heap_builder *heap = with_second_globals(second);
	ra_addr first;

	(void)state;
	assert_int_equal(globals_found(heap, &first), 0);
	heap = with_second_globals(second);
	heap_poke(heap, HEAP_BASIC + 8, 8, 0); /* the other alone */
	assert_int_equal(globals_found(heap, &first), 1);
	assert_int_equal(first, second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_engine_of_every_version_is_found),
		cmocka_unit_test(without_one_neighbour_it_is_no_engine),
		cmocka_unit_test(a_thread_that_is_not_there_is_refused),
		cmocka_unit_test(globals_of_the_standard_extension_are_certain_or_not_told),
		cmocka_unit_test(what_else_they_point_to_is_there),
		cmocka_unit_test(of_two_likely_globals_neither_is_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
