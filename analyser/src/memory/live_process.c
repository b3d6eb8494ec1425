/* See live_process.h. */
#include "memory/live_process.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_MAP_BYTES      (256u << 20)
#define MAX_MAPPINGS       (1u << 20)
#define MAX_THREADS        (1u << 16)
#define STOP_TRIES         2000 /* of a millisecond: a thread inside the kernel may take long */
#define PAGES_AT_ONCE      4096u
#define PAGEMAP_PRESENT    (UINT64_C(3) << 62) /* in memory, or swapped out */

#define CAP_SYS_PTRACE_BIT 19

struct thread {
	pid_t id;
	int signal; /* that it was about to get when it stopped */
};

struct ra_process {
	pid_t pid;
	int pagemap; /* -1: cannot be read */
	uint64_t page_bytes;
	char *text; /* of its smaps; names point into it */

	ra_addr *secrets; /* begins of mappings that are not to be dumped */
	uint32_t secret_count;

	struct thread *threads; /* that we trace */
	uint32_t thread_count;
	uint32_t thread_room;

	uint64_t pages[PAGES_AT_ONCE]; /* of pagemap, from first_page on */
	uint64_t first_page;
	uint64_t page_count;
};

/* ---- files of /proc ---- */

static int open_of(pid_t pid, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* The whole file as a text that the caller frees; NULL: errno says why. */
static char *text_of(pid_t pid, const char *name)
{
	const int fd = open_of(pid, name);
	size_t room = 65536, length = 0;
	char *text = fd < 0 ? NULL : malloc(room);

	while (text) {
		const ssize_t got = read(fd, text + length, room - length - 1);

		if (got < 0 && errno == EINTR) {
			continue;
		}
		if (got <= 0) {
			text[length] = '\0';
			break;
		}
		length += (size_t)got;
		if (room - length < 4096) {
			char *const larger = room < MAX_MAP_BYTES ? realloc(text, room *= 2) : NULL;

			if (!larger) {
				free(text);
				errno = ENOMEM;
			}
			text = larger;
		}
	}
	if (fd >= 0) {
		close(fd);
	}
	return text;
}

/* The number behind "Name:\t" in a status file. */
static bool status_number(const char *status, const char *name, int base, uint64_t *value)
{
	const char *const line = status ? strstr(status, name) : NULL;

	if (line) {
		*value = strtoull(line + strlen(name), NULL, base);
	}
	return line;
}

/* ---- rights ---- */

static uint64_t own_status(const char *name, int base)
{
	char *const status = text_of(getpid(), "status");
	uint64_t value = 0;

	status_number(status, name, base, &value);
	free(status);
	return value;
}

static int yama_scope(void)
{
	char digit = '0';
	const int fd = open("/proc/sys/kernel/yama/ptrace_scope", O_RDONLY | O_CLOEXEC);

	if (fd >= 0) {
		if (read(fd, &digit, 1) != 1) {
			digit = '0';
		}
		close(fd);
	}
	return digit - '0';
}

/* Which of the rights it is, and what to run. */
static bool explain_refusal(pid_t pid, struct ra_error *err)
{
	const bool may_trace = own_status("CapEff:\t", 16) >> CAP_SYS_PTRACE_BIT & 1;
	char *const status = text_of(pid, "status");
	struct stat owner = {0};
	char path[64];
	uint64_t user = UINT64_MAX;

	status_number(status, "Uid:\t", 10, &user);
	free(status);
	/* the folder itself keeps the user also of what is not dumpable */
	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	if (stat(path, &owner) != 0) {
		return ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "there is no such process");
	}
	if (yama_scope() == 3) {
		return ra_fail(err, RA_ERR_FILE, RA_NOWHERE,
			"the kernel lets nobody read it: kernel.yama.ptrace_scope is 3");
	}
	if (may_trace) {
		return ra_fail(err, RA_ERR_FILE, RA_NOWHERE,
			"it may not be read: it runs in another user namespace, or a security module forbids it; run "
			"rdump where the process runs");
	}
	if (geteuid() == 0) {
		return ra_fail(err, RA_ERR_FILE, RA_NOWHERE,
			"it may not be read: root has no CAP_SYS_PTRACE here; start the container with "
			"--cap-add=SYS_PTRACE, or run rdump on its host");
	}
	if (user != geteuid()) {
		return ra_fail(err, RA_ERR_FILE, RA_NOWHERE,
			"it belongs to another user (uid %" PRIu64 "): run rdump with sudo", user);
	}
	if (owner.st_uid != geteuid()) {
		return ra_fail(err, RA_ERR_FILE, RA_NOWHERE,
			"it is not dumpable: it was started by root and changed its user, as PHP-FPM's workers and "
			"Apache's children do (process.dumpable = yes in the pool, or CoreDumpDirectory in Apache's "
			"configuration, lets its own user read it); run rdump with sudo");
	}
	return ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "it may not be read: %s; run rdump with sudo",
		yama_scope() > 0 ? "kernel.yama.ptrace_scope allows it for own children only"
						 : "CAP_SYS_PTRACE is missing");
}

bool ra_process_open(pid_t pid, struct ra_process **out, struct ra_error *err)
{
	struct ra_process *const process = calloc(1, sizeof(*process));
	int probe;

	if (!process) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to look at the process");
	}
	process->pid = pid;
	process->pagemap = -1;
	process->page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);
	probe = pid > 0 ? open_of(pid, "mem") : -1;
	if (pid > 0 && probe < 0 && errno != ENOENT) {
		ra_process_close(process);
		return explain_refusal(pid, err);
	}
	if (probe < 0) {
		ra_process_close(process);
		return ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "there is no such process");
	}
	close(probe);
	process->pagemap = open_of(pid, "pagemap");
	*out = process;
	return true;
}

void ra_process_close(struct ra_process *process)
{
	if (!process) {
		return;
	}
	ra_process_go_on(process);
	if (process->pagemap >= 0) {
		close(process->pagemap);
	}
	free(process->secrets);
	free(process->threads);
	free(process->text);
	free(process);
}

/* ---- standing still ---- */

static bool is_traced(const struct ra_process *process, pid_t id)
{
	for (uint32_t i = 0; i < process->thread_count; i++) {
		if (process->threads[i].id == id) {
			return true;
		}
	}
	return false;
}

/* Waits for the thread to stand. False: it does not. A thread that ended meanwhile does. */
static bool wait_for(struct thread *thread)
{
	for (int tries = 0; tries < STOP_TRIES; tries++) {
		int status;
		const pid_t got = waitpid(thread->id, &status, __WALL | WNOHANG);

		if (got == thread->id) {
			if (WIFSTOPPED(status) && status >> 16 != PTRACE_EVENT_STOP) {
				thread->signal = WSTOPSIG(status);
			}
			return true;
		}
		if (got < 0 && errno != EINTR) {
			return true;
		}
		nanosleep(&(struct timespec){.tv_nsec = tries < 100 ? 20000 : 1000000}, NULL);
	}
	return false;
}

static bool trace(struct ra_process *process, pid_t id, struct ra_error *err)
{
	if (process->thread_count == process->thread_room) {
		const uint32_t room = process->thread_room ? process->thread_room * 2 : 16;
		struct thread *const larger =
			room <= MAX_THREADS ? reallocarray(process->threads, room, sizeof(*larger)) : NULL;

		if (!larger) {
			return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the process's threads");
		}
		process->threads = larger;
		process->thread_room = room;
	}
	if (ptrace(PTRACE_SEIZE, id, NULL, NULL) != 0) {
		return errno == ESRCH /* it ended */ || (explain_refusal(process->pid, err) && false);
	}
	process->threads[process->thread_count++] = (struct thread){.id = id};
	return ptrace(PTRACE_INTERRUPT, id, NULL, NULL) == 0 || errno == ESRCH ||
		   ra_fail(
			   err, RA_ERR_FILE, RA_NOWHERE, "cannot stop thread %d: %s", (int)id, strerror(errno));
}

/* One look at the threads there are: *more when one was new. */
static bool trace_new(struct ra_process *process, bool *more, struct ra_error *err)
{
	const uint32_t before = process->thread_count;
	char path[64];
	DIR *folder;
	bool good = true;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)process->pid);
	folder = opendir(path);
	if (!folder) {
		return ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "it has ended");
	}
	for (const struct dirent *item; good && (item = readdir(folder));) {
		const pid_t id = (pid_t)strtol(item->d_name, NULL, 10);

		good = id <= 0 || is_traced(process, id) || trace(process, id, err);
	}
	closedir(folder);
	for (uint32_t i = before; good && i < process->thread_count; i++) {
		good = wait_for(&process->threads[i]) ||
			   ra_fail(err, RA_ERR_FILE, RA_NOWHERE,
				   "thread %d does not stop: it waits inside the kernel (--no-stop-process reads "
				   "on the run)",
				   (int)process->threads[i].id);
	}
	*more = process->thread_count > before;
	return good;
}

bool ra_process_stop(struct ra_process *process, struct ra_error *err)
{
	bool more = true;

	while (more) { /* a thread may have been started before all stood */
		if (!trace_new(process, &more, err)) {
			ra_process_go_on(process);
			return false;
		}
	}
	return true;
}

void ra_process_go_on(struct ra_process *process)
{
	for (uint32_t i = 0; i < process->thread_count; i++) {
		const struct thread *const thread = &process->threads[i];

		ptrace(PTRACE_DETACH, thread->id, NULL, (void *)(intptr_t)thread->signal);
	}
	process->thread_count = 0;
}

/* ---- map ---- */

/* One mapping's line. The name is what is left of it. */
static bool parse_mapping(char *line, struct ra_map_entry *entry)
{
	char permissions[5], device[16];
	int device_at = 0, device_end = 0, end = 0;

	if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64 " %n%15s%n %" SCNu64 "%n",
			&entry->begin, &entry->end, permissions, &entry->file_offset, &device_at, device,
			&device_end, &entry->inode, &end) != 6 ||
		entry->begin >= entry->end) {
		return false;
	}
	entry->readable = permissions[0] == 'r';
	entry->writable = permissions[1] == 'w';
	entry->executable = permissions[2] == 'x';
	entry->private = permissions[3] == 'p';
	entry->device = (struct ra_slice){line + device_at, (uint32_t)(device_end - device_at)};
	line += end;
	line += strspn(line, " \t");
	entry->name = (struct ra_slice){line, (uint32_t)strlen(line)};
	return true;
}

static bool is_of_kernel(const struct ra_map_entry *entry)
{
	return entry->name.length >= 2 &&
		   (memcmp(entry->name.bytes, "[v", 2) == 0 || ra_slice_is(entry->name, "/[aio]"));
}

static bool begins(struct ra_slice slice, const char *text)
{
	return slice.length >= strlen(text) && memcmp(slice.bytes, text, strlen(text)) == 0;
}

/* No file behind it that keeps what is in it. */
static bool is_anonymous(const struct ra_map_entry *entry)
{
	return entry->name.length == 0 || entry->name.bytes[0] == '[' ||
		   begins(entry->name, "/dev/zero") || begins(entry->name, "/SYSV") ||
		   begins(entry->name, "/memfd:");
}

static bool add_mapping(struct ra_dump *dump, uint32_t *room, const struct ra_map_entry *entry)
{
	if (dump->entry_count == *room) {
		const uint32_t more = *room ? *room * 2 : 256;
		struct ra_map_entry *const larger =
			more <= MAX_MAPPINGS ? reallocarray(dump->entries, more, sizeof(*larger)) : NULL;

		if (!larger) {
			return false;
		}
		dump->entries = larger;
		*room = more;
	}
	dump->entries[dump->entry_count++] = *entry;
	return true;
}

/* Lines of smaps, or of maps. */
static bool parse_maps(struct ra_dump *dump, char *text)
{
	uint32_t room = 0;
	char *rest = text;

	for (char *line; (line = strsep(&rest, "\n"));) {
		struct ra_map_entry entry = {0};

		if (parse_mapping(line, &entry)) {
			if (!add_mapping(dump, &room, &entry)) {
				return false;
			}
		} else if (strncmp(line, "VmFlags:", 8) == 0 && strstr(line, " dd") && dump->entry_count) {
			dump->entries[dump->entry_count - 1].do_not_dump = true;
		}
	}
	return dump->entry_count > 0;
}

/* smaps tells what is not to be dumped, and takes long: it is read while the process runs, and maps while it stands. */
static bool keep_secrets(struct ra_process *process, struct ra_dump *dump, bool told)
{
	if (!told) {
		for (uint32_t i = 0; i < dump->entry_count; i++) {
			for (uint32_t k = 0; k < process->secret_count; k++) {
				dump->entries[i].do_not_dump |= dump->entries[i].begin == process->secrets[k];
			}
		}
		return true;
	}
	free(process->secrets);
	process->secret_count = 0;
	process->secrets = calloc(dump->entry_count + 1u, sizeof(*process->secrets));
	for (uint32_t i = 0; process->secrets && i < dump->entry_count; i++) {
		if (dump->entries[i].do_not_dump) {
			process->secrets[process->secret_count++] = dump->entries[i].begin;
		}
	}
	return process->secrets;
}

static bool is_captured(const struct ra_map_entry *entry, bool full)
{
	return entry->readable && !entry->do_not_dump && !is_of_kernel(entry) &&
		   !begins(entry->name, "/secretmem") && (full || entry->writable || is_anonymous(entry));
}

static bool add_regions(struct ra_dump *dump, bool full)
{
	dump->regions = calloc(dump->entry_count, sizeof(*dump->regions));
	for (uint32_t i = 0; dump->regions && i < dump->entry_count; i++) {
		const struct ra_map_entry *const entry = &dump->entries[i];

		if (is_captured(entry, full)) {
			const uint64_t size = entry->end - entry->begin;

			dump->regions[dump->region_count++] =
				(struct ra_region){entry->begin, size, entry->begin, size};
		}
	}
	return dump->regions;
}

/* Its number in its own namespace is the last of them. */
static void describe(const struct ra_process *process, struct ra_dump *dump)
{
	char *const status = text_of(process->pid, "status");
	const char *line = status ? strstr(status, "NSpid:") : NULL;
	uint64_t kilobytes;

	dump->pid = process->pid;
	if (line) {
		const char *const end = strchrnul(line, '\n');

		for (line += 6; line < end; line++) {
			if (*line == '\t') {
				dump->pid = strtoll(line + 1, NULL, 10);
			}
		}
	}
	dump->rss_bytes =
		status_number(status, "VmRSS:", 10, &kilobytes) ? (int64_t)kilobytes * 1024 : -1;
	free(status);
}

/* At its own addresses. */
static size_t read_memory(
	void *context, uint64_t offset, void *out, size_t length, struct ra_error *err)
{
	const struct ra_process *const process = context;

	(void)err;
	return ra_process_read(process->pid, offset, out, length);
}

bool ra_process_dump(
	struct ra_process *process, bool full, struct ra_dump **out, struct ra_error *err)
{
	static const struct ra_source_type memory = {.read = read_memory};
	const struct ra_source_options options = {.size_bytes = UINT64_MAX, .passing = true};
	struct ra_dump *const dump = calloc(1, sizeof(*dump));
	const bool standing = process->thread_count > 0 && process->secrets;

	free(process->text);
	process->page_count = 0;
	process->text = standing ? NULL : text_of(process->pid, "smaps");
	const bool told = process->text != NULL;

	if (!process->text) {
		process->text = text_of(process->pid, "maps");
	}
	if (!dump || !process->text) {
		free(dump);
		return ra_fail(
			err, RA_ERR_FILE, RA_NOWHERE, "cannot read its memory map: %s", strerror(errno));
	}
	if (!ra_source_new(&memory, process, &options, &dump->source, err)) {
		free(dump);
		return false;
	}
	dump->live_pid = process->pid;
	describe(process, dump);
	if (!parse_maps(dump, process->text) || !keep_secrets(process, dump, told) ||
		!add_regions(dump, full)) {
		ra_dump_close(dump);
		return ra_fail(err, RA_ERR_FILE, RA_NOWHERE,
			"it has no memory: it has ended, or is a thread of the kernel");
	}
	*out = dump;
	return true;
}

/* ---- memory ---- */

size_t ra_process_read(pid_t pid, ra_addr at, void *out, size_t length)
{
	const struct iovec to = {out, length};
	const struct iovec from = {(void *)(uintptr_t)at, length};
	const ssize_t got = process_vm_readv(pid, &to, 1, &from, 1, 0);

	return got > 0 ? (size_t)got : 0;
}

static bool page_has_data(struct ra_process *process, ra_addr at)
{
	const uint64_t page = at / process->page_bytes;

	if (page - process->first_page >= process->page_count) {
		const ssize_t got = pread(process->pagemap, process->pages, sizeof(process->pages),
			(off_t)(page * sizeof(process->pages[0])));

		process->first_page = page;
		process->page_count = got > 0 ? (uint64_t)got / sizeof(process->pages[0]) : 0;
		if (process->page_count == 0) {
			return true;
		}
	}
	return process->pages[page - process->first_page] & PAGEMAP_PRESENT;
}

/* What is no longer mapped of a private file mapping comes from the file. */
static bool has_holes(const struct ra_process *process, const struct ra_map_entry *entry)
{
	return process->pagemap >= 0 && (is_anonymous(entry) || !entry->private);
}

static ra_addr next_page(struct ra_process *process, const struct ra_map_entry *entry, ra_addr at,
	ra_addr end, bool data)
{
	if (!has_holes(process, entry)) {
		return data ? at : end;
	}
	while (at < end && page_has_data(process, at) != data) {
		at = (at / process->page_bytes + 1) * process->page_bytes;
	}
	return at < end ? at : end;
}

ra_addr ra_process_next_data(
	struct ra_process *process, const struct ra_map_entry *entry, ra_addr at, ra_addr end)
{
	return next_page(process, entry, at, end, true);
}

ra_addr ra_process_next_hole(
	struct ra_process *process, const struct ra_map_entry *entry, ra_addr at, ra_addr end)
{
	return next_page(process, entry, at, end, false);
}
