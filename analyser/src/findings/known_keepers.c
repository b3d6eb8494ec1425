/* See known_keepers.h. Classes are looked up by name once; objects of none of them, nearly all,
 * cost one look into a table. */
#include "findings/known_keepers.h"

#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "findings/subjects.h"
#include "graph/tally.h"

#define KEEPER(id, ...) {.name = #id, __VA_ARGS__},
static const struct ra_keeper keepers[] = {
#include "findings/keeper_rows.h"
};
#undef KEEPER

enum {
	KEEPERS = sizeof(keepers) / sizeof(keepers[0]),
	LEAST_BYTES = 64 << 10,
	LEAST_SHARE = 100,  /* a hundredth of the heap: the floor of a medium finding */
	MANY_ALIKE = 1000,  /* elements of a registry */
	MAX_DEPTH = 3,      /* of arrays in it */
	MAX_ANCESTORS = 50, /* of a class */
	MAX_NAMED = 4       /* of these in the table */
};

const struct ra_keeper *ra_keeper_at(uint32_t index)
{
	return index < KEEPERS ? &keepers[index] : NULL;
}

const struct ra_keeper *ra_keeper_named(const char *name)
{
	for (uint32_t i = 0; i < KEEPERS; i++) {
		if (strcmp(keepers[i].name, name) == 0) {
			return &keepers[i];
		}
	}
	return NULL;
}

json_t *ra_keeper_json(const struct ra_keeper *keeper)
{
	return keeper
			   ? json_pack("{s:s, s:s, s:s, s:s, s:s?, s:s, s:s, s:s, s:s}", "name", keeper->name,
					 "package", keeper->package, "class", keeper->class_name, "properties",
					 keeper->properties, "versions", keeper->versions, "what", keeper->what, "cure",
					 keeper->cure, "why", keeper->why, "link", keeper->link)
			   : json_null();
}

/* ---- which classes and properties ---- */

struct search {
	const struct ra_snapshot *snapshot;
	uint32_t *named; /* per class: itself or the nearest ancestor that is in the table */
	bool any;
	size_t name_length[KEEPERS]; /* most of the names begin alike */
	uint32_t *edges[KEEPERS];    /* of the properties that are asked for */
	uint32_t edge_count[KEEPERS];
	uint32_t edge_room[KEEPERS];
	bool failed;
};

static const char *class_name(const struct ra_graph *graph, uint32_t class_index)
{
	return ra_graph_name(graph, graph->classes[class_index].name, NULL);
}

static bool is_in_table(const struct search *search, const char *name, size_t length)
{
	for (uint32_t k = 0; k < KEEPERS; k++) {
		if (search->name_length[k] == length && memcmp(keepers[k].class_name, name, length) == 0) {
			return true;
		}
	}
	return false;
}

/* Names are compared once a class; then each class looks for the nearest ancestor that has one. */
static void find_classes(struct search *search)
{
	const struct ra_graph *const graph = search->snapshot->graph;

	for (uint32_t k = 0; k < KEEPERS; k++) {
		search->name_length[k] = strlen(keepers[k].class_name);
	}
	for (uint32_t c = 0; c < graph->class_count; c++) {
		size_t length;
		const char *const name = ra_graph_name(graph, graph->classes[c].name, &length);
		const bool named = !graph->classes[c].internal && is_in_table(search, name, length);

		search->named[c] = named ? c : RA_NO_CLASS;
		search->any = search->any || named;
	}
	for (uint32_t c = 0; search->any && c < graph->class_count; c++) {
		uint32_t at = c;

		for (uint32_t i = 0; i < MAX_ANCESTORS && at < graph->class_count; i++) {
			if (search->named[at] == at) {
				search->named[c] = at;
				break;
			}
			at = graph->classes[at].parent;
		}
	}
}

/* Where the name stands in the list. NULL: nowhere. */
static const char *find_property(const char *properties, bool is_static, const char *name)
{
	const size_t length = strlen(name);

	for (const char *at = properties; *at != '\0';) {
		const size_t word = strcspn(at, " ");
		const size_t prefix = at[0] == ':' ? 2 : 0;

		if (is_static == (prefix > 0) && word == prefix + length &&
			memcmp(at + prefix, name, length) == 0) {
			return at;
		}
		at += word + (at[word] == ' ');
	}
	return NULL;
}

static void note_edge(struct search *search, uint32_t k, uint32_t edge)
{
	if (search->edge_count[k] == search->edge_room[k]) {
		const uint32_t wanted = search->edge_room[k] ? search->edge_room[k] * 2 : 16;
		uint32_t *const larger =
			realloc(search->edges[k], (size_t)wanted * sizeof(*search->edges[k]));

		if (!larger) {
			search->failed = true;
			return;
		}
		search->edges[k] = larger;
		search->edge_room[k] = wanted;
	}
	search->edges[k][search->edge_count[k]++] = edge;
}

/* The properties of one object, or the static ones of a class, that the rows of one class name ask
 * for. */
static void note_properties(
	struct search *search, const char *name, ra_node node, enum ra_link_kind kind)
{
	const struct ra_graph *const graph = search->snapshot->graph;

	for (uint32_t k = 0; k < KEEPERS; k++) {
		if (strcmp(keepers[k].class_name, name) != 0) {
			continue;
		}
		for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
			if (graph->edge_kind[e] == kind && ra_edge_is_strong(graph, e) &&
				find_property(keepers[k].properties, kind == RA_LINK_STATIC_PROPERTY,
					ra_graph_name(graph, graph->edge_key[e], NULL))) {
				note_edge(search, k, e);
			}
		}
	}
}

/* The same for all rows of its class and of those that it extends. */
static void note_all(
	struct search *search, uint32_t class_index, ra_node node, enum ra_link_kind kind)
{
	const struct ra_graph *const graph = search->snapshot->graph;
	uint32_t at = class_index;

	for (uint32_t i = 0; i < MAX_NAMED && at < graph->class_count; i++) {
		at = search->named[at];
		if (at != RA_NO_CLASS) {
			note_properties(search, class_name(graph, at), node, kind);
			at = graph->classes[at].parent;
		}
	}
}

static void find_objects(struct search *search)
{
	const struct ra_graph *const graph = search->snapshot->graph;

	for (ra_node node = 1; node < graph->node_count; node++) {
		if (graph->kind[node] == RA_NODE_OBJECT &&
			ra_node_class(graph, node) < graph->class_count) {
			note_all(search, ra_node_class(graph, node), node, RA_LINK_PROPERTY);
		}
	}
}

struct entry { /* of a class that is, or extends, one of the table */
	ra_addr at;
	uint32_t class_index;
};

static int compare_entries(const void *a, const void *b)
{
	const struct entry *const left = a;
	const struct entry *const right = b;

	return left->at < right->at ? -1 : left->at > right->at;
}

/* Static properties hang on the classes' own nodes: those that a class inherits on its parent's, in old releases of PHP on
 * its own as well. */
static void find_statics(struct search *search)
{
	const struct ra_graph *const graph = search->snapshot->graph;
	struct entry *const entries = malloc(((size_t)graph->class_count + 1) * sizeof(*entries));
	size_t count = 0;

	for (uint32_t c = 0; entries && c < graph->class_count; c++) {
		if (search->named[c] != RA_NO_CLASS) {
			entries[count++] = (struct entry){graph->classes[c].entry, c};
		}
	}
	if (entries) {
		qsort(entries, count, sizeof(*entries), compare_entries);
	}
	for (ra_node node = 1; entries && node < graph->node_count; node++) {
		const struct entry wanted = {ra_node_address(graph, node), 0};
		const struct entry *const found =
			graph->kind[node] == RA_NODE_CLASS
				? bsearch(&wanted, entries, count, sizeof(*entries), compare_entries)
				: NULL;

		if (found) {
			note_all(search, found->class_index, node, RA_LINK_STATIC_PROPERTY);
		}
	}
	search->failed = search->failed || !entries;
	free(entries);
}

/* ---- what they hold ---- */

static uint32_t place_in(const ra_node *sorted, uint32_t count, ra_node node)
{
	uint32_t low = 0;

	for (uint32_t high = count; low < high;) {
		const uint32_t middle = low + (high - low) / 2;

		if (sorted[middle] < node) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/* How many temporaries of running calls each value is in: a foreach over it is no holder. */
static void count_calls(
	const struct ra_graph *graph, const ra_node *sorted, uint32_t count, uint32_t *calls)
{
	for (uint32_t f = 0; f < graph->frame_count; f++) {
		const ra_node frame = graph->frames[f].node;

		for (uint32_t e = graph->edge_begin[frame]; e < graph->edge_begin[frame + 1]; e++) {
			const uint32_t place = place_in(sorted, count, graph->edge_to[e]);

			if (graph->edge_kind[e] == RA_LINK_TEMPORARY && place < count &&
				sorted[place] == graph->edge_to[e]) {
				calls[place]++;
			}
		}
	}
}

/* Keeps one of each value that only these properties and temporaries hold. False: no memory. */
static bool keep_exclusive(const struct ra_snapshot *snapshot, ra_node *values, uint32_t *count)
{
	const struct ra_measures *const measures = snapshot->measures;
	uint32_t *const calls = calloc((size_t)*count + 1, sizeof(*calls));
	uint32_t kept = 0;

	if (!calls) {
		return false;
	}
	ra_sort_u32(values, *count);
	count_calls(snapshot->graph, values, *count, calls); /* those of equal ones: at the first */
	for (uint32_t begin = 0, end; begin < *count; begin = end) {
		for (end = begin; end < *count && values[end] == values[begin]; end++) {
		}
		if (ra_node_holder_count(measures, values[begin]) <= end - begin + calls[begin]) {
			values[kept++] = values[begin];
		}
	}
	*count = kept;
	free(calls);
	return true;
}

/* Elements of a registry by what they are: a class, or a kind of value. Arrays in it are gone through, up to three deep
 * (event, priority, listener), and PHP references, when nobody else holds them: each once, then. */
struct alike {
	const struct ra_snapshot *snapshot;
	uint64_t *bytes; /* per class, then per kind */
	uint32_t *counts;
	ra_node *arrays; /* yet to be gone through */
	uint8_t *depths;
	uint32_t array_count;
	uint32_t array_room;
	bool failed;
};

static void push_array(struct alike *alike, ra_node array, unsigned depth)
{
	if (alike->array_count == alike->array_room) {
		const uint32_t wanted = alike->array_room ? alike->array_room * 2 : 64;
		ra_node *const arrays = realloc(alike->arrays, (size_t)wanted * sizeof(*arrays));

		alike->arrays = arrays ? arrays : alike->arrays;
		uint8_t *const depths = arrays ? realloc(alike->depths, wanted) : NULL;

		if (!depths) {
			alike->failed = true;
			return;
		}
		alike->depths = depths;
		alike->array_room = wanted;
	}
	alike->arrays[alike->array_count] = array;
	alike->depths[alike->array_count++] = (uint8_t)depth;
}

/* True: many of the make have at least so many bytes. */
static bool count_element(struct alike *alike, ra_node element, uint64_t enough)
{
	const struct ra_measures *const measures = alike->snapshot->measures;
	const struct ra_graph *const graph = alike->snapshot->graph;
	const uint32_t make = ra_node_class(graph, element) < graph->class_count
							  ? ra_node_class(graph, element)
							  : graph->class_count + graph->kind[element];

	alike->counts[make]++; /* with several holders: once for each */
	alike->bytes[make] +=
		ra_node_dominated_bytes(measures, element) /
		(ra_node_holder_count(measures, element) > 0 ? ra_node_holder_count(measures, element) : 1);
	return alike->counts[make] >= MANY_ALIKE && alike->bytes[make] >= enough;
}

static bool is_container(const struct ra_graph *graph, ra_node node)
{
	return graph->kind[node] == RA_NODE_ARRAY || graph->kind[node] == RA_NODE_REFERENCE;
}

static bool has_many(struct alike *alike, uint64_t enough)
{
	const struct ra_graph *const graph = alike->snapshot->graph;

	while (alike->array_count > 0 && !alike->failed) {
		const ra_node array = alike->arrays[--alike->array_count];
		const unsigned depth = alike->depths[alike->array_count];

		for (uint32_t e = graph->edge_begin[array]; e < graph->edge_begin[array + 1]; e++) {
			const ra_node element = graph->edge_to[e];

			if (!ra_edge_is_strong(graph, e)) {
				continue;
			}
			if (is_container(graph, element) && depth < MAX_DEPTH) {
				if (ra_node_holder_count(alike->snapshot->measures, element) == 1) {
					push_array(
						alike, element, graph->kind[element] == RA_NODE_ARRAY ? depth + 1 : depth);
				}
			} else if (count_element(alike, element, enough)) {
				return true;
			}
		}
	}
	return false;
}

/* Whether many elements of one make have half the bytes: jobs that were registered, not services. */
static bool has_many_alike(const struct ra_snapshot *snapshot, const struct ra_kept *kept,
	const ra_node *values, uint32_t count, bool *failed)
{
	const uint32_t makes = snapshot->graph->class_count + RA_NODE_KINDS;
	struct alike alike = {.snapshot = snapshot,
		.bytes = calloc(makes, sizeof(*alike.bytes)),
		.counts = calloc(makes, sizeof(*alike.counts))};
	bool found = false;

	alike.failed = !alike.bytes || !alike.counts;
	for (uint32_t i = 0; i < count && !alike.failed; i++) {
		push_array(&alike, values[i], 0);
	}
	found = !alike.failed && has_many(&alike, kept->bytes / 2);
	*failed = *failed || alike.failed;
	free(alike.bytes);
	free(alike.counts);
	free(alike.arrays);
	free(alike.depths);
	return found;
}

/* The place in the list of the property that an edge is. */
static size_t property_place(const struct search *search, uint32_t k, uint32_t edge)
{
	const struct ra_graph *const graph = search->snapshot->graph;
	const char *const list = keepers[k].properties;
	const char *const at = find_property(list, graph->edge_kind[edge] == RA_LINK_STATIC_PROPERTY,
		ra_graph_name(graph, graph->edge_key[edge], NULL));

	return at ? (size_t)(at - list) : SIZE_MAX;
}

/* What to show: of the first property in the list, the one with most. */
static uint32_t edge_to_show(
	const struct search *search, uint32_t k, const ra_node *values, uint32_t count)
{
	const struct ra_sizes *const bytes = &search->snapshot->measures->dominated_bytes;
	uint32_t best = RA_NO_NODE;
	size_t best_place = SIZE_MAX;
	uint64_t best_bytes = 0;

	for (uint32_t i = 0; i < search->edge_count[k]; i++) {
		const uint32_t edge = search->edges[k][i];
		const ra_node value = ra_subject_value(search->snapshot->graph, edge);
		const uint32_t number = place_in(values, count, value);
		const size_t place = property_place(search, k, edge);

		if (number == count || values[number] != value || ra_sizes_at(bytes, value) == 0) {
			continue;
		}
		if (place < best_place || (place == best_place && ra_sizes_at(bytes, value) > best_bytes)) {
			best = edge;
			best_place = place;
			best_bytes = ra_sizes_at(bytes, value);
		}
	}
	return best == RA_NO_NODE ? search->edges[k][0] : best;
}

/* Adds what one row of the table holds, where it is worth it. Behind PHP references: what is assigned to the property is
 * assigned to all who have the reference. */
static bool weigh(struct search *search, uint32_t k, struct ra_kept_list *out)
{
	const struct ra_snapshot *const snapshot = search->snapshot;
	const uint64_t share = snapshot->tally->live_bytes / LEAST_SHARE;
	struct ra_kept kept = {.keeper = &keepers[k], .places = search->edge_count[k]};
	uint32_t count = search->edge_count[k];
	ra_node *const values = malloc(((size_t)count + 1) * sizeof(*values));
	bool failed = !values;

	for (uint32_t i = 0; values && i < count; i++) {
		values[i] = ra_subject_value(snapshot->graph, search->edges[k][i]);
	}
	failed = failed || !keep_exclusive(snapshot, values, &count);
	if (!failed && count > 0) {
		kept.bytes = ra_measures_set_bytes(snapshot->measures, snapshot->graph, values, count);
		failed = kept.bytes == UINT64_MAX;
	}
	if (!failed && count > 0 && kept.bytes >= LEAST_BYTES && kept.bytes >= share &&
		(!keepers[k].registry || has_many_alike(snapshot, &kept, values, count, &failed))) {
		kept.values = values;
		kept.value_count = count;
		kept.edge = edge_to_show(search, k, values, count);
		out->items[out->count++] = kept;
	} else {
		free(values);
	}
	return !failed;
}

bool ra_kept_find(const struct ra_snapshot *snapshot, struct ra_kept_list *out)
{
	struct search search = {.snapshot = snapshot};

	*out = (struct ra_kept_list){NULL, 0};
	if (!snapshot->measures) {
		return true;
	}
	search.named = calloc((size_t)snapshot->graph->class_count + 1, sizeof(*search.named));
	search.failed = !search.named;
	if (!search.failed) {
		find_classes(&search);
	}
	if (search.any) {
		find_objects(&search);
		find_statics(&search);
		out->items = calloc(KEEPERS, sizeof(*out->items));
		search.failed = search.failed || !out->items;
	}
	for (uint32_t k = 0; k < KEEPERS; k++) {
		search.failed = search.failed || (search.edge_count[k] > 0 && !weigh(&search, k, out));
		free(search.edges[k]);
	}
	free(search.named);
	if (search.failed) {
		ra_kept_done(out);
	}
	return !search.failed;
}

void ra_kept_done(struct ra_kept_list *list)
{
	for (uint32_t i = 0; i < list->count; i++) {
		free(list->items[i].values);
	}
	free(list->items);
	*list = (struct ra_kept_list){NULL, 0};
}

/* A node that goes with the values adds nothing to what goes with them. */
const struct ra_keeper *ra_kept_with(
	const struct ra_snapshot *snapshot, const struct ra_kept_list *list, ra_node node)
{
	for (uint32_t i = 0; i < list->count && ra_node_own_bytes(snapshot->graph, node) > 0; i++) {
		const struct ra_kept *const kept = &list->items[i];
		ra_node *const nodes = malloc(((size_t)kept->value_count + 1) * sizeof(*nodes));

		if (!nodes) {
			return NULL;
		}
		memcpy(nodes, kept->values, kept->value_count * sizeof(*nodes));
		nodes[kept->value_count] = node;
		const uint64_t bytes = ra_measures_set_bytes(
			snapshot->measures, snapshot->graph, nodes, kept->value_count + 1);

		free(nodes);
		if (bytes == kept->bytes) {
			return kept->keeper;
		}
	}
	return NULL;
}
