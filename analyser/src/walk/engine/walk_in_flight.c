/* Values in flight: those of the opline under way, which no table of the compiler tells.
 *
 * A temporary is alive by its live range from the opline after the one that made it to the one that
 * uses it. So while an opline runs, its operands are in no range, and neither is its result:
 *
 *     V3 = array_map(...)       a callback runs: the frame's V3 holds what is mapped so far
 *     ASSIGN $rows, V3          V3 is used; releases that report the memory limit late do it here
 *
 * What an internal function returns is written to the caller's slot from the start, and that is
 * null before: such a slot is walked. Any other slot may hold a leftover, so it is kept until the
 * exact walk has ended: it is alive when what it points to has more references than were found. */
#include "walk/engine/walk_in_flight.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "walk/engine/walk_values.h"

enum { /* opcodes have kept their numbers since 7.0 */
	OPCODE_ROPE_INIT = 54,
	OPCODE_ROPE_ADD = 55,
	OPCODE_ROPE_END = 56,
	OPCODE_INIT_FCALL_BY_NAME = 59,
	OPCODE_INIT_FCALL = 61,
	OPCODE_INIT_NS_FCALL_BY_NAME = 69,
	OPCODE_INIT_METHOD_CALL = 112,
	OPCODE_INIT_STATIC_METHOD_CALL = 113,
	OPCODE_OP_DATA = 137,
	OPCODE_FRAMELESS_FIRST = 204, /* calls without a frame of their own, since 8.4 */
	OPCODE_FRAMELESS_LAST = 207
};

enum { /* types of operands */
	OPERAND_CONSTANT = 1,
	OPERAND_TEMPORARY = 2,
	OPERAND_VARIABLE = 4,
	RESULT_UNUSED = 32 /* up to 7.2 a flag */
};

enum {
	SLOT_BYTES = 16,
	NAME_ROOM = 512,
	SEARCHED = 4096 /* oplines, for the one that made a value */
};

struct in_flight {
	ra_node frame;
	ra_addr slot;
	struct ra_link link;
};

struct ra_in_flight { /* slots that may be alive, and results that are */
	struct in_flight *items;
	uint32_t count;
	uint32_t capacity;
};

static uint8_t opcode_at(const struct ra_walk *walk, ra_addr opline)
{
	return ra_engine_u8(walk->engine, opline, RA_zend_op_opcode);
}

static bool is_temporary(uint8_t type)
{
	return (type & (OPERAND_TEMPORARY | OPERAND_VARIABLE)) && !(type & RESULT_UNUSED);
}

static bool is_frameless(uint8_t opcode)
{
	return opcode >= OPCODE_FRAMELESS_FIRST && opcode <= OPCODE_FRAMELESS_LAST;
}

static bool is_call(uint8_t opcode)
{
	return ra_opcode_role(opcode) == RA_OPCODE_CALL || is_frameless(opcode);
}

static uint32_t opline_bytes(const struct ra_walk *walk)
{
	return ra_sizeof(walk->layout, RA_STRUCT_zend_op);
}

static ra_addr opcodes_of(const struct ra_walk *walk, const struct ra_frame *frame)
{
	return ra_engine_u64(walk->engine, frame->function, RA_zend_op_array_opcodes);
}

/* ---- who made it ---- */

/* A constant operand lies at an offset from the opline since 7.3, before from the literals: the one
 * that leads to a literal. 0: neither does. */
static ra_addr literal_at(
	const struct ra_walk *walk, const struct ra_frame *frame, ra_addr opline, uint32_t operand)
{
	const struct ra_engine *const engine = walk->engine;
	const ra_addr literals = ra_engine_u64(engine, frame->function, RA_zend_op_array_literals);
	const uint64_t bytes =
		(uint64_t)ra_engine_u32(engine, frame->function, RA_zend_op_array_last_literal) *
		SLOT_BYTES;
	const ra_addr places[] = {opline + (uint64_t)(int64_t)(int32_t)operand, literals + operand};

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		if (literals != 0 && places[i] - literals < bytes &&
			(places[i] - literals) % SLOT_BYTES == 0) {
			return places[i];
		}
	}
	return 0;
}

/* Appends a constant string operand. False: it is none. */
static bool add_literal(struct ra_walk *walk, const struct ra_frame *frame, ra_addr opline,
	enum ra_field operand, enum ra_field type, char *text, size_t room)
{
	const size_t used = strlen(text);
	const ra_addr literal =
		literal_at(walk, frame, opline, ra_engine_u32(walk->engine, opline, operand));
	struct ra_value value;
	struct ra_string string;
	size_t length;

	if (ra_engine_u8(walk->engine, opline, type) != OPERAND_CONSTANT || literal == 0 ||
		!ra_engine_value(walk->engine, literal, &value) || value.type != RA_TYPE_STRING ||
		!ra_engine_string(walk->engine, value.payload, &string)) {
		return false;
	}
	length = string.length < room - used - 1 ? (size_t)string.length : room - used - 1;
	if (!ra_space_read(walk->space, string.text, text + used, length)) {
		return false;
	}
	text[used + length] = '\0';
	return true;
}

/* The function that an opline which begins a call names: "explode", "fetchAll" (of a method whose
 * class the code does not tell), "Foo::bar". False: none. */
static bool called_name(
	struct ra_walk *walk, const struct ra_frame *frame, ra_addr opline, char *text, size_t room)
{
	text[0] = '\0';
	switch (opcode_at(walk, opline)) {
	case OPCODE_INIT_FCALL:
	case OPCODE_INIT_FCALL_BY_NAME:
	case OPCODE_INIT_NS_FCALL_BY_NAME:
		return add_literal(walk, frame, opline, RA_zend_op_op2, RA_zend_op_op2_type, text, room);
	case OPCODE_INIT_STATIC_METHOD_CALL:
		if (!add_literal(walk, frame, opline, RA_zend_op_op1, RA_zend_op_op1_type, text, room)) {
			return false;
		}
		strncat(text, "::", room - strlen(text) - 1);
		return add_literal(walk, frame, opline, RA_zend_op_op2, RA_zend_op_op2_type, text, room);
	case OPCODE_INIT_METHOD_CALL:
		strncat(text, "->", room - 1);
		return add_literal(walk, frame, opline, RA_zend_op_op2, RA_zend_op_op2_type, text, room);
	default:
		return false;
	}
}

/* The opline that begins the call which `call` makes: 0 when there is none before it. */
static ra_addr start_of_call(struct ra_walk *walk, ra_addr first, ra_addr call)
{
	uint32_t depth = 0;

	for (ra_addr at = call; at > first && call - at < (uint64_t)SEARCHED * opline_bytes(walk);) {
		at -= opline_bytes(walk);
		switch (ra_opcode_role(opcode_at(walk, at))) {
		case RA_OPCODE_CALL:
			depth++;
			break;
		case RA_OPCODE_START:
			if (depth == 0) {
				return at;
			}
			depth--;
			break;
		default:
			break;
		}
	}
	return 0;
}

/* The last part of a name, behind "->", "::" and namespaces. */
static const char *last_part(const char *name)
{
	const char *last = name;

	for (const char *at = name; *at; at++) {
		if (*at == '\\' || *at == ':' || *at == '>') {
			last = at + 1;
		}
	}
	return last;
}

/* The frame of a function that has returned stays behind the running one until another call takes
 * its place. It knows the class of a method. */
static ra_name name_in_left_frame(
	struct ra_walk *walk, const struct ra_frame *frame, const char *called)
{
	struct ra_frame left;
	ra_name name;

	if (!ra_frame_left(walk, frame, &left)) {
		return 0;
	}
	name = ra_frame_name(walk, &left);
	return strcasecmp(last_part(ra_graph_name(walk->graph, name, NULL)), last_part(called)) == 0
			   ? name
			   : 0;
}

static ra_name phrase_of(struct ra_walk *walk, const char *phrase, const char *function)
{
	char text[NAME_ROOM + 32];

	snprintf(text, sizeof(text), "%s %s()", phrase, function);
	return ra_graph_intern(walk->graph, text, strlen(text));
}

ra_name ra_walk_result_name(struct ra_walk *walk, const char *phrase, ra_name function)
{
	return phrase_of(walk, phrase, ra_graph_name(walk->graph, function, NULL));
}

static struct ra_link result_link(struct ra_walk *walk, const char *function)
{
	return ra_link(RA_LINK_RESULT, phrase_of(walk, "result of", function));
}

/* The link for what the opline left in the slot; `fallback` when it made no call. */
static struct ra_link link_of_maker(struct ra_walk *walk, const struct ra_frame *frame,
	ra_addr maker, bool is_last, struct ra_link fallback)
{
	const ra_addr first = opcodes_of(walk, frame);
	const ra_addr start = start_of_call(walk, first, maker);
	char called[NAME_ROOM];
	ra_name name = 0;

	if (start == 0 || !called_name(walk, frame, start, called, sizeof(called))) {
		return fallback;
	}
	if (is_last) {
		name = name_in_left_frame(walk, frame, called);
	}
	return result_link(walk, name ? ra_graph_name(walk->graph, name, NULL) : called);
}

struct ra_link ra_walk_temporary_link(
	struct ra_walk *walk, const struct ra_frame *frame, uint32_t number)
{
	const struct ra_engine *const engine = walk->engine;
	const struct ra_link plain = ra_link(RA_LINK_TEMPORARY, number);
	const ra_addr first = opcodes_of(walk, frame);
	const uint32_t var =
		(uint32_t)(ra_frame_slot(walk, frame, number) - frame->at); /* as oplines name it */
	ra_addr at = ra_frame_opline(walk, frame);
	bool is_last = true;

	if (!ra_frame_has_opline(walk, frame, at) || !ra_walk_spend(walk, SEARCHED / 64)) {
		return plain;
	}
	for (uint32_t n = 0; at > first && n < SEARCHED; n++) {
		at -= opline_bytes(walk);
		if (is_temporary(ra_engine_u8(engine, at, RA_zend_op_result_type)) &&
			ra_engine_u32(engine, at, RA_zend_op_result) == var) {
			return ra_opcode_role(opcode_at(walk, at)) == RA_OPCODE_CALL
					   ? link_of_maker(walk, frame, at, is_last, plain)
					   : plain;
		}
		is_last = is_last && ra_opcode_role(opcode_at(walk, at)) != RA_OPCODE_CALL;
	}
	return plain;
}

/* ---- ropes ---- */

/* Strings being put together lie as bare pointers in the slots from `var` on: how many there are
 * tells the opline that added the last one. */
void ra_walk_rope(struct ra_walk *walk, ra_node node, const struct ra_frame *frame, uint32_t var)
{
	const struct ra_engine *const engine = walk->engine;
	const ra_addr first = opcodes_of(walk, frame);
	const struct ra_link link =
		ra_link(RA_LINK_RESULT, ra_graph_intern(walk->graph, "string being built", 18));
	ra_addr at = ra_frame_opline(walk, frame);
	uint32_t count = 0;

	for (uint32_t n = 0; at > first && n < SEARCHED && count == 0; n++) {
		at -= opline_bytes(walk);
		if (opcode_at(walk, at) == OPCODE_ROPE_ADD &&
			ra_engine_u32(engine, at, RA_zend_op_op1) == var) {
			count = ra_engine_u32(engine, at, RA_zend_op_extended_value) + 1;
		} else if (opcode_at(walk, at) == OPCODE_ROPE_INIT &&
				   ra_engine_u32(engine, at, RA_zend_op_result) == var) {
			count = 1;
		}
	}
	if (count > RA_SMALL_LIST || !ra_walk_spend(walk, count)) {
		return;
	}
	for (uint32_t i = 0; i < count; i++) {
		const ra_addr string = ra_engine_word(engine, frame->at + var + (uint64_t)i * 8);
		struct ra_string header;

		if (string != 0 && ra_engine_string(engine, string, &header) && !header.interned) {
			ra_walk_string(walk, node, string, link);
		}
	}
}

/* ---- the opline under way ---- */

static void add_candidate(struct ra_walk *walk, ra_node frame, ra_addr slot, struct ra_link link)
{
	struct ra_in_flight *const list = walk->in_flight;

	if (list->count == list->capacity) {
		const uint32_t capacity = list->capacity ? list->capacity * 2 : 64;
		struct in_flight *const larger =
			reallocarray(list->items, (size_t)capacity, sizeof(*list->items));

		if (!larger) {
			walk->no_memory = true;
			return;
		}
		list->items = larger;
		list->capacity = capacity;
	}
	list->items[list->count++] = (struct in_flight){frame, slot, link};
}

/* The number of the temporary that an operand names. False: it is none of the frame's. */
static bool temporary_number(const struct ra_walk *walk, const struct ra_frame *frame,
	ra_addr opline, enum ra_field operand, enum ra_field type, uint32_t *number)
{
	const uint32_t var = ra_engine_u32(walk->engine, opline, operand);
	const uint32_t first = ra_flag(walk->layout, RA_CONST_ZEND_CALL_FRAME_SLOT);

	if (!is_temporary(ra_engine_u8(walk->engine, opline, type)) || var % SLOT_BYTES != 0 ||
		var / SLOT_BYTES < first + frame->variables) {
		return false;
	}
	*number = var / SLOT_BYTES - first;
	return *number < frame->variables + frame->temporaries;
}

static void add_operand(struct ra_walk *walk, ra_node node, const struct ra_frame *frame,
	ra_addr opline, enum ra_field operand, enum ra_field type)
{
	uint32_t number;

	if (temporary_number(walk, frame, opline, operand, type, &number)) {
		add_candidate(walk, node, ra_frame_slot(walk, frame, number),
			ra_walk_temporary_link(walk, frame, number));
	}
}

static struct ra_link callee_link(
	struct ra_walk *walk, const struct ra_frame *frame, const struct ra_frame *callee, ra_addr now)
{
	return callee ? result_link(walk, ra_graph_name(walk->graph, ra_frame_name(walk, callee), NULL))
				  : link_of_maker(walk, frame, now, true,
						result_link(walk,
							is_frameless(opcode_at(walk, now)) ? "internal function" : "call"));
}

/* The result of the opline itself: certain only where an internal function is being called, which
 * finds null there. */
static void walk_result(struct ra_walk *walk, ra_node node, const struct ra_frame *frame,
	const struct ra_frame *callee, ra_addr now)
{
	const uint8_t opcode = opcode_at(walk, now);
	uint32_t number;
	struct ra_link link;

	if ((callee && callee->user) || !is_call(opcode) ||
		!temporary_number(walk, frame, now, RA_zend_op_result, RA_zend_op_result_type, &number)) {
		return;
	}
	link = callee_link(walk, frame, callee, now);
	if (callee && !is_frameless(opcode)) {
		ra_walk_value(walk, node, ra_frame_slot(walk, frame, number), link);
	}
	add_candidate(walk, node, ra_frame_slot(walk, frame, number), link);
}

void ra_walk_opline_values(
	struct ra_walk *walk, ra_node node, const struct ra_frame *frame, const struct ra_frame *callee)
{
	const ra_addr now = ra_frame_opline(walk, frame);
	const ra_addr next = now + opline_bytes(walk);
	uint8_t opcode;

	if (!ra_frame_has_opline(walk, frame, now)) {
		return;
	}
	opcode = opcode_at(walk, now);
	if (opcode != OPCODE_ROPE_ADD && opcode != OPCODE_ROPE_END) { /* that one is a rope's */
		add_operand(walk, node, frame, now, RA_zend_op_op1, RA_zend_op_op1_type);
	}
	add_operand(walk, node, frame, now, RA_zend_op_op2, RA_zend_op_op2_type);
	if (ra_frame_has_opline(walk, frame, next) && opcode_at(walk, next) == OPCODE_OP_DATA) {
		add_operand(walk, node, frame, next, RA_zend_op_op1, RA_zend_op_op1_type);
	}
	walk_result(walk, node, frame, callee, now);
}

/* ---- the end of the exact walk ---- */

static bool is_alive(struct ra_walk *walk, const struct ra_value *value)
{
	struct ra_slot slot;
	uint32_t refcount;
	ra_node node;

	if (!value->refcounted || value->type < RA_TYPE_STRING || value->type > RA_TYPE_REFERENCE ||
		!ra_claims_slot(walk->claims, value->payload, &slot) ||
		!ra_engine_counted(walk->engine, value->payload, value->type, &refcount) || refcount == 0) {
		return false;
	}
	node = ra_walk_known(walk, value->type, value->payload);
	if (node == RA_NO_NODE) { /* nobody knows it: then it is alive, if it is what it seems */
		return value->type == RA_TYPE_OBJECT || slot.start == value->payload;
	}
	return ra_walk_lacks_references(walk, node);
}

/* What stands behind the last element is alive by the same rule as a candidate. */
void ra_walk_unsaid_elements(struct ra_walk *walk, ra_addr at)
{
	const ra_node node = ra_walk_known(walk, RA_TYPE_ARRAY, at);
	struct ra_array array;

	if (node == RA_NO_NODE || !ra_engine_array(walk->engine, at, &array) || !array.packed ||
		array.table_bytes == 0 || !ra_walk_spend(walk, array.capacity)) {
		return;
	}
	for (uint32_t i = array.used; i < array.capacity; i++) {
		struct ra_value value;

		if (!ra_engine_value(walk->engine, array.data + (uint64_t)i * array.stride, &value) ||
			value.type == RA_TYPE_OTHER) {
			return;
		}
		if (is_alive(walk, &value)) {
			ra_walk_loaded(walk, node, &value, ra_link_index(i));
		}
	}
	ra_walk_drain(walk);
}

void ra_walk_settle_in_flight(struct ra_walk *walk)
{
	struct ra_in_flight *const list = walk->in_flight;

	for (uint32_t i = 0; i < list->count; i++) {
		const struct in_flight *const item = &list->items[i];
		struct ra_value value;

		if (!ra_engine_value(walk->engine, item->slot, &value)) {
			continue;
		}
		if (is_alive(walk, &value)) {
			ra_walk_loaded(walk, item->frame, &value, item->link);
			ra_walk_drain(walk); /* its references may be the ones that another lacks */
		}
		if (value.type == RA_TYPE_ARRAY && item->link.kind == RA_LINK_RESULT) {
			ra_walk_unsaid_elements(walk, value.payload);
		}
	}
}

bool ra_walk_in_flight_new(struct ra_walk *walk, struct ra_error *err)
{
	walk->in_flight = calloc(1, sizeof(*walk->in_flight));
	return walk->in_flight ||
		   ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for values in flight");
}

void ra_walk_in_flight_free(struct ra_walk *walk)
{
	if (walk->in_flight) {
		free(walk->in_flight->items);
		free(walk->in_flight);
		walk->in_flight = NULL;
	}
}
