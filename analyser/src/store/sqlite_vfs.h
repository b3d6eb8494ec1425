/* The files that SQLite sees are ours: a source, which can only be read, or a file without a name, which is written. It never
 * finds a path, a journal or a lock on the disk, whatever a database asks for. */
#ifndef RA_SQLITE_VFS_H
#define RA_SQLITE_VFS_H

#ifdef RA_HAVE_SQLITE

# include <sqlite3.h>

# include "base/error.h"
# include "memory/source.h"

struct ra_sqlite { /* a connection */
	sqlite3_vfs vfs;
	char name[32];
	sqlite3 *db;
	struct ra_source *source; /* NULL: `fd` */
	int fd;
};

/* Opens the database. ra_sqlite_close() undoes also what failed. */
bool ra_sqlite_open(
	struct ra_sqlite *sqlite, struct ra_source *source, int fd, struct ra_error *err);
/* The same of a new file without a name; *fd is the caller's to close, also when this fails, unless negative. */
bool ra_sqlite_create(struct ra_sqlite *sqlite, int *fd, struct ra_error *err);
void ra_sqlite_close(struct ra_sqlite *sqlite);

/* Fills *err with what SQLite says; `what` is what failed. Returns false. */
bool ra_sqlite_fail(struct ra_sqlite *sqlite, const char *what, struct ra_error *err);

#endif
#endif
