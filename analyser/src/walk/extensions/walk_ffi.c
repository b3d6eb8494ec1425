/* ext/ffi: the memory of a C value that FFI::new() made. One that only points into another's memory, or was made
 * persistent, has none in the heap. What describes its type is left to the conservative scan: types are shared.
 *
 * Offsets: zend_ffi_cdata as ext/ffi/ffi.c declares it, the same in 7.4 to 8.4; verified in dumps of 8.2 by values of known
 * contents. */
#include "walk/extensions/extensions.h"
#include "walk/extensions/walk_parts.h"

enum { /* zend_ffi_cdata, behind the object */
	CDATA_POINTER = 64,
	CDATA_FLAGS = 80,
	CDATA_BYTES = 88,
	FLAG_OWNED = 1 << 1,
	FLAG_PERSISTENT = 1 << 2,
	ALL_FLAGS = 7,
};

static void walk_memory(struct ra_walk *walk, ra_node node, ra_addr cdata, ra_addr at)
{
	const uint32_t flags = ra_engine_word(walk->engine, cdata + CDATA_FLAGS) & UINT32_MAX;

	if (flags <= ALL_FLAGS && (flags & (FLAG_OWNED | FLAG_PERSISTENT)) == FLAG_OWNED) {
		ra_walk_slot_start(walk, node, ra_engine_word(walk->engine, at));
	}
}

static const struct ra_part cdata_parts[] = {
	{.at = CDATA_POINTER, .kind = RA_PART_CALL, .walk = walk_memory},
};

static const struct ra_object_shape cdata[] = {
	{.since = 70400, .before = 80500, .std = 0, .shape = RA_SHAPE(CDATA_BYTES, cdata_parts)},
};

static void walk_cdata(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, cdata, sizeof(cdata) / sizeof(cdata[0]));
}

const struct ra_special ra_specials_ffi[] = {
	{.class_name = "FFI\\CData", .walk = walk_cdata},
	{.class_name = NULL},
};
