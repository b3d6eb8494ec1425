/* The whole pipeline over a built process, for every layout: what is counted and what is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/tasks.h"
#include "graph/tally.h"
#include "heap_builder.h"
#include "report/out_report.h"
#include "report/report.h"
#include "walk/snapshot.h"

static const struct ra_snapshot_options options = {
	.space.no_files = true, .measures = true, .quiet = true};

static uint32_t count_kind(const struct ra_graph *graph, enum ra_node_kind kind)
{
	uint32_t count = 0;

	for (ra_node n = 0; n < graph->node_count; n++) {
		count += graph->kind[n] == kind;
	}
	return count;
}

static void check_sample(uint32_t version, bool zts)
{
	struct heap_builder *heap = heap_sample(version, zts);
	struct ra_snapshot *snapshot = NULL;
	struct ra_error err = {0};
	size_t length;
	uint8_t *bytes = heap_bytes(heap, &length);

	if (!ra_snapshot_parse(bytes, length, &options, &snapshot, &err)) {
		fail_msg("%u: %s", version, err.message);
	}
	assert_int_equal(count_kind(snapshot->graph, RA_NODE_OBJECT), 12);
	assert_int_equal(snapshot->graph->class_count, 1);
	assert_int_equal(snapshot->graph->classes[0].instance_count, 12);
	assert_string_equal(
		ra_graph_name(snapshot->graph, snapshot->graph->classes[0].name, NULL), "App\\Item");
	assert_int_equal(snapshot->graph->frame_count, 2);
	assert_string_equal(
		ra_graph_name(snapshot->graph, snapshot->graph->frames[0].function, NULL), "App\\work");
	assert_int_equal(snapshot->graph->frames[0].line, 7);
	assert_int_equal(snapshot->graph->frames[1].line, 12);
	assert_int_equal(snapshot->tally->live_bytes, heap_usage_bytes(heap));
	assert_true(snapshot->tally->analysed_bytes <= snapshot->tally->live_bytes);
	assert_int_equal(snapshot->measures->total_bytes, snapshot->tally->analysed_bytes);
	/* of the two classes of cycles there is one, and only the object store knows it */
	assert_int_equal(snapshot->measures->component_count, 1);
	assert_int_equal(snapshot->measures->components[0].node_count, 2);
	assert_false(snapshot->measures->components[0].reachable);
	ra_snapshot_close(snapshot);
	free(bytes);
	heap_free(heap);
}

static void a_process_of_every_layout_is_read(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < ra_layout_version_count; i++) {
		check_sample(ra_layout_versions[i].since, false);
		check_sample(ra_layout_versions[i].since, true);
	}
}

static json_t *report_of(
	const uint8_t *bytes, size_t length, const struct ra_snapshot_options *how, bool twice)
{
	struct ra_snapshot *snapshot = NULL;
	struct ra_report *report = NULL;
	struct ra_error err = {0};

	assert_true(ra_snapshot_parse(bytes, length, how, &snapshot, &err));
	assert_int_equal(snapshot->measures == NULL, how->measures_later);
	assert_true(ra_report_make(snapshot, &report, &err));
	assert_non_null(snapshot->measures);
	if (twice) { /* nothing is left to be measured */
		const struct ra_measures *const measures = snapshot->measures;

		ra_report_free(report);
		assert_true(ra_report_make(snapshot, &report, &err));
		assert_ptr_equal(snapshot->measures, measures);
	}
	json_t *const value = ra_report_json(report);

	assert_non_null(value);
	ra_report_free(report);
	ra_snapshot_close(snapshot);
	return value;
}

/* Whether they are computed before the findings or beside them. */
static void measures_may_come_later(void **state)
{
	struct heap_builder *heap = heap_sample(80200, false);
	size_t length;
	uint8_t *bytes = heap_bytes(heap, &length);
	json_t *const expected = report_of(bytes, length, &options, false);

	(void)state;
	for (unsigned threads = 1; threads <= 4; threads++) {
		struct ra_snapshot_options later = options;

		later.measures_later = true;
		ra_tasks_limit(threads);
		json_t *const value = report_of(bytes, length, &later, threads == 2);

		assert_true(json_equal(value, expected));
		json_decref(value);
	}
	ra_tasks_limit(0);
	json_decref(expected);
	free(bytes);
	heap_free(heap);
}

/* A cut file: less is found, nothing is invented, and the report says that it is not whole. */
static void every_cut_of_a_dump_is_survived(void **state)
{
	const struct ra_snapshot_options salvage = {
		.dump.salvage = true, .space.no_files = true, .measures = true, .quiet = true};
	struct heap_builder *heap = heap_sample(80200, false);
	size_t length;
	uint8_t *bytes = heap_bytes(heap, &length);

	(void)state;
	for (size_t cut = 0; cut < length; cut += 1009) {
		struct ra_snapshot *snapshot = NULL;
		struct ra_report *report = NULL;
		uint8_t *copy = malloc(length - cut);

		memcpy(copy, bytes, length - cut);
		if (ra_snapshot_parse(copy, length - cut, &salvage, &snapshot, NULL)) {
			assert_true(count_kind(snapshot->graph, RA_NODE_OBJECT) <= 12);
			assert_true(snapshot->tally->analysed_bytes <= snapshot->tally->live_bytes);
			assert_true(ra_report_make(snapshot, &report, NULL));
			assert_int_equal(report->warning_count > 0, cut > 0);
			ra_report_free(report);
			ra_snapshot_close(snapshot);
		}
		free(copy);
	}
	free(bytes);
	heap_free(heap);
}

/* Many arrays over one table of many elements, each a little further on: n * n elements in n
 * bytes. */
static void overlapping_structures_end_the_walk(void **state)
{
	enum {
		ARRAYS = 1000,
		ELEMENTS = 8192
	};
	struct heap_builder *heap = heap_new(80200, false);
	const uint32_t packed = ra_const(heap_layout(heap), RA_CONST_HASH_FLAG_PACKED);
	const ra_addr text = heap_string(heap, "shared");
	const ra_addr table = heap_alloc(heap, (ELEMENTS + ARRAYS) * 16);
	const ra_addr top = heap_array(heap, 1024);
	struct ra_snapshot *snapshot = NULL;
	size_t length;
	uint8_t *bytes;

	(void)state;
	for (uint32_t i = 0; i < ELEMENTS + ARRAYS; i++) {
		heap_store(heap, table + i * 16, heap_counted(heap, RA_CONST_IS_STRING, text));
	}
	for (uint32_t i = 0; i < ARRAYS; i++) {
		const ra_addr array = heap_array(heap, 8);

		heap_set(heap, array, RA_zend_array_u_flags, 4, packed);
		heap_set(heap, array, RA_zend_array_nTableMask, 4, (uint32_t)-2);
		heap_set(heap, array, RA_zend_array_arData, 8, table + 16 * i);
		heap_set(heap, array, RA_zend_array_nTableSize, 4, ELEMENTS);
		heap_set(heap, array, RA_zend_array_nNumUsed, 4, ELEMENTS);
		heap_set(heap, array, RA_zend_array_nNumOfElements, 4, ELEMENTS);
		heap_add(heap, top, NULL, i, heap_counted(heap, RA_CONST_IS_ARRAY, array));
	}
	heap_global(heap, "top", heap_counted(heap, RA_CONST_IS_ARRAY, top));
	bytes = heap_bytes(heap, &length);
	assert_true(ra_snapshot_parse(bytes, length, &options, &snapshot, NULL));
	assert_true(snapshot->tally->cut_short);
	assert_true(snapshot->graph->edge_count <= length / 8 + (1u << 20));
	ra_snapshot_close(snapshot);
	free(bytes);
	heap_free(heap);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_process_of_every_layout_is_read),
		cmocka_unit_test(measures_may_come_later),
		cmocka_unit_test(every_cut_of_a_dump_is_survived),
		cmocka_unit_test(overlapping_structures_end_the_walk),
	};

	return cmocka_run_group_tests_name("snapshot", tests, NULL, NULL);
}
