/*
 * "1.5G" -> bytes. No PHP, no heap, no locale.
 */
#include "rdump_internal.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\t';
}

static uint64_t unit_shift(char letter)
{
	switch (letter) {
	case 'k':
	case 'K':
		return 10;
	case 'm':
	case 'M':
		return 20;
	case 'g':
	case 'G':
		return 30;
	case 't':
	case 'T':
		return 40;
	default:
		return 0;
	}
}

static uint64_t shift_capped(uint64_t value, uint64_t shift)
{
	return value > UINT64_MAX >> shift ? UINT64_MAX : value << shift;
}

/*
 * "500", "16K", "1.5G": digits, optionally a fraction, optionally a unit; nothing is 0. The decimal
 * point is always a point. Too large a number is the largest number. False for anything else.
 */
bool rdump_parse_size(const char *text, size_t length, uint64_t *size)
{
	const char *end = text + length;
	const uint64_t fraction_digits_max = 1000000; /* a millionth of a terabyte is a megabyte */
	uint64_t whole = 0;
	uint64_t fraction = 0;
	uint64_t scale = 1;
	bool any_digit = false;

	while (text < end && is_space(*text)) {
		text++;
	}
	while (text < end && is_space(end[-1])) {
		end--;
	}
	if (text == end) {
		*size = 0;
		return true;
	}
	for (; text < end && *text >= '0' && *text <= '9'; text++) {
		uint64_t digit = (uint64_t)(*text - '0');

		whole = whole > (UINT64_MAX - digit) / 10 ? UINT64_MAX : whole * 10 + digit;
		any_digit = true;
	}
	if (text < end && *text == '.') {
		for (text++; text < end && *text >= '0' && *text <= '9'; text++) {
			if (scale < fraction_digits_max) {
				fraction = fraction * 10 + (uint64_t)(*text - '0');
				scale *= 10;
			}
			any_digit = true;
		}
	}

	uint64_t shift = text < end ? unit_shift(*text) : 0;

	if (!any_digit || (text < end && (shift == 0 || text + 1 != end))) {
		return false;
	}
	*size = rdump_add_capped(shift_capped(whole, shift), shift_capped(fraction, shift) / scale);
	return true;
}
