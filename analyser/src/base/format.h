/* Numbers and foreign text as characters: sizes, counts, percentages; UTF-8 that is safe to print.
 * No state, no dump, no graph. */
#ifndef RA_FORMAT_H
#define RA_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	RA_NUMBER_TEXT = 40
}; /* room for any formatted number */

/* "640 B", "703.13 KB", "1,024.00 GB": base 1024, rounded half up. Writes to out, returns out. */
const char *ra_format_size(char *out, uint64_t bytes);
/* The same of a difference, with a sign always: "+6.70 MB", "-12.00 KB", "+0 B". */
const char *ra_format_size_delta(char *out, int64_t bytes);
/* "640 B", "63.9 MB": one decimal, nine characters at most. */
const char *ra_format_short_size(char *out, uint64_t bytes);
/* "1,234,567" */
const char *ra_format_count(char *out, uint64_t count);

/* The same into a buffer that lives until the end of the enclosing block: for printf arguments. */
#define RA_SIZE(bytes)       ra_format_size((char[RA_NUMBER_TEXT]){0}, (bytes))
#define RA_SHORT_SIZE(bytes) ra_format_short_size((char[RA_NUMBER_TEXT]){0}, (bytes))
#define RA_SIZE_DELTA(bytes) ra_format_size_delta((char[RA_NUMBER_TEXT]){0}, (bytes))
#define RA_COUNT(count)      ra_format_count((char[RA_NUMBER_TEXT]){0}, (count))

/* part of whole in percent; 0 when whole is 0 */
double ra_percent(uint64_t part, uint64_t whole);
/* rounded half away from zero to this many decimals (0 to 3), so that facts hold 98.2 */
double ra_round(double value, int decimals);
/* the whole number, or the nearest that fits: a corrupt dump can claim any counter */
int64_t ra_whole(double value);

/* Foreign bytes as one line of valid UTF-8: line breaks, tabs and NULs become \n \r \t \0, other
 * control characters (C0, DEL, C1) \x1b, the characters that reorder or hide text \u{202e}; invalid
 * bytes U+FFFD. A new string, owned by the caller; NULL: no memory. */
char *ra_text_clean(const char *bytes, size_t length);

/* As ra_text_clean, but line breaks are kept and control characters are not escaped: for JSON,
 * whose writer escapes them. */
char *ra_text_valid(const char *bytes, size_t length);

/* A class name for people: a NUL begins the place of an anonymous class, which is shown in
 * parentheses without the run-time part at its end ("$0", in older releases an address):
 * "class@anonymous(/app/x.php:12)". Owned by the caller; NULL: no memory. */
char *ra_class_text(const char *name, size_t length);

/* Columns that valid UTF-8 takes on a terminal: East Asian characters and pictures two, combining
 * ones none. */
size_t ra_text_columns(const char *text);

enum ra_cut {
	RA_CUT_END,   /* "begin..." */
	RA_CUT_BEGIN, /* "...end" */
	RA_CUT_MIDDLE /* "beg...end" */
};

/* At most `columns` columns of valid UTF-8, never cutting inside a character. `columns` >= 4. A new
 * string, owned by the caller; NULL: no memory. */
char *ra_text_cut(const char *text, size_t columns, enum ra_cut where);

/* Each byte is a character that is shown as it is, and takes a column: printable ASCII. */
bool ra_text_is_plain(const char *bytes, size_t length);

/* A preview of foreign content: the first bytes, clean, at most `columns` characters with "..." at
 * the end when there is more. NULL when nothing of it is printable (binary) or no memory. */
char *ra_text_preview(const char *bytes, size_t length, bool more, size_t columns);

/* The text as one word of a shell's command line, in single quotes. Owned by the caller; NULL: no memory. */
char *ra_text_shell_word(const char *text);

/* malloc'ed printf; NULL: no memory. */
char *ra_text_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Appends text, which it takes, to a list of texts. False when text is NULL or no memory is left;
 * the list is as it was then. */
bool ra_lines_add(char ***lines, uint32_t *count, char *text);
void ra_lines_free(char **lines, uint32_t count);

/* A growing text. Zero-initialise; `failed` is sticky. ra_buffer_take hands the text over (NULL
 * when failed) and leaves an empty buffer. */
struct ra_buffer {
	char *text;
	size_t length;
	size_t capacity;
	bool failed;
};

void ra_buffer_add(struct ra_buffer *buffer, const char *bytes, size_t length);
void ra_buffer_text(struct ra_buffer *buffer, const char *text);
void ra_buffer_printf(struct ra_buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* As "%PRId64" does, in a tenth of the time. */
void ra_buffer_integer(struct ra_buffer *buffer, int64_t number);
/* Drops what stands behind `length` bytes; puts text in front of what stands there. */
void ra_buffer_cut(struct ra_buffer *buffer, size_t length);
void ra_buffer_insert(struct ra_buffer *buffer, size_t at, const char *text);
char *ra_buffer_take(struct ra_buffer *buffer);
void ra_buffer_done(struct ra_buffer *buffer);

#endif
