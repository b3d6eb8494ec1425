/* ext/zlib: contexts of deflate_init() and inflate_init(). Offsets: debug information of ext/zlib of
 * 8.2.32; the structure is the same in 8.0 to 8.4. Contexts of 7.x are resources. */
#include "walk/extensions/extensions.h"
#include "walk/extensions/walk_parts.h"

#define STREAM_BYTES 112u /* z_stream */

static void walk_stream_part(struct ra_walk *walk, ra_node node, ra_addr structure, ra_addr at)
{
	(void)structure;
	ra_walk_zlib_stream(walk, node, at);
}

static const struct ra_part context_parts[] = {
	{.at = 0, .kind = RA_PART_CALL, .walk = walk_stream_part},
	{.at = STREAM_BYTES, .kind = RA_PART_BLOCK}, /* inflateDict */
	{.at = 136, .kind = RA_PART_BLOCK},          /* buffer.data */
};

static const struct ra_object_shape contexts[] = {
	{.since = 80000, .before = 80599, .std = 176, .shape = RA_SHAPE(232, context_parts)},
};

static void walk_context(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, contexts, sizeof(contexts) / sizeof(contexts[0]));
}

const struct ra_special ra_specials_zlib[] = {
	{.class_name = "DeflateContext", .walk = walk_context},
	{.class_name = "InflateContext", .walk = walk_context},
	{.class_name = NULL},
};
