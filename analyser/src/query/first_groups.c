/* See first_groups.h. */
#include "query/first_groups.h"

#include <stdlib.h>
#include <string.h>

#include "base/sort.h"

static int compare(const void *left, const void *right, void *context)
{
	const struct ra_instance_group *const a = left, *const b = right;

	(void)context;
	if (a->retained_bytes != b->retained_bytes) {
		return a->retained_bytes > b->retained_bytes ? -1 : 1;
	}
	return strcmp(a->key, b->key);
}

bool ra_first_groups_offer(struct ra_first_groups *best, const struct ra_instance_group *group)
{
	if (best->count == best->wanted) {
		if (compare(group, &best->items[0], NULL) < 0) {
			best->items[0] = *group;
			ra_heap_sink_top(best->items, best->count, sizeof(*best->items), compare, NULL);
		}
		return true;
	}
	if (best->count == best->room) {
		const uint32_t room = best->room < UINT32_MAX / 2 ? best->room * 2 + 16 : UINT32_MAX;
		struct ra_instance_group *const items = reallocarray(best->items, room, sizeof(*items));

		if (!items) {
			return false;
		}
		best->items = items;
		best->room = room;
	}
	best->items[best->count++] = *group;
	if (best->count == best->wanted) {
		ra_heap_make(best->items, best->count, sizeof(*best->items), compare, NULL);
	}
	return true;
}

bool ra_first_groups_may_take(const struct ra_first_groups *best, uint64_t bytes, uint64_t head)
{
	return best->count < best->wanted || bytes > best->items[0].retained_bytes ||
		   (bytes == best->items[0].retained_bytes && head <= best->last_head);
}

static uint64_t head_of(const char *text)
{
	uint64_t head = 0;

	for (int shift = 56; shift >= 0 && *text; shift -= 8) {
		head |= (uint64_t)(unsigned char)*text++ << shift;
	}
	return head;
}

bool ra_first_groups_choose(
	struct ra_first_groups *best, uint64_t bytes, const char *text, uint32_t key)
{
	struct ra_instance_group group = {(char *)text, key, bytes};
	char *left_out = NULL;

	if (best->count == best->wanted) {
		if (compare(&group, &best->items[0], NULL) >= 0) {
			return true;
		}
		left_out = best->items[0].key;
	}
	group.key = strdup(text);
	if (!group.key || !ra_first_groups_offer(best, &group)) {
		free(group.key);
		return false;
	}
	free(left_out);
	best->last_head = head_of(best->items[0].key);
	return true;
}

void ra_first_groups_sort(struct ra_first_groups *best)
{
	ra_sort_stable(best->items, best->count, sizeof(*best->items), compare, NULL);
}

void ra_first_groups_drop(struct ra_first_groups *best)
{
	for (uint32_t i = 0; i < best->count; i++) {
		free(best->items[i].key);
	}
	best->count = 0;
}
