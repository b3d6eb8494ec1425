/* One RDUMP file (formats 1 to 3) or core file: header, memory map, regions. docs/format.md is the contract of the first.
 * It is read through a source; what stands before the regions is kept, their bodies are not. The first door of foreign
 * bytes. */
#ifndef RA_DUMP_H
#define RA_DUMP_H

#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/arena.h"
#include "base/error.h"
#include "memory/source.h"

#define PRIxADDR PRIx64

struct ra_slice { /* a text of the dump, not terminated, hostile; lives as long as the dump */
	const char *bytes;
	uint32_t length;
};

struct ra_map_entry {
	ra_addr begin;
	ra_addr end; /* exclusive */
	uint64_t file_offset;
	uint64_t inode;
	bool readable;
	bool writable;
	bool executable;
	bool private;
	bool do_not_dump; /* of a live process: madvise(MADV_DONTDUMP) */
	struct ra_slice device;
	struct ra_slice name; /* empty: anonymous */
};

struct ra_region {
	ra_addr address;
	uint64_t size_bytes;
	uint64_t body_offset;   /* in the file */
	uint64_t present_bytes; /* < size_bytes only for a cut file opened with salvage */
};

struct ra_module_globals {
	struct ra_slice name;
	ra_addr address;
};

struct ra_dump {
	struct ra_source *source;
	uint64_t file_bytes;
	const struct ra_input_format *format; /* what the file begins as; NULL: no file */
	struct ra_arena texts;                /* what slices point to */

	/* A core file tells of the process, but not of PHP: format_version is 0, and the three of PHP are there when
	 * ra_engine_search() has found them. */
	bool is_core;
	uint32_t thread_count; /* of the core; 0: not told */
	int signal;            /* that ended the process; 0: none */
	struct ra_slice command;
	int live_pid; /* the source is a process, whose bytes are at their own addresses; 0: a file */
	ra_addr *executors;      /* globals of the PHP threads that were found, ZTS has many: owned */
	uint32_t executor_count; /* 0: nobody looked */

	uint32_t format_version;
	char php_version[16]; /* "v82" */
	unsigned php_minor;   /* 802 for v82: major * 100 + minor */
	int64_t pid;
	ra_addr eg_address;
	ra_addr cg_address;
	int64_t rss_bytes; /* -1: unknown */

	struct ra_module_globals *module_globals;
	uint32_t module_globals_count;
	struct ra_map_entry *entries; /* in file order */
	uint32_t entry_count;
	struct ra_region *regions; /* in file order */
	uint32_t region_count;

	uint64_t header_bytes;    /* offset of the first region: header and memory map */
	uint64_t trailing_bytes;  /* after the last region: no part of the format */
	uint64_t missing_bytes;   /* how much of a cut file is missing; 0: complete. A lower bound when
								 missing_regions is not 0: the size of those is unknown. */
	uint32_t missing_regions; /* regions of which not even the header is there */
};

struct ra_dump_options {
	bool salvage;          /* accept a cut file and analyse what is there */
	uint64_t window_bytes; /* that are kept of what was read; 0: what the machine has to spare */
	uint64_t thread; /* of a core file: the PHP thread, from 1 on; 0: one that runs PHP code */
};

/* Opens and checks a dump. Errors name the field and carry the offset; whoever shows them adds the
 * file's name. *out is owned by the caller. */
bool ra_dump_open(const char *path, const struct ra_dump_options *options, struct ra_dump **out,
	struct ra_error *err);

/* The same of a source, which the dump owns from here on, also when this fails. */
bool ra_dump_read(struct ra_source *source, const struct ra_dump_options *options,
	struct ra_dump **out, struct ra_error *err);

/* The same over bytes in memory (tests, fuzzing); the bytes must outlive the dump. */
bool ra_dump_parse(const uint8_t *bytes, uint64_t length, const struct ra_dump_options *options,
	struct ra_dump **out, struct ra_error *err);

void ra_dump_close(struct ra_dump *dump); /* NULL is allowed */

/* Compares a slice with a C string. */
bool ra_slice_is(struct ra_slice slice, const char *text);

#endif
