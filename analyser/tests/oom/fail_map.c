/* A preload library under which the mapped input becomes shorter, by all or (FAIL_SHORT) by the half of it, when the FAIL_AT-th
 * of its pages is read. A page counts that is read for the first time, and all of them do again after each 61. FAIL_COUNT
 * names a file that takes their number at the end. The input itself stays: a copy in memory is what is mapped. */
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	PAGE = 4096,
	ROUND = 61,
	MAX_INPUTS = 8
};

static struct input {
	uintptr_t begin;
	size_t length;
	int copy;
} inputs[MAX_INPUTS];
static atomic_uint input_count;
static atomic_ulong seen;

static void *map(void *where, size_t length, int protection, int flags, int fd, off_t offset)
{
	return (void *)syscall(SYS_mmap, where, length, protection, flags, fd, offset);
}

/* A page of an input that may not be read yet. */
static void page_is_read(int number, siginfo_t *info, void *context)
{
	static unsigned long at;
	const uintptr_t address = (uintptr_t)info->si_addr;
	unsigned long now;

	(void)context;
	for (unsigned i = 0; i < input_count; i++) {
		if (address - inputs[i].begin >= inputs[i].length) {
			continue;
		}
		now = atomic_fetch_add(&seen, 1) + 1;
		at = at > 0 || !getenv("FAIL_AT") ? at : strtoul(getenv("FAIL_AT"), NULL, 10);
		if (now == at && ftruncate(inputs[i].copy,
							 getenv("FAIL_SHORT") ? (off_t)(inputs[i].length / 2) : 0) != 0) {
			_exit(126);
		}
		if (now % ROUND == 0) {
			mprotect((void *)inputs[i].begin, inputs[i].length, PROT_NONE);
		}
		mprotect((void *)(address / PAGE * PAGE), PAGE, PROT_READ);
		return;
	}
	signal(number, SIG_DFL);
}

static int copy_of(int fd, size_t length)
{
	const int copy = memfd_create("input", MFD_CLOEXEC);
	char block[65536];
	ssize_t got;

	for (size_t done = 0; copy >= 0 && done < length; done += (size_t)got) {
		got = pread(fd, block, sizeof(block), (off_t)done);
		if (got <= 0 || pwrite(copy, block, (size_t)got, (off_t)done) != got) {
			_exit(126);
		}
	}
	return copy;
}

void *mmap(void *where, size_t length, int protection, int flags, int fd, off_t offset)
{
	struct sigaction action = {.sa_sigaction = page_is_read, .sa_flags = SA_SIGINFO | SA_NODEFER};
	struct input *input;

	if (fd < 0 || protection != PROT_READ || flags != MAP_PRIVATE || input_count == MAX_INPUTS) {
		return map(where, length, protection, flags, fd, offset);
	}
	input = &inputs[input_count];
	input->copy = copy_of(fd, length);
	input->length = length;
	input->begin = (uintptr_t)map(NULL, length, PROT_NONE, MAP_PRIVATE, input->copy, 0);
	sigemptyset(&action.sa_mask);
	sigaction(SIGSEGV, &action, NULL);
	input_count++;
	return (void *)input->begin;
}

__attribute__((destructor)) static void tell(void)
{
	const char *path = getenv("FAIL_COUNT");
	FILE *file = path ? fopen(path, "w") : NULL;

	if (file) {
		fprintf(file, "%lu\n", (unsigned long)seen);
		fclose(file);
	}
}
