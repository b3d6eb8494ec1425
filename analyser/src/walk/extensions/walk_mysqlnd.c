/* mysqlnd, the client library behind mysqli and pdo_mysql: connections, prepared statements, and
 * results with the rows that they buffer.
 *
 * Offsets: debug information of ext/mysqlnd, ext/mysqli and ext/pdo_mysql of 8.2.32; the public
 * headers of mysqlnd say the same. Connections and statements carry their own proof: error
 * information, upsert status and options are embedded, and pointed to from beside. So they are tried
 * on every version, and believed where that holds. A result lies in its own memory pool, which is
 * an arena of blocks: its connection must be one, and the pool must hold it.
 *
 * Persistent connections lie outside the heap and are not followed. */
#include "walk/engine/walk_tables.h"
#include "walk/engine/walk_values.h"
#include "walk/extensions/extensions.h"
#include "walk/extensions/walk_parts.h"

#define MAX_POOL_BLOCKS 1000000u
#define MAX_FIELDS      4096u
#define PLUGINS         128u /* bytes: a pointer for each, behind most structures */

enum { /* MYSQLND_RES */
	RES_CONN = 0,
	RES_FIELD_COUNT = 12,
	RES_ROW_DATA = 16,
	RES_FREE_ROW_DATA = 24,
	RES_META = 32,
	RES_STORED = 40,
	RES_UNBUFFERED = 48,
	RES_POOL = 56,
};

enum { /* MYSQLND_RES_BUFFERED and _UNBUFFERED */
	STORED_ROW_BUFFERS = 48,
	STORED_ROW_COUNT = 56,
	STORED_LENGTHS = 64,
	STORED_POOL = 72,
	UNBUFFERED_POOL = 72,
	UNBUFFERED_PACKET = 80,
};

enum { /* MYSQLND_RES_METADATA, MYSQLND_FIELD */
	META_FIELDS = 0,
	META_FIELD_COUNT = 20,
	FIELD_NAME = 0,
	FIELD_BYTES = 152,
};

enum { /* zend_arena, in which MYSQLND_MEMORY_POOL is the first thing */
	ARENA_PTR = 0,
	ARENA_END = 8,
	ARENA_PREV = 16,
};

enum { /* MYSQLND_CONN_DATA: pointers to parts of itself */
	CONN_UPSERT = 224,
	CONN_UPSERT_IMPL = 232,
	CONN_ERROR = 280,
	CONN_ERROR_IMPL = 288,
	CONN_OPTIONS = 928,
	CONN_OPTIONS_IMPL = 936,
};

enum { /* MYSQLND_STMT_DATA */
	STMT_RESULT = 32,
	STMT_FIELD_COUNT = 40,
	STMT_PARAM_COUNT = 44,
	STMT_PARAM_BIND = 56,
	STMT_RESULT_BIND = 64,
	STMT_UPSERT = 72,
	STMT_UPSERT_IMPL = 80,
	STMT_ERROR = 112,
	STMT_ERROR_IMPL = 120,
	ZVAL_BYTES = 16,
	BIND_BYTES = 24, /* MYSQLND_PARAM_BIND, MYSQLND_RESULT_BIND: a zval, then flags */
};

static bool points(struct ra_walk *walk, ra_addr structure, unsigned from, unsigned to)
{
	return ra_engine_word(walk->engine, structure + from) == structure + to;
}

/* ---- the connection ---- */

static bool holds_connection(struct ra_walk *walk, ra_addr data)
{
	return points(walk, data, CONN_UPSERT, CONN_UPSERT_IMPL) &&
		   points(walk, data, CONN_ERROR, CONN_ERROR_IMPL) &&
		   points(walk, data, CONN_OPTIONS, CONN_OPTIONS_IMPL);
}

static const struct ra_part error_parts[] = {{.at = 0, .kind = RA_PART_BLOCK}};
static const struct ra_shape error_element = RA_SHAPE(24, error_parts);

static const struct ra_part stats_parts[] = {{.at = 0, .kind = RA_PART_BLOCK}};
static const struct ra_shape stats = RA_SHAPE(16, stats_parts);

static const struct ra_part read_buffer_parts[] = {{.at = 0, .kind = RA_PART_BLOCK}};
static const struct ra_shape read_buffer = RA_SHAPE(64, read_buffer_parts);

/* Codec and network layer are a small structure, room for plug-ins, and their data, to which the
 * structure points. */
static void walk_data(struct ra_walk *walk, ra_node node, ra_addr structure, ra_addr at,
	const struct ra_shape *data_shape)
{
	const ra_addr data = ra_engine_word(walk->engine, at);
	struct ra_slot slot;

	if (data > structure && ra_claims_slot(walk->claims, structure, &slot) &&
		data + data_shape->bytes <= slot.start + slot.bytes) {
		ra_walk_shape(walk, node, data, data_shape);
	}
}

static void walk_codec_data(struct ra_walk *walk, ra_node node, ra_addr structure, ra_addr at)
{
	static const struct ra_part parts[] = {
		{.at = 24, .kind = RA_PART_BLOCK}, /* the server's key */
		{.at = 32, .kind = RA_PART_STRUCT, .shape = &read_buffer},
	};
	static const struct ra_shape shape = RA_SHAPE(128, parts);

	walk_data(walk, node, structure, at, &shape);
}

static void walk_vio_data(struct ra_walk *walk, ra_node node, ra_addr structure, ra_addr at)
{
	static const struct ra_part parts[] = {
		{.at = 0, .kind = RA_PART_STREAM, .name = "stream"},
		{.at = 32, .kind = RA_PART_BLOCK}, /* names of files with keys and certificates */
		{.at = 40, .kind = RA_PART_BLOCK},
		{.at = 48, .kind = RA_PART_BLOCK},
		{.at = 56, .kind = RA_PART_BLOCK},
		{.at = 64, .kind = RA_PART_BLOCK},
		{.at = 72, .kind = RA_PART_BLOCK},
	};
	static const struct ra_shape shape = RA_SHAPE(248, parts);

	walk_data(walk, node, structure, at, &shape);
}

static const struct ra_part codec_parts[] = {
	{.at = 0, .kind = RA_PART_BUFFER, .name = "cmd_buffer"},
	{.at = 16, .kind = RA_PART_CALL, .walk = walk_codec_data},
};
static const struct ra_shape codec = {
	.bytes = 32 + 128, .count = 2, .parts = codec_parts, .more = PLUGINS};

static const struct ra_part vio_parts[] = {
	{.at = 0, .kind = RA_PART_CALL, .walk = walk_vio_data},
};
static const struct ra_shape vio = {
	.bytes = 16 + 248, .count = 1, .parts = vio_parts, .more = PLUGINS};

static const struct ra_part decoder_parts[] = {{.at = 0, .kind = RA_PART_BLOCK}};
static const struct ra_shape decoder = {
	.bytes = 176, .count = 0, .parts = decoder_parts, .more = PLUGINS};

static const struct ra_part connection_parts[] = {
	{.at = 0, .kind = RA_PART_STRUCT, .shape = &codec},
	{.at = 8, .kind = RA_PART_STRUCT, .shape = &vio},
	{.at = 16, .kind = RA_PART_STRUCT, .shape = &decoder},
	{.at = 24, .kind = RA_PART_BLOCK},  /* host */
	{.at = 40, .kind = RA_PART_BLOCK},  /* socket */
	{.at = 56, .kind = RA_PART_BLOCK},  /* user */
	{.at = 72, .kind = RA_PART_BLOCK},  /* password */
	{.at = 88, .kind = RA_PART_BLOCK},  /* scheme */
	{.at = 112, .kind = RA_PART_BLOCK}, /* server_version */
	{.at = 120, .kind = RA_PART_BLOCK}, /* host_info */
	{.at = 128, .kind = RA_PART_BLOCK}, /* authentication_plugin_data */
	{.at = 160, .kind = RA_PART_BLOCK}, /* database */
	{.at = 264, .kind = RA_PART_BLOCK}, /* last_message */
	{.at = CONN_ERROR_IMPL + 528, .kind = RA_PART_LIST, .shape = &error_element},
	{.at = CONN_OPTIONS_IMPL + 8, .kind = RA_PART_BLOCK},
	{.at = CONN_OPTIONS_IMPL + 16, .kind = RA_PART_BLOCK},
	{.at = CONN_OPTIONS_IMPL + 24, .kind = RA_PART_BLOCK},
	{.at = CONN_OPTIONS_IMPL + 32, .kind = RA_PART_BLOCK},
	{.at = CONN_OPTIONS_IMPL + 40, .kind = RA_PART_TABLE},
	{.at = CONN_OPTIONS_IMPL + 80, .kind = RA_PART_BLOCK},
	{.at = CONN_OPTIONS_IMPL + 96, .kind = RA_PART_BLOCK},
	{.at = 1040, .kind = RA_PART_STRUCT, .shape = &stats},
	{.at = 1056, .kind = RA_PART_VALUE, .name = "async_read_cb"},
	{.at = 1072, .kind = RA_PART_VALUE, .name = "async_err_cb"},
};
static const struct ra_shape connection = {.bytes = 1168,
	.count = sizeof(connection_parts) / sizeof(connection_parts[0]),
	.parts = connection_parts,
	.more = PLUGINS,
	.holds = holds_connection};

static const struct ra_part handle_parts[] = {
	{.at = 0, .kind = RA_PART_SHARED, .name = "connection", .shape = &connection},
};
static const struct ra_shape handle = {
	.bytes = 24, .count = 1, .parts = handle_parts, .more = PLUGINS};

/* ---- memory pools ---- */

/* Calls back for the blocks of a pool; false: they do not hold together. */
static bool each_block(struct ra_walk *walk, ra_addr pool,
	void (*visit)(struct ra_walk *walk, ra_node node, ra_addr block, uint64_t used), ra_node node)
{
	ra_addr block = ra_engine_word(walk->engine, pool);
	bool inside = false;

	for (uint32_t i = 0; block != 0 && i < MAX_POOL_BLOCKS; i++) {
		const ra_addr ptr = ra_engine_word(walk->engine, block + ARENA_PTR);
		const ra_addr end = ra_engine_word(walk->engine, block + ARENA_END);
		struct ra_slot slot;

		if (block % 8 != 0 || !ra_claims_slot(walk->claims, block, &slot) || slot.start != block ||
			ptr <= block || ptr > end || end > slot.start + slot.bytes || !ra_walk_spend(walk, 1)) {
			return false;
		}
		inside |= pool > block && pool < end;
		if (visit) {
			visit(walk, node, block, ptr - block);
		}
		block = ra_engine_word(walk->engine, block + ARENA_PREV);
	}
	return inside;
}

static void claim_block(struct ra_walk *walk, ra_node node, ra_addr block, uint64_t used)
{
	(void)used;
	ra_walk_claim_slot(walk, node, block, RA_LOC_BUFFER);
}

/* The blocks are a node of their own, found by the pool. */
static bool walk_pool(struct ra_walk *walk, ra_node from, ra_addr pool, const char *name)
{
	bool fresh = false;
	ra_addr block;
	ra_node node;

	if (pool == 0 || pool % 8 != 0 || !each_block(walk, pool, NULL, RA_NO_NODE)) {
		return false;
	}
	block = ra_engine_word(walk->engine, pool);
	node = ra_walk_block(
		walk, from, block, 0, RA_NODE_BUFFER, RA_LOC_BUFFER, ra_link_field(walk, name), &fresh);
	if (node != RA_NO_NODE && fresh) {
		walk->graph->flags[node] |= RA_NODE_DATA; /* full of leftovers; what counts is followed */
		each_block(walk, pool, claim_block, node);
	}
	return node != RA_NO_NODE;
}

/* ---- results ---- */

static bool is_in_pool(struct ra_walk *walk, ra_addr pool, ra_addr at)
{
	struct ra_slot slot, block;

	return ra_claims_slot(walk->claims, pool, &slot) && ra_claims_slot(walk->claims, at, &block) &&
		   slot.start == block.start;
}

static void walk_fields(struct ra_walk *walk, ra_node node, ra_addr meta)
{
	const ra_addr fields = ra_engine_word(walk->engine, meta + META_FIELDS);
	const uint32_t count =
		(uint32_t)(ra_engine_word(walk->engine, meta + META_FIELD_COUNT - 4) >> 32);

	if (fields == 0 || count > MAX_FIELDS || !ra_walk_spend(walk, count)) {
		return;
	}
	for (uint32_t i = 0; i < count; i++) {
		const ra_addr name = ra_engine_word(walk->engine, fields + i * FIELD_BYTES + FIELD_NAME);
		struct ra_string string;

		if (name != 0 && name % 8 == 0 && ra_space_extent(walk->space, name, 24) == 24 &&
			ra_engine_string(walk->engine, name, &string)) {
			ra_walk_string(walk, node, name, ra_link_field(walk, "field"));
		}
	}
}

static void walk_result(struct ra_walk *walk, ra_node node, ra_addr result)
{
	static const struct ra_part owner = {
		.at = RES_CONN, .kind = RA_PART_SHARED, .name = "connection", .shape = &connection};
	static const struct ra_shape connected = {.bytes = 8, .count = 1, .parts = &owner};
	const struct ra_engine *const engine = walk->engine;
	const ra_addr pool = ra_engine_word(engine, result + RES_POOL);
	const ra_addr data = ra_engine_word(engine, result + RES_CONN);
	const ra_addr stored = ra_engine_word(engine, result + RES_STORED);
	const ra_addr unbuffered = ra_engine_word(engine, result + RES_UNBUFFERED);
	const ra_addr meta = ra_engine_word(engine, result + RES_META);
	const uint32_t count = (uint32_t)(ra_engine_word(engine, result + RES_FIELD_COUNT - 4) >> 32);
	struct ra_slot slot;

	if (result == 0 || result % 8 != 0 || count > MAX_FIELDS || !is_in_pool(walk, pool, result) ||
		(data != 0 && ra_claims_slot(walk->claims, data, &slot) && !holds_connection(walk, data)) ||
		!walk_pool(walk, node, pool, "result")) {
		ra_walk_refuse(walk, RA_REFUSED_STATE);
		return;
	}
	ra_walk_shape(walk, node, result, &connected);
	if (stored != 0 && is_in_pool(walk, pool, stored)) {
		walk_pool(walk, node, ra_engine_word(engine, stored + STORED_POOL), "rows");
		ra_walk_slot_start(walk, node, ra_engine_word(engine, stored + STORED_ROW_BUFFERS));
		ra_walk_slot_start(walk, node, ra_engine_word(engine, stored + STORED_LENGTHS));
	}
	if (unbuffered != 0 && is_in_pool(walk, pool, unbuffered)) {
		walk_pool(walk, node, ra_engine_word(engine, unbuffered + UNBUFFERED_POOL), "rows");
		ra_walk_slot_start(walk, node, ra_engine_word(engine, unbuffered + UNBUFFERED_PACKET));
	}
	if (meta != 0 && is_in_pool(walk, pool, meta)) {
		walk_fields(walk, node, meta);
	}
	if ((ra_engine_word(engine, result + RES_FREE_ROW_DATA) & 0xff) == 1) {
		const ra_addr row = ra_engine_word(engine, result + RES_ROW_DATA);

		if (row != 0 && is_in_pool(walk, pool, row)) {
			ra_walk_values(walk, node, row, count, ra_link_field(walk, "row"));
		}
	}
}

static void walk_result_part(struct ra_walk *walk, ra_node node, ra_addr structure, ra_addr at)
{
	const ra_addr result = ra_engine_word(walk->engine, at);

	(void)structure;
	if (result != 0) {
		walk_result(walk, node, result);
	}
}

/* ---- prepared statements ---- */

static bool holds_statement(struct ra_walk *walk, ra_addr data)
{
	return points(walk, data, STMT_UPSERT, STMT_UPSERT_IMPL) &&
		   points(walk, data, STMT_ERROR, STMT_ERROR_IMPL);
}

static void walk_binds(struct ra_walk *walk, ra_node node, ra_addr data, ra_addr at)
{
	const struct ra_engine *const engine = walk->engine;
	const uint64_t counts = ra_engine_word(engine, data + STMT_FIELD_COUNT);

	(void)at;
	ra_walk_value_rows(walk, node, ra_engine_word(engine, data + STMT_PARAM_BIND), counts >> 32,
		BIND_BYTES, 0, "parameter");
	ra_walk_value_rows(walk, node, ra_engine_word(engine, data + STMT_RESULT_BIND),
		(uint32_t)counts, BIND_BYTES, 0, "bound_result");
}

static const struct ra_part statement_parts[] = {
	{.at = 0, .kind = RA_PART_SHARED, .name = "connection", .shape = &connection},
	{.at = STMT_RESULT, .kind = RA_PART_CALL, .walk = walk_result_part},
	{.at = STMT_PARAM_BIND, .kind = RA_PART_CALL, .walk = walk_binds},
	{.at = STMT_ERROR_IMPL + 528, .kind = RA_PART_LIST, .shape = &error_element},
	{.at = 752, .kind = RA_PART_VALUE, .name = "execute_read_cb"},
	{.at = 768, .kind = RA_PART_VALUE, .name = "execute_err_cb"},
	{.at = 792, .kind = RA_PART_BUFFER, .name = "cmd_buffer"},
};
static const struct ra_shape statement_data = {.bytes = 816,
	.count = sizeof(statement_parts) / sizeof(statement_parts[0]),
	.parts = statement_parts,
	.more = PLUGINS,
	.holds = holds_statement};

static const struct ra_part statement_handle_parts[] = {
	{.at = 0, .kind = RA_PART_STRUCT, .shape = &statement_data},
};
static const struct ra_shape statement_handle = {
	.bytes = 16, .count = 1, .parts = statement_handle_parts, .more = PLUGINS};

/* ---- mysqli ---- */

enum { /* mysqli_object: resource, property handlers, zend_object */
	MYSQLI_STD = 16,
};

static const struct ra_part link_parts[] = {
	/* MY_MYSQL */
	{.at = 0, .kind = RA_PART_STRUCT, .shape = &handle},
	{.at = 8, .kind = RA_PART_STRING, .name = "hash_key"},
	{.at = 16, .kind = RA_PART_VALUE, .name = "li_read"},
};
static const struct ra_shape link_state = RA_SHAPE(56, link_parts);

static const struct ra_part my_stmt_parts[] = {
	/* MY_STMT */
	{.at = 0, .kind = RA_PART_STRUCT, .shape = &statement_handle},
	{.at = 16, .kind = RA_PART_BLOCK}, /* param.buf */
	{.at = 24, .kind = RA_PART_VALUES, .name = "parameter"},
	{.at = 32, .kind = RA_PART_BLOCK}, /* param.is_null */
	{.at = 48, .kind = RA_PART_BLOCK}, {.at = 56, .kind = RA_PART_VALUES, .name = "bound_result"},
	{.at = 64, .kind = RA_PART_BLOCK}, {.at = 72, .kind = RA_PART_BLOCK}, /* query */
};
static const struct ra_shape my_stmt = RA_SHAPE(80, my_stmt_parts);

static const struct ra_part link_resource_parts[] = {
	{.at = 0, .kind = RA_PART_STRUCT, .shape = &link_state},
};
static const struct ra_part result_resource_parts[] = {
	{.at = 0, .kind = RA_PART_CALL, .walk = walk_result_part},
};
static const struct ra_part statement_resource_parts[] = {
	{.at = 0, .kind = RA_PART_STRUCT, .shape = &my_stmt},
};
static const struct ra_shape resources[] = {
	/* MYSQLI_RESOURCE of each class */
	RA_SHAPE(24, link_resource_parts),
	RA_SHAPE(24, result_resource_parts),
	RA_SHAPE(24, statement_resource_parts),
};

static void walk_mysqli(
	struct ra_walk *walk, const struct ra_object_view *object, const struct ra_shape *resource)
{
	const ra_addr at = ra_engine_word(walk->engine, object->start);

	if (object->at - object->start != MYSQLI_STD ||
		(at != 0 && !ra_walk_structure(walk, object->node, at, resource))) {
		ra_walk_refuse(walk, RA_REFUSED_STATE);
	}
}

static void walk_mysqli_link(struct ra_walk *walk, const struct ra_object_view *object)
{
	walk_mysqli(walk, object, &resources[0]);
}

static void walk_mysqli_result(struct ra_walk *walk, const struct ra_object_view *object)
{
	walk_mysqli(walk, object, &resources[1]);
}

static void walk_mysqli_statement(struct ra_walk *walk, const struct ra_object_view *object)
{
	walk_mysqli(walk, object, &resources[2]);
}

const struct ra_special ra_specials_mysqli[] = {
	{.class_name = "mysqli", .walk = walk_mysqli_link},
	{.class_name = "mysqli_result", .walk = walk_mysqli_result},
	{.class_name = "mysqli_stmt", .walk = walk_mysqli_statement},
	{.class_name = NULL},
};

/* ---- pdo_mysql ---- */

enum { /* pdo_mysql_stmt */
	PDO_RESULT = 8,
	PDO_NUM_PARAMS = 56,
	PDO_PARAMS = 64,
	PDO_CURRENT_ROW = 72,
};

static bool holds_handle(struct ra_walk *walk, ra_addr driver)
{
	const ra_addr server = ra_engine_word(walk->engine, driver);

	return ra_shape_fits(walk, server, &handle) &&
		   ra_shape_fits(walk, ra_engine_word(walk->engine, server), &connection);
}

static const struct ra_part pdo_handle_parts[] = {
	{.at = 0, .kind = RA_PART_STRUCT, .shape = &handle},
	{.at = 32, .kind = RA_PART_BLOCK}, /* errmsg */
};
static const struct ra_shape pdo_handle = {.bytes = 40,
	.count = sizeof(pdo_handle_parts) / sizeof(pdo_handle_parts[0]),
	.parts = pdo_handle_parts,
	.holds = holds_handle};

static bool holds_pdo_statement(struct ra_walk *walk, ra_addr statement)
{
	return ra_shape_fits(walk, ra_engine_word(walk->engine, statement), &pdo_handle);
}

static void walk_current_row(struct ra_walk *walk, ra_node node, ra_addr statement, ra_addr at)
{
	const ra_addr result = ra_engine_word(walk->engine, statement + PDO_RESULT);
	const uint64_t count =
		result == 0 ? 0 : ra_engine_word(walk->engine, result + RES_FIELD_COUNT - 4) >> 32;

	ra_walk_value_rows(
		walk, node, ra_engine_word(walk->engine, at), count, ZVAL_BYTES, 0, "current_row");
}

static void walk_pdo_params(struct ra_walk *walk, ra_node node, ra_addr statement, ra_addr at)
{
	ra_walk_value_rows(walk, node, ra_engine_word(walk->engine, at),
		(uint32_t)ra_engine_word(walk->engine, statement + PDO_NUM_PARAMS), BIND_BYTES, 0,
		"parameter");
}

static const struct ra_part pdo_statement_parts[] = {
	{.at = PDO_RESULT, .kind = RA_PART_CALL, .walk = walk_result_part},
	{.at = 40, .kind = RA_PART_BLOCK}, /* errmsg */
	{.at = 48, .kind = RA_PART_STRUCT, .shape = &statement_handle},
	{.at = PDO_PARAMS, .kind = RA_PART_CALL, .walk = walk_pdo_params},
	{.at = PDO_CURRENT_ROW, .kind = RA_PART_CALL, .walk = walk_current_row},
};
static const struct ra_shape pdo_statement = {.bytes = 88,
	.count = sizeof(pdo_statement_parts) / sizeof(pdo_statement_parts[0]),
	.parts = pdo_statement_parts,
	.holds = holds_pdo_statement};

bool ra_walk_pdo_mysql_handle(struct ra_walk *walk, ra_node node, ra_addr driver_data)
{
	return ra_walk_structure(walk, node, driver_data, &pdo_handle);
}

bool ra_walk_pdo_mysql_statement(struct ra_walk *walk, ra_node node, ra_addr driver_data)
{
	return ra_walk_structure(walk, node, driver_data, &pdo_statement);
}
