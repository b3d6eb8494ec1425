/* See inspect.h. */
#include "report/inspect.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "php/engine_search.h"
#include "php/note.h"

/* A torn file would repeat the same complaint thousands of times. */
#define WARNINGS_PER_KIND 8

/* How much of the executor and compiler globals must be there: what the walk reads first. */
#define GLOBALS_BYTES 512

static const struct {
	const char *key;
	const char *title;
} kinds[RA_MAPPING_KINDS] = {
	[RA_MAPPING_ZEND_HEAP] = {"zend_heap", "ZendMM heap"},
	[RA_MAPPING_C_HEAP] = {"c_heap", "C heap"},
	[RA_MAPPING_ANONYMOUS] = {"anonymous", "Anonymous"},
	[RA_MAPPING_STACK] = {"stack", "Stack"},
	[RA_MAPPING_OPCACHE] = {"opcache_shared_memory", "OPcache shared memory"},
	[RA_MAPPING_LIBRARY_DATA] = {"library_data", "Library data"},
	[RA_MAPPING_FILE] = {"file", "File"},
	[RA_MAPPING_KERNEL] = {"kernel", "Kernel"},
};

const char *ra_mapping_kind_key(enum ra_mapping_kind kind)
{
	return kinds[kind].key;
}

const char *ra_mapping_kind_title(enum ra_mapping_kind kind)
{
	return kinds[kind].title;
}

static void warn(struct ra_inspection *inspection, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void warn(struct ra_inspection *inspection, const char *format, ...)
{
	char text[640];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	if (inspection->warning_count == inspection->warning_capacity) {
		const uint32_t capacity = inspection->warning_capacity * 2 + 16;
		char **larger = reallocarray(inspection->warnings, capacity, sizeof(*larger));

		if (!larger) {
			inspection->failed = true;
			return;
		}
		inspection->warnings = larger;
		inspection->warning_capacity = capacity;
	}
	inspection->warnings[inspection->warning_count] = ra_text_clean(text, strlen(text));
	if (!inspection->warnings[inspection->warning_count]) {
		inspection->failed = true;
		return;
	}
	inspection->warning_count++;
}

/* Counts one more of a kind; true while the kind may still be told one by one. */
static bool may_tell(uint64_t *count)
{
	return (*count)++ < WARNINGS_PER_KIND;
}

static void tell_rest(struct ra_inspection *inspection, uint64_t count, const char *what)
{
	if (count > WARNINGS_PER_KIND) {
		warn(inspection, "%" PRIu64 " more %s", count - WARNINGS_PER_KIND, what);
	}
}

/* ---- the memory map ---- */

static bool name_begins(const struct ra_map_entry *entry, const char *text)
{
	const size_t length = strlen(text);

	return entry->name.length >= length && memcmp(entry->name.bytes, text, length) == 0;
}

/* Names of shared memory as the kernel prints them: mmap() of shared anonymous memory, shmget(),
 * memfd_create(), and the file of opcache.file_cache's lock or a shared memory segment. */
static const char *const shared_memory_names[] = {
	"/dev/zero", "/SYSV", "/memfd:", "/dev/shm/", "/anon_hugepage"};

static enum ra_mapping_kind kind_of_name(const struct ra_map_entry *entry)
{
	if (entry->name.length == 0 || name_begins(entry, "[anon")) {
		return RA_MAPPING_ANONYMOUS;
	}
	if (name_begins(entry, "[heap]")) {
		return RA_MAPPING_C_HEAP;
	}
	if (name_begins(entry, "[stack")) {
		return RA_MAPPING_STACK;
	}
	if (entry->name.bytes[0] == '[') {
		return RA_MAPPING_KERNEL;
	}
	for (size_t i = 0; i < sizeof(shared_memory_names) / sizeof(shared_memory_names[0]); i++) {
		if (!entry->private && name_begins(entry, shared_memory_names[i])) {
			return RA_MAPPING_OPCACHE;
		}
	}
	return entry->writable && entry->private ? RA_MAPPING_LIBRARY_DATA : RA_MAPPING_FILE;
}

static void mark_zend_heap(struct ra_inspection *inspection, ra_addr address)
{
	const struct ra_map_entry *entry = ra_space_entry(inspection->space, address);

	if (entry) {
		enum ra_mapping_kind *kind = &inspection->mappings[entry - inspection->dump->entries].kind;

		if (*kind == RA_MAPPING_ANONYMOUS) {
			*kind = RA_MAPPING_ZEND_HEAP;
		}
	}
}

static void describe_mappings(struct ra_inspection *inspection)
{
	const struct ra_dump *dump = inspection->dump;
	const struct ra_heap *heap = inspection->heap;

	for (uint32_t i = 0; i < dump->entry_count; i++) {
		inspection->mappings[i].kind = kind_of_name(&dump->entries[i]);
		inspection->mappings[i].captured_bytes = ra_space_captured_bytes(
			inspection->space, dump->entries[i].begin, dump->entries[i].end);
	}
	if (heap) {
		for (uint32_t i = 0; i < heap->chunk_count; i++) {
			mark_zend_heap(inspection, heap->chunks[i].address);
		}
		for (uint32_t i = 0; i < heap->cached_chunk_count; i++) {
			mark_zend_heap(inspection, heap->cached_chunks[i]);
		}
		for (uint32_t i = 0; i < heap->huge_count; i++) {
			mark_zend_heap(inspection, heap->huge[i].address);
		}
	}
	for (uint32_t i = 0; i < dump->entry_count; i++) {
		struct ra_mapping_total *total = &inspection->totals[inspection->mappings[i].kind];

		total->mapping_count++;
		if (dump->entries[i].end > dump->entries[i].begin) {
			total->mapped_bytes += dump->entries[i].end - dump->entries[i].begin;
		}
		total->captured_bytes += inspection->mappings[i].captured_bytes;
	}
}

/* ---- order and overlap: the same for regions and map entries ---- */

struct span {
	ra_addr begin;
	ra_addr end;
	uint32_t index;
};

static int compare_spans(const void *left, const void *right)
{
	const struct span *a = left, *b = right;

	if (a->begin != b->begin) {
		return a->begin < b->begin ? -1 : 1;
	}
	return a->index < b->index ? -1 : a->index > b->index;
}

/* Sorts the spans and warns about those that share bytes. O(n log n). */
static void check_spans(struct ra_inspection *inspection, struct span *spans, uint32_t count,
	const char *one, const char *many)
{
	char rest[64];
	uint64_t overlaps = 0;
	uint32_t disordered = 0;
	uint32_t widest = 0; /* of the spans so far, the one that reaches furthest */

	for (uint32_t i = 1; i < count; i++) {
		disordered += spans[i].begin < spans[i - 1].begin;
	}
	if (disordered) {
		warn(inspection, "the %s are not in address order (%" PRIu32 " out of place)", many,
			disordered);
	}
	qsort(spans, count, sizeof(*spans), compare_spans);
	for (uint32_t i = 1; i < count; i++) {
		if (spans[i].begin < spans[widest].end && spans[i].begin < spans[i].end &&
			may_tell(&overlaps)) {
			warn(inspection, "%s #%" PRIu32 " and #%" PRIu32 " overlap at 0x%" PRIxADDR, one,
				spans[widest].index, spans[i].index, spans[i].begin);
		}
		if (spans[i].end > spans[widest].end) {
			widest = i;
		}
	}
	snprintf(rest, sizeof(rest), "overlapping %s", many);
	tell_rest(inspection, overlaps, rest);
}

static void check_map(struct ra_inspection *inspection, struct span *spans)
{
	const struct ra_dump *dump = inspection->dump;
	uint64_t backwards = 0;

	for (uint32_t i = 0; i < dump->entry_count; i++) {
		const struct ra_map_entry *entry = &dump->entries[i];

		spans[i] = (struct span){entry->begin, entry->end, i};
		if (entry->end <= entry->begin && may_tell(&backwards)) {
			warn(inspection, "map entry #%" PRIu32 " is empty or ends before it begins", i);
		}
	}
	tell_rest(inspection, backwards, "such map entries");
	check_spans(inspection, spans, dump->entry_count, "map entries", "map entries");
}

static void check_regions(struct ra_inspection *inspection, struct span *spans)
{
	const struct ra_dump *dump = inspection->dump;
	uint64_t outside = 0;

	for (uint32_t i = 0; i < dump->region_count; i++) {
		const struct ra_region *region = &dump->regions[i];
		const struct ra_map_entry *entry = ra_space_entry(inspection->space, region->address);

		spans[i] = (struct span){region->address, region->address + region->size_bytes, i};
		inspection->regions[i].entry = entry;
		inspection->captured_bytes += region->present_bytes;
		if (!entry && may_tell(&outside)) {
			warn(inspection, "region #%" PRIu32 " at 0x%" PRIxADDR " lies outside every map entry",
				i, region->address);
		} else if (entry && region->address + region->size_bytes > entry->end &&
				   may_tell(&outside)) {
			warn(inspection, "region #%" PRIu32 " at 0x%" PRIxADDR " reaches beyond its map entry",
				i, region->address);
		}
	}
	tell_rest(inspection, outside, "regions outside the map");
	check_spans(inspection, spans, dump->region_count, "regions", "regions");
}

static bool check_order(struct ra_inspection *inspection, struct ra_error *err)
{
	const struct ra_dump *dump = inspection->dump;
	const uint32_t most =
		dump->entry_count > dump->region_count ? dump->entry_count : dump->region_count;
	struct span *spans = calloc((size_t)most + 1, sizeof(*spans));

	if (!spans) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to check the regions");
	}
	check_map(inspection, spans);
	check_regions(inspection, spans);
	free(spans);
	return true;
}

/* ---- engine and heap ---- */

static void count_chunks(struct ra_inspection *inspection)
{
	const struct ra_dump *dump = inspection->dump;

	/* Regions may overlap in a corrupt dump, so each is asked for itself; what is asked is the
	 * 2 MiB-aligned addresses in it, which the file's size bounds. */
	for (uint32_t i = 0; i < dump->region_count; i++) {
		const struct ra_region *region = &dump->regions[i];
		const uint64_t before = -region->address % RA_CHUNK_BYTES;

		for (uint64_t at = before; at < region->present_bytes; at += RA_CHUNK_BYTES) {
			inspection->regions[i].chunk_count +=
				ra_heap_holds(inspection->heap, region->address + at);
		}
	}
}

static void check_heap(struct ra_inspection *inspection)
{
	const struct ra_heap *heap = inspection->heap;

	if (!heap->found) {
		warn(inspection,
			"no ZendMM heap in the captured memory (USE_ZEND_ALLOC=0, or not captured)");
		return;
	}
	if (heap->partial) {
		warn(inspection,
			"the ZendMM heap is not whole: a chunk, a list or a huge block is in a hole");
	}
	if (!heap->counters_agree) {
		warn(inspection, "the ZendMM heap's counters do not agree with its chunks");
	}
}

static bool read_engine(struct ra_inspection *inspection, struct ra_error *err)
{
	const struct ra_dump *dump = inspection->dump;
	struct ra_space *space = inspection->space;
	ra_addr vm_stack = 0;

	inspection->eg_captured = ra_space_captured(space, dump->eg_address, GLOBALS_BYTES);
	inspection->cg_captured = ra_space_captured(space, dump->cg_address, GLOBALS_BYTES);
	if (!inspection->eg_captured) {
		warn(inspection, "the executor globals at 0x%" PRIxADDR " are not captured",
			dump->eg_address);
	}
	if (!inspection->cg_captured) {
		warn(inspection, "the compiler globals at 0x%" PRIxADDR " are not captured",
			dump->cg_address);
	}
	for (uint32_t i = 0; i < dump->module_globals_count; i++) {
		const struct ra_module_globals *item = &dump->module_globals[i];

		if (item->address && !ra_space_captured(space, item->address, 8) && i < WARNINGS_PER_KIND) {
			warn(inspection, "the module globals '%.*s' at 0x%" PRIxADDR " are not captured",
				item->name.length > 64 ? 64 : (int)item->name.length, item->name.bytes,
				item->address);
		}
	}
	if (!ra_note_find(space, dump, &inspection->note, err)) {
		return false;
	}
	if (!ra_layout_choose(
			space, dump, inspection->note, &inspection->layout, &inspection->layout_error)) {
		if (inspection->layout_error.kind == RA_ERR_MEMORY) {
			return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "%s", inspection->layout_error.message);
		}
		warn(inspection, "%s", inspection->layout_error.message);
	} else {
		const uint32_t offset = ra_offset(inspection->layout, RA_zend_executor_globals_vm_stack);

		if (offset != RA_ABSENT) {
			ra_read_u64(space, dump->eg_address + offset, &vm_stack);
		}
		if (dump->executor_count > 0 &&
			!ra_glance_threads(dump, space, inspection->layout, &inspection->threads, err)) {
			return false;
		}
		if (inspection->layout->difference_count) {
			warn(inspection,
				"the note block disagrees with the known layout in %" PRIu32 " places: %s",
				inspection->layout->difference_count, inspection->layout->differences);
		}
	}
	if (!ra_heap_open(dump, space, vm_stack, &inspection->heap, err)) {
		return false;
	}
	count_chunks(inspection);
	check_heap(inspection);
	return true;
}

static void check_file(struct ra_inspection *inspection)
{
	const struct ra_dump *dump = inspection->dump;

	if (dump->missing_regions) {
		warn(inspection, "the file is truncated: %" PRIu32 " regions are missing altogether",
			dump->missing_regions);
	}
	if (dump->region_count) {
		const struct ra_region *last = &dump->regions[dump->region_count - 1];

		if (last->present_bytes < last->size_bytes) {
			warn(inspection,
				"the file is truncated: region #%" PRIu32 " lacks %" PRIu64 " of %" PRIu64 " bytes",
				dump->region_count - 1, last->size_bytes - last->present_bytes, last->size_bytes);
		}
	}
	if (dump->trailing_bytes) {
		warn(inspection, "%" PRIu64 " bytes follow the last region", dump->trailing_bytes);
	}
}

/* Asks for one byte of every mapped file that was not captured, so that its binary is looked
 * for. */
static void look_for_binaries(struct ra_inspection *inspection)
{
	const struct ra_dump *dump = inspection->dump;

	for (uint32_t i = 0; i < dump->entry_count; i++) {
		if (inspection->mappings[i].kind == RA_MAPPING_FILE &&
			inspection->mappings[i].captured_bytes == 0) {
			ra_space_extent(inspection->space, dump->entries[i].begin, 1);
		}
	}
}

static bool inspect(struct ra_inspection *inspection, struct ra_dump *dump,
	const struct ra_space_options *options, struct ra_error *err)
{
	inspection->mappings = calloc(dump->entry_count + 1u, sizeof(*inspection->mappings));
	inspection->regions = calloc(dump->region_count + 1u, sizeof(*inspection->regions));
	if (!inspection->mappings || !inspection->regions) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to inspect the dump");
	}
	if (!ra_space_open(dump, options, &inspection->space, err)) {
		return false;
	}
	ra_engine_search(dump, inspection->space, 0, NULL); /* none in it: that shows */
	check_file(inspection);
	if (!check_order(inspection, err) || !read_engine(inspection, err)) {
		return false;
	}
	describe_mappings(inspection);
	look_for_binaries(inspection);
	if (inspection->failed) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the warnings");
	}
	return true;
}

bool ra_inspection_make(struct ra_dump *dump, const struct ra_space_options *options,
	struct ra_inspection **out, struct ra_error *err)
{
	struct ra_inspection *inspection = calloc(1, sizeof(*inspection));

	if (!inspection) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to inspect the dump");
	}
	inspection->dump = dump;
	if (!inspect(inspection, dump, options, err)) {
		ra_inspection_free(inspection);
		return false;
	}
	*out = inspection;
	return true;
}

void ra_inspection_free(struct ra_inspection *inspection)
{
	if (!inspection) {
		return;
	}
	for (uint32_t i = 0; i < inspection->warning_count; i++) {
		free(inspection->warnings[i]);
	}
	free(inspection->warnings);
	free(inspection->mappings);
	free(inspection->regions);
	free(inspection->threads);
	ra_heap_close(inspection->heap);
	ra_layout_free(inspection->layout);
	ra_note_free(inspection->note);
	ra_space_close(inspection->space);
	free(inspection);
}

/* ---- verification ---- */

/* Reads the data of a region. */
static bool read_body(struct ra_inspection *inspection, const struct ra_region *region,
	uint8_t *buffer, size_t buffer_bytes, struct ra_error *err)
{
	struct ra_source *const source = inspection->dump->source;
	const uint64_t end = region->body_offset + region->present_bytes;
	uint64_t at = region->body_offset;

	while (at < end) {
		const uint64_t data = ra_source_next_data(source, at, end);
		const size_t length = end - data < buffer_bytes ? (size_t)(end - data) : buffer_bytes;

		if (!ra_source_stream(source, data, buffer, length, err)) {
			return false;
		}
		inspection->verification.hole_bytes += data - at;
		inspection->verification.read_bytes += data - at + length;
		at = data + length;
	}
	return true;
}

/* The number of free pages, behind the ring's pointers; release candidates of 8.6 have another field before it. */
static bool counts_free_pages(struct ra_inspection *inspection, const struct ra_heap_chunk *chunk)
{
	const uint32_t places[] = {24, inspection->dump->php_minor >= 806 ? 32 : 24};
	uint32_t free_pages;

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (ra_read_u32(inspection->space, chunk->address + places[i], &free_pages) &&
			free_pages + chunk->used_pages == RA_PAGES_PER_CHUNK) {
			return true;
		}
	}
	return false;
}

/* The header of a chunk: its heap, its neighbours in the ring, its number of free pages, and the
 * map entry of the header's own page. */
static bool chunk_is_sound(struct ra_inspection *inspection, uint32_t index)
{
	const struct ra_heap *heap = inspection->heap;
	const struct ra_heap_chunk *chunk = &heap->chunks[index];
	const uint32_t count = heap->chunk_count;
	uint64_t own_heap, next, prev;

	return ra_read_u64(inspection->space, chunk->address, &own_heap) &&
		   ra_read_u64(inspection->space, chunk->address + 8, &next) &&
		   ra_read_u64(inspection->space, chunk->address + 16, &prev) &&
		   own_heap == heap->address && next == heap->chunks[(index + 1) % count].address &&
		   prev == heap->chunks[(index + count - 1) % count].address &&
		   counts_free_pages(inspection, chunk);
}

static void verify_heap(struct ra_inspection *inspection)
{
	const struct ra_heap *heap = inspection->heap;
	uint64_t bad = 0;

	if (!heap || !heap->found) {
		return;
	}
	for (uint32_t i = 0; i < heap->chunk_count; i++) {
		if (!chunk_is_sound(inspection, i) && may_tell(&bad)) {
			warn(inspection, "the chunk at 0x%" PRIxADDR " has an unsound header",
				heap->chunks[i].address);
		}
	}
	tell_rest(inspection, bad, "chunks with unsound headers");
	inspection->verification.chunk_count = heap->chunk_count;
	inspection->verification.bad_chunk_count = (uint32_t)bad;
	for (uint32_t bin = 0; bin < RA_BINS; bin++) {
		inspection->verification.broken_link_count += heap->bin[bin].broken_links;
	}
	if (inspection->verification.broken_link_count) {
		warn(inspection, "%" PRIu64 " free-list pointers lead nowhere",
			inspection->verification.broken_link_count);
	}
	if (heap->live_bytes != heap->usage_bytes) {
		warn(inspection, "the live blocks add up to %" PRIu64 " bytes, the heap counts %" PRIu64,
			heap->live_bytes, heap->usage_bytes);
	}
}

bool ra_inspection_verify(struct ra_inspection *inspection, struct ra_error *err)
{
	const struct ra_dump *dump = inspection->dump;
	const size_t buffer_bytes = 256 * 1024;
	uint8_t *buffer = malloc(buffer_bytes);
	bool sound = buffer || ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to verify the dump");

	for (uint32_t i = 0; sound && i < dump->region_count; i++) {
		sound = read_body(inspection, &dump->regions[i], buffer, buffer_bytes, err);
	}
	free(buffer);
	if (!sound) {
		return false;
	}
	verify_heap(inspection);
	inspection->verification.done = true;
	if (inspection->failed) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the warnings");
	}
	return true;
}
