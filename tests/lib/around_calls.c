/*
 * A preload library around the system calls that give a dump its name.
 *
 *   CALL_LOG       a file that takes a line for each: "fdatasync", "fsync", "renameat A B", "openat NAME" of a
 *                  file that is made
 *   NO_LINK        linkat(2) is refused, as by SELinux or some network file systems
 *   SWAP_PART      before a file is renamed, somebody else's takes its place
 *   STALL_SECONDS  the first pwrite(2) takes so long
 *   STALL_UNTIL    the first pwrite(2) takes until there is this file
 *   CHATTER        a thread writes lines to descriptors 0 to 2 all the time
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef RTLD_DEEPBIND /* musl has no such thing */
# define RTLD_DEEPBIND 0
#endif

void *dlopen(const char *name, int flags)
{
	void *(*real)(const char *, int) = (void *(*)(const char *, int))dlsym(RTLD_NEXT, "dlopen");

	return real(name, flags & ~RTLD_DEEPBIND);
}

static void note(const char *call, const char *first, const char *second)
{
	const char *const path = getenv("CALL_LOG");
	char line[1024];

	if (!path) {
		return;
	}

	const int length = snprintf(line, sizeof(line), "%s%s%s%s%s\n", call, *first ? " " : "", first,
		*second ? " " : "", second);
	const int fd =
		(int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);

	syscall(SYS_write, fd, line, length);
	syscall(SYS_close, fd);
}

static void stall_once(void)
{
	static const struct timespec pause = {0, 5000000};
	static int done;
	const char *const text = getenv("STALL_SECONDS");
	const char *const path = getenv("STALL_UNTIL");
	const struct timespec time = {text ? strtol(text, NULL, 10) : 0, 0};

	if (done) {
		return;
	}
	done = 1;
	nanosleep(&time, NULL);
	while (path && syscall(SYS_faccessat, AT_FDCWD, path, F_OK) != 0) {
		nanosleep(&pause, NULL);
	}
}

int fdatasync(int fd)
{
	note("fdatasync", "", "");
	return (int)syscall(SYS_fdatasync, fd);
}

int fsync(int fd)
{
	note("fsync", "", "");
	return (int)syscall(SYS_fsync, fd);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
	if (getenv("NO_LINK")) {
		errno = EPERM;
		return -1;
	}
	return (int)syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	note("renameat", from, to);
	if (getenv("SWAP_PART")) {
		syscall(SYS_unlinkat, from_folder, from, 0);
		const int fd = (int)syscall(SYS_openat, from_folder, from, O_WRONLY | O_CREAT, 0666);

		syscall(SYS_write, fd, "forged", 6);
		syscall(SYS_close, fd);
	}
	return (int)syscall(SYS_renameat, from_folder, from, to_folder, to);
}

static ssize_t put(int fd, const void *bytes, size_t length, off64_t offset)
{
	stall_once();
	return syscall(SYS_pwrite64, fd, bytes, length, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
	return put(fd, bytes, length, offset);
}

#ifdef __GLIBC__ /* musl has but one name for it */
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset)
{
	return put(fd, bytes, length, offset);
}
#endif

int openat(int folder, const char *path, int flags, ...)
{
	va_list arguments;

	va_start(arguments, flags);
	const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
	va_end(arguments);
	if (flags & O_CREAT) {
		note("openat", path, "");
	}
	return (int)syscall(SYS_openat, folder, path, flags, mode);
}

static void *chatter(void *nothing)
{
	for (;;) {
		for (int fd = 0; fd <= 2; fd++) {
			syscall(SYS_write, fd, "a stray line of somebody's log\n", 31);
		}
	}
	return nothing;
}

__attribute__((constructor)) static void begin(void)
{
	pthread_t thread;

	if (getenv("CHATTER")) {
		pthread_create(&thread, NULL, chatter, NULL);
	}
}
