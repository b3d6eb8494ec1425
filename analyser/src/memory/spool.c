/* See spool.h. */
#include "memory/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#ifdef RA_HAVE_ZSTD
# include <zstd.h>
#endif

#include "memory/input_format.h"

#define PIECE_BYTES 65536u
#define BLOCK_BYTES 4096u
#define AUTO_HEADER (15 + 32) /* of inflateInit2(): gzip or zlib, largest window */

struct spool {
	int in;
	int out;
	uint64_t written;
	uint8_t piece[PIECE_BYTES];
	struct ra_error *err;
};

int ra_nameless_file(struct ra_error *err)
{
	const char *const set = getenv("TMPDIR");
	const char *const folder = set && *set ? set : "/tmp";
	char path[PATH_MAX];
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0 && snprintf(path, sizeof(path), "%s/rdump-XXXXXX", folder) < (int)sizeof(path)) {
		fd = mkostemp(path, O_CLOEXEC);
		if (fd >= 0) {
			unlink(path);
		}
	}
	if (fd < 0 && !set) { /* a container with nothing to write to: memory is as good */
		fd = memfd_create("rdump", MFD_CLOEXEC);
	}
	if (fd < 0) {
		ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "cannot make a file in %s for the input: %s", folder,
			strerror(errno));
	}
	return fd;
}

static bool is_zero(const uint8_t *bytes, size_t length)
{
	return bytes[0] == 0 && memcmp(bytes, bytes + 1, length - 1) == 0;
}

static bool cannot_copy(struct spool *spool)
{
	return ra_fail(spool->err, RA_ERR_FILE, RA_NOWHERE,
		"cannot copy the input to a temporary file: %s", strerror(errno));
}

/* Puts bytes behind what is there; whole blocks of zeros are left out. */
static bool put(struct spool *spool, const uint8_t *bytes, size_t length)
{
	while (length > 0) {
		const size_t inside = spool->written % BLOCK_BYTES;
		const size_t block = length < BLOCK_BYTES - inside ? length : BLOCK_BYTES - inside;

		if (!is_zero(bytes, block)) {
			const ssize_t done = pwrite(spool->out, bytes, block, (off_t)spool->written);

			if (done != (ssize_t)block) {
				errno = done < 0 ? errno : ENOSPC;
				return cannot_copy(spool);
			}
		}
		bytes += block;
		length -= block;
		spool->written += block;
	}
	return true;
}

/* False, without an error, at the end. */
static bool get(struct spool *spool, size_t *length)
{
	ssize_t got;

	do {
		got = read(spool->in, spool->piece, sizeof(spool->piece));
	} while (got < 0 && errno == EINTR);
	if (got < 0) {
		return ra_fail(
			spool->err, RA_ERR_FILE, RA_NOWHERE, "cannot read the input: %s", strerror(errno));
	}
	*length = (size_t)got;
	return got > 0;
}

static bool copy_plain(struct spool *spool, size_t length)
{
	do {
		if (!put(spool, spool->piece, length)) {
			return false;
		}
	} while (get(spool, &length));
	return spool->err->kind == RA_ERR_NONE;
}

static bool copy_inflated(struct spool *spool, size_t length)
{
	uint8_t plain[PIECE_BYTES];
	z_stream stream = {0};
	int state = Z_OK;

	if (inflateInit2(&stream, AUTO_HEADER) != Z_OK) {
		return ra_fail(spool->err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to decompress the input");
	}
	do {
		stream.next_in = spool->piece;
		stream.avail_in = (uInt)length;
		while (spool->err->kind == RA_ERR_NONE && stream.avail_in > 0) {
			stream.next_out = plain;
			stream.avail_out = sizeof(plain);
			if (state == Z_STREAM_END) { /* gzip files may be put one behind the other */
				inflateReset(&stream);
			}
			state = inflate(&stream, Z_NO_FLUSH);
			if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR) {
				ra_fail(spool->err, RA_ERR_FORMAT, RA_NOWHERE, "the compressed input is corrupt");
			} else {
				put(spool, plain, sizeof(plain) - stream.avail_out);
			}
		}
	} while (spool->err->kind == RA_ERR_NONE && get(spool, &length));
	inflateEnd(&stream);
	if (spool->err->kind == RA_ERR_NONE && state != Z_STREAM_END) {
		ra_fail(spool->err, RA_ERR_FORMAT, RA_NOWHERE, "the compressed input is cut off");
	}
	return spool->err->kind == RA_ERR_NONE;
}

#ifdef RA_HAVE_ZSTD
static bool copy_unzstd(struct spool *spool, size_t length)
{
	uint8_t plain[PIECE_BYTES];
	ZSTD_DStream *const stream = ZSTD_createDStream();
	size_t state = 1; /* 0: at the end of a frame; others may follow */

	if (!stream) {
		return ra_fail(spool->err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to decompress the input");
	}
	do {
		ZSTD_inBuffer in = {spool->piece, length, 0};
		ZSTD_outBuffer out;

		do {
			out = (ZSTD_outBuffer){plain, sizeof(plain), 0};
			state = ZSTD_decompressStream(stream, &out, &in);
			if (ZSTD_isError(state)) {
				ra_fail(spool->err, RA_ERR_FORMAT, RA_NOWHERE,
					"the compressed input is corrupt: %s", ZSTD_getErrorName(state));
			} else {
				put(spool, plain, out.pos);
			}
		} while (spool->err->kind == RA_ERR_NONE && (in.pos < in.size || out.pos == out.size));
	} while (spool->err->kind == RA_ERR_NONE && get(spool, &length));
	ZSTD_freeDStream(stream);
	if (spool->err->kind == RA_ERR_NONE && state != 0) {
		ra_fail(spool->err, RA_ERR_FORMAT, RA_NOWHERE, "the compressed input is cut off");
	}
	return spool->err->kind == RA_ERR_NONE;
}
#endif

#ifndef RA_HAVE_ZSTD
# define copy_unzstd NULL
#endif

static bool is_compressed(const struct ra_input_format *format)
{
	return format->input == RA_INPUT_GZIP || format->input == RA_INPUT_ZSTD ||
		   format->input == RA_INPUT_PACKED;
}

bool ra_needs_spooling(int fd)
{
	struct stat status;
	uint8_t begin[RA_INPUT_BYTES];
	ssize_t got;

	if (fstat(fd, &status) != 0) {
		return false;
	}
	if (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode)) {
		return true;
	}
	got = S_ISREG(status.st_mode) ? pread(fd, begin, sizeof(begin), 0) : -1;
	return got > 0 && is_compressed(ra_input_format(begin, (size_t)got));
}

static bool copy(struct spool *spool)
{
	size_t length;

	if (!get(spool, &length)) {
		return spool->err->kind == RA_ERR_NONE; /* empty: the dump's reader says so */
	}

	const struct ra_input_format *const format = ra_input_format(spool->piece, length);
	bool (*const unpack)(struct spool *, size_t) = format->input == RA_INPUT_GZIP   ? copy_inflated
												   : format->input == RA_INPUT_ZSTD ? copy_unzstd
																					: NULL;

	if (!is_compressed(format)) {
		return copy_plain(spool, length);
	}
	if (!unpack) {
		return ra_fail(spool->err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
			"this is compressed: %s FILE | rdump report -", format->instead);
	}
	return unpack(spool, length);
}

int ra_spool(int fd, struct ra_error *err)
{
	struct spool *const spool = calloc(1, sizeof(*spool));
	int out = -1;

	if (!spool) {
		ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to read the input");
	} else {
		spool->in = fd;
		spool->out = out = ra_nameless_file(err);
		spool->err = err;
		/* the end may be a hole */
		if (out >= 0 &&
			(!copy(spool) || (ftruncate(out, (off_t)spool->written) != 0 && !cannot_copy(spool)))) {
			close(out);
			out = -1;
		}
	}
	free(spool);
	close(fd);
	return out;
}
