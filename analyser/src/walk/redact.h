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

/* What a content becomes depends on the key, and on the contents that stay as they are because they are names. */
struct ra_redact_rule {
	uint64_t key[2];
	const uint64_t *names; /* ra_redact_mark() of each, sorted */
	uint32_t name_count;
};

/* A number to find a content by. */
uint64_t ra_redact_mark(const struct ra_redact_rule *rule, const uint8_t *bytes, uint64_t length);
bool ra_redact_is_name(const struct ra_redact_rule *rule, const uint8_t *bytes, uint64_t length);

/* Replaces the content of a string that is no name by a keyed hash of the same length. Equal contents have equal results,
 * and different ones different results, none of which is a name's: contents of up to 15 bytes are permuted; longer ones
 * become letters, digits, - and _, at least 96 bits of hash. */
void ra_redact_text(const struct ra_redact_rule *rule, uint8_t *bytes, uint64_t length);

#endif
