/* See dump_index.h. */
#include "walk/dump_index.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/format.h"
#include "base/replace.h"
#include "base/tty_guard.h"
#include "graph/graph_image.h"
#include "graph/tally.h"
#include "memory/mapped_file.h"

char *ra_index_path(const char *dump)
{
	struct stat status;

	return stat(dump, &status) == 0 && S_ISREG(status.st_mode) ? ra_text_printf("%s.index", dump)
															   : NULL;
}

/* Only what is the usual way to read a dump is kept: the options that change the graph are few and rare. */
static bool is_usual(const struct ra_snapshot_options *options)
{
	return options->measures && options->measures_limit == 0 && !options->dump.salvage &&
		   !options->space.no_files && !options->space.dependency_root;
}

static bool make_key(
	const char *dump, const struct ra_snapshot_options *options, struct ra_image_key *key)
{
	struct stat status;

	if (stat(dump, &status) != 0 || !S_ISREG(status.st_mode)) {
		return false;
	}
	*key = (struct ra_image_key){
		.size_bytes = (uint64_t)status.st_size,
		.seconds = status.st_mtim.tv_sec,
		.nanoseconds = status.st_mtim.tv_nsec,
		.inode = (uint64_t)status.st_ino,
		.thread = options->dump.thread,
	};
	return true;
}

bool ra_index_write(const char *path, const char *dump, const struct ra_snapshot_options *options,
	const struct ra_snapshot *snapshot, const struct ra_tables *tables, struct ra_error *err)
{
	struct ra_replacement file;
	struct ra_image_key key;

	if (!snapshot->measures || !snapshot->tally || !make_key(dump, options, &key)) {
		return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "there can be no index of it");
	}
	if (!ra_replacement_open_here(&file, path, err)) {
		return false;
	}
	const bool good = ra_image_write(file.stream, &key, snapshot->graph, snapshot->measures, tables,
		snapshot->tally->live_bytes);

	return ra_replacement_close(&file, good, err) &&
		   (good || ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "the index cannot be written"));
}

/* The file is never changed where it is: who makes it shorter all the same ends the program, with a message. What was checked
 * and is used in its place cannot become zeros. */
static void end_of_file(void)
{
	static const char text[] = "rdump: the index became shorter while it was used\n";

	ra_replacement_abandon();
	ra_tty_guard_give_back();
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0) {
		/* the exit status says it, too */
	}
	_exit(2);
}

/* Only its owner may have written it. */
static bool is_ours(const struct stat *status)
{
	return S_ISREG(status->st_mode) && status->st_uid == geteuid() &&
		   (status->st_mode & (S_IRWXG | S_IRWXO)) == 0 && status->st_size > 0;
}

/* NULL: there is none that may be used. */
static struct ra_mapped_file *map(const char *path, struct ra_image *image)
{
	const int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct ra_mapped_file *file = NULL;
	struct stat status;

	if (fd >= 0 && fstat(fd, &status) == 0 && is_ours(&status)) {
		file = ra_mapped_file_open(fd, (uint64_t)status.st_size, end_of_file);
	}
	if (fd >= 0) {
		close(fd);
	}
	if (file) {
		image->bytes = (void *)ra_mapped_file_bytes(file);
		image->length = (size_t)status.st_size;
	}
	return file;
}

bool ra_index_load(
	const char *dump, const struct ra_snapshot_options *options, struct ra_snapshot *snapshot)
{
	struct ra_error ignored = {0};
	struct ra_image_key key;
	struct ra_image image;
	uint64_t live_bytes;
	const char *why;
	char *const path = is_usual(options) ? ra_index_path(dump) : NULL;
	struct ra_mapped_file *const file =
		path && make_key(dump, options, &key) ? map(path, &image) : NULL;

	free(path);
	if (!file) {
		return false;
	}
	struct ra_tables *const tables = calloc(1, sizeof(*tables));

	if (!tables || !ra_tally_new(&snapshot->tally, &ignored) ||
		!ra_image_open(
			&image, &key, &snapshot->graph, &snapshot->measures, tables, &live_bytes, &why)) {
		free(tables);
		ra_tally_free(snapshot->tally);
		snapshot->tally = NULL;
		ra_mapped_file_close(file);
		return false;
	}
	snapshot->tally->live_bytes = live_bytes;
	snapshot->tables = tables;
	snapshot->index = file;
	return true;
}

void ra_index_complete(struct ra_snapshot *snapshot)
{
	if (snapshot->tables) {
		snapshot->tally->references = snapshot->tables->references;
		snapshot->tally->reference_capacity = snapshot->tables->reference_count;
		ra_collector_find(
			snapshot->dump, snapshot->space, snapshot->layout, &snapshot->tally->collector);
	}
}

void ra_index_unload(struct ra_snapshot *snapshot)
{
	if (snapshot->tables && snapshot->tally) { /* they are the file's */
		snapshot->tally->references = (struct ra_narrow8){0};
		snapshot->tally->reference_capacity = 0;
	}
	ra_mapped_file_close(snapshot->index);
	snapshot->index = NULL;
	free(snapshot->tables);
	snapshot->tables = NULL;
}

/* An index of ours is there, whatever is in it. */
static bool was_wanted(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0 && is_ours(&status);
}

char *ra_index_outdated(
	const char *dump, const struct ra_snapshot_options *options, const struct ra_snapshot *snapshot)
{
	char *const path =
		snapshot->dump && !snapshot->index && is_usual(options) ? ra_index_path(dump) : NULL;

	if (path && was_wanted(path)) {
		return path;
	}
	free(path);
	return NULL;
}
