/* Keys in paths: PHP string literals in brackets, "['a']", "[\"\\x00b\"]", "->{'a b'}". Who searches a path for a sign of
 * PHP's grammar ("::", " in ", "->") steps over keys with ra_path_key_end(), since a key can hold any text. */
#ifndef RA_PATH_KEY_H
#define RA_PATH_KEY_H

#include <stdbool.h>
#include <stddef.h>

struct ra_buffer;

enum ra_key_style {
	RA_KEY_USUAL,  /* apostrophes, quotes only when something in it has to be escaped */
	RA_KEY_QUOTED, /* quotes always: for a command line that itself stands in apostrophes */
};

/* Appends the literal; what is longer than 80 bytes ends in "...". */
void ra_path_key_add(
	struct ra_buffer *out, const char *bytes, size_t length, enum ra_key_style style);

/* Behind the closing bracket of the key whose bracket `at` points to. NULL: no literal in brackets begins there. */
const char *ra_path_key_end(const char *at);

/* The path with all its keys in one style, whichever quotes and escapes (PHP's) they were written with. Owned by the
 * caller; NULL: no memory. */
char *ra_path_keys_in(const char *path, enum ra_key_style style);

#endif
