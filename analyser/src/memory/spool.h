/* Input that has no places: a pipe, or a compressed file. It is copied, decompressed, to a file without a name in TMPDIR
 * (or /tmp), which goes when it is closed. */
#ifndef RA_SPOOL_H
#define RA_SPOOL_H

#include <stdbool.h>

#include "base/error.h"

/* Whether the file behind the descriptor must be spooled: it is a pipe or a socket, or begins like gzip. */
bool ra_needs_spooling(int fd);

/* Takes over `fd` and returns the descriptor of the copy; -1 with *err filled. Blocks of zeros become holes. */
int ra_spool(int fd, struct ra_error *err);

/* A file without a name in TMPDIR (or /tmp, or in memory where that cannot be written to); -1 with *err filled. */
int ra_nameless_file(struct ra_error *err);

#endif
