/* The SQLite file of reli: the rows of a saved graph in tables, with their sums, indexes and views. It is made in a file
 * without a name and then copied to where the output goes, so that a half-made one is never seen. */
#include "export/formats.h"

#ifndef RA_HAVE_SQLITE

bool ra_export_sqlite(const struct ra_snapshot *snapshot, const struct ra_export_options *options,
	struct ra_output *output, struct ra_error *err)
{
	(void)snapshot;
	(void)options;
	(void)output;
	return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
		"this rdump was built without libsqlite3: -f rmem writes the same graph");
}

#else

# include <errno.h>
# include <stdio.h>
# include <stdlib.h>
# include <string.h>
# include <unistd.h>

# include "base/sort.h"
# include "export/saved_rows.h"
# include "store/sqlite_vfs.h"

# define PIECE_BYTES 65536u

static const char schema[] =
	"CREATE TABLE runs (run_id INTEGER PRIMARY KEY, created_at TEXT NOT NULL);"
	"CREATE TABLE summary (run_id INTEGER, key TEXT, value TEXT, PRIMARY KEY (run_id, key));"
	"CREATE TABLE location_types_summary (run_id INTEGER, type TEXT, count INTEGER, memory_usage INTEGER,"
	" PRIMARY KEY (run_id, type));"
	"CREATE TABLE class_objects_summary (run_id INTEGER, class_name TEXT, count INTEGER, memory_usage INTEGER,"
	" PRIMARY KEY (run_id, class_name));"
	"CREATE TABLE context_nodes (run_id INTEGER, node_id INTEGER, type TEXT NOT NULL, canonical_node_id INTEGER,"
	" PRIMARY KEY (run_id, node_id));"
	"CREATE TABLE context_edges (id INTEGER PRIMARY KEY, run_id INTEGER, parent_node_id INTEGER,"
	" child_node_id INTEGER, link_name TEXT NOT NULL, is_tree INTEGER, strength TEXT NOT NULL DEFAULT 'strong');"
	"CREATE TABLE context_node_locations (id INTEGER PRIMARY KEY, run_id INTEGER, node_id INTEGER, address BIGINT,"
	" size BIGINT, location_type TEXT NOT NULL, class_name TEXT, string_value TEXT, refcount INTEGER,"
	" type_info INTEGER, region TEXT, bin_overhead BIGINT DEFAULT 0);"
	"CREATE TABLE context_node_attributes (id INTEGER PRIMARY KEY, run_id INTEGER, node_id INTEGER,"
	" key TEXT NOT NULL, value TEXT);"
	"BEGIN;";

/* After the rows. */
static const char sums_and_indexes[] =
	"INSERT INTO location_types_summary SELECT run_id, location_type, count(*), sum(size)"
	" FROM context_node_locations WHERE region IS NOT NULL AND region <> 'outside' GROUP BY location_type;"
	"INSERT INTO class_objects_summary SELECT run_id, class_name, count(*), sum(size)"
	" FROM context_node_locations WHERE class_name IS NOT NULL AND region IS NOT NULL AND region <> 'outside'"
	" GROUP BY class_name;"
	"CREATE INDEX idx_context_edges_run_parent_tree ON context_edges (run_id, parent_node_id, is_tree);"
	"CREATE INDEX idx_context_edges_run_child ON context_edges (run_id, child_node_id);"
	"CREATE INDEX idx_context_edges_run_link_parent ON context_edges (run_id, link_name, parent_node_id);"
	"CREATE INDEX idx_context_edges_strong_nontree_links ON context_edges"
	" (run_id, link_name, child_node_id, parent_node_id) WHERE is_tree = 0 AND strength = 'strong';"
	"CREATE INDEX idx_context_nodes_canonical ON context_nodes (run_id, canonical_node_id);"
	"CREATE INDEX idx_context_node_locations_run_node ON context_node_locations (run_id, node_id);"
	"CREATE INDEX idx_context_node_locations_run_class ON context_node_locations (run_id, class_name);"
	"CREATE INDEX idx_context_node_locations_run_type_size ON context_node_locations"
	" (run_id, location_type, size);"
	"CREATE INDEX idx_context_node_locations_region_addr_size ON context_node_locations"
	" (run_id, region, address, size);"
	"CREATE INDEX idx_context_node_attributes_run_node ON context_node_attributes (run_id, node_id);"
	"CREATE VIEW v_node_paths AS WITH RECURSIVE paths (run_id, node_id, path, depth) AS ("
	"SELECT run_id, child_node_id, link_name, 0 FROM context_edges WHERE parent_node_id IS NULL AND is_tree = 1"
	" UNION ALL SELECT e.run_id, e.child_node_id, p.path || ' -> ' || e.link_name, p.depth + 1"
	" FROM paths p JOIN context_edges e ON e.run_id = p.run_id AND e.parent_node_id = p.node_id AND e.is_tree = 1)"
	" SELECT run_id, node_id, path, depth FROM paths;"
	"CREATE VIEW v_arrays AS SELECT l.run_id AS run_id, l.node_id AS node_id, l.address AS address,"
	" min(l.size, 56) AS header_size, max(l.size - 56, 0) AS table_size, l.size AS total_size,"
	" CAST(a.value AS INTEGER) AS element_count, l.refcount AS refcount"
	" FROM context_node_locations l"
	" LEFT JOIN context_edges e ON e.run_id = l.run_id AND e.parent_node_id = l.node_id"
	" AND e.link_name = 'array_elements'"
	" LEFT JOIN context_node_attributes a ON a.run_id = l.run_id AND a.node_id = e.child_node_id AND a.key = '#count'"
	" WHERE l.location_type = 'ZendArrayMemoryLocation';"
	/* a look at the indexes, with which SQLite plans whatever is asked */
	"PRAGMA analysis_limit=400; ANALYZE;"
	"COMMIT;";

struct writing {
	struct ra_saved_rows rows;
	struct ra_sqlite sqlite;
	struct ra_error *err;
	sqlite3_stmt *statement;
	char *text; /* a large one, for a moment */
	size_t text_capacity;
	uint32_t *canonical; /* by node */
};

static bool failed(struct writing *writing)
{
	return ra_sqlite_fail(&writing->sqlite, "cannot write the SQLite file", writing->err);
}

static bool no_memory(struct writing *writing)
{
	return ra_fail(writing->err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the export");
}

/* ---- binding ---- */

static bool is_utf8(const uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length;) {
		const uint8_t lead = bytes[i++];
		const unsigned more = lead < 0x80                   ? 0
							  : lead >= 0xc2 && lead < 0xe0 ? 1
							  : lead >= 0xe0 && lead < 0xf0 ? 2
							  : lead >= 0xf0 && lead < 0xf5 ? 3
															: 9;

		if (more > length - i) {
			return false;
		}
		/* no longer form than needed, no surrogate, nothing above the last character */
		if ((lead == 0xe0 && bytes[i] < 0xa0) || (lead == 0xed && bytes[i] >= 0xa0) ||
			(lead == 0xf0 && bytes[i] < 0x90) || (lead == 0xf4 && bytes[i] >= 0x90)) {
			return false;
		}
		for (unsigned k = 0; k < more; k++, i++) {
			if (bytes[i] < 0x80 || bytes[i] >= 0xc0) {
				return false;
			}
		}
	}
	return true;
}

/* Text where it is; bytes that are no UTF-8 are a BLOB, which no reader stumbles over. */
static bool bind_text(struct writing *writing, int place, uint32_t number)
{
	if (number == RA_NO_TEXT) {
		return sqlite3_bind_null(writing->statement, place) == SQLITE_OK || failed(writing);
	}
	const uint32_t length = ra_saved_rows_length(&writing->rows, number);

	if (length >= writing->text_capacity) {
		const size_t capacity = (size_t)length + 4096;
		char *const text = realloc(writing->text, capacity);

		if (!text) {
			return no_memory(writing);
		}
		writing->text = text;
		writing->text_capacity = capacity;
	}
	ra_saved_rows_text(&writing->rows, number, 0, writing->text, length);

	/* copied, as the next text of the row takes its place */
	const int status = is_utf8((const uint8_t *)writing->text, length)
						   ? sqlite3_bind_text(writing->statement, place, writing->text,
								 (int)length, SQLITE_TRANSIENT)
						   : sqlite3_bind_blob(writing->statement, place, writing->text,
								 (int)length, SQLITE_TRANSIENT);

	return status == SQLITE_OK || failed(writing);
}

static void bind_number(struct writing *writing, int place, uint64_t number)
{
	sqlite3_bind_int64(
		writing->statement, place, number > INT64_MAX ? INT64_MAX : (sqlite3_int64)number);
}

static bool prepare(struct writing *writing, const char *text)
{
	return sqlite3_prepare_v2(writing->sqlite.db, text, -1, &writing->statement, NULL) ==
			   SQLITE_OK ||
		   failed(writing);
}

static bool insert(struct writing *writing)
{
	return (sqlite3_step(writing->statement) == SQLITE_DONE &&
			   sqlite3_reset(writing->statement) == SQLITE_OK) ||
		   failed(writing);
}

/* ---- rows ---- */

static bool write_node(struct writing *writing, uint32_t row)
{
	const struct ra_saved_node node = ra_saved_node(&writing->rows.saved, row);

	bind_number(writing, 1, node.id);
	if (writing->canonical[row] == RA_NO_ID) {
		sqlite3_bind_null(writing->statement, 3);
	} else {
		bind_number(writing, 3, writing->canonical[row]);
	}
	return bind_text(writing, 2, node.type) && insert(writing);
}

static bool write_edge(struct writing *writing, uint32_t row)
{
	static const char *const strengths[RA_STRENGTHS] = {"strong", "weak", "structural"};
	const struct ra_saved_edge edge = ra_saved_edge(&writing->rows.saved, row);

	if (edge.from == RA_NO_ID) {
		sqlite3_bind_null(writing->statement, 1);
	} else {
		bind_number(writing, 1, edge.from);
	}
	bind_number(writing, 2, edge.to);
	bind_number(writing, 4, edge.tree);
	sqlite3_bind_text(writing->statement, 5, strengths[edge.strength], -1, SQLITE_STATIC);
	return bind_text(writing, 3, edge.link) && insert(writing);
}

static bool write_location(struct writing *writing, uint32_t row)
{
	const struct ra_saved_location location = ra_saved_location(&writing->rows.saved, row);

	bind_number(writing, 1, location.node);
	bind_number(writing, 2, location.address);
	bind_number(writing, 3, location.bytes);
	if (location.refcount == 0) { /* not counted */
		sqlite3_bind_null(writing->statement, 7);
	} else {
		bind_number(writing, 7, location.refcount);
	}
	return bind_text(writing, 4, location.type) && bind_text(writing, 5, location.class_name) &&
		   bind_text(writing, 6, location.value) && bind_text(writing, 8, location.region) &&
		   insert(writing);
}

static bool write_attribute(struct writing *writing, uint32_t row)
{
	const struct ra_saved_pair pair = ra_saved_attribute(&writing->rows.saved, row);

	bind_number(writing, 1, pair.node);
	return bind_text(writing, 2, pair.key) && bind_text(writing, 3, pair.value) && insert(writing);
}

static bool write_summary(struct writing *writing, uint32_t row)
{
	const struct ra_saved_pair pair = ra_saved_summary(&writing->rows.saved, row);

	return bind_text(writing, 1, pair.key) && bind_text(writing, 2, pair.value) && insert(writing);
}

static const struct {
	enum ra_saved_section section;
	const char *text;
	bool (*write)(struct writing *writing, uint32_t row);
} tables[] = {
	{RA_SAVED_NODES, "INSERT INTO context_nodes VALUES (1, ?1, ?2, ?3)", write_node},
	{RA_SAVED_EDGES, "INSERT INTO context_edges VALUES (NULL, 1, ?1, ?2, ?3, ?4, ?5)", write_edge},
	{RA_SAVED_LOCATIONS,
		"INSERT INTO context_node_locations VALUES (NULL, 1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL, ?8, 0)",
		write_location},
	{RA_SAVED_ATTRIBUTES, "INSERT INTO context_node_attributes VALUES (NULL, 1, ?1, ?2, ?3)",
		write_attribute},
	{RA_SAVED_SUMMARY, "INSERT INTO summary VALUES (1, ?1, ?2)", write_summary},
};

/* Of nodes with one address the first stands for all. */
static bool find_canonical(struct writing *writing)
{
	const struct ra_saved *const saved = &writing->rows.saved;
	const uint32_t nodes = (uint32_t)saved->rows[RA_SAVED_NODES].count;
	const uint32_t count = (uint32_t)saved->rows[RA_SAVED_LOCATIONS].count;
	struct ra_keyed *const list = reallocarray(NULL, (size_t)count + 1, sizeof(*list));

	writing->canonical = reallocarray(NULL, (size_t)nodes + 1, sizeof(*writing->canonical));
	if (!list || !writing->canonical) {
		free(list);
		return no_memory(writing);
	}
	memset(writing->canonical, 0xff, nodes * sizeof(*writing->canonical)); /* RA_NO_ID */
	for (uint32_t i = 0; i < count; i++) {
		const struct ra_saved_location location = ra_saved_location(saved, i);

		list[i] = (struct ra_keyed){.key = location.address, .id = location.node};
	}
	ra_sort_keyed(list, count);
	for (uint32_t begin = 0, end; begin < count; begin = end) {
		for (end = begin + 1; end < count && list[end].key == list[begin].key; end++) {
			writing->canonical[list[begin].id] = list[begin].id;
			writing->canonical[list[end].id] = list[begin].id;
		}
	}
	free(list);
	return true;
}

static bool write_tables(struct writing *writing)
{
	bool done = prepare(writing, "INSERT INTO runs VALUES (1, ?1)");

	if (done) {
		sqlite3_bind_text(writing->statement, 1, writing->rows.saved.created_at, -1, SQLITE_STATIC);
		done = insert(writing);
	}
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]) && done; i++) {
		const uint64_t count = writing->rows.saved.rows[tables[i].section].count;

		sqlite3_finalize(writing->statement);
		writing->statement = NULL;
		done = prepare(writing, tables[i].text);
		for (uint32_t row = 0; row < count && done; row++) {
			done = tables[i].write(writing, row);
		}
	}
	sqlite3_finalize(writing->statement);
	writing->statement = NULL;
	return done;
}

static bool execute(struct writing *writing, const char *text)
{
	return sqlite3_exec(writing->sqlite.db, text, NULL, NULL, NULL) == SQLITE_OK || failed(writing);
}

static bool copy_out(int fd, struct ra_output *output, struct ra_error *err)
{
	char bytes[PIECE_BYTES];
	off_t at = 0;

	for (;;) {
		const ssize_t got = pread(fd, bytes, sizeof(bytes), at);

		if (got == 0) {
			return true;
		}
		if (got < 0 && errno != EINTR) {
			return ra_fail(
				err, RA_ERR_FILE, RA_NOWHERE, "cannot read what was made: %s", strerror(errno));
		}
		if (got > 0) {
			fwrite(bytes, 1, (size_t)got, output->stream); /* a failure is told when it is closed */
			at += got;
		}
	}
}

bool ra_export_sqlite(const struct ra_snapshot *snapshot, const struct ra_export_options *options,
	struct ra_output *output, struct ra_error *err)
{
	struct writing writing = {.err = err};
	int fd = -1;
	bool done = ra_saved_rows_make(snapshot, options, &writing.rows, err) &&
				find_canonical(&writing) && ra_sqlite_create(&writing.sqlite, &fd, err) &&
				execute(&writing, schema) && write_tables(&writing) &&
				execute(&writing, sums_and_indexes);

	ra_sqlite_close(&writing.sqlite);
	done = done && copy_out(fd, output, err);
	if (fd >= 0) {
		close(fd);
	}
	ra_saved_rows_done(&writing.rows);
	free(writing.canonical);
	free(writing.text);
	return done;
}

#endif
