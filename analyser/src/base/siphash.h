/* SipHash-2-4 (J.-P. Aumasson, D. J. Bernstein: "SipHash: a fast short-input PRF", 2012): a keyed function whose results
 * tell nothing of the input to who has not the key. */
#ifndef RA_SIPHASH_H
#define RA_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t ra_siphash(const uint64_t key[2], const void *bytes, size_t length);

#endif
