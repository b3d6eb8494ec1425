/* See addresses.h. */
#include "base/addresses.h"

#include <stdlib.h>
#include <string.h>

static bool set_wide(struct ra_addresses *array, uint32_t place, ra_addr address)
{
	uint32_t *const row = &array->row_of[place / RA_STRETCH];

	if (*row == 0) {
		if (!ra_narrow_add_row(&array->rows, array->row_count, sizeof(*array->rows))) {
			return false;
		}
		*row = ++array->row_count;
	}
	array->rows[(size_t)(*row - 1) * RA_STRETCH + place % RA_STRETCH] = address;
	array->high_of[place] = RA_MOST_HIGHS;
	return true;
}

bool ra_addresses_set_other(struct ra_addresses *array, uint32_t place, ra_addr address)
{
	const uint32_t high = (uint32_t)(address >> 32);
	uint32_t number = 0;

	while (number < array->high_count && array->high[number] != high) {
		number++;
	}
	if (number == RA_MOST_HIGHS) {
		return set_wide(array, place, address);
	}
	if (number == array->high_count) {
		array->high[array->high_count++] = high;
	}
	array->last = (uint8_t)number;
	array->low[place] = (uint32_t)address;
	array->high_of[place] = array->last;
	return true;
}

static bool resize(void *array_pointer, size_t items, size_t item_bytes)
{
	void *array;

	memcpy(&array, array_pointer, sizeof(array));
	array = reallocarray(array, items + 1, item_bytes);
	if (!array) {
		return false;
	}
	memcpy(array_pointer, &array, sizeof(array));
	return true;
}

bool ra_addresses_resize(struct ra_addresses *array, uint32_t before, uint32_t items)
{
	const uint32_t known = before > 0 ? ra_stretches(before) : 0, stretches = ra_stretches(items);

	if (!array->high && !(array->high = calloc(RA_MOST_HIGHS, sizeof(*array->high)))) {
		return false;
	}
	if (!resize(&array->low, items, sizeof(*array->low)) ||
		!resize(&array->high_of, items, sizeof(*array->high_of)) ||
		!resize(&array->row_of, stretches, sizeof(*array->row_of))) {
		return false;
	}
	if (stretches > known) {
		memset(array->row_of + known, 0, (size_t)(stretches - known) * sizeof(*array->row_of));
	}
	return true;
}

void ra_addresses_done(struct ra_addresses *array)
{
	free(array->low);
	free(array->high_of);
	free(array->high);
	free(array->row_of);
	free(array->rows);
	*array = (struct ra_addresses){0};
}

bool ra_addresses_sound(const struct ra_addresses *array, uint32_t begin, uint32_t end)
{
	uint32_t bad = 0;

	for (uint32_t i = begin; i < end; i++) {
		bad |= array->high_of[i] == RA_MOST_HIGHS
				   ? array->row_of[i / RA_STRETCH] - 1 >= array->row_count
				   : array->high_of[i] >= array->high_count;
	}
	return !bad;
}
