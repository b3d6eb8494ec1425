/* See engine.h. */
#include "php/engine.h"

#include <stdlib.h>
#include <string.h>

#define ELEMENTS_BUFFERED 64u
#define STRING_LIMIT      (1u << 30)
#define TABLE_LIMIT       (1u << 30)
#define HEADER_TYPE_MASK  0x0fu

struct type_row {
	enum ra_constant number;
	enum ra_type type;
};

/* Later rows win: IS_CONSTANT_AST took over the number of IS_CONSTANT. */
static const struct type_row type_rows[] = {
	{RA_CONST_IS_UNDEF, RA_TYPE_UNDEF},
	{RA_CONST_IS_NULL, RA_TYPE_NULL},
	{RA_CONST_IS_FALSE, RA_TYPE_FALSE},
	{RA_CONST_IS_TRUE, RA_TYPE_TRUE},
	{RA_CONST_IS_LONG, RA_TYPE_LONG},
	{RA_CONST_IS_DOUBLE, RA_TYPE_DOUBLE},
	{RA_CONST_IS_STRING, RA_TYPE_STRING},
	{RA_CONST_IS_ARRAY, RA_TYPE_ARRAY},
	{RA_CONST_IS_OBJECT, RA_TYPE_OBJECT},
	{RA_CONST_IS_RESOURCE, RA_TYPE_RESOURCE},
	{RA_CONST_IS_REFERENCE, RA_TYPE_REFERENCE},
	{RA_CONST_IS_CONSTANT, RA_TYPE_STRING},
	{RA_CONST_IS_CONSTANT_AST, RA_TYPE_AST},
	{RA_CONST_IS_INDIRECT, RA_TYPE_INDIRECT},
	{RA_CONST_IS_PTR, RA_TYPE_PTR},
};

/* Headers are read as one block of this many bytes, so their fields must lie in it. */
#define STRING_HEADER 24u
#define ARRAY_HEADER  48u
#define OBJECT_HEADER 40u

struct bound {
	enum ra_field field;
	uint32_t last; /* largest offset we can take */
};

static const struct bound bounds[] = {
	{RA_zend_string_val, 64},
	{RA_zend_array_u_flags, ARRAY_HEADER - 4},
	{RA_zend_array_nTableMask, ARRAY_HEADER - 4},
	{RA_zend_array_arData, ARRAY_HEADER - 8},
	{RA_zend_array_nNumUsed, ARRAY_HEADER - 4},
	{RA_zend_array_nNumOfElements, ARRAY_HEADER - 4},
	{RA_zend_array_nTableSize, ARRAY_HEADER - 4},
	{RA_zend_object_handle, OBJECT_HEADER - 4},
	{RA_zend_object_ce, OBJECT_HEADER - 8},
	{RA_zend_object_handlers, OBJECT_HEADER - 8},
	{RA_zend_object_properties, OBJECT_HEADER - 8},
	{RA_zend_object_properties_table, 256},
};

static bool layout_is_possible(const struct ra_layout *layout, struct ra_error *err)
{
	const uint32_t extra = ra_offset(layout, RA_zend_object_extra_flags);

	for (size_t i = 0; i < sizeof(bounds) / sizeof(*bounds); i++) {
		if (ra_offset(layout, bounds[i].field) > bounds[i].last) {
			return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
				"the layout puts %s.%s where it cannot be", ra_field_struct_name(bounds[i].field),
				ra_field_member_name(bounds[i].field));
		}
	}
	if (extra != RA_ABSENT && extra > OBJECT_HEADER - 4) {
		return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
			"the layout puts zend_object.extra_flags where it cannot be");
	}
	return true;
}

bool ra_engine_open(const struct ra_dump *dump, struct ra_space *space,
	const struct ra_layout *layout, struct ra_engine **out, struct ra_error *err)
{
	struct ra_engine *engine;

	if (!layout_is_possible(layout, err)) {
		return false;
	}
	engine = calloc(1, sizeof(*engine));
	if (!engine) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the engine's reader");
	}
	engine->space = space;
	engine->layout = layout;
	engine->executor = dump->eg_address;
	engine->compiler = dump->cg_address;
	memset(engine->type_of, RA_TYPE_OTHER, sizeof(engine->type_of));
	for (size_t i = 0; i < sizeof(type_rows) / sizeof(*type_rows); i++) {
		const uint32_t number = ra_const(layout, type_rows[i].number);

		if (number < sizeof(engine->type_of)) {
			engine->type_of[number] = (uint8_t)type_rows[i].type;
		}
	}
	engine->type_string = (uint8_t)ra_const(layout, RA_CONST_IS_STRING);
	engine->type_object = (uint8_t)ra_const(layout, RA_CONST_IS_OBJECT);
	engine->refcounted_flag = (uint8_t)ra_flag(layout, RA_CONST_IS_TYPE_REFCOUNTED);
	engine->map_ptr_base =
		ra_engine_u64(engine, engine->compiler, RA_zend_compiler_globals_map_ptr_base);
	*out = engine;
	return true;
}

void ra_engine_close(struct ra_engine *engine)
{
	free(engine);
}

/* ---- fields ---- */

uint64_t ra_engine_u64(const struct ra_engine *engine, ra_addr base, enum ra_field field)
{
	const uint32_t offset = ra_offset(engine->layout, field);
	uint64_t value;

	return offset != RA_ABSENT && ra_read_u64(engine->space, base + offset, &value) ? value : 0;
}

uint32_t ra_engine_u32(const struct ra_engine *engine, ra_addr base, enum ra_field field)
{
	const uint32_t offset = ra_offset(engine->layout, field);
	uint32_t value;

	return offset != RA_ABSENT && ra_read_u32(engine->space, base + offset, &value) ? value : 0;
}

uint8_t ra_engine_u8(const struct ra_engine *engine, ra_addr base, enum ra_field field)
{
	const uint32_t offset = ra_offset(engine->layout, field);
	uint8_t value;

	return offset != RA_ABSENT && ra_read_u8(engine->space, base + offset, &value) ? value : 0;
}

ra_addr ra_engine_at(const struct ra_engine *engine, ra_addr base, enum ra_field field)
{
	const uint32_t offset = ra_offset(engine->layout, field);

	return offset == RA_ABSENT ? 0 : base + offset;
}

uint64_t ra_engine_word(const struct ra_engine *engine, ra_addr at)
{
	uint64_t value;

	return ra_read_u64(engine->space, at, &value) ? value : 0;
}

ra_addr ra_engine_map_pointer(const struct ra_engine *engine, ra_addr value)
{
	if (value == 0 || !engine->layout->map_pointers) {
		return value;
	}
	if (value & 1) { /* an offset plus 1; later versions keep the base one too low for it */
		return engine->map_ptr_base
				   ? ra_engine_word(engine, (engine->map_ptr_base + value) & ~(ra_addr)1)
				   : 0;
	}
	return engine->layout->map_pointers_indirect ? ra_engine_word(engine, value) : value;
}

/* ---- values and headers ---- */

bool ra_engine_value(const struct ra_engine *engine, ra_addr at, struct ra_value *value)
{
	uint8_t buffer[16];
	const uint8_t *const bytes = ra_space_bytes(engine->space, at, buffer, sizeof(buffer));

	if (!bytes) {
		return false;
	}
	ra_engine_decode_value(engine, bytes, value);
	return true;
}

bool ra_engine_string(const struct ra_engine *engine, ra_addr at, struct ra_string *string)
{
	uint8_t buffer[STRING_HEADER];
	const uint8_t *const bytes = ra_space_bytes(engine->space, at, buffer, sizeof(buffer));
	uint32_t type_info;

	if (!bytes) {
		return false;
	}
	type_info = ra_le32(bytes + 4);
	string->refcount = ra_le32(bytes);
	string->length = ra_le64(bytes + 16);
	string->text = at + ra_offset(engine->layout, RA_zend_string_val);
	string->interned = type_info & engine->layout->interned_string_flag;
	string->persistent = type_info & engine->layout->persistent_string_flag;
	return (type_info & HEADER_TYPE_MASK) == engine->type_string && string->length <= STRING_LIMIT;
}

static bool decode_table(
	const struct ra_engine *engine, const uint8_t bytes[ARRAY_HEADER], struct ra_array *array)
{
	const struct ra_layout *layout = engine->layout;
	uint32_t flags, mask, hash_bytes;
	bool initialized;

	flags = ra_le32(bytes + ra_offset(layout, RA_zend_array_u_flags));
	mask = ra_le32(bytes + ra_offset(layout, RA_zend_array_nTableMask));
	array->data = ra_le64(bytes + ra_offset(layout, RA_zend_array_arData));
	array->used = ra_le32(bytes + ra_offset(layout, RA_zend_array_nNumUsed));
	array->count = ra_le32(bytes + ra_offset(layout, RA_zend_array_nNumOfElements));
	array->capacity = ra_le32(bytes + ra_offset(layout, RA_zend_array_nTableSize));
	array->refcount = ra_le32(bytes);
	array->immutable = ra_le32(bytes + 4) & layout->immutable_array_flag;
	array->packed = flags & ra_flag(layout, RA_CONST_HASH_FLAG_PACKED);
	array->plain_values = array->packed && layout->packed_arrays_hold_values;
	array->stride = array->plain_values ? 16 : 32;
	initialized = layout->array_flag_says_initialized
					  ? flags & ra_flag(layout, RA_CONST_HASH_FLAG_INITIALIZED)
					  : !(flags & ra_flag(layout, RA_CONST_HASH_FLAG_UNINITIALIZED));
	if (array->capacity > TABLE_LIMIT || array->used > array->capacity ||
		array->count > array->used) {
		return false;
	}
	if (!initialized || array->data == 0) {
		array->table = array->table_bytes = array->used_bytes = 0;
		return array->used == 0;
	}
	hash_bytes = -mask;
	if (hash_bytes > TABLE_LIMIT * 2u) {
		return false;
	}
	array->table = array->data - (uint64_t)hash_bytes * 4;
	array->used_bytes = (uint64_t)hash_bytes * 4 + (uint64_t)array->used * array->stride;
	array->table_bytes = (uint64_t)hash_bytes * 4 + (uint64_t)array->capacity * array->stride;
	return true;
}

bool ra_engine_table(const struct ra_engine *engine, ra_addr at, struct ra_array *array)
{
	uint8_t buffer[ARRAY_HEADER];
	const uint8_t *const bytes = ra_space_bytes(engine->space, at, buffer, sizeof(buffer));

	return bytes && decode_table(engine, bytes, array);
}

bool ra_engine_counted(
	const struct ra_engine *engine, ra_addr at, enum ra_type type, uint32_t *refcount)
{
	uint8_t buffer[8];
	const uint8_t *const bytes = ra_space_bytes(engine->space, at, buffer, sizeof(buffer));
	uint8_t number;

	if (!bytes) {
		return false;
	}
	number = bytes[4] & HEADER_TYPE_MASK;
	*refcount = ra_le32(bytes);
	return engine->type_of[number] == type;
}

bool ra_engine_array(const struct ra_engine *engine, ra_addr at, struct ra_array *array)
{
	uint8_t buffer[ARRAY_HEADER];
	const uint8_t *const bytes = ra_space_bytes(engine->space, at, buffer, sizeof(buffer));

	return bytes && engine->type_of[bytes[4] & HEADER_TYPE_MASK] == RA_TYPE_ARRAY &&
		   decode_table(engine, bytes, array);
}

bool ra_engine_object(const struct ra_engine *engine, ra_addr at, struct ra_object *object)
{
	const struct ra_layout *layout = engine->layout;
	const uint32_t extra = ra_offset(layout, RA_zend_object_extra_flags);
	uint8_t buffer[OBJECT_HEADER];
	const uint8_t *const bytes = ra_space_bytes(engine->space, at, buffer, sizeof(buffer));

	if (!bytes) {
		return false;
	}
	object->refcount = ra_le32(bytes);
	object->handle = ra_le32(bytes + ra_offset(layout, RA_zend_object_handle));
	object->class_entry = ra_le64(bytes + ra_offset(layout, RA_zend_object_ce));
	object->handlers = ra_le64(bytes + ra_offset(layout, RA_zend_object_handlers));
	object->properties = ra_le64(bytes + ra_offset(layout, RA_zend_object_properties));
	object->extra_flags = extra == RA_ABSENT ? 0 : ra_le32(bytes + extra);
	return (bytes[4] & HEADER_TYPE_MASK) == engine->type_object;
}

bool ra_engine_follow(const struct ra_engine *engine, struct ra_value *value, ra_addr *at)
{
	if (value->type != RA_TYPE_INDIRECT) {
		return true;
	}
	*at = value->payload;
	return ra_engine_value(engine, *at, value) && value->type != RA_TYPE_INDIRECT;
}

/* ---- elements ---- */

void ra_elements_init(
	struct ra_elements *elements, const struct ra_engine *engine, const struct ra_array *array)
{
	elements->engine = engine;
	elements->array = *array;
	elements->position = elements->first = elements->buffered = 0;
	elements->broken = false;
}

bool ra_elements_fill(struct ra_elements *elements)
{
	const struct ra_array *array = &elements->array;
	const uint32_t left = array->used - elements->position;

	elements->first = elements->position;
	elements->buffered = left < ELEMENTS_BUFFERED ? left : ELEMENTS_BUFFERED;
	elements->bytes = ra_space_lasting(elements->engine->space,
		array->data + (uint64_t)elements->position * array->stride, elements->buffer,
		(size_t)elements->buffered * array->stride);
	if (!elements->bytes) {
		elements->broken = true;
		return false;
	}
	return true;
}

uint32_t ra_reads_of_elements(uint32_t count)
{
	return (count + ELEMENTS_BUFFERED - 1) / ELEMENTS_BUFFERED;
}
