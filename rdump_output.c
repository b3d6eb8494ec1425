/*
 * The rules of the output file.
 *
 * A dump appears under its name when it is whole, or not at all: a process that is killed half way
 * leaves nothing that could pass for a dump. Where the file system can (O_TMPFILE), the file has no
 * name until then, so nothing is left behind either; elsewhere it has a temporary one,
 * ".rdump-<pid>-<time>.part" beside the target. Writing under the final name and adding the magic
 * last was refused: watchers would see, and ship, a file that is still growing.
 *
 * No PHP, no heap.
 */
#include "rdump_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define FILE_MODE        0600
#define PUBLISH_ATTEMPTS 16

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

const char *rdump_path_split(const char *path, char *directory, size_t directory_size)
{
	const char *slash = strrchr(path, '/');
	size_t length = slash ? (size_t)(slash - path) + 1 : 0;

	if (length >= directory_size || directory_size < sizeof(".")) {
		return NULL;
	}
	memcpy(directory, path, length);
	memcpy(directory + length, length ? "" : ".", length ? 1 : 2);
	return path + length;
}

bool rdump_output_open(struct rdump_output *output, const char *path, struct rdump_failure *failure)
{
	char directory[PATH_MAX];

	memset(output, 0, sizeof(*output));
	output->directory_fd = -1;
	output->fd = -1;
	if (*path == '\0') {
		return rdump_fail(failure, NULL, ENOENT);
	}
	output->name = rdump_path_split(path, directory, sizeof(directory));
	if (!output->name) {
		return rdump_fail(failure, NULL, ENAMETOOLONG);
	}
	if (*output->name == '\0') {
		return rdump_fail(failure, "is a directory", 0);
	}
	output->directory_fd = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (output->directory_fd < 0) {
		return rdump_fail(failure, NULL, errno);
	}
	return examine_target(output, failure);
}

bool rdump_output_check_space(const struct rdump_output *output, uint64_t file_bytes,
	uint64_t data_bytes, struct rdump_failure *failure)
{
	struct statvfs space;
	struct rlimit limit;

	if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
		file_bytes > limit.rlim_cur) {
		return rdump_fail(failure, NULL, EFBIG);
	}
	/* A tmpfs without a limit says 0 blocks. */
	if (fstatvfs(output->directory_fd, &space) != 0 || space.f_blocks == 0) {
		return true;
	}

	uint64_t blocks = geteuid() == 0 ? space.f_bfree : space.f_bavail;
	uint64_t free_bytes = blocks * space.f_frsize + output->gives_back;

	if (data_bytes <= free_bytes) {
		return true;
	}
	rdump_fail(failure, NULL, ENOSPC);
	failure->no_space = true;
	failure->needed_bytes = data_bytes;
	failure->free_bytes = free_bytes;
	return false;
}

static bool lacks_tmpfile(int error)
{
	/* EISDIR is what kernels before 3.11 say. */
	return error == EOPNOTSUPP || error == EISDIR || error == EINVAL || error == ENOSYS;
}

static int create_named(struct rdump_output *output)
{
	struct timespec now = {0, 0};

	clock_gettime(CLOCK_REALTIME, &now);
	snprintf(output->temporary, sizeof(output->temporary), ".rdump-%ld-%lld-%ld.part",
		(long)getpid(), (long long)now.tv_sec, now.tv_nsec);
	return openat(output->directory_fd, output->temporary,
		O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
}

static bool unlink_old(const struct rdump_output *output, struct rdump_failure *failure)
{
	return !output->replaces || unlinkat(output->directory_fd, output->name, 0) == 0 ||
		   errno == ENOENT || rdump_fail(failure, NULL, errno);
}

/* The old file goes when there is a new one to write to, and before its space is needed. */
bool rdump_output_create(struct rdump_output *output, struct rdump_failure *failure)
{
	output->fd = openat(output->directory_fd, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, FILE_MODE);
	if (output->fd < 0 && lacks_tmpfile(errno)) {
		output->fd = create_named(output);
		output->has_name = output->fd >= 0;
	}
	if (output->fd < 0) {
		return rdump_fail(failure, NULL, errno);
	}
	return unlink_old(output, failure);
}

/* Gives the file its final name, which must be free. */
static int link_to_name(const struct rdump_output *output)
{
	if (!output->has_name) {
		char link[64];

		snprintf(link, sizeof(link), "/proc/self/fd/%d", output->fd);
		return linkat(AT_FDCWD, link, output->directory_fd, output->name, AT_SYMLINK_FOLLOW);
	}
	if (linkat(output->directory_fd, output->temporary, output->directory_fd, output->name, 0) ==
		0) {
		return 0;
	}
	if (errno == EEXIST) {
		return -1;
	}
	/* A file system without hard links. */
	return renameat(output->directory_fd, output->temporary, output->directory_fd, output->name);
}

/* close(2) reports delayed write errors, and does so for each descriptor of a file: closing a copy
 * tells of them while the file can still be kept from getting its name. */
static bool flush_delayed_errors(int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	return copy < 0 || close(copy) == 0 || errno == EINTR;
}

bool rdump_output_publish(struct rdump_output *output, struct rdump_failure *failure)
{
	if (!flush_delayed_errors(output->fd)) {
		return rdump_fail(failure, NULL, errno);
	}
	/* Somebody may have made a file of that name meanwhile. */
	for (int attempt = 0; link_to_name(output) != 0; attempt++) {
		if (errno != EEXIST || attempt == PUBLISH_ATTEMPTS) {
			return rdump_fail(failure, NULL, errno);
		}
		if (!examine_target(output, failure) || !unlink_old(output, failure)) {
			return false;
		}
	}

	int fd = output->fd;

	output->fd = -1;
	if (close(fd) != 0 && errno != EINTR) {
		rdump_fail(failure, NULL, errno);
		unlinkat(output->directory_fd, output->name, 0);
		return false;
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
}

/* ---- the marker --------------------------------------------------------------------------- */

#define MARKER_SUFFIX ".done"

static bool marker_path(const char *path, char *marker, size_t marker_size)
{
	int length = snprintf(marker, marker_size, "%s%s", path, MARKER_SUFFIX);

	return length > 0 && (size_t)length < marker_size;
}

void rdump_marker_remove(const char *path)
{
	char marker[PATH_MAX];

	if (marker_path(path, marker, sizeof(marker))) {
		unlink(marker);
	}
}

bool rdump_marker_create(const char *path, struct rdump_failure *failure)
{
	static const char reason[] = "the dump is complete, but its marker could not be made";
	char marker[PATH_MAX];

	if (!marker_path(path, marker, sizeof(marker))) {
		return rdump_fail(failure, reason, ENAMETOOLONG);
	}

	int fd = open(marker, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);

	if (fd < 0 || (close(fd) != 0 && errno != EINTR)) {
		return rdump_fail(failure, reason, errno);
	}
	return true;
}
