/* Tests of what --top, --only and --min-severity leave of a report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "heap_builder.h"
#include "report/report_cut.h"
#include "walk/snapshot.h"

static struct ra_report *report_of_the_sample(void)
{
	const struct ra_snapshot_options options = {.measures = true, .quiet = true};
	struct heap_builder *const heap = heap_sample(80200, false);
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

static uint32_t count_of(const struct ra_report *report, const char *kind)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < report->findings.count; i++) {
		count += ra_finding_is(&report->findings.items[i], kind);
	}
	return count;
}

static void nothing_is_cut_unless_asked_for(void **state)
{
	struct ra_report *const report = report_of_the_sample();
	const uint32_t findings = report->findings.count, types = report->type_count;

	(void)state;
	assert_true(ra_report_cut(report, &(struct ra_report_cut){.least_severity = RA_INFO}));
	assert_int_equal(report->findings.count, findings);
	assert_int_equal(report->type_count, types);
	ra_report_free(report);
}

static void top_bounds_findings_and_tables(void **state)
{
	struct ra_report *const report = report_of_the_sample();
	const uint32_t head = count_of(report, "overview") + count_of(report, "coverage_gap") +
						  count_of(report, "call_stack");

	(void)state;
	assert_true(report->type_count > 2);
	assert_true(
		ra_report_cut(report, &(struct ra_report_cut){.top = 2, .least_severity = RA_INFO}));
	assert_int_equal(report->findings.count, head + 2);
	assert_int_equal(report->type_count, 2);
	assert_true(report->entry_count <= 2);
	ra_report_free(report);
}

static void only_keeps_a_kind_and_its_table(void **state)
{
	struct ra_report *const report = report_of_the_sample();
	const uint32_t types = report->type_count;

	(void)state;
	assert_true(ra_report_cut(
		report, &(struct ra_report_cut){.only = "type_ranking", .least_severity = RA_INFO}));
	assert_int_equal(report->type_count, types);
	assert_int_equal(report->class_count, 0);
	assert_int_equal(count_of(report, "class_ranking"), 0);
	assert_true(count_of(report, "type_ranking") > 0);
	assert_int_equal(count_of(report, "overview"), 1);
	ra_report_free(report);
}

static void severities_cut_what_is_below(void **state)
{
	struct ra_report *const report = report_of_the_sample();
	enum ra_severity severity;

	(void)state;
	assert_true(ra_severity_of("medium", &severity));
	assert_int_equal(severity, RA_MEDIUM);
	assert_false(ra_severity_of("Medium", &severity));
	assert_true(ra_report_cut(report, &(struct ra_report_cut){.least_severity = severity}));
	for (uint32_t i = 0; i < report->findings.count; i++) {
		const struct ra_finding *const finding = &report->findings.items[i];

		assert_true(finding->severity <= RA_MEDIUM || ra_finding_is(finding, "overview") ||
					ra_finding_is(finding, "coverage_gap") || ra_finding_is(finding, "call_stack"));
	}
	ra_report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_cut_unless_asked_for),
		cmocka_unit_test(top_bounds_findings_and_tables),
		cmocka_unit_test(only_keeps_a_kind_and_its_table),
		cmocka_unit_test(severities_cut_what_is_below),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
