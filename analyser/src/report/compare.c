/* See compare.h. Everything is an outer join of two sorted lists, so the time is O(n log n) in the
 * rows of the reports. */
#include "report/compare.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/findings.h"
#include "report/compare_findings.h"

enum {
	NAME_COLUMNS = 40,
	KEPT_TABLES = 1000000
};

static const struct metric {
	const char *name;
	const char *label;
	const char *overview_fact; /* where reports without a summary table have it */
} metrics[] = {
	{"memory_get_usage", "memory_get_usage()", "memory_get_usage"},
	{"memory_get_real_usage", "memory_get_usage(true)", "memory_get_real_usage"},
	{"memory_get_peak_usage", "peak usage", "memory_get_peak_usage"},
	{"memory_limit", "memory_limit", "memory_limit"},
	{"zend_mm_heap_total", "Heap total", "heap_total"},
	{"zend_mm_heap_usage", "Heap usage", "heap_usage"},
	{"vm_stack_total", "VM stack", "vm_stack_total"},
	{"vm_stack_usage", "vm_stack_usage", NULL},
	{"compiler_arena_total", "Compiler arena", "compiler_arena_total"},
	{"compiler_arena_usage", "compiler_arena_usage", NULL},
	{"heap_memory_analyzed_percentage", "Analyzed", "analyzed_percentage"},
	{"rss", "RSS", "rss"},
};

enum {
	METRICS = sizeof(metrics) / sizeof(metrics[0])
};

static const uint64_t least_unaccounted = 100 * 1024;

static void *rows_new(size_t count, size_t item_size)
{
	return calloc(count + 1, item_size);
}

/* --- reading a side: what is missing or of another type counts as absent --- */

static const json_t *table_of(const struct ra_side *side, const char *name)
{
	return json_object_get(json_object_get(side->report, "tables"), name);
}

static const char *text_of(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

/* Integers beyond 2^53 and nonsense are not worth more care: reports hold bytes of one process. */
static int64_t int_of(const json_t *object, const char *name)
{
	const double value = json_number_value(json_object_get(object, name));

	return value > -9e15 && value < 9e15 ? (int64_t)value : 0;
}

static const json_t *overview_facts(const struct ra_side *side)
{
	const json_t *findings = json_object_get(side->report, "findings");
	const json_t *finding;
	size_t index;

	json_array_foreach(findings, index, finding)
	{
		const char *kind = text_of(finding, "kind");

		if (kind && strcmp(kind, "overview") == 0) {
			return json_object_get(finding, "facts");
		}
	}
	return NULL;
}

static bool metric_of(const struct ra_side *side, const struct metric *metric, double *value)
{
	const json_t *found = json_object_get(table_of(side, "summary"), metric->name);

	if (!json_is_number(found)) {
		found = json_object_get(json_object_get(side->report, "meta"), metric->name);
	}
	if (!json_is_number(found) && metric->overview_fact) {
		found = json_object_get(overview_facts(side), metric->overview_fact);
	}
	if (!json_is_number(found)) {
		*value = 0;
		return false;
	}
	*value = json_number_value(found);
	return true;
}

/* --- the parts --- */

static bool compare_metrics(struct ra_comparison *result, double threshold)
{
	result->metrics = rows_new(METRICS, sizeof(*result->metrics));
	if (!result->metrics) {
		return false;
	}
	for (size_t i = 0; i < METRICS; i++) {
		struct ra_metric_delta row = {.name = metrics[i].name, .label = metrics[i].label};
		const bool before = metric_of(result->baseline, &metrics[i], &row.baseline);
		const bool after = metric_of(result->target, &metrics[i], &row.target);

		if (!before && !after) {
			continue;
		}
		row.is_percentage = strcmp(row.name, "heap_memory_analyzed_percentage") == 0;
		row.delta = row.target - row.baseline;
		/* a memory_limit of -1 is no number to compute with */
		row.has_percent = row.baseline > 0 && row.target >= 0;
		if (row.has_percent) {
			const double percent = 100.0 * row.delta / row.baseline;

			if (fabs(percent) < threshold) {
				continue;
			}
			row.percent = ra_round(percent, 1);
		}
		result->metrics[result->metric_count++] = row;
	}
	return true;
}

struct side_row { /* a row of one side's table, to be joined */
	const char *name;
	int64_t count;
	int64_t bytes;
};

static int compare_side_rows(const void *a, const void *b)
{
	return strcmp(((const struct side_row *)a)->name, ((const struct side_row *)b)->name);
}

/* The rows of a table, or of the findings of a kind where the report has no such table; sorted by
 * name, equal names added up. NULL: no memory. */
static struct side_row *side_rows(const struct ra_side *side, const char *table,
	const char *finding_kind, const char *name_key, const char *bytes_key, uint32_t *count)
{
	const json_t *list = table_of(side, table);
	const bool from_table = json_is_array(list);
	const json_t *item;
	size_t index;
	uint32_t kept = 0;

	list = from_table ? list : json_object_get(side->report, "findings");
	*count = 0;

	struct side_row *rows = rows_new(json_array_size(list), sizeof(*rows));

	if (!rows) {
		return NULL;
	}
	json_array_foreach(list, index, item)
	{
		const char *kind = from_table ? finding_kind : text_of(item, "kind");
		const json_t *facts = from_table ? item : json_object_get(item, "facts");
		const char *name = text_of(facts, name_key);

		if (kind && name && strcmp(kind, finding_kind) == 0) {
			rows[(*count)++] =
				(struct side_row){name, int_of(facts, "count"), int_of(facts, bytes_key)};
		}
	}
	qsort(rows, *count, sizeof(*rows), compare_side_rows);
	for (uint32_t i = 0; i < *count; i++) {
		if (kept > 0 && strcmp(rows[kept - 1].name, rows[i].name) == 0) {
			rows[kept - 1].count += rows[i].count;
			rows[kept - 1].bytes += rows[i].bytes;
		} else {
			rows[kept++] = rows[i];
		}
	}
	*count = kept;
	return rows;
}

/* Outer join by name. Unchanged rows and those below the threshold are dropped. */
static struct ra_count_delta *join(const struct side_row *before, uint32_t before_count,
	const struct side_row *after, uint32_t after_count, double threshold, uint32_t *count)
{
	struct ra_count_delta *rows = rows_new((size_t)before_count + after_count, sizeof(*rows));
	uint32_t i = 0;
	uint32_t j = 0;

	*count = 0;
	while (rows && (i < before_count || j < after_count)) {
		const int order = i == before_count  ? 1
						  : j == after_count ? -1
											 : strcmp(before[i].name, after[j].name);
		struct ra_count_delta row = {
			.name = order <= 0 ? before[i].name : after[j].name,
			.in_baseline = order <= 0,
			.in_target = order >= 0,
		};

		if (row.in_baseline) {
			row.baseline_count = before[i].count;
			row.baseline_bytes = before[i++].bytes;
		}
		if (row.in_target) {
			row.target_count = after[j].count;
			row.target_bytes = after[j++].bytes;
		}
		const int64_t delta = row.target_bytes - row.baseline_bytes;
		const bool same = delta == 0 && row.target_count == row.baseline_count;
		const bool small = row.in_baseline && row.in_target && row.baseline_bytes > 0 &&
						   fabs(100.0 * (double)delta / (double)row.baseline_bytes) < threshold;

		if (!same && !small) {
			rows[(*count)++] = row;
		}
	}
	return rows;
}

static int64_t magnitude(int64_t value)
{
	return value < 0 ? -value : value;
}

/* Changed rows first, then added, then removed; within each the largest change first. */
static int group_of(const struct ra_count_delta *row)
{
	return row->in_baseline && row->in_target ? 0 : row->in_target ? 1 : 2;
}

static int compare_grouped(const void *a, const void *b)
{
	const struct ra_count_delta *left = a;
	const struct ra_count_delta *right = b;
	const int64_t left_bytes = magnitude(left->target_bytes - left->baseline_bytes);
	const int64_t right_bytes = magnitude(right->target_bytes - right->baseline_bytes);

	if (group_of(left) != group_of(right)) {
		return group_of(left) - group_of(right);
	}
	if (left_bytes != right_bytes) {
		return left_bytes > right_bytes ? -1 : 1;
	}
	return strcmp(left->name, right->name);
}

/* Types have no groups. */
static int compare_ungrouped(const void *a, const void *b)
{
	struct ra_count_delta left = *(const struct ra_count_delta *)a;
	struct ra_count_delta right = *(const struct ra_count_delta *)b;

	left.in_baseline = left.in_target = right.in_baseline = right.in_target = true;
	return compare_grouped(&left, &right);
}

/* "ZendObjectMemoryLocation" -> "ZendObject"; long names lose their beginning. */
static char *row_label(const char *name)
{
	static const char suffix[] = "MemoryLocation";
	const size_t length = strlen(name);
	const size_t tail = sizeof(suffix) - 1;
	const bool has_suffix = length > tail && strcmp(name + length - tail, suffix) == 0;
	char *clean = ra_text_clean(name, has_suffix ? length - tail : length);
	char *cut = clean ? ra_text_cut(clean, NAME_COLUMNS, RA_CUT_BEGIN) : NULL;

	free(clean);
	return cut;
}

static void free_counts(struct ra_count_delta *rows, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		free(rows[i].short_name);
	}
	free(rows);
}

/* NULL: no memory. */
static struct ra_count_delta *compare_table(const struct ra_comparison *result, double threshold,
	const char *table, const char *finding_kind, const char *name_key, const char *bytes_key,
	uint32_t *count)
{
	uint32_t before_count = 0;
	uint32_t after_count = 0;
	struct side_row *before =
		side_rows(result->baseline, table, finding_kind, name_key, bytes_key, &before_count);
	struct side_row *after =
		side_rows(result->target, table, finding_kind, name_key, bytes_key, &after_count);
	struct ra_count_delta *rows =
		before && after ? join(before, before_count, after, after_count, threshold, count) : NULL;

	free(before);
	free(after);
	for (uint32_t i = 0; rows && i < *count; i++) {
		rows[i].short_name = row_label(rows[i].name);
		if (!rows[i].short_name) {
			free_counts(rows, *count);
			return NULL;
		}
	}
	return rows;
}

static bool compare_types(struct ra_comparison *result, double threshold)
{
	result->types = compare_table(
		result, threshold, "types", "type_ranking", "type", "memory_usage", &result->type_count);
	if (!result->types) {
		return false;
	}
	qsort(result->types, result->type_count, sizeof(*result->types), compare_ungrouped);
	return true;
}

static bool compare_packages(struct ra_comparison *result, double threshold)
{
	result->packages = compare_table(result, threshold, "packages", "package", "package",
		"memory_bytes", &result->package_count);
	if (!result->packages) {
		return false;
	}
	qsort(result->packages, result->package_count, sizeof(*result->packages), compare_ungrouped);
	return true;
}

static bool compare_classes(struct ra_comparison *result, double threshold)
{
	uint32_t count = 0;

	result->classes = compare_table(
		result, threshold, "classes", "class_ranking", "class_name", "memory_bytes", &count);
	if (!result->classes) {
		return false;
	}
	qsort(result->classes, count, sizeof(*result->classes), compare_grouped);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t *const counts[] = {
			&result->changed_class_count, &result->added_class_count, &result->removed_class_count};

		++*counts[group_of(&result->classes[i])];
	}
	return true;
}

static void read_bins(const struct ra_side *side, struct ra_bin_delta *bins, bool target)
{
	const json_t *item;
	size_t index;

	json_array_foreach(table_of(side, "bins"), index, item)
	{
		const int64_t number = int_of(item, "bin_num");

		if (number < 0 || number >= 32) {
			continue;
		}
		bins[number].number = number;
		bins[number].slot_bytes = int_of(item, "bin_size");
		if (target) {
			bins[number].target_count = int_of(item, "count");
			bins[number].target_bytes = int_of(item, "total_bytes");
		} else {
			bins[number].baseline_count = int_of(item, "count");
			bins[number].baseline_bytes = int_of(item, "total_bytes");
		}
	}
}

static int compare_bin_rows(const void *a, const void *b)
{
	const struct ra_bin_delta *left = a;
	const struct ra_bin_delta *right = b;
	const int64_t left_bytes = magnitude(left->target_bytes - left->baseline_bytes);
	const int64_t right_bytes = magnitude(right->target_bytes - right->baseline_bytes);

	if (left_bytes != right_bytes) {
		return left_bytes > right_bytes ? -1 : 1;
	}
	return left->number < right->number ? -1 : left->number > right->number;
}

static bool compare_bins(struct ra_comparison *result)
{
	struct ra_bin_delta bins[32] = {0};

	read_bins(result->baseline, bins, false);
	read_bins(result->target, bins, true);
	result->bins = rows_new(32, sizeof(*result->bins));
	if (!result->bins) {
		return false;
	}
	for (int i = 0; i < 32; i++) {
		if (bins[i].baseline_count != bins[i].target_count ||
			bins[i].baseline_bytes != bins[i].target_bytes) {
			result->bins[result->bin_count++] = bins[i];
		}
	}
	qsort(result->bins, result->bin_count, sizeof(*result->bins), compare_bin_rows);
	return true;
}

static int compare_region_keys(const void *a, const void *b)
{
	const struct ra_region_delta *left = a;
	const struct ra_region_delta *right = b;
	const int kinds = strcmp(left->kind, right->kind);

	return kinds ? kinds : strcmp(left->address, right->address);
}

static int compare_region_rows(const void *a, const void *b)
{
	const struct ra_region_delta *left = a;
	const struct ra_region_delta *right = b;
	const int64_t left_bytes = magnitude(left->target_bytes - left->baseline_bytes);
	const int64_t right_bytes = magnitude(right->target_bytes - right->baseline_bytes);

	if (left_bytes != right_bytes) {
		return left_bytes > right_bytes ? -1 : 1;
	}
	const int addresses = strcmp(left->address, right->address);

	return addresses ? addresses : strcmp(left->kind, right->kind);
}

static uint32_t read_regions(const struct ra_side *side, struct ra_region_delta *rows, bool target)
{
	const json_t *item;
	size_t index;
	uint32_t count = 0;

	json_array_foreach(table_of(side, "regions"), index, item)
	{
		const char *kind = text_of(item, "kind");
		const char *address = text_of(item, "address");

		if (kind && address) {
			rows[count].kind = kind;
			rows[count].address = address;
			rows[count].baseline_bytes = target ? -1 : int_of(item, "size"); /* -1: not there */
			rows[count++].target_bytes = target ? int_of(item, "size") : -1;
		}
	}
	return count;
}

static const char *change_of(const struct ra_region_delta *row)
{
	if (row->baseline_bytes < 0) {
		return "added";
	}
	if (row->target_bytes < 0) {
		return "removed";
	}
	return row->target_bytes > row->baseline_bytes ? "grown" : "shrunk";
}

static bool compare_regions(struct ra_comparison *result)
{
	const size_t room = json_array_size(table_of(result->baseline, "regions")) +
						json_array_size(table_of(result->target, "regions"));
	struct ra_region_delta *rows = rows_new(room, sizeof(*rows));
	uint32_t count;
	uint32_t kept = 0;

	result->regions = rows;
	if (!rows) {
		return false;
	}
	count = read_regions(result->baseline, rows, false);
	count += read_regions(result->target, rows + count, true);
	qsort(rows, count, sizeof(*rows), compare_region_keys);
	for (uint32_t i = 0; i < count;) {
		struct ra_region_delta row = rows[i++];

		while (i < count && compare_region_keys(&row, &rows[i]) == 0) {
			row.baseline_bytes =
				rows[i].baseline_bytes >= 0 ? rows[i].baseline_bytes : row.baseline_bytes;
			row.target_bytes = rows[i].target_bytes >= 0 ? rows[i].target_bytes : row.target_bytes;
			i++;
		}
		if (row.baseline_bytes != row.target_bytes) {
			row.change = change_of(&row);
			row.baseline_bytes = row.baseline_bytes < 0 ? 0 : row.baseline_bytes;
			row.target_bytes = row.target_bytes < 0 ? 0 : row.target_bytes;
			rows[kept++] = row;
		}
	}
	result->region_count = kept;
	qsort(rows, kept, sizeof(*rows), compare_region_rows);
	return true;
}

/* The heap grew, but no type of PHP value did: the growth is in the memory of an extension. */
static bool find_unaccounted(struct ra_comparison *result)
{
	uint32_t count = 0;
	struct ra_count_delta *types =
		compare_table(result, 0, "types", "type_ranking", "type", "memory_usage", &count);
	double before = 0;
	double after = 0;
	int64_t sum = 0;
	int64_t absolute = 0;

	if (!types) {
		return false;
	}
	for (uint32_t i = 0; i < count; i++) {
		const int64_t delta = types[i].target_bytes - types[i].baseline_bytes;

		sum += delta;
		absolute += magnitude(delta);
		free(types[i].short_name);
	}
	free(types);
	metric_of(result->baseline, &metrics[0], &before);
	metric_of(result->target, &metrics[0], &after);

	const double growth = after - before;
	const double least =
		before / 100 < (double)least_unaccounted ? before / 100 : (double)least_unaccounted;

	if (before <= 0 || growth <= 0 || growth < least || (double)absolute >= growth / 10) {
		return true;
	}
	char *summary = ra_text_printf(
		"Heap usage grew by %s, PHP values by %s: the rest is memory of an extension",
		RA_SIZE((uint64_t)growth), RA_SIZE_DELTA(sum));

	result->unaccounted = json_pack("{s:s, s:s, s:s, s:s*, s:{s:I, s:I, s:I}, s:I}", "kind",
		"unaccounted_heap_delta", "severity", "high", "confidence", "high", "summary", summary,
		"facts", "heap_usage_delta", (json_int_t)growth, "type_delta_sum", (json_int_t)sum,
		"type_delta_abs_sum", (json_int_t)absolute, "impact_bytes", (json_int_t)growth);
	free(summary);
	return result->unaccounted != NULL;
}

static int64_t growth_of(const struct ra_holder_series *series)
{
	return series->points[1].bytes - series->points[0].bytes;
}

static int by_growth(const void *left, const void *right)
{
	const struct ra_holder_series *const *a = left;
	const struct ra_holder_series *const *b = right;

	if (growth_of(*a) != growth_of(*b)) {
		return growth_of(*a) > growth_of(*b) ? -1 : 1;
	}
	return strcmp((*a)->key, (*b)->key);
}

/* Places that hold more than before. A place that has no row in one of the reports holds little there: rows are the
 * heaviest. */
static bool compare_holders(struct ra_comparison *result, double threshold)
{
	const json_t *const reports[] = {result->baseline->report, result->target->report};

	if (!ra_holder_series_make(reports, 2, &result->holders)) {
		return false;
	}
	result->grown = rows_new(result->holders.count, sizeof(*result->grown));
	if (!result->grown) {
		return false;
	}
	for (uint32_t i = 0; i < result->holders.count; i++) {
		const struct ra_holder_series *const series = &result->holders.items[i];
		const double before = (double)series->points[0].bytes;

		if (growth_of(series) > 0 &&
			(before <= 0 || 100 * (double)growth_of(series) / before >= threshold)) {
			result->grown[result->grown_count++] = series;
		}
	}
	qsort(result->grown, result->grown_count, sizeof(*result->grown), by_growth);
	return true;
}

static void compare_identity(struct ra_comparison *result)
{
	const json_t *before = json_object_get(result->baseline->report, "meta");
	const json_t *after = json_object_get(result->target->report, "meta");
	const char *before_version = text_of(before, "php_version");
	const char *after_version = text_of(after, "php_version");

	if (before_version && after_version && strcmp(before_version, after_version) != 0) {
		char *left = ra_text_clean(before_version, strnlen(before_version, 20));
		char *right = ra_text_clean(after_version, strnlen(after_version, 20));

		ra_lines_add(&result->warnings, &result->warning_count,
			ra_text_printf(
				"The PHP versions differ: %s and %s", left ? left : "?", right ? right : "?"));
		free(left);
		free(right);
	}
	if (json_is_false(json_object_get(before, "complete"))) {
		ra_lines_add(&result->warnings, &result->warning_count,
			ra_text_printf("The baseline is incomplete: what is missing there looks new"));
	}
	if (json_is_false(json_object_get(after, "complete"))) {
		ra_lines_add(&result->warnings, &result->warning_count,
			ra_text_printf("The target is incomplete: what is missing there looks removed"));
	}
	result->same_process = json_is_integer(json_object_get(before, "pid")) &&
						   int_of(before, "pid") == int_of(after, "pid");
}

static void check_growth(struct ra_comparison *result, double limit_percent)
{
	double before = 0;
	double after = 0;

	metric_of(result->baseline, &metrics[0], &before);
	metric_of(result->target, &metrics[0], &after);
	if (limit_percent >= 0 && before > 0 && 100 * (after - before) / before > limit_percent) {
		ra_lines_add(&result->failures, &result->failure_count,
			ra_text_printf("memory_get_usage() grew by %.1f%%, more than %.1f%%",
				100 * (after - before) / before, limit_percent));
	}
}

bool ra_compare(const struct ra_side *baseline, const struct ra_side *target,
	const struct ra_compare_options *options, struct ra_comparison **out, struct ra_error *err)
{
	struct ra_comparison *result = calloc(1, sizeof(*result));

	if (result) {
		result->baseline = baseline;
		result->target = target;
	}
	if (!result || !compare_holders(result, options->threshold) ||
		!compare_metrics(result, options->threshold) ||
		!compare_types(result, options->threshold) ||
		!compare_packages(result, options->threshold) ||
		!compare_classes(result, options->threshold) || !compare_bins(result) ||
		!compare_regions(result) || !find_unaccounted(result) ||
		!ra_compare_findings(result, options)) {
		ra_comparison_free(result);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the comparison");
	}
	compare_identity(result);
	check_growth(result, options->fail_growth);
	*out = result;
	return true;
}

static void free_findings(struct ra_finding_delta *rows, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		free(rows[i].text);
	}
	free(rows);
}

void ra_comparison_free(struct ra_comparison *comparison)
{
	if (!comparison) {
		return;
	}
	ra_lines_free(comparison->warnings, comparison->warning_count);
	ra_lines_free(comparison->failures, comparison->failure_count);
	ra_holder_series_done(&comparison->holders);
	free(comparison->grown);
	free(comparison->metrics);
	free_counts(comparison->types, comparison->type_count);
	free_counts(comparison->packages, comparison->package_count);
	free_counts(comparison->classes, comparison->changed_class_count +
										 comparison->added_class_count +
										 comparison->removed_class_count);
	free_findings(comparison->new_findings, comparison->new_count);
	free_findings(comparison->resolved_findings, comparison->resolved_count);
	free_findings(comparison->changed_findings, comparison->changed_count);
	free(comparison->bins);
	free(comparison->regions);
	json_decref(comparison->unaccounted);
	free(comparison);
}
