/* See cycle_groups.h. Each component's members are sorted and counted into one flat list;
 * components with equal lists are found by a hash table and become one group. */
#include "graph/cycle_groups.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/sort.h"

bool ra_is_cycle_member(const struct ra_graph *graph, ra_node node)
{
	const enum ra_node_kind kind = graph->kind[node];

	return kind == RA_NODE_OBJECT || kind == RA_NODE_REFERENCE ||
		   (kind == RA_NODE_ARRAY && !(graph->flags[node] & RA_NODE_PROPERTY_TABLE));
}

static uint32_t member_class(const struct ra_graph *graph, ra_node node)
{
	switch ((enum ra_node_kind)graph->kind[node]) {
	case RA_NODE_OBJECT:
		return ra_node_class(graph, node);
	case RA_NODE_REFERENCE:
		return RA_MEMBER_REFERENCE;
	default:
		return RA_MEMBER_ARRAY;
	}
}

static int compare_u32(const void *a, const void *b)
{
	const uint32_t left = *(const uint32_t *)a;
	const uint32_t right = *(const uint32_t *)b;

	return left < right ? -1 : left > right;
}

/* Fills list with the members' classes, sorted: those of its objects, or without any object, of
 * everything else. Returns their number; *size is that of all members. */
static uint32_t list_classes(const struct ra_graph *graph, const struct ra_measures *measures,
	const struct ra_component *component, uint32_t *list, uint32_t *size)
{
	const ra_node *nodes = &measures->component_nodes[component->first];
	uint32_t objects = 0;
	uint32_t count = 0;

	*size = 0;
	for (uint32_t i = 0; i < component->node_count; i++) {
		objects += graph->kind[nodes[i]] == RA_NODE_OBJECT;
		*size += ra_is_cycle_member(graph, nodes[i]);
	}
	for (uint32_t i = 0; i < component->node_count; i++) {
		if (objects > 0 ? graph->kind[nodes[i]] == RA_NODE_OBJECT
						: ra_is_cycle_member(graph, nodes[i])) {
			list[count++] = member_class(graph, nodes[i]);
		}
	}
	qsort(list, count, sizeof(*list), compare_u32);
	return count;
}

static uint32_t count_runs(const uint32_t *list, uint32_t count, struct ra_cycle_member *members)
{
	uint32_t runs = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (runs > 0 && members[runs - 1].class_index == list[i]) {
			members[runs - 1].count++;
		} else {
			members[runs++] = (struct ra_cycle_member){.class_index = list[i], .count = 1};
		}
	}
	return runs;
}

static int compare_names(const struct ra_graph *graph, uint32_t a, uint32_t b)
{
	if (a >= graph->class_count || b >= graph->class_count) {
		return a < b ? 1 : a > b ? -1 : 0; /* the array first */
	}
	const int order = strcmp(ra_graph_name(graph, graph->classes[a].name, NULL),
		ra_graph_name(graph, graph->classes[b].name, NULL));

	return order ? order : a < b ? -1 : a > b;
}

static int compare_members(const void *a, const void *b, void *context)
{
	const struct ra_cycle_member *left = a;
	const struct ra_cycle_member *right = b;

	if (left->count != right->count) {
		return left->count > right->count ? -1 : 1;
	}
	return compare_names(context, left->class_index, right->class_index);
}

static int compare_groups(const void *a, const void *b)
{
	const struct ra_cycle_group *left = a;
	const struct ra_cycle_group *right = b;

	if (left->own_bytes != right->own_bytes) {
		return left->own_bytes > right->own_bytes ? -1 : 1;
	}
	return left->example < right->example ? -1 : left->example > right->example;
}

struct grouping {
	const struct ra_graph *graph;
	const struct ra_measures *measures;
	struct ra_cycle_groups *out;
	uint32_t *list;                 /* classes of one component */
	struct ra_cycle_member *buffer; /* the same as runs */
	uint32_t member_count;          /* in out->members */
	uint32_t *slots;                /* group + 1 */
	uint32_t slot_count;
};

static bool allocate(struct grouping *grouping)
{
	const size_t components = (size_t)grouping->measures->component_count + 1;
	const size_t nodes = (size_t)grouping->measures->component_node_count + 1;

	grouping->slot_count = 64;
	while (grouping->slot_count < 2 * components && grouping->slot_count < UINT32_C(1) << 31) {
		grouping->slot_count *= 2;
	}
	grouping->list = reallocarray(NULL, nodes, sizeof(*grouping->list));
	grouping->buffer = reallocarray(NULL, nodes, sizeof(*grouping->buffer));
	grouping->slots = calloc(grouping->slot_count, sizeof(*grouping->slots));
	grouping->out->members = reallocarray(NULL, nodes, sizeof(*grouping->out->members));
	grouping->out->groups = calloc(components, sizeof(*grouping->out->groups));
	grouping->out->group_of = reallocarray(NULL, components, sizeof(*grouping->out->group_of));
	return grouping->list && grouping->buffer && grouping->slots && grouping->out->members &&
		   grouping->out->groups && grouping->out->group_of;
}

static uint32_t group_with(struct grouping *grouping, uint32_t runs, uint32_t component)
{
	struct ra_cycle_groups *out = grouping->out;
	const size_t bytes = runs * sizeof(*grouping->buffer);
	uint32_t slot = (uint32_t)ra_hash_bytes(grouping->buffer, bytes) & (grouping->slot_count - 1);

	for (; grouping->slots[slot] != 0; slot = (slot + 1) & (grouping->slot_count - 1)) {
		const struct ra_cycle_group *group = &out->groups[grouping->slots[slot] - 1];

		if (group->member_count == runs && memcmp(group->members, grouping->buffer, bytes) == 0) {
			return grouping->slots[slot] - 1;
		}
	}
	struct ra_cycle_group *group = &out->groups[out->count];

	group->members = &out->members[grouping->member_count];
	memcpy(group->members, grouping->buffer, bytes);
	group->member_count = runs;
	group->example = component;
	grouping->member_count += runs;
	grouping->slots[slot] = ++out->count;
	return out->count - 1;
}

static bool sort_groups(struct grouping *grouping)
{
	struct ra_cycle_groups *out = grouping->out;
	uint32_t *const place = reallocarray(NULL, (size_t)out->count + 1, sizeof(*place));

	if (!place) {
		return false;
	}
	for (uint32_t g = 0; g < out->count; g++) {
		ra_sort_stable(out->groups[g].members, out->groups[g].member_count,
			sizeof(*out->groups[g].members), compare_members, (void *)(uintptr_t)grouping->graph);
	}
	qsort(out->groups, out->count, sizeof(*out->groups), compare_groups);
	/* The example tells where a group stood before the sort. */
	for (uint32_t g = 0; g < out->count; g++) {
		place[out->group_of[out->groups[g].example]] = g;
	}
	for (uint32_t c = 0; c < grouping->measures->component_count; c++) {
		out->group_of[c] = place[out->group_of[c]];
	}
	free(place);
	return true;
}

bool ra_cycle_groups_make(
	const struct ra_graph *graph, const struct ra_measures *measures, struct ra_cycle_groups *out)
{
	struct grouping grouping = {.graph = graph, .measures = measures, .out = out};

	memset(out, 0, sizeof(*out));
	bool ok = allocate(&grouping);

	for (uint32_t c = 0; ok && c < measures->component_count; c++) {
		uint32_t size;
		const uint32_t listed =
			list_classes(graph, measures, &measures->components[c], grouping.list, &size);
		const uint32_t runs = count_runs(grouping.list, listed, grouping.buffer);
		struct ra_cycle_group *group = &out->groups[group_with(&grouping, runs, c)];

		out->group_of[c] = (uint32_t)(group - out->groups);
		if (group->component_count++ == 0) {
			group->size = size;
		}
		group->own_bytes += measures->components[c].own_bytes;
		group->unreachable_count += !measures->components[c].reachable;
	}
	ok = ok && sort_groups(&grouping);
	free(grouping.list);
	free(grouping.buffer);
	free(grouping.slots);
	if (!ok) {
		ra_cycle_groups_done(out);
	}
	return ok;
}

void ra_cycle_groups_done(struct ra_cycle_groups *groups)
{
	free(groups->groups);
	free(groups->group_of);
	free(groups->members);
	memset(groups, 0, sizeof(*groups));
}
