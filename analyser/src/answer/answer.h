/* The answer: the first screen of a report as plain data, complete. What is printed is computed
 * here; the writers only write it down. */
#ifndef RA_ANSWER_H
#define RA_ANSWER_H

#include <jansson.h>

#include "findings/findings.h"

struct ra_snapshot;
struct ra_keeper; /* known_keepers.h */

enum ra_holder_kind {
	RA_HOLDER_VALUE,        /* variables, properties, statics, constants */
	RA_HOLDER_LIST,         /* a list that the engine keeps for PHP code */
	RA_HOLDER_IN_FLIGHT,    /* a temporary of a running call */
	RA_HOLDER_CALL_STACK,   /* what many frames hold, and their own memory */
	RA_HOLDER_CODE,         /* classes, functions, constants */
	RA_HOLDER_GARBAGE,      /* waits for the cycle collector */
	RA_HOLDER_STUCK,        /* a cycle that the collector cannot see */
	RA_HOLDER_MANY,         /* so many places together that none of them says anything */
	RA_HOLDER_OUT_OF_SIGHT, /* held by memory that is not understood */
	RA_HOLDER_PHP,          /* PHP itself */
	RA_HOLDER_KINDS
};

const char *ra_holder_kind_name(enum ra_holder_kind kind); /* "value", "engine_list", ... */

struct ra_holder_content {
	char *name; /* a class, "string", "array", ... */
	bool is_class;
	char *
		site; /* file:line of a closure, generator or fiber; of code that eval() made; NULL: none */
	bool chain; /* each holds the next */
	uint64_t count;
	uint64_t bytes; /* with what they alone hold */
};

struct ra_holder { /* one row: its bytes go when all holders let go */
	enum ra_holder_kind kind;
	uint64_t bytes;
	char **paths; /* the holders, the one to name first first */
	uint32_t path_count;
	uint64_t more_paths;    /* further holders that are not listed */
	uint64_t running_calls; /* of all of them: locals and temporaries of running calls, but for
							   the first; they stand last */
	uint64_t elements;      /* 0: not a container */
	uint64_t element_bytes; /* on average */
	struct ra_holder_content *contents;
	uint32_t content_count;
	char *sample;       /* one element in one line; NULL: none */
	bool after_collect; /* rings are in it: gone after gc_collect_cycles() */
	ra_node *nodes;     /* the places, as far as they are nodes */
	uint32_t node_count;
	const struct ra_keeper *known; /* whose property it hangs on; NULL: nobody's that is known */
};

struct ra_holders {
	struct ra_holder *rows; /* most bytes first */
	uint32_t count;
	uint64_t usage_bytes; /* what the rows and the others add up to */
	uint64_t other_bytes;
	uint64_t collectable_bytes; /* what gc_collect_cycles() frees */
};

struct ra_answer_frame {
	char *call;        /* "App\Importer->import()", "main script" */
	char *file;        /* whole path; NULL: an internal function */
	uint32_t line;     /* 0: unknown */
	uint64_t repeated; /* how many times it stands there in a row, with those it calls in turn */
};

struct ra_outside_class { /* objects whose memory lies outside PHP's heap */
	char *name;
	uint64_t count;
};

struct ra_outside { /* resident memory that is not PHP's heap; the parts add up */
	uint64_t rss_bytes;
	uint64_t php_heap_bytes; /* memory_get_usage(true) */
	uint64_t c_heap_bytes;
	uint64_t anonymous_bytes;
	uint64_t shared_bytes;
	uint64_t stack_bytes;
	uint64_t file_bytes;              /* binaries and libraries, and what is not told apart */
	bool is_large;                    /* worth a line */
	struct ra_outside_class *classes; /* most objects first */
	uint32_t class_count;
};

struct ra_action {
	char *text; /* "$importer->logger->records only grows: flush or bound it" */
	char **paths;
	uint32_t path_count;
	uint64_t frees_bytes;          /* of memory_get_usage(); 0: nothing is promised */
	uint64_t returns_bytes;        /* of memory_get_usage(true), by gc_mem_caches(); 0: nothing */
	bool after_collect;            /* gone after gc_collect_cycles() */
	const struct ra_keeper *known; /* as in the row it is about */
	ra_node *nodes;                /* what is let go of: their set is what frees_bytes is */
	uint32_t node_count;
	char signature[RA_SIGNATURE_TEXT];
};

struct ra_answer {
	const char *cause;      /* "memory_limit", "call", "unknown" */
	uint64_t limit_bytes;   /* 0: none, or unknown */
	uint64_t request_bytes; /* that the limit refused; 0: unknown */
	uint64_t real_bytes;    /* memory_get_usage(true) */
	uint64_t peak_bytes;
	uint64_t cached_bytes; /* of real_bytes: chunks without a value, kept for later */
	bool late;             /* this release reports the limit at a later safe point */

	char *place_file; /* of the error; NULL: none */
	uint32_t place_line;
	char *growing; /* what was growing there; NULL: unknown */
	bool growing_is_string;
	uint64_t grows_from, grows_to; /* slots or bytes */

	char *script;
	char *sapi;    /* NULL: unknown */
	char *host;    /* likewise */
	char *request; /* "GET /report?id=3" or the command line; NULL: unknown */
	char *php_version;
	int64_t pid;
	char *captured_at; /* "2026-11-26 01:31:48 UTC"; NULL: unknown */

	struct ra_answer_frame *frames; /* innermost first */
	uint32_t frame_count;
	char **remarks; /* "38.2 MB were freed before the error was reported", ... */
	uint32_t remark_count;

	struct ra_holders holders;
	bool has_outside;
	struct ra_outside outside;
	uint64_t returnable_bytes; /* what gc_mem_caches() gives back */
	struct ra_action *actions;
	uint32_t action_count;
};

/* *out is owned by the caller. findings: of all passes, to name what was growing. */
bool ra_answer_make(const struct ra_snapshot *snapshot, const struct ra_findings *findings,
	struct ra_answer **out, struct ra_error *err);

/* The same in two steps: what needs no findings, which is nearly all, and the rest. Where the second fails, too, the answer is
 * the caller's. */
bool ra_answer_begin(
	const struct ra_snapshot *snapshot, struct ra_answer **out, struct ra_error *err);
bool ra_answer_end(struct ra_answer *answer, const struct ra_snapshot *snapshot,
	const struct ra_findings *findings, struct ra_error *err);

/* What the rows add up to: memory_get_usage(), or what the graph has, where that is more. */
uint64_t ra_usage_bytes(const struct ra_snapshot *snapshot);
void ra_answer_free(struct ra_answer *answer); /* NULL is allowed */

#endif
