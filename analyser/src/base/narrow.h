/* Arrays of numbers that are nearly always small: a narrow item for each, and for the few that do not fit rows of wide ones,
 * each for a stretch of RA_STRETCH items. One step more finds a wide one, whoever chose the numbers. */
#ifndef RA_NARROW_H
#define RA_NARROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RA_STRETCH 64u

static inline uint32_t ra_stretches(uint32_t items)
{
	return items / RA_STRETCH + (items % RA_STRETCH != 0);
}

/* Makes room for one row more in *(item **)rows_pointer, all zeros. False: no memory. */
bool ra_narrow_add_row(void *rows_pointer, uint32_t row_count, size_t item_bytes);

/* `most` tells that the item is a wide one. row_of has row + 1 of each stretch, or 0: it has none. */
#define RA_NARROW_ARRAY(type, narrow_type, wide_type, most)                                        \
	struct type {                                                                                  \
		narrow_type *low;                                                                          \
		uint32_t *row_of;                                                                          \
		wide_type *rows;                                                                           \
		uint32_t row_count;                                                                        \
	};                                                                                             \
                                                                                                   \
	static inline wide_type type##_at(const struct type *array, uint32_t place)                    \
	{                                                                                              \
		const narrow_type low = array->low[place];                                                 \
                                                                                                   \
		return low != (most)                                                                       \
				   ? low                                                                           \
				   : array->rows[(size_t)(array->row_of[place / RA_STRETCH] - 1) * RA_STRETCH +    \
								 place % RA_STRETCH];                                              \
	}                                                                                              \
                                                                                                   \
	/* False: no memory for a row. */                                                              \
	static inline bool type##_set(struct type *array, uint32_t place, wide_type number)            \
	{                                                                                              \
		uint32_t *const row = &array->row_of[place / RA_STRETCH];                                  \
                                                                                                   \
		if (number < (most)) {                                                                     \
			array->low[place] = (narrow_type)number;                                               \
			return true;                                                                           \
		}                                                                                          \
		if (*row == 0) {                                                                           \
			if (!ra_narrow_add_row(&array->rows, array->row_count, sizeof(*array->rows))) {        \
				return false;                                                                      \
			}                                                                                      \
			*row = ++array->row_count;                                                             \
		}                                                                                          \
		array->rows[(size_t)(*row - 1) * RA_STRETCH + place % RA_STRETCH] = number;                \
		array->low[place] = (narrow_type)(most);                                                   \
		return true;                                                                               \
	}

RA_NARROW_ARRAY(ra_narrow8, uint8_t, uint32_t, UINT8_MAX)
RA_NARROW_ARRAY(ra_narrow16, uint16_t, uint32_t, UINT16_MAX)
RA_NARROW_ARRAY(ra_sizes, uint16_t, uint64_t, UINT16_MAX) /* in bytes: few are of 64 KiB or more */

/* Room for so many items, where there was room for `before`: new ones are zero. An array begins zeroed, and is to be released
 * whatever comes back. False: no memory. */
bool ra_narrow8_resize(struct ra_narrow8 *array, uint32_t before, uint32_t items);
bool ra_narrow16_resize(struct ra_narrow16 *array, uint32_t before, uint32_t items);
bool ra_sizes_resize(struct ra_sizes *array, uint32_t before, uint32_t items);

void ra_narrow8_done(struct ra_narrow8 *array);
void ra_narrow16_done(struct ra_narrow16 *array);
void ra_sizes_done(struct ra_sizes *array);

/* Rows that must be there for what the narrow items from begin to end - 1 say, in arrays that a file made. */
bool ra_narrow8_sound(const struct ra_narrow8 *array, uint32_t begin, uint32_t end);
bool ra_narrow16_sound(const struct ra_narrow16 *array, uint32_t begin, uint32_t end);
bool ra_sizes_sound(const struct ra_sizes *array, uint32_t begin, uint32_t end);

/* Numbers of which most items have none: rows alone. */
struct ra_sparse {
	uint32_t *row_of;
	uint32_t *rows; /* number + 1, or 0 */
	uint32_t row_count;
};

#define RA_NO_NUMBER UINT32_MAX

static inline uint32_t ra_sparse_at(const struct ra_sparse *array, uint32_t place)
{
	const uint32_t row = array->row_of[place / RA_STRETCH];

	return row == 0 ? RA_NO_NUMBER
					: array->rows[(size_t)(row - 1) * RA_STRETCH + place % RA_STRETCH] - 1;
}

bool ra_sparse_new(struct ra_sparse *array, uint32_t items);
bool ra_sparse_set(struct ra_sparse *array, uint32_t place, uint32_t number);
void ra_sparse_done(struct ra_sparse *array);
/* All numbers of the items from begin to end - 1 are below limit. */
bool ra_sparse_sound(const struct ra_sparse *array, uint32_t begin, uint32_t end, uint32_t limit);

#endif
