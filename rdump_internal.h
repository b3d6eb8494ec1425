/*
 * What the engine-free files of the extension share: the description of a snapshot and the steps
 * that make one. No PHP in here, so that each step can be tested on its own. tests/engine_free.phpt
 * and ci/check-death-path read this list:
 *
 *   rdump_snapshot.c   the order of the steps
 *   rdump_child.c      the frozen copy of the process that takes them
 *   rdump_signals.c    signals that would cut the dump are held
 *   rdump_maps.c       text of /proc/self/maps or smaps -> struct rdump_vma[]
 *   rdump_residency.c  struct rdump_vma -> the runs of pages that hold data
 *   rdump_writer.c     snapshot -> bytes
 *   rdump_output.c     the rules of the output file
 *   rdump_failure.c    what went wrong, as a value and as text
 *   rdump_template.c   the automatic dump's path
 *   rdump_folder.c     what the dumps of a folder may take together, and who may write now
 *   rdump_size.c       "1.5G" -> bytes
 *   rdump_json.c       JSON into a buffer of fixed size
 *
 * All of it runs where memory has just run out: nothing allocates from any heap, nothing locks, and
 * no function keeps more than a few KB on the stack. Addresses are integers; the one place where
 * they turn into pointers is the system call that copies them.
 */
#ifndef RDUMP_INTERNAL_H
#define RDUMP_INTERNAL_H

#ifndef _GNU_SOURCE
# define _GNU_SOURCE /* O_TMPFILE, O_PATH, mincore(2) */
#endif

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* ---- what went wrong ---------------------------------------------------------------------- */

/* Why a dump failed. `error` is an errno or 0; `reason` is a literal that stands in for it or goes
 * before it, or NULL. The byte counts are set when the file system is too small. */
struct rdump_failure {
	const char *reason;
	int error;
	bool skipped; /* nothing went wrong: a limit holds the automatic dump back */
	bool no_space;
	uint64_t needed_bytes;
	uint64_t free_bytes;
};

/* Fills `failure` and returns false, so that a caller can `return rdump_fail(...)`. */
bool rdump_fail(struct rdump_failure *failure, const char *reason, int error);

/* The same for a dump that a limit holds back. */
bool rdump_skip(struct rdump_failure *failure, const char *reason);

/* Writes the reason as one line of text, always terminated. */
void rdump_failure_text(const struct rdump_failure *failure, char *text, size_t size);

/* ---- small helpers ------------------------------------------------------------------------ */

static inline uint64_t rdump_add_capped(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* The descriptor itself, or a copy of it above 2 in whose favour it was closed: what somebody prints to a closed standard
 * stream must not land in our files. -1 stays -1. errno is kept. */
int rdump_above_stdio(int fd);

/* pipe(2) with both ends above 2, closed on exec. On failure the ends are -1. */
bool rdump_make_pipe(int ends[2]);

/* Nanoseconds of the monotonic clock. */
uint64_t rdump_now_ns(void);

/* ---- scratch memory ----------------------------------------------------------------------- */

/* One anonymous mapping. Two stacks grow towards each other between `low` and `high`. */
struct rdump_arena {
	char *low;
	char *high;
};

/* Both return NULL when the arena is full. Results of _low calls with sizes that are multiples of 8
 * lie back to back, which makes arrays of them. */
void *rdump_arena_low(struct rdump_arena *arena, size_t size);
char *rdump_arena_high(struct rdump_arena *arena, size_t size);

/* ---- the memory map ----------------------------------------------------------------------- */

#define RDUMP_DEVICE_SIZE 16

enum {
	RDUMP_VMA_READ = 1,
	RDUMP_VMA_WRITE = 2,
	RDUMP_VMA_EXECUTE = 4,
	RDUMP_VMA_PRIVATE = 8,
	RDUMP_VMA_DONTDUMP = 16, /* the flag `dd` of smaps */
	RDUMP_VMA_CAPTURED = 32, /* its bytes go into the dump */
	RDUMP_VMA_DETAILED = 64, /* rss_bytes and swap_bytes are known */
};

/* What kind of memory a mapping's name says it is. */
enum rdump_vma_kind {
	RDUMP_KIND_FILE,
	RDUMP_KIND_ANONYMOUS,        /* no name, or one the process gave */
	RDUMP_KIND_SHARED_ANONYMOUS, /* memory of the kernel's internal tmpfs */
	RDUMP_KIND_HUGE_PAGES,       /* of the kernel's pool of huge pages */
	RDUMP_KIND_KERNEL,           /* the kernel's own pages */
	RDUMP_KIND_SECRET,           /* memfd_secret(2) */
	RDUMP_KIND_HEAP_OR_STACK,    /* private memory that the kernel names */
	RDUMP_KIND_SPECIAL,          /* any other name in brackets */
};

struct rdump_run {
	uint64_t begin;
	uint64_t end;
};

struct rdump_vma {
	uint64_t begin;
	uint64_t end;
	uint64_t file_offset;
	uint64_t inode;
	uint64_t rss_bytes;
	uint64_t swap_bytes;
	const char *name; /* not terminated; as the kernel prints it */
	uint32_t name_length;
	uint32_t flags;
	const struct rdump_run *runs; /* the pages that hold data, in address order */
	uint64_t run_count;
	uint64_t region_end;            /* where its bytes in the dump end: `end`, or earlier */
	char device[RDUMP_DEVICE_SIZE]; /* as the kernel prints it, terminated */
};

struct rdump_maps {
	struct rdump_arena *arena;
	struct rdump_vma *vmas; /* in address order, without overlaps */
	size_t count;
	bool skip_fields; /* the fields that follow belong to an entry that was dropped */
};

enum rdump_maps_status {
	RDUMP_MAPS_OK,
	RDUMP_MAPS_FULL, /* the arena is too small */
	RDUMP_MAPS_MALFORMED,
	RDUMP_MAPS_UNREADABLE, /* errno says why */
};

/* Starts an empty map in `arena`, which must not be used for anything else before the map ends. */
void rdump_maps_init(struct rdump_maps *maps, struct rdump_arena *arena);

/* Takes one line of maps or smaps, without its newline. */
enum rdump_maps_status rdump_maps_line(struct rdump_maps *maps, const char *line, size_t length);

/* Reads such a text from `fd` to its end through `buffer`, which must hold the longest line. */
enum rdump_maps_status rdump_maps_read(
	struct rdump_maps *maps, int fd, char *buffer, size_t buffer_size);

enum rdump_vma_kind rdump_vma_kind(const struct rdump_vma *vma);

/* Whether the bytes belong into a dump, by the rules of docs/format.md. */
bool rdump_vma_is_captured(const struct rdump_vma *vma, bool full);

/* ---- which pages hold data ---------------------------------------------------------------- */

struct rdump_residency {
	uint64_t page_size;
	unsigned char *buffer; /* for mincore's vector or pagemap's entries */
	size_t buffer_size;
	bool may_ask;          /* mincore(2) is no danger: no filter of system calls */
	int pagemap_fd;        /* -1 where it is closed to us */
	int shared_pagemap_fd; /* the same of the process that was copied: a copy maps shared memory anew */
	char shmem_device[RDUMP_DEVICE_SIZE]; /* of the kernel's internal tmpfs; empty: unknown */
	struct rdump_arena *arena;            /* runs go to its low end */
	bool counts_swap_outs;
	uint64_t swap_outs; /* pages the machine had swapped out before the map was read */
};

/* To be called before the map is read. */
void rdump_residency_watch_swap(struct rdump_residency *residency);

/* Sets vma->runs. False when the arena is full; nothing else can fail: what cannot be known is
 * treated as data. */
bool rdump_residency_find(struct rdump_residency *residency, struct rdump_vma *vma);

/* ---- bytes of the file -------------------------------------------------------------------- */

struct rdump_module_global {
	const char *name;
	uint64_t address;
};

/* Everything a dump holds besides memory. */
struct rdump_snapshot {
	const char *php_version; /* "v82" */
	int64_t pid;
	uint64_t eg_address;
	uint64_t cg_address;
	int64_t rss_bytes;
	const struct rdump_module_global *module_globals;
	uint32_t module_global_count;
	const struct rdump_vma *vmas;
	uint32_t vma_count;
};

struct rdump_writer {
	int fd;
	int memory_fd; /* /proc/self/mem, or -1: the kernel copies from the address itself */
	int pipe[2];   /* pages go through it, in memory that nobody changes; -1: they do not */
	size_t pipe_bytes;
	uint64_t offset; /* where the next byte goes; what was skipped is a hole */
	uint64_t page_size;
	uint64_t deadline_ns; /* of the monotonic clock; 0: none. ETIMEDOUT when it is over */
	char *buffer;         /* collects small fields */
	size_t buffer_size;
	size_t buffered;
	char *copy; /* bytes on their way from memory_fd to fd; a multiple of the page size */
	size_t copy_size;
};

/* Lets pages go through a pipe into the file (vmsplice(2), splice(2)). In a fresh copy of the process that is faster
 * than write(2), whose reading makes the processor set the "accessed" bit of each page table entry anew. Only for
 * memory that nobody changes. Where no pipe can be had, they go as usual. */
void rdump_writer_open_pipe(struct rdump_writer *writer);
void rdump_writer_close_pipe(struct rdump_writer *writer);

/* Writes the whole file. False with errno when the file cannot be written. Memory that cannot be
 * read becomes zeros. */
bool rdump_writer_write(struct rdump_writer *writer, const struct rdump_snapshot *snapshot);

/* What rdump_writer_write() will write, in bytes: all of the file, and without its holes. */
void rdump_writer_measure(
	const struct rdump_snapshot *snapshot, uint64_t *file_bytes, uint64_t *data_bytes);

/* ---- the output file ---------------------------------------------------------------------- */

enum {
	RDUMP_PART_NAME_SIZE = 112,
	RDUMP_NAME_SIZE = 264, /* the longest name of a file, ".done", and a terminator */
};

struct rdump_output {
	int directory_fd;
	int fd;
	const char *name;                     /* last part of the caller's path */
	bool replaces;                        /* a regular file has the name and will be replaced */
	bool has_name;                        /* fd is a file with a temporary name, not an O_TMPFILE */
	bool counted;                         /* others count it by that name */
	char temporary[RDUMP_PART_NAME_SIZE]; /* that name */
	uint64_t gives_back;                  /* bytes that unlinking the old file frees */
};

/* Looks at the target and refuses what is not a regular file. A marker that stands beside no dump goes; nothing else
 * changes. `path` is absolute or relative to the
 * process's working directory; with a directory_fd (not -1) only its last part counts. It must outlive the output; it
 * is written to while the folder is opened and then as it was. Each of these fills `failure` when it returns false;
 * rdump_output_close() undoes whatever was done, so it is called in any case. */
bool rdump_output_open(
	struct rdump_output *output, int directory_fd, char *path, struct rdump_failure *failure);

/* Compares the size of the file with the process's limit. */
bool rdump_output_check_size(uint64_t file_bytes, struct rdump_failure *failure);

/* Compares the bytes that will really be written with what the file system has. */
bool rdump_output_check_space(
	const struct rdump_output *output, uint64_t data_bytes, struct rdump_failure *failure);

/* Makes the new file, in `fd`. The old one goes at once only where its space is needed. */
bool rdump_output_create(
	struct rdump_output *output, uint64_t data_bytes, struct rdump_failure *failure);

/* The same under a temporary name that says what it will take, locked (flock) for as long as it is written. */
bool rdump_output_create_part(struct rdump_output *output, uint64_t file_bytes, uint64_t data_bytes,
	struct rdump_failure *failure);

/* Unlinks the old file with its marker, for its space. */
bool rdump_output_give_up_old(struct rdump_output *output, struct rdump_failure *failure);

/* Gives the complete file its name, in place of the old one, whose marker goes too. With `marker`, an empty file
 * "<name>.done" follows when file and folder have reached the disk. */
bool rdump_output_publish(struct rdump_output *output, bool marker, struct rdump_failure *failure);

/* Closes what is open and removes a file that was not published. */
void rdump_output_close(struct rdump_output *output);

/* ---- what a folder may take --------------------------------------------------------------- */

/* What holds automatic dumps back. Zeros hold nothing back. */
struct rdump_limits {
	bool apply;              /* false: a call from PHP code */
	uint64_t max_total;      /* bytes of all dumps in the folder, as ls -l shows them */
	uint64_t min_free_bytes; /* what must stay free on the file system for everybody */
	uint64_t min_free_percent;
	uint64_t min_interval; /* seconds between the dumps of the folder's workers */
};

/* Makes the new file of an automatic dump if the limits let it through. Under the folder's lock, for which it waits a
 * second at most: unfinished files that nobody writes any more are removed, others count with what they said they will
 * take. `buffer` is for reading the folder. */
bool rdump_folder_reserve(struct rdump_output *output, const struct rdump_limits *limits,
	uint64_t file_bytes, uint64_t data_bytes, char *buffer, size_t buffer_size,
	struct rdump_failure *failure);

/* The lock alone, or -1 after a second: what changes names in the folder holds it, so that nobody counts between two names.
 * Closing it gives it back. */
int rdump_folder_lock(int directory_fd);

/* ---- the automatic dump's path ------------------------------------------------------------ */

struct rdump_template_values {
	uint64_t process_id; /* %p */
	uint64_t thread_id;  /* %i */
	uint64_t unix_time;  /* %t */
	const char *host;    /* %h */
};

/* Expands %p, %i, %t, %h and %%; any other % stays as it is. False when the result is too long. */
bool rdump_template_expand(
	const char *text, const struct rdump_template_values *values, char *path, size_t path_size);

/* "1.5G" -> bytes. False when the text is no size; too large a size becomes the largest. */
bool rdump_parse_size(const char *text, size_t length, uint64_t *size);

/* ---- JSON --------------------------------------------------------------------------------- */

struct rdump_json {
	char *bytes;
	size_t size;
	size_t length;
	bool follows;  /* a value stands before, so that a comma is due */
	bool overflow; /* something did not fit: the text is no JSON */
};

/* `key` is a literal, or NULL in a list. */
void rdump_json_begin(struct rdump_json *json, char *buffer, size_t size);
void rdump_json_open(struct rdump_json *json, const char *key, char bracket);
void rdump_json_close(struct rdump_json *json, char bracket);
void rdump_json_null(struct rdump_json *json, const char *key);
void rdump_json_bool(struct rdump_json *json, const char *key, bool value);
void rdump_json_number(struct rdump_json *json, const char *key, int64_t number);
/* Foreign text, which may be anything; NULL becomes null. It takes `most_bytes` at most between its quotes, 3 at
 * least; what is cut ends in "...". */
void rdump_json_text(
	struct rdump_json *json, const char *key, const char *text, size_t length, size_t most_bytes);
void rdump_json_string(
	struct rdump_json *json, const char *key, const char *text, size_t most_bytes);
/* Ends the line. */
void rdump_json_line(struct rdump_json *json);

/* ---- signals ------------------------------------------------------------------------------ */

struct rdump_signals {
	sigset_t saved;
	bool file_size_was_pending;
};

/* Between the two calls only signals that end the process on purpose get through. */
void rdump_signals_hold(struct rdump_signals *signals);
void rdump_signals_release(struct rdump_signals *signals);

/* ---- the snapshot ------------------------------------------------------------------------- */

struct rdump_result;

struct rdump_request {
	char *path;       /* see rdump_output_open() */
	int directory_fd; /* -1: none */
	bool full;
	bool safe_read;
	bool fork;            /* let a frozen copy of the process write */
	bool marker;          /* make "<path>.done" as well */
	uint64_t max_seconds; /* how long the process may be held up; 0: any time */
	struct rdump_limits limits;
	const char *hook; /* a program that the frozen copy starts when the dump is whole; NULL: none */
	const char *script; /* for it; NULL: unknown */
	int64_t pid;        /* likewise */
	/* Called where the dump is written, before it (`result` is NULL) and when its end is known; NULL: nobody. It has a
	 * mapping that is no part of the process; 0: none. */
	void (*witness)(void *context, const struct rdump_result *result);
	void *witness_context;
	uint64_t witness_mapping;
};

/* How it ended. On failure no file is left, but where the dump goes on. */
struct rdump_result {
	bool done;                    /* the dump is whole and has its name */
	bool late;                    /* the frozen copy goes on with it, as process `child` */
	pid_t child;                  /* to be reaped by rdump_child_reap() when it is late */
	uint64_t file_bytes;          /* of a dump that is done */
	uint64_t took_ns;             /* the process was held up for */
	struct rdump_failure failure; /* otherwise */
};

/* Takes the snapshot and writes it. `snapshot` has the fields up to module_global_count set. errno is preserved. */
void rdump_snapshot_take(const struct rdump_request *request, struct rdump_snapshot *snapshot,
	struct rdump_result *result);

/* The witness alone, with the end of a dump that was not taken: where a dump would have been written. */
void rdump_snapshot_no_dump(const struct rdump_request *request, struct rdump_result *result);

/* ---- the frozen copy (rdump_child.c) ------------------------------------------------------ */

/* What the copy works with. */
struct rdump_copy {
	bool is_copy;          /* false: the process itself works */
	int shared_pagemap_fd; /* see struct rdump_residency */
	bool filtered;         /* the process has a filter of system calls */
	uint64_t deadline_ns;  /* in the process itself; 0: none */
	uint64_t own_mapping;  /* address of a mapping that belongs to the dump; 0: none */
};

/* Runs `work` in a copy of the process and waits for it, or runs it here where no copy can be had or is wanted. */
void rdump_child_run(const struct rdump_request *request,
	void (*work)(const struct rdump_copy *copy, void *context, struct rdump_result *result),
	void *context, struct rdump_result *result);

/* Takes notice of the end of a copy that was late. True when it is over. Never waits. */
bool rdump_child_reap(pid_t child);

#endif
