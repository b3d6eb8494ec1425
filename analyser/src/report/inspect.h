/* What `rdump inspect` says about a dump, as plain data: the file itself, what of each mapping it
 * holds, whether the engine and its heap are to be found, and everything that looks corrupt or
 * torn. Nothing here needs the walk, so it is fast on any size; only ra_inspection_verify() reads
 * region bodies. */
#ifndef RA_INSPECT_H
#define RA_INSPECT_H

#include "memory/dump.h"
#include "memory/space.h"
#include "php/glance.h"
#include "php/layout.h"
#include "php/zendmm.h"

enum ra_mapping_kind {
	RA_MAPPING_ZEND_HEAP, /* anonymous, holds chunks or huge blocks of the Zend memory manager */
	RA_MAPPING_C_HEAP,    /* [heap] */
	RA_MAPPING_ANONYMOUS,
	RA_MAPPING_STACK,
	RA_MAPPING_OPCACHE,      /* shared memory without a file of its own */
	RA_MAPPING_LIBRARY_DATA, /* writable segments of binaries */
	RA_MAPPING_FILE,         /* every other mapped file */
	RA_MAPPING_KERNEL,       /* [vdso], [vvar], ... */
	RA_MAPPING_KINDS
};

struct ra_mapping_info { /* one per map entry, in the order of the dump */
	enum ra_mapping_kind kind;
	uint64_t captured_bytes;
};

struct ra_region_info {               /* one per region, in the order of the dump */
	const struct ra_map_entry *entry; /* that holds its first byte, or NULL */
	uint32_t chunk_count;             /* ZendMM chunks inside */
};

struct ra_mapping_total {
	uint64_t mapping_count;
	uint64_t mapped_bytes;
	uint64_t captured_bytes;
};

struct ra_verification {
	bool done;
	uint64_t read_bytes;
	uint64_t hole_bytes; /* of it: holes of a sparse file, which read as zeros */
	uint32_t chunk_count;
	uint32_t bad_chunk_count;
	uint64_t broken_link_count; /* free-list pointers that lead nowhere */
};

struct ra_inspection {
	const struct ra_dump *dump;
	struct ra_space *space;
	struct ra_note *note;     /* NULL: none */
	struct ra_layout *layout; /* NULL: layout_error says why */
	struct ra_error layout_error;
	struct ra_heap *heap;      /* NULL without a layout */
	struct ra_glance *threads; /* of a core file: dump->executor_count of them; NULL: not looked */
	bool eg_captured;
	bool cg_captured;

	struct ra_mapping_info *mappings;
	struct ra_region_info *regions;
	struct ra_mapping_total totals[RA_MAPPING_KINDS];
	uint64_t captured_bytes; /* sum of the regions' bodies that are there */
	struct ra_verification verification;

	char **warnings;
	uint32_t warning_count;
	uint32_t warning_capacity;
	bool failed; /* out of memory while warning: sticky */
};

/* "zend_heap", as JSON has it; and "ZendMM heap", for people. */
const char *ra_mapping_kind_key(enum ra_mapping_kind kind);
const char *ra_mapping_kind_title(enum ra_mapping_kind kind);

/* Inspects a dump, which must outlive the result. *out is owned by the caller. */
bool ra_inspection_make(struct ra_dump *dump, const struct ra_space_options *options,
	struct ra_inspection **out, struct ra_error *err);
void ra_inspection_free(struct ra_inspection *inspection); /* NULL is allowed */

/* Reads every region's body once (holes of a sparse file are skipped) and checks the headers of all
 * chunks. Adds warnings. */
bool ra_inspection_verify(struct ra_inspection *inspection, struct ra_error *err);

#endif
