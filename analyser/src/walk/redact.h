/* A copy of a dump that the same commands read, without what strings hold. */
#ifndef RA_REDACT_H
#define RA_REDACT_H

#include "base/output.h"
#include "walk/snapshot.h"

struct ra_redact_options {
	bool keep_keys; /* string keys of arrays stay */
};

/* Writes the copy. The snapshot was opened with the option `trace` of its space. */
bool ra_redact(const struct ra_snapshot *snapshot, const struct ra_redact_options *options,
	struct ra_output *output, struct ra_error *err);

/* Replaces a string's content by a keyed hash of the same length. Equal contents have equal results. Contents of up to
 * 15 bytes are permuted, so that different ones stay different; longer ones become letters, digits, - and _. */
void ra_redact_text(const uint64_t key[2], uint8_t *bytes, uint64_t length);

#endif
