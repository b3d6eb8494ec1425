/* Little-endian loads from a buffer of ours, whatever its alignment and this machine's byte
 * order. */
#ifndef RA_BYTES_H
#define RA_BYTES_H

#include <stdint.h>

static inline uint16_t ra_le16(const uint8_t *b)
{
	return (uint16_t)(b[0] | b[1] << 8);
}

static inline uint32_t ra_le32(const uint8_t *b)
{
	return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static inline uint64_t ra_le64(const uint8_t *b)
{
	return (uint64_t)ra_le32(b) | (uint64_t)ra_le32(b + 4) << 32;
}

#endif
