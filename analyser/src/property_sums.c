/* See property_sums.h. Two passes over the property edges: the first sums, the second lists the
 * targets of the few that matter, in one flat array. */
#include "property_sums.h"

#include <stdlib.h>
#include <string.h>

#include "findings/subjects.h"

static uint32_t hash_of(uint32_t class_index, uint64_t name)
{
	const uint64_t hash = (name + class_index * UINT64_C(0x9e3779b97f4a7c15)) ^ name >> 32;

	return (uint32_t)(hash * UINT64_C(0xff51afd7ed558ccd) >> 32);
}

static bool grow(struct ra_property_sums *sums)
{
	const uint32_t slot_count = sums->slot_count ? sums->slot_count * 2 : 1024;
	const uint32_t capacity = slot_count / 2;
	uint32_t *slots = calloc(slot_count, sizeof(*slots));
	struct ra_property_sum *items =
		slots ? realloc(sums->items, (size_t)capacity * sizeof(*items)) : NULL;

	if (!items) {
		free(slots);
		return false;
	}
	sums->items = items;
	sums->capacity = capacity;
	for (uint32_t i = 0; i < sums->count; i++) {
		uint32_t slot = hash_of(items[i].class_index, items[i].name) & (slot_count - 1);

		while (slots[slot] != 0) {
			slot = (slot + 1) & (slot_count - 1);
		}
		slots[slot] = i + 1;
	}
	free(sums->slots);
	sums->slots = slots;
	sums->slot_count = slot_count;
	return true;
}

/* The item of a property, made when `make`. NULL: not there, or no memory. */
static struct ra_property_sum *find(
	struct ra_property_sums *sums, uint32_t class_index, uint64_t name, bool make)
{
	if (make && sums->count == sums->capacity && !grow(sums)) {
		return NULL;
	}
	if (sums->slot_count == 0) {
		return NULL;
	}
	uint32_t slot = hash_of(class_index, name) & (sums->slot_count - 1);

	for (; sums->slots[slot] != 0; slot = (slot + 1) & (sums->slot_count - 1)) {
		struct ra_property_sum *item = &sums->items[sums->slots[slot] - 1];

		if (item->class_index == class_index && item->name == name) {
			return item;
		}
	}
	if (!make) {
		return NULL;
	}
	struct ra_property_sum *item = &sums->items[sums->count];

	memset(item, 0, sizeof(*item));
	item->class_index = class_index;
	item->name = name;
	sums->slots[slot] = ++sums->count;
	return item;
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
	return graph->kind[node] == RA_NODE_OBJECT && graph->class_index[node] != RA_NO_CLASS &&
		   (class_index == RA_NO_CLASS || graph->class_index[node] == class_index);
}

bool ra_property_sums_make(
	const struct ra_snapshot *snapshot, uint32_t class_index, struct ra_property_sums *out)
{
	const struct ra_graph *graph = snapshot->graph;
	const uint64_t *bytes =
		snapshot->measures ? snapshot->measures->dominated_bytes : graph->own_bytes;

	memset(out, 0, sizeof(*out));
	for (ra_node node = 1; node < graph->node_count; node++) {
		struct ra_property_cursor cursor = {.snapshot = snapshot, .object = node};

		if (!is_asked_for(graph, node, class_index)) {
			continue;
		}
		while (next_forward(snapshot, &cursor)) {
			struct ra_property_sum *item = find(out, graph->class_index[node], cursor.name, true);

			if (!item) {
				ra_property_sums_done(out);
				return false;
			}
			if (item->references++ == 0) {
				item->sample_edge = cursor.found;
			}
			item->bytes += bytes[graph->edge_to[cursor.found]];
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
	sums->targets = malloc((size_t)(total + 1) * sizeof(*sums->targets));
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
			struct ra_property_sum *item = find(sums, graph->class_index[node], cursor.name, false);

			if (item && item->targets && item->target_count < item->references) {
				item->targets[item->target_count++] = graph->edge_to[cursor.found];
			}
		}
	}
	return true;
}

void ra_property_sums_done(struct ra_property_sums *sums)
{
	free(sums->items);
	free(sums->slots);
	free(sums->targets);
	memset(sums, 0, sizeof(*sums));
}
