/* ext/curl: handles with their callbacks, texts and private data; multi handles with the handles
 * that were added to them. libcurl's own memory lies outside the heap.
 *
 * Offsets: debug information of ext/curl of 8.2.32 with libcurl 7.56 or later. 8.0 and 8.1 have the
 * same structures with callbacks in other places, 8.3 and 8.4 other callbacks: then the zend_object
 * stands elsewhere, no row fits, and the state is guessed. Up to 7.4 handles are resources. */
#include "walk/extensions/extensions.h"
#include "walk/extensions/walk_parts.h"

static const struct ra_part write_parts[] = {
	{.at = 0, .kind = RA_PART_VALUE, .name = "callback"},
	{.at = 56, .kind = RA_PART_STRING, .name = "buf"},
	{.at = 80, .kind = RA_PART_VALUE, .name = "stream"},
};
static const struct ra_shape write_state = RA_SHAPE(96, write_parts);

static const struct ra_part read_parts[] = {
	{.at = 0, .kind = RA_PART_VALUE, .name = "callback"},
	{.at = 72, .kind = RA_PART_VALUE, .name = "stream"},
};
static const struct ra_shape read_state = RA_SHAPE(88, read_parts);

static const struct ra_part callback_parts[] = {
	{.at = 0, .kind = RA_PART_VALUE, .name = "callback"},
};
static const struct ra_shape callback = RA_SHAPE(48, callback_parts);

/* Lists of what libcurl was given; the elements' data lie outside, or are streams' arguments. */
static const struct ra_shape list_data = {.bytes = 8};
static const struct ra_part stream_argument_parts[] = {
	{.at = 0, .kind = RA_PART_BLOCK},
};
static const struct ra_shape stream_argument = RA_SHAPE(8, stream_argument_parts);

static const struct ra_part freed_parts[] = {
	/* _php_curl_free, shared with copies of the handle */
	{.at = 0, .kind = RA_PART_LIST, .shape = &list_data},
	{.at = 56, .kind = RA_PART_LIST, .shape = &stream_argument},
	{.at = 112, .kind = RA_PART_TABLE},
};
static const struct ra_shape freed = RA_SHAPE(120, freed_parts);

static const struct ra_part handle_parts[] = {
	{.at = 8, .kind = RA_PART_STRUCT, .shape = &write_state},
	{.at = 16, .kind = RA_PART_STRUCT, .shape = &write_state}, /* of headers */
	{.at = 24, .kind = RA_PART_STRUCT, .shape = &read_state},
	{.at = 32, .kind = RA_PART_VALUE, .name = "std_err"},
	{.at = 48, .kind = RA_PART_STRUCT, .shape = &callback}, /* progress */
	{.at = 56, .kind = RA_PART_STRUCT, .shape = &callback}, /* xferinfo */
	{.at = 64, .kind = RA_PART_STRUCT, .shape = &callback}, /* fnmatch */
	{.at = 72, .kind = RA_PART_SHARED, .name = "to_free", .shape = &freed},
	{.at = 80, .kind = RA_PART_STRING, .name = "header"},
	{.at = 360, .kind = RA_PART_BLOCK}, /* the number of copies */
	{.at = 368, .kind = RA_PART_VALUE, .name = "postfields"},
	{.at = 384, .kind = RA_PART_VALUE, .name = "private_data"},
	{.at = 400, .kind = RA_PART_OBJECT, .name = "share", .bytes = 16},
};

static const struct ra_object_shape handles[] = {
	{.since = 80200, .before = 80299, .std = 408, .shape = RA_SHAPE(464, handle_parts)},
};

static const struct ra_part added_parts[] = {
	{.at = 0, .kind = RA_PART_VALUE, .name = "handle"},
};
static const struct ra_shape added = RA_SHAPE(16, added_parts);

static const struct ra_part multi_parts[] = {
	{.at = 8, .kind = RA_PART_LIST, .shape = &added},
	{.at = 64, .kind = RA_PART_STRUCT, .shape = &callback}, /* server push */
};

static const struct ra_object_shape multis[] = {
	{.since = 80000, .before = 80399, .std = 80, .shape = RA_SHAPE(136, multi_parts)},
};

static void walk_handle(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, handles, sizeof(handles) / sizeof(handles[0]));
}

static void walk_multi(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, multis, sizeof(multis) / sizeof(multis[0]));
}

static void walk_share(struct ra_walk *walk, const struct ra_object_view *object)
{
	(void)walk;
	(void)object; /* nothing but libcurl's handle */
}

const struct ra_special ra_specials_curl[] = {
	{.class_name = "CurlHandle", .walk = walk_handle},
	{.class_name = "CurlMultiHandle", .walk = walk_multi},
	{.class_name = "CurlShareHandle", .walk = walk_share},
	{.class_name = NULL},
};
