/* See sha1.h. */
#include "sha1.h"

#include <stdio.h>
#include <string.h>

static uint32_t rotate(uint32_t word, unsigned bits)
{
	return word << bits | word >> (32 - bits);
}

static void digest_block(struct sha1 *sha1)
{
	uint32_t w[80];
	uint32_t a = sha1->state[0], b = sha1->state[1], c = sha1->state[2], d = sha1->state[3],
			 e = sha1->state[4];

	for (unsigned t = 0; t < 16; t++) {
		const uint8_t *bytes = sha1->block + t * 4;

		w[t] = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
			   bytes[3];
	}
	for (unsigned t = 16; t < 80; t++) {
		w[t] = rotate(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
	}
	for (unsigned t = 0; t < 80; t++) {
		const uint32_t mixed = t < 20   ? ((b & c) | (~b & d)) + 0x5A827999u
							   : t < 40 ? (b ^ c ^ d) + 0x6ED9EBA1u
							   : t < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDCu
										: (b ^ c ^ d) + 0xCA62C1D6u;
		const uint32_t next = rotate(a, 5) + mixed + e + w[t];

		e = d;
		d = c;
		c = rotate(b, 30);
		b = a;
		a = next;
	}
	sha1->state[0] += a;
	sha1->state[1] += b;
	sha1->state[2] += c;
	sha1->state[3] += d;
	sha1->state[4] += e;
}

void sha1_init(struct sha1 *sha1)
{
	static const uint32_t start[5] = {
		0x67452301u, 0xEFCDAB89u, 0x98BADCFEu, 0x10325476u, 0xC3D2E1F0u};

	memset(sha1, 0, sizeof(*sha1));
	memcpy(sha1->state, start, sizeof(start));
}

void sha1_add(struct sha1 *sha1, const void *bytes, size_t length)
{
	const uint8_t *from = bytes;

	for (size_t i = 0; i < length; i++) {
		sha1->block[sha1->length++ % 64] = from[i];
		if (sha1->length % 64 == 0) {
			digest_block(sha1);
		}
	}
}

void sha1_hex(struct sha1 *sha1, char out[41])
{
	const uint64_t bits = sha1->length * 8;
	uint8_t end[8];

	for (unsigned i = 0; i < 8; i++) {
		end[i] = (uint8_t)(bits >> (56 - i * 8));
	}
	sha1_add(sha1, "\x80", 1);
	while (sha1->length % 64 != 56) {
		sha1_add(sha1, "", 1);
	}
	sha1_add(sha1, end, sizeof(end));
	for (unsigned i = 0; i < 5; i++) {
		snprintf(out + i * 8, 9, "%08x", sha1->state[i]);
	}
}
