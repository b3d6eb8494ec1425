/* See fates.h. The collector sees the elements of arrays, what references refer to, the properties
 * of objects, and of their internal state what a get_gc handler of their own tells. It does not look
 * into resources. */
#include "findings/fates.h"

#include <stdlib.h>
#include <string.h>

#include "graph/measures.h"
#include "graph/tally.h"
#include "walk/snapshot.h"

enum {
	MAX_OBSTACLES = 4096
};

enum mark {                 /* per node; but for MARK_OPEN only pending ones have any */
	MARK_PENDING = 1,       /* no real root reaches it */
	MARK_OPEN = 2,          /* a block behind an object whose get_gc tells of it */
	MARK_SEEN = 4,          /* the collector gets there from its roots */
	MARK_KEPT = 8,          /* held, or held by what is */
	MARK_OUT_OF_SIGHT = 16, /* by references that were not found */
	MARK_FREED = 32,
	MARK_LATER = 64,
	MARK_RELEASED = 128, /* reference counting frees it in the first run */
};

struct state {
	const struct ra_snapshot *snapshot;
	const struct ra_graph *graph;
	const ra_node
		*pending; /* those with MARK_PENDING, ascending: few of the graph's nodes, mostly none */
	uint32_t pending_count;
	uint8_t *marks;
	uint32_t *seen_references; /* of pending ones, by the collector */
	ra_node *stack;
	struct ra_process process;
	ra_addr standard_get_gc;
	ra_addr standard_dtor; /* where the process destroys before it frees */
	ra_addr last_handlers; /* looked at last, and what they say */
	bool last_tells;
};

static bool is_pending(const struct ra_snapshot *snapshot, ra_node node)
{
	const uint32_t roots = ra_node_roots(snapshot->measures, node);

	return roots != 0 && (roots & ~snapshot->measures->weak_roots) == 0 &&
		   snapshot->graph->kind[node] > RA_NODE_ROOT;
}

/* A guess that is not the only way to its target is weak in the graph; here it is a reference. */
static bool owns(const struct ra_graph *graph, uint32_t edge)
{
	return ra_edge_is_strong(graph, edge) || (graph->edge_flags[edge] & RA_EDGE_GUESS);
}

static bool is_collectable(const struct ra_graph *graph, ra_node node)
{
	return (graph->kind[node] == RA_NODE_OBJECT || graph->kind[node] == RA_NODE_ARRAY ||
			   graph->kind[node] == RA_NODE_REFERENCE) &&
		   !(graph->flags[node] & RA_NODE_INTERNED);
}

/* ---- what the collector sees ---- */

/* get_gc of the engine's standard handlers: as the source says, or that of an object of a class
 * written in PHP. 0: unknown. */
static ra_addr find_standard_get_gc(const struct ra_snapshot *snapshot)
{
	const struct ra_graph *const graph = snapshot->graph;

	const ra_addr standard = ra_reader_standard_get_gc(&snapshot->reader);

	if (standard != 0) {
		return standard;
	}
	for (ra_node node = 1; node < graph->node_count; node++) {
		const uint32_t cls = ra_node_class(graph, node);

		if (graph->kind[node] == RA_NODE_OBJECT && cls < graph->class_count &&
			!graph->classes[cls].internal && graph->classes[cls].parent == RA_NO_CLASS) {
			return ra_reader_get_gc(&snapshot->reader,
				ra_reader_handlers(&snapshot->reader, ra_node_address(graph, node)));
		}
	}
	return 0;
}

/* Classes whose get_gc tells of their properties only, all the same. */
static const char *const silent_classes[] = {"ZipArchive"};

static bool is_silent(const struct ra_graph *graph, uint32_t class_index)
{
	for (uint32_t steps = 0; class_index < graph->class_count && steps < 1000; steps++) {
		const struct ra_class *const cls = &graph->classes[class_index];

		for (size_t i = 0; cls->internal && i < sizeof(silent_classes) / sizeof(*silent_classes);
			i++) {
			if (strcmp(ra_graph_name(graph, cls->name, NULL), silent_classes[i]) == 0) {
				return true;
			}
		}
		class_index = cls->parent;
	}
	return false;
}

/* Whether an object tells the collector of more than its properties. Where it cannot be known, it
 * is believed to. */
static bool tells_state(struct state *state, ra_node object)
{
	const struct ra_reader *const reader = &state->snapshot->reader;
	const ra_addr handlers = ra_reader_handlers(reader, ra_node_address(state->graph, object));

	if (handlers != state->last_handlers) {
		const ra_addr get_gc = ra_reader_get_gc(reader, handlers);

		state->last_handlers = handlers;
		state->last_tells = (get_gc == 0 || get_gc != state->standard_get_gc) &&
							!is_silent(state->graph, ra_node_class(state->graph, object));
	}
	return state->last_tells;
}

static bool is_block(enum ra_node_kind kind)
{
	return kind == RA_NODE_BUFFER || kind == RA_NODE_TABLE || kind == RA_NODE_UNKNOWN ||
		   kind == RA_NODE_FRAME;
}

static bool is_seen(struct state *state, ra_node from, uint32_t edge)
{
	const struct ra_graph *const graph = state->graph;
	const enum ra_link_kind link = graph->edge_kind[edge];

	switch ((enum ra_node_kind)graph->kind[from]) {
	case RA_NODE_ARRAY:
	case RA_NODE_REFERENCE:
		return true;
	case RA_NODE_OBJECT:
		return link == RA_LINK_PROPERTY || link == RA_LINK_DYNAMIC_TABLE ||
			   tells_state(state, from);
	default:
		return state->marks[from] & MARK_OPEN;
	}
}

/* ---- spreading ---- */

typedef bool edge_filter(struct state *state, ra_node from, uint32_t edge);

static bool any_edge(struct state *state, ra_node from, uint32_t edge)
{
	(void)state;
	(void)from;
	(void)edge;
	return true;
}

/* Marks pending values that `start` leads to, itself included. */
static void spread(struct state *state, ra_node start, uint8_t mark, edge_filter *filter)
{
	const struct ra_graph *const graph = state->graph;
	uint32_t depth = 0;

	if (state->marks[start] & mark) {
		return;
	}
	state->marks[start] |= mark;
	state->stack[depth++] = start;
	while (depth > 0) {
		const ra_node node = state->stack[--depth];

		for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
			const ra_node to = graph->edge_to[e];

			if ((state->marks[to] & (MARK_PENDING | mark)) == MARK_PENDING && owns(graph, e) &&
				filter(state, node, e)) {
				state->marks[to] |= mark;
				state->stack[depth++] = to;
			}
		}
	}
}

/* Blocks whose values an object's get_gc tells, as those of a container's buffer. */
static void open_blocks(struct state *state)
{
	const struct ra_graph *const graph = state->graph;

	for (uint32_t i = 0; i < state->pending_count; i++) {
		const ra_node node = state->pending[i];
		uint32_t depth = 0;

		if (graph->kind[node] != RA_NODE_OBJECT || !tells_state(state, node)) {
			continue;
		}
		state->stack[depth++] = node;
		while (depth > 0) {
			const ra_node from = state->stack[--depth];

			for (uint32_t e = graph->edge_begin[from]; e < graph->edge_begin[from + 1]; e++) {
				const ra_node to = graph->edge_to[e];

				if (is_block((enum ra_node_kind)graph->kind[to]) && owns(graph, e) &&
					!(state->marks[to] & MARK_OPEN)) {
					state->marks[to] |= MARK_OPEN;
					state->stack[depth++] = to;
				}
			}
		}
	}
}

/* References that were found are counted, or guesses, of which some count one and some none. */
static bool has_unfound_references(const struct state *state, ra_node node)
{
	const struct ra_tally *const tally = state->snapshot->tally;
	const uint32_t counted = ra_tally_references(tally, node);
	const uint32_t guessed = state->seen_references[node]; /* here: guesses that lead to it */

	return (is_collectable(state->graph, node) || state->graph->kind[node] == RA_NODE_RESOURCE) &&
		   ra_node_refcount(state->graph, node) > (counted > guessed ? counted : guessed);
}

static void forget_references(struct state *state)
{
	for (uint32_t i = 0; i < state->pending_count; i++) {
		state->seen_references[state->pending[i]] = 0;
	}
}

/* The edges of the node that own a pending value and that the filter lets through are references. */
static void count_references(struct state *state, ra_node node, edge_filter *filter)
{
	const struct ra_graph *const graph = state->graph;

	for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
		if ((state->marks[graph->edge_to[e]] & MARK_PENDING) && owns(graph, e) &&
			filter(state, node, e)) {
			state->seen_references[graph->edge_to[e]]++;
		}
	}
}

static void mark_out_of_sight(struct state *state)
{
	const struct ra_graph *const graph = state->graph;
	const bool stack_is_lost = state->snapshot->tally->refused[RA_REFUSED_FRAME] > 0;

	for (uint32_t e = 0; e < graph->edge_count; e++) {
		if ((graph->edge_flags[e] & RA_EDGE_GUESS) &&
			(state->marks[graph->edge_to[e]] & MARK_PENDING)) {
			state->seen_references[graph->edge_to[e]]++;
		}
	}
	for (uint32_t i = 0; i < state->pending_count; i++) {
		const ra_node node = state->pending[i];

		if (stack_is_lost || has_unfound_references(state, node)) {
			spread(state, node, MARK_OUT_OF_SIGHT, any_edge);
		}
	}
	forget_references(state);
}

/* ---- the collector ---- */

/* The root of possible roots; RA_NO_NODE: the collector's buffer was not found. */
static ra_node possible_roots(const struct ra_graph *graph)
{
	for (uint32_t e = graph->edge_begin[RA_SUPER_ROOT]; e < graph->edge_begin[RA_SUPER_ROOT + 1];
		e++) {
		if (strcmp(ra_graph_name(graph, graph->edge_key[e], NULL), "gc_roots") == 0) {
			return graph->edge_to[e];
		}
	}
	return RA_NO_NODE;
}

static void mark_seen(struct state *state)
{
	const struct ra_graph *const graph = state->graph;
	const ra_node root = possible_roots(graph);

	if (root == RA_NO_NODE || !state->snapshot->tally->collector.found) {
		for (uint32_t i = 0; i < state->pending_count; i++) {
			if (graph->kind[state->pending[i]] == RA_NODE_OBJECT) {
				spread(state, state->pending[i], MARK_SEEN, is_seen);
			}
		}
		return;
	}
	for (uint32_t e = graph->edge_begin[root]; e < graph->edge_begin[root + 1]; e++) {
		if (state->marks[graph->edge_to[e]] & MARK_PENDING) {
			spread(state, graph->edge_to[e], MARK_SEEN, is_seen);
		}
	}
}

/* Subtracts what is seen, and keeps what has references left. */
static void keep_referenced(struct state *state)
{
	const struct ra_graph *const graph = state->graph;

	for (uint32_t i = 0; i < state->pending_count; i++) {
		if (state->marks[state->pending[i]] & MARK_SEEN) {
			count_references(state, state->pending[i], is_seen);
		}
	}
	for (uint32_t i = 0; i < state->pending_count; i++) {
		const ra_node node = state->pending[i];

		if ((state->marks[node] & MARK_SEEN) && is_collectable(graph, node) &&
			ra_node_refcount(graph, node) > state->seen_references[node]) {
			spread(state, node, MARK_KEPT, any_edge);
		}
	}
}

static void mark_freed(struct state *state)
{
	const struct ra_graph *const graph = state->graph;

	for (uint32_t i = 0; i < state->pending_count; i++) {
		const ra_node node = state->pending[i];

		if ((state->marks[node] & (MARK_SEEN | MARK_KEPT)) == MARK_SEEN &&
			is_collectable(graph, node)) {
			spread(state, node, MARK_FREED, any_edge);
		}
	}
}

static bool is_generator(const struct ra_graph *graph, ra_node node)
{
	const uint32_t index = ra_node_class(graph, node);

	return graph->kind[node] == RA_NODE_OBJECT && index < graph->class_count &&
		   strcmp(ra_graph_name(graph, graph->classes[index].name, NULL), "Generator") == 0;
}

/* dtor_obj of the engine's standard handlers: that of an object of a class written in PHP, or of an internal
 * one that has no other. The handlers themselves are read-only data, which few dumps have; copies of
 * them are not. 0: unknown. */
static ra_addr find_standard_dtor(const struct ra_snapshot *snapshot)
{
	static const char *const plain[] = {
		"stdClass", "Closure", "ArrayObject", "ArrayIterator", "SplObjectStorage", "DateTime"};
	const struct ra_graph *const graph = snapshot->graph;
	const struct ra_reader *const reader = &snapshot->reader;
	ra_addr found = 0;

	for (ra_node node = 1; node < graph->node_count && found == 0; node++) {
		const uint32_t index = ra_node_class(graph, node);
		bool is_plain;

		if (graph->kind[node] != RA_NODE_OBJECT || index >= graph->class_count) {
			continue;
		}
		is_plain = !graph->classes[index].internal && graph->classes[index].parent == RA_NO_CLASS;
		for (size_t i = 0; !is_plain && i < sizeof(plain) / sizeof(*plain); i++) {
			is_plain =
				strcmp(ra_graph_name(graph, graph->classes[index].name, NULL), plain[i]) == 0;
		}
		if (is_plain) {
			found = ra_reader_dtor_obj(
				reader, ra_reader_handlers(reader, ra_node_address(graph, node)));
		}
	}
	return found;
}

/* From 7.3 to 8.0 a run that meets objects with a destructor calls those, and leaves the objects
 * and what they lead to to the next run. So do internal objects that end in a way of their own: generators,
 * iterators of iterators. */
static bool has_destructor(const struct state *state, ra_node node)
{
	const struct ra_graph *const graph = state->graph;
	const struct ra_reader *const reader = &state->snapshot->reader;
	const uint32_t index = ra_node_class(graph, node);
	ra_addr dtor;

	if (graph->kind[node] != RA_NODE_OBJECT || index >= graph->class_count ||
		ra_reader_destructor_called(reader, ra_node_address(graph, node))) {
		return false;
	}
	if (ra_reader_has_destructor(reader, graph->classes[index].entry) ||
		is_generator(graph, node)) {
		return true;
	}
	dtor = state->standard_dtor != 0 ? ra_reader_dtor_obj(reader,
										   ra_reader_handlers(reader, ra_node_address(graph, node)))
									 : 0;
	return dtor != 0 && dtor != state->standard_dtor;
}

static bool is_only_reference(const struct ra_graph *graph, uint32_t edge)
{
	const ra_node to = graph->edge_to[edge];

	return owns(graph, edge) && !(graph->flags[to] & RA_NODE_INTERNED) &&
		   (is_block((enum ra_node_kind)graph->kind[to]) || ra_node_refcount(graph, to) == 1);
}

/* What a value takes along whose last reference goes: reference counting alone. */
static void release(struct state *state, ra_node start)
{
	const struct ra_graph *const graph = state->graph;
	uint32_t depth = 0;

	state->marks[start] |= MARK_RELEASED;
	state->stack[depth++] = start;
	while (depth > 0) {
		const ra_node node = state->stack[--depth];

		for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
			const ra_node to = graph->edge_to[e];

			if ((state->marks[to] & (MARK_PENDING | MARK_RELEASED)) == MARK_PENDING &&
				is_only_reference(graph, e)) {
				state->marks[to] |= MARK_RELEASED;
				state->stack[depth++] = to;
			}
		}
	}
}

/* Up to 7.4 each generator that the collector looks into is given a table of its values, and keeps it:
 * no larger than its frame. */
static uint64_t table_of_values(const struct ra_graph *graph, ra_node generator)
{
	for (uint32_t e = graph->edge_begin[generator]; e < graph->edge_begin[generator + 1]; e++) {
		if (graph->edge_kind[e] == RA_LINK_FRAME) {
			return ra_node_own_bytes(graph, graph->edge_to[e]);
		}
	}
	return 0;
}

/* The destructor of a generator lets go of the one it delegates to: that goes in the first run. */
static void release_delegates(struct state *state, bool tables, struct ra_fates *fates)
{
	const struct ra_graph *const graph = state->graph;

	for (uint32_t i = 0; i < state->pending_count; i++) {
		const ra_node from = state->pending[i];

		if (fates->of[from] != RA_FATE_COLLECTED || !is_generator(graph, from)) {
			continue;
		}
		for (uint32_t e = graph->edge_begin[from]; e < graph->edge_begin[from + 1]; e++) {
			const ra_node to = graph->edge_to[e];

			if (fates->of[to] == RA_FATE_COLLECTED && is_generator(graph, to) &&
				is_only_reference(graph, e) &&
				strcmp(ra_graph_name(graph, graph->edge_key[e], NULL), "delegate") == 0 &&
				!(state->marks[to] & MARK_RELEASED)) {
				release(state, to);
				fates->second_call_bytes += tables ? table_of_values(graph, from) : 0;
			}
		}
	}
}

/* An object with a destructor that nothing refers to but what the first run frees goes with that. */
static void release_ends(struct state *state, const struct ra_fates *fates)
{
	forget_references(state);
	for (uint32_t i = 0; i < state->pending_count; i++) {
		if (state->marks[state->pending[i]] & MARK_LATER) {
			count_references(state, state->pending[i], any_edge);
		}
	}
	for (uint32_t i = 0; i < state->pending_count; i++) {
		const ra_node node = state->pending[i];

		if (fates->of[node] == RA_FATE_COLLECTED && state->seen_references[node] == 0 &&
			has_destructor(state, node)) {
			release(state, node);
		}
	}
}

static void measure_second_call(struct state *state, struct ra_fates *out)
{
	const struct ra_graph *const graph = state->graph;
	const struct ra_process *const process = &state->process;

	if (!process->destroys_before_it_frees) {
		return;
	}
	for (uint32_t i = 0; i < state->pending_count; i++) {
		const ra_node node = state->pending[i];

		if (out->of[node] == RA_FATE_COLLECTED && has_destructor(state, node)) {
			spread(state, node, MARK_LATER, any_edge);
		}
	}
	release_ends(state, out);
	release_delegates(state, process->php_minor < 800, out);
	for (uint32_t i = 0; i < state->pending_count; i++) {
		const ra_node node = state->pending[i];

		if (out->of[node] == RA_FATE_COLLECTED &&
			(state->marks[node] & (MARK_LATER | MARK_RELEASED)) == MARK_LATER) {
			out->second_call_bytes += ra_node_own_bytes(graph, node);
		}
	}
}

/* What the references of stuck values come from that the collector did not see. */
static void list_obstacles(struct state *state, struct ra_fates *out)
{
	const struct ra_graph *const graph = state->graph;

	for (uint32_t i = 0; i < state->pending_count; i++) {
		const ra_node from = state->pending[i];

		if (out->of[from] != RA_FATE_STUCK) {
			continue;
		}
		for (uint32_t e = graph->edge_begin[from]; e < graph->edge_begin[from + 1]; e++) {
			const ra_node to = graph->edge_to[e];

			if (out->of[to] == RA_FATE_STUCK && is_collectable(graph, to) && owns(graph, e) &&
				!is_seen(state, from, e) && out->obstacle_count < MAX_OBSTACLES) {
				out->obstacles[out->obstacle_count++] = from;
			}
		}
	}
}

static void decide(struct state *state, struct ra_fates *out)
{
	for (uint32_t i = 0; i < state->pending_count; i++) {
		const ra_node node = state->pending[i];
		const uint8_t marks = state->marks[node];

		out->of[node] = marks & MARK_OUT_OF_SIGHT                          ? RA_FATE_HELD
						: (marks & (MARK_FREED | MARK_KEPT)) == MARK_FREED ? RA_FATE_COLLECTED
																		   : RA_FATE_STUCK;
	}
}

static bool list_pending(const struct ra_snapshot *snapshot, struct ra_fates *out)
{
	const uint32_t node_count = snapshot->graph->node_count;
	uint32_t count = 0;

	for (ra_node node = 1; node < node_count; node++) {
		count += is_pending(snapshot, node);
	}
	if (count == 0) {
		return true;
	}
	out->pending = reallocarray(NULL, count, sizeof(*out->pending));
	for (ra_node node = 1; out->pending && out->pending_count < count; node++) {
		if (is_pending(snapshot, node)) {
			out->pending[out->pending_count++] = node;
		}
	}
	return out->pending != NULL;
}

/* Also where nothing is pending: the report counts what could not be read, and that number is the same whether there is
 * garbage or not. */
static void ask_handlers(struct state *state)
{
	ra_reader_process(&state->snapshot->reader, &state->process);
	state->standard_get_gc = find_standard_get_gc(state->snapshot);
	if (state->process.destroys_before_it_frees) {
		state->standard_dtor = find_standard_dtor(state->snapshot);
	}
}

bool ra_fates_find(const struct ra_snapshot *snapshot, struct ra_fates *out)
{
	const struct ra_graph *const graph = snapshot->graph;

	struct state state = {.snapshot = snapshot, .graph = graph};

	*out = (struct ra_fates){0};
	if (!list_pending(snapshot, out)) {
		return false;
	}
	ask_handlers(&state);
	if (out->pending_count == 0) {
		return true;
	}
	state.pending = out->pending;
	state.pending_count = out->pending_count;
	/* Per node, but touched only where pending ones are. */
	state.marks = calloc(graph->node_count, 1);
	state.seen_references = calloc(graph->node_count, sizeof(*state.seen_references));
	state.stack = reallocarray(NULL, (size_t)graph->node_count, sizeof(*state.stack));
	bool done;

	out->of = calloc(graph->node_count, 1);
	out->obstacles = reallocarray(NULL, MAX_OBSTACLES, sizeof(*out->obstacles));
	done = state.marks && state.seen_references && state.stack && out->of && out->obstacles;
	if (done) {
		for (uint32_t i = 0; i < state.pending_count; i++) {
			state.marks[state.pending[i]] = MARK_PENDING;
		}
		open_blocks(&state);
		mark_out_of_sight(&state);
		mark_seen(&state);
		keep_referenced(&state);
		mark_freed(&state);
		decide(&state, out);
		measure_second_call(&state, out);
		list_obstacles(&state, out);
	} else {
		ra_fates_done(out);
	}
	free(state.marks);
	free(state.seen_references);
	free(state.stack);
	return done;
}

void ra_fates_done(struct ra_fates *fates)
{
	free(fates->pending);
	free(fates->of);
	free(fates->obstacles);
	*fates = (struct ra_fates){0};
}
