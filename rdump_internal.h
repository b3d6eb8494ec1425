/*
 * What the engine-free files of the extension share: the description of a snapshot and the steps
 * that make one. No PHP in here, so that each step can be tested on its own. tests/engine_free.phpt
 * and ci/check-death-path read this list:
 *
 *   rdump_snapshot.c   the order of the steps
 *   rdump_signals.c    signals that would cut the dump are held
 *   rdump_maps.c       text of /proc/self/maps or smaps -> struct rdump_vma[]
 *   rdump_residency.c  struct rdump_vma -> the runs of pages that hold data
 *   rdump_writer.c     snapshot -> bytes
 *   rdump_output.c     the rules of the output file
 *   rdump_failure.c    what went wrong, as a value and as text
 *   rdump_template.c   the automatic dump's path
 *   rdump_budget.c     disk space that a directory's dumps take
 *   rdump_size.c       "1.5G" -> bytes
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
	bool no_space;
	uint64_t needed_bytes;
	uint64_t free_bytes;
};

/* Fills `failure` and returns false, so that a caller can `return rdump_fail(...)`. */
bool rdump_fail(struct rdump_failure *failure, const char *reason, int error);

/* Writes the reason as one line of text, always terminated. */
void rdump_failure_text(const struct rdump_failure *failure, char *text, size_t size);

/* ---- small helpers ------------------------------------------------------------------------ */

static inline uint64_t rdump_add_capped(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* Copies the directory part of `path`, "." where there is none, and returns the part after it, or
 * NULL when the directory is too long for the buffer. */
const char *rdump_path_split(const char *path, char *directory, size_t directory_size);

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

static inline uint64_t rdump_vma_size(const struct rdump_vma *vma)
{
	return vma->end - vma->begin;
}

/* ---- which pages hold data ---------------------------------------------------------------- */

struct rdump_residency {
	uint64_t page_size;
	unsigned char *buffer; /* for mincore's vector or pagemap's entries */
	size_t buffer_size;
	int pagemap_fd;                       /* -1 where it is closed to us */
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
	int memory_fd;   /* /proc/self/mem, or -1: the kernel copies from the address itself */
	uint64_t offset; /* where the next byte goes; what was skipped is a hole */
	uint64_t page_size;
	char *buffer; /* collects small fields */
	size_t buffer_size;
	size_t buffered;
	char *copy; /* bytes on their way from memory_fd to fd; a multiple of the page size */
	size_t copy_size;
};

/* Writes the whole file. False with errno when the file cannot be written. Memory that cannot be
 * read becomes zeros. */
bool rdump_writer_write(struct rdump_writer *writer, const struct rdump_snapshot *snapshot);

/* What rdump_writer_write() will write, in bytes: all of the file, and without its holes. */
void rdump_writer_measure(
	const struct rdump_snapshot *snapshot, uint64_t *file_bytes, uint64_t *data_bytes);

/* ---- the output file ---------------------------------------------------------------------- */

struct rdump_output {
	int directory_fd;
	int fd;
	const char *name;    /* last part of the caller's path */
	bool replaces;       /* a regular file has the name and will be unlinked */
	bool has_name;       /* fd is a file with a temporary name, not an O_TMPFILE */
	char temporary[64];  /* that name */
	uint64_t gives_back; /* bytes that unlinking the old file frees */
};

/* Looks at the target and refuses what is not a regular file. Changes nothing. `path` must outlive
 * the output. Each of these fills `failure` when it returns false; rdump_output_close() undoes
 * whatever was done, so it is called in any case. */
bool rdump_output_open(
	struct rdump_output *output, const char *path, struct rdump_failure *failure);

/* Compares the size of the file with the process's limit, and the bytes that will really be written
 * with what the file system has. */
bool rdump_output_check_space(const struct rdump_output *output, uint64_t file_bytes,
	uint64_t data_bytes, struct rdump_failure *failure);

/* Unlinks the old file and makes the new one, in `fd`. */
bool rdump_output_create(struct rdump_output *output, struct rdump_failure *failure);

/* Gives the complete file its name and closes it. */
bool rdump_output_publish(struct rdump_output *output, struct rdump_failure *failure);

/* Closes what is open and removes a file that was not published. */
void rdump_output_close(struct rdump_output *output);

/* The marker of a complete dump: an empty file "<path>.done". Removing a stale one cannot fail in a
 * way that matters: if it stays, making the new one fails. */
void rdump_marker_remove(const char *path);
bool rdump_marker_create(const char *path, struct rdump_failure *failure);

/* ---- the automatic dump's path and budget ------------------------------------------------- */

struct rdump_template_values {
	uint64_t process_id; /* %p */
	uint64_t thread_id;  /* %i */
	uint64_t unix_time;  /* %t */
	const char *host;    /* %h */
};

/* Expands %p, %i, %t, %h and %%; any other % stays as it is. False when the result is too long. */
bool rdump_template_expand(
	const char *text, const struct rdump_template_values *values, char *path, size_t path_size);

/* Sums the sizes of all regular files "*.rdump" in the directory of `path`, other than `path`
 * itself. False, with errno, when the directory cannot be read. */
bool rdump_budget_used(const char *path, uint64_t *bytes);

/* "1.5G" -> bytes. False when the text is no size; too large a size becomes the largest. */
bool rdump_parse_size(const char *text, size_t length, uint64_t *size);

/* ---- signals ------------------------------------------------------------------------------ */

struct rdump_signals {
	sigset_t saved;
	bool file_size_was_pending;
};

/* Between the two calls only signals that end the process on purpose get through. */
void rdump_signals_hold(struct rdump_signals *signals);
void rdump_signals_release(struct rdump_signals *signals);

/* ---- the snapshot ------------------------------------------------------------------------- */

struct rdump_request {
	const char *path; /* absolute, or relative to the process's working directory */
	bool full;
	bool safe_read;
};

/* Takes the snapshot and writes it. `snapshot` has the fields up to module_global_count set. On
 * failure `failure` says why, and no file is left. errno is preserved. */
bool rdump_snapshot_take(const struct rdump_request *request, struct rdump_snapshot *snapshot,
	struct rdump_failure *failure);

#endif
