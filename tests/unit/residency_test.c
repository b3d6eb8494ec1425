/* rdump_residency.c on real memory, with and without something swapped out. */
#include "unit_check.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#define PAGES 3000u

static uint64_t page_size;
static bool swapped;
static uint64_t swap_bytes_of_mapping;
static uint64_t swap_outs_since;

/* Stands in for the C library's. */
int sysinfo(struct sysinfo *info)
{
	memset(info, 0, sizeof(*info));
	info->totalswap = 10;
	info->freeswap = swapped ? 9 : 10;
	return 0;
}

static char *map_pages(int flags)
{
	char *memory =
		mmap(NULL, PAGES * page_size, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED) {
		abort();
	}
	/* before the first touch, which may bring a huge page of any size */
	madvise(memory, PAGES * page_size, MADV_NOHUGEPAGE);
	memory[3 * page_size] = 1;
	memory[4 * page_size] = 1;
	memory[2999 * page_size] = 1;
	return memory;
}

/* "3-5 2999-3000", in pages; "full" when the arena was too small. */
static const char *runs_of(
	const char *memory, const char *name, uint32_t flags, bool pagemap, size_t arena_size)
{
	static struct rdump_run runs[16];
	static unsigned char buffer[1024];
	static char text[256];
	struct rdump_arena arena = {(char *)runs, (char *)runs + arena_size};
	struct rdump_residency residency = {
		.page_size = page_size,
		.buffer = buffer,
		.buffer_size = sizeof(buffer),
		.may_ask = true,
		.pagemap_fd = pagemap ? open("/proc/self/pagemap", O_RDONLY) : -1,
		.shared_pagemap_fd = -1,
		.shmem_device = "00:01",
		.arena = &arena,
	};
	rdump_residency_watch_swap(&residency);
	residency.swap_outs -= swap_outs_since;

	struct rdump_vma vma = {
		.begin = (uint64_t)(uintptr_t)memory,
		.end = (uint64_t)(uintptr_t)memory + PAGES * page_size,
		.region_end = (uint64_t)(uintptr_t)memory + PAGES * page_size,
		.name = name,
		.name_length = (uint32_t)strlen(name),
		.flags = flags,
		.rss_bytes = (flags & RDUMP_VMA_DETAILED) && memory[3 * page_size] ? page_size : 0,
		.swap_bytes = swap_bytes_of_mapping,
		.device = "00:01",
	};
	bool found = rdump_residency_find(&residency, &vma);
	size_t length = 0;

	if (residency.pagemap_fd >= 0) {
		close(residency.pagemap_fd);
	}
	if (!found) {
		return "full";
	}
	text[0] = '\0';
	for (uint64_t i = 0; i < vma.run_count; i++) {
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%u-%u", i ? " " : "",
			(unsigned)((vma.runs[i].begin - vma.begin) / page_size),
			(unsigned)((vma.runs[i].end - vma.begin) / page_size));
	}
	return text;
}

#define CHECK_RUNS(expected, ...) CHECK(strcmp(runs_of(__VA_ARGS__), expected) == 0)

int main(void)
{
	static const char touched[] = "3-5 2999-3000";
	static const char all[] = "0-3000";
	char *own;
	char *shared;
	char *empty;

	page_size = (uint64_t)sysconf(_SC_PAGESIZE);
	own = map_pages(MAP_PRIVATE);
	shared = map_pages(MAP_SHARED);
	empty = map_pages(MAP_PRIVATE);
	madvise(empty, PAGES * page_size, MADV_DONTNEED);

	CHECK_RUNS(touched, own, "", RDUMP_VMA_PRIVATE, true, 256);
	CHECK_RUNS(touched, own, "[anon:x]", RDUMP_VMA_PRIVATE, false, 256);
	CHECK_RUNS(touched, own, "[heap]", RDUMP_VMA_PRIVATE, false, 256);
	CHECK_RUNS(touched, shared, "/dev/zero (deleted)", 0, false, 256);
	CHECK_RUNS(all, own, "/lib/libc.so", RDUMP_VMA_PRIVATE, true, 256);
	CHECK_RUNS("full", own, "", RDUMP_VMA_PRIVATE, true, 16);

	CHECK_RUNS("", empty, "", RDUMP_VMA_PRIVATE | RDUMP_VMA_DETAILED, true, 256);

	swapped = true;
	if (access("/proc/self/pagemap", R_OK) == 0) {
		CHECK_RUNS(touched, own, "", RDUMP_VMA_PRIVATE, true, 256);
	}
	CHECK_RUNS(all, own, "", RDUMP_VMA_PRIVATE, false, 256);
	CHECK_RUNS(all, shared, "/dev/zero (deleted)", 0, true, 256);

	/* smaps knows better, unless something was swapped out since */
	CHECK_RUNS("", empty, "", RDUMP_VMA_PRIVATE | RDUMP_VMA_DETAILED, false, 256);
	CHECK_RUNS(touched, own, "", RDUMP_VMA_PRIVATE | RDUMP_VMA_DETAILED, false, 256);
	CHECK_RUNS(touched, shared, "/dev/zero (deleted)", RDUMP_VMA_DETAILED, false, 256);
	swap_outs_since = 1;
	CHECK_RUNS(all, own, "", RDUMP_VMA_PRIVATE | RDUMP_VMA_DETAILED, false, 256);
	CHECK_RUNS(all, shared, "/dev/zero (deleted)", RDUMP_VMA_DETAILED, false, 256);
	swap_outs_since = 0;
	swap_bytes_of_mapping = page_size;
	CHECK_RUNS(all, empty, "", RDUMP_VMA_PRIVATE | RDUMP_VMA_DETAILED, false, 256);
	CHECK_RUNS(all, shared, "/dev/zero (deleted)", RDUMP_VMA_DETAILED, false, 256);
	return checks_done();
}
