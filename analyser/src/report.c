/* See report.h. Rows come from the facts of findings and from the snapshot's counters. */
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "finding_key.h"
#include "format.h"
#include "layout.h"
#include "note.h"
#include "ranking.h"
#include "snapshot.h"
#include "tally.h"
#include "zendmm.h"

enum {
	FOLD_FROM = 3,
	CLASS_COLUMNS = 40,
	PATH_COLUMNS = 30,
	PREVIEW_COLUMNS = 40
};

/* Kinds with a table of their own, and those of the overview. */
static const char *const tabled[] = {"overview", "coverage_gap", "call_stack", "type_ranking",
	"class_ranking", "large_array", "sparse_array", "large_string", "root_blame",
	"bin_histogram_entry"};

bool ra_kind_is_tabled(const char *kind)
{
	for (size_t i = 0; i < sizeof(tabled) / sizeof(tabled[0]); i++) {
		if (strcmp(kind, tabled[i]) == 0) {
			return true;
		}
	}
	return false;
}

static bool is_kind(const struct ra_finding *finding, const char *kind)
{
	return strcmp(finding->kind, kind) == 0;
}

static const struct ra_finding *find_kind(const struct ra_findings *findings, const char *kind)
{
	for (uint32_t i = 0; i < findings->count; i++) {
		if (is_kind(&findings->items[i], kind)) {
			return &findings->items[i];
		}
	}
	return NULL;
}

static uint64_t int_fact(const struct ra_finding *finding, const char *name)
{
	return (uint64_t)json_integer_value(json_object_get(finding->facts, name));
}

/* Never NULL. */
static const char *text_fact(const struct ra_finding *finding, const char *name)
{
	const char *text = json_string_value(json_object_get(finding->facts, name));

	return text ? text : "";
}

/* An array of `count` zeroed items, at least one, so that NULL always means no memory. */
static void *rows_new(size_t count, size_t item_size)
{
	return calloc(count + 1, item_size);
}

/* --- first page --- */

/* Values on the heap of which something lies in a hole. */
static uint64_t count_partial(const struct ra_graph *graph)
{
	uint64_t count = 0;

	for (ra_node node = 0; node < graph->node_count; node++) {
		count += (graph->flags[node] & (RA_NODE_PARTIAL | RA_NODE_OUTSIDE)) == RA_NODE_PARTIAL;
	}
	return count;
}

static void add_warnings(
	struct ra_report *report, const struct ra_snapshot *snapshot, bool *complete)
{
	char ***lines = &report->warnings;
	uint32_t *count = &report->warning_count;
	const uint64_t missing = snapshot->dump->missing_bytes;

	if (missing > 0) {
		ra_lines_add(lines, count,
			ra_text_printf(
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
	const uint64_t partial = count_partial(snapshot->graph);

	if (partial > 0) {
		ra_lines_add(lines, count,
			ra_text_printf("Incomplete: %s %s could not be read completely", RA_COUNT(partial),
				partial == 1 ? "value" : "values"));
	}
	*complete = report->warning_count == 0;
	if (snapshot->layout->difference_count > 0) {
		ra_lines_add(lines, count,
			ra_text_printf(
				"The dump's own layout is used; it differs from the known one of PHP %s: %s",
				snapshot->layout->name, snapshot->layout->differences));
	}
	for (uint32_t i = 0; i < report->findings.failed_pass_count; i++) {
		ra_lines_add(lines, count,
			ra_text_printf("No memory for %s: it is left out", report->findings.failed_passes[i]));
	}
}

/* Counters of the allocator and the stack do not depend on what is missing. */
static bool rests_on_the_graph(const struct ra_finding *finding)
{
	return strncmp(finding->kind, "zendmm_", 7) != 0 && strncmp(finding->kind, "bin_", 4) != 0 &&
		   !is_kind(finding, "near_memory_limit");
}

static void lower_confidence(struct ra_findings *findings)
{
	for (uint32_t i = 0; i < findings->count; i++) {
		struct ra_finding *finding = &findings->items[i];

		if (rests_on_the_graph(finding) && finding->confidence < RA_CONFIDENCE_LOW) {
			finding->confidence++;
		}
	}
}

static void add_overview_lines(struct ra_report *report, const struct ra_note *note)
{
	char ***lines = &report->overview_lines;
	uint32_t *count = &report->overview_line_count;
	const struct ra_finding *overview = find_kind(&report->findings, "overview");
	const struct ra_finding *gap = find_kind(&report->findings, "coverage_gap");

	if (overview) {
		ra_lines_add(lines, count, strdup(overview->summary));
	}
	if (overview && overview->hypothesis) {
		ra_lines_add(lines, count, strdup(overview->hypothesis));
	}
	if (gap) {
		ra_lines_add(lines, count, strdup(gap->summary));
	}
	if (note && note->message) {
		char *message = ra_text_clean(note->message, strlen(note->message));

		ra_lines_add(lines, count, message ? ra_text_printf("Error: %s", message) : NULL);
		free(message);
	}
}

/* "2026-03-28T17:58:56Z" into report->captured_at, when the dump says it. */
static void set_capture_time(struct ra_report *report, const struct ra_note *note)
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

static void set_int(json_t *object, const char *name, uint64_t value)
{
	json_object_set_new(
		object, name, json_integer(value > INT64_MAX ? INT64_MAX : (json_int_t)value));
}

/* The keys that existing readers know come first. */
static json_t *make_meta(
	const struct ra_report *report, const struct ra_snapshot *snapshot, bool complete)
{
	const struct ra_tally *tally = snapshot->tally;
	const struct ra_heap *heap = snapshot->heap;
	const struct ra_graph *graph = snapshot->graph;
	const struct ra_finding *refcounts = find_kind(&report->findings, "refcount_state");
	json_t *meta = json_object();
	json_t *warnings = json_array();

	json_object_set_new(meta, "php_version", ra_json_text(snapshot->dump->php_version));
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
	json_object_set_new(meta, "pid", json_integer(snapshot->dump->pid));
	json_object_set_new(meta, "memory_get_real_usage",
		heap->found ? json_integer((json_int_t)heap->real_usage_bytes) : json_null());
	set_int(meta, "counted_bytes", tally->live_bytes);
	json_object_set_new(meta, "usage_difference",
		json_integer((json_int_t)heap->usage_bytes - (json_int_t)tally->live_bytes));
	json_object_set_new(meta, "complete", json_boolean(complete));
	set_int(meta, "missing_bytes", snapshot->dump->missing_bytes);
	set_int(meta, "unreadable_bytes", snapshot->dump->missing_bytes);
	json_object_set_new(meta, "unreadable",
		json_pack("{s:I, s:I, s:I}", "unmapped",
			(json_int_t)ra_space_holes(snapshot->space, RA_HOLE_UNMAPPED), "not_captured",
			(json_int_t)ra_space_holes(snapshot->space, RA_HOLE_NOT_CAPTURED), "cut",
			(json_int_t)ra_space_holes(snapshot->space, RA_HOLE_CUT)));
	add_note_meta(meta, snapshot->note);
	if (refcounts) {
		json_object_set(meta, "reference_counts", refcounts->facts);
	}
	for (uint32_t i = 0; i < report->warning_count; i++) {
		json_array_append_new(warnings, ra_json_text(report->warnings[i]));
	}
	json_object_set_new(meta, "warnings", warnings);
	return meta;
}

/* --- metrics, types, classes, allocator --- */

static void add_metric(struct ra_report *report, const char *name, double value, bool whole)
{
	report->metrics[report->metric_count++] = (struct ra_report_metric){name, value, whole};
}

static bool make_metrics(struct ra_report *report, const struct ra_snapshot *snapshot)
{
	const struct ra_heap *heap = snapshot->heap;
	const struct ra_tally *tally = snapshot->tally;
	const uint64_t total = (uint64_t)heap->chunk_count * RA_CHUNK_BYTES + heap->huge_bytes;
	enum {
		METRICS = 12
	};

	report->metrics = rows_new(METRICS, sizeof(*report->metrics));
	if (!report->metrics) {
		return false;
	}
	if (heap->found) {
		add_metric(report, "memory_get_usage", (double)heap->usage_bytes, true);
		add_metric(report, "memory_get_real_usage", (double)heap->real_usage_bytes, true);
		add_metric(report, "memory_get_peak_usage", (double)heap->peak_bytes, true);
		add_metric(report, "memory_limit",
			heap->limit_bytes < (uint64_t)1 << 62 ? (double)heap->limit_bytes : -1.0, true);
		add_metric(report, "zend_mm_heap_total", (double)total, true);
		add_metric(report, "zend_mm_heap_usage", (double)tally->analysed_bytes, true);
	}
	add_metric(report, "vm_stack_total", (double)tally->vm_stack_total, true);
	add_metric(report, "vm_stack_usage", (double)tally->vm_stack_usage, true);
	add_metric(report, "compiler_arena_total", (double)tally->arena_total, true);
	add_metric(report, "compiler_arena_usage", (double)tally->arena_usage, true);
	if (tally->live_bytes > 0) {
		add_metric(report, "heap_memory_analyzed_percentage",
			ra_round(ra_percent(tally->analysed_bytes, tally->live_bytes), 2), false);
	}
	if (snapshot->dump->rss_bytes >= 0) {
		add_metric(report, "rss", (double)snapshot->dump->rss_bytes, true);
	}
	return true;
}

static bool make_types(struct ra_report *report, const struct ra_tally *tally)
{
	struct ra_type_ranking ranking;

	ra_type_ranking_make(tally, &ranking);
	report->types = rows_new(ranking.count, sizeof(*report->types));
	if (!report->types) {
		return false;
	}
	for (uint32_t i = 0; i < ranking.count; i++) {
		const struct ra_type_total *row = &ranking.rows[i];

		report->types[report->type_count++] = (struct ra_report_type){
			ra_location_name(row->location), ra_location_short_name(row->location), row->count,
			row->bytes, ra_round(ra_percent(row->bytes, ranking.bytes), 1)};
	}
	return true;
}

static int compare_class_names(const void *a, const void *b)
{
	return strcmp(
		((const struct ra_report_class *)a)->name, ((const struct ra_report_class *)b)->name);
}

static int compare_class_bytes(const void *a, const void *b)
{
	const struct ra_report_class *left = a;
	const struct ra_report_class *right = b;

	if (left->content_bytes != right->content_bytes) {
		return left->content_bytes > right->content_bytes ? -1 : 1;
	}
	if (left->count != right->count) {
		return left->count > right->count ? -1 : 1;
	}
	return strcmp(left->name, right->name);
}

/* Anonymous classes of one place have one name each time their file is loaded: one row. */
static void merge_equal_names(struct ra_report *report)
{
	uint32_t kept = 0;

	qsort(report->classes, report->class_count, sizeof(*report->classes), compare_class_names);
	for (uint32_t i = 0; i < report->class_count; i++) {
		struct ra_report_class *row = &report->classes[i];

		if (kept > 0 && strcmp(report->classes[kept - 1].name, row->name) == 0) {
			struct ra_report_class *same = &report->classes[kept - 1];

			same->count += row->count;
			same->content_bytes += row->content_bytes;
			same->own_bytes += row->own_bytes;
			free(row->name);
		} else {
			report->classes[kept++] = *row;
		}
	}
	report->class_count = kept;
	qsort(report->classes, kept, sizeof(*report->classes), compare_class_bytes);
}

static bool make_classes(struct ra_report *report, const struct ra_graph *graph)
{
	uint64_t bytes = 0;

	report->classes = rows_new(graph->class_count, sizeof(*report->classes));
	if (!report->classes) {
		return false;
	}
	for (uint32_t i = 0; i < graph->class_count; i++) {
		const struct ra_class *cls = &graph->classes[i];
		struct ra_report_class *row = &report->classes[report->class_count];

		if (cls->instance_count == 0) {
			continue;
		}
		*row = (struct ra_report_class){.name = ra_class_name(graph, i),
			.count = cls->instance_count,
			.content_bytes = cls->content_bytes,
			.own_bytes = cls->own_bytes};
		if (!row->name) {
			return false;
		}
		report->class_count++;
		bytes += cls->content_bytes;
	}
	merge_equal_names(report);
	for (uint32_t i = 0; i < report->class_count; i++) {
		struct ra_report_class *row = &report->classes[i];

		row->percentage = ra_round(ra_percent(row->content_bytes, bytes), 1);
		row->average_bytes = row->content_bytes / row->count;
		row->short_name = ra_text_cut(row->name, CLASS_COLUMNS, RA_CUT_BEGIN);
		if (!row->short_name) {
			return false;
		}
	}
	return true;
}

static bool make_bins(struct ra_report *report, const struct ra_heap *heap)
{
	report->bins = rows_new(RA_BINS, sizeof(*report->bins));
	if (!report->bins) {
		return false;
	}
	for (unsigned bin = 0; bin < RA_BINS; bin++) {
		const uint64_t count = heap->bin[bin].slots - heap->bin[bin].free_slots;

		if (count > 0) {
			report->bins[report->bin_count++] = (struct ra_report_bin){
				bin, ra_heap_bins[bin].slot_bytes, count, count * ra_heap_bins[bin].slot_bytes};
		}
	}
	return true;
}

static int compare_regions(const void *a, const void *b)
{
	const struct ra_report_region *left = a;
	const struct ra_report_region *right = b;
	const int kinds = strcmp(left->kind, right->kind);

	return kinds ? kinds : left->address < right->address ? -1 : left->address > right->address;
}

static void add_region(
	struct ra_report *report, const char *kind, uint64_t address, uint64_t total_bytes)
{
	report->regions[report->region_count++] = (struct ra_report_region){kind, address, total_bytes};
}

static bool make_regions(struct ra_report *report, const struct ra_snapshot *snapshot)
{
	const struct ra_heap *heap = snapshot->heap;
	const struct ra_graph *graph = snapshot->graph;
	size_t pages = 0;

	for (ra_node node = 0; node < graph->node_count; node++) {
		pages += graph->kind[node] == RA_NODE_VM_STACK || graph->kind[node] == RA_NODE_ARENA;
	}
	report->regions =
		rows_new(pages + heap->chunk_count + heap->huge_count, sizeof(*report->regions));
	if (!report->regions) {
		return false;
	}
	for (uint32_t i = 0; i < heap->chunk_count; i++) {
		add_region(report, "chunk", heap->chunks[i].address, RA_CHUNK_BYTES);
	}
	for (uint32_t i = 0; i < heap->huge_count; i++) {
		add_region(report, "huge", heap->huge[i].address, heap->huge[i].bytes);
	}
	for (ra_node node = 0; node < graph->node_count; node++) {
		const bool stack = graph->kind[node] == RA_NODE_VM_STACK;
		struct ra_slot slot;

		if ((stack || graph->kind[node] == RA_NODE_ARENA) &&
			ra_heap_slot_at(heap, graph->address[node], &slot)) {
			add_region(
				report, stack ? "vm_stack" : "compiler_arena", graph->address[node], slot.bytes);
		}
	}
	qsort(report->regions, report->region_count, sizeof(*report->regions), compare_regions);
	return true;
}

/* --- rows from findings, folded --- */

struct fold { /* rows of one path pattern */
	char *pattern;
	uint32_t rows;
	uint64_t bytes;
};

struct folds {
	struct fold *items;
	uint32_t count;
};

static void folds_done(struct folds *folds)
{
	for (uint32_t i = 0; i < folds->count; i++) {
		free(folds->items[i].pattern);
	}
	free(folds->items);
}

/* The fold of a path; NULL: no memory. New ones are begun: there is room for `room` of them. */
static struct fold *fold_of(struct folds *folds, const char *path)
{
	char *pattern = ra_path_pattern(path);

	if (!pattern) {
		return NULL;
	}
	for (uint32_t i = 0; i < folds->count; i++) {
		if (strcmp(folds->items[i].pattern, pattern) == 0) {
			free(pattern);
			return &folds->items[i];
		}
	}
	folds->items[folds->count] = (struct fold){.pattern = pattern};
	return &folds->items[folds->count++];
}

/* How many rows each pattern of this kind has. */
static bool count_folds(const struct ra_findings *findings, const char *const *kinds,
	const char *bytes_fact, struct folds *folds)
{
	folds->items = rows_new(findings->count, sizeof(*folds->items));
	if (!folds->items) {
		return false;
	}
	for (uint32_t i = 0; i < findings->count; i++) {
		const struct ra_finding *finding = &findings->items[i];

		for (const char *const *kind = kinds; *kind; kind++) {
			struct fold *fold =
				is_kind(finding, *kind) ? fold_of(folds, text_fact(finding, "owner_path")) : NULL;

			if (fold) {
				fold->rows++;
				fold->bytes += int_fact(finding, bytes_fact);
			}
		}
	}
	return true;
}

/* True when the row is to be shown; *note then says what it stands for, if it is more than itself.
 * A fold that has been shown has no rows left. */
static bool take_row(struct fold *fold, char **note)
{
	if (!fold) {
		return true;
	}
	if (fold->rows == 0) {
		return false;
	}
	if (fold->rows < FOLD_FROM || !strstr(fold->pattern, "[*]")) {
		return true;
	}
	*note = ra_text_printf("(+%u more at %s, ~%s each)", fold->rows - 1, fold->pattern,
		RA_SIZE(fold->bytes / fold->rows));
	fold->rows = 0;
	return true;
}

static bool is_also_sparse(const struct ra_findings *findings, uint64_t node)
{
	for (uint32_t i = 0; i < findings->count; i++) {
		if (is_kind(&findings->items[i], "sparse_array") &&
			int_fact(&findings->items[i], "node_id") == node) {
			return true;
		}
	}
	return false;
}

static bool has_array_row(const struct ra_findings *findings, uint64_t node)
{
	for (uint32_t i = 0; i < findings->count; i++) {
		if (is_kind(&findings->items[i], "large_array") &&
			int_fact(&findings->items[i], "node_id") == node) {
			return true;
		}
	}
	return false;
}

static int compare_array_rows(const void *a, const void *b)
{
	const struct ra_report_array *left = a;
	const struct ra_report_array *right = b;

	if (left->retained_bytes != right->retained_bytes) {
		return left->retained_bytes > right->retained_bytes ? -1 : 1;
	}
	return strcmp(left->path, right->path);
}

static bool make_arrays(struct ra_report *report)
{
	static const char *const kinds[] = {"large_array", "sparse_array", NULL};
	const struct ra_findings *findings = &report->findings;
	struct folds folds = {0};
	bool ok = count_folds(findings, kinds, "table_size", &folds);

	report->arrays = rows_new(findings->count, sizeof(*report->arrays));
	ok = ok && report->arrays;
	for (uint32_t i = 0; ok && i < findings->count; i++) {
		const struct ra_finding *finding = &findings->items[i];
		const bool sparse = is_kind(finding, "sparse_array");
		const uint64_t node = int_fact(finding, "node_id");
		const char *path = text_fact(finding, "owner_path");
		char *note = NULL;

		if ((!sparse && !is_kind(finding, "large_array")) ||
			(sparse && has_array_row(findings, node)) || !take_row(fold_of(&folds, path), &note)) {
			continue;
		}
		struct ra_report_array *row = &report->arrays[report->array_count++];

		row->table_bytes = int_fact(finding, "table_size");
		row->retained_bytes = sparse ? row->table_bytes : int_fact(finding, "retained_size");
		row->element_count = int_fact(finding, "element_count");
		row->path = ra_text_printf("%s%s", *path ? path : "(root)",
			sparse || is_also_sparse(findings, node) ? " [sparse]" : "");
		row->fold = note;
		ok = row->path;
	}
	folds_done(&folds);
	if (ok) {
		qsort(report->arrays, report->array_count, sizeof(*report->arrays), compare_array_rows);
	}
	return ok;
}

static bool make_strings(struct ra_report *report)
{
	static const char *const kinds[] = {"large_string", NULL};
	const struct ra_findings *findings = &report->findings;
	struct folds folds = {0};
	bool ok = count_folds(findings, kinds, "size", &folds);

	report->strings = rows_new(findings->count, sizeof(*report->strings));
	ok = ok && report->strings;
	for (uint32_t i = 0; ok && i < findings->count; i++) {
		const struct ra_finding *finding = &findings->items[i];
		const char *path = text_fact(finding, "owner_path");
		const char *preview = text_fact(finding, "preview");
		char *note = NULL;

		if (!is_kind(finding, "large_string") || !take_row(fold_of(&folds, path), &note)) {
			continue;
		}
		struct ra_report_string *row = &report->strings[report->string_count++];

		row->content_bytes = int_fact(finding, "size");
		row->path = ra_text_cut(*path ? path : "(root)", PATH_COLUMNS, RA_CUT_BEGIN);
		row->preview = ra_text_cut(*preview ? preview : "(binary)", PREVIEW_COLUMNS, RA_CUT_END);
		row->fold = note;
		ok = row->path && row->preview;
	}
	folds_done(&folds);
	return ok;
}

static bool make_blames(struct ra_report *report)
{
	const struct ra_findings *findings = &report->findings;

	report->blames = rows_new(findings->count, sizeof(*report->blames));
	if (!report->blames) {
		return false;
	}
	for (uint32_t i = 0; i < findings->count; i++) {
		const struct ra_finding *finding = &findings->items[i];

		if (is_kind(finding, "root_blame")) {
			struct ra_report_blame *row = &report->blames[report->blame_count++];

			*row = (struct ra_report_blame){strdup(text_fact(finding, "root_name")),
				int_fact(finding, "exclusive_bytes"), int_fact(finding, "shared_bytes"),
				int_fact(finding, "total_bytes"),
				json_number_value(json_object_get(finding->facts, "percentage"))};
			if (!row->name) {
				return false;
			}
		}
	}
	return true;
}

/* The path that says where a finding is, without indices and lines; NULL: it has none. */
static char *subject_pattern(const struct ra_finding *finding)
{
	const char *path = text_fact(finding, "owner_path");

	path = *path ? path : text_fact(finding, "path");
	return *path ? ra_path_pattern(path) : NULL;
}

/* The entry that says the same of the same place: kind and severity, and a path that differs in
 * indices only. NULL: none. */
static struct ra_report_entry *same_entry(
	const struct ra_report *report, const struct ra_finding *finding)
{
	char *pattern = subject_pattern(finding);

	for (uint32_t i = 0; pattern && i < report->entry_count; i++) {
		struct ra_report_entry *entry = &report->entries[i];
		char *other =
			entry->finding->severity == finding->severity && is_kind(entry->finding, finding->kind)
				? subject_pattern(entry->finding)
				: NULL;
		const bool same = other && strcmp(other, pattern) == 0;

		free(other);
		if (same) {
			free(pattern);
			return entry;
		}
	}
	free(pattern);
	return NULL;
}

static bool make_entries(struct ra_report *report)
{
	report->entries = rows_new(report->findings.count, sizeof(*report->entries));
	if (!report->entries) {
		return false;
	}
	for (uint32_t i = 0; i < report->findings.count; i++) {
		const struct ra_finding *finding = &report->findings.items[i];

		if (finding->severity == RA_INFO || ra_kind_is_tabled(finding->kind)) {
			continue;
		}
		struct ra_report_entry *same = same_entry(report, finding);

		if (same) {
			same->more++;
			same->more_bytes += finding->impact_bytes;
		} else {
			report->entries[report->entry_count++] = (struct ra_report_entry){.finding = finding};
		}
	}
	return true;
}

bool ra_report_make(struct ra_snapshot *snapshot, struct ra_report **out, struct ra_error *err)
{
	struct ra_report *report = calloc(1, sizeof(*report));
	bool complete = true;

	if (!report || !ra_findings_collect(snapshot, &report->findings, err)) {
		ra_report_free(report);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the report");
	}
	add_warnings(report, snapshot, &complete);
	if (!complete) {
		lower_confidence(&report->findings);
	}
	add_overview_lines(report, snapshot->note);
	set_capture_time(report, snapshot->note);
	report->meta = make_meta(report, snapshot, complete);
	if (!report->meta || !make_metrics(report, snapshot) || !make_types(report, snapshot->tally) ||
		!make_classes(report, snapshot->graph) || !make_bins(report, snapshot->heap) ||
		!make_regions(report, snapshot) || !make_arrays(report) || !make_strings(report) ||
		!make_blames(report) || !make_entries(report)) {
		ra_report_free(report);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the report");
	}
	*out = report;
	return true;
}

void ra_report_free(struct ra_report *report)
{
	if (!report) {
		return;
	}
	for (uint32_t i = 0; i < report->class_count; i++) {
		free(report->classes[i].name);
		free(report->classes[i].short_name);
	}
	for (uint32_t i = 0; i < report->array_count; i++) {
		free(report->arrays[i].path);
		free(report->arrays[i].fold);
	}
	for (uint32_t i = 0; i < report->string_count; i++) {
		free(report->strings[i].path);
		free(report->strings[i].preview);
		free(report->strings[i].fold);
	}
	for (uint32_t i = 0; i < report->blame_count; i++) {
		free(report->blames[i].name);
	}
	ra_lines_free(report->warnings, report->warning_count);
	ra_lines_free(report->overview_lines, report->overview_line_count);
	free(report->captured_at);
	free(report->entries);
	free(report->metrics);
	free(report->types);
	free(report->classes);
	free(report->arrays);
	free(report->strings);
	free(report->blames);
	free(report->bins);
	free(report->regions);
	json_decref(report->meta);
	ra_findings_done(&report->findings);
	free(report);
}
