/*
 * The path template of the automatic dump. No PHP, no heap.
 */
#include "rdump_internal.h"

#include <string.h>

struct target {
	char *at;
	char *end; /* one byte is kept for the terminator */
};

static bool put_char(struct target *target, char c)
{
	if (target->at >= target->end) {
		return false;
	}
	*target->at++ = c;
	return true;
}

static bool put_number(struct target *target, uint64_t value)
{
	char digits[20];
	size_t count = 0;

	do {
		digits[count++] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	while (count > 0) {
		if (!put_char(target, digits[--count])) {
			return false;
		}
	}
	return true;
}

/* A host name is one part of a path, whatever somebody called the host. */
static bool put_host(struct target *target, const char *host)
{
	for (; *host; host++) {
		if (!put_char(target, *host == '/' ? '_' : *host)) {
			return false;
		}
	}
	return true;
}

static bool put_letter(
	struct target *target, char letter, const struct rdump_template_values *values)
{
	switch (letter) {
	case 'p':
		return put_number(target, values->process_id);
	case 'i':
		return put_number(target, values->thread_id);
	case 't':
		return put_number(target, values->unix_time);
	case 'h':
		return put_host(target, values->host);
	case '%':
		return put_char(target, '%');
	default:
		return put_char(target, '%') && put_char(target, letter);
	}
}

bool rdump_template_expand(
	const char *text, const struct rdump_template_values *values, char *path, size_t path_size)
{
	struct target target = {path, path + path_size - 1};

	for (; *text; text++) {
		bool put;

		if (text[0] == '%' && text[1]) {
			put = put_letter(&target, *++text, values);
		} else {
			put = put_char(&target, *text);
		}
		if (!put) {
			return false;
		}
	}
	*target.at = '\0';
	return true;
}
