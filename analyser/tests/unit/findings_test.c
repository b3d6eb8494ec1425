/* Sorting, suppression and keys of findings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "findings/finding_key.h"
#include "findings/findings.h"

static void add(struct ra_findings *findings, const char *kind, enum ra_severity severity,
	uint64_t impact_bytes, const char *summary)
{
	struct ra_finding *finding =
		ra_findings_add(findings, kind, severity, RA_CONFIDENCE_HIGH, "%s", summary);

	assert_non_null(finding);
	finding->impact_bytes = impact_bytes;
}

static void findings_sort_by_severity_impact_kind_and_summary(void **state)
{
	static const char *const expected[] = {"a", "b", "c", "d", "e", "f", "g"};
	struct ra_findings findings = {0};

	(void)state;
	add(&findings, "k", RA_INFO, 999, "g");
	add(&findings, "k", RA_LOW, 1, "f");
	add(&findings, "k", RA_HIGH, 5, "b");
	add(&findings, "m", RA_MEDIUM, 7, "e");
	add(&findings, "l", RA_MEDIUM, 7, "d");
	add(&findings, "k", RA_WARNING, 0, "c");
	add(&findings, "k", RA_HIGH, 5, "a");
	ra_findings_sort(&findings);
	for (int i = 0; i < 7; i++) {
		assert_string_equal(findings.items[i].summary, expected[i]);
	}
	ra_findings_done(&findings);
}

/* What a string holds is part of some summaries, and another text in a redacted copy. */
static void evidence_breaks_a_tie_before_the_summary(void **state)
{
	struct ra_findings findings = {0};

	(void)state;
	add(&findings, "k", RA_LOW, 5, "a");
	add(&findings, "k", RA_LOW, 5, "b");
	ra_finding_evidence(&findings.items[1], 8);
	add(&findings, "k", RA_LOW, 5, "c");
	ra_finding_evidence(&findings.items[2], 7);
	ra_findings_sort(&findings);
	assert_string_equal(findings.items[0].summary, "c");
	assert_string_equal(findings.items[1].summary, "b");
	assert_string_equal(findings.items[2].summary, "a");
	ra_findings_done(&findings);
}

static void cycles_leave_three_fanins_and_scaling_no_singleton(void **state)
{
	struct ra_findings findings = {0};
	char number[2] = "0";

	(void)state;
	for (number[0] = '0'; number[0] < '5'; number[0]++) {
		add(&findings, "shared_fanin", RA_INFO, 0, number);
		add(&findings, "shared_singleton", RA_INFO, 0, number);
	}
	ra_findings_suppress(&findings);
	assert_int_equal(findings.count, 10);
	add(&findings, "micro_cycle", RA_LOW, 0, "cycle");
	ra_findings_suppress(&findings);
	assert_int_equal(findings.count, 9);
	add(&findings, "property_scaling", RA_MEDIUM, 0, "scaling");
	ra_findings_suppress(&findings);
	assert_int_equal(findings.count, 5);
	assert_string_equal(findings.items[2].summary, "2");
	ra_findings_done(&findings);
}

static void check_pattern(const char *path, const char *expected)
{
	char *pattern = ra_path_pattern(path);

	assert_non_null(pattern);
	assert_string_equal(pattern, expected);
	free(pattern);
}

static void patterns_forget_indices_and_lines(void **state)
{
	(void)state;
	check_pattern("<main>:28::$users[17]->items[-3]", "<main>::$users[*]->items[*]");
	check_pattern("ImportJob::run():88::$rows", "ImportJob::run()::$rows");
	check_pattern("$GLOBALS['a'][x][12x]", "$GLOBALS['a'][x][12x]");
	check_pattern("f:12", "f");
	check_pattern("{closure}(a.php:10-20)::use $x", "{closure}(a.php:10-20)::use $x");
	check_pattern("[", "[");
	check_pattern("", "");
}

static void check_key(const char *kind, const char *facts, bool exact, const char *expected)
{
	json_t *value = json_loads(facts, 0, NULL);
	char *key = ra_finding_key(kind, value, exact);

	assert_non_null(key);
	assert_string_equal(key, expected);
	free(key);
	json_decref(value);
}

static void keys_name_the_subject(void **state)
{
	(void)state;
	check_key("dominant_class", "{\"count\": 1, \"class_name\": \"A\"}", true, "dominant_class:A");
	check_key("choke_point", "{\"path\": \"$a[1]\", \"node_id\": 7}", true, "choke_point:$a[1]");
	check_key("choke_point", "{\"path\": \"$a[1]\", \"node_id\": 7}", false, "choke_point:$a[*]");
	check_key("cycle_cluster", "{\"composition\": \"2x A\"}", true, "cycle_cluster:2x A");
	check_key("cycle_cluster", "{\"composition\": \"1,200x C + 1x A\\\\B + 1x 3x + ... +2 more\"}",
		false, "cycle_cluster:3x+A\\B+C");
	check_key("companion_cluster", "{\"classes\": [{\"name\": \"A\"}, {\"name\": \"B\"}]}", true,
		"companion_cluster:A+B");
	check_key("bin_histogram_entry", "{\"bin_size\": 56}", true, "bin_histogram_entry:56");
	check_key("zendmm_cache_bloat", "{}", true, "zendmm_cache_bloat");
	check_key("large_array", "{\"owner_path\": 5}", true, "large_array:5");
	check_key("large_array", "{\"owner_path\": null}", true, "large_array:");
}

static void signatures_are_fixed_for_all_time(void **state)
{
	char signature[RA_SIGNATURE_TEXT];

	(void)state;
	ra_finding_signature("", signature);
	assert_string_equal(signature, "cbf29ce484222325"); /* FNV-1a's own test values */
	ra_finding_signature("foobar", signature);
	assert_string_equal(signature, "85944171f73967e8");
}

static void facts_keep_their_order_and_hold_any_bytes(void **state)
{
	struct ra_findings findings = {0};
	struct ra_finding *finding = ra_findings_add(&findings, "k", RA_INFO, RA_CONFIDENCE_LOW, "x");
	char *text;

	(void)state;
	ra_fact_text(finding, "z", "\xFF");
	ra_fact_int(finding, "a", UINT64_MAX);
	ra_fact_real(finding, "m", 98.24, 1);
	ra_fact_text(finding, "n", NULL);
	text = json_dumps(finding->facts, JSON_REAL_PRECISION(15) | JSON_COMPACT);
	assert_string_equal(
		text, "{\"z\":\"\xEF\xBF\xBD\",\"a\":9223372036854775807,\"m\":98.2,\"n\":null}");
	free(text);
	ra_findings_done(&findings);
}

static void lines_and_lists_grow(void **state)
{
	struct ra_findings findings = {0};
	struct ra_finding *finding = ra_findings_add(&findings, "k", RA_INFO, RA_CONFIDENCE_LOW, "x");

	(void)state;
	for (unsigned i = 0; i < 9; i++) {
		ra_finding_next(finding, "%u", i);
		ra_finding_evidence(finding, i);
		ra_finding_path(finding, "p");
	}
	ra_finding_hypothesis(finding, "one");
	ra_finding_hypothesis(finding, "two");
	assert_int_equal(finding->next_check_count, 9);
	assert_string_equal(finding->next_checks[8], "8");
	assert_int_equal(finding->evidence[8], 8);
	assert_int_equal(finding->path_count, 9);
	assert_string_equal(finding->hypothesis, "one\ntwo");
	ra_findings_done(&findings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(findings_sort_by_severity_impact_kind_and_summary),
		cmocka_unit_test(evidence_breaks_a_tie_before_the_summary),
		cmocka_unit_test(cycles_leave_three_fanins_and_scaling_no_singleton),
		cmocka_unit_test(patterns_forget_indices_and_lines),
		cmocka_unit_test(keys_name_the_subject),
		cmocka_unit_test(signatures_are_fixed_for_all_time),
		cmocka_unit_test(facts_keep_their_order_and_hold_any_bytes),
		cmocka_unit_test(lines_and_lists_grow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
