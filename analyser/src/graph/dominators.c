/* See dominators.h. The algorithm is SEMI-NCA: L. Georgiadis, "Linear-Time Algorithms for
 * Dominators and Related Problems", PhD thesis, Princeton 2005, section 2.3 (also Georgiadis,
 * Tarjan, Werneck, "Finding Dominators in Practice", 2006). Semidominators are computed as by
 * Lengauer and Tarjan (1979) with path compression; then the immediate dominator of w is the
 * nearest ancestor of its depth-first parent, in the dominator tree built so far, whose number is
 * not above semi(w).
 *
 * That last search is linear in the height of the tree in the original. Here each node also keeps a
 * jump pointer (E. Myers, "An applicative random-access stack", 1983), which bounds it by a
 * logarithm: a dump made to be slow is not slow.
 *
 * All arrays are indexed by the depth-first number of a node, 0 is the super-root. Memory: 24 bytes
 * per node, 4 more per node and 4 per edge that is not a depth-first tree edge. */
#include "graph/dominators.h"

#include <stdlib.h>

#define UNSEEN UINT32_MAX

struct work {
	const struct ra_graph *graph;
	uint32_t *number; /* node -> number; the caller's result array serves for it */
	uint32_t count;   /* of numbers = of nodes */

	ra_node *vertex;    /* number -> node */
	uint32_t *parent;   /* in the depth-first tree */
	uint32_t *semi;     /* number of the semidominator */
	uint32_t *ancestor; /* compressed parent; later: jump pointer */
	uint32_t *label;   /* edge cursor of the search; least semi on the compressed path; dominator */
	uint32_t *scratch; /* stack of compress(); later: depth in the dominator tree */

	uint32_t *holder_begin; /* CSR: the holders of each number, its parent left out */
	uint32_t *holders;

	struct ra_orphans orphans;
	uint32_t orphan_capacity;
};

static bool allocate(struct work *work)
{
	const size_t bytes = (size_t)work->graph->node_count * sizeof(uint32_t);

	work->vertex = malloc(bytes);
	work->parent = malloc(bytes);
	work->semi = malloc(bytes);
	work->ancestor = malloc(bytes);
	work->label = malloc(bytes);
	work->scratch = malloc(bytes);
	work->holder_begin = calloc((size_t)work->graph->node_count + 1, sizeof(uint32_t));
	return work->vertex && work->parent && work->semi && work->ancestor && work->label &&
		   work->scratch && work->holder_begin;
}

static void release(struct work *work)
{
	free(work->vertex);
	free(work->parent);
	free(work->semi);
	free(work->ancestor);
	free(work->label);
	free(work->scratch);
	free(work->holder_begin);
	free(work->holders);
}

static uint32_t enter(struct work *work, ra_node node, uint32_t parent)
{
	const uint32_t number = work->count++;

	work->number[node] = number;
	work->vertex[number] = node;
	work->parent[number] = parent;
	work->label[number] = work->graph->edge_begin[node];
	return number;
}

/* Depth first from `start`; the stack is the chain of parents, the cursors stand in label. */
static void search_from(struct work *work, uint32_t start)
{
	const struct ra_graph *graph = work->graph;
	const uint32_t stop = work->parent[start];

	for (uint32_t at = start; at != stop;) {
		const uint32_t end = graph->edge_begin[work->vertex[at] + 1];
		uint32_t edge = work->label[at];

		while (edge < end &&
			   (work->number[graph->edge_to[edge]] != UNSEEN || !ra_edge_holds(graph, edge))) {
			edge++;
		}
		if (edge == end) {
			at = work->parent[at];
			continue;
		}
		work->label[at] = edge + 1;
		at = enter(work, graph->edge_to[edge], at);
	}
}

static bool add_orphan(struct work *work, ra_node node)
{
	struct ra_orphans *orphans = &work->orphans;

	if (orphans->count == work->orphan_capacity) {
		const uint32_t capacity = work->orphan_capacity ? work->orphan_capacity * 2 : 64;
		ra_node *const grown = reallocarray(orphans->nodes, (size_t)capacity, sizeof(*grown));

		if (!grown) {
			return false;
		}
		orphans->nodes = grown;
		work->orphan_capacity = capacity;
	}
	orphans->nodes[orphans->count++] = node;
	return true;
}

static bool number_nodes(struct work *work)
{
	for (ra_node node = 0; node < work->graph->node_count; node++) {
		work->number[node] = UNSEEN;
	}
	work->count = 0;
	enter(work, RA_SUPER_ROOT, UNSEEN);
	search_from(work, 0);
	for (ra_node node = 1; node < work->graph->node_count; node++) {
		if (work->number[node] == UNSEEN) {
			if (!add_orphan(work, node)) {
				return false;
			}
			search_from(work, enter(work, node, 0));
		}
	}
	return true;
}

/* An edge that says something about its target: not into the super-root, not a loop, and not from
 * the depth-first parent, which is a holder anyway. */
static bool tells(const struct work *work, uint32_t edge, uint32_t from, uint32_t to)
{
	return to != 0 && from != to && work->parent[to] != from && ra_edge_holds(work->graph, edge);
}

static bool collect_holders(struct work *work)
{
	const struct ra_graph *graph = work->graph;
	uint32_t *const begin = work->holder_begin;

	for (ra_node node = 0; node < graph->node_count; node++) {
		for (uint32_t edge = graph->edge_begin[node]; edge < graph->edge_begin[node + 1]; edge++) {
			const uint32_t to = work->number[graph->edge_to[edge]];

			begin[to + 1] += tells(work, edge, work->number[node], to);
		}
	}
	for (uint32_t n = 0; n < work->count; n++) {
		begin[n + 1] += begin[n];
	}
	const uint32_t total = begin[work->count];

	work->holders = reallocarray(NULL, (size_t)total + 1, sizeof(*work->holders));
	if (!work->holders) {
		return false;
	}
	/* Filled from the back of each list, which leaves every begin in its place. */
	for (ra_node node = graph->node_count; node-- > 0;) {
		const uint32_t from = work->number[node];

		for (uint32_t edge = graph->edge_begin[node]; edge < graph->edge_begin[node + 1]; edge++) {
			const uint32_t to = work->number[graph->edge_to[edge]];

			if (tells(work, edge, from, to)) {
				work->holders[--begin[to + 1]] = from;
			}
		}
	}
	/* Now begin[n + 1] is where the list of n starts. */
	for (uint32_t n = 0; n < work->count; n++) {
		begin[n] = begin[n + 1];
	}
	begin[work->count] = total;
	return true;
}

/* The least semi on the path from v up to (not including) the root of its linked tree. Numbers from
 * `linked` on are linked to their parents. */
static uint32_t evaluate(struct work *work, uint32_t v, uint32_t linked)
{
	uint32_t *const ancestor = work->ancestor;
	uint32_t *const label = work->label;
	uint32_t depth = 0;

	while (ancestor[v] >= linked) {
		work->scratch[depth++] = v;
		v = ancestor[v];
	}
	while (depth > 0) {
		const uint32_t above = v;

		v = work->scratch[--depth];
		ancestor[v] = ancestor[above];
		if (label[above] < label[v]) {
			label[v] = label[above];
		}
	}
	return label[v];
}

static void find_semidominators(struct work *work)
{
	for (uint32_t n = 1; n < work->count; n++) {
		work->ancestor[n] = work->parent[n];
	}
	work->ancestor[0] = 0;
	work->label[0] = 0;
	work->semi[0] = 0;
	for (uint32_t n = work->count; n-- > 1;) {
		uint32_t least = work->parent[n];

		for (uint32_t i = work->holder_begin[n]; i < work->holder_begin[n + 1]; i++) {
			const uint32_t holder = work->holders[i];
			const uint32_t semi = holder < n ? holder : evaluate(work, holder, n + 1);

			if (semi < least) {
				least = semi;
			}
		}
		work->semi[n] = least;
		work->label[n] = least;
	}
}

static void find_dominators(struct work *work)
{
	uint32_t *const dominator = work->label;
	uint32_t *const jump = work->ancestor;
	uint32_t *const depth = work->scratch;

	dominator[0] = 0;
	jump[0] = 0;
	depth[0] = 0;
	for (uint32_t n = 1; n < work->count; n++) {
		const uint32_t semi = work->semi[n];
		uint32_t d = work->parent[n];

		while (d > semi) {
			d = jump[d] > semi ? jump[d] : dominator[d];
		}
		dominator[n] = d;
		depth[n] = depth[d] + 1;
		jump[n] =
			depth[d] - depth[jump[d]] == depth[jump[d]] - depth[jump[jump[d]]] ? jump[jump[d]] : d;
	}
}

/* Numbers are a preorder of the search, so a dominator's number is below those it dominates: one
 * backward sweep adds up, one forward sweep gives each subtree its place. */
static void sum_up(const struct work *work, const struct ra_dominator_tree *tree)
{
	const struct ra_graph *graph = work->graph;
	const uint32_t *const dominator = work->label;
	uint32_t *const count = work->scratch;
	uint32_t *const next_place = work->ancestor;

	for (uint32_t n = 0; n < work->count; n++) {
		tree->dominated_bytes[work->vertex[n]] = graph->own_bytes[work->vertex[n]];
		count[n] = 1;
	}
	for (uint32_t n = work->count; n-- > 1;) {
		tree->dominated_bytes[work->vertex[dominator[n]]] += tree->dominated_bytes[work->vertex[n]];
		count[dominator[n]] += count[n];
	}
	next_place[0] = 1;
	tree->dominator_order[RA_SUPER_ROOT] = 0;
	tree->dominated_count[RA_SUPER_ROOT] = count[0];
	for (uint32_t n = 1; n < work->count; n++) {
		const uint32_t place = next_place[dominator[n]];

		next_place[dominator[n]] += count[n];
		next_place[n] = place + 1;
		tree->dominator_order[work->vertex[n]] = place;
		tree->dominated_count[work->vertex[n]] = count[n];
	}
}

bool ra_dominators_compute(const struct ra_graph *graph, const struct ra_dominator_tree *tree,
	struct ra_orphans *orphans, struct ra_error *err)
{
	struct work work = {.graph = graph, .number = tree->immediate_dominator};

	if (!allocate(&work) || !number_nodes(&work) || !collect_holders(&work)) {
		free(work.orphans.nodes);
		release(&work);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the dominator tree");
	}
	find_semidominators(&work);
	find_dominators(&work);
	sum_up(&work, tree);
	for (uint32_t n = 1; n < work.count; n++) {
		tree->immediate_dominator[work.vertex[n]] = work.vertex[work.label[n]];
	}
	tree->immediate_dominator[RA_SUPER_ROOT] = RA_NO_NODE;
	*orphans = work.orphans;
	release(&work);
	return true;
}
