/* ext/redis: the connection behind a Redis object, with the commands of a pipeline that was not
 * sent.
 *
 * Offsets: RedisSock of ext/redis 5.3.7, compiled. It is believed when its slot is the one of that
 * size and all its strings are strings; 6.x has other members, and is guessed. */
#include "walk/extensions/extensions.h"
#include "walk/extensions/walk_parts.h"

static bool is_string(struct ra_walk *walk, ra_addr at)
{
	const ra_addr string = ra_engine_word(walk->engine, at);
	struct ra_string header;

	return string == 0 || (string % 8 == 0 && ra_space_extent(walk->space, string, 24) == 24 &&
							  ra_engine_string(walk->engine, string, &header));
}

static const struct ra_part socket_parts[] = {
	{.at = 0, .kind = RA_PART_STREAM, .name = "stream"},
	{.at = 16, .kind = RA_PART_STRING, .name = "host"},
	{.at = 32, .kind = RA_PART_STRING, .name = "user"},
	{.at = 40, .kind = RA_PART_STRING, .name = "pass"},
	{.at = 128, .kind = RA_PART_STRING, .name = "persistent_id"},
	{.at = 160, .kind = RA_PART_STRING, .name = "prefix"},
	{.at = 192, .kind = RA_PART_STRING, .name = "pipeline_cmd"},
	{.at = 200, .kind = RA_PART_STRING, .name = "err"},
};

static bool holds_socket(struct ra_walk *walk, ra_addr socket)
{
	for (size_t i = 0; i < sizeof(socket_parts) / sizeof(socket_parts[0]); i++) {
		if (socket_parts[i].kind == RA_PART_STRING &&
			!is_string(walk, socket + socket_parts[i].at)) {
			return false;
		}
	}
	return true;
}

static const struct ra_shape redis_socket = {.bytes = 232,
	.count = sizeof(socket_parts) / sizeof(socket_parts[0]),
	.parts = socket_parts,
	.holds = holds_socket};

static const struct ra_part redis_parts[] = {
	{.at = 0, .kind = RA_PART_STRUCT, .shape = &redis_socket},
};

static const struct ra_object_shape connections[] = {
	{.since = 70000, .before = 80599, .std = 8, .shape = RA_SHAPE(64, redis_parts)},
};

static void walk_redis(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, connections, sizeof(connections) / sizeof(connections[0]));
}

const struct ra_special ra_specials_redis[] = {
	{.class_name = "Redis", .walk = walk_redis},
	{.class_name = NULL},
};
