/* shared_cache: what APCu keeps for all processes. It is no part of the heap, and no limit of PHP's
 * counts it; it tells what a value out of the cache costs, and whose it is. */
#include "findings/passes.h"

#include <stdlib.h>

#include "base/format.h"
#include "reader/reader.h"

enum {
	KEYS_IN_TEXT = 3
};

static json_t *largest_entries(const struct ra_shared_cache *cache, char **shown)
{
	json_t *const entries = json_array();

	*shown = ra_text_printf("%s", "");
	for (uint32_t i = 0; i < cache->largest_count; i++) {
		const uint64_t bytes = cache->largest[i].bytes;
		const char *const key = cache->largest[i].key;
		char *const more = *shown && i < KEYS_IN_TEXT ? ra_text_printf("%s%s %s of %s", *shown,
															i > 0 ? "," : "", RA_SIZE(bytes), key)
													  : NULL;

		json_array_append_new(
			entries, json_pack("{s:s, s:I}", "key", key, "bytes", (json_int_t)bytes));
		if (more) {
			free(*shown);
			*shown = more;
		}
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
	entries = largest_entries(&cache, &shown);
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
