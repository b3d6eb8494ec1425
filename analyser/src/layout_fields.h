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
	S(zend_refcounted_h) \
	S(zend_string) \
	S(zend_array) \
	S(Bucket) \
	S(HashTableIterator) \
	S(zend_reference) \
	S(zend_ast_ref) \
	S(zend_object) \
	S(zend_object_handlers) \
	S(zend_class_entry) \
	S(zend_property_info) \
	S(zend_class_iterator_funcs) \
	S(zend_op_array) \
	S(zend_op) \
	S(znode_op) \
	S(zend_internal_function) \
	S(zend_arg_info) \
	S(zend_internal_arg_info) \
	S(zend_execute_data) \
	S(zend_vm_stack) \
	S(zend_arena) \
	S(zend_closure) \
	S(zend_generator) \
	S(zend_generator_node) \
	S(zend_resource) \
	S(zend_ini_entry) \
	S(zend_constant) \
	S(zend_module_entry) \
	S(zend_executor_globals) \
	S(zend_compiler_globals) \
	S(zend_objects_store) \
	S(php_basic_globals) \
	S(php_shutdown_function_entry) \
	S(zend_ast) \
	S(zend_ast_zval) \
	S(zend_ast_decl) \
	S(zend_ast_list) \
	S(zend_try_catch_element) \
	S(zend_stack) \
	S(zend_llist) \
	S(zend_llist_element) \
	S(zend_ptr_stack) \
	S(zend_fcall_info) \
	S(zend_fcall_info_cache) \
	S(zend_object_iterator) \
	S(zend_mm_heap) \
	S(zend_mm_chunk) \
	S(zend_mm_huge_list) \
	S(zend_mm_storage) \
	S(zend_gc_globals) \
	S(gc_root_buffer) \
	S(gc_additional_buffer) \
	S(spl_array_object) \
	S(spl_dllist_object) \
	S(spl_dllist_it) \
	S(spl_ptr_llist) \
	S(spl_ptr_llist_element) \
	S(spl_SplObjectStorage) \
	S(spl_SplObjectStorageElement) \
	S(spl_fixedarray) \
	S(spl_fixedarray_object) \
	S(spl_heap_object) \
	S(spl_ptr_heap) \
	S(spl_filesystem_object) \
	S(spl_dual_it_object) \
	S(spl_recursive_it_object) \
	S(spl_sub_iterator) \
	S(autoload_func_info) \
	S(php_date_obj) \
	S(php_timezone_obj) \
	S(php_interval_obj) \
	S(php_period_obj) \
	S(timelib_time) \
	S(timelib_rel_time) \
	S(timelib_tzinfo) \
	S(timelib_abbr_info) \
	S(pdo_dbh_t) \
	S(pdo_dbh_object_t) \
	S(pdo_stmt_t) \
	S(pdo_row_t) \
	S(pdo_sqlite_db_handle) \
	S(pdo_sqlite_stmt) \
	S(php_stream) \
	S(php_stream_wrapper) \
	S(php_stream_ops) \
	S(php_stream_context) \
	S(php_stdio_stream_data) \
	S(php_stream_memory_data) \
	S(php_stream_temp_data) \
	S(php_userstream_data_t) \
	S(php_user_stream_wrapper) \
	S(php_stream_filter) \
	S(php_stream_filter_chain) \
	S(php_output_handler) \
	S(reflection_object) \
	S(zend_class_constant) \
	S(zend_live_range) \
	S(zend_class_name) \
	S(zend_property_info_list) \
	S(zend_property_info_source_list) \
	S(zend_weakref) \
	S(spl_pqueue_elem) \
	S(zend_type) \
	S(zend_type_list) \
	S(zend_weakmap) \
	S(zend_weakmap_iterator) \
	S(zend_attribute) \
	S(zend_attribute_arg) \
	S(zend_class_mutable_data) \
	S(zend_fiber) \
	S(zend_fiber_context) \
	S(zend_fiber_stack) \
	S(zend_fiber_transfer) \
	S(zend_fiber_vm_state) \
	S(zend_error_info) \
	S(zend_class_arrayaccess_funcs) \
	S(zend_lazy_objects_store) \
	S(zend_lazy_object_info)

#define RA_LAYOUT_FIELDS(F, A) \
	F(zval, value) \
	A(zval, u1_v_type, "u1.v.type") \
	A(zval, u1_v_type_flags, "u1.v.type_flags") \
	A(zval, u1_v_const_flags, "u1.v.const_flags") \
	A(zval, u1_v_reserved, "u1.v.reserved") \
	A(zval, u1_type_info, "u1.type_info") \
	A(zval, u2_var_flags, "u2.var_flags") \
	A(zval, u2_next, "u2.next") \
	A(zval, u2_cache_slot, "u2.cache_slot") \
	A(zval, u2_lineno, "u2.lineno") \
	A(zval, u2_num_args, "u2.num_args") \
	A(zval, u2_fe_pos, "u2.fe_pos") \
	A(zval, u2_fe_iter_idx, "u2.fe_iter_idx") \
	A(zval, u2_access_flags, "u2.access_flags") \
	A(zval, u2_property_guard, "u2.property_guard") \
	A(zval, u2_extra, "u2.extra") \
	A(zval, u1_v_u_call_info, "u1.v.u.call_info") \
	A(zval, u1_v_u_extra, "u1.v.u.extra") \
	A(zval, u2_opline_num, "u2.opline_num") \
	A(zval, u2_constant_flags, "u2.constant_flags") \
	A(zval, u2_guard, "u2.guard") \
	F(zend_refcounted_h, refcount) \
	A(zend_refcounted_h, u_v_type, "u.v.type") \
	A(zend_refcounted_h, u_v_flags, "u.v.flags") \
	A(zend_refcounted_h, u_v_gc_info, "u.v.gc_info") \
	A(zend_refcounted_h, u_type_info, "u.type_info") \
	F(zend_string, gc) \
	F(zend_string, h) \
	F(zend_string, len) \
	F(zend_string, val) \
	F(zend_array, gc) \
	A(zend_array, u_v_flags, "u.v.flags") \
	A(zend_array, u_v_nApplyCount, "u.v.nApplyCount") \
	A(zend_array, u_v_nIteratorsCount, "u.v.nIteratorsCount") \
	A(zend_array, u_v_reserve, "u.v.reserve") \
	A(zend_array, u_flags, "u.flags") \
	F(zend_array, nTableMask) \
	F(zend_array, arData) \
	F(zend_array, nNumUsed) \
	F(zend_array, nNumOfElements) \
	F(zend_array, nTableSize) \
	F(zend_array, nInternalPointer) \
	F(zend_array, nNextFreeElement) \
	F(zend_array, pDestructor) \
	A(zend_array, u_v_consistency, "u.v.consistency") \
	A(zend_array, u_v__unused, "u.v._unused") \
	A(zend_array, u_v__unused2, "u.v._unused2") \
	F(zend_array, arHash) \
	F(zend_array, arPacked) \
	F(Bucket, val) \
	F(Bucket, h) \
	F(Bucket, key) \
	F(HashTableIterator, ht) \
	F(HashTableIterator, pos) \
	F(HashTableIterator, next_copy) \
	F(zend_reference, gc) \
	F(zend_reference, val) \
	F(zend_reference, sources) \
	F(zend_ast_ref, gc) \
	F(zend_ast_ref, ast) \
	F(zend_object, gc) \
	F(zend_object, handle) \
	F(zend_object, ce) \
	F(zend_object, handlers) \
	F(zend_object, properties) \
	F(zend_object, properties_table) \
	F(zend_object, extra_flags) \
	F(zend_object_handlers, offset) \
	F(zend_object_handlers, free_obj) \
	F(zend_object_handlers, dtor_obj) \
	F(zend_object_handlers, clone_obj) \
	F(zend_object_handlers, read_property) \
	F(zend_object_handlers, write_property) \
	F(zend_object_handlers, read_dimension) \
	F(zend_object_handlers, write_dimension) \
	F(zend_object_handlers, get_property_ptr_ptr) \
	F(zend_object_handlers, get) \
	F(zend_object_handlers, set) \
	F(zend_object_handlers, has_property) \
	F(zend_object_handlers, unset_property) \
	F(zend_object_handlers, has_dimension) \
	F(zend_object_handlers, unset_dimension) \
	F(zend_object_handlers, get_properties) \
	F(zend_object_handlers, get_method) \
	F(zend_object_handlers, call_method) \
	F(zend_object_handlers, get_constructor) \
	F(zend_object_handlers, get_class_name) \
	F(zend_object_handlers, compare_objects) \
	F(zend_object_handlers, cast_object) \
	F(zend_object_handlers, count_elements) \
	F(zend_object_handlers, get_debug_info) \
	F(zend_object_handlers, get_closure) \
	F(zend_object_handlers, get_gc) \
	F(zend_object_handlers, do_operation) \
	F(zend_object_handlers, compare) \
	F(zend_object_handlers, get_properties_for) \
	F(zend_object_handlers, clone_obj_with) \
	F(zend_class_entry, type) \
	F(zend_class_entry, name) \
	F(zend_class_entry, parent) \
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
	F(zend_class_entry, __get) \
	F(zend_class_entry, iterator_funcs) \
	F(zend_class_entry, create_object) \
	F(zend_class_entry, get_iterator) \
	F(zend_class_entry, num_interfaces) \
	F(zend_class_entry, num_traits) \
	F(zend_class_entry, interfaces) \
	F(zend_class_entry, traits) \
	F(zend_class_entry, trait_aliases) \
	F(zend_class_entry, trait_precedences) \
	A(zend_class_entry, info_user_filename, "info.user.filename") \
	A(zend_class_entry, info_user_line_start, "info.user.line_start") \
	A(zend_class_entry, info_user_line_end, "info.user.line_end") \
	A(zend_class_entry, info_user_doc_comment, "info.user.doc_comment") \
	A(zend_class_entry, info_internal_builtin_functions, "info.internal.builtin_functions") \
	A(zend_class_entry, info_internal_module, "info.internal.module") \
	F(zend_class_entry, iterator_funcs_ptr) \
	F(zend_class_entry, properties_info_table) \
	F(zend_class_entry, trait_names) \
	F(zend_class_entry, attributes) \
	F(zend_class_entry, inheritance_cache) \
	F(zend_class_entry, enum_backing_type) \
	F(zend_class_entry, backed_enum_table) \
	F(zend_class_entry, arrayaccess_funcs_ptr) \
	F(zend_class_entry, default_object_handlers) \
	F(zend_class_entry, num_hooked_props) \
	F(zend_class_entry, num_hooked_prop_variance_checks) \
	F(zend_class_entry, doc_comment) \
	F(zend_class_entry, ce_flags2) \
	A(zend_class_entry, mutable_data, "mutable_data__ptr") \
	F(zend_property_info, offset) \
	F(zend_property_info, flags) \
	F(zend_property_info, name) \
	F(zend_property_info, doc_comment) \
	F(zend_property_info, ce) \
	F(zend_property_info, type) \
	F(zend_property_info, attributes) \
	F(zend_property_info, prototype) \
	F(zend_property_info, hooks) \
	F(zend_class_iterator_funcs, funcs) \
	F(zend_class_iterator_funcs, zf_new_iterator) \
	F(zend_class_iterator_funcs, zf_valid) \
	F(zend_class_iterator_funcs, zf_current) \
	F(zend_class_iterator_funcs, zf_key) \
	F(zend_class_iterator_funcs, zf_next) \
	F(zend_class_iterator_funcs, zf_rewind) \
	F(zend_op_array, type) \
	F(zend_op_array, arg_flags) \
	F(zend_op_array, fn_flags) \
	F(zend_op_array, function_name) \
	F(zend_op_array, scope) \
	F(zend_op_array, prototype) \
	F(zend_op_array, num_args) \
	F(zend_op_array, required_num_args) \
	F(zend_op_array, arg_info) \
	F(zend_op_array, refcount) \
	F(zend_op_array, this_var) \
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
	F(zend_op_array, early_binding) \
	F(zend_op_array, last_literal) \
	F(zend_op_array, literals) \
	F(zend_op_array, cache_size) \
	A(zend_op_array, run_time_cache, "run_time_cache__ptr|run_time_cache") \
	F(zend_op_array, last_live_range) \
	F(zend_op_array, live_range) \
	F(zend_op_array, attributes) \
	F(zend_op_array, num_dynamic_func_defs) \
	F(zend_op_array, dynamic_func_defs) \
	F(zend_op_array, prop_info) \
	F(zend_op_array, fn_flags2) \
	A(zend_op_array, static_variables_ptr, "static_variables_ptr__ptr") \
	F(zend_op, handler) \
	F(zend_op, op1) \
	F(zend_op, op2) \
	F(zend_op, result) \
	F(zend_op, extended_value) \
	F(zend_op, lineno) \
	F(zend_op, opcode) \
	F(zend_op, op1_type) \
	F(zend_op, op2_type) \
	F(zend_op, result_type) \
	F(znode_op, constant) \
	F(znode_op, var) \
	F(znode_op, num) \
	F(znode_op, opline_num) \
	F(znode_op, jmp_offset) \
	F(zend_internal_function, type) \
	F(zend_internal_function, arg_flags) \
	F(zend_internal_function, fn_flags) \
	F(zend_internal_function, function_name) \
	F(zend_internal_function, scope) \
	F(zend_internal_function, prototype) \
	F(zend_internal_function, num_args) \
	F(zend_internal_function, required_num_args) \
	F(zend_internal_function, arg_info) \
	F(zend_internal_function, handler) \
	F(zend_internal_function, module) \
	F(zend_internal_function, attributes) \
	F(zend_internal_function, T) \
	F(zend_internal_function, doc_comment) \
	F(zend_internal_function, prop_info) \
	F(zend_internal_function, frameless_function_infos) \
	F(zend_internal_function, fn_flags2) \
	A(zend_internal_function, run_time_cache, "run_time_cache__ptr") \
	F(zend_arg_info, name) \
	F(zend_arg_info, class_name) \
	F(zend_arg_info, type_hint) \
	F(zend_arg_info, pass_by_reference) \
	F(zend_arg_info, allow_null) \
	F(zend_arg_info, is_variadic) \
	F(zend_arg_info, type) \
	F(zend_arg_info, default_value) \
	F(zend_arg_info, doc_comment) \
	F(zend_internal_arg_info, name) \
	F(zend_internal_arg_info, class_name) \
	F(zend_internal_arg_info, type_hint) \
	F(zend_internal_arg_info, pass_by_reference) \
	F(zend_internal_arg_info, allow_null) \
	F(zend_internal_arg_info, is_variadic) \
	F(zend_internal_arg_info, type) \
	F(zend_internal_arg_info, default_value) \
	F(zend_execute_data, opline) \
	F(zend_execute_data, call) \
	F(zend_execute_data, return_value) \
	F(zend_execute_data, func) \
	F(zend_execute_data, This) \
	F(zend_execute_data, called_scope) \
	F(zend_execute_data, prev_execute_data) \
	F(zend_execute_data, symbol_table) \
	F(zend_execute_data, run_time_cache) \
	F(zend_execute_data, literals) \
	F(zend_execute_data, extra_named_params) \
	F(zend_vm_stack, top) \
	F(zend_vm_stack, end) \
	F(zend_vm_stack, prev) \
	F(zend_arena, ptr) \
	F(zend_arena, end) \
	F(zend_arena, prev) \
	F(zend_closure, std) \
	F(zend_closure, func) \
	F(zend_closure, this_ptr) \
	F(zend_closure, called_scope) \
	F(zend_closure, orig_internal_handler) \
	F(zend_generator, std) \
	F(zend_generator, iterator) \
	F(zend_generator, execute_data) \
	F(zend_generator, stack) \
	F(zend_generator, value) \
	F(zend_generator, key) \
	F(zend_generator, retval) \
	F(zend_generator, send_target) \
	F(zend_generator, largest_used_integer_key) \
	F(zend_generator, values) \
	F(zend_generator, node) \
	F(zend_generator, execute_fake) \
	F(zend_generator, flags) \
	F(zend_generator, frozen_call_stack) \
	F(zend_generator, gc_buffer) \
	F(zend_generator, gc_buffer_size) \
	F(zend_generator, func) \
	F(zend_generator_node, parent) \
	F(zend_generator_node, children) \
	A(zend_generator_node, child_ht, "child.ht") \
	A(zend_generator_node, child_array, "child.array") \
	A(zend_generator_node, ptr_leaf, "ptr.leaf") \
	A(zend_generator_node, ptr_root, "ptr.root") \
	A(zend_generator_node, child_single_leaf, "child.single.leaf") \
	A(zend_generator_node, child_single_child, "child.single.child") \
	A(zend_generator_node, child_single, "child.single") \
	F(zend_resource, gc) \
	F(zend_resource, handle) \
	F(zend_resource, type) \
	F(zend_resource, ptr) \
	F(zend_ini_entry, name) \
	F(zend_ini_entry, on_modify) \
	F(zend_ini_entry, mh_arg1) \
	F(zend_ini_entry, mh_arg2) \
	F(zend_ini_entry, mh_arg3) \
	F(zend_ini_entry, value) \
	F(zend_ini_entry, orig_value) \
	F(zend_ini_entry, displayer) \
	F(zend_ini_entry, modifiable) \
	F(zend_ini_entry, orig_modifiable) \
	F(zend_ini_entry, modified) \
	F(zend_ini_entry, module_number) \
	F(zend_ini_entry, def) \
	F(zend_constant, value) \
	F(zend_constant, name) \
	F(zend_constant, flags) \
	F(zend_constant, module_number) \
	F(zend_constant, filename) \
	F(zend_constant, attributes) \
	F(zend_module_entry, size) \
	F(zend_module_entry, zend_api) \
	F(zend_module_entry, zend_debug) \
	F(zend_module_entry, zts) \
	F(zend_module_entry, ini_entry) \
	F(zend_module_entry, deps) \
	F(zend_module_entry, name) \
	F(zend_module_entry, functions) \
	F(zend_module_entry, module_startup_func) \
	F(zend_module_entry, module_shutdown_func) \
	F(zend_module_entry, request_startup_func) \
	F(zend_module_entry, request_shutdown_func) \
	F(zend_module_entry, info_func) \
	F(zend_module_entry, version) \
	F(zend_module_entry, globals_size) \
	F(zend_module_entry, globals_ptr) \
	F(zend_module_entry, globals_ctor) \
	F(zend_module_entry, globals_dtor) \
	F(zend_module_entry, post_deactivate_func) \
	F(zend_module_entry, module_started) \
	F(zend_module_entry, type) \
	F(zend_module_entry, handle) \
	F(zend_module_entry, module_number) \
	F(zend_module_entry, build_id) \
	F(zend_module_entry, globals_id_ptr) \
	F(zend_executor_globals, uninitialized_zval) \
	F(zend_executor_globals, error_zval) \
	F(zend_executor_globals, symtable_cache) \
	F(zend_executor_globals, symtable_cache_limit) \
	F(zend_executor_globals, symtable_cache_ptr) \
	F(zend_executor_globals, symbol_table) \
	F(zend_executor_globals, included_files) \
	F(zend_executor_globals, bailout) \
	F(zend_executor_globals, error_reporting) \
	F(zend_executor_globals, exit_status) \
	F(zend_executor_globals, function_table) \
	F(zend_executor_globals, class_table) \
	F(zend_executor_globals, zend_constants) \
	F(zend_executor_globals, vm_stack_top) \
	F(zend_executor_globals, vm_stack_end) \
	F(zend_executor_globals, vm_stack) \
	F(zend_executor_globals, current_execute_data) \
	F(zend_executor_globals, scope) \
	F(zend_executor_globals, precision) \
	F(zend_executor_globals, ticks_count) \
	F(zend_executor_globals, in_autoload) \
	F(zend_executor_globals, autoload_func) \
	F(zend_executor_globals, full_tables_cleanup) \
	F(zend_executor_globals, no_extensions) \
	F(zend_executor_globals, regular_list) \
	F(zend_executor_globals, persistent_list) \
	F(zend_executor_globals, user_error_handler_error_reporting) \
	F(zend_executor_globals, user_error_handler) \
	F(zend_executor_globals, user_exception_handler) \
	F(zend_executor_globals, user_error_handlers_error_reporting) \
	F(zend_executor_globals, user_error_handlers) \
	F(zend_executor_globals, user_exception_handlers) \
	F(zend_executor_globals, error_handling) \
	F(zend_executor_globals, exception_class) \
	F(zend_executor_globals, timeout_seconds) \
	F(zend_executor_globals, lambda_count) \
	F(zend_executor_globals, ini_directives) \
	F(zend_executor_globals, modified_ini_directives) \
	F(zend_executor_globals, error_reporting_ini_entry) \
	F(zend_executor_globals, objects_store) \
	F(zend_executor_globals, exception) \
	F(zend_executor_globals, prev_exception) \
	F(zend_executor_globals, opline_before_exception) \
	F(zend_executor_globals, exception_op) \
	F(zend_executor_globals, current_module) \
	F(zend_executor_globals, active) \
	F(zend_executor_globals, valid_symbol_table) \
	F(zend_executor_globals, assertions) \
	F(zend_executor_globals, ht_iterators_count) \
	F(zend_executor_globals, ht_iterators_used) \
	F(zend_executor_globals, ht_iterators) \
	F(zend_executor_globals, ht_iterators_slots) \
	F(zend_executor_globals, saved_fpu_cw_ptr) \
	F(zend_executor_globals, saved_fpu_cw) \
	F(zend_executor_globals, trampoline) \
	F(zend_executor_globals, call_trampoline_op) \
	F(zend_executor_globals, fake_scope) \
	F(zend_executor_globals, vm_interrupt) \
	F(zend_executor_globals, timed_out) \
	F(zend_executor_globals, hard_timeout) \
	F(zend_executor_globals, flags) \
	F(zend_executor_globals, each_deprecation_thrown) \
	F(zend_executor_globals, vm_stack_page_size) \
	F(zend_executor_globals, persistent_constants_count) \
	F(zend_executor_globals, persistent_functions_count) \
	F(zend_executor_globals, persistent_classes_count) \
	F(zend_executor_globals, weakrefs) \
	F(zend_executor_globals, exception_ignore_args) \
	F(zend_executor_globals, jit_trace_num) \
	F(zend_executor_globals, exception_string_param_max_len) \
	F(zend_executor_globals, get_gc_buffer) \
	F(zend_executor_globals, capture_warnings_during_sccp) \
	F(zend_executor_globals, main_fiber_context) \
	F(zend_executor_globals, current_fiber_context) \
	F(zend_executor_globals, active_fiber) \
	F(zend_executor_globals, fiber_stack_size) \
	F(zend_executor_globals, record_errors) \
	F(zend_executor_globals, num_errors) \
	F(zend_executor_globals, errors) \
	F(zend_executor_globals, filename_override) \
	F(zend_executor_globals, lineno_override) \
	F(zend_executor_globals, delayed_oom) \
	F(zend_executor_globals, stack_base) \
	F(zend_executor_globals, stack_limit) \
	F(zend_executor_globals, call_stack) \
	F(zend_executor_globals, max_allowed_stack_size) \
	F(zend_executor_globals, reserved_stack_size) \
	F(zend_executor_globals, current_observed_frame) \
	F(zend_executor_globals, lazy_objects_store) \
	F(zend_executor_globals, strtod_state) \
	F(zend_executor_globals, max_execution_timer_timer) \
	F(zend_executor_globals, pid) \
	F(zend_executor_globals, oldact) \
	F(zend_executor_globals, fatal_error_backtrace_on) \
	F(zend_executor_globals, last_fatal_error_backtrace) \
	F(zend_executor_globals, autoload_current_classnames) \
	F(zend_executor_globals, callable_convert_cache) \
	F(zend_executor_globals, partial_function_application_cache) \
	F(zend_executor_globals, lambda_cache) \
	F(zend_executor_globals, vm_stack_page_cache) \
	F(zend_executor_globals, vm_stack_page_cache_count) \
	F(zend_executor_globals, fiber_vm_stack_page_cache) \
	F(zend_executor_globals, fiber_vm_stack_page_cache_count) \
	F(zend_compiler_globals, loop_var_stack) \
	F(zend_compiler_globals, active_class_entry) \
	F(zend_compiler_globals, compiled_filename) \
	F(zend_compiler_globals, zend_lineno) \
	F(zend_compiler_globals, active_op_array) \
	F(zend_compiler_globals, function_table) \
	F(zend_compiler_globals, class_table) \
	F(zend_compiler_globals, filenames_table) \
	F(zend_compiler_globals, auto_globals) \
	F(zend_compiler_globals, parse_error) \
	F(zend_compiler_globals, in_compilation) \
	F(zend_compiler_globals, short_tags) \
	F(zend_compiler_globals, unclean_shutdown) \
	F(zend_compiler_globals, ini_parser_unbuffered_errors) \
	F(zend_compiler_globals, open_files) \
	F(zend_compiler_globals, ini_parser_param) \
	F(zend_compiler_globals, start_lineno) \
	F(zend_compiler_globals, increment_lineno) \
	F(zend_compiler_globals, doc_comment) \
	F(zend_compiler_globals, compiler_options) \
	F(zend_compiler_globals, const_filenames) \
	F(zend_compiler_globals, context) \
	F(zend_compiler_globals, file_context) \
	F(zend_compiler_globals, arena) \
	F(zend_compiler_globals, empty_string) \
	F(zend_compiler_globals, one_char_string) \
	F(zend_compiler_globals, interned_strings) \
	F(zend_compiler_globals, script_encoding_list) \
	F(zend_compiler_globals, script_encoding_list_size) \
	F(zend_compiler_globals, multibyte) \
	F(zend_compiler_globals, detect_unicode) \
	F(zend_compiler_globals, encoding_declared) \
	F(zend_compiler_globals, ast) \
	F(zend_compiler_globals, ast_arena) \
	F(zend_compiler_globals, delayed_oplines_stack) \
	F(zend_compiler_globals, static_members_table) \
	F(zend_compiler_globals, last_static_member) \
	F(zend_compiler_globals, extra_fn_flags) \
	F(zend_compiler_globals, known_strings) \
	F(zend_compiler_globals, known_strings_count) \
	F(zend_compiler_globals, skip_shebang) \
	F(zend_compiler_globals, memoized_exprs) \
	F(zend_compiler_globals, memoize_mode) \
	F(zend_compiler_globals, map_ptr_base) \
	F(zend_compiler_globals, map_ptr_size) \
	F(zend_compiler_globals, map_ptr_last) \
	F(zend_compiler_globals, delayed_variance_obligations) \
	F(zend_compiler_globals, delayed_autoloads) \
	F(zend_compiler_globals, rtd_key_counter) \
	F(zend_compiler_globals, short_circuiting_opnums) \
	F(zend_compiler_globals, variable_width_locale) \
	F(zend_compiler_globals, ascii_compatible_locale) \
	F(zend_compiler_globals, map_ptr_real_base) \
	F(zend_compiler_globals, unlinked_uses) \
	F(zend_compiler_globals, current_linking_class) \
	F(zend_compiler_globals, interned_strings_fallible) \
	F(zend_compiler_globals, copied_functions_count) \
	F(zend_compiler_globals, internal_run_time_cache) \
	F(zend_compiler_globals, internal_run_time_cache_size) \
	F(zend_objects_store, object_buckets) \
	F(zend_objects_store, top) \
	F(zend_objects_store, size) \
	F(zend_objects_store, free_list_head) \
	F(php_basic_globals, user_shutdown_function_names) \
	F(php_basic_globals, putenv_ht) \
	F(php_basic_globals, strtok_zval) \
	F(php_basic_globals, strtok_string) \
	F(php_basic_globals, locale_string) \
	F(php_basic_globals, locale_changed) \
	F(php_basic_globals, strtok_last) \
	F(php_basic_globals, strtok_table) \
	F(php_basic_globals, strtok_len) \
	F(php_basic_globals, array_walk_fci) \
	F(php_basic_globals, array_walk_fci_cache) \
	F(php_basic_globals, user_compare_fci) \
	F(php_basic_globals, user_compare_fci_cache) \
	F(php_basic_globals, user_tick_functions) \
	F(php_basic_globals, CurrentStatFile) \
	F(php_basic_globals, CurrentLStatFile) \
	F(php_basic_globals, syslog_device) \
	F(php_basic_globals, serialize_lock) \
	A(php_basic_globals, serialize_data, "serialize.data") \
	A(php_basic_globals, serialize_level, "serialize.level") \
	A(php_basic_globals, unserialize_data, "unserialize.data") \
	A(php_basic_globals, unserialize_level, "unserialize.level") \
	F(php_basic_globals, url_adapt_state_ex) \
	F(php_basic_globals, user_filter_map) \
	F(php_basic_globals, umask) \
	F(php_basic_globals, url_adapt_session_ex) \
	F(php_basic_globals, url_adapt_session_hosts_ht) \
	F(php_basic_globals, url_adapt_output_ex) \
	F(php_basic_globals, url_adapt_output_hosts_ht) \
	F(php_basic_globals, unserialize_max_depth) \
	F(php_basic_globals, ctype_string) \
	F(php_shutdown_function_entry, arguments) \
	F(php_shutdown_function_entry, arg_count) \
	F(php_shutdown_function_entry, function_name) \
	F(php_shutdown_function_entry, fci) \
	F(php_shutdown_function_entry, fci_cache) \
	F(php_shutdown_function_entry, params) \
	F(php_shutdown_function_entry, param_count) \
	F(zend_ast, kind) \
	F(zend_ast, attr) \
	F(zend_ast, lineno) \
	F(zend_ast, child) \
	F(zend_ast_zval, kind) \
	F(zend_ast_zval, attr) \
	F(zend_ast_zval, val) \
	F(zend_ast_decl, kind) \
	F(zend_ast_decl, attr) \
	F(zend_ast_decl, start_lineno) \
	F(zend_ast_decl, end_lineno) \
	F(zend_ast_decl, flags) \
	F(zend_ast_decl, lex_pos) \
	F(zend_ast_decl, doc_comment) \
	F(zend_ast_decl, name) \
	F(zend_ast_decl, child) \
	F(zend_ast_list, kind) \
	F(zend_ast_list, attr) \
	F(zend_ast_list, lineno) \
	F(zend_ast_list, children) \
	F(zend_ast_list, child) \
	F(zend_try_catch_element, try_op) \
	F(zend_try_catch_element, catch_op) \
	F(zend_try_catch_element, finally_op) \
	F(zend_try_catch_element, finally_end) \
	F(zend_stack, size) \
	F(zend_stack, top) \
	F(zend_stack, max) \
	F(zend_stack, elements) \
	F(zend_llist, head) \
	F(zend_llist, tail) \
	F(zend_llist, count) \
	F(zend_llist, size) \
	F(zend_llist, dtor) \
	F(zend_llist, persistent) \
	F(zend_llist, traverse_ptr) \
	F(zend_llist_element, next) \
	F(zend_llist_element, prev) \
	F(zend_llist_element, data) \
	F(zend_ptr_stack, top) \
	F(zend_ptr_stack, max) \
	F(zend_ptr_stack, elements) \
	F(zend_ptr_stack, top_element) \
	F(zend_ptr_stack, persistent) \
	F(zend_fcall_info, size) \
	F(zend_fcall_info, function_table) \
	F(zend_fcall_info, function_name) \
	F(zend_fcall_info, symbol_table) \
	F(zend_fcall_info, retval) \
	F(zend_fcall_info, params) \
	F(zend_fcall_info, object) \
	F(zend_fcall_info, no_separation) \
	F(zend_fcall_info, param_count) \
	F(zend_fcall_info, named_params) \
	F(zend_fcall_info, consumed_args) \
	F(zend_fcall_info_cache, initialized) \
	F(zend_fcall_info_cache, function_handler) \
	F(zend_fcall_info_cache, calling_scope) \
	F(zend_fcall_info_cache, called_scope) \
	F(zend_fcall_info_cache, object) \
	F(zend_fcall_info_cache, closure) \
	F(zend_object_iterator, std) \
	F(zend_object_iterator, data) \
	F(zend_object_iterator, funcs) \
	F(zend_object_iterator, index) \
	F(zend_mm_heap, use_custom_heap) \
	F(zend_mm_heap, storage) \
	F(zend_mm_heap, size) \
	F(zend_mm_heap, peak) \
	F(zend_mm_heap, free_slot) \
	F(zend_mm_heap, real_size) \
	F(zend_mm_heap, real_peak) \
	F(zend_mm_heap, limit) \
	F(zend_mm_heap, overflow) \
	F(zend_mm_heap, huge_list) \
	F(zend_mm_heap, main_chunk) \
	F(zend_mm_heap, cached_chunks) \
	F(zend_mm_heap, chunks_count) \
	F(zend_mm_heap, peak_chunks_count) \
	F(zend_mm_heap, cached_chunks_count) \
	F(zend_mm_heap, avg_chunks_count) \
	F(zend_mm_heap, last_chunks_delete_boundary) \
	F(zend_mm_heap, last_chunks_delete_count) \
	A(zend_mm_heap, custom_heap_std__malloc, "custom_heap.std._malloc") \
	A(zend_mm_heap, custom_heap_std__free, "custom_heap.std._free") \
	A(zend_mm_heap, custom_heap_std__realloc, "custom_heap.std._realloc") \
	A(zend_mm_heap, custom_heap_debug__malloc, "custom_heap.debug._malloc") \
	A(zend_mm_heap, custom_heap_debug__free, "custom_heap.debug._free") \
	A(zend_mm_heap, custom_heap_debug__realloc, "custom_heap.debug._realloc") \
	F(zend_mm_heap, tracked_allocs) \
	F(zend_mm_heap, hard_limit) \
	F(zend_mm_heap, hard_limit_2) \
	F(zend_mm_heap, unknown) \
	F(zend_mm_heap, shadow_key) \
	A(zend_mm_heap, custom_heap__malloc, "custom_heap._malloc") \
	A(zend_mm_heap, custom_heap__free, "custom_heap._free") \
	A(zend_mm_heap, custom_heap__realloc, "custom_heap._realloc") \
	A(zend_mm_heap, custom_heap__gc, "custom_heap._gc") \
	A(zend_mm_heap, custom_heap__shutdown, "custom_heap._shutdown") \
	F(zend_mm_heap, pid) \
	F(zend_mm_heap, rand_state) \
	F(zend_mm_chunk, heap) \
	F(zend_mm_chunk, next) \
	F(zend_mm_chunk, prev) \
	F(zend_mm_chunk, free_pages) \
	F(zend_mm_chunk, free_tail) \
	F(zend_mm_chunk, num) \
	F(zend_mm_chunk, reserve) \
	F(zend_mm_chunk, heap_slot) \
	F(zend_mm_chunk, free_map) \
	F(zend_mm_chunk, map) \
	F(zend_mm_chunk, next_shadow) \
	F(zend_mm_huge_list, ptr) \
	F(zend_mm_huge_list, size) \
	F(zend_mm_huge_list, next) \
	F(zend_mm_huge_list, prev) \
	F(zend_mm_storage, handlers) \
	F(zend_mm_storage, data) \
	F(zend_gc_globals, gc_enabled) \
	F(zend_gc_globals, gc_active) \
	F(zend_gc_globals, gc_full) \
	F(zend_gc_globals, buf) \
	F(zend_gc_globals, roots) \
	F(zend_gc_globals, first_unused) \
	F(zend_gc_globals, last_unused) \
	F(zend_gc_globals, to_free) \
	F(zend_gc_globals, next_to_free) \
	F(zend_gc_globals, gc_runs) \
	F(zend_gc_globals, collected) \
	F(zend_gc_globals, additional_buffer) \
	F(zend_gc_globals, gc_protected) \
	F(zend_gc_globals, gc_threshold) \
	F(zend_gc_globals, buf_size) \
	F(zend_gc_globals, num_roots) \
	F(zend_gc_globals, activated_at) \
	F(zend_gc_globals, collector_time) \
	F(zend_gc_globals, dtor_time) \
	F(zend_gc_globals, free_time) \
	F(zend_gc_globals, dtor_idx) \
	F(zend_gc_globals, dtor_end) \
	F(zend_gc_globals, dtor_fiber) \
	F(zend_gc_globals, dtor_fiber_running) \
	F(gc_root_buffer, ref) \
	F(gc_root_buffer, next) \
	F(gc_root_buffer, prev) \
	F(gc_root_buffer, refcount) \
	F(gc_additional_buffer, used) \
	F(gc_additional_buffer, next) \
	F(gc_additional_buffer, buf) \
	F(spl_array_object, array) \
	F(spl_array_object, ht_iter) \
	F(spl_array_object, ar_flags) \
	F(spl_array_object, nApplyCount) \
	F(spl_array_object, fptr_offset_get) \
	F(spl_array_object, fptr_offset_set) \
	F(spl_array_object, fptr_offset_has) \
	F(spl_array_object, fptr_offset_del) \
	F(spl_array_object, fptr_count) \
	F(spl_array_object, ce_get_iterator) \
	F(spl_array_object, std) \
	F(spl_array_object, is_child) \
	F(spl_array_object, bucket) \
	F(spl_array_object, sentinel_array) \
	F(spl_dllist_object, llist) \
	F(spl_dllist_object, traverse_position) \
	F(spl_dllist_object, traverse_pointer) \
	F(spl_dllist_object, flags) \
	F(spl_dllist_object, fptr_offset_get) \
	F(spl_dllist_object, fptr_offset_set) \
	F(spl_dllist_object, fptr_offset_has) \
	F(spl_dllist_object, fptr_offset_del) \
	F(spl_dllist_object, fptr_count) \
	F(spl_dllist_object, ce_get_iterator) \
	F(spl_dllist_object, gc_data) \
	F(spl_dllist_object, gc_data_count) \
	F(spl_dllist_object, std) \
	F(spl_dllist_object, unknown) \
	F(spl_dllist_it, intern) \
	F(spl_dllist_it, traverse_pointer) \
	F(spl_dllist_it, traverse_position) \
	F(spl_dllist_it, flags) \
	F(spl_ptr_llist, head) \
	F(spl_ptr_llist, tail) \
	F(spl_ptr_llist, dtor) \
	F(spl_ptr_llist, ctor) \
	F(spl_ptr_llist, count) \
	F(spl_ptr_llist_element, prev) \
	F(spl_ptr_llist_element, next) \
	F(spl_ptr_llist_element, rc) \
	F(spl_ptr_llist_element, data) \
	F(spl_SplObjectStorage, storage) \
	F(spl_SplObjectStorage, index) \
	F(spl_SplObjectStorage, pos) \
	F(spl_SplObjectStorage, flags) \
	F(spl_SplObjectStorage, fptr_get_hash) \
	F(spl_SplObjectStorage, gcdata) \
	F(spl_SplObjectStorage, gcdata_num) \
	F(spl_SplObjectStorage, std) \
	F(spl_SplObjectStorageElement, obj) \
	F(spl_SplObjectStorageElement, inf) \
	F(spl_fixedarray, size) \
	F(spl_fixedarray, elements) \
	F(spl_fixedarray, should_rebuild_properties) \
	F(spl_fixedarray, cached_resize) \
	F(spl_fixedarray_object, array) \
	F(spl_fixedarray_object, fptr_offset_get) \
	F(spl_fixedarray_object, fptr_offset_set) \
	F(spl_fixedarray_object, fptr_offset_has) \
	F(spl_fixedarray_object, fptr_offset_del) \
	F(spl_fixedarray_object, fptr_count) \
	F(spl_fixedarray_object, current) \
	F(spl_fixedarray_object, flags) \
	F(spl_fixedarray_object, ce_get_iterator) \
	F(spl_fixedarray_object, std) \
	F(spl_fixedarray_object, methods) \
	F(spl_heap_object, heap) \
	F(spl_heap_object, flags) \
	F(spl_heap_object, ce_get_iterator) \
	F(spl_heap_object, fptr_cmp) \
	F(spl_heap_object, fptr_count) \
	F(spl_heap_object, std) \
	F(spl_ptr_heap, elements) \
	F(spl_ptr_heap, ctor) \
	F(spl_ptr_heap, dtor) \
	F(spl_ptr_heap, cmp) \
	F(spl_ptr_heap, count) \
	F(spl_ptr_heap, max_size) \
	F(spl_ptr_heap, flags) \
	F(spl_ptr_heap, elem_size) \
	F(spl_filesystem_object, oth) \
	F(spl_filesystem_object, oth_handler) \
	F(spl_filesystem_object, _path) \
	F(spl_filesystem_object, _path_len) \
	F(spl_filesystem_object, orig_path) \
	F(spl_filesystem_object, file_name) \
	F(spl_filesystem_object, file_name_len) \
	F(spl_filesystem_object, type) \
	F(spl_filesystem_object, flags) \
	F(spl_filesystem_object, file_class) \
	F(spl_filesystem_object, info_class) \
	A(spl_filesystem_object, u_dir_dirp, "u.dir.dirp") \
	A(spl_filesystem_object, u_dir_entry, "u.dir.entry") \
	A(spl_filesystem_object, u_dir_sub_path, "u.dir.sub_path") \
	A(spl_filesystem_object, u_dir_sub_path_len, "u.dir.sub_path_len") \
	A(spl_filesystem_object, u_dir_index, "u.dir.index") \
	A(spl_filesystem_object, u_dir_is_recursive, "u.dir.is_recursive") \
	A(spl_filesystem_object, u_dir_func_rewind, "u.dir.func_rewind") \
	A(spl_filesystem_object, u_dir_func_next, "u.dir.func_next") \
	A(spl_filesystem_object, u_dir_func_valid, "u.dir.func_valid") \
	A(spl_filesystem_object, u_file_stream, "u.file.stream") \
	A(spl_filesystem_object, u_file_context, "u.file.context") \
	A(spl_filesystem_object, u_file_zcontext, "u.file.zcontext") \
	A(spl_filesystem_object, u_file_open_mode, "u.file.open_mode") \
	A(spl_filesystem_object, u_file_open_mode_len, "u.file.open_mode_len") \
	A(spl_filesystem_object, u_file_current_zval, "u.file.current_zval") \
	A(spl_filesystem_object, u_file_current_line, "u.file.current_line") \
	A(spl_filesystem_object, u_file_current_line_len, "u.file.current_line_len") \
	A(spl_filesystem_object, u_file_max_line_len, "u.file.max_line_len") \
	A(spl_filesystem_object, u_file_current_line_num, "u.file.current_line_num") \
	A(spl_filesystem_object, u_file_zresource, "u.file.zresource") \
	A(spl_filesystem_object, u_file_func_getCurr, "u.file.func_getCurr") \
	A(spl_filesystem_object, u_file_delimiter, "u.file.delimiter") \
	A(spl_filesystem_object, u_file_enclosure, "u.file.enclosure") \
	A(spl_filesystem_object, u_file_escape, "u.file.escape") \
	F(spl_filesystem_object, std) \
	F(spl_filesystem_object, path) \
	A(spl_filesystem_object, u_file_is_escape_default, "u.file.is_escape_default") \
	A(spl_dual_it_object, inner_zobject, "inner.zobject") \
	A(spl_dual_it_object, inner_ce, "inner.ce") \
	A(spl_dual_it_object, inner_object, "inner.object") \
	A(spl_dual_it_object, inner_iterator, "inner.iterator") \
	A(spl_dual_it_object, current_data, "current.data") \
	A(spl_dual_it_object, current_key, "current.key") \
	A(spl_dual_it_object, current_pos, "current.pos") \
	F(spl_dual_it_object, dit_type) \
	A(spl_dual_it_object, u_limit_offset, "u.limit.offset") \
	A(spl_dual_it_object, u_limit_count, "u.limit.count") \
	A(spl_dual_it_object, u_caching_flags, "u.caching.flags") \
	A(spl_dual_it_object, u_caching_zstr, "u.caching.zstr") \
	A(spl_dual_it_object, u_caching_zchildren, "u.caching.zchildren") \
	A(spl_dual_it_object, u_caching_zcache, "u.caching.zcache") \
	A(spl_dual_it_object, u_append_zarrayit, "u.append.zarrayit") \
	A(spl_dual_it_object, u_append_iterator, "u.append.iterator") \
	A(spl_dual_it_object, u_regex_flags, "u.regex.flags") \
	A(spl_dual_it_object, u_regex_preg_flags, "u.regex.preg_flags") \
	A(spl_dual_it_object, u_regex_pce, "u.regex.pce") \
	A(spl_dual_it_object, u_regex_regex, "u.regex.regex") \
	A(spl_dual_it_object, u_regex_mode, "u.regex.mode") \
	A(spl_dual_it_object, u_regex_use_flags, "u.regex.use_flags") \
	A(spl_dual_it_object, u_cbfilter, "u.cbfilter") \
	F(spl_dual_it_object, std) \
	A(spl_dual_it_object, u_callback_filter, "u.callback_filter") \
	F(spl_recursive_it_object, iterators) \
	F(spl_recursive_it_object, level) \
	F(spl_recursive_it_object, mode) \
	F(spl_recursive_it_object, flags) \
	F(spl_recursive_it_object, max_depth) \
	F(spl_recursive_it_object, in_iteration) \
	F(spl_recursive_it_object, beginIteration) \
	F(spl_recursive_it_object, endIteration) \
	F(spl_recursive_it_object, callHasChildren) \
	F(spl_recursive_it_object, callGetChildren) \
	F(spl_recursive_it_object, beginChildren) \
	F(spl_recursive_it_object, endChildren) \
	F(spl_recursive_it_object, nextElement) \
	F(spl_recursive_it_object, ce) \
	F(spl_recursive_it_object, prefix) \
	F(spl_recursive_it_object, postfix) \
	F(spl_recursive_it_object, std) \
	F(spl_sub_iterator, iterator) \
	F(spl_sub_iterator, zobject) \
	F(spl_sub_iterator, ce) \
	F(spl_sub_iterator, state) \
	F(spl_sub_iterator, haschildren) \
	F(spl_sub_iterator, getchildren) \
	F(autoload_func_info, func_ptr) \
	F(autoload_func_info, obj) \
	F(autoload_func_info, closure) \
	F(autoload_func_info, ce) \
	F(php_date_obj, time) \
	F(php_date_obj, props) \
	F(php_date_obj, std) \
	F(php_timezone_obj, initialized) \
	F(php_timezone_obj, type) \
	A(php_timezone_obj, tzi_tz, "tzi.tz") \
	A(php_timezone_obj, tzi_utc_offset, "tzi.utc_offset") \
	A(php_timezone_obj, tzi_z, "tzi.z") \
	F(php_timezone_obj, props) \
	F(php_timezone_obj, std) \
	F(php_interval_obj, diff) \
	F(php_interval_obj, props) \
	F(php_interval_obj, initialized) \
	F(php_interval_obj, std) \
	F(php_interval_obj, civil_or_wall) \
	F(php_interval_obj, from_string) \
	F(php_interval_obj, date_string) \
	F(php_period_obj, start) \
	F(php_period_obj, start_ce) \
	F(php_period_obj, current) \
	F(php_period_obj, end) \
	F(php_period_obj, interval) \
	F(php_period_obj, recurrences) \
	F(php_period_obj, initialized) \
	F(php_period_obj, include_start_date) \
	F(php_period_obj, std) \
	F(php_period_obj, include_end_date) \
	F(timelib_time, y) \
	F(timelib_time, m) \
	F(timelib_time, d) \
	F(timelib_time, h) \
	F(timelib_time, i) \
	F(timelib_time, s) \
	F(timelib_time, f) \
	F(timelib_time, z) \
	F(timelib_time, tz_abbr) \
	F(timelib_time, tz_info) \
	F(timelib_time, dst) \
	F(timelib_time, relative) \
	F(timelib_time, sse) \
	F(timelib_time, have_time) \
	F(timelib_time, have_date) \
	F(timelib_time, have_zone) \
	F(timelib_time, have_relative) \
	F(timelib_time, have_weeknr_day) \
	F(timelib_time, sse_uptodate) \
	F(timelib_time, tim_uptodate) \
	F(timelib_time, is_localtime) \
	F(timelib_time, zone_type) \
	F(timelib_time, us) \
	F(timelib_rel_time, y) \
	F(timelib_rel_time, m) \
	F(timelib_rel_time, d) \
	F(timelib_rel_time, h) \
	F(timelib_rel_time, i) \
	F(timelib_rel_time, s) \
	F(timelib_rel_time, weekday) \
	F(timelib_rel_time, weekday_behavior) \
	F(timelib_rel_time, first_last_day_of) \
	F(timelib_rel_time, invert) \
	F(timelib_rel_time, days) \
	F(timelib_rel_time, special) \
	F(timelib_rel_time, have_weekday_relative) \
	F(timelib_rel_time, have_special_relative) \
	F(timelib_rel_time, f) \
	F(timelib_rel_time, us) \
	A(timelib_rel_time, special_type, "special.type") \
	A(timelib_rel_time, special_amount, "special.amount") \
	F(timelib_tzinfo, name) \
	A(timelib_tzinfo, bit32_ttisgmtcnt, "bit32.ttisgmtcnt") \
	A(timelib_tzinfo, bit32_ttisstdcnt, "bit32.ttisstdcnt") \
	A(timelib_tzinfo, bit32_leapcnt, "bit32.leapcnt") \
	A(timelib_tzinfo, bit32_timecnt, "bit32.timecnt") \
	A(timelib_tzinfo, bit32_typecnt, "bit32.typecnt") \
	A(timelib_tzinfo, bit32_charcnt, "bit32.charcnt") \
	A(timelib_tzinfo, bit64_ttisgmtcnt, "bit64.ttisgmtcnt") \
	A(timelib_tzinfo, bit64_ttisstdcnt, "bit64.ttisstdcnt") \
	A(timelib_tzinfo, bit64_leapcnt, "bit64.leapcnt") \
	A(timelib_tzinfo, bit64_timecnt, "bit64.timecnt") \
	A(timelib_tzinfo, bit64_typecnt, "bit64.typecnt") \
	A(timelib_tzinfo, bit64_charcnt, "bit64.charcnt") \
	F(timelib_tzinfo, trans) \
	F(timelib_tzinfo, trans_idx) \
	F(timelib_tzinfo, type) \
	F(timelib_tzinfo, timezone_abbr) \
	F(timelib_tzinfo, leap_times) \
	F(timelib_tzinfo, bc) \
	F(timelib_tzinfo, location) \
	A(timelib_tzinfo, _bit32_ttisgmtcnt, "_bit32.ttisgmtcnt") \
	A(timelib_tzinfo, _bit32_ttisstdcnt, "_bit32.ttisstdcnt") \
	A(timelib_tzinfo, _bit32_leapcnt, "_bit32.leapcnt") \
	A(timelib_tzinfo, _bit32_timecnt, "_bit32.timecnt") \
	A(timelib_tzinfo, _bit32_typecnt, "_bit32.typecnt") \
	A(timelib_tzinfo, _bit32_charcnt, "_bit32.charcnt") \
	F(timelib_tzinfo, posix_string) \
	F(timelib_tzinfo, posix_info) \
	F(timelib_abbr_info, utc_offset) \
	F(timelib_abbr_info, abbr) \
	F(timelib_abbr_info, dst) \
	F(pdo_dbh_t, methods) \
	F(pdo_dbh_t, driver_data) \
	F(pdo_dbh_t, username) \
	F(pdo_dbh_t, password) \
	F(pdo_dbh_t, data_source) \
	F(pdo_dbh_t, data_source_len) \
	F(pdo_dbh_t, error_code) \
	F(pdo_dbh_t, persistent_id) \
	F(pdo_dbh_t, persistent_id_len) \
	F(pdo_dbh_t, refcount) \
	F(pdo_dbh_t, cls_methods) \
	F(pdo_dbh_t, driver) \
	F(pdo_dbh_t, def_stmt_ce) \
	F(pdo_dbh_t, def_stmt_ctor_args) \
	F(pdo_dbh_t, query_stmt) \
	F(pdo_dbh_t, query_stmt_zval) \
	F(pdo_dbh_t, default_fetch_type) \
	F(pdo_dbh_t, query_stmt_obj) \
	F(pdo_dbh_object_t, inner) \
	F(pdo_dbh_object_t, std) \
	F(pdo_stmt_t, methods) \
	F(pdo_stmt_t, driver_data) \
	F(pdo_stmt_t, column_count) \
	F(pdo_stmt_t, columns) \
	F(pdo_stmt_t, database_object_handle) \
	F(pdo_stmt_t, dbh) \
	F(pdo_stmt_t, bound_params) \
	F(pdo_stmt_t, bound_param_map) \
	F(pdo_stmt_t, bound_columns) \
	F(pdo_stmt_t, row_count) \
	F(pdo_stmt_t, query_string) \
	F(pdo_stmt_t, query_stringlen) \
	F(pdo_stmt_t, active_query_string) \
	F(pdo_stmt_t, active_query_stringlen) \
	F(pdo_stmt_t, error_code) \
	F(pdo_stmt_t, lazy_object_ref) \
	F(pdo_stmt_t, refcount) \
	F(pdo_stmt_t, default_fetch_type) \
	A(pdo_stmt_t, fetch_column, "fetch.column") \
	A(pdo_stmt_t, fetch_cls_ctor_args, "fetch.cls.ctor_args") \
	A(pdo_stmt_t, fetch_cls_fci, "fetch.cls.fci") \
	A(pdo_stmt_t, fetch_cls_fcc, "fetch.cls.fcc") \
	A(pdo_stmt_t, fetch_cls_retval, "fetch.cls.retval") \
	A(pdo_stmt_t, fetch_cls_ce, "fetch.cls.ce") \
	A(pdo_stmt_t, fetch_func_fetch_args, "fetch.func.fetch_args") \
	A(pdo_stmt_t, fetch_func_fci, "fetch.func.fci") \
	A(pdo_stmt_t, fetch_func_fcc, "fetch.func.fcc") \
	A(pdo_stmt_t, fetch_func_object, "fetch.func.object") \
	A(pdo_stmt_t, fetch_func_function, "fetch.func.function") \
	A(pdo_stmt_t, fetch_func_values, "fetch.func.values") \
	A(pdo_stmt_t, fetch_into, "fetch.into") \
	F(pdo_stmt_t, named_rewrite_template) \
	F(pdo_stmt_t, std) \
	F(pdo_row_t, std) \
	F(pdo_row_t, stmt) \
	F(pdo_sqlite_db_handle, db) \
	F(pdo_sqlite_db_handle, einfo) \
	F(pdo_sqlite_db_handle, funcs) \
	F(pdo_sqlite_db_handle, collations) \
	F(pdo_sqlite_stmt, H) \
	F(pdo_sqlite_stmt, stmt) \
	F(php_stream, ops) \
	F(php_stream, abstract) \
	F(php_stream, readfilters) \
	F(php_stream, writefilters) \
	F(php_stream, wrapper) \
	F(php_stream, wrapperthis) \
	F(php_stream, wrapperdata) \
	F(php_stream, mode) \
	F(php_stream, res) \
	F(php_stream, stdiocast) \
	F(php_stream, orig_path) \
	F(php_stream, ctx) \
	F(php_stream, flags) \
	F(php_stream, position) \
	F(php_stream, readbuf) \
	F(php_stream, readbuflen) \
	F(php_stream, readpos) \
	F(php_stream, writepos) \
	F(php_stream, chunk_size) \
	F(php_stream, enclosing_stream) \
	F(php_stream, error_list) \
	F(php_stream, poll_watchers) \
	F(php_stream_wrapper, wops) \
	F(php_stream_wrapper, abstract) \
	F(php_stream_wrapper, is_url) \
	F(php_stream_ops, write) \
	F(php_stream_ops, read) \
	F(php_stream_ops, close) \
	F(php_stream_ops, flush) \
	F(php_stream_ops, label) \
	F(php_stream_ops, seek) \
	F(php_stream_ops, cast) \
	F(php_stream_ops, stat) \
	F(php_stream_ops, set_option) \
	F(php_stream_context, notifier) \
	F(php_stream_context, options) \
	F(php_stream_context, res) \
	F(php_stdio_stream_data, file) \
	F(php_stdio_stream_data, fd) \
	F(php_stdio_stream_data, lock_flag) \
	F(php_stdio_stream_data, temp_name) \
	F(php_stdio_stream_data, last_mapped_addr) \
	F(php_stdio_stream_data, last_mapped_len) \
	F(php_stdio_stream_data, sb) \
	F(php_stream_memory_data, data) \
	F(php_stream_memory_data, fpos) \
	F(php_stream_memory_data, fsize) \
	F(php_stream_memory_data, smax) \
	F(php_stream_memory_data, mode) \
	F(php_stream_temp_data, innerstream) \
	F(php_stream_temp_data, smax) \
	F(php_stream_temp_data, mode) \
	F(php_stream_temp_data, meta) \
	F(php_stream_temp_data, tmpdir) \
	F(php_userstream_data_t, wrapper) \
	F(php_userstream_data_t, object) \
	F(php_user_stream_wrapper, protoname) \
	F(php_user_stream_wrapper, classname) \
	F(php_user_stream_wrapper, ce) \
	F(php_user_stream_wrapper, wrapper) \
	F(php_user_stream_wrapper, resource) \
	F(php_stream_filter, fops) \
	F(php_stream_filter, abstract) \
	F(php_stream_filter, next) \
	F(php_stream_filter, prev) \
	F(php_stream_filter, is_persistent) \
	F(php_stream_filter, chain) \
	F(php_stream_filter, buffer) \
	F(php_stream_filter, res) \
	F(php_stream_filter, read_seekable) \
	F(php_stream_filter, write_seekable) \
	F(php_stream_filter_chain, head) \
	F(php_stream_filter_chain, tail) \
	F(php_stream_filter_chain, stream) \
	F(php_stream_filter_chain, num_filters) \
	F(php_output_handler, name) \
	F(php_output_handler, flags) \
	F(php_output_handler, level) \
	F(php_output_handler, size) \
	F(php_output_handler, buffer) \
	F(php_output_handler, opaq) \
	F(php_output_handler, dtor) \
	A(php_output_handler, func_user, "func.user") \
	A(php_output_handler, func_user_fcc, "func.user_fcc") \
	A(php_output_handler, func_internal, "func.internal") \
	F(reflection_object, dummy) \
	F(reflection_object, obj) \
	F(reflection_object, ptr) \
	F(reflection_object, ce) \
	F(reflection_object, ref_type) \
	F(reflection_object, zo) \
	F(zend_class_constant, value) \
	F(zend_class_constant, doc_comment) \
	F(zend_class_constant, ce) \
	F(zend_class_constant, attributes) \
	F(zend_class_constant, type) \
	F(zend_live_range, var) \
	F(zend_live_range, start) \
	F(zend_live_range, end) \
	F(zend_class_name, name) \
	F(zend_class_name, lc_name) \
	F(zend_property_info_list, num) \
	F(zend_property_info_list, num_allocated) \
	F(zend_property_info_list, ptr) \
	F(zend_property_info_source_list, ptr) \
	F(zend_property_info_source_list, list) \
	F(zend_weakref, referent) \
	F(zend_weakref, std) \
	F(spl_pqueue_elem, data) \
	F(spl_pqueue_elem, priority) \
	F(zend_type, ptr) \
	F(zend_type, type_mask) \
	F(zend_type_list, num_types) \
	F(zend_type_list, types) \
	F(zend_weakmap, ht) \
	F(zend_weakmap, std) \
	F(zend_weakmap_iterator, it) \
	F(zend_weakmap_iterator, ht_iter) \
	F(zend_attribute, name) \
	F(zend_attribute, lcname) \
	F(zend_attribute, flags) \
	F(zend_attribute, lineno) \
	F(zend_attribute, offset) \
	F(zend_attribute, argc) \
	F(zend_attribute, args) \
	F(zend_attribute, validation_error) \
	F(zend_attribute_arg, name) \
	F(zend_attribute_arg, value) \
	F(zend_class_mutable_data, default_properties_table) \
	F(zend_class_mutable_data, constants_table) \
	F(zend_class_mutable_data, ce_flags) \
	F(zend_class_mutable_data, backed_enum_table) \
	F(zend_fiber, std) \
	F(zend_fiber, flags) \
	F(zend_fiber, context) \
	F(zend_fiber, caller) \
	F(zend_fiber, previous) \
	F(zend_fiber, fci) \
	F(zend_fiber, fci_cache) \
	F(zend_fiber, execute_data) \
	F(zend_fiber, stack_bottom) \
	F(zend_fiber, result) \
	F(zend_fiber, vm_stack) \
	F(zend_fiber_context, handle) \
	F(zend_fiber_context, kind) \
	F(zend_fiber_context, function) \
	F(zend_fiber_context, stack) \
	F(zend_fiber_context, status) \
	F(zend_fiber_context, cleanup) \
	F(zend_fiber_context, top_observed_frame) \
	F(zend_fiber_stack, pointer) \
	F(zend_fiber_stack, size) \
	F(zend_fiber_stack, valgrind_stack_id) \
	F(zend_fiber_transfer, context) \
	F(zend_fiber_transfer, value) \
	F(zend_fiber_transfer, flags) \
	F(zend_fiber_vm_state, vm_stack) \
	F(zend_fiber_vm_state, vm_stack_top) \
	F(zend_fiber_vm_state, vm_stack_end) \
	F(zend_fiber_vm_state, vm_stack_page_size) \
	F(zend_fiber_vm_state, current_execute_data) \
	F(zend_fiber_vm_state, error_reporting) \
	F(zend_fiber_vm_state, jit_trace_num) \
	F(zend_fiber_vm_state, bailout) \
	F(zend_fiber_vm_state, active_fiber) \
	F(zend_fiber_vm_state, stack_base) \
	F(zend_fiber_vm_state, stack_limit) \
	F(zend_error_info, type) \
	F(zend_error_info, lineno) \
	F(zend_error_info, filename) \
	F(zend_error_info, message) \
	F(zend_class_arrayaccess_funcs, zf_offsetget) \
	F(zend_class_arrayaccess_funcs, zf_offsetexists) \
	F(zend_class_arrayaccess_funcs, zf_offsetset) \
	F(zend_class_arrayaccess_funcs, zf_offsetunset) \
	F(zend_lazy_objects_store, infos) \
	A(zend_lazy_object_info, u_initializer_fcc, "u.initializer.fcc") \
	A(zend_lazy_object_info, u_initializer_zv, "u.initializer.zv") \
	A(zend_lazy_object_info, u_instance, "u.instance") \
	F(zend_lazy_object_info, flags) \
	F(zend_lazy_object_info, lazy_properties_count)

#define RA_LAYOUT_CONSTANTS(C) \
	C(GC_BENCH) \
	C(GC_BLACK) \
	C(GC_COLOR) \
	C(GC_GREY) \
	C(GC_NUM_ADDITIONAL_ENTRIES) \
	C(GC_PURPLE) \
	C(GC_WHITE) \
	C(HASH_FLAG_APPLY_PROTECTION) \
	C(HASH_FLAG_HAS_EMPTY_IND) \
	C(HASH_FLAG_INITIALIZED) \
	C(HASH_FLAG_PACKED) \
	C(HASH_FLAG_PERSISTENT) \
	C(HASH_FLAG_STATIC_KEYS) \
	C(HT_INVALID_IDX) \
	C(HT_MAX_SIZE) \
	C(HT_MIN_MASK) \
	C(HT_MIN_SIZE) \
	C(IS_ARRAY) \
	C(IS_ARRAY_EX) \
	C(IS_ARRAY_IMMUTABLE) \
	C(IS_CALLABLE) \
	C(IS_CONST) \
	C(IS_CONSTANT) \
	C(IS_CONSTANT_AST) \
	C(IS_CONSTANT_AST_EX) \
	C(IS_CONSTANT_CLASS) \
	C(IS_CONSTANT_EX) \
	C(IS_CONSTANT_IN_NAMESPACE) \
	C(IS_CONSTANT_UNQUALIFIED) \
	C(IS_CV) \
	C(IS_DOUBLE) \
	C(IS_FALSE) \
	C(IS_INDIRECT) \
	C(IS_INTERNED_STRING_EX) \
	C(IS_LEXICAL_REF) \
	C(IS_LEXICAL_VAR) \
	C(IS_LONG) \
	C(IS_NULL) \
	C(IS_OBJECT) \
	C(IS_OBJECT_EX) \
	C(IS_OBJ_APPLY_COUNT) \
	C(IS_OBJ_DESTRUCTOR_CALLED) \
	C(IS_OBJ_FREE_CALLED) \
	C(IS_OBJ_HAS_GUARDS) \
	C(IS_OBJ_USE_GUARDS) \
	C(IS_PTR) \
	C(IS_REFERENCE) \
	C(IS_REFERENCE_EX) \
	C(IS_RESOURCE) \
	C(IS_RESOURCE_EX) \
	C(IS_STRING) \
	C(IS_STRING_EX) \
	C(IS_STR_CONSTANT) \
	C(IS_STR_CONSTANT_UNQUALIFIED) \
	C(IS_STR_INTERNED) \
	C(IS_STR_PERMANENT) \
	C(IS_STR_PERSISTENT) \
	C(IS_TMP_VAR) \
	C(IS_TRUE) \
	C(IS_TYPE_COLLECTABLE) \
	C(IS_TYPE_CONSTANT) \
	C(IS_TYPE_COPYABLE) \
	C(IS_TYPE_IMMUTABLE) \
	C(IS_TYPE_REFCOUNTED) \
	C(IS_TYPE_SYMBOLTABLE) \
	C(IS_UNDEF) \
	C(IS_UNUSED) \
	C(IS_VAR) \
	C(IS_VAR_RET_REF) \
	C(OBJ_BUCKET_INVALID) \
	C(ZEND_ACC_ABSTRACT) \
	C(ZEND_ACC_ALLOW_STATIC) \
	C(ZEND_ACC_ANON_BOUND) \
	C(ZEND_ACC_ANON_CLASS) \
	C(ZEND_ACC_ARENA_ALLOCATED) \
	C(ZEND_ACC_CALL_VIA_HANDLER) \
	C(ZEND_ACC_CALL_VIA_TRAMPOLINE) \
	C(ZEND_ACC_CHANGED) \
	C(ZEND_ACC_CLONE) \
	C(ZEND_ACC_CLOSURE) \
	C(ZEND_ACC_CONSTANTS_UPDATED) \
	C(ZEND_ACC_CTOR) \
	C(ZEND_ACC_DEPRECATED) \
	C(ZEND_ACC_DONE_PASS_TWO) \
	C(ZEND_ACC_DTOR) \
	C(ZEND_ACC_EXPLICIT_ABSTRACT_CLASS) \
	C(ZEND_ACC_FINAL) \
	C(ZEND_ACC_GENERATOR) \
	C(ZEND_ACC_HAS_FINALLY_BLOCK) \
	C(ZEND_ACC_HAS_RETURN_TYPE) \
	C(ZEND_ACC_HAS_TYPE_HINTS) \
	C(ZEND_ACC_IMPLEMENTED_ABSTRACT) \
	C(ZEND_ACC_IMPLEMENT_INTERFACES) \
	C(ZEND_ACC_IMPLEMENT_TRAITS) \
	C(ZEND_ACC_IMPLICIT_ABSTRACT_CLASS) \
	C(ZEND_ACC_IMPLICIT_PUBLIC) \
	C(ZEND_ACC_INTERFACE) \
	C(ZEND_ACC_NEVER_CACHE) \
	C(ZEND_ACC_NO_RT_ARENA) \
	C(ZEND_ACC_PPP_MASK) \
	C(ZEND_ACC_PRIVATE) \
	C(ZEND_ACC_PROTECTED) \
	C(ZEND_ACC_PUBLIC) \
	C(ZEND_ACC_RETURN_REFERENCE) \
	C(ZEND_ACC_SHADOW) \
	C(ZEND_ACC_STATIC) \
	C(ZEND_ACC_STRICT_TYPES) \
	C(ZEND_ACC_TRAIT) \
	C(ZEND_ACC_USER_ARG_INFO) \
	C(ZEND_ACC_USE_GUARDS) \
	C(ZEND_ACC_VARIADIC) \
	C(ZEND_AST_CLASS) \
	C(ZEND_AST_CLOSURE) \
	C(ZEND_AST_FUNC_DECL) \
	C(ZEND_AST_IS_LIST_SHIFT) \
	C(ZEND_AST_METHOD) \
	C(ZEND_AST_NUM_CHILDREN_SHIFT) \
	C(ZEND_AST_SPECIAL_SHIFT) \
	C(ZEND_AST_ZNODE) \
	C(ZEND_AST_ZVAL) \
	C(ZEND_CALL_ALLOCATED) \
	C(ZEND_CALL_CLOSURE) \
	C(ZEND_CALL_CODE) \
	C(ZEND_CALL_CTOR) \
	C(ZEND_CALL_CTOR_RESULT_UNUSED) \
	C(ZEND_CALL_FRAME_SLOT) \
	C(ZEND_CALL_FREE_EXTRA_ARGS) \
	C(ZEND_CALL_NESTED) \
	C(ZEND_CALL_RELEASE_THIS) \
	C(ZEND_CALL_TOP) \
	C(ZEND_CALL_TRAMPOLINE) \
	C(ZEND_EVAL_CODE) \
	C(ZEND_INTERNAL_CLASS) \
	C(ZEND_MM_CUSTOM_HEAP_DEBUG) \
	C(ZEND_MM_CUSTOM_HEAP_NONE) \
	C(ZEND_MM_CUSTOM_HEAP_STD) \
	C(ZEND_MODULE_API_NO) \
	C(ZEND_TYPE_CHECK) \
	C(ZEND_USER_CLASS) \
	C(Z_TYPE_FLAGS_SHIFT) \
	C(Z_TYPE_MASK) \
	C(IS_CONSTANT_VISITED_MARK) \
	C(IS_ITERABLE) \
	C(IS_VOID) \
	C(ZEND_ACC_INHERITED) \
	C(ZEND_CALL_DYNAMIC) \
	C(ZEND_CALL_GENERATOR) \
	C(ZEND_CALL_HAS_SYMBOL_TABLE) \
	C(ZEND_CALL_INFO_SHIFT) \
	C(ZEND_LIVE_LOOP) \
	C(ZEND_LIVE_MASK) \
	C(ZEND_LIVE_ROPE) \
	C(ZEND_LIVE_SILENCE) \
	C(ZEND_LIVE_TMPVAR) \
	C(ZEND_TYPE_NULLABLE) \
	C(ZEND_VM_LAST_OPCODE) \
	C(_IS_ERROR) \
	C(GC_ARRAY) \
	C(GC_COLLECTABLE) \
	C(GC_FLAGS_SHIFT) \
	C(GC_INFO_MASK) \
	C(GC_INFO_SHIFT) \
	C(GC_OBJECT) \
	C(HASH_FLAG_ALLOW_COW_VIOLATION) \
	C(ZEND_ACC_FAKE_CLOSURE) \
	C(ZEND_CALL_FAKE_CLOSURE) \
	C(GC_FLAGS_MASK) \
	C(GC_IMMUTABLE) \
	C(GC_PERSISTENT) \
	C(GC_PERSISTENT_LOCAL) \
	C(GC_PROTECTED) \
	C(GC_TYPE_MASK) \
	C(HASH_FLAG_CONSISTENCY) \
	C(HASH_FLAG_MASK) \
	C(IS_ARRAY_PERSISTENT) \
	C(ZEND_ACC_EARLY_BINDING) \
	C(ZEND_ACC_IMMUTABLE) \
	C(ZEND_AST_CONSTANT) \
	C(ZEND_AST_CONSTANT_CLASS) \
	C(ZEND_CALL_SEND_ARG_BY_REF) \
	C(Z_TYPE_FLAGS_MASK) \
	C(HASH_FLAG_UNINITIALIZED) \
	C(IS_ALIAS_PTR) \
	C(IS_OBJ_WEAKLY_REFERENCED) \
	C(IS_PROP_UNINIT) \
	C(ZEND_ACC_HAS_UNLINKED_USES) \
	C(ZEND_ACC_HEAP_RT_CACHE) \
	C(ZEND_ACC_LINKED) \
	C(ZEND_ACC_NEARLY_LINKED) \
	C(ZEND_ACC_PRELOADED) \
	C(ZEND_ACC_PROPERTY_TYPES_RESOLVED) \
	C(ZEND_ACC_RESOLVED_INTERFACES) \
	C(ZEND_ACC_RESOLVED_PARENT) \
	C(ZEND_ACC_REUSE_GET_ITERATOR) \
	C(ZEND_ACC_TOP_LEVEL) \
	C(ZEND_ACC_TRAIT_CLONE) \
	C(ZEND_ACC_UNRESOLVED_VARIANCE) \
	C(ZEND_ACC_USES_THIS) \
	C(ZEND_AST_ARROW_FUNC) \
	C(ZEND_CALL_HAS_THIS) \
	C(ZEND_CALL_NESTED_CODE) \
	C(ZEND_CALL_TOP_CODE) \
	C(ZEND_LIVE_NEW) \
	C(GC_CONSTANT_AST) \
	C(GC_NOT_COLLECTABLE) \
	C(GC_NULL) \
	C(GC_REFERENCE) \
	C(GC_RESOURCE) \
	C(GC_STRING) \
	C(IS_CONSTANT_UNQUALIFIED_IN_NAMESPACE) \
	C(IS_MIXED) \
	C(IS_STATIC) \
	C(ZEND_ACC_NO_DYNAMIC_PROPERTIES) \
	C(ZEND_ACC_PROMOTED) \
	C(ZEND_CALL_HAS_EXTRA_NAMED_PARAMS) \
	C(ZEND_CALL_MAY_HAVE_UNDEF) \
	C(ZEND_CALL_OBSERVED) \
	C(_ZEND_IS_PROMOTED_BIT) \
	C(_ZEND_IS_VARIADIC_BIT) \
	C(_ZEND_SEND_MODE_SHIFT) \
	C(_ZEND_TYPE_ARENA_BIT) \
	C(_ZEND_TYPE_CE_BIT) \
	C(_ZEND_TYPE_EXTRA_FLAGS_SHIFT) \
	C(_ZEND_TYPE_KIND_MASK) \
	C(_ZEND_TYPE_LIST_BIT) \
	C(_ZEND_TYPE_MASK) \
	C(_ZEND_TYPE_MAY_BE_MASK) \
	C(_ZEND_TYPE_NAME_BIT) \
	C(_ZEND_TYPE_NULLABLE_BIT) \
	C(IS_NEVER) \
	C(IS_STR_CLASS_NAME_MAP_PTR) \
	C(ZEND_ACC_CACHEABLE) \
	C(ZEND_ACC_CACHED) \
	C(ZEND_ACC_ENUM) \
	C(ZEND_ACC_FILE_CACHED) \
	C(ZEND_ACC_HAS_AST_CONSTANTS) \
	C(ZEND_ACC_HAS_AST_PROPERTIES) \
	C(ZEND_ACC_HAS_AST_STATICS) \
	C(ZEND_ACC_NOT_SERIALIZABLE) \
	C(ZEND_ACC_READONLY) \
	C(ZEND_AST_CALLABLE_CONVERT) \
	C(ZEND_CALL_JIT_RESERVED) \
	C(ZEND_CLASS_CONST_IS_CASE) \
	C(ZEND_FIBER_STATUS_DEAD) \
	C(ZEND_FIBER_STATUS_INIT) \
	C(ZEND_FIBER_STATUS_RUNNING) \
	C(ZEND_FIBER_STATUS_SUSPENDED) \
	C(_ZEND_IS_TENTATIVE_BIT) \
	C(_ZEND_TYPE_INTERSECTION_BIT) \
	C(_ZEND_TYPE_UNION_BIT) \
	C(ZEND_ACC_ALLOW_DYNAMIC_PROPERTIES) \
	C(ZEND_ACC_COMPILE_TIME_EVAL) \
	C(ZEND_ACC_READONLY_CLASS) \
	C(ZEND_CALL_NEEDS_REATTACH) \
	C(_ZEND_TYPE_ITERABLE_BIT) \
	C(IS_OBJ_LAZY_PROXY) \
	C(IS_OBJ_LAZY_UNINITIALIZED) \
	C(IS_PROP_LAZY) \
	C(IS_PROP_REINITABLE) \
	C(ZEND_ACC_HAS_READONLY_PROPS) \
	C(ZEND_ACC_OVERRIDE) \
	C(ZEND_ACC_PPP_SET_MASK) \
	C(ZEND_ACC_PRIVATE_SET) \
	C(ZEND_ACC_PROTECTED_SET) \
	C(ZEND_ACC_PUBLIC_SET) \
	C(ZEND_ACC_UNINSTANTIABLE) \
	C(ZEND_ACC_VIRTUAL) \
	C(ZEND_AST_PROPERTY_HOOK) \
	C(ZEND_LAZY_OBJECT_INITIALIZED) \
	C(ZEND_LAZY_OBJECT_STRATEGY_GHOST) \
	C(ZEND_LAZY_OBJECT_STRATEGY_MASK) \
	C(ZEND_LAZY_OBJECT_STRATEGY_PROXY) \
	C(ZEND_PROPERTY_HOOK_COUNT) \
	C(ZEND_PROPERTY_HOOK_GET) \
	C(ZEND_PROPERTY_HOOK_SET) \
	C(ZEND_PROPERTY_HOOK_SIMPLE_GET_BIT) \
	C(ZEND_PROPERTY_HOOK_SIMPLE_READ_BIT) \
	C(ZEND_PROPERTY_HOOK_SIMPLE_WRITE_BIT) \
	C(ZEND_PROPERTY_HOOK_STRUCT_SIZE) \
	C(Z_TYPE_INFO_EXTRA_SHIFT) \
	C(_ZEND_TYPE_LITERAL_NAME_BIT) \
	C(ZEND_ACC_NODISCARD) \
	C(ZEND_ACC_PTR_OPS) \
	C(ZEND_AST_OP_ARRAY) \
	C(ZEND_TYPE_ASSERT)

/* clang-format on */

#endif
