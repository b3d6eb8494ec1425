/* engine_search.c: the engine in memory that nothing points into, of every version; and what is no engine. */
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_engine_of_every_version_is_found),
		cmocka_unit_test(without_one_neighbour_it_is_no_engine),
		cmocka_unit_test(a_thread_that_is_not_there_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
