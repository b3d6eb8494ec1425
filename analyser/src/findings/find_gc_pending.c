/* gc_pending: what no real root reaches any more. Values in or behind a reference cycle wait for
 * the cycle collector; others are held by something that the walk cannot see: their reference count
 * is higher than the references that were found. */
#include "findings/passes.h"

#include <stdlib.h>

#include "base/format.h"
#include "findings/collector.h"
#include "findings/path.h"
#include "findings/ranking.h"

static const uint64_t medium_bytes = 102400;

enum {
	MOST_NAMED = 5,
	MOST_CLASSES = 100 /* in the facts */
};

struct pending {
	uint64_t objects;
	uint64_t values;
	uint64_t bytes;
	uint64_t held_bytes; /* by something unseen */
	uint64_t held_objects;
	uint64_t cycles;
	struct class_sum {
		uint32_t class_index;
		uint64_t count;
		uint64_t bytes;
	} *classes; /* by class index while counting */
	ra_node first;
};

static bool is_pending(const struct ra_measures *measures, ra_node node)
{
	return measures->branches[node] != 0 && !ra_node_is_live(measures, node);
}

/* Marks what pending values with more counted references than found ones keep alive. */
static uint8_t *mark_held(const struct ra_snapshot *snapshot)
{
	const struct ra_graph *graph = snapshot->graph;
	const uint32_t *references = snapshot->tally->references;
	uint8_t *const held = calloc(graph->node_count, 1);
	ra_node *const stack = malloc((size_t)graph->node_count * sizeof(*stack));

	if (!held || !stack) {
		free(held);
		free(stack);
		return NULL;
	}
	for (ra_node start = 1; references && start < graph->node_count; start++) {
		uint32_t depth = 0;

		if (held[start] || !is_pending(snapshot->measures, start) ||
			start >= snapshot->tally->reference_capacity ||
			(graph->flags[start] & RA_NODE_INTERNED) ||
			graph->refcount[start] <= references[start]) {
			continue;
		}
		held[start] = 1;
		stack[depth++] = start;
		while (depth > 0) {
			const ra_node node = stack[--depth];

			for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
				const ra_node to = graph->edge_to[e];

				if (!held[to] && ra_edge_is_strong(graph, e) &&
					is_pending(snapshot->measures, to)) {
					held[to] = 1;
					stack[depth++] = to;
				}
			}
		}
	}
	free(stack);
	return held;
}

static int compare_sums(const void *a, const void *b)
{
	const struct class_sum *left = a;
	const struct class_sum *right = b;

	if (left->count != right->count) {
		return left->count > right->count ? -1 : 1;
	}
	return left->class_index < right->class_index ? -1 : 1;
}

static bool count_pending(
	const struct ra_snapshot *snapshot, const uint8_t *held, struct pending *pending)
{
	const struct ra_graph *graph = snapshot->graph;

	pending->classes = calloc((size_t)graph->class_count + 1, sizeof(*pending->classes));
	if (!pending->classes) {
		return false;
	}
	for (uint32_t c = 0; c < graph->class_count; c++) {
		pending->classes[c].class_index = c;
	}
	for (ra_node node = 1; node < graph->node_count; node++) {
		if (!is_pending(snapshot->measures, node) || graph->kind[node] <= RA_NODE_BRANCH) {
			continue;
		}
		const bool object = graph->kind[node] == RA_NODE_OBJECT;

		pending->values++;
		pending->objects += object;
		pending->bytes += graph->own_bytes[node];
		pending->held_bytes += held[node] ? graph->own_bytes[node] : 0;
		pending->held_objects += object && held[node];
		if (object && pending->first == 0) {
			pending->first = node;
		}
		if (object && graph->class_index[node] < graph->class_count) {
			pending->classes[graph->class_index[node]].count++;
			pending->classes[graph->class_index[node]].bytes += graph->own_bytes[node];
		}
	}
	for (uint32_t c = 0; c < snapshot->measures->component_count; c++) {
		pending->cycles += !snapshot->measures->components[c].reachable;
	}
	qsort(pending->classes, graph->class_count, sizeof(*pending->classes), compare_sums);
	return true;
}

static void add_class_facts(
	struct ra_finding *finding, const struct ra_graph *graph, const struct pending *pending)
{
	struct ra_buffer line = {0};
	json_t *classes = json_object();
	uint32_t named = 0;
	uint32_t total = 0;

	while (total < graph->class_count && pending->classes[total].count > 0) {
		total++;
	}
	for (uint32_t i = 0; i < total && i < MOST_CLASSES; i++) {
		char *name = ra_class_name(graph, pending->classes[i].class_index);

		if (name) {
			json_object_set_new_nocheck(classes, name,
				json_pack("{s:I, s:I}", "count", (json_int_t)pending->classes[i].count, "size",
					(json_int_t)pending->classes[i].bytes));
			if (named < MOST_NAMED) {
				ra_buffer_printf(&line, "%s%sx %s", named > 0 ? ", " : "",
					RA_COUNT(pending->classes[i].count), name);
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

	if (text) {
		ra_finding_hypothesis(finding, "Classes: %s", text);
	}
	free(text);
}

static void add_collector_facts(
	struct ra_finding *finding, const struct ra_collector *collector, uint64_t freed)
{
	if (!collector->found) {
		ra_fact_text(finding, "collector", NULL);
	} else {
		ra_fact_set(finding, "collector",
			json_pack("{s:b, s:I, s:I, s:I, s:I}", "enabled", (int)collector->enabled, "threshold",
				(json_int_t)collector->threshold, "roots", (json_int_t)collector->root_count,
				"runs", (json_int_t)collector->runs, "collected",
				(json_int_t)collector->collected));
	}
	if (freed == 0) {
		ra_finding_next(finding, "See refcount_surplus: which extension or temporary holds them");
		return;
	}
	if (collector->found && !collector->enabled) {
		ra_finding_hypothesis(finding, "The cycle collector is disabled: nothing frees them before "
									   "the request ends");
		ra_finding_next(finding, "Enable it: zend.enable_gc=1, or gc_enable()");
	} else if (collector->found) {
		ra_finding_hypothesis(finding,
			"The cycle collector is enabled and runs at %s possible roots; it has %s now and has "
			"run "
			"%s %s",
			RA_COUNT(collector->threshold), RA_COUNT(collector->root_count),
			RA_COUNT(collector->runs), collector->runs == 1 ? "time" : "times");
	}
	ra_finding_next(finding, "gc_collect_cycles() would free %s", RA_SIZE(freed));
	ra_finding_next(finding, "Break the cycles: see cycle_cluster and micro_cycle");
}

void ra_find_gc_pending(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	struct pending pending = {0};
	uint8_t *held = mark_held(snapshot);

	if (!held || !count_pending(snapshot, held, &pending)) {
		findings->failed = true;
	} else if (pending.objects > 0) {
		const uint64_t freed = pending.bytes - pending.held_bytes;
		struct ra_collector collector;
		char *path = ra_path_text(snapshot, pending.first, 0);

		ra_collector_find(snapshot, &collector);
		struct ra_finding *finding = ra_findings_add(findings, "gc_pending",
			pending.bytes > medium_bytes ? RA_MEDIUM : RA_LOW, RA_CONFIDENCE_MEDIUM,
			"%s %s (%s) reachable only via objects_store — gc_collect_cycles() would free %s",
			RA_COUNT(pending.objects), pending.objects == 1 ? "object" : "objects",
			RA_SIZE(pending.bytes), RA_SIZE(freed));

		ra_fact_int(finding, "total_count", pending.objects);
		ra_fact_int(finding, "total_size", pending.bytes);
		ra_fact_int(finding, "value_count", pending.values);
		ra_fact_int(finding, "cycle_count", pending.cycles);
		ra_fact_int(finding, "collectable_size", freed);
		ra_fact_int(finding, "held_count", pending.held_objects);
		ra_fact_int(finding, "held_size", pending.held_bytes);
		add_class_facts(finding, snapshot->graph, &pending);
		if (pending.held_objects > 0) {
			ra_finding_hypothesis(finding,
				"%s of the objects (%s) have references that were not found: held by an extension "
				"or an engine temporary",
				RA_COUNT(pending.held_objects), RA_SIZE(pending.held_bytes));
		}
		add_collector_facts(finding, &collector, freed);
		ra_finding_evidence(finding, pending.first);
		ra_finding_path(finding, path);
		if (finding) {
			finding->impact_bytes = pending.bytes;
		}
		free(path);
	}
	free(pending.classes);
	free(held);
}
