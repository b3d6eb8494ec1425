/* Instances of a class in an order, and in groups. See look.h. */
#include "query/look.h"

#include <stdlib.h>
#include <string.h>

#include "answer/places.h"
#include "base/format.h"
#include "base/sort.h"
#include "findings/path.h"
#include "query/alike_edges.h"

enum {
	FEW_PART = 64 /* of many are found without a sort of all */
};

static bool no_memory(struct ra_error *err)
{
	return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the answer");
}

void ra_query_sort(
	struct ra_snapshot *snapshot, struct ra_found *found, enum ra_instance_order order)
{
	const struct ra_narrow32 *const bytes = order == RA_BY_RETAINED
												? &snapshot->measures->dominated_bytes
												: &snapshot->graph->own_bytes;
	struct ra_keyed *const items =
		order == RA_BY_ID ? NULL : calloc((size_t)found->count + 1, sizeof(*items));

	if (!items) { /* or no memory: by id is an order, too */
		ra_sort_u32(found->nodes, found->count);
		return;
	}
	for (uint32_t i = 0; i < found->count; i++) {
		items[i] = (struct ra_keyed){
			.key = UINT64_MAX - ra_narrow32_at(bytes, found->nodes[i]), .id = found->nodes[i]};
	}
	ra_sort_keyed(items, found->count);
	for (uint32_t i = 0; i < found->count; i++) {
		found->nodes[i] = items[i].id;
	}
	free(items);
}

void ra_query_sort_first(struct ra_snapshot *snapshot, struct ra_found *found,
	enum ra_instance_order order, uint32_t wanted)
{
	const struct ra_narrow32 *const bytes = order == RA_BY_RETAINED
												? &snapshot->measures->dominated_bytes
												: &snapshot->graph->own_bytes;
	struct ra_keyed *const heap =
		order == RA_BY_ID || wanted == 0 || wanted > found->count / FEW_PART
			? NULL
			: calloc(wanted, sizeof(*heap));

	if (!heap) {
		ra_query_sort(snapshot, found, order);
		return;
	}
	ra_first_begin(heap, wanted);
	for (uint32_t i = 0; i < found->count; i++) {
		const struct ra_keyed item = {
			.key = UINT64_MAX - ra_narrow32_at(bytes, found->nodes[i]), .id = found->nodes[i]};

		ra_first_offer(heap, wanted, &item);
	}
	ra_sort_keyed(heap, wanted);
	for (uint32_t i = 0; i < wanted; i++) {
		found->nodes[i] = heap[i].id;
	}
	free(heap);
}

/* ---- groups ---- */

struct grouping {
	char **keys; /* later ones may be equal to earlier ones */
	uint32_t key_count;
	uint32_t *key_of; /* per value */
	uint32_t before;  /* by holder: the edge that the last key is the place of; RA_NO_NODE */
};

static int most_bytes(const void *left, const void *right)
{
	const struct ra_instance_group *const a = left, *const b = right;

	if (a->retained_bytes != b->retained_bytes) {
		return a->retained_bytes > b->retained_bytes ? -1 : 1;
	}
	return strcmp(a->key, b->key);
}

/* Owned by the caller; NULL: no memory. */
static char *key_text(struct ra_snapshot *snapshot, ra_node node, const char *by)
{
	char *text;

	if (strcmp(by, "site") == 0) {
		text = ra_site_of_object(snapshot, node);
		return text ? text : strdup("(no code of its own)");
	}
	if (strcmp(by, "holder") == 0) {
		const uint32_t edge = snapshot->graph->tree_edge[node];

		text = edge == RA_NO_NODE ? strdup("(nothing)")
								  : ra_place_of_edge(snapshot, edge, RA_PATH_FOLDED);
		if (text) {
			ra_query_fold_keys(text, false);
		}
		return text;
	}
	text = ra_query_property(snapshot, node, by);
	if (text && *text == '\0') {
		free(text);
		text = strdup("(none)");
	}
	return text;
}

/* Of millions in one list the place is made once. */
static bool has_key_before(
	const struct ra_snapshot *snapshot, struct grouping *grouping, ra_node node, const char *by)
{
	if (strcmp(by, "holder") != 0) {
		return false;
	}
	const uint32_t edge = snapshot->graph->tree_edge[node], before = grouping->before;

	grouping->before = edge;
	return edge != RA_NO_NODE && ra_edges_are_alike(snapshot->graph, edge, before);
}

static bool add_value(struct ra_snapshot *snapshot, struct grouping *grouping, uint32_t value,
	ra_node node, const char *by)
{
	if (!has_key_before(snapshot, grouping, node, by) &&
		!ra_lines_add(&grouping->keys, &grouping->key_count, key_text(snapshot, node, by))) {
		return false;
	}
	grouping->key_of[value] = grouping->key_count - 1;
	return true;
}

static int by_key(const void *left, const void *right, void *context)
{
	char *const *const keys = context;

	return strcmp(keys[*(const uint32_t *)left], keys[*(const uint32_t *)right]);
}

/* Puts the number of a group in the place of that of a key; *groups gets the groups, without numbers. False: no memory. */
static bool join_equal(
	struct grouping *grouping, uint32_t value_count, struct ra_instance_groups *groups)
{
	uint32_t *const order = reallocarray(NULL, (size_t)grouping->key_count + 1, sizeof(*order));
	uint32_t *const group_of =
		reallocarray(NULL, (size_t)grouping->key_count + 1, sizeof(*group_of));

	groups->items = calloc((size_t)grouping->key_count + 1, sizeof(*groups->items));

	const bool good = order && group_of && groups->items;

	for (uint32_t i = 0; good && i < grouping->key_count; i++) {
		order[i] = i;
	}
	if (good) {
		ra_sort_stable(order, grouping->key_count, sizeof(*order), by_key, grouping->keys);
	}
	for (uint32_t i = 0; good && i < grouping->key_count; i++) {
		char **const key = &grouping->keys[order[i]];

		if (i == 0 || strcmp(groups->items[groups->count - 1].key, *key) != 0) {
			groups->items[groups->count++].key = *key;
			*key = NULL;
		}
		group_of[order[i]] = groups->count - 1;
	}
	for (uint32_t i = 0; good && i < value_count; i++) {
		grouping->key_of[i] = group_of[grouping->key_of[i]];
	}
	free(order);
	free(group_of);
	return good;
}

/* False: no memory. */
static bool add_up(struct ra_snapshot *snapshot, const struct ra_found *found,
	const uint32_t *group_of, struct ra_instance_groups *groups)
{
	ra_node *const nodes = reallocarray(NULL, (size_t)found->count + 1, sizeof(*nodes));
	uint32_t *const next = calloc((size_t)groups->count + 1, sizeof(*next));
	const bool good = nodes && next;
	uint32_t begin = 0;

	for (uint32_t i = 0; good && i < found->count; i++) {
		groups->items[group_of[i]].count++;
	}
	for (uint32_t i = 0; good && i < groups->count; i++) {
		next[i] = begin;
		begin += groups->items[i].count;
	}
	for (uint32_t i = 0; good && i < found->count; i++) {
		nodes[next[group_of[i]]++] = found->nodes[i];
	}
	for (uint32_t i = 0; good && i < groups->count; i++) {
		struct ra_instance_group *const group = &groups->items[i];

		group->retained_bytes = ra_measures_union_bytes(
			snapshot->measures, nodes + next[i] - group->count, group->count);
	}
	free(nodes);
	free(next);
	return good;
}

bool ra_query_group_by(struct ra_snapshot *snapshot, const struct ra_found *found, const char *by,
	struct ra_instance_groups *out, struct ra_error *err)
{
	struct grouping grouping = {
		.key_of = reallocarray(NULL, (size_t)found->count + 1, sizeof(*grouping.key_of)),
		.before = RA_NO_NODE,
	};
	bool good = grouping.key_of;

	*out = (struct ra_instance_groups){NULL, 0};
	for (uint32_t i = 0; good && i < found->count; i++) {
		good = add_value(snapshot, &grouping, i, found->nodes[i], by);
	}
	good = good && join_equal(&grouping, found->count, out) &&
		   add_up(snapshot, found, grouping.key_of, out);
	if (good && out->count > 0) {
		qsort(out->items, out->count, sizeof(*out->items), most_bytes);
	}
	ra_lines_free(grouping.keys, grouping.key_count);
	free(grouping.key_of);
	return good || (ra_instance_groups_done(out), no_memory(err));
}

void ra_instance_groups_done(struct ra_instance_groups *groups)
{
	for (uint32_t i = 0; i < groups->count; i++) {
		free(groups->items[i].key);
	}
	free(groups->items);
	*groups = (struct ra_instance_groups){NULL, 0};
}
