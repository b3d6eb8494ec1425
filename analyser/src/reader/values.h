/* PHP's values as plain data, whatever they were read from: the memory of a process, or a file that
 * keeps its graph. Addresses are names here: of the value that has the same one in the graph. */
#ifndef RA_VALUES_H
#define RA_VALUES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"

enum ra_hole_reason {     /* why bytes that were asked for are not there */
	RA_HOLE_UNMAPPED,     /* no map entry there: a wild or stale pointer */
	RA_HOLE_NOT_CAPTURED, /* mapped, but not in the dump and not to be had from a file */
	RA_HOLE_CUT,          /* in the part of a truncated file that is missing */
	RA_HOLE_REASONS
};

enum ra_type { /* the engine's IS_* numbers differ between versions; these do not */
	RA_TYPE_UNDEF,
	RA_TYPE_NULL,
	RA_TYPE_FALSE,
	RA_TYPE_TRUE,
	RA_TYPE_LONG,
	RA_TYPE_DOUBLE,
	RA_TYPE_STRING, /* also the named constants of constant expressions up to 7.2 */
	RA_TYPE_ARRAY,
	RA_TYPE_OBJECT,
	RA_TYPE_RESOURCE,
	RA_TYPE_REFERENCE,
	RA_TYPE_AST,      /* a constant expression */
	RA_TYPE_INDIRECT, /* in an object's table of properties: a declared one, ra_reader_follow() */
	RA_TYPE_PTR,
	RA_TYPE_OTHER, /* nothing that a live value has */
};

struct ra_value {
	uint64_t payload; /* pointer, integer or bits of a double */
	uint32_t extra;   /* u2: what it means depends on where the value stands */
	uint8_t type;     /* enum ra_type */
	bool refcounted;  /* owns a reference of what it points to */
};

struct ra_string {
	uint64_t length;
	ra_addr text;
	uint32_t refcount;
	bool interned;   /* not counted by refcount */
	bool persistent; /* malloc'ed: lives longer than the request, costs the heap nothing */
};

struct ra_array {
	ra_addr data;         /* first element */
	ra_addr table;        /* start of the allocation: hash part, then elements */
	uint64_t table_bytes; /* 0: no table */
	uint64_t used_bytes;  /* hash part and used elements */
	uint32_t stride;      /* bytes of an element */
	uint32_t used;        /* nNumUsed: elements and tombstones */
	uint32_t count;       /* nNumOfElements */
	uint32_t capacity;    /* nTableSize */
	uint32_t refcount;
	bool packed;
	bool plain_values; /* elements are zvals without key */
	bool immutable;    /* not counted by refcount */
	/* Of a saved graph alone, which has no slots to compare with: what ra_reader_settle() said of it when it was saved. */
	bool caught_growing;
	bool fits_nowhere;
};

struct ra_element {
	ra_addr at;    /* of the value */
	ra_addr key;   /* zend_string, or 0 */
	int64_t index; /* when key is 0 */
	struct ra_value value;
};

struct ra_object {
	ra_addr class_entry;
	ra_addr handlers;
	ra_addr properties; /* table of dynamic properties, or 0 */
	uint32_t handle;
	uint32_t refcount;
	uint32_t extra_flags; /* 8.4: lazy objects */
};

#endif
