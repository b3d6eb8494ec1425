/* The C stack of the running thread or fiber: what an internal function builds is known there only,
 * until it is handed over. Which function that is the stack tells as well: each one's C frames lie
 * below the word by which its caller passed it its call frame,
 *
 *     high   &<main>'s frame     --+
 *            execute_ex() for it   |  has room for a result that <main> does not use
 *            &array_map's frame    |  all these words are array_map's
 *            array_map's C frames  |
 *            &callback's frame   --+
 *     low    execute_ex() for the callback
 *
 * and the highest such word of a frame is the oldest. What is found there is a guess: a value that
 * nobody else explains, or one that has more references than were found. */
#include <stdlib.h>
#include <string.h>

#include "walk/engine/walk_in_flight.h"
#include "walk/engine/walk_scan.h"
#include "walk/engine/walk_values.h"
#include "walk/engine/walk_words.h"

enum {
	MAX_FRAMES = 4096,   /* the innermost ones */
	WINDOW_BYTES = 65536 /* read at once */
};

static const uint64_t most_stack = UINT64_C(64) << 20;

struct mark {
	ra_addr frame;
	ra_addr highest; /* word that holds the frame's address; 0: none */
};

struct c_stack {
	ra_addr begin, end;
	struct mark *marks; /* by frame, innermost first, while counting; sorted by address */
	uint32_t count;
	ra_addr lowest_frame, highest_frame;
};

static int by_frame(const void *left, const void *right)
{
	const struct mark *const a = left;
	const struct mark *const b = right;

	return (a->frame > b->frame) - (a->frame < b->frame);
}

static struct mark *find_mark(const struct c_stack *stack, ra_addr frame)
{
	const struct mark wanted = {.frame = frame};

	return bsearch(&wanted, stack->marks, stack->count, sizeof(wanted), by_frame);
}

/* The mapping that holds EG(bailout): a jump buffer on the C stack. */
static bool find_stack(struct ra_walk *walk, struct c_stack *stack)
{
	const ra_addr bailout =
		ra_engine_u64(walk->engine, walk->engine->executor, RA_zend_executor_globals_bailout);
	const struct ra_map_entry *const entry =
		bailout != 0 ? ra_space_entry(walk->space, bailout) : NULL;

	if (!entry || !entry->writable || ra_heap_holds(walk->heap, bailout)) {
		return false;
	}
	stack->begin = entry->begin;
	stack->end = entry->end;
	if (stack->end - stack->begin > most_stack) {
		stack->begin = stack->end - most_stack;
	}
	stack->begin += -stack->begin % 8;
	return true;
}

typedef void stack_word(struct ra_walk *walk, struct c_stack *stack, ra_addr at, uint64_t word);

static void each_word(struct ra_walk *walk, struct c_stack *stack, stack_word *visit)
{
	static const uint32_t page = 4096;
	uint8_t window[WINDOW_BYTES];

	for (ra_addr at = stack->begin; at < stack->end;) {
		const uint64_t left = stack->end - at;
		const uint64_t wanted = left < sizeof(window) ? left : sizeof(window);
		const uint64_t got = ra_space_extent(walk->space, at, wanted) & ~(uint64_t)7;

		if (got == 0 || !ra_space_scan(walk->space, at, window, got)) {
			at += page - at % page;
			continue;
		}
		for (uint64_t i = 0; i < got; i += 8) {
			visit(walk, stack, at + i, ra_le64(window + i));
		}
		at += got;
	}
}

static void note_mark(struct ra_walk *walk, struct c_stack *stack, ra_addr at, uint64_t word)
{
	struct mark *mark;

	(void)walk;
	if (word >= stack->lowest_frame && word <= stack->highest_frame &&
		(mark = find_mark(stack, word)) != NULL) {
		mark->highest = at;
	}
}

static bool find_marks(struct ra_walk *walk, struct c_stack *stack)
{
	const struct ra_graph *const graph = walk->graph;

	stack->marks = calloc(MAX_FRAMES, sizeof(*stack->marks));
	if (!stack->marks) {
		walk->no_memory = true;
		return false;
	}
	stack->lowest_frame = UINT64_MAX;
	for (uint32_t f = 0; f < graph->frame_count && graph->frames[f].chain == 0; f++) {
		const ra_addr at = ra_node_address(graph, graph->frames[f].node);

		if (stack->count == MAX_FRAMES) {
			break;
		}
		stack->marks[stack->count++].frame = at;
		stack->lowest_frame = at < stack->lowest_frame ? at : stack->lowest_frame;
		stack->highest_frame = at > stack->highest_frame ? at : stack->highest_frame;
	}
	qsort(stack->marks, stack->count, sizeof(*stack->marks), by_frame);
	each_word(walk, stack, note_mark);
	return true;
}

static ra_addr mark_of(const struct ra_walk *walk, const struct c_stack *stack, uint32_t frame)
{
	const struct mark *const mark =
		find_mark(stack, ra_node_address(walk->graph, walk->graph->frames[frame].node));

	return mark ? mark->highest : 0;
}

/* A zval, or a bare pointer, whose target lacks references: something here holds it. */
static void follow_lacking(
	struct ra_walk *walk, ra_node from, ra_addr at, const struct ra_link *link)
{
	static const enum ra_type types[] = {RA_TYPE_OBJECT, RA_TYPE_ARRAY, RA_TYPE_REFERENCE};
	const uint64_t word = ra_engine_word(walk->engine, at);
	struct ra_slot slot;

	if (word == 0 || word % 8 != 0 || !ra_claims_slot(walk->claims, word, &slot)) {
		return;
	}
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		const ra_node node = ra_walk_known(walk, types[i], word);

		if (node != RA_NO_NODE && ra_walk_lacks_references(walk, node)) {
			ra_walk_edge(walk, from, node, link);
			ra_walk_count(walk, types[i], word);
			return;
		}
	}
}

static void walk_part(
	struct ra_walk *walk, uint32_t frame, const char *phrase, ra_addr low, ra_addr high)
{
	const struct ra_graph *const graph = walk->graph;
	const struct ra_link link = {.kind = RA_LINK_RESULT,
		.flags = RA_EDGE_GUESS,
		.key = ra_walk_result_name(walk, phrase, graph->frames[frame].function)};
	const ra_node node = graph->frames[frame].node;
	const ra_node first_new = graph->node_count;

	/* From the old to the new: what a function holds for long stands further up. */
	for (ra_addr at = high; at > low;) {
		at -= 8;
		follow_lacking(walk, node, at, &link);
	}
	ra_walk_guess_as(walk, node, low, high - low, link);
	ra_walk_drain(walk);
	for (ra_node found = first_new, end = graph->node_count; found < end; found++) {
		if (graph->kind[found] == RA_NODE_ARRAY) {
			ra_walk_unsaid_elements(walk, ra_node_address(graph, found));
		}
	}
}

/* The function that wrote the dump holds nothing; what is on its stack are leftovers. */
static bool is_own(const struct ra_graph *graph, uint32_t frame)
{
	return strcmp(ra_graph_name(graph, graph->frames[frame].function, NULL), "rdump_dump") == 0;
}

void ra_walk_c_stack(struct ra_walk *walk)
{
	const struct ra_graph *const graph = walk->graph;
	struct c_stack stack = {0};
	uint32_t count;

	if (!find_stack(walk, &stack) || !find_marks(walk, &stack)) {
		return;
	}
	count = stack.count;
	for (uint32_t f = count; f-- > 0;) {
		const ra_addr own = mark_of(walk, &stack, f);
		const ra_addr inner = f > 0 ? mark_of(walk, &stack, f - 1) : stack.begin;
		const ra_addr outer = f + 1 < count ? mark_of(walk, &stack, f + 1) : own;

		if (graph->frames[f].internal && own != 0 && inner < own && !is_own(graph, f)) {
			if (outer > own) {
				walk_part(walk, f, "result of", own, outer);
			}
			walk_part(walk, f, "under construction in", inner, own);
		}
	}
	free(stack.marks);
}
