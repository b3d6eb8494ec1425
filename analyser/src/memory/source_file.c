/* See source_file.h. */
#include "memory/source_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "memory/mapped_file.h"
#include "memory/spool.h"

struct file {
	int fd;
	struct ra_mapped_file *mapped; /* NULL: it is read */
	bool kept;                     /* mapped: pages stay the process's own */
};

static size_t read_file(
	void *context, uint64_t offset, void *out, size_t length, struct ra_error *err)
{
	const struct file *const file = context;
	size_t done = 0;

	while (done < length) {
		const ssize_t got =
			pread(file->fd, (uint8_t *)out + done, length - done, (off_t)(offset + done));

		if (got < 0 && errno == EINTR) {
			continue;
		}
		if (got <= 0) {
			ra_fail(err, RA_ERR_FILE, offset + done, "cannot read: %s",
				got < 0 ? strerror(errno) : "the file became shorter");
			break;
		}
		done += (size_t)got;
	}
	return done;
}

static uint64_t next_data(void *context, uint64_t offset)
{
#ifdef SEEK_DATA
	const struct file *const file = context;
	const off_t data = lseek(file->fd, (off_t)offset, SEEK_DATA);

	if (data < 0) {
		return errno == ENXIO ? UINT64_MAX : offset; /* none behind it; not told */
	}
	return (uint64_t)data;
#else
	(void)context;
	return offset;
#endif
}

static uint64_t next_hole(void *context, uint64_t offset)
{
#ifdef SEEK_HOLE
	const struct file *const file = context;
	const off_t hole = lseek(file->fd, (off_t)offset, SEEK_HOLE);

	return hole < 0 ? UINT64_MAX : (uint64_t)hole;
#else
	(void)context;
	(void)offset;
	return UINT64_MAX;
#endif
}

static void fetch(void *context, uint64_t offset, uint64_t length)
{
	const struct file *const file = context;

	if (file->mapped) {
		ra_mapped_file_fetch(file->mapped, offset, length);
	}
}

static void let_go(void *context)
{
	const struct file *const file = context;

	if (file->mapped && !file->kept) {
		ra_mapped_file_let_go(file->mapped);
	}
}

static bool is_lost(void *context, struct ra_error *err)
{
	const struct file *const file = context;
	uint64_t offset;

	if (!file->mapped || !ra_mapped_file_is_lost(file->mapped, &offset)) {
		return false;
	}
	ra_fail(err, RA_ERR_FILE, offset, "cannot read: the file became shorter, or the disk fails");
	return true;
}

static void close_file(void *context)
{
	struct file *const file = context;

	ra_mapped_file_close(file->mapped);
	close(file->fd);
	free(file);
}

bool ra_source_of_descriptor(int fd, const struct stat *status, uint64_t budget_bytes,
	struct ra_source **out, struct ra_error *err)
{
	static const struct ra_source_type whole = {.read = read_file,
		.fetch = fetch,
		.let_go = let_go,
		.is_lost = is_lost,
		.close = close_file};
	static const struct ra_source_type sparse = {
		read_file, next_data, next_hole, fetch, let_go, is_lost, close_file};
	struct ra_source_options options = {
		.size_bytes = (uint64_t)status->st_size, .budget_bytes = budget_bytes};
	/* a file with blocks for all its bytes has no holes worth asking for */
	const bool has_holes = (uint64_t)status->st_blocks * 512 < options.size_bytes;
	struct file *const file = malloc(sizeof(*file));

	if (!file) {
		close(fd);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to open the file");
	}
	file->fd = fd;
	/* where addresses are few, the graph needs them */
	file->mapped = sizeof(void *) >= 8 && ra_source_is_worth_mapping(&options)
					   ? ra_mapped_file_open(fd, options.size_bytes, NULL)
					   : NULL;
	file->kept = ra_source_is_worth_keeping(&options);
	options.bytes = file->mapped ? ra_mapped_file_bytes(file->mapped) : NULL;
	return ra_source_new(has_holes ? &sparse : &whole, file, &options, out, err);
}

static int duplicate(int fd)
{
#ifdef F_DUPFD_CLOEXEC
	return fcntl(fd, F_DUPFD_CLOEXEC, 0);
#else
	(void)fd;
	errno = ENOTSUP;
	return -1;
#endif
}

bool ra_source_open(
	const char *path, uint64_t budget_bytes, struct ra_source **out, struct ra_error *err)
{
	struct stat status;
	int fd = strcmp(path, "-") == 0 ? duplicate(STDIN_FILENO)
									: open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0) {
		return ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "cannot open: %s", strerror(errno));
	}
	if (ra_needs_spooling(fd)) {
		fd = ra_spool(fd, err);
		if (fd < 0) {
			return false;
		}
	}
	if (fstat(fd, &status) != 0) {
		ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "cannot stat: %s", strerror(errno));
	} else if (!S_ISREG(status.st_mode)) {
		ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "not a regular file");
	} else {
		return ra_source_of_descriptor(fd, &status, budget_bytes, out, err);
	}
	close(fd);
	return false;
}
