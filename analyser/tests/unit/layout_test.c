/* The rows: every version loads, known places are right, absent fields are absent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "php/layout.h"

static struct ra_layout layout;

static void every_version_loads_in_both_builds(void **state)
{
	(void)state;
	assert_int_equal(ra_layout_version_count, 15);
	for (uint32_t i = 0; i < ra_layout_version_count; i++) {
		for (int zts = 0; zts < 2; zts++) {
			assert_true(ra_layout_fill(&layout, ra_layout_versions[i].since, zts != 0));
			assert_int_equal(layout.php, ra_layout_versions[i].php);
			assert_int_equal(layout.zts, zts != 0);
			/* what has been the same since 7.0 */
			assert_int_equal(ra_sizeof(&layout, RA_STRUCT_zval), 16);
			assert_int_equal(ra_sizeof(&layout, RA_STRUCT_zend_array), 56);
			assert_int_equal(ra_sizeof(&layout, RA_STRUCT_Bucket), 32);
			assert_int_equal(ra_offset(&layout, RA_zend_string_len), 16);
			assert_int_equal(ra_offset(&layout, RA_zend_array_nNumUsed), 24);
		}
	}
}

static void an_unknown_version_is_refused(void **state)
{
	(void)state;
	assert_false(ra_layout_fill(&layout, 99900, false));
	assert_false(ra_layout_fill(&layout, 50600, false));
	assert_false(ra_layout_fill(&layout, 0, true));
}

static void known_places(void **state)
{
	static const struct {
		uint32_t version;
		bool zts;
		enum ra_field field;
		uint32_t offset;
	} known[] = {
		{70000, false, RA_zend_execute_data_prev_execute_data, 56},
		{70100, false, RA_zend_execute_data_prev_execute_data, 48},
		{70000, false, RA_zend_executor_globals_current_execute_data, 480},
		{70300, false, RA_zend_executor_globals_current_execute_data, 488},
		{80500, false, RA_zend_executor_globals_current_execute_data, 512},
		{70300, false, RA_zend_op_array_run_time_cache, 72},
		{80100, false, RA_zend_array_arPacked, RA_ABSENT},
		{80200, false, RA_zend_array_arPacked, 16},
		{80200, false, RA_zend_mm_heap_main_chunk, 312},
		{80235, false, RA_zend_mm_heap_main_chunk, 328},
		{80299, false, RA_zend_mm_heap_main_chunk, 312},
		{80299, false, RA_zend_op_array_opcodes, 88},
		{80300, false, RA_zend_op_array_opcodes, 80},
		{80400, false, RA_zend_op_array_opcodes, 104},
		{80200, false, RA_zend_module_entry_globals_id_ptr, RA_ABSENT},
		{80200, true, RA_zend_module_entry_globals_id_ptr, 104},
		{80600, false, RA_spl_dllist_object_std, 32},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		assert_true(ra_layout_fill(&layout, known[i].version, known[i].zts));
		assert_int_equal(ra_offset(&layout, known[i].field), known[i].offset);
	}
}

static void traits_follow_the_versions(void **state)
{
	(void)state;
	ra_layout_fill(&layout, 70000, false);
	assert_true(layout.class_constants_are_values);
	assert_true(layout.array_flag_says_initialized);
	assert_int_equal(layout.gc_flags_shift, 8);
	assert_int_equal(layout.interned_string_flag, 0x200);
	ra_layout_fill(&layout, 70300, false);
	assert_false(layout.class_constants_are_values);
	assert_false(layout.array_flag_says_initialized);
	assert_false(layout.map_pointers);
	assert_int_equal(layout.gc_flags_shift, 0);
	assert_int_equal(layout.interned_string_flag, 0x40);
	ra_layout_fill(&layout, 70400, false);
	assert_true(layout.map_pointers);
	assert_false(layout.packed_arrays_hold_values);
	ra_layout_fill(&layout, 80200, false);
	assert_true(layout.packed_arrays_hold_values);
}

static void absent_flags_are_no_flags(void **state)
{
	(void)state;
	ra_layout_fill(&layout, 70000, false);
	assert_int_equal(ra_const(&layout, RA_CONST_ZEND_ACC_ENUM), RA_ABSENT);
	assert_int_equal(ra_flag(&layout, RA_CONST_ZEND_ACC_ENUM), 0);
	ra_layout_fill(&layout, 80100, false);
	assert_int_equal(ra_flag(&layout, RA_CONST_ZEND_ACC_ENUM), 1u << 28);
}

static void fields_have_the_engines_names(void **state)
{
	(void)state;
	assert_string_equal(ra_field_struct_name(RA_zend_array_u_flags), "zend_array");
	assert_string_equal(ra_field_member_name(RA_zend_array_u_flags), "u.flags");
	assert_string_equal(ra_field_member_name(RA_zend_array_nNumUsed), "nNumUsed");
	assert_string_equal(ra_struct_name(RA_STRUCT_zend_string), "zend_string");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_version_loads_in_both_builds),
		cmocka_unit_test(an_unknown_version_is_refused),
		cmocka_unit_test(known_places),
		cmocka_unit_test(traits_follow_the_versions),
		cmocka_unit_test(absent_flags_are_no_flags),
		cmocka_unit_test(fields_have_the_engines_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
