/* cycle_cluster, micro_cycle, di_container_cycle: reference cycles, grouped by the classes in them.
 * Sizes are exact: what all cycles of a group keep alive together, each byte once. */
#include "findings/passes.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/path.h"
#include "findings/ranking.h"
#include "findings/subjects.h"
#include "graph/cycle_groups.h"

static const uint64_t medium_bytes = 102400;

enum {
	MAX_GROUPS = 10,
	MAX_CLASSES = 5, /* named in a composition */
	MICRO_SIZE = 2,
	CONTAINER_CLASSES = 15,
	CONTAINER_CYCLES = 2,
	FEW_ENTRIES = 2,
	SOME_ENTRIES = 10,
	MANY_CYCLES = 10,
	EVIDENCE = 5,
	MAX_BACK_REFERENCES = 4,
	MAX_BACK_EDGES = 1000, /* looked at in one example */
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
	char *entry_path;
	struct back {
		char *text;
		uint32_t count; /* edges in the example */
	} back[MAX_BACK_REFERENCES];
	uint32_t back_count;
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

	for (uint32_t i = 0; i < group->member_count && i < MAX_CLASSES; i++) {
		char *name = member_name(graph, group->members[i].class_index);

		ra_buffer_printf(&text, "%s%sx %s", i > 0 ? " + " : "", RA_COUNT(group->members[i].count),
			name ? name : "?");
		free(name);
	}
	if (group->member_count > MAX_CLASSES) {
		ra_buffer_printf(&text, "... +%u more", group->member_count - MAX_CLASSES);
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

/* Names for a PHP program. */
static char *short_label(const struct ra_snapshot *snapshot, ra_node node)
{
	switch ((enum ra_node_kind)snapshot->graph->kind[node]) {
	case RA_NODE_ARRAY:
		return ra_text_printf("array");
	case RA_NODE_REFERENCE:
		return ra_text_printf("reference");
	default:
		return ra_subject_label(snapshot, node);
	}
}

/* "Src::$link -> Tgt" for an edge that closes the cycle: the object that holds it, over arrays and
 * references between; without any object the last array's link. */
static char *back_reference_text(const struct ra_snapshot *snapshot, uint32_t back)
{
	const struct ra_graph *graph = snapshot->graph;
	const uint32_t component = ra_node_component(snapshot->measures, graph->edge_to[back]);
	ra_node owner_node = RA_NO_NODE;
	uint32_t edge = back;

	for (int i = 0; i < CLIMB && graph->kind[ra_edge_source(graph, edge)] != RA_NODE_OBJECT; i++) {
		const uint32_t above = graph->tree_edge[ra_edge_source(graph, edge)];

		if (above == RA_NO_NODE ||
			ra_node_component(snapshot->measures, ra_edge_source(graph, above)) != component) {
			break;
		}
		/* An element of the table of dynamic properties is the property. */
		if (graph->edge_kind[above] == RA_LINK_DYNAMIC_TABLE) {
			owner_node = ra_edge_source(graph, above);
			break;
		}
		edge = above;
	}
	if (graph->kind[ra_edge_source(graph, edge)] == RA_NODE_OBJECT) {
		owner_node = ra_edge_source(graph, edge);
	}
	const bool from_object = owner_node != RA_NO_NODE;

	edge = from_object ? edge : back;
	char *link = ra_path_link_text(snapshot, edge);
	char *owner = short_label(snapshot, from_object ? owner_node : ra_edge_source(graph, edge));
	char *target = short_label(snapshot, graph->edge_to[back]);
	const bool property =
		graph->edge_kind[edge] == RA_LINK_PROPERTY || graph->edge_kind[edge] == RA_LINK_KEY;
	char *text = NULL;

	if (link && target && owner && from_object) {
		text = ra_text_printf(
			"%s::%s%s%s -> %s", owner, property ? "$" : "", link, edge == back ? "" : "[]", target);
	} else if (link && target && owner) {
		text = ra_text_printf("%s[%s] -> %s", owner, link, target);
	}
	free(link);
	free(target);
	free(owner);
	return text;
}

/* All different texts of edges back to the entry, the most frequent one first (ties: the first
 * met). False: no memory. */
static bool list_back_references(struct cycle_report *report)
{
	const struct ra_graph *graph = report->snapshot->graph;
	const struct ra_component *example = report->example;
	const ra_node *nodes = &report->snapshot->measures->component_nodes[example->first];
	uint32_t looked_at = 0;

	for (uint32_t i = 0; i < example->node_count && looked_at < MAX_BACK_EDGES; i++) {
		for (uint32_t e = graph->edge_begin[nodes[i]];
			e < graph->edge_begin[nodes[i] + 1] && looked_at < MAX_BACK_EDGES; e++) {
			uint32_t place = 0;
			char *text;

			if (graph->edge_to[e] != example->entry || !ra_edge_is_strong(graph, e)) {
				continue;
			}
			looked_at++;
			text = back_reference_text(report->snapshot, e);
			while (
				text && place < report->back_count && strcmp(report->back[place].text, text) != 0) {
				place++;
			}
			if (!text) {
				return false;
			}
			if (place < report->back_count) {
				report->back[place].count++;
				free(text);
			} else if (place < MAX_BACK_REFERENCES) {
				report->back[report->back_count++] = (struct back){.text = text, .count = 1};
			} else {
				free(text);
			}
		}
	}
	for (uint32_t i = 1; i < report->back_count; i++) {
		if (report->back[i].count > report->back[0].count) {
			const struct back kept = report->back[0];

			report->back[0] = report->back[i];
			report->back[i] = kept;
		}
	}
	return report->back_count > 0;
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
	nodes = reallocarray(NULL, (size_t)count + 1, sizeof(*nodes));
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
	ra_fact_text(finding, "back_reference", report->back[0].text);
	ra_fact_int(finding, "unreachable_count", report->group->unreachable_count);
	ra_finding_hypothesis(finding, "%s",
		report->group->size == 1 ? "A value that refers to itself" : "Bidirectional reference");
	ra_finding_hypothesis(finding, "Back-reference: %s", report->back[0].text);
	if (report->group->unreachable_count == 0) {
		ra_finding_hypothesis(
			finding, "In use: breaking it frees nothing as long as something holds it");
	}
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
	struct ra_buffer backs = {0};
	const char *likelihood = entering <= FEW_ENTRIES    ? "high"
							 : entering <= SOME_ENTRIES ? "medium"
														: "low";
	char *retained = report->retained_bytes > shallow
						 ? ra_text_printf(", %s retained", RA_SIZE(report->retained_bytes))
						 : ra_text_printf("%s", "");
	const bool live = report->group->unreachable_count == 0;
	struct ra_finding *finding = ra_findings_add(report->findings, "cycle_cluster",
		live                     ? RA_LOW
		: shallow > medium_bytes ? RA_MEDIUM
								 : RA_LOW,
		RA_CONFIDENCE_HIGH, "%s identical %s (%s %s, %s shallow%s)", RA_COUNT(count),
		count == 1 ? "cycle" : "cycles", RA_COUNT(report->class_count),
		report->class_count == 1 ? "class" : "classes", RA_SIZE(shallow), retained ? retained : "");

	free(retained);
	add_common_facts(finding, report);
	ra_fact_int(finding, "retained_size", report->retained_bytes);
	ra_fact_text(finding, "back_reference", report->back[0].text);
	ra_fact_text(finding, "entry_path", report->entry_path);
	ra_fact_int(finding, "ext_incoming", entering);
	ra_fact_text(finding, "single_owner_likelihood", likelihood);
	ra_fact_int(finding, "retained_size_of_example", report->example->dominated_bytes);
	ra_fact_int(finding, "unreachable_count", report->group->unreachable_count);
	ra_finding_hypothesis(finding, "Per cycle: %s", report->composition);
	ra_finding_hypothesis(finding, "Back-reference: %s", report->back[0].text);
	for (uint32_t i = 1; i < report->back_count; i++) {
		ra_finding_hypothesis(finding, "Also: %s", report->back[i].text);
	}
	ra_finding_hypothesis(finding, "Example: %s", report->entry_path);
	if (count > 1) {
		ra_finding_hypothesis(finding, "(%s more with same pattern)", RA_COUNT(count - 1));
	}
	if (entering == 1 && live) {
		ra_finding_hypothesis(finding, "Single entry point — when it lets go, breaking the "
									   "back-reference frees this cycle at once");
	} else if (count > MANY_CYCLES) {
		ra_finding_hypothesis(finding, "So many equal cycles are a structural pattern");
	}
	for (uint32_t i = 0; i < report->back_count; i++) {
		ra_buffer_printf(&backs, "%s%s", i > 0 ? " and " : "", report->back[i].text);
	}
	char *all = ra_buffer_take(&backs);

	if (live) {
		ra_finding_hypothesis(finding, "In use: breaking it frees nothing as long as something "
									   "holds it, and spares the collector the work afterwards");
		ra_finding_next(finding, "To free it, let go of what holds it: %s", report->entry_path);
		ra_finding_next(finding,
			"A WeakReference for %s, or an explicit cleanup method, frees it then at once",
			all ? all : report->back[0].text);
	} else {
		ra_finding_next(finding, "Break %s to eliminate %s%s %s", all ? all : report->back[0].text,
			count == 1 ? "the" : "all ", count == 1 ? "" : RA_COUNT(count),
			count == 1 ? "cycle" : "cycles");
		ra_finding_next(finding, "Consider a WeakReference, or an explicit cleanup method");
	}
	free(all);
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
	report->entry_path = ra_path_text(report->snapshot, report->example->entry, 0);
	if (!report->composition || !report->entry_path || !list_back_references(report) ||
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
	for (uint32_t i = 0; i < report->back_count; i++) {
		free(report->back[i].text);
	}
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
	for (uint32_t g = 0; g < groups.count && reported < MAX_GROUPS; g++) {
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
