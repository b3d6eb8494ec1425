/* Extended regular expressions over the contents of strings, whoever wrote them: an assistant may. */
#ifndef RA_PATTERN_H
#define RA_PATTERN_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "query/automaton.h"

struct ra_pattern {
	regex_t compiled;
	char *required; /* plain text that whatever matches has in it; NULL: none is known */
	size_t required_length;
	bool plain;                     /* and that is all of the expression */
	bool large;                     /* takes memory and time to compile: one is enough */
	struct ra_automaton *automaton; /* says the same as the library, sooner; NULL: there is none */
};

enum {
	RA_PATTERN_BYTES = 4096 /* of a string's content that are looked at */
};

/* Fails where the text is no expression, finds no memory, or repeats what repeats so often that the C library would take
 * gigabytes or minutes for it. ra_pattern_done() ends its life. */
bool ra_pattern_init(struct ra_pattern *pattern, const char *text, struct ra_error *err);
void ra_pattern_done(struct ra_pattern *pattern);

/* Whether the bytes match, RA_PATTERN_BYTES of them at most: 1 or 0; negative: no memory to match. NUL bytes match as
 * \001, since expressions end with one. Threads that match at once have a pattern each: the C library has a lock in it, and the
 * automaton none. */
int ra_pattern_matches(const struct ra_pattern *pattern, const char *bytes, size_t length);

#endif
