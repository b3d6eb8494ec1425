/* Calls under preparation: between the opline that starts a call and the one that makes it,
 * arguments are pushed one by one, and other calls may come in between: f($a, g($b)). How many are
 * pushed is in no structure; the oplines before the present one tell, read backwards. */
#include "walk/walk.h"

enum role {
	ROLE_NONE,
	ROLE_START,  /* begins a call */
	ROLE_SEND,   /* pushes the argument whose number is its second operand */
	ROLE_SPREAD, /* pushes as many as the call says */
	ROLE_CALL,   /* makes the call, or turns it into a closure */
};

/* Opcodes have kept their numbers since 7.0. */
static const uint8_t roles[256] = {
	[50] = ROLE_SEND,    /* SEND_VAR_NO_REF_EX */
	[59] = ROLE_START,   /* INIT_FCALL_BY_NAME */
	[60] = ROLE_CALL,    /* DO_FCALL */
	[61] = ROLE_START,   /* INIT_FCALL */
	[65] = ROLE_SEND,    /* SEND_VAL */
	[66] = ROLE_SEND,    /* SEND_VAR_EX */
	[67] = ROLE_SEND,    /* SEND_REF */
	[68] = ROLE_START,   /* NEW */
	[69] = ROLE_START,   /* INIT_NS_FCALL_BY_NAME */
	[106] = ROLE_SEND,   /* SEND_VAR_NO_REF */
	[112] = ROLE_START,  /* INIT_METHOD_CALL */
	[113] = ROLE_START,  /* INIT_STATIC_METHOD_CALL */
	[116] = ROLE_SEND,   /* SEND_VAL_EX */
	[117] = ROLE_SEND,   /* SEND_VAR */
	[118] = ROLE_START,  /* INIT_USER_CALL */
	[119] = ROLE_SPREAD, /* SEND_ARRAY */
	[120] = ROLE_SEND,   /* SEND_USER */
	[128] = ROLE_START,  /* INIT_DYNAMIC_CALL */
	[129] = ROLE_CALL,   /* DO_ICALL */
	[130] = ROLE_CALL,   /* DO_UCALL */
	[131] = ROLE_CALL,   /* DO_FCALL_BY_NAME */
	[165] = ROLE_SPREAD, /* SEND_UNPACK */
	[185] = ROLE_SEND,   /* SEND_FUNC_ARG */
	[202] = ROLE_CALL,   /* CALLABLE_CONVERT */
	[209] = ROLE_START,  /* INIT_PARENT_PROPERTY_HOOK_CALL */
	[212] = ROLE_CALL,   /* CALLABLE_CONVERT_PARTIAL */
	[213] = ROLE_SEND,   /* SEND_PLACEHOLDER */
};

#define OPERAND_CONSTANT 1u /* IS_CONST: the argument is passed by name */

static ra_addr opline_at(const struct ra_pending_calls *calls, uint32_t number)
{
	return calls->opcodes + (uint64_t)number * ra_sizeof(calls->engine->layout, RA_STRUCT_zend_op);
}

static enum role role_at(const struct ra_pending_calls *calls, uint32_t number)
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
	calls->depth = role_at(calls, now) == ROLE_CALL;
}

bool ra_pending_calls_next(struct ra_pending_calls *calls, uint32_t *pushed)
{
	bool known = false;

	*pushed = 0;
	while (calls->position > 0) {
		const uint32_t number = --calls->position;

		switch (role_at(calls, number)) {
		case ROLE_CALL:
			calls->depth++;
			break;
		case ROLE_START:
			if (calls->depth == 0) {
				return true;
			}
			calls->depth--;
			break;
		case ROLE_SEND:
		case ROLE_SPREAD:
			if (calls->depth == 0 && !known) {
				*pushed = role_at(calls, number) == ROLE_SEND ? argument_number(calls, number)
															  : RA_ALL_ARGUMENTS;
				known = true;
			}
			break;
		case ROLE_NONE:
			break;
		}
	}
	return false;
}
