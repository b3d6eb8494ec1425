/* Finds, checks and copies the extension's note block, whose binary form is rdump_note.h. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "php/note.h"
#include "contract/rdump_note.h"
#include "php/layout.h"

#define MAX_BLOCK_BYTES (1u << 20)
#define MAX_DIFFERENCES 8u /* that are written out */
#define WINDOW_BYTES    65536u

static const uint8_t magic[RDUMP_NOTE_MAGIC_SIZE] = RDUMP_NOTE_MAGIC;

/* The shared list: what an id of the block means. Ids ascend. */
static const struct known_row {
	uint32_t id;
	const char *structure, *name; /* no name: the structure's size; no structure: a constant */
} known_rows[] = {
#define RDUMP_SIZE(versions, id, structure)                {id, #structure, NULL},
#define RDUMP_FIELD(versions, id, structure, name, member) {id, #structure, #name},
#define RDUMP_VALUE(versions, id, constant)
#include "contract/rdump_layout_fields.h"
#undef RDUMP_SIZE
#undef RDUMP_FIELD
#undef RDUMP_VALUE
};

static const struct known_row known_values[] = {
#define RDUMP_SIZE(versions, id, structure)
#define RDUMP_FIELD(versions, id, structure, name, member)
#define RDUMP_VALUE(versions, id, constant) {id, NULL, #constant},
#include "contract/rdump_layout_fields.h"
#undef RDUMP_SIZE
#undef RDUMP_FIELD
#undef RDUMP_VALUE
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct block { /* a copy of the bytes */
	const uint8_t *bytes;
	uint32_t size_bytes;
};

void ra_note_free(struct ra_note *note)
{
	if (note) {
		free(note->message);
		free(note->file);
		free(note->sapi);
		free(note->host);
		free(note->command);
		free(note->script);
		free(note->uri);
		free(note->method);
		free(note->rows);
		free(note);
	}
}

/* ---- names to enumerators ---- */

/* The lists are in nearly the same order: looking begins behind what was found last. */
static bool find_field(const struct known_row *row, uint32_t *last, uint32_t *found)
{
	for (uint32_t i = 0; i < RA_FIELDS; i++) {
		const uint32_t field = (*last + 1 + i) % RA_FIELDS;

		if (strcmp(ra_field_name(field), row->name) == 0 &&
			strcmp(ra_field_struct_name(field), row->structure) == 0) {
			*last = *found = field;
			return true;
		}
	}
	return false;
}

static bool find_struct(const struct known_row *row, uint32_t *found)
{
	for (uint32_t i = 0; i < RA_STRUCTS; i++) {
		if (strcmp(ra_struct_name(i), row->structure) == 0) {
			*found = i;
			return true;
		}
	}
	return false;
}

static bool find_constant(const struct known_row *row, uint32_t *found)
{
	for (uint32_t i = 0; i < RA_CONSTS; i++) {
		if (strcmp(ra_const_name(i), row->name) == 0) {
			*found = i;
			return true;
		}
	}
	return false;
}

static const struct known_row *find_id(const struct known_row *rows, size_t count, uint32_t id)
{
	size_t low = 0, high = count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (rows[middle].id < id) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low < count && rows[low].id == id ? &rows[low] : NULL;
}

/* ---- records ---- */

static void read_build(struct ra_note *note, const uint8_t *record, uint32_t size_bytes)
{
	struct rdump_note_build build;

	if (size_bytes < sizeof(build)) {
		return;
	}
	memcpy(&build, record, sizeof(build));
	note->php_version_id = build.php_version_id;
	note->zts = build.flags & RDUMP_NOTE_ZTS;
	note->debug = build.flags & RDUMP_NOTE_DEBUG;
	memcpy(note->php_version, build.php_version, sizeof(build.php_version));
	memcpy(note->extension_version, build.extension_version, sizeof(build.extension_version));
}

static void add_row(struct ra_note *note, enum ra_note_what kind, uint32_t what, uint32_t value)
{
	note->rows[note->row_count++] = (struct ra_note_row){kind, what, value};
}

/* The number of rows that really fit into a table's record. */
static uint32_t table_rows(
	const uint8_t *record, uint32_t size_bytes, uint32_t least_row_bytes, uint32_t *row_bytes)
{
	struct rdump_note_table table;
	uint32_t fitting;

	if (size_bytes < sizeof(table)) {
		return 0;
	}
	memcpy(&table, record, sizeof(table));
	if (table.row_size_bytes < least_row_bytes) {
		return 0;
	}
	fitting = (size_bytes - (uint32_t)sizeof(table)) / table.row_size_bytes;
	*row_bytes = table.row_size_bytes;
	return table.row_count < fitting ? table.row_count : fitting;
}

/* Makes room for the rows of one table. */
static bool reserve_rows(struct ra_note *note, uint32_t count)
{
	struct ra_note_row *const larger =
		reallocarray(note->rows, (size_t)note->row_count + count + 1, sizeof(*larger));

	if (!larger) {
		return false;
	}
	note->rows = larger;
	return true;
}

static bool read_layout(struct ra_note *note, const uint8_t *record, uint32_t size_bytes)
{
	uint32_t row_bytes = 0, last = 0, what;
	const uint32_t count =
		table_rows(record, size_bytes, sizeof(struct rdump_note_layout_row), &row_bytes);

	if (!reserve_rows(note, count)) {
		return false;
	}
	for (uint32_t i = 0; i < count; i++) {
		struct rdump_note_layout_row row;
		const struct known_row *known;

		memcpy(&row, record + sizeof(struct rdump_note_table) + (size_t)i * row_bytes, sizeof(row));
		known = find_id(known_rows, COUNT(known_rows), row.id);
		if (!known || row.offset > UINT16_MAX * 4u || row.size_bytes > UINT16_MAX * 4u) {
			continue; /* of a later extension, or not believable */
		}
		if (known->name) {
			if (find_field(known, &last, &what)) {
				add_row(note, RA_NOTE_OFFSET, what, row.offset);
			}
		} else if (row.size_bytes != 0 && find_struct(known, &what)) {
			add_row(note, RA_NOTE_SIZE, what, row.size_bytes);
		}
	}
	return true;
}

/* Numbers of bits to shift by are used as such. */
static bool is_believable(const struct known_row *known, uint32_t value)
{
	return value < 32 || !strstr(known->name, "_SHIFT");
}

static bool read_values(struct ra_note *note, const uint8_t *record, uint32_t size_bytes)
{
	uint32_t row_bytes = 0, what;
	const uint32_t count =
		table_rows(record, size_bytes, sizeof(struct rdump_note_value_row), &row_bytes);

	if (!reserve_rows(note, count)) {
		return false;
	}
	for (uint32_t i = 0; i < count; i++) {
		struct rdump_note_value_row row;
		const struct known_row *known;

		memcpy(&row, record + sizeof(struct rdump_note_table) + (size_t)i * row_bytes, sizeof(row));
		known = find_id(known_values, COUNT(known_values), row.id);
		if (known && is_believable(known, row.value) && find_constant(known, &what)) {
			add_row(note, RA_NOTE_CONSTANT, what, row.value);
		}
	}
	return true;
}

static bool copy_text(char **out, const char *text, uint32_t length, size_t capacity)
{
	if (length == 0) {
		return true;
	}
	*out = strndup(text, length < capacity ? length : capacity);
	return *out != NULL;
}

/* Takes the event of this dump: the one with the header's executor globals. */
static bool read_event(
	struct ra_note *note, const uint8_t *record, uint32_t size_bytes, const struct ra_dump *dump)
{
	struct rdump_note_event event;

	if (size_bytes < sizeof(event)) {
		return true;
	}
	memcpy(&event, record, sizeof(event));
	if (event.state != RDUMP_NOTE_VALID || event.eg_address != dump->eg_address ||
		note->reason != RA_NOTE_UNKNOWN) {
		return true;
	}
	note->reason = event.reason == RDUMP_NOTE_REASON_CALL           ? RA_NOTE_CALL
				   : event.reason == RDUMP_NOTE_REASON_MEMORY_LIMIT ? RA_NOTE_MEMORY_LIMIT
																	: RA_NOTE_UNKNOWN;
	note->thread_id = event.thread_id;
	note->captured_ns = event.time_ns;
	note->usage_bytes = event.usage_bytes;
	note->real_usage_bytes = event.real_usage_bytes;
	note->peak_usage_bytes = event.peak_usage_bytes;
	note->real_peak_usage_bytes = event.real_peak_usage_bytes;
	note->memory_limit_bytes = event.memory_limit_bytes;
	note->line = event.line;
	for (uint32_t i = 0; i < event.address_count && i < RDUMP_NOTE_ADDRESS_MAX; i++) {
		if (event.addresses[i].id < RA_NOTE_ADDRESSES) {
			note->globals[event.addresses[i].id] = event.addresses[i].address;
		}
	}
	return copy_text(&note->message, event.message, event.message_length, sizeof(event.message)) &&
		   copy_text(&note->file, event.file, event.file_length, sizeof(event.file));
}

static bool read_request(
	struct ra_note *note, const uint8_t *record, uint32_t size_bytes, const struct ra_dump *dump)
{
	struct rdump_note_request request;

	if (size_bytes < sizeof(request)) {
		return true;
	}
	memcpy(&request, record, sizeof(request));
	if (request.eg_address != dump->eg_address || note->script || note->uri || note->method) {
		return true;
	}
	return copy_text(
			   &note->script, request.script, request.script_length, sizeof(request.script)) &&
		   copy_text(&note->uri, request.uri, request.uri_length, sizeof(request.uri)) &&
		   copy_text(&note->method, request.method, request.method_length, sizeof(request.method));
}

static bool read_process(struct ra_note *note, const uint8_t *record, uint32_t size_bytes)
{
	struct rdump_note_process process;
	uint32_t length;

	if (size_bytes < sizeof(process) || note->sapi || note->host || note->command) {
		return true;
	}
	memcpy(&process, record, sizeof(process));
	length = process.command_length < sizeof(process.command) ? process.command_length
															  : sizeof(process.command);
	while (length > 0 && process.command[length - 1] == '\0') {
		length--;
	}
	for (uint32_t i = 0; i < length; i++) {
		process.command[i] = process.command[i] == '\0' ? ' ' : process.command[i];
	}
	return copy_text(&note->sapi, process.sapi, process.sapi_length, sizeof(process.sapi)) &&
		   copy_text(&note->host, process.host, process.host_length, sizeof(process.host)) &&
		   copy_text(&note->command, process.command, length, sizeof(process.command));
}

/* Reads the records behind the head. A record that does not fit ends the block. False: no
 * memory. */
static bool read_records(
	struct ra_note *note, const struct block *block, const struct ra_dump *dump)
{
	uint32_t at = sizeof(struct rdump_note_head);

	while (block->size_bytes - at >= sizeof(struct rdump_note_record)) {
		const uint8_t *const bytes = block->bytes + at;
		struct rdump_note_record record;
		bool done = true;

		memcpy(&record, bytes, sizeof(record));
		if (record.kind == RDUMP_NOTE_END || record.size_bytes < sizeof(record) ||
			record.size_bytes > block->size_bytes - at) {
			break;
		}
		switch (record.kind) {
		case RDUMP_NOTE_BUILD:
			read_build(note, bytes, record.size_bytes);
			break;
		case RDUMP_NOTE_LAYOUT:
			done = read_layout(note, bytes, record.size_bytes);
			break;
		case RDUMP_NOTE_VALUES:
			done = read_values(note, bytes, record.size_bytes);
			break;
		case RDUMP_NOTE_EVENT:
			done = read_event(note, bytes, record.size_bytes, dump);
			break;
		case RDUMP_NOTE_REQUEST:
			done = read_request(note, bytes, record.size_bytes, dump);
			break;
		case RDUMP_NOTE_PROCESS:
			done = read_process(note, bytes, record.size_bytes);
			break;
		default: /* of a later extension */
			break;
		}
		if (!done) {
			return false;
		}
		at += record.size_bytes;
	}
	return true;
}

/* ---- finding it ---- */

/* Version 2 has kinds of records that version 1 has not. */
static bool is_readable(uint32_t version)
{
	return version >= 1 && version <= RDUMP_NOTE_VERSION;
}

/* Reads the block whose magic stands at `at`. *out stays NULL when it is none. */
static bool read_block(struct ra_space *space, const struct ra_dump *dump, ra_addr at,
	struct ra_note **out, struct ra_error *err)
{
	struct rdump_note_head head;
	struct block block = {NULL, 0};
	struct ra_note *note;
	uint8_t *bytes;
	bool done;

	if (!ra_space_captured(space, at, sizeof(head)) ||
		!ra_space_read(space, at, &head, sizeof(head)) || !is_readable(head.version) ||
		head.self != at || head.size_bytes < sizeof(head) || head.size_bytes > MAX_BLOCK_BYTES ||
		!ra_space_captured(space, at, head.size_bytes)) {
		return true;
	}
	note = calloc(1, sizeof(*note));
	block.bytes = bytes = malloc(head.size_bytes);
	block.size_bytes = head.size_bytes;
	done = note && bytes && ra_space_read(space, at, bytes, head.size_bytes) &&
		   read_records(note, &block, dump);
	free(bytes);
	if (!done) {
		ra_note_free(note);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the note block");
	}
	note->address = at;
	note->block_version = head.version;
	*out = note;
	return true;
}

static bool search_region(struct ra_space *space, const struct ra_dump *dump,
	const struct ra_region *region, struct ra_note **out, struct ra_error *err)
{
	uint8_t window[WINDOW_BYTES];
	uint64_t done = -region->address % RDUMP_NOTE_ALIGNMENT;

	while (done < region->present_bytes) {
		const uint64_t data = ra_source_next_data(dump->source, region->body_offset + done,
								  region->body_offset + region->present_bytes) -
							  region->body_offset;

		if (data >= done + sizeof(window)) { /* a hole */
			done += (data - done) / sizeof(window) * sizeof(window);
			continue;
		}
		const uint64_t left = region->present_bytes - done;
		const uint64_t length = left < sizeof(window) ? left : sizeof(window);
		const ra_addr at = region->address + done;

		if (!ra_space_scan(space, at, window, length)) {
			return true; /* only of overlapping regions */
		}
		for (uint64_t i = 0; i + sizeof(magic) <= length; i += RDUMP_NOTE_ALIGNMENT) {
			if (memcmp(window + i, magic, sizeof(magic)) == 0 &&
				!read_block(space, dump, at + i, out, err)) {
				return false;
			}
			if (*out) {
				return true;
			}
		}
		done += sizeof(window);
	}
	return true;
}

bool ra_note_find(
	struct ra_space *space, const struct ra_dump *dump, struct ra_note **out, struct ra_error *err)
{
	*out = NULL;
	/* It is an initialised variable: in the writable data of a library, or of the PHP binary.
	 * Regions are searched, not map entries: their sizes are true, so the time is bounded. */
	for (uint32_t i = 0; i < dump->region_count && !*out; i++) {
		const struct ra_map_entry *const entry = ra_space_entry(space, dump->regions[i].address);

		if (entry && entry->writable && entry->private && entry->name.length > 0 &&
			entry->name.bytes[0] == '/' &&
			!search_region(space, dump, &dump->regions[i], out, err)) {
			return false;
		}
	}
	return true;
}

/* ---- putting it into a layout ---- */

static const char *row_name(const struct ra_note_row *row, const char **member)
{
	switch (row->kind) {
	case RA_NOTE_OFFSET:
		*member = ra_field_name(row->what);
		return ra_field_struct_name(row->what);
	case RA_NOTE_SIZE:
		*member = "size";
		return ra_struct_name(row->what);
	default:
		*member = "value";
		return ra_const_name(row->what);
	}
}

static bool add_difference(struct ra_layout *layout, const struct ra_note_row *row,
	uint32_t rows_value, struct ra_error *err)
{
	const char *member;
	const char *const structure = row_name(row, &member);
	char *text = NULL;
	int length;

	layout->difference_count++;
	if (layout->difference_count > MAX_DIFFERENCES) {
		return true;
	}
	length = asprintf(&text, "%s%s%s.%s: %" PRId32 " in the rows, %" PRIu32 " in the note block",
		layout->differences ? layout->differences : "", layout->differences ? "; " : "", structure,
		member, (int32_t)rows_value, row->value);
	if (length < 0) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the layout's differences");
	}
	free(layout->differences);
	layout->differences = text;
	return true;
}

/* Not a field that moved: php_basic_globals has struct stat in it once or twice, which the rows have as x86-64 does, 144
 * bytes; arm64's has 128. */
static bool is_processors(const struct ra_note_row *row, uint32_t rows_value)
{
	enum {
		STAT_DIFFERENCE = 16
	};

	return row->kind == RA_NOTE_OFFSET && row->what == RA_php_basic_globals_user_filter_map &&
		   (rows_value - row->value == STAT_DIFFERENCE ||
			   rows_value - row->value == 2 * STAT_DIFFERENCE);
}

/* What the list names is absent, unless the block tells. */
static void forget_known(struct ra_layout *layout)
{
	uint32_t last = 0, what;

	for (size_t i = 0; i < COUNT(known_rows); i++) {
		if (known_rows[i].name && find_field(&known_rows[i], &last, &what)) {
			layout->offset[what] = RA_ABSENT;
		}
	}
	for (size_t i = 0; i < COUNT(known_values); i++) {
		if (find_constant(&known_values[i], &what)) {
			layout->constant[what] = RA_ABSENT;
		}
	}
}

bool ra_note_apply(
	const struct ra_note *note, struct ra_layout *layout, bool complete, struct ra_error *err)
{
	if (complete) {
		forget_known(layout);
	}
	layout->output_globals = note->globals[RA_NOTE_OUTPUT_GLOBALS];
	layout->file_globals = note->globals[RA_NOTE_FILE_GLOBALS];
	for (uint32_t i = 0; i < note->row_count; i++) {
		const struct ra_note_row *const row = &note->rows[i];
		uint32_t *const value = row->kind == RA_NOTE_OFFSET ? &layout->offset[row->what]
								: row->kind == RA_NOTE_SIZE ? &layout->size[row->what]
															: &layout->constant[row->what];

		if (*value != row->value) {
			if (!complete && !is_processors(row, *value) &&
				!add_difference(layout, row, *value, err)) {
				return false;
			}
			*value = row->value;
		}
	}
	return true;
}
