/* Fuzz target "index": a sound index with some words changed, and all questions asked of it. The input is a list of
 * changes: place (4 bytes), value (4 bytes). */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "fuzz.h"
#include "index_trial.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static struct index_trial trial;
	static char *image;

	if (!trial.snapshot) {
		index_trial_init(&trial, 80200);
		image = malloc(trial.length);
	}
	memcpy(image, trial.image, trial.length);
	for (size_t at = 0; at + 8 <= length; at += 8) {
		const size_t place = ra_le32(bytes + at) % (trial.length - 3);

		memcpy(image + place, bytes + at + 4, 4);
	}
	free(index_trial_ask(&trial, image, trial.length));
	return 0;
}
