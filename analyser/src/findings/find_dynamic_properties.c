/* dynamic_properties_overhead: objects that carry a hash table because of properties that their
 * class does not declare. A table whose entries are all declared ones (made by var_dump(), a cast
 * to array, foreach) is counted apart: it goes away by itself or with one changed line, not by
 * declaring. */
#include "findings/passes.h"

#include <stdlib.h>

#include "base/format.h"
#include "findings/path.h"
#include "findings/ranking.h"

static const uint64_t medium_bytes = 1024 * 1024;

enum {
	MIN_OBJECTS = 11,
	MOST = 10,
	ARRAY_BYTES = 56,
	VALUE_BYTES = 16,
	MAX_ENTRIES = 4096 /* looked at in one table */
};

struct sum {
	uint32_t class_index;
	ra_node sample;
	uint64_t objects;
	uint64_t header_bytes;
	uint64_t used_bytes;
	uint64_t unused_bytes;
	uint64_t properties;
	uint64_t with_spare;    /* objects whose table has unused capacity */
	uint64_t only_declared; /* objects whose table holds declared properties only */
	uint64_t avoidable_bytes;
};

struct entries {
	uint32_t seen;
	uint32_t declared;
};

static bool count_entry(void *context, const struct ra_element *element)
{
	struct entries *const entries = context;

	entries->declared += element->value.type == RA_TYPE_INDIRECT;
	return ++entries->seen < MAX_ENTRIES;
}

/* How many entries are dynamic properties and not slots of declared ones. */
static uint32_t count_dynamic(
	const struct ra_reader *reader, ra_addr at, const struct ra_array *table)
{
	struct entries entries = {0, 0};

	ra_reader_elements(reader, at, table, count_entry, &entries);
	return table->count > entries.declared ? table->count - entries.declared : 0;
}

static void add_object(const struct ra_snapshot *snapshot, struct sum *sums, ra_node node)
{
	const struct ra_graph *graph = snapshot->graph;
	struct sum *sum = &sums[ra_node_class(graph, node)];
	struct ra_array table;

	for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
		if (graph->edge_kind[e] != RA_LINK_DYNAMIC_TABLE) {
			continue;
		}
		const ra_addr at = ra_node_address(graph, graph->edge_to[e]);

		if (!ra_reader_array(&snapshot->reader, at, &table)) {
			continue;
		}
		const uint32_t dynamic = count_dynamic(&snapshot->reader, at, &table);

		if (dynamic == 0) {
			sum->only_declared++;
			continue;
		}
		if (sum->objects++ == 0) {
			sum->sample = node;
		}
		sum->header_bytes += ARRAY_BYTES;
		sum->used_bytes += table.used_bytes;
		sum->unused_bytes += table.table_bytes - table.used_bytes;
		sum->with_spare += table.table_bytes > table.used_bytes;
		sum->properties += dynamic;
	}
}

static int compare_sums(const void *a, const void *b)
{
	const struct sum *left = a;
	const struct sum *right = b;

	if (left->avoidable_bytes != right->avoidable_bytes) {
		return left->avoidable_bytes > right->avoidable_bytes ? -1 : 1;
	}
	return left->class_index < right->class_index ? -1 : 1;
}

static void add_finding(
	struct ra_snapshot *snapshot, struct ra_findings *findings, const struct sum *sum)
{
	const uint64_t structural = sum->header_bytes + sum->used_bytes + sum->unused_bytes;
	const double average = (double)sum->properties / (double)sum->objects;
	char *class_name = ra_class_name(snapshot->graph, sum->class_index);
	char *path = ra_path_text(snapshot, sum->sample, 0);

	if (class_name && path) {
		struct ra_finding *finding = ra_findings_add(findings, "dynamic_properties_overhead",
			sum->avoidable_bytes > medium_bytes ? RA_MEDIUM : RA_LOW, RA_CONFIDENCE_HIGH,
			"%s %s with dynamic properties: %s structural, ~%s avoidable (%s/object, %.1f "
			"props/object)",
			RA_COUNT(sum->objects), class_name, RA_SIZE(structural), RA_SIZE(sum->avoidable_bytes),
			RA_SIZE(structural / sum->objects), average);

		ra_fact_text(finding, "class_name", class_name);
		ra_fact_int(finding, "count", sum->objects);
		ra_fact_int(finding, "dynamic_properties_size", structural);
		ra_fact_int(finding, "header_bytes", sum->header_bytes);
		ra_fact_int(finding, "used_table_bytes", sum->used_bytes);
		ra_fact_int(finding, "unused_table_bytes", sum->unused_bytes);
		ra_fact_int(finding, "property_count", sum->properties);
		ra_fact_real(finding, "avg_properties_per_object", average, 1);
		ra_fact_int(finding, "avg_structural_bytes_per_object", structural / sum->objects);
		ra_fact_int(finding, "objects_with_unused_capacity", sum->with_spare);
		ra_fact_int(finding, "objects_with_declared_entries_only", sum->only_declared);
		ra_fact_int(finding, "estimated_avoidable_bytes_if_static", sum->avoidable_bytes);
		ra_finding_hypothesis(
			finding, "Each object carries a hash table for properties its class does not declare");
		if (sum->with_spare * 2 >= sum->objects) {
			ra_finding_hypothesis(
				finding, "%s of the tables have unused capacity", RA_COUNT(sum->with_spare));
		}
		ra_finding_next(finding, "%s",
			snapshot->graph->classes[sum->class_index].internal
				? "Use a class of its own with declared properties"
				: "Declare the properties in the class");
		ra_finding_evidence(finding, sum->sample);
		ra_finding_path(finding, path);
		if (finding) {
			finding->impact_bytes = sum->avoidable_bytes;
		}
	} else {
		findings->failed = true;
	}
	free(class_name);
	free(path);
}

void ra_find_dynamic_properties(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const struct ra_graph *graph = snapshot->graph;
	struct sum *sums = calloc((size_t)graph->class_count + 1, sizeof(*sums));
	uint32_t kept = 0;

	if (!sums) {
		findings->failed = true;
		return;
	}
	/* declared properties stand in these tables, too, and only the elements tell which */
	if (!snapshot->reader.elements) {
		free(sums);
		return;
	}
	for (ra_node node = 1; node < graph->node_count; node++) {
		if (graph->kind[node] == RA_NODE_OBJECT &&
			ra_node_class(graph, node) < graph->class_count) {
			add_object(snapshot, sums, node);
		}
	}
	for (uint32_t c = 0; c < graph->class_count; c++) {
		struct sum *sum = &sums[c];
		const uint64_t structural = sum->header_bytes + sum->used_bytes + sum->unused_bytes;
		const uint64_t declared = VALUE_BYTES * sum->properties;

		if (sum->objects >= MIN_OBJECTS) {
			sum->class_index = c;
			sum->avoidable_bytes = structural > declared ? structural - declared : 0;
			sums[kept++] = *sum;
		}
	}
	qsort(sums, kept, sizeof(*sums), compare_sums);
	for (uint32_t i = 0; i < kept && i < MOST; i++) {
		add_finding(snapshot, findings, &sums[i]);
	}
	free(sums);
}
