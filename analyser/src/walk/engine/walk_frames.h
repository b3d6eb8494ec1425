/* Chains of call frames, and the VM stacks that hold them. */
#ifndef RA_WALK_FRAMES_H
#define RA_WALK_FRAMES_H

#include "walk/engine/walk.h"

/* Frames from `frame` on along prev_execute_data, as a new chain (0 is the call stack), hanging on
 * `from` (RA_NO_NODE: no edges). In a generator's chain only its own frame. */
void ra_walk_frames(struct ra_walk *walk, ra_node from, ra_addr frame, bool one_frame);
/* Frames of functions that the innermost one has called and that are over: what is left of them, for
 * a limit that is reported late. Into graph->left. */
void ra_walk_left_frames(struct ra_walk *walk);
/* The pages of a VM stack, newest first. */
void ra_walk_vm_stack(struct ra_walk *walk, ra_node from, ra_addr page, struct ra_link link);

#endif
