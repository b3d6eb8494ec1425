/* Which files an assistant may ask about: those named at the start, and those below a folder. Names come from the client
 * and are hostile: "..", absolute names and links lead nowhere else, also while somebody changes the folder. */
#ifndef RA_ALLOWED_H
#define RA_ALLOWED_H

#include <stdbool.h>
#include <sys/stat.h>

#include "base/error.h"

struct ra_allowed {
	char *const *files; /* as they were named at the start, and found again under that name */
	int file_count;
	char *root;   /* real path of the folder; NULL: there is none */
	int root_fd;  /* -1: there is none */
	char *called; /* the folder as it was named */
};

/* `root` may be NULL. The files must outlive it. *allowed is to be ended by ra_allowed_done() in any case. */
bool ra_allowed_init(struct ra_allowed *allowed, char *const *files, int file_count,
	const char *root, struct ra_error *err);
void ra_allowed_done(struct ra_allowed *allowed);

/* Opens a regular file for reading: a name given at the start, its last part where that is the only one of its kind, or
 * a name below the folder. NULL stands for the only file there is. The descriptor; -1: not allowed or not there, which
 * are the same to the client. */
int ra_allowed_open(
	const struct ra_allowed *allowed, const char *name, struct stat *status, struct ra_error *err);

/* The same for the folder, or one below it (NULL: itself). */
int ra_allowed_folder(const struct ra_allowed *allowed, const char *name, struct ra_error *err);

#endif
