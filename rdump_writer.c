/*
 * Description of a snapshot -> bytes of a file. The layout is in rdump_format.h.
 *
 * No PHP, no heap. Small fields go through a buffer; memory goes from its own address straight into
 * the file, by pwrite(2): the kernel copies, so a page that cannot be read is an EFAULT and not a
 * crash. In a frozen copy of the process pages go through a pipe, with a memory_fd through a buffer instead. What is
 * not written is a hole.
 */
#include "rdump_internal.h"
#include "contract/rdump_format.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* The most one system call is asked to copy; a multiple of every page size. */
#define WRITE_MAX_BYTES ((uint64_t)16 << 20) /* between two looks at the clock */

/* What goes through the pipe at once: more does not fit second-level caches. Shorter runs are not worth it. */
#define PIPE_BYTES     (256 << 10)
#define PIPE_MIN_BYTES ((uint64_t)64 << 10)

/* ---- plain writes ------------------------------------------------------------------------- */

static bool write_fully(struct rdump_writer *writer, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = pwrite(writer->fd, bytes, length, (off_t)writer->offset);

		if (written < 0 && errno == EINTR) {
			continue;
		}
		if (written <= 0) {
			errno = written < 0 ? errno : EIO;
			return false;
		}
		bytes += written;
		length -= (size_t)written;
		writer->offset += (uint64_t)written;
	}
	return true;
}

static bool flush(struct rdump_writer *writer)
{
	size_t length = writer->buffered;

	writer->buffered = 0;
	return write_fully(writer, writer->buffer, length);
}

static bool put_bytes(struct rdump_writer *writer, const void *bytes, size_t length)
{
	const char *from = bytes;

	while (length > 0) {
		size_t room = writer->buffer_size - writer->buffered;
		size_t part = length < room ? length : room;

		memcpy(writer->buffer + writer->buffered, from, part);
		writer->buffered += part;
		from += part;
		length -= part;
		if (writer->buffered == writer->buffer_size && !flush(writer)) {
			return false;
		}
	}
	return true;
}

/* Only little-endian machines are supported, so integers are copied as they are. */
static bool put_u8(struct rdump_writer *writer, uint8_t value)
{
	return put_bytes(writer, &value, sizeof(value));
}

static bool put_u32(struct rdump_writer *writer, uint32_t value)
{
	return put_bytes(writer, &value, sizeof(value));
}

static bool put_u64(struct rdump_writer *writer, uint64_t value)
{
	return put_bytes(writer, &value, sizeof(value));
}

static bool put_str(struct rdump_writer *writer, const char *text, size_t length)
{
	return put_u32(writer, (uint32_t)length) && put_bytes(writer, text, length);
}

#define HEX_MAX 16

/* Bare lower-case hex, "0" for zero. Returns the number of digits. */
static size_t hex_digits(uint64_t value, char digits[HEX_MAX])
{
	size_t length = 1;

	while (length < HEX_MAX && value >> (4 * length)) {
		length++;
	}
	for (size_t i = 0; i < length; i++) {
		digits[i] = "0123456789abcdef"[value >> (4 * (length - 1 - i)) & 15];
	}
	return length;
}

static bool put_hex(struct rdump_writer *writer, uint64_t value)
{
	char digits[HEX_MAX] = "";

	return put_str(writer, digits, hex_digits(value, digits));
}

/* ---- memory ------------------------------------------------------------------------------- */

/* What is left of the page that holds `at`, or of the run if that ends earlier. */
static uint64_t page_rest(const struct rdump_writer *writer, uint64_t at, uint64_t end)
{
	uint64_t page_end = (at / writer->page_size + 1) * writer->page_size;

	return (page_end < end ? page_end : end) - at;
}

/* Asked between pieces. errno says so. */
static bool is_over(const struct rdump_writer *writer)
{
	if (writer->deadline_ns == 0 || rdump_now_ns() < writer->deadline_ns) {
		return false;
	}
	errno = ETIMEDOUT;
	return true;
}

/*
 * The kernel copies up to a page it cannot read and reports the short count; starting at that page
 * gives EFAULT. Halving the request finds the page also on file systems that refuse the whole
 * request, and doubling afterwards gets back to full speed.
 */
static bool copy_directly(struct rdump_writer *writer, uint64_t at, uint64_t end)
{
	uint64_t limit = WRITE_MAX_BYTES;

	while (at < end) {
		if (is_over(writer)) {
			return false;
		}
		uint64_t length = end - at < limit ? end - at : limit;
		ssize_t written =
			pwrite(writer->fd, (const void *)(uintptr_t)at, length, (off_t)writer->offset);

		if (written > 0) {
			at += (uint64_t)written;
			writer->offset += (uint64_t)written;
			limit = limit < WRITE_MAX_BYTES ? limit * 2 : limit;
		} else if (written < 0 && errno == EINTR) {
			continue;
		} else if (written < 0 && errno == EFAULT) {
			uint64_t rest = page_rest(writer, at, end);

			if (length > rest) {
				limit = length / 2 > rest ? length / 2 : rest;
				continue;
			}
			at += length;
			writer->offset += length;
		} else {
			errno = written < 0 ? errno : EIO;
			return false;
		}
	}
	return true;
}

/* ---- through a pipe ----------------------------------------------------------------------- */

void rdump_writer_open_pipe(struct rdump_writer *writer)
{
	if (!rdump_make_pipe(writer->pipe)) {
		return;
	}
	(void)fcntl(writer->pipe[1], F_SETPIPE_SZ, PIPE_BYTES);

	int size = fcntl(writer->pipe[1], F_GETPIPE_SZ);

	writer->pipe_bytes = size > 0 ? (size_t)size : 0;
	if ((uint64_t)size < writer->page_size) {
		rdump_writer_close_pipe(writer);
	}
}

void rdump_writer_close_pipe(struct rdump_writer *writer)
{
	if (writer->pipe[0] >= 0) {
		close(writer->pipe[0]);
		close(writer->pipe[1]);
	}
	writer->pipe[0] = writer->pipe[1] = -1;
}

/* Moves what is in the pipe to the file. Where that fails the pipe is given up; what is missing then is copied. */
static uint64_t drain_pipe(struct rdump_writer *writer, uint64_t length)
{
	uint64_t moved = 0;

	while (moved < length) {
		loff_t offset = (loff_t)writer->offset;
		long got = syscall(
			SYS_splice, writer->pipe[0], NULL, writer->fd, &offset, (size_t)(length - moved), 0U);

		if (got > 0) {
			moved += (uint64_t)got;
			writer->offset += (uint64_t)got;
		} else if (got == 0 || errno != EINTR) {
			rdump_writer_close_pipe(writer);
			break;
		}
	}
	return moved;
}

static bool copy_through_pipe(struct rdump_writer *writer, uint64_t at, uint64_t end)
{
	while (at < end && writer->pipe[0] >= 0) {
		struct iovec from = {(void *)(uintptr_t)at,
			end - at < writer->pipe_bytes ? (size_t)(end - at) : writer->pipe_bytes};

		if (is_over(writer)) {
			return false;
		}

		long got = syscall(SYS_vmsplice, writer->pipe[1], &from, 1UL, SPLICE_F_NONBLOCK);

		if (got > 0) {
			at += drain_pipe(writer, (uint64_t)got);
		} else if (got == 0 || errno != EINTR) {
			/* a page that cannot be read, say */
			if (!copy_directly(writer, at, at + from.iov_len)) {
				return false;
			}
			at += from.iov_len;
		}
	}
	return at == end || copy_directly(writer, at, end);
}

/* ---- through a buffer --------------------------------------------------------------------- */

/*
 * Reading /proc/self/mem copies each page twice, through a page of the kernel's.
 * process_vm_readv(2) reads the same way without that detour; where it is filtered, or stops at a
 * page, the file answers.
 */
static ssize_t read_memory(const struct rdump_writer *writer, uint64_t at, size_t length)
{
	struct iovec to = {writer->copy, length};
	struct iovec from = {(void *)(uintptr_t)at, length};
	ssize_t got = syscall(SYS_process_vm_readv, getpid(), &to, 1UL, &from, 1UL, 0UL);

	return got > 0 ? got : pread(writer->memory_fd, writer->copy, length, (off_t)at);
}

static bool copy_safely(struct rdump_writer *writer, uint64_t at, uint64_t end)
{
	while (at < end) {
		if (is_over(writer)) {
			return false;
		}
		size_t length = end - at < writer->copy_size ? (size_t)(end - at) : writer->copy_size;
		ssize_t got = read_memory(writer, at, length);

		if (got > 0) {
			if (!write_fully(writer, writer->copy, (size_t)got)) {
				return false;
			}
			at += (uint64_t)got;
		} else if (got < 0 && errno == EINTR) {
			continue;
		} else if (got == 0 || errno == EIO || errno == EFAULT) {
			uint64_t rest = page_rest(writer, at, end);

			at += rest;
			writer->offset += rest;
		} else {
			return false;
		}
	}
	return true;
}

static bool copy_run(struct rdump_writer *writer, const struct rdump_run *run)
{
	if (writer->memory_fd >= 0) {
		return copy_safely(writer, run->begin, run->end);
	}
	return writer->pipe[0] >= 0 && run->end - run->begin >= PIPE_MIN_BYTES
			   ? copy_through_pipe(writer, run->begin, run->end)
			   : copy_directly(writer, run->begin, run->end);
}

static bool write_region(struct rdump_writer *writer, const struct rdump_vma *vma)
{
	const uint64_t size = vma->region_end - vma->begin;

	if (!put_u64(writer, vma->begin) || !put_u64(writer, size) || !flush(writer)) {
		return false;
	}

	uint64_t start = writer->offset;

	for (uint64_t i = 0; i < vma->run_count; i++) {
		const struct rdump_run *run = &vma->runs[i];

		writer->offset = start + (run->begin - vma->begin);
		if (!copy_run(writer, run)) {
			return false;
		}
	}
	writer->offset = start + size;
	return true;
}

/* ---- the file ----------------------------------------------------------------------------- */

static bool write_header(
	struct rdump_writer *writer, const struct rdump_snapshot *snapshot, uint32_t region_count)
{
	if (!put_bytes(writer, RDUMP_FORMAT_MAGIC, RDUMP_FORMAT_MAGIC_SIZE) ||
		!put_u32(writer, RDUMP_FORMAT_VERSION) ||
		!put_str(writer, snapshot->php_version, strlen(snapshot->php_version)) ||
		!put_u64(writer, (uint64_t)snapshot->pid) || !put_u64(writer, snapshot->eg_address) ||
		!put_u64(writer, snapshot->cg_address) || !put_u64(writer, (uint64_t)snapshot->rss_bytes) ||
		!put_u32(writer, snapshot->module_global_count)) {
		return false;
	}
	for (uint32_t i = 0; i < snapshot->module_global_count; i++) {
		const struct rdump_module_global *global = &snapshot->module_globals[i];

		if (!put_str(writer, global->name, strlen(global->name)) ||
			!put_u64(writer, global->address)) {
			return false;
		}
	}
	return put_u32(writer, snapshot->vma_count) && put_u32(writer, region_count);
}

static bool write_entry(struct rdump_writer *writer, const struct rdump_vma *vma)
{
	return put_hex(writer, vma->begin) && put_hex(writer, vma->end) &&
		   put_hex(writer, vma->file_offset) && put_u8(writer, !!(vma->flags & RDUMP_VMA_READ)) &&
		   put_u8(writer, !!(vma->flags & RDUMP_VMA_WRITE)) &&
		   put_u8(writer, !!(vma->flags & RDUMP_VMA_EXECUTE)) &&
		   put_u8(writer, !!(vma->flags & RDUMP_VMA_PRIVATE)) &&
		   put_str(writer, vma->device, strlen(vma->device)) && put_u64(writer, vma->inode) &&
		   put_str(writer, vma->name, vma->name_length);
}

static uint32_t count_regions(const struct rdump_snapshot *snapshot)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < snapshot->vma_count; i++) {
		count += (snapshot->vmas[i].flags & RDUMP_VMA_CAPTURED) != 0;
	}
	return count;
}

bool rdump_writer_write(struct rdump_writer *writer, const struct rdump_snapshot *snapshot)
{
	if (!write_header(writer, snapshot, count_regions(snapshot))) {
		return false;
	}
	for (uint32_t i = 0; i < snapshot->vma_count; i++) {
		if (!write_entry(writer, &snapshot->vmas[i])) {
			return false;
		}
	}
	for (uint32_t i = 0; i < snapshot->vma_count; i++) {
		const struct rdump_vma *vma = &snapshot->vmas[i];

		if ((vma->flags & RDUMP_VMA_CAPTURED) && !write_region(writer, vma)) {
			return false;
		}
	}
	if (!flush(writer)) {
		return false;
	}

	/* The last region may end in a hole. */
	int result;

	do {
		result = ftruncate(writer->fd, (off_t)writer->offset);
	} while (result != 0 && errno == EINTR);
	return result == 0;
}

void rdump_writer_measure(
	const struct rdump_snapshot *snapshot, uint64_t *file_bytes, uint64_t *data_bytes)
{
	char digits[HEX_MAX] = "";
	uint64_t fixed =
		RDUMP_FORMAT_MAGIC_SIZE + 4 + 4 + strlen(snapshot->php_version) + 8 + 8 + 8 + 8 + 4 + 4 + 4;
	uint64_t holes = 0;

	for (uint32_t i = 0; i < snapshot->module_global_count; i++) {
		fixed += 4 + strlen(snapshot->module_globals[i].name) + 8;
	}

	uint64_t total = fixed;

	for (uint32_t i = 0; i < snapshot->vma_count; i++) {
		const struct rdump_vma *vma = &snapshot->vmas[i];

		total += 4 + hex_digits(vma->begin, digits) + 4 + hex_digits(vma->end, digits) + 4 +
				 hex_digits(vma->file_offset, digits) + 4 + 4 + strlen(vma->device) + 8 + 4 +
				 vma->name_length;
		if (vma->flags & RDUMP_VMA_CAPTURED) {
			total += RDUMP_FORMAT_REGION_HEADER_SIZE + (vma->region_end - vma->begin);
			holes += vma->region_end - vma->begin;
			for (uint64_t run = 0; run < vma->run_count; run++) {
				holes -= vma->runs[run].end - vma->runs[run].begin;
			}
		}
	}
	*file_bytes = total;
	*data_bytes = total - holes;
}
