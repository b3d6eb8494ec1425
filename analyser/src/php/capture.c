/* See capture.h. The engine is looked for while the process runs; it stands still only while its memory is read, straight
 * into the pages of the file, which are made before that: one copy, and nothing is written in between. What goes into a
 * pipe is kept in our memory until the process goes on, where there is memory for it. Otherwise, and where the file cannot
 * be mapped, it is written piece by piece while the process stands. */
#include "php/capture.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "memory/live_process.h"
#include "memory/space.h"
#include "php/basic_search.h"
#include "php/engine_search.h"
#include "php/layout.h"
#include "php/note.h"

#define PIECE_BYTES        (4u << 20)
#define MAPPED_PIECE_BYTES (32u << 20)
#define WRITE_BYTES        (16u << 20) /* of one system call */
#define LEAST_SPARE        (64u << 20) /* of the mapping, for what the process grows by until it stands */
#define PAGE_BYTES         4096u
#define ENTRY_BYTES        64u /* of the header for a mapping, about, without its name */

#ifndef MADV_POPULATE_WRITE
# define MADV_POPULATE_WRITE 23 /* Linux 5.14 */
#endif

struct writer {
	int fd;
	bool seekable;
	off_t begin; /* of the dump in the file */
	uint8_t *
		image; /* of the file, mapped, or of what goes into a pipe; NULL: pieces are written at once */
	uint64_t image_bytes;
	uint64_t offset; /* in the file */
	uint8_t *piece;  /* PIECE_BYTES */
	size_t used;     /* of it, while the header is put together */
	struct ra_capture *result;
	struct ra_error *err;
};

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static bool cannot_write(struct writer *writer)
{
	return ra_fail(
		writer->err, RA_ERR_FILE, RA_NOWHERE, "cannot write the dump: %s", strerror(errno));
}

static bool write_now(struct writer *writer, const uint8_t *bytes, uint64_t length)
{
	while (length > 0) {
		const ssize_t done = write(writer->fd, bytes, length < WRITE_BYTES ? length : WRITE_BYTES);

		if (done < 0 && errno == EINTR) {
			continue;
		}
		if (done <= 0) {
			return cannot_write(writer);
		}
		bytes += done;
		length -= (size_t)done;
	}
	return true;
}

static bool skip_now(struct writer *writer, uint64_t length)
{
	static const uint8_t zeros[65536];

	if (writer->seekable) {
		return lseek(writer->fd, (off_t)length, SEEK_CUR) >= 0 || cannot_write(writer);
	}
	while (length > 0) {
		const size_t part = length < sizeof(zeros) ? (size_t)length : sizeof(zeros);

		if (!write_now(writer, zeros, part)) {
			return false;
		}
		length -= part;
	}
	return true;
}

/* ---- the image ---- */

static uint64_t number_in(const char *path, const char *before)
{
	char text[4096];
	const char *at = NULL;
	FILE *const file = fopen(path, "re");

	if (file) {
		text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
		at = strstr(text, before);
		fclose(file);
	}
	return at ? strtoull(at + strlen(before), NULL, 10) : 0;
}

/* How much memory may be taken without hurting anybody: half of what is left, here and in our control group. */
static uint64_t memory_to_take(void)
{
	const uint64_t here = number_in("/proc/meminfo", "MemAvailable:") * 1024;
	const uint64_t limit = number_in("/sys/fs/cgroup/memory.max", "");
	const uint64_t used = number_in("/sys/fs/cgroup/memory.current", "");
	const uint64_t group = limit == 0 ? here : limit > used ? limit - used : 0;

	return (here < group ? here : group) / 2;
}

/* For a file of so many bytes, `rss_bytes` of which are there. Without an image it works too. */
static void open_image(struct writer *writer, uint64_t file_bytes, uint64_t rss_bytes)
{
	const uint64_t spare = file_bytes / 4 > LEAST_SPARE ? file_bytes / 4 : LEAST_SPARE;
	const uint64_t bytes = (file_bytes + spare) / PAGE_BYTES * PAGE_BYTES;
	void *image = MAP_FAILED;

	struct rlimit limit;

	if (bytes > SIZE_MAX / 2 || getrlimit(RLIMIT_FSIZE, &limit) != 0 || bytes > limit.rlim_cur) {
		return;
	}
	if (writer->seekable && writer->begin == 0 && ftruncate(writer->fd, (off_t)bytes) == 0) {
		image = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, writer->fd, 0);
	} else if (!writer->seekable && rss_bytes + LEAST_SPARE <= memory_to_take()) {
		image = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	}
	if (image != MAP_FAILED) {
		writer->image = image;
		writer->image_bytes = bytes;
		madvise(image, bytes, MADV_DONTDUMP);
		if (!writer->seekable) {
			madvise(image, bytes, MADV_HUGEPAGE);
		}
	}
}

static void close_image(struct writer *writer)
{
	if (writer->image) {
		munmap(writer->image, writer->image_bytes);
	}
	writer->image = NULL;
}

/* From here on pieces are written at once. */
static bool leave_image(struct writer *writer)
{
	const bool good = writer->seekable ? lseek(writer->fd, writer->begin + (off_t)writer->offset,
											 SEEK_SET) >= 0 ||
											 cannot_write(writer)
									   : write_now(writer, writer->image, writer->offset);

	close_image(writer);
	return good;
}

/* Where the next bytes can be put for write_fully(). NULL: there is no more room, and what there is cannot be written. */
static uint8_t *room_for(struct writer *writer, size_t length)
{
	if (writer->image && writer->image_bytes - writer->offset < length && !leave_image(writer)) {
		return NULL;
	}
	return writer->image ? writer->image + writer->offset : writer->piece;
}

/* A mapping's page for which the disk has no room would be a SIGBUS. */
static bool put_in_image(struct writer *writer, const uint8_t *bytes, size_t length)
{
	if (!writer->seekable) {
		memcpy(writer->image + writer->offset, bytes, length);
		return true;
	}
	while (length > 0) {
		const ssize_t done = pwrite(writer->fd, bytes, length, (off_t)writer->offset);

		if (done < 0 && errno == EINTR) {
			continue;
		}
		if (done <= 0) {
			return cannot_write(writer);
		}
		bytes += done;
		length -= (size_t)done;
		writer->offset += (size_t)done;
	}
	return true;
}

/* Bytes that room_for() gave are not copied. */
static bool write_fully(struct writer *writer, const uint8_t *bytes, size_t length)
{
	const uint8_t *const room = length ? room_for(writer, length) : bytes;
	const uint64_t end = writer->offset + length;
	bool good = room != NULL;

	if (good && length > 0 && !writer->image) {
		good = write_now(writer, bytes, length);
	} else if (good && room != bytes) {
		good = put_in_image(writer, bytes, length);
	}
	writer->offset = end;
	return good;
}

static bool skip(struct writer *writer, uint64_t length)
{
	if (writer->image && writer->image_bytes - writer->offset < length && !leave_image(writer)) {
		return false;
	}
	if (!writer->image && !skip_now(writer, length)) {
		return false;
	}
	writer->offset += length;
	return true;
}

/* ---- header ---- */

static bool flush(struct writer *writer)
{
	const size_t used = writer->used;

	writer->used = 0;
	return write_fully(writer, writer->piece, used);
}

static bool put(struct writer *writer, const void *bytes, size_t length)
{
	if (length > PIECE_BYTES - writer->used && !flush(writer)) {
		return false;
	}
	if (length > PIECE_BYTES) {
		return write_fully(writer, bytes, length);
	}
	memcpy(writer->piece + writer->used, bytes, length);
	writer->used += length;
	return true;
}

static bool put_u32(struct writer *writer, uint32_t value)
{
	const uint8_t bytes[4] = {
		(uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16), (uint8_t)(value >> 24)};

	return put(writer, bytes, sizeof(bytes));
}

static bool put_u64(struct writer *writer, uint64_t value)
{
	return put_u32(writer, (uint32_t)value) && put_u32(writer, (uint32_t)(value >> 32));
}

static bool put_text(struct writer *writer, const char *text, uint32_t length)
{
	return put_u32(writer, length) && put(writer, text, length);
}

static bool put_hex(struct writer *writer, uint64_t value)
{
	char text[20];
	const int length = snprintf(text, sizeof(text), "%" PRIx64, value);

	return put_text(writer, text, (uint32_t)length);
}

static bool put_entry(struct writer *writer, const struct ra_map_entry *entry)
{
	const uint8_t flags[4] = {entry->readable, entry->writable, entry->executable, entry->private};

	return put_hex(writer, entry->begin) && put_hex(writer, entry->end) &&
		   put_hex(writer, entry->file_offset) && put(writer, flags, sizeof(flags)) &&
		   put_text(writer, entry->device.bytes, entry->device.length) &&
		   put_u64(writer, entry->inode) && put_text(writer, entry->name.bytes, entry->name.length);
}

/* Addresses of globals are those of `engine`, where they were searched for. */
static bool put_header(
	struct writer *writer, const struct ra_dump *dump, const struct ra_dump *engine)
{
	bool good = put(writer, "RDUMP\0\0\0", 8) && put_u32(writer, 3) &&
				put_text(writer, engine->php_version, (uint32_t)strlen(engine->php_version)) &&
				put_u64(writer, (uint64_t)dump->pid) && put_u64(writer, engine->eg_address) &&
				put_u64(writer, engine->cg_address) && put_u64(writer, (uint64_t)dump->rss_bytes) &&
				put_u32(writer, engine->module_globals_count);

	for (uint32_t i = 0; good && i < engine->module_globals_count; i++) {
		const struct ra_module_globals *const item = &engine->module_globals[i];

		good =
			put_text(writer, item->name.bytes, item->name.length) && put_u64(writer, item->address);
	}
	good = good && put_u32(writer, dump->entry_count) && put_u32(writer, dump->region_count);
	for (uint32_t i = 0; good && i < dump->entry_count; i++) {
		good = put_entry(writer, &dump->entries[i]);
	}
	return good;
}

/* ---- memory ---- */

struct share { /* of a piece, for the second thread */
	pid_t pid; /* 0: none, the pages of `out` are to be made */
	ra_addr at;
	uint8_t *out;
	size_t length;
	size_t got;
};

/* Pages cannot always be made beforehand: old kernels, a full disk. Then the reading does it, or says why not. */
static void take_share(struct share *share)
{
	if (share->pid == 0) {
		const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
		const uintptr_t begin = (uintptr_t)share->out / page * page;

		madvise(
			(uint8_t *)begin, (uintptr_t)share->out + share->length - begin, MADV_POPULATE_WRITE);
		share->got = share->length;
	} else {
		share->got = ra_process_read(share->pid, share->at, share->out, share->length);
	}
}

static void *take_second(void *context)
{
	take_share(context);
	return NULL;
}

/* As ra_process_read() (of no process: makes the pages of `out`), large pieces by two threads. */
static size_t by_two(pid_t pid, ra_addr at, uint8_t *out, size_t length)
{
	const size_t half = length / 2 / PAGE_BYTES * PAGE_BYTES;
	struct share first = {pid, at, out, length < PIECE_BYTES ? length : half, 0};
	struct share second = {pid, at + half, out + half, length - half, 0};
	pthread_t thread;

	if (length < PIECE_BYTES) {
		take_share(&first);
		return first.got;
	}
	if (pthread_create(&thread, NULL, take_second, &second) != 0) {
		first.length = length;
		take_share(&first);
		return first.got;
	}
	take_share(&first);
	pthread_join(thread, NULL);
	return first.got < half ? first.got : half + second.got;
}

/* Whether the file has no room for what the process does have: what is written through the mapping does not say so. */
static bool is_full(struct writer *writer, pid_t pid, ra_addr at, const uint8_t *piece)
{
	return writer->image && piece != writer->piece &&
		   ra_process_read(pid, at, writer->piece, 1) == 1;
}

/* A page that cannot be read becomes a hole. */
static bool copy(struct writer *writer, pid_t pid, ra_addr at, ra_addr end)
{
	while (at < end) {
		const uint64_t most = writer->image ? MAPPED_PIECE_BYTES : PIECE_BYTES;
		const size_t length = (size_t)(end - at < most ? end - at : most);
		uint8_t *const piece = room_for(writer, length);
		size_t got;

		if (!piece) {
			return false;
		}
		if (!writer->image && length > PIECE_BYTES) {
			continue; /* the image has just been left: pieces are smaller now */
		}
		got = by_two(pid, at, piece, length);
		if (got == 0 && is_full(writer, pid, at, piece)) {
			if (!leave_image(writer)) {
				return false;
			}
			continue;
		}
		if (!write_fully(writer, piece, got)) {
			return false;
		}
		writer->result->data_bytes += got;
		if (got == 0) {
			got = length < PAGE_BYTES - at % PAGE_BYTES ? length : PAGE_BYTES - at % PAGE_BYTES;
			writer->result->unreadable_bytes += got;
			if (!skip(writer, got)) {
				return false;
			}
		}
		at += got;
	}
	return true;
}

static bool put_region(struct writer *writer, struct ra_process *process,
	const struct ra_dump *dump, const struct ra_map_entry *entry, const struct ra_region *region)
{
	const ra_addr end = region->address + region->size_bytes;
	ra_addr at = region->address;

	if (!put_u64(writer, at) || !put_u64(writer, region->size_bytes) || !flush(writer)) {
		return false;
	}
	while (at < end) {
		const ra_addr data = ra_process_next_data(process, entry, at, end);
		const ra_addr hole = ra_process_next_hole(process, entry, data, end);

		if ((data > at && !skip(writer, data - at)) || !copy(writer, dump->live_pid, data, hole)) {
			return false;
		}
		at = hole;
	}
	return true;
}

static bool put_regions(
	struct writer *writer, struct ra_process *process, const struct ra_dump *dump)
{
	uint32_t next = 0;

	for (uint32_t i = 0; i < dump->region_count; i++) {
		while (dump->entries[next].begin != dump->regions[i].address) {
			next++;
		}
		if (!put_region(writer, process, dump, &dump->entries[next], &dump->regions[i])) {
			return false;
		}
	}
	return flush(writer);
}

/* ---- all together ---- */

/* What a reader would search for in the memory. Nothing else rests on it, so nothing fails for want of it. */
static void find_module_globals(struct ra_dump *dump, struct ra_space *space)
{
	struct ra_note *note = NULL;
	struct ra_layout *layout = NULL;
	struct ra_error err = {0};

	if (ra_note_find(space, dump, &note, &err) &&
		ra_layout_choose(space, dump, note, &layout, &err)) {
		ra_basic_search(dump, space, layout, &err);
	}
	ra_layout_free(layout);
	ra_note_free(note);
}

/* Where the engine is, looked up while the process runs. */
static bool find_engine(
	struct ra_process *process, uint32_t thread, struct ra_dump **out, struct ra_error *err)
{
	static const struct ra_space_options no_files = {.no_files = true};
	struct ra_space *space = NULL;
	bool found;

	if (!ra_process_dump(process, false, out, err)) {
		return false;
	}
	found =
		ra_space_open(*out, &no_files, &space, err) && ra_engine_search(*out, space, thread, err);
	if (found) {
		find_module_globals(*out, space);
	}
	ra_space_close(space);
	return found;
}

static bool write_dump(struct writer *writer, struct ra_process *process,
	const struct ra_capture_options *options, const struct ra_dump *engine)
{
	struct ra_dump *dump = NULL;
	bool good;

	if (!ra_process_dump(process, options->full, &dump, writer->err)) {
		return false;
	}
	good = put_header(writer, dump, engine) && put_regions(writer, process, dump);
	ra_dump_close(dump);
	return good;
}

static uint64_t header_bytes(const struct ra_dump *dump)
{
	uint64_t bytes = 0;

	for (uint32_t i = 0; i < dump->entry_count; i++) {
		bytes += ENTRY_BYTES + (uint64_t)dump->entries[i].name.length;
	}
	return bytes;
}

static uint64_t file_bytes(const struct ra_dump *dump)
{
	uint64_t bytes = header_bytes(dump);

	for (uint32_t i = 0; i < dump->region_count; i++) {
		bytes += dump->regions[i].size_bytes + 2 * sizeof(uint64_t);
	}
	return bytes;
}

/* Makes the pages that so many bytes at the offset need. */
static void make_pages(struct writer *writer, uint64_t offset, uint64_t length)
{
	while (length > 0 && offset < writer->image_bytes) {
		const uint64_t room = writer->image_bytes - offset;
		const uint64_t most = room < MAPPED_PIECE_BYTES ? room : MAPPED_PIECE_BYTES;
		const uint64_t part = length < most ? length : most;

		by_two(0, 0, writer->image + offset, (size_t)part);
		offset += part;
		length -= part;
	}
}

/* The image of a dump of the process as it is now: about as it will be when it stands. */
static void make_image(
	struct writer *writer, struct ra_process *process, const struct ra_dump *dump)
{
	uint64_t offset = header_bytes(dump);
	uint32_t next = 0;

	open_image(writer, file_bytes(dump), dump->rss_bytes > 0 ? (uint64_t)dump->rss_bytes : 0);
	for (uint32_t i = 0; writer->image && i < dump->region_count; i++) {
		const ra_addr begin = dump->regions[i].address;
		const ra_addr end = begin + dump->regions[i].size_bytes;

		while (dump->entries[next].begin != begin) {
			next++;
		}
		offset += 2 * sizeof(uint64_t);
		for (ra_addr at = begin; at < end;) {
			const ra_addr data = ra_process_next_data(process, &dump->entries[next], at, end);

			at = ra_process_next_hole(process, &dump->entries[next], data, end);
			make_pages(writer, offset + (data - begin), at - data);
		}
		offset += end - begin;
	}
}

static bool read_standing(struct writer *writer, struct ra_process *process,
	const struct ra_capture_options *options, const struct ra_dump *engine)
{
	struct ra_dump *running = NULL;

	if (!ra_process_dump(process, options->full, &running, writer->err)) {
		return false;
	}
	make_image(writer, process, running);
	ra_dump_close(running);

	const uint64_t begin = now_ns();
	const bool good =
		ra_process_stop(process, writer->err) && write_dump(writer, process, options, engine);

	ra_process_go_on(process);
	writer->result->stopped_ns = now_ns() - begin;
	return good;
}

static bool capture(
	struct writer *writer, struct ra_process *process, const struct ra_capture_options *options)
{
	struct ra_dump *engine = NULL;
	bool good = find_engine(process, options->thread, &engine, writer->err);

	good = good && (options->no_stop ? write_dump(writer, process, options, engine)
									 : read_standing(writer, process, options, engine));
	ra_dump_close(engine);
	if (good && writer->image && !writer->seekable) {
		good = leave_image(writer);
	}
	/* the last region may end in a hole, and more room was taken than needed */
	if (good && writer->seekable &&
		ftruncate(writer->fd, writer->begin + (off_t)writer->offset) != 0) {
		good = cannot_write(writer);
	}
	writer->result->file_bytes = writer->offset;
	return good;
}

bool ra_capture(pid_t pid, int fd, const struct ra_capture_options *options,
	struct ra_capture *result, struct ra_error *err)
{
	struct writer writer = {.fd = fd, .result = result, .err = err};
	struct ra_process *process = NULL;
	struct stat status;
	bool good;

	*result = (struct ra_capture){0};
	writer.seekable = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
	writer.begin = writer.seekable ? lseek(fd, 0, SEEK_CUR) : 0;
	writer.piece = malloc(PIECE_BYTES);
	if (!writer.piece) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to read the process");
	}
	good = ra_process_open(pid, &process, err) && capture(&writer, process, options);
	ra_process_close(process);
	close_image(&writer);
	free(writer.piece);
	return good;
}
