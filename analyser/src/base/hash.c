/* See hash.h. The multiply-and-fold construction is that of the wyhash family. */
#include "base/hash.h"

#include <string.h>
#include <unistd.h>

/* Odd numbers with about as many ones as zeros. */
uint64_t ra_hash_key[2] = {UINT64_C(0x9e3779b97f4a7c15), UINT64_C(0xd6e8feb86659fd93)};

void ra_hash_draw_key(void)
{
	uint64_t drawn[2];

	/* Where there is nothing to draw from, the constants stay: they only make the tables predictable. */
	if (getentropy(drawn, sizeof(drawn)) == 0) {
		ra_hash_key[0] = drawn[0] | 1;
		ra_hash_key[1] = drawn[1] | 1;
	}
}

uint64_t ra_hash_bytes(const void *bytes, size_t length)
{
	const uint8_t *at = bytes;
	uint64_t state = length;
	uint64_t word;

	for (; length >= sizeof(word); length -= sizeof(word), at += sizeof(word)) {
		memcpy(&word, at, sizeof(word));
		state = ra_hash_next(state, word);
	}
	word = 0;
	if (length > 0) {
		memcpy(&word, at, length);
	}
	return ra_hash_pair(state, word);
}
