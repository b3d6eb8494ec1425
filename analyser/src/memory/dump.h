/* One RDUMP file (formats 1 to 3) or core file: header, memory map, regions. docs/format.md is the contract of the first.
 * The file is mapped read-only; nothing here or later writes to it. The first door of foreign
 * bytes. */
#ifndef RA_DUMP_H
#define RA_DUMP_H

#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/error.h"

#define PRIxADDR PRIx64

struct ra_slice { /* bytes inside the mapped file, not terminated, hostile */
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
	char *path;
	int fd;
	const uint8_t *bytes; /* the mapped file */
	uint64_t file_bytes;

	/* A core file tells of the process, but not of PHP: format_version is 0, and the three of PHP are there when
	 * ra_engine_search() has found them. */
	bool is_core;
	uint32_t thread_count; /* of the core; 0: not told */
	int signal;            /* that ended the process; 0: none */
	struct ra_slice command;
	int live_pid; /* the bytes are those of a process, at their own addresses; 0: of the file */
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
	bool salvage;    /* accept a cut file and analyse what is there */
	uint64_t thread; /* of a core file: the PHP thread, from 1 on; 0: one that runs PHP code */
};

/* Opens and checks a dump. Errors name the field and carry the offset; whoever shows them adds the
 * file's name. *out is owned by the caller. */
bool ra_dump_open(const char *path, const struct ra_dump_options *options, struct ra_dump **out,
	struct ra_error *err);

/* The same over bytes in memory (tests, fuzzing); the bytes must outlive the dump. */
bool ra_dump_parse(const uint8_t *bytes, uint64_t length, const struct ra_dump_options *options,
	struct ra_dump **out, struct ra_error *err);

void ra_dump_close(struct ra_dump *dump); /* NULL is allowed */

/* Holes of a sparse file: the first offset from `offset` on, at most `end`, whose byte may differ from zero; and the
 * first that is in a hole. A file system that does not tell has one piece of data. */
uint64_t ra_dump_next_data(const struct ra_dump *dump, uint64_t offset, uint64_t end);
uint64_t ra_dump_next_hole(const struct ra_dump *dump, uint64_t offset, uint64_t end);

/* Gives the resident pages of the mapped file back to the kernel; reading them again is a page
 * fault, no more. Does nothing for a dump in memory. */
void ra_dump_forget_pages(const struct ra_dump *dump);

/* Compares a slice with a C string. */
bool ra_slice_is(struct ra_slice slice, const char *text);

#endif
