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
/* Whether the opline is one of the frame's user function. */
bool ra_frame_has_opline(struct ra_walk *walk, const struct ra_frame *frame, ra_addr opline);

/* The frame that the function left behind which the given one called last: nothing has taken its
 * place yet. False: none is there. */
bool ra_frame_left(struct ra_walk *walk, const struct ra_frame *frame, struct ra_frame *left);

/* What the opline under way of a user function's frame owns and no table tells (walk_in_flight.c):
 * its operands, and the result of the internal function that it calls. `callee` is the frame that
 * it called, or NULL. */
void ra_walk_opline_values(struct ra_walk *walk, ra_node node, const struct ra_frame *frame,
	const struct ra_frame *callee);
/* "PHRASE FUNCTION()" as the name of a RESULT link. */
ra_name ra_walk_result_name(struct ra_walk *walk, const char *phrase, ra_name function);

/* Functions fill a list whose length they know from its first place on, and say only at the end how
 * many elements it has. Follows those that an array under construction holds already. */
void ra_walk_unsaid_elements(struct ra_walk *walk, ra_addr array);

/* The strings of a rope whose slots begin `var` bytes behind the frame's start. */
void ra_walk_rope(struct ra_walk *walk, ra_node node, const struct ra_frame *frame, uint32_t var);
/* The link for a live temporary: "result of F()", or its number. */
struct ra_link ra_walk_temporary_link(
	struct ra_walk *walk, const struct ra_frame *frame, uint32_t number);

#endif
