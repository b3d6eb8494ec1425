/* ext/ds: vectors, deques, maps, sets, queues, stacks and pairs.
 *
 * Structures: the headers of ext/ds 1.2 to 1.4. The zend_object stands at the start of the object's
 * memory or, since 1.4, behind the pointer to the container; both are known by where it stands. A
 * container is believed when its counts fit the slots that it points to. */
#include "walk/engine/walk_values.h"
#include "walk/extensions/extensions.h"
#include "walk/extensions/walk_parts.h"

enum {
	ZVAL_BYTES = 16,
	OBJECT_BYTES = 56, /* a zend_object, with one property slot */
};

static bool is_buffer(struct ra_walk *walk, ra_addr buffer, uint64_t bytes)
{
	struct ra_slot slot;

	return buffer == 0 ? bytes == 0
					   : ra_claims_slot(walk->claims, buffer, &slot) && slot.start == buffer &&
							 bytes <= slot.bytes;
}

/* ---- vector, deque: buffer and capacity first ---- */

static bool holds_buffer(struct ra_walk *walk, ra_addr at, unsigned size_at)
{
	const uint64_t capacity = ra_engine_word(walk->engine, at + 8);

	return capacity < UINT32_MAX && ra_engine_word(walk->engine, at + size_at) <= capacity &&
		   is_buffer(walk, ra_engine_word(walk->engine, at), capacity * ZVAL_BYTES);
}

static bool holds_vector(struct ra_walk *walk, ra_addr at)
{
	return holds_buffer(walk, at, 16);
}

static void walk_vector_values(struct ra_walk *walk, ra_node node, ra_addr vector, ra_addr at)
{
	ra_walk_value_rows(walk, node, ra_engine_word(walk->engine, at),
		ra_engine_word(walk->engine, vector + 16), ZVAL_BYTES, 0, "value");
}

static const struct ra_part vector_parts[] = {
	{.at = 0, .kind = RA_PART_CALL, .walk = walk_vector_values},
};
static const struct ra_shape vector = {
	.bytes = 24, .count = 1, .parts = vector_parts, .holds = holds_vector};

static bool holds_deque(struct ra_walk *walk, ra_addr at)
{
	const uint64_t capacity = ra_engine_word(walk->engine, at + 8);

	return holds_buffer(walk, at, 32) && ra_engine_word(walk->engine, at + 16) <= capacity;
}

/* A ring: the values in use may go round its end. */
static void walk_deque_values(struct ra_walk *walk, ra_node node, ra_addr deque, ra_addr at)
{
	const struct ra_engine *const engine = walk->engine;
	const ra_addr buffer = ra_engine_word(engine, at);
	const uint64_t capacity = ra_engine_word(engine, deque + 8);
	const uint64_t head = ra_engine_word(engine, deque + 16);
	const uint64_t size = ra_engine_word(engine, deque + 32);

	if (capacity == 0 || !ra_walk_value_rows(walk, node, buffer, 0, ZVAL_BYTES, 0, "value") ||
		!ra_walk_spend(walk, size)) {
		return;
	}
	for (uint64_t i = 0; i < size; i++) {
		ra_walk_value(
			walk, node, buffer + (head + i) % capacity * ZVAL_BYTES, ra_link_field(walk, "value"));
	}
}

static const struct ra_part deque_parts[] = {
	{.at = 0, .kind = RA_PART_CALL, .walk = walk_deque_values},
};
static const struct ra_shape deque = {
	.bytes = 40, .count = 1, .parts = deque_parts, .holds = holds_deque};

/* ---- hash table: of maps and sets ---- */

enum { /* ds_htable_t */
	TABLE_BUCKETS = 0,
	TABLE_LOOKUP = 8,
	TABLE_NEXT = 16,
	TABLE_SIZE = 20,
	TABLE_CAPACITY = 24,
	BUCKET_BYTES = 32, /* key and value */
};

static uint32_t word32(struct ra_walk *walk, ra_addr at)
{
	uint32_t word = 0;

	return ra_read_u32(walk->space, at, &word) ? word : UINT32_MAX;
}

static bool holds_table(struct ra_walk *walk, ra_addr at)
{
	const uint32_t capacity = word32(walk, at + TABLE_CAPACITY);
	const uint32_t next = word32(walk, at + TABLE_NEXT);

	return next <= capacity && word32(walk, at + TABLE_SIZE) <= next &&
		   is_buffer(walk, ra_engine_word(walk->engine, at + TABLE_BUCKETS),
			   (uint64_t)capacity * BUCKET_BYTES) &&
		   is_buffer(walk, ra_engine_word(walk->engine, at + TABLE_LOOKUP), (uint64_t)capacity * 4);
}

static void walk_buckets(struct ra_walk *walk, ra_node node, ra_addr table, ra_addr at)
{
	const ra_addr buckets = ra_engine_word(walk->engine, at);
	const uint32_t used = word32(walk, table + TABLE_NEXT);

	if (!ra_walk_value_rows(walk, node, buckets, used, BUCKET_BYTES, 0, "key")) {
		return;
	}
	for (uint32_t i = 0; i < used; i++) { /* of deleted ones both are undefined */
		ra_walk_value(walk, node, buckets + (uint64_t)i * BUCKET_BYTES + ZVAL_BYTES,
			ra_link_field(walk, "value"));
	}
}

static const struct ra_part table_parts[] = {
	{.at = TABLE_BUCKETS, .kind = RA_PART_CALL, .walk = walk_buckets},
	{.at = TABLE_LOOKUP, .kind = RA_PART_BLOCK},
};
static const struct ra_shape table = {
	.bytes = 32, .count = 2, .parts = table_parts, .holds = holds_table};

/* ---- what wraps one of these ---- */

static const struct ra_part on_table_parts[] = {
	{.at = 0, .kind = RA_PART_STRUCT, .shape = &table},
};
static const struct ra_shape on_table = RA_SHAPE(8, on_table_parts); /* ds_map_t, ds_set_t */

static const struct ra_part on_vector_parts[] = {
	{.at = 0, .kind = RA_PART_STRUCT, .shape = &vector},
};
static const struct ra_shape on_vector = RA_SHAPE(8, on_vector_parts); /* ds_stack_t */

static const struct ra_part on_deque_parts[] = {
	{.at = 0, .kind = RA_PART_STRUCT, .shape = &deque},
};
static const struct ra_shape on_deque = RA_SHAPE(8, on_deque_parts); /* ds_queue_t */

static const struct ra_part pair_parts[] = {
	{.at = 0, .kind = RA_PART_VALUE, .name = "key"},
	{.at = ZVAL_BYTES, .kind = RA_PART_VALUE, .name = "value"},
};
static const struct ra_shape pair = RA_SHAPE(32, pair_parts);

/* ---- priority queue ---- */

enum { /* ds_priority_queue_t; its nodes: a value, and a priority that is a number or a zval */
	QUEUE_CAPACITY = 8,
	QUEUE_SIZE = 12,
	NUMBER_NODE = 24,
	ZVAL_NODE = 32,
};

/* The slot tells how large a node is: it is the smallest that holds the capacity. */
static uint32_t node_bytes(struct ra_walk *walk, ra_addr queue)
{
	const uint64_t capacity = word32(walk, queue + QUEUE_CAPACITY);
	struct ra_slot slot;

	if (!ra_claims_slot(walk->claims, ra_engine_word(walk->engine, queue), &slot)) {
		return ZVAL_NODE;
	}
	return slot.bytes >= capacity * ZVAL_NODE ? ZVAL_NODE : NUMBER_NODE;
}

static bool holds_queue(struct ra_walk *walk, ra_addr at)
{
	const uint32_t capacity = word32(walk, at + QUEUE_CAPACITY);

	return word32(walk, at + QUEUE_SIZE) <= capacity &&
		   is_buffer(walk, ra_engine_word(walk->engine, at), (uint64_t)capacity * NUMBER_NODE);
}

static void walk_nodes(struct ra_walk *walk, ra_node node, ra_addr queue, ra_addr at)
{
	const ra_addr nodes = ra_engine_word(walk->engine, at);
	const uint32_t size = word32(walk, queue + QUEUE_SIZE);
	const uint32_t bytes = node_bytes(walk, queue);

	if (ra_walk_value_rows(walk, node, nodes, size, bytes, 0, "value") && bytes == ZVAL_NODE) {
		for (uint32_t i = 0; i < size; i++) {
			ra_walk_value(walk, node, nodes + (uint64_t)i * bytes + ZVAL_BYTES,
				ra_link_field(walk, "priority"));
		}
	}
}

static const struct ra_part queue_parts[] = {
	{.at = 0, .kind = RA_PART_CALL, .walk = walk_nodes},
};
static const struct ra_shape queue = {
	.bytes = 24, .count = 1, .parts = queue_parts, .holds = holds_queue};

/* ---- the objects ---- */

static void walk_container(
	struct ra_walk *walk, const struct ra_object_view *object, const struct ra_shape *container)
{
	const ra_addr field = object->at > object->start ? object->start : object->at + OBJECT_BYTES;
	const ra_addr at = ra_engine_word(walk->engine, field);

	if (at != 0 && !ra_walk_structure(walk, object->node, at, container)) {
		ra_walk_refuse(walk, RA_REFUSED_STATE);
	}
}

#define CONTAINER(name, shape)                                                                     \
	static void walk_##name(struct ra_walk *walk, const struct ra_object_view *object)             \
	{                                                                                              \
		walk_container(walk, object, &(shape));                                                    \
	}

CONTAINER(vector, vector)
CONTAINER(deque, deque)
CONTAINER(map, on_table)
CONTAINER(stack, on_vector)
CONTAINER(queue, on_deque)
CONTAINER(priority_queue, queue)
CONTAINER(pair, pair)

const struct ra_special ra_specials_ds[] = {
	{.class_name = "Ds\\Vector", .walk = walk_vector},
	{.class_name = "Ds\\Deque", .walk = walk_deque},
	{.class_name = "Ds\\Map", .walk = walk_map},
	{.class_name = "Ds\\Set", .walk = walk_map},
	{.class_name = "Ds\\Stack", .walk = walk_stack},
	{.class_name = "Ds\\Queue", .walk = walk_queue},
	{.class_name = "Ds\\PriorityQueue", .walk = walk_priority_queue},
	{.class_name = "Ds\\Pair", .walk = walk_pair},
	{.class_name = NULL},
};
