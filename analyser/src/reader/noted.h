/* What the writer of a dump noted of the process and of the reason, as plain data. */
#ifndef RA_NOTED_H
#define RA_NOTED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"

enum ra_note_reason {
	RA_NOTE_UNKNOWN,
	RA_NOTE_CALL,         /* rdump_dump() */
	RA_NOTE_MEMORY_LIMIT, /* the dump at an exhausted memory_limit */
};

struct ra_note_row; /* note.h */

enum ra_note_address { /* of globals that the file's header has no place for; 0: not told */
	RA_NOTE_BASIC_GLOBALS = 3,
	RA_NOTE_CORE_GLOBALS = 4,
	RA_NOTE_SAPI_GLOBALS = 5,
	RA_NOTE_OUTPUT_GLOBALS = 6,
	RA_NOTE_FILE_GLOBALS = 7,
	RA_NOTE_HEAP = 8,
	RA_NOTE_STD_HANDLERS = 9,
	RA_NOTE_EMPTY_ARRAY = 10,
	RA_NOTE_STD_GET_GC = 11,
	RA_NOTE_ADDRESSES = 16,
};

struct ra_note {
	ra_addr address; /* of the block */
	uint32_t block_version;
	uint32_t php_version_id;    /* 80235; 0: not told */
	char php_version[33];       /* "8.2.35" */
	char extension_version[33]; /* of the extension that wrote the dump */
	bool zts;
	bool debug;
	uint64_t captured_ns; /* Unix time; 0: not told */
	enum ra_note_reason reason;
	char *message; /* of the error at an exhausted limit; NULL: none. Valid bytes, any encoding. */
	char *file;    /* likewise */
	uint32_t line;
	uint64_t usage_bytes;      /* memory_get_usage() before the dump; 0: not told */
	uint64_t real_usage_bytes; /* memory_get_usage(true) */
	uint64_t peak_usage_bytes;
	uint64_t real_peak_usage_bytes;
	int64_t memory_limit_bytes; /* -1: none */
	uint64_t thread_id;
	/* Since version 2 of the block; NULL: not told. Valid bytes, any encoding. */
	char *sapi;
	char *host;
	char *command; /* words are separated by spaces */
	char *script;
	char *uri;
	char *method;
	ra_addr globals[RA_NOTE_ADDRESSES]; /* by enum ra_note_address */
	struct ra_note_row *rows;
	uint32_t row_count;
};

#endif
