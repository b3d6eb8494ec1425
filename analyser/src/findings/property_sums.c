/* See property_sums.h. Two passes over the property edges: the first sums, the second lists the
 * targets of the few that matter, in one flat array. */
#include "findings/property_sums.h"

#include <stdlib.h>
#include <string.h>

#include "findings/subjects.h"

static struct ra_pair key_of(uint32_t class_index, uint64_t name)
{
	return (struct ra_pair){class_index, name};
}

/* Objects of one class follow each other, with the same properties in the same order: mostly the sum that is asked for
 * is the one that followed the last one before. RA_NO_PAIR: it is not. */
static uint32_t expected_sum(
	const struct ra_property_sums *sums, uint32_t class_index, uint64_t name)
{
	const uint32_t number =
		sums->last < sums->count ? sums->items[sums->last].follower : RA_NO_PAIR;

	return number < sums->count && sums->items[number].name == name &&
				   sums->items[number].class_index == class_index
			   ? number
			   : RA_NO_PAIR;
}

static void note_sum(struct ra_property_sums *sums, uint32_t number)
{
	if (sums->last < sums->count) {
		sums->items[sums->last].follower = number;
	}
	sums->last = number;
}

/* The sum of a property, a new one if need be. NULL: no memory. */
static struct ra_property_sum *sum_of(
	struct ra_property_sums *sums, uint32_t class_index, uint64_t name)
{
	uint32_t number = expected_sum(sums, class_index, name);

	if (number == RA_NO_PAIR) {
		number = ra_pair_index_add(
			&sums->index, key_of(class_index, name), &sums->items, sizeof(*sums->items));
		if (number == RA_NO_PAIR) {
			return NULL;
		}
		if (number == sums->count) {
			sums->items[sums->count++] =
				(struct ra_property_sum){.class_index = class_index, .name = name};
		}
	}
	note_sum(sums, number);
	return &sums->items[number];
}

/* NULL: there is none. */
static struct ra_property_sum *known_sum(
	struct ra_property_sums *sums, uint32_t class_index, uint64_t name)
{
	uint32_t number = expected_sum(sums, class_index, name);

	if (number == RA_NO_PAIR) {
		number = ra_pair_index_find(&sums->index, key_of(class_index, name));
	}
	if (number == RA_NO_PAIR) {
		return NULL;
	}
	note_sum(sums, number);
	return &sums->items[number];
}

/* A property that leads back to what holds the object (a child's link to its parent) keeps nothing
 * alive by itself. */
static bool leads_back(const struct ra_snapshot *snapshot, ra_node object, ra_node value)
{
	return snapshot->measures && ra_node_dominates(snapshot->measures, value, object);
}

/* The next property that does not lead back to what holds the object. */
static bool next_forward(const struct ra_snapshot *snapshot, struct ra_property_cursor *cursor)
{
	while (ra_property_next(cursor)) {
		if (!leads_back(snapshot, cursor->object, snapshot->graph->edge_to[cursor->found])) {
			return true;
		}
	}
	return false;
}

static bool is_asked_for(const struct ra_graph *graph, ra_node node, uint32_t class_index)
{
	return graph->kind[node] == RA_NODE_OBJECT && ra_node_class(graph, node) != RA_NO_CLASS &&
		   (class_index == RA_NO_CLASS || ra_node_class(graph, node) == class_index);
}

bool ra_property_sums_make(
	const struct ra_snapshot *snapshot, uint32_t class_index, struct ra_property_sums *out)
{
	const struct ra_graph *graph = snapshot->graph;
	const struct ra_narrow32 *const bytes =
		snapshot->measures ? &snapshot->measures->dominated_bytes : &graph->own_bytes;

	memset(out, 0, sizeof(*out));
	for (ra_node node = 1; node < graph->node_count; node++) {
		struct ra_property_cursor cursor = {.snapshot = snapshot, .object = node};

		if (!is_asked_for(graph, node, class_index)) {
			continue;
		}
		while (next_forward(snapshot, &cursor)) {
			struct ra_property_sum *item = sum_of(out, ra_node_class(graph, node), cursor.name);

			if (!item) {
				ra_property_sums_done(out);
				return false;
			}
			if (item->references++ == 0) {
				item->sample_edge = cursor.found;
			}
			item->bytes += ra_narrow32_at(bytes, graph->edge_to[cursor.found]);
		}
	}
	return true;
}

bool ra_property_sums_list(const struct ra_snapshot *snapshot, struct ra_property_sums *sums,
	uint32_t class_index, uint64_t min_bytes)
{
	const struct ra_graph *graph = snapshot->graph;
	uint64_t total = 0;

	for (uint32_t i = 0; i < sums->count; i++) {
		total += sums->items[i].bytes >= min_bytes ? sums->items[i].references : 0;
	}
	free(sums->targets);
	sums->targets = reallocarray(NULL, (size_t)(total + 1), sizeof(*sums->targets));
	if (!sums->targets) {
		return false;
	}
	total = 0;
	for (uint32_t i = 0; i < sums->count; i++) {
		struct ra_property_sum *item = &sums->items[i];

		item->target_count = 0;
		item->targets = item->bytes >= min_bytes ? sums->targets + total : NULL;
		total += item->targets ? item->references : 0;
	}
	for (ra_node node = 1; node < graph->node_count; node++) {
		struct ra_property_cursor cursor = {.snapshot = snapshot, .object = node};

		if (!is_asked_for(graph, node, class_index)) {
			continue;
		}
		while (next_forward(snapshot, &cursor)) {
			struct ra_property_sum *item = known_sum(sums, ra_node_class(graph, node), cursor.name);

			if (item && item->targets && item->target_count < item->references) {
				item->targets[item->target_count++] = graph->edge_to[cursor.found];
			}
		}
	}
	return true;
}

void ra_property_sums_done(struct ra_property_sums *sums)
{
	ra_pair_index_done(&sums->index);
	free(sums->items);
	free(sums->targets);
	memset(sums, 0, sizeof(*sums));
}
