/* What no real root reaches any more. gc_pending: garbage that gc_collect_cycles() frees, by doing on
 * the graph what it does. stuck_cycle: garbage whose cycle runs through something that the collector
 * does not look into, so that it stays until the request ends. held_out_of_sight: values that are
 * alive by references which no value and no walker accounts for; that is no garbage. */
#include "findings/passes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/fates.h"
#include "findings/path.h"
#include "findings/ranking.h"

static const uint64_t medium_bytes = 102400;

enum {
	MAX_NAMED = 5,
	MAX_CLASSES = 100 /* in the facts */
};

struct class_sum {
	uint32_t class_index;
	uint64_t count;
	uint64_t bytes;
};

struct group { /* the values of one fate */
	uint64_t objects;
	uint64_t values;
	uint64_t bytes;
	struct class_sum *classes; /* by class index while counting */
	ra_node first;             /* an object, else an array */
};

static int compare_sums(const void *a, const void *b)
{
	const struct class_sum *left = a;
	const struct class_sum *right = b;

	if (left->count != right->count) {
		return left->count > right->count ? -1 : 1;
	}
	return left->class_index < right->class_index ? -1 : 1;
}

static bool is_first(const struct ra_graph *graph, const struct group *group, ra_node node)
{
	return group->first == 0 ||
		   (graph->kind[group->first] != RA_NODE_OBJECT && graph->kind[node] == RA_NODE_OBJECT);
}

static void count_node(const struct ra_graph *graph, struct group *group, ra_node node)
{
	const uint32_t cls = ra_node_class(graph, node);

	group->values++;
	group->bytes += ra_node_own_bytes(graph, node);
	if ((graph->kind[node] == RA_NODE_OBJECT || graph->kind[node] == RA_NODE_ARRAY) &&
		is_first(graph, group, node)) {
		group->first = node;
	}
	if (graph->kind[node] == RA_NODE_OBJECT) {
		group->objects++;
		if (cls < graph->class_count) {
			group->classes[cls].count++;
			group->classes[cls].bytes += ra_node_own_bytes(graph, node);
		}
	}
}

/* groups: RA_FATES of them, one class table each. */
static bool count_groups(
	const struct ra_snapshot *snapshot, const struct ra_fates *fates, struct group *groups)
{
	const struct ra_graph *graph = snapshot->graph;

	for (int fate = RA_FATE_COLLECTED; fate < RA_FATES; fate++) {
		groups[fate].classes =
			calloc((size_t)graph->class_count + 1, sizeof(*groups[fate].classes));
		if (!groups[fate].classes) {
			return false;
		}
		for (uint32_t c = 0; c < graph->class_count; c++) {
			groups[fate].classes[c].class_index = c;
		}
	}
	for (uint32_t i = 0; i < fates->pending_count; i++) {
		count_node(graph, &groups[fates->of[fates->pending[i]]], fates->pending[i]);
	}
	for (int fate = RA_FATE_COLLECTED; fate < RA_FATES; fate++) {
		qsort(groups[fate].classes, graph->class_count, sizeof(struct class_sum), compare_sums);
	}
	return true;
}

static void add_class_facts(
	struct ra_finding *finding, const struct ra_graph *graph, const struct group *group)
{
	struct ra_buffer line = {0};
	json_t *classes = json_object();
	uint32_t named = 0;
	uint32_t total = 0;

	while (total < graph->class_count && group->classes[total].count > 0) {
		total++;
	}
	for (uint32_t i = 0; i < total && i < MAX_CLASSES; i++) {
		char *name = ra_class_name(graph, group->classes[i].class_index);

		if (name) {
			json_object_set_new_nocheck(classes, name,
				json_pack("{s:I, s:I}", "count", (json_int_t)group->classes[i].count, "size",
					(json_int_t)group->classes[i].bytes));
			if (named < MAX_NAMED) {
				ra_buffer_printf(&line, "%s%sx %s", named > 0 ? ", " : "",
					RA_COUNT(group->classes[i].count), name);
				named++;
			}
		}
		free(name);
	}
	ra_fact_set(finding, "classes", classes);
	if (total > named) {
		ra_buffer_printf(&line, ", +%u more", total - named);
	}
	char *text = ra_buffer_take(&line);

	if (text && total > 0) {
		ra_finding_hypothesis(finding, "Classes: %s", text);
	}
	free(text);
}

static void add_collector_facts(struct ra_finding *finding, const struct ra_collector *collector)
{
	if (!collector->found) {
		ra_fact_text(finding, "collector", NULL);
		return;
	}
	ra_fact_set(finding, "collector",
		json_pack("{s:b, s:I, s:I, s:I, s:I}", "enabled", (int)collector->enabled, "threshold",
			(json_int_t)collector->threshold, "roots", (json_int_t)collector->root_count, "runs",
			(json_int_t)collector->runs, "collected", (json_int_t)collector->collected));
	if (!collector->enabled) {
		ra_finding_hypothesis(finding, "The cycle collector is disabled: nothing frees them before "
									   "the request ends");
		ra_finding_next(finding, "Enable it: zend.enable_gc=1, or gc_enable()");
	} else {
		ra_finding_hypothesis(finding,
			"The cycle collector is enabled and runs at %s possible roots; it has %s now and has "
			"run %s %s",
			RA_COUNT(collector->threshold), RA_COUNT(collector->root_count),
			RA_COUNT(collector->runs), collector->runs == 1 ? "time" : "times");
	}
}

static void add_common_facts(
	struct ra_snapshot *snapshot, struct ra_finding *finding, const struct group *group)
{
	char *path = ra_path_text(snapshot, group->first, 0);

	ra_fact_int(finding, "total_count", group->objects);
	ra_fact_int(finding, "total_size", group->bytes);
	ra_fact_int(finding, "value_count", group->values);
	add_class_facts(finding, snapshot->graph, group);
	ra_finding_evidence(finding, group->first);
	ra_finding_path(finding, path);
	if (finding) {
		finding->impact_bytes = group->bytes;
	}
	free(path);
}

/* "300 objects", or of garbage without any: "16,000 values". */
static void subject(const struct group *group, char *out, size_t room)
{
	const uint64_t count = group->objects > 0 ? group->objects : group->values;

	snprintf(out, room, "%s %s%s", RA_COUNT(count), group->objects > 0 ? "object" : "value",
		count == 1 ? "" : "s");
}

static uint64_t count_cycles(const struct ra_snapshot *snapshot, const struct ra_fates *fates)
{
	const struct ra_measures *const measures = snapshot->measures;
	uint64_t count = 0;

	for (uint32_t c = 0; c < measures->component_count; c++) {
		count += fates->of[measures->components[c].entry] == RA_FATE_COLLECTED;
	}
	return count;
}

static void add_pending(struct ra_snapshot *snapshot, const struct ra_fates *fates,
	const struct group *group, struct ra_findings *findings)
{
	const uint64_t freed = group->bytes - fates->second_call_bytes;
	char text[64];
	struct ra_finding *finding;

	subject(group, text, sizeof(text));
	finding = ra_findings_add(findings, "gc_pending",
		group->bytes > medium_bytes ? RA_MEDIUM : RA_LOW, RA_CONFIDENCE_HIGH,
		"%s (%s) reachable only via objects_store — gc_collect_cycles() would free %s", text,
		RA_SIZE(group->bytes), RA_SIZE(freed));
	ra_fact_int(finding, "collectable_size", freed);
	if (fates->second_call_bytes > 0) {
		ra_fact_int(finding, "second_call_size", fates->second_call_bytes);
		ra_finding_hypothesis(finding,
			"The first call ends generators and calls destructors, the second one frees their %s",
			RA_SIZE(fates->second_call_bytes));
	}
	ra_fact_int(finding, "cycle_count", count_cycles(snapshot, fates));
	add_common_facts(snapshot, finding, group);
	add_collector_facts(finding, &snapshot->tally->collector);
	ra_finding_next(finding, "gc_collect_cycles() would free %s", RA_SIZE(freed));
	ra_finding_next(finding, "Break the cycles: see cycle_cluster and micro_cycle");
}

/* What most of the obstacles are: "ZipArchive", "a resource". */
static char *usual_obstacle(const struct ra_graph *graph, const struct ra_fates *fates)
{
	uint32_t *const counts = calloc((size_t)graph->class_count + RA_NODE_KINDS, sizeof(*counts));
	uint32_t best = 0;
	char *name = NULL;

	for (uint32_t i = 0; counts && i < fates->obstacle_count; i++) {
		const ra_node node = fates->obstacles[i];
		const uint32_t cls = ra_node_class(graph, node);
		const uint32_t place = graph->kind[node] == RA_NODE_OBJECT && cls < graph->class_count
								   ? RA_NODE_KINDS + cls
								   : graph->kind[node];

		counts[place]++;
		best = counts[place] > counts[best] ? place : best;
	}
	if (counts && counts[best] > 0) {
		name = best >= RA_NODE_KINDS ? ra_class_name(graph, best - RA_NODE_KINDS)
			   : best == RA_NODE_RESOURCE || best == RA_NODE_STREAM
				   ? strdup("a resource")
				   : strdup("memory of an extension");
	}
	free(counts);
	return name;
}

static void add_stuck(struct ra_snapshot *snapshot, const struct ra_fates *fates,
	const struct group *group, struct ra_findings *findings)
{
	char *obstacle = usual_obstacle(snapshot->graph, fates);
	char text[64];
	struct ra_finding *finding;

	subject(group, text, sizeof(text));
	finding = ra_findings_add(findings, "stuck_cycle",
		group->bytes > medium_bytes ? RA_MEDIUM : RA_LOW, RA_CONFIDENCE_MEDIUM,
		"%s (%s) in cycles that the cycle collector cannot see — gc_collect_cycles() frees none of "
		"it",
		text, RA_SIZE(group->bytes));
	add_common_facts(snapshot, finding, group);
	ra_fact_text(finding, "through", obstacle);
	if (obstacle) {
		ra_finding_hypothesis(
			finding, "The cycles run through %s, which the collector does not look into", obstacle);
	}
	ra_finding_hypothesis(finding, "A leak until the request ends: in a worker, until it ends");
	ra_finding_next(
		finding, "Break the cycle: unset the callback, option or property that closes it");
	free(obstacle);
}

static void add_held(
	struct ra_snapshot *snapshot, const struct group *group, struct ra_findings *findings)
{
	char text[64];
	struct ra_finding *finding;

	subject(group, text, sizeof(text));
	finding = ra_findings_add(findings, "held_out_of_sight",
		group->bytes > medium_bytes ? RA_LOW : RA_INFO, RA_CONFIDENCE_MEDIUM,
		"%s (%s) are alive, but what holds them is out of sight", text, RA_SIZE(group->bytes));
	add_common_facts(snapshot, finding, group);
	ra_finding_hypothesis(finding,
		"They have references that no value accounts for: in memory of an extension, or on the C "
		"stack. This is no garbage");
	ra_finding_next(finding, "See which extension gets these values");
}

void ra_find_gc_pending(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	struct group groups[RA_FATES] = {{0}};
	struct ra_fates fates;

	if (!ra_fates_find(snapshot, &fates)) {
		findings->failed = true;
		return;
	}
	if (fates.pending_count == 0) {
		return; /* all are live, as nearly always */
	}
	if (!count_groups(snapshot, &fates, groups)) {
		findings->failed = true;
	} else {
		if (groups[RA_FATE_COLLECTED].first != 0) {
			add_pending(snapshot, &fates, &groups[RA_FATE_COLLECTED], findings);
		}
		if (groups[RA_FATE_STUCK].first != 0) {
			add_stuck(snapshot, &fates, &groups[RA_FATE_STUCK], findings);
		}
		if (groups[RA_FATE_HELD].first != 0) {
			add_held(snapshot, &groups[RA_FATE_HELD], findings);
		}
	}
	for (int fate = 0; fate < RA_FATES; fate++) {
		free(groups[fate].classes);
	}
	ra_fates_done(&fates);
}
