/* call_stack: what the process was doing. Suspended generators and fibers have stacks of their own;
 * only the running one is listed here.
 *
 * A runaway recursion has a million frames. Calls that repeat are told once with their number, and
 * of what is left both ends: the innermost frames say where it was, the outermost how it got
 * there. */
#include "findings/passes.h"

#include <stdlib.h>

#include "base/format.h"
#include "findings/late_frames.h"
#include "findings/path.h"
#include "reader/noted.h"

#define LONGEST_ROUND 8   /* frames that call each other in turn */
#define ROUNDS_FOLDED 3   /* this many equal rounds are told as one */
#define MAX_AT_END    100 /* lines, and frames in facts, from either end */

struct stack {
	struct ra_snapshot *snapshot;
	const struct ra_frame_info **frames; /* innermost first */
	uint32_t depth;
	struct ra_frame_info late[RA_LATE_FRAMES]; /* of calls that are over: the first frames */
	uint32_t late_count;
};

struct part { /* of a stack: `length` frames that stand there `rounds` times */
	uint32_t first;
	uint32_t length;
	uint32_t rounds;
};

static bool read_stack(struct stack *stack)
{
	const struct ra_graph *graph = stack->snapshot->graph;

	stack->frames =
		reallocarray(NULL, (size_t)graph->frame_count + RA_LATE_FRAMES, sizeof(*stack->frames));
	if (!stack->frames) {
		return false;
	}
	stack->late_count = ra_late_frames(stack->snapshot, stack->late);
	for (uint32_t i = 0; i < stack->late_count; i++) {
		stack->frames[stack->depth++] = &stack->late[i];
	}
	for (uint32_t i = 0; i < graph->frame_count; i++) {
		if (graph->frames[i].chain == 0) {
			stack->frames[stack->depth++] = &graph->frames[i];
		}
	}
	return true;
}

static bool same_place(const struct stack *stack, uint32_t left, uint32_t right)
{
	const struct ra_frame_info *const a = stack->frames[left];
	const struct ra_frame_info *const b = stack->frames[right];

	return a->function == b->function && a->file == b->file && a->line == b->line;
}

/* The shortest round that repeats from `first` on, or one frame. Each frame is looked at a bounded
 * number of times: a long run is passed over as a whole. */
static struct part part_at(const struct stack *stack, uint32_t first)
{
	for (uint32_t length = 1; length <= LONGEST_ROUND; length++) {
		uint32_t end = first + length;

		while (end < stack->depth && same_place(stack, end, end - length)) {
			end++;
		}
		if ((end - first) / length >= ROUNDS_FOLDED) {
			return (struct part){first, length, (end - first) / length};
		}
	}
	return (struct part){first, 1, 1};
}

static char *label_of(const struct stack *stack, uint32_t number)
{
	char *const text = ra_frame_text(stack->snapshot, stack->frames[number]);
	char *label;

	if (!text || number >= stack->late_count) {
		return text;
	}
	label = ra_text_printf("%s (returned)", text);
	free(text);
	return label;
}

static void add_line(
	const struct stack *stack, struct ra_buffer *lines, uint32_t number, const char *before)
{
	char *label = label_of(stack, number);

	if (label) {
		ra_buffer_printf(lines, "%s#%u %s", before, number, label);
	}
	free(label);
}

static void add_part(const struct stack *stack, struct ra_buffer *lines, const struct part *part)
{
	for (uint32_t i = 0; i < part->length; i++) {
		add_line(stack, lines, part->first + i, part->first + i == 0 ? "" : "\n");
	}
	if (part->rounds > 1) {
		ra_buffer_printf(lines, "\n   the same %s times more", RA_COUNT(part->rounds - 1));
	}
}

/* The stack as lines of text. */
static char *folded_lines(const struct stack *stack)
{
	struct ra_buffer lines = {0};
	uint32_t part_count = 0, number = 0;

	for (uint32_t at = 0; at < stack->depth; part_count++) {
		const struct part part = part_at(stack, at);

		at += part.length * part.rounds;
	}
	for (uint32_t at = 0; at < stack->depth; number++) {
		const struct part part = part_at(stack, at);

		if (number < MAX_AT_END || number >= part_count - MAX_AT_END) {
			add_part(stack, &lines, &part);
		} else if (number == MAX_AT_END) {
			ra_buffer_printf(&lines, "\n   ... %s more ...", RA_COUNT(part_count - 2 * MAX_AT_END));
		}
		at += part.length * part.rounds;
	}
	return ra_buffer_take(&lines);
}

/* Labels of both ends, for facts and the summary. */
static json_t *end_labels(const struct stack *stack, uint32_t *omitted)
{
	json_t *labels = json_array();

	*omitted = stack->depth > 2 * MAX_AT_END ? stack->depth - 2 * MAX_AT_END : 0;
	for (uint32_t i = 0; i < stack->depth; i++) {
		if (*omitted && i == MAX_AT_END) {
			i += *omitted;
		}
		char *label = label_of(stack, i);

		json_array_append_new(labels, label ? ra_json_text(label) : NULL);
		free(label);
	}
	return labels;
}

/* "/app/Import.php:88" for each of the same frames; null for internal functions. */
static json_t *end_places(const struct stack *stack, uint32_t omitted)
{
	const struct ra_graph *const graph = stack->snapshot->graph;
	json_t *places = json_array();

	for (uint32_t i = 0; i < stack->depth; i++) {
		const struct ra_frame_info *frame;
		char *text;

		if (omitted && i == MAX_AT_END) {
			i += omitted;
		}
		frame = stack->frames[i];
		text = frame->internal || frame->file == 0
				   ? NULL
				   : ra_text_printf(
						 "%s:%d", ra_graph_name(graph, frame->file, NULL), (int)frame->line);
		json_array_append_new(places, text ? ra_json_text(text) : json_null());
		free(text);
	}
	return places;
}

static char *joined(const json_t *labels, uint32_t omitted)
{
	struct ra_buffer text = {0};
	size_t i;
	json_t *label;

	json_array_foreach(labels, i, label)
	{
		if (omitted && i == MAX_AT_END) {
			ra_buffer_printf(&text, " -> ... %s more", RA_COUNT(omitted));
		}
		ra_buffer_printf(&text, "%s%s", i == 0 ? "" : " -> ", json_string_value(label));
	}
	return ra_buffer_take(&text);
}

void ra_find_call_stack(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	struct stack stack = {.snapshot = snapshot};
	uint32_t omitted = 0;

	if (!read_stack(&stack)) {
		findings->failed = true;
		return;
	}
	json_t *labels = end_labels(&stack, &omitted);
	char *summary = joined(labels, omitted);
	char *hypothesis = folded_lines(&stack);

	if (!summary || !hypothesis || !labels) {
		findings->failed = true;
	} else if (stack.depth > 0) {
		struct ra_finding *finding = ra_findings_add(
			findings, "call_stack", RA_INFO, RA_CONFIDENCE_HIGH, "Call stack: %s", summary);

		ra_fact_set(finding, "frames", json_incref(labels));
		ra_fact_int(finding, "depth", stack.depth);
		ra_fact_int(finding, "returned", stack.late_count);
		ra_fact_set(finding, "places", end_places(&stack, omitted));
		if (omitted) {
			ra_fact_int(finding, "omitted_frames", omitted);
		}
		ra_fact_text(finding, "header",
			snapshot->note && snapshot->note->reason == RA_NOTE_MEMORY_LIMIT
				? "Call Stack at memory_limit:"
				: "Call Stack at capture:");
		ra_finding_hypothesis(finding, "%s", hypothesis);
	}
	json_decref(labels);
	free(summary);
	free(hypothesis);
	free(stack.frames);
}
