/* cycle_cluster, micro_cycle, di_container_cycle: reference cycles, grouped by the classes in them.
 * Sizes are exact: what all cycles of a group keep alive together, each byte once. */
#include "passes.h"

#include <stdlib.h>
#include <string.h>

#include "../cycle_groups.h"
#include "../format.h"
#include "../path.h"
#include "../ranking.h"
#include "subjects.h"

static const uint64_t medium_bytes = 102400;

enum {
	MOST_GROUPS = 10,
	MOST_CLASSES = 5, /* named in a composition */
	MICRO_SIZE = 2,
	CONTAINER_CLASSES = 15,
	CONTAINER_CYCLES = 2,
	FEW_ENTRIES = 2,
	SOME_ENTRIES = 10,
	MANY_CYCLES = 10,
	EVIDENCE = 5,
	CLIMB = 1000 /* containers between the end of the back edge and the object that holds them */
};

struct cycle_report {
	struct ra_snapshot *snapshot;
	struct ra_findings *findings;
	const struct ra_cycle_groups *groups;
	const struct ra_cycle_group *group;
	const struct ra_component *example;
	uint32_t class_count;
	uint64_t retained_bytes;
	char *composition;
	char *back_reference;
	char *entry_path;
};

static char *member_name(const struct ra_graph *graph, uint32_t class_index)
{
	if (class_index == RA_MEMBER_ARRAY || class_index == RA_MEMBER_REFERENCE) {
		return ra_text_printf("%s", class_index == RA_MEMBER_ARRAY ? "array" : "reference");
	}
	return class_index < graph->class_count ? ra_class_name(graph, class_index)
											: ra_text_printf("(unknown class)");
}

static char *composition_of(const struct ra_graph *graph, const struct ra_cycle_group *group)
{
	struct ra_buffer text = {0};

	for (uint32_t i = 0; i < group->member_count && i < MOST_CLASSES; i++) {
		char *name = member_name(graph, group->members[i].class_index);

		ra_buffer_printf(&text, "%s%sx %s", i > 0 ? " + " : "", RA_COUNT(group->members[i].count),
			name ? name : "?");
		free(name);
	}
	if (group->member_count > MOST_CLASSES) {
		ra_buffer_printf(&text, "... +%u more", group->member_count - MOST_CLASSES);
	}
	if (group->member_count == 0) {
		ra_buffer_text(&text, "engine structures");
	}
	return ra_buffer_take(&text);
}

static uint32_t count_classes(const struct ra_graph *graph, const struct ra_cycle_group *group)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < group->member_count; i++) {
		count += group->members[i].class_index < graph->class_count;
	}
	return count;
}

/* The edge that closes the example: into its entry, from the property of an object if there is one,
 * and the last one of that kind, so that a child's link to its parent is named rather than the
 * parent's link to itself. */
static uint32_t closing_edge(const struct ra_snapshot *snapshot, const struct ra_component *example)
{
	const struct ra_graph *graph = snapshot->graph;
	const ra_node *nodes = &snapshot->measures->component_nodes[example->first];
	uint32_t best = example->back_edge;

	for (uint32_t i = 0; i < example->node_count; i++) {
		if (graph->kind[nodes[i]] != RA_NODE_OBJECT || nodes[i] == example->entry) {
			continue;
		}
		for (uint32_t e = graph->edge_begin[nodes[i]]; e < graph->edge_begin[nodes[i] + 1]; e++) {
			if (graph->edge_to[e] == example->entry && graph->edge_kind[e] == RA_LINK_PROPERTY &&
				ra_edge_is_strong(graph, e)) {
				return e;
			}
		}
	}
	return best;
}

/* "Src::$link -> Tgt": the object that holds the back edge, over arrays and references between. */
static char *back_reference_of(
	const struct ra_snapshot *snapshot, const struct ra_component *example)
{
	const struct ra_graph *graph = snapshot->graph;
	const uint32_t component = snapshot->measures->component_of[example->entry];
	const uint32_t back = closing_edge(snapshot, example);
	uint32_t edge = back;

	for (int i = 0; i < CLIMB && graph->kind[graph->edge_from[edge]] != RA_NODE_OBJECT; i++) {
		const uint32_t above = graph->tree_edge[graph->edge_from[edge]];

		if (above == RA_NO_NODE ||
			snapshot->measures->component_of[graph->edge_from[above]] != component) {
			break;
		}
		edge = above;
	}
	const ra_node source = graph->edge_from[edge];
	char *link = ra_path_link_text(snapshot, edge);
	char *target = ra_subject_label(snapshot, graph->edge_to[back]);
	const bool from_object = graph->kind[source] == RA_NODE_OBJECT;
	char *owner = from_object ? ra_subject_label(snapshot, source) : NULL;
	const bool property = graph->edge_kind[edge] == RA_LINK_PROPERTY ||
						  graph->edge_kind[edge] == RA_LINK_DYNAMIC_TABLE;
	char *text = NULL;

	if (link && target && owner) {
		text = ra_text_printf(
			"%s::%s%s%s -> %s", owner, property ? "$" : "", link, edge == back ? "" : "[]", target);
	} else if (link && target) {
		text = ra_text_printf("%s -> %s", link, target);
	}
	free(link);
	free(target);
	free(owner);
	return text;
}

/* What all cycles of the group keep alive. */
static bool measure_group(struct cycle_report *report)
{
	const struct ra_measures *measures = report->snapshot->measures;
	const uint32_t group = (uint32_t)(report->group - report->groups->groups);
	ra_node *nodes;
	uint32_t count = 0;

	if (report->group->component_count == 1) {
		report->retained_bytes = report->example->dominated_bytes;
		return true;
	}
	for (uint32_t c = 0; c < measures->component_count; c++) {
		count += report->groups->group_of[c] == group ? measures->components[c].node_count : 0;
	}
	nodes = malloc(((size_t)count + 1) * sizeof(*nodes));
	if (!nodes) {
		return false;
	}
	count = 0;
	for (uint32_t c = 0; c < measures->component_count; c++) {
		if (report->groups->group_of[c] == group) {
			memcpy(nodes + count, measures->component_nodes + measures->components[c].first,
				measures->components[c].node_count * sizeof(*nodes));
			count += measures->components[c].node_count;
		}
	}
	report->retained_bytes = ra_measures_set_bytes(measures, report->snapshot->graph, nodes, count);
	free(nodes);
	return report->retained_bytes != UINT64_MAX;
}

static void add_common_facts(struct ra_finding *finding, const struct cycle_report *report)
{
	ra_fact_text(finding, "composition", report->composition);
	ra_fact_int(finding, "count", report->group->component_count);
	ra_fact_int(finding, "class_count", report->class_count);
	ra_fact_int(finding, "total_size", report->group->own_bytes);
}

static void add_evidence(struct ra_finding *finding, const struct cycle_report *report)
{
	for (uint32_t i = 0; i < report->example->node_count && i < EVIDENCE; i++) {
		ra_finding_evidence(
			finding, report->snapshot->measures->component_nodes[report->example->first + i]);
	}
	ra_finding_path(finding, report->entry_path);
}

static void add_micro_cycle(const struct cycle_report *report)
{
	const uint32_t count = report->group->component_count;
	struct ra_finding *finding =
		ra_findings_add(report->findings, "micro_cycle", RA_LOW, RA_CONFIDENCE_HIGH,
			"%s %s: %s (%s total)", RA_COUNT(count), count == 1 ? "micro-cycle" : "micro-cycles",
			report->composition, RA_SIZE(report->group->own_bytes));

	add_common_facts(finding, report);
	ra_fact_text(finding, "back_reference", report->back_reference);
	ra_fact_int(finding, "unreachable_count", report->group->unreachable_count);
	ra_finding_hypothesis(finding, "%s",
		report->group->size == 1 ? "A value that refers to itself" : "Bidirectional reference");
	ra_finding_hypothesis(finding, "Back-reference: %s", report->back_reference);
	ra_finding_next(finding, "Consider a WeakReference for the back-reference");
	add_evidence(finding, report);
	if (finding) {
		finding->impact_bytes = report->retained_bytes;
	}
}

static void add_container_cycle(const struct cycle_report *report)
{
	const uint32_t count = report->group->component_count;
	struct ra_finding *finding = ra_findings_add(report->findings, "di_container_cycle", RA_INFO,
		RA_CONFIDENCE_HIGH, "%s classes forming %s %s (%s)", RA_COUNT(report->class_count),
		RA_COUNT(count), count == 1 ? "cycle" : "cycles", RA_SIZE(report->group->own_bytes));

	add_common_facts(finding, report);
	ra_fact_int(finding, "retained_size", report->retained_bytes);
	ra_finding_hypothesis(
		finding, "The normal cost of a dependency container: %s", report->composition);
	add_evidence(finding, report);
	if (finding) {
		finding->impact_bytes = report->group->own_bytes;
	}
}

static void add_cycle_cluster(const struct cycle_report *report)
{
	const uint32_t count = report->group->component_count;
	const uint64_t shallow = report->group->own_bytes;
	const uint32_t entering = report->example->entering_edges;
	const char *likelihood = entering <= FEW_ENTRIES    ? "high"
							 : entering <= SOME_ENTRIES ? "medium"
														: "low";
	char *retained = report->retained_bytes > shallow
						 ? ra_text_printf(", %s retained", RA_SIZE(report->retained_bytes))
						 : ra_text_printf("%s", "");
	struct ra_finding *finding = ra_findings_add(report->findings, "cycle_cluster",
		shallow > medium_bytes ? RA_MEDIUM : RA_LOW, RA_CONFIDENCE_HIGH,
		"%s identical %s (%s %s, %s shallow%s)", RA_COUNT(count), count == 1 ? "cycle" : "cycles",
		RA_COUNT(report->class_count), report->class_count == 1 ? "class" : "classes",
		RA_SIZE(shallow), retained ? retained : "");

	free(retained);
	add_common_facts(finding, report);
	ra_fact_int(finding, "retained_size", report->retained_bytes);
	ra_fact_text(finding, "back_reference", report->back_reference);
	ra_fact_text(finding, "entry_path", report->entry_path);
	ra_fact_int(finding, "ext_incoming", entering);
	ra_fact_text(finding, "single_owner_likelihood", likelihood);
	ra_fact_int(finding, "retained_size_of_example", report->example->dominated_bytes);
	ra_fact_int(finding, "unreachable_count", report->group->unreachable_count);
	ra_finding_hypothesis(finding, "Per cycle: %s", report->composition);
	ra_finding_hypothesis(finding, "Back-reference: %s", report->back_reference);
	ra_finding_hypothesis(finding, "Example: %s", report->entry_path);
	if (count > 1) {
		ra_finding_hypothesis(finding, "(%s more with same pattern)", RA_COUNT(count - 1));
	}
	if (entering <= FEW_ENTRIES) {
		ra_finding_hypothesis(
			finding, "Single entry point — breaking the back-reference likely frees this cycle");
	} else if (count > MANY_CYCLES) {
		ra_finding_hypothesis(finding, "So many equal cycles are a structural pattern");
	}
	ra_finding_next(finding, "Break %s to eliminate %s%s %s", report->back_reference,
		count == 1 ? "the" : "all ", count == 1 ? "" : RA_COUNT(count),
		count == 1 ? "cycle" : "cycles");
	ra_finding_next(finding, "Consider a WeakReference, or an explicit cleanup method");
	add_evidence(finding, report);
	if (finding) {
		finding->impact_bytes = report->retained_bytes;
	}
}

static void report_group(struct cycle_report *report)
{
	const struct ra_graph *graph = report->snapshot->graph;

	report->example = &report->snapshot->measures->components[report->group->example];
	report->class_count = count_classes(graph, report->group);
	report->composition = composition_of(graph, report->group);
	report->back_reference = back_reference_of(report->snapshot, report->example);
	report->entry_path = ra_path_text(report->snapshot, report->example->entry, 0);
	if (!report->composition || !report->back_reference || !report->entry_path ||
		!measure_group(report)) {
		report->findings->failed = true;
	} else if (report->group->size <= MICRO_SIZE) {
		add_micro_cycle(report);
	} else if (report->class_count > CONTAINER_CLASSES &&
			   report->group->component_count <= CONTAINER_CYCLES) {
		add_container_cycle(report);
	} else {
		add_cycle_cluster(report);
	}
	free(report->composition);
	free(report->back_reference);
	free(report->entry_path);
}

void ra_find_cycles(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	struct ra_cycle_groups groups;
	uint32_t reported = 0;

	if (!ra_cycle_groups_make(snapshot->graph, snapshot->measures, &groups)) {
		findings->failed = true;
		return;
	}
	for (uint32_t g = 0; g < groups.count && reported < MOST_GROUPS; g++) {
		/* Cycles of the engine's own (a class and its methods) mean nothing to a program. */
		if (groups.groups[g].member_count > 0) {
			struct cycle_report report = {.snapshot = snapshot,
				.findings = findings,
				.groups = &groups,
				.group = &groups.groups[g]};

			report_group(&report);
			reported++;
		}
	}
	ra_cycle_groups_done(&groups);
}
