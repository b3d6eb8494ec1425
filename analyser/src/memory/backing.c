/* See backing.h. */
#include "memory/backing.h"

#ifndef RA_NO_THREADS
# include <pthread.h>
#endif
#include <stdlib.h>
#include <string.h>

#define NO_FILE   UINT32_MAX
#define MAX_FILES 256u /* opened; a process maps some hundred at most */

struct file {
	uint32_t first; /* its entries: sorted[first .. first + count - 1] */
	uint32_t count;
	bool asked;
	struct ra_binary *binary; /* NULL: not used */
};

struct ra_backing {
	const struct ra_dump *dump;
	const char *dependency_root;
	ra_captured_reader *read_captured;
	void *context;
	const struct ra_map_entry **sorted; /* entries of files, by name and inode */
	struct file *files;
	uint32_t file_count;
	uint32_t *file_of; /* by index of the dump's entries */
	struct ra_backing_file *told;
	uint32_t told_count;
	uint32_t opened;
#ifndef RA_NO_THREADS
	pthread_mutex_t lock; /* several threads may ask */
#endif
};

static void lock(struct ra_backing *backing)
{
#ifndef RA_NO_THREADS
	pthread_mutex_lock(&backing->lock);
#else
	(void)backing;
#endif
}

static void unlock(struct ra_backing *backing)
{
#ifndef RA_NO_THREADS
	pthread_mutex_unlock(&backing->lock);
#else
	(void)backing;
#endif
}

static int compare_names(const struct ra_map_entry *a, const struct ra_map_entry *b)
{
	const uint32_t shorter = a->name.length < b->name.length ? a->name.length : b->name.length;
	const int order = memcmp(a->name.bytes, b->name.bytes, shorter);

	if (order != 0) {
		return order;
	}
	if (a->name.length != b->name.length) {
		return a->name.length < b->name.length ? -1 : 1;
	}
	return a->inode < b->inode ? -1 : a->inode > b->inode;
}

static int compare_files(const void *left, const void *right)
{
	const struct ra_map_entry *a = *(const struct ra_map_entry *const *)left;
	const struct ra_map_entry *b = *(const struct ra_map_entry *const *)right;
	const int order = compare_names(a, b);

	return order ? order : a < b ? -1 : a > b;
}

/* Between segments that are aligned to more than a page, as arm64's to 64 KB, the loader leaves a gap under the file's name
 * that nobody may touch: no segment of the file. */
static bool is_gap(const struct ra_map_entry *entry)
{
	return !entry->readable && !entry->writable && !entry->executable;
}

static void group_entries(struct ra_backing *backing)
{
	const struct ra_dump *dump = backing->dump;
	uint32_t count = 0;

	for (uint32_t i = 0; i < dump->entry_count; i++) {
		const struct ra_map_entry *entry = &dump->entries[i];

		backing->file_of[i] = NO_FILE;
		if (entry->inode != 0 && entry->name.length > 0 && entry->name.bytes[0] == '/' &&
			entry->begin < entry->end && !is_gap(entry)) {
			backing->sorted[count++] = entry;
		}
	}
	if (count) {
		qsort(backing->sorted, count, sizeof(*backing->sorted), compare_files);
	}
	for (uint32_t i = 0; i < count; i++) {
		if (i == 0 || compare_names(backing->sorted[i - 1], backing->sorted[i]) != 0) {
			backing->files[backing->file_count++] = (struct file){.first = i};
		}
		backing->files[backing->file_count - 1].count++;
		backing->file_of[backing->sorted[i] - dump->entries] = backing->file_count - 1;
	}
}

bool ra_backing_new(const struct ra_dump *dump, const struct ra_space_options *options,
	ra_captured_reader *read_captured, void *context, struct ra_backing **out, struct ra_error *err)
{
	struct ra_backing *backing = calloc(1, sizeof(*backing));

	if (backing) {
		backing->dump = dump;
		backing->dependency_root = options ? options->dependency_root : NULL;
		backing->read_captured = read_captured;
		backing->context = context;
		backing->sorted = calloc(dump->entry_count + 1u, sizeof(*backing->sorted));
		backing->files = calloc(dump->entry_count + 1u, sizeof(*backing->files));
		backing->file_of = calloc(dump->entry_count + 1u, sizeof(*backing->file_of));
		backing->told = calloc(MAX_FILES, sizeof(*backing->told));
	}
	if (!backing || !backing->sorted || !backing->files || !backing->file_of || !backing->told) {
		ra_backing_free(backing);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the mapped files");
	}
#ifndef RA_NO_THREADS
	if (pthread_mutex_init(&backing->lock, NULL) != 0) {
		ra_backing_free(backing);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no lock for the mapped files");
	}
#endif
	group_entries(backing);
	*out = backing;
	return true;
}

void ra_backing_free(struct ra_backing *backing)
{
	if (!backing) {
		return;
	}
	for (uint32_t i = 0; i < backing->file_count; i++) {
		ra_binary_close(backing->files[i].binary);
	}
#ifndef RA_NO_THREADS
	pthread_mutex_destroy(&backing->lock);
#endif
	free(backing->sorted);
	free(backing->files);
	free(backing->file_of);
	free(backing->told);
	free(backing);
}

static void open_file(struct ra_backing *backing, struct file *file)
{
	const struct ra_binary_query query = {
		.name = backing->sorted[file->first]->name,
		.entries = &backing->sorted[file->first],
		.entry_count = file->count,
		.dependency_root = backing->dependency_root,
		.eg_address = backing->dump->eg_address,
		.cg_address = backing->dump->cg_address,
		.read_captured = backing->read_captured,
		.context = backing->context,
	};
	struct ra_backing_file *told;

	file->asked = true;
	if (backing->told_count == MAX_FILES) {
		return;
	}
	told = &backing->told[backing->told_count++];
	told->name = query.name;
	ra_binary_open(&query, &file->binary, &told->verdict);
	told->used = file->binary != NULL;
}

/* The binary behind an entry, or NULL. Writable mappings are not those of the file any more. */
static const struct ra_binary *binary_of(
	struct ra_backing *backing, const struct ra_map_entry *entry)
{
	const uint32_t index = backing->file_of[entry - backing->dump->entries];

	if (index == NO_FILE || entry->writable || !entry->readable) {
		return NULL;
	}
	if (!backing->files[index].asked) {
		open_file(backing, &backing->files[index]);
	}
	return backing->files[index].binary;
}

uint64_t ra_backing_extent(
	struct ra_backing *backing, const struct ra_map_entry *entry, ra_addr at, uint64_t limit)
{
	lock(backing);
	const struct ra_binary *const binary = binary_of(backing, entry);
	const uint64_t extent = binary ? ra_binary_extent(binary, entry, at, limit) : 0;

	unlock(backing);
	return extent;
}

bool ra_backing_read(struct ra_backing *backing, const struct ra_map_entry *entry, ra_addr at,
	void *out, uint64_t length)
{
	lock(backing);
	const bool read = ra_binary_read(binary_of(backing, entry), entry, at, out, length);

	unlock(backing);
	return read;
}

static uint32_t place_of(const struct ra_backing *backing, const struct ra_backing_file *told)
{
	uint32_t i = 0;

	while (i < backing->dump->entry_count &&
		   backing->dump->entries[i].name.bytes != told->name.bytes) {
		i++;
	}
	return i;
}

void ra_backing_settle(struct ra_backing *backing, uint32_t told)
{
	for (uint32_t i = told + 1; i < backing->told_count; i++) {
		const struct ra_backing_file moved = backing->told[i];
		uint32_t to = i;

		for (; to > told && place_of(backing, &backing->told[to - 1]) > place_of(backing, &moved);
			to--) {
			backing->told[to] = backing->told[to - 1];
		}
		backing->told[to] = moved;
	}
}

const struct ra_backing_file *ra_backing_files(const struct ra_backing *backing, uint32_t *count)
{
	*count = backing->told_count;
	return backing->told;
}
