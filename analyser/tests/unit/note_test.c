/* The note block: read when sound, no block at all when it does not check, and its rows over
 * ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "contract/rdump_note.h"
#include "dump_builder.h"
#include "php/layout.h"
#include "php/note.h"

#define DATA_AT 0x7f0000001000u /* of the library's writable data */
#define NOTE_AT (DATA_AT + 0x40)
#define EG_AT   0x560000001000u

enum { /* ids of rdump_layout_fields.h */
	ID_ZVAL_SIZE = 1000,
	ID_STRING_LENGTH = 3003,
	ID_UNKNOWN = 999999,
};

/* A block under construction; tests spoil it before they use it. */
struct fixture {
	struct test_bytes bytes;
	size_t event_at;
	const char *php_version;
	const char *permissions;
	const char *library;
};

static void add_head(struct fixture *note)
{
	const struct rdump_note_head head = {RDUMP_NOTE_MAGIC, RDUMP_NOTE_VERSION, 0, NOTE_AT};

	bytes_add(&note->bytes, &head, sizeof(head));
}

static struct rdump_note_head *head_of(struct fixture *note)
{
	return (struct rdump_note_head *)note->bytes.bytes;
}

static void add_build(struct fixture *note, uint32_t version_id)
{
	struct rdump_note_build build = {{RDUMP_NOTE_BUILD, sizeof(build)}, version_id, RDUMP_NOTE_ZTS,
		20220829, 0, "8.2.99", "1.2.3"};

	bytes_add(&note->bytes, &build, sizeof(build));
}

static void add_rows(struct fixture *note, const struct rdump_note_layout_row *rows, uint32_t count)
{
	struct rdump_note_table table = {{RDUMP_NOTE_LAYOUT, 0}, count, sizeof(*rows)};
	static const uint8_t padding[8];
	const size_t bytes = sizeof(table) + count * sizeof(*rows);

	table.record.size_bytes = (uint32_t)((bytes + 7) & ~(size_t)7);
	bytes_add(&note->bytes, &table, sizeof(table));
	bytes_add(&note->bytes, rows, count * sizeof(*rows));
	bytes_add(&note->bytes, padding, table.record.size_bytes - bytes);
}

static void add_event(struct fixture *note)
{
	struct rdump_note_event event = {.record = {RDUMP_NOTE_EVENT, sizeof(event)},
		.state = RDUMP_NOTE_VALID,
		.reason = RDUMP_NOTE_REASON_MEMORY_LIMIT,
		.eg_address = EG_AT,
		.time_ns = 1700000000000000001u,
		.usage_bytes = 123,
		.memory_limit_bytes = 1 << 20,
		.line = 42,
		.message_length = 5,
		.file_length = 6,
		.address_count = 1,
		.addresses = {{RDUMP_NOTE_ADDRESS_OUTPUT_GLOBALS, 0, 0x1234}},
		.message = "limit",
		.file = "/a.php"};

	note->event_at = note->bytes.length;
	bytes_add(&note->bytes, &event, sizeof(event));
}

static struct rdump_note_event *event_of(struct fixture *note)
{
	return (struct rdump_note_event *)(note->bytes.bytes + note->event_at);
}

static void add_request(struct fixture *note, uint64_t eg_address, const char *uri)
{
	struct rdump_note_request request = {.record = {RDUMP_NOTE_REQUEST, sizeof(request)},
		.eg_address = eg_address,
		.script_length = 6,
		.uri_length = (uint32_t)strlen(uri),
		.method_length = UINT32_MAX,
		.script = "/a.php"};

	memcpy(request.uri, uri, strlen(uri));
	memset(request.method, 'M', sizeof(request.method));
	bytes_add(&note->bytes, &request, sizeof(request));
}

static void add_process(struct fixture *note)
{
	struct rdump_note_process process = {.record = {RDUMP_NOTE_PROCESS, sizeof(process)},
		.sapi_length = 3,
		.command_length = 12,
		.sapi = "cli",
		.command = "php\0a.php\0\0"};

	bytes_add(&note->bytes, &process, sizeof(process));
}

static const struct rdump_note_layout_row sound_rows[] = {
	{ID_ZVAL_SIZE, 0, 16},
	{ID_STRING_LENGTH, 16, 8},
};

static struct fixture sound_note(void)
{
	struct fixture note = {
		.php_version = "v82", .permissions = "rw-p", .library = "/usr/lib/php/rdump.so"};

	add_head(&note);
	add_build(&note, 80299);
	add_rows(&note, sound_rows, 2);
	add_event(&note);
	head_of(&note)->size_bytes = (uint32_t)note.bytes.length;
	return note;
}

struct opened {
	uint8_t *bytes;
	struct ra_dump *dump;
	struct ra_space *space;
	struct ra_note *note;
};

/* Writes the block into a dump and looks for it there. Ends the fixture. */
static struct opened open_note(struct fixture *note)
{
	static const uint8_t before[NOTE_AT - DATA_AT];
	struct dump_builder builder = dump_of(3, note->php_version);
	struct test_bytes data = {NULL, 0, 0};
	struct opened opened = {NULL, NULL, NULL, NULL};
	const struct ra_dump_options dump_options = {false};
	const struct ra_space_options space_options = {.no_files = true};
	struct ra_error err = {RA_ERR_NONE, 0, ""};
	size_t length;

	bytes_add(&data, before, sizeof(before));
	bytes_add(&data, note->bytes.bytes, note->bytes.length);
	builder.eg_address = EG_AT;
	dump_map(&builder, DATA_AT, DATA_AT + 0x10000, note->permissions, note->library);
	dump_region(&builder, DATA_AT, data.bytes, data.length);
	opened.bytes = dump_bytes(&builder, &length);
	assert_true(ra_dump_parse(opened.bytes, length, &dump_options, &opened.dump, &err));
	assert_true(ra_space_open(opened.dump, &space_options, &opened.space, &err));
	assert_true(ra_note_find(opened.space, opened.dump, &opened.note, &err));
	dump_builder_done(&builder);
	bytes_done(&data);
	bytes_done(&note->bytes);
	return opened;
}

static void close_note(struct opened *opened)
{
	ra_note_free(opened->note);
	ra_space_close(opened->space);
	ra_dump_close(opened->dump);
	free(opened->bytes);
}

static void a_sound_block_is_read(void **state)
{
	struct fixture note = sound_note();
	struct opened opened = open_note(&note);

	(void)state;
	assert_non_null(opened.note);
	assert_int_equal(opened.note->address, NOTE_AT);
	assert_int_equal(opened.note->php_version_id, 80299);
	assert_true(opened.note->zts);
	assert_false(opened.note->debug);
	assert_string_equal(opened.note->php_version, "8.2.99");
	assert_string_equal(opened.note->extension_version, "1.2.3");
	assert_int_equal(opened.note->reason, RA_NOTE_MEMORY_LIMIT);
	assert_int_equal(opened.note->captured_ns, 1700000000000000001u);
	assert_string_equal(opened.note->message, "limit");
	assert_string_equal(opened.note->file, "/a.php");
	assert_int_equal(opened.note->line, 42);
	assert_int_equal(opened.note->globals[RA_NOTE_OUTPUT_GLOBALS], 0x1234);
	assert_int_equal(opened.note->row_count, 2);
	assert_int_equal(opened.note->rows[0].kind, RA_NOTE_SIZE);
	assert_int_equal(opened.note->rows[0].what, RA_STRUCT_zval);
	assert_int_equal(opened.note->rows[1].kind, RA_NOTE_OFFSET);
	assert_int_equal(opened.note->rows[1].what, RA_zend_string_len);
	close_note(&opened);
}

/* Spoils one thing and expects that there is no block. */
static void expect_no_block(struct fixture *note)
{
	struct opened opened = open_note(note);

	assert_null(opened.note);
	close_note(&opened);
}

static void what_does_not_check_is_no_block(void **state)
{
	struct fixture note;

	(void)state;
	note = sound_note(); /* a copy of the bytes elsewhere, in a string that holds a dump */
	head_of(&note)->self += 16;
	expect_no_block(&note);
	note = sound_note();
	head_of(&note)->version++;
	expect_no_block(&note);
	note = sound_note();
	head_of(&note)->size_bytes = sizeof(struct rdump_note_head) - 1;
	expect_no_block(&note);
	note = sound_note(); /* behind the end of the region */
	head_of(&note)->size_bytes += 8;
	expect_no_block(&note);
	note = sound_note();
	head_of(&note)->size_bytes = UINT32_MAX;
	expect_no_block(&note);
	note = sound_note();
	note.permissions = "r--p";
	expect_no_block(&note);
	note = sound_note();
	note.library = "[heap]";
	expect_no_block(&note);
}

static void a_record_that_does_not_fit_ends_the_block(void **state)
{
	static const uint32_t sizes[] = {0, 7, 100000, UINT32_MAX};

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct fixture note = sound_note();
		struct rdump_note_record record;
		struct opened opened;
		uint8_t *const first = note.bytes.bytes + sizeof(struct rdump_note_head);

		memcpy(&record, first, sizeof(record));
		record.size_bytes = sizes[i];
		memcpy(first, &record, sizeof(record));
		opened = open_note(&note);
		assert_non_null(opened.note);
		assert_int_equal(opened.note->php_version_id, 0);
		assert_int_equal(opened.note->row_count, 0);
		close_note(&opened);
	}
}

/* The table of rows with these numbers; returns how many rows were taken. */
static uint32_t rows_taken(uint32_t row_count, uint32_t row_size_bytes)
{
	struct fixture note = sound_note();
	struct rdump_note_table table;
	uint8_t *const at =
		note.bytes.bytes + sizeof(struct rdump_note_head) + sizeof(struct rdump_note_build);
	struct opened opened;
	uint32_t taken;

	memcpy(&table, at, sizeof(table));
	table.row_count = row_count;
	table.row_size_bytes = row_size_bytes;
	memcpy(at, &table, sizeof(table));
	opened = open_note(&note);
	assert_non_null(opened.note);
	assert_int_equal(opened.note->reason, RA_NOTE_MEMORY_LIMIT); /* the next record is read */
	taken = opened.note->row_count;
	close_note(&opened);
	return taken;
}

static void counts_are_bounded_by_the_record(void **state)
{
	(void)state;
	assert_int_equal(rows_taken(2, 12), 2);
	assert_int_equal(rows_taken(UINT32_MAX, 12), 2);
	assert_int_equal(rows_taken(1, 12), 1);
	assert_int_equal(rows_taken(2, 0), 0);
	assert_int_equal(rows_taken(2, 8), 0);
	assert_int_equal(rows_taken(2, UINT32_MAX), 0);
	assert_int_equal(rows_taken(2, 24), 1); /* a later version's longer rows: the first fits */
}

static void strange_rows_are_skipped(void **state)
{
	static const struct rdump_note_layout_row rows[] = {
		{ID_UNKNOWN, 8, 8},
		{ID_STRING_LENGTH, UINT32_MAX, 8}, /* no structure is that large */
		{ID_ZVAL_SIZE, 0, UINT32_MAX},
		{ID_ZVAL_SIZE, 0, 0},
		{ID_STRING_LENGTH, 24, 8},
	};
	struct fixture note = {.php_version = "v82", .permissions = "rw-p", .library = "/rdump.so"};
	struct opened opened;

	(void)state;
	add_head(&note);
	add_rows(&note, rows, sizeof(rows) / sizeof(rows[0]));
	head_of(&note)->size_bytes = (uint32_t)note.bytes.length;
	opened = open_note(&note);
	assert_non_null(opened.note);
	assert_int_equal(opened.note->row_count, 1);
	assert_int_equal(opened.note->rows[0].value, 24);
	close_note(&opened);
}

static void another_threads_event_is_not_ours(void **state)
{
	struct fixture note = sound_note();
	struct opened opened;

	(void)state;
	event_of(&note)->eg_address = EG_AT + 8;
	opened = open_note(&note);
	assert_int_equal(opened.note->reason, RA_NOTE_UNKNOWN);
	assert_null(opened.note->message);
	close_note(&opened);
	note = sound_note();
	event_of(&note)->state = RDUMP_NOTE_FILLING;
	opened = open_note(&note);
	assert_int_equal(opened.note->reason, RA_NOTE_UNKNOWN);
	close_note(&opened);
}

static void lengths_of_texts_are_bounded(void **state)
{
	struct fixture note = sound_note();
	struct opened opened;

	(void)state;
	memset(event_of(&note)->message, 'm', RDUMP_NOTE_MESSAGE_MAX);
	event_of(&note)->message_length = UINT32_MAX;
	event_of(&note)->file_length = 0;
	event_of(&note)->address_count = UINT32_MAX;
	event_of(&note)->addresses[1].id = UINT32_MAX;
	opened = open_note(&note);
	assert_int_equal(strlen(opened.note->message), RDUMP_NOTE_MESSAGE_MAX);
	assert_null(opened.note->file);
	close_note(&opened);
}

static void version_2_tells_of_the_request(void **state)
{
	struct fixture note = sound_note();
	struct opened opened;
	char method[RDUMP_NOTE_METHOD_MAX + 1] = "";

	(void)state;
	add_request(&note, EG_AT + 8, "/of/another/thread");
	add_request(&note, EG_AT, "/b?c=d");
	add_process(&note);
	head_of(&note)->size_bytes = (uint32_t)note.bytes.length;
	opened = open_note(&note);
	assert_non_null(opened.note);
	memset(method, 'M', RDUMP_NOTE_METHOD_MAX);
	assert_int_equal(opened.note->block_version, 2);
	assert_string_equal(opened.note->script, "/a.php");
	assert_string_equal(opened.note->uri, "/b?c=d");
	assert_string_equal(opened.note->method, method);
	assert_string_equal(opened.note->sapi, "cli");
	assert_string_equal(opened.note->command, "php a.php");
	assert_null(opened.note->host);
	assert_int_equal(opened.note->line, 42);
	close_note(&opened);
}

static void version_1_is_read(void **state)
{
	struct fixture note = sound_note();
	struct opened opened;

	(void)state;
	head_of(&note)->version = 1;
	opened = open_note(&note);
	assert_non_null(opened.note);
	assert_int_equal(opened.note->line, 42);
	assert_null(opened.note->sapi);
	assert_null(opened.note->script);
	close_note(&opened);
}

static void the_size_of_struct_stat_is_the_processors(void **state)
{
	static struct ra_layout layout;
	static const struct {
		uint32_t offset;
		uint32_t differences;
	} cases[] = {{1312, 0}, {1296, 0}, {1280, 0}, {1304, 1}, {1328, 1}, {1264, 1}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct ra_note_row row = {
			RA_NOTE_OFFSET, RA_php_basic_globals_user_filter_map, cases[i].offset};
		const struct ra_note note = {.rows = &row, .row_count = 1};
		struct ra_error err = {RA_ERR_NONE, 0, ""};

		memset(&layout, 0, sizeof(layout));
		assert_true(ra_layout_fill(&layout, 80200, false));
		assert_true(ra_note_apply(&note, &layout, false, &err));
		assert_int_equal(ra_offset(&layout, RA_php_basic_globals_user_filter_map), cases[i].offset);
		assert_int_equal(layout.difference_count, cases[i].differences);
		free(layout.differences);
	}
}

static void rows_of_the_block_win_and_differences_are_told(void **state)
{
	static struct ra_layout layout;
	struct ra_note_row rows[] = {
		{RA_NOTE_OFFSET, RA_zend_string_len, 16}, /* agrees */
		{RA_NOTE_OFFSET, RA_zend_op_array_opcodes, 96},
		{RA_NOTE_SIZE, RA_STRUCT_zend_object, 64},
		{RA_NOTE_CONSTANT, RA_CONST_IS_PTR, 99},
	};
	const struct ra_note note = {.rows = rows, .row_count = 4};
	struct ra_error err = {RA_ERR_NONE, 0, ""};

	(void)state;
	assert_true(ra_layout_fill(&layout, 80200, false));
	assert_true(ra_note_apply(&note, &layout, false, &err));
	assert_int_equal(ra_offset(&layout, RA_zend_op_array_opcodes), 96);
	assert_int_equal(ra_sizeof(&layout, RA_STRUCT_zend_object), 64);
	assert_int_equal(ra_const(&layout, RA_CONST_IS_PTR), 99);
	assert_int_equal(layout.difference_count, 3);
	assert_string_equal(layout.differences,
		"zend_op_array.opcodes: 88 in the rows, 96 in the note block; "
		"zend_object.size: 56 in the rows, 64 in the note block; "
		"IS_PTR.value: 13 in the rows, 99 in the note block");
	free(layout.differences);
}

static void an_unknown_version_needs_a_block(void **state)
{
	struct fixture note = sound_note();
	struct opened opened;
	struct ra_layout *layout = NULL;
	struct ra_error err = {RA_ERR_NONE, 0, ""};

	(void)state;
	note.php_version = "v99";
	opened = open_note(&note);
	assert_false(ra_layout_choose(opened.space, opened.dump, NULL, &layout, &err));
	assert_int_equal(err.kind, RA_ERR_UNSUPPORTED);
	assert_non_null(strstr(err.message, "'v99'"));
	assert_true(ra_layout_choose(opened.space, opened.dump, opened.note, &layout, &err));
	assert_true(layout->zts);
	assert_int_equal(ra_offset(layout, RA_zend_string_len), 16);
	/* what the block could tell, but does not, is absent in that version */
	assert_int_equal(ra_offset(layout, RA_zend_array_nNumUsed), RA_ABSENT);
	ra_layout_free(layout);
	close_note(&opened);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sound_block_is_read),
		cmocka_unit_test(what_does_not_check_is_no_block),
		cmocka_unit_test(a_record_that_does_not_fit_ends_the_block),
		cmocka_unit_test(counts_are_bounded_by_the_record),
		cmocka_unit_test(strange_rows_are_skipped),
		cmocka_unit_test(another_threads_event_is_not_ours),
		cmocka_unit_test(lengths_of_texts_are_bounded),
		cmocka_unit_test(version_2_tells_of_the_request),
		cmocka_unit_test(version_1_is_read),
		cmocka_unit_test(the_size_of_struct_stat_is_the_processors),
		cmocka_unit_test(rows_of_the_block_win_and_differences_are_told),
		cmocka_unit_test(an_unknown_version_needs_a_block),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
