/* Tests of the answer over a built process: the rows add up, the screen keeps its size, places read
 * as PHP people write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "answer/answer.h"
#include "answer/places.h"
#include "answer/release.h"
#include "base/format.h"
#include "heap_builder.h"
#include "php/zendmm.h"
#include "report/out_answer.h"
#include "report/report.h"
#include "walk/snapshot.h"

static struct ra_report *report_of(struct heap_builder *heap)
{
	const struct ra_snapshot_options options = {.measures = true, .quiet = true};
	struct ra_snapshot *snapshot = NULL;
	struct ra_report *report = NULL;
	struct ra_error err = {0};
	size_t length;
	uint8_t *const bytes = heap_bytes(heap, &length);

	assert_true(ra_snapshot_parse(bytes, length, &options, &snapshot, &err));
	assert_true(ra_report_make(snapshot, &report, &err));
	ra_snapshot_close(snapshot);
	free(bytes);
	heap_free(heap);
	return report;
}

static void check_sum(const struct ra_answer *answer)
{
	uint64_t bytes = answer->holders.other_bytes;

	for (uint32_t i = 0; i < answer->holders.count; i++) {
		bytes += answer->holders.rows[i].bytes;
	}
	assert_int_equal(bytes, answer->holders.usage_bytes);
	assert_true(answer->holders.count <= 14);
}

static void the_rows_add_up_in_every_version(void **state)
{
	static const uint32_t versions[] = {70000, 70400, 80000, 80200, 80400};

	(void)state;
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		struct heap_builder *const heap = heap_sample(versions[i], false);
		const uint64_t usage = heap_usage_bytes(heap);
		struct ra_report *const report = report_of(heap);

		assert_int_equal(report->answer->holders.usage_bytes, usage);
		check_sum(report->answer);
		ra_report_free(report);
	}
}

static const struct ra_holder *row_named(const struct ra_answer *answer, const char *path)
{
	for (uint32_t i = 0; i < answer->holders.count; i++) {
		for (uint32_t k = 0; k < answer->holders.rows[i].path_count; k++) {
			if (strcmp(answer->holders.rows[i].paths[k], path) == 0) {
				return &answer->holders.rows[i];
			}
		}
	}
	return NULL;
}

/* 200 strings in two lists. */
static struct heap_builder *two_lists(void)
{
	struct heap_builder *const heap = heap_new(80200, false);
	const ra_addr map = heap_array(heap, 256), log = heap_array(heap, 256);

	for (int i = 0; i < 200; i++) {
		char text[64];

		snprintf(text, sizeof(text), "a text of some length, of which there are many: %d", i);

		const ra_addr string = heap_string(heap, text);

		heap_poke(heap, string, 4, 2);
		heap_add(heap, map, NULL, i, heap_counted(heap, RA_CONST_IS_STRING, string));
		heap_add(heap, log, NULL, i, heap_counted(heap, RA_CONST_IS_STRING, string));
	}
	heap_global(heap, "map", heap_counted(heap, RA_CONST_IS_ARRAY, map));
	heap_global(heap, "log", heap_counted(heap, RA_CONST_IS_ARRAY, log));
	return heap;
}

static void both_holders_are_named_and_both_are_advised_on(void **state)
{
	struct ra_report *const report = report_of(two_lists());
	const struct ra_answer *const answer = report->answer;

	(void)state;
	check_sum(answer);
	assert_true(answer->holders.count > 0);
	const struct ra_holder *joint = answer->holders.rows;

	while (joint < answer->holders.rows + answer->holders.count && joint->path_count != 2) {
		joint++;
	}
	assert_int_equal(joint->path_count, 2);
	assert_string_equal(joint->paths[0], "$map");
	assert_string_equal(joint->paths[1], "$log");
	assert_int_equal(joint->elements, 200);
	assert_string_equal(joint->contents[0].name, "string");
	assert_non_null(row_named(answer, "$map"));
	/* the promise is for both, with what each has alone */
	assert_true(answer->action_count > 0);
	assert_true(answer->actions[0].frees_bytes > joint->bytes);
	assert_int_equal(answer->actions[0].path_count, 2);
	assert_false(answer->actions[0].after_collect);
	ra_report_free(report);
}

static char *screen_of(const struct ra_answer *answer, unsigned columns)
{
	char *text = NULL;
	size_t length = 0;
	struct ra_output output = {.stream = open_memstream(&text, &length)};

	ra_out_answer_text(&output, answer, columns);
	fclose(output.stream);
	return text;
}

static void check_size(const char *screen, unsigned columns)
{
	unsigned lines = 0;

	for (const char *at = screen; *at; lines++) {
		const size_t length = strcspn(at, "\n");
		char *const line = strndup(at, length);

		assert_true(ra_text_columns(line) <= columns);
		free(line);
		at += length + (at[length] == '\n');
	}
	assert_true(lines <= 40);
}

static void the_screen_keeps_its_size(void **state)
{
	struct ra_report *const report = report_of(two_lists());
	struct ra_answer *const answer = report->answer;
	struct ra_holder *const rows = calloc(12, sizeof(*rows));

	(void)state;
	for (unsigned columns = 60; columns <= 200; columns += 20) {
		char *const screen = screen_of(answer, columns);

		check_size(screen, columns);
		assert_non_null(strstr(screen, "WHO HOLDS IT"));
		assert_non_null(strstr(screen, "and $log"));
		free(screen);
	}
	/* everything that can be long is long */
	struct ra_answer full = *answer;

	for (int i = 0; i < 12; i++) {
		rows[i] = answer->holders.rows[0];
	}
	full.holders.rows = rows;
	full.holders.count = 12;
	full.cause = "memory_limit";
	full.late = true;
	full.limit_bytes = full.request_bytes = 1u << 30;
	full.place_file = full.growing = full.script = full.request =
		"/a/very/long/name/of/something/that/goes/on/and/on/注文注文注文注文注文注文注文/and/on";
	char *remarks[] = {full.script, full.script, full.script, full.script, full.script};

	full.remarks = remarks;
	full.remark_count = 5;
	full.holders.collectable_bytes = full.returnable_bytes = 1u << 30;
	full.has_outside = full.outside.is_large = true;
	full.outside.rss_bytes = UINT64_C(1) << 40;

	char *const screen = screen_of(&full, 80);

	check_size(screen, 80);
	free(screen);
	free(rows);
	ra_report_free(report);
}

static void places_read_as_php_people_write_them(void **state)
{
	static const struct {
		const char *path, *place;
	} cases[] = {
		{"<main>:28::$users->items", "$users->items"},
		{"Job::run:88::$rows", "$rows in Job::run()"},
		{"Job::run:88::$this->rows['a:1::x']", "$this->rows['a:1::x'] in Job::run()"},
		{"$GLOBALS['cache']['a']", "$cache['a']"},
		{"$GLOBALS['not a name']", "$GLOBALS['not a name']"},
		{"App\\Audit::$seen", "App\\Audit::$seen"},
		{"memo()::static $cache", "memo()::static $cache"},
		{"/app/lib/boot.php:3::$config", "$config in boot.php"},
		{"array_map()::$args_to_internal_function[1]", "argument 2 of array_map()"},
		{"array_map()::$args_to_internal_function[0]->x", "argument 1 of array_map()->x"},
		{"<main>:9::$rows->Source::rows:10::$this->buffer",
			"$this->buffer in Source::rows(), of $rows"},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *const place = ra_place_of_path(strdup(cases[i].path));

		assert_string_equal(place, cases[i].place);
		free(place);
	}
	assert_null(ra_place_of_path(NULL));
}

/* root -> a <-> b, a -> c: reference counting frees neither of the ring when only the root lets go
 * of b's holder, and all three when a itself goes. */
static void rings_wait_for_the_collector(void **state)
{
	struct ra_graph *graph = NULL;
	struct ra_measures *measures = NULL;
	struct ra_error err = {0};

	(void)state;
	assert_true(ra_graph_new(&graph, &err));
	const ra_node root = ra_graph_add_node(graph, RA_NODE_ROOT, 0);
	const ra_node list = ra_graph_add_node(graph, RA_NODE_ARRAY, 16);
	const ra_node a = ra_graph_add_node(graph, RA_NODE_OBJECT, 32);
	const ra_node b = ra_graph_add_node(graph, RA_NODE_OBJECT, 48);
	const ra_node c = ra_graph_add_node(graph, RA_NODE_STRING, 64);

	for (ra_node n = list; n <= c; n++) {
		ra_graph_set_own_bytes(graph, n, 100);
	}
	ra_graph_add_edge(graph, RA_SUPER_ROOT, root, RA_LINK_ROOT, 0, 0);
	ra_graph_add_edge(graph, root, list, RA_LINK_GLOBAL, 0, 0);
	ra_graph_add_index_edge(graph, list, a, 0, 0);
	ra_graph_add_edge(graph, a, b, RA_LINK_PROPERTY, 0, 0);
	ra_graph_add_edge(graph, a, c, RA_LINK_PROPERTY, 1, 0);
	ra_graph_add_edge(graph, b, a, RA_LINK_PROPERTY, 0, 0);
	assert_true(ra_graph_finish(graph, &err));
	assert_true(ra_measures_compute(graph, &measures, &err));
	assert_int_equal(ra_release_bytes(measures, graph, &list, 1), 100);
	assert_int_equal(ra_measures_set_bytes(measures, graph, &list, 1), 400);
	assert_int_equal(ra_release_bytes(measures, graph, &a, 1), 300);
	assert_int_equal(ra_release_bytes(measures, graph, NULL, 0), 0);
	ra_measures_free(measures);
	ra_graph_free(graph);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_rows_add_up_in_every_version),
		cmocka_unit_test(both_holders_are_named_and_both_are_advised_on),
		cmocka_unit_test(the_screen_keeps_its_size),
		cmocka_unit_test(places_read_as_php_people_write_them),
		cmocka_unit_test(rings_wait_for_the_collector),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
