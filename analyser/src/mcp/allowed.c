/* See allowed.h. A name below the folder is resolved once by the C library, so that links inside work; the result must lie
 * below the folder and is then opened part by part from the folder's descriptor without following any link. Whoever swaps a
 * part for a link between the two makes the open fail, and nothing else. */
#include "mcp/allowed.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/format.h"

/* O_NONBLOCK: the open of a FIFO must not wait */
#define READ_FLAGS   (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
#define FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

bool ra_allowed_init(struct ra_allowed *allowed, char *const *files, int file_count,
	const char *root, struct ra_error *err)
{
	*allowed = (struct ra_allowed){.files = files, .file_count = file_count, .root_fd = -1};
	if (!root) {
		return true;
	}
	allowed->called = strdup(root);
	allowed->root = realpath(root, NULL);
	allowed->root_fd = allowed->root ? open(allowed->root, FOLDER_FLAGS) : -1;
	return (allowed->called && allowed->root_fd >= 0) ||
		   ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "cannot open the folder: %s", strerror(errno));
}

void ra_allowed_done(struct ra_allowed *allowed)
{
	if (allowed->root_fd >= 0) {
		close(allowed->root_fd);
	}
	free(allowed->root);
	free(allowed->called);
	*allowed = (struct ra_allowed){.root_fd = -1};
}

static int refuse(const char *name, struct ra_error *err)
{
	char *const clean = ra_text_clean(name, strnlen(name, 200));

	ra_fail(err, RA_ERR_FILE, RA_NOWHERE,
		"there is no '%s' among the files that may be asked about: see the tool list",
		clean ? clean : "");
	free(clean);
	return -1;
}

static const char *last_part(const char *path)
{
	const char *const slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* NULL: none, or more than one of that last part. */
static const char *named_file(const struct ra_allowed *allowed, const char *name)
{
	const char *found = NULL;
	unsigned count = 0;

	for (int i = 0; i < allowed->file_count; i++) {
		if (strcmp(allowed->files[i], name) == 0) {
			return allowed->files[i];
		}
		if (strcmp(last_part(allowed->files[i]), name) == 0) {
			found = allowed->files[i];
			count++;
		}
	}
	return count == 1 ? found : NULL;
}

/* What follows the folder in a path, without slashes in front. NULL: it does not lie in it. */
static const char *below(const char *path, const char *folder)
{
	size_t length = strlen(folder);

	while (length > 0 && folder[length - 1] == '/') {
		length--;
	}
	if (strncmp(path, folder, length) != 0 || (path[length] != '/' && path[length] != '\0')) {
		return NULL;
	}
	return path + length + strspn(path + length, "/");
}

/* Opens a resolved path from the folder on, part by part, without links. */
static int open_parts(const struct ra_allowed *allowed, char *path, int last_flags)
{
	int at = dup(allowed->root_fd);
	char *rest = NULL;

	for (char *part = strtok_r(path, "/", &rest); part && at >= 0;) {
		char *const next = strtok_r(NULL, "/", &rest);
		const int inner = strcmp(part, "..") == 0
							  ? -1
							  : openat(at, part, (next ? FOLDER_FLAGS : last_flags) | O_NOFOLLOW);

		close(at);
		at = inner;
		part = next;
	}
	return at;
}

static int open_below(const struct ra_allowed *allowed, const char *name, int flags)
{
	char path[PATH_MAX];
	const char *inside = name;
	int fd = -1;

	if (*name == '/') {
		inside = below(name, allowed->root);
		inside = inside ? inside : below(name, allowed->called);
	}
	if (!inside || snprintf(path, sizeof(path), "%s/%s", allowed->root, inside) >= PATH_MAX) {
		return -1;
	}
	char *const real = realpath(path, NULL);
	const char *const rest = real ? below(real, allowed->root) : NULL;

	if (rest) {
		memmove(real, rest, strlen(rest) + 1);
		fd = open_parts(allowed, real, flags);
	}
	free(real);
	return fd;
}

int ra_allowed_open(
	const struct ra_allowed *allowed, const char *name, struct stat *status, struct ra_error *err)
{
	if (!name && allowed->file_count != 1) {
		ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "name a file: see the tool list");
		return -1;
	}
	const char *const wanted = name ? name : allowed->files[0];
	const char *const given = named_file(allowed, wanted);
	int fd = -1;

	if (given) {
		fd = open(given, READ_FLAGS);
	} else if (allowed->root) {
		fd = open_below(allowed, wanted, READ_FLAGS);
	}
	if (fd >= 0 && (fstat(fd, status) != 0 || !S_ISREG(status->st_mode))) {
		close(fd);
		fd = -1;
	}
	return fd >= 0 ? fd : refuse(wanted, err);
}

int ra_allowed_folder(const struct ra_allowed *allowed, const char *name, struct ra_error *err)
{
	const int fd = allowed->root ? open_below(allowed, name ? name : ".", FOLDER_FLAGS) : -1;

	return fd >= 0 ? fd : refuse(name ? name : "folder", err);
}
