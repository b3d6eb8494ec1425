/* The engine's roots: the edges from each of them. See walk_roots.h. */
#include "walk/engine/walk_roots.h"

#include "walk/engine/walk_class_registry.h"
#include "walk/engine/walk_frames.h"
#include "walk/engine/walk_functions.h"
#include "walk/engine/walk_seen.h"
#include "walk/engine/walk_tables.h"
#include "walk/engine/walk_values.h"
#include "walk/engine/walk_words.h"

#define STORE_LIMIT (1u << 30)

static ra_addr executor_at(const struct ra_walk *walk, enum ra_field field)
{
	return ra_engine_at(walk->engine, walk->engine->executor, field);
}

static ra_addr executor_pointer(const struct ra_walk *walk, enum ra_field field)
{
	return ra_engine_u64(walk->engine, walk->engine->executor, field);
}

static ra_addr compiler_at(const struct ra_walk *walk, enum ra_field field)
{
	return ra_engine_at(walk->engine, walk->engine->compiler, field);
}

static ra_addr compiler_pointer(const struct ra_walk *walk, enum ra_field field)
{
	return ra_engine_u64(walk->engine, walk->engine->compiler, field);
}

/* ---- strings ---- */

static void interned_string(struct ra_walk *walk, ra_node root, const struct ra_element *element)
{
	if (element->key != 0) {
		ra_walk_string(walk, root, element->key, ra_link(RA_LINK_KEY_STRING, 0));
	}
}

void ra_root_interned_strings(struct ra_walk *walk, ra_node root)
{
	ra_walk_each_element(
		walk, root, compiler_at(walk, RA_zend_compiler_globals_interned_strings), interned_string);
}

/* ---- definitions ---- */

static void one_class(struct ra_walk *walk, ra_node root, const struct ra_element *element)
{
	const ra_addr entry = element->value.payload;

	ra_walk_key(walk, root, element->key);
	ra_walk_class_named(walk, ra_walk_class_doubted(walk, entry), element->key);
	ra_walk_class(walk, root, entry,
		ra_link_named(
			walk, RA_LINK_CLASS, ra_engine_u64(walk->engine, entry, RA_zend_class_entry_name)));
}

void ra_root_class_table(struct ra_walk *walk, ra_node root)
{
	ra_walk_each_element(
		walk, root, executor_pointer(walk, RA_zend_executor_globals_class_table), one_class);
}

static void one_function(struct ra_walk *walk, ra_node root, const struct ra_element *element)
{
	const ra_addr function = element->value.payload;

	ra_walk_key(walk, root, element->key);
	ra_walk_function(walk, root, function,
		ra_link_named(walk, RA_LINK_FUNCTION,
			ra_engine_u64(walk->engine, function, RA_zend_op_array_function_name)));
}

void ra_root_function_table(struct ra_walk *walk, ra_node root)
{
	ra_walk_each_element(
		walk, root, executor_pointer(walk, RA_zend_executor_globals_function_table), one_function);
}

/* The engine's own constants are malloc'ed and hold nothing of the heap. */
static void one_constant(struct ra_walk *walk, ra_node root, const struct ra_element *element)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr at = element->value.payload;
	const ra_addr name = ra_engine_u64(engine, at, RA_zend_constant_name);
	bool fresh;
	ra_node node;

	ra_walk_key(walk, root, element->key);
	if (ra_claims_where(walk->claims, at) == RA_OUTSIDE) {
		return;
	}
	node = ra_walk_block(walk, root, at, ra_sizeof(walk->layout, RA_STRUCT_zend_constant),
		RA_NODE_CONSTANT, RA_LOC_CONSTANT, ra_link_named(walk, RA_LINK_CONSTANT, name), &fresh);
	if (!fresh) {
		return;
	}
	ra_walk_value(
		walk, node, ra_engine_at(engine, at, RA_zend_constant_value), ra_link_field(walk, "value"));
	ra_walk_key(walk, node, name);
	ra_walk_key(walk, node, ra_engine_u64(engine, at, RA_zend_constant_filename));
	ra_walk_attributes(walk, node, ra_engine_u64(engine, at, RA_zend_constant_attributes));
}

void ra_root_constants(struct ra_walk *walk, ra_node root)
{
	ra_walk_each_element(
		walk, root, executor_pointer(walk, RA_zend_executor_globals_zend_constants), one_constant);
}

static void included_file(struct ra_walk *walk, ra_node root, const struct ra_element *element)
{
	if (element->key != 0) {
		ra_walk_string(walk, root, element->key, ra_link(RA_LINK_KEY_STRING, 0));
	}
}

void ra_root_included_files(struct ra_walk *walk, ra_node root)
{
	ra_walk_each_element(
		walk, root, executor_at(walk, RA_zend_executor_globals_included_files), included_file);
}

/* ---- callbacks ---- */

/* A zend_stack of zvals. */
static void walk_handler_stack(
	struct ra_walk *walk, ra_node root, enum ra_field field, const char *name, bool values)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr stack = executor_at(walk, field);
	const ra_addr elements = stack ? ra_engine_u64(engine, stack, RA_zend_stack_elements) : 0;
	const uint32_t count = stack ? ra_engine_u32(engine, stack, RA_zend_stack_top) : 0;

	if (elements == 0 || count > RA_SMALL_LIST) {
		return;
	}
	ra_walk_claim_slot(walk, root, elements, RA_LOC_BUFFER);
	if (values) {
		ra_walk_values(walk, root, elements, count, ra_link_field(walk, name));
	}
}

void ra_root_callbacks(struct ra_walk *walk, ra_node root)
{
	ra_walk_value(walk, root, executor_at(walk, RA_zend_executor_globals_user_error_handler),
		ra_link_field(walk, "error_handler"));
	ra_walk_value(walk, root, executor_at(walk, RA_zend_executor_globals_user_exception_handler),
		ra_link_field(walk, "exception_handler"));
	walk_handler_stack(
		walk, root, RA_zend_executor_globals_user_error_handlers, "error_handler", true);
	walk_handler_stack(
		walk, root, RA_zend_executor_globals_user_exception_handlers, "exception_handler", true);
	walk_handler_stack(walk, root, RA_zend_executor_globals_user_error_handlers_error_reporting,
		"error_reporting", false);
}

/* ---- modules ---- */

/* The entry's shape changed twice: a zval and arguments (7.0), an fci (8.1), call caches (8.5). */
static void shutdown_function(struct ra_walk *walk, ra_node root, const struct ra_element *element)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr at = element->value.payload;
	const enum ra_field list_field = ra_has(walk->layout, RA_php_shutdown_function_entry_params)
										 ? RA_php_shutdown_function_entry_params
										 : RA_php_shutdown_function_entry_arguments;
	const enum ra_field count_field =
		ra_has(walk->layout, RA_php_shutdown_function_entry_param_count)
			? RA_php_shutdown_function_entry_param_count
			: RA_php_shutdown_function_entry_arg_count;
	const ra_addr fci = ra_engine_at(engine, at, RA_php_shutdown_function_entry_fci);
	struct ra_link link = ra_link_field(walk, "shutdown_function");
	ra_addr list;
	uint32_t count;

	if (!ra_walk_claim(walk, root, at,
			ra_sizeof(walk->layout, RA_STRUCT_php_shutdown_function_entry),
			RA_LOC_INTERNAL_STATE)) {
		return;
	}
	if (fci != 0) {
		ra_walk_fcall_info(walk, root, fci);
		list = ra_engine_u64(engine, fci, RA_zend_fcall_info_params);
		count = ra_engine_u32(engine, fci, RA_zend_fcall_info_param_count);
	} else {
		list = ra_engine_u64(engine, at, list_field);
		count = ra_engine_u32(engine, at, count_field);
		ra_walk_value(walk, root,
			ra_engine_at(engine, at, RA_php_shutdown_function_entry_function_name), link);
	}
	if (count == 0 || count > RA_SMALL_LIST) {
		return;
	}
	if (ra_walk_claim(walk, root, list, (uint64_t)count * 16, RA_LOC_INTERNAL_STATE)) {
		ra_walk_values(walk, root, list, count, ra_link_field(walk, "shutdown_argument"));
	}
}

/* A zend_llist: elements are blocks of their own, data behind the two pointers. */
static void walk_list(struct ra_walk *walk, ra_node root, ra_addr list, const char *name)
{
	const struct ra_engine *engine = walk->engine;
	const uint64_t size = ra_engine_u64(engine, list, RA_zend_llist_size);
	ra_addr at = ra_engine_u64(engine, list, RA_zend_llist_head);

	for (uint32_t n = 0; list != 0 && at != 0 && n < RA_SMALL_LIST; n++) {
		const ra_addr data = ra_engine_at(engine, at, RA_zend_llist_element_data);
		bool fresh;
		const ra_node node = ra_walk_block(walk, root, at, data - at + size, RA_NODE_BUFFER,
			RA_LOC_BUFFER, ra_link_field(walk, name), &fresh);

		if (node == RA_NO_NODE || !fresh) {
			return;
		}
		ra_walk_known_words(walk, node, data, size, name);
		at = ra_engine_u64(engine, at, RA_zend_llist_element_next);
	}
}

static void walk_tick_functions(struct ra_walk *walk, ra_node root, ra_addr globals)
{
	const ra_addr list =
		ra_engine_u64(walk->engine, globals, RA_php_basic_globals_user_tick_functions);

	if (list != 0 && ra_walk_claim(walk, root, list, ra_sizeof(walk->layout, RA_STRUCT_zend_llist),
						 RA_LOC_BUFFER)) {
		walk_list(walk, root, list, "tick_function");
	}
}

void ra_root_basic_globals(struct ra_walk *walk, ra_node root)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr globals = ra_walk_module_globals(walk, "basic_globals");
	static const struct {
		enum ra_field field;
		const char *name;
	} strings[] = {
		{RA_php_basic_globals_strtok_string, "strtok"},
		{RA_php_basic_globals_CurrentStatFile, "stat_cache"},
		{RA_php_basic_globals_CurrentLStatFile, "stat_cache"},
		{RA_php_basic_globals_locale_string, "locale"},
		{RA_php_basic_globals_ctype_string, "locale"},
	};
	const ra_addr functions =
		ra_engine_u64(engine, globals, RA_php_basic_globals_user_shutdown_function_names);
	const ra_addr filters = ra_engine_u64(engine, globals, RA_php_basic_globals_user_filter_map);
	const ra_addr table = ra_sizeof(walk->layout, RA_STRUCT_zend_array);

	if (globals == 0) {
		return;
	}
	if (functions != 0 && ra_walk_claim(walk, root, functions, table, RA_LOC_INTERNAL_STATE)) {
		ra_walk_each_element(walk, root, functions, shutdown_function);
	}
	walk_tick_functions(walk, root, globals);
	ra_walk_value(walk, root, ra_engine_at(engine, globals, RA_php_basic_globals_strtok_zval),
		ra_link_field(walk, "strtok"));
	for (size_t i = 0; i < sizeof(strings) / sizeof(*strings); i++) {
		ra_walk_known_words(
			walk, root, ra_engine_at(engine, globals, strings[i].field), 8, strings[i].name);
	}
	if (filters != 0 && ra_walk_claim(walk, root, filters, table, RA_LOC_INTERNAL_STATE)) {
		ra_walk_table(walk, root, filters);
	}
	ra_walk_table(walk, root, ra_engine_at(engine, globals, RA_php_basic_globals_putenv_ht));
}

/* ---- frames ---- */

/* The outermost frame comes first: what several frames hold is told by the name it has in the one
 * that holds it longest, `$import` of <main> and not `$this` of a method. */
void ra_root_call_frames(struct ra_walk *walk, ra_node root)
{
	ra_walk_vm_stack(walk, root, executor_pointer(walk, RA_zend_executor_globals_vm_stack),
		ra_link_field(walk, "vm_stack"));
	for (uint32_t f = walk->graph->frame_count; f-- > 0;) {
		if (walk->graph->frames[f].chain == 0) {
			ra_graph_add_edge(walk->graph, root, walk->graph->frames[f].node, RA_LINK_FRAME, f, 0);
		}
	}
}

/* ---- object store, resources ---- */

static void walk_handle(struct ra_walk *walk, ra_node root, uint32_t handle, ra_addr object)
{
	ra_walk_uncounted(
		walk, root, RA_TYPE_OBJECT, object, ra_link_weak(ra_link(RA_LINK_HANDLE, handle)));
}

static void walk_handles(
	struct ra_walk *walk, ra_node root, ra_addr buckets, uint32_t first, uint32_t end)
{
	for (uint32_t i = first; i < end; i++) {
		const ra_addr object = ra_engine_word(walk->engine, buckets + (uint64_t)i * 8);

		if (object != 0 && !(object & 1)) { /* odd: a free handle */
			walk_handle(walk, root, i, object);
		}
	}
}

static void walk_all_handles(struct ra_walk *walk, ra_node root, ra_addr buckets, uint32_t top)
{
	if (!walk->ahead || top <= RA_AHEAD_LONG) {
		walk_handles(walk, root, buckets, 1, top);
		return;
	}
	ra_ahead_begin_pointers(walk->ahead, buckets, top);
	for (uint32_t first = 1; first < top; first += RA_AHEAD_STRETCH) {
		const struct ra_foreseen *const foreseen = ra_ahead_stretch(walk->ahead, first);

		if (foreseen) {
			ra_walk_seen_handles(walk, root, foreseen);
		} else {
			walk_handles(walk, root, buckets, first,
				top - first > RA_AHEAD_STRETCH ? first + RA_AHEAD_STRETCH : top);
		}
	}
}

void ra_root_objects_store(struct ra_walk *walk, ra_node root)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr store = executor_at(walk, RA_zend_executor_globals_objects_store);
	const ra_addr buckets = ra_engine_u64(engine, store, RA_zend_objects_store_object_buckets);
	const uint32_t top = ra_engine_u32(engine, store, RA_zend_objects_store_top);
	const uint32_t size = ra_engine_u32(engine, store, RA_zend_objects_store_size);
	const uint64_t doubts = ra_tally_doubts(walk->tally);
	ra_node table;

	if (buckets == 0 || top > size || size > STORE_LIMIT ||
		ra_space_extent(walk->space, buckets, (uint64_t)top * 8) < (uint64_t)top * 8) {
		ra_walk_refuse(walk, RA_REFUSED_TABLE);
		return;
	}
	table = ra_walk_block(walk, walk->engine_root, buckets, (uint64_t)size * 8, RA_NODE_TABLE,
		RA_LOC_OBJECTS_STORE, ra_link_field(walk, "objects_store"), NULL);
	walk_all_handles(walk, root, buckets, top);
	if (table != RA_NO_NODE && ra_tally_doubts(walk->tally) == doubts) {
		walk->graph->flags[table] |= RA_NODE_DATA; /* nothing is left to guess */
	}
}

static void one_resource(struct ra_walk *walk, ra_node root, const struct ra_element *element)
{
	ra_walk_key(walk, root, element->key);
	if (element->value.type == RA_TYPE_RESOURCE) {
		ra_walk_uncounted(walk, root, RA_TYPE_RESOURCE, element->value.payload,
			ra_link_weak(ra_link(RA_LINK_HANDLE, (uint32_t)element->index)));
	}
}

void ra_root_regular_list(struct ra_walk *walk, ra_node root)
{
	walk->graph->flags[root] |= RA_NODE_DATA; /* it names resources, and owns none */
	ra_walk_each_element(
		walk, root, executor_at(walk, RA_zend_executor_globals_regular_list), one_resource);
}

/* ---- the engine's own memory ---- */

/* Pages are added before everything else, so that what lies in them can be taken from them, and
 * linked when the turn of their root comes: from RA_NO_NODE they are only added. */
static void walk_arenas(struct ra_walk *walk, ra_node from, enum ra_field field, const char *name)
{
	const struct ra_engine *engine = walk->engine;
	const struct ra_link link = ra_link_field(walk, name);
	ra_addr at = compiler_pointer(walk, field), kept = 0;
	uint32_t power = 1, length = 0;

	while (at != 0 && at != kept) {
		if (ra_engine_u64(engine, at, RA_zend_arena_end) <= at) {
			ra_walk_refuse(walk, RA_REFUSED_TABLE);
			return;
		}
		if (ra_walk_page(walk, from, at, RA_NODE_ARENA, link) == RA_NO_NODE) {
			return;
		}
		if (++length == power) { /* Brent: a cycle comes back to a kept place */
			kept = at;
			power *= 2;
			length = 0;
		}
		at = ra_engine_u64(engine, at, RA_zend_arena_prev);
	}
}

static void claim_huge_list(struct ra_walk *walk)
{
	for (uint32_t i = 0; i < walk->heap->huge_count; i++) {
		ra_walk_claim(walk, walk->engine_root, walk->heap->huge[i].list_node,
			ra_sizeof(walk->layout, RA_STRUCT_zend_mm_huge_list), RA_LOC_HUGE_LIST);
	}
}

/* Arrays kept ready for symbol tables of frames. */
static void walk_symtable_cache(struct ra_walk *walk)
{
	const ra_addr first = executor_at(walk, RA_zend_executor_globals_symtable_cache);
	const ra_addr last = executor_pointer(walk, RA_zend_executor_globals_symtable_cache_ptr);

	for (ra_addr at = first; at <= last && at - first < 32 * 8; at += 8) {
		const ra_addr array = ra_engine_word(walk->engine, at);

		if (array != 0) {
			ra_walk_array(walk, walk->engine_root, array, ra_link_field(walk, "symtable_cache"));
		}
	}
}

/* EG(weakrefs): object to WeakReference, map, or a table of them, told by the low bits. */
static void weak_entry(struct ra_walk *walk, ra_node root, const struct ra_element *element)
{
	if ((element->value.payload & 3) >= 2) {
		ra_walk_allocated_elements(
			walk, root, element->value.payload & ~(ra_addr)3, RA_LOC_INTERNAL_STATE, NULL);
	}
}

static void ini_entry(struct ra_walk *walk, ra_node root, const struct ra_element *element)
{
	const ra_addr at = element->value.payload;
	const ra_addr value = ra_engine_u64(walk->engine, at, RA_zend_ini_entry_value);

	if (value != 0 && ra_engine_u8(walk->engine, at, RA_zend_ini_entry_modified)) {
		ra_walk_string(walk, root, value,
			ra_link_named(
				walk, RA_LINK_FIELD, ra_engine_u64(walk->engine, at, RA_zend_ini_entry_name)));
	}
}

static void walk_heap_table(
	struct ra_walk *walk, ra_node root, ra_addr table, ra_element_walker *walker)
{
	if (table != 0 && ra_walk_claim(walk, root, table,
						  ra_sizeof(walk->layout, RA_STRUCT_zend_array), RA_LOC_INTERNAL_STATE)) {
		ra_walk_each_element(walk, root, table, walker);
	}
}

static void key_only(struct ra_walk *walk, ra_node root, const struct ra_element *element)
{
	ra_walk_key(walk, root, element->key);
}

/* Records of lazy objects (8.4): their initializers. */
static void lazy_object(struct ra_walk *walk, ra_node root, const struct ra_element *element)
{
	const ra_addr at = element->value.payload;
	struct ra_slot slot;

	if (element->value.type == RA_TYPE_PTR && ra_claims_slot(walk->claims, at, &slot) &&
		ra_walk_claim_slot(walk, root, at, RA_LOC_INTERNAL_STATE)) {
		ra_walk_known_words(walk, root, at, slot.bytes, "lazy_object");
	}
}

/* 8.6 keeps the closures of `f(...)` and of partial applications. */
static void cached_callable(struct ra_walk *walk, ra_node root, const struct ra_element *element)
{
	const struct ra_link link = ra_link_field(walk, "callable_cache");

	ra_walk_key(walk, root, element->key);
	if (element->value.type == RA_TYPE_PTR) {
		ra_walk_function(walk, root, element->value.payload, link);
	} else {
		ra_walk_loaded(walk, root, &element->value, link);
	}
}

/* 8.6 makes a static closure without variables once, and keeps it until the request ends. */
static void walk_lambda_cache(struct ra_walk *walk, ra_node root)
{
	const ra_addr stack = executor_at(walk, RA_zend_executor_globals_lambda_cache);
	const ra_addr elements = ra_engine_u64(walk->engine, stack, RA_zend_stack_elements);
	const uint32_t count = ra_engine_u32(walk->engine, stack, RA_zend_stack_top);
	struct ra_slot slot;

	if (stack == 0 || elements == 0 || !ra_claims_slot(walk->claims, elements, &slot) ||
		!ra_walk_claim_slot(walk, root, elements, RA_LOC_INTERNAL_STATE)) {
		return;
	}
	for (uint32_t i = 0; i < count && i < slot.bytes / 8; i++) {
		const ra_addr closure = ra_engine_word(walk->engine, elements + (ra_addr)i * 8);

		if (closure != 0) {
			ra_walk_object(walk, root, closure, ra_link_field(walk, "lambda_cache"));
		}
	}
}

void ra_root_engine(struct ra_walk *walk, ra_node root)
{
	static const enum ra_field caches[] = {
		RA_zend_executor_globals_callable_convert_cache,
		RA_zend_executor_globals_partial_function_application_cache,
	};
	static const enum ra_field spare_pages[] = {
		RA_zend_executor_globals_vm_stack_page_cache,
		RA_zend_executor_globals_fiber_vm_stack_page_cache,
	};
	static const enum ra_field compiler_stacks[] = {
		RA_zend_compiler_globals_loop_var_stack,
		RA_zend_compiler_globals_delayed_oplines_stack,
		RA_zend_compiler_globals_short_circuiting_opnums,
	};
	const ra_addr lazy = executor_at(walk, RA_zend_executor_globals_lazy_objects_store);
	const ra_addr exception = executor_pointer(walk, RA_zend_executor_globals_exception);
	const ra_addr previous = executor_pointer(walk, RA_zend_executor_globals_prev_exception);
	const ra_addr gc_buffer = executor_at(walk, RA_zend_executor_globals_get_gc_buffer);

	if (exception != 0) {
		ra_walk_object(walk, root, exception, ra_link_field(walk, "exception"));
	}
	if (previous != 0) {
		ra_walk_object(walk, root, previous, ra_link_field(walk, "prev_exception"));
	}
	walk_arenas(walk, root, RA_zend_compiler_globals_arena, "arena");
	walk_arenas(walk, root, RA_zend_compiler_globals_ast_arena, "ast_arena");
	walk_symtable_cache(walk);
	ra_walk_each_element(
		walk, root, executor_at(walk, RA_zend_executor_globals_weakrefs), weak_entry);
	ra_walk_each_element(
		walk, root, executor_pointer(walk, RA_zend_executor_globals_ini_directives), ini_entry);
	walk_heap_table(walk, root,
		executor_pointer(walk, RA_zend_executor_globals_modified_ini_directives), key_only);
	walk_heap_table(
		walk, root, executor_pointer(walk, RA_zend_executor_globals_in_autoload), key_only);
	ra_walk_each_element(
		walk, root, compiler_at(walk, RA_zend_compiler_globals_filenames_table), key_only);
	if (lazy != 0) {
		ra_walk_each_element(walk, root, lazy, lazy_object);
	}
	for (size_t i = 0; i < sizeof(caches) / sizeof(*caches); i++) {
		ra_walk_each_element(walk, root, executor_at(walk, caches[i]), cached_callable);
	}
	walk_lambda_cache(walk, root);
	for (size_t i = 0; i < sizeof(spare_pages) / sizeof(*spare_pages); i++) {
		ra_walk_vm_stack(
			walk, root, executor_pointer(walk, spare_pages[i]), ra_link_field(walk, "spare_page"));
	}
	ra_walk_each_element(walk, root,
		executor_at(walk, RA_zend_executor_globals_autoload_current_classnames), key_only);
	if (gc_buffer != 0) {
		ra_walk_known_words(walk, root, gc_buffer, 24, "get_gc_buffer");
	}
	walk_list(walk, root, compiler_at(walk, RA_zend_compiler_globals_open_files), "open_files");
	for (size_t i = 0; i < sizeof(compiler_stacks) / sizeof(*compiler_stacks); i++) {
		const ra_addr stack = compiler_at(walk, compiler_stacks[i]);

		if (stack != 0) {
			ra_walk_claim_slot(walk, root,
				ra_engine_u64(walk->engine, stack, RA_zend_stack_elements), RA_LOC_INTERNAL_STATE);
		}
	}
}

/* ---- before all roots ---- */

void ra_root_prepare(struct ra_walk *walk)
{
	walk_arenas(walk, RA_NO_NODE, RA_zend_compiler_globals_arena, "");
	walk_arenas(walk, RA_NO_NODE, RA_zend_compiler_globals_ast_arena, "");
	ra_walk_vm_stack(walk, RA_NO_NODE, executor_pointer(walk, RA_zend_executor_globals_vm_stack),
		ra_link(RA_LINK_FIELD, 0));
	/* The running stack, before generators and fibers claim frames of it. */
	ra_walk_frames(walk, RA_NO_NODE,
		executor_pointer(walk, RA_zend_executor_globals_current_execute_data), false);
	walk->chain_count = 1;
	ra_walk_left_frames(walk);
	claim_huge_list(walk);
}
