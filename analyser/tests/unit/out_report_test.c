/* A report made by hand, as text and as JSON: every section, and text that could do harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/out_report.h"

static struct ra_report_type types[] = {
	{"ZendObjectMemoryLocation", "ZendObject", 14200, 20971520, 83.3},
	{"ZendStringMemoryLocation", "ZendString", 3500, 2097152, 8.3},
};
static struct ra_report_class classes[] = {
	{.name = "App\\Models\\User",
		.short_name = "App\\Models\\User",
		.count = 10000,
		.bytes = 720000,
		.average_bytes = 72,
		.state_bytes = 80000,
		.percentage = 98.2},
	{.name = "Größe",
		.short_name = "Größe",
		.count = 1,
		.bytes = 56,
		.average_bytes = 56,
		.state_bytes = 30,
		.percentage = 0.0},
};
static struct ra_report_array arrays[] = {
	{16043213, 163840, 10000, "<main>:28::$users", NULL},
	{2097152, 65536, 1200, "$GLOBALS['x'] [sparse]", "(+3 more at $x[*], ~2.00 MB each)"},
};
static struct ra_report_string strings[] = {
	{210821, "...messages[0]->structure->raw", "Content-Type: multipart/mixed; boun...", NULL},
};
static struct ra_report_blame blames[] = {
	{"call_frames", 40370176, 1258291, 41628467, 95.2},
};
static struct ra_report_metric metrics[] = {
	{"memory_get_usage", 4374256, true},
	{"heap_memory_analyzed_percentage", 98.24, false},
};
static struct ra_report_bin bins[] = {{6, 56, 9000, 504000}};
static struct ra_report_region regions[] = {{"chunk", 0x7f0000200000, 2097152}};
static char *warnings[] = {"Incomplete: the last 1.00 MB of the dump are missing"};
static char *overview_lines[] = {"Heap: 153.76 MB (99.5% analyzed)", "memory_get_usage(): 4.17 MB"};

static void fill(struct ra_report *report, struct ra_report_entry *entries)
{
	struct ra_finding *finding;

	*report = (struct ra_report){
		.meta = json_pack("{s:s, s:f}", "php_version", "v82", "share", 98.2),
		.captured_at = "2026-03-28T17:58:56Z",
		.warnings = warnings,
		.warning_count = 1,
		.overview_lines = overview_lines,
		.overview_line_count = 2,
		.entries = entries,
		.entry_count = 2,
		.types = types,
		.type_count = 2,
		.classes = classes,
		.class_count = 2,
		.arrays = arrays,
		.array_count = 2,
		.strings = strings,
		.string_count = 1,
		.blames = blames,
		.blame_count = 1,
		.metrics = metrics,
		.metric_count = 2,
		.bins = bins,
		.bin_count = 1,
		.regions = regions,
		.region_count = 1,
	};
	finding = ra_findings_add(
		&report->findings, "dominant_class", RA_HIGH, RA_CONFIDENCE_HIGH, "A/B: 98.2%%");
	finding->impact_bytes = 720000;
	ra_fact_text(finding, "class_name", "A/B\xFF");
	ra_fact_real(finding, "percentage", 98.2, 1);
	ra_finding_hypothesis(finding, "first line");
	ra_finding_hypothesis(finding, "second line");
	ra_finding_next(finding, "one");
	ra_finding_next(finding, "two");
	ra_finding_evidence(finding, 7);
	ra_finding_path(finding, "$a");
	snprintf(finding->signature, sizeof(finding->signature), "0123456789abcdef");
	ra_findings_add(
		&report->findings, "companion_cluster", RA_MEDIUM, RA_CONFIDENCE_MEDIUM, "A and B");
	finding = ra_findings_add(
		&report->findings, "call_stack", RA_INFO, RA_CONFIDENCE_HIGH, "Call stack: a -> b");
	ra_fact_text(finding, "header", "Call Stack at capture:");
	ra_finding_hypothesis(finding, "#0 sleep()\n#1 <main>:28");
	ra_findings_add(&report->findings, "retained_exact", RA_INFO, RA_CONFIDENCE_HIGH, "No cycles");
	/* the list no longer moves */
	entries[0] = (struct ra_report_entry){.finding = &report->findings.items[0]};
	entries[1] = (struct ra_report_entry){
		.finding = &report->findings.items[1], .more = 2, .more_bytes = 2048};
}

static void empty(struct ra_report *report)
{
	json_decref(report->meta);
	ra_findings_done(&report->findings);
}

static const char expected_text[] =
	"======================================================================\n"
	" rdump Memory Analysis Report\n"
	"======================================================================\n"
	"\n"
	"=== Overview ===\n"
	"  Captured: 2026-03-28T17:58:56Z\n"
	"  Incomplete: the last 1.00 MB of the dump are missing\n"
	"  Heap: 153.76 MB (99.5% analyzed)\n"
	"  memory_get_usage(): 4.17 MB\n"
	"\n"
	"  Call Stack at capture:\n"
	"    #0 sleep()\n"
	"    #1 <main>:28\n"
	"\n"
	"=== Findings ===\n"
	"\n"
	"  [HIGH]  703.13 KB impacted\n"
	"    dominant_class: A/B: 98.2%\n"
	"    first line\n"
	"    second line\n"
	"    Next: one; two\n"
	"    More: rdump holders FILE '#7'\n"
	"\n"
	"  [MEDIUM]  —\n"
	"    companion_cluster: A and B\n"
	"    (+2 more like this: 2.00 KB)\n"
	"\n"
	"=== Type Breakdown ===\n"
	"\n"
	"  Type                                Count       Memory        %\n"
	"  ----------------------------------------------------------------\n"
	"  ZendObject                         14,200     20.00 MB    83.3%\n"
	"  ZendString                          3,500      2.00 MB     8.3%\n"
	"\n"
	"=== Top Classes by Memory ===\n"
	"\n"
	"    #  Class                                       Count   Avg Size       Memory        %\n"
	"  ---------------------------------------------------------------------------------------\n"
	"    1  App\\Models\\User                            10,000       72 B    703.13 KB    98.2%\n"
	"    2  Größe                                           1       56 B         56 B     0.0%  of it state 30 B\n"
	"\n"
	"=== Top Arrays ===\n"
	"\n"
	"    #      Retained        Table    Elems  Path\n"
	"  --------------------------------------------------------------------------------\n"
	"    1      15.30 MB    160.00 KB   10,000  <main>:28::$users\n"
	"    2       2.00 MB     64.00 KB    1,200  $GLOBALS['x'] [sparse]\n"
	"       (+3 more at $x[*], ~2.00 MB each)\n"
	"       [sparse]: most slots are empty; copy what is left with foreach into a new array\n"
	"\n"
	"=== Top Strings ===\n"
	"\n"
	"    #          Size  Path                            Preview\n"
	"  ------------------------------------------------------------------------------------------\n"
	"    1     205.88 KB  ...messages[0]->structure->raw  Content-Type: multipart/mixed; boun...\n"
	"\n"
	"=== Root Blame Allocation ===\n"
	"\n"
	"  Root Branch                Exclusive     Shared      Total   % Heap\n"
	"  ----------------------------------------------------------------------\n"
	"  call_frames                 38.50 MB    1.20 MB   39.70 MB    95.2%\n"
	"\n"
	"=== Additional Info ===\n"
	"  [retained_exact] No cycles\n"
	"\n"
	"======================================================================\n";

static const char expected_json[] =
	"{\"meta\":{\"php_version\":\"v82\",\"share\":98.2},\"findings\":["
	"{\"kind\":\"dominant_class\",\"severity\":\"high\",\"confidence\":\"high\","
	"\"summary\":\"A\\/B: 98.2%\","
	"\"facts\":{\"class_name\":\"A\\/B\xEF\xBF\xBD\",\"percentage\":98.2},"
	"\"hypothesis\":\"first line\\nsecond line\",\"next_checks\":[\"one\",\"two\"],"
	"\"impact_bytes\":720000,\"evidence_node_ids\":[7],\"representative_paths\":[\"$a\"],"
	"\"signature\":\"0123456789abcdef\"},"
	"{\"kind\":\"companion_cluster\",\"severity\":\"medium\",\"confidence\":\"medium\","
	"\"summary\":\"A and B\",\"signature\":\"\"},"
	"{\"kind\":\"call_stack\",\"severity\":\"info\",\"confidence\":\"high\","
	"\"summary\":\"Call stack: a -> b\",\"facts\":{\"header\":\"Call Stack at capture:\"},"
	"\"hypothesis\":\"#0 sleep()\\n#1 <main>:28\",\"signature\":\"\"},"
	"{\"kind\":\"retained_exact\",\"severity\":\"info\",\"confidence\":\"high\","
	"\"summary\":\"No cycles\",\"signature\":\"\"}],"
	"\"tables\":{\"summary\":{\"memory_get_usage\":4374256,"
	"\"heap_memory_analyzed_percentage\":98.24},"
	"\"types\":[{\"type\":\"ZendObjectMemoryLocation\",\"count\":14200,\"memory_usage\":20971520,"
	"\"percentage\":83.3},"
	"{\"type\":\"ZendStringMemoryLocation\",\"count\":3500,\"memory_usage\":2097152,"
	"\"percentage\":8.3}],"
	"\"classes\":[{\"class_name\":\"App\\\\Models\\\\User\",\"count\":10000,"
	"\"memory_bytes\":720000,\"state_bytes\":80000},"
	"{\"class_name\":\"Größe\",\"count\":1,\"memory_bytes\":56,\"state_bytes\":30}],"
	"\"packages\":[],\"bins\":[{\"bin_num\":6,\"bin_size\":56,\"count\":9000,\"total_bytes\":504000}],"
	"\"regions\":[{\"kind\":\"chunk\",\"address\":\"0x7f0000200000\",\"size\":2097152}]}}\n";

static void check_characters(bool json, bool colour, const char *expected)
{
	struct ra_report report;
	struct ra_report_entry entries[2];
	char *text = NULL;
	size_t length = 0;
	struct ra_output output = {.stream = open_memstream(&text, &length), .colour = colour};

	assert_non_null(output.stream);
	fill(&report, entries);
	if (json) {
		json_t *value = ra_report_json(&report);

		ra_output_json(&output, value, false);
		json_decref(value);
	} else {
		ra_out_text(&output, &report);
	}
	fclose(output.stream);
	if (expected) {
		assert_string_equal(text, expected);
	} else {
		assert_non_null(strstr(text, "\033[1;31m[HIGH]\033[0m  703.13 KB"));
	}
	free(text);
	empty(&report);
}

static void the_text_has_all_sections(void **state)
{
	(void)state;
	check_characters(false, false, expected_text);
}

static void classes_outside_are_a_table(void **state)
{
	struct ra_report report = {0};
	char *text = NULL;
	size_t length = 0;
	struct ra_output output = {.stream = open_memstream(&text, &length)};
	struct ra_finding *const finding = ra_findings_add(
		&report.findings, "classes_outside", RA_INFO, RA_CONFIDENCE_HIGH, "12 objects");

	(void)state;
	ra_fact_set(finding, "classes",
		json_pack("[{s:s, s:i, s:s}, {s:s, s:i, s:s}]", "class", "GdImage", "count", 11, "outside",
			"pixels", "class", "GMP", "count", 1, "outside", "the number"));
	ra_out_text(&output, &report);
	fclose(output.stream);
	assert_non_null(strstr(text,
		"=== Classes Outside ZendMM ===\n"
		"\n"
		"    #  Class                                       Count  Outside the heap\n"
		"  ----------------------------------------------------------------------------\n"
		"    1  GdImage                                        11  pixels\n"
		"    2  GMP                                             1  the number\n"
		"\n"));
	free(text);
	ra_findings_done(&report.findings);
}

static void colours_are_for_terminals(void **state)
{
	(void)state;
	check_characters(false, true, NULL);
}

static void the_json_is_exact(void **state)
{
	(void)state;
	check_characters(true, false, expected_json);
}

static void empty_sections_are_left_out(void **state)
{
	struct ra_report report = {0};
	char *text = NULL;
	size_t length = 0;
	struct ra_output output = {.stream = open_memstream(&text, &length)};

	(void)state;
	ra_out_text(&output, &report);
	fclose(output.stream);
	assert_string_equal(text,
		"======================================================================\n"
		" rdump Memory Analysis Report\n"
		"======================================================================\n"
		"\n"
		"=== Overview ===\n"
		"  Captured: (unknown)\n"
		"\n"
		"\n"
		"======================================================================\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_text_has_all_sections),
		cmocka_unit_test(classes_outside_are_a_table),
		cmocka_unit_test(colours_are_for_terminals),
		cmocka_unit_test(the_json_is_exact),
		cmocka_unit_test(empty_sections_are_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
