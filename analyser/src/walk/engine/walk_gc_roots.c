/* The cycle collector's buffer of possible roots. It lies outside the heap and owns nothing: what
 * only it leads to is garbage, often without any object in it, which the objects store does not
 * know. Up to 7.2 the same entries stand in a ring.
 *
 * And what holds the values that have more references than were found: memory that no walker
 * explains, if their address stands there. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "walk/engine/walk_scan.h"
#include "walk/engine/walk_values.h"

#define TYPE_MASK 0x0f /* of a counted header's type_info */

/* What the counted header says that it is. */
static enum ra_type type_at(const struct ra_walk *walk, ra_addr at)
{
	uint32_t type_info;

	return ra_read_u32(walk->space, at + 4, &type_info)
			   ? (enum ra_type)walk->engine->type_of[type_info & TYPE_MASK]
			   : RA_TYPE_UNDEF;
}

void ra_walk_gc_roots(struct ra_walk *walk, ra_node root)
{
	struct ra_collector_roots roots;
	struct ra_slot slot;
	uint32_t number = 0;
	ra_addr at;

	ra_collector_roots(&roots, &walk->tally->collector, walk->space, walk->layout);
	while (ra_collector_next_root(&roots, &at) && ra_walk_spend(walk, 1)) {
		const enum ra_type type = type_at(walk, at);
		const struct ra_link link = ra_link_weak(ra_link(RA_LINK_HANDLE, ++number));
		ra_node known;

		if (type != RA_TYPE_ARRAY && type != RA_TYPE_OBJECT && type != RA_TYPE_REFERENCE) {
			continue;
		}
		known = ra_walk_known(walk, type, at);
		if (known != RA_NO_NODE) {
			ra_walk_edge(walk, root, known, &link);
		} else if (ra_claims_slot(walk->claims, at, &slot)) {
			ra_walk_uncounted(walk, root, type, at, link);
		}
	}
	ra_walk_drain(walk);
}

/* ---- values held out of sight ---- */

struct surplus_entry {
	ra_addr at; /* 0: empty */
	ra_node node;
};

struct ra_surplus {
	struct surplus_entry *entries;
	uint32_t mask;
	ra_addr lowest, highest;
	uint8_t *held; /* the tally's */
};

static bool has_surplus(const struct ra_walk *walk, ra_node node)
{
	switch ((enum ra_node_kind)walk->graph->kind[node]) {
	case RA_NODE_OBJECT:
	case RA_NODE_ARRAY:
	case RA_NODE_STRING:
	case RA_NODE_REFERENCE:
	case RA_NODE_RESOURCE:
		return !(walk->graph->flags[node] & (RA_NODE_INTERNED | RA_NODE_OUTSIDE)) &&
			   ra_walk_lacks_references(walk, node);
	default:
		return false;
	}
}

static struct surplus_entry *place_of(const struct ra_surplus *surplus, ra_addr at)
{
	uint32_t i = (uint32_t)ra_hash_pair(at, 0) & surplus->mask;

	while (surplus->entries[i].at != 0 && surplus->entries[i].at != at) {
		i = (i + 1) & surplus->mask;
	}
	return &surplus->entries[i];
}

static void add_surplus(struct ra_surplus *surplus, ra_addr at, ra_node node)
{
	*place_of(surplus, at) = (struct surplus_entry){at, node};
	surplus->lowest = at < surplus->lowest ? at : surplus->lowest;
	surplus->highest = at > surplus->highest ? at : surplus->highest;
}

/* Values of one class or kind: few and small ones are no finding, and no search is worth while. */
static bool is_worth_while(const struct ra_walk *walk, uint32_t *count)
{
	const struct ra_graph *const graph = walk->graph;
	struct group {
		uint32_t values;
		uint64_t bytes;
	} *const groups = calloc((size_t)graph->class_count + RA_NODE_KINDS, sizeof(*groups));
	bool found = false;

	*count = 0;
	for (ra_node node = 0; groups && node < graph->node_count; node++) {
		if (has_surplus(walk, node)) {
			const bool classed = ra_node_class(graph, node) < graph->class_count;
			struct group *const group =
				&groups[classed ? RA_NODE_KINDS + ra_node_class(graph, node) : graph->kind[node]];

			(*count)++;
			group->values++;
			group->bytes += ra_node_own_bytes(graph, node);
			found = found || group->values >= RA_LEAST_SURPLUS_VALUES ||
					group->bytes >= RA_LEAST_SURPLUS_BYTES;
		}
	}
	free(groups);
	return found;
}

struct ra_surplus *ra_surplus_new(struct ra_walk *walk)
{
	const struct ra_graph *const graph = walk->graph;
	struct ra_surplus *surplus;
	uint32_t count, size = 64;

	if (!is_worth_while(walk, &count) || count > UINT32_MAX / 8) {
		return NULL;
	}
	while (size < count * 4) { /* an object may have two addresses */
		size *= 2;
	}
	surplus = calloc(1, sizeof(*surplus));
	walk->tally->held_out_of_sight = calloc(graph->node_count / 8 + 1, 1);
	if (!surplus || !walk->tally->held_out_of_sight ||
		!(surplus->entries = calloc(size, sizeof(*surplus->entries)))) {
		walk->no_memory = true;
		free(surplus);
		return NULL;
	}
	surplus->held = walk->tally->held_out_of_sight;
	surplus->mask = size - 1;
	surplus->lowest = UINT64_MAX;
	for (ra_node node = 0; node < graph->node_count; node++) {
		struct ra_slot slot;

		if (!has_surplus(walk, node)) {
			continue;
		}
		add_surplus(surplus, ra_node_address(graph, node), node);
		if (graph->kind[node] == RA_NODE_OBJECT &&
			ra_claims_slot(walk->claims, ra_node_address(graph, node), &slot) &&
			slot.start != ra_node_address(graph, node)) {
			add_surplus(surplus, slot.start, node); /* of the structure around it */
		}
	}
	return surplus;
}

void ra_surplus_words(
	struct ra_surplus *surplus, ra_node owner, const uint8_t *words, uint64_t bytes)
{
	const ra_addr lowest = surplus->lowest, width = surplus->highest - lowest;

	for (uint64_t i = 0; i < bytes; i += 8) {
		const uint64_t word = ra_le64(words + i);

		if (word - lowest <= width) {
			const struct surplus_entry *const entry = place_of(surplus, word);

			if (entry->at != 0 && entry->node != owner) {
				surplus->held[entry->node / 8] |= (uint8_t)(1u << entry->node % 8);
			}
		}
	}
}

void ra_surplus_look(
	struct ra_surplus *surplus, struct ra_walk *walk, ra_node owner, ra_addr at, uint64_t bytes)
{
	uint8_t window[4096];

	at += -at % 8;
	while (bytes >= 8) {
		const uint64_t wanted = bytes < sizeof(window) ? bytes & ~(uint64_t)7 : sizeof(window);
		const uint64_t got = ra_space_extent(walk->space, at, wanted) & ~(uint64_t)7;

		if (got == 0 || !ra_space_scan(walk->space, at, window, got)) {
			return;
		}
		ra_surplus_words(surplus, owner, window, got);
		at += got;
		bytes -= got;
	}
}

void ra_surplus_free(struct ra_surplus *surplus)
{
	free(surplus->entries);
	free(surplus);
}
