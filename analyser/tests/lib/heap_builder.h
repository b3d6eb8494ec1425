/* Builds the memory of a small PHP process for tests: executor and compiler globals, one ZendMM
 * chunk with real page runs and free lists, and engine structures in it, laid out for any version
 * that layout.c knows. The result is a dump.
 *
 *   struct heap_builder *heap = heap_new(80200, false);
 *   ra_addr text = heap_string(heap, "hello");
 *   heap_global(heap, "greeting", heap_counted(heap, RA_CONST_IS_STRING, text));
 *   uint8_t *bytes = heap_bytes(heap, &length);     // free() it
 *   heap_free(heap);
 *
 * Addresses are those of the built process. Running out of the chunk or of memory ends the test
 * program. */
#ifndef HEAP_BUILDER_H
#define HEAP_BUILDER_H

#include "php/layout.h"

#define HEAP_CHUNK 0x7f0000200000u
#define HEAP_EG    0x560000001000u
#define HEAP_CG    0x560000003000u

struct heap_builder;

struct heap_value { /* a zval to be stored */
	uint64_t payload;
	uint8_t type;
	bool refcounted;
};

struct heap_builder *heap_new(uint32_t version, bool zts); /* as ra_layout_fill() */
void heap_free(struct heap_builder *heap);
const struct ra_layout *heap_layout(const struct heap_builder *heap);
ra_addr heap_class_table(const struct heap_builder *heap);

/* Whether a built process alone, without constants that name it, tells the version from its neighbours:
 * a late patch release looks like the first one, and 8.3 like the snapshot before it. */
static inline bool heap_tells_version(const struct ra_layout_version *version)
{
	return version->since % 100 == 0 && version->php != 803;
}

/* The dump: globals and the used pages of the chunk. With the numbers that memory_get_usage() and
 * its kin would give. */
uint8_t *heap_bytes(struct heap_builder *heap, size_t *length);
uint64_t heap_usage_bytes(const struct heap_builder *heap);

/* Zeroed memory: a slot of the right bin, or whole pages. */
ra_addr heap_alloc(struct heap_builder *heap, uint64_t bytes);
/* Writes `width` bytes (1, 2, 4, 8) of a value. */
void heap_poke(struct heap_builder *heap, ra_addr at, unsigned width, uint64_t value);
/* The same into a field; does nothing when this version has no such field. */
void heap_set(
	struct heap_builder *heap, ra_addr base, enum ra_field field, unsigned width, uint64_t value);

/* Values. */
struct heap_value heap_long(const struct heap_builder *heap, int64_t number);
struct heap_value heap_null(const struct heap_builder *heap);
struct heap_value heap_counted(const struct heap_builder *heap, enum ra_constant type, ra_addr at);
struct heap_value heap_pointer(const struct heap_builder *heap, ra_addr at); /* IS_PTR */
void heap_store(struct heap_builder *heap, ra_addr at, struct heap_value value);

/* Structures. Reference counts are 1 unless changed. */
ra_addr heap_string(struct heap_builder *heap, const char *text);
/* An array of this capacity with all its keys in the hash form. */
ra_addr heap_array(struct heap_builder *heap, uint32_t capacity);
/* Prepares an embedded HashTable. */
void heap_table(struct heap_builder *heap, ra_addr table, uint32_t capacity);
/* Appends an element; key NULL: the integer. */
void heap_add(struct heap_builder *heap, ra_addr table, const char *key, int64_t index,
	struct heap_value value);
/* A user class of this many declared properties named "p0", "p1", ..., entered in the class
 * table. */
ra_addr heap_class(struct heap_builder *heap, const char *name, uint32_t property_count);
/* An object in the objects store; its properties are null. */
ra_addr heap_object(struct heap_builder *heap, ra_addr class_entry);
void heap_property(
	struct heap_builder *heap, ra_addr object, uint32_t number, struct heap_value value);
/* A user function with compiled variables "v0", ..., not entered anywhere. name NULL: a script. */
ra_addr heap_function(
	struct heap_builder *heap, const char *name, const char *file, uint32_t variable_count);
/* Where its opcodes are. */
ra_addr heap_opcodes(struct heap_builder *heap, ra_addr function);
/* A frame of it on the VM stack, called by the one before; its variables are undefined. */
ra_addr heap_frame(struct heap_builder *heap, ra_addr function, uint32_t line);
void heap_variable(
	struct heap_builder *heap, ra_addr frame, uint32_t number, struct heap_value value);
/* An entry of the global symbol table. */
void heap_global(struct heap_builder *heap, const char *name, struct heap_value value);

/* A process with a bit of everything above, for fuzzing and for tests of the whole pipeline: class
 * App\Item with 10 objects in $items and in a cycle of two, a function App\work() called by the
 * script, long and duplicated strings. */
struct heap_builder *heap_sample(uint32_t version, bool zts);

#endif
