/* The end of the walk: ra_graph_finish() has the edges brought into CSR form, and chooses the tree edges. */
#include "graph/graph_storage.h"

#include <stdlib.h>
#include <string.h>

enum spread_over {
	CERTAIN_EDGES, /* strong, and no guess */
	STRONG_EDGES,
	ALL_EDGES
};

static bool is_followed(const struct ra_graph *graph, uint32_t edge, enum spread_over over)
{
	static const uint8_t left_out[] = {
		[CERTAIN_EDGES] = RA_EDGE_WEAK | RA_EDGE_STRUCTURAL | RA_EDGE_GUESS,
		[STRONG_EDGES] = RA_EDGE_WEAK | RA_EDGE_STRUCTURAL,
		[ALL_EDGES] = 0,
	};

	return !(graph->edge_flags[edge] & left_out[over]);
}

/* Breadth first from the nodes that stand in queue[0 .. count - 1]; sets the tree edge of each node
 * it meets. Returns the number of nodes in the queue at the end. */
static uint32_t spread(
	struct ra_graph *graph, ra_node *queue, uint32_t count, enum spread_over over)
{
	for (uint32_t head = 0; head < count; head++) {
		const ra_node from = queue[head];

		for (uint32_t edge = graph->edge_begin[from]; edge < graph->edge_begin[from + 1]; edge++) {
			const ra_node to = graph->edge_to[edge];

			if (graph->tree_edge[to] == RA_NO_NODE && to != RA_SUPER_ROOT &&
				is_followed(graph, edge, over)) {
				graph->tree_edge[to] = edge;
				queue[count++] = to;
			}
		}
	}
	return count;
}

/* The same from the super-root and all nodes that have their tree edge, once other edges have been followed as far as they lead:
 * from those nodes that an edge with one of `flags` leaves to something new. */
static void spread_on(struct ra_graph *graph, ra_node *queue, enum spread_over over, unsigned flags)
{
	ra_node last = RA_NO_NODE;
	uint32_t count = 0;

	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		const ra_node to = graph->edge_to[edge];

		if (!(graph->edge_flags[edge] & flags) || graph->tree_edge[to] != RA_NO_NODE ||
			to == RA_SUPER_ROOT) {
			continue;
		}
		const ra_node from = ra_edge_source(graph, edge);

		if (from != last && (from == RA_SUPER_ROOT || graph->tree_edge[from] != RA_NO_NODE)) {
			queue[count++] = from;
		}
		last = from;
	}
	spread(graph, queue, count, over);
}

/* A breadth-first search of its own for what the edge leads to, if that was not met yet. */
static void spread_below(struct ra_graph *graph, ra_node *queue, uint32_t edge)
{
	const ra_node to = graph->edge_to[edge];

	if (ra_edge_is_strong(graph, edge) && graph->tree_edge[to] == RA_NO_NODE &&
		to != RA_SUPER_ROOT) {
		graph->tree_edge[to] = edge;
		queue[0] = to;
		spread(graph, queue, 1, CERTAIN_EDGES);
	}
}

/* Enters the super-root's children one after the other, so that an earlier root keeps what it
 * shares with a later one, and likewise the frames of the call stack, so that a value has the name
 * by which the outermost frame knows it. */
static void spread_roots(struct ra_graph *graph, ra_node *queue)
{
	for (uint32_t entry = graph->edge_begin[RA_SUPER_ROOT];
		entry < graph->edge_begin[RA_SUPER_ROOT + 1]; entry++) {
		const ra_node root = graph->edge_to[entry];

		if (!ra_edge_is_strong(graph, entry) || graph->tree_edge[root] != RA_NO_NODE ||
			root == RA_SUPER_ROOT) {
			continue;
		}
		graph->tree_edge[root] = entry;
		for (uint32_t edge = graph->edge_begin[root]; edge < graph->edge_begin[root + 1]; edge++) {
			if (graph->edge_kind[edge] == RA_LINK_FRAME) {
				spread_below(graph, queue, edge);
			}
		}
		queue[0] = root;
		spread(graph, queue, 1, CERTAIN_EDGES);
	}
}

/* What no real root reaches: garbage that the collector has not found yet, engine temporaries. Of
 * its entry points in the weak roots only those are attached that no other one reaches, one per
 * component. First search, in order of the roots and handles: every node that is met unseen is a
 * candidate. Second search, in the opposite order: a candidate that is met unseen is reached by no
 * later one (just searched) and by no earlier one (it would not have become a candidate). */
static bool spread_weak_roots(struct ra_graph *graph, ra_node *queue)
{
	uint32_t *candidates = NULL; /* edges */
	uint32_t candidate_count = 0;
	uint32_t candidate_capacity = 0;
	ra_node *seen = NULL; /* nodes to be unmarked */
	uint32_t seen_count = 0;
	uint32_t seen_capacity = 0;
	bool ok = true;

	for (uint32_t entry = graph->edge_begin[RA_SUPER_ROOT];
		ok && entry < graph->edge_begin[RA_SUPER_ROOT + 1]; entry++) {
		const ra_node root = graph->edge_to[entry];

		if (graph->tree_edge[root] == RA_NO_NODE && root != RA_SUPER_ROOT) {
			graph->tree_edge[root] = entry;
			queue[0] = root;
			spread(graph, queue, 1, STRONG_EDGES);
		}
	}
	for (uint32_t entry = graph->edge_begin[RA_SUPER_ROOT];
		ok && entry < graph->edge_begin[RA_SUPER_ROOT + 1]; entry++) {
		const ra_node root = graph->edge_to[entry];

		for (uint32_t edge = graph->edge_begin[root]; edge < graph->edge_begin[root + 1]; edge++) {
			const ra_node to = graph->edge_to[edge];
			uint32_t found;

			if (graph->tree_edge[to] != RA_NO_NODE || to == RA_SUPER_ROOT) {
				continue;
			}
			if (candidate_count == candidate_capacity) {
				candidate_capacity = ra_graph_next_capacity(candidate_capacity);
				ok = ra_graph_grow(graph, &candidates, candidate_capacity, sizeof(*candidates));
				if (!ok) {
					break;
				}
			}
			candidates[candidate_count++] = edge;
			graph->tree_edge[to] = edge;
			queue[0] = to;
			found = spread(graph, queue, 1, STRONG_EDGES);
			if (seen_capacity - seen_count < found) {
				const uint64_t wanted = (uint64_t)seen_count + found + seen_count / 2;

				seen_capacity = wanted < RA_NO_NODE ? (uint32_t)wanted : RA_NO_NODE - 1;
				ok = ra_graph_grow(graph, &seen, seen_capacity, sizeof(*seen));
				if (!ok) {
					break;
				}
			}
			memcpy(seen + seen_count, queue, found * sizeof(*seen));
			seen_count += found;
		}
	}
	if (ok) {
		for (uint32_t i = 0; i < seen_count; i++) {
			graph->tree_edge[seen[i]] = RA_NO_NODE;
		}
		for (uint32_t i = candidate_count; i-- > 0;) {
			const ra_node to = graph->edge_to[candidates[i]];

			if (graph->tree_edge[to] == RA_NO_NODE) {
				graph->tree_edge[to] = candidates[i];
				queue[0] = to;
				spread(graph, queue, 1, STRONG_EDGES);
			}
		}
	}
	free(candidates);
	free(seen);
	return ok;
}

/* Tree edges: breadth first over strong edges, root after root, guesses only for what certain
 * edges do not reach; then the weak roots; then whatever only a weak or structural edge leads
 * to. O(V + E). */
static bool choose_tree(struct ra_graph *graph)
{
	ra_node *const queue = reallocarray(NULL, graph->node_count, sizeof(*queue));

	graph->tree_edge = reallocarray(NULL, graph->node_count, sizeof(*graph->tree_edge));
	if (!queue || !graph->tree_edge) {
		free(queue);
		return ra_graph_give_up(graph, RA_ERR_MEMORY, "no memory for the tree of the object graph");
	}
	memset(graph->tree_edge, 0xff, graph->node_count * sizeof(*graph->tree_edge)); /* RA_NO_NODE */
	spread_roots(graph, queue);
	if (graph->guess_count > 0) {
		spread_on(graph, queue, STRONG_EDGES, RA_EDGE_GUESS);
	}
	const bool ok = spread_weak_roots(graph, queue);

	if (ok) {
		spread_on(graph, queue, ALL_EDGES, RA_EDGE_WEAK | RA_EDGE_STRUCTURAL);
		for (ra_node node = 1; node < graph->node_count; node++) {
			if (graph->tree_edge[node] != RA_NO_NODE) {
				graph->edge_flags[graph->tree_edge[node]] |= RA_EDGE_TREE;
			}
		}
	}
	free(queue);
	return ok;
}

/* A guess does not own what something else leads to: it may be a leftover. */
static void weaken_guesses(struct ra_graph *graph)
{
	for (uint32_t edge = 0; graph->guess_count > 0 && edge < graph->edge_count; edge++) {
		if ((graph->edge_flags[edge] & (RA_EDGE_GUESS | RA_EDGE_TREE)) == RA_EDGE_GUESS) {
			graph->edge_flags[edge] |= RA_EDGE_WEAK;
		}
	}
}

bool ra_graph_finish(struct ra_graph *graph, struct ra_error *err)
{
	if (!graph->failed && ra_graph_order_edges(graph) && choose_tree(graph)) {
		weaken_guesses(graph);
	}
	graph->storage->finished = true;
	graph->node_room = graph->edge_room = 0;
	if (graph->failed) {
		return ra_fail(
			err, graph->storage->failure, RA_NOWHERE, "%s", graph->storage->failure_text);
	}
	return true;
}

struct climb {
	ra_node *parent; /* in the tree */
	uint8_t *depth;  /* UINT8_MAX: not known yet */
	ra_node *way;
	uint32_t capacity; /* of way */
};

static bool go_up(struct climb *climb, uint32_t steps, ra_node node)
{
	if (steps == climb->capacity) {
		const uint32_t capacity = ra_graph_next_capacity(climb->capacity);
		ra_node *const grown = reallocarray(climb->way, capacity, sizeof(*grown));

		if (!grown) {
			return false;
		}
		climb->way = grown;
		climb->capacity = capacity;
	}
	climb->way[steps] = node;
	return true;
}

/* Climbs from each node to the next one that is done, then goes back down the same way. */
static bool fill_heads(const struct ra_graph *graph, struct climb *climb, struct ra_sparse *heads)
{
	const uint8_t deep = RA_HEAD_DEPTH + 1;
	bool ok = true;

	for (ra_node start = 0; ok && start < graph->node_count; start++) {
		uint32_t steps = 0;
		ra_node at = start;

		while (ok && at != RA_NO_NODE && climb->depth[at] == UINT8_MAX) {
			ok = go_up(climb, steps++, at);
			at = climb->parent[at];
		}
		while (ok && steps > 0) {
			const ra_node node = climb->way[--steps];
			const uint8_t above = at == RA_NO_NODE ? 0 : climb->depth[at] + 1;

			climb->depth[node] = above < deep ? above : deep;
			if (above >= deep) {
				const ra_node head = ra_sparse_at(heads, at);

				ok = ra_sparse_set(heads, node, head == RA_NO_NUMBER ? at : head);
			}
			at = node;
		}
	}
	return ok;
}

static void list_parents(const struct ra_graph *graph, ra_node *parent)
{
	memset(parent, 0xff, graph->node_count * sizeof(*parent)); /* RA_NO_NODE */
	for (ra_node from = 0; from < graph->node_count; from++) {
		for (uint32_t edge = graph->edge_begin[from]; edge < graph->edge_begin[from + 1]; edge++) {
			if (graph->edge_flags[edge] & RA_EDGE_TREE) {
				parent[graph->edge_to[edge]] = from;
			}
		}
	}
}

static bool make_heads(const struct ra_graph *graph, struct ra_sparse *out)
{
	struct climb climb = {.parent = reallocarray(NULL, graph->node_count, sizeof(ra_node)),
		.depth = malloc(graph->node_count)};
	struct ra_sparse heads = {NULL, NULL, 0};
	bool ok = climb.parent && climb.depth && ra_sparse_new(&heads, graph->node_count);

	if (ok) {
		list_parents(graph, climb.parent);
		memset(climb.depth, UINT8_MAX, graph->node_count);
		ok = fill_heads(graph, &climb, &heads);
	}
	free(climb.parent);
	free(climb.depth);
	free(climb.way);
	if (ok) {
		*out = heads;
	} else {
		ra_sparse_done(&heads);
	}
	return ok;
}

/* Passes that run side by side share the graph; few heaps have a path that is so deep. */
ra_node ra_graph_head(const struct ra_graph *graph, ra_node node)
{
	struct ra_graph_storage *const storage = graph->storage;

	if (!storage->heads_made) {
		ra_lock_take(&storage->heads_lock);
		if (!storage->heads_made) {
			storage->heads_made = make_heads(graph, &storage->heads);
		}
		ra_lock_give(&storage->heads_lock);
		if (!storage->heads_made) {
			return RA_NO_NODE;
		}
	}
	const ra_node head = ra_sparse_at(&storage->heads, node);

	return head == RA_NO_NUMBER ? node : head;
}
