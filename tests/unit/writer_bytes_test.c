/* rdump_writer.c: a description of a snapshot becomes these bytes, with these holes. */
#include "unit_check.h"
#include "contract/rdump_format.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static uint64_t page_size;
static char output_buffer[64]; /* small, so that it is flushed in the middle of fields */
static char *copy_buffer;

static int temporary_file(void)
{
	char path[] = "/tmp/rdump-writer-XXXXXX";
	int fd = mkstemp(path);

	unlink(path);
	return fd;
}

enum way {
	DIRECTLY,
	SAFELY, /* through /proc/self/mem */
	PIPED,
};

static int write_snapshot(const struct rdump_snapshot *snapshot, enum way way)
{
	struct rdump_writer writer = {
		.fd = temporary_file(),
		.pipe = {-1, -1},
		.memory_fd = way == SAFELY ? open("/proc/self/mem", O_RDONLY) : -1,
		.page_size = page_size,
		.buffer = output_buffer,
		.buffer_size = sizeof(output_buffer),
		.copy = copy_buffer,
		.copy_size = 2 * page_size,
	};

	if (way == PIPED) {
		rdump_writer_open_pipe(&writer);
		CHECK(writer.pipe[0] >= 0);
	}
	CHECK(rdump_writer_write(&writer, snapshot));
	CHECK((way == PIPED) == (writer.pipe[0] >= 0)); /* it was not given up */
	rdump_writer_close_pipe(&writer);
	if (writer.memory_fd >= 0) {
		close(writer.memory_fd);
	}
	return writer.fd;
}

static char *file_bytes(int fd, size_t *size)
{
	*size = (size_t)lseek(fd, 0, SEEK_END);

	char *bytes = malloc(*size + 1);

	CHECK(pread(fd, bytes, *size, 0) == (ssize_t)*size);
	close(fd);
	return bytes;
}

static void header_and_map(void)
{
	static const char expected[] = "RDUMP\0\0\0"
								   "\3\0\0\0"
								   "\3\0\0\0v82"
								   "\x39\5\0\0\0\0\0\0"
								   "\x11\x22\0\0\0\0\0\0"
								   "\x33\x44\0\0\0\0\0\0"
								   "\xff\xff\xff\xff\xff\xff\xff\xff"
								   "\1\0\0\0"
								   "\x0d\0\0\0basic_globals\x55\x66\0\0\0\0\0\0"
								   "\2\0\0\0"
								   "\0\0\0\0"
								   "\4\0\0\0"
								   "1000"
								   "\4\0\0\0"
								   "2000"
								   "\1\0\0\0"
								   "0"
								   "\1\0\1\0"
								   "\5\0\0\0"
								   "08:01"
								   "\7\0\0\0\0\0\0\0"
								   "\2\0\0\0"
								   "/a"
								   "\x0c\0\0\0"
								   "7fffdeadb000"
								   "\x10\0\0\0"
								   "ffffffffffffffff"
								   "\3\0\0\0"
								   "1f0"
								   "\0\1\0\1"
								   "\5\0\0\0"
								   "00:00"
								   "\0\0\0\0\0\0\0\0"
								   "\0\0\0\0";
	struct rdump_vma vmas[] = {
		{.begin = 0x1000,
			.end = 0x2000,
			.inode = 7,
			.name = "/a",
			.name_length = 2,
			.flags = RDUMP_VMA_READ | RDUMP_VMA_EXECUTE,
			.device = "08:01"},
		{.begin = 0x7fffdeadb000,
			.end = UINT64_MAX,
			.file_offset = 0x1f0,
			.name = "",
			.flags = RDUMP_VMA_WRITE | RDUMP_VMA_PRIVATE,
			.device = "00:00"},
	};
	struct rdump_module_global standard = {RDUMP_FORMAT_BASIC_GLOBALS, 0x6655};
	struct rdump_snapshot snapshot = {
		.php_version = "v82",
		.pid = 1337,
		.eg_address = 0x2211,
		.cg_address = 0x4433,
		.rss_bytes = RDUMP_FORMAT_RSS_UNKNOWN,
		.module_globals = &standard,
		.module_global_count = 1,
		.vmas = vmas,
		.vma_count = 2,
	};
	uint64_t file_size;
	uint64_t data_size;
	size_t size;
	char *bytes = file_bytes(write_snapshot(&snapshot, DIRECTLY), &size);

	CHECK(size == sizeof(expected) - 1);
	CHECK(size == sizeof(expected) - 1 && memcmp(bytes, expected, size) == 0);
	rdump_writer_measure(&snapshot, &file_size, &data_size);
	CHECK(file_size == size && data_size == size);
	free(bytes);
}

/* Five pieces: data, empty, data that cannot be read, data, empty. */
static void runs_holes_and_bad_pages(enum way way)
{
	const uint64_t piece = 32 * page_size;
	char *memory =
		mmap(NULL, 5 * piece, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uint64_t begin = (uint64_t)(uintptr_t)memory;
	struct rdump_run runs[] = {{begin, begin + piece}, {begin + 2 * piece, begin + 4 * piece}};
	struct rdump_vma vma = {
		.begin = begin,
		.end = begin + 5 * piece,
		.region_end = begin + 5 * piece,
		.name = "",
		.flags = RDUMP_VMA_READ | RDUMP_VMA_WRITE | RDUMP_VMA_CAPTURED,
		.runs = runs,
		.run_count = 2,
		.device = "00:00",
	};
	struct rdump_snapshot snapshot = {.php_version = "v70", .vmas = &vma, .vma_count = 1};
	uint64_t file_size;
	uint64_t data_size;
	uint64_t header[2];
	size_t size;

	memset(memory, 'a', piece);
	memset(memory + piece, 'x', piece); /* said to be empty: not to be copied */
	memset(memory + 3 * piece, 'b', piece);
	munmap(memory + 2 * piece, piece);

	char *bytes = file_bytes(write_snapshot(&snapshot, way), &size);
	char *region = bytes + size - 5 * piece;

	rdump_writer_measure(&snapshot, &file_size, &data_size);
	CHECK(file_size == size && data_size == size - 2 * piece);
	memcpy(header, region - sizeof(header), sizeof(header));
	CHECK(header[0] == begin && header[1] == 5 * piece);
	CHECK(region[0] == 'a' && region[piece - 1] == 'a');
	CHECK(region[piece] == 0 && region[2 * piece - 1] == 0);
	CHECK(region[2 * piece] == 0 && region[3 * piece - 1] == 0);
	CHECK(region[3 * piece] == 'b' && region[4 * piece - 1] == 'b');
	CHECK(region[4 * piece] == 0 && region[5 * piece - 1] == 0);
	free(bytes);
	munmap(memory, 5 * piece);
}

int main(void)
{
	page_size = (uint64_t)sysconf(_SC_PAGESIZE);
	copy_buffer = malloc(2 * page_size);
	header_and_map();
	runs_holes_and_bad_pages(DIRECTLY);
	runs_holes_and_bad_pages(SAFELY);
	runs_holes_and_bad_pages(PIPED);
	free(copy_buffer);
	return checks_done();
}
