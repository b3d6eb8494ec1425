/* See path_key.h. */
#include "findings/path_key.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"

enum {
	KEY_BYTES = 80 /* shown of a key */
};

/* Length of the UTF-8 sequence that begins here, 0: invalid or not to be shown as it is. */
static size_t printable(const char *bytes, size_t left)
{
	const unsigned char c = (unsigned char)bytes[0];
	const size_t length = c < 0x80                ? 1
						  : c >= 0xc2 && c < 0xe0 ? 2
						  : (c & 0xf0) == 0xe0    ? 3
						  : c >= 0xf0 && c < 0xf5 ? 4
												  : 0;

	if (length == 0 || length > left || c < 0x20 || c == 0x7f) {
		return 0;
	}
	/* The cleaner knows all that must not be shown: it leaves a good character as it is. */
	char *const clean = length > 1 ? ra_text_clean(bytes, length) : NULL;
	const bool good = length == 1 || (clean && strncmp(clean, bytes, length) == 0 &&
										 clean[length] == '\0' && memcmp(clean, "\\", 1) != 0);

	free(clean);
	return good ? length : 0;
}

void ra_path_key_add(
	struct ra_buffer *out, const char *bytes, size_t length, enum ra_key_style style)
{
	const bool cut = length > KEY_BYTES;
	bool plain = style == RA_KEY_USUAL;

	length = cut ? KEY_BYTES - 3 : length;
	for (size_t i = 0, step; i < length; i += step) {
		step = printable(bytes + i, length - i);
		if (step == 0 && cut && length - i < 4) {
			length = i; /* a character that the cut has split */
		} else if (step == 0) {
			plain = false;
			step = 1;
		}
	}
	ra_buffer_text(out, plain ? "'" : "\"");
	for (size_t i = 0, step; i < length; i += step) {
		step = printable(bytes + i, length - i);
		if (step == 0) {
			ra_buffer_printf(out, "\\x%02x", (unsigned char)bytes[i]);
			step = 1;
		} else {
			const char *const special = plain ? "\\'" : "\\\"$";

			if (step == 1 && strchr(special, bytes[i])) {
				ra_buffer_text(out, "\\");
			}
			ra_buffer_add(out, bytes + i, step);
		}
	}
	ra_buffer_text(out, cut ? "..." : "");
	ra_buffer_text(out, plain ? "'" : "\"");
}

const char *ra_path_key_end(const char *at)
{
	const char close = *at == '[' ? ']' : *at == '{' ? '}' : '\0';
	const char quote = close ? at[1] : '\0';

	if (quote != '\'' && quote != '"') {
		return NULL;
	}
	for (at += 2; *at; at++) {
		if (*at == '\\' && at[1]) {
			at++;
		} else if (*at == quote) {
			return at[1] == close ? at + 2 : NULL;
		}
	}
	return NULL;
}

/* ---- reading literals ---- */

static int hex_digit(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
		   : c >= 'a' && c <= 'f' ? c - 'a' + 10
		   : c >= 'A' && c <= 'F' ? c - 'A' + 10
								  : -1;
}

/* "\x7f" and "\x7" at the x; the number of characters, 0: none. */
static size_t hex_escape(const char *at, unsigned char *byte)
{
	const int high = at[0] == 'x' ? hex_digit(at[1]) : -1;
	const int low = high >= 0 ? hex_digit(at[2]) : -1;

	if (high < 0) {
		return 0;
	}
	*byte = (unsigned char)(low >= 0 ? high * 16 + low : high);
	return low >= 0 ? 3 : 2;
}

/* What stands behind a backslash in quotes: the byte it means and the number of characters; 0: PHP leaves the backslash
 * as it is. Octal and \u are left as they are: paths are never printed so. */
static size_t escape_in_quotes(const char *at, unsigned char *byte)
{
	static const char letters[] = "ntrevf\\\"$";
	static const char meant[] = "\n\t\r\033\v\f\\\"$";
	const char *const letter = strchr(letters, at[0]);

	if (!letter || at[0] == '\0') {
		return hex_escape(at, byte);
	}
	*byte = (unsigned char)meant[letter - letters];
	return 1;
}

static size_t escape_in_apostrophes(const char *at, unsigned char *byte)
{
	*byte = (unsigned char)at[0];
	return at[0] == '\\' || at[0] == '\'' ? 1 : 0;
}

/* The bytes that the text between two quotes means. */
static void read_literal(struct ra_buffer *out, const char *at, const char *end, char quote)
{
	while (at < end) {
		unsigned char byte;
		const size_t escaped = *at != '\\'    ? 0
							   : quote == '"' ? escape_in_quotes(at + 1, &byte)
											  : escape_in_apostrophes(at + 1, &byte);

		ra_buffer_add(out, escaped ? (const char *)&byte : at, 1);
		at += 1 + escaped;
	}
}

char *ra_path_keys_in(const char *path, enum ra_key_style style)
{
	struct ra_buffer out = {0};

	for (const char *at = path; *at;) {
		const char *const end = ra_path_key_end(at);

		if (!end) {
			ra_buffer_add(&out, at++, 1);
			continue;
		}
		struct ra_buffer key = {0};

		read_literal(&key, at + 2, end - 2, at[1]);
		ra_buffer_add(&out, at, 1);
		if (key.failed) {
			out.failed = true;
		} else {
			ra_path_key_add(&out, key.text ? key.text : "", key.length, style);
		}
		ra_buffer_add(&out, end - 1, 1);
		free(key.text);
		at = end;
	}
	return ra_buffer_take(&out);
}
