/* See partition.h. */
#include "answer/partition.h"

#include <stdlib.h>
#include <string.h>

#include "graph/hanging.h"

enum {
	MAX_GROWTHS = 16,
	SLOTS_OF_A_NODE = 64, /* with more it is a container, whose slots nobody wants to read */
	FRAMES_AT_AN_END = 32 /* of a deep stack */
};

struct round { /* units whose labels have grown since their turn */
	uint32_t *units;
	uint32_t count, capacity;
};

struct spread { /* the propagation */
	struct ra_partition *partition;
	const struct ra_graph *graph;
	struct ra_open_set *open;
	struct ra_labels *labels;
	uint64_t heavy_bytes;
	uint32_t most_growths;
	uint8_t *growths; /* per unit */
	uint8_t *queued;  /* whether it is in `again` or waits in the present round */
	uint32_t next;    /* units from this one on wait for their first turn */
	struct round again;
	uint32_t first_frame, frame_count; /* node ids of the running stack, innermost first */
	struct global_slot {
		ra_name name;
		uint32_t edge;
	} *globals; /* sorted by name */
	uint32_t global_count;
};

/* ---- atoms ---- */

static bool is_running_frame(const struct spread *spread, ra_node node)
{
	return node - spread->first_frame < spread->frame_count;
}

/* Somewhere in the middle of a deep stack. */
static bool is_middle_frame(const struct spread *spread, ra_node node)
{
	const uint32_t number = node - spread->first_frame;

	return is_running_frame(spread, node) && number >= FRAMES_AT_AN_END &&
		   spread->frame_count - number > FRAMES_AT_AN_END;
}

static int compare_globals(const void *a, const void *b)
{
	const struct global_slot *const left = a;
	const struct global_slot *const right = b;

	return left->name < right->name ? -1 : left->name > right->name;
}

/* The frame of the main script or of a file that it includes: its variables are the globals. */
static bool is_main_frame(const struct spread *spread, ra_node node)
{
	const struct ra_graph *const graph = spread->graph;

	return is_running_frame(spread, node) &&
		   strcmp(ra_graph_name(graph, graph->frames[node - spread->first_frame].function, NULL),
			   "<main>") == 0;
}

/* A variable of the main script has a slot in its frame and an entry in the symbol table, which
 * leads to the slot: one thing to let go of. */
static uint32_t global_of(const struct spread *spread, uint32_t edge)
{
	const struct global_slot wanted = {.name = spread->graph->edge_key[edge]};
	const struct global_slot *const found =
		spread->globals ? bsearch(&wanted, spread->globals, spread->global_count, sizeof(wanted),
							  compare_globals)
						: NULL;

	return found && spread->graph->edge_to[found->edge] == spread->graph->edge_to[edge]
			   ? found->edge
			   : edge;
}

static struct ra_atom whole(ra_node node)
{
	return (struct ra_atom){RA_ATOM_WHOLE, node};
}

static struct ra_atom slot(uint32_t edge)
{
	return (struct ra_atom){RA_ATOM_SLOT, edge};
}

static struct ra_atom frame_atom(const struct spread *spread, ra_node frame, uint32_t edge)
{
	if (is_middle_frame(spread, frame)) {
		return whole(spread->open->measures->immediate_dominator[frame]);
	}
	return slot(spread->graph->edge_kind[edge] == RA_LINK_LOCAL && is_main_frame(spread, frame)
					? global_of(spread, edge)
					: edge);
}

static struct ra_atom root_atom(struct spread *spread, ra_node root, uint32_t edge)
{
	const struct ra_graph *graph = spread->graph;
	uint32_t list;

	switch ((enum ra_link_kind)graph->edge_kind[edge]) {
	case RA_LINK_GLOBAL:
		return slot(edge);
	case RA_LINK_FIELD:
		list = ra_label_list(spread->labels, root, graph->edge_key[edge]);
		return list == RA_NO_LABEL ? whole(root) : (struct ra_atom){RA_ATOM_LIST, list};
	default:
		return whole(root);
	}
}

/* Few slots with names of their own, or many of one kind. */
static struct ra_atom object_atom(const struct spread *spread, ra_node node, uint32_t edge)
{
	const struct ra_graph *graph = spread->graph;

	switch ((enum ra_link_kind)graph->edge_kind[edge]) {
	case RA_LINK_INDEX:
	case RA_LINK_WIDE_INDEX:
	case RA_LINK_MAP_ENTRY:
	case RA_LINK_HANDLE:
	case RA_LINK_KEY_STRING:
	case RA_LINK_FIELD: /* of an internal object: nothing that PHP code can let go of by itself */
		return whole(node);
	default:
		return graph->edge_begin[node + 1] - graph->edge_begin[node] > SLOTS_OF_A_NODE ? whole(node)
																					   : slot(edge);
	}
}

static struct ra_atom atom_of(struct spread *spread, ra_node from, uint32_t edge)
{
	const struct ra_graph *graph = spread->graph;

	switch ((enum ra_node_kind)graph->kind[from]) {
	case RA_NODE_ROOT:
		return root_atom(spread, from, edge);
	case RA_NODE_FRAME:
		return frame_atom(spread, from, edge);
	case RA_NODE_OBJECT:
		return object_atom(spread, from, edge);
	case RA_NODE_CLASS:
		return graph->edge_kind[edge] == RA_LINK_STATIC_PROPERTY ? slot(edge) : whole(from);
	case RA_NODE_FUNCTION:
		return graph->edge_kind[edge] == RA_LINK_STATIC_VARIABLE ||
					   graph->edge_kind[edge] == RA_LINK_BOUND_VARIABLE
				   ? slot(edge)
				   : whole(from);
	case RA_NODE_ARRAY:
		if (!ra_is_plain_array(graph, from)) {
			return graph->edge_kind[edge] != RA_LINK_KEY_STRING &&
						   graph->edge_begin[from + 1] - graph->edge_begin[from] <= SLOTS_OF_A_NODE
					   ? slot(edge)
					   : whole(from);
		}
		return ra_is_heavy_element(spread->open, edge, spread->heavy_bytes) ? slot(edge)
																			: whole(from);
	default:
		return whole(from);
	}
}

/* ---- labels ---- */

struct start {
	struct ra_atom atom;
	uint32_t label;
};

static void enqueue(struct spread *spread, uint32_t unit)
{
	struct round *const again = &spread->again;

	if (unit >= spread->next || spread->queued[unit]) {
		return;
	}
	if (again->count == again->capacity) {
		const uint32_t capacity = again->capacity ? again->capacity * 2 : 1024;
		uint32_t *const grown = reallocarray(again->units, capacity, sizeof(*grown));

		if (!grown) {
			spread->labels->failed = true;
			return;
		}
		again->units = grown;
		again->capacity = capacity;
	}
	spread->queued[unit] = 1;
	again->units[again->count++] = unit;
}

/* The one thing that surely holds all of it. Every atom of the unit lies inside it: a path to the
 * unit that left the open set elsewhere would go around the dominator. */
static uint32_t dominator_label(struct spread *spread, uint32_t unit)
{
	return ra_label_of(spread->labels,
		whole(spread->open->measures->immediate_dominator[spread->open->units[unit]]));
}

/* Adds a label to a unit's; true when that grew. */
static bool add_label(struct spread *spread, uint32_t unit, uint32_t label)
{
	uint32_t *const at = &spread->partition->unit_label[unit];

	if (label == *at && label != RA_NO_LABEL) {
		return false;
	}
	if (*at == RA_NO_LABEL &&
		label != RA_NO_LABEL) { /* the first one, which mostly is the only one */
		spread->growths[unit]++;
		*at = label;
		return true;
	}
	uint32_t both = label == RA_NO_LABEL ? RA_NO_LABEL : ra_label_union(spread->labels, *at, label);

	if (both != RA_NO_LABEL && both == *at) {
		return false;
	}
	if (both == RA_NO_LABEL || spread->growths[unit]++ >= spread->most_growths) {
		both = dominator_label(spread, unit);
		spread->partition->lifted_units += both != *at;
	}
	if (both == *at) {
		return false;
	}
	*at = both;
	return true;
}

/* *last is the label of the edge before, which a container's next element has as well. */
static void start_edge(struct spread *spread, ra_node from, uint32_t edge, struct start *last)
{
	const ra_node to = spread->graph->edge_to[edge];

	if (to == RA_SUPER_ROOT || !ra_is_unit(spread->open, to) ||
		!ra_edge_holds_for(spread->graph, edge, from)) {
		return;
	}
	const struct ra_atom atom = atom_of(spread, from, edge);

	if (last->label == RA_NO_LABEL || atom.kind != last->atom.kind || atom.id != last->atom.id) {
		*last = (struct start){atom, ra_label_of(spread->labels, atom)};
	}
	add_label(spread, ra_unit_index(spread->open, to), last->label);
}

static void start(struct spread *spread)
{
	struct ra_open_set *const open = spread->open;
	struct start last = {.label = RA_NO_LABEL};

	for (uint32_t i = 0; i < open->count; i++) {
		const ra_node node = open->nodes[i].node;

		for (uint32_t edge = spread->graph->edge_begin[node];
			edge < spread->graph->edge_begin[node + 1]; edge++) {
			start_edge(spread, node, edge, &last);
		}
	}
	for (uint32_t i = 0; i < open->measures->orphan_count; i++) {
		const ra_node orphan = open->measures->orphans[i];

		if (ra_is_unit(open, orphan)) {
			add_label(spread, ra_unit_index(open, orphan),
				ra_label_of(spread->labels, whole(RA_SUPER_ROOT)));
		}
	}
	memset(spread->growths, 0, open->unit_count);
}

static void pass_on(struct spread *spread, uint32_t unit)
{
	const struct ra_graph *graph = spread->graph;
	const struct ra_open_set *const open = spread->open;
	const uint64_t *const hanging = open->measures->hanging;
	const ra_node head = open->units[unit];
	struct ra_preorder_walk walk = ra_preorder_from(&open->preorder, head);

	while (walk.node != RA_NO_NODE) {
		const ra_node node = walk.node;
		const uint32_t edge_end = graph->edge_begin[node + 1];

		if (hanging && ra_hangs(hanging, node)) { /* leads nowhere else */
			ra_preorder_skip(&walk);
			continue;
		}

		for (uint32_t edge = graph->edge_begin[node]; edge < edge_end; edge++) {
			const ra_node to = graph->edge_to[edge];

			/* what this edge alone holds is in this unit */
			if (ra_node_holder_count(open->measures, to) == 1 || !ra_is_unit(open, to) ||
				to == head || !ra_edge_holds_for(graph, edge, node)) {
				continue;
			}
			const uint32_t other = ra_unit_index(open, to);

			if (add_label(spread, other, spread->partition->unit_label[unit])) {
				enqueue(spread, other);
			}
		}
		ra_preorder_enter(&walk);
	}
}

/* A unit that has no label yet comes here again when it has one. One whose head hangs is a tree that leads nowhere else. */
static void take_turn(struct spread *spread, uint32_t unit)
{
	const uint64_t *const hanging = spread->open->measures->hanging;

	if (spread->partition->unit_label[unit] != RA_NO_LABEL &&
		!(hanging && ra_hangs(hanging, spread->open->units[unit]))) {
		pass_on(spread, unit);
	}
}

/* Each unit in its order, then those whose labels have grown, round by round. */
static void run(struct spread *spread)
{
	struct round round = {0};

	while (spread->next < spread->open->unit_count && !spread->labels->failed) {
		take_turn(spread, spread->next++);
	}
	while (spread->again.count > 0 && !spread->labels->failed) {
		const struct round now = spread->again;

		spread->again = (struct round){.units = round.units, .capacity = round.capacity};
		for (uint32_t i = 0; i < now.count && !spread->labels->failed; i++) {
			spread->queued[now.units[i]] = 0;
			take_turn(spread, now.units[i]);
		}
		round = now;
	}
	free(round.units);
}

/* ---- setting up ---- */

static void find_running_frames(struct spread *spread)
{
	const struct ra_graph *graph = spread->graph;

	for (uint32_t i = 0; i < graph->frame_count; i++) {
		/* they were added in a row */
		if (graph->frames[i].chain != 0 || graph->frames[i].node != graph->frames[0].node + i) {
			break;
		}
		spread->first_frame = graph->frames[0].node;
		spread->frame_count = i + 1;
	}
}

static bool find_globals(struct spread *spread)
{
	const struct ra_graph *graph = spread->graph;

	for (uint32_t root = graph->edge_begin[RA_SUPER_ROOT];
		root < graph->edge_begin[RA_SUPER_ROOT + 1]; root++) {
		const ra_node node = graph->edge_to[root];
		const uint32_t begin = graph->edge_begin[node], end = graph->edge_begin[node + 1];

		if (begin == end || graph->edge_kind[begin] != RA_LINK_GLOBAL || spread->globals) {
			continue;
		}
		spread->globals = reallocarray(NULL, (size_t)(end - begin), sizeof(*spread->globals));
		if (!spread->globals) {
			return false;
		}
		for (uint32_t edge = begin; edge < end; edge++) {
			if (graph->edge_kind[edge] == RA_LINK_GLOBAL) {
				spread->globals[spread->global_count++] =
					(struct global_slot){graph->edge_key[edge], edge};
			}
		}
		qsort(spread->globals, spread->global_count, sizeof(*spread->globals), compare_globals);
	}
	return true;
}

static bool allocate(struct spread *spread)
{
	const size_t units = (size_t)spread->open->unit_count + 1;

	spread->growths = calloc(units, 1);
	spread->queued = calloc(units, 1);
	spread->partition->unit_label = reallocarray(NULL, units, sizeof(uint32_t));
	if (!spread->growths || !spread->queued || !spread->partition->unit_label) {
		return false;
	}
	memset(spread->partition->unit_label, 0xff, units * sizeof(uint32_t));
	return find_globals(spread);
}

/* ---- bytes ---- */

static bool is_one_whole(const struct ra_labels *labels, uint32_t label)
{
	return labels->items[label].count == 1 && ra_label_atom(labels, label, 0).kind == RA_ATOM_WHOLE;
}

static bool add_up(struct ra_partition *partition)
{
	const struct ra_open_set *const open = &partition->open;
	const struct ra_labels *const labels = &partition->labels;

	partition->label_bytes = calloc((size_t)labels->count + 1, sizeof(uint64_t));
	partition->label_units = calloc((size_t)labels->count + 1, sizeof(uint32_t));
	partition->own_bytes = calloc(open->count, sizeof(uint64_t));
	partition->rest_bytes = calloc(open->count, sizeof(uint64_t));
	if (!partition->label_bytes || !partition->label_units || !partition->own_bytes ||
		!partition->rest_bytes) {
		return false;
	}
	for (uint32_t i = 0; i < open->count; i++) {
		partition->own_bytes[i] = ra_node_own_bytes(open->graph, open->nodes[i].node);
	}
	for (uint32_t unit = 0; unit < open->unit_count; unit++) {
		const uint32_t label = partition->unit_label[unit];
		const uint64_t bytes = ra_node_dominated_bytes(open->measures, open->units[unit]);

		partition->label_units[label]++;
		partition->label_bytes[label] += bytes;
	}
	for (uint32_t label = 0; label < labels->count; label++) {
		if (partition->label_units[label] > 0 && is_one_whole(labels, label)) {
			partition->rest_bytes[ra_open_index(open, ra_label_atom(labels, label, 0).id)] +=
				partition->label_bytes[label];
			partition->label_bytes[label] = 0;
		}
	}
	return true;
}

bool ra_partition_make(struct ra_partition *partition, const struct ra_graph *graph,
	const struct ra_measures *measures, const struct ra_partition_limits *limits,
	struct ra_error *err)
{
	struct spread spread = {.partition = partition,
		.graph = graph,
		.open = &partition->open,
		.labels = &partition->labels,
		.heavy_bytes =
			limits && limits->heavy_bytes ? limits->heavy_bytes : measures->total_bytes / 100 + 1,
		.most_growths = limits && limits->growths ? limits->growths : MAX_GROWTHS};
	bool made;

	memset(partition, 0, sizeof(*partition));
	made = ra_open_set_make(&partition->open, graph, measures, spread.heavy_bytes) &&
		   ra_labels_init(&partition->labels, &partition->open, limits ? limits->sets : 0) &&
		   allocate(&spread);
	if (made) {
		find_running_frames(&spread);
		start(&spread);
		run(&spread);
		made = !partition->labels.failed && add_up(partition);
	}
	free(spread.growths);
	free(spread.queued);
	free(spread.again.units);
	free(spread.globals);
	if (!made) {
		ra_partition_done(partition);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for who holds the memory");
	}
	return true;
}

void ra_partition_done(struct ra_partition *partition)
{
	ra_open_set_done(&partition->open);
	ra_labels_done(&partition->labels);
	free(partition->unit_label);
	free(partition->label_bytes);
	free(partition->label_units);
	free(partition->own_bytes);
	free(partition->rest_bytes);
	memset(partition, 0, sizeof(*partition));
}
