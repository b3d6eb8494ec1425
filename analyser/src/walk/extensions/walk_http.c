/* pecl/http: messages, requests and responses with their headers, and bodies, which are streams.
 *
 * Structures: php_http_message.h, php_http_message_body.h, php_http_info.h and php_http_object.h of
 * pecl/http 3.0 to 4.2. Since 3.2 an object has room for what it tells the collector just before its
 * zend_object: which of the two it is, is known by where that stands. A parent is an object of its
 * own, whose message the child's points to as well. */
#include "walk/engine/walk_special.h"
#include "walk/engine/walk_values.h"
#include "walk/extensions/extensions.h"
#include "walk/extensions/walk_parts.h"

enum {
	MAX_PARENTS = 65536,
	HEADERS = 32, /* in php_http_message: a HashTable */
	PARENT = 96,
	TABLE_BYTES = 56,
};

static const struct ra_part body_parts[] = {
	/* before it a stat buffer */
	{.at = 144, .kind = RA_PART_RESOURCE, .name = "stream"},
	{.at = 152, .kind = RA_PART_BLOCK}, /* boundary */
};
static const struct ra_shape body = RA_SHAPE(168, body_parts);

static bool holds_headers(struct ra_walk *walk, ra_addr message)
{
	struct ra_array headers;

	return ra_space_extent(walk->space, message + HEADERS, TABLE_BYTES) == TABLE_BYTES &&
		   ra_engine_table(walk->engine, message + HEADERS, &headers);
}

static void walk_headers(struct ra_walk *walk, ra_node node, ra_addr message, ra_addr at)
{
	(void)message;
	ra_walk_table(walk, node, at);
}

static const struct ra_part message_parts[] = {
	{.at = 0, .kind = RA_PART_BLOCK}, /* a request's method */
	{.at = 8, .kind = RA_PART_BLOCK}, /* its URL, in one piece; a response's status */
	{.at = HEADERS, .kind = RA_PART_CALL, .walk = walk_headers},
	{.at = 88, .kind = RA_PART_SHARED, .name = "body", .shape = &body},
};
static const struct ra_shape message = {
	.bytes = 112, .count = 4, .parts = message_parts, .holds = holds_headers};

static void walk_messages(struct ra_walk *walk, ra_node node, ra_addr structure, ra_addr at)
{
	ra_addr word = ra_engine_word(walk->engine, at);

	(void)structure;
	for (uint32_t i = 0; word != 0 && i < MAX_PARENTS; i++) {
		if (!ra_walk_structure(walk, node, word, &message)) {
			return;
		}
		word = ra_engine_word(walk->engine, word + PARENT);
	}
}

#define MESSAGE_OBJECT(std, body_std)                                                              \
	{.at = 0, .kind = RA_PART_CALL, .walk = walk_messages},                                        \
		{.at = 8, .kind = RA_PART_OBJECT, .bytes = (std), .name = "parent"},                       \
		{.at = 16, .kind = RA_PART_OBJECT, .bytes = (body_std), .name = "body"},                   \
		{.at = 24, .kind = RA_PART_VALUE, .name = "iterator"}

static const struct ra_part messages_before[] = {MESSAGE_OBJECT(40, 8)};
static const struct ra_part messages_now[] = {
	MESSAGE_OBJECT(48, 16), {.at = 40, .kind = RA_PART_BLOCK}};
static const struct ra_part bodies_before[] = {
	{.at = 0, .kind = RA_PART_SHARED, .name = "body", .shape = &body},
};
static const struct ra_part bodies_now[] = {
	{.at = 0, .kind = RA_PART_SHARED, .name = "body", .shape = &body},
	{.at = 8, .kind = RA_PART_BLOCK},
};

static const struct ra_object_shape messages[] = {
	{.since = 70000, .before = 80699, .std = 48, .shape = RA_SHAPE(48, messages_now)},
	{.since = 70000, .before = 80699, .std = 40, .shape = RA_SHAPE(40, messages_before)},
};

static const struct ra_object_shape bodies[] = {
	{.since = 70000, .before = 80699, .std = 16, .shape = RA_SHAPE(16, bodies_now)},
	{.since = 70000, .before = 80699, .std = 8, .shape = RA_SHAPE(8, bodies_before)},
};

static void walk_message(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, messages, sizeof(messages) / sizeof(messages[0]));
}

static void walk_body(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, bodies, sizeof(bodies) / sizeof(bodies[0]));
}

const struct ra_special ra_specials_http[] = {
	{.class_name = "http\\Message", .walk = walk_message},
	{.class_name = "http\\Message\\Body", .walk = walk_body},
	{.class_name = NULL},
};
