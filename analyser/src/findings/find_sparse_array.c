/* sparse_array: large tables of which less than a quarter of the slots hold an element, of arrays and of object storages. */
#include "findings/passes.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/path.h"

enum {
	SHOWN = 5,
	LEAST_TABLE = 32768,
	MAX_PARENTS = 64
};

struct sparse {
	ra_node node;
	struct ra_array array;
};

static void add_sparse(
	struct ra_snapshot *snapshot, const struct sparse *sparse, struct ra_findings *findings)
{
	const struct ra_array *array = &sparse->array;
	const double used_percent = ra_percent(array->count, array->capacity);
	const int decimals = used_percent > 0 && used_percent < 0.1 ? 2 : 1;
	char *path = ra_path_text(snapshot, sparse->node, 0);

	if (!path) {
		findings->failed = true;
		return;
	}
	struct ra_finding *finding =
		ra_findings_add(findings, "sparse_array", RA_MEDIUM, RA_CONFIDENCE_MEDIUM,
			"%s table, %s/%s slots used (%.*f%%) — %s", RA_SIZE(array->table_bytes),
			RA_COUNT(array->count), RA_COUNT(array->capacity), decimals, used_percent, path);

	ra_fact_int(finding, "node_id", sparse->node);
	ra_fact_int(finding, "table_size", array->table_bytes);
	ra_fact_int(finding, "element_count", array->count);
	ra_fact_int(finding, "capacity", array->capacity);
	ra_fact_real(finding, "utilization_pct", used_percent, decimals);
	ra_fact_int(finding, "tombstones", array->used > array->count ? array->used - array->count : 0);
	ra_fact_text(finding, "owner_path", path);
	ra_finding_hypothesis(finding, "Many elements were taken out, and the table keeps its size");
	if (snapshot->graph->kind[sparse->node] == RA_NODE_OBJECT) {
		ra_finding_next(finding, "Put what is left into a new object");
	} else if (array->count == 0) {
		ra_finding_next(finding, "Assign [] instead of taking the elements out");
	} else {
		ra_finding_next(finding,
			"Copy what is left with foreach into a new array: array_values() keeps the "
			"table of a list without holes");
	}
	ra_finding_evidence(finding, sparse->node);
	ra_finding_path(finding, path);
	if (finding) {
		finding->impact_bytes =
			array->table_bytes - array->table_bytes / array->capacity * array->count;
	}
	free(path);
}

static bool is_storage(const struct ra_graph *graph, ra_node node)
{
	uint32_t class_index =
		graph->kind[node] == RA_NODE_OBJECT ? ra_node_class(graph, node) : RA_NO_CLASS;

	for (unsigned i = 0; i < MAX_PARENTS && class_index < graph->class_count; i++) {
		if (strcmp(ra_graph_name(graph, graph->classes[class_index].name, NULL),
				"SplObjectStorage") == 0) {
			return true;
		}
		class_index = graph->classes[class_index].parent;
	}
	return false;
}

static bool is_sparse(struct ra_snapshot *snapshot, ra_node node, struct ra_array *array)
{
	const struct ra_graph *graph = snapshot->graph;
	bool growing;

	return (graph->kind[node] == RA_NODE_ARRAY
				   ? ra_reader_array(&snapshot->reader, ra_node_address(graph, node), array)
				   : is_storage(graph, node) && ra_reader_storage(&snapshot->reader,
													ra_node_address(graph, node), array)) &&
		   ra_reader_settle(&snapshot->reader, array, &growing) &&
		   array->table_bytes >= LEAST_TABLE && array->capacity > 0 &&
		   (uint64_t)array->count * 4 < array->capacity;
}

void ra_find_sparse_arrays(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	struct sparse top[SHOWN];
	uint32_t count = 0;

	for (ra_node node = 0; node < snapshot->graph->node_count; node++) {
		/* the costly part, reading the header, is left to arrays whose slots can hold such a table */
		if (ra_node_own_bytes(snapshot->graph, node) < LEAST_TABLE) {
			continue;
		}
		struct sparse sparse = {.node = node};

		if (!is_sparse(snapshot, node, &sparse.array) ||
			(count == SHOWN && sparse.array.table_bytes <= top[count - 1].array.table_bytes)) {
			continue;
		}
		count += count < SHOWN;

		uint32_t place = count - 1;

		while (place > 0 && top[place - 1].array.table_bytes < sparse.array.table_bytes) {
			top[place] = top[place - 1];
			place--;
		}
		top[place] = sparse;
	}
	for (uint32_t i = 0; i < count; i++) {
		add_sparse(snapshot, &top[i], findings);
	}
}
