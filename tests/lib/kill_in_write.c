/*
 * A preload library that sends the process a signal in the middle of writing a file: at its
 * KILL_AT_WRITE-th write to a descriptor above 2, after half of the bytes. KILL_SIGNAL is the
 * signal's number. With KILL_PARENT the frozen copy that writes the dump sends it to the process it is a
 * copy of. With SPEND_SECONDS it sends none, but works for so many seconds of processor time; with SLEEP_SECONDS it
 * sleeps for so many. When that is over it makes the file SPENT.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/types.h>
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

static long countdown(void)
{
	static long left = -1;

	if (left < 0) {
		const char *text = getenv("KILL_AT_WRITE");

		left = text ? strtol(text, NULL, 10) : 0;
	}
	return left > 0 ? left-- : 0;
}

static int the_signal(void)
{
	const char *text = getenv("KILL_SIGNAL");

	return text ? (int)strtol(text, NULL, 10) : SIGTERM;
}

/* A shell starts what runs in its background with SIGINT and SIGQUIT ignored. */
__attribute__((constructor)) static void let_the_signal_in(void)
{
	signal(the_signal(), SIG_DFL);
}

static long seconds_used(void)
{
	struct timespec used;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	return (long)used.tv_sec;
}

static void spend(long seconds)
{
	const long end = seconds_used() + seconds;

	while (seconds_used() < end) {
	}
}

static void sleep_for(long seconds)
{
	struct timespec left = {.tv_sec = seconds};

	while (nanosleep(&left, &left) != 0 && errno == EINTR) {
	}
}

/* What a test must know: that the time was spent at all. */
static void tell_spent(void)
{
	const char *const path = getenv("SPENT");
	const int fd = path ? open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) : -1;

	if (fd >= 0) {
		close(fd);
	}
}

static void maybe_kill(int fd)
{
	if (fd <= 2 || countdown() != 1) {
		return;
	}
	if (getenv("SPEND_SECONDS")) {
		spend(strtol(getenv("SPEND_SECONDS"), NULL, 10));
		tell_spent();
	} else if (getenv("SLEEP_SECONDS")) {
		sleep_for(strtol(getenv("SLEEP_SECONDS"), NULL, 10));
		tell_spent();
	} else if (getenv("KILL_PARENT")) {
		kill(getppid(), the_signal());
	} else {
		kill(getpid(), the_signal());
	}
}

ssize_t write(int fd, const void *bytes, size_t length)
{
	static ssize_t (*real)(int, const void *, size_t);

	real = real ? real : (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
	const ssize_t written = real(fd, bytes, fd > 2 && length > 1 ? length / 2 : length);
	maybe_kill(fd);
	return written;
}

static ssize_t pwrite_and_kill(
	const char *name, int fd, const void *bytes, size_t length, off64_t offset)
{
	ssize_t (*real)(int, const void *, size_t, off64_t) =
		(ssize_t(*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, name);
	const ssize_t written = real(fd, bytes, length > 1 ? length / 2 : length, offset);

	maybe_kill(fd);
	return written;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
	return pwrite_and_kill("pwrite", fd, bytes, length, offset);
}

#ifdef __GLIBC__ /* musl has but one name for it */
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset)
{
	return pwrite_and_kill("pwrite64", fd, bytes, length, offset);
}
#endif

int openat(int folder, const char *path, int flags, ...)
{
	int (*real)(int, const char *, int, ...) =
		(int (*)(int, const char *, int, ...))dlsym(RTLD_NEXT, "openat");
	va_list arguments;

	if ((flags & O_TMPFILE) == O_TMPFILE && getenv("NO_TMPFILE")) {
		errno = EOPNOTSUPP;
		return -1;
	}
	va_start(arguments, flags);
	const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
	va_end(arguments);
	return real(folder, path, flags, mode);
}
