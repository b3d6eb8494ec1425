/* A regular file's bytes where they are, in the kernel's cache, without a copy. A file that becomes shorter, or a disk that
 * breaks, meanwhile ends no process: the kernel tells it by a signal (SIGBUS) to the thread that reads, whose handler puts
 * zeros in the place of all bytes of that file, notes it, and lets the thread go on. What was computed then is thrown away like
 * after any other read that failed. */
#ifndef RA_MAPPED_FILE_H
#define RA_MAPPED_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ra_mapped_file; /* opaque */

/* NULL: not on this machine, or not now; the file is to be read then. The descriptor stays the caller's, and open as long as
 * the mapping when `end` is NULL. `end` is for bytes that were checked and are used where they are, which cannot do with zeros:
 * it is called in the signal handler, in place of all else, and does not return. */
struct ra_mapped_file *ra_mapped_file_open(int fd, uint64_t length, void (*end)(void));
void ra_mapped_file_close(struct ra_mapped_file *file); /* NULL is allowed */

const uint8_t *ra_mapped_file_bytes(const struct ra_mapped_file *file);

/* Has bytes come into the kernel's cache without waiting for them. */
void ra_mapped_file_fetch(const struct ra_mapped_file *file, uint64_t offset, uint64_t length);

/* What is read next comes from the kernel's cache again: pages count as the process's own as long as it can reach them. Others may
 * read meanwhile. */
void ra_mapped_file_let_go(const struct ra_mapped_file *file);

/* Whether bytes that were read were not there; *offset: where the first one was. That a file lost a few bytes at its end, whose
 * page stays, no reader learns: it is found out when the mapping is closed, and whenever ra_is_input_lost() is asked. */
bool ra_mapped_file_is_lost(const struct ra_mapped_file *file, uint64_t *offset);

/* For the begin of a program, before there are threads: lets the signal through, whatever the caller of the program did with
 * it. */
void ra_mapped_file_prepare(void);

#endif
