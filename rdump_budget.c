/*
 * How much disk space the dumps of a directory take. No PHP, no heap: readdir(3) would allocate, so
 * the directory is read with getdents64(2).
 */
#include "rdump_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DUMP_SUFFIX ".rdump"

/* What getdents64(2) fills the buffer with. */
struct directory_entry {
	uint64_t inode;
	int64_t offset;
	uint16_t size;
	uint8_t type;
	char name[];
};

static bool is_dump_name(const char *name)
{
	size_t length = strlen(name);
	size_t suffix_length = strlen(DUMP_SUFFIX);

	return length >= suffix_length && strcmp(name + length - suffix_length, DUMP_SUFFIX) == 0;
}

static uint64_t file_bytes(int directory_fd, const char *name)
{
	struct stat status;

	if (fstatat(directory_fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0 ||
		!S_ISREG(status.st_mode) || status.st_size < 0) {
		return 0;
	}
	return (uint64_t)status.st_size;
}

static bool sum_entries(int directory_fd, const char *excluded, uint64_t *sum)
{
	char buffer[4096] __attribute__((aligned(8)));

	for (;;) {
		long got = syscall(SYS_getdents64, directory_fd, buffer, sizeof(buffer));

		if (got <= 0) {
			return got == 0;
		}
		for (long at = 0; at < got;) {
			const struct directory_entry *entry = (const void *)(buffer + at);

			if (is_dump_name(entry->name) && strcmp(entry->name, excluded) != 0) {
				*sum = rdump_add_capped(*sum, file_bytes(directory_fd, entry->name));
			}
			at += entry->size;
		}
	}
}

bool rdump_budget_used(const char *path, uint64_t *bytes)
{
	char directory[PATH_MAX];
	const char *name = rdump_path_split(path, directory, sizeof(directory));
	uint64_t sum = 0;

	if (!name) {
		errno = ENAMETOOLONG;
		return false;
	}

	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0) {
		return false;
	}

	bool counted = sum_entries(fd, name, &sum);
	int error = errno;

	close(fd);
	errno = error;
	if (counted) {
		*bytes = sum;
	}
	return counted;
}
