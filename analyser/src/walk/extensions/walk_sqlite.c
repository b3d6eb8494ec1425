/* SQLite, by ext/sqlite3 and by PDO: PHP's functions that it calls, bound values, results. SQLite's
 * own memory lies outside the heap.
 *
 * Offsets: debug information of ext/sqlite3 and ext/pdo_sqlite of 8.2.32. Since 8.4 functions are
 * kept in another form, and the structures have other sizes: those are guessed. */
#include "walk/engine/walk_values.h"
#include "walk/extensions/extensions.h"
#include "walk/extensions/walk_parts.h"

#define MAX_COLUMNS 32768u /* SQLite's own bound is 32,767 */

/* ---- SQLite3 ---- */

static const struct ra_part function_parts[] = {
	{.at = 8, .kind = RA_PART_BLOCK}, /* name */
	{.at = 24, .kind = RA_PART_VALUE, .name = "func"},
	{.at = 40, .kind = RA_PART_VALUE, .name = "step"},
	{.at = 56, .kind = RA_PART_VALUE, .name = "fini"},
};
static const struct ra_shape function = RA_SHAPE(360, function_parts);

static const struct ra_part collation_parts[] = {
	{.at = 8, .kind = RA_PART_BLOCK}, /* name */
	{.at = 16, .kind = RA_PART_VALUE, .name = "collation"},
};
static const struct ra_shape collation = RA_SHAPE(128, collation_parts);

static const struct ra_shape listed_statement = {.bytes = 24}; /* it owns no reference */
static const struct ra_part listed_parts[] = {
	{.at = 0, .kind = RA_PART_STRUCT, .shape = &listed_statement},
};
static const struct ra_shape listed = RA_SHAPE(8, listed_parts);

static const struct ra_part database_parts[] = {
	{.at = 16, .kind = RA_PART_CHAIN, .shape = &function},
	{.at = 24, .kind = RA_PART_CHAIN, .shape = &collation},
	{.at = 40, .kind = RA_PART_VALUE, .name = "authorizer"},
	{.at = 136, .kind = RA_PART_LIST, .shape = &listed},
};
static const struct ra_object_shape databases[] = {
	{.since = 80000, .before = 80399, .std = 192, .shape = RA_SHAPE(248, database_parts)},
};

static const struct ra_part bound_parts[] = {
	{.at = 8, .kind = RA_PART_STRING, .name = "name"},
	{.at = 24, .kind = RA_PART_VALUE, .name = "parameter"},
};
static const struct ra_shape bound = RA_SHAPE(40, bound_parts);

static const struct ra_part statement_parts[] = {
	{.at = 16, .kind = RA_PART_VALUE, .name = "database"},
	{.at = 40, .kind = RA_PART_TABLE, .shape = &bound},
};
static const struct ra_object_shape statements[] = {
	{.since = 70400, .before = 80599, .std = 48, .shape = RA_SHAPE(104, statement_parts)},
};

static void walk_column_names(struct ra_walk *walk, ra_node node, ra_addr result, ra_addr at)
{
	const ra_addr names = ra_engine_word(walk->engine, at);
	const uint32_t count = (uint32_t)ra_engine_word(walk->engine, result + 32);
	struct ra_slot slot;

	if (names == 0 || count > MAX_COLUMNS || !ra_claims_slot(walk->claims, names, &slot) ||
		slot.start != names || slot.bytes < count * 8u || !ra_walk_spend(walk, count)) {
		return;
	}
	ra_walk_slot_start(walk, node, names);
	for (uint32_t i = 0; i < count; i++) {
		const ra_addr name = ra_engine_word(walk->engine, names + i * 8);
		struct ra_string string;

		if (name != 0 && name % 8 == 0 && ra_space_extent(walk->space, name, 24) == 24 &&
			ra_engine_string(walk->engine, name, &string)) {
			ra_walk_string(walk, node, name, ra_link_field(walk, "column"));
		}
	}
}

static const struct ra_part result_parts[] = {
	{.at = 16, .kind = RA_PART_VALUE, .name = "statement"},
	{.at = 40, .kind = RA_PART_CALL, .walk = walk_column_names},
};
static const struct ra_part older_result_parts[] = {
	{.at = 16, .kind = RA_PART_VALUE, .name = "statement"},
};
static const struct ra_object_shape results[] = {
	{.since = 80200, .before = 80599, .std = 56, .shape = RA_SHAPE(112, result_parts)},
	{.since = 70400, .before = 80599, .std = 40, .shape = RA_SHAPE(96, older_result_parts)},
};

static void walk_database(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, databases, sizeof(databases) / sizeof(databases[0]));
}

static void walk_statement(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, statements, sizeof(statements) / sizeof(statements[0]));
}

static void walk_result(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, results, sizeof(results) / sizeof(results[0]));
}

const struct ra_special ra_specials_sqlite3[] = {
	{.class_name = "SQLite3", .walk = walk_database},
	{.class_name = "SQLite3Stmt", .walk = walk_statement},
	{.class_name = "SQLite3Result", .walk = walk_result},
	{.class_name = NULL},
};

/* ---- pdo_sqlite ---- */

static const struct ra_part pdo_function_parts[] = {
	{.at = 8, .kind = RA_PART_VALUE, .name = "func"},
	{.at = 24, .kind = RA_PART_VALUE, .name = "step"},
	{.at = 40, .kind = RA_PART_VALUE, .name = "fini"}, {.at = 64, .kind = RA_PART_BLOCK}, /* name */
};
static const struct ra_shape pdo_function = RA_SHAPE(360, pdo_function_parts);

static const struct ra_part pdo_collation_parts[] = {
	{.at = 8, .kind = RA_PART_BLOCK}, /* name */
	{.at = 16, .kind = RA_PART_VALUE, .name = "collation"},
};
static const struct ra_shape pdo_collation = RA_SHAPE(128, pdo_collation_parts);

enum { /* pdo_sqlite_db_handle */
	PDO_DATABASE = 0,
	PDO_FUNCTIONS = 32,
	PDO_COLLATIONS = 40,
};

static bool chain_fits(struct ra_walk *walk, ra_addr head, const struct ra_shape *shape)
{
	return head == 0 || ra_shape_fits(walk, head, shape);
}

/* SQLite's handle lies outside; the chains must be what they should. */
static bool holds_pdo_handle(struct ra_walk *walk, ra_addr data)
{
	const ra_addr database = ra_engine_word(walk->engine, data + PDO_DATABASE);
	struct ra_slot slot;

	return database > UINT32_MAX && database % 8 == 0 &&
		   !ra_heap_slot_at(walk->heap, database, &slot) &&
		   chain_fits(walk, ra_engine_word(walk->engine, data + PDO_FUNCTIONS), &pdo_function) &&
		   chain_fits(walk, ra_engine_word(walk->engine, data + PDO_COLLATIONS), &pdo_collation);
}

static const struct ra_part pdo_handle_parts[] = {
	{.at = 24, .kind = RA_PART_BLOCK}, /* errmsg */
	{.at = PDO_FUNCTIONS, .kind = RA_PART_CHAIN, .shape = &pdo_function},
	{.at = PDO_COLLATIONS, .kind = RA_PART_CHAIN, .shape = &pdo_collation},
};
static const struct ra_shape pdo_handle = {.bytes = 48,
	.count = sizeof(pdo_handle_parts) / sizeof(pdo_handle_parts[0]),
	.parts = pdo_handle_parts,
	.holds = holds_pdo_handle};

bool ra_walk_pdo_sqlite_handle(struct ra_walk *walk, ra_node node, ra_addr driver_data)
{
	return ra_walk_structure(walk, node, driver_data, &pdo_handle);
}
