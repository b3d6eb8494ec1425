/* Characters and bytes into an output, many small pieces at a time. A failure of the output is noticed when it is
 * closed. */
#ifndef RA_STREAM_H
#define RA_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "base/output.h"

enum {
	RA_STREAM_BYTES = 65536
};

struct ra_stream {
	struct ra_output *output;
	size_t used;
	char bytes[RA_STREAM_BYTES];
};

void ra_stream_flush(struct ra_stream *stream);
void ra_stream_add(struct ra_stream *stream, const void *bytes, size_t length);
void ra_stream_text(struct ra_stream *stream, const char *text);
void ra_stream_number(struct ra_stream *stream, uint64_t number);
void ra_stream_char(struct ra_stream *stream, char c);

/* The bytes as a JSON string literal of ASCII characters: what is UTF-8 as \u escapes where needed, any other byte as
 * the character of its value, \u00e4. */
void ra_stream_json_string(struct ra_stream *stream, const char *bytes, size_t length);

/* The character that begins there, as it is written: its code point, the number of its bytes in *length. A byte that
 * begins none stands for itself. `left` is not 0. */
uint32_t ra_stream_character(const char *text, size_t left, size_t *length);

#endif
