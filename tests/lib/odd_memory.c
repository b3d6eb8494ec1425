/*
 * A preload library that gives a PHP process memory of unusual kinds before PHP starts, so that
 * tests know what lies where: guard pages, a mapping past its file's end, secret memory, 10,000
 * mappings.
 *
 * ODD_MEMORY names the kinds wanted, separated by commas. ODD_MEMORY_REPORT names the file that
 * takes one line per kind, "kind address size" in decimal, or "kind unavailable" where this kernel
 * has it not. ODD_MEMORY_DIR is a folder for the files that are mapped. Every touched 8-byte word
 * holds its own address XOR PATTERN, so a dump can be checked word by word.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATTERN 0x5AA55AA55AA55AA5ULL
#define PAGE    ((unsigned long)sysconf(_SC_PAGESIZE))

#ifndef MADV_GUARD_INSTALL
# define MADV_GUARD_INSTALL 102
#endif
#ifndef MADV_PAGEOUT
# define MADV_PAGEOUT 21
#endif
#ifndef SYS_memfd_secret
# define SYS_memfd_secret 447
#endif

struct span {
	char *at;
	size_t size;
};

static const struct span unavailable = {NULL, 0};

static void fill(char *at, size_t bytes)
{
	for (size_t i = 0; i < bytes; i += 8) {
		*(volatile uint64_t *)(at + i) = (uint64_t)(uintptr_t)(at + i) ^ PATTERN;
	}
}

static struct span map(size_t size, int prot, int flags, int fd)
{
	char *at = mmap(NULL, size, prot, flags, fd, 0);

	if (at == MAP_FAILED) {
		return unavailable;
	}
	return (struct span){at, size};
}

/*
 * Sixteen anonymous pages with borders: a PROT_NONE page on either side keeps the kernel from
 * merging them with a neighbour, so they are one map entry of their own.
 */
static struct span bordered_pages(void)
{
	char *at = mmap(NULL, 18 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED || mprotect(at + PAGE, 16 * PAGE, PROT_READ | PROT_WRITE) != 0) {
		return unavailable;
	}
	return (struct span){at + PAGE, 16 * PAGE};
}

static struct span filled_pages(void)
{
	struct span span = bordered_pages();

	if (span.at) {
		fill(span.at, span.size);
	}
	return span;
}

static struct span make_full(void)
{
	return filled_pages();
}

/* Pages 0, 5 and 15 are touched; the others never are. */
static struct span make_sparse(void)
{
	struct span span = bordered_pages();

	if (span.at) {
		fill(span.at, PAGE);
		fill(span.at + 5 * PAGE, PAGE);
		fill(span.at + 15 * PAGE, PAGE);
	}
	return span;
}

/* Pages 3 and 4 are guards inside the mapping: reading them is a fault. */
static struct span make_guard(void)
{
	struct span span = filled_pages();

	if (span.at && madvise(span.at + 3 * PAGE, 2 * PAGE, MADV_GUARD_INSTALL) != 0) {
		return unavailable;
	}
	return span;
}

static struct span make_no_access(void)
{
	struct span span = filled_pages();

	if (span.at) {
		mprotect(span.at, span.size, PROT_NONE);
	}
	return span;
}

static struct span make_read_only(void)
{
	struct span span = filled_pages();

	if (span.at) {
		mprotect(span.at, span.size, PROT_READ);
	}
	return span;
}

static struct span make_do_not_dump(void)
{
	struct span span = filled_pages();

	if (span.at && madvise(span.at, span.size, MADV_DONTDUMP) != 0) {
		return unavailable;
	}
	return span;
}

static struct span make_secret(void)
{
	const int fd = (int)syscall(SYS_memfd_secret, 0);

	if (fd < 0 || ftruncate(fd, 2 * PAGE) != 0) {
		return unavailable;
	}
	struct span span = map(2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
	close(fd);
	if (span.at) {
		fill(span.at, span.size);
	}
	return span;
}

static struct span make_memfd(void)
{
	const int fd = memfd_create("odd memory", MFD_CLOEXEC);

	if (fd < 0 || ftruncate(fd, 8 * PAGE) != 0) {
		return unavailable;
	}
	struct span span = map(8 * PAGE, PROT_READ, MAP_SHARED, fd);
	struct span writable = map(8 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
	close(fd);
	if (!span.at || !writable.at) {
		return unavailable;
	}
	/* The words name the addresses of the read-only view, which is the one reported. */
	for (size_t i = 0; i < 2 * PAGE; i += 8) {
		*(volatile uint64_t *)(writable.at + i) = (uint64_t)(uintptr_t)(span.at + i) ^ PATTERN;
	}
	munmap(writable.at, writable.size);
	return span;
}

static struct span make_sysv(void)
{
	const int id = shmget(IPC_PRIVATE, 4 * PAGE, IPC_CREAT | 0600);

	if (id < 0) {
		return unavailable;
	}
	char *at = shmat(id, NULL, 0);
	shmctl(id, IPC_RMID, NULL);
	if (at == (char *)-1) {
		return unavailable;
	}
	fill(at, 4 * PAGE);
	return (struct span){at, 4 * PAGE};
}

/* Shared anonymous memory whose pages 7 and 8 only a child process has touched, never this one. */
static struct span make_sibling(void)
{
	struct span span = map(16 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1);

	if (!span.at) {
		return span;
	}
	const pid_t child = fork();
	if (child == 0) {
		fill(span.at + 7 * PAGE, 2 * PAGE);
		_exit(0);
	}
	if (child < 0 || waitpid(child, NULL, 0) != child) {
		return unavailable;
	}
	return span;
}

/* The machine's usual size of huge pages: 2 MB where pages have 4 KB, 32 MB where they have 16. */
static size_t huge_page_bytes(void)
{
	FILE *file = fopen("/proc/meminfo", "r");
	char line[256];
	unsigned long kilobytes = 2048;

	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "Hugepagesize: %lu kB", &kilobytes) == 1) {
			break;
		}
	}
	if (file) {
		fclose(file);
	}
	return kilobytes << 10;
}

static struct span make_huge_pages(void)
{
	struct span span = map(
		huge_page_bytes(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1);

	if (span.at) {
		fill(span.at, span.size);
	}
	return span;
}

/* One touched page, which the kernel may back by a transparent huge page. */
static struct span make_transparent_huge(void)
{
	struct span span = map(8UL << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);

	if (!span.at || madvise(span.at, span.size, MADV_HUGEPAGE) != 0) {
		return unavailable;
	}
	fill(span.at + (4UL << 20), PAGE);
	return span;
}

/* A mebibyte that the kernel was asked to swap out. */
static struct span swapped_out(int flags)
{
	struct span span = map(1UL << 20, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1);

	if (!span.at) {
		return span;
	}
	fill(span.at, span.size);
	return madvise(span.at, span.size, MADV_PAGEOUT) == 0 ? span : unavailable;
}

static struct span make_swapped(void)
{
	return swapped_out(MAP_PRIVATE);
}

static struct span make_swapped_shared(void)
{
	return swapped_out(MAP_SHARED);
}

/* A tebibyte of address space, with one touched page in its middle. */
static struct span make_reserved(void)
{
	struct span span =
		map(1UL << 40, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);

	if (span.at) {
		fill(span.at + (span.size >> 1), PAGE);
	}
	return span;
}

/* Ten thousand map entries: pages that alternate between two protections. */
static struct span make_many(void)
{
	struct span span = map(10000 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);

	if (!span.at) {
		return span;
	}
	fill(span.at, span.size);
	for (size_t i = 0; i < span.size; i += 2 * PAGE) {
		if (mprotect(span.at + i, PAGE, PROT_READ) != 0) {
			return unavailable;
		}
	}
	return span;
}

/* A file of the given name in ODD_MEMORY_DIR, filled with pages of zeros; -1 where it cannot be
 * made. */
static int scratch_file(const char *name, size_t size)
{
	char path[4096];
	const char *dir = getenv("ODD_MEMORY_DIR");

	snprintf(path, sizeof(path), "%s/%s", dir ? dir : "/tmp", name);
	const int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd >= 0 && ftruncate(fd, (off_t)size) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static struct span map_file(const char *name, size_t size, int prot, int flags)
{
	const int fd = scratch_file(name, size);

	if (fd < 0) {
		return unavailable;
	}
	struct span span = map(size, prot, flags, fd);
	close(fd);
	return span;
}

/* Four pages of a file that then shrinks to one: touching the others is a bus error. */
static struct span make_truncated(void)
{
	const int fd = scratch_file("truncated", 4 * PAGE);

	if (fd < 0) {
		return unavailable;
	}
	struct span span = map(4 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
	if (span.at) {
		fill(span.at, span.size);
	}
	if (ftruncate(fd, PAGE) != 0) {
		span = unavailable;
	}
	close(fd);
	return span;
}

static struct span make_file_read_only(void)
{
	const int fd = scratch_file("read only", 4 * PAGE);

	if (fd < 0) {
		return unavailable;
	}
	struct span span = map(4 * PAGE, PROT_READ, MAP_PRIVATE, fd);
	for (size_t i = 0; span.at && i < span.size; i += 8) {
		const uint64_t word = (uint64_t)(uintptr_t)(span.at + i) ^ PATTERN;

		if (pwrite(fd, &word, sizeof(word), (off_t)i) != sizeof(word)) {
			span = unavailable;
		}
	}
	close(fd);
	return span;
}

static struct span make_write_only(void)
{
	return map_file("write only", 4 * PAGE, PROT_WRITE, MAP_PRIVATE);
}

/* Writable private mappings of files whose names a careless parser of the map trips over. */
static struct span make_name(const char *name)
{
	struct span span = map_file(name, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE);

	if (span.at) {
		fill(span.at, 2 * PAGE);
	}
	return span;
}

static struct span make_name_spaces(void)
{
	return make_name("  two  spaces ");
}

static struct span make_name_newline(void)
{
	return make_name("line\nbreak");
}

static struct span make_name_deleted(void)
{
	return make_name("not really (deleted)");
}

static struct span make_name_gone(void)
{
	char path[4096];
	const char *dir = getenv("ODD_MEMORY_DIR");
	struct span span = make_name("gone");

	snprintf(path, sizeof(path), "%s/gone", dir ? dir : "/tmp");
	unlink(path);
	return span;
}

static struct span global_symbol(const char *name)
{
	char *at = dlsym(RTLD_DEFAULT, name);

	return at ? (struct span){at, 1} : unavailable;
}

static struct span find_executor_globals(void)
{
	return global_symbol("executor_globals");
}

static struct span find_compiler_globals(void)
{
	return global_symbol("compiler_globals");
}

static struct span find_basic_globals(void)
{
	return global_symbol("basic_globals");
}

/* A terabyte of a sparse file, mapped shared; its first page and one further on are written. */
static struct span make_sparse_file(void)
{
	const size_t size = 1UL << 40;
	const int fd = scratch_file("sparse-file", size);
	struct span span =
		fd < 0 ? unavailable : map(size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd);

	if (fd >= 0) {
		close(fd);
	}
	if (span.at) {
		fill(span.at, PAGE);
		fill(span.at + 100 * PAGE, PAGE);
	}
	return span;
}

/* Eight gigabytes of a file that has one page. */
static struct span make_past_end(void)
{
	const int fd = scratch_file("past-end", PAGE);
	struct span span = fd < 0
						   ? unavailable
						   : map(8UL << 30, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd);

	if (fd >= 0) {
		close(fd);
	}
	if (span.at) {
		fill(span.at, PAGE);
	}
	return span;
}

/* 2,048 pages. A thread writes 1 to the beginning of each, one after the other, then 2, and so on. */
static void *number_pages(void *pages)
{
	for (uint64_t number = 1;; number++) {
		for (size_t i = 0; i < 2048; i++) {
			*(volatile uint64_t *)((char *)pages + i * PAGE) = number;
		}
	}
	return NULL;
}

static struct span make_numbered(void)
{
	struct span span = map(2048 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	pthread_t thread;

	if (span.at && pthread_create(&thread, NULL, number_pages, span.at) != 0) {
		return unavailable;
	}
	return span;
}

static const struct {
	const char *name;
	struct span (*make)(void);
} kinds[] = {
	{"sparse_file", make_sparse_file},
	{"past_end", make_past_end},
	{"numbered", make_numbered},
	{"full", make_full},
	{"sparse", make_sparse},
	{"guard", make_guard},
	{"no_access", make_no_access},
	{"read_only", make_read_only},
	{"do_not_dump", make_do_not_dump},
	{"secret", make_secret},
	{"memfd", make_memfd},
	{"sysv", make_sysv},
	{"sibling", make_sibling},
	{"huge_pages", make_huge_pages},
	{"transparent_huge", make_transparent_huge},
	{"swapped", make_swapped},
	{"swapped_shared", make_swapped_shared},
	{"reserved", make_reserved},
	{"many", make_many},
	{"truncated", make_truncated},
	{"file_read_only", make_file_read_only},
	{"write_only", make_write_only},
	{"name_spaces", make_name_spaces},
	{"name_newline", make_name_newline},
	{"name_deleted", make_name_deleted},
	{"name_gone", make_name_gone},
	{"executor_globals", find_executor_globals},
	{"compiler_globals", find_compiler_globals},
	{"basic_globals", find_basic_globals},
};

__attribute__((constructor)) static void make_odd_memory(void)
{
	const char *wanted = getenv("ODD_MEMORY");
	const char *report_path = getenv("ODD_MEMORY_REPORT");

	unsetenv("LD_PRELOAD"); /* programs that PHP starts get none of this */
	if (!wanted || !report_path) {
		return;
	}
	FILE *report = fopen(report_path, "w");
	char *list = strdup(wanted);
	if (!report || !list) {
		_exit(99);
	}
	for (char *name = strtok(list, ","); name; name = strtok(NULL, ",")) {
		struct span span = unavailable;

		for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
			if (strcmp(kinds[i].name, name) == 0) {
				span = kinds[i].make();
			}
		}
		if (span.at) {
			fprintf(report, "%s %lu %lu\n", name, (unsigned long)span.at, (unsigned long)span.size);
		} else {
			fprintf(report, "%s unavailable\n", name);
		}
	}
	free(list);
	fclose(report);
}
