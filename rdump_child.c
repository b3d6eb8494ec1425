/*
 * The frozen copy. A dump that the process writes itself holds it up for as long as the disk takes, and other threads
 * change the memory meanwhile. So the process makes a copy of itself, as fork(2) does, and the copy writes: its memory
 * is one point in time, it outlives a worker that is killed, and the process waits no longer than it wants to.
 *
 *   process                                copy
 *   pipe, one shared page
 *   clone(flags 0)  -------------------->  default signals, a timer, nothing open but what it needs
 *   poll(pipe, max_seconds)                the work; its result into the shared page
 *   wait4(__WCLONE)  <-- end of the pipe   exit
 *
 * The raw system call, because fork(3) runs the handlers of pthread_atfork(3), which lock. With exit signal 0 the copy
 * sends no SIGCHLD, and neither wait(2) nor waitpid(-1) of the application see it. Threads do not exist in the copy,
 * and locks may be held for ever there: it makes system calls and calls functions of the C library that do nothing but
 * compute.
 *
 * When the process has waited long enough it goes on, and the copy too: to its own end, or until ten times that time
 * are over and a signal ends it. Where no copy can be had (limits on processes or memory, filters), the process does
 * the work itself, within the same time.
 */
#include "rdump_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_SECOND   UINT64_C(1000000000)
#define LATE_FACTOR     10 /* the copy ends itself after so many times max_seconds */
#define DIRECTORY_BYTES 1024
#define FIRST_OWN_FD    3

/* Shared by both, and by nobody else: marked "do not dump". */
struct shared {
	volatile bool finished;
	struct rdump_result result;
};

uint64_t rdump_now_ns(void)
{
	struct timespec now = {0, 0};

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * NS_PER_SECOND + (uint64_t)now.tv_nsec;
}

int rdump_above_stdio(int fd)
{
	if (fd < 0 || fd >= FIRST_OWN_FD) {
		return fd;
	}

	int higher = fcntl(fd, F_DUPFD_CLOEXEC, FIRST_OWN_FD);
	int error = errno;

	close(fd);
	errno = error;
	return higher;
}

bool rdump_make_pipe(int ends[2])
{
	if (syscall(SYS_pipe2, ends, O_CLOEXEC) != 0) {
		ends[0] = ends[1] = -1;
		return false;
	}
	ends[0] = rdump_above_stdio(ends[0]);
	ends[1] = rdump_above_stdio(ends[1]);
	if (ends[0] >= 0 && ends[1] >= 0) {
		return true;
	}
	close(ends[0] >= 0 ? ends[0] : ends[1]);
	ends[0] = ends[1] = -1;
	return false;
}

/* "Seccomp:	2" in /proc/self/status: a filter may kill at a system call that PHP itself never makes. Where nothing can
 * be read, there may be one. A kernel without the line has no filters. */
static bool has_filter(void)
{
	static const char key[] = "\nSeccomp:\t";
	char text[256];
	size_t matched = 0;
	ssize_t got;
	int fd = rdump_above_stdio(open("/proc/self/status", O_RDONLY | O_CLOEXEC));
	bool filtered = fd < 0;
	bool found = false;

	while (!found && fd >= 0 && (got = read(fd, text, sizeof(text))) > 0) {
		for (ssize_t i = 0; i < got && !found; i++) {
			if (matched == sizeof(key) - 1) {
				found = true;
				filtered = text[i] != '0';
			} else {
				matched = text[i] == key[matched] ? matched + 1 : text[i] == key[0];
			}
		}
	}
	if (fd >= 0) {
		close(fd);
	}
	return filtered;
}

static long make_copy(void)
{
	/* flags 0: nothing is shared, and no signal tells of the end */
	return syscall(SYS_clone, 0UL, 0UL, 0UL, 0UL, 0UL);
}

/* ---- in the copy -------------------------------------------------------------------------- */

/* What getdents64(2) fills the buffer with. */
struct directory_entry {
	uint64_t inode;
	int64_t offset;
	uint16_t size;
	uint8_t type;
	char name[];
};

static int number_of(const char *name)
{
	int number = 0;

	if (*name < '0' || *name > '9') {
		return -1;
	}
	for (; *name >= '0' && *name <= '9'; name++) {
		number = number * 10 + (*name - '0');
	}
	return number;
}

/* A copy that kept the process's descriptors would keep connections open, and locks. close_range(2) is unknown to older
 * filters. The folder is read by number, so what was closed does not disturb it. */
static void close_all_but(const int *kept, size_t kept_count)
{
	char buffer[DIRECTORY_BYTES] __attribute__((aligned(8)));
	int folder = open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	long got;

	while (folder >= 0 && (got = syscall(SYS_getdents64, folder, buffer, sizeof(buffer))) > 0) {
		for (long at = 0; at < got;) {
			const struct directory_entry *entry = (const void *)(buffer + at);
			int fd = number_of(entry->name);
			bool keep = fd < 0 || fd == folder;

			for (size_t i = 0; i < kept_count; i++) {
				keep = keep || fd == kept[i];
			}
			if (!keep) {
				close(fd);
			}
			at += entry->size;
		}
	}
	if (folder >= 0) {
		close(folder);
	}
}

/* The process's handlers are PHP's: none may run here. */
static void default_signals(void)
{
	struct sigaction by_default;

	memset(&by_default, 0, sizeof(by_default));
	by_default.sa_handler = SIG_DFL;
	for (int number = 1; number < NSIG; number++) {
		sigaction(number, &by_default, NULL);
	}
}

static void end_after(uint64_t seconds)
{
	struct itimerval timer;
	sigset_t alarm_only;

	if (seconds == 0) {
		return;
	}
	memset(&timer, 0, sizeof(timer));
	timer.it_value.tv_sec = (time_t)(seconds * LATE_FACTOR);
	setitimer(ITIMER_REAL, &timer, NULL);
	sigemptyset(&alarm_only);
	sigaddset(&alarm_only, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &alarm_only, NULL);
}

/* ---- in the process ----------------------------------------------------------------------- */

static bool is_finished(const struct shared *shared)
{
	return __atomic_load_n(&shared->finished, __ATOMIC_ACQUIRE);
}

/* Takes what came through the pipe. False when nothing will come any more. Where the standard descriptors were closed
 * the pipe had one of their numbers for a moment, and others may have printed into it. */
static bool empty_pipe(int fd)
{
	char bytes[256];
	ssize_t got;

	do {
		got = read(fd, bytes, sizeof(bytes));
	} while (got < 0 && errno == EINTR);
	return got > 0;
}

/* False when the time is over before the copy has finished or ended. */
static bool wait_for_end(int fd, const struct shared *shared, uint64_t max_seconds)
{
	uint64_t end = max_seconds ? rdump_now_ns() + max_seconds * NS_PER_SECOND : 0;

	for (;;) {
		struct pollfd pipe_end = {fd, POLLIN, 0};
		uint64_t now = rdump_now_ns();
		int milliseconds = -1;

		if (end > 0) {
			uint64_t left = end > now ? (end - now + 999999) / 1000000 : 0;

			milliseconds = left > 1000000 ? 1000000 : (int)left;
		}

		int ready = poll(&pipe_end, 1, milliseconds);

		if (is_finished(shared) || (ready > 0 && !empty_pipe(fd)) ||
			(ready < 0 && errno != EINTR)) {
			return true;
		}
		if (end > 0 && rdump_now_ns() >= end) {
			return false;
		}
	}
}

bool rdump_child_reap(pid_t child)
{
	int status;
	pid_t got;

	do {
		got = waitpid(child, &status, WNOHANG | __WCLONE);
	} while (got < 0 && errno == EINTR);
	return got != 0;
}

/* The copy has closed its end of the pipe: it is ending. It is waited for, but not for long. */
static bool reap_ended(pid_t child)
{
	static const struct timespec pause = {0, 1000000};

	for (int attempt = 0; attempt < 1000; attempt++) {
		if (rdump_child_reap(child)) {
			return true;
		}
		nanosleep(&pause, NULL);
	}
	return false;
}

static struct shared *share_page(void)
{
	void *page = mmap(
		NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED) {
		return NULL;
	}
	madvise(page, sizeof(struct shared), MADV_DONTDUMP);
	return page;
}

/* What both sides need before they part. */
struct parting {
	const struct rdump_request *request;
	void (*work)(const struct rdump_copy *copy, void *context, struct rdump_result *result);
	void *context;
	struct rdump_copy copy;
	struct shared *shared;
	int pipe[2]; /* its writing end is the copy's */
};

/* ---- when the dump is whole --------------------------------------------------------------- */

/* Descriptors 0 to 2 are closed in the copy: a program may not start so. */
static void open_stdio(void)
{
	int fd = open("/dev/null", O_RDWR);

	while (fd >= 0 && fd < FIRST_OWN_FD - 1) {
		fd = fcntl(fd, F_DUPFD, fd + 1);
	}
}

/* Starts the operator's program in a process of its own, of which nobody hears: the copy ends at once. No shell, and an
 * environment of these words alone. Static, since the copy is the only one that has them. */
static void start_hook(const struct rdump_request *request)
{
	static char path[PATH_MAX + 16];
	static char script[PATH_MAX + 16];
	static char pid[32];
	static char reason[] = "RDUMP_REASON=memory_limit";
	static char search[] = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
	static char *environment[] = {path, script, pid, reason, search, NULL};
	static const struct itimerval none;
	char *const words[] = {(char *)(uintptr_t)request->hook, NULL};
	sigset_t no_signals;

	snprintf(path, sizeof(path), "RDUMP_PATH=%s", request->path);
	snprintf(script, sizeof(script), "RDUMP_SCRIPT=%s", request->script ? request->script : "");
	snprintf(pid, sizeof(pid), "RDUMP_PID=%lld", (long long)request->pid);
	if (make_copy() != 0) {
		return;
	}
	close_all_but(NULL, 0);
	open_stdio();
	setitimer(ITIMER_REAL, &none, NULL);
	sigemptyset(&no_signals);
	sigprocmask(SIG_SETMASK, &no_signals, NULL);
	execve(words[0], words, environment);
	for (;;) {
		syscall(SYS_exit_group, 127);
	}
}

static void __attribute__((noreturn)) be_the_copy(struct parting *parting)
{
	const int kept[] = {
		parting->pipe[1], parting->request->directory_fd, parting->copy.shared_pagemap_fd};

	default_signals();
	end_after(parting->request->max_seconds);
	close_all_but(kept, sizeof(kept) / sizeof(kept[0]));
	parting->copy.is_copy = true;
	parting->copy.own_mapping = (uint64_t)(uintptr_t)parting->shared;
	parting->work(&parting->copy, parting->context, &parting->shared->result);
	__atomic_store_n(&parting->shared->finished, true, __ATOMIC_RELEASE);
	/* Its end would do, unless somebody forked in the meantime and has this descriptor, too. */
	(void)syscall(SYS_write, parting->pipe[1], "", 1UL);
	if (parting->request->hook && parting->shared->result.done) {
		start_hook(parting->request);
	}
	for (;;) {
		syscall(SYS_exit_group, 0);
	}
}

static void wait_for_copy(const struct parting *parting, pid_t child, struct rdump_result *result)
{
	bool ended = wait_for_end(parting->pipe[0], parting->shared, parting->request->max_seconds);

	if (is_finished(parting->shared)) {
		*result = parting->shared->result;
	} else if (ended) {
		rdump_fail(&result->failure, "the process that writes it was killed", 0);
	} else {
		result->late = true;
	}
	/* One that does not end at once is somebody else's business later. */
	if (result->late || !reap_ended(child)) {
		result->child = child;
	}
}

/* False: there is no copy. */
static bool run_in_copy(struct parting *parting, struct rdump_result *result)
{
	parting->shared = share_page();
	if (!parting->shared) {
		return false;
	}
	if (!rdump_make_pipe(parting->pipe)) {
		munmap(parting->shared, sizeof(*parting->shared));
		return false;
	}
	if (parting->copy.filtered) {
		parting->copy.shared_pagemap_fd =
			rdump_above_stdio(open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC));
	}

	long child = make_copy();

	if (child == 0) {
		be_the_copy(parting);
	}
	if (parting->copy.shared_pagemap_fd >= 0) {
		close(parting->copy.shared_pagemap_fd);
		parting->copy.shared_pagemap_fd = -1;
	}
	close(parting->pipe[1]);
	if (child > 0) {
		wait_for_copy(parting, (pid_t)child, result);
	}
	close(parting->pipe[0]);
	munmap(parting->shared, sizeof(*parting->shared));
	return child > 0;
}

void rdump_child_run(const struct rdump_request *request,
	void (*work)(const struct rdump_copy *copy, void *context, struct rdump_result *result),
	void *context, struct rdump_result *result)
{
	struct parting parting = {
		.request = request,
		.work = work,
		.context = context,
		.copy = {.shared_pagemap_fd = -1, .filtered = has_filter()},
	};

	if (request->fork && run_in_copy(&parting, result)) {
		return;
	}
	if (request->max_seconds > 0) {
		parting.copy.deadline_ns = rdump_now_ns() + request->max_seconds * NS_PER_SECOND;
	}
	work(&parting.copy, context, result);
}
