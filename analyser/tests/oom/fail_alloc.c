/* A preload library that lets one allocation fail: the FAIL_AT-th of the process. FAIL_COUNT names a file that takes
 * their number at the end. */
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static unsigned long seen;

static int strikes(void)
{
	static long at = -1;

	if (at < 0) {
		const char *text = getenv("FAIL_AT");

		at = text ? strtol(text, NULL, 10) : 0;
	}
	seen++;
	if (at > 0 && seen == (unsigned long)at) {
		errno = ENOMEM;
		return 1;
	}
	return 0;
}

void *malloc(size_t size)
{
	return strikes() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return strikes() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
	return strikes() ? NULL : __libc_realloc(block, size);
}

void *reallocarray(void *block, size_t count, size_t size)
{
	size_t bytes;

	return __builtin_mul_overflow(count, size, &bytes) || strikes() ? NULL
																	: __libc_realloc(block, bytes);
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return strikes() ? NULL : __libc_memalign(alignment, size);
}

__attribute__((destructor)) static void tell(void)
{
	const char *path = getenv("FAIL_COUNT");
	FILE *file = path ? fopen(path, "w") : NULL;

	if (file) {
		fprintf(file, "%lu\n", seen);
		fclose(file);
	}
}
