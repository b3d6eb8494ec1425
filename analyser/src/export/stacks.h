/* The heap as stacks, for flame graphs: every byte lies on one stack, the way down the dominator tree to its value,
 * and equal ways are one. Array indices are "[]", so that a list of 100,000 users is one frame. */
#ifndef RA_STACKS_H
#define RA_STACKS_H

#include "export/export.h"
#include "graph/graph.h"

struct ra_stack {
	uint32_t parent; /* index of the stack one step shorter; RA_NO_STACK for the first one */
	uint32_t label;  /* index of labels */
	uint64_t bytes;  /* own bytes of the values whose way ends here */
	uint64_t count;  /* of these values */
};

#define RA_NO_STACK UINT32_MAX

struct ra_stacks {
	struct ra_stack
		*items; /* a parent stands before its children; item 0 is the root, without a label */
	uint32_t count;
	char **labels; /* one line of valid UTF-8 each, without ';' */
	uint32_t label_count;
};

/* Needs the measures. At most RA_MAX_STACKS stacks and a depth of RA_MAX_STACK_DEPTH: what lies deeper, or comes when
 * the stacks are used up, counts for the last stack on its way. *out is owned by the caller. */
#define RA_MAX_STACKS      1000000u
#define RA_MAX_STACK_DEPTH 200u

bool ra_stacks_make(const struct ra_snapshot *snapshot, const struct ra_export_options *options,
	struct ra_stacks *out, struct ra_error *err);
void ra_stacks_done(struct ra_stacks *stacks);

#endif
