/* The running calls, innermost first, with their files; rounds of a recursion are told once. */
#include "answer/answer_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/late_frames.h"
#include "walk/snapshot.h"

enum {
	LONGEST_ROUND = 8,
	ROUNDS_FOLDED = 3,
	MAX_FRAMES = 200 /* in the answer: the innermost */
};

struct stack {
	const struct ra_graph *graph;
	const struct ra_frame_info **frames;
	uint32_t count;
	struct ra_frame_info late[RA_LATE_FRAMES];
};

static bool has_this(const struct ra_graph *graph, const struct ra_frame_info *frame)
{
	if (frame->node == 0 || frame->node >= graph->node_count ||
		graph->kind[frame->node] != RA_NODE_FRAME) {
		return false;
	}
	for (uint32_t e = graph->edge_begin[frame->node]; e < graph->edge_begin[frame->node + 1]; e++) {
		if (graph->edge_kind[e] == RA_LINK_THIS) {
			return true;
		}
	}
	return false;
}

/* "App\Job->run()", "Cache::get()", "sleep()", "main script", "{closure}". */
static char *call_text(const struct ra_graph *graph, const struct ra_frame_info *frame)
{
	size_t length;
	const char *const bytes = ra_graph_name(graph, frame->function, &length);
	char *const name = ra_class_text(bytes, length);
	char *const colons = name ? strstr(name, "::") : NULL;
	char *text = NULL;

	if (!name) {
		return NULL;
	}
	if (strcmp(name, "<main>") == 0) {
		text = strdup("main script");
	} else if (strcmp(name, "<include>") == 0) {
		text = strdup("included file");
	} else if (strncmp(name, "{closure", 8) == 0) {
		text = strdup("{closure}");
	} else if (colons && has_this(graph, frame)) {
		text = ra_text_printf("%.*s->%s()", (int)(colons - name), name, colons + 2);
	} else {
		text = ra_text_printf("%s()", name);
	}
	free(name);
	return text;
}

static bool same_place(const struct stack *stack, uint32_t left, uint32_t right)
{
	const struct ra_frame_info *const a = stack->frames[left];
	const struct ra_frame_info *const b = stack->frames[right];

	return a->function == b->function && a->file == b->file && a->line == b->line;
}

/* How many rounds of the shortest repetition begin here, its length in *length. */
static uint32_t rounds_at(const struct stack *stack, uint32_t first, uint32_t *length)
{
	for (*length = 1; *length <= LONGEST_ROUND; (*length)++) {
		uint32_t end = first + *length;

		while (end < stack->count && same_place(stack, end, end - *length)) {
			end++;
		}
		if ((end - first) / *length >= ROUNDS_FOLDED) {
			return (end - first) / *length;
		}
	}
	*length = 1;
	return 1;
}

static bool add_frame(
	struct ra_answer *answer, const struct stack *stack, uint32_t number, uint64_t repeated)
{
	const struct ra_frame_info *const frame = stack->frames[number];
	struct ra_answer_frame *const out = &answer->frames[answer->frame_count];
	size_t length;
	const char *const file = ra_graph_name(stack->graph, frame->file, &length);

	*out = (struct ra_answer_frame){.call = call_text(stack->graph, frame), .repeated = repeated};
	if (!out->call) {
		return false;
	}
	answer->frame_count++;
	if (!frame->internal && length > 0) {
		out->file = ra_text_clean(file, length);
		out->line = frame->line > 0 ? (uint32_t)frame->line : 0;
	}
	return true;
}

static bool read_stack(struct stack *stack, const struct ra_snapshot *snapshot)
{
	const struct ra_graph *const graph = stack->graph;
	const uint32_t late = ra_late_frames(snapshot, stack->late);

	stack->frames =
		reallocarray(NULL, (size_t)graph->frame_count + RA_LATE_FRAMES, sizeof(*stack->frames));
	if (!stack->frames) {
		return false;
	}
	for (uint32_t i = 0; i < late; i++) {
		stack->frames[stack->count++] = &stack->late[i];
	}
	for (uint32_t i = 0; i < graph->frame_count; i++) {
		if (graph->frames[i].chain == 0) {
			stack->frames[stack->count++] = &graph->frames[i];
		}
	}
	return true;
}

bool ra_answer_stack(struct ra_answer *answer, const struct ra_snapshot *snapshot)
{
	struct stack stack = {.graph = snapshot->graph};
	bool made = read_stack(&stack, snapshot);

	answer->frames = calloc(MAX_FRAMES, sizeof(*answer->frames));
	made = made && answer->frames;
	for (uint32_t at = 0; made && at < stack.count && answer->frame_count < MAX_FRAMES;) {
		uint32_t length;
		const uint32_t rounds = rounds_at(&stack, at, &length);

		for (uint32_t i = 0; made && i < length && answer->frame_count < MAX_FRAMES; i++) {
			made = add_frame(answer, &stack, at + i, rounds);
		}
		at += length * rounds;
	}
	free(stack.frames);
	return made;
}
