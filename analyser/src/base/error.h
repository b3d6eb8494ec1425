/* A failure is a value: what kind, where in the file, why. Only main.c and cmd_*.c show it to the
 * user. */
#ifndef RA_ERROR_H
#define RA_ERROR_H

#include <stdbool.h>
#include <stdint.h>

enum ra_error_kind {
	RA_ERR_NONE = 0,
	RA_ERR_FILE,        /* a file cannot be opened, read or written */
	RA_ERR_FORMAT,      /* the bytes are not a sound dump (or report) */
	RA_ERR_UNSUPPORTED, /* a sound dump of something we cannot read */
	RA_ERR_MEMORY,      /* no memory */
	RA_ERR_LIMIT,       /* the input exceeds a bound we set */
};

#define RA_NOWHERE UINT64_MAX

struct ra_error {
	enum ra_error_kind kind;
	uint64_t offset; /* byte offset in the input file, or RA_NOWHERE */
	char message[512];
};

/* Fills *err (unless NULL) and returns false, so that callers can write `return ra_fail(...)`.
 * The first failure is kept: a second call on a filled error changes nothing. */
bool ra_fail(struct ra_error *err, enum ra_error_kind kind, uint64_t offset, const char *format,
	...) __attribute__((format(printf, 4, 5)));

#endif
