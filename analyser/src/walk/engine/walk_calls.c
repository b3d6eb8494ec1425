/* Calls under preparation: between the opline that starts a call and the one that makes it,
 * arguments are pushed one by one, and other calls may come in between: f($a, g($b)). How many are
 * pushed is in no structure; the oplines before the present one tell, read backwards. */
#include "walk/engine/walk_frame.h"

/* Opcodes have kept their numbers since 7.0. */
static const uint8_t roles[256] = {
	[50] = RA_OPCODE_SEND,    /* SEND_VAR_NO_REF_EX */
	[59] = RA_OPCODE_START,   /* INIT_FCALL_BY_NAME */
	[60] = RA_OPCODE_CALL,    /* DO_FCALL */
	[61] = RA_OPCODE_START,   /* INIT_FCALL */
	[65] = RA_OPCODE_SEND,    /* SEND_VAL */
	[66] = RA_OPCODE_SEND,    /* SEND_VAR_EX */
	[67] = RA_OPCODE_SEND,    /* SEND_REF */
	[68] = RA_OPCODE_START,   /* NEW */
	[69] = RA_OPCODE_START,   /* INIT_NS_FCALL_BY_NAME */
	[106] = RA_OPCODE_SEND,   /* SEND_VAR_NO_REF */
	[112] = RA_OPCODE_START,  /* INIT_METHOD_CALL */
	[113] = RA_OPCODE_START,  /* INIT_STATIC_METHOD_CALL */
	[116] = RA_OPCODE_SEND,   /* SEND_VAL_EX */
	[117] = RA_OPCODE_SEND,   /* SEND_VAR */
	[118] = RA_OPCODE_START,  /* INIT_USER_CALL */
	[119] = RA_OPCODE_SPREAD, /* SEND_ARRAY */
	[120] = RA_OPCODE_SEND,   /* SEND_USER */
	[128] = RA_OPCODE_START,  /* INIT_DYNAMIC_CALL */
	[129] = RA_OPCODE_CALL,   /* DO_ICALL */
	[130] = RA_OPCODE_CALL,   /* DO_UCALL */
	[131] = RA_OPCODE_CALL,   /* DO_FCALL_BY_NAME */
	[165] = RA_OPCODE_SPREAD, /* SEND_UNPACK */
	[185] = RA_OPCODE_SEND,   /* SEND_FUNC_ARG */
	[202] = RA_OPCODE_CALL,   /* CALLABLE_CONVERT */
	[209] = RA_OPCODE_START,  /* INIT_PARENT_PROPERTY_HOOK_CALL */
	[212] = RA_OPCODE_CALL,   /* CALLABLE_CONVERT_PARTIAL */
	[213] = RA_OPCODE_SEND,   /* SEND_PLACEHOLDER */
};

enum ra_opcode_role ra_opcode_role(uint8_t opcode)
{
	return (enum ra_opcode_role)roles[opcode];
}

#define OPERAND_CONSTANT 1u /* IS_CONST: the argument is passed by name */

static ra_addr opline_at(const struct ra_pending_calls *calls, uint32_t number)
{
	return calls->opcodes + (uint64_t)number * ra_sizeof(calls->engine->layout, RA_STRUCT_zend_op);
}

static enum ra_opcode_role role_at(const struct ra_pending_calls *calls, uint32_t number)
{
	return roles[ra_engine_u8(calls->engine, opline_at(calls, number), RA_zend_op_opcode)];
}

static uint32_t argument_number(const struct ra_pending_calls *calls, uint32_t number)
{
	const ra_addr opline = opline_at(calls, number);

	return ra_engine_u8(calls->engine, opline, RA_zend_op_op2_type) == OPERAND_CONSTANT
			   ? RA_ALL_ARGUMENTS
			   : ra_engine_u32(calls->engine, opline, RA_zend_op_op2);
}

void ra_pending_calls_init(
	struct ra_pending_calls *calls, const struct ra_engine *engine, ra_addr opcodes, uint32_t now)
{
	calls->engine = engine;
	calls->opcodes = opcodes;
	calls->position = now;
	/* The present opline is under way: a call that it makes is no longer under preparation, one
	 * that it starts not yet, an argument that it sends not there yet. */
	calls->depth = role_at(calls, now) == RA_OPCODE_CALL;
}

bool ra_pending_calls_next(struct ra_pending_calls *calls, uint32_t *pushed)
{
	bool known = false;

	*pushed = 0;
	while (calls->position > 0) {
		const uint32_t number = --calls->position;

		switch (role_at(calls, number)) {
		case RA_OPCODE_CALL:
			calls->depth++;
			break;
		case RA_OPCODE_START:
			if (calls->depth == 0) {
				return true;
			}
			calls->depth--;
			break;
		case RA_OPCODE_SEND:
		case RA_OPCODE_SPREAD:
			if (calls->depth == 0 && !known) {
				*pushed = role_at(calls, number) == RA_OPCODE_SEND ? argument_number(calls, number)
																   : RA_ALL_ARGUMENTS;
				known = true;
			}
			break;
		case RA_OPCODE_OTHER:
			break;
		}
	}
	return false;
}
