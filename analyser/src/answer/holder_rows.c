/* See holder_rows.h. */
#include "answer/holder_rows.h"

#include <stdlib.h>
#include <string.h>

enum {
	DEEP_STACK_BYTES = 1 << 20,
	MAX_STEPS = 32 /* of a path, to see where it begins */
};

struct sweep {
	const struct ra_partition *partition;
	struct ra_rows *rows;
	uint64_t least;
	uint64_t *data;                   /* per open node: what is to be swept up */
	uint16_t bucket[RA_HOLDER_KINDS]; /* the row of all that is of this kind */
};

enum ra_holder_kind ra_root_kind(const struct ra_graph *graph, ra_node root)
{
	static const struct {
		const char *name;
		enum ra_holder_kind kind;
	} kinds[] = {
		{"interned_strings", RA_HOLDER_PHP},
		{"included_files", RA_HOLDER_PHP},
		{"engine", RA_HOLDER_PHP},
		{"class_table", RA_HOLDER_CODE},
		{"function_table", RA_HOLDER_CODE},
		{"global_constants", RA_HOLDER_CODE},
		{"global_callbacks", RA_HOLDER_LIST},
		{"modules", RA_HOLDER_LIST},
		{"output", RA_HOLDER_LIST},
		{"call_frames", RA_HOLDER_CALL_STACK},
		{"module_globals", RA_HOLDER_OUT_OF_SIGHT},
		{"regular_list", RA_HOLDER_OUT_OF_SIGHT},
		{"objects_store", RA_HOLDER_GARBAGE},
		{"gc_roots", RA_HOLDER_GARBAGE},
	};
	const uint32_t edge = graph->tree_edge[root];
	const char *const name =
		edge == RA_NO_NODE ? "" : ra_graph_name(graph, graph->edge_key[edge], NULL);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].name, name) == 0) {
			return kinds[i].kind;
		}
	}
	return RA_HOLDER_VALUE;
}

/* ---- kinds ---- */

static bool is_code(enum ra_node_kind kind)
{
	switch (kind) {
	case RA_NODE_CLASS:
	case RA_NODE_FUNCTION:
	case RA_NODE_CONSTANT:
	case RA_NODE_PROPERTY_INFO:
	case RA_NODE_AST:
	case RA_NODE_ARENA:
		return true;
	default:
		return false;
	}
}

static enum ra_holder_kind kind_of_edge(const struct ra_graph *graph, uint32_t edge)
{
	switch ((enum ra_link_kind)graph->edge_kind[edge]) {
	case RA_LINK_TEMPORARY:
	case RA_LINK_ARGUMENT:
	case RA_LINK_EXTRA_ARG:
	case RA_LINK_RESULT:
		return RA_HOLDER_IN_FLIGHT;
	default:
		return RA_HOLDER_VALUE;
	}
}

/* Does the path to the node begin at a temporary of a frame? */
static bool is_in_flight(const struct ra_graph *graph, ra_node node)
{
	for (unsigned steps = 0; steps < MAX_STEPS && graph->tree_edge[node] != RA_NO_NODE; steps++) {
		const uint32_t edge = graph->tree_edge[node];

		node = ra_edge_source(graph, edge);
		if (graph->kind[node] == RA_NODE_FRAME) {
			return kind_of_edge(graph, edge) == RA_HOLDER_IN_FLIGHT;
		}
	}
	return false;
}

/* What letting go of all of a node would be. */
static enum ra_holder_kind kind_of_node(const struct ra_graph *graph, ra_node node)
{
	switch ((enum ra_node_kind)graph->kind[node]) {
	case RA_NODE_SUPER_ROOT:
		return RA_HOLDER_MANY;
	case RA_NODE_ROOT:
		return ra_root_kind(graph, node);
	case RA_NODE_FRAME:
	case RA_NODE_VM_STACK:
		return RA_HOLDER_CALL_STACK;
	default:
		break;
	}
	/* what a root keeps at hand is of its kind */
	const ra_node above = ra_node_tree_parent(graph, node);

	if (above != RA_NO_NODE && graph->kind[above] == RA_NODE_ROOT &&
		ra_root_kind(graph, above) == RA_HOLDER_LIST) {
		return RA_HOLDER_LIST;
	}
	if (graph->kind[node] == RA_NODE_TABLE) {
		return RA_HOLDER_PHP;
	}
	return is_code(graph->kind[node])  ? RA_HOLDER_CODE
		   : is_in_flight(graph, node) ? RA_HOLDER_IN_FLIGHT
									   : RA_HOLDER_VALUE;
}

static enum ra_holder_kind kind_of_atom(const struct ra_labels *labels, struct ra_atom atom)
{
	const struct ra_graph *const graph = labels->open->graph;

	switch (atom.kind) {
	case RA_ATOM_SLOT:
		return kind_of_edge(graph, atom.id);
	case RA_ATOM_LIST:
		return ra_root_kind(graph, labels->lists[atom.id].root);
	case RA_ATOM_WHOLE:
		break;
	}
	return kind_of_node(graph, atom.id);
}

/* What PHP itself holds nobody can let go of, whoever else holds it; what code holds goes with the
 * code; else the kind of what a programmer would call the holder. */
static enum ra_holder_kind kind_of_label(const struct ra_labels *labels, uint32_t label)
{
	static const enum ra_holder_kind order[] = {RA_HOLDER_PHP, RA_HOLDER_VALUE, RA_HOLDER_LIST,
		RA_HOLDER_IN_FLIGHT, RA_HOLDER_CALL_STACK, RA_HOLDER_CODE, RA_HOLDER_MANY,
		RA_HOLDER_OUT_OF_SIGHT, RA_HOLDER_GARBAGE};
	unsigned seen = 0;

	for (uint32_t i = 0; i < labels->items[label].count; i++) {
		seen |= 1u << kind_of_atom(labels, ra_label_atom(labels, label, i));
	}
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		if (seen & 1u << order[i]) {
			return order[i];
		}
	}
	return RA_HOLDER_VALUE;
}

/* ---- rows ---- */

static uint16_t add_row(
	struct ra_rows *rows, enum ra_holder_kind kind, uint32_t label, uint32_t open)
{
	if (rows->count == rows->capacity) {
		const uint32_t capacity = rows->capacity ? rows->capacity * 2 : 64;
		struct ra_row *const grown =
			capacity < RA_NO_ROW ? reallocarray(rows->rows, capacity, sizeof(*grown)) : NULL;

		if (!grown) {
			return RA_NO_ROW;
		}
		rows->rows = grown;
		rows->capacity = capacity;
	}
	rows->rows[rows->count] = (struct ra_row){.kind = kind, .label = label, .open = open};
	return (uint16_t)rows->count++;
}

static void add_bytes(struct sweep *sweep, uint16_t row, uint64_t bytes)
{
	if (row == RA_NO_ROW) {
		sweep->rows->other_bytes += bytes;
	} else {
		sweep->rows->rows[row].bytes += bytes;
	}
}

/* The one row of a kind that has no holders to name. */
static uint16_t bucket(struct sweep *sweep, enum ra_holder_kind kind)
{
	if (sweep->bucket[kind] == RA_NO_ROW) {
		sweep->bucket[kind] = add_row(sweep->rows, kind, RA_NO_LABEL, RA_NO_NODE);
	}
	return sweep->bucket[kind];
}

/* The pages of the VM stack are the engine's, until a deep recursion makes them many. */
static void place_call_stack(struct sweep *sweep, uint64_t bytes)
{
	const bool many = bytes >= sweep->least && bytes >= DEEP_STACK_BYTES;

	if (bytes > 0) {
		add_bytes(sweep, bucket(sweep, many ? RA_HOLDER_CALL_STACK : RA_HOLDER_PHP), bytes);
	}
}

static bool has_bucket(enum ra_holder_kind kind)
{
	return kind == RA_HOLDER_CODE || kind == RA_HOLDER_PHP || kind == RA_HOLDER_GARBAGE ||
		   kind == RA_HOLDER_OUT_OF_SIGHT || kind == RA_HOLDER_MANY;
}

static uint32_t open_above(const struct ra_open_set *open, uint32_t index)
{
	return open->nodes[index].above;
}

/* The lowest open node that is above all of two. */
static uint32_t common(const struct ra_open_set *open, uint32_t a, uint32_t b)
{
	while (a != b) {
		if (open->nodes[a].level >= open->nodes[b].level) {
			a = open_above(open, a);
		} else {
			b = open_above(open, b);
		}
	}
	return a;
}

static uint32_t common_of_label(const struct ra_partition *partition, uint32_t label)
{
	const struct ra_labels *const labels = &partition->labels;
	uint32_t result = RA_NO_NODE;

	for (uint32_t i = 0; i < labels->items[label].count; i++) {
		const uint32_t at =
			ra_open_index(&partition->open, ra_atom_node(labels, ra_label_atom(labels, label, i)));

		result = result == RA_NO_NODE ? at : common(&partition->open, result, at);
	}
	return result;
}

static bool is_one_whole(const struct ra_labels *labels, uint32_t label)
{
	return labels->items[label].count == 1 && ra_label_atom(labels, label, 0).kind == RA_ATOM_WHOLE;
}

static void place_labels(struct sweep *sweep)
{
	const struct ra_partition *const partition = sweep->partition;
	struct ra_rows *const rows = sweep->rows;

	for (uint32_t label = 0; label < partition->labels.count; label++) {
		const uint64_t bytes = partition->label_bytes[label];

		if (is_one_whole(&partition->labels, label) || partition->label_units[label] == 0) {
			continue;
		}
		const enum ra_holder_kind kind = kind_of_label(&partition->labels, label);

		if (has_bucket(kind)) {
			rows->of_label[label] = bucket(sweep, kind);
		} else if (bytes >= sweep->least) {
			rows->of_label[label] = add_row(rows, kind, label, RA_NO_NODE);
		} else {
			sweep->data[common_of_label(partition, label)] += bytes;
			continue;
		}
		add_bytes(sweep, rows->of_label[label], bytes);
	}
}

/* What hangs on the super-root: values without any holder that was found, and those with too many to name. */
static void place_several(struct sweep *sweep, uint64_t bytes)
{
	const struct ra_measures *const measures = sweep->partition->open.measures;
	uint64_t unheld = 0;

	for (uint32_t i = 0; i < measures->orphan_count; i++) {
		unheld += ra_node_dominated_bytes(measures, measures->orphans[i]);
	}
	unheld = unheld < bytes ? unheld : bytes;
	if (unheld > 0) {
		sweep->rows->of_open[0] = bucket(sweep, RA_HOLDER_OUT_OF_SIGHT);
		add_bytes(sweep, sweep->rows->of_open[0], unheld);
	}
	if (bytes > unheld) {
		const uint16_t many = bucket(sweep, RA_HOLDER_MANY);

		add_bytes(sweep, many, bytes - unheld);
		sweep->rows->of_open[0] = bytes - unheld >= unheld ? many : sweep->rows->of_open[0];
	}
}

/* Own bytes and units of one open node: of values they are swept up, of code and of the engine they
 * belong to it. */
static void place_node(struct sweep *sweep, uint32_t index, uint64_t *stack_bytes)
{
	const struct ra_partition *const partition = sweep->partition;
	const ra_node node = partition->open.nodes[index].node;
	const enum ra_holder_kind kind = kind_of_node(partition->open.graph, node);
	const uint64_t own = partition->own_bytes[index], rest = partition->rest_bytes[index];

	if (index == 0) {
		place_several(sweep, own + rest);
	} else if (kind == RA_HOLDER_OUT_OF_SIGHT &&
			   partition->open.graph->kind[node] == RA_NODE_ROOT) {
		/* the table is PHP's, what hangs on it nobody's */
		sweep->rows->of_open[index] = bucket(sweep, kind);
		add_bytes(sweep, bucket(sweep, RA_HOLDER_PHP), own);
		add_bytes(sweep, sweep->rows->of_open[index], rest);
	} else if (has_bucket(kind)) {
		sweep->rows->of_open[index] = bucket(sweep, kind);
		add_bytes(sweep, sweep->rows->of_open[index], own + rest);
	} else if (kind == RA_HOLDER_CALL_STACK) {
		*stack_bytes += own;
		sweep->data[index] += rest;
	} else if (partition->open.graph->kind[node] == RA_NODE_ROOT) {
		add_bytes(sweep, bucket(sweep, RA_HOLDER_PHP), own); /* the engine's tables */
		sweep->data[index] += rest;
	} else {
		sweep->data[index] += own + rest;
	}
}

/* Backwards, so that what a node dominates has been swept to it before its turn comes. */
static void sweep_up(struct sweep *sweep)
{
	const struct ra_open_set *const open = &sweep->partition->open;
	struct ra_rows *const rows = sweep->rows;

	for (uint32_t i = open->count; i-- > 1;) {
		const uint64_t bytes = sweep->data[i];
		const bool reference = open->graph->kind[open->nodes[i].node] == RA_NODE_REFERENCE;

		if (bytes < sweep->least || bytes == 0) {
			sweep->data[open_above(open, i)] += bytes;
			continue;
		}
		const enum ra_holder_kind kind = kind_of_node(open->graph, open->nodes[i].node);
		const uint16_t row = has_bucket(kind) && !reference
								 ? add_row(rows, RA_HOLDER_VALUE, RA_NO_LABEL, i)
								 : add_row(rows, kind, RA_NO_LABEL, i);

		if (rows->of_open[i] == RA_NO_ROW) {
			rows->of_open[i] = row;
		}
		add_bytes(sweep, row, bytes);
	}
	rows->other_bytes += sweep->data[0];
	/* Where nothing has become a row, the nearest one above is meant. */
	for (uint32_t i = 1; i < open->count; i++) {
		if (rows->of_open[i] == RA_NO_ROW && open_above(open, i) != 0) {
			rows->of_open[i] = rows->of_open[open_above(open, i)];
		}
	}
	/* Of a label of one whole node that is the node itself. */
	for (uint32_t label = 0; label < sweep->partition->labels.count; label++) {
		if (rows->of_label[label] == RA_NO_ROW && sweep->partition->label_units[label] > 0) {
			rows->of_label[label] = rows->of_open[common_of_label(sweep->partition, label)];
		}
	}
}

bool ra_rows_make(struct ra_rows *rows, const struct ra_partition *partition, uint64_t least_bytes)
{
	const struct ra_open_set *const open = &partition->open;
	struct sweep sweep = {.partition = partition, .rows = rows, .least = least_bytes};
	uint64_t stack_bytes = 0;

	memset(rows, 0, sizeof(*rows));
	memset(rows->of_fate, 0xff, sizeof(rows->of_fate));
	memset(sweep.bucket, 0xff, sizeof(sweep.bucket));
	rows->of_label = reallocarray(NULL, (size_t)partition->labels.count + 1, sizeof(uint16_t));
	rows->of_open = reallocarray(NULL, (size_t)open->count, sizeof(uint16_t));
	sweep.data = calloc(open->count, sizeof(uint64_t));
	if (!rows->of_label || !rows->of_open || !sweep.data) {
		free(sweep.data);
		ra_rows_done(rows);
		return false;
	}
	memset(rows->of_label, 0xff, ((size_t)partition->labels.count + 1) * sizeof(uint16_t));
	memset(rows->of_open, 0xff, (size_t)open->count * sizeof(uint16_t));
	place_labels(&sweep);
	for (uint32_t i = 0; i < open->count; i++) {
		place_node(&sweep, i, &stack_bytes);
	}
	place_call_stack(&sweep, stack_bytes);
	sweep_up(&sweep);
	free(sweep.data);
	return true;
}

static uint16_t row_of_kind(struct ra_rows *rows, enum ra_holder_kind kind, bool make)
{
	for (uint32_t i = 0; i < rows->count; i++) {
		if (rows->rows[i].kind == kind && rows->rows[i].open == RA_NO_NODE &&
			rows->rows[i].label == RA_NO_LABEL) {
			return (uint16_t)i;
		}
	}
	return make ? add_row(rows, kind, RA_NO_LABEL, RA_NO_NODE) : RA_NO_ROW;
}

bool ra_rows_have_garbage(const struct ra_rows *rows)
{
	for (uint32_t i = 0; i < rows->count; i++) {
		if (rows->rows[i].kind == RA_HOLDER_GARBAGE && rows->rows[i].bytes > 0) {
			return true;
		}
	}
	return false;
}

bool ra_rows_divide_garbage(
	struct ra_rows *rows, const struct ra_partition *partition, const struct ra_fates *fates)
{
	const struct ra_open_set *const open = &partition->open;
	const uint16_t all = row_of_kind(rows, RA_HOLDER_GARBAGE, false);

	if (all == RA_NO_ROW || !fates->of) {
		return true;
	}
	rows->of_fate[RA_FATE_LIVE] = all;
	rows->of_fate[RA_FATE_COLLECTED] = all;
	rows->of_fate[RA_FATE_STUCK] = row_of_kind(rows, RA_HOLDER_STUCK, true);
	rows->of_fate[RA_FATE_HELD] = row_of_kind(rows, RA_HOLDER_OUT_OF_SIGHT, true);
	if (rows->of_fate[RA_FATE_STUCK] == RA_NO_ROW || rows->of_fate[RA_FATE_HELD] == RA_NO_ROW) {
		return false;
	}
	rows->fates = fates->of;
	for (uint32_t unit = 0; unit < open->unit_count; unit++) {
		struct ra_preorder_walk walk = ra_preorder_from(&open->preorder, open->units[unit]);

		while (walk.node != RA_NO_NODE && ra_row_of_unit(rows, partition, unit) == all) {
			const uint64_t bytes = ra_node_own_bytes(open->graph, walk.node);

			rows->rows[all].bytes -= bytes;
			rows->rows[ra_row_of_node(rows, all, walk.node)].bytes += bytes;
			ra_preorder_enter(&walk);
		}
	}
	return true;
}

void ra_rows_done(struct ra_rows *rows)
{
	free(rows->rows);
	free(rows->of_label);
	free(rows->of_open);
	memset(rows, 0, sizeof(*rows));
}
