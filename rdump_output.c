/*
 * The rules of the output file.
 *
 * A dump appears under its name when it is whole, or not at all: a process that is killed half way
 * leaves nothing that could pass for a dump. Until then it has no name (O_TMPFILE), or a temporary one
 * beside the target,
 *
 *     .rdump-<pid>-<seconds>-<nanoseconds>-<bytes of the file>-<bytes of data>.part
 *
 * which automatic dumps always have, so that others in the folder can count them (rdump_folder.c).
 * Whoever writes such a file holds a lock on it (flock), so an unlocked one is left over.
 *
 * The old dump of that name stays until the new one takes its place in one step, rename(2), unless
 * the disk has no room for both. Writing under the final name and adding the magic last was refused:
 * watchers would see, and ship, a file that is still growing.
 *
 * No PHP, no heap.
 */
#include "rdump_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define FILE_MODE     0600
#define MARKER_SUFFIX ".done"
#define PIECE_BYTES   2048 /* of a copy on the stack */

static const char *what_it_is(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR:
		return "is a directory";
	case S_IFLNK:
		return "is a symbolic link";
	case S_IFIFO:
		return "is a FIFO";
	case S_IFSOCK:
		return "is a socket";
	default:
		return "is a device";
	}
}

/* Looks at what has the target's name now. */
static bool examine_target(struct rdump_output *output, struct rdump_failure *failure)
{
	struct stat status;

	output->replaces = false;
	output->gives_back = 0;
	if (fstatat(output->directory_fd, output->name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
		return errno == ENOENT || rdump_fail(failure, NULL, errno);
	}
	if (!S_ISREG(status.st_mode)) {
		return rdump_fail(failure, what_it_is(status.st_mode), 0);
	}
	output->replaces = true;
	output->gives_back = status.st_nlink == 1 ? (uint64_t)status.st_blocks * 512 : 0;
	return true;
}

/* Opens the part of the path before its last slash. */
static int open_directory(char *path, char *name)
{
	char first = *name;
	int fd;

	if (name == path) {
		return open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	}
	*name = '\0';
	fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	*name = first;
	return fd;
}

static void remove_marker(const struct rdump_output *output)
{
	char marker[RDUMP_NAME_SIZE];

	snprintf(marker, sizeof(marker), "%s" MARKER_SUFFIX, output->name);
	(void)unlinkat(output->directory_fd, marker, 0);
}

bool rdump_output_open(
	struct rdump_output *output, int directory_fd, char *path, struct rdump_failure *failure)
{
	memset(output, 0, sizeof(*output));
	output->directory_fd = -1;
	output->fd = -1;
	if (*path == '\0') {
		return rdump_fail(failure, NULL, ENOENT);
	}

	char *slash = strrchr(path, '/');
	char *name = slash ? slash + 1 : path;

	if (*name == '\0') {
		return rdump_fail(failure, "is a directory", 0);
	}
	if (strlen(name) + sizeof(MARKER_SUFFIX) > RDUMP_NAME_SIZE) {
		return rdump_fail(failure, NULL, ENAMETOOLONG);
	}
	output->name = name;
	output->directory_fd = rdump_above_stdio(
		directory_fd >= 0 ? fcntl(directory_fd, F_DUPFD_CLOEXEC, 3) : open_directory(path, name));
	if (output->directory_fd < 0) {
		return rdump_fail(failure, NULL, errno);
	}

	bool usable = examine_target(output, failure);

	if (!output->replaces) {
		remove_marker(output);
	}
	return usable;
}

bool rdump_output_check_size(uint64_t file_bytes, struct rdump_failure *failure)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
		file_bytes > limit.rlim_cur) {
		return rdump_fail(failure, NULL, EFBIG);
	}
	return true;
}

/* What anybody may still write there; what only root may use is left to root's own needs. A tmpfs without a limit says
 * 0 blocks, and has room. */
static uint64_t free_bytes(const struct rdump_output *output)
{
	struct statvfs space;

	if (fstatvfs(output->directory_fd, &space) != 0 || space.f_blocks == 0) {
		return UINT64_MAX;
	}
	return (uint64_t)space.f_bavail * space.f_frsize;
}

bool rdump_output_check_space(
	const struct rdump_output *output, uint64_t data_bytes, struct rdump_failure *failure)
{
	uint64_t room = rdump_add_capped(free_bytes(output), output->gives_back);

	if (data_bytes <= room) {
		return true;
	}
	rdump_fail(failure, NULL, ENOSPC);
	failure->no_space = true;
	failure->needed_bytes = data_bytes;
	failure->free_bytes = room;
	return false;
}

static bool lacks_tmpfile(int error)
{
	/* EISDIR is what kernels before 3.11 say. */
	return error == EOPNOTSUPP || error == EISDIR || error == EINVAL || error == ENOSYS;
}

static int create_named(struct rdump_output *output, uint64_t file_bytes, uint64_t data_bytes)
{
	struct timespec now = {0, 0};

	clock_gettime(CLOCK_REALTIME, &now);
	snprintf(output->temporary, sizeof(output->temporary),
		".rdump-%ld-%lld-%ld-%" PRIu64 "-%" PRIu64 ".part", (long)getpid(), (long long)now.tv_sec,
		now.tv_nsec, file_bytes, data_bytes);
	return rdump_above_stdio(openat(output->directory_fd, output->temporary,
		O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE));
}

bool rdump_output_create_part(struct rdump_output *output, uint64_t file_bytes, uint64_t data_bytes,
	struct rdump_failure *failure)
{
	output->fd = create_named(output, file_bytes, data_bytes);
	if (output->fd < 0) {
		return rdump_fail(failure, NULL, errno);
	}
	output->has_name = true;
	/* On a file system without such locks the file counts as left over, later. */
	(void)flock(output->fd, LOCK_EX | LOCK_NB);
	return true;
}

bool rdump_output_give_up_old(struct rdump_output *output, struct rdump_failure *failure)
{
	if (!output->replaces) {
		return true;
	}
	remove_marker(output);
	if (unlinkat(output->directory_fd, output->name, 0) != 0 && errno != ENOENT) {
		return rdump_fail(failure, NULL, errno);
	}
	output->replaces = false;
	return true;
}

bool rdump_output_create(
	struct rdump_output *output, uint64_t data_bytes, struct rdump_failure *failure)
{
	output->fd = rdump_above_stdio(
		openat(output->directory_fd, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, FILE_MODE));
	if (output->fd < 0 && lacks_tmpfile(errno)) {
		if (!rdump_output_create_part(output, data_bytes, data_bytes, failure)) {
			return false;
		}
	}
	if (output->fd < 0) {
		return rdump_fail(failure, NULL, errno);
	}
	return data_bytes <= free_bytes(output) || rdump_output_give_up_old(output, failure);
}

/* ---- publishing --------------------------------------------------------------------------- */

static bool copy_piece(int from, int to, off_t at, off_t end)
{
	char piece[PIECE_BYTES];

	while (at < end) {
		size_t wanted = end - at < PIECE_BYTES ? (size_t)(end - at) : PIECE_BYTES;
		ssize_t got = pread(from, piece, wanted, at);

		if (got <= 0) {
			errno = got == 0 ? EIO : errno;
			return false;
		}
		for (ssize_t done = 0; done < got;) {
			ssize_t put = pwrite(to, piece + done, (size_t)(got - done), at + done);

			if (put <= 0) {
				errno = put == 0 ? EIO : errno;
				return false;
			}
			done += put;
		}
		at += got;
	}
	return true;
}

/* The file once more, with a name: for where link(2) is refused. Holes stay holes. */
static bool copy_to_part(struct rdump_output *output, struct rdump_failure *failure)
{
	int nameless = output->fd;
	off_t size = lseek(nameless, 0, SEEK_END);
	bool copied = size >= 0;
	off_t begin;

	if (!rdump_output_create_part(output, (uint64_t)size, (uint64_t)size, failure)) {
		output->fd = nameless;
		return false;
	}
	for (off_t at = 0; copied && at < size && (begin = lseek(nameless, at, SEEK_DATA)) >= 0;) {
		off_t end = lseek(nameless, begin, SEEK_HOLE);

		end = end < 0 ? size : end;
		copied = copy_piece(nameless, output->fd, begin, end);
		at = end;
	}
	copied = copied && ftruncate(output->fd, size) == 0;
	int error = errno;

	close(nameless);
	return copied || rdump_fail(failure, NULL, error);
}

/* Gives a file without a name its temporary one. */
static bool name_file(struct rdump_output *output, struct rdump_failure *failure)
{
	char link[64];
	struct timespec now = {0, 0};

	clock_gettime(CLOCK_REALTIME, &now);
	snprintf(link, sizeof(link), "/proc/self/fd/%d", output->fd);
	snprintf(output->temporary, sizeof(output->temporary), ".rdump-%ld-%lld-%ld-0-0.part",
		(long)getpid(), (long long)now.tv_sec, now.tv_nsec);
	(void)flock(output->fd, LOCK_EX | LOCK_NB);
	if (linkat(AT_FDCWD, link, output->directory_fd, output->temporary, AT_SYMLINK_FOLLOW) == 0) {
		output->has_name = true;
		return true;
	}
	return copy_to_part(output, failure);
}

/* close(2) reports delayed write errors, and does so for each descriptor of a file: closing a copy
 * tells of them while the file can still be kept from getting its name. */
static bool flush_delayed_errors(int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);

	return copy < 0 || close(copy) == 0 || errno == EINTR;
}

/* Whether the name stands for the file that was written: others may have rights in the folder. */
static bool is_ours(const struct rdump_output *output, const char *name)
{
	struct stat written;
	struct stat named;

	return fstat(output->fd, &written) == 0 &&
		   fstatat(output->directory_fd, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
		   written.st_ino == named.st_ino && written.st_dev == named.st_dev;
}

static bool sync_directory(const struct rdump_output *output)
{
	int fd =
		rdump_above_stdio(openat(output->directory_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	bool synced = fd >= 0 && fsync(fd) == 0;
	int error = errno;

	if (fd >= 0) {
		close(fd);
	}
	errno = error;
	return synced;
}

static bool create_marker(const struct rdump_output *output)
{
	char marker[RDUMP_NAME_SIZE];

	snprintf(marker, sizeof(marker), "%s" MARKER_SUFFIX, output->name);
	int fd = rdump_above_stdio(openat(output->directory_fd, marker,
		O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE));

	return fd >= 0 && (close(fd) == 0 || errno == EINTR);
}

static bool rename_into_place(struct rdump_output *output, struct rdump_failure *failure)
{
	static const char swapped[] = "somebody put another file in the dump's place";

	if (!is_ours(output, output->temporary)) {
		return rdump_fail(failure, swapped, 0);
	}
	/* What has the name now must still be something that a dump may replace. */
	if (!examine_target(output, failure)) {
		return false;
	}

	/* Somebody who reads the folder at this moment might see neither name. */
	int lock_fd = output->counted ? rdump_folder_lock(output->directory_fd) : -1;
	int result =
		renameat(output->directory_fd, output->temporary, output->directory_fd, output->name);
	int error = errno;

	if (lock_fd >= 0) {
		close(lock_fd);
	}
	if (result != 0) {
		return rdump_fail(failure, NULL, error);
	}
	output->has_name = false;
	if (!is_ours(output, output->name)) {
		(void)unlinkat(output->directory_fd, output->name, 0);
		return rdump_fail(failure, swapped, 0);
	}
	return true;
}

bool rdump_output_publish(struct rdump_output *output, bool marker, struct rdump_failure *failure)
{
	static const char no_marker[] = "the dump is complete, but its marker could not be made";

	/* A marker promises that the dump outlives a power cut. */
	if (!flush_delayed_errors(output->fd) || (marker && fdatasync(output->fd) != 0)) {
		return rdump_fail(failure, NULL, errno);
	}
	if ((!output->has_name && !name_file(output, failure)) || !rename_into_place(output, failure)) {
		return false;
	}
	remove_marker(output);

	int fd = output->fd;

	output->fd = -1;
	if (close(fd) != 0 && errno != EINTR) {
		rdump_fail(failure, NULL, errno);
		unlinkat(output->directory_fd, output->name, 0);
		return false;
	}
	if (marker && (!sync_directory(output) || !create_marker(output))) {
		return rdump_fail(failure, no_marker, errno);
	}
	return true;
}

void rdump_output_close(struct rdump_output *output)
{
	if (output->fd >= 0) {
		close(output->fd);
	}
	if (output->has_name) {
		unlinkat(output->directory_fd, output->temporary, 0);
	}
	if (output->directory_fd >= 0) {
		close(output->directory_fd);
	}
	output->fd = output->directory_fd = -1;
	output->has_name = false;
}
