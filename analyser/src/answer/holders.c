/* See holders.h. The rows are chosen in holder_rows.c; here they are folded, cut to twelve, named
 * and filled with what is in them. */
#include "answer/holders.h"

#include <stdlib.h>
#include <string.h>

#include "answer/contents.h"
#include "answer/holder_rows.h"
#include "answer/joint.h"
#include "answer/places.h"
#include "base/format.h"
#include "base/sort.h"
#include "findings/path.h"
#include "graph/tally.h"
#include "reader/heap.h"
#include "walk/snapshot.h"

enum {
	MAX_PATHS = 8,
	MAX_NAMES = 256,     /* that are made for one row */
	ROWS_IN_THOUSAND = 5 /* half a percent */
};

const char *ra_holder_kind_name(enum ra_holder_kind kind)
{
	static const char *const names[] = {
		[RA_HOLDER_VALUE] = "value",
		[RA_HOLDER_LIST] = "engine_list",
		[RA_HOLDER_IN_FLIGHT] = "in_flight",
		[RA_HOLDER_CALL_STACK] = "call_stack",
		[RA_HOLDER_CODE] = "code",
		[RA_HOLDER_GARBAGE] = "garbage",
		[RA_HOLDER_STUCK] = "stuck_cycle",
		[RA_HOLDER_MANY] = "many_places",
		[RA_HOLDER_OUT_OF_SIGHT] = "out_of_sight",
		[RA_HOLDER_PHP] = "php",
	};

	return names[kind];
}

/* ---- folding: rows that differ in an index only ---- */

struct named {
	char *folded; /* NULL: this row does not fold */
	uint16_t row;
};

static int compare_named(const void *a, const void *b)
{
	const struct named *const left = a;
	const struct named *const right = b;
	const int order = strcmp(left->folded, right->folded);

	return order != 0 ? order : left->row - right->row;
}

/* One place of its own: the rest of a node, or one slot. */
static char *folded_place(
	const struct ra_snapshot *snapshot, const struct ra_labels *labels, const struct ra_row *row)
{
	if (row->open != RA_NO_NODE) {
		return ra_place_of_node(snapshot, labels->open->nodes[row->open].node, RA_PATH_FOLDED);
	}
	if (row->label != RA_NO_LABEL && labels->items[row->label].count == 1) {
		return ra_place_of_atom(
			snapshot, labels, ra_label_atom(labels, row->label, 0), RA_PATH_FOLDED);
	}
	return NULL;
}

static bool fold(const struct ra_snapshot *snapshot, const struct ra_partition *partition,
	struct ra_rows *rows, uint16_t *into)
{
	struct named *const named = calloc((size_t)rows->count + 1, sizeof(*named));
	uint32_t count = 0;

	if (!named) {
		return false;
	}
	for (uint32_t i = 0; i < rows->count; i++) {
		char *const text = folded_place(snapshot, &partition->labels, &rows->rows[i]);

		if (text) {
			named[count++] = (struct named){text, (uint16_t)i};
		}
	}
	qsort(named, count, sizeof(*named), compare_named);
	for (uint32_t i = 1; i < count; i++) {
		if (strcmp(named[i].folded, named[i - 1].folded) == 0 &&
			rows->rows[named[i].row].kind == rows->rows[named[i - 1].row].kind &&
			(rows->rows[named[i].row].kind == RA_HOLDER_LIST || strstr(named[i].folded, "[*]"))) {
			into[named[i].row] = into[named[i - 1].row];
		}
	}
	for (uint32_t i = 0; i < count; i++) {
		free(named[i].folded);
	}
	free(named);
	return true;
}

/* ---- choosing ---- */

struct choice {
	const struct ra_rows *rows;
	uint16_t *shown_as; /* per row: number of the shown row, RA_NO_ROW: among the others */
	uint16_t *order;    /* the rows that are shown, most bytes first */
	uint64_t *bytes;    /* per row, with those folded into it */
	uint32_t count;
};

static int compare_bytes(const void *a, const void *b, void *context)
{
	const struct choice *const choice = context;
	const uint16_t left = *(const uint16_t *)a, right = *(const uint16_t *)b;

	if (choice->bytes[left] != choice->bytes[right]) {
		return choice->bytes[left] > choice->bytes[right] ? -1 : 1;
	}
	return left - right;
}

static bool is_listed(const struct ra_row *row, uint64_t bytes, uint64_t least)
{
	return bytes > 0 && (bytes >= least || row->kind == RA_HOLDER_PHP ||
							row->kind == RA_HOLDER_GARBAGE || row->kind == RA_HOLDER_STUCK);
}

/* The row of the nearest dominator that is shown. */
static uint16_t shown_above(
	const struct choice *choice, const struct ra_partition *partition, const struct ra_row *row)
{
	const struct ra_open_set *const open = &partition->open;
	uint32_t at = row->open;

	while (at != RA_NO_NODE && at != 0) {
		const uint16_t of = choice->rows->of_open[at = open->nodes[at].above];

		if (at != 0 && of != RA_NO_ROW && choice->shown_as[of] != RA_NO_ROW &&
			choice->rows->rows[of].kind == RA_HOLDER_VALUE) {
			return choice->shown_as[of];
		}
	}
	return RA_NO_ROW;
}

/* ---- names ---- */

/* The holders of one row, before they are put in order. */
struct names {
	const struct ra_snapshot *snapshot;
	const struct ra_labels *labels;
	const struct ra_joint *joint;
	struct name {
		uint64_t rank; /* the one to name first has the least */
		char *path;
	} *items;
	uint32_t count;
	bool failed;
};

enum {
	RANK_LOCAL = 1, /* of a running call; outermost first */
	RANK_IN_FLIGHT = 1 << 30
};

/* Where the atom hangs on a running call: a local of the outermost says most, as it holds the value
 * longest; a temporary least. */
static uint64_t rank_of_edge(const struct ra_graph *graph, uint32_t edge)
{
	const ra_node frame = ra_edge_source(graph, edge);
	const ra_node first = graph->frame_count > 0 ? graph->frames[0].node : 0;

	if (graph->kind[frame] != RA_NODE_FRAME || frame - first >= graph->frame_count ||
		graph->frames[frame - first].chain != 0 ||
		strcmp(ra_graph_name(graph, graph->frames[frame - first].function, NULL), "<main>") == 0) {
		return graph->kind[frame] == RA_NODE_FRAME && graph->edge_kind[edge] != RA_LINK_LOCAL
				   ? RANK_IN_FLIGHT
				   : 0;
	}
	return graph->edge_kind[edge] == RA_LINK_LOCAL || graph->edge_kind[edge] == RA_LINK_THIS
			   ? RANK_LOCAL + (graph->frame_count - (frame - first))
			   : RANK_IN_FLIGHT;
}

static void collect(struct names *names, uint64_t rank, char *path)
{
	struct name *grown;

	for (uint32_t i = 0; path && i < names->count; i++) {
		if (strcmp(names->items[i].path, path) == 0) {
			names->items[i].rank = rank < names->items[i].rank ? rank : names->items[i].rank;
			free(path);
			return;
		}
	}
	grown = path ? reallocarray(names->items, (size_t)names->count + 1, sizeof(*grown)) : NULL;
	if (!grown) {
		free(path);
		names->failed = true;
		return;
	}
	names->items = grown;
	names->items[names->count++] = (struct name){rank, path};
}

static void collect_place(struct names *names, ra_node node)
{
	const struct ra_joint *const joint = names->joint;

	if (!ra_joint_has(joint, node)) {
		const uint32_t edge = names->snapshot->graph->tree_edge[node];

		collect(names, edge == RA_NO_NODE ? 0 : rank_of_edge(names->snapshot->graph, edge),
			ra_place_of_node(names->snapshot, node, 0));
		return;
	}
	for (uint32_t i = 0; i < joint->count && names->count < MAX_NAMES; i++) {
		if (joint->places[i].node == node) {
			collect(names, rank_of_edge(names->snapshot->graph, joint->places[i].edge),
				ra_place_of_edge(names->snapshot, joint->places[i].edge, 0));
		}
	}
}

static void add_node(struct names *names, struct ra_holder *holder, ra_node node)
{
	ra_node *const grown =
		reallocarray(holder->nodes, (size_t)holder->node_count + 1, sizeof(*grown));

	if (!grown) {
		names->failed = true;
		return;
	}
	holder->nodes = grown;
	holder->nodes[holder->node_count++] = node;
}

static void collect_atom(struct names *names, struct ra_atom atom, struct ra_holder *holder)
{
	const struct ra_graph *const graph = names->snapshot->graph;
	uint64_t rank = 0;

	if (atom.kind == RA_ATOM_WHOLE) {
		add_node(names, holder, atom.id);
		collect_place(names, atom.id);
		return;
	}
	if (atom.kind == RA_ATOM_SLOT) {
		add_node(names, holder, graph->edge_to[atom.id]);
		rank = rank_of_edge(graph, atom.id);
	}
	collect(names, rank, ra_place_of_atom(names->snapshot, names->labels, atom, 0));
}

static int compare_names(const void *a, const void *b)
{
	const struct name *const left = a;
	const struct name *const right = b;

	return left->rank < right->rank ? -1 : left->rank > right->rank;
}

static bool name_row(const struct ra_snapshot *snapshot, const struct ra_labels *labels,
	const struct ra_joint *joint, const struct ra_row *row, struct ra_holder *holder)
{
	struct names names = {.snapshot = snapshot, .labels = labels, .joint = joint};

	if (row->open != RA_NO_NODE) {
		add_node(&names, holder, labels->open->nodes[row->open].node);
		collect_place(&names, labels->open->nodes[row->open].node);
	} else if (row->label != RA_NO_LABEL) {
		for (uint32_t i = 0; i < labels->items[row->label].count; i++) {
			collect_atom(&names, ra_label_atom(labels, row->label, i), holder);
		}
	}
	if (names.count > 0) {
		qsort(names.items, names.count, sizeof(*names.items), compare_names);
	}
	for (uint32_t i = 0; i < names.count; i++) {
		holder->running_calls += names.items[i].rank > 0 && i > 0;
		if (holder->path_count < MAX_PATHS) {
			names.failed |= !ra_lines_add(&holder->paths, &holder->path_count, names.items[i].path);
		} else {
			holder->more_paths++;
			free(names.items[i].path);
		}
	}
	free(names.items);
	return !names.failed;
}

static bool name_rows(const struct ra_snapshot *snapshot, const struct ra_partition *partition,
	const struct choice *choice, const uint16_t *into, struct ra_holders *holders)
{
	struct ra_joint joint = {0};
	bool named = true;

	for (uint32_t i = 0; i < choice->rows->count; i++) {
		if (choice->shown_as[into[i]] != RA_NO_ROW) {
			ra_joint_want(&joint, &partition->labels, &choice->rows->rows[i]);
		}
	}
	named = ra_joint_find(&joint, snapshot->graph, snapshot->measures);
	for (uint32_t i = 0; named && i < choice->rows->count; i++) {
		if (choice->shown_as[into[i]] != RA_NO_ROW) {
			named = name_row(snapshot, &partition->labels, &joint, &choice->rows->rows[i],
				&holders->rows[choice->shown_as[into[i]]]);
		}
	}
	ra_joint_done(&joint);
	return named;
}

/* ---- all ---- */

static bool choose(const struct ra_snapshot *snapshot, const struct ra_partition *partition,
	struct choice *choice, const uint16_t *into, uint64_t least, struct ra_holders *holders)
{
	const struct ra_rows *const rows = choice->rows;

	for (uint32_t i = 0; i < rows->count; i++) {
		choice->bytes[into[i]] += rows->rows[i].bytes;
		choice->shown_as[i] = RA_NO_ROW;
	}
	for (uint32_t i = 0; i < rows->count; i++) {
		if (into[i] == i && is_listed(&rows->rows[i], choice->bytes[i], least)) {
			choice->order[choice->count++] = (uint16_t)i;
		}
	}
	ra_sort_stable(choice->order, choice->count, sizeof(*choice->order), compare_bytes, choice);
	choice->count = choice->count < RA_MAX_HOLDERS ? choice->count : RA_MAX_HOLDERS;
	holders->rows = calloc((size_t)choice->count + 1, sizeof(*holders->rows));
	if (!holders->rows) {
		return false;
	}
	for (uint32_t i = 0; i < choice->count; i++) {
		choice->shown_as[choice->order[i]] = (uint16_t)i;
		holders->rows[i].kind = rows->rows[choice->order[i]].kind;
		holders->rows[i].bytes = choice->bytes[choice->order[i]];
	}
	holders->count = choice->count;
	for (uint32_t i = 0; i < rows->count; i++) {
		if (into[i] == i && choice->shown_as[i] == RA_NO_ROW) {
			const uint16_t above = shown_above(choice, partition, &rows->rows[i]);

			if (above != RA_NO_ROW) {
				holders->rows[above].bytes += choice->bytes[i];
			}
		}
	}
	(void)snapshot;
	return true;
}

static bool make_rows(const struct ra_snapshot *snapshot, const struct ra_partition *partition,
	struct ra_rows *rows, struct ra_holders *holders)
{
	struct choice choice = {.rows = rows};
	uint16_t *const into = calloc((size_t)rows->count + 1, sizeof(*into));
	bool made;

	choice.shown_as = calloc((size_t)rows->count + 1, sizeof(*choice.shown_as));
	choice.order = calloc((size_t)rows->count + 1, sizeof(*choice.order));
	choice.bytes = calloc((size_t)rows->count + 1, sizeof(*choice.bytes));
	made = into && choice.shown_as && choice.order && choice.bytes;
	for (uint32_t i = 0; made && i < rows->count; i++) {
		into[i] = (uint16_t)i;
	}
	made = made && fold(snapshot, partition, rows, into) &&
		   choose(snapshot, partition, &choice, into,
			   holders->usage_bytes / 1000 * ROWS_IN_THOUSAND, holders) &&
		   name_rows(snapshot, partition, &choice, into, holders);
	if (made) {
		for (uint32_t i = 0; i < rows->count; i++) {
			into[i] = choice.shown_as[into[i]];
		}
		made = ra_contents_fill(snapshot, partition, rows, into, holders);
	}
	free(into);
	free(choice.shown_as);
	free(choice.order);
	free(choice.bytes);
	return made;
}

/* What becomes of what no root reaches is asked only where there is something of the kind. */
static bool divide_garbage(const struct ra_snapshot *snapshot, const struct ra_partition *partition,
	struct ra_rows *rows, struct ra_fates *fates, struct ra_holders *holders)
{
	if (!ra_rows_have_garbage(rows)) {
		return true;
	}
	if (!ra_fates_find(snapshot, fates)) {
		return false;
	}
	for (uint32_t i = 0; i < fates->pending_count; i++) {
		const ra_node node = fates->pending[i];

		holders->collectable_bytes +=
			fates->of[node] == RA_FATE_COLLECTED ? ra_node_own_bytes(snapshot->graph, node) : 0;
	}
	return ra_rows_divide_garbage(rows, partition, fates);
}

/* What no structure of PHP that is known claims. */
static bool add_unclaimed(struct ra_holders *holders, uint64_t bytes)
{
	uint32_t at = 0;

	if (bytes == 0) {
		return true;
	}
	while (at < holders->count && holders->rows[at].kind != RA_HOLDER_OUT_OF_SIGHT) {
		at++;
	}
	if (at == holders->count && bytes < holders->usage_bytes / 1000 * ROWS_IN_THOUSAND) {
		return true; /* among the others */
	}
	if (at == holders->count) {
		struct ra_holder *const grown =
			reallocarray(holders->rows, (size_t)holders->count + 1, sizeof(*grown));

		if (!grown) {
			return false;
		}
		holders->rows = grown;
		holders->rows[holders->count++] = (struct ra_holder){.kind = RA_HOLDER_OUT_OF_SIGHT};
	}
	holders->rows[at].bytes += bytes;
	return true;
}

static int compare_holders(const void *a, const void *b)
{
	const struct ra_holder *const left = a;
	const struct ra_holder *const right = b;

	return left->bytes > right->bytes ? -1 : left->bytes < right->bytes;
}

/* The graph's bytes; more or other than memory_get_usage() only in a dump that is not sound. */
static uint64_t graph_bytes(const struct ra_snapshot *snapshot)
{
	uint64_t bytes = 0;

	if (snapshot->measures) {
		return snapshot->measures->total_bytes;
	}
	for (ra_node node = 0; node < snapshot->graph->node_count; node++) {
		bytes += ra_node_own_bytes(snapshot->graph, node);
	}
	return bytes;
}

static uint64_t larger_usage(const struct ra_snapshot *snapshot, uint64_t total)
{
	const uint64_t usage =
		snapshot->heap && snapshot->heap->found ? snapshot->heap->usage_bytes : 0;

	return usage > total ? usage : total;
}

uint64_t ra_usage_bytes(const struct ra_snapshot *snapshot)
{
	return larger_usage(snapshot, graph_bytes(snapshot));
}

bool ra_holders_make(
	const struct ra_snapshot *snapshot, struct ra_holders *holders, struct ra_error *err)
{
	const uint64_t total = graph_bytes(snapshot);
	struct ra_partition partition = {0};
	struct ra_rows rows = {0};
	struct ra_fates fates = {0};
	bool made = true;

	memset(holders, 0, sizeof(*holders));
	holders->usage_bytes = larger_usage(snapshot, total);
	if (snapshot->measures) {
		if (!ra_partition_make(&partition, snapshot->graph, snapshot->measures, NULL, err)) {
			return false;
		}
		made = ra_rows_make(&rows, &partition, holders->usage_bytes / 1000 * ROWS_IN_THOUSAND) &&
			   divide_garbage(snapshot, &partition, &rows, &fates, holders) &&
			   make_rows(snapshot, &partition, &rows, holders) &&
			   add_unclaimed(holders, holders->usage_bytes - total);
	}
	ra_fates_done(&fates);
	ra_rows_done(&rows);
	ra_partition_done(&partition);
	if (!made) {
		ra_holders_done(holders);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for who holds the memory");
	}
	if (holders->count > 0) {
		qsort(holders->rows, holders->count, sizeof(*holders->rows), compare_holders);
	}
	holders->other_bytes = holders->usage_bytes;
	for (uint32_t i = 0; i < holders->count; i++) {
		holders->other_bytes -= holders->rows[i].bytes;
	}
	return true;
}

static void holder_done(struct ra_holder *holder)
{
	ra_lines_free(holder->paths, holder->path_count);
	for (uint32_t i = 0; i < holder->content_count; i++) {
		free(holder->contents[i].name);
		free(holder->contents[i].site);
	}
	free(holder->contents);
	free(holder->sample);
	free(holder->nodes);
}

void ra_holders_done(struct ra_holders *holders)
{
	for (uint32_t i = 0; i < holders->count; i++) {
		holder_done(&holders->rows[i]);
	}
	free(holders->rows);
	memset(holders, 0, sizeof(*holders));
}
