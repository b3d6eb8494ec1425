/* large_array: the arrays that keep most alive. The ten largest, and below them the largest of
 * further places, when the ten are siblings of one another. */
#include "findings/passes.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/path.h"

static const uint64_t min_bytes = 10240;
static const uint64_t medium_bytes = 1024 * 1024;

enum {
	ROWS = 10,
	CANDIDATES = 256
};

struct heap { /* the largest so far, the smallest of them first */
	const struct ra_sizes *bytes;
	ra_node nodes[CANDIDATES];
	uint32_t count;
};

/* Larger first; smaller ids first among equals. */
static bool before(const struct heap *heap, ra_node a, ra_node b)
{
	return ra_sizes_at(heap->bytes, a) != ra_sizes_at(heap->bytes, b)
			   ? ra_sizes_at(heap->bytes, a) > ra_sizes_at(heap->bytes, b)
			   : a < b;
}

static void sink(struct heap *heap, uint32_t place)
{
	for (;;) {
		uint32_t last = place;

		for (uint32_t child = 2 * place + 1; child <= 2 * place + 2; child++) {
			if (child < heap->count && before(heap, heap->nodes[last], heap->nodes[child])) {
				last = child;
			}
		}
		if (last == place) {
			return;
		}
		const ra_node kept = heap->nodes[place];

		heap->nodes[place] = heap->nodes[last];
		heap->nodes[last] = kept;
		place = last;
	}
}

static void offer(struct heap *heap, ra_node node)
{
	if (heap->count < CANDIDATES) {
		uint32_t place = heap->count++;

		heap->nodes[place] = node;
		while (place > 0 && before(heap, heap->nodes[(place - 1) / 2], node)) {
			heap->nodes[place] = heap->nodes[(place - 1) / 2];
			place = (place - 1) / 2;
			heap->nodes[place] = node;
		}
	} else if (before(heap, node, heap->nodes[0])) {
		heap->nodes[0] = node;
		sink(heap, 0);
	}
}

/* Empties the heap into sorted order, in place. */
static uint32_t sort(struct heap *heap)
{
	const uint32_t count = heap->count;

	while (heap->count > 1) {
		const ra_node last = heap->nodes[0];

		heap->nodes[0] = heap->nodes[--heap->count];
		sink(heap, 0);
		heap->nodes[heap->count] = last;
	}
	return count;
}

static void add_array(
	struct ra_snapshot *snapshot, struct ra_findings *findings, ra_node node, const char *path)
{
	const uint64_t retained = ra_node_dominated_bytes(snapshot->measures, node);
	struct ra_array array = {0};
	bool growing;

	if (!ra_reader_settled_array(
			&snapshot->reader, ra_node_address(snapshot->graph, node), &array, &growing)) {
		return;
	}
	const enum ra_severity severity = retained > medium_bytes ? RA_MEDIUM : RA_LOW;
	struct ra_finding *finding =
		retained > array.table_bytes
			? ra_findings_add(findings, "large_array", severity, RA_CONFIDENCE_HIGH,
				  "%s retained (table: %s), %s elements — %s", RA_SIZE(retained),
				  RA_SIZE(array.table_bytes), RA_COUNT(array.count), path)
			: ra_findings_add(findings, "large_array", severity, RA_CONFIDENCE_HIGH,
				  "%s array, %s elements — %s", RA_SIZE(array.table_bytes), RA_COUNT(array.count),
				  path);

	ra_fact_int(finding, "node_id", node);
	ra_fact_int(finding, "table_size", array.table_bytes);
	ra_fact_int(finding, "retained_size", retained);
	ra_fact_int(finding, "element_count", array.count);
	ra_fact_text(finding, "owner_path", path);
	ra_finding_hypothesis(finding, "A cache, a buffer or an accumulator");
	ra_finding_next(finding, "Check that its size is bounded");
	ra_finding_next(finding, "For a collection of known size consider SplFixedArray");
	ra_finding_evidence(finding, node);
	ra_finding_path(finding, path);
	if (finding) {
		finding->impact_bytes = retained;
	}
}

static bool is_new_place(char *const *places, uint32_t count, const char *folded)
{
	for (uint32_t i = 0; i < count; i++) {
		if (strcmp(places[i], folded) == 0) {
			return false;
		}
	}
	return true;
}

void ra_find_large_arrays(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const struct ra_graph *graph = snapshot->graph;
	struct heap heap = {.bytes = &snapshot->measures->dominated_bytes};
	char *places[ROWS];
	uint32_t place_count = 0;

	for (ra_node node = 1; node < graph->node_count; node++) {
		if (graph->kind[node] == RA_NODE_ARRAY &&
			(ra_sizes_at(heap.bytes, node) >= min_bytes ||
				ra_node_own_bytes(graph, node) >= min_bytes)) {
			offer(&heap, node);
		}
	}
	const uint32_t count = sort(&heap);

	for (uint32_t i = 0; i < count && (i < ROWS || place_count < ROWS); i++) {
		char *folded = ra_path_text(snapshot, heap.nodes[i], RA_PATH_FOLDED);
		char *path = ra_path_text(snapshot, heap.nodes[i], 0);
		const bool fresh =
			folded && place_count < ROWS && is_new_place(places, place_count, folded);

		if (!folded || !path) {
			findings->failed = true;
		} else if (i < ROWS || fresh) {
			add_array(snapshot, findings, heap.nodes[i], path);
		}
		if (fresh) {
			places[place_count++] = folded;
		} else {
			free(folded);
		}
		free(path);
	}
	while (place_count > 0) {
		free(places[--place_count]);
	}
}
