/* An answer of any length in pages that a client can take: a page ends with a line, and names the cursor of the next one.
 * The last few answers are kept, so that a further page costs nothing. */
#ifndef RA_ANSWER_PAGES_H
#define RA_ANSWER_PAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum {
	RA_PAGE_BYTES = 5000, /* of a whole message, unless asked for otherwise */
	RA_LEAST_PAGE_BYTES = 1000,
	RA_MAX_PAGE_BYTES = 200000,
	RA_KEPT_ANSWERS = 4
};

struct ra_kept_answer {
	char *key; /* the question */
	char *text;
	size_t length;
};

struct ra_pages {
	struct ra_kept_answer kept[RA_KEPT_ANSWERS];
	unsigned next;
};

void ra_pages_done(struct ra_pages *pages);

/* The answer to that question; NULL: not kept. */
const struct ra_kept_answer *ra_pages_find(const struct ra_pages *pages, const char *key);
/* Takes both texts over, in any case. NULL: no memory. The result holds until the next call. */
const struct ra_kept_answer *ra_pages_keep(
	struct ra_pages *pages, char *key, char *text, size_t length);

/* The page that begins at the cursor (NULL: the first), so that its message takes at most so many bytes. Owned by the
 * caller; NULL with *err filled: no memory, or the cursor is not of this answer. */
char *ra_pages_cut(
	const struct ra_kept_answer *answer, const char *cursor, size_t bytes, struct ra_error *err);

#endif
