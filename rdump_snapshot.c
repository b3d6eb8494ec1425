/*
 * The order of the steps of a dump: look at the target, read the map, find the pages with data,
 * check the space, write, publish. All of them happen in a frozen copy of the process where one can
 * be had (rdump_child.c).
 *
 * No PHP, no heap. All memory it needs is one mapping of its own, which holds fixed buffers and an
 * arena for the map and the runs:
 *
 *   | struct rdump_scratch: text, output and copy buffers | entries -> runs ->   <- names |
 *
 * The mapping is shared anonymous memory, for two reasons: such a mapping is never merged with its
 * neighbours, so it is one entry of the map that can be left out; and its entry shows the device of
 * the kernel's internal tmpfs, which rdump_residency.c needs. It is also marked "do not dump", for
 * other threads that take a dump at the same time.
 */
#include "contract/rdump_format.h"
#include "rdump_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define TEXT_BUFFER_SIZE   ((size_t)64 << 10)
#define OUTPUT_BUFFER_SIZE ((size_t)64 << 10)
#define COPY_BUFFER_SIZE   ((size_t)256 << 10) /* fits second-level caches, holds any page size */

#define SCRATCH_SIZE_FIRST ((size_t)16 << 20)
#define SCRATCH_SIZE_MIN   ((size_t)1 << 20)
#define SCRATCH_SIZE_MAX   ((size_t)4 << 30)

struct rdump_scratch {
	char text[TEXT_BUFFER_SIZE]; /* of maps; then mincore's vector */
	char output[OUTPUT_BUFFER_SIZE];
	char copy[COPY_BUFFER_SIZE];
	char arena[];
};

/* Untouched pages of it cost nothing, so it starts large; a process near its `ulimit -v` gets by
 * with less. */
static struct rdump_scratch *scratch_new(size_t *size)
{
	for (;;) {
		void *scratch = mmap(
			NULL, *size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

		if (scratch != MAP_FAILED) {
			madvise(scratch, *size, MADV_DONTDUMP);
			return scratch;
		}
		if (*size <= SCRATCH_SIZE_MIN) {
			return NULL;
		}
		*size /= 2;
	}
}

/* ---- reading the process ------------------------------------------------------------------ */

/* The second number of statm. */
static int64_t resident_bytes(uint64_t page_size)
{
	char text[128];
	uint64_t pages = 0;
	int fd = rdump_above_stdio(open("/proc/self/statm", O_RDONLY | O_CLOEXEC));
	ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0) {
		close(fd);
	}
	if (length <= 0) {
		return RDUMP_FORMAT_RSS_UNKNOWN;
	}
	text[length] = '\0';

	const char *at = strchr(text, ' ');

	if (!at || at[1] < '0' || at[1] > '9') {
		return RDUMP_FORMAT_RSS_UNKNOWN;
	}
	for (at++; *at >= '0' && *at <= '9'; at++) {
		pages = pages * 10 + (uint64_t)(*at - '0');
	}
	return (int64_t)(pages * page_size);
}

static enum rdump_maps_status read_map_file(const char *path, struct rdump_scratch *scratch,
	size_t scratch_size, struct rdump_arena *arena, struct rdump_maps *maps)
{
	int fd = rdump_above_stdio(open(path, O_RDONLY | O_CLOEXEC));

	if (fd < 0) {
		return RDUMP_MAPS_UNREADABLE;
	}
	arena->low = scratch->arena;
	arena->high = (char *)scratch + scratch_size;
	rdump_maps_init(maps, arena);

	enum rdump_maps_status status = rdump_maps_read(maps, fd, scratch->text, sizeof(scratch->text));
	int error = errno;

	close(fd);
	errno = error;
	return status;
}

static enum rdump_maps_status read_map(struct rdump_scratch *scratch, size_t scratch_size,
	struct rdump_arena *arena, struct rdump_maps *maps)
{
	enum rdump_maps_status status =
		read_map_file("/proc/self/smaps", scratch, scratch_size, arena, maps);

	if (status == RDUMP_MAPS_OK || status == RDUMP_MAPS_FULL) {
		return status;
	}
	return read_map_file("/proc/self/maps", scratch, scratch_size, arena, maps);
}

/* Takes a mapping that is the dump's, not the process's, out of the map. Its device, if asked for, is that of the kernel's
 * internal tmpfs. */
static void remove_own_mapping(uint64_t address, struct rdump_maps *maps, char *device)
{
	for (size_t i = 0; i < maps->count; i++) {
		if (maps->vmas[i].begin == address) {
			if (device) {
				memcpy(device, maps->vmas[i].device, RDUMP_DEVICE_SIZE);
			}
			memmove(
				&maps->vmas[i], &maps->vmas[i + 1], (maps->count - i - 1) * sizeof(maps->vmas[0]));
			maps->count--;
			return;
		}
	}
}

/* Marks what is captured and finds its data. False when the arena is full. */
static bool choose_memory(
	const struct rdump_request *request, struct rdump_maps *maps, struct rdump_residency *residency)
{
	for (size_t i = 0; i < maps->count; i++) {
		struct rdump_vma *vma = &maps->vmas[i];

		vma->region_end = vma->end;
		if (!rdump_vma_is_captured(vma, request->full)) {
			continue;
		}
		vma->flags |= RDUMP_VMA_CAPTURED;
		if (!rdump_residency_find(residency, vma)) {
			return false;
		}
	}
	return true;
}

/* Map and runs, in a scratch mapping that is made larger until they fit. */
static struct rdump_scratch *describe_memory(const struct rdump_request *request,
	const struct rdump_copy *copy, uint64_t page_size, struct rdump_maps *maps,
	size_t *scratch_size, struct rdump_failure *failure)
{
	size_t size = SCRATCH_SIZE_FIRST;
	size_t full_size = 0; /* the largest size that was too small */

	for (;;) {
		struct rdump_scratch *scratch = scratch_new(&size);

		if (!scratch || size <= full_size) {
			if (scratch) {
				munmap(scratch, size);
			}
			rdump_fail(failure, "cannot map memory for the description of the process", ENOMEM);
			return NULL;
		}

		struct rdump_arena arena;
		struct rdump_residency residency = {
			.page_size = page_size,
			.buffer = (unsigned char *)scratch->text,
			.buffer_size = sizeof(scratch->text),
			.may_ask = !copy->filtered,
			.pagemap_fd = rdump_above_stdio(open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC)),
			.shared_pagemap_fd = copy->shared_pagemap_fd,
			.arena = &arena,
		};

		if (!copy->is_copy) {
			residency.shared_pagemap_fd = residency.pagemap_fd;
		}
		rdump_residency_watch_swap(&residency);

		enum rdump_maps_status status = read_map(scratch, size, &arena, maps);
		int error = errno;

		if (status == RDUMP_MAPS_OK) {
			remove_own_mapping((uint64_t)(uintptr_t)scratch, maps, residency.shmem_device);
			remove_own_mapping(copy->own_mapping, maps, NULL);
			remove_own_mapping(request->witness_mapping, maps, NULL);
			status = choose_memory(request, maps, &residency) ? RDUMP_MAPS_OK : RDUMP_MAPS_FULL;
		}
		if (residency.pagemap_fd >= 0) {
			close(residency.pagemap_fd);
		}
		if (status == RDUMP_MAPS_OK && maps->count > 0 && maps->count <= UINT32_MAX) {
			*scratch_size = size;
			return scratch;
		}

		munmap(scratch, size);
		if (status != RDUMP_MAPS_FULL || size >= SCRATCH_SIZE_MAX) {
			rdump_fail(failure, "cannot read /proc/self/maps",
				status == RDUMP_MAPS_UNREADABLE ? error : EPROTO);
			return NULL;
		}
		full_size = size;
		size *= 2;
	}
}

/* ---- writing ------------------------------------------------------------------------------ */

static bool make_file(const struct rdump_request *request, struct rdump_scratch *scratch,
	uint64_t file_bytes, uint64_t data_bytes, struct rdump_output *output,
	struct rdump_failure *failure)
{
	if (!rdump_output_check_size(file_bytes, failure)) {
		return false;
	}
	if (request->limits.apply) {
		return rdump_folder_reserve(output, &request->limits, file_bytes, data_bytes, scratch->text,
			sizeof(scratch->text), failure);
	}
	return rdump_output_check_space(output, data_bytes, failure) &&
		   rdump_output_create(output, data_bytes, failure);
}

static bool write_file(const struct rdump_request *request, const struct rdump_copy *copy,
	const struct rdump_snapshot *snapshot, struct rdump_scratch *scratch, uint64_t page_size,
	struct rdump_output *output, struct rdump_result *result)
{
	uint64_t data_bytes;

	rdump_writer_measure(snapshot, &result->file_bytes, &data_bytes);
	if (!make_file(request, scratch, result->file_bytes, data_bytes, output, &result->failure)) {
		return false;
	}

	/* Nobody changes the memory of a copy, so nothing can vanish while it is read. */
	bool safely = request->safe_read && !copy->is_copy;
	struct rdump_writer writer = {
		.fd = output->fd,
		.pipe = {-1, -1},
		.memory_fd = safely ? rdump_above_stdio(open("/proc/self/mem", O_RDONLY | O_CLOEXEC)) : -1,
		.page_size = page_size,
		.deadline_ns = copy->deadline_ns,
		.buffer = scratch->output,
		.buffer_size = sizeof(scratch->output),
		.copy = scratch->copy,
		.copy_size = sizeof(scratch->copy),
	};

	if (copy->is_copy && !copy->filtered) {
		rdump_writer_open_pipe(&writer);
	}

	bool written = rdump_writer_write(&writer, snapshot);

	if (!written && errno == ETIMEDOUT && copy->deadline_ns > 0) {
		rdump_fail(&result->failure, "it took longer than rdump.max_seconds", 0);
	} else if (!written) {
		rdump_fail(&result->failure, NULL, errno);
	}
	rdump_writer_close_pipe(&writer);
	if (writer.memory_fd >= 0) {
		close(writer.memory_fd);
	}
	return written && rdump_output_publish(output, request->marker, &result->failure);
}

struct taking {
	const struct rdump_request *request;
	struct rdump_snapshot *snapshot;
	const struct rdump_result *end; /* of a dump that was not taken */
};

static void tell_witness(const struct rdump_request *request, const struct rdump_result *result)
{
	if (request->witness) {
		request->witness(request->witness_context, result);
	}
}

static void take(const struct rdump_copy *copy, void *context, struct rdump_result *result)
{
	const struct taking *taking = context;
	const struct rdump_request *request = taking->request;
	struct rdump_snapshot *snapshot = taking->snapshot;
	uint64_t page_size = (uint64_t)sysconf(_SC_PAGESIZE);
	struct rdump_output output;
	struct rdump_maps maps = {0};
	struct rdump_scratch *scratch = NULL;
	size_t scratch_size = 0;

	tell_witness(request, NULL);
	if (rdump_output_open(&output, request->directory_fd, request->path, &result->failure)) {
		scratch = describe_memory(request, copy, page_size, &maps, &scratch_size, &result->failure);
	}
	if (scratch) {
		snapshot->vmas = maps.vmas;
		snapshot->vma_count = (uint32_t)maps.count;
		result->done = write_file(request, copy, snapshot, scratch, page_size, &output, result);
		munmap(scratch, scratch_size);
	}
	rdump_output_close(&output);
	tell_witness(request, result);
}

static void take_nothing(const struct rdump_copy *copy, void *context, struct rdump_result *result)
{
	const struct taking *taking = context;

	(void)copy;
	(void)result;
	tell_witness(taking->request, taking->end);
}

void rdump_snapshot_no_dump(const struct rdump_request *request, struct rdump_result *result)
{
	int saved_errno = errno;
	const struct rdump_result end = *result;
	struct taking taking = {.request = request, .end = &end};
	struct rdump_signals signals;

	memset(result, 0, sizeof(*result));
	rdump_signals_hold(&signals);
	rdump_child_run(request, take_nothing, &taking, result);
	rdump_signals_release(&signals);
	errno = saved_errno;
}

void rdump_snapshot_take(const struct rdump_request *request, struct rdump_snapshot *snapshot,
	struct rdump_result *result)
{
	int saved_errno = errno;
	uint64_t begun = rdump_now_ns();
	struct taking taking = {.request = request, .snapshot = snapshot};
	struct rdump_signals signals;

	memset(result, 0, sizeof(*result));
	rdump_signals_hold(&signals);
	/* of the process: the copy's own would be smaller */
	snapshot->rss_bytes = resident_bytes((uint64_t)sysconf(_SC_PAGESIZE));
	rdump_child_run(request, take, &taking, result);
	rdump_signals_release(&signals);
	result->took_ns = rdump_now_ns() - begun;
	errno = saved_errno;
}
