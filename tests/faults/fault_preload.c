/*
 * A preload library that lets one system call of rdump.so fail. Calls from anywhere else, PHP
 * included, are passed on untouched: the return address tells who calls.
 *
 * RDUMP_FAULT says what fails, CALL:WHAT:N or CALL:WHAT:N+, and is read at each call, so that a
 * script can change it with putenv(); a new value starts the count anew.
 *
 *   CALL  open, read, pread, write, pwrite, close, mincore, mmap, fstatvfs, unlink, ftruncate, lseek, link, rename,
 *         clone, pipe, poll, wait, flock, fdatasync, fsync, getdents, vmsplice, splice
 *   WHAT  the name of an error, or "short": the call does half of what was asked
 *   N     the N-th such call, counted from 1; with + every one from there on
 *
 * RDUMP_FAULT_REPORT names a file that is created when the fault strikes.
 *
 * The real work is done by system calls, so nothing here needs the C library's own functions. As in
 * the kernel, a close() that fails has closed the descriptor.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define SHORT  (-1)
#define EXPORT __attribute__((visibility("default")))

/* An alias under which glibc's headers or its fortified functions may make the same call. */
#define ALSO_KNOWN_AS(call, other)                                                                 \
	extern __typeof__(call) other __attribute__((alias(#call), visibility("default")))

static const struct {
	const char *name;
	int value;
} outcomes[] = {
	{"short", SHORT},
	{"EACCES", EACCES},
	{"EAGAIN", EAGAIN},
	{"EDQUOT", EDQUOT},
	{"EFAULT", EFAULT},
	{"EINVAL", EINVAL},
	{"EFBIG", EFBIG},
	{"EINTR", EINTR},
	{"EIO", EIO},
	{"EMFILE", EMFILE},
	{"ENOLCK", ENOLCK},
	{"ENOMEM", ENOMEM},
	{"ENOSPC", ENOSPC},
	{"ENOSYS", ENOSYS},
	{"EOPNOTSUPP", EOPNOTSUPP},
	{"EPERM", EPERM},
};

static struct {
	char text[64];
	char call[16];
	int outcome;
	unsigned long at;
	bool onwards;
	unsigned long seen;
} fault;

static void parse_fault(const char *text)
{
	const char *what = strchr(text, ':');
	const char *at = what ? strchr(what + 1, ':') : NULL;
	char *end;

	memset(&fault, 0, sizeof(fault));
	if (!at || strlen(text) >= sizeof(fault.text) || (size_t)(what - text) >= sizeof(fault.call)) {
		return;
	}
	memcpy(fault.text, text, strlen(text));
	memcpy(fault.call, text, (size_t)(what - text));
	for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++) {
		if (strncmp(outcomes[i].name, what + 1, (size_t)(at - what - 1)) == 0) {
			fault.outcome = outcomes[i].value;
		}
	}
	fault.at = strtoul(at + 1, &end, 10);
	fault.onwards = *end == '+';
}

static void report(void)
{
	const char *path = getenv("RDUMP_FAULT_REPORT");

	if (path) {
		const long fd = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

		if (fd >= 0) {
			syscall(SYS_close, fd);
		}
	}
}

static bool is_ours(const void *caller)
{
	Dl_info info;
	const char *name;

	if (!dladdr(caller, &info) || !info.dli_fname) {
		return false;
	}
	name = strrchr(info.dli_fname, '/');
	return strcmp(name ? name + 1 : info.dli_fname, "rdump.so") == 0;
}

/* 0: the call goes through; SHORT: it does half; else the error it fails with. */
static int strike(const char *call, const void *caller)
{
	const int saved_errno = errno;
	const char *text = getenv("RDUMP_FAULT");
	int outcome = 0;

	if (text && is_ours(caller)) {
		if (strcmp(text, fault.text) != 0) {
			parse_fault(text);
		}
		if (strcmp(call, fault.call) == 0) {
			fault.seen++;
			if (fault.seen == fault.at || (fault.onwards && fault.seen > fault.at)) {
				outcome = fault.outcome;
				report();
			}
		}
	}
	errno = saved_errno;
	return outcome;
}

static size_t half_of(size_t count)
{
	return count > 1 ? count / 2 : count;
}

/* Puts the fault before a call that has no shorter form. */
#define FAIL_AS_TOLD(call, failure)                                                                \
	do {                                                                                           \
		const int outcome = strike(call, __builtin_return_address(0));                             \
                                                                                                   \
		if (outcome > 0) {                                                                         \
			errno = outcome;                                                                       \
			return failure;                                                                        \
		}                                                                                          \
	} while (0)

/* The same for one that transfers `count` bytes. */
#define FAIL_OR_SHORTEN(call, count)                                                               \
	do {                                                                                           \
		const int outcome = strike(call, __builtin_return_address(0));                             \
                                                                                                   \
		if (outcome > 0) {                                                                         \
			errno = outcome;                                                                       \
			return -1;                                                                             \
		}                                                                                          \
		if (outcome == SHORT) {                                                                    \
			(count) = half_of(count);                                                              \
		}                                                                                          \
	} while (0)

static mode_t mode_of(int flags, va_list arguments)
{
	return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

/* PHP loads extensions so that they find the C library before any preloaded one. */
EXPORT void *dlopen(const char *path, int flags)
{
	static void *(*next)(const char *, int);

	if (!next) {
		next = (void *(*)(const char *, int))(uintptr_t)dlsym(RTLD_NEXT, "dlopen");
	}
	return next(path, flags & ~RTLD_DEEPBIND);
}

EXPORT int open(const char *path, int flags, ...)
{
	va_list arguments;
	mode_t mode;

	FAIL_AS_TOLD("open", -1);
	va_start(arguments, flags);
	mode = mode_of(flags, arguments);
	va_end(arguments);
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}
ALSO_KNOWN_AS(open, open64);

EXPORT int openat(int folder, const char *path, int flags, ...)
{
	va_list arguments;
	mode_t mode;

	FAIL_AS_TOLD("open", -1);
	va_start(arguments, flags);
	mode = mode_of(flags, arguments);
	va_end(arguments);
	return (int)syscall(SYS_openat, folder, path, flags, mode);
}
ALSO_KNOWN_AS(openat, openat64);

EXPORT int __open_2(const char *path, int flags)
{
	FAIL_AS_TOLD("open", -1);
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0);
}
ALSO_KNOWN_AS(__open_2, __open64_2);

EXPORT ssize_t read(int fd, void *bytes, size_t count)
{
	FAIL_OR_SHORTEN("read", count);
	return syscall(SYS_read, fd, bytes, count);
}

EXPORT ssize_t __read_chk(int fd, void *bytes, size_t count, size_t size)
{
	(void)size;
	FAIL_OR_SHORTEN("read", count);
	return syscall(SYS_read, fd, bytes, count);
}

EXPORT ssize_t pread(int fd, void *bytes, size_t count, off_t offset)
{
	FAIL_OR_SHORTEN("read", count);
	return syscall(SYS_pread64, fd, bytes, count, offset);
}
ALSO_KNOWN_AS(pread, pread64);

EXPORT ssize_t __pread_chk(int fd, void *bytes, size_t count, off_t offset, size_t size)
{
	(void)size;
	FAIL_OR_SHORTEN("read", count);
	return syscall(SYS_pread64, fd, bytes, count, offset);
}
ALSO_KNOWN_AS(__pread_chk, __pread64_chk);

EXPORT ssize_t write(int fd, const void *bytes, size_t count)
{
	FAIL_OR_SHORTEN("write", count);
	return syscall(SYS_write, fd, bytes, count);
}

EXPORT ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset)
{
	FAIL_OR_SHORTEN("write", count);
	return syscall(SYS_pwrite64, fd, bytes, count, offset);
}
ALSO_KNOWN_AS(pwrite, pwrite64);

EXPORT int close(int fd)
{
	const int outcome = strike("close", __builtin_return_address(0));
	const int result = (int)syscall(SYS_close, fd);

	if (outcome > 0) {
		errno = outcome;
		return -1;
	}
	return result;
}

EXPORT int mincore(void *start, size_t length, unsigned char *states)
{
	FAIL_AS_TOLD("mincore", -1);
	return (int)syscall(SYS_mincore, start, length, states);
}

EXPORT void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset)
{
	FAIL_AS_TOLD("mmap", MAP_FAILED);
	return (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}
ALSO_KNOWN_AS(mmap, mmap64);

EXPORT int fstatvfs(int fd, struct statvfs *space)
{
	static int (*next)(int, struct statvfs *);

	FAIL_AS_TOLD("fstatvfs", -1);
	if (!next) {
		next = (int (*)(int, struct statvfs *))(uintptr_t)dlsym(RTLD_NEXT, "fstatvfs");
	}
	return next(fd, space);
}

EXPORT int fstatvfs64(int fd, struct statvfs64 *space)
{
	static int (*next)(int, struct statvfs64 *);

	FAIL_AS_TOLD("fstatvfs", -1);
	if (!next) {
		next = (int (*)(int, struct statvfs64 *))(uintptr_t)dlsym(RTLD_NEXT, "fstatvfs64");
	}
	return next(fd, space);
}

EXPORT int unlink(const char *path)
{
	FAIL_AS_TOLD("unlink", -1);
	return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

EXPORT int unlinkat(int folder, const char *path, int flags)
{
	FAIL_AS_TOLD("unlink", -1);
	return (int)syscall(SYS_unlinkat, folder, path, flags);
}

EXPORT int link(const char *from, const char *to)
{
	FAIL_AS_TOLD("link", -1);
	return (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

EXPORT int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
	FAIL_AS_TOLD("link", -1);
	return (int)syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
}

EXPORT int rename(const char *from, const char *to)
{
	FAIL_AS_TOLD("rename", -1);
	return (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
}

EXPORT int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	FAIL_AS_TOLD("rename", -1);
	return (int)syscall(SYS_renameat, from_folder, from, to_folder, to);
}

EXPORT int ftruncate(int fd, off_t length)
{
	FAIL_AS_TOLD("ftruncate", -1);
	return (int)syscall(SYS_ftruncate, fd, length);
}
ALSO_KNOWN_AS(ftruncate, ftruncate64);

EXPORT off_t lseek(int fd, off_t offset, int whence)
{
	FAIL_AS_TOLD("lseek", -1);
	return syscall(SYS_lseek, fd, offset, whence);
}
ALSO_KNOWN_AS(lseek, lseek64);

/* The calls that have no function of their own everywhere. Six arguments are what a system call has. */
EXPORT long syscall(long number, ...)
{
	static long (*next)(long, ...);
	long words[6];
	va_list arguments;

	switch (number) {
	case SYS_clone:
		FAIL_AS_TOLD("clone", -1);
		break;
	case SYS_pipe2:
		FAIL_AS_TOLD("pipe", -1);
		break;
	case SYS_vmsplice:
		FAIL_AS_TOLD("vmsplice", -1);
		break;
	case SYS_splice:
		FAIL_AS_TOLD("splice", -1);
		break;
	case SYS_getdents64:
		FAIL_AS_TOLD("getdents", -1);
		break;
	default:
		break;
	}
	if (!next) {
		next = (long (*)(long, ...))(uintptr_t)dlsym(RTLD_NEXT, "syscall");
	}
	va_start(arguments, number);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		words[i] = va_arg(arguments, long);
	}
	va_end(arguments);
	return next(number, words[0], words[1], words[2], words[3], words[4], words[5]);
}

EXPORT int poll(struct pollfd *fds, nfds_t count, int timeout)
{
	static int (*next)(struct pollfd *, nfds_t, int);

	FAIL_AS_TOLD("poll", -1);
	if (!next) {
		next = (int (*)(struct pollfd *, nfds_t, int))(uintptr_t)dlsym(RTLD_NEXT, "poll");
	}
	return next(fds, count, timeout);
}

EXPORT pid_t waitpid(pid_t pid, int *status, int options)
{
	FAIL_AS_TOLD("wait", -1);
	return (pid_t)syscall(SYS_wait4, pid, status, options, NULL);
}

EXPORT int flock(int fd, int operation)
{
	FAIL_AS_TOLD("flock", -1);
	return (int)syscall(SYS_flock, fd, operation);
}

EXPORT int fdatasync(int fd)
{
	FAIL_AS_TOLD("fdatasync", -1);
	return (int)syscall(SYS_fdatasync, fd);
}

EXPORT int fsync(int fd)
{
	FAIL_AS_TOLD("fsync", -1);
	return (int)syscall(SYS_fsync, fd);
}
