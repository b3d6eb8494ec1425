/* Arrays of addresses in five bytes each: the lower half, and a number for the upper one. A process has its memory in few stretches
 * of 4 GiB. Where somebody made more upper halves than have numbers, the addresses of further ones stand in rows of whole
 * addresses, each for a stretch of RA_STRETCH items. */
#ifndef RA_ADDRESSES_H
#define RA_ADDRESSES_H

#include "base/address.h"
#include "base/narrow.h"

#define RA_MOST_HIGHS UINT8_MAX /* that number itself: the address stands in a row */

struct ra_addresses {
	uint32_t *low;
	uint8_t *high_of;
	uint32_t *high; /* by number */
	uint32_t high_count;
	uint32_t *row_of; /* row + 1 of each stretch, or 0 */
	uint64_t *rows;
	uint32_t row_count;
	uint8_t last; /* number that was set last */
};

static inline ra_addr ra_addresses_at(const struct ra_addresses *array, uint32_t place)
{
	const uint8_t high = array->high_of[place];

	return high != RA_MOST_HIGHS
			   ? (ra_addr)array->high[high] << 32 | array->low[place]
			   : array->rows[(size_t)(array->row_of[place / RA_STRETCH] - 1) * RA_STRETCH +
							 place % RA_STRETCH];
}

/* Of an upper half that was not the last one. False: no memory. */
bool ra_addresses_set_other(struct ra_addresses *array, uint32_t place, ra_addr address);

/* The array has room for the place. False: no memory. */
static inline bool ra_addresses_set(struct ra_addresses *array, uint32_t place, ra_addr address)
{
	if (array->high_count == 0 || array->high[array->last] != address >> 32) {
		return ra_addresses_set_other(array, place, address);
	}
	array->low[place] = (uint32_t)address;
	array->high_of[place] = array->last;
	return true;
}

/* Room for so many items, where there was room for `before`; what new ones hold is open. An array begins zeroed, and is to be
 * released whatever comes back. False: no memory. */
bool ra_addresses_resize(struct ra_addresses *array, uint32_t before, uint32_t items);
void ra_addresses_done(struct ra_addresses *array);

/* Upper halves and rows that must be there for what the items from begin to end - 1 say, in an array that a file made. */
bool ra_addresses_sound(const struct ra_addresses *array, uint32_t begin, uint32_t end);

#endif
