/* What a file is by its first bytes: the one list of what is read, what is unpacked first, and what
 * people hand over by mistake. --help, the man page and README name its rows (ci/check-formats). */
#ifndef RA_INPUT_FORMAT_H
#define RA_INPUT_FORMAT_H

#include <stddef.h>
#include <stdint.h>

enum ra_input {
	RA_INPUT_UNKNOWN,
	RA_INPUT_DUMP,
	RA_INPUT_CORE,
	RA_INPUT_RMEM,   /* a saved graph */
	RA_INPUT_SQLITE, /* likewise */
	RA_INPUT_REPORT, /* JSON text: a saved report, where one is asked for */
	RA_INPUT_GZIP,
	RA_INPUT_ZSTD,
	RA_INPUT_PACKED,  /* in a way that is not unpacked here */
	RA_INPUT_REFUSED, /* no input at all */
};

struct ra_input_format {
	enum ra_input input;
	const char *name;   /* as the documentation calls it */
	const char *begins; /* with these bytes; NULL: with one of `any_of` */
	size_t length;
	const char *any_of;
	const char *instead; /* of RA_INPUT_REFUSED: why; of packed ones: the command that unpacks it */
};

#define RA_INPUT_BYTES 8u /* of a file that decide */

/* The row, or that of RA_INPUT_UNKNOWN. */
const struct ra_input_format *ra_input_format(const void *bytes, size_t length);

#endif
