/* copy PID FILE: what any program has to do at least that copies a process's memory: process_vm_readv(2) of what is in
 * memory of writable mappings, in pieces of 4 MB, and write(2). The yardstick for `rdump capture`. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
	PIECE = 4 << 20,
	PAGE = 4096,
	MOST = 4096
};

static char piece[PIECE];

static void copy(pid_t pid, int out, uint64_t at, uint64_t end)
{
	while (at < end) {
		const size_t length = end - at < PIECE ? end - at : PIECE;
		const struct iovec to = {piece, length};
		const struct iovec from = {(void *)(uintptr_t)at, length};
		const ssize_t got = process_vm_readv(pid, &to, 1, &from, 1, 0);

		if (got <= 0) {
			return;
		}
		if (write(out, piece, (size_t)got) != got) {
			perror("write");
			exit(1);
		}
		at += (uint64_t)got;
	}
}

static void copy_mapping(pid_t pid, int pagemap, int out, uint64_t begin, uint64_t end)
{
	uint64_t first = 0; /* of the pages that are there and not copied yet */

	for (uint64_t at = begin; at < end; at += PAGE) {
		uint64_t page = 0;

		if (pread(pagemap, &page, sizeof(page), (off_t)(at / PAGE * sizeof(page))) ==
				sizeof(page) &&
			page >> 62) {
			first = first ? first : at;
		} else if (first) {
			copy(pid, out, first, at);
			first = 0;
		}
	}
	if (first) {
		copy(pid, out, first, end);
	}
}

int main(int argc, char **argv)
{
	char path[64], line[8192], rights[8];
	uint64_t begin, end;

	if (argc != 3) {
		return 2;
	}
	const pid_t pid = (pid_t)strtol(argv[1], NULL, 10);
	const int out = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0600);

	snprintf(path, sizeof(path), "/proc/%d/pagemap", (int)pid);
	const int pagemap = open(path, O_RDONLY);

	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	FILE *const maps = fopen(path, "r");

	if (out < 0 || pagemap < 0 || !maps) {
		perror("copy");
		return 1;
	}
	while (fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s", &begin, &end, rights) == 3 &&
			rights[0] == 'r' && rights[1] == 'w') {
			copy_mapping(pid, pagemap, out, begin, end);
		}
	}
	return 0;
}
