/* See stream.h. */
#include "base/stream.h"

#include <stdio.h>
#include <string.h>

void ra_stream_flush(struct ra_stream *stream)
{
	/* What cannot be written stays an error of the FILE, which ra_output_close() reports. */
	if (stream->used > 0) {
		(void)fwrite(stream->bytes, 1, stream->used, stream->output->stream);
		stream->used = 0;
	}
}

void ra_stream_char(struct ra_stream *stream, char c)
{
	if (stream->used == RA_STREAM_BYTES) {
		ra_stream_flush(stream);
	}
	stream->bytes[stream->used++] = c;
}

void ra_stream_add(struct ra_stream *stream, const void *bytes, size_t length)
{
	const char *from = bytes;

	if (length >= RA_STREAM_BYTES) {
		ra_stream_flush(stream);
		(void)fwrite(bytes, 1, length, stream->output->stream);
		return;
	}
	while (length > 0) {
		if (stream->used == RA_STREAM_BYTES) {
			ra_stream_flush(stream);
		}
		const size_t room = RA_STREAM_BYTES - stream->used;
		const size_t step = length < room ? length : room;

		memcpy(stream->bytes + stream->used, from, step);
		stream->used += step;
		from += step;
		length -= step;
	}
}

void ra_stream_text(struct ra_stream *stream, const char *text)
{
	ra_stream_add(stream, text, strlen(text));
}

void ra_stream_number(struct ra_stream *stream, uint64_t number)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	ra_stream_add(stream, digits + at, sizeof(digits) - at);
}

static void add_escape(struct ra_stream *stream, unsigned unit)
{
	static const char hex[] = "0123456789abcdef";
	const char text[6] = {
		'\\', 'u', hex[unit >> 12 & 15], hex[unit >> 8 & 15], hex[unit >> 4 & 15], hex[unit & 15]};

	ra_stream_add(stream, text, sizeof(text));
}

uint32_t ra_stream_character(const char *text, size_t left, size_t *length)
{
	const unsigned char *const bytes = (const unsigned char *)text;
	static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char first = bytes[0];
	const size_t wanted = first < 0xc2   ? 1
						  : first < 0xe0 ? 2
						  : first < 0xf0 ? 3
						  : first < 0xf5 ? 4
										 : 1;
	uint32_t code = wanted == 2 ? first & 0x1f : wanted == 3 ? first & 0x0f : first & 0x07;

	*length = 1;
	if (wanted == 1 || wanted > left) {
		return first;
	}
	for (size_t i = 1; i < wanted; i++) {
		if ((bytes[i] & 0xc0) != 0x80) {
			return first;
		}
		code = code << 6 | (bytes[i] & 0x3f);
	}
	if (code < least[wanted] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
		return first;
	}
	*length = wanted;
	return code;
}

void ra_stream_json_string(struct ra_stream *stream, const char *bytes, size_t length)
{
	const unsigned char *const text = (const unsigned char *)bytes;

	ra_stream_char(stream, '"');
	for (size_t i = 0; i < length;) {
		size_t step;
		size_t plain = i;

		while (plain < length && text[plain] >= 0x20 && text[plain] < 0x7f && text[plain] != '"' &&
			   text[plain] != '\\') {
			plain++;
		}
		if (plain > i) {
			ra_stream_add(stream, bytes + i, plain - i);
			i = plain;
			continue;
		}
		const uint32_t code = ra_stream_character(bytes + i, length - i, &step);

		i += step;
		if (code == '"' || code == '\\') {
			ra_stream_char(stream, '\\');
			ra_stream_char(stream, (char)code);
		} else if (code < 0x10000) {
			add_escape(stream, code);
		} else {
			add_escape(stream, 0xd800 + ((code - 0x10000) >> 10));
			add_escape(stream, 0xdc00 + ((code - 0x10000) & 0x3ff));
		}
	}
	ra_stream_char(stream, '"');
}
