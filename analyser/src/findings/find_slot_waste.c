/* string_slot_waste: short strings in large slots. A string that was made in a buffer and then
 * shortened, or that grew by `.=`, keeps the buffer's slot. The slot that the text needs is not
 * waste, whatever its rounding. */
#include "findings/string_passes.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/sampling.h"
#include "reader/heap.h"
#include "walk/snapshot.h"

enum {
	STRING_HEADER = 24,
	ENGINE_SLACK = 8, /* some releases (8.2.35) ask for up to 3 bytes more than the text needs */
	LARGEST_SMALL_SLOT = 3072,
	SLOT_UNIT = 8,
	RUNS = RA_BINS, /* groups 0 to 29: one per bin */
	HUGE_BLOCKS,    /* 31 groups, twice: other texts, numbers */
	GROUPS = HUGE_BLOCKS + 1
};

static const uint64_t least_waste = 102400;
static const uint64_t medium_waste = 1 << 20;

struct group {
	uint64_t slot_bytes; /* 0 for runs and huge blocks: they differ */
	uint64_t count;
	uint64_t content_bytes;
	uint64_t waste_bytes;
	struct ra_sample sample;
};

/* Slots by what they are to hold, in units of 8 bytes, which all slots are a multiple of. */
static void fill_slots(uint16_t *slots)
{
	unsigned bin = 0;

	for (uint32_t units = 0; units <= LARGEST_SMALL_SLOT / SLOT_UNIT; units++) {
		bin += ra_heap_bins[bin].slot_bytes < units * SLOT_UNIT;
		slots[units] = (uint16_t)ra_heap_bins[bin].slot_bytes;
	}
}

/* The slot that a text of this length needs. */
static uint64_t needed_slot(const uint16_t *slots, uint64_t length)
{
	const uint64_t bytes = STRING_HEADER + length + 1;

	return bytes > LARGEST_SMALL_SLOT ? (bytes + RA_PAGE_BYTES - 1) / RA_PAGE_BYTES * RA_PAGE_BYTES
									  : slots[(bytes + SLOT_UNIT - 1) / SLOT_UNIT];
}

static unsigned group_of_slot(uint64_t slot_bytes)
{
	for (unsigned bin = 0; bin < RA_BINS; bin++) {
		if (ra_heap_bins[bin].slot_bytes == slot_bytes) {
			return bin;
		}
	}
	return slot_bytes < RA_CHUNK_BYTES ? RUNS : HUGE_BLOCKS;
}

static bool is_number(struct ra_snapshot *snapshot, ra_node node)
{
	char text[RA_STRING_SAMPLE + 1];
	uint64_t length;
	const size_t size = ra_string_sample(snapshot, node, text, &length);

	text[size] = '\0';
	return size > 0 && strspn(text, "0123456789.,+-eE%") == size;
}

static void describe_slot(
	const struct group *group, unsigned index, bool numbers, char *out, size_t room)
{
	if (group->slot_bytes > 0) {
		snprintf(out, room, "%s in %u-byte slots", numbers ? "numbers" : "texts",
			(unsigned)group->slot_bytes);
	} else {
		snprintf(out, room, "texts in %s", index == RUNS ? "page runs" : "huge blocks");
	}
}

static const char *explain(const struct group *group, bool numbers)
{
	if (numbers) {
		return "Formatted numbers keep the buffer they were written in (number_format(), printf "
			   "with "
			   "a precision)";
	}
	return group->slot_bytes > 0
			   ? "The strings were made in a larger buffer, or shortened, and keep its slot"
			   : "The strings grew by .= or were read into a larger buffer, and keep it";
}

static void add_group(struct ra_snapshot *snapshot, const struct group *group, unsigned index,
	bool numbers, struct ra_findings *findings)
{
	char pattern[64];
	unsigned share = 0;
	char *owner = ra_common_path(snapshot, group->sample.nodes, group->sample.count, &share);
	char *preview = ra_string_preview(snapshot, group->sample.nodes[0], 40);

	describe_slot(group, index, numbers, pattern, sizeof(pattern));
	struct ra_finding *finding = ra_findings_add(findings, "string_slot_waste",
		group->waste_bytes > medium_waste ? RA_MEDIUM : RA_LOW, RA_CONFIDENCE_MEDIUM,
		"%s short %s: %s lost (%s of text)", RA_COUNT(group->count), pattern,
		RA_SIZE(group->waste_bytes), RA_SIZE(group->content_bytes));

	ra_fact_text(finding, "pattern", pattern);
	ra_fact_int(finding, "slot_bytes", group->slot_bytes);
	ra_fact_int(finding, "count", group->count);
	ra_fact_int(finding, "content_bytes", group->content_bytes);
	ra_fact_int(finding, "waste_bytes", group->waste_bytes);
	ra_fact_text(finding, "owner_path", owner);
	ra_fact_int(finding, "owner_share_percent", share);
	ra_fact_text(finding, "sample", preview);
	ra_finding_hypothesis(finding, "%s", explain(group, numbers));
	if (owner) {
		ra_finding_hypothesis(finding, "%u%% of them: %s", share, owner);
		ra_finding_path(finding, owner);
	}
	ra_finding_next(
		finding, "Copy what is kept for long, for example with substr($s . ' ', 0, -1)");
	if (finding) {
		finding->impact_bytes = group->waste_bytes;
	}
	free(owner);
	free(preview);
}

void ra_find_slot_waste(
	struct ra_snapshot *snapshot, const struct ra_string_sweep *sweep, struct ra_findings *findings)
{
	struct group *groups = calloc(2 * GROUPS, sizeof(*groups));
	uint16_t slots[LARGEST_SMALL_SLOT / SLOT_UNIT + 1];

	if (!groups) {
		findings->failed = true;
		return;
	}
	fill_slots(slots);
	for (uint32_t i = 0; i < sweep->count; i++) {
		const struct ra_swept_string *string = &sweep->items[i];
		const uint64_t slot = ra_node_own_bytes(snapshot->graph, string->node);
		const uint64_t needed = needed_slot(slots, string->length);

		if (slot <= needed_slot(slots, string->length + (uint64_t)ENGINE_SLACK)) {
			continue;
		}
		const unsigned index = group_of_slot(slot);
		const bool numbers = index < RUNS && is_number(snapshot, string->node);
		struct group *group = &groups[index + (numbers ? GROUPS : 0)];

		group->slot_bytes = index < RUNS ? slot : 0;
		group->count++;
		group->content_bytes += string->length;
		group->waste_bytes += slot - needed;
		ra_sample_offer(&group->sample, string->node);
	}
	for (unsigned i = 0; i < 2 * GROUPS; i++) {
		if (groups[i].waste_bytes >= least_waste) {
			add_group(snapshot, &groups[i], i % GROUPS, i >= GROUPS, findings);
		}
	}
	free(groups);
}
