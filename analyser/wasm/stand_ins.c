/* What a browser has no place for: terminals, other processes, pipes. These functions stand in for the files that the
 * Makefile leaves out of the build for WebAssembly (WASM_WITHOUT). */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/available.h"
#include "base/progress.h"
#include "base/replace.h"
#include "base/terminal.h"
#include "base/tty_guard.h"
#include "cli/cmd.h"
#include "cli/live.h"
#include "memory/live_process.h"
#include "memory/mapped_file.h"
#include "memory/spool.h"
#include "walk/dump_index.h"

/* base/available.c: half of the four gigabytes that there can be at most. */

uint64_t ra_available_bytes(void)
{
	return UINT64_C(2) << 30;
}

/* base/terminal.c */

unsigned long ra_terminal_columns(void)
{
	const char *const set = getenv("COLUMNS");

	return set ? strtoul(set, NULL, 10) : 0;
}

FILE *ra_terminal_pager(void)
{
	return NULL;
}

void ra_terminal_pager_close(FILE *pager)
{
	(void)pager;
}

/* base/tty_guard.c */

void ra_tty_guard_give_back(void)
{
}

/* base/progress.c: each stage is a line of standard error, for whoever asked for them by RDUMP_STAGES. */

void ra_progress_start(bool quiet)
{
	(void)quiet;
}

void ra_progress_stage(const char *title)
{
	if (getenv("RDUMP_STAGES")) {
		fprintf(stderr, "stage: %s\n", title);
	}
}

void ra_progress_end(void)
{
}

/* base/replace.c: outputs go to standard output. */

bool ra_may_replace(
	const char *path, const char *const *inputs, size_t input_count, struct ra_error *err)
{
	(void)inputs;
	(void)input_count;
	return !path || ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "files cannot be written here");
}

bool ra_replacement_open(struct ra_replacement *replacement, const char *path, struct ra_error *err)
{
	(void)path;
	*replacement = (struct ra_replacement){NULL, NULL, NULL};
	return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "files cannot be written here");
}

bool ra_replacement_close(struct ra_replacement *replacement, bool good, struct ra_error *err)
{
	(void)replacement;
	(void)good;
	return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "files cannot be written here");
}

void ra_replacement_abandon(void)
{
}

/* memory/mapped_file.c: what is read is copied. */

struct ra_mapped_file *ra_mapped_file_open(int fd, uint64_t length, void (*end)(void))
{
	(void)fd;
	(void)length;
	(void)end;
	return NULL;
}

void ra_mapped_file_close(struct ra_mapped_file *file)
{
	(void)file;
}

const uint8_t *ra_mapped_file_bytes(const struct ra_mapped_file *file)
{
	(void)file;
	return NULL;
}

void ra_mapped_file_fetch(const struct ra_mapped_file *file, uint64_t offset, uint64_t length)
{
	(void)file;
	(void)offset;
	(void)length;
}

void ra_mapped_file_let_go(const struct ra_mapped_file *file)
{
	(void)file;
}

bool ra_mapped_file_is_lost(const struct ra_mapped_file *file, uint64_t *offset)
{
	(void)file;
	(void)offset;
	return false;
}

void ra_mapped_file_prepare(void)
{
}

/* memory/spool.c */

bool ra_needs_spooling(int fd)
{
	(void)fd;
	return false;
}

int ra_spool(int fd, struct ra_error *err)
{
	close(fd);
	ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "pipes cannot be read here");
	return -1;
}

/* memory/live_process.c */

bool ra_process_open(pid_t pid, struct ra_process **out, struct ra_error *err)
{
	(void)pid;
	(void)out;
	return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "there are no other processes here");
}

void ra_process_close(struct ra_process *process)
{
	(void)process;
}

bool ra_process_dump(
	struct ra_process *process, bool full, struct ra_dump **out, struct ra_error *err)
{
	(void)process;
	(void)full;
	(void)out;
	return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "there are no other processes here");
}

/* One program at a time: there is nobody to lock out. */
int flock(int fd, int operation)
{
	(void)fd;
	(void)operation;
	return 0;
}

/* The C library asks for 64 KiB at a time, and each growth of a WebAssembly memory is dear. */

#define PAGE_BYTES 65536u
#define STEP_PAGES 256u

void *__wrap_sbrk(intptr_t increment);

void *__wrap_sbrk(intptr_t increment)
{
	static uintptr_t
		top; /* of what was given out; the pages above it up to the memory's end are ours */
	const uintptr_t end = (uintptr_t)__builtin_wasm_memory_size(0) * PAGE_BYTES;
	const uintptr_t before = top ? top : end;
	uintptr_t missing;

	if (increment < 0 || (uintptr_t)increment > UINTPTR_MAX - before) {
		errno = ENOMEM;
		return (void *)-1;
	}
	if (before + (uintptr_t)increment > end) {
		missing = (before + (uintptr_t)increment - end + PAGE_BYTES - 1) / PAGE_BYTES;
		if ((missing >= STEP_PAGES || __builtin_wasm_memory_grow(0, STEP_PAGES) == SIZE_MAX) &&
			__builtin_wasm_memory_grow(0, missing) == SIZE_MAX) {
			errno = ENOMEM;
			return (void *)-1;
		}
	}
	top = before + (uintptr_t)increment;
	return (void *)before;
}

/* cli/live.c, cli/cmd_capture.c, cli/cmd_top.c */

const char *ra_live_take(struct ra_live *live, struct ra_error *err)
{
	(void)live;
	ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "there are no other processes here");
	return NULL;
}

static int not_here(const char *name)
{
	fprintf(stderr, "rdump: %s needs other processes, which there are none of here\n", name);
	return RA_EXIT_FAILED;
}

int ra_cmd_capture(int argc, char **argv)
{
	(void)argc;
	return not_here(argv[0]);
}

int ra_cmd_top(int argc, char **argv)
{
	(void)argc;
	return not_here(argv[0]);
}

int ra_cmd_mcp(int argc, char **argv)
{
	(void)argc;
	return not_here(argv[0]);
}

/* walk/dump_index.c: nothing stays beside a dump. */

bool ra_index_load(
	const char *dump, const struct ra_snapshot_options *options, struct ra_snapshot *snapshot)
{
	(void)dump;
	(void)options;
	(void)snapshot;
	return false;
}

void ra_index_complete(struct ra_snapshot *snapshot)
{
	(void)snapshot;
}

void ra_index_unload(struct ra_snapshot *snapshot)
{
	(void)snapshot;
}

char *ra_index_outdated(
	const char *dump, const struct ra_snapshot_options *options, const struct ra_snapshot *snapshot)
{
	(void)dump;
	(void)options;
	(void)snapshot;
	return NULL;
}

bool ra_index_write(const char *path, const char *dump, const struct ra_snapshot_options *options,
	const struct ra_snapshot *snapshot, const struct ra_tables *tables, struct ra_error *err)
{
	(void)path;
	(void)dump;
	(void)options;
	(void)snapshot;
	(void)tables;
	return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "there can be no index of it");
}

int ra_cmd_index(int argc, char **argv)
{
	(void)argc;
	return not_here(argv[0]);
}
