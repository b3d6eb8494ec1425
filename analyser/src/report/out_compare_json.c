/* A comparison as JSON, in the layout that existing readers know; keys are added behind it. */
#include "base/format.h"
#include "report/out_compare.h"

#include <inttypes.h>
#include <stdio.h>

#include "findings/findings.h"

static json_t *number(double value, bool is_percentage)
{
	return is_percentage ? json_real(value) : json_integer(ra_whole(value));
}

static json_t *metrics_json(const struct ra_comparison *comparison)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < comparison->metric_count; i++) {
		const struct ra_metric_delta *row = &comparison->metrics[i];
		json_t *object = json_pack("{s:s, s:o, s:o, s:o}", "metric", row->name, "baseline",
			number(row->baseline, row->is_percentage), "target",
			number(row->target, row->is_percentage), "delta",
			number(row->delta, row->is_percentage));

		if (row->has_percent) {
			json_object_set_new(object, "delta_percent", json_real(row->percent));
		}
		json_array_append_new(list, object);
	}
	return list;
}

static json_t *point_json(const struct ra_holder_point *point)
{
	return point->there ? json_pack("{s:I, s:o}", "bytes", (json_int_t)point->bytes, "elements",
							  point->has_elements ? json_integer(point->elements) : json_null())
						: json_null();
}

static json_t *containers_json(const struct ra_comparison *comparison)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < comparison->grown_count; i++) {
		const struct ra_holder_series *const series = comparison->grown[i];
		const struct ra_holder_point *const points = series->points;
		json_t *const row = json_pack("{s:s, s:o, s:o, s:I}", "path", series->key, "baseline",
			point_json(&points[0]), "target", point_json(&points[1]), "bytes_delta",
			(json_int_t)(points[1].bytes - points[0].bytes));

		json_object_set(row, "content", json_object_get(points[1].row, "content"));
		json_object_set(row, "known", json_object_get(points[1].row, "known"));
		json_array_append_new(list, row);
	}
	return list;
}

static json_t *counts_json(const struct ra_count_delta *rows, uint32_t count, const char *name_key)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < count; i++) {
		const struct ra_count_delta *row = &rows[i];

		json_array_append_new(list,
			json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:I}", name_key, row->name, "baseline_count",
				(json_int_t)row->baseline_count, "target_count", (json_int_t)row->target_count,
				"baseline_memory", (json_int_t)row->baseline_bytes, "target_memory",
				(json_int_t)row->target_bytes, "count_delta",
				(json_int_t)(row->target_count - row->baseline_count), "memory_delta",
				(json_int_t)(row->target_bytes - row->baseline_bytes)));
	}
	return list;
}

static json_t *classes_json(const struct ra_comparison *comparison)
{
	const struct ra_count_delta *rows = comparison->classes;
	const uint32_t changed = comparison->changed_class_count;
	const uint32_t added = comparison->added_class_count;

	return json_pack("{s:o, s:o, s:o}", "changed", counts_json(rows, changed, "class_name"),
		"added", counts_json(rows + changed, added, "class_name"), "removed",
		counts_json(rows + changed + added, comparison->removed_class_count, "class_name"));
}

static json_t *findings_json(const struct ra_finding_delta *rows, uint32_t count)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < count; i++) {
		const struct ra_finding_delta *row = &rows[i];

		/* references only: the findings belong to the sides, and jansson counts */
		json_array_append_new(
			list, row->baseline && row->target
					  ? json_pack("{s:O, s:O}", "baseline", row->baseline, "target", row->target)
					  : json_incref((json_t *)(row->target ? row->target : row->baseline)));
	}
	return list;
}

static json_t *bins_json(const struct ra_comparison *comparison)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < comparison->bin_count; i++) {
		const struct ra_bin_delta *row = &comparison->bins[i];

		json_array_append_new(list,
			json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "bin_num",
				(json_int_t)row->number, "bin_size", (json_int_t)row->slot_bytes, "baseline_count",
				(json_int_t)row->baseline_count, "target_count", (json_int_t)row->target_count,
				"baseline_bytes", (json_int_t)row->baseline_bytes, "target_bytes",
				(json_int_t)row->target_bytes, "count_delta",
				(json_int_t)(row->target_count - row->baseline_count), "bytes_delta",
				(json_int_t)(row->target_bytes - row->baseline_bytes)));
	}
	return list;
}

static json_t *regions_json(const struct ra_comparison *comparison)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < comparison->region_count; i++) {
		const struct ra_region_delta *row = &comparison->regions[i];

		json_array_append_new(list,
			json_pack("{s:s, s:s, s:I, s:I, s:I, s:s}", "kind", row->kind, "address", row->address,
				"baseline_size", (json_int_t)row->baseline_bytes, "target_size",
				(json_int_t)row->target_bytes, "size_delta",
				(json_int_t)(row->target_bytes - row->baseline_bytes), "change", row->change));
	}
	return list;
}

static json_t *texts_json(char *const *texts, uint32_t count)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < count; i++) {
		json_array_append_new(list, ra_json_text(texts[i]));
	}
	return list;
}

static json_t *diff_json(const struct ra_node_diff *diff)
{
	json_t *samples = json_array();

	for (uint32_t i = 0; i < diff->sample_count; i++) {
		const struct ra_node_sample *row = &diff->samples[i];
		char address[24];

		snprintf(address, sizeof(address), "0x%" PRIxADDR, row->address);

		json_t *sample = json_pack("{s:I, s:s, s:s, s:I}", "node_id", (json_int_t)row->node,
			"address", address, "type", row->type, "size", (json_int_t)row->own_bytes);

		if (row->class_name) {
			json_object_set_new(sample, "class_name", ra_json_text(row->class_name));
		}
		if (row->path) {
			json_object_set_new(sample, "path", ra_json_text(row->path));
		}
		json_array_append_new(samples, sample);
	}
	return json_pack("{s:s, s:I, s:I, s:o}", "side",
		diff->target_only ? "target-only" : "baseline-only", "total", (json_int_t)diff->total,
		"total_bytes", (json_int_t)diff->total_bytes, "samples", samples);
}

json_t *ra_comparison_json(const struct ra_comparison *comparison, const struct ra_node_diff *diff)
{
	json_t *object = json_object();

	json_object_set(object, "baseline", json_object_get(comparison->baseline->report, "meta"));
	json_object_set(object, "target", json_object_get(comparison->target->report, "meta"));
	json_object_set_new(object, "summary_deltas", metrics_json(comparison));
	json_object_set_new(
		object, "type_deltas", counts_json(comparison->types, comparison->type_count, "type"));
	json_object_set_new(object, "package_deltas",
		counts_json(comparison->packages, comparison->package_count, "package"));
	json_object_set_new(object, "class_deltas", classes_json(comparison));
	json_object_set_new(object, "findings_diff",
		json_pack("{s:o, s:o, s:o}", "new",
			findings_json(comparison->new_findings, comparison->new_count), "resolved",
			findings_json(comparison->resolved_findings, comparison->resolved_count), "changed",
			findings_json(comparison->changed_findings, comparison->changed_count)));
	json_object_set_new(object, "grown_containers", containers_json(comparison));
	json_object_set_new(object, "bin_deltas", bins_json(comparison));
	json_object_set_new(object, "region_deltas", regions_json(comparison));
	if (comparison->unaccounted) {
		json_object_set(object, "unaccounted_finding", comparison->unaccounted);
	}
	json_object_set_new(object, "accepted_findings", json_integer(comparison->accepted_count));
	json_object_set_new(object, "same_process", json_boolean(comparison->same_process));
	json_object_set_new(
		object, "warnings", texts_json(comparison->warnings, comparison->warning_count));
	json_object_set_new(
		object, "failures", texts_json(comparison->failures, comparison->failure_count));
	if (diff) {
		json_object_set_new(object, "node_diff", diff_json(diff));
	}
	return object;
}
