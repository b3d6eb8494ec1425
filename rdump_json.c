/*
 * JSON into a buffer of fixed size: for the crash report, which is written where nothing can be allocated. Whatever
 * foreign texts hold, the result is valid: what is no UTF-8 becomes U+FFFD, and control characters are escaped.
 *
 * No PHP, no heap.
 */
#include "rdump_internal.h"

#include <stdio.h>
#include <string.h>

static const char ellipsis[] = "..."; /* stands for what is cut */

void rdump_json_begin(struct rdump_json *json, char *buffer, size_t size)
{
	json->bytes = buffer;
	json->size = size;
	json->length = 0;
	json->follows = false;
	json->overflow = false;
}

static void put(struct rdump_json *json, const char *bytes, size_t length)
{
	if (length > json->size - json->length) {
		json->overflow = true;
		return;
	}
	memcpy(json->bytes + json->length, bytes, length);
	json->length += length;
}

static void put_literal(struct rdump_json *json, const char *text)
{
	put(json, text, strlen(text));
}

/* What stands before a value. Keys are literals without anything to escape. */
static void put_key(struct rdump_json *json, const char *key)
{
	if (json->follows) {
		put_literal(json, ",");
	}
	if (key) {
		put_literal(json, "\"");
		put_literal(json, key);
		put_literal(json, "\":");
	}
	json->follows = true;
}

void rdump_json_open(struct rdump_json *json, const char *key, char bracket)
{
	put_key(json, key);
	put(json, &bracket, 1);
	json->follows = false;
}

void rdump_json_close(struct rdump_json *json, char bracket)
{
	put(json, &bracket, 1);
	json->follows = true;
}

void rdump_json_null(struct rdump_json *json, const char *key)
{
	put_key(json, key);
	put_literal(json, "null");
}

void rdump_json_bool(struct rdump_json *json, const char *key, bool value)
{
	put_key(json, key);
	put_literal(json, value ? "true" : "false");
}

void rdump_json_number(struct rdump_json *json, const char *key, int64_t number)
{
	char digits[24];

	put_key(json, key);
	snprintf(digits, sizeof(digits), "%lld", (long long)number);
	put_literal(json, digits);
}

/* The length of the UTF-8 character at `text`, 0 where there is none (RFC 3629: no surrogates, nothing overlong). */
static size_t character_length(const unsigned char *text, size_t left)
{
	static const struct {
		unsigned char first_least, first_most, second_least, second_most, length;
	} forms[] = {
		{0x00, 0x7f, 0x00, 0xff, 1},
		{0xc2, 0xdf, 0x80, 0xbf, 2},
		{0xe0, 0xe0, 0xa0, 0xbf, 3},
		{0xe1, 0xec, 0x80, 0xbf, 3},
		{0xed, 0xed, 0x80, 0x9f, 3},
		{0xee, 0xef, 0x80, 0xbf, 3},
		{0xf0, 0xf0, 0x90, 0xbf, 4},
		{0xf1, 0xf3, 0x80, 0xbf, 4},
		{0xf4, 0xf4, 0x80, 0x8f, 4},
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		size_t length = forms[i].length;

		if (text[0] < forms[i].first_least || text[0] > forms[i].first_most) {
			continue;
		}
		if (length > left ||
			(length > 1 && (text[1] < forms[i].second_least || text[1] > forms[i].second_most))) {
			return 0;
		}
		for (size_t at = 2; at < length; at++) {
			if (text[at] < 0x80 || text[at] > 0xbf) {
				return 0;
			}
		}
		return length;
	}
	return 0;
}

/* One character as it stands in a JSON text; returns how many bytes of `text` it was. */
static size_t escape(const unsigned char *text, size_t left, char shown[8], size_t *shown_length)
{
	size_t length = character_length(text, left);
	bool control = length == 1 ? text[0] < 0x20 || text[0] == 0x7f
							   : length == 2 && text[0] == 0xc2 && text[1] < 0xa0;

	if (length == 0) {
		length = 1;
		snprintf(shown, 8, "\\ufffd");
	} else if (control) {
		snprintf(shown, 8, "\\u%04x", (unsigned)text[length - 1]);
	} else if (text[0] == '"' || text[0] == '\\') {
		snprintf(shown, 8, "\\%c", text[0]);
	} else {
		memcpy(shown, text, length);
		shown[length] = '\0';
	}
	*shown_length = strlen(shown);
	return length;
}

/* Whether all of it is shown in `most_bytes`. */
static bool fits(const char *text, size_t length, size_t most_bytes)
{
	char shown[8];
	size_t shown_length;
	size_t used = 0;

	for (size_t at = 0; at < length && used <= most_bytes; used += shown_length) {
		at += escape((const unsigned char *)text + at, length - at, shown, &shown_length);
	}
	return used <= most_bytes;
}

void rdump_json_text(
	struct rdump_json *json, const char *key, const char *text, size_t length, size_t most_bytes)
{
	char shown[8];
	size_t shown_length;
	size_t used = 0;

	if (!text) {
		rdump_json_null(json, key);
		return;
	}
	put_key(json, key);
	put_literal(json, "\"");

	bool whole = fits(text, length, most_bytes);
	size_t room = whole ? most_bytes : most_bytes - (sizeof(ellipsis) - 1);

	for (size_t at = 0; at < length;) {
		at += escape((const unsigned char *)text + at, length - at, shown, &shown_length);
		if (used + shown_length > room) {
			break;
		}
		put(json, shown, shown_length);
		used += shown_length;
	}
	put_literal(json, whole ? "" : ellipsis);
	put_literal(json, "\"");
}

void rdump_json_string(
	struct rdump_json *json, const char *key, const char *text, size_t most_bytes)
{
	rdump_json_text(json, key, text, text ? strlen(text) : 0, most_bytes);
}

void rdump_json_line(struct rdump_json *json)
{
	put_literal(json, "\n");
}
