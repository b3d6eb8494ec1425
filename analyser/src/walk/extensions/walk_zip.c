/* ext/zip: a ZipArchive's file name, the texts that wait to be written, and its callbacks. libzip's
 * own memory lies outside the heap.
 *
 * Offsets: debug information of ext/zip of 8.2.32, built with a libzip that has progress and cancel
 * callbacks (1.6 and later). */
#include "walk/extensions/extensions.h"
#include "walk/extensions/walk_parts.h"

enum { /* ze_zip_object */
	ZIP_BUFFERS = 8,
	ZIP_BUFFER_COUNT = 36,
};

static void walk_buffers(struct ra_walk *walk, ra_node node, ra_addr zip, ra_addr at)
{
	const ra_addr buffers = ra_engine_word(walk->engine, at);
	const uint64_t count = ra_engine_word(walk->engine, zip + ZIP_BUFFER_COUNT - 4) >> 32;
	struct ra_slot slot;

	if (buffers == 0 || !ra_claims_slot(walk->claims, buffers, &slot) || slot.start != buffers ||
		count > slot.bytes / 8 || !ra_walk_spend(walk, count)) {
		return;
	}
	ra_walk_slot_start(walk, node, buffers);
	for (uint64_t i = 0; i < count; i++) {
		ra_walk_slot_start(walk, node, ra_engine_word(walk->engine, buffers + i * 8));
	}
}

static const struct ra_part zip_parts[] = {
	{.at = ZIP_BUFFERS, .kind = RA_PART_CALL, .walk = walk_buffers},
	{.at = 24, .kind = RA_PART_BLOCK}, /* filename */
	{.at = 56, .kind = RA_PART_VALUE, .name = "progress_callback"},
	{.at = 72, .kind = RA_PART_VALUE, .name = "cancel_callback"},
};

static const struct ra_object_shape zips[] = {
	{.since = 80200, .before = 80299, .std = 88, .shape = RA_SHAPE(144, zip_parts)},
};

static void walk_zip(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, zips, sizeof(zips) / sizeof(zips[0]));
}

const struct ra_special ra_specials_zip[] = {
	{.class_name = "ZipArchive", .walk = walk_zip},
	{.class_name = NULL},
};
