/* See sampling.h. */
#include "sampling.h"

#include <stdlib.h>
#include <string.h>

#include "path.h"

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

char *ra_common_path(const struct ra_snapshot *snapshot, const ra_node *nodes, uint32_t count,
	unsigned *share_percent)
{
	char *patterns[RA_SAMPLES] = {0};
	uint32_t votes[RA_SAMPLES] = {0};
	uint32_t distinct = 0;
	uint32_t best = 0;

	for (uint32_t i = 0; i < count && i < RA_SAMPLES; i++) {
		char *pattern = ra_path_text(snapshot, nodes[i], RA_PATH_FOLDED);
		uint32_t same = 0;

		if (!pattern) {
			continue;
		}
		while (same < distinct && strcmp(patterns[same], pattern) != 0) {
			same++;
		}
		if (same < distinct) {
			free(pattern);
		} else {
			patterns[distinct++] = pattern;
		}
		votes[same]++;
		if (votes[same] > votes[best] || (votes[same] == votes[best] && same < best)) {
			best = same;
		}
	}
	for (uint32_t i = 0; i < distinct; i++) {
		if (i != best) {
			free(patterns[i]);
		}
	}
	if (distinct > 0 && share_percent) {
		const uint32_t looked_at = count < RA_SAMPLES ? count : RA_SAMPLES;

		*share_percent = votes[best] * 100 / looked_at;
	}
	return distinct > 0 ? patterns[best] : NULL;
}
