/* Fuzz target "search": where the engine is, in memory that does not tell. A core file of a small process of some version,
 * of which some words are changed: the search for the executor globals, for the compiler globals, for the globals of
 * ext/standard, and the choice of the layout. Four bytes (version, thread-safe, which thread is asked for, unused), then a
 * list of changes, 12 bytes each:
 *
 *   place:u32   which word of the memory
 *   kind:u8     0 to 4: store the value, the word's own address and the value, the address of the word of this number, what
 *               stands there, or the address of the globals and the value
 *   unused:u8[3]
 *   value:u32   signed */
#include <stdlib.h>
#include <string.h>

#include "core_builder.h"
#include "fuzz.h"
#include "php/basic_search.h"
#include "php/engine_search.h"
#include "php/note.h"

#define HEAD_BYTES   4
#define CHANGE_BYTES 12
#define MAX_CHANGES  64
#define MAX_BASES    64

struct base {
	uint8_t *bytes;
	size_t length;
	struct ra_dump *dump; /* tells where the memory is in it */
	uint64_t word_count;
};

struct undo {
	size_t at;
	uint64_t before;
};

static struct base *base_of(uint8_t version, uint8_t zts)
{
	static struct base bases[MAX_BASES];
	const uint32_t number = version % ra_layout_version_count;
	struct base *const base = &bases[(number * 2 + zts % 2) % MAX_BASES];

	if (!base->bytes) {
		struct heap_builder *heap = heap_sample(ra_layout_versions[number].since, zts % 2);

		heap_be_found(heap);
		base->bytes = core_of_heap(heap, &base->length);
		heap_free(heap);
		if (!ra_dump_parse(base->bytes, base->length, NULL, &base->dump, NULL)) {
			abort();
		}
		for (uint32_t i = 0; i < base->dump->region_count; i++) {
			base->word_count += base->dump->regions[i].present_bytes / 8;
		}
	}
	return base;
}

/* Of the word of this number: its address, and where it is in the file. */
static ra_addr place_of(const struct base *base, uint32_t number, size_t *at)
{
	uint64_t word = number % base->word_count;
	const struct ra_region *region = base->dump->regions;

	while (word >= region->present_bytes / 8) {
		word -= region->present_bytes / 8;
		region++;
	}
	*at = (size_t)(region->body_offset + word * 8);
	return region->address + word * 8;
}

static struct undo apply(struct base *base, const uint8_t *change)
{
	const uint64_t value = (uint64_t)(int64_t)(int32_t)ra_le32(change + 8);
	size_t at, other_at;
	const ra_addr address = place_of(base, ra_le32(change), &at);
	const ra_addr other = place_of(base, (uint32_t)value, &other_at);
	struct undo undo = {at, 0};
	uint64_t word = value;

	memcpy(&undo.before, base->bytes + at, 8);
	switch (change[4] % 5) {
	case 1:
		word = address + value;
		break;
	case 2:
		word = other;
		break;
	case 3:
		memcpy(&word, base->bytes + other_at, 8);
		break;
	case 4:
		word = HEAP_EG + value;
		break;
	default:
		break;
	}
	memcpy(base->bytes + at, &word, 8);
	return undo;
}

static void search(const struct base *base, uint32_t thread)
{
	const struct ra_space_options options = {.no_files = true};
	struct ra_dump *dump = NULL;
	struct ra_space *space = NULL;
	struct ra_note *note = NULL;
	struct ra_layout *layout = NULL;

	if (ra_dump_parse(base->bytes, base->length, NULL, &dump, NULL) &&
		ra_space_open(dump, &options, &space, NULL) &&
		ra_engine_search(dump, space, thread, NULL) && ra_note_find(space, dump, &note, NULL) &&
		ra_layout_choose(space, dump, note, &layout, NULL)) {
		ra_basic_search(dump, space, layout, NULL);
	}
	ra_layout_free(layout);
	ra_note_free(note);
	ra_space_close(space);
	ra_dump_close(dump);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct undo undo[MAX_CHANGES];
	struct base *base;
	size_t count;

	if (length < HEAD_BYTES) {
		return 0;
	}
	base = base_of(bytes[0], bytes[1]);
	count = (length - HEAD_BYTES) / CHANGE_BYTES;
	count = count < MAX_CHANGES ? count : MAX_CHANGES;
	for (size_t i = 0; i < count; i++) {
		undo[i] = apply(base, bytes + HEAD_BYTES + i * CHANGE_BYTES);
	}
	search(base, bytes[2] % 4);
	while (count-- > 0) {
		memcpy(base->bytes + undo[count].at, &undo[count].before, 8);
	}
	return 0;
}
