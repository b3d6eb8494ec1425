/* Fills a layout from the generated rows, and picks the one that fits a dump. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "php/layout.h"

struct ra_layout_row {
	uint32_t what; /* enum ra_field, ra_struct or ra_constant: the table says which */
	uint32_t since;
	uint32_t value;
};

#include "php/layout_rows.h" /* and ra_layout_versions */

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

const uint32_t ra_layout_version_count = COUNT(ra_layout_versions);

#define FIELD_NAMES(structure, member)          {#structure, #member, #member},
#define ALIAS_NAMES(structure, member, members) {#structure, #member, members},
static const struct {
	const char *structure, *name, *member;
} field_names[RA_FIELDS] = {RA_LAYOUT_FIELDS(FIELD_NAMES, ALIAS_NAMES)};

#define STRUCT_NAME(structure) #structure,
static const char *const struct_names[RA_STRUCTS] = {RA_LAYOUT_STRUCTS(STRUCT_NAME)};

#define CONST_NAME(constant) #constant,
static const char *const const_names[RA_CONSTS] = {RA_LAYOUT_CONSTANTS(CONST_NAME)};

const char *ra_field_struct_name(enum ra_field field)
{
	return field_names[field].structure;
}

const char *ra_field_member_name(enum ra_field field)
{
	return field_names[field].member;
}

const char *ra_field_name(enum ra_field field)
{
	return field_names[field].name;
}

const char *ra_const_name(enum ra_constant constant)
{
	return const_names[constant];
}

const char *ra_struct_name(enum ra_struct structure)
{
	return struct_names[structure];
}

static void apply_rows(
	uint32_t *values, const struct ra_layout_row *rows, size_t count, uint32_t version)
{
	for (size_t i = 0; i < count; i++) {
		if (rows[i].since <= version) {
			values[rows[i].what] = rows[i].value;
		}
	}
}

/* A thread-safe build's rows of a field replace the common ones wholly. */
static void apply_zts_rows(
	uint32_t *values, const struct ra_layout_row *rows, size_t count, uint32_t version)
{
	for (size_t i = 0; i < count; i++) {
		values[rows[i].what] = RA_ABSENT;
	}
	apply_rows(values, rows, count, version);
}

void ra_layout_compute_traits(struct ra_layout *layout)
{
	const bool flags_moved = ra_const(layout, RA_CONST_GC_IMMUTABLE) != RA_ABSENT; /* 7.3 */

	layout->packed_arrays_hold_values = ra_has(layout, RA_zend_array_arPacked);
	layout->array_flag_says_initialized = layout->version < 70300;
	layout->class_constants_are_values = !ra_has(layout, RA_zend_class_constant_value);
	layout->map_pointers = ra_has(layout, RA_zend_compiler_globals_map_ptr_base);
	layout->map_pointers_indirect = layout->version >= 70400 && layout->version < 80200;
	layout->static_variables_in_map = ra_has(layout, RA_zend_op_array_static_variables_ptr);
	layout->storage_objects_are_values = layout->version < 80100;
	layout->fixed_array_by_pointer = layout->version < 70100;
	layout->files_have_c_strings = ra_has(layout, RA_spl_filesystem_object_file_name_len);
	layout->prefixes_are_strings = layout->version >= 80100;
	layout->query_is_c_string = ra_has(layout, RA_pdo_stmt_t_query_stringlen);
	layout->guard_tables_are_untyped = layout->version < 70300;
	layout->closures_hold_objects = layout->version >= 80600;
	layout->pdo_holds_objects = layout->version >= 80500;
	layout->has_url_parser = layout->version >= 80500;
	layout->destroys_before_it_frees = layout->version >= 70300 && layout->version < 80100;
	layout->function_names_counted = layout->version >= 80000;
	layout->gc_flags_shift = flags_moved ? 0 : 8;
	layout->interned_string_flag = ra_flag(layout, RA_CONST_IS_STR_INTERNED)
								   << layout->gc_flags_shift;
	layout->persistent_string_flag = ra_flag(layout, RA_CONST_IS_STR_PERSISTENT)
									 << layout->gc_flags_shift;
	layout->immutable_array_flag = ra_flag(layout, RA_CONST_IS_ARRAY_IMMUTABLE)
								   << layout->gc_flags_shift;
}

bool ra_layout_fill(struct ra_layout *layout, uint32_t version, bool zts)
{
	const struct ra_layout_version *found = NULL;

	for (size_t i = 0; i < ra_layout_version_count; i++) {
		if (ra_layout_versions[i].since == version) {
			found = &ra_layout_versions[i];
		}
	}
	if (!found) {
		return false;
	}
	memset(layout, 0, sizeof(*layout));
	memset(layout->offset, 0xff, sizeof(layout->offset));
	memset(layout->size, 0xff, sizeof(layout->size));
	memset(layout->constant, 0xff, sizeof(layout->constant));
	apply_rows(layout->offset, offset_rows, COUNT(offset_rows), version);
	apply_rows(layout->size, size_rows, COUNT(size_rows), version);
	apply_rows(layout->constant, constant_rows, COUNT(constant_rows), version);
	if (zts) {
		apply_zts_rows(layout->offset, offset_rows_zts, COUNT(offset_rows_zts), version);
		apply_zts_rows(layout->size, size_rows_zts, COUNT(size_rows_zts), version);
	}
	layout->php = found->php;
	layout->version = version;
	layout->zts = zts;
	snprintf(layout->name, sizeof(layout->name), "%s, %s", found->name,
		zts ? "thread-safe" : "non-thread-safe");
	ra_layout_compute_traits(layout);
	return true;
}

void ra_layout_free(struct ra_layout *layout)
{
	if (layout) {
		free(layout->differences);
		free(layout);
	}
}
