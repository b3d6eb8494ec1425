/* ext/date: the timelib structures behind DateTime, DateTimeZone, DateInterval and DatePeriod. All
 * are allocated on the heap; a time zone's data is shared by all objects of that zone and by the
 * module's cache, so it is a node of its own. */
#include "walk/engine/walk_special.h"
#include "walk/engine/walk_values.h"
#include "walk/extensions/extensions.h"

enum zone_type { /* TIMELIB_ZONETYPE_* */
	ZONE_OFFSET = 1,
	ZONE_ABBREVIATION,
	ZONE_IDENTIFIER,
};

/* Blocks of a time zone: their sizes follow from counts that need not be read, the slot tells. */
static const enum ra_field zone_blocks[] = {
	RA_timelib_tzinfo_name,
	RA_timelib_tzinfo_trans,
	RA_timelib_tzinfo_trans_idx,
	RA_timelib_tzinfo_type,
	RA_timelib_tzinfo_timezone_abbr,
	RA_timelib_tzinfo_leap_times,
	RA_timelib_tzinfo_posix_string,
};

enum { /* inside structures without a name of their own in the layout; the same in all versions */
	LOCATION_COMMENTS = 24, /* country code, latitude, longitude, then the text */
	POSIX_STD = 0,
	POSIX_DST = 16,
	POSIX_DST_BEGIN = 32,
	POSIX_DST_END = 40,
};

static void claim_block(struct ra_walk *walk, ra_node node, ra_addr block)
{
	if (block != 0) {
		ra_walk_claim_slot(walk, node, block, RA_LOC_INTERNAL_STATE);
	}
}

void ra_walk_time_zone(struct ra_walk *walk, ra_node from, ra_addr zone)
{
	static const ra_addr posix_parts[] = {POSIX_STD, POSIX_DST, POSIX_DST_BEGIN, POSIX_DST_END};
	const struct ra_engine *const engine = walk->engine;
	ra_addr posix;
	ra_node node;
	bool fresh;

	if (zone == 0) {
		return;
	}
	node = ra_walk_block(walk, from, zone, ra_sizeof(walk->layout, RA_STRUCT_timelib_tzinfo),
		RA_NODE_BUFFER, RA_LOC_INTERNAL_STATE, ra_link_field(walk, "tz_info"), &fresh);
	if (node == RA_NO_NODE || !fresh) {
		return;
	}
	for (size_t i = 0; i < sizeof(zone_blocks) / sizeof(zone_blocks[0]); i++) {
		claim_block(walk, node, ra_engine_u64(engine, zone, zone_blocks[i]));
	}
	claim_block(walk, node,
		ra_engine_word(
			engine, ra_engine_at(engine, zone, RA_timelib_tzinfo_location) + LOCATION_COMMENTS));
	posix = ra_engine_u64(engine, zone, RA_timelib_tzinfo_posix_info);
	if (posix != 0) {
		claim_block(walk, node, posix);
		for (size_t i = 0; i < sizeof(posix_parts) / sizeof(posix_parts[0]); i++) {
			claim_block(walk, node, ra_engine_word(engine, posix + posix_parts[i]));
		}
	}
}

static void walk_time(struct ra_walk *walk, ra_node node, ra_addr time)
{
	if (time == 0 || !ra_walk_claim(walk, node, time,
						 ra_sizeof(walk->layout, RA_STRUCT_timelib_time), RA_LOC_INTERNAL_STATE)) {
		return;
	}
	claim_block(walk, node, ra_engine_u64(walk->engine, time, RA_timelib_time_tz_abbr));
	ra_walk_time_zone(walk, node, ra_engine_u64(walk->engine, time, RA_timelib_time_tz_info));
}

static void walk_relative_time(struct ra_walk *walk, ra_node node, ra_addr time)
{
	if (time != 0) {
		ra_walk_claim(walk, node, time, ra_sizeof(walk->layout, RA_STRUCT_timelib_rel_time),
			RA_LOC_INTERNAL_STATE);
	}
}

/* Up to 7.3 the objects keep a property table of their own for var_dump() and the like. */
static void walk_own_properties(
	struct ra_walk *walk, const struct ra_object_view *object, enum ra_field field)
{
	const ra_addr table = ra_engine_u64(walk->engine, object->start, field);

	if (table != 0) {
		ra_walk_array(walk, object->node, table, ra_link_field(walk, "props"));
	}
}

static void walk_date(struct ra_walk *walk, const struct ra_object_view *object)
{
	if (ra_special_checked(walk, object, RA_php_date_obj_std)) {
		walk_time(
			walk, object->node, ra_engine_u64(walk->engine, object->start, RA_php_date_obj_time));
		walk_own_properties(walk, object, RA_php_date_obj_props);
	}
}

static void walk_time_zone(struct ra_walk *walk, const struct ra_object_view *object)
{
	const struct ra_engine *const engine = walk->engine;

	if (!ra_special_checked(walk, object, RA_php_timezone_obj_std) ||
		ra_engine_u8(engine, object->start, RA_php_timezone_obj_initialized) == 0) {
		return;
	}
	switch (ra_engine_u32(engine, object->start, RA_php_timezone_obj_type)) {
	case ZONE_ABBREVIATION:
		claim_block(walk, object->node,
			ra_engine_u64(engine, ra_engine_at(engine, object->start, RA_php_timezone_obj_tzi_z),
				RA_timelib_abbr_info_abbr));
		break;
	case ZONE_IDENTIFIER:
		ra_walk_time_zone(
			walk, object->node, ra_engine_u64(engine, object->start, RA_php_timezone_obj_tzi_tz));
		break;
	default:
		break;
	}
	walk_own_properties(walk, object, RA_php_timezone_obj_props);
}

static void walk_interval(struct ra_walk *walk, const struct ra_object_view *object)
{
	if (ra_special_checked(walk, object, RA_php_interval_obj_std)) {
		walk_relative_time(walk, object->node,
			ra_engine_u64(walk->engine, object->start, RA_php_interval_obj_diff));
		ra_special_string_field(walk, object, RA_php_interval_obj_date_string, "date_string");
		walk_own_properties(walk, object, RA_php_interval_obj_props);
	}
}

static void walk_period(struct ra_walk *walk, const struct ra_object_view *object)
{
	static const enum ra_field times[] = {
		RA_php_period_obj_start, RA_php_period_obj_current, RA_php_period_obj_end};

	if (!ra_special_checked(walk, object, RA_php_period_obj_std)) {
		return;
	}
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		walk_time(walk, object->node, ra_engine_u64(walk->engine, object->start, times[i]));
	}
	walk_relative_time(
		walk, object->node, ra_engine_u64(walk->engine, object->start, RA_php_period_obj_interval));
}

const struct ra_special ra_specials_date[] = {
	{.class_name = "DateTime", .walk = walk_date},
	{.class_name = "DateTimeImmutable", .walk = walk_date},
	{.class_name = "DateTimeZone", .walk = walk_time_zone},
	{.class_name = "DateInterval", .walk = walk_interval},
	{.class_name = "DatePeriod", .walk = walk_period},
	{.class_name = NULL},
};
