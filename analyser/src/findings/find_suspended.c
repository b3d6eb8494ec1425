/* suspended_frames: generators and fibers that wait, grouped by the place where they do. Each keeps
 * its variables alive, and a fiber its stack. */
#include "findings/passes.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/path.h"
#include "findings/ranking.h"

enum {
	SHOWN = 5,
	LEAST_COUNT = 10
};

static const uint64_t least_bytes = 102400;
static const uint64_t medium_bytes = 1 << 20;

struct waiting {                       /* one generator or fiber */
	const struct ra_frame_info *frame; /* its innermost user function */
	ra_node object;
};

struct place { /* where some of them wait */
	uint32_t first;
	uint32_t count;
	uint64_t bytes;
};

/* The object that holds the chain: a generator or a fiber. */
static ra_node holder_of(const struct ra_graph *graph, const struct ra_frame_info *frame)
{
	const ra_node parent = ra_node_tree_parent(graph, frame->node);

	return parent != RA_NO_NODE && graph->kind[parent] == RA_NODE_OBJECT ? parent : RA_NO_NODE;
}

static uint32_t list_waiting(const struct ra_graph *graph, struct waiting *list)
{
	uint32_t count = 0, chain = 0;

	for (uint32_t i = 0; i < graph->frame_count; i++) {
		const struct ra_frame_info *const frame = &graph->frames[i];

		if (frame->chain == 0 || frame->chain == chain || frame->internal) {
			continue;
		}
		chain = frame->chain;
		list[count] = (struct waiting){frame, holder_of(graph, frame)};
		count += list[count].object != RA_NO_NODE;
	}
	return count;
}

static int compare_places(const struct waiting *left, const struct waiting *right)
{
	const struct ra_frame_info *const a = left->frame, *const b = right->frame;

	if (a->function != b->function) {
		return a->function < b->function ? -1 : 1;
	}
	if (a->file != b->file) {
		return a->file < b->file ? -1 : 1;
	}
	return (a->line > b->line) - (a->line < b->line);
}

static int by_place(const void *left, const void *right)
{
	const struct waiting *const a = left, *const b = right;
	const int order = compare_places(a, b);

	return order ? order : (a->object > b->object) - (a->object < b->object);
}

static int by_bytes(const void *left, const void *right)
{
	const struct place *const a = left, *const b = right;

	if (a->bytes != b->bytes) {
		return a->bytes > b->bytes ? -1 : 1;
	}
	return (a->first > b->first) - (a->first < b->first);
}

/* False: no memory. */
static bool measure(
	const struct ra_snapshot *snapshot, const struct waiting *list, struct place *place)
{
	ra_node *const objects = reallocarray(NULL, place->count, sizeof(*objects));

	if (!objects) {
		return false;
	}
	for (uint32_t i = 0; i < place->count; i++) {
		objects[i] = list[place->first + i].object;
	}
	place->bytes = ra_measures_union_bytes(snapshot->measures, objects, place->count);
	free(objects);
	return true;
}

/* Groups the sorted list. False: no memory. */
static bool group(const struct ra_snapshot *snapshot, const struct waiting *list, uint32_t count,
	struct place *places, uint32_t *place_count)
{
	*place_count = 0;
	for (uint32_t i = 0; i < count; i++) {
		if (i == 0 || compare_places(&list[i - 1], &list[i]) != 0) {
			places[(*place_count)++] = (struct place){.first = i};
		}
		places[*place_count - 1].count++;
	}
	for (uint32_t i = 0; i < *place_count; i++) {
		if (!measure(snapshot, list, &places[i])) {
			return false;
		}
	}
	return true;
}

static void add_place(struct ra_snapshot *snapshot, const struct waiting *list,
	const struct place *place, struct ra_findings *findings)
{
	const struct ra_graph *const graph = snapshot->graph;
	const struct waiting *const first = &list[place->first];
	char *label = ra_frame_text(snapshot, first->frame);
	char *class_name = ra_class_name(graph, ra_node_class(graph, first->object));
	char *path = ra_path_text(snapshot, first->object, RA_PATH_FOLDED);
	struct ra_finding *finding = ra_findings_add(findings, "suspended_frames",
		place->bytes >= medium_bytes ? RA_MEDIUM : RA_LOW, RA_CONFIDENCE_HIGH,
		"%s suspended %s%s at %s: %s", RA_COUNT(place->count), class_name ? class_name : "?",
		place->count == 1 ? "" : "s", label ? label : "?", RA_SIZE(place->bytes));

	ra_fact_text(finding, "function", label);
	ra_fact_text(finding, "class_name", class_name);
	ra_fact_text(finding, "file", ra_graph_name(graph, first->frame->file, NULL));
	ra_fact_int(finding, "line", first->frame->line > 0 ? (uint64_t)first->frame->line : 0);
	ra_fact_int(finding, "count", place->count);
	ra_fact_int(finding, "retained_bytes", place->bytes);
	ra_finding_hypothesis(finding, "Each waits with its variables%s",
		class_name && strcmp(class_name, "Fiber") == 0 ? " and a stack of its own" : "");
	ra_finding_next(finding, "Let them come to their end, or drop what refers to them");
	ra_finding_evidence(finding, first->object);
	ra_finding_path(finding, path);
	if (finding) {
		finding->impact_bytes = place->bytes;
	}
	findings->failed = findings->failed || !label || !class_name || !path;
	free(label);
	free(class_name);
	free(path);
}

void ra_find_suspended(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const struct ra_graph *const graph = snapshot->graph;
	struct waiting *list = reallocarray(NULL, (size_t)graph->frame_count + 1, sizeof(*list));
	struct place *places = reallocarray(NULL, (size_t)graph->frame_count + 1, sizeof(*places));
	uint32_t count, place_count;

	if (!list || !places) {
		findings->failed = true;
	} else {
		count = list_waiting(graph, list);
		qsort(list, count, sizeof(*list), by_place);
		if (!group(snapshot, list, count, places, &place_count)) {
			findings->failed = true;
			place_count = 0;
		}
		qsort(places, place_count, sizeof(*places), by_bytes);
		for (uint32_t i = 0; i < place_count && i < SHOWN; i++) {
			if (places[i].count >= LEAST_COUNT ||
				(places[i].count > 1 && places[i].bytes >= least_bytes)) {
				add_place(snapshot, list, &places[i], findings);
			}
		}
	}
	free(list);
	free(places);
}
