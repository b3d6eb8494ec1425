/* Fuzz target "patch": a sound dump with some of its words changed, through the whole pipeline.
 * Real dumps are far too large to be mutated as a whole, and most of their bytes are never read; so
 * the input is a list of changes, 12 bytes each:
 *
 *   place:u32   which word: a pseudo-random choice among those of all region bodies
 *   kind:u8     0 to 3: store the value, add it, flip these bits, copy the word at this place
 *   width:u8    1, 2, 4 or 8 bytes
 *   unused:u16
 *   value:u32   signed
 *
 * The dump is the file named by RDUMP_FUZZ_BASE, otherwise the sample of heap_builder.c. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "heap_builder.h"
#include "report/out_html.h"
#include "report/out_report.h"
#include "walk/snapshot.h"

#define PATCH_BYTES 12
#define MAX_PATCHES 64

static struct {
	uint8_t *bytes;
	size_t length;
	size_t first; /* where the regions begin */
} base;

static void read_base(const char *path)
{
	FILE *file = fopen(path, "rb");
	long length;

	if (!file || fseek(file, 0, SEEK_END) != 0 || (length = ftell(file)) <= 0) {
		perror(path);
		exit(2);
	}
	rewind(file);
	base.length = (size_t)length;
	base.bytes = malloc(base.length);
	if (!base.bytes || fread(base.bytes, 1, base.length, file) != base.length) {
		perror(path);
		exit(2);
	}
	fclose(file);
}

static void load_base(void)
{
	const char *path = getenv("RDUMP_FUZZ_BASE");
	struct ra_dump *dump = NULL;

	if (path) {
		read_base(path);
	} else {
		struct heap_builder *heap = heap_sample(80400, false);

		base.bytes = heap_bytes(heap, &base.length);
		heap_free(heap);
	}
	if (!ra_dump_parse(base.bytes, base.length, &(struct ra_dump_options){0}, &dump, NULL)) {
		fputs("the base is no dump\n", stderr);
		exit(2);
	}
	base.first = dump->header_bytes;
	ra_dump_close(dump);
}

struct undo {
	size_t at;
	uint64_t before;
};

static size_t place_of(uint32_t number)
{
	const size_t words = (base.length - base.first) / 8;

	/* neighbouring numbers are neighbouring words, so that a mutation can walk along a structure */
	return base.first + (size_t)((uint64_t)number % words) * 8;
}

static struct undo apply(const uint8_t *patch)
{
	static const uint64_t masks[] = {0xff, 0xffff, 0xffffffff, UINT64_MAX};
	const size_t at = place_of(ra_le32(patch));
	const uint64_t mask = masks[patch[5] % 4];
	const uint64_t value = (uint64_t)(int64_t)(int32_t)ra_le32(patch + 8);
	struct undo undo = {at, 0};
	uint64_t word, other;

	memcpy(&word, base.bytes + at, 8);
	undo.before = word;
	memcpy(&other, base.bytes + place_of((uint32_t)value), 8);
	switch (patch[4] % 4) {
	case 0:
		other = value;
		break;
	case 1:
		other = word + value;
		break;
	case 2:
		other = word ^ value;
		break;
	default:
		break;
	}
	word = (word & ~mask) | (other & mask);
	memcpy(base.bytes + at, &word, 8);
	return undo;
}

static void run_pipeline(void)
{
	const struct ra_snapshot_options options = {
		.space.no_files = true, .measures = true, .quiet = true};
	struct ra_snapshot *snapshot = NULL;
	struct ra_report *report = NULL;
	struct ra_outline *outline = NULL;
	struct ra_output output = {.stream = fuzz_sink()};

	if (ra_snapshot_parse(base.bytes, base.length, &options, &snapshot, NULL) &&
		ra_report_make(snapshot, &report, NULL)) {
		ra_out_text(&output, report);
		ra_outline_make(snapshot, &RA_HTML_LIMITS, &outline, NULL);
		ra_out_html(&output, &(struct ra_html_source){report, outline, true});
	}
	ra_outline_free(outline);
	ra_report_free(report);
	ra_snapshot_close(snapshot);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct undo undo[MAX_PATCHES];
	size_t count = length / PATCH_BYTES;

	if (!base.bytes) {
		load_base();
	}
	if (count > MAX_PATCHES) {
		count = MAX_PATCHES;
	}
	for (size_t i = 0; i < count; i++) {
		undo[i] = apply(bytes + i * PATCH_BYTES);
	}
	run_pipeline();
	while (count-- > 0) {
		memcpy(base.bytes + undo[count].at, &undo[count].before, 8);
	}
	return 0;
}
