/* What findings, answer, queries, reports and exports may ask about a value of the graph beyond what the
 * graph itself holds: text, elements, properties, names and files of code, what the process is. Whatever
 * has a graph implements it: a dump (walk/dump_reader.c), a file that keeps a graph.
 *
 * A value is named by its address in the graph. A source fills in the functions it can answer; those
 * below it leaves NULL are "not available here", and the functions behind the struct then answer as for
 * a value that could not be read: false, NULL, 0. Nothing above may read memory by itself
 * (ci/check-layers). */
#ifndef RA_READER_H
#define RA_READER_H

#include <stddef.h>

#include "reader/values.h"

struct ra_function { /* written in PHP */
	ra_addr name;    /* of strings; 0: none */
	ra_addr file;
	uint32_t first_line;
	uint32_t last_line;
};

struct
	ra_resident { /* bytes on pages that hold data and are not the Zend heap's, by kind of mapping */
	uint64_t c_heap;
	uint64_t anonymous;
	uint64_t shared;
	uint64_t stacks;
};

#define RA_CACHE_LARGEST 10
#define RA_CACHE_KEY_BYTES                                                                         \
	80 /* of a key, before its odd bytes are escaped; longer ones end in "..." */

struct ra_shared_cache { /* APCu's: values that processes share, outside the heap */
	uint64_t entry_count;
	uint64_t bytes; /* of all entries */
	uint64_t slot_count;
	uint64_t mapping_bytes; /* the shared memory that it lies in */
	uint32_t largest_count;
	struct {
		uint64_t bytes;
		ra_addr at;                           /* of the key, in the source that found it */
		char key[4 * RA_CACHE_KEY_BYTES + 4]; /* UTF-8 */
	} largest[RA_CACHE_LARGEST];
};

struct ra_process { /* the process, and how much of it the source has */
	int64_t pid;
	int64_t rss_bytes;       /* negative: unknown */
	const char *php_version; /* as the source tells it: "v82", "v85"; NULL: unknown */
	uint32_t php_minor;      /* 802; 0: unknown */
	uint64_t missing_bytes;  /* of a file that was cut off */
	uint32_t missing_regions;
	uint32_t region_count;     /* those that are there */
	const char *layout_name;   /* the known layout that serves; NULL: unknown */
	const char *differences;   /* of the source's own layout from it, in words */
	uint32_t difference_count; /* 0: none */
	bool
		destroys_before_it_frees; /* the collector calls destructors in one run and frees in the next */
};

/* Return false to see no more. */
typedef bool ra_visit_element(void *context, const struct ra_element *element);
typedef bool ra_visit_name(void *context, const char *bytes, size_t length);

struct ra_reader {
	void *source; /* handed to each function */

	bool (*string)(void *source, ra_addr at, struct ra_string *string);
	/* Bytes [from, from + length) of the string, which has as many. */
	bool (*text)(
		void *source, const struct ra_string *string, uint64_t from, void *out, size_t length);
	/* The same without a copy where they are at hand: there until the next read, or in `buffer`, which has room for them. NULL
	 * in place of the function: text() does. */
	const uint8_t *(*text_bytes)(void *source, const struct ra_string *string, uint64_t from,
		uint8_t *buffer, size_t length);
	bool (*array)(void *source, ra_addr at, struct ra_array *array);
	/* Makes an array that was caught while its table was being enlarged what it was before; *growing
	 * tells that. False: it is not what its memory says. */
	bool (*settle)(void *source, struct ra_array *array, bool *growing);
	/* The table inside an SplObjectStorage. */
	bool (*storage)(void *source, ra_addr object, struct ra_array *array);
	/* Elements in the array's order, until one cannot be read. `array` is that at `at`. */
	void (*elements)(void *source, ra_addr at, const struct ra_array *array,
		ra_visit_element *visit, void *context);
	/* The first of them, at most so many. Returns how many there are. Where elements() is, this is. */
	uint32_t (*first_elements)(
		void *source, const struct ra_array *array, struct ra_element *out, uint32_t limit);
	/* What a value of RA_TYPE_INDIRECT stands for takes its place. */
	bool (*follow)(void *source, struct ra_value *value);

	bool (*class_of)(void *source, ra_addr object, ra_addr *class_entry);
	/* The declared property of that number, of those the object's class counts. */
	bool (*property)(void *source, ra_addr object, uint32_t number, struct ra_value *value);
	/* Names of the class's instance properties. */
	void (*property_names)(void *source, ra_addr class_entry, ra_visit_name *visit, void *context);
	bool (*has_destructor)(void *source, ra_addr class_entry);
	bool (*destructor_called)(void *source, ra_addr object); /* already */
	/* The file a class was written in: a string's address, or 0. */
	ra_addr (*class_file)(void *source, ra_addr class_entry);
	bool (*function)(void *source, ra_addr at, struct ra_function *function);

	/* What the collector is told about an object: the same handlers, the same answer. 0: unknown. */
	ra_addr (*handlers)(void *source, ra_addr object);
	ra_addr (*get_gc)(void *source, ra_addr handlers);
	ra_addr (*standard_get_gc)(void *source);            /* that tells of the properties only */
	ra_addr (*dtor_obj)(void *source, ra_addr handlers); /* what ends an object; 0: unknown */

	bool (*process)(void *source, struct ra_process *process);
	uint64_t (*holes)(void *source, enum ra_hole_reason reason); /* so far */
	bool (*resident)(void *source, struct ra_resident *resident);
	bool (*shared_cache)(void *source, struct ra_shared_cache *cache);
};

/* The same, whatever the source can tell. */
bool ra_reader_string(const struct ra_reader *reader, ra_addr at, struct ra_string *string);
bool ra_reader_text(const struct ra_reader *reader, const struct ra_string *string, uint64_t from,
	void *out, size_t length);
/* NULL: they cannot be read. */
const uint8_t *ra_reader_text_bytes(const struct ra_reader *reader, const struct ra_string *string,
	uint64_t from, uint8_t *buffer, size_t length);
/* The first `limit` bytes of the string at the address; the result is how many. 0: none, or not there. */
size_t ra_reader_head(const struct ra_reader *reader, ra_addr at, char *out, size_t limit);
bool ra_reader_array(const struct ra_reader *reader, ra_addr at, struct ra_array *array);
/* True as well where there is nothing to compare with. */
bool ra_reader_settle(const struct ra_reader *reader, struct ra_array *array, bool *growing);
bool ra_reader_settled_array(
	const struct ra_reader *reader, ra_addr at, struct ra_array *array, bool *growing);
bool ra_reader_storage(const struct ra_reader *reader, ra_addr object, struct ra_array *array);
void ra_reader_elements(const struct ra_reader *reader, ra_addr at, const struct ra_array *array,
	ra_visit_element *visit, void *context);
uint32_t ra_reader_first_elements(const struct ra_reader *reader, const struct ra_array *array,
	struct ra_element *out, uint32_t limit);
bool ra_reader_follow(const struct ra_reader *reader, struct ra_value *value);
bool ra_reader_class_of(const struct ra_reader *reader, ra_addr object, ra_addr *class_entry);
bool ra_reader_property(
	const struct ra_reader *reader, ra_addr object, uint32_t number, struct ra_value *value);
void ra_reader_property_names(
	const struct ra_reader *reader, ra_addr class_entry, ra_visit_name *visit, void *context);
bool ra_reader_has_destructor(const struct ra_reader *reader, ra_addr class_entry);
bool ra_reader_destructor_called(const struct ra_reader *reader, ra_addr object);
ra_addr ra_reader_class_file(const struct ra_reader *reader, ra_addr class_entry);
bool ra_reader_function(const struct ra_reader *reader, ra_addr at, struct ra_function *function);
ra_addr ra_reader_handlers(const struct ra_reader *reader, ra_addr object);
ra_addr ra_reader_get_gc(const struct ra_reader *reader, ra_addr handlers);
ra_addr ra_reader_standard_get_gc(const struct ra_reader *reader);
ra_addr ra_reader_dtor_obj(const struct ra_reader *reader, ra_addr handlers);
/* False: *process says "unknown" throughout. */
bool ra_reader_process(const struct ra_reader *reader, struct ra_process *process);
uint64_t ra_reader_holes(const struct ra_reader *reader, enum ra_hole_reason reason);
bool ra_reader_resident(const struct ra_reader *reader, struct ra_resident *resident);
/* False: there is none, or none that could be read. */
bool ra_reader_shared_cache(const struct ra_reader *reader, struct ra_shared_cache *cache);

#endif
