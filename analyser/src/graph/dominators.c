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
 * Nodes that hang (hanging.h) need none of this. Of them only those on a node of the core have a number, since it tells their
 * place among its children: they are leaves here. The place of the others follows from that.
 *
 * All arrays are indexed by the depth-first number of a node, 0 is the super-root, and each serves for several things one after
 * the other. Memory: 20 bytes per number on top of the caller's arrays, and 4 per edge of the core that is not a depth-first
 * tree edge. */
#include "graph/dominators.h"

#include <stdlib.h>

#include "base/cleared.h"
#include "graph/hanging.h"

#define UNSEEN UINT32_MAX

struct work {
	const struct ra_graph *graph;
	const uint64_t *hanging;
	uint32_t *number; /* node of the core -> number; the caller's result array serves for it */
	uint32_t count;   /* of numbers */

	ra_node *vertex; /* number -> node */
	uint32_t
		*ancestor; /* parent in the depth-first tree; the same, compressed; jump pointer; places */
	uint32_t *label; /* edge cursor of the search; least semi on the compressed path; dominator */
	uint32_t *semi;  /* start of the list of holders; number of the semidominator; depth in the
						   dominator tree; number of dominated nodes */
	uint32_t *stack; /* of evaluate() */

	/* The holders of each number, its parent left out. What was read from the end on makes room for the parents of those numbers
	 * whose semidominator is another one: these are told apart by a bit. */
	uint32_t *holders;
	uint32_t holder_count;
	uint32_t parents; /* where they begin in holders */
	uint64_t *jumps_over_parent;
};

static bool allocate(struct work *work, const struct ra_core *core)
{
	const size_t count = (size_t)core->nodes + core->tops;

	work->vertex = reallocarray(NULL, count, sizeof(*work->vertex));
	work->ancestor = reallocarray(NULL, count, sizeof(*work->ancestor));
	work->label = reallocarray(NULL, count, sizeof(*work->label));
	work->stack = reallocarray(NULL, core->nodes, sizeof(*work->stack));
	return work->vertex && work->ancestor && work->label && work->stack;
}

static void release(struct work *work)
{
	free(work->vertex);
	free(work->ancestor);
	free(work->label);
	free(work->semi);
	free(work->stack);
	free(work->holders);
	free(work->jumps_over_parent);
}

static uint32_t enter_leaf(struct work *work, ra_node node, uint32_t parent)
{
	const uint32_t number = work->count++;

	work->vertex[number] = node;
	work->ancestor[number] = parent;
	return number;
}

static uint32_t enter(struct work *work, ra_node node, uint32_t parent)
{
	const uint32_t number = enter_leaf(work, node, parent);

	work->number[node] = number;
	work->label[number] = work->graph->edge_begin[node];
	return number;
}

/* Depth first from `start`; the stack is the chain of parents, the cursors stand in label. */
static void search_from(struct work *work, uint32_t start)
{
	const struct ra_graph *graph = work->graph;
	const uint32_t stop = work->ancestor[start];

	for (uint32_t at = start; at != stop;) {
		const ra_node node = work->vertex[at];
		const uint32_t end = graph->edge_begin[node + 1];
		uint32_t edge = work->label[at];

		for (; edge < end; edge++) {
			const ra_node to = graph->edge_to[edge];

			if (!ra_edge_holds_for(graph, edge, node)) {
				continue;
			}
			if (ra_hangs(work->hanging, to)) {
				enter_leaf(work, to, at);
			} else if (work->number[to] == UNSEEN) {
				break;
			}
		}
		if (edge == end) {
			at = work->ancestor[at];
			continue;
		}
		work->label[at] = edge + 1;
		at = enter(work, graph->edge_to[edge], at);
	}
}

static void number_nodes(struct work *work, const struct ra_orphans *orphans)
{
	const uint32_t count = work->graph->node_count;

	for (ra_node node = 0; (node = ra_core_from(work->hanging, node, count)) < count; node++) {
		work->number[node] = UNSEEN;
	}
	enter(work, RA_SUPER_ROOT, UNSEEN);
	search_from(work, 0);
	for (uint32_t i = 0; i < orphans->count; i++) {
		search_from(work, enter(work, orphans->nodes[i], 0));
	}
}

/* The number of the edge's target, if the edge says something about it: it holds, and is not into the super-root, no loop, and
 * not from the depth-first parent, which is a holder anyway. Otherwise 0. */
static uint32_t tells(const struct work *work, uint32_t edge, ra_node node, uint32_t from)
{
	const ra_node target = work->graph->edge_to[edge];

	if (ra_hangs(work->hanging, target) || !ra_edge_holds_for(work->graph, edge, node)) {
		return 0;
	}
	const uint32_t to = work->number[target];

	return from != to && work->ancestor[to] != from ? to : 0;
}

static bool collect_holders(struct work *work)
{
	const struct ra_graph *graph = work->graph;
	uint32_t *const begin = work->semi = ra_cleared(work->count, sizeof(*begin));
	uint32_t total = 0;

	work->jumps_over_parent =
		calloc((size_t)work->count / 64 + 1, sizeof(*work->jumps_over_parent));
	if (!begin || !work->jumps_over_parent) {
		return false;
	}
	for (ra_node node = 0;
		(node = ra_core_from(work->hanging, node, graph->node_count)) < graph->node_count; node++) {
		const uint32_t from = work->number[node];

		for (uint32_t edge = graph->edge_begin[node]; edge < graph->edge_begin[node + 1]; edge++) {
			begin[tells(work, edge, node, from)]++;
		}
	}
	begin[0] = 0;
	for (uint32_t n = 0; n < work->count; n++) {
		total += begin[n];
		begin[n] = total;
	}
	work->holder_count = total;
	work->holders = reallocarray(NULL, (size_t)total + 1, sizeof(*work->holders));
	if (!work->holders) {
		return false;
	}
	/* Each list is filled from its end, and then begins where it says. */
	for (ra_node node = 0;
		(node = ra_core_from(work->hanging, node, graph->node_count)) < graph->node_count; node++) {
		const uint32_t from = work->number[node];

		for (uint32_t edge = graph->edge_begin[node]; edge < graph->edge_begin[node + 1]; edge++) {
			const uint32_t to = tells(work, edge, node, from);

			if (to != 0) {
				work->holders[--begin[to]] = from;
			}
		}
	}
	return true;
}

/* The least semi on the path from v up to (not including) the root of its linked tree. Numbers from
 * `linked` on are linked to their parents. */
static uint32_t evaluate(struct work *work, uint32_t v, uint32_t linked)
{
	uint32_t *const ancestor = work->ancestor;
	uint32_t *const label = work->label;
	uint32_t *const stack = work->stack;
	uint32_t depth = 0;

	while (ancestor[v] >= linked) {
		stack[depth++] = v;
		v = ancestor[v];
	}
	while (depth > 0) {
		const uint32_t above = v;

		v = stack[--depth];
		ancestor[v] = ancestor[above];
		if (label[above] < label[v]) {
			label[v] = label[above];
		}
	}
	return label[v];
}

static void find_semidominators(struct work *work)
{
	uint32_t end = work->holder_count;

	work->parents = work->holder_count;
	work->ancestor[0] = 0;
	work->label[0] = 0;
	for (uint32_t n = work->count; n-- > 1;) {
		const uint32_t begin = work->semi[n];
		const uint32_t parent = work->ancestor[n]; /* not linked yet, so not compressed */
		uint32_t least = parent;

		for (uint32_t i = begin; i < end; i++) {
			const uint32_t holder = work->holders[i];
			const uint32_t semi = holder < n ? holder : evaluate(work, holder, n + 1);

			if (semi < least) {
				least = semi;
			}
		}
		end = begin;
		work->semi[n] = least;
		work->label[n] = least;
		if (least != parent) { /* so its list was not empty */
			work->holders[--work->parents] = parent;
			work->jumps_over_parent[n / 64] |= UINT64_C(1) << n % 64;
		}
	}
}

static void find_dominators(struct work *work)
{
	uint32_t *const dominator = work->label;
	uint32_t *const jump = work->ancestor;
	uint32_t *const depth = work->semi;
	uint32_t next_parent = work->parents;

	dominator[0] = 0;
	jump[0] = 0;
	depth[0] = 0;
	for (uint32_t n = 1; n < work->count; n++) {
		const uint32_t semi = work->semi[n];
		const bool over = work->jumps_over_parent[n / 64] >> n % 64 & 1;
		uint32_t d = over ? work->holders[next_parent++] : semi;

		while (d > semi) {
			d = jump[d] > semi ? jump[d] : dominator[d];
		}
		dominator[n] = d;
		depth[n] = depth[d] + 1;
		jump[n] =
			depth[d] - depth[jump[d]] == depth[jump[d]] - depth[jump[jump[d]]] ? jump[jump[d]] : d;
	}
	free(work->holders);
	free(work->jumps_over_parent);
	work->holders = NULL;
	work->jumps_over_parent = NULL;
}

static bool is_leaf(const struct work *work, uint32_t number)
{
	return ra_hangs(work->hanging, work->vertex[number]);
}

/* Numbers are a preorder of the search, so a dominator's number is below those it dominates: one
 * backward sweep adds up, one forward sweep gives each subtree its place. What hangs is in its holder's sums already. */
static bool place_nodes(struct work *work, struct ra_measures *measures)
{
	const uint32_t *const dominator = work->label;
	uint32_t *const count = work->semi;
	uint32_t *const next_place = work->ancestor;
	bool ok = true;

	for (uint32_t n = 0; n < work->count; n++) {
		count[n] = ra_node_dominated_count(measures, work->vertex[n]);
	}
	for (uint32_t n = work->count; n-- > 1;) {
		count[dominator[n]] += is_leaf(work, n) ? 0 : count[n];
	}
	next_place[0] = 1;
	measures->dominator_order[RA_SUPER_ROOT] = 0;
	ok = ra_narrow8_set(&measures->dominated_count, RA_SUPER_ROOT, count[0]);
	for (uint32_t n = 1; n < work->count; n++) {
		const uint32_t place = next_place[dominator[n]];

		next_place[dominator[n]] += count[n];
		measures->dominator_order[work->vertex[n]] = place;
		if (!is_leaf(work, n)) {
			next_place[n] = place + 1;
			ok &= ra_narrow8_set(&measures->dominated_count, work->vertex[n], count[n]);
		}
	}
	return ok;
}

/* Of what hangs on something that hangs: holders come before. */
static void place_hanging(const struct work *work, struct ra_measures *measures)
{
	for (ra_node node = 0; node < work->graph->node_count; node++) {
		const ra_node holder = measures->immediate_dominator[node];

		if (ra_hangs(work->hanging, node) && ra_hangs(work->hanging, holder)) {
			measures->dominator_order[node] += measures->dominator_order[holder];
		}
	}
}

static bool sum_up(const struct work *work, struct ra_measures *measures)
{
	bool ok = true;

	for (uint32_t n = work->count; n-- > 1;) {
		const ra_node node = work->vertex[n], above = work->vertex[work->label[n]];

		if (!is_leaf(work, n)) {
			measures->immediate_dominator[node] = above;
			ok &= ra_sizes_set(&measures->dominated_bytes, above,
				ra_node_dominated_bytes(measures, above) + ra_node_dominated_bytes(measures, node));
		}
	}
	measures->immediate_dominator[RA_SUPER_ROOT] = RA_NO_NODE;
	return ok;
}

bool ra_dominators_compute(const struct ra_graph *graph, const struct ra_orphans *orphans,
	const struct ra_core *core, struct ra_measures *measures, struct ra_error *err)
{
	struct work work = {
		.graph = graph, .hanging = measures->hanging, .number = measures->immediate_dominator};
	bool ok = allocate(&work, core);

	if (ok) {
		number_nodes(&work, orphans);
		ok = collect_holders(&work);
	}
	if (ok) {
		find_semidominators(&work);
		find_dominators(&work);
		ok = place_nodes(&work, measures) && sum_up(&work, measures);
	}
	if (ok) {
		place_hanging(&work, measures);
	}
	release(&work);
	return ok || ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the dominator tree");
}
