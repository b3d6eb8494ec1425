/* The summary of a saved graph: classes, counters, allocator, process, note block. What this program added
 * (supplement.h) is believed where there is one; of a file of reli's the counters that it keeps. */
#include "store/saved_graph.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "store/supplement.h"

#define CLASS_NUMBERS 11u
#define CLASS_LEAST   9u /* the others are missing in files of earlier builds */
#define MAX_REGIONS   1000000u

struct entry { /* of the summary */
	const char *key, *value;
	uint32_t key_length, value_length;
	uint32_t value_text;
};

static struct entry entry_at(const struct ra_saved *rows, uint32_t row)
{
	const struct ra_saved_pair pair = ra_saved_summary(rows, row);
	struct entry entry = {.value_text = pair.value};

	entry.key = ra_saved_text(rows, pair.key, &entry.key_length);
	entry.value = ra_saved_text(rows, pair.value, &entry.value_length);
	return entry;
}

static bool is_key(const struct entry *entry, const char *key)
{
	return strlen(key) == entry->key_length && memcmp(key, entry->key, entry->key_length) == 0;
}

/* "rdump.class.12.name": the number behind the key, and whether `part` is what follows. */
static bool is_numbered(
	const struct entry *entry, const char *key, const char *part, uint32_t *number)
{
	const uint32_t length = (uint32_t)strlen(key), rest = (uint32_t)strlen(part);
	uint64_t numbers[1];

	if (entry->key_length < length + 2 + rest || memcmp(entry->key, key, length) != 0 ||
		entry->key[length] != '.' ||
		memcmp(entry->key + entry->key_length - rest, part, rest) != 0) {
		return false;
	}
	if (ra_numbers_parse(
			entry->key + length + 1, entry->key_length - length - 1 - rest, numbers, 1) != 1 ||
		numbers[0] >= UINT32_MAX) {
		return false;
	}
	*number = (uint32_t)numbers[0];
	return true;
}

static uint32_t entry_count(const struct ra_saved *rows)
{
	return (uint32_t)rows->rows[RA_SAVED_SUMMARY].count;
}

/* False: there is no such entry. */
static bool find(const struct ra_saved *rows, const char *key, struct entry *entry)
{
	for (uint32_t i = 0; i < entry_count(rows); i++) {
		*entry = entry_at(rows, i);
		if (is_key(entry, key)) {
			return true;
		}
	}
	return false;
}

/* ---- classes ---- */

static ra_name intern(struct ra_saved_graph *saved, const struct entry *entry)
{
	return ra_graph_intern(saved->graph, entry->value, entry->value_length);
}

static uint32_t count_classes(const struct ra_saved *rows)
{
	uint32_t count = 0, number;

	for (uint32_t i = 0; i < entry_count(rows); i++) {
		const struct entry entry = entry_at(rows, i);

		/* as many as there are entries, whatever number one has */
		if (is_numbered(&entry, "rdump.class", "", &number) && number < entry_count(rows) &&
			number >= count) {
			count = number + 1;
		}
	}
	return count;
}

static void read_class(struct ra_saved_graph *saved, uint32_t number, const struct entry *entry)
{
	struct ra_class *const cls = &saved->graph->classes[number];
	uint64_t numbers[CLASS_NUMBERS] = {0};

	if (ra_numbers_parse(entry->value, entry->value_length, numbers, CLASS_NUMBERS) < CLASS_LEAST) {
		return;
	}
	cls->parent = numbers[0] < saved->graph->class_count ? (uint32_t)numbers[0] : RA_NO_CLASS;
	cls->entry = numbers[1];
	cls->content_bytes = numbers[2];
	cls->property_count = numbers[3] < UINT32_MAX ? (uint32_t)numbers[3] : UINT32_MAX;
	cls->internal = numbers[4] != 0;
	cls->own_state = numbers[5] != 0;
	saved->classes[number].has_destructor = numbers[6] != 0;
	saved->classes[number].handlers = numbers[7];
	saved->classes[number].get_gc = numbers[8];
	cls->state_bytes = numbers[9];
	saved->classes[number].dtor_obj = numbers[10];
}

static bool read_classes(struct ra_saved_graph *saved)
{
	const struct ra_saved *const rows = &saved->rows;
	const uint32_t count = count_classes(rows);
	const struct ra_class nothing = {.parent = RA_NO_CLASS};
	uint32_t number;

	saved->classes = reallocarray(NULL, (size_t)count + 1, sizeof(*saved->classes));
	if (!saved->classes) {
		return false;
	}
	saved->class_count = count;
	for (uint32_t i = 0; i < count; i++) {
		saved->classes[i] = (struct ra_saved_class){.file = RA_NO_TEXT};
		ra_graph_add_class(saved->graph, &nothing);
	}
	if (ra_graph_failed(saved->graph)) {
		return false;
	}
	for (uint32_t i = 0; i < entry_count(rows); i++) {
		const struct entry entry = entry_at(rows, i);

		if (is_numbered(&entry, "rdump.class", "", &number) && number < count) {
			read_class(saved, number, &entry);
		} else if (is_numbered(&entry, "rdump.class", ".name", &number) && number < count) {
			saved->graph->classes[number].name = intern(saved, &entry);
		} else if (is_numbered(&entry, "rdump.class", ".file", &number) && number < count) {
			saved->classes[number].file = entry.value_text;
		}
	}
	return true;
}

bool ra_saved_state_before(struct ra_saved_graph *saved)
{
	struct entry entry;

	saved->supplement = find(&saved->rows, "rdump.version", &entry) &&
						strlen(RA_SUPPLEMENT_VERSION) == entry.value_length &&
						memcmp(entry.value, RA_SUPPLEMENT_VERSION, entry.value_length) == 0;
	if (saved->supplement) {
		return read_classes(saved);
	}
	return true;
}

/* ---- the allocator ---- */

static void read_bin(struct ra_heap *heap, uint32_t bin, const struct entry *entry)
{
	uint64_t numbers[6];

	if (bin < RA_BINS && ra_numbers_parse(entry->value, entry->value_length, numbers, 6) == 6) {
		heap->bin[bin] = (struct ra_heap_bin_state){.runs = numbers[0],
			.slots = numbers[1],
			.free_slots = numbers[2],
			.broken_links = numbers[3]};
		heap->told->bin_free_slots[bin] = numbers[4];
		heap->told->bin_empty_runs[bin] = numbers[5];
	}
}

static void read_chunk(struct ra_heap *heap, uint32_t chunk, const struct entry *entry)
{
	uint64_t numbers[3];

	if (chunk < heap->chunk_count &&
		ra_numbers_parse(entry->value, entry->value_length, numbers, 3) == 3 &&
		heap->chunks[chunk].address == numbers[0] && numbers[1] <= RA_PAGES_PER_CHUNK) {
		heap->chunks[chunk].used_pages = (uint32_t)numbers[1];
		heap->told->chunk_empty[chunk] = numbers[2] != 0;
	}
}

enum region_kind {
	CHUNK,
	HUGE,
	PAGES, /* a VM stack or an arena: a run of its own */
	OTHER
};

struct region {
	enum region_kind kind;
	uint64_t address, size_bytes;
};

static struct region region_at(const json_t *map, size_t i)
{
	const json_t *const item = json_array_get(map, i);
	const char *const kind = json_string_value(json_object_get(item, "kind"));
	const json_int_t address = json_integer_value(json_object_get(item, "address"));
	const json_int_t size_bytes = json_integer_value(json_object_get(item, "size"));

	if (!kind || address <= 0 || size_bytes <= 0) {
		return (struct region){OTHER, 0, 0};
	}
	return (struct region){strcmp(kind, "chunk") == 0  ? CHUNK
						   : strcmp(kind, "huge") == 0 ? HUGE
													   : PAGES,
		(uint64_t)address, (uint64_t)size_bytes};
}

static int compare_huge(const void *left, const void *right)
{
	const struct ra_heap_huge *const a = left;
	const struct ra_heap_huge *const b = right;

	return a->address != b->address ? (a->address < b->address ? -1 : 1) : 0;
}

static uint32_t add_run(struct ra_heap *heap, uint64_t start, uint64_t size_bytes, uint8_t bin)
{
	heap->runs[heap->run_count] =
		(struct ra_heap_run){.start = start, .slot_bytes = size_bytes, .slot_count = 1, .bin = bin};
	return heap->run_count++;
}

/* So that slots of such pages are found by their addresses. */
static void place_pages(struct ra_heap *heap, const struct region *region)
{
	for (uint32_t c = 0; c < heap->chunk_count; c++) {
		struct ra_heap_chunk *const chunk = &heap->chunks[c];

		if (region->address >= chunk->address &&
			region->address - chunk->address < RA_CHUNK_BYTES) {
			const uint32_t page = (uint32_t)((region->address - chunk->address) / RA_PAGE_BYTES);
			const uint64_t pages = (region->size_bytes + RA_PAGE_BYTES - 1) / RA_PAGE_BYTES;
			const uint32_t run = add_run(heap, region->address, region->size_bytes, RA_BIN_LARGE);

			for (uint32_t i = page; i < RA_PAGES_PER_CHUNK && i - page < pages; i++) {
				chunk->pages[i].run = run;
			}
			return;
		}
	}
}

static void place_regions(struct ra_heap *heap, const json_t *map, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct region region = region_at(map, i);

		if (region.kind == CHUNK) {
			struct ra_heap_chunk *const chunk = &heap->chunks[heap->chunk_count++];

			chunk->address = region.address;
			memset(chunk->pages, 0xff, sizeof(chunk->pages)); /* RA_NO_RUN */
		} else if (region.kind == HUGE) {
			heap->huge[heap->huge_count++] =
				(struct ra_heap_huge){.address = region.address, .bytes = region.size_bytes};
		}
	}
	qsort(heap->huge, heap->huge_count, sizeof(*heap->huge), compare_huge);
	for (uint32_t i = 0; i < heap->huge_count; i++) {
		heap->huge[i].run = add_run(heap, heap->huge[i].address, heap->huge[i].bytes, RA_BIN_HUGE);
	}
	for (size_t i = 0; i < count; i++) {
		const struct region region = region_at(map, i);

		if (region.kind == PAGES) {
			place_pages(heap, &region);
		}
	}
}

static bool read_regions(struct ra_saved_graph *saved)
{
	struct ra_heap *const heap = saved->heap;
	struct entry entry;
	json_t *map = NULL;
	size_t chunks = 0, count = 0;

	if (find(&saved->rows, "region_map", &entry)) {
		map = json_loadb(entry.value, entry.value_length, 0, NULL);
		count = json_array_size(map) < MAX_REGIONS ? json_array_size(map) : MAX_REGIONS;
	}
	for (size_t i = 0; i < count; i++) {
		chunks += region_at(map, i).kind == CHUNK;
	}
	heap->chunks = calloc(chunks + 1, sizeof(*heap->chunks));
	heap->huge = calloc(count + 1, sizeof(*heap->huge));
	heap->runs = calloc(count + 1, sizeof(*heap->runs));
	heap->told = calloc(1, sizeof(*heap->told));
	if (!heap->chunks || !heap->huge || !heap->runs || !heap->told ||
		!(heap->told->chunk_empty = calloc(1, chunks + 1))) {
		json_decref(map);
		return false;
	}
	place_regions(heap, map, count);
	json_decref(map);
	return ra_heap_index_new(heap);
}

static uint64_t counter(const struct ra_saved *rows, const char *key)
{
	struct entry entry;
	uint64_t number;

	return find(rows, key, &entry) &&
				   ra_numbers_parse(entry.value, entry.value_length, &number, 1) == 1
			   ? number
			   : 0;
}

/* The counters that reli keeps. */
static void read_counters(struct ra_saved_graph *saved)
{
	const struct ra_saved *const rows = &saved->rows;
	struct ra_heap *const heap = saved->heap;
	struct ra_tally *const tally = saved->tally;
	struct entry entry;

	heap->found = find(rows, "memory_get_usage", &entry);
	heap->usage_bytes = counter(rows, "memory_get_usage");
	heap->real_usage_bytes = counter(rows, "memory_get_real_usage");
	heap->peak_bytes = counter(rows, "memory_get_peak_usage");
	heap->real_peak_bytes = counter(rows, "memory_get_peak_usage_real");
	heap->limit_bytes =
		find(rows, "memory_limit", &entry) ? counter(rows, "memory_limit") : INT64_MAX;
	heap->chunks_count = (uint32_t)counter(rows, "chunks_count");
	heap->peak_chunks_count = (uint32_t)counter(rows, "peak_chunks_count");
	heap->cached_chunks_count = (uint32_t)counter(rows, "cached_chunks_count");
	heap->huge_bytes = counter(rows, "zend_mm_huge_total");
	tally->vm_stack_total = counter(rows, "vm_stack_total");
	tally->vm_stack_usage = counter(rows, "vm_stack_usage");
	tally->arena_total = counter(rows, "compiler_arena_total");
	tally->arena_usage = counter(rows, "compiler_arena_usage");
	tally->analysed_bytes = counter(rows, "zend_mm_heap_usage");
	tally->live_bytes = heap->usage_bytes;
	heap->live_bytes = heap->usage_bytes;
}

/* ---- process and tally ---- */

static bool take_text(const struct ra_saved *rows, const char *key, char **out)
{
	struct entry entry;

	if (!find(rows, key, &entry)) {
		return true;
	}
	*out = ra_saved_copy(rows, entry.value_text);
	return *out != NULL;
}

static void take_numbers(
	const struct ra_saved *rows, const struct ra_number_list *list, void *values)
{
	struct entry entry;

	if (find(rows, list->key, &entry)) {
		ra_numbers_read(list, entry.value, entry.value_length, values);
	}
}

static void copy_short(const struct ra_saved *rows, const char *key, char *out, size_t size)
{
	struct entry entry;

	if (find(rows, key, &entry) && entry.value_length < size) {
		memcpy(out, entry.value, entry.value_length);
		out[entry.value_length] = '\0';
	}
}

static bool read_note(struct ra_saved_graph *saved)
{
	struct entry entry;

	if (!find(&saved->rows, ra_numbers_note.key, &entry)) {
		return true;
	}
	saved->note = calloc(1, sizeof(*saved->note));
	if (!saved->note) {
		return false;
	}
	ra_numbers_read(&ra_numbers_note, entry.value, entry.value_length, saved->note);
	if ((unsigned)saved->note->reason > RA_NOTE_MEMORY_LIMIT) {
		saved->note->reason = RA_NOTE_UNKNOWN;
	}
	copy_short(
		&saved->rows, "rdump.note.php", saved->note->php_version, sizeof(saved->note->php_version));
	copy_short(&saved->rows, "rdump.note.extension", saved->note->extension_version,
		sizeof(saved->note->extension_version));
	for (unsigned i = 0; i < RA_NOTE_TEXTS; i++) {
		char *text = NULL;

		if (!take_text(&saved->rows, ra_note_texts[i].key, &text)) {
			return false;
		}
		memcpy((char *)saved->note + ra_note_texts[i].at, &text, sizeof(text));
	}
	return true;
}

static void read_cache(struct ra_saved_graph *saved)
{
	struct ra_shared_cache *const cache = &saved->cache;
	struct entry entry;

	saved->has_cache = find(&saved->rows, ra_numbers_cache.key, &entry) &&
					   ra_numbers_read(&ra_numbers_cache, entry.value, entry.value_length, cache) &&
					   cache->largest_count <= RA_CACHE_LARGEST;
	for (uint32_t i = 0; saved->has_cache && i < cache->largest_count; i++) {
		copy_short(
			&saved->rows, ra_cache_keys[i], cache->largest[i].key, sizeof(cache->largest[i].key));
	}
}

static bool read_process(struct ra_saved_graph *saved)
{
	const struct ra_saved *const rows = &saved->rows;
	struct ra_process *const process = &saved->process;
	struct entry entry;

	process->rss_bytes = -1;
	take_numbers(rows, &ra_numbers_process, process);
	if (!take_text(rows, "php_version", &saved->php_version) ||
		!take_text(rows, "rdump.layout", &saved->layout_name) ||
		!take_text(rows, "rdump.differences", &saved->differences)) {
		return false;
	}
	process->php_version = saved->php_version;
	process->layout_name = saved->layout_name ? saved->layout_name : "unknown";
	process->differences = saved->differences ? saved->differences : "";
	saved->has_resident =
		find(rows, ra_numbers_resident.key, &entry) &&
		ra_numbers_read(&ra_numbers_resident, entry.value, entry.value_length, &saved->resident);
	read_cache(saved);
	if (find(rows, "rdump.holes", &entry)) {
		ra_numbers_parse(entry.value, entry.value_length, saved->holes, RA_HOLE_REASONS);
	}
	saved->standard_get_gc = counter(rows, "rdump.get_gc");
	return true;
}

static void read_location(struct ra_tally *tally, const struct entry *entry)
{
	static const char before[] = "rdump.location.";
	const uint32_t length = sizeof(before) - 1;
	uint64_t numbers[2 * RA_WHERES];

	for (unsigned i = 0; i < RA_LOCATIONS; i++) {
		const char *const name = ra_location_short_name((enum ra_location)i);

		if (entry->key_length == length + strlen(name) &&
			memcmp(entry->key + length, name, strlen(name)) == 0) {
			ra_numbers_parse(entry->value, entry->value_length, numbers, 2 * RA_WHERES);
			for (unsigned where = 0; where < RA_WHERES; where++) {
				tally->location[i][where].count = numbers[2 * where];
				tally->location[i][where].bytes = numbers[2 * where + 1];
			}
		}
	}
}

static void read_unclaimed(struct ra_tally *tally, uint32_t number, const struct entry *entry)
{
	uint64_t numbers[3 + 2 * RA_UNCLAIMED_SAMPLES];

	if (number >= RA_UNCLAIMED_ROWS || ra_numbers_parse(entry->value, entry->value_length, numbers,
										   sizeof(numbers) / sizeof(numbers[0])) < 3) {
		return;
	}
	struct ra_unclaimed *const row = &tally->unclaimed[number];

	*row = (struct ra_unclaimed){.slots = numbers[0],
		.bytes = numbers[1],
		.samples = numbers[2] < RA_UNCLAIMED_SAMPLES ? (uint32_t)numbers[2] : RA_UNCLAIMED_SAMPLES};
	for (unsigned i = 0; i < RA_UNCLAIMED_SAMPLES; i++) {
		row->sample[i] = numbers[3 + 2 * i];
		row->guess[i] = numbers[4 + 2 * i] < RA_CONTENTS ? (enum ra_content)numbers[4 + 2 * i]
														 : RA_CONTENT_BINARY;
	}
}

static void read_unlike(struct ra_saved_graph *saved, const struct entry *entry)
{
	struct ra_tally *const tally = saved->tally;
	uint64_t numbers[3];

	if (tally->unlike_count < RA_UNLIKE_CLASSES &&
		ra_numbers_parse(entry->value, entry->value_length, numbers, 3) == 3 &&
		numbers[0] < saved->graph->class_count) {
		tally->unlike[tally->unlike_count++] =
			(struct ra_unlike){(uint32_t)numbers[0], numbers[1], numbers[2]};
	}
}

static void read_left(struct ra_saved_graph *saved, uint32_t number, const struct entry *entry)
{
	struct ra_graph *const graph = saved->graph;
	uint64_t numbers[6];

	if (number >= RA_LEFT_FRAMES ||
		ra_numbers_parse(entry->value, entry->value_length, numbers, 6) != 6) {
		return;
	}
	struct ra_frame_info *const frame = &graph->left[number];

	frame->first_line = (uint32_t)numbers[0];
	frame->last_line = (uint32_t)numbers[1];
	frame->internal = numbers[2] != 0;
	frame->suspended = numbers[3] != 0;
	frame->chain = (uint32_t)numbers[4];
	frame->line = (int32_t)(uint32_t)numbers[5];
	graph->left_count = number >= graph->left_count ? number + 1 : graph->left_count;
}

/* One look at each entry that there may be several of. */
static void read_entries(struct ra_saved_graph *saved)
{
	const struct ra_saved *const rows = &saved->rows;
	uint32_t number;

	for (uint32_t i = 0; i < entry_count(rows); i++) {
		const struct entry entry = entry_at(rows, i);

		if (entry.key_length < 6 || memcmp(entry.key, "rdump.", 6) != 0) {
			continue;
		}
		if (is_numbered(&entry, "rdump.bin", "", &number)) {
			read_bin(saved->heap, number, &entry);
		} else if (is_numbered(&entry, "rdump.chunk", "", &number)) {
			read_chunk(saved->heap, number, &entry);
		} else if (is_numbered(&entry, "rdump.unclaimed", "", &number)) {
			read_unclaimed(saved->tally, number, &entry);
		} else if (is_numbered(&entry, "rdump.unlike", "", &number)) {
			read_unlike(saved, &entry);
		} else if (is_numbered(&entry, "rdump.left", ".name", &number)) {
			if (number < RA_LEFT_FRAMES) {
				saved->graph->left[number].function = intern(saved, &entry);
			}
		} else if (is_numbered(&entry, "rdump.left", ".file", &number)) {
			if (number < RA_LEFT_FRAMES) {
				saved->graph->left[number].file = intern(saved, &entry);
			}
		} else if (is_numbered(&entry, "rdump.left", "", &number)) {
			read_left(saved, number, &entry);
		} else {
			read_location(saved->tally, &entry);
		}
	}
}

static void read_supplement(struct ra_saved_graph *saved)
{
	const struct ra_saved *const rows = &saved->rows;
	struct ra_heap_told *const told = saved->heap->told;
	struct entry entry;
	uint64_t numbers[2];

	memset(saved->tally->location, 0, sizeof(saved->tally->location));
	take_numbers(rows, &ra_numbers_tally, saved->tally);
	take_numbers(rows, &ra_numbers_collector, saved->tally);
	take_numbers(rows, &ra_numbers_heap, saved->heap);
	if (find(rows, "rdump.refused", &entry)) {
		ra_numbers_parse(entry.value, entry.value_length, saved->tally->refused, RA_REFUSALS);
	}
	if (find(rows, "rdump.unused", &entry) &&
		ra_numbers_parse(entry.value, entry.value_length, numbers, 2) == 2) {
		told->whole = true;
		told->empty_run_bytes = numbers[0];
		told->returnable_bytes = numbers[1];
	}
	saved->graph->late = find(rows, "rdump.late", &entry);
	read_entries(saved);
}

static bool index_entries(struct ra_saved_graph *saved)
{
	const struct ra_graph *const graph = saved->graph;
	uint8_t *unused = NULL;
	bool done = true;

	for (uint32_t i = 0; i < saved->class_count && done; i++) {
		done = ra_pair_index_add(&saved->class_entries,
				   (struct ra_pair){graph->classes[i].entry, graph->classes[i].entry ? 0 : i},
				   &unused, sizeof(*unused)) != RA_NO_PAIR;
	}
	free(unused);
	return done;
}

static bool index_handlers(struct ra_saved_graph *saved)
{
	for (uint32_t i = 0; i < saved->class_count; i++) {
		const struct ra_pair pair = {saved->classes[i].handlers, 0};

		if (pair.first == 0 || ra_pair_index_find(&saved->handlers, pair) != RA_NO_PAIR) {
			continue;
		}
		const uint32_t number = ra_pair_index_add(
			&saved->handlers, pair, &saved->handler_classes, sizeof(*saved->handler_classes));

		if (number == RA_NO_PAIR) {
			return false;
		}
		saved->handler_classes[number] = i;
	}
	return true;
}

bool ra_saved_state_after(struct ra_saved_graph *saved)
{
	if (!read_regions(saved) || !read_process(saved) || !read_note(saved)) {
		return false;
	}
	if (saved->supplement) {
		read_supplement(saved);
	} else {
		read_counters(saved);
	}
	return index_entries(saved) && index_handlers(saved);
}
