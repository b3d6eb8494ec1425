/* See format.h. */
#include "base/format.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Puts a comma before each group of three of the digits that `digits` begins with. */
static void group_digits(char *out, const char *digits)
{
	size_t count = strspn(digits, "0123456789");

	for (size_t i = 0; i < count; i++) {
		if (i > 0 && (count - i) % 3 == 0) {
			*out++ = ',';
		}
		*out++ = digits[i];
	}
	memcpy(out, digits + count, strlen(digits + count) + 1);
}

const char *ra_format_count(char *out, uint64_t count)
{
	char digits[RA_NUMBER_TEXT];

	snprintf(digits, sizeof(digits), "%" PRIu64, count);
	group_digits(out, digits);
	return out;
}

const char *ra_format_size(char *out, uint64_t bytes)
{
	static const char units[][3] = {"B", "KB", "MB", "GB"};
	char digits[RA_NUMBER_TEXT];
	unsigned unit = 0;

	while (unit < 3 && bytes >> (10 * (unit + 1)) != 0) {
		unit++;
	}
	if (unit == 0) {
		snprintf(digits, sizeof(digits), "%" PRIu64 " B", bytes);
	} else {
		/* in integers, so that a half rounds up on every machine */
		const uint64_t one = (uint64_t)1 << (10 * unit);
		uint64_t whole = bytes / one;
		uint64_t hundredths = ((bytes % one) * 100 + one / 2) / one;

		if (hundredths == 100) {
			whole++;
			hundredths = 0;
		}
		snprintf(
			digits, sizeof(digits), "%" PRIu64 ".%02" PRIu64 " %s", whole, hundredths, units[unit]);
	}
	group_digits(out, digits);
	return out;
}

const char *ra_format_size_delta(char *out, int64_t bytes)
{
	out[0] = bytes < 0 ? '-' : '+';
	ra_format_size(out + 1, bytes < 0 ? -(uint64_t)bytes : (uint64_t)bytes);
	return out;
}

const char *ra_format_short_size(char *out, uint64_t bytes)
{
	static const char *const units[] = {"B", "KB", "MB", "GB", "TB", "PB"};
	double value = (double)bytes;
	size_t unit = 0;

	while (value >= 999.95 && unit + 1 < sizeof(units) / sizeof(units[0])) {
		value /= 1024;
		unit++;
	}
	snprintf(out, RA_NUMBER_TEXT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
	return out;
}

double ra_percent(uint64_t part, uint64_t whole)
{
	return whole == 0 ? 0.0 : 100.0 * (double)part / (double)whole;
}

double ra_round(double value, int decimals)
{
	static const double scale[] = {1.0, 10.0, 100.0, 1000.0};

	return round(value * scale[decimals]) / scale[decimals];
}

int64_t ra_whole(double value)
{
	if (value >= 0x1p63) {
		return INT64_MAX;
	}
	return value > -0x1p63 ? (int64_t)value : INT64_MIN; /* also what is no number */
}

void ra_buffer_add(struct ra_buffer *buffer, const char *bytes, size_t length)
{
	if (buffer->failed) {
		return;
	}
	if (buffer->capacity - buffer->length < length + 1) {
		size_t capacity = buffer->capacity < 128 ? 128 : buffer->capacity * 2;

		if (capacity < buffer->length + length + 1) {
			capacity = buffer->length + length + 1;
		}
		char *text = realloc(buffer->text, capacity);
		if (!text) {
			buffer->failed = true;
			return;
		}
		buffer->text = text;
		buffer->capacity = capacity;
	}
	if (length > 0) {
		memcpy(buffer->text + buffer->length, bytes, length);
	}
	buffer->length += length;
	buffer->text[buffer->length] = '\0';
}

void ra_buffer_text(struct ra_buffer *buffer, const char *text)
{
	ra_buffer_add(buffer, text, strlen(text));
}

void ra_buffer_printf(struct ra_buffer *buffer, const char *format, ...)
{
	va_list arguments;
	char *text = NULL;

	va_start(arguments, format);
	const int length = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (length < 0) {
		buffer->failed = true;
		return;
	}
	ra_buffer_add(buffer, text, (size_t)length);
	free(text);
}

void ra_buffer_integer(struct ra_buffer *buffer, int64_t number)
{
	char digits[24];
	char *at = digits + sizeof(digits);
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

	for (; rest >= 100; rest /= 100) { /* two digits for each division */
		const unsigned last = (unsigned)(rest % 100);

		*--at = (char)('0' + last % 10);
		*--at = (char)('0' + last / 10);
	}
	do {
		*--at = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (number < 0) {
		*--at = '-';
	}
	ra_buffer_add(buffer, at, (size_t)(digits + sizeof(digits) - at));
}

void ra_buffer_cut(struct ra_buffer *buffer, size_t length)
{
	if (length < buffer->length) {
		buffer->length = length;
		buffer->text[length] = '\0';
	}
}

void ra_buffer_insert(struct ra_buffer *buffer, size_t at, const char *text)
{
	const size_t length = strlen(text);
	const size_t tail = at < buffer->length ? buffer->length - at : 0;

	ra_buffer_add(buffer, text, length);
	if (!buffer->failed && tail > 0) {
		memmove(buffer->text + at + length, buffer->text + at, tail);
		memcpy(buffer->text + at, text, length);
	}
}

char *ra_buffer_take(struct ra_buffer *buffer)
{
	char *text;

	ra_buffer_add(buffer, "", 0); /* an empty buffer has no text yet */
	text = buffer->failed ? NULL : buffer->text;
	if (buffer->failed) {
		free(buffer->text);
	}
	memset(buffer, 0, sizeof(*buffer));
	return text;
}

void ra_buffer_done(struct ra_buffer *buffer)
{
	free(buffer->text);
	memset(buffer, 0, sizeof(*buffer));
}

char *ra_text_printf(const char *format, ...)
{
	va_list arguments;
	char *text = NULL;

	va_start(arguments, format);
	const int length = vasprintf(&text, format, arguments);
	va_end(arguments);
	return length < 0 ? NULL : text;
}

/* Doubles at the powers of two, so that no capacity has to be kept. */
bool ra_lines_add(char ***lines, uint32_t *count, char *text)
{
	char **grown = *lines;

	if (text && (*count & (*count - 1)) == 0) {
		grown = reallocarray(*lines, (size_t)*count * 2 + 1, sizeof(char *));
	}
	if (!text || !grown) {
		free(text);
		return false;
	}
	*lines = grown;
	grown[(*count)++] = text;
	return true;
}

void ra_lines_free(char **lines, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		free(lines[i]);
	}
	free(lines);
}

/* Decodes one character at bytes[0 .. length - 1] (length > 0). Returns its bytes, or 0 when they
 * are no well-formed UTF-8 (RFC 3629: shortest form, no surrogates, at most U+10FFFF). */
static size_t decode(const char *bytes, size_t length, uint32_t *code)
{
	const uint8_t first = (uint8_t)bytes[0];
	uint32_t value;
	size_t size;

	if (first < 0x80) {
		*code = first;
		return 1;
	}
	if (first >= 0xC2 && first <= 0xDF) {
		size = 2;
		value = first & 0x1F;
	} else if (first >= 0xE0 && first <= 0xEF) {
		size = 3;
		value = first & 0x0F;
	} else if (first >= 0xF0 && first <= 0xF4) {
		size = 4;
		value = first & 0x07;
	} else {
		return 0;
	}
	if (size > length) {
		return 0;
	}
	for (size_t i = 1; i < size; i++) {
		const uint8_t next = (uint8_t)bytes[i];

		if ((next & 0xC0) != 0x80) {
			return 0;
		}
		value = value << 6 | (next & 0x3F);
	}
	if ((size == 3 && value < 0x800) || (size == 4 && value < 0x10000) || value > 0x10FFFF ||
		(value >= 0xD800 && value <= 0xDFFF)) {
		return 0;
	}
	*code = value;
	return size;
}

/* Characters that change the order of the text around them or take no room: a name could pretend
 * to be another one with them. */
static bool is_deceiving(uint32_t code)
{
	return code == 0x061C || (code >= 0x200B && code <= 0x200F) ||
		   (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
		   code == 0xFEFF;
}

static void add_escaped(struct ra_buffer *buffer, uint32_t code)
{
	switch (code) {
	case '\n':
		ra_buffer_text(buffer, "\\n");
		return;
	case '\r':
		ra_buffer_text(buffer, "\\r");
		return;
	case '\t':
		ra_buffer_text(buffer, "\\t");
		return;
	case '\0':
		ra_buffer_text(buffer, "\\0");
		return;
	default:
		if (code < 0x100) {
			ra_buffer_printf(buffer, "\\x%02x", (unsigned)code);
		} else {
			ra_buffer_printf(buffer, "\\u{%x}", (unsigned)code);
		}
	}
}

static char *make_valid(const char *bytes, size_t length, bool escape)
{
	struct ra_buffer buffer = {0};
	size_t plain = 0; /* start of the run of bytes that are copied as they are */

	for (size_t at = 0; at < length;) {
		uint32_t code = 0;
		const size_t size = decode(bytes + at, length - at, &code);
		const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);

		if (size > 0 && (!escape || !(control || is_deceiving(code)))) {
			at += size;
			continue;
		}
		ra_buffer_add(&buffer, bytes + plain, at - plain);
		if (size == 0) {
			ra_buffer_text(&buffer, "\xEF\xBF\xBD");
			at++;
		} else {
			add_escaped(&buffer, code);
			at += size;
		}
		plain = at;
	}
	ra_buffer_add(&buffer, bytes + plain, length - plain);
	return ra_buffer_take(&buffer);
}

char *ra_text_clean(const char *bytes, size_t length)
{
	return make_valid(bytes, length, true);
}

char *ra_text_valid(const char *bytes, size_t length)
{
	return make_valid(bytes, length, false);
}

/* Length of an anonymous class's place without the run-time part: "$0", or the address of the
 * opcode as "0x..." up to PHP 7.4.2. */
static size_t anonymous_place_length(const char *place, size_t length)
{
	size_t end = length;

	while (end > 0 && strchr("0123456789abcdef", place[end - 1])) {
		end--;
	}
	if (end > 0 && end < length && place[end - 1] == '$') {
		return end - 1;
	}
	if (end > 1 && end < length && place[end - 1] == 'x' && place[end - 2] == '0') {
		return end - 2;
	}
	return length;
}

char *ra_class_text(const char *name, size_t length)
{
	const size_t head = strnlen(name, length);

	if (head == length) {
		return ra_text_clean(name, length);
	}
	const char *place = name + head + 1;
	char *head_text = ra_text_clean(name, head);
	char *place_text = ra_text_clean(place, anonymous_place_length(place, length - head - 1));
	char *text = head_text && place_text ? ra_text_printf("%s(%s)", head_text, place_text) : NULL;

	free(head_text);
	free(place_text);
	return text;
}

static bool starts_character(char byte)
{
	return ((uint8_t)byte & 0xC0) != 0x80;
}

/* Ranges of characters that take two columns on a terminal: those of East Asian scripts, and
 * pictures (Unicode Standard Annex 11, classes W and F, in whole blocks). */
static const struct {
	uint32_t first, last;
} wide[] = {
	{0x1100, 0x115F},
	{0x231A, 0x231B},
	{0x2E80, 0x303E},
	{0x3041, 0x33FF},
	{0x3400, 0x4DBF},
	{0x4E00, 0x9FFF},
	{0xA000, 0xA4CF},
	{0xA960, 0xA97F},
	{0xAC00, 0xD7A3},
	{0xF900, 0xFAFF},
	{0xFE30, 0xFE6F},
	{0xFF00, 0xFF60},
	{0xFFE0, 0xFFE6},
	{0x1F300, 0x1F64F},
	{0x1F680, 0x1F6FF},
	{0x1F900, 0x1F9FF},
	{0x20000, 0x3FFFD},
};

/* And of those that stand on the character before them. */
static const struct {
	uint32_t first, last;
} combining[] = {
	{0x0300, 0x036F},
	{0x0483, 0x0489},
	{0x0591, 0x05BD},
	{0x0610, 0x061A},
	{0x064B, 0x065F},
	{0x1AB0, 0x1AFF},
	{0x1DC0, 0x1DFF},
	{0x20D0, 0x20FF},
	{0xFE00, 0xFE0F},
	{0xFE20, 0xFE2F},
};

static size_t width_of(uint32_t code)
{
	if (code < combining[0].first) {
		return 1;
	}
	for (size_t i = 0; i < sizeof(combining) / sizeof(combining[0]); i++) {
		if (code >= combining[i].first && code <= combining[i].last) {
			return 0;
		}
	}
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++) {
		if (code >= wide[i].first && code <= wide[i].last) {
			return 2;
		}
	}
	return 1;
}

/* The character's bytes and columns. What is no valid UTF-8 counts byte by byte. */
static size_t next_character(const char *text, size_t *columns)
{
	uint32_t code = 0;

	if ((uint8_t)*text < 0x80) { /* nearly all are */
		*columns = 1;
		return 1;
	}
	const size_t size = decode(text, strnlen(text, 4), &code);

	*columns = size > 0 ? width_of(code) : 1;
	return size > 0 ? size : 1;
}

size_t ra_text_columns(const char *text)
{
	size_t columns = 0;

	while (*text) {
		size_t width;

		text += next_character(text, &width);
		columns += width;
	}
	return columns;
}

/* How many bytes fit into so many columns. */
static size_t fitting_bytes(const char *text, size_t columns)
{
	size_t at = 0;

	while (text[at]) {
		size_t width;
		const size_t size = next_character(text + at, &width);

		if (width > columns) {
			break;
		}
		columns -= width;
		at += size;
	}
	return at;
}

/* Where the end begins that is at most so many columns wide. `all`: the columns of the text. */
static size_t tail_offset(const char *text, size_t all, size_t columns)
{
	size_t at = 0;

	while (text[at] && all > columns) {
		size_t width;

		at += next_character(text + at, &width);
		all -= width;
	}
	return at;
}

char *ra_text_cut(const char *text, size_t columns, enum ra_cut where)
{
	const size_t all = ra_text_columns(text);

	if (all <= columns) {
		return strdup(text);
	}
	const size_t kept = columns - 3;
	const size_t front = where == RA_CUT_END ? kept : where == RA_CUT_BEGIN ? 0 : kept / 2;

	return ra_text_printf("%.*s...%s", (int)fitting_bytes(text, front), text,
		text + tail_offset(text, all, kept - front));
}

/* The length without a character at the end of which only the beginning is there. */
static size_t without_cut_character(const char *bytes, size_t length)
{
	for (size_t tail = 1; tail <= 3 && tail <= length; tail++) {
		const char *last = bytes + length - tail;
		uint32_t code;

		if (starts_character(*last)) {
			return (uint8_t)*last >= 0xC2 && decode(last, tail, &code) == 0 ? length - tail
																			: length;
		}
	}
	return length;
}

/* Eight bytes at a time: of each the highest bit is set in the byte, 32 below it, or one above it, unless all are printable. A
 * byte that borrows from the next, or carries into it, has told already. */
bool ra_text_is_plain(const char *bytes, size_t length)
{
	const uint64_t each = UINT64_C(0x0101010101010101);
	size_t at = 0;
	uint64_t word, odd = 0;

	for (; length - at >= sizeof(word); at += sizeof(word)) {
		memcpy(&word, bytes + at, sizeof(word));
		odd |= word | (word - ' ' * each) | (word + each);
	}
	for (; at < length; at++) {
		odd |= bytes[at] >= ' ' && bytes[at] <= '~' ? 0 : 0x80;
	}
	return !(odd & 0x80 * each);
}

char *ra_text_preview(const char *bytes, size_t length, bool more, size_t columns)
{
	size_t odd = 0;
	char *clean;
	char *cut;

	if (!more && length > 0 && length <= columns && ra_text_is_plain(bytes, length)) {
		return strndup(bytes, length); /* nearly all are */
	}
	length = more ? without_cut_character(bytes, length) : length;
	for (size_t at = 0; at < length;) {
		uint32_t code = 0;
		const size_t size = decode(bytes + at, length - at, &code);
		const bool blank = size > 0 && (code == '\n' || code == '\r' || code == '\t');

		odd += size == 0 || code == 0x7F || (code < 0x20 && !blank);
		at += size > 0 ? size : 1;
	}
	if (length == 0 || odd * 4 > length) {
		return NULL;
	}
	clean = ra_text_clean(bytes, length);
	if (!clean) {
		return NULL;
	}
	if (more && ra_text_columns(clean) <= columns) {
		char *marked = ra_text_printf("%s...", clean);

		free(clean);
		clean = marked;
	}
	cut = clean ? ra_text_cut(clean, columns, RA_CUT_END) : NULL;
	free(clean);
	return cut;
}

char *ra_text_shell_word(const char *text)
{
	struct ra_buffer word = {0};

	ra_buffer_text(&word, "'");
	for (const char *at = text; *at; at++) {
		ra_buffer_add(&word, *at == '\'' ? "'\\''" : at, *at == '\'' ? 4 : 1);
	}
	ra_buffer_text(&word, "'");
	return ra_buffer_take(&word);
}
