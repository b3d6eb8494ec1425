/* Goes through the writable memory of a dump word by word: what the engine's globals point to lies in its heap, and the
 * globals do not, so the heap's chunks are stepped over. */
#ifndef RA_WORD_SCAN_H
#define RA_WORD_SCAN_H

#include "memory/space.h"

#define RA_SCAN_PIECE_BYTES 65536u

/* What no word of memory that is looked for can be. */
#define RA_NO_WORD UINT64_MAX

struct ra_word_scan {
	const struct ra_dump *dump;
	struct ra_space *space;
	/* Is shown the words that point at or just before themselves, and those that are `wanted`: the others are billions.
	 * Such a word stands at `at`, and `next` behind it. */
	void (*visit)(struct ra_word_scan *scan, ra_addr at, uint64_t word, uint64_t next);
	uint64_t wanted; /* RA_NO_WORD: none */
	bool done;       /* set by visit: what is looked for was found */
	void *context;
	uint8_t piece[RA_SCAN_PIECE_BYTES + 8];
};

/* *out is free()d by the caller. */
bool ra_word_scan_new(const struct ra_dump *dump, struct ra_space *space, void *context,
	struct ra_word_scan **out, struct ra_error *err);
void ra_word_scan_run(struct ra_word_scan *scan);

/* Reads a word where there may be none. Counts no hole. */
bool ra_guess_u64(struct ra_space *space, ra_addr at, uint64_t *value);

/* Whether one of ZendMM's chunks begins there. */
bool ra_is_chunk(struct ra_space *space, ra_addr at);

#endif
