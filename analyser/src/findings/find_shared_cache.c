/* shared_cache: what APCu keeps for all processes. It is no part of the heap, and no limit of PHP's
 * counts it; it tells what a value out of the cache costs, and whose it is. */
#include "findings/passes.h"

#include <stdlib.h>

#include "base/format.h"
#include "reader/reader.h"

enum {
	KEY_BYTES = 80,
	KEYS_IN_TEXT = 3
};

/* Owned by the caller; NULL: no memory. */
static char *key_text(const struct ra_reader *reader, ra_addr key)
{
	char bytes[KEY_BYTES];
	struct ra_string string;
	const size_t length = ra_reader_head(reader, key, bytes, sizeof(bytes));
	const bool cut = ra_reader_string(reader, key, &string) && string.length > length;
	char *const clean = ra_text_clean(bytes, length);
	char *const text = clean ? ra_text_printf("%s%s", clean, cut ? "..." : "") : NULL;

	free(clean);
	return text;
}

static json_t *largest_entries(
	const struct ra_reader *reader, const struct ra_shared_cache *cache, char **shown)
{
	json_t *const entries = json_array();

	*shown = ra_text_printf("%s", "");
	for (uint32_t i = 0; i < cache->largest_count; i++) {
		const uint64_t bytes = cache->largest[i].bytes;
		char *const key = key_text(reader, cache->largest[i].key);
		char *const more =
			key && *shown && i < KEYS_IN_TEXT
				? ra_text_printf("%s%s %s of %s", *shown, i > 0 ? "," : "", RA_SIZE(bytes), key)
				: NULL;

		json_array_append_new(
			entries, json_pack("{s:s, s:I}", "key", key ? key : "", "bytes", (json_int_t)bytes));
		if (more) {
			free(*shown);
			*shown = more;
		}
		free(key);
	}
	return entries;
}

void ra_find_shared_cache(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	struct ra_finding *finding;
	struct ra_shared_cache cache;
	json_t *entries;
	char *shown;

	if (!ra_reader_shared_cache(&snapshot->reader, &cache)) {
		return;
	}
	entries = largest_entries(&snapshot->reader, &cache, &shown);
	finding = ra_findings_add(findings, "shared_cache", RA_INFO, RA_CONFIDENCE_HIGH,
		"APCu: %s %s (%s) in %s of shared memory; the largest:%s", RA_COUNT(cache.entry_count),
		cache.entry_count == 1 ? "entry" : "entries", RA_SIZE(cache.bytes),
		RA_SIZE(cache.mapping_bytes), shown ? shown : "");
	ra_fact_int(finding, "entry_count", cache.entry_count);
	ra_fact_int(finding, "entry_bytes", cache.bytes);
	ra_fact_int(finding, "shared_bytes", cache.mapping_bytes);
	ra_fact_int(finding, "slot_count", cache.slot_count);
	ra_fact_set(finding, "largest", entries);
	ra_finding_hypothesis(finding, "All processes share it; no memory_limit counts it");
	free(shown);
}
