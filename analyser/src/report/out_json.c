/* The report as JSON. `meta` and `findings` are the layout that existing readers know; `tables` has
 * what a comparison needs beyond them: all rows, not only the largest. */
#include "base/format.h"
#include "report/out_answer.h"
#include "report/out_report.h"

#include <inttypes.h>
#include <stdio.h>

static json_t *text_list(char *const *texts, uint32_t count)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < count; i++) {
		json_array_append_new(list, ra_json_text(texts[i]));
	}
	return list;
}

json_t *ra_finding_json(const struct ra_finding *finding)
{
	json_t *object = json_object();

	json_object_set_new(object, "kind", json_string(finding->kind));
	json_object_set_new(object, "severity", json_string(ra_severity_name(finding->severity)));
	json_object_set_new(object, "confidence", json_string(ra_confidence_name(finding->confidence)));
	json_object_set_new(object, "summary", ra_json_text(finding->summary));
	if (json_object_size(finding->facts) > 0) {
		json_object_set(object, "facts", finding->facts);
	}
	if (finding->hypothesis) {
		json_object_set_new(object, "hypothesis", ra_json_text(finding->hypothesis));
	}
	if (finding->next_check_count > 0) {
		json_object_set_new(
			object, "next_checks", text_list(finding->next_checks, finding->next_check_count));
	}
	if (finding->impact_bytes > 0) {
		json_object_set_new(
			object, "impact_bytes", json_integer((json_int_t)finding->impact_bytes));
	}
	if (finding->evidence_count > 0) {
		json_t *nodes = json_array();

		for (uint32_t i = 0; i < finding->evidence_count; i++) {
			json_array_append_new(nodes, json_integer(finding->evidence[i]));
		}
		json_object_set_new(object, "evidence_node_ids", nodes);
	}
	if (finding->path_count > 0) {
		json_object_set_new(
			object, "representative_paths", text_list(finding->paths, finding->path_count));
	}
	json_object_set_new(object, "signature", json_string(finding->signature));
	return object;
}

static json_t *summary_json(const struct ra_report *report)
{
	json_t *summary = json_object();

	for (uint32_t i = 0; i < report->metric_count; i++) {
		const struct ra_report_metric *metric = &report->metrics[i];

		json_object_set_new(summary, metric->name,
			metric->whole ? json_integer(ra_whole(metric->value)) : json_real(metric->value));
	}
	return summary;
}

static json_t *types_json(const struct ra_report *report)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < report->type_count; i++) {
		const struct ra_report_type *row = &report->types[i];

		json_array_append_new(list,
			json_pack("{s:s, s:I, s:I, s:f}", "type", row->name, "count", (json_int_t)row->count,
				"memory_usage", (json_int_t)row->content_bytes, "percentage", row->percentage));
	}
	return list;
}

static json_t *classes_json(const struct ra_report *report)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < report->class_count; i++) {
		const struct ra_report_class *row = &report->classes[i];

		json_array_append_new(
			list, json_pack("{s:o, s:I, s:I, s:I}", "class_name", ra_json_text(row->name), "count",
					  (json_int_t)row->count, "memory_bytes", (json_int_t)row->bytes, "state_bytes",
					  (json_int_t)row->state_bytes));
	}
	return list;
}

static json_t *packages_json(const struct ra_report *report)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < report->packages.count; i++) {
		const struct ra_package *row = &report->packages.rows[i];

		json_array_append_new(list,
			json_pack("{s:o, s:s, s:I, s:I}", "package", ra_json_text(row->name), "kind", row->kind,
				"memory_bytes", (json_int_t)row->bytes, "count", (json_int_t)row->objects));
	}
	return list;
}

static json_t *bins_json(const struct ra_report *report)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < report->bin_count; i++) {
		const struct ra_report_bin *row = &report->bins[i];

		json_array_append_new(
			list, json_pack("{s:i, s:I, s:I, s:I}", "bin_num", (int)row->number, "bin_size",
					  (json_int_t)row->slot_bytes, "count", (json_int_t)row->count, "total_bytes",
					  (json_int_t)row->total_bytes));
	}
	return list;
}

static json_t *regions_json(const struct ra_report *report)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < report->region_count; i++) {
		const struct ra_report_region *row = &report->regions[i];
		char address[24];

		snprintf(address, sizeof(address), "0x%" PRIx64, row->address);
		json_array_append_new(list, json_pack("{s:s, s:s, s:I}", "kind", row->kind, "address",
										address, "size", (json_int_t)row->total_bytes));
	}
	return list;
}

json_t *ra_report_json(const struct ra_report *report)
{
	json_t *findings = json_array();

	for (uint32_t i = 0; i < report->findings.count; i++) {
		json_array_append_new(findings, ra_finding_json(&report->findings.items[i]));
	}
	return json_pack("{s:O, s:o*, s:o, s:{s:o, s:o, s:o, s:o, s:o, s:o}}", "meta", report->meta,
		"answer", report->answer ? ra_answer_json(report->answer) : NULL, "findings", findings,
		"tables", "summary", summary_json(report), "types", types_json(report), "classes",
		classes_json(report), "packages", packages_json(report), "bins", bins_json(report),
		"regions", regions_json(report));
}
