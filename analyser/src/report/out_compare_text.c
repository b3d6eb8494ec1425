/* A comparison as text, in the sections of the specification. */
#include "report/out_compare.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "report/out_known.h"

enum {
	WIDTH = 78,
	SHOWN_CHANGED = 20,
	SHOWN_ADDED = 10,
	SHOWN_PACKAGES = 15,
	SHOWN_REMOVED = 10,
	SHOWN_BINS = 10,
	SHOWN_REGIONS = 20,
	SHOWN_CONTAINERS = 12,
	PATH_COLUMNS = 38
};

static void title(struct ra_output *output, const char *text)
{
	fprintf(output->stream, "%s=== %s ===%s\n\n", output->colour ? "\033[1m" : "", text,
		output->colour ? "\033[0m" : "");
}

/* A saved report is anybody's text: clean before it comes to a terminal. Owned by the caller. */
static char *capture_time(const struct ra_side *side)
{
	const char *text =
		json_string_value(json_object_get(json_object_get(side->report, "meta"), "captured_at"));

	return text ? ra_text_clean(text, strnlen(text, 40)) : strdup("(unknown)");
}

static void print_count_line(struct ra_output *output, const struct ra_comparison *comparison,
	const char *label, const char *key)
{
	const json_t *before =
		json_object_get(json_object_get(comparison->baseline->report, "meta"), key);
	const json_t *after = json_object_get(json_object_get(comparison->target->report, "meta"), key);

	/* a saved report may say anything */
	if (json_is_integer(before) && json_is_integer(after) && json_integer_value(before) >= 0 &&
		json_integer_value(after) >= 0) {
		const int64_t delta = json_integer_value(after) - json_integer_value(before);

		fprintf(output->stream, "  %s: %s → %s (%c%s)\n", label,
			RA_COUNT((uint64_t)json_integer_value(before)),
			RA_COUNT((uint64_t)json_integer_value(after)), delta < 0 ? '-' : '+',
			RA_COUNT((uint64_t)(delta < 0 ? -delta : delta)));
	}
}

static void print_head(struct ra_output *output, const struct ra_comparison *comparison)
{
	ra_output_rule(output, WIDTH);
	fputs(" rdump Memory Comparison Report\n", output->stream);
	ra_output_rule(output, WIDTH);
	char *const before = capture_time(comparison->baseline);
	char *const after = capture_time(comparison->target);

	fprintf(output->stream, "\n  Baseline: %s\n", before ? before : "");
	fprintf(output->stream, "  Target:   %s\n", after ? after : "");
	free(before);
	free(after);
	print_count_line(output, comparison, "Nodes", "node_count");
	print_count_line(output, comparison, "Edges", "edge_count");
	for (uint32_t i = 0; i < comparison->warning_count; i++) {
		fprintf(output->stream, "  Warning: %s\n", comparison->warnings[i]);
	}
	fputc('\n', output->stream);
}

static const char *size_cell(char *out, double value)
{
	if (value < 0) {
		return "unlimited"; /* only memory_limit is ever negative */
	}
	return ra_format_size(out, (uint64_t)value);
}

/* "1,656 -> 6,623" */
static void print_elements(struct ra_output *output, const struct ra_holder_point *points)
{
	char *const text = points[0].has_elements && points[1].has_elements
						   ? ra_text_printf("%s → %s", RA_COUNT((uint64_t)points[0].elements),
								 RA_COUNT((uint64_t)points[1].elements))
					   : points[1].has_elements
						   ? ra_text_printf("%s", RA_COUNT((uint64_t)points[1].elements))
						   : NULL;

	ra_output_right(output, text ? text : "", 22);
	free(text);
}

static void print_container(
	struct ra_output *output, const struct ra_holder_series *series, const char **said)
{
	const struct ra_holder_point *const points = series->points;
	char *const path = ra_text_cut(series->key, PATH_COLUMNS, RA_CUT_MIDDLE);
	char *const content = ra_holder_content(points[1].row);
	char *const line = content ? ra_text_cut(content, WIDTH - 6, RA_CUT_MIDDLE) : NULL;

	fputs("  ", output->stream);
	ra_output_left(output, path ? path : "", PATH_COLUMNS);
	print_elements(output, points);
	fprintf(output->stream, " %14s\n", RA_SIZE_DELTA(points[1].bytes - points[0].bytes));
	if (line) {
		fprintf(output->stream, "      %s\n", line);
	}
	ra_out_known(output, points[1].row, said);
	free(path);
	free(content);
	free(line);
}

static void print_containers(struct ra_output *output, const struct ra_comparison *comparison)
{
	const char *said = NULL;

	if (comparison->grown_count == 0) {
		return;
	}
	title(output, "Containers that grew");
	ra_output_left(output, "  Held by", PATH_COLUMNS + 2);
	ra_output_right(output, "Elements", 22);
	ra_output_right(output, "Memory Δ", 15);
	fputc('\n', output->stream);
	ra_output_dashes(output, WIDTH - 3);
	for (uint32_t i = 0; i < comparison->grown_count && i < SHOWN_CONTAINERS; i++) {
		print_container(output, comparison->grown[i], &said);
	}
	if (comparison->grown_count > SHOWN_CONTAINERS) {
		fprintf(
			output->stream, "  (%" PRIu32 " more)\n", comparison->grown_count - SHOWN_CONTAINERS);
	}
	fputc('\n', output->stream);
}

static void print_metrics(struct ra_output *output, const struct ra_comparison *comparison)
{
	if (comparison->metric_count == 0) {
		return;
	}
	title(output, "Summary Delta");
	fprintf(output->stream, "  %-35s %14s %14s %14s\n", "Metric", "Baseline", "Target", "Delta");
	ra_output_dashes(output, 87);
	for (uint32_t i = 0; i < comparison->metric_count; i++) {
		const struct ra_metric_delta *row = &comparison->metrics[i];
		char before[RA_NUMBER_TEXT];
		char after[RA_NUMBER_TEXT];
		char delta[RA_NUMBER_TEXT];
		char percent[RA_NUMBER_TEXT] = "";

		if (row->is_percentage) {
			snprintf(before, sizeof(before), "%.1f%%", row->baseline);
			snprintf(after, sizeof(after), "%.1f%%", row->target);
			snprintf(delta, sizeof(delta), "%+.1fpt", row->delta);
		} else if (row->baseline < 0 || row->target < 0) {
			snprintf(delta, sizeof(delta), "—");
		} else {
			snprintf(delta, sizeof(delta), "%s", RA_SIZE_DELTA(ra_whole(row->delta)));
		}
		if (!row->is_percentage && row->has_percent) {
			snprintf(percent, sizeof(percent), "(%+.1f%%)", row->percent);
		}
		fprintf(output->stream, "  %-35s %14s %14s ", row->label,
			row->is_percentage ? before : size_cell(before, row->baseline),
			row->is_percentage ? after : size_cell(after, row->target));
		ra_output_right(output, delta, 14);
		fprintf(output->stream, *percent ? " %8s\n" : "%s\n", percent);
	}
	fputc('\n', output->stream);
}

static void print_types(struct ra_output *output, const struct ra_comparison *comparison)
{
	if (comparison->type_count == 0) {
		if (comparison->unaccounted) {
			title(output, "Type Breakdown Delta");
			fputs("  (no typed allocation grew)\n\n", output->stream);
		}
		return;
	}
	title(output, "Type Breakdown Delta");
	ra_output_left(output, "  Type", 33);
	ra_output_right(output, "Count Δ", 10);
	fprintf(output->stream, " %12s %12s ", "Baseline", "Target");
	ra_output_right(output, "Memory Δ", 14);
	fputc('\n', output->stream);
	ra_output_dashes(output, 82);
	for (uint32_t i = 0; i < comparison->type_count; i++) {
		const struct ra_count_delta *row = &comparison->types[i];

		fputs("  ", output->stream);
		ra_output_left(output, row->short_name, 30);
		fprintf(output->stream, " %+10" PRId64 " %12s %12s %14s\n",
			row->target_count - row->baseline_count, RA_SIZE((uint64_t)row->baseline_bytes),
			RA_SIZE((uint64_t)row->target_bytes),
			RA_SIZE_DELTA(row->target_bytes - row->baseline_bytes));
	}
	fputc('\n', output->stream);
}

static void print_packages(struct ra_output *output, const struct ra_comparison *comparison)
{
	if (comparison->package_count == 0) {
		return;
	}
	title(output, "Package Delta");
	ra_output_left(output, "  Package", 43);
	fprintf(output->stream, " %12s %12s ", "Baseline", "Target");
	ra_output_right(output, "Memory Δ", 14);
	fputc('\n', output->stream);
	ra_output_dashes(output, 82);
	for (uint32_t i = 0; i < comparison->package_count && i < SHOWN_PACKAGES; i++) {
		const struct ra_count_delta *const row = &comparison->packages[i];

		fputs("  ", output->stream);
		ra_output_left(output, row->short_name, 40);
		fprintf(output->stream, "  %12s %12s %14s\n", RA_SIZE((uint64_t)row->baseline_bytes),
			RA_SIZE((uint64_t)row->target_bytes),
			RA_SIZE_DELTA(row->target_bytes - row->baseline_bytes));
	}
	if (comparison->package_count > SHOWN_PACKAGES) {
		fprintf(
			output->stream, "  (%" PRIu32 " more)\n", comparison->package_count - SHOWN_PACKAGES);
	}
	fputc('\n', output->stream);
}

static void print_changed_classes(
	struct ra_output *output, const struct ra_count_delta *rows, uint32_t count)
{
	if (count == 0) {
		return;
	}
	ra_output_left(output, "  Class", 43);
	ra_output_right(output, "Count Δ", 10);
	fputc(' ', output->stream);
	ra_output_right(output, "Memory Δ", 14);
	fprintf(output->stream, " %14s\n", "Target Memory");
	ra_output_dashes(output, 82);
	for (uint32_t i = 0; i < count && i < SHOWN_CHANGED; i++) {
		fputs("  ", output->stream);
		ra_output_left(output, rows[i].short_name, 40);
		fprintf(output->stream, " %+10" PRId64 " %14s %14s\n",
			rows[i].target_count - rows[i].baseline_count,
			RA_SIZE_DELTA(rows[i].target_bytes - rows[i].baseline_bytes),
			RA_SIZE((uint64_t)rows[i].target_bytes));
	}
	fputc('\n', output->stream);
}

static void print_one_sided(struct ra_output *output, const char *heading,
	const struct ra_count_delta *rows, uint32_t count, uint32_t shown, bool target)
{
	if (count == 0) {
		return;
	}
	fprintf(output->stream, "  %s:\n", heading);
	for (uint32_t i = 0; i < count && i < shown; i++) {
		fputs("    ", output->stream);
		ra_output_left(output, rows[i].short_name, 40);
		fprintf(output->stream, " %8s instances  %s\n",
			RA_COUNT((uint64_t)(target ? rows[i].target_count : rows[i].baseline_count)),
			RA_SIZE((uint64_t)(target ? rows[i].target_bytes : rows[i].baseline_bytes)));
	}
	fputc('\n', output->stream);
}

static void print_classes(struct ra_output *output, const struct ra_comparison *comparison)
{
	const struct ra_count_delta *rows = comparison->classes;
	const uint32_t changed = comparison->changed_class_count;
	const uint32_t added = comparison->added_class_count;
	const uint32_t removed = comparison->removed_class_count;

	if (changed + added + removed == 0) {
		return;
	}
	title(output, "Class Memory Changes");
	print_changed_classes(output, rows, changed);
	print_one_sided(output, "New classes (target only)", rows + changed, added, SHOWN_ADDED, true);
	print_one_sided(output, "Removed classes (baseline only)", rows + changed + added, removed,
		SHOWN_REMOVED, false);
}

static void print_finding_list(struct ra_output *output, const char *heading, const char *mark,
	const struct ra_finding_delta *rows, uint32_t count)
{
	if (count == 0) {
		return;
	}
	fprintf(output->stream, "  %s:\n", heading);
	for (uint32_t i = 0; i < count; i++) {
		fprintf(output->stream, "    %s%s\n", mark, rows[i].text);
	}
	fputc('\n', output->stream);
}

static void print_findings(struct ra_output *output, const struct ra_comparison *comparison)
{
	if (comparison->new_count + comparison->resolved_count + comparison->changed_count +
				comparison->accepted_count ==
			0 &&
		!comparison->unaccounted) {
		return;
	}
	title(output, "Findings Diff");
	if (comparison->unaccounted) {
		fprintf(output->stream, "  [HIGH] unaccounted_heap_delta: %s\n\n",
			json_string_value(json_object_get(comparison->unaccounted, "summary")));
	}
	print_finding_list(
		output, "New findings", "+ ", comparison->new_findings, comparison->new_count);
	print_finding_list(output, "Resolved findings", "- ", comparison->resolved_findings,
		comparison->resolved_count);
	print_finding_list(
		output, "Changed findings", "", comparison->changed_findings, comparison->changed_count);
	if (comparison->accepted_count > 0) {
		fprintf(output->stream, "  (%u known not shown)\n\n", comparison->accepted_count);
	}
}

static void print_bins(struct ra_output *output, const struct ra_comparison *comparison)
{
	if (comparison->bin_count == 0) {
		return;
	}
	title(output, "Bin Histogram Delta");
	fprintf(output->stream, "  %3s  %8s ", "Bin", "Size");
	ra_output_right(output, "Count Δ", 12);
	fputc(' ', output->stream);
	ra_output_right(output, "Memory Δ", 14);
	fputc('\n', output->stream);
	ra_output_dashes(output, 41);
	for (uint32_t i = 0; i < comparison->bin_count && i < SHOWN_BINS; i++) {
		const struct ra_bin_delta *row = &comparison->bins[i];

		fprintf(output->stream, "  %3" PRId64 "  %8s %+12" PRId64 " %14s\n", row->number,
			RA_SIZE((uint64_t)row->slot_bytes), row->target_count - row->baseline_count,
			RA_SIZE_DELTA(row->target_bytes - row->baseline_bytes));
	}
	fputc('\n', output->stream);
}

static void print_regions(struct ra_output *output, const struct ra_comparison *comparison)
{
	if (comparison->region_count == 0 || !comparison->same_process) {
		return; /* addresses of two processes have nothing to say to each other */
	}
	title(output, "Region Map Delta");
	fprintf(output->stream, "  %-14s %-18s %12s ", "Kind", "Address", "Target");
	ra_output_right(output, "Size Δ", 14);
	fputs("  Change\n", output->stream);
	ra_output_dashes(output, 70);
	for (uint32_t i = 0; i < comparison->region_count && i < SHOWN_REGIONS; i++) {
		const struct ra_region_delta *row = &comparison->regions[i];

		char *const kind = ra_text_clean(row->kind, strnlen(row->kind, 14));
		char *const address = ra_text_clean(row->address, strnlen(row->address, 18));

		fprintf(output->stream, "  %-14.14s %-18.18s %12s %14s  %s\n", kind ? kind : "",
			address ? address : "", RA_SIZE((uint64_t)row->target_bytes),
			RA_SIZE_DELTA(row->target_bytes - row->baseline_bytes), row->change);
		free(kind);
		free(address);
	}
	fputc('\n', output->stream);
}

static void print_failures(struct ra_output *output, const struct ra_comparison *comparison)
{
	if (comparison->failure_count == 0) {
		return;
	}
	title(output, "Failed");
	for (uint32_t i = 0; i < comparison->failure_count; i++) {
		fprintf(output->stream, "  %s\n", comparison->failures[i]);
	}
	fputc('\n', output->stream);
}

static void print_diff(struct ra_output *output, const struct ra_comparison *comparison,
	const struct ra_node_diff *diff)
{
	fprintf(output->stream, "\n%s-only nodes: %s total, %s (showing %u)\n",
		diff->target_only ? "Target" : "Baseline", RA_COUNT(diff->total),
		RA_SIZE(diff->total_bytes), diff->sample_count);
	if (!comparison->same_process) {
		fputs("  The process ids differ: equal addresses mean nothing here.\n", output->stream);
	}
	for (uint32_t i = 0; i < diff->sample_count; i++) {
		const struct ra_node_sample *row = &diff->samples[i];

		fprintf(output->stream, "  node=%u addr=0x%" PRIxADDR " type=%s size=%" PRIu64, row->node,
			row->address, row->type, row->own_bytes);
		if (row->class_name) {
			fprintf(output->stream, " class=%s", row->class_name);
		}
		fprintf(output->stream, " path=%s\n", row->path ? row->path : "?");
	}
	if (diff->total == 0) {
		fputs("  (none)\n", output->stream);
	}
}

void ra_out_compare_text(struct ra_output *output, const struct ra_comparison *comparison,
	const struct ra_node_diff *diff)
{
	print_head(output, comparison);
	print_containers(output, comparison);
	print_metrics(output, comparison);
	print_types(output, comparison);
	print_packages(output, comparison);
	print_classes(output, comparison);
	print_findings(output, comparison);
	print_bins(output, comparison);
	print_regions(output, comparison);
	print_failures(output, comparison);
	ra_output_rule(output, WIDTH);
	if (diff) {
		print_diff(output, comparison, diff);
	}
}
