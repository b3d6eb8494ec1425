/* See components.h. The components come from R. Tarjan's algorithm in the form of D. Pearce, "A
 * space-efficient algorithm for finding strongly connected components" (2016): one number per node
 * is its visit index while it is open and its component's rank afterwards. Iterative.
 *
 * What goes away with a component: when it is held at a single entry node, exactly what that node
 * dominates. Otherwise the dominators of the condensation are computed. It has no cycles, so one
 * pass in order of rank is enough: the dominator of a component is the nearest common ancestor, in
 * the dominator tree so far, of all that hold it. Jump pointers (Myers 1983) make each such search
 * logarithmic. */
#include "graph/components.h"

#include <stdlib.h>

#include "base/cleared.h"
#include "graph/hanging.h"

#define NONE   UINT32_MAX
#define FEW_OF 64u

struct search {
	const struct ra_graph *graph;
	const uint64_t *hanging;
	struct ra_orphans *orphans;
	uint32_t orphan_capacity;
	uint32_t *rank;
	ra_node *order; /* open nodes from the left, finished ones from the right */
	uint8_t *loop;
	uint8_t *not_root; /* the node reaches an open one that was visited before it */
	ra_node *path;
	uint32_t *cursor;
	uint32_t depth;
	uint32_t open_count;
	uint32_t finished;   /* place in order of the last finished node */
	uint32_t next_index; /* visit index, from 1; 0 is unseen */
	uint32_t next_rank;  /* from the top down */
	ra_node next_orphan; /* nodes before it were seen */
	bool failed;
};

static void open_node(struct search *search, ra_node node)
{
	search->rank[node] = search->next_index++;
	search->path[search->depth] = node;
	search->cursor[search->depth] = search->graph->edge_begin[node];
	search->depth++;
}

static void close_node(struct search *search, ra_node node)
{
	uint32_t *const rank = search->rank;

	search->depth--;
	if (search->not_root[node]) {
		search->order[search->open_count++] = node;
	} else {
		search->next_index--;
		while (
			search->open_count > 0 && rank[node] <= rank[search->order[search->open_count - 1]]) {
			const ra_node member = search->order[--search->open_count];

			rank[member] = search->next_rank;
			search->order[--search->finished] = member;
			search->next_index--;
		}
		rank[node] = search->next_rank--;
		search->order[--search->finished] = node;
	}
	if (search->depth > 0) {
		const ra_node parent = search->path[search->depth - 1];

		if (rank[node] < rank[parent]) {
			rank[parent] = rank[node];
			search->not_root[parent] = 1;
		}
	}
}

static bool add_orphan(struct search *search, ra_node node)
{
	struct ra_orphans *const orphans = search->orphans;

	if (orphans->count == search->orphan_capacity) {
		const uint32_t capacity = search->orphan_capacity ? search->orphan_capacity * 2 : 64;
		ra_node *const grown = reallocarray(orphans->nodes, (size_t)capacity, sizeof(*grown));

		if (!grown) {
			return false;
		}
		orphans->nodes = grown;
		search->orphan_capacity = capacity;
	}
	orphans->nodes[orphans->count++] = node;
	return true;
}

/* The next unseen node that `node` holds, or RA_NO_NODE; notes what the others tell. */
static ra_node next_unseen(struct search *search, ra_node node)
{
	const struct ra_graph *graph = search->graph;
	uint32_t *const cursor = &search->cursor[search->depth - 1];

	while (*cursor < graph->edge_begin[node + 1]) {
		const uint32_t edge = (*cursor)++;
		const ra_node to = graph->edge_to[edge];

		if (to == RA_SUPER_ROOT || ra_hangs(search->hanging, to) ||
			!ra_edge_holds_for(graph, edge, node)) {
			continue;
		}
		if (search->rank[to] == 0) {
			return to;
		}
		if (to == node) {
			search->loop[node] = 1;
		}
		if (search->rank[to] < search->rank[node]) {
			search->rank[node] = search->rank[to];
			search->not_root[node] = 1;
		}
	}
	/* All that a root leads to was seen. */
	while (node == RA_SUPER_ROOT && !search->failed) {
		const ra_node orphan =
			ra_core_from(search->hanging, search->next_orphan, graph->node_count);

		if (orphan == graph->node_count) {
			break;
		}
		search->next_orphan = orphan + 1;
		if (search->rank[orphan] == 0) {
			search->failed = !add_orphan(search, orphan);
			return orphan;
		}
	}
	return RA_NO_NODE;
}

bool ra_condense(const struct ra_graph *graph, const struct ra_measures *measures,
	const struct ra_core *core, struct ra_orphans *orphans, struct ra_condensation *out,
	struct ra_error *err)
{
	const uint32_t count = core->nodes;
	/* where few nodes are in the core, most pages are never used */
	void *(*const zeros)(size_t, size_t) =
		count >= graph->node_count / FEW_OF ? ra_cleared : calloc;
	struct search search = {
		.graph = graph,
		.hanging = measures->hanging,
		.orphans = orphans,
		.rank = zeros(graph->node_count, sizeof(uint32_t)),
		.order = reallocarray(NULL, count, sizeof(ra_node)),
		.loop = zeros(graph->node_count, 1),
		.not_root = zeros(graph->node_count, 1),
		.path = reallocarray(NULL, count, sizeof(ra_node)),
		.cursor = reallocarray(NULL, count, sizeof(uint32_t)),
		.finished = count,
		.next_index = 1,
		.next_rank = count,
	};
	bool ok = search.rank && search.order && search.loop && search.not_root && search.path &&
			  search.cursor;

	if (ok) {
		open_node(&search, RA_SUPER_ROOT);
		while (search.depth > 0) {
			const ra_node node = search.path[search.depth - 1];
			const ra_node next = next_unseen(&search, node);

			if (next == RA_NO_NODE) {
				close_node(&search, node);
			} else {
				open_node(&search, next);
			}
		}
		ok = !search.failed;
	}
	if (ok) {
		/* Ranks were given from `count` down; the super-root, closed last, has the lowest. */
		const uint32_t lowest = search.rank[RA_SUPER_ROOT];

		for (uint32_t at = 0; at < count; at++) {
			search.rank[search.order[at]] -= lowest;
		}
		*out = (struct ra_condensation){.rank = search.rank,
			.order = search.order,
			.node_count = count,
			.count = count - search.next_rank,
			.loop = search.loop};
	} else {
		free(search.rank);
		free(search.order);
		free(search.loop);
	}
	free(search.not_root);
	free(search.path);
	free(search.cursor);
	return ok || ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the cycles of the graph");
}

void ra_condensation_done(struct ra_condensation *condensation)
{
	free(condensation->rank);
	free(condensation->order);
	free(condensation->loop);
	*condensation = (struct ra_condensation){0};
}

/* How many nodes from `at` on in the order belong to the same component. */
static uint32_t members_from(const struct ra_condensation *condensation, uint32_t at)
{
	const uint32_t rank = condensation->rank[condensation->order[at]];
	uint32_t end = at + 1;

	while (end < condensation->node_count && condensation->rank[condensation->order[end]] == rank) {
		end++;
	}
	return end - at;
}

static bool is_cycle(const struct ra_condensation *condensation, uint32_t at, uint32_t members)
{
	return members > 1 || condensation->loop[condensation->order[at]];
}

/* The next node from `node` on that may be in a cyclic component: stretches without one are stepped over. */
static ra_node next_in_cycle(
	const struct ra_graph *graph, const struct ra_measures *measures, ra_node node)
{
	while (node < graph->node_count && measures->component_of.row_of[node / RA_STRETCH] == 0) {
		node = (node / RA_STRETCH + 1) * RA_STRETCH;
	}
	return node < graph->node_count ? node : graph->node_count;
}

/* Numbers the cyclic components by their smallest node and lists their nodes in ascending order. */
static bool list_components(const struct ra_graph *graph,
	const struct ra_condensation *condensation, struct ra_measures *measures)
{
	uint32_t component_count = 0;
	uint32_t node_count = 0;
	bool ok = true;

	for (uint32_t at = 0, members; at < condensation->node_count; at += members) {
		members = members_from(condensation, at);
		if (is_cycle(condensation, at, members)) {
			for (uint32_t i = 0; i < members; i++) {
				ok &= ra_sparse_set(
					&measures->component_of, condensation->order[at + i], component_count);
			}
			component_count++;
			node_count += members;
		}
	}
	uint32_t *const index = reallocarray(NULL, (size_t)component_count + 1, sizeof(*index));
	struct ra_component *const components =
		calloc((size_t)component_count + 1, sizeof(*components));
	ra_node *const nodes = reallocarray(NULL, (size_t)node_count + 1, sizeof(*nodes));

	measures->components = components;
	measures->component_nodes = nodes;
	if (!ok || !index || !components || !nodes) {
		free(index);
		return false;
	}
	measures->component_count = component_count;
	measures->component_node_count = node_count;
	for (uint32_t c = 0; c < component_count; c++) {
		index[c] = NONE;
	}
	uint32_t next = 0;

	for (ra_node node = 0; (node = next_in_cycle(graph, measures, node)) < graph->node_count;
		node++) {
		const uint32_t found = ra_node_component(measures, node);

		if (found != RA_NO_NODE) {
			if (index[found] == NONE) {
				components[next].entry = node;
				components[next].back_edge = RA_NO_NODE;
				components[next].rank = condensation->rank[node];
				index[found] = next++;
			}
			ra_sparse_set(&measures->component_of, node, index[found]);
			components[index[found]].node_count++;
			components[index[found]].own_bytes += ra_node_own_bytes(graph, node);
		}
	}
	free(index);
	for (uint32_t c = 1; c < component_count; c++) {
		components[c].first = components[c - 1].first + components[c - 1].node_count;
		components[c - 1].node_count = 0;
	}
	if (component_count > 0) {
		components[component_count - 1].node_count = 0;
	}
	for (ra_node node = 0; (node = next_in_cycle(graph, measures, node)) < graph->node_count;
		node++) {
		const uint32_t found = ra_node_component(measures, node);

		if (found != RA_NO_NODE) {
			struct ra_component *component = &components[found];

			nodes[component->first + component->node_count++] = node;
		}
	}
	return true;
}

static void note_entry(struct ra_measures *measures, uint8_t *entered, ra_node node)
{
	const uint32_t component = ra_node_component(measures, node);

	if (component != RA_NO_NODE && !entered[node]) {
		entered[node] = 1;
		measures->components[component].entry_count++;
	}
}

/* The first edges inside the components that lead back to their entries. */
static void find_back_edges(const struct ra_graph *graph, struct ra_measures *measures)
{
	for (uint32_t i = 0; i < measures->component_node_count; i++) {
		const ra_node from = measures->component_nodes[i];
		struct ra_component *const component =
			&measures->components[ra_node_component(measures, from)];

		for (uint32_t edge = graph->edge_begin[from];
			edge < graph->edge_begin[from + 1] && component->back_edge == RA_NO_NODE; edge++) {
			if (component->entry == graph->edge_to[edge] && ra_edge_holds_for(graph, edge, from)) {
				component->back_edge = edge;
			}
		}
	}
}

/* Edges across the components' borders; entries; the edges that close the cycles. */
static bool profile_components(
	const struct ra_graph *graph, const struct ra_orphans *orphans, struct ra_measures *measures)
{
	const uint32_t count = graph->node_count;
	uint8_t *const entered = measures->component_count > 0 ? calloc(count, 1) : NULL;

	if (measures->component_count == 0) {
		return true;
	}
	if (!entered) {
		return false;
	}
	for (uint32_t i = 0; i < orphans->count; i++) {
		note_entry(measures, entered, orphans->nodes[i]);
	}
	for (ra_node from = 0; (from = ra_core_from(measures->hanging, from, count)) < count; from++) {
		const uint32_t own = ra_node_component(measures, from);

		for (uint32_t edge = graph->edge_begin[from]; edge < graph->edge_begin[from + 1]; edge++) {
			const ra_node to = graph->edge_to[edge];
			const uint32_t entered_one = ra_node_component(measures, to);

			if (entered_one == RA_NO_NODE || entered_one == own ||
				!ra_edge_holds_for(graph, edge, from)) {
				continue;
			}
			if (graph->kind[from] > RA_NODE_ROOT) {
				measures->components[entered_one].entering_edges++;
			}
			note_entry(measures, entered, to);
		}
	}
	for (uint32_t c = 0; c < measures->component_count; c++) {
		struct ra_component *component = &measures->components[c];
		const ra_node *nodes = &measures->component_nodes[component->first];
		bool by_tree = false;

		for (uint32_t i = 0; i < component->node_count && !by_tree; i++) {
			const ra_node parent = ra_node_tree_parent(graph, nodes[i]);

			by_tree = entered[nodes[i]] && parent != RA_NO_NODE &&
					  ra_node_component(measures, parent) != c;
			if (by_tree) {
				component->entry = nodes[i];
			}
		}
		for (uint32_t i = 0; i < component->node_count && !by_tree; i++) {
			if (entered[nodes[i]]) {
				component->entry = nodes[i];
				break;
			}
		}
		component->reachable = ra_node_is_live(measures, component->entry);
	}
	find_back_edges(graph, measures);
	free(entered);
	return true;
}

/* The dominator tree of the condensation, indexed by rank. */
struct tree {
	uint32_t *dominator; /* NONE: not held by anything yet */
	uint32_t *jump;
	uint32_t *depth;
	uint64_t *bytes;
};

static uint32_t ancestor_at(const struct tree *tree, uint32_t rank, uint32_t depth)
{
	while (tree->depth[rank] > depth) {
		rank = tree->depth[tree->jump[rank]] >= depth ? tree->jump[rank] : tree->dominator[rank];
	}
	return rank;
}

static uint32_t common_ancestor(const struct tree *tree, uint32_t a, uint32_t b)
{
	a = ancestor_at(tree, a, tree->depth[b]);
	b = ancestor_at(tree, b, tree->depth[a]);
	while (a != b) {
		/* At equal depths both jump equally far. */
		if (tree->jump[a] != tree->jump[b]) {
			a = tree->jump[a];
			b = tree->jump[b];
		} else {
			a = tree->dominator[a];
			b = tree->dominator[b];
		}
	}
	return a;
}

static void hold(struct tree *tree, uint32_t rank, uint32_t holder)
{
	uint32_t *const dominator = &tree->dominator[rank];

	if (*dominator == NONE) {
		*dominator = holder;
	} else if (*dominator != holder) {
		*dominator = common_ancestor(tree, *dominator, holder);
	}
}

static void settle(struct tree *tree, uint32_t rank)
{
	const uint32_t d = tree->dominator[rank];
	const uint32_t j = tree->jump[d];

	tree->depth[rank] = tree->depth[d] + 1;
	tree->jump[rank] =
		tree->depth[d] - tree->depth[j] == tree->depth[j] - tree->depth[tree->jump[j]]
			? tree->jump[j]
			: d;
}

static bool condensed_bytes(const struct ra_graph *graph, const struct ra_orphans *orphans,
	const struct ra_condensation *condensation, struct ra_measures *measures)
{
	const size_t count = condensation->count;
	struct tree tree = {
		.dominator = reallocarray(NULL, count, sizeof(uint32_t)),
		.jump = reallocarray(NULL, count, sizeof(uint32_t)),
		.depth = reallocarray(NULL, count, sizeof(uint32_t)),
		.bytes = calloc(count, sizeof(uint64_t)),
	};
	const uint32_t *const rank = condensation->rank;
	const bool ok = tree.dominator && tree.jump && tree.depth && tree.bytes;

	if (ok) {
		for (uint32_t r = 0; r < count; r++) {
			tree.dominator[r] = NONE;
		}
		tree.dominator[0] = 0;
		tree.jump[0] = 0;
		tree.depth[0] = 0;
		for (uint32_t i = 0; i < orphans->count; i++) {
			hold(&tree, rank[orphans->nodes[i]], 0);
		}
		for (uint32_t at = 0; at < condensation->node_count; at++) {
			const ra_node from = condensation->order[at];
			const uint32_t r = rank[from];

			if (r > 0 && (at == 0 || rank[condensation->order[at - 1]] != r)) {
				settle(&tree, r);
			}
			tree.bytes[r] += ra_node_dominated_bytes(measures, from); /* with what hangs on it */
			for (uint32_t edge = graph->edge_begin[from]; edge < graph->edge_begin[from + 1];
				edge++) {
				const ra_node to = graph->edge_to[edge];

				if (to != RA_SUPER_ROOT && !ra_hangs(measures->hanging, to) && rank[to] != r &&
					ra_edge_holds_for(graph, edge, from)) {
					hold(&tree, rank[to], r);
				}
			}
		}
		for (uint32_t r = (uint32_t)count; r-- > 1;) {
			tree.bytes[tree.dominator[r]] += tree.bytes[r];
		}
		for (uint32_t c = 0; c < measures->component_count; c++) {
			measures->components[c].dominated_bytes = tree.bytes[measures->components[c].rank];
		}
	}
	free(tree.dominator);
	free(tree.jump);
	free(tree.depth);
	free(tree.bytes);
	return ok;
}

bool ra_components_find(const struct ra_graph *graph, const struct ra_orphans *orphans,
	const struct ra_condensation *condensation, struct ra_measures *measures, bool *by_entry,
	struct ra_error *err)
{
	if (!list_components(graph, condensation, measures) ||
		!profile_components(graph, orphans, measures)) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the cycles of the graph");
	}
	*by_entry = true;
	for (uint32_t c = 0; c < measures->component_count; c++) {
		*by_entry = *by_entry && measures->components[c].entry_count == 1;
	}
	if (!*by_entry && !condensed_bytes(graph, orphans, condensation, measures)) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the sizes of the cycles");
	}
	return true;
}
