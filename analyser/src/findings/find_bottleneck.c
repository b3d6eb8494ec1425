/* bottleneck_path: from the roots down to where the mass is. Each step goes to the largest node of
 * the dominator tree, so every size is what would be freed; the way ends where no single node holds
 * a quarter of it any more. */
#include "findings/passes.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/path.h"

enum {
	MAX_STEPS = 12,
	SHARE = 4,         /* the next step must hold at least this part of the present one */
	HEAVY_PART = 1024, /* so small a part of the whole is rarely a step */
	MAX_LINKS = 64,    /* of the raw path in the facts */
	MAX_SPARE = 256
};

struct way {
	ra_node nodes[MAX_STEPS];
	uint32_t count;
	ra_node spare[MAX_SPARE]; /* pages of VM stacks and arenas */
	uint32_t spare_count;
	/* Per node: the largest of those that it immediately dominates, of at least heavy_bytes; 0: it has none. Others are
	 * rarely asked for, so the table is touched only in a few places: see largest_below(). */
	ra_node *largest;
	uint64_t heavy_bytes;
};

/* Free space of the engine's own stacks: no program can do anything about it. */
static bool is_spare(const struct ra_graph *graph, ra_node node)
{
	return graph->kind[node] == RA_NODE_VM_STACK || graph->kind[node] == RA_NODE_ARENA;
}

/* What a node keeps alive, for a root without its spare memory. */
static uint64_t weight(const struct ra_graph *graph, const struct ra_measures *measures,
	const struct way *way, ra_node node)
{
	uint64_t bytes = ra_node_dominated_bytes(measures, node);

	for (uint32_t i = 0; graph->kind[node] == RA_NODE_ROOT && i < way->spare_count; i++) {
		if (measures->immediate_dominator[way->spare[i]] == node) {
			bytes -= ra_node_dominated_bytes(measures, way->spare[i]);
		}
	}
	return bytes;
}

/* Of the largest nodes that `above` immediately dominates the first; RA_NO_NODE: none. */
static ra_node search_below(const struct ra_graph *graph, const struct ra_measures *measures,
	const struct way *way, ra_node above)
{
	ra_node best = RA_NO_NODE;

	for (ra_node node = 1; node < graph->node_count; node++) {
		if (measures->immediate_dominator[node] == above && !is_spare(graph, node) &&
			(best == RA_NO_NODE ||
				weight(graph, measures, way, node) > weight(graph, measures, way, best))) {
			best = node;
		}
	}
	return best;
}

/* The same of those with at least `least` bytes. */
static ra_node largest_below(const struct ra_graph *graph, const struct ra_measures *measures,
	const struct way *way, ra_node above, uint64_t least)
{
	const ra_node best = way->largest[above];

	if (best != 0 && weight(graph, measures, way, best) >= way->heavy_bytes) {
		return best;
	}
	return ra_node_dominated_count(measures, above) == 1 || least >= way->heavy_bytes
			   ? RA_NO_NODE
			   : search_below(graph, measures, way, above);
}

/* Dominates nothing but spare memory. */
static bool is_leaf(const struct ra_graph *graph, const struct ra_measures *measures,
	const struct way *way, ra_node node)
{
	uint32_t others = ra_node_dominated_count(measures, node) - 1;

	if (way->spare_count == MAX_SPARE) {
		return search_below(graph, measures, way, node) == RA_NO_NODE;
	}
	for (uint32_t i = 0; i < way->spare_count; i++) {
		others -= measures->immediate_dominator[way->spare[i]] == node
					  ? ra_node_dominated_count(measures, way->spare[i])
					  : 0;
	}
	return others == 0;
}

/* A list or tree continues as it began: its second link by the same name into the same class says
 * nothing new. */
static bool repeats(const struct ra_graph *graph, const struct way *way, ra_node node)
{
	const uint32_t edge = graph->tree_edge[node];

	for (uint32_t i = 0; i < way->count && edge != RA_NO_NODE; i++) {
		const uint32_t other = graph->tree_edge[way->nodes[i]];

		if (graph->kind[node] == RA_NODE_OBJECT && other != RA_NO_NODE &&
			ra_node_class(graph, way->nodes[i]) == ra_node_class(graph, node) &&
			graph->edge_kind[other] == RA_LINK_PROPERTY &&
			graph->edge_kind[edge] == RA_LINK_PROPERTY &&
			graph->edge_key[other] == graph->edge_key[edge]) {
			return true;
		}
	}
	return false;
}

/* The way begins at a value, not at the function or root that holds it, unless it ends there:
 * memory spread over a million frames, or over many variables of one. */
static void drop_leading_places(const struct ra_graph *graph, struct way *way)
{
	uint32_t first = 0;

	while (first + 1 < way->count && (graph->kind[way->nodes[first]] == RA_NODE_FRAME ||
										 graph->kind[way->nodes[first]] == RA_NODE_ROOT)) {
		first++;
	}
	way->count -= first;
	memmove(way->nodes, way->nodes + first, way->count * sizeof(*way->nodes));
}

static bool find_way(
	const struct ra_graph *graph, const struct ra_measures *measures, struct way *way)
{
	way->largest = calloc(graph->node_count, sizeof(*way->largest));
	if (!way->largest) {
		return false;
	}
	for (ra_node node = 0; node < graph->node_count && way->spare_count < MAX_SPARE; node++) {
		if (is_spare(graph, node)) {
			way->spare[way->spare_count++] = node;
		}
	}
	way->heavy_bytes = measures->total_bytes / HEAVY_PART;
	for (ra_node node = 1; node < graph->node_count; node++) {
		if (ra_node_dominated_bytes(measures, node) < way->heavy_bytes || is_spare(graph, node)) {
			continue;
		}
		const ra_node above = measures->immediate_dominator[node];
		const ra_node best = way->largest[above];

		if (best == 0 || weight(graph, measures, way, node) > weight(graph, measures, way, best)) {
			way->largest[above] = node;
		}
	}
	for (uint64_t least = 0; way->count < MAX_STEPS;) {
		const ra_node above = way->count > 0 ? way->nodes[way->count - 1] : RA_SUPER_ROOT;
		const ra_node at = largest_below(graph, measures, way, above, least);

		if (at == RA_NO_NODE || repeats(graph, way, at) ||
			ra_node_dominated_bytes(measures, at) < least) {
			break;
		}
		way->nodes[way->count++] = at;
		least = weight(graph, measures, way, at) / SHARE;
	}
	drop_leading_places(graph, way);
	return true;
}

/* The place whose path is the summary: the end of the way, or, when that is a leaf beside others,
 * the nearest one above it with another path. */
static uint32_t summary_place(struct ra_snapshot *snapshot, const struct way *way)
{
	const struct ra_measures *measures = snapshot->measures;
	uint32_t place = way->count - 1;
	const ra_node leaf = way->nodes[place];

	if (place == 0 || !is_leaf(snapshot->graph, measures, way, leaf) ||
		ra_node_dominated_count(measures, way->nodes[place - 1]) <= 2) {
		return place;
	}
	char *full = ra_path_text(snapshot, leaf, 0);

	while (place > 0) {
		char *shorter = ra_path_text(snapshot, way->nodes[--place], 0);
		const bool differs = full && shorter && strcmp(full, shorter) != 0;

		free(shorter);
		if (differs) {
			break;
		}
	}
	free(full);
	return place;
}

/* A root is called as the first screen calls it; where classes and functions themselves are what is large, that is what
 * is said. */
static char *name_of(struct ra_snapshot *snapshot, ra_node node)
{
	const struct ra_graph *const graph = snapshot->graph;
	const uint32_t edge = graph->tree_edge[node];

	if (graph->kind[node] != RA_NODE_ROOT || edge == RA_NO_NODE) {
		return ra_path_text(snapshot, node, 0);
	}
	const char *const root = ra_graph_name(graph, graph->edge_key[edge], NULL);

	return ra_text_printf(
		"%s", strcmp(root, "class_table") == 0 || strcmp(root, "function_table") == 0
				  ? "code: classes and functions"
				  : ra_root_title(graph, node));
}

static void add_links(struct ra_snapshot *snapshot, struct ra_finding *finding, ra_node leaf)
{
	const struct ra_graph *graph = snapshot->graph;
	json_t *links = json_array();
	json_t *types = json_array();
	json_t *sizes = json_array();
	uint32_t depth = 0;

	for (uint32_t edge = graph->tree_edge[leaf]; edge != RA_NO_NODE;
		edge = graph->tree_edge[ra_edge_source(graph, edge)]) {
		depth++;
	}
	uint32_t level = depth;

	for (uint32_t edge = graph->tree_edge[leaf]; edge != RA_NO_NODE;
		edge = graph->tree_edge[ra_edge_source(graph, edge)], level--) {
		if (level <= MAX_LINKS) {
			const ra_node node = graph->edge_to[edge];
			char *link = ra_path_link_text(snapshot, edge);

			json_array_insert_new(links, 0, link ? ra_json_text(link) : NULL);
			json_array_insert_new(types, 0, json_string(ra_node_kind_name(graph->kind[node])));
			json_array_insert_new(sizes, 0,
				json_integer((json_int_t)ra_node_dominated_bytes(snapshot->measures, node)));
			free(link);
		}
	}
	ra_fact_set(finding, "path", links);
	ra_fact_set(finding, "path_types", types);
	ra_fact_set(finding, "sizes", sizes);
	ra_fact_int(finding, "depth", depth);
}

/* "$app 12.04 MB, ->next 4.00 MB": what each step down is worth. NULL: only one step, or no memory. */
static char *steps_of(struct ra_snapshot *snapshot, const struct way *way, uint32_t last)
{
	struct ra_buffer text = {0};

	for (uint32_t i = 0; last > 0 && i <= last; i++) {
		const ra_node node = way->nodes[i];
		const uint32_t edge = snapshot->graph->tree_edge[node];
		char *const name = i == 0 || edge == RA_NO_NODE ? ra_path_text(snapshot, node, 0)
														: ra_path_link_text(snapshot, edge);

		ra_buffer_printf(&text, "%s%s %s", i == 0 ? "" : ", ", name ? name : "?",
			RA_SIZE(ra_node_dominated_bytes(snapshot->measures, node)));
		free(name);
	}
	return last > 0 ? ra_buffer_take(&text) : NULL;
}

void ra_find_bottleneck(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	struct way way = {0};

	if (!find_way(snapshot->graph, snapshot->measures, &way)) {
		findings->failed = true;
		return;
	}
	if (way.count > 0 && snapshot->measures->total_bytes > 0) {
		const uint32_t place = summary_place(snapshot, &way);
		const ra_node leaf = way.nodes[way.count - 1];
		const uint64_t bytes = weight(snapshot->graph, snapshot->measures, &way, way.nodes[place]);
		char *summary = name_of(snapshot, way.nodes[place]);
		char *full = ra_path_text(snapshot, leaf, 0);
		char *steps = steps_of(snapshot, &way, place);

		if (summary && full) {
			struct ra_finding *finding = ra_findings_add(findings, "bottleneck_path", RA_HIGH,
				RA_CONFIDENCE_HIGH, "%s (%s)", summary, RA_SIZE(bytes));

			add_links(snapshot, finding, leaf);
			ra_fact_text(finding, "summary_path", summary);
			ra_fact_text(finding, "leaf_path", place < way.count - 1 ? full : NULL);
			ra_finding_hypothesis(
				finding, "Heaviest memory path — the primary chain of memory consumption");
			if (steps) {
				ra_finding_hypothesis(finding, "Step by step: %s", steps);
			}
			if (ra_node_roots(snapshot->measures, way.nodes[0]) & snapshot->measures->weak_roots) {
				ra_finding_hypothesis(finding,
					"No variable leads there: only the engine's own list knows these values");
				ra_finding_next(finding, "See gc_pending and the cycles");
			}
			if (place < way.count - 1) {
				ra_finding_hypothesis(finding, "Leaf example: %s", full);
			}
			ra_finding_next(finding, "Examine what the end of this path holds");
			ra_finding_next(finding, "Bound it, or stream the data instead of collecting it");
			ra_finding_path(finding, full);
			for (uint32_t i = 0; i < way.count; i++) {
				ra_finding_evidence(finding, way.nodes[i]);
			}
			if (finding) {
				finding->impact_bytes = bytes;
			}
		} else {
			findings->failed = true;
		}
		free(summary);
		free(full);
		free(steps);
	}
	free(way.largest);
}
