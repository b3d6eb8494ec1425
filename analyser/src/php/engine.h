/* Typed reads of the engine's structures: value, string, array, object, and single fields of any
 * structure of the layout. With walk*.c the only code that knows what a zval is.
 *
 * A field that this version lacks, and one that lies in a hole, read as 0: a null pointer is
 * nothing to follow, a zero count nothing to visit. Holes are counted by the space. */
#ifndef RA_ENGINE_H
#define RA_ENGINE_H

#include "base/bytes.h"
#include "memory/space.h"
#include "php/layout.h"
#include "reader/values.h"

struct ra_engine {
	struct ra_space *space;
	const struct ra_layout *layout;
	ra_addr executor; /* zend_executor_globals */
	ra_addr compiler; /* zend_compiler_globals */
	ra_addr map_ptr_base;
	uint8_t type_of[256]; /* IS_* number to enum ra_type; any byte has one */
	uint8_t type_string;  /* the version's own numbers */
	uint8_t type_object;
	uint8_t refcounted_flag; /* in u1.v.type_flags */
};

/* Space and layout must outlive the engine. *out is owned by the caller. False: no memory, or a
 * layout (of a note block) that cannot be true. */
bool ra_engine_open(const struct ra_dump *dump, struct ra_space *space,
	const struct ra_layout *layout, struct ra_engine **out, struct ra_error *err);
void ra_engine_close(struct ra_engine *engine); /* NULL is allowed */

/* One field of the structure at `base`. */
uint64_t ra_engine_u64(const struct ra_engine *engine, ra_addr base, enum ra_field field);
uint32_t ra_engine_u32(const struct ra_engine *engine, ra_addr base, enum ra_field field);
uint8_t ra_engine_u8(const struct ra_engine *engine, ra_addr base, enum ra_field field);
/* Address of a field: of an embedded structure. 0: this version has none. */
ra_addr ra_engine_at(const struct ra_engine *engine, ra_addr base, enum ra_field field);

/* The word at an address, 0 when it cannot be read. */
uint64_t ra_engine_word(const struct ra_engine *engine, ra_addr at);

/* What a ZEND_MAP_PTR field's value stands for; 0: nothing. */
ra_addr ra_engine_map_pointer(const struct ra_engine *engine, ra_addr value);

/* Whether a value of that type is a pointer to a structure of its own (INDIRECT and PTR are none of these). */
static inline bool ra_type_points(enum ra_type type)
{
	return type >= RA_TYPE_STRING && type <= RA_TYPE_AST;
}

static inline void ra_engine_decode_value(
	const struct ra_engine *engine, const uint8_t bytes[16], struct ra_value *value)
{
	value->payload = ra_le64(bytes);
	value->extra = ra_le32(bytes + 12);
	value->type = engine->type_of[bytes[8]];
	value->refcounted = bytes[9] & engine->refcounted_flag;
}
bool ra_engine_value(const struct ra_engine *engine, ra_addr at, struct ra_value *value);

/* The headers. False: a hole, or not what it should be (its type or its sizes say so). */
bool ra_engine_string(const struct ra_engine *engine, ra_addr at, struct ra_string *string);
bool ra_engine_array(const struct ra_engine *engine, ra_addr at, struct ra_array *array);
bool ra_engine_object(const struct ra_engine *engine, ra_addr at, struct ra_object *object);
/* The refcount of a counted structure of the given type; false as above. */
bool ra_engine_counted(
	const struct ra_engine *engine, ra_addr at, enum ra_type type, uint32_t *refcount);

/* Decodes a HashTable that is no value of its own (embedded in other structures): its type and
 * reference count mean nothing there. */
bool ra_engine_table(const struct ra_engine *engine, ra_addr at, struct ra_array *array);

/* Elements in table order, tombstones skipped. Stops at a hole (broken). */
struct ra_elements {
	const struct ra_engine *engine;
	struct ra_array array;
	uint32_t position;
	uint32_t first; /* position of the first buffered element */
	uint32_t buffered;
	bool broken;
	const uint8_t *bytes; /* of the buffered elements: in the buffer, or where they are at hand */
	uint8_t buffer[64 * 32];
};

void ra_elements_init(
	struct ra_elements *elements, const struct ra_engine *engine, const struct ra_array *array);
/* The next stretch of them into the buffer. False: it cannot be read. */
bool ra_elements_fill(struct ra_elements *elements);

/* False: there is none, or it cannot be read. */
static inline bool ra_elements_next(struct ra_elements *elements, struct ra_element *element)
{
	const struct ra_array *array = &elements->array;

	while (array->table_bytes && elements->position < array->used) {
		const uint32_t position = elements->position;
		const uint8_t *bytes;

		if (position >= elements->first + elements->buffered && !ra_elements_fill(elements)) {
			return false;
		}
		bytes = elements->bytes + (size_t)(position - elements->first) * array->stride;
		elements->position++;
		if (bytes[8] == 0) { /* IS_UNDEF: a tombstone */
			continue;
		}
		ra_engine_decode_value(elements->engine, bytes, &element->value);
		element->at = array->data + (uint64_t)position * array->stride;
		element->index = array->plain_values ? (int64_t)position : (int64_t)ra_le64(bytes + 16);
		element->key = array->plain_values ? 0 : ra_le64(bytes + 24);
		return true;
	}
	return false;
}

/* How many reads of the space that takes for so many elements. */
uint32_t ra_reads_of_elements(uint32_t count);

/* Follows an INDIRECT value to what it stands for; *at becomes its address. False: a hole. */
bool ra_engine_follow(const struct ra_engine *engine, struct ra_value *value, ra_addr *at);

#endif
