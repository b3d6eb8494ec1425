/* See sqlite_file.h. A database can hold a view where a table is expected, pages that are reached again and again, and
 * texts that are none; so tables must be tables, and rows, bytes and steps are bounded by the size of the file. */
#include "store/sqlite_file.h"

#ifndef RA_HAVE_SQLITE

bool ra_sqlite_read(
	struct ra_source *source, uint64_t run_id, struct ra_saved *out, struct ra_error *err)
{
	(void)source;
	(void)run_id;
	(void)out;
	return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
		"a SQLite file: this rdump was built without libsqlite3, and reads .rmem files and dumps");
}

#else

# include <inttypes.h>
# include <stdio.h>
# include <stdlib.h>
# include <string.h>

# include "base/format.h"
# include "graph/graph.h"
# include "store/sqlite_vfs.h"

# define STEPS_PER_CALL 100000
# define STEPS_PER_BYTE 64u
# define FREE_STEPS     (UINT64_C(1) << 28)
# define BYTES_PER_ROW  4u
# define SLACK          (UINT64_C(1) << 16)

enum {
	MAX_COLUMNS = 10,
	NAMED_RUNS = 8
};

struct reading {
	struct ra_sqlite sqlite;
	struct ra_saved *out;
	struct ra_error *err;
	uint64_t run_id;
	uint64_t steps_left, rows_left, bytes_left;
	struct ra_graph *texts; /* only its names */
	uint32_t *text_of;      /* number of the dictionary by name */
	uint32_t text_of_count, text_of_capacity;
	int64_t *node_ids; /* by row, ascending */
	uint32_t node_count, node_capacity;
};

static int count_steps(void *context)
{
	struct reading *const reading = context;

	reading->steps_left -=
		reading->steps_left < STEPS_PER_CALL ? reading->steps_left : STEPS_PER_CALL;
	return reading->steps_left == 0;
}

static bool no_memory(struct reading *reading)
{
	return ra_fail(reading->err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the saved graph");
}

static bool too_much(struct reading *reading)
{
	return ra_fail(reading->err, RA_ERR_FORMAT, RA_NOWHERE,
		"the SQLite file is corrupt: its tables hold more than the file can");
}

/* ---- tables ---- */

struct column {
	const char *name;
	const char *instead; /* of a column that older files do not have; NULL: it must be there */
};

struct table {
	const char *name;
	const char *order;
	struct column columns[MAX_COLUMNS];
	bool (*add)(struct reading *reading, sqlite3_stmt *row);
};

static sqlite3_stmt *prepare(struct reading *reading, const char *text)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(reading->sqlite.db, text, -1, &statement, NULL) != SQLITE_OK) {
		ra_sqlite_fail(&reading->sqlite, "cannot read the SQLite file", reading->err);
		return NULL;
	}
	return statement;
}

/* Whether the query has a row; with a text bound to each `?`. Also false when that cannot be told, and then *err says so. */
static bool has_row(
	struct reading *reading, const char *query, const char *first, const char *second)
{
	sqlite3_stmt *const statement = prepare(reading, query);
	int status = SQLITE_ERROR;

	if (!statement) {
		return false;
	}
	if (sqlite3_bind_text(statement, 1, first, -1, SQLITE_STATIC) == SQLITE_OK &&
		(!second || sqlite3_bind_text(statement, 2, second, -1, SQLITE_STATIC) == SQLITE_OK)) {
		status = sqlite3_step(statement);
	}
	if (status != SQLITE_ROW && status != SQLITE_DONE) {
		ra_sqlite_fail(&reading->sqlite, "cannot read the SQLite file", reading->err);
	}
	sqlite3_finalize(statement);
	return status == SQLITE_ROW;
}

static bool is_table(struct reading *reading, const char *name)
{
	return has_row(reading,
		"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1 AND rootpage > 0", name,
		NULL);
}

static bool has_column(struct reading *reading, const char *table, const char *column)
{
	return has_row(reading, "SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2", table, column);
}

static char *query_of(struct reading *reading, const struct table *table)
{
	struct ra_buffer query = {0};

	for (unsigned i = 0; i < MAX_COLUMNS && table->columns[i].name; i++) {
		const struct column *const column = &table->columns[i];
		const bool there = !column->instead || has_column(reading, table->name, column->name);

		ra_buffer_printf(
			&query, "%s%s", i == 0 ? "SELECT " : ", ", there ? column->name : column->instead);
	}
	/* the + keeps an index out of it: rows are wanted in the order in which they lie */
	ra_buffer_printf(&query, " FROM %s WHERE +run_id = ?1 ORDER BY %s", table->name, table->order);
	return ra_buffer_take(&query);
}

static bool read_table(struct reading *reading, const struct table *table)
{
	if (!is_table(reading, table->name)) {
		return ra_fail(reading->err, RA_ERR_FORMAT, RA_NOWHERE,
			"the SQLite file has no table %s: it is none of reli's", table->name);
	}
	char *const query = query_of(reading, table);
	sqlite3_stmt *const statement = query ? prepare(reading, query) : NULL;
	int status = SQLITE_ERROR;
	bool done = statement != NULL && reading->err->kind == RA_ERR_NONE;

	free(query);
	if (done) {
		sqlite3_bind_int64(statement, 1, (sqlite3_int64)reading->run_id);
	}
	while (done && (status = sqlite3_step(statement)) == SQLITE_ROW) {
		done = (reading->rows_left-- > 0 || too_much(reading)) && table->add(reading, statement);
	}
	if (done && status != SQLITE_DONE) {
		done = status == SQLITE_INTERRUPT
				   ? too_much(reading)
				   : ra_sqlite_fail(&reading->sqlite, "cannot read the SQLite file", reading->err);
	} else if (!statement) {
		done = no_memory(reading); /* or what was said */
	}
	sqlite3_finalize(statement);
	return done;
}

/* ---- values ---- */

struct value {
	const void *bytes;
	size_t length;
};

/* Text or bytes, as they are stored. */
static bool value_of(struct reading *reading, sqlite3_stmt *row, int column, struct value *value)
{
	const bool blob = sqlite3_column_type(row, column) == SQLITE_BLOB;

	value->bytes =
		blob ? sqlite3_column_blob(row, column) : (const void *)sqlite3_column_text(row, column);
	value->length = (size_t)sqlite3_column_bytes(row, column);
	if (!value->bytes && (!blob || value->length > 0)) {
		return no_memory(reading);
	}
	if (value->length > reading->bytes_left) {
		return too_much(reading);
	}
	reading->bytes_left -= value->length;
	return true;
}

/* The number of a text that occurs often. */
static bool text_of(struct reading *reading, sqlite3_stmt *row, int column, uint32_t *text)
{
	struct value value;

	*text = RA_NO_TEXT;
	if (sqlite3_column_type(row, column) == SQLITE_NULL) {
		return true;
	}
	if (!value_of(reading, row, column, &value)) {
		return false;
	}
	const ra_name name =
		ra_graph_intern(reading->texts, value.bytes ? value.bytes : "", value.length);

	if (ra_graph_failed(reading->texts)) {
		return no_memory(reading);
	}
	if (name >= reading->text_of_capacity) {
		const uint32_t capacity =
			name < UINT32_MAX / 2 ? (name < 512 ? 1024 : name * 2) : UINT32_MAX - 1;
		uint32_t *const numbers =
			name < capacity ? reallocarray(reading->text_of, capacity, sizeof(*numbers)) : NULL;

		if (!numbers) {
			return no_memory(reading);
		}
		reading->text_of = numbers;
		reading->text_of_capacity = capacity;
	}
	while (reading->text_of_count <= name) {
		reading->text_of[reading->text_of_count++] = RA_NO_TEXT;
	}
	if (reading->text_of[name] == RA_NO_TEXT) {
		reading->text_of[name] = reading->out->text_count;
		if (!ra_saved_add_text(reading->out, value.bytes, value.length)) {
			return no_memory(reading);
		}
	}
	*text = reading->text_of[name];
	return true;
}

/* The contents of a string: a text of its own. */
static bool content_of(struct reading *reading, sqlite3_stmt *row, int column, uint32_t *text)
{
	struct value value;

	*text = RA_NO_TEXT;
	if (sqlite3_column_type(row, column) == SQLITE_NULL) {
		return true;
	}
	*text = reading->out->text_count;
	return value_of(reading, row, column, &value) &&
		   (ra_saved_add_text(reading->out, value.bytes, value.length) || no_memory(reading));
}

/* The row of a node; RA_NO_ID: there is none. */
static uint32_t node_of(const struct reading *reading, int64_t id)
{
	uint32_t low = 0, high = reading->node_count;

	if (id >= 0 && id < reading->node_count && reading->node_ids[id] == id) {
		return (uint32_t)id;
	}
	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (reading->node_ids[middle] < id) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low < reading->node_count && reading->node_ids[low] == id ? low : RA_NO_ID;
}

static bool node_in(struct reading *reading, sqlite3_stmt *row, int column, uint32_t *node)
{
	*node = node_of(reading, sqlite3_column_int64(row, column));
	return *node != RA_NO_ID || ra_fail(reading->err, RA_ERR_FORMAT, RA_NOWHERE,
									"the SQLite file names a node that is not there: %" PRId64,
									(int64_t)sqlite3_column_int64(row, column));
}

static uint32_t number_in(sqlite3_stmt *row, int column)
{
	const int64_t number = sqlite3_column_int64(row, column);

	return number < 0 ? 0 : number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}

static uint8_t *new_row(struct reading *reading, enum ra_saved_section section, size_t length)
{
	uint8_t *const at = ra_rows_add(&reading->out->rows[section], length);

	if (!at) {
		no_memory(reading);
	}
	return at;
}

/* ---- rows ---- */

static bool add_node(struct reading *reading, sqlite3_stmt *row)
{
	const int64_t id = sqlite3_column_int64(row, 0);
	uint32_t type;

	if (reading->node_count == reading->node_capacity) {
		const uint32_t capacity = reading->node_capacity ? reading->node_capacity * 2 : 1024;
		int64_t *const ids = reading->node_capacity < UINT32_MAX / 2
								 ? reallocarray(reading->node_ids, capacity, sizeof(*ids))
								 : NULL;

		if (!ids) {
			return no_memory(reading);
		}
		reading->node_ids = ids;
		reading->node_capacity = capacity;
	}
	if (reading->node_count > 0 && reading->node_ids[reading->node_count - 1] >= id) {
		return ra_fail(reading->err, RA_ERR_FORMAT, RA_NOWHERE,
			"the SQLite file has the node %" PRId64 " twice", id);
	}
	if (!text_of(reading, row, 1, &type)) {
		return false;
	}
	uint8_t *const at = new_row(reading, RA_SAVED_NODES, RA_NODE_ROW);

	if (!at) {
		return false;
	}
	ra_put32(at, reading->node_count);
	ra_put32(at + 8, type);
	ra_put32(at + 12, RA_NO_TEXT);
	reading->node_ids[reading->node_count++] = id;
	return true;
}

static enum ra_strength strength_of(const struct reading *reading, uint32_t text)
{
	return ra_saved_text_is(reading->out, text, "weak")         ? RA_WEAK
		   : ra_saved_text_is(reading->out, text, "structural") ? RA_STRUCTURAL
																: RA_STRONG;
}

static bool add_edge(struct reading *reading, sqlite3_stmt *row)
{
	uint32_t from = RA_NO_ID, to, link, strength;

	if ((sqlite3_column_type(row, 0) != SQLITE_NULL && !node_in(reading, row, 0, &from)) ||
		!node_in(reading, row, 1, &to) || !text_of(reading, row, 2, &link) ||
		!text_of(reading, row, 4, &strength)) {
		return false;
	}
	uint8_t *const at = new_row(reading, RA_SAVED_EDGES, RA_EDGE_ROW);

	if (!at) {
		return false;
	}
	ra_put32(at, from);
	ra_put32(at + 4, to);
	ra_put32(at + 8, link);
	at[12] = sqlite3_column_int(row, 3) != 0;
	at[13] = (uint8_t)strength_of(reading, strength);
	return true;
}

static bool add_location(struct reading *reading, sqlite3_stmt *row)
{
	uint32_t node, type, class_name, value, region;

	if (!node_in(reading, row, 0, &node) || !text_of(reading, row, 3, &type) ||
		!text_of(reading, row, 4, &class_name) || !content_of(reading, row, 5, &value) ||
		!text_of(reading, row, 7, &region)) {
		return false;
	}
	uint8_t *const at = new_row(reading, RA_SAVED_LOCATIONS, RA_LOCATION_ROW);

	if (!at) {
		return false;
	}
	ra_put32(at, node);
	ra_put32(at + 4, type);
	ra_put32(at + 8, class_name);
	ra_put64(at + 12, (uint64_t)sqlite3_column_int64(row, 1));
	ra_put64(
		at + 20, sqlite3_column_int64(row, 2) > 0 ? (uint64_t)sqlite3_column_int64(row, 2) : 0);
	ra_put32(at + 28, value);
	ra_put32(at + 32, number_in(row, 6));
	ra_put32(at + 40, region);
	return true;
}

static bool add_attribute(struct reading *reading, sqlite3_stmt *row)
{
	uint32_t node, key, value;

	if (!node_in(reading, row, 0, &node) || !text_of(reading, row, 1, &key) ||
		!text_of(reading, row, 2, &value)) {
		return false;
	}
	uint8_t *const at = new_row(reading, RA_SAVED_ATTRIBUTES, RA_ATTRIBUTE_ROW);

	if (!at) {
		return false;
	}
	ra_put32(at, node);
	ra_put32(at + 4, key);
	ra_put32(at + 8, value);
	return true;
}

static bool add_summary(struct reading *reading, sqlite3_stmt *row)
{
	uint32_t key, value;

	if (!text_of(reading, row, 0, &key) || !text_of(reading, row, 1, &value)) {
		return false;
	}
	uint8_t *const at = new_row(reading, RA_SAVED_SUMMARY, RA_SUMMARY_ROW);

	if (!at) {
		return false;
	}
	ra_put32(at, key);
	ra_put32(at + 4, value);
	return true;
}

static const struct table tables[] = {
	{"context_nodes", "node_id", {{"node_id", NULL}, {"type", NULL}}, add_node},
	{"context_edges", "rowid",
		{{"parent_node_id", NULL}, {"child_node_id", NULL}, {"link_name", NULL}, {"is_tree", "1"},
			{"strength", "'strong'"}},
		add_edge},
	{"context_node_locations", "rowid",
		{{"node_id", NULL}, {"address", NULL}, {"size", NULL}, {"location_type", NULL},
			{"class_name", "NULL"}, {"string_value", "NULL"}, {"refcount", "0"},
			{"region", "NULL"}},
		add_location},
	{"context_node_attributes", "rowid", {{"node_id", NULL}, {"key", NULL}, {"value", NULL}},
		add_attribute},
	{"summary", "rowid", {{"key", NULL}, {"value", NULL}}, add_summary},
};

/* ---- runs ---- */

/* "1, 2, 5": those that there are. */
static char *runs_text(struct reading *reading)
{
	sqlite3_stmt *const statement = prepare(reading, "SELECT run_id FROM runs ORDER BY run_id");
	struct ra_buffer text = {0};
	unsigned count = 0;

	while (statement && count <= NAMED_RUNS && sqlite3_step(statement) == SQLITE_ROW) {
		if (count < NAMED_RUNS) {
			ra_buffer_printf(&text, "%s%" PRId64, count > 0 ? ", " : "",
				(int64_t)sqlite3_column_int64(statement, 0));
		} else {
			ra_buffer_text(&text, ", ...");
		}
		count++;
	}
	sqlite3_finalize(statement);
	ra_buffer_text(&text, count == 0 ? "none" : "");
	return ra_buffer_take(&text);
}

static bool read_run(struct reading *reading)
{
	if (!is_table(reading, "runs")) {
		return ra_fail(reading->err, RA_ERR_FORMAT, RA_NOWHERE,
			"the SQLite file has no table runs: it is none of reli's");
	}
	sqlite3_stmt *const statement =
		prepare(reading, "SELECT created_at FROM runs WHERE run_id = ?1");
	bool found = false;

	if (!statement) {
		return false;
	}
	sqlite3_bind_int64(statement, 1, (sqlite3_int64)reading->run_id);
	if (sqlite3_step(statement) == SQLITE_ROW) {
		const unsigned char *const text = sqlite3_column_text(statement, 0);

		snprintf(reading->out->created_at, sizeof(reading->out->created_at), "%s",
			text ? (const char *)text : "");
		found = text || sqlite3_column_type(statement, 0) == SQLITE_NULL || no_memory(reading);
	}
	if (sqlite3_errcode(reading->sqlite.db) != SQLITE_ROW &&
		sqlite3_errcode(reading->sqlite.db) != SQLITE_DONE) {
		ra_sqlite_fail(&reading->sqlite, "cannot read the SQLite file", reading->err);
		found = false;
	}
	sqlite3_finalize(statement);
	if (!found && reading->err->kind == RA_ERR_NONE) {
		char *const runs = runs_text(reading);

		ra_fail(reading->err, RA_ERR_FORMAT, RA_NOWHERE,
			"run %" PRIu64 " is not in the SQLite file; there are: %s (--run-id)", reading->run_id,
			runs ? runs : "?");
		free(runs);
	}
	return found;
}

bool ra_sqlite_read(
	struct ra_source *source, uint64_t run_id, struct ra_saved *out, struct ra_error *err)
{
	const uint64_t size = source->size_bytes;
	struct ra_error local = {0};
	struct reading reading = {.out = out,
		.err = err ? err : &local,
		.run_id = run_id ? run_id : 1,
		.steps_left = FREE_STEPS + size * STEPS_PER_BYTE,
		.rows_left = size / BYTES_PER_ROW + SLACK,
		.bytes_left = size * 2 + SLACK};
	bool done = ra_graph_new(&reading.texts, reading.err) &&
				ra_sqlite_open(&reading.sqlite, source, -1, reading.err);

	if (done) {
		sqlite3_progress_handler(reading.sqlite.db, STEPS_PER_CALL, count_steps, &reading);
		done = read_run(&reading);
	}
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]) && done; i++) {
		done = read_table(&reading, &tables[i]);
	}
	ra_sqlite_close(&reading.sqlite);
	ra_graph_free(reading.texts);
	free(reading.text_of);
	free(reading.node_ids);
	return done;
}

#endif
