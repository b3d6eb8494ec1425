/* See mapped_file.h. What the handler needs stands in a table, because a handler has no arguments; it reads it without a lock.
 * A place of the table is taken, filled and given back under one, while nobody reads the mapping. */
#include "memory/mapped_file.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/exhaustion.h"
#include "base/replace.h"
#include "base/tty_guard.h"

/* A dump, its index, and the binaries that were looked at, twice in a comparison; the next file is read. */
#define MAX_MAPPED_FILES 64

#define NOWHERE          UINT64_MAX

struct ra_mapped_file {
	atomic_uintptr_t begin; /* 0: free */
	atomic_size_t length;
	_Atomic(uint64_t) lost_at;
	void (*end)(void); /* NULL: zeros do */
	int fd;
};

static struct ra_mapped_file files[MAX_MAPPED_FILES];
static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
static struct sigaction before;

/* ---- the signal ---- */

static struct ra_mapped_file *file_at(uintptr_t address)
{
	for (size_t i = 0; i < MAX_MAPPED_FILES; i++) {
		const uintptr_t begin = atomic_load_explicit(&files[i].begin, memory_order_acquire);

		if (begin && address - begin < files[i].length) {
			return &files[i];
		}
	}
	return NULL;
}

/* The mapping becomes another one in a single step, as a whole: it takes no more of what a process may have than it did, so
 * that there is no reason to refuse it. */
static bool put_zeros(struct ra_mapped_file *file)
{
	void *const begin = (void *)file->begin;

	return mmap(begin, file->length, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) ==
		   begin;
}

static void end_program(void)
{
	static const char text[] = "rdump: a file changed or could not be read while it was analysed\n";

	ra_replacement_abandon();
	ra_tty_guard_give_back();
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0) {
		/* the exit status says it, too */
	}
	_exit(2);
}

/* In the thread that read. It holds no lock of ours, and only calls what is safe in a handler. */
static void bytes_are_gone(int number, siginfo_t *info, void *context)
{
	const int saved = errno;
	/* one that somebody sent has no address */
	struct ra_mapped_file *const file =
		info->si_code > 0 ? file_at((uintptr_t)info->si_addr) : NULL;
	uint64_t nowhere = NOWHERE;

	(void)context;
	if (!file) {
		sigaction(number, &before, NULL); /* an access comes again by itself */
		if (info->si_code <= 0) {
			raise(number);
		}
		errno = saved;
		return;
	}
	if (file->end) {
		file->end();
	}
	atomic_compare_exchange_strong(
		&file->lost_at, &nowhere, (uintptr_t)info->si_addr - file->begin);
	ra_note_lost_input();
	if (!put_zeros(file)) {
		end_program();
	}
	errno = saved;
}

/* ---- a file that is shorter, within a page that stays ---- */

static bool is_shorter(const struct ra_mapped_file *file)
{
	struct stat status;

	return !file->end && fstat(file->fd, &status) == 0 && (uint64_t)status.st_size < file->length;
}

static bool is_any_lost(void)
{
	bool lost = false;

	pthread_mutex_lock(&table);
	for (size_t i = 0; i < MAX_MAPPED_FILES; i++) {
		lost = lost || (files[i].begin && (files[i].lost_at != NOWHERE || is_shorter(&files[i])));
	}
	pthread_mutex_unlock(&table);
	return lost;
}

bool ra_mapped_file_is_lost(const struct ra_mapped_file *file, uint64_t *offset)
{
	*offset = file->lost_at;
	return *offset != NOWHERE;
}

/* ---- opening ---- */

/* This thread's; those of base/tasks.c let it through. */
static bool let_through(void)
{
	sigset_t only;

	sigemptyset(&only);
	sigaddset(&only, SIGBUS);
	return pthread_sigmask(SIG_UNBLOCK, &only, NULL) == 0;
}

/* For each file anew: somebody else may have taken the signal meanwhile, as frames of tests do. */
static bool prepare(void)
{
	const struct sigaction ours = {
		.sa_sigaction = bytes_are_gone, .sa_flags = SA_SIGINFO | SA_ONSTACK};
	struct sigaction current;

	if (sigaction(SIGBUS, NULL, &current) != 0) {
		return false;
	}
	if (!(current.sa_flags & SA_SIGINFO) || current.sa_sigaction != bytes_are_gone) {
		before = current;
		if (sigaction(SIGBUS, &ours, NULL) != 0) {
			return false;
		}
	}
	ra_watch_inputs(is_any_lost);
	return let_through();
}

void ra_mapped_file_prepare(void)
{
	pthread_mutex_lock(&table);
	prepare();
	pthread_mutex_unlock(&table);
}

static struct ra_mapped_file *map(int fd, size_t length, void (*end)(void))
{
	struct ra_mapped_file *file = NULL;
	void *bytes;

	for (size_t i = 0; !file && i < MAX_MAPPED_FILES; i++) {
		file = files[i].begin ? NULL : &files[i];
	}
	if (!file || !prepare()) {
		return NULL;
	}
	bytes = mmap(NULL, length, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED) {
		return NULL;
	}
	file->length = length;
	file->lost_at = NOWHERE;
	file->end = end;
	file->fd = fd;
	atomic_store_explicit(&file->begin, (uintptr_t)bytes, memory_order_release);
	return file;
}

struct ra_mapped_file *ra_mapped_file_open(int fd, uint64_t length, void (*end)(void))
{
	struct ra_mapped_file *file = NULL;

	if (length == 0 || length > SIZE_MAX) {
		return NULL;
	}
	pthread_mutex_lock(&table);
	file = map(fd, (size_t)length, end);
	pthread_mutex_unlock(&table);
	return file;
}

void ra_mapped_file_close(struct ra_mapped_file *file)
{
	if (!file) {
		return;
	}
	if (is_shorter(file)) {
		ra_note_lost_input();
	}
	pthread_mutex_lock(&table);
	void *const bytes = (void *)file->begin;

	file->begin = 0;
	munmap(bytes, file->length);
	pthread_mutex_unlock(&table);
}

void ra_mapped_file_fetch(const struct ra_mapped_file *file, uint64_t offset, uint64_t length)
{
	posix_fadvise(file->fd, (off_t)offset, (off_t)length, POSIX_FADV_WILLNEED);
}

void ra_mapped_file_let_go(const struct ra_mapped_file *file)
{
	madvise((void *)file->begin, file->length, MADV_DONTNEED); /* what fails only costs memory */
}

const uint8_t *ra_mapped_file_bytes(const struct ra_mapped_file *file)
{
	return (const uint8_t *)file->begin;
}
