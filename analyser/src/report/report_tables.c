/* Rows of a report that come from the snapshot's counters: metrics, types, classes, the allocator's
 * bins and regions. */
#include "report/report_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/ranking.h"
#include "graph/class_sums.h"
#include "graph/tally.h"
#include "reader/heap.h"
#include "walk/snapshot.h"

enum {
	CLASS_COLUMNS = 40
};

static void add_metric(struct ra_report *report, const char *name, double value, bool whole)
{
	report->metrics[report->metric_count++] = (struct ra_report_metric){name, value, whole};
}

bool ra_report_metrics(struct ra_report *report, const struct ra_snapshot *snapshot)
{
	const struct ra_heap *heap = snapshot->heap;
	const struct ra_tally *tally = snapshot->tally;
	const uint64_t total = (uint64_t)heap->chunk_count * RA_CHUNK_BYTES + heap->huge_bytes;
	struct ra_process process;
	enum {
		METRICS = 12
	};

	ra_reader_process(&snapshot->reader, &process);
	report->metrics = ra_report_rows(METRICS, sizeof(*report->metrics));
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
	if (process.rss_bytes >= 0) {
		add_metric(report, "rss", (double)process.rss_bytes, true);
	}
	return true;
}

bool ra_report_types(struct ra_report *report, const struct ra_tally *tally)
{
	struct ra_type_ranking ranking;

	ra_type_ranking_make(tally, &ranking);
	report->types = ra_report_rows(ranking.count, sizeof(*report->types));
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

	if (left->bytes != right->bytes) {
		return left->bytes > right->bytes ? -1 : 1;
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
			same->bytes += row->bytes;
			same->state_bytes += row->state_bytes;
			free(row->name);
		} else {
			report->classes[kept++] = *row;
		}
	}
	report->class_count = kept;
	qsort(report->classes, kept, sizeof(*report->classes), compare_class_bytes);
}

bool ra_report_classes(struct ra_report *report, const struct ra_graph *graph)
{
	uint64_t bytes = 0;

	report->classes = ra_report_rows(graph->class_count, sizeof(*report->classes));
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
			.bytes = ra_class_bytes(cls),
			.state_bytes = ra_class_state_bytes(cls)};
		if (!row->name) {
			return false;
		}
		report->class_count++;
		bytes += ra_class_bytes(cls);
	}
	merge_equal_names(report);
	for (uint32_t i = 0; i < report->class_count; i++) {
		struct ra_report_class *row = &report->classes[i];

		row->percentage = ra_round(ra_percent(row->bytes, bytes), 1);
		row->average_bytes = row->bytes / row->count;
		row->short_name = ra_text_cut(row->name, CLASS_COLUMNS, RA_CUT_BEGIN);
		if (!row->short_name) {
			return false;
		}
	}
	return true;
}

bool ra_report_bins(struct ra_report *report, const struct ra_heap *heap)
{
	report->bins = ra_report_rows(RA_BINS, sizeof(*report->bins));
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

bool ra_report_regions(struct ra_report *report, const struct ra_snapshot *snapshot)
{
	const struct ra_heap *heap = snapshot->heap;
	const struct ra_graph *graph = snapshot->graph;
	size_t pages = 0;

	for (ra_node node = 0; node < graph->node_count; node++) {
		pages += graph->kind[node] == RA_NODE_VM_STACK || graph->kind[node] == RA_NODE_ARENA;
	}
	report->regions =
		ra_report_rows(pages + heap->chunk_count + heap->huge_count, sizeof(*report->regions));
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
			ra_heap_slot_at(heap, ra_node_address(graph, node), &slot)) {
			add_region(report, stack ? "vm_stack" : "compiler_arena", ra_node_address(graph, node),
				slot.bytes);
		}
	}
	qsort(report->regions, report->region_count, sizeof(*report->regions), compare_regions);
	return true;
}
