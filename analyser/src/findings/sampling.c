/* See sampling.h. */
#include "findings/sampling.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/path.h"
#include "findings/ranking.h"
#include "walk/snapshot.h"

enum {
	MAX_PERCENT = 50,
	FAR = 16
};

void ra_sample_offer(struct ra_sample *sample, ra_node node)
{
	if (sample->stride == 0) {
		sample->stride = 1;
	}
	if (sample->offered++ % sample->stride != 0) {
		return;
	}
	if (sample->count == RA_SAMPLES) {
		for (uint32_t i = 0; i < RA_SAMPLES / 2; i++) {
			sample->nodes[i] = sample->nodes[2 * i];
		}
		sample->count = RA_SAMPLES / 2;
		sample->stride *= 2;
		if ((sample->offered - 1) % sample->stride != 0) {
			return;
		}
	}
	sample->nodes[sample->count++] = node;
}

/* The ways to say where a node is, from the most to the least exact. NULL: cannot be said so. */
typedef char *describe(const struct ra_snapshot *snapshot, ra_node node);

static char *by_path(const struct ra_snapshot *snapshot, ra_node node)
{
	return ra_path_text(snapshot, node, RA_PATH_FOLDED);
}

/* "App\Message::$headers['Date']": the path from the nearest object on, which stands for all
 * objects of its class. */
static char *by_class(const struct ra_snapshot *snapshot, ra_node node)
{
	const struct ra_graph *graph = snapshot->graph;
	ra_node object = ra_node_tree_parent(graph, node);

	for (unsigned steps = 0;
		object != RA_NO_NODE && ra_node_class(graph, object) >= graph->class_count; steps++) {
		object = steps < FAR ? ra_node_tree_parent(graph, object) : RA_NO_NODE;
	}
	if (object == RA_NO_NODE) {
		return NULL;
	}
	char *path = ra_path_text(snapshot, node, RA_PATH_FOLDED);
	char *owner = ra_path_text(snapshot, object, RA_PATH_FOLDED);
	char *name = ra_class_name(graph, ra_node_class(graph, object));
	char *text = NULL;

	if (path && owner && name && strncmp(path, owner, strlen(owner)) == 0) {
		const char *rest = path + strlen(owner);
		const bool property = strncmp(rest, "->", 2) == 0;

		text = ra_text_printf("%s%s%s", name, property ? "::$" : "", property ? rest + 2 : rest);
	}
	free(path);
	free(owner);
	free(name);
	return text;
}

/* The path with every key as [*], text keys as well. */
static char *by_shape(const struct ra_snapshot *snapshot, ra_node node)
{
	struct ra_buffer out = {0};
	char *path = ra_path_text(snapshot, node, RA_PATH_FOLDED);

	for (const char *at = path; at && *at;) {
		const char *end = strncmp(at, "['", 2) == 0 ? strstr(at, "']") : NULL;

		if (end) {
			ra_buffer_text(&out, "[*]");
			at = end + 2;
		} else {
			ra_buffer_add(&out, at++, 1);
		}
	}
	free(path);
	return ra_buffer_take(&out);
}

/* The description that most of the nodes share. */
static char *most_common(const struct ra_snapshot *snapshot, const ra_node *nodes, uint32_t count,
	describe *tell, unsigned *share_percent)
{
	char *texts[RA_SAMPLES] = {0};
	uint32_t votes[RA_SAMPLES] = {0};
	uint32_t distinct = 0;
	uint32_t best = 0;

	for (uint32_t i = 0; i < count; i++) {
		char *text = tell(snapshot, nodes[i]);
		uint32_t same = 0;

		if (!text) {
			continue;
		}
		while (same < distinct && strcmp(texts[same], text) != 0) {
			same++;
		}
		if (same < distinct) {
			free(text);
		} else {
			texts[distinct++] = text;
		}
		votes[same]++;
		if (votes[same] > votes[best] || (votes[same] == votes[best] && same < best)) {
			best = same;
		}
	}
	for (uint32_t i = 0; i < distinct; i++) {
		if (i != best) {
			free(texts[i]);
		}
	}
	*share_percent = distinct > 0 ? votes[best] * 100 / count : 0;
	return distinct > 0 ? texts[best] : NULL;
}

char *ra_common_path(const struct ra_snapshot *snapshot, const ra_node *nodes, uint32_t count,
	unsigned *share_percent)
{
	static describe *const ways[] = {by_path, by_class, by_shape};
	const uint32_t sampled = count < RA_SAMPLES ? count : RA_SAMPLES;
	char *best = NULL;

	*share_percent = 0;
	for (size_t way = 0; way < sizeof(ways) / sizeof(ways[0]) && *share_percent < MAX_PERCENT;
		way++) {
		unsigned share;
		char *text = most_common(snapshot, nodes, sampled, ways[way], &share);

		if (text && (!best || share > *share_percent)) {
			free(best);
			best = text;
			*share_percent = share;
		} else {
			free(text);
		}
	}
	return best;
}
