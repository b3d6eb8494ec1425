/* Opening the file that a name in the memory map stands for: nothing but a regular file, and below a dependency root none
 * outside of it. */
#ifndef RA_BINARY_FILE_H
#define RA_BINARY_FILE_H

#include "memory/dump.h"

struct ra_binary_file {
	char path[4096];
	bool deleted;    /* so the kernel marked it */
	char device[32]; /* as the memory map writes it */
	uint64_t inode;
	struct ra_source *source;
};

/* False: *verdict says why, a static text. On success the source is the caller's. */
bool ra_binary_file_open(struct ra_slice name, const char *dependency_root,
	struct ra_binary_file *file, const char **verdict);

#endif
