/* A preload library under which no file can be mapped, and that lets one read of a file fail as a broken disk does: the
 * FAIL_AT-th of the process, and each one after it. With FAIL_SHORT they read nothing, as of a file that became shorter. FAIL_COUNT names a file that takes their
 * number at the end. */
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static unsigned long seen;

ssize_t pread(int fd, void *buffer, size_t length, off_t offset)
{
	static ssize_t (*next)(int, void *, size_t, off_t);
	const char *const at = getenv("FAIL_AT");

	if (!next) {
		*(void **)&next = dlsym(RTLD_NEXT, "pread");
	}
	seen++;
	if (at && strtoul(at, NULL, 10) > 0 && seen >= strtoul(at, NULL, 10)) {
		errno = EIO;
		return getenv("FAIL_SHORT") ? 0 : -1;
	}
	return next(fd, buffer, length, offset);
}

ssize_t pread64(int fd, void *buffer, size_t length, off_t offset)
{
	return pread(fd, buffer, length, offset);
}

void *mmap(void *where, size_t length, int protection, int flags, int fd, off_t offset)
{
	if (fd >= 0 && protection == PROT_READ) {
		errno = ENODEV;
		return MAP_FAILED;
	}
	return (void *)syscall(SYS_mmap, where, length, protection, flags, fd, offset);
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
