/* See capture.h. The engine is looked for while the process runs; it stands still only while its memory is read. Where there
 * is memory for it, all of the dump is kept in ours until the process goes on, and written then: writing takes longer than
 * reading. */
#include "php/capture.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "memory/live_process.h"
#include "memory/space.h"
#include "php/engine_search.h"

#define PIECE_BYTES       (4u << 20)
#define STORE_PIECE_BYTES (32u << 20)
#define WRITE_BYTES       (16u << 20) /* of one system call */
#define STORE_SPARE       (64u << 20) /* for what the process grows by, and for private pages of files */
#define PAGE_BYTES        4096u

#ifndef MADV_POPULATE_WRITE
# define MADV_POPULATE_WRITE 23 /* Linux 5.14 */
#endif

struct part {             /* of the file, one behind the other */
	const uint8_t *bytes; /* NULL: a hole */
	uint64_t length;
};

/* What is written later. */
struct store {
	uint8_t *bytes; /* NULL: everything is written at once */
	uint64_t room;
	uint64_t used;
	struct part *parts;
	uint32_t part_count;
	uint32_t part_room;
};

struct writer {
	int fd;
	struct store store;
	bool seekable;
	uint64_t offset;
	uint8_t *piece; /* PIECE_BYTES */
	size_t used;    /* of it, while the header is put together */
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
		writer->offset += (uint64_t)done;
	}
	return true;
}

static bool skip_now(struct writer *writer, uint64_t length)
{
	static const uint8_t zeros[65536];

	if (writer->seekable) {
		writer->offset += length;
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

/* ---- the store ---- */

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

/* `wanted` is a guess: a store that is full is written while the process still stands. */
static void open_store(struct store *store, uint64_t wanted)
{
	if (wanted > memory_to_take()) {
		return;
	}
	store->bytes = mmap(
		NULL, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (store->bytes == MAP_FAILED) {
		store->bytes = NULL;
		return;
	}
	store->room = wanted;
	madvise(store->bytes, wanted, MADV_HUGEPAGE);
	madvise(store->bytes, wanted, MADV_DONTDUMP);
	/* pages are made before the process stands; where the kernel cannot, as they are filled */
	madvise(store->bytes, wanted, MADV_POPULATE_WRITE);
}

static void close_store(struct store *store)
{
	if (store->bytes) {
		munmap(store->bytes, store->room);
	}
	free(store->parts);
	*store = (struct store){0};
}

static bool write_store(struct writer *writer)
{
	struct store *const store = &writer->store;
	bool good = true;

	for (uint32_t i = 0; good && i < store->part_count; i++) {
		const struct part *const part = &store->parts[i];

		good = part->bytes ? write_now(writer, part->bytes, part->length)
						   : skip_now(writer, part->length);
	}
	store->part_count = 0;
	store->used = 0;
	return good;
}

static bool add_part(struct writer *writer, const uint8_t *bytes, uint64_t length)
{
	struct store *const store = &writer->store;
	struct part *const last = store->part_count ? &store->parts[store->part_count - 1] : NULL;

	if (last && (bytes ? last->bytes && last->bytes + last->length == bytes : !last->bytes)) {
		last->length += length;
		return true;
	}
	if (store->part_count == store->part_room) {
		const uint32_t room = store->part_room ? store->part_room * 2 : 1024;
		struct part *const larger = realloc(store->parts, room * sizeof(*larger));

		if (!larger) {
			return ra_fail(writer->err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to read the process");
		}
		store->parts = larger;
		store->part_room = room;
	}
	store->parts[store->part_count++] = (struct part){bytes, length};
	return true;
}

/* ---- now or later ---- */

/* Where up to PIECE_BYTES can be put for write_fully(). NULL: the store was full and cannot be written. */
static uint8_t *room_for(struct writer *writer, size_t length)
{
	struct store *const store = &writer->store;

	if (!store->bytes) {
		return writer->piece;
	}
	if (store->room - store->used < length && !write_store(writer)) {
		return NULL;
	}
	return store->bytes + store->used;
}

/* Bytes that room_for() gave are not copied. */
static bool write_fully(struct writer *writer, const uint8_t *bytes, size_t length)
{
	struct store *const store = &writer->store;
	uint8_t *const room = length ? room_for(writer, length) : NULL;

	if (!store->bytes || length == 0) {
		return write_now(writer, bytes, length);
	}
	if (!room) {
		return false;
	}
	if (room != bytes) {
		memcpy(room, bytes, length);
	}
	store->used += length;
	return add_part(writer, room, length);
}

static bool skip(struct writer *writer, uint64_t length)
{
	return writer->store.bytes ? add_part(writer, NULL, length) : skip_now(writer, length);
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

static bool put_header(struct writer *writer, const struct ra_dump *dump)
{
	bool good = put(writer, "RDUMP\0\0\0", 8) && put_u32(writer, 3) &&
				put_text(writer, dump->php_version, (uint32_t)strlen(dump->php_version)) &&
				put_u64(writer, (uint64_t)dump->pid) && put_u64(writer, dump->eg_address) &&
				put_u64(writer, dump->cg_address) && put_u64(writer, (uint64_t)dump->rss_bytes) &&
				put_u32(writer, 0) && put_u32(writer, dump->entry_count) &&
				put_u32(writer, dump->region_count);

	for (uint32_t i = 0; good && i < dump->entry_count; i++) {
		good = put_entry(writer, &dump->entries[i]);
	}
	return good;
}

/* ---- memory ---- */

struct share { /* of a piece, for the second thread */
	pid_t pid;
	ra_addr at;
	uint8_t *out;
	size_t length;
	size_t got;
};

static void *read_share(void *context)
{
	struct share *const share = context;

	share->got = ra_process_read(share->pid, share->at, share->out, share->length);
	return NULL;
}

/* As ra_process_read(). Large pieces by two threads: the process stands still. */
static size_t read_piece(pid_t pid, ra_addr at, uint8_t *out, size_t length)
{
	const size_t half = length / 2;
	struct share second = {pid, at + half, out + half, length - half, 0};
	pthread_t thread;
	size_t got;

	if (length < PIECE_BYTES || pthread_create(&thread, NULL, read_share, &second) != 0) {
		return ra_process_read(pid, at, out, length);
	}
	got = ra_process_read(pid, at, out, half);
	pthread_join(thread, NULL);
	return got < half ? got : half + second.got;
}

/* A page that cannot be read becomes a hole. */
static bool copy(struct writer *writer, pid_t pid, ra_addr at, ra_addr end)
{
	while (at < end) {
		const uint64_t most = writer->store.bytes ? STORE_PIECE_BYTES : PIECE_BYTES;
		const size_t length = (size_t)(end - at < most ? end - at : most);
		uint8_t *const piece = room_for(writer, length);
		size_t got = piece ? read_piece(pid, at, piece, length) : 0;

		if (!piece || !write_fully(writer, piece, got)) {
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
	memcpy(dump->php_version, engine->php_version, sizeof(dump->php_version));
	dump->eg_address = engine->eg_address;
	dump->cg_address = engine->cg_address;
	good = put_header(writer, dump) && put_regions(writer, process, dump);
	ra_dump_close(dump);
	return good;
}

static bool capture(
	struct writer *writer, struct ra_process *process, const struct ra_capture_options *options)
{
	struct ra_dump *engine = NULL;
	bool good = find_engine(process, options->thread, &engine, writer->err);

	if (good && !options->no_stop) {
		const uint64_t rss_bytes = engine->rss_bytes > 0 ? (uint64_t)engine->rss_bytes : 0;
		uint64_t begin;

		open_store(&writer->store, rss_bytes + STORE_SPARE);
		begin = now_ns();
		good =
			ra_process_stop(process, writer->err) && write_dump(writer, process, options, engine);
		ra_process_go_on(process);
		writer->result->stopped_ns = now_ns() - begin;
		good = good && write_store(writer);
	} else if (good) {
		good = write_dump(writer, process, options, engine);
	}
	ra_dump_close(engine);
	/* the last region may end in a hole */
	if (good && writer->seekable && ftruncate(writer->fd, lseek(writer->fd, 0, SEEK_CUR)) != 0) {
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
	writer.piece = malloc(PIECE_BYTES);
	if (!writer.piece) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to read the process");
	}
	good = ra_process_open(pid, &process, err) && capture(&writer, process, options);
	ra_process_close(process);
	close_store(&writer.store);
	free(writer.piece);
	return good;
}
