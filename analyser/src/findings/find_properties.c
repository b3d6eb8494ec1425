/* expensive_property: the properties whose values take most over all instances of a class. Values
 * count with what they dominate, each byte once, also when one value is inside another; and only
 * when no other place holds them: a service that a hundred classes refer to is no cost of one of
 * them. */
#include "findings/passes.h"

#include <stdlib.h>

#include "base/format.h"
#include "base/sort.h"
#include "findings/path.h"
#include "findings/property_sums.h"
#include "findings/ranking.h"

static const uint64_t min_bytes = 1024 * 1024;

enum {
	MOST = 10
};

/* Keeps one of each target that this property alone holds. */
static uint32_t keep_exclusive(const struct ra_measures *measures, ra_node *nodes, uint32_t count)
{
	uint32_t kept = 0;

	ra_sort_u32(nodes, count);
	for (uint32_t begin = 0, end; begin < count; begin = end) {
		for (end = begin; end < count && nodes[end] == nodes[begin]; end++) {
		}
		if (ra_node_holder_count(measures, nodes[begin]) == end - begin) {
			nodes[kept++] = nodes[begin];
		}
	}
	return kept;
}

static int compare_bytes(const void *a, const void *b, void *context)
{
	const struct ra_property_sum *items = context;
	const struct ra_property_sum *left = &items[*(const uint32_t *)a];
	const struct ra_property_sum *right = &items[*(const uint32_t *)b];

	if (left->bytes != right->bytes) {
		return left->bytes > right->bytes ? -1 : 1;
	}
	return left < right ? -1 : left > right;
}

static void add_property(
	struct ra_snapshot *snapshot, struct ra_findings *findings, const struct ra_property_sum *item)
{
	char *class_name = ra_class_name(snapshot->graph, item->class_index);
	char *property = ra_path_link_text(snapshot, item->sample_edge);
	const uint64_t average = item->bytes / item->references;

	if (class_name && property) {
		struct ra_finding *finding = ra_findings_add(findings, "expensive_property", RA_MEDIUM,
			RA_CONFIDENCE_MEDIUM, "%s::$%s: %s %s x %s = %s", class_name, property,
			RA_COUNT(item->references), item->references == 1 ? "occurrence" : "occurrences",
			RA_SIZE(average), RA_SIZE(item->bytes));
		char *path = ra_path_edge_text(snapshot, item->sample_edge, 0);

		ra_fact_text(finding, "class_name", class_name);
		ra_fact_text(finding, "property_name", property);
		ra_fact_int(finding, "count", item->references);
		ra_fact_int(finding, "total_size", item->bytes);
		ra_fact_int(finding, "avg_size", average);
		ra_finding_hypothesis(
			finding, "Most of what these objects keep alive hangs on this property");
		ra_finding_next(finding, "Check whether every instance needs the whole value");
		ra_finding_next(finding, "Load it when it is needed, or let go of it after use");
		ra_finding_evidence(finding, ra_edge_source(snapshot->graph, item->sample_edge));
		ra_finding_path(finding, path);
		if (finding) {
			finding->impact_bytes = item->bytes;
		}
		free(path);
	} else {
		findings->failed = true;
	}
	free(class_name);
	free(property);
}

void ra_find_properties(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	struct ra_property_sums sums;
	uint32_t *order = NULL;
	uint32_t count = 0;

	if (!ra_property_sums_make(snapshot, RA_NO_CLASS, &sums)) {
		findings->failed = true;
		return;
	}
	if (!ra_property_sums_list(snapshot, &sums, RA_NO_CLASS, min_bytes) ||
		!(order = reallocarray(NULL, (size_t)sums.count + 1, sizeof(*order)))) {
		findings->failed = true;
		ra_property_sums_done(&sums);
		return;
	}
	for (uint32_t i = 0; i < sums.count; i++) {
		struct ra_property_sum *item = &sums.items[i];

		if (item->targets) {
			item->target_count =
				keep_exclusive(snapshot->measures, item->targets, item->target_count);
			item->bytes =
				ra_measures_union_bytes(snapshot->measures, item->targets, item->target_count);
			if (item->bytes >= min_bytes) {
				order[count++] = i;
			}
		} else if (item->apart && item->bytes >= min_bytes) {
			order[count++] = i;
		}
	}
	ra_sort_stable(order, count, sizeof(*order), compare_bytes, sums.items);
	for (uint32_t i = 0; i < count && i < MOST; i++) {
		add_property(snapshot, findings, &sums.items[order[i]]);
	}
	free(order);
	ra_property_sums_done(&sums);
}
