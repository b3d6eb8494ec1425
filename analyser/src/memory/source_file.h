/* A regular file as a source; the one place that knows of its descriptor and of holes on the disk. */
#ifndef RA_SOURCE_FILE_H
#define RA_SOURCE_FILE_H

#include <sys/stat.h>

#include "memory/source.h"

/* A path, or "-" for standard input. What is no regular file, or compressed, is first copied to a file without a name. */
bool ra_source_open(
	const char *path, uint64_t budget_bytes, struct ra_source **out, struct ra_error *err);

/* A regular file that is so, whose descriptor is owned by the source from here on, also when this fails. */
bool ra_source_of_descriptor(int fd, const struct stat *status, uint64_t budget_bytes,
	struct ra_source **out, struct ra_error *err);

#endif
