/* See sqlite_vfs.h. */
#include "store/sqlite_vfs.h"

#ifdef RA_HAVE_SQLITE

# include <errno.h>
# include <inttypes.h>
# include <stdio.h>
# include <string.h>
# include <sys/stat.h>
# include <unistd.h>

# include "memory/spool.h"

struct file {
	sqlite3_file base;
	struct ra_source *source; /* NULL: `fd` */
	int fd;
	bool own; /* a temporary file, to be closed */
};

static int close_file(sqlite3_file *base)
{
	struct file *const file = (struct file *)base;

	if (file->own) {
		close(file->fd);
	}
	return SQLITE_OK;
}

/* What lies behind the end is zeros, and said. */
static int read_file(sqlite3_file *base, void *out, int length, sqlite3_int64 offset)
{
	struct file *const file = (struct file *)base;
	size_t wanted = (size_t)length;

	if (file->source) {
		const uint64_t size = file->source->size_bytes, at = (uint64_t)offset;
		const uint64_t there = at < size ? size - at : 0;

		wanted = wanted < there ? wanted : (size_t)there;
		if (wanted > 0 && !ra_source_read(file->source, at, out, wanted)) {
			return SQLITE_IOERR_READ;
		}
	} else {
		size_t done = 0;

		while (done < wanted) {
			const ssize_t got =
				pread(file->fd, (char *)out + done, wanted - done, (off_t)offset + (off_t)done);

			if (got < 0 && errno == EINTR) {
				continue;
			}
			if (got < 0) {
				return SQLITE_IOERR_READ;
			}
			if (got == 0) {
				break;
			}
			done += (size_t)got;
		}
		wanted = done;
	}
	if (wanted == (size_t)length) {
		return SQLITE_OK;
	}
	memset((char *)out + wanted, 0, (size_t)length - wanted);
	return SQLITE_IOERR_SHORT_READ;
}

static int write_file(sqlite3_file *base, const void *bytes, int length, sqlite3_int64 offset)
{
	struct file *const file = (struct file *)base;
	size_t done = 0;

	if (file->source) {
		return SQLITE_READONLY;
	}
	while (done < (size_t)length) {
		const ssize_t put = pwrite(file->fd, (const char *)bytes + done, (size_t)length - done,
			(off_t)offset + (off_t)done);

		if (put < 0 && errno == EINTR) {
			continue;
		}
		if (put <= 0) {
			return errno == ENOSPC ? SQLITE_FULL : SQLITE_IOERR_WRITE;
		}
		done += (size_t)put;
	}
	return SQLITE_OK;
}

static int cut_file(sqlite3_file *base, sqlite3_int64 size)
{
	struct file *const file = (struct file *)base;

	return file->source                            ? SQLITE_READONLY
		   : ftruncate(file->fd, (off_t)size) != 0 ? SQLITE_IOERR_TRUNCATE
												   : SQLITE_OK;
}

static int sync_file(sqlite3_file *base, int flags)
{
	(void)base;
	(void)flags;
	return SQLITE_OK;
}

static int size_of_file(sqlite3_file *base, sqlite3_int64 *size)
{
	struct file *const file = (struct file *)base;
	struct stat status;

	if (file->source) {
		*size = (sqlite3_int64)file->source->size_bytes;
		return SQLITE_OK;
	}
	if (fstat(file->fd, &status) != 0) {
		return SQLITE_IOERR_FSTAT;
	}
	*size = status.st_size;
	return SQLITE_OK;
}

static int lock_file(sqlite3_file *base, int level)
{
	(void)base;
	(void)level;
	return SQLITE_OK;
}

static int check_lock(sqlite3_file *base, int *locked)
{
	(void)base;
	*locked = 0;
	return SQLITE_OK;
}

static int control_file(sqlite3_file *base, int code, void *argument)
{
	(void)base;
	(void)code;
	(void)argument;
	return SQLITE_NOTFOUND;
}

static int sector_bytes(sqlite3_file *base)
{
	(void)base;
	return 4096;
}

/* Immutable: no lock, and no look for a journal or a write-ahead log. */
static int traits(sqlite3_file *base)
{
	return ((struct file *)base)->source ? SQLITE_IOCAP_IMMUTABLE : 0;
}

static const sqlite3_io_methods methods = {.iVersion = 1,
	.xClose = close_file,
	.xRead = read_file,
	.xWrite = write_file,
	.xTruncate = cut_file,
	.xSync = sync_file,
	.xFileSize = size_of_file,
	.xLock = lock_file,
	.xUnlock = lock_file,
	.xCheckReservedLock = check_lock,
	.xFileControl = control_file,
	.xSectorSize = sector_bytes,
	.xDeviceCharacteristics = traits};

static int open_file(
	sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out_flags)
{
	struct ra_sqlite *const sqlite = vfs->pAppData;
	struct file *const file = (struct file *)base;

	(void)name;
	memset(file, 0, sizeof(*file));
	if (flags & SQLITE_OPEN_MAIN_DB) {
		file->source = sqlite->source;
		file->fd = sqlite->fd;
	} else {
		/* sorting an index */
		file->fd = sqlite->source ? -1 : ra_nameless_file(NULL);
		if (file->fd < 0) {
			return SQLITE_CANTOPEN;
		}
		file->own = true;
	}
	file->base.pMethods = &methods;
	if (out_flags) {
		*out_flags = flags;
	}
	return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync)
{
	(void)vfs;
	(void)name;
	(void)sync;
	return SQLITE_OK;
}

static int access_file(sqlite3_vfs *vfs, const char *name, int flags, int *there)
{
	(void)vfs;
	(void)name;
	(void)flags;
	*there = 0;
	return SQLITE_OK;
}

static int full_name(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
	(void)vfs;
	snprintf(out, (size_t)size, "%s", name);
	return SQLITE_OK;
}

static int no_randomness(sqlite3_vfs *vfs, int length, char *out)
{
	(void)vfs;
	memset(out, 1, (size_t)length); /* the same file each time */
	return length;
}

static int no_sleep(sqlite3_vfs *vfs, int microseconds)
{
	(void)vfs;
	return microseconds;
}

static int no_time(sqlite3_vfs *vfs, double *now)
{
	(void)vfs;
	*now = 2440587.5; /* 1970 */
	return SQLITE_OK;
}

static int no_error(sqlite3_vfs *vfs, int size, char *out)
{
	(void)vfs;
	if (size > 0) {
		*out = '\0';
	}
	return 0;
}

bool ra_sqlite_fail(struct ra_sqlite *sqlite, const char *what, struct ra_error *err)
{
	const int code = sqlite->db ? sqlite3_errcode(sqlite->db) : SQLITE_NOMEM;

	if (sqlite->source && ra_source_failed(sqlite->source, err)) {
		return false;
	}
	return ra_fail(err,
		(code & 0xff) == SQLITE_NOMEM                                   ? RA_ERR_MEMORY
		: (code & 0xff) == SQLITE_FULL || (code & 0xff) == SQLITE_IOERR ? RA_ERR_FILE
																		: RA_ERR_FORMAT,
		RA_NOWHERE, "%s: %s", what, sqlite->db ? sqlite3_errmsg(sqlite->db) : "out of memory");
}

bool ra_sqlite_open(
	struct ra_sqlite *sqlite, struct ra_source *source, int fd, struct ra_error *err)
{
	const int flags = source ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	const char *const settings =
		source ? "PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON; PRAGMA trusted_schema=OFF;"
			   : "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
				 "PRAGMA page_size=4096; PRAGMA cache_size=-65536;";

	snprintf(sqlite->name, sizeof(sqlite->name), "rdump-%" PRIxPTR, (uintptr_t)sqlite);
	sqlite->source = source;
	sqlite->fd = fd;
	sqlite->vfs = (sqlite3_vfs){.iVersion = 1,
		.szOsFile = sizeof(struct file),
		.mxPathname = 64,
		.zName = sqlite->name,
		.pAppData = sqlite,
		.xOpen = open_file,
		.xDelete = delete_file,
		.xAccess = access_file,
		.xFullPathname = full_name,
		.xRandomness = no_randomness,
		.xSleep = no_sleep,
		.xCurrentTime = no_time,
		.xGetLastError = no_error};
	if (sqlite3_vfs_register(&sqlite->vfs, 0) != SQLITE_OK ||
		sqlite3_open_v2("graph", &sqlite->db, flags, sqlite->name) != SQLITE_OK) {
		return ra_sqlite_fail(sqlite, "cannot open the database", err);
	}
	if (source) {
		sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	}
	return sqlite3_exec(sqlite->db, settings, NULL, NULL, NULL) == SQLITE_OK ||
		   ra_sqlite_fail(sqlite, "cannot read the database", err);
}

bool ra_sqlite_create(struct ra_sqlite *sqlite, int *fd, struct ra_error *err)
{
	*fd = ra_nameless_file(err);
	return *fd >= 0 && ra_sqlite_open(sqlite, NULL, *fd, err);
}

void ra_sqlite_close(struct ra_sqlite *sqlite)
{
	sqlite3_close(sqlite->db);
	if (sqlite->vfs.zName) {
		sqlite3_vfs_unregister(&sqlite->vfs);
	}
}

#endif
