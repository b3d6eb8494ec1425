/* ext/intl: what its objects keep beside ICU's, which lie outside the heap.
 *
 * All begin with an intl_error: code, flag, and a message (a char * up to 8.4, then a string).
 * Offsets: ext/intl's headers of 8.2.32. */
#include "walk/extensions/extensions.h"
#include "walk/extensions/walk_parts.h"

#define ERROR_MESSAGE {.at = 8, .kind = RA_PART_BLOCK}

static const struct ra_part plain_parts[] = {ERROR_MESSAGE};
static const struct ra_part date_formatter_parts[] = {
	ERROR_MESSAGE, {.at = 40, .kind = RA_PART_BLOCK}, /* requested_locale */
};
static const struct ra_part message_formatter_parts[] = {
	ERROR_MESSAGE, {.at = 24, .kind = RA_PART_BLOCK}, /* orig_format */
	{.at = 40, .kind = RA_PART_TABLE},                /* arg_types */
};
static const struct ra_part break_iterator_parts[] = {
	ERROR_MESSAGE,
	{.at = 24, .kind = RA_PART_VALUE, .name = "text"},
};
static const struct ra_part iterator_parts[] = {
	ERROR_MESSAGE,
	{.at = 16, .kind = RA_PART_OBJECT, .name = "iterator"},
};

static const struct ra_object_shape plain[] = {
	{.since = 70000, .before = 80499, .std = 24, .shape = RA_SHAPE(80, plain_parts)},
	{.since = 70000, .before = 80499, .std = 32, .shape = RA_SHAPE(88, plain_parts)},
};
static const struct ra_object_shape date_formatters[] = {
	{.since = 80200, .before = 80299, .std = 48, .shape = RA_SHAPE(104, date_formatter_parts)},
};
static const struct ra_object_shape message_formatters[] = {
	{.since = 70000, .before = 80499, .std = 56, .shape = RA_SHAPE(112, message_formatter_parts)},
};
static const struct ra_object_shape break_iterators[] = {
	{.since = 70000, .before = 80399, .std = 40, .shape = RA_SHAPE(96, break_iterator_parts)},
};
static const struct ra_object_shape iterators[] = {
	{.since = 70000, .before = 80499, .std = 24, .shape = RA_SHAPE(80, iterator_parts)},
};

#define ROWS(table) table, sizeof(table) / sizeof((table)[0])

static void walk_plain(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, ROWS(plain));
}

static void walk_date_formatter(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, ROWS(date_formatters));
}

static void walk_message_formatter(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, ROWS(message_formatters));
}

static void walk_break_iterator(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, ROWS(break_iterators));
}

static void walk_iterator(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, ROWS(iterators));
}

const struct ra_special ra_specials_intl[] = {
	{.class_name = "NumberFormatter", .walk = walk_plain},
	{.class_name = "Collator", .walk = walk_plain},
	{.class_name = "IntlCalendar", .walk = walk_plain},
	{.class_name = "IntlTimeZone", .walk = walk_plain},
	{.class_name = "Transliterator", .walk = walk_plain},
	{.class_name = "IntlDateFormatter", .walk = walk_date_formatter},
	{.class_name = "MessageFormatter", .walk = walk_message_formatter},
	{.class_name = "IntlBreakIterator", .walk = walk_break_iterator},
	{.class_name = "IntlIterator", .walk = walk_iterator},
	{.class_name = NULL},
};
