/* See shared_edges.h. The different targets of a few groups are counted with one bit per group and
 * node. */
#include "findings/shared_edges.h"

#include <stdlib.h>
#include <string.h>

#include "findings/subjects.h"

enum {
	MAX_GROUPS = 32,
	CACHE_SIZE = 65536 /* names of array keys that were read lately */
};

struct name_cache {
	ra_node key[CACHE_SIZE];
	uint64_t name[CACHE_SIZE];
};

static uint64_t name_of(const struct ra_snapshot *snapshot, struct name_cache *cache, uint32_t edge)
{
	const struct ra_graph *graph = snapshot->graph;

	if (graph->edge_kind[edge] != RA_LINK_KEY) {
		return ra_link_name_key(snapshot, edge);
	}
	const ra_node key = graph->edge_key[edge];
	const uint32_t place = key % CACHE_SIZE;

	if (cache->key[place] != key) {
		cache->key[place] = key;
		cache->name[place] = ra_link_name_key(snapshot, edge);
	}
	return cache->name[place];
}

static struct name_cache *new_cache(void)
{
	struct name_cache *cache = malloc(sizeof(*cache));

	if (cache) {
		for (uint32_t i = 0; i < CACHE_SIZE; i++) {
			cache->key[i] = RA_NO_NODE;
		}
	}
	return cache;
}

static bool count_reference(const struct ra_graph *graph, struct ra_shared_groups *groups,
	uint64_t name, uint64_t kind, uint32_t edge)
{
	const uint32_t number = ra_pair_index_add(
		&groups->index, (struct ra_pair){name, kind}, &groups->items, sizeof(*groups->items));

	if (number == RA_NO_PAIR) {
		return false;
	}
	if (number == groups->count) {
		groups->items[groups->count++] =
			(struct ra_shared_group){.name = name, .kind = kind, .sample_edge = edge};
	}
	struct ra_shared_group *group = &groups->items[number];

	/* A property says more than a variable of the same name. */
	if (graph->edge_kind[edge] == RA_LINK_PROPERTY &&
		graph->edge_kind[group->sample_edge] != RA_LINK_PROPERTY) {
		group->sample_edge = edge;
	}
	group->references++;
	return true;
}

static bool is_shared(const struct ra_graph *graph, uint32_t edge)
{
	return !(graph->edge_flags[edge] & (RA_EDGE_WEAK | RA_EDGE_STRUCTURAL | RA_EDGE_TREE));
}

bool ra_shared_groups_make(
	const struct ra_snapshot *snapshot, ra_shared_kind *kind, struct ra_shared_groups *out)
{
	const struct ra_graph *graph = snapshot->graph;
	struct name_cache *cache = new_cache();
	bool ok = cache != NULL;

	memset(out, 0, sizeof(*out));
	for (uint32_t edge = 0; ok && edge < graph->edge_count; edge++) {
		if (!is_shared(graph, edge)) {
			continue;
		}
		const uint64_t also = kind ? kind(snapshot, edge) : 0;

		if (!kind || also != 0) {
			const uint64_t name = name_of(snapshot, cache, edge);

			ok = name == 0 || count_reference(graph, out, name, also, edge);
		}
	}
	free(cache);
	if (!ok) {
		ra_shared_groups_done(out);
	}
	return ok;
}

void ra_shared_groups_done(struct ra_shared_groups *groups)
{
	ra_pair_index_done(&groups->index);
	free(groups->items);
	memset(groups, 0, sizeof(*groups));
}

/* Place of the group in the list, or count. */
static uint32_t place_of(
	const struct ra_shared_group *groups, uint32_t count, uint64_t name, uint64_t kind)
{
	uint32_t i = 0;

	while (i < count && (groups[i].name != name || groups[i].kind != kind)) {
		i++;
	}
	return i;
}

bool ra_shared_targets(const struct ra_snapshot *snapshot, ra_shared_kind *kind,
	struct ra_shared_group *groups, uint32_t count, ra_node **lists)
{
	const struct ra_graph *graph = snapshot->graph;

	if (count == 0) {
		return true;
	}
	struct name_cache *cache = new_cache();
	uint32_t *seen = calloc(graph->node_count, sizeof(*seen));
	bool ok = cache && seen && count <= MAX_GROUPS;

	for (uint32_t i = 0; i < count; i++) {
		groups[i].target_count = 0;
		if (lists) {
			lists[i] = reallocarray(NULL, (size_t)(groups[i].references + 1), sizeof(**lists));
			ok = ok && lists[i];
		}
	}
	for (uint32_t edge = 0; ok && edge < graph->edge_count; edge++) {
		if (!is_shared(graph, edge)) {
			continue;
		}
		const uint64_t also = kind ? kind(snapshot, edge) : 0;

		if (kind && also == 0) {
			continue;
		}
		const uint32_t place = place_of(groups, count, name_of(snapshot, cache, edge), also);
		const ra_node to = graph->edge_to[edge];

		if (place < count && !(seen[to] & UINT32_C(1) << place)) {
			seen[to] |= UINT32_C(1) << place;
			if (lists) {
				lists[place][groups[place].target_count] = to;
			}
			groups[place].target_count++;
		}
	}
	free(seen);
	free(cache);
	return ok;
}
