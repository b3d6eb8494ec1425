/* See block.h. */
#include "base/block.h"

#if defined(__linux__) && defined(__GLIBC__)

# include <malloc.h>
# include <stdatomic.h>
# include <stdbool.h>
# include <stdio.h>
# include <stdlib.h>
# include <string.h>
# include <sys/mman.h>
# include <unistd.h>

# include "base/available.h"

# define SPARE_SHARE 8u
/* what is larger is a mapping of its own: it is moved, not copied, when it grows */
# define LARGE_REQUEST  (16 << 20)
# define SMALL_REQUEST  (1 << 20)
# define FURTHER_GROWTH (1 << 20)
# define PAGE_BYTES     4096u

/* Without large pages the block would cost more than it saves: in it what grows is copied. */
static bool has_large_pages(void)
{
	char line[128] = "";
	FILE *const file = fopen("/sys/kernel/mm/transparent_hugepage/enabled", "re");

	if (!file) {
		return false;
	}
	const bool read = fgets(line, sizeof(line), file) != NULL;

	fclose(file);
	return read && !strstr(line, "[never]");
}

/* The heap's end is the block's begin: what is asked for next makes it grow by all of the block. */
static void grow_heap(int bytes)
{
	mallopt(M_MMAP_THRESHOLD, LARGE_REQUEST);
	mallopt(M_TRIM_THRESHOLD, bytes * 2);
	mallopt(M_ARENA_MAX, 1); /* threads use it, too */
	mallopt(M_TOP_PAD, bytes);

	const uintptr_t before = (uintptr_t)sbrk(0);
	void *const first = malloc(SMALL_REQUEST);
	const uintptr_t after = (uintptr_t)sbrk(0);
	const uintptr_t begin = (before + PAGE_BYTES - 1) & ~(uintptr_t)(PAGE_BYTES - 1);

	mallopt(M_TOP_PAD, FURTHER_GROWTH);
	if (first && after > begin && after - begin >= (uintptr_t)bytes) {
		madvise((void *)begin, after - begin, MADV_HUGEPAGE); /* a wish */
	}
	free(first);
}

void ra_block_reserve(uint64_t bytes)
{
	static atomic_flag done = ATOMIC_FLAG_INIT;

	if (bytes <= INT32_MAX / 2 && has_large_pages() &&
		bytes <= ra_available_bytes() / SPARE_SHARE && !atomic_flag_test_and_set(&done)) {
		grow_heap((int)bytes);
	}
}

#else

void ra_block_reserve(uint64_t bytes)
{
	(void)bytes;
}

#endif
