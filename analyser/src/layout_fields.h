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
	S(zend_generator_node) \
	S(zend_resource) \
	S(zend_constant) \
	S(zend_module_entry) \
	S(zend_executor_globals) \
	S(zend_compiler_globals) \
	S(php_shutdown_function_entry) \
	S(zend_ast) \
	S(zend_ast_zval) \
	S(zend_ast_decl) \
	S(zend_ast_list) \
	S(zend_try_catch_element) \
	S(zend_llist) \
	S(zend_fcall_info) \
	S(zend_fcall_info_cache) \
	S(zend_object_iterator) \
	S(zend_mm_heap) \
	S(zend_mm_chunk) \
	S(zend_mm_huge_list) \
	S(zend_mm_storage) \
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
	S(zend_weakref) \
	S(zend_type) \
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
	S(zend_class_arrayaccess_funcs) \
	S(zend_lazy_objects_store) \
	S(zend_lazy_object_info)

#define RA_LAYOUT_FIELDS(F, A) \
	A(zval, u1_type_info, "u1.type_info") \
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
	F(zend_internal_function, type) \
	F(zend_internal_function, module) \
	F(zend_internal_function, T) \
	F(zend_arg_info, name) \
	F(zend_arg_info, type) \
	F(zend_arg_info, doc_comment) \
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
	F(php_basic_globals, user_tick_functions) \
	F(php_basic_globals, CurrentStatFile) \
	F(php_basic_globals, CurrentLStatFile) \
	F(php_basic_globals, user_filter_map) \
	F(php_basic_globals, umask) \
	F(php_basic_globals, ctype_string) \
	F(php_shutdown_function_entry, arguments) \
	F(php_shutdown_function_entry, arg_count) \
	F(php_shutdown_function_entry, function_name) \
	F(php_shutdown_function_entry, fci) \
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
	F(zend_stack, top) \
	F(zend_stack, elements) \
	F(zend_llist, head) \
	F(zend_llist, size) \
	F(zend_llist_element, next) \
	F(zend_llist_element, data) \
	F(zend_fcall_info, function_name) \
	F(zend_fcall_info, params) \
	F(zend_fcall_info, param_count) \
	F(zend_fcall_info_cache, object) \
	F(zend_fcall_info_cache, closure) \
	F(zend_object_iterator, data) \
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
	F(zend_class_constant, ce) \
	F(zend_class_constant, attributes) \
	F(zend_class_constant, type) \
	F(zend_live_range, var) \
	F(zend_live_range, start) \
	F(zend_live_range, end) \
	F(zend_weakref, referent) \
	F(zend_weakref, std) \
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
	C(IS_CONSTANT_VISITED_MARK) \
	C(IS_ITERABLE) \
	C(IS_VOID) \
	C(ZEND_ACC_INHERITED) \
	C(ZEND_CALL_DYNAMIC) \
	C(ZEND_CALL_GENERATOR) \
	C(ZEND_CALL_HAS_SYMBOL_TABLE) \
	C(ZEND_CALL_INFO_SHIFT) \
	C(ZEND_LIVE_MASK) \
	C(ZEND_LIVE_ROPE) \
	C(ZEND_LIVE_SILENCE) \
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
	C(_ZEND_TYPE_LIST_BIT) \
	C(_ZEND_TYPE_NAME_BIT) \
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
	C(ZEND_ACC_ALLOW_DYNAMIC_PROPERTIES) \
	C(ZEND_ACC_COMPILE_TIME_EVAL) \
	C(ZEND_ACC_READONLY_CLASS) \
	C(ZEND_CALL_NEEDS_REATTACH) \
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
	C(ZEND_PROPERTY_HOOK_COUNT) \
	C(ZEND_ACC_NODISCARD) \
	C(ZEND_ACC_PTR_OPS) \
	C(ZEND_AST_OP_ARRAY)

/* clang-format on */

#endif
