/*
 * What the dumps of a folder may take together, and who may write one now. Workers that run out of memory at the same
 * moment share one lock, ".rdump-lock", for as long as it takes to look and to make an empty file:
 *
 *   1  lock            a second at most; then the dump is left out
 *   2  pause           a file ".rdump-pause" holds all automatic dumps of the folder back
 *   3  interval        the lock file's time is that of the folder's last dump
 *   4  count           *.rdump with their sizes; *.part that somebody still writes with the size they will have;
 *                      those that nobody writes any more are removed
 *   5  budget, space   with the coming dump
 *   6  make the file   its name says what it will take, so the next one counts it
 *
 * What is free is what an unprivileged user may write, less what unfinished dumps will still take. A folder whose lock
 * cannot be opened (another user's) is counted without it.
 *
 * No PHP, no heap: readdir(3) would allocate, so the folder is read with getdents64(2).
 */
#include "rdump_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define DUMP_SUFFIX   ".rdump"
#define PART_PREFIX   ".rdump-"
#define PART_SUFFIX   ".part"
#define LOCK_NAME     ".rdump-lock"
#define PAUSE_NAME    ".rdump-pause"
#define FILE_MODE     0600

#define LOCK_ATTEMPTS 100
#define LOCK_PAUSE_NS 10000000 /* so a second in all */

/* What getdents64(2) fills the buffer with. */
struct directory_entry {
	uint64_t inode;
	int64_t offset;
	uint16_t size;
	uint8_t type;
	char name[];
};

struct usage {
	uint64_t file_bytes;      /* of all dumps, the unfinished as they will be */
	uint64_t unwritten_bytes; /* what the unfinished will still take of the disk */
};

/* ---- the lock ----------------------------------------------------------------------------- */

/* -1: there is none to be had. */
static int open_lock(int directory_fd)
{
	struct stat status;
	int fd = rdump_above_stdio(openat(directory_fd, LOCK_NAME,
		O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, FILE_MODE));

	if (fd >= 0 && (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))) {
		close(fd);
		return -1;
	}
	return fd;
}

static bool lock(int fd)
{
	static const struct timespec pause = {0, LOCK_PAUSE_NS};

	for (int attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
			return true;
		}
		if (errno != EWOULDBLOCK && errno != EINTR) {
			return true; /* no such locks here */
		}
		nanosleep(&pause, NULL);
	}
	return false;
}

/* A lock file that holds a byte has the time of the folder's last dump. */
static bool is_due(int fd, uint64_t min_interval)
{
	struct stat status;
	struct timespec now = {0, 0};

	if (min_interval == 0 || fd < 0 || fstat(fd, &status) != 0 || status.st_size == 0) {
		return true;
	}
	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec < status.st_mtim.tv_sec ||
		   (uint64_t)(now.tv_sec - status.st_mtim.tv_sec) >= min_interval;
}

static void note_time(int fd)
{
	/* Where the byte cannot be written, the interval holds for this worker only. */
	if (fd >= 0 && pwrite(fd, "\n", 1, 0) == 1) {
		(void)futimens(fd, NULL);
	}
}

/* ---- counting ----------------------------------------------------------------------------- */

static bool ends_in(const char *name, size_t length, const char *suffix)
{
	size_t suffix_length = strlen(suffix);

	return length >= suffix_length &&
		   memcmp(name + length - suffix_length, suffix, suffix_length) == 0;
}

/* The number before `end`, which becomes its beginning. */
static uint64_t number_before(const char *name, size_t *end)
{
	uint64_t value = 0;
	uint64_t place = 1;

	while (*end > 0 && name[*end - 1] >= '0' && name[*end - 1] <= '9') {
		value += place * (uint64_t)(name[--*end] - '0');
		place *= 10;
	}
	return value;
}

/* An unfinished dump: it counts as what its name says, or goes if nobody writes it. */
static void count_part(int directory_fd, const char *name, size_t length, const struct stat *status,
	struct usage *usage)
{
	size_t end = length - strlen(PART_SUFFIX);
	uint64_t data_bytes = number_before(name, &end);
	uint64_t file_bytes = end > 0 && name[--end] == '-' ? number_before(name, &end) : 0;
	uint64_t written = (uint64_t)status->st_blocks * 512;
	uint64_t size = status->st_size > 0 ? (uint64_t)status->st_size : 0;
	int fd = rdump_above_stdio(
		openat(directory_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
	bool left_over = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) == 0;

	if (fd >= 0) {
		close(fd);
	}
	if (left_over && unlinkat(directory_fd, name, 0) == 0) {
		return;
	}
	usage->file_bytes = rdump_add_capped(usage->file_bytes, size > file_bytes ? size : file_bytes);
	if (data_bytes > written) {
		usage->unwritten_bytes = rdump_add_capped(usage->unwritten_bytes, data_bytes - written);
	}
}

static void count_entry(
	int directory_fd, const char *name, const char *replaced, struct usage *usage)
{
	size_t length = strlen(name);
	bool part =
		strncmp(name, PART_PREFIX, strlen(PART_PREFIX)) == 0 && ends_in(name, length, PART_SUFFIX);
	struct stat status;

	if ((!part && !ends_in(name, length, DUMP_SUFFIX)) || strcmp(name, replaced) == 0 ||
		fstatat(directory_fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0 ||
		!S_ISREG(status.st_mode)) {
		return;
	}
	if (part) {
		count_part(directory_fd, name, length, &status, usage);
	} else if (status.st_size > 0) {
		usage->file_bytes = rdump_add_capped(usage->file_bytes, (uint64_t)status.st_size);
	}
}

/* False, with errno, when the folder cannot be read. */
static bool count_folder(
	int directory_fd, const char *replaced, char *buffer, size_t buffer_size, struct usage *usage)
{
	int fd = rdump_above_stdio(openat(directory_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	long got = -1;

	while (fd >= 0 && (got = syscall(SYS_getdents64, fd, buffer, buffer_size)) > 0) {
		for (long at = 0; at < got;) {
			const struct directory_entry *entry = (const void *)(buffer + at);

			count_entry(fd, entry->name, replaced, usage);
			at += entry->size;
		}
	}
	int error = errno;

	if (fd >= 0) {
		close(fd);
	}
	errno = error;
	return got == 0;
}

/* ---- deciding ----------------------------------------------------------------------------- */

/* What a dump may take of the disk so that min_free stays free. */
static uint64_t room_on_disk(
	const struct rdump_output *output, const struct rdump_limits *limits, const struct usage *usage)
{
	struct statvfs space;

	if (fstatvfs(output->directory_fd, &space) != 0 || space.f_blocks == 0) {
		return UINT64_MAX;
	}

	uint64_t kept = limits->min_free_bytes;
	uint64_t share = (uint64_t)space.f_blocks / 100 * limits->min_free_percent * space.f_frsize;
	uint64_t free_bytes = (uint64_t)space.f_bavail * space.f_frsize;

	kept = rdump_add_capped(kept > share ? kept : share, usage->unwritten_bytes);
	return free_bytes > kept ? free_bytes - kept : 0;
}

static bool make_file(struct rdump_output *output, const struct rdump_limits *limits,
	const struct usage *usage, uint64_t file_bytes, uint64_t data_bytes,
	struct rdump_failure *failure)
{
	uint64_t room = room_on_disk(output, limits, usage);

	if (limits->max_total > 0 &&
		rdump_add_capped(usage->file_bytes, file_bytes) > limits->max_total) {
		return rdump_skip(
			failure, "the folder's dumps would take more than rdump.oom_dump_max_total");
	}
	if (data_bytes > rdump_add_capped(room, output->gives_back)) {
		return rdump_skip(failure, "less than rdump.min_free would stay free on the file system");
	}
	return (data_bytes <= room || rdump_output_give_up_old(output, failure)) &&
		   rdump_output_create_part(output, file_bytes, data_bytes, failure);
}

static bool reserve(struct rdump_output *output, const struct rdump_limits *limits, int lock_fd,
	uint64_t file_bytes, uint64_t data_bytes, char *buffer, size_t buffer_size,
	struct rdump_failure *failure)
{
	struct usage usage = {0, 0};
	struct stat status;

	if (lock_fd >= 0 && !lock(lock_fd)) {
		return rdump_skip(failure, "others have held the folder's lock for a second");
	}
	if (fstatat(output->directory_fd, PAUSE_NAME, &status, AT_SYMLINK_NOFOLLOW) == 0) {
		return rdump_skip(failure, "a file " PAUSE_NAME " in the folder holds dumps back");
	}
	if (!is_due(lock_fd, limits->min_interval)) {
		return rdump_skip(
			failure, "the folder's last dump is younger than rdump.oom_dump_min_interval");
	}
	if (!count_folder(output->directory_fd, output->name, buffer, buffer_size, &usage) &&
		limits->max_total > 0) {
		return rdump_fail(failure, "cannot count the folder's dumps", errno);
	}
	if (!make_file(output, limits, &usage, file_bytes, data_bytes, failure)) {
		return false;
	}
	output->counted = true;
	if (limits->min_interval > 0) {
		note_time(lock_fd);
	}
	return true;
}

int rdump_folder_lock(int directory_fd)
{
	int fd = open_lock(directory_fd);

	if (fd >= 0 && !lock(fd)) {
		close(fd);
		return -1;
	}
	return fd;
}

bool rdump_folder_reserve(struct rdump_output *output, const struct rdump_limits *limits,
	uint64_t file_bytes, uint64_t data_bytes, char *buffer, size_t buffer_size,
	struct rdump_failure *failure)
{
	int lock_fd = open_lock(output->directory_fd);
	bool reserved =
		reserve(output, limits, lock_fd, file_bytes, data_bytes, buffer, buffer_size, failure);

	/* closing it gives the lock back */
	if (lock_fd >= 0) {
		close(lock_fd);
	}
	return reserved;
}
