/* A memory limit that is reported late: some releases let the function that exceeds it come to its
 * end, and report from the next safe point. Its frame is then no longer part of the stack, and what
 * it built may be gone; PHP's message still has its file and line. */
#ifndef RA_LATE_FRAMES_H
#define RA_LATE_FRAMES_H

#include "graph/graph.h"

struct ra_snapshot;

#define RA_LATE_FRAMES (RA_LEFT_FRAMES + 1)

/* The calls that were over when the limit was reported, innermost first: at most RA_LATE_FRAMES
 * copies into `out`, their number is returned. 0: none, or the stack is whole. */
uint32_t ra_late_frames(const struct ra_snapshot *snapshot, struct ra_frame_info *out);

#endif
