/*
 * Which pages of a mapping hold data. A page without data reads as zeros; touching it to copy it
 * would make the kernel allocate it, so it becomes a hole in the file instead.
 *
 *   mincore(2)    anonymous and shared anonymous memory, of which nothing is swapped out (a swapped
 *                 page looks empty to it). It sees pages that only another process has touched.
 *   pagemap       private anonymous memory otherwise, where /proc/self/pagemap opens
 *   smaps         "Rss: 0" and "Swap: 0": private anonymous memory that holds nothing at all
 *
 * A process with a filter of system calls may be killed for mincore(2), which PHP never calls. There pagemap is all
 * there is, and of shared memory the pages that this process has mapped.
 *
 * Of a file that is mapped shared, only what the kernel has in memory is data, and that only in the first GiB: such a
 * mapping may be a terabyte, sparse, or longer than its file.
 *
 * Everything else counts as data. No PHP, no heap.
 */
#include "rdump_internal.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#define SHARED_FILE_MAX_BYTES ((uint64_t)1 << 30)

#define PAGEMAP_ENTRY_SIZE    sizeof(uint64_t)
#define PAGEMAP_PRESENT       ((uint64_t)1 << 63)
#define PAGEMAP_SWAPPED       ((uint64_t)1 << 62)

/* ---- collecting runs ---------------------------------------------------------------------- */

/* The runs of one mapping under construction; they lie back to back at the arena's low end. */
struct collector {
	struct rdump_arena *arena;
	struct rdump_run *runs;
	uint64_t count;
};

static bool add_run(struct collector *collector, uint64_t begin, uint64_t end)
{
	if (collector->count > 0 && collector->runs[collector->count - 1].end == begin) {
		collector->runs[collector->count - 1].end = end;
		return true;
	}

	struct rdump_run *run = rdump_arena_low(collector->arena, sizeof(*run));

	if (!run) {
		return false;
	}
	if (collector->count == 0) {
		collector->runs = run;
	}
	collector->count++;
	run->begin = begin;
	run->end = end;
	return true;
}

/* ---- swap --------------------------------------------------------------------------------- */

/* Adds the number behind `key` in a line of /proc/vmstat. */
static void add_counter(const char *line, size_t length, const char *key, uint64_t *sum)
{
	size_t key_length = strlen(key);
	uint64_t value = 0;

	if (length <= key_length || memcmp(line, key, key_length) != 0) {
		return;
	}
	for (size_t i = key_length; i < length && line[i] >= '0' && line[i] <= '9'; i++) {
		value = value * 10 + (uint64_t)(line[i] - '0');
	}
	*sum += value;
}

/* How many pages the machine has swapped out since it started, to disk or to zswap. The kernel
 * counts a page before it gives its memory away. */
static bool count_swap_outs(uint64_t *count)
{
	char text[1024];
	size_t filled = 0;
	uint64_t sum = 0;
	ssize_t got;
	int fd = rdump_above_stdio(open("/proc/vmstat", O_RDONLY | O_CLOEXEC));

	if (fd < 0) {
		return false;
	}
	while ((got = read(fd, text + filled, sizeof(text) - filled)) > 0) {
		size_t used = 0;
		const char *newline;

		filled += (size_t)got;
		while ((newline = memchr(text + used, '\n', filled - used)) != NULL) {
			size_t length = (size_t)(newline - (text + used));

			add_counter(text + used, length, "pswpout ", &sum);
			add_counter(text + used, length, "zswpout ", &sum);
			used += length + 1;
		}
		memmove(text, text + used, filled - used);
		filled -= used;
	}
	close(fd);
	*count = sum;
	return got == 0 && filled == 0;
}

static bool machine_swaps_nothing(void)
{
	struct sysinfo info;

	return sysinfo(&info) == 0 && info.totalswap == info.freeswap;
}

/*
 * Whether what mincore(2) calls absent holds no data. Machines with a little in swap are common,
 * and smaps says for each mapping, shared ones too, how much of it is there. Nothing of this one
 * is, if nothing was when smaps was read and the machine has swapped out no page since then.
 */
static bool absent_is_empty(const struct rdump_residency *residency, const struct rdump_vma *vma)
{
	uint64_t swap_outs;

	if (machine_swaps_nothing()) {
		return true;
	}
	return (vma->flags & RDUMP_VMA_DETAILED) && vma->swap_bytes == 0 &&
		   residency->counts_swap_outs && count_swap_outs(&swap_outs) &&
		   swap_outs == residency->swap_outs;
}

void rdump_residency_watch_swap(struct rdump_residency *residency)
{
	residency->counts_swap_outs =
		residency->may_ask && !machine_swaps_nothing() && count_swap_outs(&residency->swap_outs);
}

/* ---- mincore ------------------------------------------------------------------------------ */

/* Index of the first byte at or after `from` whose lowest bit is `wanted`. Eight at a time: a
 * terabyte that was only reserved has 268 million pages. */
static size_t find_page(const unsigned char *vector, size_t from, size_t count, unsigned wanted)
{
	const uint64_t low_bits = UINT64_C(0x0101010101010101);
	const uint64_t none = wanted ? 0 : low_bits;

	while (from < count) {
		uint64_t eight;

		if (count - from >= sizeof(eight)) {
			memcpy(&eight, vector + from, sizeof(eight));
			if ((eight & low_bits) == none) {
				from += sizeof(eight);
				continue;
			}
		}
		if ((vector[from] & 1u) == wanted) {
			return from;
		}
		from++;
	}
	return count;
}

static bool add_resident(struct collector *collector, const struct rdump_residency *residency,
	uint64_t begin, size_t page_count)
{
	size_t page = 0;

	while ((page = find_page(residency->buffer, page, page_count, 1)) < page_count) {
		size_t stop = find_page(residency->buffer, page, page_count, 0);

		if (!add_run(collector, begin + page * residency->page_size,
				begin + stop * residency->page_size)) {
			return false;
		}
		page = stop;
	}
	return true;
}

/* With `absent_is_nothing`, what is not in memory is left out whatever it is. */
static bool scan_mincore(struct rdump_residency *residency, const struct rdump_vma *vma,
	bool absent_is_nothing, struct collector *collector)
{
	uint64_t step = residency->buffer_size * residency->page_size;

	for (uint64_t at = vma->begin; at < vma->region_end;) {
		uint64_t length = vma->region_end - at < step ? vma->region_end - at : step;

		/* Asked after each call: a page that was swapped out before it looks empty. */
		if (mincore((void *)(uintptr_t)at, length, residency->buffer) != 0 ||
			!(absent_is_nothing || absent_is_empty(residency, vma))) {
			if (!add_run(collector, at, at + length)) {
				return false;
			}
		} else if (!add_resident(
					   collector, residency, at, (size_t)(length / residency->page_size))) {
			return false;
		}
		at += length;
	}
	return true;
}

/* ---- pagemap ------------------------------------------------------------------------------ */

static bool scan_pagemap(struct rdump_residency *residency, int fd, const struct rdump_vma *vma,
	struct collector *collector)
{
	for (uint64_t at = vma->begin; at < vma->region_end;) {
		uint64_t wanted = (vma->region_end - at) / residency->page_size * PAGEMAP_ENTRY_SIZE;
		size_t size = wanted < residency->buffer_size ? (size_t)wanted : residency->buffer_size;
		off_t offset = (off_t)(at / residency->page_size * PAGEMAP_ENTRY_SIZE);
		ssize_t got = pread(fd, residency->buffer, size, offset);

		if (got < (ssize_t)PAGEMAP_ENTRY_SIZE) {
			return add_run(collector, at, vma->region_end);
		}
		for (size_t i = 0; i + PAGEMAP_ENTRY_SIZE <= (size_t)got; i += PAGEMAP_ENTRY_SIZE) {
			uint64_t entry;

			memcpy(&entry, residency->buffer + i, sizeof(entry));
			if ((entry & (PAGEMAP_PRESENT | PAGEMAP_SWAPPED)) &&
				!add_run(collector, at, at + residency->page_size)) {
				return false;
			}
			at += residency->page_size;
		}
	}
	return true;
}

/* ---- one mapping -------------------------------------------------------------------------- */

/*
 * mincore(2) answers for shared memory from the page cache, but for huge pages from this process's
 * page table alone, which knows nothing of a sibling's pages. Huge pages come from another file
 * system than the kernel's internal tmpfs, and so show another device.
 */
static bool shared_pages_are_known(
	const struct rdump_residency *residency, const struct rdump_vma *vma)
{
	return strcmp(vma->device, residency->shmem_device) == 0;
}

static bool all_is_data(const struct rdump_vma *vma, struct collector *collector)
{
	return add_run(collector, vma->begin, vma->region_end);
}

static bool find_private(
	struct rdump_residency *residency, const struct rdump_vma *vma, struct collector *collector)
{
	if ((vma->flags & RDUMP_VMA_DETAILED) && vma->rss_bytes == 0 && vma->swap_bytes == 0) {
		return true;
	}
	if (residency->may_ask && absent_is_empty(residency, vma)) {
		return scan_mincore(residency, vma, false, collector);
	}
	if (residency->pagemap_fd >= 0) {
		return scan_pagemap(residency, residency->pagemap_fd, vma, collector);
	}
	return all_is_data(vma, collector);
}

/* Memory that a sibling may have filled. */
static bool find_shared(
	struct rdump_residency *residency, const struct rdump_vma *vma, struct collector *collector)
{
	if (residency->may_ask) {
		return shared_pages_are_known(residency, vma) && absent_is_empty(residency, vma)
				   ? scan_mincore(residency, vma, false, collector)
				   : all_is_data(vma, collector);
	}
	return residency->shared_pagemap_fd >= 0
			   ? scan_pagemap(residency, residency->shared_pagemap_fd, vma, collector)
			   : all_is_data(vma, collector);
}

static bool find_shared_file(
	struct rdump_residency *residency, struct rdump_vma *vma, struct collector *collector)
{
	bool longer = vma->end - vma->begin > SHARED_FILE_MAX_BYTES;
	bool found;

	if (longer) {
		vma->region_end = vma->begin + SHARED_FILE_MAX_BYTES;
	}
	if (residency->may_ask) {
		found = scan_mincore(residency, vma, true, collector);
	} else if (residency->shared_pagemap_fd >= 0) {
		found = scan_pagemap(residency, residency->shared_pagemap_fd, vma, collector);
	} else {
		found = all_is_data(vma, collector);
	}
	/* A file as long as the mapping may not be possible, not even with a hole for most of it. */
	if (longer) {
		vma->region_end = collector->count > 0 ? collector->runs[collector->count - 1].end
											   : vma->begin + residency->page_size;
	}
	return found;
}

static bool find_runs(
	struct rdump_residency *residency, struct rdump_vma *vma, struct collector *collector)
{
	switch (rdump_vma_kind(vma)) {
	case RDUMP_KIND_ANONYMOUS:
	case RDUMP_KIND_HEAP_OR_STACK:
		return find_private(residency, vma, collector);
	case RDUMP_KIND_HUGE_PAGES:
		if (!(vma->flags & RDUMP_VMA_PRIVATE)) {
			break;
		}
		if (residency->may_ask && absent_is_empty(residency, vma)) {
			return scan_mincore(residency, vma, false, collector);
		}
		break;
	case RDUMP_KIND_SHARED_ANONYMOUS:
		return find_shared(residency, vma, collector);
	case RDUMP_KIND_FILE:
		if (!(vma->flags & RDUMP_VMA_PRIVATE)) {
			return find_shared_file(residency, vma, collector);
		}
		break;
	default:
		break;
	}
	return all_is_data(vma, collector);
}

bool rdump_residency_find(struct rdump_residency *residency, struct rdump_vma *vma)
{
	struct collector collector = {residency->arena, NULL, 0};

	if (!find_runs(residency, vma, &collector)) {
		return false;
	}
	vma->runs = collector.runs;
	vma->run_count = collector.count;
	return true;
}
