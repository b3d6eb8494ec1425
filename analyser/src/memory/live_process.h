/* Another process: its memory map, its memory, and standing still while it is read. Nothing of it is changed: it is
 * traced for as long as it has to stand (PTRACE_SEIZE), and goes on when we end, however that is. */
#ifndef RA_LIVE_PROCESS_H
#define RA_LIVE_PROCESS_H

#include <sys/types.h>

#include "memory/dump.h"

struct ra_process; /* opaque */

/* Fails with a message that says which right is missing when its memory may not be read. *out is owned by the caller. */
bool ra_process_open(pid_t pid, struct ra_process **out, struct ra_error *err);
void ra_process_close(struct ra_process *process); /* NULL is allowed; lets it go on */

/* All its threads stand still between these two. */
bool ra_process_stop(struct ra_process *process, struct ra_error *err);
void ra_process_go_on(struct ra_process *process);

/* What a dump of it would hold, as the process is now: map and regions; what is read of it comes from the process. `full`:
 * everything readable, else what the extension's lean dumps hold. The process must outlive *out. */
bool ra_process_dump(
	struct ra_process *process, bool full, struct ra_dump **out, struct ra_error *err);

/* Copies up to `length` bytes; returns how many, up to the first page that cannot be read. */
size_t ra_process_read(pid_t pid, ra_addr at, void *out, size_t length);

/* The first address from `at` on, at most `end`, of a page that may hold something; and of one that holds nothing. What
 * was never touched reads as zeros, and is not touched by us. */
ra_addr ra_process_next_data(
	struct ra_process *process, const struct ra_map_entry *entry, ra_addr at, ra_addr end);
ra_addr ra_process_next_hole(
	struct ra_process *process, const struct ra_map_entry *entry, ra_addr at, ra_addr end);

#endif
