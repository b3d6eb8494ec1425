/* SHA-1 (RFC 3174), for comparing contents in tests; not for anything that needs to be secure. */
#ifndef RA_TEST_SHA1_H
#define RA_TEST_SHA1_H

#include <stddef.h>
#include <stdint.h>

struct sha1 {
	uint32_t state[5];
	uint64_t length;
	uint8_t block[64];
};

void sha1_init(struct sha1 *sha1);
void sha1_add(struct sha1 *sha1, const void *bytes, size_t length);
void sha1_hex(struct sha1 *sha1, char out[41]); /* ends it */

#endif
