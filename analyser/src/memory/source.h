/* Bytes of an input by their offset: a file, memory of ours, or whatever else can be read in ranges. All of them may be at hand
 * (memory, a file that is mapped); otherwise what was read stays at hand in windows of 64 KiB, as many as the budget allows. A
 * read of what is at hand is a copy. An input that becomes shorter or cannot be read is an error either way. */
#ifndef RA_SOURCE_H
#define RA_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define RA_WINDOW_SHIFT 16
#define RA_WINDOW_BYTES (UINT64_C(1) << RA_WINDOW_SHIFT)

struct ra_source_type { /* what a kind of input can do */
	/* Copies up to `length` bytes; returns how many. Less than that: *err says why, or the bytes are not there. */
	size_t (*read)(void *context, uint64_t offset, void *out, size_t length, struct ra_error *err);
	/* The first offset from `offset` on of a byte that may differ from zero, and of one in a hole; UINT64_MAX: none. NULL:
	 * the input does not tell. */
	uint64_t (*next_data)(void *context, uint64_t offset);
	uint64_t (*next_hole)(void *context, uint64_t offset);
	/* Of bytes that are all at hand: has them come from where they are, without waiting for them. NULL: they are there. */
	void (*fetch)(void *context, uint64_t offset, uint64_t length);
	/* Of bytes that are all at hand: gives back what memory they take; they come again when they are read. NULL: none. */
	void (*let_go)(void *context);
	/* Whether the bytes that are all at hand are not what the input had. NULL: never. */
	bool (*is_lost)(void *context, struct ra_error *err);
	void (*close)(void *context); /* NULL: nothing to do */
};

struct ra_source_options {
	uint64_t size_bytes;
	const uint8_t *bytes;  /* all of them, where they are at hand; NULL: to be fetched */
	uint64_t budget_bytes; /* for windows; 0: what the machine has to spare */
	bool passing;          /* what was read may differ the next time: nothing stays at hand */
};

/* Whether the budget is enough for all of an input. */
bool ra_source_fits(const struct ra_source_options *options);
/* Whether a file is better mapped than read into windows: the machine can keep all of it. */
bool ra_source_is_worth_mapping(const struct ra_source_options *options);
/* Whether pages of a mapped file stay within reach once they were read: there is plenty of memory for it. */
bool ra_source_is_worth_keeping(const struct ra_source_options *options);

struct ra_windows; /* opaque: who has which */

struct ra_source {
	uint64_t size_bytes;
	const uint8_t *bytes;    /* all; or NULL */
	const uint8_t **at_hand; /* by number of the window; NULL: to be fetched. NULL: no windows */
	struct ra_windows *windows;
	struct ra_background *ahead; /* NULL: nobody reads ahead */
	bool stop;                   /* reading ahead; atomic */
	const struct ra_source_type *type;
	void *context;
	struct ra_error failure; /* the first one */
};

/* *out owns the context from here on, which is closed also when this fails. */
bool ra_source_new(const struct ra_source_type *type, void *context,
	const struct ra_source_options *options, struct ra_source **out, struct ra_error *err);
/* Bytes in memory, which must outlive it. */
bool ra_source_of_memory(
	const uint8_t *bytes, uint64_t length, struct ra_source **out, struct ra_error *err);
void ra_source_close(struct ra_source *source); /* NULL is allowed */

/* Copies bytes. False when they are not there, or cannot be read: see ra_source_failed(). */
bool ra_source_read(struct ra_source *source, uint64_t offset, void *out, uint64_t length);

/* The same, with the reason. */
bool ra_source_get(
	struct ra_source *source, uint64_t offset, void *out, uint64_t length, struct ra_error *err);

/* The same of many bytes that are read once, past the windows. */
bool ra_source_stream(
	struct ra_source *source, uint64_t offset, void *out, size_t length, struct ra_error *err);

/* Bytes that the input has and that are at hand, in one piece, or NULL: read them. They stay until the next read. */
static inline const uint8_t *ra_source_peek(
	const struct ra_source *source, uint64_t offset, uint64_t length)
{
	const uint64_t inside = offset & (RA_WINDOW_BYTES - 1);
	const uint8_t *window;

	if (source->bytes) {
		return source->bytes + offset;
	}
	if (length > RA_WINDOW_BYTES - inside || !source->at_hand) {
		return NULL;
	}
	window = __atomic_load_n(&source->at_hand[offset >> RA_WINDOW_SHIFT], __ATOMIC_ACQUIRE);
	return window ? window + inside : NULL;
}

/* Whether all bytes are at hand, and stay where they are. */
static inline bool ra_source_is_at_hand(const struct ra_source *source)
{
	return source->bytes != NULL;
}

/* Whether several threads may read at once: all of the input fits into the budget. */
bool ra_source_can_be_shared(const struct ra_source *source);

/* Whether a read failed; then *err (unless NULL) says how. */
bool ra_source_failed(const struct ra_source *source, struct ra_error *err);

/* Holes of a sparse file: the first offset from `offset` on, at most `end`, whose byte may differ from zero; and the first
 * that is in a hole. An input that does not tell has one piece of data. */
uint64_t ra_source_next_data(const struct ra_source *source, uint64_t offset, uint64_t end);
uint64_t ra_source_next_hole(const struct ra_source *source, uint64_t offset, uint64_t end);

/* Lets a thread of its own fetch the input from its begin to its end, when all of it fits into the budget and there is more
 * than one processor: somebody will read most of it. */
void ra_source_read_ahead(struct ra_source *source);

/* Of bytes that are all at hand: gives back what memory those take that were read; others may read meanwhile. */
void ra_source_let_go(const struct ra_source *source);

/* Gives the windows back, unless they all fit into the budget: nobody will read for a while. */
void ra_source_forget(struct ra_source *source);

#endif
