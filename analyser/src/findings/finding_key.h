/* What makes two findings of two dumps "the same": a key of kind and of the facts that name the
 * subject. Used for the signature of a finding and for matching in a comparison. */
#ifndef RA_FINDING_KEY_H
#define RA_FINDING_KEY_H

#include <jansson.h>
#include <stdbool.h>

/* "kind:subject". With exact = false array indices become [*] and line numbers of frames are left
 * out, so that the key survives another run and an edited source file. facts may be NULL. The
 * result is owned by the caller; NULL: no memory. */
char *ra_finding_key(const char *kind, const json_t *facts, bool exact);

/* Path in PHP syntax without indices and line numbers. Owned by the caller; NULL: no memory. */
char *ra_path_pattern(const char *path);

/* 64-bit FNV-1a of the key as 16 hexadecimal digits and a NUL. */
void ra_finding_signature(const char *key, char *out);

#endif
