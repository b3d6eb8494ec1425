/* Comparing two reports. The sides are made of JSON texts; opening files is not tested here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "findings/finding_key.h"
#include "findings/findings.h"
#include "report/compare.h"
#include "report/out_compare.h"

static const struct ra_compare_options no_options = {.fail_severity = -1, .fail_growth = -1};

#define META(usage)                                                                                \
	"\"meta\": {\"php_version\": \"v82\", \"pid\": 7, \"memory_get_usage\": " #usage               \
	", \"heap_memory_analyzed_percentage\": 98.2}"

static struct ra_side side_of(const char *text)
{
	json_error_t error;
	struct ra_side side = {.path = "test", .report = json_loads(text, 0, &error)};

	if (!side.report) {
		fail_msg("%s at %d: %s", error.text, error.position, text);
	}
	return side;
}

static struct ra_comparison *compare(const struct ra_side *baseline, const struct ra_side *target,
	const struct ra_compare_options *options)
{
	struct ra_comparison *comparison = NULL;
	struct ra_error err = {0};

	assert_true(ra_compare(baseline, target, options, &comparison, &err));
	return comparison;
}

static const char before_text[] = "{" META(1000000) ",\
	\"findings\": [\
		{\"kind\": \"overview\", \"severity\": \"info\", \"facts\": {\"rss\": 5}},\
		{\"kind\": \"near_memory_limit\", \"severity\": \"warning\", \"impact_bytes\": 800},\
		{\"kind\": \"cycle_cluster\", \"severity\": \"medium\", \"facts\": {\"composition\": \"1x A\"}},\
		{\"kind\": \"cycle_cluster\", \"severity\": \"medium\", \"facts\": {\"composition\": \"1x B\"}},\
		{\"kind\": \"large_array\", \"severity\": \"low\", \"impact_bytes\": 100,\
		 \"facts\": {\"owner_path\": \"$rows[3]->x\"}}],\
	\"tables\": {\
		\"types\": [{\"type\": \"ZendObjectMemoryLocation\", \"count\": 10, \"memory_usage\": 1000},\
		            {\"type\": \"ZendStringMemoryLocation\", \"count\": 1, \"memory_usage\": 24}],\
		\"classes\": [{\"class_name\": \"A\", \"count\": 100, \"memory_bytes\": 1000},\
		              {\"class_name\": \"B\", \"count\": 100, \"memory_bytes\": 1000},\
		              {\"class_name\": \"Old\", \"count\": 10, \"memory_bytes\": 160}],\
		\"bins\": [{\"bin_num\": 6, \"bin_size\": 56, \"count\": 5, \"total_bytes\": 280}],\
		\"regions\": [{\"kind\": \"chunk\", \"address\": \"0x200000\", \"size\": 2097152},\
		              {\"kind\": \"huge\", \"address\": \"0x800000\", \"size\": 4096}]}}";

static const char after_text[] = "{" META(1270000) ",\
	\"findings\": [\
		{\"kind\": \"near_memory_limit\", \"severity\": \"high\", \"impact_bytes\": 800},\
		{\"kind\": \"dominant_class\", \"severity\": \"high\", \"impact_bytes\": 5, \"summary\": \"s\",\
		 \"facts\": {\"class_name\": \"A\"}},\
		{\"kind\": \"cycle_cluster\", \"severity\": \"medium\", \"facts\": {\"composition\": \"1x B\"}},\
		{\"kind\": \"large_array\", \"severity\": \"low\", \"impact_bytes\": 200,\
		 \"facts\": {\"owner_path\": \"$rows[4]->x\"}}],\
	\"tables\": {\
		\"types\": [{\"type\": \"ZendObjectMemoryLocation\", \"count\": 20, \"memory_usage\": 2000},\
		            {\"type\": \"ZendStringMemoryLocation\", \"count\": 1, \"memory_usage\": 24}],\
		\"classes\": [{\"class_name\": \"A\", \"count\": 4100, \"memory_bytes\": 41000},\
		              {\"class_name\": \"B\", \"count\": 100, \"memory_bytes\": 1049},\
		              {\"class_name\": \"New\", \"count\": 50, \"memory_bytes\": 800}],\
		\"bins\": [{\"bin_num\": 6, \"bin_size\": 56, \"count\": 9, \"total_bytes\": 504}],\
		\"regions\": [{\"kind\": \"chunk\", \"address\": \"0x200000\", \"size\": 2097152},\
		              {\"kind\": \"chunk\", \"address\": \"0x400000\", \"size\": 2097152}]}}";

static void a_report_with_itself_shows_no_change(void **state)
{
	struct ra_side side = side_of(before_text);
	struct ra_comparison *result = compare(&side, &side, &no_options);

	(void)state;
	assert_int_equal(result->type_count, 0);
	assert_int_equal(
		result->changed_class_count + result->added_class_count + result->removed_class_count, 0);
	assert_int_equal(result->new_count + result->resolved_count + result->changed_count, 0);
	assert_int_equal(result->bin_count + result->region_count, 0);
	assert_null(result->unaccounted);
	assert_int_equal(result->metric_count, 3); /* usage, analysed share, rss of the overview */
	for (uint32_t i = 0; i < result->metric_count; i++) {
		assert_true(result->metrics[i].delta == 0);
	}
	ra_comparison_free(result);
	ra_side_close(&side);
}

static void classes_are_changed_added_or_removed(void **state)
{
	struct ra_side before = side_of(before_text);
	struct ra_side after = side_of(after_text);
	struct ra_comparison *result = compare(&before, &after, &no_options);

	(void)state;
	assert_int_equal(result->changed_class_count, 2);
	assert_string_equal(result->classes[0].name, "A"); /* the largest change first */
	assert_int_equal(result->classes[0].target_count - result->classes[0].baseline_count, 4000);
	assert_int_equal(result->added_class_count, 1);
	assert_string_equal(result->classes[2].name, "New");
	assert_int_equal(result->removed_class_count, 1);
	assert_string_equal(result->classes[3].name, "Old");
	assert_int_equal(result->type_count, 1);
	assert_string_equal(result->types[0].short_name, "ZendObject");
	ra_comparison_free(result);
	ra_side_close(&before);
	ra_side_close(&after);
}

static void findings_are_matched_by_their_subject(void **state)
{
	struct ra_side before = side_of(before_text);
	struct ra_side after = side_of(after_text);
	struct ra_comparison *result = compare(&before, &after, &no_options);

	(void)state;
	assert_int_equal(result->new_count, 1);
	assert_string_equal(result->new_findings[0].text, "[HIGH] 5 B: dominant_class: s");
	assert_int_equal(result->resolved_count, 1); /* the cycle of A; that of B is still there */
	assert_string_equal(result->resolved_findings[0].text, "[MEDIUM] —: cycle_cluster: ");
	assert_int_equal(result->changed_count, 2);
	assert_string_equal(
		result->changed_findings[0].text, "near_memory_limit: severity warning → high");
	assert_string_equal(result->changed_findings[1].text, /* the index moved */
		"large_array $rows[4]->x: impact 100 B → 200 B");
	ra_comparison_free(result);
	ra_side_close(&before);
	ra_side_close(&after);
}

static void swapped_sides_give_the_opposite(void **state)
{
	struct ra_side before = side_of(before_text);
	struct ra_side after = side_of(after_text);
	struct ra_comparison *there = compare(&before, &after, &no_options);
	struct ra_comparison *back = compare(&after, &before, &no_options);

	(void)state;
	assert_int_equal(there->metric_count, back->metric_count);
	assert_true(there->metrics[0].delta == -back->metrics[0].delta);
	assert_int_equal(there->type_count, back->type_count);
	assert_int_equal(there->added_class_count, back->removed_class_count);
	assert_int_equal(there->removed_class_count, back->added_class_count);
	assert_int_equal(there->new_count, back->resolved_count);
	assert_int_equal(there->resolved_count, back->new_count);
	assert_int_equal(there->changed_count, back->changed_count);
	assert_int_equal(there->region_count, back->region_count);
	ra_comparison_free(there);
	ra_comparison_free(back);
	ra_side_close(&before);
	ra_side_close(&after);
}

static void the_threshold_drops_what_is_below_it(void **state)
{
	const struct ra_compare_options options = {
		.threshold = 4.9, .fail_severity = -1, .fail_growth = -1};
	const struct ra_compare_options higher = {
		.threshold = 5, .fail_severity = -1, .fail_growth = -1};
	struct ra_side before = side_of(before_text);
	struct ra_side after = side_of(after_text);
	struct ra_comparison *result = compare(&before, &after, &options);

	(void)state;
	assert_int_equal(result->changed_class_count, 2); /* B grew by exactly 4.9 % */
	ra_comparison_free(result);
	result = compare(&before, &after, &higher);
	assert_int_equal(result->changed_class_count, 1);
	assert_int_equal(result->added_class_count, 1); /* never filtered */
	assert_int_equal(result->changed_count, 2);     /* a severity always counts */
	ra_comparison_free(result);
	ra_side_close(&before);
	ra_side_close(&after);
}

static void nothing_is_divided_by_an_empty_baseline(void **state)
{
	const struct ra_compare_options options = {
		.threshold = 50, .fail_severity = -1, .fail_growth = 1};
	struct ra_side before = side_of("{\"meta\": {\"memory_get_usage\": 0}, \"findings\": [],\
		\"tables\": {\"classes\": [{\"class_name\": \"A\", \"count\": 1, \"memory_bytes\": 0}]}}");
	struct ra_side after = side_of("{\"meta\": {\"memory_get_usage\": 9}, \"findings\": [],\
		\"tables\": {\"classes\": [{\"class_name\": \"A\", \"count\": 1, \"memory_bytes\": 3}]}}");
	struct ra_comparison *result = compare(&before, &after, &options);

	(void)state;
	assert_int_equal(result->metric_count, 1);
	assert_false(result->metrics[0].has_percent);
	assert_int_equal(result->changed_class_count, 1);
	assert_int_equal(result->failure_count, 0);
	ra_comparison_free(result);
	ra_side_close(&before);
	ra_side_close(&after);
}

static void allocator_rows_are_joined(void **state)
{
	struct ra_side before = side_of(before_text);
	struct ra_side after = side_of(after_text);
	struct ra_comparison *result = compare(&before, &after, &no_options);

	(void)state;
	assert_int_equal(result->bin_count, 1);
	assert_int_equal(result->bins[0].target_bytes - result->bins[0].baseline_bytes, 224);
	assert_int_equal(result->region_count, 2);
	assert_string_equal(result->regions[0].change, "added");
	assert_string_equal(result->regions[0].address, "0x400000");
	assert_string_equal(result->regions[1].change, "removed");
	assert_true(result->same_process);
	ra_comparison_free(result);
	ra_side_close(&before);
	ra_side_close(&after);
}

static void growth_outside_php_values_is_named(void **state)
{
	static const char types[] = "\"findings\": [], \"tables\": {\"types\": [\
		{\"type\": \"ZendString\", \"count\": 1, \"memory_usage\": 500}]}}";
	char text[512];
	struct ra_side before;
	struct ra_side after;
	struct ra_comparison *result;

	(void)state;
	snprintf(text, sizeof(text), "{" META(1000000) ", %s", types);
	before = side_of(text);
	snprintf(text, sizeof(text), "{" META(1500000) ", %s", types);
	after = side_of(text);
	result = compare(&before, &after, &no_options);
	assert_non_null(result->unaccounted);
	assert_int_equal(
		json_integer_value(json_object_get(result->unaccounted, "impact_bytes")), 500000);
	ra_comparison_free(result);
	result = compare(&after, &before, &no_options);
	assert_null(result->unaccounted);
	ra_comparison_free(result);
	ra_side_close(&before);
	ra_side_close(&after);
}

static void fail_on_objects_to_old_findings_that_doubled(void **state)
{
	const struct ra_compare_options options = {.fail_severity = RA_HIGH, .fail_growth = -1};
	struct ra_side before =
		side_of("{\"meta\": {}, \"findings\": ["
				"{\"kind\": \"large_array\", \"severity\": \"high\", \"summary\": \"a\", "
				"\"facts\": {\"owner_path\": \"$a\"}, \"impact_bytes\": 100},"
				"{\"kind\": \"large_array\", \"severity\": \"high\", \"summary\": \"b\", "
				"\"facts\": {\"owner_path\": \"$b\"}, \"impact_bytes\": 100},"
				"{\"kind\": \"large_array\", \"severity\": \"low\", \"summary\": \"c\", "
				"\"facts\": {\"owner_path\": \"$c\"}, \"impact_bytes\": 100}]}");
	struct ra_side after =
		side_of("{\"meta\": {}, \"findings\": ["
				"{\"kind\": \"large_array\", \"severity\": \"high\", \"summary\": \"a\", "
				"\"facts\": {\"owner_path\": \"$a\"}, \"impact_bytes\": 200},"
				"{\"kind\": \"large_array\", \"severity\": \"high\", \"summary\": \"b\", "
				"\"facts\": {\"owner_path\": \"$b\"}, \"impact_bytes\": 198},"
				"{\"kind\": \"large_array\", \"severity\": \"low\", \"summary\": \"c\", "
				"\"facts\": {\"owner_path\": \"$c\"}, \"impact_bytes\": 900}]}");
	struct ra_comparison *result = compare(&before, &after, &options);

	(void)state;
	assert_int_equal(result->changed_count, 3);
	assert_int_equal(result->failure_count, 1); /* $a; $b grew less, $c is not severe enough */
	ra_comparison_free(result);
	ra_side_close(&before);
	ra_side_close(&after);
}

static void fail_on_objects_to_new_findings_and_growth(void **state)
{
	struct ra_compare_options options = {.fail_severity = RA_HIGH, .fail_growth = 20};
	struct ra_side before = side_of(before_text);
	struct ra_side after = side_of(after_text);
	struct ra_comparison *result = compare(&before, &after, &options);
	char signature[RA_SIGNATURE_TEXT];
	json_t *known;

	(void)state;
	/* new, more severe, growth outside PHP values, 27 % larger */
	assert_int_equal(result->failure_count, 4);
	known = ra_comparison_json(result, NULL);
	assert_int_equal(json_array_size(json_object_get(known, "failures")), 4);
	ra_comparison_free(result);

	json_decref(known);

	ra_finding_signature("dominant_class:A", signature);
	known = json_pack("[s]", signature);
	options.known = known;
	options.fail_growth = 30;
	result = compare(&before, &after, &options);
	assert_int_equal(result->accepted_count, 1);
	assert_int_equal(result->new_count, 0);
	/* the nearer limit and the growth: nobody accepted these */
	assert_int_equal(result->failure_count, 2);
	ra_comparison_free(result);
	json_decref(known);

	known = json_pack("{s:[{s:s}]}", "findings", "signature", signature); /* a saved report */
	options.known = known;
	result = compare(&before, &after, &options);
	assert_int_equal(result->accepted_count, 1);
	ra_comparison_free(result);
	json_decref(known);
	ra_side_close(&before);
	ra_side_close(&after);
}

static void foreign_json_of_any_shape_is_survived(void **state)
{
	static const char *const shapes[] = {
		"{\"meta\": {}, \"findings\": []}",
		"{\"meta\": {\"pid\": \"x\", \"complete\": 5}, \"findings\": [1, null, [], {}, "
		"{\"kind\": 3}, {\"kind\": \"choke_point\", \"facts\": [1]}], \"tables\": []}",
		"{\"meta\": {}, \"findings\": [], \"tables\": {\"types\": {}, \"classes\": [1, {}], "
		"\"bins\": [{\"bin_num\": 99}, {\"bin_num\": -1}, {\"bin_num\": 1e300}], "
		"\"regions\": [{\"kind\": 1}], \"summary\": {\"memory_get_usage\": \"x\"}}}",
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		for (size_t j = 0; j < 3; j++) {
			struct ra_side before = side_of(shapes[i]);
			struct ra_side after = side_of(shapes[j]);
			struct ra_comparison *result = compare(&before, &after, &no_options);
			json_t *value = ra_comparison_json(result, NULL);

			assert_non_null(value);
			json_decref(value);
			ra_comparison_free(result);
			ra_side_close(&before);
			ra_side_close(&after);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_with_itself_shows_no_change),
		cmocka_unit_test(classes_are_changed_added_or_removed),
		cmocka_unit_test(findings_are_matched_by_their_subject),
		cmocka_unit_test(swapped_sides_give_the_opposite),
		cmocka_unit_test(the_threshold_drops_what_is_below_it),
		cmocka_unit_test(nothing_is_divided_by_an_empty_baseline),
		cmocka_unit_test(allocator_rows_are_joined),
		cmocka_unit_test(growth_outside_php_values_is_named),
		cmocka_unit_test(fail_on_objects_to_new_findings_and_growth),
		cmocka_unit_test(fail_on_objects_to_old_findings_that_doubled),
		cmocka_unit_test(foreign_json_of_any_shape_is_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
