/* See binary_file.h. */
#include "memory/binary_file.h"

#include <string.h>

#ifdef __linux__

# include <errno.h>
# include <fcntl.h>
# include <linux/openat2.h>
# include <stdio.h>
# include <sys/stat.h>
# include <sys/syscall.h>
# include <sys/sysmacros.h>
# include <unistd.h>

# include "memory/source_file.h"

# define DELETED " (deleted)"

/* Without the mark of a deleted file, with its line breaks. False when it is none that we open. */
static bool path_of_name(struct ra_slice name, struct ra_binary_file *file)
{
	size_t length = name.length, used = 0;

	file->deleted = length > strlen(DELETED) &&
					memcmp(name.bytes + length - strlen(DELETED), DELETED, strlen(DELETED)) == 0;
	length -= file->deleted ? strlen(DELETED) : 0;
	if (length == 0 || length >= sizeof(file->path) || name.bytes[0] != '/') {
		return false;
	}
	for (size_t i = 0; i < length; i++) {
		if (name.bytes[i] == '\0') {
			return false;
		}
		if (length - i >= 4 && memcmp(name.bytes + i, "\\012", 4) == 0) {
			file->path[used++] = '\n';
			i += 3;
		} else {
			file->path[used++] = name.bytes[i];
		}
	}
	file->path[used] = '\0';
	/* The kernel never prints such names; below a dependency root they would lead out of it. */
	return !strstr(file->path, "/../") && !(used >= 3 && strcmp(file->path + used - 3, "/..") == 0);
}

/* Opens the place without the file: no device wakes up, no FIFO waits. */
static int open_place(const char *root, const char *path)
{
	struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT};
	char whole[2 * 4096];
	int folder, place;

	if (!root || !*root) {
		return open(path, O_PATH | O_CLOEXEC);
	}
	folder = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0) {
		return -1;
	}
	/* Links inside the root are followed as the dumped process saw them: relative to the root. */
	place = (int)syscall(SYS_openat2, folder, path, &how, sizeof(how));
	if (place < 0 && (errno == ENOSYS || errno == EPERM) &&
		(size_t)snprintf(whole, sizeof(whole), "%s%s", root, path) < sizeof(whole)) {
		place = open(whole, O_PATH | O_CLOEXEC);
	}
	close(folder);
	return place;
}

bool ra_binary_file_open(struct ra_slice name, const char *dependency_root,
	struct ra_binary_file *file, const char **verdict)
{
	struct stat status;
	char link[64];
	int place, fd;

	if (!path_of_name(name, file)) {
		*verdict = "not a path";
		return false;
	}
	place = open_place(dependency_root, file->path);
	if (place < 0) {
		*verdict = errno == ENOENT || errno == ENOTDIR ? "not found" : "cannot be opened";
		return false;
	}
	if (fstat(place, &status) != 0 || !S_ISREG(status.st_mode)) {
		*verdict = "not a regular file";
		close(place);
		return false;
	}
	snprintf(link, sizeof(link), "/proc/self/fd/%d", place);
	fd = open(link, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	close(place);
	if (fd < 0 || status.st_size <= 0) {
		*verdict = fd < 0 ? "cannot be opened" : "empty";
		if (fd >= 0) {
			close(fd);
		}
		return false;
	}
	snprintf(file->device, sizeof(file->device), "%02x:%02x", major(status.st_dev),
		minor(status.st_dev));
	file->inode = status.st_ino;
	*verdict = "no memory";
	return ra_source_of_descriptor(fd, &status, 0, &file->source, NULL);
}

#else

bool ra_binary_file_open(struct ra_slice name, const char *dependency_root,
	struct ra_binary_file *file, const char **verdict)
{
	(void)name;
	(void)dependency_root;
	(void)file;
	*verdict = "not found";
	return false;
}

#endif
