/* See narrow.h. */
#include "base/narrow.h"

#include <stdlib.h>
#include <string.h>

/* Room for a power of two of rows. */
bool ra_narrow_add_row(void *rows_pointer, uint32_t row_count, size_t item_bytes)
{
	const size_t row_bytes = RA_STRETCH * item_bytes;
	char *rows;

	memcpy(&rows, rows_pointer, sizeof(rows));
	if ((row_count & (row_count - 1)) == 0) {
		rows = reallocarray(rows, row_count ? (size_t)row_count * 2 : 1, row_bytes);
		if (!rows) {
			return false;
		}
		memcpy(rows_pointer, &rows, sizeof(rows));
	}
	memset(rows + row_count * row_bytes, 0, row_bytes);
	return true;
}

/* Of the blocks that grow only what is new is cleared; those that are new come cleared. */
static bool resize(void *array_pointer, size_t before, size_t items, size_t item_bytes)
{
	char *array;

	memcpy(&array, array_pointer, sizeof(array));
	array = array ? reallocarray(array, items + 1, item_bytes) : calloc(items + 1, item_bytes);
	if (!array) {
		return false;
	}
	if (before > 0 && items > before) {
		memset(array + before * item_bytes, 0, (items - before) * item_bytes);
	}
	memcpy(array_pointer, &array, sizeof(array));
	return true;
}

/* Of the stretch of an item, or `end`, if that comes before. */
static uint32_t end_of_stretch(uint32_t item, uint32_t end)
{
	const uint32_t left = RA_STRETCH - item % RA_STRETCH;

	return left < end - item ? item + left : end;
}

#define ARRAY_FUNCTIONS(type, most)                                                                \
	bool type##_resize(struct type *array, uint32_t before, uint32_t items)                        \
	{                                                                                              \
		return resize(&array->low, before, items, sizeof(*array->low)) &&                          \
			   resize(&array->row_of, ra_stretches(before), ra_stretches(items),                   \
				   sizeof(*array->row_of));                                                        \
	}                                                                                              \
                                                                                                   \
	void type##_done(struct type *array)                                                           \
	{                                                                                              \
		free(array->low);                                                                          \
		free(array->row_of);                                                                       \
		free(array->rows);                                                                         \
		*array = (struct type){0};                                                                 \
	}                                                                                              \
                                                                                                   \
	bool type##_sound(const struct type *array, uint32_t begin, uint32_t end)                      \
	{                                                                                              \
		for (uint32_t at = begin, next; at < end; at = next) {                                     \
			uint32_t wide = 0;                                                                     \
                                                                                                   \
			next = end_of_stretch(at, end);                                                        \
			if (array->row_of[at / RA_STRETCH] - 1 < array->row_count) {                           \
				continue;                                                                          \
			}                                                                                      \
			for (uint32_t i = at; i < next; i++) {                                                 \
				wide |= array->low[i] == (most);                                                   \
			}                                                                                      \
			if (wide) {                                                                            \
				return false;                                                                      \
			}                                                                                      \
		}                                                                                          \
		return true;                                                                               \
	}

ARRAY_FUNCTIONS(ra_narrow8, UINT8_MAX)
ARRAY_FUNCTIONS(ra_narrow16, UINT16_MAX)
ARRAY_FUNCTIONS(ra_sizes, UINT16_MAX)

bool ra_sparse_new(struct ra_sparse *array, uint32_t items)
{
	array->row_of = calloc((size_t)ra_stretches(items) + 1, sizeof(*array->row_of));
	return array->row_of;
}

bool ra_sparse_set(struct ra_sparse *array, uint32_t place, uint32_t number)
{
	uint32_t *const row = &array->row_of[place / RA_STRETCH];

	if (*row == 0) {
		if (!ra_narrow_add_row(&array->rows, array->row_count, sizeof(*array->rows))) {
			return false;
		}
		*row = ++array->row_count;
	}
	array->rows[(size_t)(*row - 1) * RA_STRETCH + place % RA_STRETCH] = number + 1;
	return true;
}

void ra_sparse_done(struct ra_sparse *array)
{
	free(array->row_of);
	free(array->rows);
	*array = (struct ra_sparse){0};
}

bool ra_sparse_sound(const struct ra_sparse *array, uint32_t begin, uint32_t end, uint32_t limit)
{
	for (uint32_t at = begin, next; at < end; at = next) {
		const uint32_t row = array->row_of[at / RA_STRETCH];

		next = end_of_stretch(at, end);
		if (row > array->row_count) {
			return false;
		}
		for (uint32_t i = at; row > 0 && i < next; i++) {
			const uint32_t number = ra_sparse_at(array, i);

			if (number >= limit && number != RA_NO_NUMBER) {
				return false;
			}
		}
	}
	return true;
}
