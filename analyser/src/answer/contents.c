/* See contents.h. */
#include "answer/contents.h"

#include <stdlib.h>
#include <string.h>

#include "answer/places.h"
#include "answer/sample.h"
#include "base/format.h"
#include "base/pair_index.h"
#include "findings/ranking.h"
#include "php/engine.h"
#include "walk/snapshot.h"

enum {
	MOST_CONTENTS = 4,
	SAMPLE_COLUMNS = 100,
	LOOKED_AT = 64 /* nodes of a component */
};

struct content { /* of one row: what is alike */
	uint64_t count;
	uint64_t bytes;
	ra_node first;
};

struct row_state {
	uint64_t units;
	ra_node only;  /* head of the unit, when there is one */
	ra_node array; /* the one array whose elements the row is; RA_NO_NODE: none */
	uint32_t places;
	bool deep; /* all nodes are counted, not only what hangs on the holders */
};

struct fill {
	const struct ra_snapshot *snapshot;
	const struct ra_graph *graph;
	const struct ra_partition *partition;
	const struct ra_rows *rows;
	const uint16_t *shown_as;
	struct ra_holders *holders;
	struct row_state *states; /* per shown row */
	struct ra_pair_index index;
	struct content *contents;
	bool *closures; /* per class: its objects differ by their code */
};

/* ---- what things are called ---- */

char *ra_content_name_of(const struct ra_graph *graph, ra_node node)
{
	static const char *const names[RA_NODE_KINDS] = {
		[RA_NODE_ARRAY] = "array",
		[RA_NODE_STRING] = "string",
		[RA_NODE_REFERENCE] = "reference",
		[RA_NODE_RESOURCE] = "resource",
		[RA_NODE_STREAM] = "stream",
		[RA_NODE_BUFFER] = "buffer",
		[RA_NODE_UNKNOWN] = "unknown block",
		[RA_NODE_FRAME] = "frame",
		[RA_NODE_VM_STACK] = "VM stack",
		[RA_NODE_CLASS] = "class",
		[RA_NODE_FUNCTION] = "function",
		[RA_NODE_CONSTANT] = "constant",
		[RA_NODE_AST] = "constant expression",
		[RA_NODE_PROPERTY_INFO] = "property",
		[RA_NODE_TABLE] = "table",
		[RA_NODE_ARENA] = "compiler arena",
	};
	const enum ra_node_kind kind = graph->kind[node];

	if (kind == RA_NODE_OBJECT && graph->class_index[node] < graph->class_count) {
		return ra_class_name(graph, graph->class_index[node]);
	}
	return strdup(names[kind] ? names[kind] : "object");
}

/* ---- counting ---- */

/* Where the code of a closure stands: functions are one node for all closures of one place. */
static uint32_t site_key(const struct fill *fill, ra_node node)
{
	const struct ra_graph *const graph = fill->graph;

	if (graph->kind[node] != RA_NODE_OBJECT || graph->class_index[node] >= graph->class_count ||
		!fill->closures[graph->class_index[node]]) {
		return 0;
	}
	for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
		if (graph->kind[graph->edge_to[e]] == RA_NODE_FUNCTION) {
			return graph->edge_to[e];
		}
	}
	return 0;
}

static bool count(struct fill *fill, uint16_t row, ra_node node, uint64_t bytes)
{
	const struct ra_graph *const graph = fill->graph;
	const uint32_t what = graph->kind[node] == RA_NODE_OBJECT ? graph->class_index[node]
															  : 0x80000000u | graph->kind[node];
	const struct ra_pair pair = {(uint64_t)row << 32 | what, site_key(fill, node)};
	const uint32_t before = fill->index.count;
	const uint32_t number =
		ra_pair_index_add(&fill->index, pair, &fill->contents, sizeof(*fill->contents));

	if (number == RA_NO_PAIR) {
		return false;
	}
	if (number == before) {
		fill->contents[number] = (struct content){.first = node};
	}
	fill->contents[number].count++;
	fill->contents[number].bytes += bytes;
	return true;
}

/* The shown row of a row. */
static uint16_t shown(const struct fill *fill, uint16_t row)
{
	return row == RA_NO_ROW ? RA_NO_ROW : fill->shown_as[row];
}

/* What a part is called by: a record of the engine's by the object in it. */
static ra_node telling_node(const struct fill *fill, ra_node node)
{
	const struct ra_open_set *const open = &fill->partition->open;
	const struct ra_measures *const measures = open->measures;

	if (fill->graph->kind[node] == RA_NODE_BUFFER && measures->dominated_count[node] > 1) {
		const ra_node inner = open->order[measures->dominator_order[node] + 1];

		return fill->graph->kind[inner] == RA_NODE_OBJECT ? inner : node;
	}
	return node;
}

/* The parts of one array, or all there is. */
static bool count_inside(struct fill *fill, uint16_t row, ra_node head, bool parts)
{
	const struct ra_open_set *const open = &fill->partition->open;
	const struct ra_measures *const measures = open->measures;
	const uint32_t first = measures->dominator_order[head];
	const uint32_t end = first + measures->dominated_count[head];
	uint32_t step;

	for (uint32_t at = first + parts; at < end; at += step) {
		const ra_node node = open->order[at];
		const uint64_t bytes =
			parts ? measures->dominated_bytes[node] : fill->graph->own_bytes[node];

		const uint16_t of_node = shown(fill, ra_row_of_node(fill->rows, row, node));

		step = parts ? measures->dominated_count[node] : 1;
		if (of_node != RA_NO_ROW &&
			!count(fill, of_node, parts ? telling_node(fill, node) : node, bytes)) {
			return false;
		}
	}
	return true;
}

static bool count_units(struct fill *fill)
{
	const struct ra_open_set *const open = &fill->partition->open;
	bool counted = true;

	for (uint32_t unit = 0; unit < open->unit_count; unit++) {
		const uint16_t row = shown(fill, ra_row_of_unit(fill->rows, fill->partition, unit));

		if (row != RA_NO_ROW) {
			fill->states[row].units++;
			fill->states[row].only = open->units[unit];
		}
	}
	for (uint32_t unit = 0; counted && unit < open->unit_count; unit++) {
		const uint16_t whole_row = ra_row_of_unit(fill->rows, fill->partition, unit);
		const uint16_t row = shown(fill, whole_row);
		const ra_node head = open->units[unit];

		if (whole_row != RA_NO_ROW && whole_row == fill->rows->of_fate[RA_FATE_COLLECTED]) {
			counted = count_inside(fill, whole_row, head, false);
			continue;
		}
		if (row == RA_NO_ROW) {
			continue;
		}
		const struct row_state *const state = &fill->states[row];
		const bool one = state->units == 1 && state->array == RA_NO_NODE &&
						 fill->graph->kind[head] != RA_NODE_STRING;

		if (one) {
			counted = count_inside(fill, whole_row, head, ra_is_plain_array(fill->graph, head));
		} else {
			counted =
				count(fill, row, telling_node(fill, head), open->measures->dominated_bytes[head]);
		}
	}
	return counted;
}

/* ---- rows ---- */

static void find_states(struct fill *fill)
{
	const struct ra_open_set *const open = &fill->partition->open;

	for (uint32_t i = 0; i < fill->holders->count; i++) {
		fill->states[i].array = RA_NO_NODE;
		fill->states[i].deep = fill->holders->rows[i].kind == RA_HOLDER_GARBAGE ||
							   fill->holders->rows[i].kind == RA_HOLDER_STUCK;
	}
	for (uint32_t i = 0; i < fill->rows->count; i++) {
		const struct ra_row *const row = &fill->rows->rows[i];
		struct row_state *const state =
			fill->shown_as[i] == RA_NO_ROW ? NULL : &fill->states[fill->shown_as[i]];

		if (!state) {
			continue;
		}
		state->places++;
		if (row->open != RA_NO_NODE &&
			ra_is_plain_array(fill->graph, open->nodes[row->open].node)) {
			state->array = open->nodes[row->open].node;
		}
	}
}

/* Rows whose parts say nothing to a PHP programmer. */
static bool is_opaque(enum ra_holder_kind kind)
{
	return kind == RA_HOLDER_PHP || kind == RA_HOLDER_CODE;
}

/* Its element count as PHP has it: with the elements that are no nodes. */
static uint64_t element_count(const struct fill *fill, ra_node array)
{
	struct ra_array header;

	return fill->snapshot->engine &&
				   ra_engine_array(fill->snapshot->engine, fill->graph->address[array], &header)
			   ? header.count
			   : 0;
}

static void count_elements(const struct fill *fill)
{
	for (uint32_t i = 0; i < fill->holders->count; i++) {
		struct ra_holder *const holder = &fill->holders->rows[i];
		const struct row_state *const state = &fill->states[i];

		if (state->places == 1 && state->array != RA_NO_NODE) {
			holder->elements = element_count(fill, state->array);
		} else if (state->units == 1 && ra_is_plain_array(fill->graph, state->only)) {
			holder->elements = element_count(fill, state->only);
		} else if (state->units > 1 && !state->deep && !is_opaque(holder->kind)) {
			holder->elements = state->units;
		}
		holder->element_bytes = holder->elements > 0 ? holder->bytes / holder->elements : 0;
	}
}

static int compare_contents(const void *a, const void *b, void *context)
{
	const struct content *const contents = context;
	const struct content *const left = &contents[*(const uint32_t *)a];
	const struct content *const right = &contents[*(const uint32_t *)b];

	if (left->bytes != right->bytes) {
		return left->bytes > right->bytes ? -1 : 1;
	}
	return left->first < right->first ? -1 : left->first > right->first;
}

static bool name_content(const struct fill *fill, struct ra_holder *holder, uint32_t number)
{
	const struct content *const content = &fill->contents[number];
	struct ra_holder_content *const out = &holder->contents[holder->content_count];

	*out = (struct ra_holder_content){
		.name = ra_content_name_of(fill->graph, content->first),
		.is_class = fill->graph->kind[content->first] == RA_NODE_OBJECT,
		.count = content->count,
		.bytes = content->bytes,
	};
	if (!out->name) {
		return false;
	}
	holder->content_count++;
	if (out->is_class) {
		out->site = ra_site_of_object(fill->snapshot, content->first);
	}
	return true;
}

static bool name_contents(const struct fill *fill)
{
	uint32_t *const order = malloc(((size_t)fill->index.count + 1) * sizeof(*order));
	bool named = order != NULL;

	for (uint32_t i = 0; named && i < fill->index.count; i++) {
		order[i] = i;
	}
	if (named) {
		qsort_r(order, fill->index.count, sizeof(*order), compare_contents, fill->contents);
	}
	for (uint32_t i = 0; named && i < fill->index.count; i++) {
		struct ra_holder *const holder =
			&fill->holders->rows[fill->index.pairs[order[i]].first >> 32];

		if (is_opaque(holder->kind)) {
			continue;
		}
		if (!holder->contents) {
			holder->contents = calloc(MOST_CONTENTS, sizeof(*holder->contents));
			holder->sample =
				ra_sample_text(fill->snapshot, fill->contents[order[i]].first, SAMPLE_COLUMNS);
		}
		named = holder->contents != NULL;
		if (named && holder->content_count < MOST_CONTENTS) {
			named = name_content(fill, holder, order[i]);
		}
	}
	free(order);
	return named;
}

/* ---- rings ---- */

/* The unit around a node of it: units stand in preorder. */
static uint32_t unit_around(const struct ra_open_set *open, ra_node node)
{
	const uint32_t *const place = open->measures->dominator_order;
	uint32_t low = 0, high = open->unit_count;

	while (high - low > 1) {
		const uint32_t middle = low + (high - low) / 2;

		if (place[open->units[middle]] <= place[node]) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return low;
}

static void mark_rings(const struct fill *fill)
{
	const struct ra_open_set *const open = &fill->partition->open;
	const struct ra_measures *const measures = open->measures;

	for (uint32_t c = 0; c < measures->component_count; c++) {
		const struct ra_component *const component = &measures->components[c];
		const uint32_t looked =
			component->node_count < LOOKED_AT ? component->node_count : LOOKED_AT;

		for (uint32_t i = 0; i < looked; i++) {
			const ra_node node = measures->component_nodes[component->first + i];
			const uint16_t row = shown(
				fill, ra_is_open(open, node)
						  ? fill->rows->of_open[ra_open_index(open, node)]
						  : ra_row_of_unit(fill->rows, fill->partition, unit_around(open, node)));

			if (row != RA_NO_ROW) {
				fill->holders->rows[row].after_collect = true;
			}
		}
	}
}

static bool find_closures(struct fill *fill)
{
	fill->closures = calloc((size_t)fill->graph->class_count + 1, sizeof(*fill->closures));
	for (uint32_t c = 0; fill->closures && c < fill->graph->class_count; c++) {
		fill->closures[c] =
			fill->graph->classes[c].internal &&
			strcmp(ra_graph_name(fill->graph, fill->graph->classes[c].name, NULL), "Closure") == 0;
	}
	return fill->closures != NULL;
}

bool ra_contents_fill(const struct ra_snapshot *snapshot, const struct ra_partition *partition,
	const struct ra_rows *rows, const uint16_t *shown_as, struct ra_holders *holders)
{
	struct fill fill = {.snapshot = snapshot,
		.graph = snapshot->graph,
		.partition = partition,
		.rows = rows,
		.shown_as = shown_as,
		.holders = holders};
	bool filled;

	fill.states = calloc((size_t)holders->count + 1, sizeof(*fill.states));
	filled = fill.states && find_closures(&fill);
	if (filled) {
		find_states(&fill);
		filled = count_units(&fill) && name_contents(&fill);
	}
	if (filled) {
		count_elements(&fill);
		mark_rings(&fill);
	}
	ra_pair_index_done(&fill.index);
	free(fill.states);
	free(fill.contents);
	free(fill.closures);
	return filled;
}
