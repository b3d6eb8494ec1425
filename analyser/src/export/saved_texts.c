/* See saved_parts.h. */
#include "export/saved_parts.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "walk/snapshot.h"

enum {
	MAX_KEY_BYTES = 1024
};

uint8_t *ra_rows_row(struct ra_saved_rows *rows, enum ra_saved_section section, size_t length)
{
	static uint8_t spare[RA_LOCATION_ROW];
	uint8_t *const at = ra_rows_add(&rows->saved.rows[section], length);

	rows->failed = rows->failed || !at;
	return at ? at : spare;
}

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

uint32_t ra_rows_number(
	struct ra_saved_rows *rows, const char *before, int64_t number, const char *after)
{
	char chars[64];
	const int length = snprintf(chars, sizeof(chars), "%s%" PRId64 "%s", before, number, after);

	return ra_rows_text_of(rows, chars, (size_t)length);
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
	ra_put32(at + 4, ra_rows_text(rows, key));
	ra_put32(at + 8, value);
}

void ra_rows_summary(struct ra_saved_rows *rows, const char *key, uint32_t value)
{
	uint8_t *const at = ra_rows_row(rows, RA_SAVED_SUMMARY, RA_SUMMARY_ROW);

	ra_put32(at, ra_rows_text(rows, key));
	ra_put32(at + 4, value);
}
