/* Who refers to the values of a set, by places that are equal but for indices and keys. See query.h.
 *
 * A set may have millions of values and a handful of such places. So a place is made once for neighbours that must have the
 * same, equal ones are found among few, and what is sorted are numbers: the place's and the value's. */
#include "query/query.h"

#include <stdlib.h>
#include <string.h>

#include "answer/places.h"
#include "base/format.h"
#include "base/sort.h"
#include "findings/path.h"
#include "findings/path_key.h"
#include "query/alike_edges.h"

enum {
	MAX_GROUPS = 50, /* before all keys are folded */
	FEW_PART = 16    /* of the edges: so few are named one by one */
};

struct held {               /* the edges into the set */
	struct ra_keyed *edges; /* key: number of the place, then the value; id: the edge */
	uint32_t count;
	char **places; /* without keys at their ends; later ones may be equal to earlier ones */
	uint32_t place_count;
	struct ra_alike_places last;
	bool any_key;  /* all keys of a place are folded */
	bool too_many; /* places: that has to be done */
	bool no_memory;
	uint8_t *seen; /* a bit for each node: whether one of the edges leads to it */
	uint32_t seen_count;
};

void ra_query_fold_keys(char *path, bool all)
{
	char *last = NULL;

	for (char *at = path; *at;) {
		const char *const end = ra_path_key_end(at);

		if (!end || *at != '[') { /* properties are no keys */
			at = end ? path + (end - path) : at + 1;
			continue;
		}
		last = at;
		if (all) {
			memmove(at + 3, end, strlen(end) + 1);
			memcpy(at, "[*]", 3);
			at += 3;
		} else {
			at = path + (end - path);
		}
	}
	if (!last || all) {
		return;
	}
	/* the last link only: what follows may be " in run()" */
	const char *const end = ra_path_key_end(last);

	if (*end == '\0' || *end == ' ') {
		memmove(last + 3, end, strlen(end) + 1);
		memcpy(last, "[*]", 3);
	}
}

/* ---- places ---- */

static int by_text(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Whether there are more places than are told apart by keys. */
static bool has_too_many(struct held *held)
{
	uint32_t different = 0;

	if (held->place_count <= MAX_GROUPS) {
		return false;
	}
	char **const places = reallocarray(NULL, held->place_count, sizeof(*places));

	if (!places) {
		held->no_memory = true;
		return false;
	}
	memcpy(places, held->places, held->place_count * sizeof(*places));
	qsort(places, held->place_count, sizeof(*places), by_text);
	for (uint32_t i = 0; i < held->place_count; i++) {
		different += i == 0 || strcmp(places[i], places[i - 1]) != 0;
	}
	free(places);
	return different > MAX_GROUPS;
}

static bool add_place(struct ra_snapshot *snapshot, uint32_t edge, struct held *held)
{
	char *const place = ra_place_of_edge(snapshot, edge, RA_PATH_FOLDED);

	if (place) {
		ra_query_fold_keys(place, held->any_key);
	}
	ra_alike_add(&held->last, snapshot->graph, edge, held->place_count);
	if (!ra_lines_add(&held->places, &held->place_count, place)) {
		return false;
	}
	/* asked at powers of two */
	held->too_many =
		!held->any_key && (held->place_count & (held->place_count - 1)) == 0 && has_too_many(held);
	return true;
}

/* Of a bit for each node. */
static size_t bits_bytes(const struct ra_graph *graph)
{
	return (size_t)graph->node_count / 8 + 1;
}

static bool is_in(const uint8_t *set, ra_node node)
{
	return set[node / 8] >> node % 8 & 1;
}

static bool add_edge(
	struct ra_snapshot *snapshot, const uint8_t *set, uint32_t edge, struct held *held)
{
	const struct ra_graph *const graph = snapshot->graph;
	const ra_node to = graph->edge_to[edge];

	if (!is_in(set, to) || is_in(set, ra_edge_source(graph, edge)) ||
		!ra_edge_is_strong(graph, edge)) {
		return true;
	}
	uint32_t place = ra_alike_place(&held->last, graph, edge, held->any_key);

	if (place == RA_NO_NODE) {
		place = held->place_count;
		if (!add_place(snapshot, edge, held)) {
			return false;
		}
	}
	held->seen_count += !is_in(held->seen, to);
	held->seen[to / 8] |= (uint8_t)(1u << to % 8);
	held->edges[held->count++] = (struct ra_keyed){.key = (uint64_t)place << 32 | to, .id = edge};
	return true;
}

/* The edges to a few values as the index names them, ascending. False: it has none, there are more than that, or no memory. */
static bool named_edges(struct ra_snapshot *snapshot, const struct ra_found *found, uint64_t room,
	struct ra_edge_list *out)
{
	*out = (struct ra_edge_list){NULL, 0};
	if (!snapshot->tables || room > snapshot->graph->edge_count / FEW_PART) {
		return false;
	}
	out->edges = calloc(room + 1, sizeof(*out->edges));

	bool good = out->edges;

	for (uint32_t i = 0; good && i < found->count; i++) {
		const uint32_t *edges;
		uint32_t count;

		ra_tables_holders(snapshot->tables, found->nodes[i], &edges, &count);
		good = count <= room - out->count;
		for (uint32_t e = 0; good && e < count; e++) {
			out->edges[out->count++] = edges[e];
			good = edges[e] < snapshot->graph->edge_count;
		}
	}
	if (good) {
		ra_sort_u32(out->edges, out->count);
	} else {
		ra_edge_list_done(out);
	}
	return good;
}

static bool is_done(const struct held *held, uint64_t room)
{
	return held->count == room || held->too_many || held->no_memory;
}

/* At most `room` edges: the count of holders is only as good as the source that tells it. Where there are too many places it is
 * done once more without any keys. */
static bool collect(struct ra_snapshot *snapshot, const struct ra_found *found, const uint8_t *set,
	uint64_t room, struct held *held)
{
	struct ra_edge_list named;
	const bool few = named_edges(snapshot, found, room, &named);
	const uint32_t count = few ? named.count : snapshot->graph->edge_count;
	bool good = true;

	do {
		ra_lines_free(held->places, held->place_count);
		*held = (struct held){.edges = held->edges, .any_key = held->too_many, .seen = held->seen};
		memset(held->seen, 0, bits_bytes(snapshot->graph));
		for (uint32_t i = 0; good && i < count && !is_done(held, room); i++) {
			good = add_edge(snapshot, set, few ? named.edges[i] : i, held);
		}
		held->too_many = good && !held->any_key && has_too_many(held);
	} while (held->too_many);
	ra_edge_list_done(&named);
	return good && !held->no_memory;
}

static int by_place(const void *left, const void *right, void *context)
{
	char *const *const places = context;

	return strcmp(places[*(const uint32_t *)left], places[*(const uint32_t *)right]);
}

/* Gives the edges of equal places the number of one of them. */
static bool number_places(struct held *held)
{
	uint32_t *const order = reallocarray(NULL, (size_t)held->place_count + 1, sizeof(*order));
	uint32_t *const number = reallocarray(NULL, (size_t)held->place_count + 1, sizeof(*number));

	if (order && number) {
		for (uint32_t i = 0; i < held->place_count; i++) {
			order[i] = i;
		}
		ra_sort_stable(order, held->place_count, sizeof(*order), by_place, held->places);
		for (uint32_t i = 0; i < held->place_count; i++) {
			const bool same =
				i > 0 && strcmp(held->places[order[i]], held->places[order[i - 1]]) == 0;

			number[order[i]] = same ? number[order[i - 1]] : order[i];
		}
		for (uint32_t i = 0; i < held->count; i++) {
			held->edges[i].key = (uint64_t)number[held->edges[i].key >> 32] << 32 |
								 (held->edges[i].key & UINT32_MAX);
		}
	}
	free(order);
	free(number);
	return order && number;
}

/* ---- groups ---- */

/* The edges as groups, whose bytes have each value once. */
static bool add_up(struct ra_snapshot *snapshot, struct held *held, struct ra_holder_groups *out)
{
	const struct ra_graph *const graph = snapshot->graph;

	out->items = calloc((size_t)held->place_count + 1, sizeof(*out->items));
	if (!out->items || !number_places(held)) {
		return false;
	}
	ra_sort_keyed(held->edges, held->count);
	for (uint32_t i = 0; i < held->count; i++) {
		const uint32_t place = (uint32_t)(held->edges[i].key >> 32), edge = held->edges[i].id;
		const bool first = i == 0 || place != held->edges[i - 1].key >> 32;

		if (first) {
			out->items[out->count++].path = held->places[place];
			held->places[place] = NULL;
		}
		struct ra_holder_group *const group = &out->items[out->count - 1];

		group->edges++;
		if (first || held->edges[i].key != held->edges[i - 1].key) {
			group->retained_bytes +=
				ra_node_dominated_bytes(snapshot->measures, graph->edge_to[edge]);
		}
		group->target = graph->edge_to[edge];
		group->holder = ra_edge_source(graph, edge);
	}
	return true;
}

static int by_edges(const void *left, const void *right)
{
	const struct ra_holder_group *const a = left;
	const struct ra_holder_group *const b = right;

	if (a->edges != b->edges) {
		return a->edges > b->edges ? -1 : 1;
	}
	return strcmp(a->path, b->path);
}

static int by_path(const void *left, const void *right)
{
	const struct ra_holder_group *const a = left;
	const struct ra_holder_group *const b = right;
	const int order = strcmp(a->path, b->path);

	return order != 0 ? order : (a->holder > b->holder) - (a->holder < b->holder);
}

static int by_bytes(const void *left, const void *right)
{
	const struct ra_holder_group *const a = left;
	const struct ra_holder_group *const b = right;

	if (a->retained_bytes != b->retained_bytes) {
		return a->retained_bytes > b->retained_bytes ? -1 : 1;
	}
	return by_path(left, right);
}

static uint8_t *set_of(const struct ra_graph *graph, const struct ra_found *found)
{
	uint8_t *const set = calloc(bits_bytes(graph), 1);

	for (uint32_t i = 0; set && i < found->count; i++) {
		set[found->nodes[i] / 8] |= (uint8_t)(1u << found->nodes[i] % 8);
	}
	return set;
}

/* Computes them. */
static bool make_groups(
	struct ra_snapshot *snapshot, const struct ra_found *found, struct ra_holder_groups *out)
{
	uint8_t *const set = set_of(snapshot->graph, found);
	struct held held = {.seen = malloc(bits_bytes(snapshot->graph))};
	uint64_t room = 0;

	for (uint32_t i = 0; i < found->count; i++) {
		room += ra_node_holder_count(snapshot->measures, found->nodes[i]);
	}
	room = room < snapshot->graph->edge_count ? room : snapshot->graph->edge_count;
	held.edges = calloc(room + 1, sizeof(*held.edges));

	const bool good = set && held.edges && held.seen &&
					  collect(snapshot, found, set, room, &held) && add_up(snapshot, &held, out);

	out->held = held.seen_count;

	ra_lines_free(held.places, held.place_count);
	free(held.edges);
	free(held.seen);
	free(set);
	return good;
}

static bool has_equal_paths(const struct ra_holder_groups *groups)
{
	bool equal = false;

	for (uint32_t i = 1; i < groups->count; i++) {
		for (uint32_t other = 0; other < i && !equal; other++) {
			equal = strcmp(groups->items[i].path, groups->items[other].path) == 0;
		}
	}
	return equal;
}

/* The groups of a whole class from the index. False: it has none, they are not sound, or they are told apart by what is not
 * to be shown; the list is empty then. */
static bool take_groups(
	struct ra_snapshot *snapshot, const struct ra_found *found, struct ra_holder_groups *out)
{
	const struct ra_tables *const tables = found->whole ? snapshot->tables : NULL;
	const struct ra_class_facts *const facts = tables ? &tables->classes[found->class_index] : NULL;
	const struct ra_graph *const graph = snapshot->graph;

	if (!facts || facts->group_count > MAX_GROUPS || facts->held_count > found->count ||
		facts->first_group > tables->group_count ||
		facts->group_count > tables->group_count - facts->first_group) {
		return false;
	}
	out->items = calloc((size_t)facts->group_count + 1, sizeof(*out->items));

	bool good = out->items;

	out->held = facts->held_count;
	for (uint32_t i = 0; good && i < facts->group_count; i++) {
		const struct ra_group_facts *const group = &tables->groups[facts->first_group + i];
		char *const path = group->place < graph->edge_count && group->target < graph->node_count &&
								   group->holder < graph->node_count
							   ? ra_place_of_edge(snapshot, group->place, RA_PATH_FOLDED)
							   : NULL;

		if (path) {
			ra_query_fold_keys(path, false);
			out->items[out->count++] = (struct ra_holder_group){
				path, group->edges, group->retained_bytes, group->target, group->holder};
		}
		good = path != NULL;
	}
	if (!good || has_equal_paths(out)) {
		ra_holder_groups_done(out);
		return false;
	}
	return true;
}

/* Drops the others. */
static void keep_wanted(struct ra_holder_groups *groups, const struct ra_rows_wanted *wanted)
{
	const uint32_t count = groups->count;
	const uint32_t begin = ra_rows_begin(wanted, count), end = ra_rows_end(wanted, count);

	groups->total = count;
	groups->count = 0;
	for (uint32_t i = 0; i < count; i++) {
		if (i >= begin && i < end) {
			groups->items[groups->count++] = groups->items[i];
		} else {
			free(groups->items[i].path);
		}
	}
}

bool ra_query_groups(struct ra_snapshot *snapshot, const struct ra_found *found,
	const struct ra_rows_wanted *wanted, struct ra_holder_groups *out, struct ra_error *err)
{
	*out = (struct ra_holder_groups){.items = NULL};
	if (!take_groups(snapshot, found, out) && !make_groups(snapshot, found, out)) {
		ra_holder_groups_done(out);
		return ra_query_no_memory(err);
	}
	if (out->count > 0) {
		qsort(out->items, out->count, sizeof(*out->items),
			wanted->order == RA_ROWS_BY_NAME       ? by_path
			: wanted->order == RA_ROWS_BY_RETAINED ? by_bytes
												   : by_edges);
	}
	keep_wanted(out, wanted);
	return true;
}

void ra_holder_groups_done(struct ra_holder_groups *groups)
{
	for (uint32_t i = 0; i < groups->count; i++) {
		free(groups->items[i].path);
	}
	free(groups->items);
	*groups = (struct ra_holder_groups){.items = NULL};
}
