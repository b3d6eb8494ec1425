/* See contents.h. */
#include "answer/contents.h"

#include <stdlib.h>
#include <string.h>

#include "answer/places.h"
#include "answer/sample.h"
#include "base/format.h"
#include "base/pair_index.h"
#include "base/sort.h"
#include "findings/ranking.h"
#include "walk/snapshot.h"

enum {
	MAX_CONTENTS = 4,
	SAMPLE_COLUMNS = 100,
	LOOKED_AT = 64,    /* nodes of a component */
	CODE_ORIGINS = 32, /* places of eval() that are told apart, and files */
	LONG_CHAIN = 20
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
	uint32_t last;  /* the content that was counted last: mostly the next one is the same */
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

	if (kind == RA_NODE_OBJECT && ra_node_class(graph, node) < graph->class_count) {
		return ra_class_name(graph, ra_node_class(graph, node));
	}
	return strdup(names[kind] ? names[kind] : "object");
}

/* ---- counting ---- */

/* Where the code of a closure stands: functions are one node for all closures of one place. */
static uint32_t site_key(const struct fill *fill, ra_node node)
{
	const struct ra_graph *const graph = fill->graph;

	if (graph->kind[node] != RA_NODE_OBJECT || ra_node_class(graph, node) >= graph->class_count ||
		!fill->closures[ra_node_class(graph, node)]) {
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
	const uint32_t what = graph->kind[node] == RA_NODE_OBJECT ? ra_node_class(graph, node)
															  : 0x80000000u | graph->kind[node];
	const struct ra_pair pair = {(uint64_t)row << 32 | what, site_key(fill, node)};
	const uint32_t before = fill->index.count;
	uint32_t number = fill->last;

	if (number >= before || fill->index.pairs[number].first != pair.first ||
		fill->index.pairs[number].second != pair.second) {
		number = ra_pair_index_add(&fill->index, pair, &fill->contents, sizeof(*fill->contents));
		if (number == RA_NO_PAIR) {
			return false;
		}
		fill->last = number;
		if (number == before) {
			fill->contents[number] = (struct content){.first = node};
		}
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

	if (fill->graph->kind[node] != RA_NODE_BUFFER) {
		return node;
	}
	struct ra_preorder_walk walk = ra_preorder_from(&open->preorder, node);

	ra_preorder_enter(&walk);
	return walk.node != RA_NO_NODE && fill->graph->kind[walk.node] == RA_NODE_OBJECT ? walk.node
																					 : node;
}

/* The parts of one array, or all there is. */
static bool count_inside(struct fill *fill, uint16_t row, ra_node head, bool parts)
{
	const struct ra_open_set *const open = &fill->partition->open;
	const struct ra_measures *const measures = open->measures;
	struct ra_preorder_walk walk = ra_preorder_from(&open->preorder, head);

	if (parts) {
		ra_preorder_enter(&walk);
	}
	while (walk.node != RA_NO_NODE) {
		const ra_node node = walk.node;
		const uint64_t bytes =
			parts ? ra_node_dominated_bytes(measures, node) : ra_node_own_bytes(fill->graph, node);

		const uint16_t of_node = shown(fill, ra_row_of_node(fill->rows, row, node));

		if (of_node != RA_NO_ROW &&
			!count(fill, of_node, parts ? telling_node(fill, node) : node, bytes)) {
			return false;
		}
		if (parts) {
			ra_preorder_skip(&walk);
		} else {
			ra_preorder_enter(&walk);
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
			counted = count(
				fill, row, telling_node(fill, head), ra_node_dominated_bytes(open->measures, head));
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

	return ra_reader_array(&fill->snapshot->reader, ra_node_address(fill->graph, array), &header)
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
	uint32_t *const order = reallocarray(NULL, (size_t)fill->index.count + 1, sizeof(*order));
	bool named = order != NULL;

	for (uint32_t i = 0; named && i < fill->index.count; i++) {
		order[i] = i;
	}
	if (named) {
		ra_sort_stable(order, fill->index.count, sizeof(*order), compare_contents, fill->contents);
	}
	for (uint32_t i = 0; named && i < fill->index.count; i++) {
		struct ra_holder *const holder =
			&fill->holders->rows[fill->index.pairs[order[i]].first >> 32];

		if (is_opaque(holder->kind)) {
			continue;
		}
		if (!holder->contents) {
			holder->contents = calloc(MAX_CONTENTS, sizeof(*holder->contents));
			holder->sample =
				ra_sample_text(fill->snapshot, fill->contents[order[i]].first, SAMPLE_COLUMNS);
		}
		named = holder->contents != NULL;
		if (named && holder->content_count < MAX_CONTENTS) {
			named = name_content(fill, holder, order[i]);
		}
	}
	free(order);
	return named;
}

/* ---- code ---- */

struct code { /* classes or functions of one origin */
	uint64_t count;
	uint64_t bytes;
	char *site; /* of the eval() that made them; NULL: files */
};

struct codes {
	struct code items[CODE_ORIGINS];
	uint32_t count;
};

/* "/app/tpl.php:12" of "/app/tpl.php(12) : eval()'d code", in place. False: the code of a file. */
static bool is_of_eval(char *file)
{
	char *const end = strstr(file, ") : eval()'d code");
	char *const open = end ? memrchr(file, '(', (size_t)(end - file)) : NULL;

	if (!open) {
		return false;
	}
	*open = ':';
	*end = '\0';
	return true;
}

/* The entry of that site, which is taken; the first is for files, the last takes what is beyond. */
static struct code *code_of(struct codes *codes, char *site)
{
	for (uint32_t i = 1; site && i < codes->count; i++) {
		if (strcmp(codes->items[i].site, site) == 0) {
			free(site);
			return &codes->items[i];
		}
	}
	if (!site || codes->count == CODE_ORIGINS) {
		free(site);
		return &codes->items[0];
	}
	codes->items[codes->count].site = site;
	return &codes->items[codes->count++];
}

/* Classes of the program, by where they come from. */
static void count_code(const struct fill *fill, struct codes *classes)
{
	const struct ra_graph *const graph = fill->graph;

	classes->count = 1;
	for (ra_node node = 0; node < graph->node_count; node++) {
		if (graph->kind[node] != RA_NODE_CLASS || graph->flags[node] & RA_NODE_INTERNAL) {
			continue;
		}
		char *const file = ra_file_of_code(fill->snapshot, node);
		const bool of_eval = file && is_of_eval(file);
		struct code *const code = code_of(classes, of_eval ? file : NULL);

		if (!of_eval) {
			free(file);
		}
		code->count++;
		code->bytes += ra_node_dominated_bytes(fill->partition->open.measures, node);
	}
}

static int most_code_first(const void *left, const void *right)
{
	const struct code *const a = left;
	const struct code *const b = right;

	return a->bytes > b->bytes ? -1 : a->bytes < b->bytes;
}

/* What the row of code is made of: so many classes, and those that eval() made, with the place. */
static bool fill_code(const struct fill *fill)
{
	struct ra_holder *row = NULL;
	struct codes classes = {0};
	bool filled = true;

	for (uint32_t i = 0; i < fill->holders->count; i++) {
		row = fill->holders->rows[i].kind == RA_HOLDER_CODE ? &fill->holders->rows[i] : row;
	}
	if (!row) {
		return true;
	}
	count_code(fill, &classes);
	qsort(classes.items, classes.count, sizeof(classes.items[0]), most_code_first);
	row->contents = calloc(MAX_CONTENTS, sizeof(*row->contents));
	filled = row->contents != NULL;
	for (uint32_t i = 0; filled && i < classes.count && row->content_count < MAX_CONTENTS; i++) {
		struct code *const code = &classes.items[i];

		if (code->count > 0) {
			struct ra_holder_content *const out = &row->contents[row->content_count];

			*out = (struct ra_holder_content){.name = strdup("class"),
				.site = code->site,
				.count = code->count,
				.bytes = code->bytes};
			code->site = NULL;
			row->content_count++;
			filled = out->name != NULL;
		}
	}
	for (uint32_t i = 0; i < classes.count; i++) {
		free(classes.items[i].site);
	}
	return filled;
}

/* ---- chains ---- */

/* How many objects of one class follow one another by their properties, each held by the one before alone. */
static uint64_t chain_length(const struct fill *fill, ra_node node)
{
	const struct ra_graph *const graph = fill->graph;
	const uint32_t *const dominator = fill->partition->open.measures->immediate_dominator;
	uint64_t length = 0;
	ra_node next = node;

	while (next != RA_NO_NODE && length < graph->node_count) {
		node = next;
		next = RA_NO_NODE;
		length++;
		for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
			const ra_node to = graph->edge_to[e];

			if (graph->edge_kind[e] == RA_LINK_PROPERTY && graph->kind[to] == RA_NODE_OBJECT &&
				ra_node_class(graph, to) == ra_node_class(graph, node) && dominator[to] == node) {
				next = to;
				break;
			}
		}
	}
	return length;
}

/* A row that is one long chain says so, before what hangs on it. */
static void find_chains(const struct fill *fill)
{
	for (uint32_t i = 0; i < fill->holders->count; i++) {
		struct ra_holder *const row = &fill->holders->rows[i];
		const ra_node head = row->node_count == 1 ? row->nodes[0] : RA_NO_NODE;

		if (head == RA_NO_NODE || fill->graph->kind[head] != RA_NODE_OBJECT ||
			chain_length(fill, head) < LONG_CHAIN) {
			continue;
		}
		char *const name = ra_content_name_of(fill->graph, head);

		for (uint32_t c = 0; name && c < row->content_count; c++) {
			if (row->contents[c].is_class && strcmp(row->contents[c].name, name) == 0) {
				const struct ra_holder_content chain = row->contents[c];

				memmove(&row->contents[1], &row->contents[0], c * sizeof(row->contents[0]));
				row->contents[0] = chain;
				row->contents[0].chain = true;
				break;
			}
		}
		free(name);
	}
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
		filled = count_units(&fill) && name_contents(&fill) && fill_code(&fill);
	}
	if (filled) {
		count_elements(&fill);
		find_chains(&fill);
		mark_rings(&fill);
	}
	ra_pair_index_done(&fill.index);
	free(fill.states);
	free(fill.contents);
	free(fill.closures);
	return filled;
}
