/* A call frame as the dump shows it. See walk_frame.h. */
#include "walk/engine/walk_frame.h"

#include <stdio.h>
#include <string.h>

#include "walk/engine/walk_class_registry.h"

#define SLOT_BYTES    16u
#define FUNCTION_USER 2u /* zend_function.type */
#define FUNCTION_EVAL 4u
#define COUNT_LIMIT   10000000u

/* The call flags moved inside This.u1 with the versions. */
static uint32_t call_info(const struct ra_walk *walk, uint32_t type_info)
{
	const uint32_t shift = ra_const(walk->layout, RA_CONST_ZEND_CALL_INFO_SHIFT);

	if (shift != RA_ABSENT) {
		return type_info >> (shift & 31);
	}
	return ra_flag(walk->layout, RA_CONST_ZEND_CALL_CODE) == 1 ? type_info >> 24 : type_info;
}

bool ra_frame_read(struct ra_walk *walk, ra_addr at, struct ra_frame *frame)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr this_at = ra_engine_at(engine, at, RA_zend_execute_data_This);
	struct ra_value this_value;
	uint8_t type;
	uint32_t declared;

	memset(frame, 0, sizeof(*frame));
	if (at % 8 != 0 || ra_space_extent(walk->space, at, 80) < 80 ||
		!ra_engine_value(engine, this_at, &this_value)) {
		return false;
	}
	frame->at = at;
	frame->function = ra_engine_u64(engine, at, RA_zend_execute_data_func);
	frame->opline = ra_engine_u64(engine, at, RA_zend_execute_data_opline);
	frame->call_info = call_info(walk, ra_engine_u32(engine, this_at, RA_zval_u1_type_info));
	frame->arguments = this_value.extra;
	frame->has_this = this_value.type == RA_TYPE_OBJECT && this_value.payload != 0;
	if (frame->function == 0) { /* the bottom of a fiber, or a place holder of a generator */
		frame->arguments = 0;
		return true;
	}
	if (ra_space_extent(walk->space, frame->function, 64) < 64) {
		return false;
	}
	type = ra_engine_u8(engine, frame->function, RA_zend_op_array_type);
	frame->user = type == FUNCTION_USER || type == FUNCTION_EVAL;
	if (!frame->user) {
		frame->variables = frame->arguments;
		frame->temporaries = ra_engine_u32(engine, frame->function, RA_zend_internal_function_T);
		return frame->variables <= COUNT_LIMIT && frame->temporaries <= COUNT_LIMIT;
	}
	declared = ra_engine_u32(engine, frame->function, RA_zend_op_array_num_args);
	frame->variables = ra_engine_u32(engine, frame->function, RA_zend_op_array_last_var);
	frame->temporaries = ra_engine_u32(engine, frame->function, RA_zend_op_array_T);
	frame->extra = frame->arguments > declared ? frame->arguments - declared : 0;
	return frame->variables <= COUNT_LIMIT && frame->temporaries <= COUNT_LIMIT &&
		   frame->extra <= COUNT_LIMIT;
}

ra_addr ra_frame_slot(const struct ra_walk *walk, const struct ra_frame *frame, uint32_t slot)
{
	return frame->at +
		   (uint64_t)(ra_flag(walk->layout, RA_CONST_ZEND_CALL_FRAME_SLOT) + slot) * SLOT_BYTES;
}

uint64_t ra_frame_bytes(const struct ra_walk *walk, const struct ra_frame *frame)
{
	return ra_frame_slot(walk, frame, frame->variables + frame->temporaries + frame->extra) -
		   frame->at;
}

/* ---- names and places ---- */

static const char *text_of(struct ra_walk *walk, ra_name name)
{
	return ra_graph_name(walk->graph, name, NULL);
}

static ra_name code_name(struct ra_walk *walk, const struct ra_frame *frame)
{
	const uint8_t type = ra_engine_u8(walk->engine, frame->function, RA_zend_op_array_type);
	const char *name = frame->call_info & ra_flag(walk->layout, RA_CONST_ZEND_CALL_TOP) ? "<main>"
					   : type == FUNCTION_EVAL                                          ? "<eval>"
											   : "<include>";

	return ra_graph_intern(walk->graph, name, strlen(name));
}

ra_name ra_frame_name(struct ra_walk *walk, const struct ra_frame *frame)
{
	const struct ra_engine *engine = walk->engine;
	const ra_addr function = frame->function;
	const ra_addr scope = ra_engine_u64(engine, function, RA_zend_op_array_scope);
	const ra_addr name_at = ra_engine_u64(engine, function, RA_zend_op_array_function_name);
	const bool closure = frame->user && ra_engine_u32(engine, function, RA_zend_op_array_fn_flags) &
											ra_flag(walk->layout, RA_CONST_ZEND_ACC_CLOSURE);
	char text[4096];
	const char *class_text = "";
	int length;

	if (name_at == 0) { /* internal and nameless: the bottom of a fiber's stack */
		return frame->user ? code_name(walk, frame) : ra_graph_intern(walk->graph, "<fiber>", 7);
	}
	if (closure) {
		length = snprintf(text, sizeof(text), "{closure}(%s:%u-%u)",
			text_of(walk,
				ra_walk_name(walk, ra_engine_u64(engine, function, RA_zend_op_array_filename))),
			ra_engine_u32(engine, function, RA_zend_op_array_line_start),
			ra_engine_u32(engine, function, RA_zend_op_array_line_end));
	} else {
		if (scope != 0) {
			const uint32_t index = ra_walk_class_index(walk, scope);

			class_text = index == RA_NO_CLASS ? "<unknown>"
											  : text_of(walk, walk->graph->classes[index].name);
		}
		length = snprintf(text, sizeof(text), "%s%s%s", class_text, scope ? "::" : "",
			text_of(walk, ra_walk_name(walk, name_at)));
	}
	return ra_graph_intern(walk->graph, text,
		length < 0                      ? 0
		: (size_t)length < sizeof(text) ? (size_t)length
										: sizeof(text) - 1);
}

bool ra_frame_at_exception(struct ra_walk *walk, const struct ra_frame *frame)
{
	const ra_addr own =
		ra_engine_at(walk->engine, walk->engine->executor, RA_zend_executor_globals_exception_op);

	return own != 0 &&
		   frame->opline - own < 3 * (uint64_t)ra_sizeof(walk->layout, RA_STRUCT_zend_op);
}

/* Where an exception is on its way the frame stands at one of the engine's own oplines; then the
 * place is the one remembered before. */
ra_addr ra_frame_opline(struct ra_walk *walk, const struct ra_frame *frame)
{
	const struct ra_engine *engine = walk->engine;

	if (ra_frame_at_exception(walk, frame)) {
		return ra_engine_u64(
			engine, engine->executor, RA_zend_executor_globals_opline_before_exception);
	}
	return frame->opline;
}

bool ra_frame_has_opline(struct ra_walk *walk, const struct ra_frame *frame, ra_addr opline)
{
	const ra_addr opcodes = ra_engine_u64(walk->engine, frame->function, RA_zend_op_array_opcodes);
	const uint64_t bytes =
		(uint64_t)ra_engine_u32(walk->engine, frame->function, RA_zend_op_array_last) *
		ra_sizeof(walk->layout, RA_STRUCT_zend_op);

	return opcodes != 0 && opline - opcodes < bytes;
}

/* ---- calls that are over ---- */

/* A frame at that place which the given one called. */
static bool was_called_by(
	struct ra_walk *walk, ra_addr at, const struct ra_frame *caller, struct ra_frame *left)
{
	const struct ra_engine *const engine = walk->engine;

	return at != 0 && ra_frame_read(walk, at, left) && left->function != 0 &&
		   ra_engine_u64(engine, at, RA_zend_execute_data_prev_execute_data) == caller->at &&
		   !ra_claims_stale(walk->claims, left->function) &&
		   ra_claims_find(walk->claims, at, RA_NODE_FRAME) == RA_NO_NODE &&
		   ra_graph_name(walk->graph, ra_frame_name(walk, left), NULL)[0] != '\0' &&
		   (!left->user || ra_frame_has_opline(walk, left, left->opline));
}

bool ra_frame_left(struct ra_walk *walk, const struct ra_frame *frame, struct ra_frame *left)
{
	const ra_addr top =
		ra_engine_u64(walk->engine, walk->engine->executor, RA_zend_executor_globals_vm_stack_top);

	/* Behind the frame; a generator's does not lie on the stack. */
	return (frame->at != 0 &&
			   was_called_by(walk, frame->at + ra_frame_bytes(walk, frame), frame, left)) ||
		   was_called_by(walk, top, frame, left);
}
