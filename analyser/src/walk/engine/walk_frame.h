/* A call frame as the dump shows it: what walk_frames.c (frames, pages, chains) and walk_in_flight.c
 * (values of the opline under way) both read. */
#ifndef RA_WALK_FRAME_H
#define RA_WALK_FRAME_H

#include "walk/engine/walk.h"

struct ra_frame {
	ra_addr at;
	ra_addr function;
	ra_addr opline;
	uint32_t call_info;
	uint32_t arguments; /* passed */
	uint32_t variables; /* compiled ones; of internal functions: arguments */
	uint32_t temporaries;
	uint32_t extra;
	bool user;
	bool has_this;
};

enum ra_opcode_role {
	RA_OPCODE_OTHER,
	RA_OPCODE_START,  /* begins a call */
	RA_OPCODE_SEND,   /* pushes the argument whose number is its second operand */
	RA_OPCODE_SPREAD, /* pushes as many as the call says */
	RA_OPCODE_CALL,   /* makes the call, or turns it into a closure */
};

enum ra_opcode_role ra_opcode_role(uint8_t opcode);

/* False: no frame. One without function (a place between stacks) is one. */
bool ra_frame_read(struct ra_walk *walk, ra_addr at, struct ra_frame *frame);

/* The zval of a variable, temporary or surplus argument, by its number in this order. */
ra_addr ra_frame_slot(const struct ra_walk *walk, const struct ra_frame *frame, uint32_t slot);
uint64_t ra_frame_bytes(const struct ra_walk *walk, const struct ra_frame *frame);

/* "Class::method", "<main>", "sleep". */
ra_name ra_frame_name(struct ra_walk *walk, const struct ra_frame *frame);

/* The opline that the frame stands at. While an exception is on its way that is one of the engine's
 * own, and the answer is the one remembered before. */
ra_addr ra_frame_opline(struct ra_walk *walk, const struct ra_frame *frame);
/* Whether an exception is on its way through the frame. */
bool ra_frame_at_exception(struct ra_walk *walk, const struct ra_frame *frame);
/* Whether the opline is one of the frame's user function. */
bool ra_frame_has_opline(struct ra_walk *walk, const struct ra_frame *frame, ra_addr opline);

/* The frame that the function left behind which the given one called last: nothing has taken its
 * place yet. False: none is there. */
bool ra_frame_left(struct ra_walk *walk, const struct ra_frame *frame, struct ra_frame *left);

/* ---- calls under preparation (walk_calls.c) ---- */

/* The calls that a frame prepares, innermost first: how many arguments of each are pushed already
 * (RA_ALL_ARGUMENTS: as many as its frame says). False: the code tells of no further one. */
#define RA_ALL_ARGUMENTS UINT32_MAX
struct ra_pending_calls {
	const struct ra_engine *engine;
	ra_addr opcodes;
	uint32_t position;
	uint32_t depth;
};
void ra_pending_calls_init(
	struct ra_pending_calls *calls, const struct ra_engine *engine, ra_addr opcodes, uint32_t now);
bool ra_pending_calls_next(struct ra_pending_calls *calls, uint32_t *pushed);

#endif
