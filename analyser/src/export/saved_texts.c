/* See saved_parts.h. */
#include "export/saved_parts.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "base/hash.h"
#include "walk/snapshot.h"

enum {
	MAX_KEY_BYTES = 1024
};

uint32_t ra_rows_text_of(struct ra_saved_rows *rows, const char *bytes, size_t length)
{
	const ra_name name = ra_graph_intern(rows->texts, bytes, length);

	if (name >= rows->text_count) {
		rows->text_count = name + 1;
		rows->text_bytes += length;
	}
	return name;
}

uint32_t ra_rows_text(struct ra_saved_rows *rows, const char *chars)
{
	return ra_rows_text_of(rows, chars, strlen(chars));
}

uint32_t ra_rows_constant(struct ra_saved_rows *rows, const char *chars)
{
	const size_t first = (uintptr_t)chars / 8;

	/* there are fewer constants than places; if not, those without one are looked up each time */
	for (size_t i = 0; i < RA_KNOWN_CONSTANTS; i++) {
		struct ra_known_constant *const known =
			&rows->known->constants[(first + i) % RA_KNOWN_CONSTANTS];

		if (known->chars == NULL) {
			known->text = ra_rows_text(rows, chars);
			known->chars = chars;
		}
		if (known->chars == chars) {
			return known->text;
		}
	}
	return ra_rows_text(rows, chars);
}

uint32_t ra_rows_name(struct ra_saved_rows *rows, ra_name name)
{
	uint32_t unknown = 0;
	uint32_t *const known = name < rows->known->name_count ? &rows->known->names[name] : &unknown;

	if (*known == 0) {
		size_t length;
		const char *const bytes = ra_graph_name(rows->graph, name, &length);

		*known = ra_rows_text_of(rows, bytes, length) + 1;
	}
	return *known - 1;
}

/* Decimal digits end at `end`; the result is where they begin. */
static char *write_digits(char *end, uint64_t number)
{
	do {
		*--end = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	return end;
}

static uint32_t plain_number(struct ra_saved_rows *rows, int64_t number)
{
	char chars[24];
	char *const end = chars + sizeof(chars);
	const bool negative = number < 0;
	char *begin = write_digits(end, negative ? 0 - (uint64_t)number : (uint64_t)number);

	if (negative) {
		*--begin = '-';
	}
	return ra_rows_text_of(rows, begin, (size_t)(end - begin));
}

uint32_t ra_rows_number(
	struct ra_saved_rows *rows, const char *before, int64_t number, const char *after)
{
	char chars[64];

	if (*before == '\0' && *after == '\0') {
		if (number < 0 || number >= RA_KNOWN_NUMBERS) {
			return plain_number(rows, number);
		}
		if (rows->known->numbers[number] == 0) {
			rows->known->numbers[number] = plain_number(rows, number) + 1;
		}
		return rows->known->numbers[number] - 1;
	}
	const int length = snprintf(chars, sizeof(chars), "%s%" PRId64 "%s", before, number, after);

	return ra_rows_text_of(rows, chars, (size_t)length);
}

static bool same_shape(const struct ra_array *a, const struct ra_array *b)
{
	return a->count == b->count && a->used == b->used && a->capacity == b->capacity &&
		   a->stride == b->stride && a->table_bytes == b->table_bytes &&
		   a->used_bytes == b->used_bytes && a->packed == b->packed &&
		   a->plain_values == b->plain_values && a->immutable == b->immutable &&
		   a->caught_growing == b->caught_growing && a->fits_nowhere == b->fits_nowhere;
}

uint32_t ra_rows_shape(struct ra_saved_rows *rows, const struct ra_array *array)
{
	const size_t at = ra_hash_pair((uint64_t)array->count << 32 | array->used,
						  (uint64_t)array->capacity << 32 | (uint32_t)array->table_bytes) %
					  RA_KNOWN_SHAPES;

	if (rows->known->shapes[at].text == 0 || !same_shape(&rows->known->shapes[at].array, array)) {
		rows->known->shapes[at].array = *array;
		rows->known->shapes[at].text =
			1 + ra_rows_format(rows,
					"%" PRIu32 " %" PRIu32 " %" PRIu32 " %" PRIu32 " %" PRIu64 " %" PRIu64 " %u",
					array->count, array->used, array->capacity, array->stride, array->table_bytes,
					array->used_bytes,
					(unsigned)array->packed | (unsigned)array->plain_values << 1 |
						(unsigned)array->immutable << 2 | (unsigned)array->caught_growing << 3 |
						(unsigned)array->fits_nowhere << 4);
	}
	return rows->known->shapes[at].text - 1;
}

uint32_t ra_rows_format(struct ra_saved_rows *rows, const char *format, ...)
{
	char chars[512];
	va_list arguments;

	va_start(arguments, format);
	const int length = vsnprintf(chars, sizeof(chars), format, arguments);
	va_end(arguments);
	return ra_rows_text_of(rows, chars,
		length < 0                       ? 0
		: (size_t)length < sizeof(chars) ? (size_t)length
										 : sizeof(chars) - 1);
}

uint32_t ra_rows_string(struct ra_saved_rows *rows, ra_addr at)
{
	char bytes[MAX_KEY_BYTES];
	const size_t got = ra_reader_head(&rows->snapshot->reader, at, bytes, sizeof(bytes));

	return got > 0 ? ra_rows_text_of(rows, bytes, got) : RA_NO_TEXT;
}

void ra_rows_attribute(struct ra_saved_rows *rows, uint32_t id, const char *key, uint32_t value)
{
	uint8_t *const at = ra_rows_row(rows, RA_SAVED_ATTRIBUTES, RA_ATTRIBUTE_ROW);

	ra_put32(at, id);
	ra_put32(at + 4, ra_rows_constant(rows, key));
	ra_put32(at + 8, value);
}

void ra_rows_summary(struct ra_saved_rows *rows, const char *key, uint32_t value)
{
	uint8_t *const at = ra_rows_row(rows, RA_SAVED_SUMMARY, RA_SUMMARY_ROW);

	ra_put32(at, ra_rows_text(rows, key));
	ra_put32(at + 4, value);
}
