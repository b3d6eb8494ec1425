/* See replace.h. */
#include "base/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/format.h"

/* The unfinished file, for whoever ends the program. One at a time. */
static char unfinished[PATH_MAX];
static volatile sig_atomic_t is_unfinished;

void ra_replacement_abandon(void)
{
	if (is_unfinished) {
		is_unfinished = 0;
		unlink(unfinished);
	}
}

static void end_by(int number)
{
	ra_replacement_abandon();
	signal(number, SIG_DFL);
	raise(number);
}

static void watch_signals(void)
{
	static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (signal(numbers[i], end_by) == SIG_IGN) {
			signal(numbers[i], SIG_IGN);
		}
	}
}

bool ra_may_replace(
	const char *path, const char *const *inputs, size_t input_count, struct ra_error *err)
{
	struct stat output;
	struct stat input;

	if (!path || stat(path, &output) != 0 || !S_ISREG(output.st_mode)) {
		return true;
	}
	for (size_t i = 0; i < input_count; i++) {
		if (inputs[i] && stat(inputs[i], &input) == 0 && input.st_dev == output.st_dev &&
			input.st_ino == output.st_ino) {
			return ra_fail(err, RA_ERR_FILE, RA_NOWHERE,
				"this is the file that is read (%s): choose another output", inputs[i]);
		}
	}
	return true;
}

static bool cannot_write(struct ra_error *err, int error)
{
	return ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "cannot write: %s",
		error == ENXIO ? "nobody reads this FIFO" : strerror(error));
}

/* A terminal, a FIFO, a device. */
static bool open_as_it_is(
	struct ra_replacement *replacement, const char *path, struct ra_error *err)
{
	/* without waiting for a reader of a FIFO */
	const int fd = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	const int flags = fd < 0 ? -1 : fcntl(fd, F_GETFL);

	if (flags < 0 || fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) < 0) {
		const int error = errno;

		if (fd >= 0) {
			close(fd);
		}
		return cannot_write(err, error);
	}
	replacement->stream = fdopen(fd, "w");
	if (!replacement->stream) {
		close(fd);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the output");
	}
	return true;
}

/* "/a/b" is written as "/a/.b.XXXXXX". */
static bool open_aside(struct ra_replacement *replacement, struct ra_error *err)
{
	const char *const slash = strrchr(replacement->path, '/');
	const int folder = slash ? (int)(slash - replacement->path) + 1 : 0;
	int fd;

	replacement->temporary =
		ra_text_printf("%.*s.%.200s.XXXXXX", folder, replacement->path, replacement->path + folder);
	if (!replacement->temporary) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the output");
	}
	if (strlen(replacement->temporary) >= sizeof(unfinished)) {
		return cannot_write(err, ENAMETOOLONG);
	}
	fd = mkostemp(replacement->temporary, O_CLOEXEC);
	if (fd < 0) {
		return cannot_write(err, errno);
	}
	memcpy(unfinished, replacement->temporary, strlen(replacement->temporary) + 1);
	is_unfinished = 1;
	watch_signals();
	replacement->stream = fdopen(fd, "w");
	if (!replacement->stream) {
		close(fd);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the output");
	}
	return true;
}

static void forget(struct ra_replacement *replacement)
{
	ra_replacement_abandon();
	free(replacement->temporary);
	free(replacement->path);
	*replacement = (struct ra_replacement){NULL, NULL, NULL};
}

bool ra_replacement_open(struct ra_replacement *replacement, const char *path, struct ra_error *err)
{
	struct stat status;
	const bool exists = stat(path, &status) == 0;
	bool opened;

	*replacement = (struct ra_replacement){NULL, NULL, NULL};
	if (exists && S_ISDIR(status.st_mode)) {
		return cannot_write(err, EISDIR);
	}
	if (exists && !S_ISREG(status.st_mode)) {
		return open_as_it_is(replacement, path, err);
	}
	/* a link stays one, and what it leads to is replaced */
	replacement->path = exists ? realpath(path, NULL) : strdup(path);
	if (!replacement->path) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the output");
	}
	opened = open_aside(replacement, err);
	if (!opened) {
		forget(replacement);
	}
	return opened;
}

bool ra_replacement_open_here(
	struct ra_replacement *replacement, const char *path, struct ra_error *err)
{
	struct stat status;

	*replacement = (struct ra_replacement){NULL, NULL, NULL};
	if (lstat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
		return ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "%s is %s, and is left alone", path,
			S_ISLNK(status.st_mode) ? "a symbolic link" : "no regular file");
	}
	replacement->path = strdup(path);
	if (!replacement->path) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the output");
	}
	/* a link that comes now is replaced itself */
	const bool opened = open_aside(replacement, err);

	if (!opened) {
		forget(replacement);
	}
	return opened;
}

bool ra_replacement_close(struct ra_replacement *replacement, bool good, struct ra_error *err)
{
	int error = 0;

	if (ferror(replacement->stream) || fflush(replacement->stream) != 0) {
		error = errno ? errno : EIO;
	}
	if (fclose(replacement->stream) != 0 && error == 0) {
		error = errno;
	}
	if (error == 0 && good && replacement->temporary &&
		rename(replacement->temporary, replacement->path) != 0) {
		error = errno;
	}
	if (error == 0 && good) {
		is_unfinished = 0;
	}
	forget(replacement);
	return error == 0 || cannot_write(err, error);
}
