/* PHP version and build -> where the members of the engine's structures are. A table: rows of
 * (field, since, offset), filled once when a dump is opened, plus a few named traits for what
 * cannot be said by an offset. No other file tests the PHP version. */
#ifndef RA_LAYOUT_H
#define RA_LAYOUT_H

#include "memory/dump.h"
#include "php/layout_fields.h"
#include "memory/space.h"

#define RA_ABSENT UINT32_MAX /* this version has no such field, structure or constant */

/* RA_zend_array_nNumUsed, RA_zend_array_u_flags, ... */
#define RA_FIELD_ENUMERATOR(structure, member)          RA_##structure##_##member,
#define RA_ALIAS_ENUMERATOR(structure, member, members) RA_##structure##_##member,
enum ra_field {
	RA_LAYOUT_FIELDS(RA_FIELD_ENUMERATOR, RA_ALIAS_ENUMERATOR) RA_FIELDS
};

/* RA_STRUCT_zend_array, ... */
#define RA_STRUCT_ENUMERATOR(structure) RA_STRUCT_##structure,
enum ra_struct {
	RA_LAYOUT_STRUCTS(RA_STRUCT_ENUMERATOR) RA_STRUCTS
};

/* RA_CONST_ZEND_ACC_CLOSURE, ... */
#define RA_CONST_ENUMERATOR(constant) RA_CONST_##constant,
enum ra_constant {
	RA_LAYOUT_CONSTANTS(RA_CONST_ENUMERATOR) RA_CONSTS
};

struct ra_note; /* note.h */

struct ra_layout {
	unsigned php;     /* 802 */
	uint32_t version; /* place on the rows' line: 80200, 80235 (a late 8.2), 80299 (8.3.0-dev) */
	bool zts;
	char name[48];     /* "8.2, non-thread-safe" */
	char reason[256];  /* why this one: for the report */
	char *differences; /* where the note block disagrees with the rows; NULL: nowhere. Owned. */
	uint32_t difference_count;
	ra_addr output_globals; /* address of output_globals when the note block tells; 0: unknown */
	ra_addr file_globals;   /* likewise */

	/* Traits: mechanisms that changed, computed once from the rows. */
	bool packed_arrays_hold_values;   /* 8.2: a packed table is an array of plain zvals */
	bool array_flag_says_initialized; /* up to 7.2: flag bit 3 set = table exists; later: clear */
	bool class_constants_are_values;  /* 7.0: the table of constants holds plain zvals */
	bool map_pointers;                /* 7.4: odd values are offsets from CG(map_ptr_base) */
	bool map_pointers_indirect;       /* 7.4 to 8.1: an even value points to a slot that points */
	bool static_variables_in_map;     /* 7.4: op_array.static_variables is the initial table */
	bool storage_objects_are_values;  /* up to 8.0: SplObjectStorage's elements hold zvals */
	bool fixed_array_by_pointer;      /* 7.0: SplFixedArray's array is a block of its own */
	bool files_have_c_strings;        /* up to 8.0: SplFileInfo's names are char * with a length */
	bool prefixes_are_strings;        /* 8.1: RecursiveTreeIterator's prefixes: zend_string * */
	bool query_is_c_string;           /* up to 8.0: PDOStatement's texts are char * */
	bool guard_tables_are_untyped;    /* up to 7.2: guards are an address without a type */
	bool closures_hold_objects;       /* 8.6: $this is a pointer where it was a zval */
	bool pdo_holds_objects;           /* 8.5: PDO points to objects where it held zvals */
	bool has_url_parser;              /* 8.5: ext/uri with lexbor is always there */
	bool destroys_before_it_frees;    /* the collector: see fates.c */
	bool function_names_counted;      /* 8.0: each copy of a header holds a reference of the name */
	unsigned gc_flags_shift;          /* of the flags in zend_refcounted_h.u.type_info: 8 or 0 */
	uint32_t interned_string_flag;    /* in type_info of a string */
	uint32_t persistent_string_flag;  /* in type_info of a string: malloc'ed, not ours */
	uint32_t immutable_array_flag;    /* in type_info of an array */

	uint32_t offset[RA_FIELDS];
	uint32_t size[RA_STRUCTS];
	uint32_t constant[RA_CONSTS];
};

/* Offset of a field, or RA_ABSENT. */
static inline uint32_t ra_offset(const struct ra_layout *layout, enum ra_field field)
{
	return layout->offset[field];
}

static inline bool ra_has(const struct ra_layout *layout, enum ra_field field)
{
	return layout->offset[field] != RA_ABSENT;
}

/* Size of a structure in bytes, or RA_ABSENT. */
static inline uint32_t ra_sizeof(const struct ra_layout *layout, enum ra_struct structure)
{
	return layout->size[structure];
}

/* Value of a constant, or RA_ABSENT. */
static inline uint32_t ra_const(const struct ra_layout *layout, enum ra_constant constant)
{
	return layout->constant[constant];
}

/* Value of a flag: 0 where the version has no such flag, so that `bits & ra_flag(...)` is false. */
static inline uint32_t ra_flag(const struct ra_layout *layout, enum ra_constant flag)
{
	return layout->constant[flag] == RA_ABSENT ? 0 : layout->constant[flag];
}

/* The versions on the rows' line, oldest first. */
struct ra_layout_version {
	uint32_t since;
	unsigned php;     /* 803 */
	bool development; /* a snapshot, not a release */
	const char *name;
};
extern const struct ra_layout_version ra_layout_versions[];
extern const uint32_t ra_layout_version_count;

/* Engine names, for messages and for matching the note block: "zend_array", "u_flags" (the
 * identifier) and "u.flags" (the member, or the alternatives for it), "ZEND_ACC_CLOSURE". */
const char *ra_field_struct_name(enum ra_field field);
const char *ra_field_name(enum ra_field field);
const char *ra_field_member_name(enum ra_field field);
const char *ra_struct_name(enum ra_struct structure);
const char *ra_const_name(enum ra_constant constant);

/* Fills the layout of one version (a number as in `version` above) from the rows. False when the
 * rows do not know the version. Used by ra_layout_choose() and by tests. */
bool ra_layout_fill(struct ra_layout *layout, uint32_t version, bool zts);
/* The value of PHP_VERSION_ID, read at the dump's eg_address with this layout; 0: it cannot be read, or is not of the
 * dump's php_minor. */
uint32_t ra_layout_version_id(
	struct ra_space *space, const struct ra_dump *dump, const struct ra_layout *layout);
/* Computes the traits anew, after the note block changed offsets or constants. */
void ra_layout_compute_traits(struct ra_layout *layout);

/* Picks the layout of a dump: by its version tag, then by probing what the tag leaves open (thread
 * safety, late patch releases, the development snapshot of 8.3). The note block, where there is
 * one, wins over the rows; differences are recorded. A version without rows and without a note
 * block is refused. *out is owned by the caller. */
bool ra_layout_choose(struct ra_space *space, const struct ra_dump *dump,
	const struct ra_note *note, struct ra_layout **out, struct ra_error *err);
void ra_layout_free(struct ra_layout *layout); /* NULL is allowed */

#endif
