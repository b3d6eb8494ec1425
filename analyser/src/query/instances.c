/* Instances of a class in an order, and in groups. See look.h. */
#include "query/look.h"

#include <stdlib.h>
#include <string.h>

#include "answer/places.h"
#include "base/sort.h"
#include "findings/path.h"

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
	const uint64_t *const bytes =
		order == RA_BY_RETAINED ? snapshot->measures->dominated_bytes : snapshot->graph->own_bytes;
	struct ra_keyed *const items =
		order == RA_BY_ID ? NULL : calloc((size_t)found->count + 1, sizeof(*items));

	if (!items) { /* or no memory: by id is an order, too */
		ra_sort_u32(found->nodes, found->count);
		return;
	}
	for (uint32_t i = 0; i < found->count; i++) {
		items[i] =
			(struct ra_keyed){.key = UINT64_MAX - bytes[found->nodes[i]], .id = found->nodes[i]};
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
	const uint64_t *const bytes =
		order == RA_BY_RETAINED ? snapshot->measures->dominated_bytes : snapshot->graph->own_bytes;
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
			.key = UINT64_MAX - bytes[found->nodes[i]], .id = found->nodes[i]};

		ra_first_offer(heap, wanted, &item);
	}
	ra_sort_keyed(heap, wanted);
	for (uint32_t i = 0; i < wanted; i++) {
		found->nodes[i] = heap[i].id;
	}
	free(heap);
}

struct grouped {
	char *key;
	ra_node node;
};

static int by_key(const void *left, const void *right)
{
	const struct grouped *const a = left, *const b = right;
	const int order = strcmp(a->key, b->key);

	return order ? order : (a->node > b->node) - (a->node < b->node);
}

static int most_bytes(const void *left, const void *right)
{
	const struct ra_instance_group *const a = left, *const b = right;

	if (a->retained_bytes != b->retained_bytes) {
		return a->retained_bytes > b->retained_bytes ? -1 : 1;
	}
	return strcmp(a->key, b->key);
}

/* Owned by the caller; NULL: no memory. */
static char *key_of(struct ra_snapshot *snapshot, ra_node node, const char *by)
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

static void add_up(struct ra_snapshot *snapshot, struct grouped *keys, uint32_t count,
	struct ra_instance_groups *out, ra_node *scratch)
{
	for (uint32_t begin = 0, end; begin < count; begin = end) {
		for (end = begin; end < count && strcmp(keys[end].key, keys[begin].key) == 0; end++) {
			scratch[end - begin] = keys[end].node;
		}
		out->items[out->count++] = (struct ra_instance_group){keys[begin].key, end - begin,
			ra_measures_union_bytes(snapshot->measures, scratch, end - begin)};
		for (uint32_t i = begin + 1; i < end; i++) {
			free(keys[i].key);
		}
	}
}

bool ra_query_group_by(struct ra_snapshot *snapshot, const struct ra_found *found, const char *by,
	struct ra_instance_groups *out, struct ra_error *err)
{
	struct grouped *const keys = calloc((size_t)found->count + 1, sizeof(*keys));
	ra_node *const scratch = calloc((size_t)found->count + 1, sizeof(*scratch));
	uint32_t count = 0;

	*out = (struct ra_instance_groups){calloc((size_t)found->count + 1, sizeof(*out->items)), 0};

	bool good = keys && scratch && out->items;

	for (; good && count < found->count; count += good) {
		keys[count] =
			(struct grouped){key_of(snapshot, found->nodes[count], by), found->nodes[count]};
		good = keys[count].key != NULL;
	}
	if (good && count > 0) {
		qsort(keys, count, sizeof(*keys), by_key);
		add_up(snapshot, keys, count, out, scratch);
		qsort(out->items, out->count, sizeof(*out->items), most_bytes);
	}
	for (uint32_t i = 0; !good && keys && i < count; i++) {
		free(keys[i].key);
	}
	free(keys);
	free(scratch);
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
