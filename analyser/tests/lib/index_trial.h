/* A sound index of the sample process as bytes, and all questions asked of one that somebody changed: for a test and a fuzz
 * target. */
#ifndef INDEX_TRIAL_H
#define INDEX_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/graph_image.h"
#include "walk/snapshot.h"

struct index_trial {
	struct ra_snapshot *snapshot; /* of the sample, by a walk */
	uint8_t *dump;
	char *image; /* sound */
	size_t length;
	struct ra_image_key key;
	char finding[32]; /* "finding:..." of the first that names values */
};

/* version: of PHP, 80200 */
void index_trial_init(struct index_trial *trial, uint32_t version);
void index_trial_done(struct index_trial *trial);

/* Answers about the sample as JSON, with the graph of these bytes; NULL: they are refused. Owned by the caller. */
char *index_trial_ask(struct index_trial *trial, const void *image, size_t length);

/* The same answers by the walk. */
char *index_trial_walked(struct index_trial *trial);

#endif
