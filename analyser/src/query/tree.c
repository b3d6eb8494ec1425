/* The dominator tree from the top down, as rows; and the call stack. See look.h. */
#include "query/look.h"

#include <stdlib.h>
#include <string.h>

#include "base/pair_index.h"
#include "findings/path.h"
#include "findings/ranking.h"
#include "query/by_name.h"

enum {
	ALIKE_FROM = 3,  /* siblings that are folded */
	HEAVY_PART = 10, /* of what is above: stays a row of its own */
	MAX_ROWS = 100000,
	NAME_COLUMNS = 200 /* of what a row is sorted by */
};

struct tree {
	struct ra_snapshot *snapshot;
	const struct ra_rows_wanted *wanted;
	const struct ra_graph *graph;
	const struct ra_measures *measures;
	const ra_node *order;      /* the nodes in preorder of the dominator tree */
	struct ra_tree_row *level; /* scratch: what the children of one node become */
	uint32_t level_count;
	uint32_t level_room;
	struct ra_tree_rows *rows;
	uint32_t room;
	bool damaged; /* the order is an index's, and wrong */
};

/* Whether the owner has it under a name that people gave it, as a variable or property: that name is what a row is read for. */
static bool is_named(const struct ra_graph *graph, ra_node owner, ra_node node)
{
	const uint32_t edge = graph->tree_edge[node];

	switch (edge == RA_NO_NODE ? RA_LINK_INDEX : (enum ra_link_kind)graph->edge_kind[edge]) {
	case RA_LINK_GLOBAL:
	case RA_LINK_LOCAL:
	case RA_LINK_PROPERTY:
	case RA_LINK_STATIC_PROPERTY:
	case RA_LINK_STATIC_VARIABLE:
	case RA_LINK_BOUND_VARIABLE:
		return ra_edge_source(graph, edge) == owner;
	default:
		return false;
	}
}

/* Equal for those of one owner that are alike. */
static uint32_t kind_of(const struct ra_graph *graph, ra_node owner, ra_node node)
{
	if (graph->kind[node] == RA_NODE_ROOT || is_named(graph, owner, node)) {
		return 0xc0000000u | node; /* no two are alike */
	}
	return graph->kind[node] == RA_NODE_OBJECT ? ra_node_class(graph, node)
											   : 0x80000000u | graph->kind[node];
}

static int by_bytes(const void *left, const void *right)
{
	const struct ra_tree_row *const a = left, *const b = right;

	if (a->retained_bytes != b->retained_bytes) {
		return a->retained_bytes > b->retained_bytes ? -1 : 1;
	}
	return (a->node > b->node) - (a->node < b->node);
}

static int by_count(const void *left, const void *right)
{
	const struct ra_tree_row *const a = left, *const b = right;

	return a->count != b->count ? (a->count > b->count ? -1 : 1) : by_bytes(left, right);
}

char *ra_query_link_from_above(const struct ra_snapshot *snapshot, ra_node node)
{
	const uint32_t edge = snapshot->graph->tree_edge[node];
	const ra_node above = snapshot->measures->immediate_dominator[node];

	return edge != RA_NO_NODE && ra_edge_source(snapshot->graph, edge) == above
			   ? ra_path_link_text(snapshot, edge)
			   : strdup("");
}

/* As the row says it: the link where there is one, else what it is; of alike ones what they are like. */
static bool name_row(struct ra_snapshot *snapshot, void *context, struct ra_named *named)
{
	const struct tree *const tree = context;
	const struct ra_tree_row *const row = &tree->level[named->number];

	named->id = row->node;
	named->name = row->count == 1 ? ra_query_link_from_above(snapshot, row->node) : NULL;
	if (row->count == 1 && (!named->name || *named->name)) {
		return named->name;
	}
	free(named->name);
	named->name = row->count > 1 && tree->graph->kind[row->node] == RA_NODE_OBJECT
					  ? ra_class_name(tree->graph, ra_node_class(tree->graph, row->node))
					  : ra_query_label(snapshot, row->node, NAME_COLUMNS);
	return named->name;
}

/* False: no memory. */
static bool sort_level(struct tree *tree)
{
	if (tree->wanted->order == RA_ROWS_BY_NAME) {
		return ra_first_by_name(tree->snapshot, tree->level, tree->level_count,
			sizeof(*tree->level), tree->level_count, name_row, tree);
	}
	if (tree->level_count > 0) {
		qsort(tree->level, tree->level_count, sizeof(*tree->level),
			tree->wanted->order == RA_ROWS_BY_COUNT ? by_count : by_bytes);
	}
	return true;
}

static bool add_to_level(struct tree *tree, ra_node node, uint32_t count, uint64_t bytes)
{
	if (tree->level_count == tree->level_room) {
		const uint32_t room = tree->level_room ? tree->level_room * 2 : 256;
		struct ra_tree_row *const larger = reallocarray(tree->level, room, sizeof(*larger));

		if (!larger) {
			return false;
		}
		tree->level = larger;
		tree->level_room = room;
	}
	tree->level[tree->level_count++] =
		(struct ra_tree_row){.node = node, .count = count, .retained_bytes = bytes};
	return true;
}

struct alike { /* children of one class or kind that are not heavy */
	uint32_t count;
	uint64_t bytes;
	ra_node most; /* the most retained of them, of equal ones the first */
	ra_node first[ALIKE_FROM - 1];
};

struct kinds { /* of the children of one node */
	struct ra_pair_index index;
	struct alike *items; /* by number */
	uint32_t last_kind;  /* neighbours are often of one kind */
	uint32_t last_number;
};

static bool add_light(struct tree *tree, struct kinds *kinds, ra_node owner, ra_node child)
{
	const struct ra_sizes *const bytes_of = &tree->measures->dominated_bytes;
	const uint32_t kind = kind_of(tree->graph, owner, child);
	const uint32_t known = kinds->index.count;

	if (known == 0 || kind != kinds->last_kind) {
		kinds->last_number = ra_pair_index_add(
			&kinds->index, (struct ra_pair){kind, 0}, &kinds->items, sizeof(*kinds->items));
		kinds->last_kind = kind;
		if (kinds->last_number == RA_NO_PAIR) {
			return false;
		}
		if (kinds->last_number == known) {
			kinds->items[known] = (struct alike){.most = RA_NO_NODE};
		}
	}
	struct alike *const alike = &kinds->items[kinds->last_number];

	if (alike->count < ALIKE_FROM - 1) {
		alike->first[alike->count] = child;
	}
	if (alike->most == RA_NO_NODE ||
		ra_sizes_at(bytes_of, child) > ra_sizes_at(bytes_of, alike->most) ||
		(ra_sizes_at(bytes_of, child) == ra_sizes_at(bytes_of, alike->most) &&
			child < alike->most)) {
		alike->most = child;
	}
	alike->count++;
	alike->bytes += ra_sizes_at(bytes_of, child);
	return true;
}

/* Heavy children become rows, the others sums by kind: nothing is kept of each, since there may be millions. */
static bool take_children(struct tree *tree, ra_node node, struct kinds *kinds)
{
	const struct ra_measures *const measures = tree->measures;
	const uint32_t first = measures->dominator_order[node] + 1;
	const uint32_t end = first - 1 + ra_node_dominated_count(measures, node);
	const uint64_t heavy = ra_node_dominated_bytes(measures, node) / HEAVY_PART;

	for (uint32_t at = first; at < end; at += ra_node_dominated_count(measures, tree->order[at])) {
		const ra_node child = tree->order[at];

		if (child >= tree->graph->node_count || measures->dominator_order[child] != at) {
			tree->damaged = true;
			return false;
		}
		const uint64_t bytes = ra_node_dominated_bytes(measures, child);

		if (!(bytes >= heavy ? add_to_level(tree, child, 1, bytes)
							 : add_light(tree, kinds, node, child))) {
			return false;
		}
	}
	return true;
}

/* The children of a node as rows in the scratch list, alike ones as one. False: no memory. */
static bool list_children(struct tree *tree, ra_node node)
{
	struct kinds kinds = {.items = NULL};

	tree->level_count = 0;

	bool good = take_children(tree, node, &kinds);

	for (uint32_t k = 0; good && k < kinds.index.count; k++) {
		const struct alike *const alike = &kinds.items[k];

		if (alike->count >= ALIKE_FROM) {
			good = add_to_level(tree, alike->most, alike->count, alike->bytes);
			continue;
		}
		for (uint32_t i = 0; good && i < alike->count; i++) {
			good = add_to_level(
				tree, alike->first[i], 1, ra_node_dominated_bytes(tree->measures, alike->first[i]));
		}
	}
	good = good && sort_level(tree);
	ra_pair_index_done(&kinds.index);
	free(kinds.items);
	return good;
}

/* Puts rows of the scratch list behind the one at `at`, which are its children. */
static bool insert(
	struct tree *tree, uint32_t at, const struct ra_tree_row *level, uint32_t count, unsigned depth)
{
	struct ra_tree_rows *const rows = tree->rows;

	if (count == 0) {
		return true;
	}
	if (rows->count + count > tree->room) {
		const uint32_t room = (rows->count + count) * 2;
		struct ra_tree_row *const larger = reallocarray(rows->items, room, sizeof(*larger));

		if (!larger) {
			return false;
		}
		rows->items = larger;
		tree->room = room;
	}
	memmove(rows->items + at + 1 + count, rows->items + at + 1,
		(rows->count - at - 1) * sizeof(*rows->items));
	memcpy(rows->items + at + 1, level, count * sizeof(*rows->items));
	for (uint32_t i = 0; i < count; i++) {
		rows->items[at + 1 + i].depth = depth;
	}
	rows->count += count;
	return true;
}

static bool grow(struct tree *tree, unsigned depth)
{
	for (uint32_t at = 0; at < tree->rows->count && tree->rows->count < MAX_ROWS; at++) {
		const struct ra_tree_row row = tree->rows->items[at];

		if (row.depth >= depth || row.count > 1) {
			continue;
		}
		if (!list_children(tree, row.node)) {
			return false;
		}
		const struct ra_rows_wanted wanted = {
			.offset = row.depth == 0 ? tree->wanted->offset : 0, .limit = tree->wanted->limit};
		const uint32_t count = tree->level_count;
		const uint32_t begin = ra_rows_begin(&wanted, count), end = ra_rows_end(&wanted, count);

		for (uint32_t i = 0; i < count; i++) {
			tree->rows->left_out += i < begin || i >= end ? tree->level[i].count : 0;
		}
		if (!insert(tree, at, tree->level + begin, end - begin, row.depth + 1)) {
			return false;
		}
	}
	return true;
}

bool ra_query_tree(struct ra_snapshot *snapshot, ra_node node, unsigned depth,
	const struct ra_rows_wanted *wanted, struct ra_tree_rows *out, struct ra_error *err)
{
	const struct ra_graph *const graph = snapshot->graph;
	ra_node *const made =
		snapshot->tables ? NULL : reallocarray(NULL, (size_t)graph->node_count, sizeof(*made));
	struct tree tree = {
		.snapshot = snapshot,
		.wanted = wanted,
		.graph = graph,
		.measures = snapshot->measures,
		.order = snapshot->tables ? snapshot->tables->preorder : made,
		.rows = out,
		.room = 1,
	};
	bool good;

	*out = (struct ra_tree_rows){.items = calloc(1, sizeof(*out->items)), .count = 1};
	good = out->items && tree.order;
	if (good) {
		for (ra_node i = 0; made && i < graph->node_count; i++) {
			made[tree.measures->dominator_order[i]] = i;
		}
		out->items[0] = (struct ra_tree_row){.node = node,
			.count = 1,
			.retained_bytes = ra_node_dominated_bytes(tree.measures, node)};
		good = grow(&tree, depth < RA_MAX_TREE_DEPTH ? depth : RA_MAX_TREE_DEPTH);
	}
	free(made);
	free(tree.level);
	if (!good) {
		ra_tree_rows_done(out);
	}
	return good || (tree.damaged ? ra_query_damaged(err) : ra_query_no_memory(err));
}

void ra_tree_rows_done(struct ra_tree_rows *rows)
{
	free(rows->items);
	*rows = (struct ra_tree_rows){NULL, 0, 0};
}

bool ra_query_alike(struct ra_snapshot *snapshot, ra_node above, ra_node like, struct ra_found *out,
	struct ra_error *err)
{
	const struct ra_graph *const graph = snapshot->graph;
	const struct ra_measures *const measures = snapshot->measures;
	const uint64_t heavy = ra_node_dominated_bytes(measures, above) / HEAVY_PART;
	const uint32_t kind = kind_of(graph, above, like);

	*out = (struct ra_found){.class_index = RA_NO_CLASS};
	for (int fill = 0; fill < 2; fill++) {
		out->count = 0;
		for (ra_node node = 0; node < graph->node_count; node++) {
			if (measures->immediate_dominator[node] != above ||
				kind_of(graph, above, node) != kind ||
				ra_node_dominated_bytes(measures, node) >= heavy) {
				continue;
			}
			if (fill) {
				out->nodes[out->count] = node;
			}
			out->count++;
		}
		if (!fill) {
			out->nodes = calloc((size_t)out->count + 1, sizeof(*out->nodes));
			if (!out->nodes) {
				return ra_query_no_memory(err);
			}
		}
	}
	return true;
}

/* ---- the call stack ---- */

static bool same_place(const struct ra_frame_info *a, const struct ra_frame_info *b)
{
	return a->function == b->function && a->file == b->file && a->line == b->line;
}

static int by_place(const void *left, const void *right)
{
	const struct ra_frame_info *const a = ((const struct ra_stack_row *)left)->frame;
	const struct ra_frame_info *const b = ((const struct ra_stack_row *)right)->frame;

	if (a->function != b->function) {
		return a->function < b->function ? -1 : 1;
	}
	if (a->line != b->line) {
		return a->line < b->line ? -1 : 1;
	}
	return (a->node > b->node) - (a->node < b->node);
}

static int most_retained(const void *left, const void *right)
{
	const struct ra_stack_row *const a = left, *const b = right;

	if (a->retained_bytes != b->retained_bytes) {
		return a->retained_bytes > b->retained_bytes ? -1 : 1;
	}
	return (a->frame->node > b->frame->node) - (a->frame->node < b->frame->node);
}

/* Neighbours of one place become one row. */
static void fold_places(struct ra_stack_rows *rows)
{
	uint32_t kept = 0;

	for (uint32_t i = 1; i < rows->count; i++) {
		struct ra_stack_row *const last = &rows->items[kept];

		if (same_place(last->frame, rows->items[i].frame)) {
			last->count++;
			last->retained_bytes += rows->items[i].retained_bytes;
		} else {
			rows->items[++kept] = rows->items[i];
		}
	}
	rows->count = rows->count > 0 ? kept + 1 : 0;
}

bool ra_query_stack(
	struct ra_snapshot *snapshot, bool suspended, struct ra_stack_rows *out, struct ra_error *err)
{
	const struct ra_graph *const graph = snapshot->graph;

	*out = (struct ra_stack_rows){calloc((size_t)graph->frame_count + 1, sizeof(*out->items)), 0};
	if (!out->items) {
		return ra_query_no_memory(err);
	}
	for (uint32_t i = 0; i < graph->frame_count; i++) {
		const struct ra_frame_info *const frame = &graph->frames[i];

		if ((frame->chain != 0) == suspended) {
			out->items[out->count++] = (struct ra_stack_row){frame, 1,
				snapshot->measures ? ra_node_dominated_bytes(snapshot->measures, frame->node) : 0};
		}
	}
	if (suspended && out->count > 0) {
		qsort(out->items, out->count, sizeof(*out->items), by_place);
	}
	fold_places(out);
	if (suspended && out->count > 0) {
		qsort(out->items, out->count, sizeof(*out->items), most_retained);
	}
	return true;
}

void ra_stack_rows_done(struct ra_stack_rows *rows)
{
	free(rows->items);
	*rows = (struct ra_stack_rows){NULL, 0};
}
