/* large_string: the ten largest. Also runs the other findings about strings, so that all contents
 * are read once. */
#include "findings/passes.h"

#include <stdlib.h>

#include "base/format.h"
#include "findings/path.h"
#include "findings/string_passes.h"
#include "findings/string_sweep.h"

enum {
	SHOWN = 10,
	PREVIEW_COLUMNS = 60,
	STRING_HEADER = 24
};

static const uint64_t least_bytes = 10240;
static const uint64_t medium_bytes = 102400;

static void add_string(struct ra_snapshot *snapshot, const struct ra_swept_string *string,
	struct ra_findings *findings)
{
	const uint64_t size = string->length + (uint64_t)STRING_HEADER;
	char *path = ra_path_text(snapshot, string->node, 0);
	char *preview = ra_string_preview(snapshot, string->node, PREVIEW_COLUMNS);

	if (path) {
		struct ra_finding *finding = ra_findings_add(findings, "large_string",
			size > medium_bytes ? RA_MEDIUM : RA_LOW, RA_CONFIDENCE_HIGH, "%s — %s: %s",
			RA_SIZE(size), path, preview ? preview : "(binary)");

		ra_fact_int(finding, "node_id", string->node);
		ra_fact_int(finding, "size", size);
		ra_fact_text(finding, "owner_path", path);
		ra_fact_text(finding, "preview", preview ? preview : "(binary)");
		ra_finding_evidence(finding, string->node);
		ra_finding_path(finding, path);
		if (finding) {
			finding->impact_bytes = size;
		}
	}
	free(path);
	free(preview);
}

/* Keeps the largest in `top`, most first; equal lengths: smaller node first. */
static void find_large(
	struct ra_snapshot *snapshot, const struct ra_string_sweep *sweep, struct ra_findings *findings)
{
	const struct ra_swept_string *top[SHOWN];
	uint32_t count = 0;

	for (uint32_t i = 0; i < sweep->count; i++) {
		const struct ra_swept_string *string = &sweep->items[i];
		uint32_t place = count;

		if (string->length + (uint64_t)STRING_HEADER < least_bytes ||
			(count == SHOWN && string->length <= top[count - 1]->length)) {
			continue;
		}
		count += count < SHOWN;
		place = count - 1;
		while (place > 0 && top[place - 1]->length < string->length) {
			top[place] = top[place - 1];
			place--;
		}
		top[place] = string;
	}
	for (uint32_t i = 0; i < count; i++) {
		add_string(snapshot, top[i], findings);
	}
}

void ra_find_strings(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	struct ra_string_sweep sweep;

	if (!ra_string_sweep_make(snapshot, &sweep)) {
		findings->failed = true;
		return;
	}
	find_large(snapshot, &sweep, findings);
	ra_find_slot_waste(snapshot, &sweep, findings);
	ra_string_sweep_keep_repeated(&sweep);
	ra_string_sweep_group(&sweep);
	ra_find_duplicate_strings(snapshot, &sweep, findings);
	ra_string_sweep_done(&sweep);
}
