/* See out_inspect.h. Labels stand in columns 2 to 19, values from column 20 on. */
#include "report/out_inspect.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "php/note.h"

#define LABEL        "  %-18s"
#define CONTINUATION "                    "

#define ROW_BYTES    16

/* "1.0 MiB", "12.3 KiB", "640 B" */
static const char *binary_size(char *out, uint64_t bytes)
{
	if (bytes >= 1024 * 1024) {
		snprintf(out, RA_NUMBER_TEXT, "%.1f MiB", (double)bytes / (1024 * 1024));
	} else if (bytes >= 1024) {
		snprintf(out, RA_NUMBER_TEXT, "%.1f KiB", (double)bytes / 1024);
	} else {
		snprintf(out, RA_NUMBER_TEXT, "%" PRIu64 " B", bytes);
	}
	return out;
}

#define BINARY_SIZE(bytes) binary_size((char[RA_NUMBER_TEXT]){0}, (bytes))

static void print_clean(FILE *stream, const char *bytes, size_t length)
{
	char *text = ra_text_clean(bytes, length);

	fputs(text ? text : "(no memory)", stream);
	free(text);
}

static const char *permissions(char *out, const struct ra_map_entry *entry)
{
	out[0] = entry->readable ? 'r' : '-';
	out[1] = entry->writable ? 'w' : '-';
	out[2] = entry->executable ? 'x' : '-';
	out[3] = entry->private ? 'p' : 's';
	out[4] = '\0';
	return out;
}

/* ---- text ---- */

static void print_complete(FILE *stream, const struct ra_dump *dump)
{
	if (dump->missing_bytes == 0) {
		fprintf(stream, LABEL "yes\n", "Complete:");
		return;
	}
	fprintf(stream, LABEL "no, %s%" PRIu64 " bytes missing\n",
		"Complete:", dump->missing_regions ? "at least " : "", dump->missing_bytes);
}

static void print_engine(FILE *stream, const struct ra_inspection *inspection)
{
	if (!inspection->layout) {
		fprintf(stream, LABEL "not recognised: %s\n", "Engine:", inspection->layout_error.message);
	} else {
		fprintf(stream, LABEL "PHP %s (%s)\n", "Engine:", inspection->layout->name,
			inspection->layout->reason);
	}
	fprintf(stream, CONTINUATION "EG %s, CG %s\n",
		inspection->eg_captured ? "captured" : "not captured",
		inspection->cg_captured ? "captured" : "not captured");
	if (inspection->note) {
		fprintf(stream, LABEL "at 0x%" PRIxADDR ", version %" PRIu32 ", %" PRIu32 " rows\n",
			"Note Block:", inspection->note->address, inspection->note->block_version,
			inspection->note->row_count);
	}
}

/* What the extension says of the request. */
static void print_request(FILE *stream, const struct ra_note *note)
{
	const struct {
		const char *label;
		const char *text;
	} lines[] = {
		{"SAPI:", note->sapi},
		{"Host:", note->host},
		{"Command Line:", note->command},
		{"Script:", note->script},
		{"Method:", note->method},
		{"URI:", note->uri},
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		char *const text =
			lines[i].text ? ra_text_clean(lines[i].text, strlen(lines[i].text)) : NULL;

		if (text) {
			fprintf(stream, LABEL "%s\n", lines[i].label, text);
		}
		free(text);
	}
}

static void print_heap(FILE *stream, const struct ra_heap *heap)
{
	if (!heap || !heap->found) {
		fprintf(stream, LABEL "not found\n", "Heap:");
		return;
	}
	fprintf(stream, LABEL "0x%" PRIxADDR ", main chunk 0x%" PRIxADDR "\n", "Heap:", heap->address,
		heap->main_chunk);
	fprintf(stream,
		CONTINUATION "%" PRIu32 " chunks, %" PRIu32 " cached chunks, %" PRIu32 " huge blocks\n",
		heap->chunk_count, heap->cached_chunk_count, heap->huge_count);
	fprintf(stream,
		CONTINUATION "size %" PRIu64 ", real_size %" PRIu64 ", peak %" PRIu64 ", real_peak %" PRIu64
					 " bytes\n",
		heap->usage_bytes, heap->real_usage_bytes, heap->peak_bytes, heap->real_peak_bytes);
	if (heap->limit_bytes >> 62) {
		fputs(CONTINUATION "limit none\n", stream);
	} else {
		fprintf(stream, CONTINUATION "limit %" PRIu64 " bytes\n", heap->limit_bytes);
	}
}

/* What each of ZTS's threads runs, by the number that --thread takes. */
static void print_threads(FILE *stream, const struct ra_inspection *inspection)
{
	const uint32_t count = inspection->dump->executor_count;

	for (uint32_t i = 0; count > 1 && inspection->threads && i < count; i++) {
		const struct ra_glance *const thread = &inspection->threads[i];

		fprintf(stream, CONTINUATION "%" PRIu32 ": %s, ", i + 1, RA_SIZE(thread->usage_bytes));
		if (thread->script[0] == '\0') {
			fputs("nothing", stream);
		}
		print_clean(stream, thread->script, (uint32_t)strlen(thread->script));
		if (thread->function[0]) {
			fputs(" in ", stream);
			print_clean(stream, thread->function, (uint32_t)strlen(thread->function));
			fputs("()", stream);
		}
		fputc('\n', stream);
	}
}

/* What a core file's notes tell. */
static void print_core(FILE *stream, const struct ra_inspection *inspection)
{
	const struct ra_dump *const dump = inspection->dump;

	fprintf(stream, LABEL, "Command:");
	print_clean(stream, dump->command.bytes, dump->command.length);
	fputc('\n', stream);
	if (dump->signal) {
		fprintf(stream, LABEL "%d (%s)\n", "Signal:", dump->signal, strsignal(dump->signal));
	}
	fprintf(stream, LABEL "%" PRIu32 ", with PHP: %" PRIu32 "\n", "Threads:", dump->thread_count,
		dump->executor_count);
	print_threads(stream, inspection);
}

static void print_header(FILE *stream, const struct ra_inspection *inspection)
{
	const struct ra_dump *dump = inspection->dump;

	fprintf(stream,
		"=== Header ===\n" LABEL "%s\n" LABEL "%" PRIu32 "\n" LABEL "%s\n" LABEL "%" PRId64 "\n",
		"Magic:", dump->is_core ? "ELF core file" : "RDUMP",
		"Format Version:", dump->format_version, "PHP Version:", dump->php_version,
		"PID:", dump->pid);
	if (dump->is_core) {
		print_core(stream, inspection);
	}
	fprintf(stream, LABEL "0x%" PRIxADDR "\n" LABEL "0x%" PRIxADDR "\n",
		"EG Address:", dump->eg_address, "CG Address:", dump->cg_address);
	if (dump->rss_bytes < 0) {
		fprintf(stream, LABEL "(unavailable)\n", "RSS at dump:");
	} else {
		fprintf(stream, LABEL "%" PRId64 " bytes\n", "RSS at dump:", dump->rss_bytes);
	}
	fprintf(stream, LABEL "%" PRIu32 "\n" LABEL "%" PRIu32 "\n",
		"Memory Map Count:", dump->entry_count,
		"Region Count:", dump->region_count + dump->missing_regions);
	for (uint32_t i = 0; i < dump->module_globals_count; i++) {
		fprintf(stream, i ? CONTINUATION : LABEL, "Module Globals:");
		print_clean(
			stream, dump->module_globals[i].name.bytes, dump->module_globals[i].name.length);
		fprintf(stream, " 0x%" PRIxADDR "\n", dump->module_globals[i].address);
	}
	fprintf(stream, LABEL "%" PRIu64 " bytes\n", "File Size:", dump->file_bytes);
	print_complete(stream, dump);
	print_engine(stream, inspection);
	print_heap(stream, inspection->heap);
	if (inspection->note) {
		print_request(stream, inspection->note);
	}
}

static void print_map(FILE *stream, const struct ra_inspection *inspection)
{
	const struct ra_dump *dump = inspection->dump;
	char flags[5];

	fputs("\n=== Memory Map ===\n", stream);
	for (uint32_t i = 0; i < dump->entry_count; i++) {
		const struct ra_map_entry *entry = &dump->entries[i];
		const uint64_t captured = inspection->mappings[i].captured_bytes;

		fprintf(stream, "  %" PRIx64 "-%" PRIx64 " %s %08" PRIx64 " ", entry->begin, entry->end,
			permissions(flags, entry), entry->file_offset);
		print_clean(stream, entry->device.bytes, entry->device.length);
		fprintf(stream, " %" PRIu64 " ", entry->inode);
		print_clean(stream, entry->name.bytes, entry->name.length);
		fputs(entry->name.length ? "  " : " ", stream);
		if (captured) {
			fprintf(stream, "(%" PRIu64 " bytes, %.1f%%)\n", captured,
				ra_percent(captured, entry->end - entry->begin));
		} else {
			fputs("-\n", stream);
		}
	}
}

static void print_regions(FILE *stream, const struct ra_inspection *inspection)
{
	const struct ra_dump *dump = inspection->dump;

	fputs("\n=== Regions ===\n", stream);
	for (uint32_t i = 0; i < dump->region_count; i++) {
		const struct ra_region *region = &dump->regions[i];
		const struct ra_region_info *info = &inspection->regions[i];

		fprintf(stream, "  #%" PRIu32 "  0x%" PRIxADDR " - 0x%" PRIxADDR "  (%s)", i,
			region->address, region->address + region->size_bytes, BINARY_SIZE(region->size_bytes));
		if (region->present_bytes < region->size_bytes) {
			fprintf(stream, "  cut after %" PRIu64 " bytes", region->present_bytes);
		}
		if (info->entry && info->entry->name.length) {
			fputs("  ", stream);
			print_clean(stream, info->entry->name.bytes, info->entry->name.length);
		}
		if (info->chunk_count) {
			fprintf(stream, "  %" PRIu32 " chunk%s", info->chunk_count,
				info->chunk_count == 1 ? "" : "s");
		}
		fputc('\n', stream);
	}
}

static void print_totals(FILE *stream, const struct ra_inspection *inspection)
{
	fprintf(stream, "\nTotal: %" PRIu32 " regions, %s\n", inspection->dump->region_count,
		BINARY_SIZE(inspection->captured_bytes));
	for (int kind = 0; kind < RA_MAPPING_KINDS; kind++) {
		const struct ra_mapping_total *total = &inspection->totals[kind];

		if (total->mapping_count) {
			fprintf(stream, "  %-22s%11s of %s in %" PRIu64 " mappings\n",
				ra_mapping_kind_title(kind), BINARY_SIZE(total->captured_bytes),
				BINARY_SIZE(total->mapped_bytes), total->mapping_count);
		}
	}
}

static void print_binaries(FILE *stream, const struct ra_inspection *inspection)
{
	uint32_t count;
	const struct ra_backing_file *files = ra_space_files(inspection->space, &count);

	if (count) {
		fputs("\n=== Binaries ===\n", stream);
	}
	for (uint32_t i = 0; i < count; i++) {
		fputs("  ", stream);
		print_clean(stream, files[i].name.bytes, files[i].name.length);
		fprintf(stream, "  %s\n", files[i].verdict);
	}
}

static void print_verification(FILE *stream, const struct ra_inspection *inspection)
{
	const struct ra_verification *verification = &inspection->verification;

	if (!verification->done) {
		return;
	}
	fprintf(stream, "\n=== Verification ===\n" LABEL "%" PRIu64 " bytes read",
		"Bodies:", verification->read_bytes);
	if (verification->hole_bytes) {
		fprintf(stream, ", %" PRIu64 " of them holes of the file", verification->hole_bytes);
	}
	fprintf(stream,
		"\n" LABEL "%" PRIu32 " checked, %" PRIu32 " unsound\n" LABEL "%" PRIu64 " broken links\n",
		"Chunks:", verification->chunk_count, verification->bad_chunk_count,
		"Free Lists:", verification->broken_link_count);
}

void ra_out_inspect_text(struct ra_output *output, const struct ra_inspection *inspection,
	const struct ra_out_inspect_options *options)
{
	FILE *stream = output->stream;

	print_header(stream, inspection);
	if (!options->no_map) {
		print_map(stream, inspection);
	}
	if (!options->no_regions) {
		print_regions(stream, inspection);
	}
	print_totals(stream, inspection);
	print_binaries(stream, inspection);
	print_verification(stream, inspection);
	if (inspection->warning_count) {
		fputs("\n=== Warnings ===\n", stream);
		for (uint32_t i = 0; i < inspection->warning_count; i++) {
			fprintf(stream, "  %s\n", inspection->warnings[i]);
		}
	}
}

/* ---- JSON ---- */

static json_t *json_count(uint64_t value)
{
	return json_integer(value > INT64_MAX ? INT64_MAX : (json_int_t)value);
}

/* Addresses are hex texts: they do not fit into the numbers of all JSON readers. */
static json_t *json_address(ra_addr address)
{
	char text[24];

	snprintf(text, sizeof(text), "0x%" PRIxADDR, address);
	return json_string(text);
}

static json_t *json_bytes(const char *bytes, size_t length)
{
	char *text = ra_text_valid(bytes, length);
	json_t *value = text ? json_string(text) : NULL;

	free(text);
	return value;
}

static json_t *engine_json(const struct ra_inspection *inspection)
{
	json_t *engine = json_object();

	json_object_set_new(
		engine, "layout", inspection->layout ? json_string(inspection->layout->name) : json_null());
	json_object_set_new(engine, "thread_safe",
		inspection->layout ? json_boolean(inspection->layout->zts) : json_null());
	json_object_set_new(engine, "reason",
		json_string(
			inspection->layout ? inspection->layout->reason : inspection->layout_error.message));
	json_object_set_new(engine, "eg_captured", json_boolean(inspection->eg_captured));
	json_object_set_new(engine, "cg_captured", json_boolean(inspection->cg_captured));
	json_object_set_new(engine, "note_block",
		inspection->note ? json_address(inspection->note->address) : json_null());
	return engine;
}

static json_t *text_or_null(const char *text)
{
	return text ? json_bytes(text, strlen(text)) : json_null();
}

static json_t *request_json(const struct ra_note *note)
{
	json_t *const request = json_object();

	json_object_set_new(request, "sapi", text_or_null(note->sapi));
	json_object_set_new(request, "host", text_or_null(note->host));
	json_object_set_new(request, "command_line", text_or_null(note->command));
	json_object_set_new(request, "script", text_or_null(note->script));
	json_object_set_new(request, "method", text_or_null(note->method));
	json_object_set_new(request, "uri", text_or_null(note->uri));
	return request;
}

static json_t *heap_json(const struct ra_heap *heap)
{
	const struct {
		const char *key;
		uint64_t value;
	} counters[] = {
		{"chunk_count", heap ? heap->chunk_count : 0},
		{"cached_chunk_count", heap ? heap->cached_chunk_count : 0},
		{"huge_count", heap ? heap->huge_count : 0},
		{"size", heap ? heap->usage_bytes : 0},
		{"real_size", heap ? heap->real_usage_bytes : 0},
		{"peak", heap ? heap->peak_bytes : 0},
		{"real_peak", heap ? heap->real_peak_bytes : 0},
		{"limit", heap ? heap->limit_bytes : 0},
		{"live_bytes", heap ? heap->live_bytes : 0},
	};
	json_t *object;

	if (!heap || !heap->found) {
		return json_null();
	}
	object = json_object();
	json_object_set_new(object, "address", json_address(heap->address));
	json_object_set_new(object, "main_chunk", json_address(heap->main_chunk));
	for (size_t i = 0; i < sizeof(counters) / sizeof(counters[0]); i++) {
		json_object_set_new(object, counters[i].key, json_count(counters[i].value));
	}
	json_object_set_new(object, "partial", json_boolean(heap->partial));
	json_object_set_new(object, "counters_agree", json_boolean(heap->counters_agree));
	return object;
}

static json_t *threads_json(const struct ra_inspection *inspection)
{
	json_t *const list = json_array();

	for (uint32_t i = 0; inspection->threads && i < inspection->dump->executor_count; i++) {
		const struct ra_glance *const thread = &inspection->threads[i];
		json_t *const item = json_object();

		json_object_set_new(item, "thread", json_integer((json_int_t)i + 1));
		json_object_set_new(item, "usage_bytes", json_count(thread->usage_bytes));
		json_object_set_new(item, "script", json_bytes(thread->script, strlen(thread->script)));
		json_object_set_new(
			item, "function", json_bytes(thread->function, strlen(thread->function)));
		json_array_append_new(list, item);
	}
	return list;
}

static json_t *core_json(const struct ra_inspection *inspection)
{
	const struct ra_dump *const dump = inspection->dump;
	json_t *const core = json_object();

	json_object_set_new(core, "command", json_bytes(dump->command.bytes, dump->command.length));
	json_object_set_new(core, "signal", dump->signal ? json_integer(dump->signal) : json_null());
	json_object_set_new(core, "threads", json_integer(dump->thread_count));
	json_object_set_new(core, "php_threads", json_integer(dump->executor_count));
	json_object_set_new(core, "php", threads_json(inspection));
	return core;
}

static json_t *header_json(const struct ra_inspection *inspection)
{
	const struct ra_dump *dump = inspection->dump;
	json_t *header = json_object();
	json_t *globals = json_array();

	json_object_set_new(header, "magic", json_string(dump->is_core ? "ELF" : "RDUMP"));
	if (dump->is_core) {
		json_object_set_new(header, "core", core_json(inspection));
	}
	json_object_set_new(header, "format_version", json_integer(dump->format_version));
	json_object_set_new(header, "php_version", json_string(dump->php_version));
	json_object_set_new(header, "pid", json_integer(dump->pid));
	json_object_set_new(header, "eg_address", json_address(dump->eg_address));
	json_object_set_new(header, "cg_address", json_address(dump->cg_address));
	json_object_set_new(
		header, "rss_bytes", dump->rss_bytes < 0 ? json_null() : json_integer(dump->rss_bytes));
	json_object_set_new(header, "memory_map_count", json_integer(dump->entry_count));
	json_object_set_new(header, "region_count",
		json_integer((json_int_t)dump->region_count + dump->missing_regions));
	for (uint32_t i = 0; i < dump->module_globals_count; i++) {
		json_t *item = json_object();

		json_object_set_new(item, "name",
			json_bytes(dump->module_globals[i].name.bytes, dump->module_globals[i].name.length));
		json_object_set_new(item, "address", json_address(dump->module_globals[i].address));
		json_array_append_new(globals, item);
	}
	json_object_set_new(header, "module_globals", globals);
	json_object_set_new(header, "file_size_bytes", json_count(dump->file_bytes));
	json_object_set_new(header, "complete", json_boolean(dump->missing_bytes == 0));
	json_object_set_new(header, "missing_bytes", json_count(dump->missing_bytes));
	json_object_set_new(header, "missing_regions", json_integer(dump->missing_regions));
	json_object_set_new(header, "engine", engine_json(inspection));
	json_object_set_new(header, "heap", heap_json(inspection->heap));
	json_object_set_new(
		header, "request", inspection->note ? request_json(inspection->note) : json_null());
	return header;
}

static json_t *map_json(const struct ra_inspection *inspection)
{
	const struct ra_dump *dump = inspection->dump;
	json_t *list = json_array();
	char flags[5];

	for (uint32_t i = 0; i < dump->entry_count; i++) {
		const struct ra_map_entry *entry = &dump->entries[i];
		json_t *item = json_object();

		json_object_set_new(item, "begin", json_address(entry->begin));
		json_object_set_new(item, "end", json_address(entry->end));
		json_object_set_new(item, "permissions", json_string(permissions(flags, entry)));
		json_object_set_new(item, "offset", json_count(entry->file_offset));
		json_object_set_new(item, "device", json_bytes(entry->device.bytes, entry->device.length));
		json_object_set_new(item, "inode", json_count(entry->inode));
		json_object_set_new(item, "name", json_bytes(entry->name.bytes, entry->name.length));
		json_object_set_new(
			item, "kind", json_string(ra_mapping_kind_key(inspection->mappings[i].kind)));
		json_object_set_new(
			item, "captured_bytes", json_count(inspection->mappings[i].captured_bytes));
		json_array_append_new(list, item);
	}
	return list;
}

static json_t *regions_json(const struct ra_inspection *inspection)
{
	const struct ra_dump *dump = inspection->dump;
	json_t *list = json_array();

	for (uint32_t i = 0; i < dump->region_count; i++) {
		const struct ra_region *region = &dump->regions[i];
		const struct ra_map_entry *entry = inspection->regions[i].entry;
		json_t *item = json_object();

		json_object_set_new(item, "address", json_address(region->address));
		json_object_set_new(item, "size_bytes", json_count(region->size_bytes));
		json_object_set_new(item, "present_bytes", json_count(region->present_bytes));
		json_object_set_new(item, "file_offset", json_count(region->body_offset));
		json_object_set_new(
			item, "name", entry ? json_bytes(entry->name.bytes, entry->name.length) : json_null());
		json_object_set_new(item, "chunk_count", json_integer(inspection->regions[i].chunk_count));
		json_array_append_new(list, item);
	}
	return list;
}

static json_t *totals_json(const struct ra_inspection *inspection)
{
	json_t *totals = json_object();
	json_t *by_kind = json_object();

	json_object_set_new(totals, "regions", json_integer(inspection->dump->region_count));
	json_object_set_new(totals, "captured_bytes", json_count(inspection->captured_bytes));
	for (int kind = 0; kind < RA_MAPPING_KINDS; kind++) {
		const struct ra_mapping_total *total = &inspection->totals[kind];
		json_t *item = json_object();

		json_object_set_new(item, "mappings", json_count(total->mapping_count));
		json_object_set_new(item, "mapped_bytes", json_count(total->mapped_bytes));
		json_object_set_new(item, "captured_bytes", json_count(total->captured_bytes));
		json_object_set_new(by_kind, ra_mapping_kind_key(kind), item);
	}
	json_object_set_new(totals, "by_kind", by_kind);
	return totals;
}

static json_t *verification_json(const struct ra_verification *verification)
{
	json_t *object = json_object();

	json_object_set_new(object, "read_bytes", json_count(verification->read_bytes));
	json_object_set_new(object, "hole_bytes", json_count(verification->hole_bytes));
	json_object_set_new(object, "chunks_checked", json_integer(verification->chunk_count));
	json_object_set_new(object, "chunks_unsound", json_integer(verification->bad_chunk_count));
	json_object_set_new(object, "broken_links", json_count(verification->broken_link_count));
	return object;
}

static json_t *binaries_json(const struct ra_inspection *inspection)
{
	json_t *list = json_array();
	uint32_t count;
	const struct ra_backing_file *files = ra_space_files(inspection->space, &count);

	for (uint32_t i = 0; i < count; i++) {
		json_t *item = json_object();

		json_object_set_new(item, "name", json_bytes(files[i].name.bytes, files[i].name.length));
		json_object_set_new(item, "used", json_boolean(files[i].used));
		json_object_set_new(item, "verdict", json_string(files[i].verdict));
		json_array_append_new(list, item);
	}
	return list;
}

json_t *ra_inspection_json(
	const struct ra_inspection *inspection, const struct ra_out_inspect_options *options)
{
	json_t *root = json_object();
	json_t *warnings = json_array();

	json_object_set_new(root, "header", header_json(inspection));
	if (!options->no_map) {
		json_object_set_new(root, "memory_map", map_json(inspection));
	}
	if (!options->no_regions) {
		json_object_set_new(root, "regions", regions_json(inspection));
	}
	json_object_set_new(root, "totals", totals_json(inspection));
	json_object_set_new(root, "binaries", binaries_json(inspection));
	if (inspection->verification.done) {
		json_object_set_new(root, "verification", verification_json(&inspection->verification));
	}
	for (uint32_t i = 0; i < inspection->warning_count; i++) {
		json_array_append_new(warnings, json_string(inspection->warnings[i]));
	}
	json_object_set_new(root, "warnings", warnings);
	return root;
}

/* ---- a piece of memory ---- */

static void print_place(FILE *stream, const struct ra_inspection *inspection, ra_addr at)
{
	const struct ra_map_entry *entry = ra_space_entry(inspection->space, at);
	struct ra_slot slot;
	char flags[5];

	if (!entry) {
		fprintf(stream, LABEL "none\n", "Mapping:");
	} else {
		fprintf(stream, LABEL "%" PRIx64 "-%" PRIx64 " %s ", "Mapping:", entry->begin, entry->end,
			permissions(flags, entry));
		print_clean(stream, entry->name.bytes, entry->name.length);
		fputc('\n', stream);
	}
	if (inspection->heap && inspection->heap->found &&
		ra_heap_slot_at(inspection->heap, at, &slot)) {
		fprintf(stream, LABEL "0x%" PRIxADDR ", %" PRIu64 " bytes, %s, offset %" PRIu64 "\n",
			"Heap Block:", slot.start, slot.bytes,
			ra_heap_slot_live(inspection->heap, slot.number) ? "live" : "free", at - slot.start);
	}
}

static void print_row(FILE *stream, struct ra_space *space, ra_addr at, uint64_t length)
{
	char hex[ROW_BYTES * 3 + 2] = "";
	char text[ROW_BYTES + 1] = "";
	size_t used = 0;

	for (uint64_t i = 0; i < length; i++) {
		uint8_t byte;

		used += (size_t)snprintf(hex + used, sizeof(hex) - used, i == ROW_BYTES / 2 ? "  " : " ");
		if (ra_space_extent(space, at + i, 1) && ra_read_u8(space, at + i, &byte)) {
			used += (size_t)snprintf(hex + used, sizeof(hex) - used, "%02x", byte);
			text[i] = byte >= 0x20 && byte < 0x7f ? (char)byte : '.';
		} else {
			used += (size_t)snprintf(hex + used, sizeof(hex) - used, "--");
			text[i] = ' ';
		}
	}
	fprintf(stream, "  %016" PRIx64 " %-*s  |%s|\n", at, ROW_BYTES * 3 + 1, hex, text);
}

void ra_out_memory_text(
	struct ra_output *output, const struct ra_inspection *inspection, ra_addr at, uint64_t length)
{
	fprintf(output->stream, "=== Memory at 0x%" PRIxADDR " ===\n", at);
	print_place(output->stream, inspection, at);
	for (uint64_t done = 0; done < length; done += ROW_BYTES) {
		print_row(output->stream, inspection->space, at + done,
			length - done < ROW_BYTES ? length - done : ROW_BYTES);
	}
}

static json_t *run_json(struct ra_space *space, ra_addr at, uint64_t length)
{
	json_t *run = json_object();
	char *hex = malloc(length * 2 + 1);

	json_object_set_new(run, "address", json_address(at));
	for (uint64_t i = 0; hex && i < length; i++) {
		uint8_t byte = 0;

		ra_read_u8(space, at + i, &byte);
		snprintf(hex + i * 2, 3, "%02x", byte);
	}
	json_object_set_new(run, "hex", hex ? json_string(hex) : json_null());
	free(hex);
	return run;
}

json_t *ra_memory_json(const struct ra_inspection *inspection, ra_addr at, uint64_t length)
{
	struct ra_space *space = inspection->space;
	const struct ra_map_entry *entry = ra_space_entry(space, at);
	json_t *root = json_object();
	json_t *runs = json_array();
	struct ra_slot slot;
	uint64_t missing = 0;

	json_object_set_new(root, "address", json_address(at));
	json_object_set_new(root, "length", json_count(length));
	json_object_set_new(
		root, "mapping", entry ? json_bytes(entry->name.bytes, entry->name.length) : json_null());
	if (inspection->heap && inspection->heap->found &&
		ra_heap_slot_at(inspection->heap, at, &slot)) {
		json_t *block = json_object();

		json_object_set_new(block, "address", json_address(slot.start));
		json_object_set_new(block, "bytes", json_count(slot.bytes));
		json_object_set_new(
			block, "live", json_boolean(ra_heap_slot_live(inspection->heap, slot.number)));
		json_object_set_new(root, "heap_block", block);
	}
	for (uint64_t done = 0; done < length;) {
		const uint64_t run = ra_space_extent(space, at + done, length - done);

		if (run == 0) {
			missing++;
			done++;
			continue;
		}
		json_array_append_new(runs, run_json(space, at + done, run));
		done += run;
	}
	json_object_set_new(root, "runs", runs);
	json_object_set_new(root, "missing_bytes", json_count(missing));
	return root;
}
