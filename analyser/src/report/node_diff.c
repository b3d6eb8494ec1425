/* See node_diff.h. The other side becomes a sorted list of keys; each node of this side is looked
 * up in it. */
#include "report/node_diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "findings/path.h"
#include "findings/ranking.h"

struct node_key {
	ra_addr address;
	uint64_t class_hash; /* names, because class numbers differ between dumps */
	uint32_t kind;
};

/* One hash per class. NULL: no memory. */
static uint64_t *hash_classes(const struct ra_graph *graph)
{
	uint64_t *hashes = reallocarray(NULL, (size_t)graph->class_count + 1, sizeof(*hashes));

	for (uint32_t i = 0; hashes && i < graph->class_count; i++) {
		size_t length;
		const char *name = ra_graph_name(graph, graph->classes[i].name, &length);

		hashes[i] = ra_hash_bytes(name, length);
	}
	return hashes;
}

static struct node_key key_of(
	const struct ra_graph *graph, const uint64_t *class_hashes, ra_node node)
{
	const uint32_t class_index = ra_node_class(graph, node);

	return (struct node_key){ra_node_address(graph, node),
		class_index < graph->class_count ? class_hashes[class_index] : 0, graph->kind[node]};
}

static int compare_keys(const void *a, const void *b)
{
	const struct node_key *left = a;
	const struct node_key *right = b;

	if (left->address != right->address) {
		return left->address < right->address ? -1 : 1;
	}
	if (left->kind != right->kind) {
		return left->kind < right->kind ? -1 : 1;
	}
	return left->class_hash < right->class_hash ? -1 : left->class_hash > right->class_hash;
}

static bool is_wanted(const struct ra_graph *graph, ra_node node)
{
	return ra_node_address(graph, node) != 0 && !(graph->flags[node] & RA_NODE_OUTSIDE);
}

static struct node_key *sorted_keys(const struct ra_graph *graph, size_t *count)
{
	struct node_key *keys = reallocarray(NULL, (size_t)graph->node_count + 1, sizeof(*keys));
	uint64_t *hashes = hash_classes(graph);

	*count = 0;
	if (!keys || !hashes) {
		free(keys);
		free(hashes);
		return NULL;
	}
	for (ra_node node = 0; node < graph->node_count; node++) {
		if (is_wanted(graph, node)) {
			keys[(*count)++] = key_of(graph, hashes, node);
		}
	}
	free(hashes);
	qsort(keys, *count, sizeof(*keys), compare_keys);
	return keys;
}

static void add_sample(struct ra_node_diff *diff, const struct ra_snapshot *snapshot, ra_node node)
{
	const struct ra_graph *graph = snapshot->graph;
	const bool object = ra_node_class(graph, node) < graph->class_count;

	diff->samples[diff->sample_count++] = (struct ra_node_sample){
		.node = node,
		.address = ra_node_address(graph, node),
		.type = ra_node_kind_name((enum ra_node_kind)graph->kind[node]),
		.own_bytes = ra_node_own_bytes(graph, node),
		.class_name = object ? ra_class_name(graph, ra_node_class(graph, node)) : NULL,
		.path = ra_path_text(snapshot, node, 0),
	};
}

bool ra_node_diff_make(const struct ra_snapshot *baseline, const struct ra_snapshot *target,
	bool target_only, uint32_t limit, struct ra_node_diff **out, struct ra_error *err)
{
	const struct ra_snapshot *own = target_only ? target : baseline;
	const struct ra_snapshot *other = target_only ? baseline : target;
	const uint32_t room = limit < own->graph->node_count ? limit : own->graph->node_count;
	struct ra_node_diff *diff = calloc(1, sizeof(*diff));
	size_t count = 0;
	struct node_key *keys = sorted_keys(other->graph, &count);
	uint64_t *hashes = hash_classes(own->graph);

	if (diff) {
		diff->samples = calloc((size_t)room + 1, sizeof(*diff->samples));
	}
	if (!diff || !diff->samples || !keys || !hashes) {
		free(keys);
		free(hashes);
		ra_node_diff_free(diff);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to compare the nodes");
	}
	diff->target_only = target_only;
	for (ra_node node = 0; node < own->graph->node_count; node++) {
		const struct node_key key = key_of(own->graph, hashes, node);

		if (!is_wanted(own->graph, node) ||
			bsearch(&key, keys, count, sizeof(*keys), compare_keys)) {
			continue;
		}
		diff->total++;
		diff->total_bytes += ra_node_own_bytes(own->graph, node);
		if (diff->sample_count < room) {
			add_sample(diff, own, node);
		}
	}
	free(keys);
	free(hashes);
	*out = diff;
	return true;
}

void ra_node_diff_free(struct ra_node_diff *diff)
{
	if (!diff) {
		return;
	}
	for (uint32_t i = 0; i < diff->sample_count; i++) {
		free(diff->samples[i].class_name);
		free(diff->samples[i].path);
	}
	free(diff->samples);
	free(diff);
}
