/* See sample.h. Takes in what sample.c writes of an array, value by value. */
#include <math.h>
#include <string.h>

#include "answer/sample.h"
#include "base/hash.h"
#include "walk/snapshot.h"

enum {
	PLAIN_DOUBLE = 1000000000, /* whole numbers below it are written as integers are */
	BRACKETS = 2,
	COMMA = 2, /* and what is written of the same length at most: */
	ARROW = 4,
	WORD = 5,
	AND_MORE = 5
};

enum key { /* that is written before a value */
	NO_KEY,
	INDEX,
	KEY
};

struct digest {
	const struct ra_snapshot *snapshot;
	uint64_t hash, head;
	size_t columns; /* the text has no more */
};

/* The digits of a number below 10^8, the first in the highest byte, then zeros: halves are divided side by side, by multiplication. */
static uint64_t digits_of(uint32_t number)
{
	const uint64_t fours = (uint64_t)(number / 10000) << 32 | number % 10000;
	const uint64_t hundreds = fours * 10486 >> 20 & 0x0000007f0000007f;
	const uint64_t twos = hundreds << 16 | (fours - hundreds * 100);
	const uint64_t tens = twos * 103 >> 10 & 0x000f000f000f000f;
	const uint64_t ones = tens << 8 | (twos - tens * 10);
	const unsigned unused = ones == 0 ? 7 : (unsigned)__builtin_clzll(ones) / 8;

	return (ones | 0x3030303030303030) << unused * 8;
}

/* Behind the bracket. */
static void head_of_integer(struct digest *digest, int64_t number)
{
	uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

	while (size >= 100000000) {
		size /= 10;
	}
	const uint64_t digits = digits_of((uint32_t)size);

	digest->head |= number < 0 ? (uint64_t)'-' << 48 | digits >> 16 : digits >> 8;
}

/* 2.0 is as 2, -0.0 is not as 0. */
static bool is_written_as_integer(double number)
{
	return number > -PLAIN_DOUBLE && number < PLAIN_DOUBLE && number == (double)(int64_t)number &&
		   (number != 0 || !signbit(number));
}

/* Of bits there are 3.32 to a digit. */
static void digest_integer(struct digest *digest, int64_t number)
{
	const uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	const unsigned bits = 64 - (unsigned)__builtin_clzll(size | 1);

	digest->hash = ra_hash_next(digest->hash, (uint64_t)number);
	digest->columns += 1 + bits * 1233 / 4096 + (number < 0);
}

/* Quotes in it would make one text of two strings and of one. */
static bool digest_string(struct digest *digest, ra_addr at)
{
	const struct ra_reader *const reader = &digest->snapshot->reader;
	struct ra_string string;
	char bytes[RA_SAMPLE_STRING_COLUMNS];

	if (!ra_reader_string(reader, at, &string) || string.length > sizeof(bytes) ||
		!ra_reader_text(reader, &string, 0, bytes, (size_t)string.length) ||
		!ra_text_is_plain(bytes, (size_t)string.length) ||
		memchr(bytes, '\'', (size_t)string.length)) {
		return false;
	}
	digest->hash =
		ra_hash_more(ra_hash_next(digest->hash, string.length), bytes, (size_t)string.length);
	digest->columns += (size_t)string.length + 2;
	return true;
}

static bool digest_value(struct digest *digest, const struct ra_value *value)
{
	double number;

	switch ((enum ra_type)value->type) {
	case RA_TYPE_NULL:
	case RA_TYPE_FALSE:
	case RA_TYPE_TRUE:
		digest->columns += WORD;
		return true;
	case RA_TYPE_DOUBLE:
		memcpy(&number, &value->payload, sizeof(number));
		if (!is_written_as_integer(number)) {
			return false;
		}
		digest_integer(digest, (int64_t)number);
		return true;
	case RA_TYPE_LONG:
		digest_integer(digest, (int64_t)value->payload);
		return true;
	case RA_TYPE_STRING:
		return digest_string(digest, value->payload);
	default:
		return false;
	}
}

static bool digest_key(struct digest *digest, const struct ra_element *element, enum key key)
{
	if (key == NO_KEY) {
		return true;
	}
	digest->columns += ARROW;
	if (key == KEY) {
		return digest_string(digest, element->key);
	}
	digest_integer(digest, element->index);
	return true;
}

/* What is written of the element of that number. */
static bool digest_element(struct digest *digest, const struct ra_element *element, uint32_t number)
{
	const enum ra_type type = (enum ra_type)element->value.type;
	const enum key key = element->key ? KEY : element->index == number ? NO_KEY : INDEX;

	digest->columns += COMMA;
	digest->hash = ra_hash_next(
		digest->hash, (uint64_t)key << 8 | (type == RA_TYPE_DOUBLE ? RA_TYPE_LONG : type));
	if (number == 0 && key == NO_KEY && type == RA_TYPE_LONG) {
		head_of_integer(digest, (int64_t)element->value.payload);
	}
	return digest_key(digest, element, key) && digest_value(digest, &element->value);
}

bool ra_sample_digest(
	const struct ra_snapshot *snapshot, ra_node array, size_t columns, struct ra_sample_digest *out)
{
	const struct ra_reader *const reader = &snapshot->reader;
	struct digest digest = {.snapshot = snapshot, .head = (uint64_t)'[' << 56, .columns = BRACKETS};
	struct ra_element parts[RA_SAMPLE_PARTS];
	struct ra_array read;

	if (!reader->elements || snapshot->hide_contents ||
		!ra_reader_array(reader, ra_node_address(snapshot->graph, array), &read)) {
		return false;
	}
	const uint32_t count = ra_reader_first_elements(reader, &read, parts, RA_SAMPLE_PARTS);
	const bool more = count < read.count;

	for (uint32_t i = 0; i < count; i++) {
		if (!digest_element(&digest, &parts[i], i)) {
			return false;
		}
	}
	digest.columns += more ? AND_MORE : 0;
	*out = (struct ra_sample_digest){ra_hash_pair(digest.hash, more), digest.head};
	return digest.columns <= columns;
}
