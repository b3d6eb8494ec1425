/* empty_object: many objects without any property. structural_duplicate: many objects of one shape
 * that are also equal in value; equal shapes alone prove nothing and are not reported. */
#include "findings/passes.h"

#include <stdlib.h>

#include "base/format.h"
#include "findings/equal_shapes.h"
#include "findings/path.h"
#include "findings/ranking.h"

static const uint64_t notable_bytes = 102400;

enum {
	MIN_OBJECTS = 50,
	MAX_SHAPES = 10,
	MAX_EXAMINED = 50000
};

static bool is_empty(const struct ra_graph *graph, const struct ra_shape *shape)
{
	return graph->classes[shape->class_index].property_count == 0 && shape->dynamic_count == 0;
}

static void add_empty(struct ra_snapshot *snapshot, struct ra_findings *findings,
	const struct ra_shape *shape, const char *class_name)
{
	const uint64_t total = shape->count * shape->own_bytes;
	char *path = ra_path_text(snapshot, shape->first, 0);
	struct ra_finding *finding =
		ra_findings_add(findings, "empty_object", total > notable_bytes ? RA_MEDIUM : RA_LOW,
			RA_CONFIDENCE_HIGH, "%s: %s instances x %s, no properties (%s)", class_name,
			RA_COUNT(shape->count), RA_SIZE(shape->own_bytes), RA_SIZE(total));

	ra_fact_text(finding, "class_name", class_name);
	ra_fact_int(finding, "count", shape->count);
	ra_fact_int(finding, "each_size", shape->own_bytes);
	ra_fact_int(finding, "total_size", total);
	ra_finding_hypothesis(finding, "Objects that hold nothing can be one object");
	ra_finding_next(finding, "Share one instance, or use an enum case or a constant");
	ra_finding_evidence(finding, shape->first);
	ra_finding_path(finding, path);
	if (finding) {
		finding->impact_bytes = (shape->count - 1) * shape->own_bytes;
	}
	free(path);
}

static void add_duplicate(struct ra_snapshot *snapshot, struct ra_findings *findings,
	const struct ra_shape *shape, const struct ra_equality *equality, const char *class_name)
{
	const uint64_t total = shape->count * shape->own_bytes;
	const uint32_t spare = equality->spare_count;

	if (spare < MIN_OBJECTS) {
		return;
	}
	/* what goes when each value is kept once: the objects, and what only they hold */
	const uint64_t saving =
		snapshot->measures ? ra_measures_union_bytes(snapshot->measures, equality->spare, spare)
						   : spare * shape->own_bytes;
	char *properties = ra_shape_properties(snapshot, shape);
	char *path = ra_path_text(snapshot, equality->example, 0);
	struct ra_finding *finding =
		ra_findings_add(findings, "structural_duplicate", saving > notable_bytes ? RA_LOW : RA_INFO,
			equality->examined == shape->count ? RA_CONFIDENCE_MEDIUM : RA_CONFIDENCE_LOW,
			"%s: %s identical shapes x %s = %s (saving: %s; %s different values)", class_name,
			RA_COUNT(shape->count), RA_SIZE(shape->own_bytes), RA_SIZE(total), RA_SIZE(saving),
			RA_COUNT(equality->distinct));

	ra_fact_text(finding, "class_name", class_name);
	ra_fact_int(finding, "count", shape->count);
	ra_fact_int(finding, "each_size", shape->own_bytes);
	ra_fact_int(finding, "total_size", total);
	ra_fact_int(finding, "theoretical_saving", saving);
	ra_fact_text(finding, "properties", properties);
	ra_fact_int(finding, "examined_count", equality->examined);
	ra_fact_int(finding, "distinct_values", equality->distinct);
	ra_fact_int(finding, "most_frequent_count", equality->largest);
	ra_finding_hypothesis(finding,
		"%s of %s objects examined repeat the value of another; the most "
		"frequent value occurs %s times",
		RA_COUNT(spare), RA_COUNT(equality->examined), RA_COUNT(equality->largest));
	ra_finding_next(finding, "If they are never changed, keep one object per value");
	ra_finding_evidence(finding, equality->example);
	ra_finding_path(finding, path);
	if (finding) {
		finding->impact_bytes = saving;
	}
	free(properties);
	free(path);
}

/* Most bytes first. */
static int compare_shapes(const void *a, const void *b)
{
	const struct ra_shape *left = a;
	const struct ra_shape *right = b;
	const uint64_t left_bytes = left->count * left->own_bytes;
	const uint64_t right_bytes = right->count * right->own_bytes;

	if (left_bytes != right_bytes) {
		return left_bytes > right_bytes ? -1 : 1;
	}
	return left->first < right->first ? -1 : 1;
}

/* The largest shapes, and of those that hold something what their objects have in common. */
struct ra_shapes_found {
	struct ra_shape shapes[MAX_SHAPES];
	uint32_t count;
	struct ra_equality equality[MAX_SHAPES]; /* nothing was examined: not of those */
	ra_node *spare;
};

static bool is_compared(const struct ra_graph *graph, const struct ra_shape *shape)
{
	/* otherwise nothing is known about what such an object holds */
	return !ra_class_has_state(graph, shape->class_index) && !is_empty(graph, shape);
}

static bool rank_shapes(const struct ra_snapshot *snapshot, struct ra_shapes_found *found)
{
	struct ra_shapes shapes;
	uint32_t kept = 0;

	if (!ra_shapes_make(snapshot, &shapes)) {
		return false;
	}
	for (uint32_t i = 0; i < shapes.count; i++) {
		if (shapes.items[i].count >= MIN_OBJECTS && shapes.items[i].own_bytes > 0) {
			shapes.items[kept++] = shapes.items[i];
		}
	}
	if (kept > 0) {
		qsort(shapes.items, kept, sizeof(*shapes.items), compare_shapes);
	}
	for (; found->count < kept && found->count < MAX_SHAPES; found->count++) {
		found->shapes[found->count] = shapes.items[found->count];
	}
	ra_shapes_done(&shapes);
	return true;
}

static bool compare_objects(const struct ra_snapshot *snapshot, struct ra_shapes_found *found)
{
	struct ra_shape compared[MAX_SHAPES];
	struct ra_equality equality[MAX_SHAPES];
	uint32_t count = 0;

	for (uint32_t i = 0; i < found->count; i++) {
		if (is_compared(snapshot->graph, &found->shapes[i])) {
			compared[count++] = found->shapes[i];
		}
	}
	if (!ra_shapes_compare(snapshot, compared, count, MAX_EXAMINED, equality, &found->spare)) {
		return false;
	}
	count = 0;
	for (uint32_t i = 0; i < found->count; i++) {
		if (is_compared(snapshot->graph, &found->shapes[i])) {
			found->equality[i] = equality[count++];
		}
	}
	return true;
}

void ra_begin_shapes(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	struct ra_shapes_found *const found = calloc(1, sizeof(*found));

	if (!found || !rank_shapes(snapshot, found) || !compare_objects(snapshot, found)) {
		free(found);
		findings->failed = true;
		return;
	}
	findings->begun = found;
}

void ra_find_shapes(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const struct ra_graph *const graph = snapshot->graph;
	struct ra_shapes_found *const found = findings->begun;

	for (uint32_t i = 0; i < found->count && !findings->failed; i++) {
		const struct ra_shape *const shape = &found->shapes[i];
		char *const class_name = ra_class_name(graph, shape->class_index);

		if (!class_name) {
			findings->failed = true;
		} else if (is_compared(graph, shape)) {
			add_duplicate(snapshot, findings, shape, &found->equality[i], class_name);
		} else if (!ra_class_has_state(graph, shape->class_index)) {
			add_empty(snapshot, findings, shape, class_name);
		}
		free(class_name);
	}
	free(found->spare);
	free(found);
	findings->begun = NULL;
}
