/*
 * The note block: what the extension says about itself and about the dump, in its own writable
 * data. Every dump carries it inside an ordinary region, so the file format does not know of it.
 *
 * Shared with readers: plain structures, no PHP. Little-endian, naturally aligned.
 *
 *   struct rdump_note_head      the block, found by its magic and confirmed by its own address
 *   struct rdump_note_record    any number of tagged records, back to back; skip unknown kinds
 *     RDUMP_NOTE_BUILD          struct rdump_note_build
 *     RDUMP_NOTE_LAYOUT         struct rdump_note_table, then rows of rdump_note_layout_row
 *     RDUMP_NOTE_VALUES         struct rdump_note_table, then rows of rdump_note_value_row
 *     RDUMP_NOTE_EVENT          struct rdump_note_event, one per dump that can run at a time
 *     RDUMP_NOTE_REQUEST        struct rdump_note_request, what goes with the event of the same eg_address
 *     RDUMP_NOTE_PROCESS        struct rdump_note_process
 *
 * Version 2 added the last two.
 *
 * How to find it: search writable private mappings, at multiples of 16, for the magic; take it only
 * where `self` equals the address at which it was found (a copy of the bytes elsewhere, in a string
 * that holds a dump say, fails that). docs/format.md is the contract.
 */
#ifndef RDUMP_NOTE_H
#define RDUMP_NOTE_H

#include <stdint.h>

#define RDUMP_NOTE_VERSION    2
#define RDUMP_NOTE_ALIGNMENT  16
#define RDUMP_NOTE_MAGIC_SIZE 16

/* 16 bytes, for an initialiser: "rdump" 0 "note" 0 and five bytes that are no text. */
#define RDUMP_NOTE_MAGIC                                                                           \
	{'r', 'd', 'u', 'm', 'p', 0, 'n', 'o', 't', 'e', 0, 0x9b, 0xe4, 0x17, 0xc2, 0x5d}

enum rdump_note_kind {
	RDUMP_NOTE_END = 0, /* no further records */
	RDUMP_NOTE_BUILD = 1,
	RDUMP_NOTE_LAYOUT = 2,
	RDUMP_NOTE_VALUES = 3,
	RDUMP_NOTE_EVENT = 4,
	RDUMP_NOTE_REQUEST = 5,
	RDUMP_NOTE_PROCESS = 6,
};

enum rdump_note_build_flag {
	RDUMP_NOTE_ZTS = 1,
	RDUMP_NOTE_DEBUG = 2,
};

enum rdump_note_state {
	RDUMP_NOTE_FREE = 0,
	RDUMP_NOTE_FILLING = 1,
	RDUMP_NOTE_VALID = 2,
};

enum rdump_note_reason {
	RDUMP_NOTE_REASON_CALL = 1,         /* rdump_dump() */
	RDUMP_NOTE_REASON_MEMORY_LIMIT = 2, /* the automatic dump */
};

/* Addresses that the header of the file has no place for. Unused ids may come later. */
enum rdump_note_address_id {
	RDUMP_NOTE_ADDRESS_EXECUTOR_GLOBALS = 1,
	RDUMP_NOTE_ADDRESS_COMPILER_GLOBALS = 2,
	RDUMP_NOTE_ADDRESS_BASIC_GLOBALS = 3,
	RDUMP_NOTE_ADDRESS_CORE_GLOBALS = 4,   /* PG() */
	RDUMP_NOTE_ADDRESS_SAPI_GLOBALS = 5,   /* SG() */
	RDUMP_NOTE_ADDRESS_OUTPUT_GLOBALS = 6, /* OG() */
	RDUMP_NOTE_ADDRESS_FILE_GLOBALS = 7,   /* FG() */
	RDUMP_NOTE_ADDRESS_HEAP = 8,           /* zend_mm_heap of the request */
	RDUMP_NOTE_ADDRESS_STD_HANDLERS = 9,   /* std_object_handlers, or what replaces it */
	RDUMP_NOTE_ADDRESS_EMPTY_ARRAY = 10,   /* zend_empty_array, 7.3 and later */
	RDUMP_NOTE_ADDRESS_STD_GET_GC = 11,    /* get_gc of std_object_handlers */
};

#define RDUMP_NOTE_ADDRESS_MAX 16
#define RDUMP_NOTE_MESSAGE_MAX 512
#define RDUMP_NOTE_FILE_MAX    1024

#define RDUMP_NOTE_SCRIPT_MAX  1024
#define RDUMP_NOTE_URI_MAX     2048
#define RDUMP_NOTE_METHOD_MAX  32
#define RDUMP_NOTE_SAPI_MAX    32
#define RDUMP_NOTE_HOST_MAX    256
#define RDUMP_NOTE_COMMAND_MAX 4096

struct rdump_note_head {
	uint8_t magic[RDUMP_NOTE_MAGIC_SIZE];
	uint32_t version;
	uint32_t size_bytes; /* of the block, with this head */
	uint64_t self;       /* the address of this head in the dumped process */
};

struct rdump_note_record {
	uint32_t kind;
	uint32_t size_bytes; /* with this head; a multiple of 8 */
};

struct rdump_note_build {
	struct rdump_note_record record;
	uint32_t php_version_id; /* of the headers it was compiled with: 80235 */
	uint32_t flags;          /* enum rdump_note_build_flag */
	uint32_t zend_module_api;
	uint32_t reserved;
	char php_version[32];       /* "8.2.35", NUL-padded */
	char extension_version[32]; /* "1.0.0", NUL-padded */
};

struct rdump_note_table {
	struct rdump_note_record record;
	uint32_t row_count;
	uint32_t row_size_bytes; /* a later version may append to its rows */
};

struct rdump_note_layout_row {
	uint32_t id;     /* of rdump_layout_fields.h */
	uint32_t offset; /* of the member; 0 in a row that gives a structure's size */
	uint32_t size_bytes;
};

struct rdump_note_value_row {
	uint32_t id;
	uint32_t value;
};

struct rdump_note_address {
	uint32_t id;
	uint32_t reserved;
	uint64_t address; /* of the calling thread's, under ZTS */
};

/* A dump being taken. Take the one whose `state` is RDUMP_NOTE_VALID and whose `eg_address` is the
 * eg_address of the file's header: under ZTS other threads may be taking theirs. */
struct rdump_note_event {
	struct rdump_note_record record;
	uint32_t state;  /* enum rdump_note_state */
	uint32_t reason; /* enum rdump_note_reason */
	uint64_t eg_address;
	uint64_t thread_id; /* gettid(2) */
	uint64_t time_ns;   /* Unix time */
	uint64_t usage_bytes;
	uint64_t real_usage_bytes;
	uint64_t peak_usage_bytes;
	uint64_t real_peak_usage_bytes;
	int64_t memory_limit_bytes; /* of the request; -1: none */
	uint32_t line;              /* of the error; 0 where there is none */
	uint32_t message_length;    /* in bytes; a longer text is cut */
	uint32_t file_length;
	uint32_t address_count;
	struct rdump_note_address addresses[RDUMP_NOTE_ADDRESS_MAX];
	char message[RDUMP_NOTE_MESSAGE_MAX]; /* not terminated */
	char file[RDUMP_NOTE_FILE_MAX];
};

/* The request that was served. Texts are not terminated, and cut when longer; length 0: not told. */
struct rdump_note_request {
	struct rdump_note_record record;
	uint64_t eg_address; /* of the event it belongs to; 0: of none */
	uint32_t script_length;
	uint32_t uri_length;
	uint32_t method_length;
	uint32_t reserved;
	char script[RDUMP_NOTE_SCRIPT_MAX]; /* the file PHP was asked to run */
	char uri[RDUMP_NOTE_URI_MAX];       /* with its query string */
	char method[RDUMP_NOTE_METHOD_MAX];
};

/* What is the same for all requests of the process. */
struct rdump_note_process {
	struct rdump_note_record record;
	uint32_t sapi_length;
	uint32_t host_length;
	uint32_t command_length;
	uint32_t reserved;
	char sapi[RDUMP_NOTE_SAPI_MAX];
	char host[RDUMP_NOTE_HOST_MAX];
	char command[RDUMP_NOTE_COMMAND_MAX]; /* as in /proc/<pid>/cmdline: words end with a NUL */
};

#endif
