/* Picking a layout: by the dump's own constants, by known values where these are missing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "heap_builder.h"
#include "php/note.h"

static struct ra_layout *choose(struct heap_builder *heap)
{
	const struct ra_dump_options dump_options = {false};
	const struct ra_space_options space_options = {.no_files = true};
	struct ra_error err = {RA_ERR_NONE, 0, ""};
	struct ra_layout *layout = NULL;
	struct ra_dump *dump;
	struct ra_space *space;
	size_t length;
	uint8_t *const bytes = heap_bytes(heap, &length);

	assert_true(ra_dump_parse(bytes, length, &dump_options, &dump, &err));
	assert_true(ra_space_open(dump, &space_options, &space, &err));
	assert_true(ra_layout_choose(space, dump, NULL, &layout, &err));
	ra_space_close(space);
	ra_dump_close(dump);
	free(bytes);
	heap_free(heap);
	return layout;
}

static ra_addr add_constants(struct heap_builder *heap)
{
	const ra_addr table = heap_alloc(heap, ra_sizeof(heap_layout(heap), RA_STRUCT_zend_array));

	heap_table(heap, table, 8);
	heap_set(heap, HEAP_EG, RA_zend_executor_globals_zend_constants, 8, table);
	return table;
}

static void add_constant(
	struct heap_builder *heap, ra_addr table, const char *name, struct heap_value value)
{
	const ra_addr constant =
		heap_alloc(heap, ra_sizeof(heap_layout(heap), RA_STRUCT_zend_constant));

	heap_store(heap, constant + ra_offset(heap_layout(heap), RA_zend_constant_value), value);
	heap_add(heap, table, name, 0, heap_pointer(heap, constant));
}

static struct heap_value truth(const struct heap_builder *heap, bool value)
{
	/* the payload of a boolean means nothing */
	return (struct heap_value){value ? 0 : 12345,
		(uint8_t)ra_const(heap_layout(heap), value ? RA_CONST_IS_TRUE : RA_CONST_IS_FALSE), false};
}

static struct heap_builder *process(
	uint32_t layout_version, uint32_t version_id, bool zts, const char *extra)
{
	struct heap_builder *const heap = heap_new(layout_version, zts);
	const ra_addr table = add_constants(heap);
	const bool booleans = layout_version >= 80400;

	add_constant(heap, table, "E_ERROR", heap_long(heap, 1));
	add_constant(heap, table, "PHP_VERSION_ID", heap_long(heap, version_id));
	add_constant(heap, table, "PHP_EXTRA_VERSION",
		heap_counted(heap, RA_CONST_IS_STRING, heap_string(heap, extra)));
	add_constant(heap, table, "PHP_ZTS", booleans ? truth(heap, zts) : heap_long(heap, zts));
	add_constant(heap, table, "PHP_DEBUG", booleans ? truth(heap, false) : heap_long(heap, 0));
	heap_class(heap, "App\\Item", 1);
	return heap;
}

static void check_choice(uint32_t layout_version, uint32_t version_id, const char *extra)
{
	for (int zts = 0; zts < 2; zts++) {
		struct ra_layout *const layout =
			choose(process(layout_version, version_id, zts != 0, extra));

		assert_int_equal(layout->version, layout_version);
		assert_int_equal(layout->zts, zts != 0);
		assert_non_null(strstr(layout->reason, "PHP_VERSION_ID is"));
		ra_layout_free(layout);
	}
}

static void the_dumps_constants_decide(void **state)
{
	static const struct {
		uint32_t layout_version;
		uint32_t version_id;
		const char *extra;
	} builds[] = {
		{70000, 70033, ""},
		{70100, 70100, "-dev"},
		{80200, 80234, ""},
		{80235, 80236, ""},
		{80299, 80300, "-dev"},
		{80300, 80312, "-dev"},
		{80400, 80426, ""},
		{80427, 80430, ""},
		{80600, 80600, "RC3"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(builds) / sizeof(builds[0]); i++) {
		check_choice(builds[i].layout_version, builds[i].version_id, builds[i].extra);
	}
	for (uint32_t i = 0; i < ra_layout_version_count; i++) {
		if (!ra_layout_versions[i].development) { /* its number is no release's */
			check_choice(ra_layout_versions[i].since, ra_layout_versions[i].since, "");
		}
	}
}

static void a_debug_build_is_told(void **state)
{
	struct heap_builder *const heap = heap_new(80200, false);
	const ra_addr table = add_constants(heap);
	struct ra_layout *layout;

	(void)state;
	add_constant(heap, table, "PHP_VERSION_ID", heap_long(heap, 80207));
	add_constant(heap, table, "PHP_DEBUG", heap_long(heap, 1));
	layout = choose(heap);
	assert_non_null(strstr(layout->reason, "debug build"));
	ra_layout_free(layout);
}

/* A user class with one method, which knows its class and its file. */
static void add_method(struct heap_builder *heap)
{
	const struct ra_layout *const layout = heap_layout(heap);
	const ra_addr item = heap_class(heap, "App\\Item", 1);
	const ra_addr method = heap_function(heap, "work", "/app/item.php", 1);
	const ra_addr methods = item + ra_offset(layout, RA_zend_class_entry_function_table);
	const ra_addr file = heap_string(heap, "/app/item.php");

	heap_set(heap, item, RA_zend_class_entry_info_user_filename, 8, file);
	heap_set(heap, method, RA_zend_op_array_filename, 8, file);
	heap_set(heap, method, RA_zend_op_array_scope, 8, item);
	heap_table(heap, methods, 8);
	heap_add(heap, methods, "work", 0, heap_pointer(heap, method));
}

static void known_values_decide_where_there_are_no_constants(void **state)
{
	static const uint32_t versions[] = {70000, 70300, 70400, 80100, 80200, 80299, 80300, 80400};

	(void)state;
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		struct heap_builder *const heap = heap_new(versions[i], false);
		struct ra_layout *layout;

		heap_set(heap, HEAP_EG, RA_zend_executor_globals_zend_constants, 8, 0);
		add_method(heap);
		layout = choose(heap);
		assert_int_equal(layout->version, versions[i]);
		assert_false(layout->zts); /* the globals lie in the binary's data */
		assert_non_null(strstr(layout->reason, "constants cannot be read"));
		assert_non_null(
			strstr(layout->reason, "1 class names and 1 methods read as expected, 0 not"));
		ra_layout_free(layout);
	}
}

/* The constant says 8.3.0-dev, but a later snapshot had the structures of the release. */
static void known_values_overrule_the_constant(void **state)
{
	struct heap_builder *const heap = process(80300, 80300, false, "-dev");
	struct ra_layout *layout;

	(void)state;
	add_method(heap);
	layout = choose(heap);
	assert_int_equal(layout->version, 80300);
	assert_non_null(strstr(layout->reason, "but its values read as this version"));
	ra_layout_free(layout);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_dumps_constants_decide),
		cmocka_unit_test(a_debug_build_is_told),
		cmocka_unit_test(known_values_decide_where_there_are_no_constants),
		cmocka_unit_test(known_values_overrule_the_constant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
