/* The conservative scan: after the exact walk, memory whose structure is not known is read word by
 * word, and a word that is the address of a live slot nobody has claimed makes an edge. Such edges
 * and nodes are marked as guesses; nothing that the exact walk found depends on them.
 *
 * First what hangs on known nodes (internal objects, resources, buffers), then what only the
 * process's static data, C heap or C stack leads to. A find that looks like a string, an array or a
 * reference is walked as such; anything else is scanned in turn, and for zvals as well: elements of
 * an extension's container are known elsewhere, if only to the objects store. Each slot is claimed
 * once, so the rounds end; the work is a pass over the scanned memory and one over each find. */
#include "walk/engine/walk_scan.h"

#include <stdlib.h>

#include "walk/engine/walk_words.h"

#define ROUNDS            64u
#define LARGEST_RUN_BYTES (7u * RA_PAGE_BYTES) /* of small slots */

struct scan {
	struct ra_walk *walk;
	ra_node first_guess;              /* nodes from here on were found by the scan */
	ra_node first_root, end_of_roots; /* but these by the collector's buffer, without a guess */
	uint32_t class_count;
	bool *own_state; /* by class: it or an ancestor keeps state that PHP code cannot see */
	uint64_t
		*told; /* bit per node of the exact walk: it is explained by its kind or its class alone */
};

#define TOLD_BITS 64u

static bool is_from_root(const struct scan *scan, ra_node node)
{
	return node >= scan->first_root && node < scan->end_of_roots;
}

/* Kinds whose memory the exact walk has explained to the last pointer. */
static bool explains(const struct scan *scan, ra_node node)
{
	const struct ra_graph *const graph = scan->walk->graph;

	switch ((enum ra_node_kind)graph->kind[node]) {
	case RA_NODE_STRING:
	case RA_NODE_REFERENCE:
	case RA_NODE_AST:
	case RA_NODE_VM_STACK:
	case RA_NODE_ARENA:
	case RA_NODE_FRAME:
	case RA_NODE_FUNCTION: /* its caches point to what others own, and long after that is gone */
		return true;
	case RA_NODE_ARRAY: /* one found by guess may hold pointers as values */
		return node < scan->first_guess || is_from_root(scan, node);
	case RA_NODE_ROOT:
	case RA_NODE_BUFFER:
	case RA_NODE_TABLE:
		return graph->flags[node] & RA_NODE_DATA;
	case RA_NODE_OBJECT:
		return ra_node_class(graph, node) < scan->class_count &&
			   !scan->own_state[ra_node_class(graph, node)];
	default:
		return false;
	}
}

static inline bool is_explained(const struct scan *scan, ra_node node)
{
	return (node < scan->first_guess && scan->told[node / TOLD_BITS] >> (node % TOLD_BITS) & 1) ||
		   explains(scan, node);
}

static bool is_told(const struct scan *scan, ra_node node)
{
	const struct ra_graph *const graph = scan->walk->graph;

	switch ((enum ra_node_kind)graph->kind[node]) {
	case RA_NODE_STRING:
	case RA_NODE_ARRAY:
	case RA_NODE_REFERENCE:
		return true;
	case RA_NODE_OBJECT:
		return explains(scan, node);
	default:
		return false; /* or it may change, as whether a buffer is data */
	}
}

static bool tell_explained(struct scan *scan)
{
	scan->told = calloc((size_t)scan->first_guess / TOLD_BITS + 1, sizeof(*scan->told));
	for (ra_node node = 0; scan->told && node < scan->first_guess; node++) {
		scan->told[node / TOLD_BITS] |= (uint64_t)is_told(scan, node) << (node % TOLD_BITS);
	}
	return scan->told;
}

/* The slot that holds the object itself, not one of its buffers. */
static bool is_object_at(const struct scan *scan, ra_node node, ra_addr at, uint64_t bytes)
{
	const struct ra_graph *const graph = scan->walk->graph;

	return graph->kind[node] == RA_NODE_OBJECT && ra_node_class(graph, node) < scan->class_count &&
		   ra_node_address(graph, node) - at < bytes;
}

/* Scans the slots of all nodes from `first` on that are not explained; also those that the scan
 * itself adds on the way to higher slots. */
static void scan_slots(struct scan *scan, ra_node first)
{
	const struct ra_heap *const heap = scan->walk->heap;
	const ra_node *const owners = ra_claims_owners(scan->walk->claims);

	for (uint32_t r = 0; r < heap->run_count; r++) {
		const struct ra_heap_run *const run = &heap->runs[r];

		for (uint32_t i = 0; i < run->slot_count; i++) {
			const ra_node owner = owners[run->first_slot + i];
			const ra_addr at = run->start + i * run->slot_bytes;

			if (owner == RA_NO_NODE || owner < first || is_explained(scan, owner)) {
				continue;
			}
			if (is_object_at(scan, owner, at, run->slot_bytes)) {
				ra_walk_guess_state(scan->walk, owner);
			}
			ra_walk_guess(scan->walk, owner, at, run->slot_bytes);
		}
	}
	ra_walk_drain(scan->walk);
}

/* Rounds over what is new until nothing is. Unknown blocks are scanned as they are found, so a
 * second round is rare; a dump made to need many does not get them. */
static void follow_finds(struct scan *scan, ra_node first)
{
	const struct ra_graph *const graph = scan->walk->graph;

	for (unsigned round = 0; round < ROUNDS && first < graph->node_count && !ra_graph_failed(graph);
		round++) {
		const ra_node next = graph->node_count;

		scan_slots(scan, first);
		first = next;
	}
}

/* ---- memory of the program that is not ZendMM's ---- */

typedef void stretch_visitor(struct ra_walk *walk, void *context, ra_addr begin, ra_addr end);

static void scan_stretch(struct ra_walk *walk, void *context, ra_addr begin, ra_addr end)
{
	const ra_node *const root = context;

	ra_walk_guess(walk, *root, begin, end - begin);
}

/* One stretch inside a block of 2 MiB, without the collector's buffer, which owns nothing. */
static void visit_stretch(
	struct ra_walk *walk, ra_addr begin, ra_addr end, stretch_visitor *visit, void *context)
{
	const struct ra_collector *const collector = &walk->tally->collector;
	const ra_addr buffer_end = collector->buffer + collector->buffer_bytes;
	const struct ra_map_entry *const entry = ra_space_entry(walk->space, begin);
	struct ra_slot slot;

	if (!entry || !entry->writable || !entry->private || ra_heap_holds(walk->heap, begin) ||
		ra_heap_slot_at(walk->heap, begin, &slot)) {
		return;
	}
	if (!collector->found || buffer_end <= begin || collector->buffer >= end) {
		visit(walk, context, begin, end);
		return;
	}
	if (collector->buffer > begin) {
		visit(walk, context, begin, collector->buffer);
	}
	if (buffer_end < end) {
		visit(walk, context, buffer_end, end);
	}
}

/* By regions, whose bytes are in the file: the sizes in the memory map are only claims. A stretch
 * ends where the next chunk or mapping may begin. */
static void each_stretch(struct ra_walk *walk, stretch_visitor *visit, void *context)
{
	for (uint32_t i = 0; i < walk->dump->region_count; i++) {
		const struct ra_region *const region = &walk->dump->regions[i];
		const ra_addr last = region->address + region->present_bytes;

		for (ra_addr at = region->address; at < last;) {
			const struct ra_map_entry *const entry = ra_space_entry(walk->space, at);
			ra_addr end = (at | (RA_CHUNK_BYTES - 1)) + 1;

			end = end > last || end <= at ? last : end;
			end = entry && entry->end > at && entry->end < end ? entry->end : end;
			visit_stretch(walk, at, end, visit, context);
			at = end;
		}
	}
}

static void scan_static_data(struct ra_walk *walk, ra_node root)
{
	each_stretch(walk, scan_stretch, &root);
	ra_walk_drain(walk);
}

/* ---- values that something out of sight may hold ---- */

static void look_in_stretch(struct ra_walk *walk, void *context, ra_addr begin, ra_addr end)
{
	ra_surplus_look(context, walk, RA_NO_NODE, begin, end - begin);
}

/* Temporaries of frames are explained by tables of the code, which may be missing. The list of resources names
 * those of which an extension keeps only what the resource stands for, the objects store those whose holder is on a page that was
 * lost. */
static bool may_hold(const struct scan *scan, ra_node owner)
{
	const struct ra_graph *const graph = scan->walk->graph;

	return owner == RA_NO_NODE || graph->kind[owner] == RA_NODE_VM_STACK ||
		   graph->kind[owner] == RA_NODE_FRAME || graph->kind[owner] == RA_NODE_ROOT ||
		   graph->kind[owner] == RA_NODE_TABLE || !is_explained(scan, owner);
}

/* A run of small slots, read once. */
static void look_in_run(
	const struct scan *scan, struct ra_surplus *surplus, const struct ra_heap_run *run)
{
	uint8_t bytes[LARGEST_RUN_BYTES];
	const uint64_t length = run->slot_bytes * run->slot_count;
	const bool whole = length <= sizeof(bytes) &&
					   ra_space_extent(scan->walk->space, run->start, length) == length &&
					   ra_space_scan(scan->walk->space, run->start, bytes, length);

	for (uint32_t i = 0; i < run->slot_count; i++) {
		const ra_node owner = ra_claims_owner(scan->walk->claims, run->first_slot + i);

		if (!ra_heap_slot_live(scan->walk->heap, run->first_slot + i) || !may_hold(scan, owner)) {
			continue;
		}
		if (whole) {
			ra_surplus_words(surplus, owner, bytes + i * run->slot_bytes, run->slot_bytes);
		} else {
			ra_surplus_look(
				surplus, scan->walk, owner, run->start + i * run->slot_bytes, run->slot_bytes);
		}
	}
}

/* Slots that no walker explains, claimed or not. */
static void look_in_slots(const struct scan *scan, struct ra_surplus *surplus)
{
	for (uint32_t r = 0; r < scan->walk->heap->run_count; r++) {
		look_in_run(scan, surplus, &scan->walk->heap->runs[r]);
	}
}

/* Of the values with more references than were found, those whose address stands in memory that
 * nobody explains. */
static void find_out_of_sight(const struct scan *scan)
{
	struct ra_surplus *const surplus = ra_surplus_new(scan->walk);

	if (surplus) {
		look_in_slots(scan, surplus);
		each_stretch(scan->walk, look_in_stretch, surplus);
		ra_surplus_free(surplus);
	}
}

/* Objects that keep what PHP code cannot see, each once. */
static void guess_more(const struct scan *scan, void (*guess)(struct ra_walk *walk, ra_node object))
{
	const struct ra_graph *const graph = scan->walk->graph;
	const ra_node count = graph->node_count;

	for (ra_node node = 0; node < count; node++) {
		if (node % TOLD_BITS == 0 && scan->first_guess - node >= TOLD_BITS &&
			node < scan->first_guess && scan->told[node / TOLD_BITS] == UINT64_MAX) {
			node += TOLD_BITS - 1;
		} else if (graph->kind[node] == RA_NODE_OBJECT && !is_explained(scan, node)) {
			guess(scan->walk, node);
		}
	}
}

static bool find_own_state(struct scan *scan)
{
	const struct ra_graph *const graph = scan->walk->graph;

	scan->own_state = calloc(graph->class_count + 1u, sizeof(*scan->own_state));
	if (!scan->own_state) {
		return false;
	}
	scan->class_count = graph->class_count;
	for (uint32_t c = 0; c < graph->class_count; c++) {
		uint32_t ancestor = c;

		for (uint32_t steps = 0; ancestor != RA_NO_CLASS && steps < 1000; steps++) {
			scan->own_state[c] |= graph->classes[ancestor].own_state;
			ancestor = graph->classes[ancestor].parent;
		}
	}
	return true;
}

void ra_walk_scan(struct ra_walk *walk)
{
	const struct ra_graph *const graph = walk->graph;
	const uint64_t exact_bytes = walk->tally->analysed_bytes;
	struct scan scan = {.walk = walk, .first_guess = graph->node_count};
	uint64_t roots_bytes;
	ra_node root, first;

	if (!walk->heap->found) {
		return;
	}
	if (!find_own_state(&scan) || !tell_explained(&scan)) {
		walk->no_memory = true;
		free(scan.own_state);
		return;
	}
	ra_collector_find(walk->dump, walk->space, walk->layout, &walk->tally->collector);
	scan_slots(&scan, 0);
	follow_finds(&scan, scan.first_guess);
	first = graph->node_count;
	guess_more(&scan, ra_walk_guess_behind);
	ra_walk_drain(walk);
	follow_finds(&scan, first);
	first = graph->node_count;
	ra_walk_c_stack(walk);
	follow_finds(&scan, first);
	guess_more(&scan, ra_walk_guess_pointers);
	roots_bytes = walk->tally->analysed_bytes;
	root = ra_walk_root(walk, "gc_roots", RA_EDGE_WEAK);
	scan.first_root = root;
	if (root != RA_NO_NODE) {
		ra_walk_gc_roots(walk, root);
	}
	scan.end_of_roots = graph->node_count;
	roots_bytes = walk->tally->analysed_bytes - roots_bytes;
	root = ra_walk_root(walk, "static_data", 0);
	if (root != RA_NO_NODE) {
		first = graph->node_count;
		scan_static_data(walk, root);
		follow_finds(&scan, first);
	}
	for (ra_node node = scan.first_guess; node < graph->node_count; node++) {
		if (node != root && !is_from_root(&scan, node)) {
			graph->flags[node] |= RA_NODE_GUESSED;
		}
	}
	find_out_of_sight(&scan);
	walk->tally->guessed_bytes = walk->tally->analysed_bytes - exact_bytes - roots_bytes;
	free(scan.own_state);
	free(scan.told);
}
