/* See answer_pages.h. A cursor is the place in the text and a hash of all of it: an answer that changed has other cursors. */
#include "mcp/answer_pages.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "base/hash.h"

enum {
	ENVELOPE_BYTES = 500 /* of a message: all but the text, and the line with the cursor */
};

static void forget(struct ra_kept_answer *answer)
{
	free(answer->key);
	free(answer->text);
	*answer = (struct ra_kept_answer){NULL};
}

void ra_pages_done(struct ra_pages *pages)
{
	for (unsigned i = 0; i < RA_KEPT_ANSWERS; i++) {
		forget(&pages->kept[i]);
	}
}

const struct ra_kept_answer *ra_pages_find(const struct ra_pages *pages, const char *key)
{
	for (unsigned i = 0; i < RA_KEPT_ANSWERS; i++) {
		if (pages->kept[i].key && strcmp(pages->kept[i].key, key) == 0) {
			return &pages->kept[i];
		}
	}
	return NULL;
}

const struct ra_kept_answer *ra_pages_keep(
	struct ra_pages *pages, char *key, char *text, size_t length)
{
	struct ra_kept_answer *const place = &pages->kept[pages->next++ % RA_KEPT_ANSWERS];

	forget(place);
	*place = (struct ra_kept_answer){key, text, length};
	if (!key || !text) {
		forget(place);
		return NULL;
	}
	return place;
}

/* What a byte takes in a JSON string. */
static size_t bytes_in_json(unsigned char byte)
{
	return byte == '"' || byte == '\\' || byte == '\n' || byte == '\t' ? 2 : byte < ' ' ? 6 : 1;
}

/* Where the page that begins there ends: behind a line, where that is possible, and never inside a character. */
static size_t end_of_page(const struct ra_kept_answer *answer, size_t begin, size_t budget)
{
	size_t at = begin, line = begin, taken = 0;

	for (; at < answer->length; at++) {
		taken += bytes_in_json((unsigned char)answer->text[at]);
		if (taken > budget) {
			break;
		}
		if (answer->text[at] == '\n') {
			line = at + 1;
		}
	}
	if (at == answer->length || line > begin) {
		return at == answer->length ? at : line;
	}
	while (at > begin + 1 && ((unsigned char)answer->text[at] & 0xc0) == 0x80) {
		at--;
	}
	return at > begin ? at : begin + 1;
}

static uint64_t hash_of(const struct ra_kept_answer *answer)
{
	return ra_hash_bytes(answer->text, answer->length);
}

static bool parse_cursor(const struct ra_kept_answer *answer, const char *cursor, size_t *begin)
{
	char expected[64];
	char *end;

	errno = 0;

	const unsigned long long place = strtoull(cursor, &end, 10);

	if (errno != 0 || *cursor < '0' || *cursor > '9' || place >= answer->length) {
		return false;
	}
	snprintf(expected, sizeof(expected), "%llu.%" PRIx64, place, hash_of(answer));
	*begin = (size_t)place;
	return strcmp(expected, cursor) == 0;
}

char *ra_pages_cut(
	const struct ra_kept_answer *answer, const char *cursor, size_t bytes, struct ra_error *err)
{
	size_t begin = 0;

	if (cursor && !parse_cursor(answer, cursor, &begin)) {
		ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
			"this cursor is of another answer: ask again without one");
		return NULL;
	}
	const size_t end = end_of_page(answer, begin, bytes - ENVELOPE_BYTES);
	struct ra_buffer page = {0};

	ra_buffer_add(&page, answer->text + begin, end - begin);
	if (end < answer->length) {
		ra_buffer_printf(&page,
			"%s(to be continued, %zu of %zu bytes: cursor \"%zu.%" PRIx64 "\")\n",
			end > begin && answer->text[end - 1] == '\n' ? "" : "\n", end, answer->length, end,
			hash_of(answer));
	}
	char *const text = ra_buffer_take(&page);

	if (!text) {
		ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the answer");
	}
	return text;
}
