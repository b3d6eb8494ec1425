/* What a report says of itself: how much of the dump it rests on, and the lines above the
 * tables. */
#include "report/report_parts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "findings/finding_kind.h"
#include "base/format.h"
#include "graph/tally.h"
#include "reader/noted.h"
#include "reader/heap.h"
#include "walk/snapshot.h"

/* The rest of the sentence is in docs/saved-graphs.md. */
static const char not_in_saved_graph[] =
	"Not available in a saved graph: values that are numbers, so nothing about arrays or objects of equal contents, "
	"dynamic properties, sparse object storages";

/* Values on the heap of which something lies in a hole. */
static uint64_t count_partial(const struct ra_graph *graph)
{
	uint64_t count = 0;

	for (ra_node node = 0; node < graph->node_count; node++) {
		count += (graph->flags[node] & (RA_NODE_PARTIAL | RA_NODE_OUTSIDE)) == RA_NODE_PARTIAL;
	}
	return count;
}

/* On a sound dump nothing is refused but state of extensions in versions that are not known. */
static void warn_of_doubts(struct ra_report *report, const struct ra_tally *tally)
{
	struct ra_buffer kinds = {0};
	uint64_t refused = 0;
	char *text;

	for (int i = 0; i < RA_REFUSALS; i++) {
		if (tally->refused[i] > 0 && i != RA_REFUSED_STATE) {
			ra_buffer_printf(&kinds, "%s%s %s", refused > 0 ? ", " : "",
				RA_COUNT(tally->refused[i]), ra_refusal_name((enum ra_refusal)i));
			refused += tally->refused[i];
		}
	}
	text = ra_buffer_take(&kinds);
	if (refused > 0) {
		ra_lines_add(&report->warnings, &report->warning_count,
			ra_text_printf("Incomplete: %s pointers lead to something other than they should (%s): "
						   "memory was torn, or changed while it was written",
				RA_COUNT(refused), text ? text : ""));
	}
	free(text);
	if (tally->doubted_classes > 0) {
		ra_lines_add(&report->warnings, &report->warning_count,
			ra_text_printf("Incomplete: %s %s could not be read; their objects are counted",
				RA_COUNT(tally->doubted_classes),
				tally->doubted_classes == 1 ? "class" : "classes"));
	}
}

bool ra_report_warn(struct ra_report *report, const struct ra_snapshot *snapshot)
{
	char ***lines = &report->warnings;
	uint32_t *count = &report->warning_count;
	struct ra_process process;

	ra_reader_process(&snapshot->reader, &process);
	const uint64_t missing = process.missing_bytes;

	if (missing > 0) {
		ra_lines_add(lines, count,
			process.missing_regions > 0
				? ra_text_printf("Incomplete: %" PRIu32 " of %" PRIu32
								 " memory regions are missing "
								 "at the end of the dump, %s at least; what lay there is not in "
								 "this report",
					  process.missing_regions, process.region_count + process.missing_regions,
					  RA_SIZE(missing))
				: ra_text_printf(
					  "Incomplete: the last %s of the dump are missing; what lay there is not in "
					  "this report",
					  RA_SIZE(missing)));
	}
	if (!snapshot->heap->found) {
		ra_lines_add(lines, count,
			ra_text_printf(
				"Incomplete: no ZendMM heap in the dump (USE_ZEND_ALLOC=0, or its memory "
				"is not there)"));
	} else if (snapshot->heap->partial) {
		ra_lines_add(lines, count,
			ra_text_printf("Incomplete: the allocator's structures could not be read wholly"));
	}
	if (snapshot->tally->cut_short) {
		ra_lines_add(lines, count,
			ra_text_printf(
				"Incomplete: the dump is corrupt: its structures overlap, and hold more than "
				"the dump; the walk was cut short"));
	}
	warn_of_doubts(report, snapshot->tally);
	const uint64_t partial = count_partial(snapshot->graph);

	if (partial > 0) {
		ra_lines_add(lines, count,
			ra_text_printf("Incomplete: %s %s could not be read completely", RA_COUNT(partial),
				partial == 1 ? "value" : "values"));
	}
	const bool complete = report->warning_count == 0;

	if (snapshot->saved) {
		ra_lines_add(lines, count, strdup(not_in_saved_graph));
	}

	if (process.difference_count > 0) {
		ra_lines_add(lines, count,
			ra_text_printf(
				"The dump's own layout is used; it differs from the known one of PHP %s: %s",
				process.layout_name, process.differences));
	}
	for (uint32_t i = 0; i < report->findings.failed_pass_count; i++) {
		ra_lines_add(lines, count,
			ra_text_printf("No memory for %s: it is left out", report->findings.failed_passes[i]));
	}
	return complete;
}

/* Counters of the allocator do not depend on what is missing. */
static bool rests_on_the_graph(const struct ra_finding *finding)
{
	const struct ra_finding_kind *const kind = ra_finding_kind(finding->kind);

	return !kind || !(kind->flags & RA_KIND_ALLOCATOR);
}

void ra_report_lower_confidence(struct ra_findings *findings)
{
	for (uint32_t i = 0; i < findings->count; i++) {
		struct ra_finding *finding = &findings->items[i];

		if (rests_on_the_graph(finding) && finding->confidence < RA_CONFIDENCE_LOW) {
			finding->confidence++;
		}
	}
}

/* An exception's message may hold any text; that of the engine about memory holds sizes. */
static bool shows_message(const struct ra_snapshot *snapshot)
{
	static const char begin[] = "Allowed memory size of ";
	const struct ra_note *const note = snapshot->note;

	return note && note->message &&
		   (!snapshot->hide_contents || strncmp(note->message, begin, sizeof(begin) - 1) == 0);
}

void ra_report_overview(struct ra_report *report, const struct ra_snapshot *snapshot)
{
	const struct ra_note *const note = snapshot->note;
	char ***lines = &report->overview_lines;
	uint32_t *count = &report->overview_line_count;
	const struct ra_finding *overview = ra_findings_first(&report->findings, "overview");
	const struct ra_finding *gap = ra_findings_first(&report->findings, "coverage_gap");

	if (overview) {
		ra_lines_add(lines, count, strdup(overview->summary));
	}
	if (overview && overview->hypothesis) {
		ra_lines_add(lines, count, strdup(overview->hypothesis));
	}
	if (gap) {
		ra_lines_add(lines, count, strdup(gap->summary));
	}
	if (shows_message(snapshot)) {
		char *message = ra_text_clean(note->message, strlen(note->message));

		ra_lines_add(lines, count, message ? ra_text_printf("Error: %s", message) : NULL);
		free(message);
	}
}

/* As "2026-03-28T17:58:56Z". */
void ra_report_time(struct ra_report *report, const struct ra_note *note)
{
	char text[32];
	struct tm fields;
	time_t seconds;

	if (!note || note->captured_ns == 0) {
		return;
	}
	seconds = (time_t)(note->captured_ns / 1000000000u);
	if (gmtime_r(&seconds, &fields) &&
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &fields)) {
		report->captured_at = strdup(text);
	}
}

/* What the extension noted about the reason of the dump. */
static void add_note_meta(json_t *meta, const struct ra_note *note)
{
	if (!note) {
		return;
	}
	if (note->php_version_id != 0) {
		json_object_set_new(meta, "php_version_id", json_integer(note->php_version_id));
		json_object_set_new(meta, "zts", json_boolean(note->zts));
	}
	if (note->message) {
		json_object_set_new(meta, "message", ra_json_text(note->message));
	}
	if (note->file) {
		json_object_set_new(meta, "message_file", ra_json_text(note->file));
		json_object_set_new(meta, "message_line", json_integer(note->line));
	}
}

/* For whoever adds a version of PHP: docs/php-versions.md. */
static void add_unlike_meta(json_t *meta, const struct ra_snapshot *snapshot)
{
	const struct ra_tally *const tally = snapshot->tally;
	json_t *const rows = tally->unlike_count > 0 ? json_array() : NULL;

	for (uint32_t i = 0; i < tally->unlike_count; i++) {
		const struct ra_unlike *const row = &tally->unlike[i];
		const ra_name name = snapshot->graph->classes[row->class_index].name;

		json_array_append_new(
			rows, json_pack("{s:o, s:I, s:I}", "class",
					  ra_json_text(ra_graph_name(snapshot->graph, name, NULL)), "layout_offset",
					  (json_int_t)row->layout_offset, "seen_offset", (json_int_t)row->seen_offset));
	}
	if (rows) {
		json_object_set_new(meta, "unlike_layout", rows);
	}
}

static void set_int(json_t *object, const char *name, uint64_t value)
{
	json_object_set_new(
		object, name, json_integer(value > INT64_MAX ? INT64_MAX : (json_int_t)value));
}

/* The keys that existing readers know come first. */
json_t *ra_report_meta(
	const struct ra_report *report, const struct ra_snapshot *snapshot, bool complete)
{
	const struct ra_tally *tally = snapshot->tally;
	const struct ra_heap *heap = snapshot->heap;
	const struct ra_graph *graph = snapshot->graph;
	const struct ra_finding *refcounts = ra_findings_first(&report->findings, "refcount_state");
	json_t *meta = json_object();
	json_t *warnings = json_array();
	struct ra_process process;

	ra_reader_process(&snapshot->reader, &process);
	json_object_set_new(
		meta, "php_version", process.php_version ? ra_json_text(process.php_version) : json_null());
	json_object_set_new(meta, "heap_memory_analyzed_percentage",
		tally->live_bytes > 0
			? json_real(ra_round(ra_percent(tally->analysed_bytes, tally->live_bytes), 2))
			: json_null());
	json_object_set_new(meta, "memory_get_usage",
		heap->found ? json_integer((json_int_t)heap->usage_bytes) : json_null());
	set_int(meta, "node_count", graph->node_count);
	set_int(meta, "edge_count", graph->edge_count);
	json_object_set_new(
		meta, "captured_at", report->captured_at ? ra_json_text(report->captured_at) : json_null());
	if (snapshot->measures) {
		set_int(meta, "scc_count", snapshot->measures->component_count);
	}
	set_int(meta, "schema_version", RA_REPORT_SCHEMA);
	json_object_set_new(meta, "analyzer", json_string("rdump"));
	json_object_set_new(meta, "pid", json_integer(process.pid));
	json_object_set_new(meta, "memory_get_real_usage",
		heap->found ? json_integer((json_int_t)heap->real_usage_bytes) : json_null());
	set_int(meta, "counted_bytes", tally->live_bytes);
	json_object_set_new(meta, "usage_difference",
		json_integer((json_int_t)heap->usage_bytes - (json_int_t)tally->live_bytes));
	json_object_set_new(meta, "complete", json_boolean(complete));
	set_int(meta, "missing_bytes", process.missing_bytes);
	set_int(meta, "unreadable_bytes", process.missing_bytes);
	json_object_set_new(meta, "unreadable",
		json_pack("{s:I, s:I, s:I}", "unmapped",
			(json_int_t)ra_reader_holes(&snapshot->reader, RA_HOLE_UNMAPPED), "not_captured",
			(json_int_t)ra_reader_holes(&snapshot->reader, RA_HOLE_NOT_CAPTURED), "cut",
			(json_int_t)ra_reader_holes(&snapshot->reader, RA_HOLE_CUT)));
	add_note_meta(meta, snapshot->note);
	if (refcounts) {
		json_object_set(meta, "reference_counts", refcounts->facts);
	}
	add_unlike_meta(meta, snapshot);
	for (uint32_t i = 0; i < report->warning_count; i++) {
		json_array_append_new(warnings, ra_json_text(report->warnings[i]));
	}
	json_object_set_new(meta, "warnings", warnings);
	return meta;
}
