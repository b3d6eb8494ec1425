/* What the analyser knows of the engine's structures, by name. Three lists:
 *
 *   RA_LAYOUT_STRUCTS    S(structure)                   its size
 *   RA_LAYOUT_FIELDS     F(structure, member)           the offset of a member
 *                        A(structure, name, "members")  the same where the member is nested
 *                                                       ("u.flags") or was renamed: the
 *                                                       alternatives, separated by |
 *   RA_LAYOUT_CONSTANTS  C(constant)                    a macro or enumerator of the engine
 *
 * Names are the engine's own, so that whoever knows the source finds them: zend_array.nNumUsed is
 * RA_zend_array_nNumUsed. tools/generate_layout.php reads this file and writes layout_rows.h. */
#ifndef RA_LAYOUT_FIELDS_H
#define RA_LAYOUT_FIELDS_H

/* clang-format off */
#define RA_LAYOUT_STRUCTS(S) \
	S(zval) \
	S(zend_string) \
	S(zend_array) \
	S(Bucket) \
	S(zend_reference) \
	S(zend_ast_ref) \
	S(zend_object) \
	S(zend_class_entry) \
	S(zend_property_info) \
	S(zend_class_iterator_funcs) \
	S(zend_op_array) \
	S(zend_op) \
	S(zend_internal_function) \
	S(zend_arg_info) \
	S(zend_execute_data) \
	S(zend_closure) \
	S(zend_generator) \
	S(zend_resource) \
	S(zend_constant) \
	S(zend_module_entry) \
	S(php_shutdown_function_entry) \
	S(zend_ast_zval) \
	S(zend_try_catch_element) \
	S(zend_llist) \
	S(zend_fcall_info) \
	S(zend_fcall_info_cache) \
	S(zend_object_iterator) \
	S(zend_mm_huge_list) \
	S(zend_gc_globals) \
	S(gc_root_buffer) \
	S(spl_ptr_llist) \
	S(spl_ptr_llist_element) \
	S(spl_SplObjectStorageElement) \
	S(spl_fixedarray) \
	S(spl_ptr_heap) \
	S(spl_sub_iterator) \
	S(autoload_func_info) \
	S(timelib_time) \
	S(timelib_rel_time) \
	S(timelib_tzinfo) \
	S(pdo_dbh_t) \
	S(php_stream) \
	S(php_stream_context) \
	S(php_stdio_stream_data) \
	S(php_stream_memory_data) \
	S(php_userstream_data_t) \
	S(php_user_stream_wrapper) \
	S(php_stream_filter) \
	S(php_output_handler) \
	S(zend_class_constant) \
	S(zend_live_range) \
	S(zend_type) \
	S(zend_attribute_arg) \
	S(zend_class_mutable_data) \
	S(zend_fiber) \
	S(zend_fiber_stack) \
	S(zend_class_arrayaccess_funcs)

#define RA_LAYOUT_FIELDS(F, A) \
	A(zval, u1_type_info, "u1.type_info") \
	F(zend_string, len) \
	F(zend_string, val) \
	A(zend_array, u_flags, "u.flags") \
	F(zend_array, nTableMask) \
	F(zend_array, arData) \
	F(zend_array, nNumUsed) \
	F(zend_array, nNumOfElements) \
	F(zend_array, nTableSize) \
	F(zend_array, arPacked) \
	F(zend_reference, val) \
	F(zend_ast_ref, ast) \
	F(zend_object, handle) \
	F(zend_object, ce) \
	F(zend_object, handlers) \
	F(zend_object, properties) \
	F(zend_object, properties_table) \
	F(zend_object, extra_flags) \
	F(zend_object_handlers, offset) \
	F(zend_object_handlers, get_gc) \
	F(zend_object_handlers, dtor_obj) \
	F(zend_class_entry, type) \
	F(zend_class_entry, name) \
	F(zend_class_entry, parent) \
	F(zend_class_entry, destructor) \
	F(zend_class_entry, refcount) \
	F(zend_class_entry, ce_flags) \
	F(zend_class_entry, default_properties_count) \
	F(zend_class_entry, default_static_members_count) \
	F(zend_class_entry, default_properties_table) \
	F(zend_class_entry, default_static_members_table) \
	A(zend_class_entry, static_members_table, "static_members_table__ptr|static_members_table") \
	F(zend_class_entry, function_table) \
	F(zend_class_entry, properties_info) \
	F(zend_class_entry, constants_table) \
	F(zend_class_entry, create_object) \
	F(zend_class_entry, num_interfaces) \
	F(zend_class_entry, num_traits) \
	F(zend_class_entry, interfaces) \
	F(zend_class_entry, traits) \
	F(zend_class_entry, trait_aliases) \
	F(zend_class_entry, trait_precedences) \
	A(zend_class_entry, info_user_filename, "info.user.filename") \
	A(zend_class_entry, info_user_doc_comment, "info.user.doc_comment") \
	A(zend_class_entry, info_internal_module, "info.internal.module") \
	F(zend_class_entry, iterator_funcs_ptr) \
	F(zend_class_entry, properties_info_table) \
	F(zend_class_entry, trait_names) \
	F(zend_class_entry, attributes) \
	F(zend_class_entry, backed_enum_table) \
	F(zend_class_entry, arrayaccess_funcs_ptr) \
	F(zend_class_entry, doc_comment) \
	A(zend_class_entry, mutable_data, "mutable_data__ptr") \
	F(zend_property_info, offset) \
	F(zend_property_info, flags) \
	F(zend_property_info, name) \
	F(zend_property_info, doc_comment) \
	F(zend_property_info, ce) \
	F(zend_property_info, type) \
	F(zend_property_info, attributes) \
	F(zend_property_info, hooks) \
	F(zend_op_array, type) \
	F(zend_op_array, fn_flags) \
	F(zend_op_array, function_name) \
	F(zend_op_array, scope) \
	F(zend_op_array, num_args) \
	F(zend_op_array, arg_info) \
	F(zend_op_array, refcount) \
	F(zend_op_array, last) \
	F(zend_op_array, opcodes) \
	F(zend_op_array, last_var) \
	F(zend_op_array, T) \
	F(zend_op_array, vars) \
	F(zend_op_array, last_brk_cont) \
	F(zend_op_array, last_try_catch) \
	F(zend_op_array, brk_cont_array) \
	F(zend_op_array, try_catch_array) \
	F(zend_op_array, static_variables) \
	F(zend_op_array, filename) \
	F(zend_op_array, line_start) \
	F(zend_op_array, line_end) \
	F(zend_op_array, doc_comment) \
	F(zend_op_array, last_literal) \
	F(zend_op_array, literals) \
	F(zend_op_array, cache_size) \
	A(zend_op_array, run_time_cache, "run_time_cache__ptr|run_time_cache") \
	F(zend_op_array, last_live_range) \
	F(zend_op_array, live_range) \
	F(zend_op_array, attributes) \
	F(zend_op_array, num_dynamic_func_defs) \
	F(zend_op_array, dynamic_func_defs) \
	A(zend_op_array, static_variables_ptr, "static_variables_ptr__ptr") \
	F(zend_op, op1) \
	F(zend_op, op2) \
	F(zend_op, lineno) \
	F(zend_op, opcode) \
	F(zend_op, op2_type) \
	F(zend_op, op1_type) \
	F(zend_op, result_type) \
	F(zend_op, result) \
	F(zend_op, extended_value) \
	F(zend_internal_function, type) \
	F(zend_internal_function, module) \
	F(zend_internal_function, T) \
	F(zend_arg_info, name) \
	F(zend_arg_info, type) \
	F(zend_arg_info, doc_comment) \
	F(zend_execute_data, opline) \
	F(zend_execute_data, call) \
	F(zend_execute_data, func) \
	F(zend_execute_data, This) \
	F(zend_execute_data, prev_execute_data) \
	F(zend_execute_data, symbol_table) \
	F(zend_execute_data, extra_named_params) \
	F(zend_vm_stack, top) \
	F(zend_vm_stack, end) \
	F(zend_vm_stack, prev) \
	F(zend_arena, end) \
	F(zend_arena, prev) \
	F(zend_closure, func) \
	F(zend_closure, this_ptr) \
	F(zend_generator, execute_data) \
	F(zend_generator, stack) \
	F(zend_generator, value) \
	F(zend_generator, key) \
	F(zend_generator, retval) \
	F(zend_generator, values) \
	F(zend_generator, node) \
	F(zend_generator, frozen_call_stack) \
	F(zend_generator, gc_buffer) \
	F(zend_generator, gc_buffer_size) \
	F(zend_generator_node, parent) \
	F(zend_generator_node, children) \
	A(zend_generator_node, child_ht, "child.ht") \
	A(zend_generator_node, child_single_child, "child.single.child") \
	A(zend_generator_node, child_single, "child.single") \
	F(zend_resource, ptr) \
	F(zend_ini_entry, name) \
	F(zend_ini_entry, value) \
	F(zend_ini_entry, modified) \
	F(zend_constant, value) \
	F(zend_constant, name) \
	F(zend_constant, filename) \
	F(zend_constant, attributes) \
	F(zend_module_entry, name) \
	F(zend_module_entry, globals_size) \
	F(zend_module_entry, globals_ptr) \
	F(zend_module_entry, globals_id_ptr) \
	F(zend_executor_globals, symtable_cache) \
	F(zend_executor_globals, symtable_cache_ptr) \
	F(zend_executor_globals, symbol_table) \
	F(zend_executor_globals, included_files) \
	F(zend_executor_globals, function_table) \
	F(zend_executor_globals, class_table) \
	F(zend_executor_globals, zend_constants) \
	F(zend_executor_globals, bailout) \
	F(zend_executor_globals, vm_stack_top) \
	F(zend_executor_globals, vm_stack_end) \
	F(zend_executor_globals, vm_stack) \
	F(zend_executor_globals, current_execute_data) \
	F(zend_executor_globals, in_autoload) \
	F(zend_executor_globals, regular_list) \
	F(zend_executor_globals, user_error_handler) \
	F(zend_executor_globals, user_exception_handler) \
	F(zend_executor_globals, user_error_handlers_error_reporting) \
	F(zend_executor_globals, user_error_handlers) \
	F(zend_executor_globals, user_exception_handlers) \
	F(zend_executor_globals, ini_directives) \
	F(zend_executor_globals, modified_ini_directives) \
	F(zend_executor_globals, objects_store) \
	F(zend_executor_globals, exception) \
	F(zend_executor_globals, prev_exception) \
	F(zend_executor_globals, opline_before_exception) \
	F(zend_executor_globals, exception_op) \
	F(zend_executor_globals, weakrefs) \
	F(zend_executor_globals, get_gc_buffer) \
	F(zend_executor_globals, lazy_objects_store) \
	F(zend_executor_globals, autoload_current_classnames) \
	F(zend_executor_globals, callable_convert_cache) \
	F(zend_executor_globals, partial_function_application_cache) \
	F(zend_executor_globals, lambda_cache) \
	F(zend_executor_globals, vm_stack_page_cache) \
	F(zend_executor_globals, fiber_vm_stack_page_cache) \
	F(zend_compiler_globals, loop_var_stack) \
	F(zend_compiler_globals, filenames_table) \
	F(zend_compiler_globals, open_files) \
	F(zend_compiler_globals, arena) \
	F(zend_compiler_globals, interned_strings) \
	F(zend_compiler_globals, ast_arena) \
	F(zend_compiler_globals, delayed_oplines_stack) \
	F(zend_compiler_globals, map_ptr_base) \
	F(zend_compiler_globals, short_circuiting_opnums) \
	F(zend_objects_store, object_buckets) \
	F(zend_objects_store, top) \
	F(zend_objects_store, size) \
	F(zend_objects_store, free_list_head) \
	F(php_basic_globals, user_shutdown_function_names) \
	F(php_basic_globals, putenv_ht) \
	F(php_basic_globals, strtok_zval) \
	F(php_basic_globals, strtok_string) \
	F(php_basic_globals, locale_string) \
	F(php_basic_globals, user_tick_functions) \
	F(php_basic_globals, page_uid) \
	F(php_basic_globals, CurrentStatFile) \
	F(php_basic_globals, CurrentLStatFile) \
	F(php_basic_globals, user_filter_map) \
	F(php_basic_globals, ctype_string) \
	F(php_shutdown_function_entry, arguments) \
	F(php_shutdown_function_entry, arg_count) \
	F(php_shutdown_function_entry, function_name) \
	F(php_shutdown_function_entry, fci) \
	F(php_shutdown_function_entry, params) \
	F(php_shutdown_function_entry, param_count) \
	F(zend_ast, child) \
	F(zend_ast_zval, val) \
	F(zend_ast_list, children) \
	F(zend_ast_list, child) \
	F(zend_stack, top) \
	F(zend_stack, elements) \
	F(zend_llist, head) \
	F(zend_llist, size) \
	F(zend_llist_element, next) \
	F(zend_llist_element, data) \
	F(zend_fcall_info, function_name) \
	F(zend_fcall_info, params) \
	F(zend_fcall_info, param_count) \
	F(zend_fcall_info_cache, function_handler) \
	F(zend_fcall_info_cache, called_scope) \
	F(zend_fcall_info_cache, object) \
	F(zend_fcall_info_cache, closure) \
	F(zend_object_iterator, data) \
	F(zend_mm_heap, size) \
	F(zend_mm_heap, peak) \
	F(zend_mm_heap, free_slot) \
	F(zend_mm_heap, real_size) \
	F(zend_mm_heap, real_peak) \
	F(zend_mm_heap, limit) \
	F(zend_mm_heap, main_chunk) \
	F(zend_mm_heap, chunks_count) \
	F(zend_mm_heap, peak_chunks_count) \
	F(zend_mm_chunk, heap) \
	F(zend_mm_chunk, next) \
	F(zend_mm_chunk, prev) \
	F(zend_mm_chunk, free_pages) \
	F(zend_mm_chunk, free_tail) \
	F(zend_mm_chunk, heap_slot) \
	F(zend_mm_chunk, free_map) \
	F(zend_mm_chunk, map) \
	F(zend_gc_globals, gc_enabled) \
	F(zend_gc_globals, buf) \
	F(zend_gc_globals, roots) \
	F(zend_gc_globals, first_unused) \
	F(zend_gc_globals, last_unused) \
	F(zend_gc_globals, gc_runs) \
	F(zend_gc_globals, collected) \
	F(zend_gc_globals, gc_threshold) \
	F(zend_gc_globals, buf_size) \
	F(zend_gc_globals, num_roots) \
	F(gc_root_buffer, next) \
	F(spl_array_object, array) \
	F(spl_array_object, std) \
	F(spl_dllist_object, llist) \
	F(spl_dllist_object, traverse_pointer) \
	F(spl_dllist_object, std) \
	F(spl_ptr_llist, head) \
	F(spl_ptr_llist, count) \
	F(spl_ptr_llist_element, next) \
	F(spl_ptr_llist_element, data) \
	F(spl_SplObjectStorage, storage) \
	F(spl_SplObjectStorage, std) \
	F(spl_SplObjectStorageElement, obj) \
	F(spl_SplObjectStorageElement, inf) \
	F(spl_fixedarray, size) \
	F(spl_fixedarray, elements) \
	F(spl_fixedarray_object, array) \
	F(spl_fixedarray_object, std) \
	F(spl_heap_object, heap) \
	F(spl_heap_object, std) \
	F(spl_ptr_heap, elements) \
	F(spl_ptr_heap, count) \
	F(spl_ptr_heap, max_size) \
	F(spl_ptr_heap, elem_size) \
	F(spl_filesystem_object, _path) \
	F(spl_filesystem_object, orig_path) \
	F(spl_filesystem_object, file_name) \
	F(spl_filesystem_object, file_name_len) \
	F(spl_filesystem_object, type) \
	A(spl_filesystem_object, u_dir_dirp, "u.dir.dirp") \
	A(spl_filesystem_object, u_dir_sub_path, "u.dir.sub_path") \
	A(spl_filesystem_object, u_file_stream, "u.file.stream") \
	A(spl_filesystem_object, u_file_open_mode, "u.file.open_mode") \
	A(spl_filesystem_object, u_file_current_zval, "u.file.current_zval") \
	A(spl_filesystem_object, u_file_current_line, "u.file.current_line") \
	A(spl_filesystem_object, u_file_current_line_len, "u.file.current_line_len") \
	A(spl_filesystem_object, u_file_zresource, "u.file.zresource") \
	F(spl_filesystem_object, std) \
	F(spl_filesystem_object, path) \
	A(spl_dual_it_object, inner_zobject, "inner.zobject") \
	A(spl_dual_it_object, inner_iterator, "inner.iterator") \
	A(spl_dual_it_object, current_data, "current.data") \
	A(spl_dual_it_object, current_key, "current.key") \
	F(spl_dual_it_object, dit_type) \
	A(spl_dual_it_object, u_caching_zstr, "u.caching.zstr") \
	A(spl_dual_it_object, u_caching_zchildren, "u.caching.zchildren") \
	A(spl_dual_it_object, u_caching_zcache, "u.caching.zcache") \
	A(spl_dual_it_object, u_append_zarrayit, "u.append.zarrayit") \
	A(spl_dual_it_object, u_append_iterator, "u.append.iterator") \
	A(spl_dual_it_object, u_regex_regex, "u.regex.regex") \
	A(spl_dual_it_object, u_cbfilter, "u.cbfilter") \
	F(spl_dual_it_object, std) \
	A(spl_dual_it_object, u_callback_filter, "u.callback_filter") \
	F(spl_recursive_it_object, iterators) \
	F(spl_recursive_it_object, level) \
	F(spl_recursive_it_object, prefix) \
	F(spl_recursive_it_object, postfix) \
	F(spl_recursive_it_object, std) \
	F(spl_sub_iterator, iterator) \
	F(spl_sub_iterator, zobject) \
	F(autoload_func_info, func_ptr) \
	F(autoload_func_info, obj) \
	F(autoload_func_info, closure) \
	F(php_date_obj, time) \
	F(php_date_obj, props) \
	F(php_date_obj, std) \
	F(php_timezone_obj, initialized) \
	F(php_timezone_obj, type) \
	A(php_timezone_obj, tzi_tz, "tzi.tz") \
	A(php_timezone_obj, tzi_z, "tzi.z") \
	F(php_timezone_obj, props) \
	F(php_timezone_obj, std) \
	F(php_interval_obj, diff) \
	F(php_interval_obj, props) \
	F(php_interval_obj, std) \
	F(php_interval_obj, date_string) \
	F(php_period_obj, start) \
	F(php_period_obj, current) \
	F(php_period_obj, end) \
	F(php_period_obj, interval) \
	F(php_period_obj, std) \
	F(timelib_time, tz_abbr) \
	F(timelib_time, tz_info) \
	F(timelib_tzinfo, name) \
	F(timelib_tzinfo, trans) \
	F(timelib_tzinfo, trans_idx) \
	F(timelib_tzinfo, type) \
	F(timelib_tzinfo, timezone_abbr) \
	F(timelib_tzinfo, leap_times) \
	F(timelib_tzinfo, location) \
	F(timelib_tzinfo, posix_string) \
	F(timelib_tzinfo, posix_info) \
	F(timelib_abbr_info, abbr) \
	F(pdo_dbh_t, driver_data) \
	F(pdo_dbh_t, username) \
	F(pdo_dbh_t, password) \
	F(pdo_dbh_t, data_source) \
	F(pdo_dbh_t, persistent_id) \
	F(pdo_dbh_t, cls_methods) \
	F(pdo_dbh_t, def_stmt_ctor_args) \
	F(pdo_dbh_t, query_stmt_zval) \
	F(pdo_dbh_t, query_stmt_obj) \
	F(pdo_dbh_object_t, inner) \
	F(pdo_dbh_object_t, std) \
	F(pdo_stmt_t, driver_data) \
	F(pdo_stmt_t, column_count) \
	F(pdo_stmt_t, columns) \
	F(pdo_stmt_t, database_object_handle) \
	F(pdo_stmt_t, bound_params) \
	F(pdo_stmt_t, bound_param_map) \
	F(pdo_stmt_t, bound_columns) \
	F(pdo_stmt_t, query_string) \
	F(pdo_stmt_t, query_stringlen) \
	F(pdo_stmt_t, active_query_string) \
	F(pdo_stmt_t, named_rewrite_template) \
	F(pdo_stmt_t, std) \
	F(php_stream, abstract) \
	F(php_stream, readfilters) \
	F(php_stream, writefilters) \
	F(php_stream, wrapperdata) \
	F(php_stream, res) \
	F(php_stream, orig_path) \
	F(php_stream, ctx) \
	F(php_stream, readbuf) \
	F(php_stream, enclosing_stream) \
	F(php_stream_context, notifier) \
	F(php_stream_context, options) \
	F(php_stream_context, res) \
	F(php_stdio_stream_data, temp_name) \
	F(php_stream_memory_data, data) \
	F(php_stream_memory_data, fsize) \
	F(php_stream_temp_data, innerstream) \
	F(php_stream_temp_data, meta) \
	F(php_stream_temp_data, tmpdir) \
	F(php_userstream_data_t, wrapper) \
	F(php_userstream_data_t, object) \
	F(php_user_stream_wrapper, protoname) \
	F(php_user_stream_wrapper, classname) \
	F(php_stream_filter, abstract) \
	F(php_stream_filter, next) \
	F(php_stream_filter, res) \
	F(php_stream_filter, buffer) \
	F(php_stream_filter_chain, head) \
	F(php_output_handler, name) \
	F(php_output_handler, flags) \
	F(php_output_handler, buffer) \
	A(php_output_handler, func_user, "func.user") \
	A(php_output_handler, func_user_fcc, "func.user_fcc") \
	F(reflection_object, obj) \
	F(reflection_object, ptr) \
	F(reflection_object, zo) \
	F(zend_class_constant, value) \
	F(zend_class_constant, doc_comment) \
	F(zend_class_constant, attributes) \
	F(zend_class_constant, type) \
	F(zend_live_range, var) \
	F(zend_live_range, start) \
	F(zend_live_range, end) \
	F(zend_weakref, referent) \
	F(zend_type, ptr) \
	F(zend_type, type_mask) \
	F(zend_type_list, num_types) \
	F(zend_type_list, types) \
	F(zend_weakmap, ht) \
	F(zend_attribute, name) \
	F(zend_attribute, lcname) \
	F(zend_attribute, argc) \
	F(zend_attribute, args) \
	F(zend_attribute_arg, name) \
	F(zend_attribute_arg, value) \
	F(zend_class_mutable_data, default_properties_table) \
	F(zend_class_mutable_data, constants_table) \
	F(zend_class_mutable_data, backed_enum_table) \
	F(zend_fiber, context) \
	F(zend_fiber, fci) \
	F(zend_fiber, execute_data) \
	F(zend_fiber, result) \
	F(zend_fiber, vm_stack) \
	F(zend_fiber_context, stack) \
	F(zend_fiber_context, status)

#define RA_LAYOUT_CONSTANTS(C) \
	C(HASH_FLAG_INITIALIZED) \
	C(HASH_FLAG_PACKED) \
	C(IS_ARRAY) \
	C(IS_ARRAY_IMMUTABLE) \
	C(IS_CONSTANT) \
	C(IS_CONSTANT_AST) \
	C(IS_DOUBLE) \
	C(IS_FALSE) \
	C(IS_INDIRECT) \
	C(IS_LONG) \
	C(IS_NULL) \
	C(IS_OBJECT) \
	C(IS_PTR) \
	C(IS_REFERENCE) \
	C(IS_RESOURCE) \
	C(IS_STRING) \
	C(IS_STR_INTERNED) \
	C(IS_STR_PERSISTENT) \
	C(IS_TRUE) \
	C(IS_TYPE_REFCOUNTED) \
	C(IS_UNDEF) \
	C(ZEND_ACC_CLOSURE) \
	C(ZEND_ACC_HAS_RETURN_TYPE) \
	C(ZEND_ACC_INTERFACE) \
	C(ZEND_ACC_STATIC) \
	C(ZEND_ACC_TRAIT) \
	C(ZEND_ACC_USE_GUARDS) \
	C(ZEND_ACC_VARIADIC) \
	C(ZEND_CALL_CLOSURE) \
	C(ZEND_CALL_CODE) \
	C(ZEND_CALL_FRAME_SLOT) \
	C(ZEND_CALL_RELEASE_THIS) \
	C(ZEND_CALL_TOP) \
	C(ZEND_CALL_HAS_SYMBOL_TABLE) \
	C(ZEND_CALL_INFO_SHIFT) \
	C(ZEND_LIVE_MASK) \
	C(ZEND_LIVE_ROPE) \
	C(ZEND_LIVE_SILENCE) \
	C(ZEND_CALL_FAKE_CLOSURE) \
	C(GC_IMMUTABLE) \
	C(IS_OBJ_DESTRUCTOR_CALLED) \
	C(HASH_FLAG_UNINITIALIZED) \
	C(ZEND_ACC_LINKED) \
	C(ZEND_ACC_RESOLVED_INTERFACES) \
	C(ZEND_CALL_HAS_EXTRA_NAMED_PARAMS) \
	C(_ZEND_TYPE_LIST_BIT) \
	C(_ZEND_TYPE_NAME_BIT) \
	C(ZEND_ACC_ENUM) \
	C(ZEND_PROPERTY_HOOK_COUNT)

/* clang-format on */

#endif
