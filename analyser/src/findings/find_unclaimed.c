/* unclaimed_slots: live memory of the heap that no structure the walk knows refers to. Exactly the
 * rest that the analysed share leaves. */
#include "findings/passes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/format.h"
#include "reader/heap.h"

enum {
	NAMED = 3
};

static void slot_name(unsigned row, char *out, size_t room)
{
	if (row < RA_BINS) {
		snprintf(out, room, "%u B", ra_heap_bins[row].slot_bytes);
	} else {
		snprintf(out, room, "%s", row == RA_BIN_LARGE ? "page run" : "huge block");
	}
}

static json_t *samples_json(const struct ra_unclaimed *row)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < row->samples && i < RA_UNCLAIMED_SAMPLES; i++) {
		char address[24];

		snprintf(address, sizeof(address), "0x%" PRIxADDR, row->sample[i]);
		json_array_append_new(list, json_pack("{s:s, s:s}", "address", address, "looks_like",
										ra_content_name(row->guess[i])));
	}
	return list;
}

static json_t *rows_json(const struct ra_tally *tally)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < RA_UNCLAIMED_ROWS; i++) {
		const struct ra_unclaimed *row = &tally->unclaimed[i];
		char name[16];

		if (row->slots > 0) {
			slot_name(i, name, sizeof(name));
			json_array_append_new(list,
				json_pack("{s:s, s:I, s:I, s:o}", "slot", name, "count", (json_int_t)row->slots,
					"total_bytes", (json_int_t)row->bytes, "samples", samples_json(row)));
		}
	}
	return list;
}

/* "12 x 320 B (text), 1 x page run (binary)": the largest rows. */
static char *largest_rows(const struct ra_tally *tally)
{
	bool used[RA_UNCLAIMED_ROWS] = {false};
	struct ra_buffer text = {0};

	for (int round = 0; round < NAMED; round++) {
		const struct ra_unclaimed *best = NULL;
		char name[16];

		for (unsigned i = 0; i < RA_UNCLAIMED_ROWS; i++) {
			const struct ra_unclaimed *row = &tally->unclaimed[i];

			if (!used[i] && row->bytes > 0 && (!best || row->bytes > best->bytes)) {
				best = row;
			}
		}
		if (!best) {
			break;
		}
		used[best - tally->unclaimed] = true;
		slot_name((unsigned)(best - tally->unclaimed), name, sizeof(name));
		ra_buffer_printf(&text, "%s%s x %s%s%s%s", round == 0 ? "" : ", ", RA_COUNT(best->slots),
			name, best->samples > 0 ? " (" : "",
			best->samples > 0 ? ra_content_name(best->guess[0]) : "", best->samples > 0 ? ")" : "");
	}
	return ra_buffer_take(&text);
}

void ra_find_unclaimed(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	const struct ra_tally *tally = snapshot->tally;
	uint64_t slots = 0;
	uint64_t bytes = 0;

	for (unsigned i = 0; i < RA_UNCLAIMED_ROWS; i++) {
		slots += tally->unclaimed[i].slots;
		bytes += tally->unclaimed[i].bytes;
	}
	if (slots == 0) {
		return;
	}
	char *largest = largest_rows(tally);

	if (!largest) {
		findings->failed = true;
		return;
	}
	struct ra_finding *finding = ra_findings_add(findings, "unclaimed_slots", RA_INFO,
		RA_CONFIDENCE_HIGH, "%s live %s (%s) that no known structure refers to: %s",
		RA_COUNT(slots), slots == 1 ? "block" : "blocks", RA_SIZE(bytes), largest);

	ra_fact_int(finding, "count", slots);
	ra_fact_int(finding, "total_bytes", bytes);
	ra_fact_set(finding, "slots", rows_json(tally));
	ra_finding_hypothesis(finding, "Memory of an extension, or a leak in C code");
	ra_finding_next(finding, "Look at a sample: rdump inspect --at ADDRESS");
	if (finding) {
		finding->impact_bytes = bytes;
	}
	free(largest);
}
