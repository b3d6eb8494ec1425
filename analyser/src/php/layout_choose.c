/* Picks the layout of a dump. The header's tag ("v83") names only the minor version; what it leaves
 * open is read from the dump itself: the engine registers PHP_VERSION_ID, PHP_ZTS, PHP_DEBUG and
 * PHP_EXTRA_VERSION as constants, in a table that hangs off the executor globals. Where they cannot
 * be read, known values decide: a class's name is its key in the class table, a method knows its
 * class, a method's file is its class's file.
 *
 * Private structures of the allocator are not decided here: zendmm.c probes them by their
 * values. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "php/layout.h"
#include "php/note.h"

#define MAX_BUCKETS       (1u << 20) /* that a table is searched for */
#define MAX_CLASS_CHECKS  64u
#define MAX_METHODS       256u /* of one class that are looked at */
#define MAX_METHOD_CHECKS 32u
#define MAX_NAME_BYTES    1024u

enum { /* the same in all versions */
	USER_FUNCTION = 2,
	USER_CLASS = 2
};

struct table { /* a hash table's buckets */
	ra_addr buckets;
	uint32_t used;
};

struct facts { /* what the dump says of the build that wrote it */
	bool found;
	uint32_t version_id;
	bool zts;
	bool debug;
	bool development; /* PHP_EXTRA_VERSION is "-dev" */
};

struct evidence { /* how well a layout reads */
	uint32_t classes, wrong_classes;
	uint32_t methods, wrong_methods;
};

static bool read_table(
	struct ra_space *space, const struct ra_layout *layout, ra_addr at, struct table *table)
{
	uint64_t buckets;
	uint32_t used, size;

	if (!ra_read_u64(space, at + ra_offset(layout, RA_zend_array_arData), &buckets) ||
		!ra_read_u32(space, at + ra_offset(layout, RA_zend_array_nNumUsed), &used) ||
		!ra_read_u32(space, at + ra_offset(layout, RA_zend_array_nTableSize), &size) ||
		used > size || size > 1u << 24 || (size & (size - 1)) != 0) {
		return false;
	}
	table->buckets = buckets;
	table->used = used < MAX_BUCKETS ? used : MAX_BUCKETS;
	return true;
}

static bool read_globals_table(struct ra_space *space, const struct ra_layout *layout,
	const struct ra_dump *dump, enum ra_field field, struct table *table)
{
	uint64_t at;

	return ra_has(layout, field) &&
		   ra_read_u64(space, dump->eg_address + ra_offset(layout, field), &at) && at != 0 &&
		   read_table(space, layout, at, table);
}

/* Reads a bucket's key pointer, value word and value type. */
static bool read_bucket(struct ra_space *space, const struct table *table, uint32_t index,
	ra_addr *key, ra_addr *value, uint8_t *type)
{
	uint8_t bytes[32]; /* value, type, chain; hash; key: the same in all versions */

	if (!ra_space_read(
			space, table->buckets + (uint64_t)index * sizeof(bytes), bytes, sizeof(bytes))) {
		return false;
	}
	*value = ra_le64(bytes);
	*type = bytes[8];
	*key = ra_le64(bytes + 24);
	return true;
}

/* Reads a zend_string of at most capacity bytes. */
static bool read_text(struct ra_space *space, const struct ra_layout *layout, ra_addr at,
	char *text, uint32_t capacity, uint32_t *length)
{
	uint64_t bytes;

	if (at == 0 || !ra_read_u64(space, at + ra_offset(layout, RA_zend_string_len), &bytes) ||
		bytes > capacity ||
		!ra_space_read(space, at + ra_offset(layout, RA_zend_string_val), text, bytes)) {
		return false;
	}
	*length = (uint32_t)bytes;
	return true;
}

/* The engine's own constants. True when PHP_VERSION_ID was found and belongs to this version. */
static bool read_facts(struct ra_space *space, const struct ra_layout *layout,
	const struct ra_dump *dump, struct facts *facts)
{
	struct table table;
	struct facts got = {0};
	const uint32_t value_offset = ra_offset(layout, RA_zend_constant_value);

	if (!read_globals_table(space, layout, dump, RA_zend_executor_globals_zend_constants, &table)) {
		return false;
	}
	for (uint32_t i = 0; i < table.used; i++) {
		ra_addr key, constant;
		uint64_t value;
		char text[32];
		uint32_t length;
		uint8_t type;
		bool truth;

		if (!read_bucket(space, &table, i, &key, &constant, &type)) {
			return false;
		}
		if (key == 0 || !read_text(space, layout, key, text, sizeof(text) - 1, &length) ||
			length < 7 || memcmp(text, "PHP_", 4) != 0) {
			continue;
		}
		text[length] = '\0';
		if (!ra_read_u64(space, constant + value_offset, &value) ||
			!ra_read_u8(space, constant + value_offset + 8, &type)) {
			continue;
		}
		/* PHP_ZTS and PHP_DEBUG became booleans in 8.4 */
		truth = type == ra_const(layout, RA_CONST_IS_LONG)
					? value != 0
					: type == ra_const(layout, RA_CONST_IS_TRUE);
		if (strcmp(text, "PHP_VERSION_ID") == 0) {
			got.found = value / 10000 * 100 + value / 100 % 100 == dump->php_minor;
			got.version_id = (uint32_t)value;
		} else if (strcmp(text, "PHP_ZTS") == 0) {
			got.zts = truth;
		} else if (strcmp(text, "PHP_DEBUG") == 0) {
			got.debug = truth;
		} else if (strcmp(text, "PHP_EXTRA_VERSION") == 0 &&
				   read_text(space, layout, value, text, sizeof(text), &length)) {
			got.development = length >= 4 && memcmp(text, "-dev", 4) == 0;
		}
	}
	if (!got.found) {
		return false;
	}
	*facts = got;
	return true;
}

uint32_t ra_layout_version_id(
	struct ra_space *space, const struct ra_dump *dump, const struct ra_layout *layout)
{
	struct facts facts = {0};

	return read_facts(space, layout, dump, &facts) ? facts.version_id : 0;
}

/* A method of a user class: its scope is the class, its file the class's file. */
static void check_methods(struct ra_space *space, const struct ra_layout *layout, ra_addr class,
	struct evidence *evidence)
{
	struct table methods;
	uint64_t class_file;

	if (!read_table(space, layout, class + ra_offset(layout, RA_zend_class_entry_function_table),
			&methods) ||
		!ra_read_u64(space, class + ra_offset(layout, RA_zend_class_entry_info_user_filename),
			&class_file)) {
		evidence->wrong_methods++;
		return;
	}
	for (uint32_t i = 0;
		i < methods.used && i < MAX_METHODS && evidence->methods < MAX_METHOD_CHECKS; i++) {
		ra_addr key, method;
		uint64_t scope, file, opcodes;
		uint8_t type, kind;

		if (!read_bucket(space, &methods, i, &key, &method, &type) || key == 0 ||
			!ra_read_u8(space, method, &kind) || kind != USER_FUNCTION ||
			!ra_read_u64(space, method + ra_offset(layout, RA_zend_op_array_scope), &scope) ||
			scope != class) { /* inherited methods live in another class, perhaps elsewhere */
			continue;
		}
		if (ra_read_u64(space, method + ra_offset(layout, RA_zend_op_array_filename), &file) &&
			ra_read_u64(space, method + ra_offset(layout, RA_zend_op_array_opcodes), &opcodes) &&
			file == class_file && ra_space_extent(space, opcodes, 8) == 8) {
			evidence->methods++;
		} else {
			evidence->wrong_methods++;
		}
	}
}

static bool same_name(const char *key, const char *name, uint32_t length)
{
	for (uint32_t i = 0; i < length; i++) {
		const char c = name[i];

		if (key[i] != (c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c)) {
			return false;
		}
	}
	return true;
}

/* The newest classes: they are the user's, if there are any. */
static void check_classes(struct ra_space *space, const struct ra_layout *layout,
	const struct ra_dump *dump, struct evidence *evidence)
{
	struct table classes;

	if (!read_globals_table(space, layout, dump, RA_zend_executor_globals_class_table, &classes)) {
		return;
	}
	for (uint32_t i = classes.used; i-- > 0 && evidence->classes < MAX_CLASS_CHECKS;) {
		char key_text[MAX_NAME_BYTES], name_text[MAX_NAME_BYTES];
		uint32_t key_length, name_length;
		ra_addr key, class;
		uint64_t name;
		uint8_t type, kind;

		if (!read_bucket(space, &classes, i, &key, &class, &type) ||
			type != ra_const(layout, RA_CONST_IS_PTR) ||
			!read_text(space, layout, key, key_text, sizeof(key_text), &key_length) ||
			!ra_read_u64(space, class + ra_offset(layout, RA_zend_class_entry_name), &name) ||
			!ra_read_u8(space, class, &kind) ||
			!read_text(space, layout, name, name_text, sizeof(name_text), &name_length)) {
			continue;
		}
		if (key_length == name_length && same_name(key_text, name_text, name_length)) {
			evidence->classes++;
			if (kind == USER_CLASS) {
				check_methods(space, layout, class, evidence);
			}
		} else if (key_length != 0 && key_text[0] != '\0') { /* not an undeclared or unnamed one */
			evidence->wrong_classes++;                       /* an alias, or a wrong layout */
		}
	}
}

static int64_t score(const struct evidence *evidence)
{
	return (int64_t)evidence->classes + evidence->methods * 4ll - evidence->wrong_classes -
		   evidence->wrong_methods * 8ll;
}

/* The variant for an exact version: the newest that is not newer. */
static uint32_t variant_of(const struct facts *facts, unsigned php)
{
	uint32_t found = 0;

	for (uint32_t i = 0; i < ra_layout_version_count; i++) {
		const struct ra_layout_version *const version = &ra_layout_versions[i];

		if (version->php != php) {
			continue;
		}
		if (version->development) {
			if (facts->development && facts->version_id % 100 == 0) {
				return version->since;
			}
		} else if (found == 0 || version->since <= facts->version_id) {
			found = version->since;
		}
	}
	return found;
}

/* Without PHP_ZTS: the globals of a non-thread-safe build are variables of the binary, in its data
 * mapping or in the anonymous one right behind it. */
static bool globals_are_static(const struct ra_space *space, const struct ra_dump *dump)
{
	const struct ra_map_entry *const entry = ra_space_entry(space, dump->eg_address);

	if (!entry) {
		return true;
	}
	if (entry->name.length > 0) {
		return entry->name.bytes[0] == '/';
	}
	for (uint32_t i = 0; i < dump->entry_count; i++) {
		if (dump->entries[i].end == entry->begin) {
			return dump->entries[i].name.length > 0 && dump->entries[i].name.bytes[0] == '/';
		}
	}
	return false;
}

struct choice {
	struct facts facts;
	struct evidence evidence;
	uint32_t version; /* 0: none */
	bool zts;
	bool overruled; /* known values decided against PHP_VERSION_ID */
};

/* Fills one candidate after the other into *layout, which holds no special one afterwards. */
static void compare_candidates(struct ra_space *space, const struct ra_dump *dump,
	const struct ra_note *note, struct ra_layout *layout, struct choice *choice)
{
	int64_t best = INT64_MIN;
	uint32_t by_facts;

	for (uint32_t i = 0; i < ra_layout_version_count && !choice->facts.found; i++) {
		if (ra_layout_versions[i].php == dump->php_minor) {
			ra_layout_fill(layout, ra_layout_versions[i].since, false);
			read_facts(space, layout, dump, &choice->facts);
		}
	}
	if (note &&
		note->php_version_id / 10000 * 100 + note->php_version_id / 100 % 100 == dump->php_minor &&
		!choice->facts.found) {
		choice->facts.found = true;
		choice->facts.version_id = note->php_version_id;
		choice->facts.zts = note->zts;
		choice->facts.debug = note->debug;
	}
	by_facts = choice->facts.found ? variant_of(&choice->facts, dump->php_minor) : 0;
	choice->zts = choice->facts.found ? choice->facts.zts : !globals_are_static(space, dump);
	for (uint32_t i = 0; i < ra_layout_version_count; i++) {
		const uint32_t version = ra_layout_versions[i].since;
		struct evidence evidence = {0};
		int64_t points;

		if (ra_layout_versions[i].php != dump->php_minor) {
			continue;
		}
		ra_layout_fill(layout, version, choice->zts);
		check_classes(space, layout, dump, &evidence);
		points = score(&evidence);
		if (points > best || (points == best && version == by_facts)) {
			best = points;
			choice->version = version;
			choice->evidence = evidence;
		}
	}
	choice->overruled = by_facts != 0 && by_facts != choice->version;
}

static void explain(struct ra_layout *layout, const struct choice *choice)
{
	char how[96];

	if (choice->facts.found) {
		snprintf(how, sizeof(how), "the dump's PHP_VERSION_ID is %" PRIu32 "%s%s",
			choice->facts.version_id, choice->facts.development ? " (development)" : "",
			choice->overruled ? ", but its values read as this version" : "");
	} else {
		snprintf(how, sizeof(how), "the dump's constants cannot be read");
	}
	snprintf(layout->reason, sizeof(layout->reason),
		"%s; %" PRIu32 " class names and %" PRIu32 " methods read as expected, %" PRIu32 " not%s",
		how, choice->evidence.classes, choice->evidence.methods, choice->evidence.wrong_methods,
		choice->facts.debug ? "; a debug build: its private structures may differ" : "");
}

static bool refuse(const struct ra_dump *dump, struct ra_error *err)
{
	return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
		"PHP version '%s' is unknown: rows exist for %s to %s, and the dump has no note block with "
		"a "
		"layout",
		dump->php_version, ra_layout_versions[0].name,
		ra_layout_versions[ra_layout_version_count - 1].name);
}

/* A version without rows, but with a note block: the newest rows, corrected by the block. */
static bool fill_unknown(const struct ra_dump *dump, const struct ra_note *note,
	struct ra_layout *layout, struct ra_error *err)
{
	const struct ra_layout_version *const newest = &ra_layout_versions[ra_layout_version_count - 1];

	if (!note || note->row_count == 0 || dump->php_minor < newest->php) {
		return refuse(dump, err);
	}
	ra_layout_fill(layout, newest->since, note->zts);
	snprintf(layout->reason, sizeof(layout->reason),
		"no rows for PHP %s: those of %s, corrected by the dump's note block", dump->php_version,
		newest->name);
	return true;
}

bool ra_layout_choose(struct ra_space *space, const struct ra_dump *dump,
	const struct ra_note *note, struct ra_layout **out, struct ra_error *err)
{
	struct ra_layout *const layout = calloc(1, sizeof(*layout));
	struct choice choice = {0};

	if (!layout) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the layout");
	}
	compare_candidates(space, dump, note, layout, &choice);
	if (choice.version != 0) {
		ra_layout_fill(layout, choice.version, choice.zts);
		explain(layout, &choice);
	} else if (!fill_unknown(dump, note, layout, err)) {
		ra_layout_free(layout);
		return false;
	}
	if (note && !ra_note_apply(note, layout, choice.version == 0, err)) {
		ra_layout_free(layout);
		return false;
	}
	ra_layout_compute_traits(layout);
	*out = layout;
	return true;
}
