/* The dumped process's address space: address -> bytes. The second door of foreign bytes, and the
 * last: every later stage reads through here. A hole is an answer, not an error; holes are counted
 * by reason. Reads run across adjacent regions. Read-only file mappings that the dump does not hold
 * come from the binaries on disk when they are found and match. */
#ifndef RA_SPACE_H
#define RA_SPACE_H

#include "base/bytes.h"
#include "memory/dump.h"
#include "reader/values.h"

struct ra_space; /* opaque */

struct ra_space_options {
	const char *dependency_root; /* prefix for the paths of binaries; NULL or "": none */
	bool no_files;               /* never look at binaries on disk */
	bool trace;                  /* remember what is read; see ra_space_traced() */
};

struct ra_backing_file { /* for the report: which binaries were consulted */
	struct ra_slice name;
	bool used;
	const char *verdict; /* "used", "missing", "device and inode differ", ... static text */
};

/* Builds the index over a dump, which must outlive the space. */
bool ra_space_open(const struct ra_dump *dump, const struct ra_space_options *options,
	struct ra_space **out, struct ra_error *err);
void ra_space_close(struct ra_space *space);

/* Several threads may read at once, each through a view of its own, unless not all of the file can be kept.
 * Only the binaries on disk are then read one after the other. */
bool ra_space_can_be_shared(const struct ra_space *space);
/* A view starts with what the space has counted. NULL: no memory. */
struct ra_space *ra_space_view(const struct ra_space *space);
/* Adds what was counted since to the space, which nobody else reads at that moment. NULL is allowed. */
void ra_space_view_close(struct ra_space *space, struct ra_space *view);

/* A view of the dump's own bytes, without those of binaries on disk, that looks at what the space may be asked for later.
 * What it counts is forgotten. NULL: no memory. */
struct ra_space *ra_space_view_captured(const struct ra_space *space);
void ra_space_view_drop(struct ra_space *view); /* NULL is allowed */

/* Binaries that were consulted since there were `told` are named in the order of the memory map, not in that in which
 * they were asked for. */
void ra_space_settle_files(struct ra_space *space, uint32_t told);

/* Copies length bytes at `at` to out. False when any byte of them is in a hole (counted; out
 * undefined). */
bool ra_space_read(struct ra_space *space, ra_addr at, void *out, size_t length);
/* The same without a copy where the bytes are at hand: they are there until the next read, or in `buffer`, which has room for
 * them. NULL: a hole (counted). */
const uint8_t *ra_space_bytes(struct ra_space *space, ra_addr at, uint8_t *buffer, size_t length);
/* The same; the bytes are there as long as the space. */
const uint8_t *ra_space_lasting(struct ra_space *space, ra_addr at, uint8_t *buffer, size_t length);
bool ra_read_u8(struct ra_space *space, ra_addr at, uint8_t *value);
bool ra_read_u16(struct ra_space *space, ra_addr at, uint16_t *value);
bool ra_read_u32(struct ra_space *space, ra_addr at, uint32_t *value);
bool ra_read_u64(struct ra_space *space, ra_addr at, uint64_t *value);

/* The bytes there are read soon: they come nearer meanwhile. */
void ra_space_prefetch(struct ra_space *space, ra_addr at);

/* The same for memory that is searched for pointers or for a pattern: what is read so is not traced. */
bool ra_space_scan(struct ra_space *space, ra_addr at, void *out, size_t length);

/* With the option `trace` each byte of the dump that ra_space_read() gave out is remembered, and whether as a part of a
 * name: that is what is read while names are on. Returns what was on before. Without the option nothing happens. */
bool ra_space_trace_names(struct ra_space *space, bool on);

/* Likewise for probes that may miss: what is read while it is paused is not traced. Returns what was before. */
bool ra_space_trace_pause(struct ra_space *space, bool on);

enum ra_trace {
	RA_TRACE_NONE,
	RA_TRACE_READ,
	RA_TRACE_NAME
};
enum ra_trace ra_space_traced(struct ra_space *space, ra_addr at);

/* How many bytes from `at` on can be read without a hole, at most `limit`. Counts no hole. */
uint64_t ra_space_extent(struct ra_space *space, ra_addr at, uint64_t limit);

/* True when the bytes lie in a region of the dump itself (not in a backing file). Counts no
 * hole. */
bool ra_space_captured(struct ra_space *space, ra_addr at, uint64_t length);

/* The first address from `at` on, at most `end`, whose bytes may differ from zero as far as the dump's file tells: holes of
 * a sparse file are stepped over without a read. `at` itself when the dump does not hold it. Counts no hole. */
ra_addr ra_space_next_data(struct ra_space *space, ra_addr at, ra_addr end);

/* How many bytes of begin .. end - 1 the dump holds. O(log n). Counts no hole. */
uint64_t ra_space_captured_bytes(const struct ra_space *space, ra_addr begin, ra_addr end);

/* The map entry that holds the address, or NULL. */
const struct ra_map_entry *ra_space_entry(const struct ra_space *space, ra_addr at);

/* Gives back what was kept of the file, unless the whole file is within the budget: nobody will read for a while. */
void ra_space_forget(struct ra_space *space);

/* How many reads were asked for so far: what a stage did, independent of the machine. */
uint64_t ra_space_reads(const struct ra_space *space);
/* Counts reads that such a view did in place of the space. */
void ra_space_count_reads(struct ra_space *space, uint64_t count);

uint64_t ra_space_holes(const struct ra_space *space, enum ra_hole_reason reason);
const struct ra_backing_file *ra_space_files(const struct ra_space *space, uint32_t *count);

#endif
