/* classes_outside: objects whose data lies outside PHP's heap. Their own size in the report says next to
 * nothing about what they cost; the process's resident size does. */
#include "findings/passes.h"

#include <stdlib.h>

#include "base/format.h"
#include "findings/outside_classes.h"
#include "findings/ranking.h"

enum {
	SHOWN = 3
};

struct row {
	uint32_t class_index;
	uint64_t count;
	const char *data;
};

static int by_count(const void *left, const void *right)
{
	const struct row *const a = left, *const b = right;

	if (a->count != b->count) {
		return a->count < b->count ? 1 : -1;
	}
	return a->class_index < b->class_index ? -1 : a->class_index > b->class_index;
}

static uint32_t collect(const struct ra_graph *graph, struct row *rows, uint64_t *objects)
{
	uint32_t count = 0;

	for (uint32_t c = 0; c < graph->class_count; c++) {
		const uint64_t instances = graph->classes[c].instance_count;
		const char *const data = instances > 0 ? ra_outside_data(graph, c) : NULL;

		if (data) {
			rows[count++] = (struct row){c, instances, data};
			*objects += instances;
		}
	}
	qsort(rows, count, sizeof(*rows), by_count);
	return count;
}

/* Facts of all rows; *shown: the first few in words, owned by the caller. */
static json_t *rows_json(
	const struct ra_graph *graph, const struct row *rows, uint32_t count, char **shown)
{
	json_t *const list = json_array();

	*shown = ra_text_printf("%s", "");
	for (uint32_t i = 0; i < count; i++) {
		char *const name = ra_class_name(graph, rows[i].class_index);
		char *more = NULL;

		json_array_append_new(list, json_pack("{s:s, s:I, s:s}", "class", name ? name : "", "count",
										(json_int_t)rows[i].count, "outside", rows[i].data));
		if (name && *shown && i < SHOWN) {
			more = ra_text_printf("%s%s %s %s (%s)", *shown, i > 0 ? "," : "",
				RA_COUNT(rows[i].count), name, rows[i].data);
		}
		if (more) {
			free(*shown);
			*shown = more;
		}
		free(name);
	}
	return list;
}

void ra_find_outside(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const struct ra_graph *const graph = snapshot->graph;
	struct row *const rows = calloc(graph->class_count + 1u, sizeof(*rows));
	uint64_t objects = 0;
	const uint32_t count = rows ? collect(graph, rows, &objects) : 0;
	struct ra_finding *finding;
	json_t *list;
	char *shown;

	if (count > 0) {
		list = rows_json(graph, rows, count, &shown);
		finding = ra_findings_add(findings, "classes_outside", RA_INFO, RA_CONFIDENCE_HIGH,
			"%s %s keep data outside PHP's heap:%s%s", RA_COUNT(objects),
			objects == 1 ? "object" : "objects", shown ? shown : "", count > SHOWN ? ", ..." : "");
		ra_fact_int(finding, "object_count", objects);
		ra_fact_set(finding, "classes", list);
		ra_finding_hypothesis(
			finding, "No size in this report has that memory; memory_limit does not count it");
		free(shown);
	}
	free(rows);
}
