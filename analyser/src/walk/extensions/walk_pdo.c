/* PDO: the connection behind a PDO object and the statement behind a PDOStatement, with texts,
 * columns and bound values. What a driver keeps for itself is walked by the driver's file where its
 * shape is recognised; otherwise it is claimed, and what hangs below left to the conservative
 * scan. */
#include "walk/engine/walk_special.h"
#include "walk/engine/walk_tables.h"
#include "walk/engine/walk_values.h"
#include "walk/extensions/extensions.h"

#define METHOD_TABLES 2u
#define MAX_COLUMNS   4096u

enum { /* pdo_bound_param_data: the same in all versions */
	PARAMETER_VALUE = 0,
	PARAMETER_DRIVER_VALUE = 16,
	PARAMETER_NAME = 40,
};

static void claim_field(struct ra_walk *walk, ra_node node, ra_addr structure, enum ra_field field)
{
	const ra_addr block = ra_engine_u64(walk->engine, structure, field);

	if (block != 0) {
		ra_walk_claim_slot(walk, node, block, RA_LOC_INTERNAL_STATE);
	}
}

/* A zval, or since 8.5 a pointer to an object. */
static void walk_object_field(
	struct ra_walk *walk, ra_node node, ra_addr structure, enum ra_field field, const char *name)
{
	const ra_addr at = ra_engine_at(walk->engine, structure, field);
	ra_addr object;

	if (at == 0) {
		return;
	}
	if (!walk->layout->pdo_holds_objects) {
		ra_walk_value(walk, node, at, ra_link_field(walk, name));
		return;
	}
	object = ra_engine_word(walk->engine, at);
	if (object != 0) {
		ra_walk_object(walk, node, object, ra_link_field(walk, name));
	}
}

/* A table of blocks: bound parameters, copies of a driver's methods. */
static void walk_block_table(struct ra_walk *walk, ra_node node, ra_addr table,
	void (*walk_block)(struct ra_walk *, ra_node, ra_addr))
{
	struct ra_elements elements;
	struct ra_element element;

	if (!ra_walk_allocated_elements(walk, node, table, RA_LOC_INTERNAL_STATE, &elements) ||
		!ra_special_owns(walk, node, elements.array.table)) {
		return;
	}
	while (ra_elements_next(&elements, &element)) {
		ra_walk_key(walk, node, element.key);
		if (element.value.type == RA_TYPE_PTR &&
			ra_walk_claim_slot(walk, node, element.value.payload, RA_LOC_INTERNAL_STATE) &&
			walk_block) {
			walk_block(walk, node, element.value.payload);
		}
	}
}

static void walk_parameter(struct ra_walk *walk, ra_node node, ra_addr block)
{
	ra_addr name;

	ra_walk_value(walk, node, block + PARAMETER_VALUE, ra_link_field(walk, "parameter"));
	ra_walk_value(walk, node, block + PARAMETER_DRIVER_VALUE, ra_link_field(walk, "driver_params"));
	name = ra_engine_word(walk->engine, block + PARAMETER_NAME);
	if (name != 0) {
		ra_walk_string(walk, node, name, ra_link_field(walk, "name"));
	}
}

/* What a driver keeps is recognised by its shape: its name lies in read-only data. */
typedef bool driver_walker(struct ra_walk *walk, ra_node node, ra_addr driver_data);

static driver_walker *const handles[] = {ra_walk_pdo_mysql_handle, ra_walk_pdo_sqlite_handle, NULL};
static driver_walker *const statements[] = {ra_walk_pdo_mysql_statement, NULL};

static void walk_driver_data(
	struct ra_walk *walk, ra_node node, ra_addr data, driver_walker *const *walkers)
{
	if (data == 0) {
		return;
	}
	for (size_t i = 0; walkers[i]; i++) {
		if (walkers[i](walk, node, data)) {
			return;
		}
	}
	ra_walk_claim_slot(walk, node, data, RA_LOC_INTERNAL_STATE);
}

static void walk_connection(struct ra_walk *walk, const struct ra_object_view *object)
{
	static const enum ra_field blocks[] = {
		RA_pdo_dbh_t_username,
		RA_pdo_dbh_t_password,
		RA_pdo_dbh_t_data_source,
		RA_pdo_dbh_t_persistent_id,
	};
	const struct ra_engine *const engine = walk->engine;
	ra_addr connection;

	if (!ra_special_checked(walk, object, RA_pdo_dbh_object_t_std)) {
		return;
	}
	connection = ra_engine_u64(engine, object->start, RA_pdo_dbh_object_t_inner);
	if (connection == 0 ||
		!ra_walk_claim(walk, object->node, connection, ra_sizeof(walk->layout, RA_STRUCT_pdo_dbh_t),
			RA_LOC_INTERNAL_STATE)) {
		return;
	}
	walk_driver_data(
		walk, object->node, ra_engine_u64(engine, connection, RA_pdo_dbh_t_driver_data), handles);
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		claim_field(walk, object->node, connection, blocks[i]);
	}
	for (uint32_t i = 0; i < METHOD_TABLES; i++) {
		walk_block_table(walk, object->node,
			ra_engine_word(
				engine, ra_engine_at(engine, connection, RA_pdo_dbh_t_cls_methods) + i * 8),
			NULL);
	}
	ra_walk_value(walk, object->node,
		ra_engine_at(engine, connection, RA_pdo_dbh_t_def_stmt_ctor_args),
		ra_link_field(walk, "def_stmt_ctor_args"));
	walk_object_field(walk, object->node, connection,
		ra_has(walk->layout, RA_pdo_dbh_t_query_stmt_zval) ? RA_pdo_dbh_t_query_stmt_zval
														   : RA_pdo_dbh_t_query_stmt_obj,
		"query_stmt");
}

/* The columns' names. Their number is told, their structure differs between versions. */
static void walk_columns(struct ra_walk *walk, const struct ra_object_view *object)
{
	const struct ra_engine *const engine = walk->engine;
	const ra_addr columns = ra_engine_u64(engine, object->start, RA_pdo_stmt_t_columns);
	const uint32_t count = ra_engine_u32(engine, object->start, RA_pdo_stmt_t_column_count);
	struct ra_slot slot;

	if (columns == 0 || count == 0 || count > MAX_COLUMNS ||
		!ra_walk_claim_slot(walk, object->node, columns, RA_LOC_INTERNAL_STATE) ||
		!ra_claims_slot(walk->claims, columns, &slot)) {
		return;
	}
	for (ra_addr at = columns; at + 8 <= slot.start + slot.bytes; at += 8) {
		const ra_addr word = ra_engine_word(engine, at);
		struct ra_string string;

		if (word > UINT32_MAX && word % 8 == 0 && ra_space_extent(walk->space, word, 24) == 24 &&
			ra_engine_string(engine, word, &string)) {
			ra_walk_string(walk, object->node, word, ra_link_field(walk, "column"));
		}
	}
}

static void walk_text(struct ra_walk *walk, const struct ra_object_view *object,
	enum ra_field field, const char *name)
{
	if (walk->layout->query_is_c_string) {
		claim_field(walk, object->node, object->start, field);
	} else {
		ra_special_string_field(walk, object, field, name);
	}
}

/* What fetching needs: arguments for constructors, the object to fetch into, a function. They stand
 * between the default mode and the template of the query, in a union; which one is used the mode
 * says, as an OR of a mode and flags. */
enum {
	FETCH_CLASS = 8, /* enum pdo_fetch_type, all versions */
	FETCH_INTO = 9,
	FETCH_MODE = 0xffff,
	FETCH_BYTES = 152, /* of the union, in the versions from .. to below: public headers of 8.2 */
	FETCH_SINCE = 80200,
	FETCH_BEFORE = 80299,
};

static void walk_fetch(struct ra_walk *walk, const struct ra_object_view *object)
{
	const uint32_t before =
		ra_offset(walk->layout, RA_pdo_stmt_t_named_rewrite_template) - FETCH_BYTES;
	const uint64_t mode = ra_engine_word(walk->engine, object->start + before - 8) & FETCH_MODE;

	if (walk->layout->version >= FETCH_SINCE && walk->layout->version < FETCH_BEFORE &&
		(mode == FETCH_CLASS || mode == FETCH_INTO)) {
		ra_walk_value(
			walk, object->node, object->start + before, ra_link_field(walk, "fetch_argument"));
	}
}

static void walk_statement(struct ra_walk *walk, const struct ra_object_view *object)
{
	const struct ra_engine *const engine = walk->engine;
	static const enum ra_field tables[] = {RA_pdo_stmt_t_bound_params, RA_pdo_stmt_t_bound_columns};
	ra_addr names;

	if (!ra_special_checked(walk, object, RA_pdo_stmt_t_std)) {
		return;
	}
	walk_driver_data(walk, object->node,
		ra_engine_u64(engine, object->start, RA_pdo_stmt_t_driver_data), statements);
	claim_field(walk, object->node, object->start, RA_pdo_stmt_t_named_rewrite_template);
	walk_columns(walk, object);
	walk_fetch(walk, object);
	walk_object_field(walk, object->node, object->start, RA_pdo_stmt_t_database_object_handle,
		"database_object_handle");
	walk_text(walk, object, RA_pdo_stmt_t_query_string, "query_string");
	walk_text(walk, object, RA_pdo_stmt_t_active_query_string, "active_query_string");
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		walk_block_table(
			walk, object->node, ra_engine_u64(engine, object->start, tables[i]), walk_parameter);
	}
	names = ra_engine_u64(engine, object->start, RA_pdo_stmt_t_bound_param_map);
	if (names != 0) {
		ra_walk_array(walk, object->node, names, ra_link_field(walk, "bound_param_map"));
	}
}

const struct ra_special ra_specials_pdo[] = {
	{.class_name = "PDO", .walk = walk_connection},
	{.class_name = "PDOStatement", .walk = walk_statement},
	{.class_name = NULL},
};
