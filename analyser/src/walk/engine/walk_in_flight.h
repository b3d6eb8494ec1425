/* Values in flight: what the opline under way of a frame owns and no table of the compiler tells. */
#ifndef RA_WALK_IN_FLIGHT_H
#define RA_WALK_IN_FLIGHT_H

#include "walk/engine/walk_frame.h"

bool ra_walk_in_flight_new(struct ra_walk *walk, struct ra_error *err);
void ra_walk_in_flight_free(struct ra_walk *walk);

/* The operands of the opline under way of a user function's frame, and the result of the internal
 * function that it calls. `callee` is the frame that it called, or NULL. */
void ra_walk_opline_values(struct ra_walk *walk, ra_node node, const struct ra_frame *frame,
	const struct ra_frame *callee);
/* The strings of a rope whose slots begin `var` bytes behind the frame's start. */
void ra_walk_rope(struct ra_walk *walk, ra_node node, const struct ra_frame *frame, uint32_t var);
/* The link for a live temporary: "result of F()", or its number. */
struct ra_link ra_walk_temporary_link(
	struct ra_walk *walk, const struct ra_frame *frame, uint32_t number);
/* "PHRASE FUNCTION()" as the name of a RESULT link. */
ra_name ra_walk_result_name(struct ra_walk *walk, const char *phrase, ra_name function);

/* Functions fill a list whose length they know from its first place on, and say only at the end how
 * many elements it has. Follows those that an array under construction holds already. */
void ra_walk_unsaid_elements(struct ra_walk *walk, ra_addr array);

/* After the exact walk: follows those of them that are alive. */
void ra_walk_settle_in_flight(struct ra_walk *walk);

#endif
