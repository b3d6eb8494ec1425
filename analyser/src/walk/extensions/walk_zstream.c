/* zlib's streams: the memory that zlib has from PHP's heap, for contexts and for the filters
 * zlib.deflate and zlib.inflate.
 *
 * A z_stream is public. Its state is zlib's own: it begins with a pointer back to the z_stream (since
 * zlib 1.2.9), which is what makes it believed; where its blocks are was read from zlib 1.2.13 and
 * holds since 1.2.5. The filter's data: ext/zlib of 7.0 to 8.4. */
#include "walk/engine/walk.h"
#include "walk/extensions/extensions.h"

enum { /* z_stream */
	STREAM_STATE = 56,
	STREAM_BYTES = 112,
};

enum { /* what zlib's private states have in the same place */
	STATE_STREAM = 0,
	STATE_MODE = 8,
	FIRST_INFLATE_MODE = 16180, /* a deflate state's status is below 1000 */
	LAST_INFLATE_MODE = 16211,
	INFLATE_WINDOW = 72,
};

enum { /* deflate_state */
	DEFLATE_PENDING = 16,
	DEFLATE_WINDOW = 96,
	DEFLATE_PREV = 112,
	DEFLATE_HEAD = 120,
};

enum { /* php_zlib_filter_data */
	FILTER_INPUT = STREAM_BYTES,
	FILTER_OUTPUT = STREAM_BYTES + 16,
};

static void claim_start(struct ra_walk *walk, ra_node node, ra_addr at)
{
	struct ra_slot slot;

	if (at != 0 && ra_claims_slot(walk->claims, at, &slot) && slot.start == at) {
		ra_walk_claim_slot(walk, node, at, RA_LOC_INTERNAL_STATE);
	}
}

bool ra_walk_zlib_stream(struct ra_walk *walk, ra_node node, ra_addr stream)
{
	static const ra_addr deflate_blocks[] = {
		DEFLATE_PENDING, DEFLATE_WINDOW, DEFLATE_PREV, DEFLATE_HEAD};
	const struct ra_engine *const engine = walk->engine;
	const ra_addr state = ra_engine_word(engine, stream + STREAM_STATE);
	struct ra_slot slot;
	uint32_t mode;

	if (state == 0 || !ra_claims_slot(walk->claims, state, &slot) || slot.start != state ||
		ra_engine_word(engine, state + STATE_STREAM) != stream) {
		return false;
	}
	claim_start(walk, node, state);
	mode = (uint32_t)ra_engine_word(engine, state + STATE_MODE);
	if (mode >= FIRST_INFLATE_MODE && mode <= LAST_INFLATE_MODE) {
		claim_start(walk, node, ra_engine_word(engine, state + INFLATE_WINDOW));
		return true;
	}
	for (size_t i = 0; i < sizeof(deflate_blocks) / sizeof(deflate_blocks[0]); i++) {
		claim_start(walk, node, ra_engine_word(engine, state + deflate_blocks[i]));
	}
	return true;
}

bool ra_walk_zlib_filter(struct ra_walk *walk, ra_node node, ra_addr data)
{
	if (data % 8 != 0 || ra_space_extent(walk->space, data, STREAM_BYTES) < STREAM_BYTES ||
		!ra_walk_zlib_stream(walk, node, data)) {
		return false;
	}
	claim_start(walk, node, data);
	claim_start(walk, node, ra_engine_word(walk->engine, data + FILTER_INPUT));
	claim_start(walk, node, ra_engine_word(walk->engine, data + FILTER_OUTPUT));
	return true;
}
