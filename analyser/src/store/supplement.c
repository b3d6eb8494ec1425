/* See supplement.h. Only at the end of a table may a field be added; one that goes leaves a 0. */
#include "store/supplement.h"

#include <inttypes.h>
#include <string.h>

#define FIELD(type, name) {offsetof(struct type, name), sizeof(((struct type *)0)->name)}
#define LIST(key, fields) {key, fields, sizeof(fields) / sizeof((fields)[0])}

static const struct ra_number_field tally_fields[] = {
	FIELD(ra_tally, analysed_bytes),
	FIELD(ra_tally, live_bytes),
	FIELD(ra_tally, guessed_bytes),
	FIELD(ra_tally, vm_stack_total),
	FIELD(ra_tally, vm_stack_usage),
	FIELD(ra_tally, arena_total),
	FIELD(ra_tally, arena_usage),
	FIELD(ra_tally, doubted_classes),
	FIELD(ra_tally, cut_short),
};
const struct ra_number_list ra_numbers_tally = LIST("rdump.tally", tally_fields);

static const struct ra_number_field collector_fields[] = {
	FIELD(ra_tally, collector.found),
	FIELD(ra_tally, collector.enabled),
	FIELD(ra_tally, collector.runs),
	FIELD(ra_tally, collector.collected),
	FIELD(ra_tally, collector.threshold),
	FIELD(ra_tally, collector.root_count),
	FIELD(ra_tally, collector.buffer),
	FIELD(ra_tally, collector.buffer_bytes),
	FIELD(ra_tally, collector.used_bytes),
};
const struct ra_number_list ra_numbers_collector = LIST("rdump.collector", collector_fields);

static const struct ra_number_field heap_fields[] = {
	FIELD(ra_heap, found),
	FIELD(ra_heap, partial),
	FIELD(ra_heap, counters_agree),
	FIELD(ra_heap, main_chunk),
	FIELD(ra_heap, cached_chunk_count),
	FIELD(ra_heap, usage_bytes),
	FIELD(ra_heap, peak_bytes),
	FIELD(ra_heap, real_usage_bytes),
	FIELD(ra_heap, real_peak_bytes),
	FIELD(ra_heap, limit_bytes),
	FIELD(ra_heap, chunks_count),
	FIELD(ra_heap, peak_chunks_count),
	FIELD(ra_heap, cached_chunks_count),
	FIELD(ra_heap, last_chunks_delete_boundary),
	FIELD(ra_heap, last_chunks_delete_count),
	FIELD(ra_heap, live_bytes),
	FIELD(ra_heap, small_bytes),
	FIELD(ra_heap, large_bytes),
	FIELD(ra_heap, huge_bytes),
	FIELD(ra_heap, free_slot_bytes),
	FIELD(ra_heap, free_page_bytes),
	FIELD(ra_heap, lost_run_tail_bytes),
};
const struct ra_number_list ra_numbers_heap = LIST("rdump.heap", heap_fields);

static const struct ra_number_field note_fields[] = {
	FIELD(ra_note, block_version),
	FIELD(ra_note, php_version_id),
	FIELD(ra_note, zts),
	FIELD(ra_note, debug),
	FIELD(ra_note, captured_ns),
	FIELD(ra_note, reason),
	FIELD(ra_note, line),
	FIELD(ra_note, usage_bytes),
	FIELD(ra_note, real_usage_bytes),
	FIELD(ra_note, peak_usage_bytes),
	FIELD(ra_note, real_peak_usage_bytes),
	FIELD(ra_note, memory_limit_bytes),
	FIELD(ra_note, thread_id),
};
const struct ra_number_list ra_numbers_note = LIST("rdump.note", note_fields);

static const struct ra_number_field process_fields[] = {
	FIELD(ra_process, pid),
	FIELD(ra_process, rss_bytes),
	FIELD(ra_process, php_minor),
	FIELD(ra_process, missing_bytes),
	FIELD(ra_process, missing_regions),
	FIELD(ra_process, region_count),
	FIELD(ra_process, difference_count),
	FIELD(ra_process, destroys_before_it_frees),
};
const struct ra_number_list ra_numbers_process = LIST("rdump.process", process_fields);

static const struct ra_number_field resident_fields[] = {
	FIELD(ra_resident, c_heap),
	FIELD(ra_resident, anonymous),
	FIELD(ra_resident, shared),
	FIELD(ra_resident, stacks),
};
const struct ra_number_list ra_numbers_resident = LIST("rdump.resident", resident_fields);

#define LARGEST(i) FIELD(ra_shared_cache, largest[i].bytes)
static const struct ra_number_field cache_fields[] = {
	FIELD(ra_shared_cache, entry_count),
	FIELD(ra_shared_cache, bytes),
	FIELD(ra_shared_cache, slot_count),
	FIELD(ra_shared_cache, mapping_bytes),
	FIELD(ra_shared_cache, largest_count),
	LARGEST(0),
	LARGEST(1),
	LARGEST(2),
	LARGEST(3),
	LARGEST(4),
	LARGEST(5),
	LARGEST(6),
	LARGEST(7),
	LARGEST(8),
	LARGEST(9),
};
_Static_assert(RA_CACHE_LARGEST == 10, "each has a field");
const struct ra_number_list ra_numbers_cache = LIST("rdump.cache", cache_fields);

const char *const ra_cache_keys[RA_CACHE_LARGEST] = {"rdump.cache.key.0", "rdump.cache.key.1",
	"rdump.cache.key.2", "rdump.cache.key.3", "rdump.cache.key.4", "rdump.cache.key.5",
	"rdump.cache.key.6", "rdump.cache.key.7", "rdump.cache.key.8", "rdump.cache.key.9"};

const struct ra_note_text ra_note_texts[RA_NOTE_TEXTS] = {
	{"rdump.note.message", offsetof(struct ra_note, message), false},
	{"rdump.note.file", offsetof(struct ra_note, file), false},
	{"rdump.note.sapi", offsetof(struct ra_note, sapi), false},
	{"rdump.note.host", offsetof(struct ra_note, host), false},
	{"rdump.note.command", offsetof(struct ra_note, command), true},
	{"rdump.note.script", offsetof(struct ra_note, script), false},
	{"rdump.note.uri", offsetof(struct ra_note, uri), true},
	{"rdump.note.method", offsetof(struct ra_note, method), false},
};

void ra_numbers_text(const struct ra_number_list *list, const void *values, struct ra_buffer *out)
{
	for (uint32_t i = 0; i < list->count; i++) {
		const char *const from = (const char *)values + list->fields[i].at;
		uint64_t wide = 0;
		uint32_t narrow;
		bool yes;

		switch (list->fields[i].bytes) {
		case sizeof(bool):
			memcpy(&yes, from, sizeof(yes));
			wide = yes;
			break;
		case sizeof(narrow):
			memcpy(&narrow, from, sizeof(narrow));
			wide = narrow;
			break;
		default:
			memcpy(&wide, from, sizeof(wide));
		}
		ra_buffer_printf(out, "%s%" PRIu64, i > 0 ? " " : "", wide);
	}
}

uint32_t ra_numbers_parse(const char *text, uint32_t length, uint64_t *numbers, uint32_t most)
{
	uint32_t count = 0, at = 0;

	memset(numbers, 0, most * sizeof(*numbers));
	while (at < length && count < most) {
		uint64_t sum = 0;
		const uint32_t begin = at;

		for (; at < length && text[at] >= '0' && text[at] <= '9'; at++) {
			const unsigned digit = (unsigned)(text[at] - '0');

			if (sum > (UINT64_MAX - digit) / 10) {
				return count;
			}
			sum = sum * 10 + digit;
		}
		if (at == begin || (at < length && text[at] != ' ')) {
			return count;
		}
		numbers[count++] = sum;
		at++;
	}
	return count;
}

bool ra_numbers_read(
	const struct ra_number_list *list, const char *text, uint32_t length, void *values)
{
	uint64_t numbers[32];

	if (list->count > sizeof(numbers) / sizeof(numbers[0]) ||
		ra_numbers_parse(text, length, numbers, list->count) == 0) {
		return false;
	}
	for (uint32_t i = 0; i < list->count; i++) {
		char *const to = (char *)values + list->fields[i].at;
		const uint32_t narrow = numbers[i] < UINT32_MAX ? (uint32_t)numbers[i] : UINT32_MAX;
		const bool yes = numbers[i] != 0;

		switch (list->fields[i].bytes) {
		case sizeof(bool):
			memcpy(to, &yes, sizeof(yes));
			break;
		case sizeof(narrow):
			memcpy(to, &narrow, sizeof(narrow));
			break;
		default:
			memcpy(to, &numbers[i], sizeof(numbers[i]));
		}
	}
	return true;
}
