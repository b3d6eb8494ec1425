/* Streams: php_stream with its buffers, filters, context, and the private data of the stream's
 * kind.
 *
 * The kind is told by the table of operations, which lies in read-only data that a dump rarely
 * holds. So the private data is recognised by what it refers to, and by its size:
 *
 *     temp       begins with another stream that names this one as its enclosing stream
 *     user       a wrapper and the object that implements the stream
 *     memory     a string (since 8.1), or a block of bytes with a size that fits it
 *     stdio      a structure of its own size: file descriptor, name of a temporary file
 *
 * Anything else (sockets, directories, extensions' streams) is claimed as one block. */
#include "walk/engine/walk_values.h"
#include "walk/extensions/extensions.h"

#define RESOURCE_BYTES     32u
#define FILE_GLOBALS_BYTES 96u /* the context stands in them, or in the first of them */
#define MAX_FILTERS        256u
#define MAX_BUCKETS        65536u

enum { /* php_stream_notifier: two functions before the callback, in all versions */
	NOTIFIER_VALUE = 16,
};

enum { /* php_stream_bucket: the same in all versions */
	BUCKET_NEXT = 0,
	BUCKET_BUFFER = 24,
};

static void claim_slot(struct ra_walk *walk, ra_node node, ra_addr block, enum ra_location location)
{
	if (block != 0) {
		ra_walk_claim_slot(walk, node, block, location);
	}
}

/* ---- private data ---- */

static bool walk_temp_data(struct ra_walk *walk, ra_node node, ra_addr stream, ra_addr data)
{
	const struct ra_engine *const engine = walk->engine;
	const ra_addr inner = ra_engine_u64(engine, data, RA_php_stream_temp_data_innerstream);

	if (inner == 0 || inner % 8 != 0 || ra_space_extent(walk->space, inner, 8) < 8 ||
		ra_engine_u64(engine, inner, RA_php_stream_enclosing_stream) != stream) {
		return false;
	}
	claim_slot(walk, node, data, RA_LOC_STREAM);
	ra_walk_owned_stream(walk, node, inner, ra_link_field(walk, "innerstream"));
	ra_walk_value(walk, node, ra_engine_at(engine, data, RA_php_stream_temp_data_meta),
		ra_link_field(walk, "meta"));
	claim_slot(
		walk, node, ra_engine_u64(engine, data, RA_php_stream_temp_data_tmpdir), RA_LOC_STREAM);
	return true;
}

/* What stream_wrapper_register() made. */
static void walk_user_wrapper(struct ra_walk *walk, ra_node node, ra_addr wrapper)
{
	bool fresh = false;
	ra_node block;

	if (wrapper == 0) {
		return;
	}
	block = ra_walk_block(walk, node, wrapper,
		ra_sizeof(walk->layout, RA_STRUCT_php_user_stream_wrapper), RA_NODE_BUFFER, RA_LOC_STREAM,
		ra_link_field(walk, "wrapper"), &fresh);
	if (block != RA_NO_NODE && fresh) {
		claim_slot(walk, block,
			ra_engine_u64(walk->engine, wrapper, RA_php_user_stream_wrapper_protoname),
			RA_LOC_STREAM);
		claim_slot(walk, block,
			ra_engine_u64(walk->engine, wrapper, RA_php_user_stream_wrapper_classname),
			RA_LOC_STREAM);
	}
}

static bool walk_user_data(struct ra_walk *walk, ra_node node, ra_addr data, uint64_t slot_bytes)
{
	const struct ra_engine *const engine = walk->engine;
	const ra_addr at = ra_engine_at(engine, data, RA_php_userstream_data_t_object);
	struct ra_object object;
	struct ra_value value;

	if (slot_bytes != ra_sizeof(walk->layout, RA_STRUCT_php_userstream_data_t) ||
		!ra_engine_value(engine, at, &value) || value.type != RA_TYPE_OBJECT ||
		!ra_engine_object(engine, value.payload, &object)) {
		return false;
	}
	claim_slot(walk, node, data, RA_LOC_STREAM);
	ra_walk_value(walk, node, at, ra_link_field(walk, "object"));
	walk_user_wrapper(walk, node, ra_engine_u64(engine, data, RA_php_userstream_data_t_wrapper));
	return true;
}

static bool walk_memory_data(struct ra_walk *walk, ra_node node, ra_addr data, uint64_t slot_bytes)
{
	const struct ra_engine *const engine = walk->engine;
	const ra_addr text = ra_engine_u64(engine, data, RA_php_stream_memory_data_data);
	const ra_addr length_field = ra_engine_at(engine, data, RA_php_stream_memory_data_fsize);
	struct ra_string string;
	struct ra_slot slot;

	if (slot_bytes != ra_sizeof(walk->layout, RA_STRUCT_php_stream_memory_data)) {
		return false;
	}
	if (length_field == 0) { /* 8.1: a zend_string */
		if (text == 0 || ra_space_extent(walk->space, text, 24) < 24 ||
			!ra_engine_string(engine, text, &string)) {
			return false;
		}
		claim_slot(walk, node, data, RA_LOC_STREAM);
		ra_walk_string(walk, node, text, ra_link_field(walk, "data"));
		return true;
	}
	if (text != 0 && (!ra_claims_slot(walk->claims, text, &slot) || slot.start != text ||
						 ra_engine_word(engine, length_field) > slot.bytes)) {
		return false;
	}
	claim_slot(walk, node, data, RA_LOC_STREAM);
	if (text != 0) {
		ra_walk_data(walk, node, text, ra_link_field(walk, "data"));
	}
	return true;
}

static bool walk_stdio_data(struct ra_walk *walk, ra_node node, ra_addr data, uint64_t slot_bytes)
{
	const ra_addr name = ra_engine_u64(walk->engine, data, RA_php_stdio_stream_data_temp_name);

	if (slot_bytes != ra_sizeof(walk->layout, RA_STRUCT_php_stdio_stream_data)) {
		return false;
	}
	claim_slot(walk, node, data, RA_LOC_STREAM);
	if (name != 0) {
		ra_walk_string(walk, node, name, ra_link_field(walk, "temp_name"));
	}
	return true;
}

static void walk_private_data(struct ra_walk *walk, ra_node node, ra_addr stream)
{
	const ra_addr data = ra_engine_u64(walk->engine, stream, RA_php_stream_abstract);
	struct ra_slot slot;

	if (data == 0 || !ra_claims_slot(walk->claims, data, &slot) || slot.start != data) {
		return; /* persistent streams keep it outside the heap */
	}
	if (!walk_temp_data(walk, node, stream, data) &&
		!walk_user_data(walk, node, data, slot.bytes) &&
		!walk_memory_data(walk, node, data, slot.bytes) &&
		!walk_stdio_data(walk, node, data, slot.bytes)) {
		claim_slot(walk, node, data, RA_LOC_STREAM);
	}
}

/* ---- filters ---- */

static void walk_brigade(struct ra_walk *walk, ra_node node, ra_addr bucket)
{
	for (uint32_t i = 0; bucket != 0 && i < MAX_BUCKETS; i++) {
		if (!ra_walk_claim_slot(walk, node, bucket, RA_LOC_STREAM)) {
			return;
		}
		claim_slot(walk, node, ra_engine_word(walk->engine, bucket + BUCKET_BUFFER), RA_LOC_BUFFER);
		bucket = ra_engine_word(walk->engine, bucket + BUCKET_NEXT);
	}
}

/* An object, or a pointer that the filter's kind explains: most filters store it without a type. */
static void walk_filter_data(struct ra_walk *walk, ra_node node, ra_addr filter)
{
	const ra_addr at = ra_engine_at(walk->engine, filter, RA_php_stream_filter_abstract);
	struct ra_value value;
	struct ra_slot slot;

	if (!ra_engine_value(walk->engine, at, &value) || value.payload == 0 ||
		ra_walk_zlib_filter(walk, node, value.payload)) {
		return;
	}
	if (value.type == RA_TYPE_OBJECT) {
		ra_walk_value(walk, node, at, ra_link_field(walk, "filter"));
	} else if (ra_claims_slot(walk->claims, value.payload, &slot) && slot.start == value.payload) {
		claim_slot(walk, node, value.payload, RA_LOC_STREAM);
	}
}

static void walk_filters(struct ra_walk *walk, ra_node node, ra_addr chain)
{
	const struct ra_engine *const engine = walk->engine;
	ra_addr filter = ra_engine_u64(engine, chain, RA_php_stream_filter_chain_head);
	ra_addr resource;

	for (uint32_t i = 0; filter != 0 && i < MAX_FILTERS; i++) {
		if (!ra_walk_claim(walk, node, filter, ra_sizeof(walk->layout, RA_STRUCT_php_stream_filter),
				RA_LOC_STREAM)) {
			return;
		}
		walk_filter_data(walk, node, filter);
		walk_brigade(walk, node,
			ra_engine_word(engine, ra_engine_at(engine, filter, RA_php_stream_filter_buffer)));
		resource = ra_engine_u64(engine, filter, RA_php_stream_filter_res);
		if (resource != 0) {
			ra_walk_resource(walk, node, resource, ra_link_field(walk, "filter"));
		}
		filter = ra_engine_u64(engine, filter, RA_php_stream_filter_next);
	}
}

/* ---- the stream ---- */

static void walk_context(struct ra_walk *walk, ra_node node, ra_addr context)
{
	const ra_addr notifier = ra_engine_u64(walk->engine, context, RA_php_stream_context_notifier);
	struct ra_slot slot;

	ra_walk_claim(
		walk, node, context, ra_sizeof(walk->layout, RA_STRUCT_php_stream_context), RA_LOC_STREAM);
	ra_walk_value(walk, node, ra_engine_at(walk->engine, context, RA_php_stream_context_options),
		ra_link_field(walk, "options"));
	if (notifier != 0 && ra_claims_slot(walk->claims, notifier, &slot) && slot.start == notifier) {
		claim_slot(walk, node, notifier, RA_LOC_STREAM);
		ra_walk_value(walk, node, notifier + NOTIFIER_VALUE, ra_link_field(walk, "notification"));
	}
}

ra_node ra_walk_stream(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link)
{
	const struct ra_engine *const engine = walk->engine;
	bool fresh = false;
	ra_addr buffer, context;
	ra_node node;

	if (at == 0 || at % 8 != 0 ||
		ra_space_extent(walk->space, at, 64) < 64) { /* not there: nothing to say */
		return RA_NO_NODE;
	}
	node = ra_walk_block(walk, from, at, ra_sizeof(walk->layout, RA_STRUCT_php_stream),
		RA_NODE_STREAM, RA_LOC_STREAM, link, &fresh);
	if (node == RA_NO_NODE || !fresh) {
		return node;
	}
	walk_private_data(walk, node, at);
	claim_slot(walk, node, ra_engine_u64(engine, at, RA_php_stream_orig_path), RA_LOC_STREAM);
	buffer = ra_engine_u64(engine, at, RA_php_stream_readbuf);
	if (buffer != 0) {
		ra_walk_data(walk, node, buffer, ra_link_field(walk, "readbuf"));
	}
	ra_walk_value(walk, node, ra_engine_at(engine, at, RA_php_stream_wrapperdata),
		ra_link_field(walk, "wrapperdata"));
	context = ra_engine_u64(engine, at, RA_php_stream_ctx);
	if (context != 0) {
		ra_walk_resource(walk, node, context, ra_link_field(walk, "ctx"));
	}
	walk_filters(walk, node, ra_engine_at(engine, at, RA_php_stream_readfilters));
	walk_filters(walk, node, ra_engine_at(engine, at, RA_php_stream_writefilters));
	return node;
}

void ra_walk_owned_stream(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link)
{
	const ra_addr resource = at % 8 == 0 && ra_space_extent(walk->space, at, 64) == 64
								 ? ra_engine_u64(walk->engine, at, RA_php_stream_res)
								 : 0;

	if (resource == 0 || ra_walk_resource(walk, from, resource, link) == RA_NO_NODE) {
		ra_walk_stream(walk, from, at, link);
	}
}

/* A php_stream points back to its resource, and so does a stream context. */
void ra_walk_expand_resource(struct ra_walk *walk, ra_node node)
{
	const struct ra_engine *const engine = walk->engine;
	const ra_addr at = ra_node_address(walk->graph, node);
	const ra_addr pointer = ra_engine_u64(engine, at, RA_zend_resource_ptr);

	if (pointer == 0 || pointer % 8 != 0 || ra_space_extent(walk->space, pointer, 32) < 32) {
		return;
	}
	if (ra_space_extent(walk->space, pointer, 208) == 208 &&
		ra_engine_u64(engine, pointer, RA_php_stream_res) == at) {
		ra_walk_stream(walk, node, pointer, ra_link_field(walk, "stream"));
	} else if (ra_engine_u64(engine, pointer, RA_php_stream_context_res) == at) {
		walk_context(walk, node, pointer);
	}
}

/* php_file_globals holds a context and refers to nothing that looks like one besides. */
static bool is_context(struct ra_walk *walk, ra_addr at, ra_addr *resource)
{
	const uint32_t bytes = ra_sizeof(walk->layout, RA_STRUCT_php_stream_context);

	if (at == 0 || at % 8 != 0 || ra_space_extent(walk->space, at, bytes) < bytes) {
		return false;
	}
	*resource = ra_engine_u64(walk->engine, at, RA_php_stream_context_res);
	return *resource != 0 && *resource % 8 == 0 &&
		   ra_space_extent(walk->space, *resource, RESOURCE_BYTES) == RESOURCE_BYTES &&
		   ra_engine_u64(walk->engine, *resource, RA_zend_resource_ptr) == at;
}

void ra_root_default_context(struct ra_walk *walk, ra_node root)
{
	const ra_addr globals = walk->layout->file_globals;
	uint8_t bytes[FILE_GLOBALS_BYTES];
	ra_addr resource;

	if (globals == 0 || !ra_has(walk->layout, RA_php_stream_context_res) ||
		ra_space_extent(walk->space, globals, sizeof(bytes)) < sizeof(bytes) ||
		!ra_space_read(walk->space, globals, bytes, sizeof(bytes))) {
		return;
	}
	for (size_t i = 0; i < sizeof(bytes); i += 8) {
		if (is_context(walk, ra_le64(bytes + i), &resource)) {
			ra_walk_resource(walk, root, resource, ra_link_field(walk, "default stream context"));
			return;
		}
	}
}
