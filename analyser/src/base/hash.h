/* Hashes for tables in memory. They depend on a key that is drawn when the program starts, so
 * nobody can make a dump whose values all fall into one slot; and so they differ from run to run,
 * and must decide nothing that is printed. */
#ifndef RA_HASH_H
#define RA_HASH_H

#include <stddef.h>
#include <stdint.h>

/* Draws the key. Without this call it is a constant, which is what tests and fuzzers want. */
void ra_hash_draw_key(void);

extern uint64_t ra_hash_key[2]; /* read by the functions below and by nothing else */

/* All 128 bits of a product, folded: each bit of either factor reaches the whole result. */
static inline uint64_t ra_hash_fold(uint64_t a, uint64_t b)
{
	const unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t ra_hash_pair(uint64_t first, uint64_t second)
{
	const uint64_t folded = ra_hash_fold(first ^ ra_hash_key[0], second ^ ra_hash_key[1]);

	return ra_hash_fold(folded ^ ra_hash_key[0], ra_hash_key[1]);
}

/* Of a sequence: the hash of what came before, and the next word. */
static inline uint64_t ra_hash_next(uint64_t hash, uint64_t word)
{
	return ra_hash_fold(hash ^ ra_hash_key[0], word ^ ra_hash_key[1]);
}

/* The same of bytes, word by word; the last one is padded with zeros, so a length has to go in as well. */
uint64_t ra_hash_more(uint64_t hash, const void *bytes, size_t length);

uint64_t ra_hash_bytes(const void *bytes, size_t length);

#endif
