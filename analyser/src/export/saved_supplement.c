/* What a saved graph is given beyond the rows that the format knows (store/supplement.h), and the counters that it does
 * know. */
#include "export/saved_parts.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "graph/tally.h"
#include "reader/heap.h"
#include "reader/heap_unused.h"
#include "reader/noted.h"
#include "store/supplement.h"
#include "walk/snapshot.h"

/* ---- nodes ---- */

static unsigned usual_flags(
	const struct ra_graph *graph, ra_node node, const struct ra_array *array)
{
	return (ra_node_own_bytes(graph, node) == 0 && ra_node_address(graph, node) != 0
				   ? graph->flags[node] & RA_NODE_OUTSIDE
				   : 0u) |
		   (graph->kind[node] == RA_NODE_FUNCTION ? graph->flags[node] & RA_NODE_INTERNAL : 0) |
		   (array && array->packed ? RA_NODE_PACKED : 0);
}

static void add_flags(struct ra_saved_rows *rows, ra_node node, const struct ra_array *array)
{
	const struct ra_graph *const graph = rows->graph;
	const bool ended =
		graph->kind[node] == RA_NODE_OBJECT &&
		ra_reader_destructor_called(&rows->snapshot->reader, ra_node_address(graph, node));
	const unsigned more =
		(ra_tally_out_of_sight(rows->snapshot->tally, node) ? RA_SAVED_OUT_OF_SIGHT : 0) |
		(ended ? RA_SAVED_DESTRUCTOR_CALLED : 0);

	if (more != 0 || graph->flags[node] != usual_flags(graph, node, array)) {
		ra_rows_attribute(
			rows, node - 1, "rdump.flags", ra_rows_number(rows, "", graph->flags[node] | more, ""));
	}
}

/* The numbers stay as they are: a reader settles them as that of a dump does. */
static void add_shape(struct ra_saved_rows *rows, ra_node node, const struct ra_array *array)
{
	struct ra_array settled = *array, shape = *array;

	shape.fits_nowhere =
		!ra_reader_settle(&rows->snapshot->reader, &settled, &shape.caught_growing);
	ra_rows_attribute(rows, node - 1, "rdump.array", ra_rows_shape(rows, &shape));
}

static void add_function(struct ra_saved_rows *rows, ra_node node)
{
	struct ra_function code;
	uint32_t text;

	if ((rows->graph->flags[node] & RA_NODE_INTERNAL) ||
		!ra_reader_function(&rows->snapshot->reader, ra_node_address(rows->graph, node), &code)) {
		return;
	}
	text = ra_rows_string(rows, code.name);
	if (text != RA_NO_TEXT) {
		ra_rows_attribute(rows, node - 1, "rdump.name", text);
	}
	text = ra_rows_string(rows, code.file);
	if (text != RA_NO_TEXT) {
		ra_rows_attribute(rows, node - 1, "rdump.file", text);
	}
	ra_rows_attribute(rows, node - 1, "rdump.lines",
		ra_rows_format(rows, "%" PRIu32 " %" PRIu32, code.first_line, code.last_line));
}

void ra_rows_node_supplement(struct ra_saved_rows *rows, ra_node node)
{
	const struct ra_tally *const tally = rows->snapshot->tally;
	const struct ra_graph *const graph = rows->graph;
	const uint32_t found = ra_tally_references(tally, node);
	struct ra_array array;
	bool there = false;

	if (graph->kind[node] == RA_NODE_ARRAY) {
		there = ra_reader_array(&rows->snapshot->reader, ra_node_address(graph, node), &array);
		if (there) {
			add_shape(rows, node, &array);
		}
	} else if (graph->kind[node] == RA_NODE_FUNCTION) {
		add_function(rows, node);
	}
	add_flags(rows, node, there ? &array : NULL);
	if (ra_node_refcount(graph, node) != found && ra_node_refcount(graph, node) > 0 &&
		!(graph->flags[node] & (RA_NODE_INTERNED | RA_NODE_OUTSIDE))) {
		ra_rows_attribute(rows, node - 1, "rdump.references", ra_rows_number(rows, "", found, ""));
	}
}

/* ---- frames and classes ---- */

/* One of several entries of the summary: "rdump.class.12.name". A key is there once. */
static void add_entry(
	struct ra_saved_rows *rows, const char *key, uint32_t number, const char *part, uint32_t text)
{
	char numbered[64];

	snprintf(numbered, sizeof(numbered), "%s.%" PRIu32 "%s", key, number, part);
	ra_rows_summary(rows, numbered, text);
}

static uint32_t frame_text(struct ra_saved_rows *rows, const struct ra_frame_info *frame)
{
	return ra_rows_format(rows, "%" PRIu32 " %" PRIu32 " %u %u %" PRIu32 " %" PRIu32,
		frame->first_line, frame->last_line, frame->internal, frame->suspended, frame->chain,
		(uint32_t)frame->line);
}

static void add_frames(struct ra_saved_rows *rows)
{
	const struct ra_graph *const graph = rows->graph;

	for (uint32_t i = 0; i < graph->frame_count; i++) {
		const struct ra_frame_info *const frame = &graph->frames[i];

		if (frame->node == RA_SUPER_ROOT || frame->node >= graph->node_count) {
			continue;
		}
		const uint32_t id = frame->node - 1;

		ra_rows_attribute(rows, id, "function_name", ra_rows_name(rows, frame->function));
		ra_rows_attribute(rows, id, "lineno", ra_rows_number(rows, "", frame->line, ""));
		ra_rows_attribute(rows, id, "rdump.file", ra_rows_name(rows, frame->file));
		ra_rows_attribute(rows, id, "rdump.frame", frame_text(rows, frame));
	}
	for (uint32_t i = 0; i < graph->left_count; i++) {
		add_entry(rows, "rdump.left", i, "", frame_text(rows, &graph->left[i]));
		add_entry(rows, "rdump.left", i, ".name", ra_rows_name(rows, graph->left[i].function));
		add_entry(rows, "rdump.left", i, ".file", ra_rows_name(rows, graph->left[i].file));
	}
}

/* Handlers, get_gc and dtor_obj of the class's first object, since those of one class are the same. */
static void add_class(struct ra_saved_rows *rows, uint32_t index, ra_node object)
{
	const struct ra_reader *const reader = &rows->snapshot->reader;
	const struct ra_graph *const graph = rows->graph;
	const struct ra_class *const cls = &graph->classes[index];
	const ra_addr handlers =
		object != RA_NO_NODE ? ra_reader_handlers(reader, ra_node_address(graph, object)) : 0;
	const uint32_t file = ra_rows_string(rows, ra_reader_class_file(reader, cls->entry));

	add_entry(rows, "rdump.class", index, "",
		ra_rows_format(rows,
			"%" PRIu32 " %" PRIu64 " %" PRIu64 " %" PRIu32 " %u %u %u %" PRIu64 " %" PRIu64
			" %" PRIu64 " %" PRIu64,
			cls->parent, cls->entry, cls->content_bytes, cls->property_count, cls->internal,
			cls->own_state, ra_reader_has_destructor(reader, cls->entry), handlers,
			handlers ? ra_reader_get_gc(reader, handlers) : 0, cls->state_bytes,
			handlers ? ra_reader_dtor_obj(reader, handlers) : 0));
	add_entry(rows, "rdump.class", index, ".name", ra_rows_name(rows, cls->name));
	if (file != RA_NO_TEXT) {
		add_entry(rows, "rdump.class", index, ".file", file);
	}
}

static void add_classes(struct ra_saved_rows *rows)
{
	const struct ra_graph *const graph = rows->graph;
	ra_node *const first = reallocarray(NULL, (size_t)graph->class_count + 1, sizeof(*first));

	if (!first) {
		rows->failed = true;
		return;
	}
	memset(first, 0xff, graph->class_count * sizeof(*first)); /* RA_NO_NODE */
	for (ra_node node = graph->node_count; node-- > 1;) {
		if (graph->kind[node] == RA_NODE_OBJECT &&
			ra_node_class(graph, node) < graph->class_count) {
			first[ra_node_class(graph, node)] = node;
		}
	}
	for (uint32_t i = 0; i < graph->class_count; i++) {
		add_class(rows, i, first[i]);
	}
	free(first);
}

/* ---- the summary ---- */

static void add_numbers(
	struct ra_saved_rows *rows, const struct ra_number_list *list, const void *values)
{
	struct ra_buffer text = {0};

	ra_numbers_text(list, values, &text);
	if (text.failed) {
		rows->failed = true;
	} else {
		ra_rows_summary(rows, list->key, ra_rows_text_of(rows, text.text, text.length));
	}
	ra_buffer_done(&text);
}

static void add_counts(
	struct ra_saved_rows *rows, const char *key, const uint64_t *numbers, unsigned count)
{
	struct ra_buffer text = {0};

	for (unsigned i = 0; i < count; i++) {
		ra_buffer_printf(&text, "%s%" PRIu64, i > 0 ? " " : "", numbers[i]);
	}
	if (text.failed) {
		rows->failed = true;
	} else {
		ra_rows_summary(rows, key, ra_rows_text_of(rows, text.text, text.length));
	}
	ra_buffer_done(&text);
}

static void add_counts_entry(struct ra_saved_rows *rows, const char *key, uint32_t number,
	const uint64_t *numbers, unsigned count)
{
	char numbered[64];

	snprintf(numbered, sizeof(numbered), "%s.%" PRIu32, key, number);
	add_counts(rows, numbered, numbers, count);
}

static void add_tally(struct ra_saved_rows *rows)
{
	const struct ra_tally *const tally = rows->snapshot->tally;

	add_numbers(rows, &ra_numbers_tally, tally);
	add_numbers(rows, &ra_numbers_collector, tally);
	add_counts(rows, "rdump.refused", tally->refused, RA_REFUSALS);
	for (unsigned i = 0; i < RA_LOCATIONS; i++) {
		uint64_t numbers[2 * RA_WHERES];
		bool any = false;

		for (unsigned where = 0; where < RA_WHERES; where++) {
			numbers[2 * where] = tally->location[i][where].count;
			numbers[2 * where + 1] = tally->location[i][where].bytes;
			any = any || numbers[2 * where] || numbers[2 * where + 1];
		}
		if (any) {
			char key[64];

			snprintf(
				key, sizeof(key), "rdump.location.%s", ra_location_short_name((enum ra_location)i));
			add_counts(rows, key, numbers, 2 * RA_WHERES);
		}
	}
	for (unsigned i = 0; i < RA_UNCLAIMED_ROWS; i++) {
		const struct ra_unclaimed *const row = &tally->unclaimed[i];
		uint64_t numbers[3 + 2 * RA_UNCLAIMED_SAMPLES] = {row->slots, row->bytes, row->samples};

		for (unsigned s = 0; s < RA_UNCLAIMED_SAMPLES; s++) {
			numbers[3 + 2 * s] = row->sample[s];
			numbers[4 + 2 * s] = row->guess[s];
		}
		if (row->slots > 0) {
			add_counts_entry(
				rows, "rdump.unclaimed", i, numbers, sizeof(numbers) / sizeof(numbers[0]));
		}
	}
	for (uint32_t i = 0; i < tally->unlike_count; i++) {
		const uint64_t numbers[] = {tally->unlike[i].class_index, tally->unlike[i].layout_offset,
			tally->unlike[i].seen_offset};

		add_counts_entry(rows, "rdump.unlike", i, numbers, 3);
	}
	if (rows->graph->late) {
		ra_rows_summary(rows, "rdump.late", ra_rows_text(rows, "1"));
	}
}

static json_t *region(const char *kind, uint64_t address, uint64_t size_bytes)
{
	return json_pack("{s:s, s:I, s:I}", "kind", kind, "address", (json_int_t)address, "size",
		(json_int_t)size_bytes);
}

static void add_region_map(struct ra_saved_rows *rows)
{
	const struct ra_heap *const heap = rows->snapshot->heap;
	const struct ra_graph *const graph = rows->graph;
	json_t *const map = json_array();

	for (uint32_t i = 0; i < heap->chunk_count; i++) {
		json_array_append_new(map, region("chunk", heap->chunks[i].address, RA_CHUNK_BYTES));
	}
	for (uint32_t i = 0; i < heap->huge_count; i++) {
		json_array_append_new(map, region("huge", heap->huge[i].address, heap->huge[i].bytes));
	}
	for (ra_node node = 1; node < graph->node_count; node++) {
		const bool stack = graph->kind[node] == RA_NODE_VM_STACK;
		struct ra_slot slot;

		if ((stack || graph->kind[node] == RA_NODE_ARENA) &&
			ra_heap_slot_at(heap, ra_node_address(graph, node), &slot)) {
			json_array_append_new(map, region(stack ? "vm_stack" : "compiler_arena",
										   ra_node_address(graph, node), slot.bytes));
		}
	}
	char *const text = json_dumps(map, JSON_COMPACT);

	if (text) {
		ra_rows_summary(rows, "region_map", ra_rows_text(rows, text));
	}
	rows->failed = rows->failed || !text;
	free(text);
	json_decref(map);
}

static void add_unused(struct ra_saved_rows *rows)
{
	const struct ra_heap *const heap = rows->snapshot->heap;
	struct ra_heap_unused unused;

	if (heap->told && !heap->told->whole) {
		return;
	}
	ra_heap_unused(heap, &unused);

	const uint64_t sums[] = {unused.empty_run_bytes, unused.returnable_bytes};

	add_counts(rows, "rdump.unused", sums, 2);
	for (unsigned bin = 0; bin < RA_BINS; bin++) {
		const uint64_t numbers[] = {heap->bin[bin].runs, heap->bin[bin].slots,
			heap->bin[bin].free_slots, heap->bin[bin].broken_links, unused.bin_free_slots[bin],
			unused.bin_empty_runs[bin]};

		if (heap->bin[bin].runs > 0) {
			add_counts_entry(rows, "rdump.bin", bin, numbers, sizeof(numbers) / sizeof(numbers[0]));
		}
	}
	for (uint32_t i = 0; i < heap->chunk_count; i++) {
		const uint64_t numbers[] = {heap->chunks[i].address, heap->chunks[i].used_pages,
			ra_heap_chunk_empty(heap, &heap->chunks[i])};

		add_counts_entry(rows, "rdump.chunk", i, numbers, 3);
	}
}

void ra_rows_counters(struct ra_saved_rows *rows)
{
	const struct ra_heap *const heap = rows->snapshot->heap;
	const struct ra_tally *const tally = rows->snapshot->tally;
	struct ra_process process;

	if (heap && heap->found) {
		const uint64_t chunk_bytes = (uint64_t)heap->chunk_count * RA_CHUNK_BYTES;
		const struct {
			const char *key;
			uint64_t number;
		} counters[] = {
			{"zend_mm_heap_total", chunk_bytes + heap->huge_bytes},
			{"zend_mm_heap_usage", tally->analysed_bytes},
			{"zend_mm_chunk_total", chunk_bytes},
			{"zend_mm_huge_total", heap->huge_bytes},
			{"vm_stack_total", tally->vm_stack_total},
			{"vm_stack_usage", tally->vm_stack_usage},
			{"compiler_arena_total", tally->arena_total},
			{"compiler_arena_usage", tally->arena_usage},
			{"memory_get_usage", heap->usage_bytes},
			{"memory_get_real_usage", heap->real_usage_bytes},
			{"memory_get_peak_usage", heap->peak_bytes},
			{"memory_get_peak_usage_real", heap->real_peak_bytes},
			{"memory_limit", heap->limit_bytes},
			{"chunks_count", heap->chunks_count},
			{"peak_chunks_count", heap->peak_chunks_count},
			{"cached_chunks_count", heap->cached_chunks_count},
			{"cached_chunks_size", (uint64_t)heap->cached_chunks_count * RA_CHUNK_BYTES},
		};

		for (size_t i = 0; i < sizeof(counters) / sizeof(counters[0]); i++) {
			ra_rows_summary(rows, counters[i].key,
				ra_rows_number(rows, "",
					counters[i].number > INT64_MAX ? INT64_MAX : (int64_t)counters[i].number, ""));
		}
		add_region_map(rows);
	}
	if (ra_reader_process(&rows->snapshot->reader, &process) && process.php_version) {
		ra_rows_summary(rows, "php_version", ra_rows_text(rows, process.php_version));
	}
	ra_rows_summary(rows, "analyzer", ra_rows_text(rows, "rdump"));
}

static void add_cache(struct ra_saved_rows *rows)
{
	struct ra_shared_cache cache;

	if (!ra_reader_shared_cache(&rows->snapshot->reader, &cache)) {
		return;
	}
	add_numbers(rows, &ra_numbers_cache, &cache);
	for (uint32_t i = 0; i < cache.largest_count && !rows->no_values; i++) {
		ra_rows_summary(rows, ra_cache_keys[i], ra_rows_text(rows, cache.largest[i].key));
	}
}

static void add_process(struct ra_saved_rows *rows)
{
	const struct ra_reader *const reader = &rows->snapshot->reader;
	struct ra_resident resident;
	struct ra_process process;
	uint64_t holes[RA_HOLE_REASONS];

	ra_reader_process(reader, &process);
	add_numbers(rows, &ra_numbers_process, &process);
	if (process.layout_name) {
		ra_rows_summary(rows, "rdump.layout", ra_rows_text(rows, process.layout_name));
	}
	if (process.difference_count > 0 && process.differences) {
		ra_rows_summary(rows, "rdump.differences", ra_rows_text(rows, process.differences));
	}
	if (ra_reader_resident(reader, &resident)) {
		add_numbers(rows, &ra_numbers_resident, &resident);
	}
	add_cache(rows);
	for (unsigned i = 0; i < RA_HOLE_REASONS; i++) {
		holes[i] = ra_reader_holes(reader, (enum ra_hole_reason)i);
	}
	add_counts(rows, "rdump.holes", holes, RA_HOLE_REASONS);

	const uint64_t standard = ra_reader_standard_get_gc(reader);

	add_counts(rows, "rdump.get_gc", &standard, 1);
}

static void add_note(struct ra_saved_rows *rows)
{
	const struct ra_note *const note = rows->snapshot->note;

	if (!note) {
		return;
	}
	add_numbers(rows, &ra_numbers_note, note);
	ra_rows_summary(rows, "rdump.note.php", ra_rows_text(rows, note->php_version));
	ra_rows_summary(rows, "rdump.note.extension", ra_rows_text(rows, note->extension_version));
	for (unsigned i = 0; i < RA_NOTE_TEXTS; i++) {
		char *text;

		memcpy(&text, (const char *)note + ra_note_texts[i].at, sizeof(text));
		/* what a request asked for is a value, too */
		if (text && !(rows->no_values && ra_note_texts[i].is_value)) {
			ra_rows_summary(rows, ra_note_texts[i].key, ra_rows_text(rows, text));
		}
	}
}

void ra_rows_supplement(struct ra_saved_rows *rows)
{
	const struct ra_heap *const heap = rows->snapshot->heap;

	ra_rows_summary(rows, "rdump.version", ra_rows_text(rows, RA_SUPPLEMENT_VERSION));
	add_process(rows);
	add_note(rows);
	if (heap) {
		add_numbers(rows, &ra_numbers_heap, heap);
		if (heap->found) {
			add_unused(rows);
		}
	}
	add_tally(rows);
	add_frames(rows);
	add_classes(rows);
}
