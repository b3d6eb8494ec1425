/* One sequential pass over all strings that cost the heap something: lengths and hashes of their
 * contents, for the findings about strings. */
#ifndef RA_STRING_SWEEP_H
#define RA_STRING_SWEEP_H

#include "walk/snapshot.h"

struct ra_swept_string {
	uint64_t hash; /* of the whole content */
	ra_node node;
	uint32_t length; /* of the content; UINT32_MAX: that or more */
};

struct ra_string_sweep {
	struct ra_swept_string *items; /* in node order until ra_string_sweep_group() */
	uint32_t count;
	uint32_t read; /* count before ra_string_sweep_keep_repeated() */
};

/* Reads every string once. The bytes read are bounded by the heap, whatever lengths the dump
 * claims: a string longer than its slot is left out. False: no memory. */
bool ra_string_sweep_make(struct ra_snapshot *snapshot, struct ra_string_sweep *out);
void ra_string_sweep_done(struct ra_string_sweep *sweep);

/* Drops items whose content no other has; a few of them may stay. */
void ra_string_sweep_keep_repeated(struct ra_string_sweep *sweep);

/* Sorts equal contents together: by hash, length, node. */
void ra_string_sweep_group(struct ra_string_sweep *sweep);

/* Hash of a string's content as in the sweep; false when it cannot be read or does not fit its
 * slot. */
bool ra_string_hash(struct ra_snapshot *snapshot, ra_node node, uint64_t *hash, uint64_t *length);

enum {
	RA_STRING_SAMPLE = 80
};

/* The first bytes of a string's text, at most RA_STRING_SAMPLE; returns how many. `length` gets the
 * length of the whole. */
size_t ra_string_sample(struct ra_snapshot *snapshot, ra_node node, char *out, uint64_t *length);

/* What stands for a content that is not shown. */
#define RA_HIDDEN "\u2026"

/* A preview for people (ra_text_preview) of at most `columns` characters; RA_HIDDEN where contents are not shown. NULL:
 * binary, unreadable or no memory. Owned by the caller. */
char *ra_string_preview(struct ra_snapshot *snapshot, ra_node node, size_t columns);

#endif
