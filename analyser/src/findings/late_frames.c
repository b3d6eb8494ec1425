/* See late_frames.h. Two traces are left: frames behind the innermost one, whose place no other
 * call has taken, and the frame of a generator that has given its value. */
#include "findings/late_frames.h"

#include <string.h>

#include "reader/noted.h"
#include "walk/snapshot.h"

/* Lines of the frame's function when it holds the place of the message; UINT32_MAX: it does not. */
static uint32_t lines_around(const struct ra_snapshot *snapshot, const struct ra_frame_info *frame)
{
	const struct ra_note *const note = snapshot->note;

	if (frame->internal || note->line < frame->first_line || note->line > frame->last_line ||
		strcmp(ra_graph_name(snapshot->graph, frame->file, NULL), note->file) != 0) {
		return UINT32_MAX;
	}
	return frame->last_line - frame->first_line;
}

/* The narrowest suspended generator around the place, narrower than `lines`. */
static const struct ra_frame_info *generator_around(
	const struct ra_snapshot *snapshot, uint32_t lines)
{
	const struct ra_graph *const graph = snapshot->graph;
	const struct ra_frame_info *found = NULL;

	for (uint32_t i = 0; i < graph->frame_count; i++) {
		const struct ra_frame_info *const frame = &graph->frames[i];

		if (frame->suspended && lines_around(snapshot, frame) < lines) {
			lines = lines_around(snapshot, frame);
			found = frame;
		}
	}
	return found;
}

uint32_t ra_late_frames(const struct ra_snapshot *snapshot, struct ra_frame_info *out)
{
	const struct ra_graph *const graph = snapshot->graph;
	const struct ra_note *const note = snapshot->note;
	const struct ra_frame_info *const innermost =
		graph->frame_count > 0 && graph->frames[0].chain == 0 ? &graph->frames[0] : NULL;
	uint32_t lines, count = 0;
	const struct ra_frame_info *generator;

	if (!note || note->reason != RA_NOTE_MEMORY_LIMIT || !note->file || !graph->late) {
		return 0;
	}
	lines = innermost ? lines_around(snapshot, innermost) : UINT32_MAX;
	for (uint32_t i = 0; i < graph->left_count; i++) {
		const uint32_t around = lines_around(snapshot, &graph->left[i]);

		lines = around < lines ? around : lines;
	}
	generator = generator_around(snapshot, lines);
	if (generator) {
		out[count] = *generator;
		out[count++].line = (int32_t)note->line;
		return count;
	}
	/* Left by calls before the one that asked, unless the message is about one of them or about
	 * the line that made the first of them. */
	if (lines == UINT32_MAX) {
		return 0;
	}
	for (uint32_t i = graph->left_count; i-- > 0;) {
		out[count] = graph->left[i];
		if (lines_around(snapshot, &out[count]) == lines) {
			out[count].line = (int32_t)note->line;
		}
		count++;
	}
	return count;
}
