/* See dump_reader.h. */
#include "walk/dump_reader.h"

#include "memory/dump.h"
#include "memory/space.h"
#include "php/array_fit.h"
#include "php/engine.h"
#include "php/note.h"
#include "php/zendmm.h"
#include "walk/apcu.h"
#include "walk/resident.h"

enum {
	VALUE_BYTES = 16,
	NAME_BYTES = 256 /* of a property: longer ones are left out */
};

static bool read_string(void *source, ra_addr at, struct ra_string *string)
{
	const struct ra_snapshot *const snapshot = source;

	return ra_engine_string(snapshot->engine, at, string);
}

static bool read_text(
	void *source, const struct ra_string *string, uint64_t from, void *out, size_t length)
{
	const struct ra_snapshot *const snapshot = source;

	return ra_space_read(snapshot->space, string->text + from, out, length);
}

static const uint8_t *text_bytes(
	void *source, const struct ra_string *string, uint64_t from, uint8_t *buffer, size_t length)
{
	const struct ra_snapshot *const snapshot = source;

	return ra_space_bytes(snapshot->space, string->text + from, buffer, length);
}

static bool read_array(void *source, ra_addr at, struct ra_array *array)
{
	const struct ra_snapshot *const snapshot = source;

	return ra_engine_array(snapshot->engine, at, array);
}

static bool settle_array(void *source, struct ra_array *array, bool *growing)
{
	const struct ra_snapshot *const snapshot = source;

	return ra_array_fit(snapshot->heap, array, growing);
}

static bool read_storage(void *source, ra_addr object, struct ra_array *array)
{
	const struct ra_snapshot *const snapshot = source;
	const uint32_t standard = ra_offset(snapshot->layout, RA_spl_SplObjectStorage_std);
	const uint32_t storage = ra_offset(snapshot->layout, RA_spl_SplObjectStorage_storage);

	return standard != RA_ABSENT && storage != RA_ABSENT &&
		   ra_engine_table(snapshot->engine, object - standard + storage, array);
}

static void visit_elements(
	void *source, ra_addr at, const struct ra_array *array, ra_visit_element *visit, void *context)
{
	const struct ra_snapshot *const snapshot = source;
	struct ra_elements elements;
	struct ra_element element;

	(void)at;
	ra_elements_init(&elements, snapshot->engine, array);
	while (ra_elements_next(&elements, &element) && visit(context, &element)) {
	}
}

static uint32_t first_elements(
	void *source, const struct ra_array *array, struct ra_element *out, uint32_t limit)
{
	const struct ra_snapshot *const snapshot = source;
	struct ra_elements elements;
	uint32_t count = 0;

	ra_elements_init(&elements, snapshot->engine, array);
	while (count < limit && ra_elements_next(&elements, &out[count])) {
		count++;
	}
	return count;
}

static bool follow(void *source, struct ra_value *value)
{
	const struct ra_snapshot *const snapshot = source;
	ra_addr at;

	return ra_engine_follow(snapshot->engine, value, &at);
}

static bool read_class(void *source, ra_addr object, ra_addr *class_entry)
{
	const struct ra_snapshot *const snapshot = source;
	struct ra_object header;

	if (!ra_engine_object(snapshot->engine, object, &header)) {
		return false;
	}
	*class_entry = header.class_entry;
	return true;
}

static bool read_property(void *source, ra_addr object, uint32_t number, struct ra_value *value)
{
	const struct ra_snapshot *const snapshot = source;
	const ra_addr slots = ra_engine_at(snapshot->engine, object, RA_zend_object_properties_table);

	return ra_engine_value(snapshot->engine, slots + (uint64_t)number * VALUE_BYTES, value);
}

/* From the class's table of property_info. */
static void visit_property_names(
	void *source, ra_addr class_entry, ra_visit_name *visit, void *context)
{
	const struct ra_snapshot *const snapshot = source;
	const struct ra_engine *const engine = snapshot->engine;
	const uint32_t is_static = ra_const(engine->layout, RA_CONST_ZEND_ACC_STATIC);
	struct ra_array table;
	struct ra_elements elements;
	struct ra_element element;

	if (!ra_engine_table(engine,
			ra_engine_at(engine, class_entry, RA_zend_class_entry_properties_info), &table)) {
		return;
	}
	ra_elements_init(&elements, engine, &table);
	while (ra_elements_next(&elements, &element)) {
		struct ra_string key;
		char bytes[NAME_BYTES];

		if (element.value.type == RA_TYPE_PTR && element.key != 0 &&
			!(ra_engine_u32(engine, element.value.payload, RA_zend_property_info_flags) &
				is_static) &&
			ra_engine_string(engine, element.key, &key) && key.length <= sizeof(bytes) &&
			ra_space_read(snapshot->space, key.text, bytes, (size_t)key.length) &&
			!visit(context, bytes, (size_t)key.length)) {
			return;
		}
	}
}

static bool has_destructor(void *source, ra_addr class_entry)
{
	const struct ra_snapshot *const snapshot = source;

	return ra_engine_u64(snapshot->engine, class_entry, RA_zend_class_entry_destructor) != 0;
}

static bool destructor_called(void *source, ra_addr object)
{
	const struct ra_snapshot *const snapshot = source;
	const struct ra_layout *const layout = snapshot->layout;
	uint32_t type_info;

	return ra_read_u32(snapshot->space, object + 4, &type_info) &&
		   (type_info & ra_flag(layout, RA_CONST_IS_OBJ_DESTRUCTOR_CALLED)
							<< layout->gc_flags_shift);
}

static ra_addr class_file(void *source, ra_addr class_entry)
{
	const struct ra_snapshot *const snapshot = source;

	return ra_engine_u64(snapshot->engine, class_entry, RA_zend_class_entry_info_user_filename);
}

static bool read_function(void *source, ra_addr at, struct ra_function *function)
{
	const struct ra_snapshot *const snapshot = source;
	const struct ra_engine *const engine = snapshot->engine;

	*function =
		(struct ra_function){.name = ra_engine_u64(engine, at, RA_zend_op_array_function_name),
			.file = ra_engine_u64(engine, at, RA_zend_op_array_filename),
			.first_line = ra_engine_u32(engine, at, RA_zend_op_array_line_start),
			.last_line = ra_engine_u32(engine, at, RA_zend_op_array_line_end)};
	return true;
}

static ra_addr handlers_of(void *source, ra_addr object)
{
	const struct ra_snapshot *const snapshot = source;

	return ra_engine_u64(snapshot->engine, object, RA_zend_object_handlers);
}

static ra_addr get_gc_of(void *source, ra_addr handlers)
{
	const struct ra_snapshot *const snapshot = source;

	return ra_space_extent(snapshot->space, handlers, 8) == 8
			   ? ra_engine_u64(snapshot->engine, handlers, RA_zend_object_handlers_get_gc)
			   : 0;
}

static ra_addr dtor_obj_of(void *source, ra_addr handlers)
{
	const struct ra_snapshot *const snapshot = source;

	return ra_engine_u64(snapshot->engine, handlers, RA_zend_object_handlers_dtor_obj);
}

static ra_addr standard_get_gc(void *source)
{
	const struct ra_snapshot *const snapshot = source;

	return snapshot->note ? snapshot->note->globals[RA_NOTE_STD_GET_GC] : 0;
}

static bool read_process(void *source, struct ra_process *process)
{
	const struct ra_snapshot *const snapshot = source;
	const struct ra_dump *const dump = snapshot->dump;

	*process = (struct ra_process){.pid = dump->pid,
		.rss_bytes = dump->rss_bytes,
		.php_version = dump->php_version,
		.php_minor = dump->php_minor,
		.missing_bytes = dump->missing_bytes,
		.missing_regions = dump->missing_regions,
		.region_count = dump->region_count,
		.layout_name = snapshot->layout->name,
		.differences = snapshot->layout->differences,
		.difference_count = snapshot->layout->difference_count,
		.destroys_before_it_frees = snapshot->layout->destroys_before_it_frees};
	return true;
}

static uint64_t count_holes(void *source, enum ra_hole_reason reason)
{
	const struct ra_snapshot *const snapshot = source;

	return ra_space_holes(snapshot->space, reason);
}

static bool measure_resident(void *source, struct ra_resident *resident)
{
	const struct ra_snapshot *const snapshot = source;

	ra_resident_measure(snapshot->dump, snapshot->space, snapshot->heap, resident);
	return true;
}

static bool find_shared_cache(void *source, struct ra_shared_cache *cache)
{
	const struct ra_snapshot *const snapshot = source;

	return ra_apcu_find(snapshot->dump, snapshot->engine, snapshot->heap, cache);
}

void ra_dump_reader_init(struct ra_reader *reader, struct ra_snapshot *snapshot)
{
	*reader = (struct ra_reader){.source = snapshot,
		.string = read_string,
		.text = read_text,
		.text_bytes = text_bytes,
		.array = read_array,
		.settle = settle_array,
		.storage = read_storage,
		.elements = visit_elements,
		.first_elements = first_elements,
		.follow = follow,
		.class_of = read_class,
		.property = read_property,
		.property_names = visit_property_names,
		.has_destructor = has_destructor,
		.destructor_called = destructor_called,
		.class_file = class_file,
		.function = read_function,
		.handlers = handlers_of,
		.get_gc = get_gc_of,
		.standard_get_gc = standard_get_gc,
		.dtor_obj = dtor_obj_of,
		.process = read_process,
		.holes = count_holes,
		.resident = measure_resident,
		.shared_cache = find_shared_cache};
}
