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

/* Of less than a word, but not of nothing. */
static uint64_t padded(const uint8_t *bytes, size_t length)
{
	uint64_t word = 0;

	memcpy(&word, bytes, length);
	return word;
}

uint64_t ra_hash_more(uint64_t hash, const void *bytes, size_t length)
{
	const uint8_t *at = bytes;
	uint64_t word;

	for (; length >= sizeof(word); length -= sizeof(word), at += sizeof(word)) {
		memcpy(&word, at, sizeof(word));
		hash = ra_hash_next(hash, word);
	}
	return length > 0 ? ra_hash_next(hash, padded(at, length)) : hash;
}

uint64_t ra_hash_bytes(const void *bytes, size_t length)
{
	const size_t rest = length % sizeof(uint64_t);

	return ra_hash_pair(ra_hash_more(length, bytes, length - rest),
		rest > 0 ? padded((const uint8_t *)bytes + (length - rest), rest) : 0);
}
