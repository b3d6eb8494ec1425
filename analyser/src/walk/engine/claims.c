/* See claims.h. The index: a node per slot for the first one in it, which is nearly always the only
 * one; a hash table for the others (inside pages and arenas, second kinds at an address, outside
 * the heap). */
#include "walk/engine/claims_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define LOCATION_KEY  128 /* keys of locations in the hash table stand above those of node kinds */

#define FIRST_ENTRIES 1024u

bool ra_claims_new(const struct ra_heap *heap, struct ra_graph *graph, struct ra_tally *tally,
	struct ra_claims **out, struct ra_error *err)
{
	struct ra_claims *claims = calloc(1, sizeof(*claims));

	if (claims) {
		claims->heap = heap;
		claims->graph = graph;
		claims->tally = tally;
		claims->mask = FIRST_ENTRIES - 1;
		claims->entries = calloc(FIRST_ENTRIES, sizeof(*claims->entries));
		claims->owner = reallocarray(NULL, (size_t)heap->slot_count + 1, sizeof(*claims->owner));
	}
	if (!claims || !claims->entries || !claims->owner) {
		ra_claims_free(claims);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the table of slots");
	}
	memset(claims->owner, 0xff, ((size_t)heap->slot_count + 1) * sizeof(*claims->owner));
	*out = claims;
	return true;
}

void ra_claims_free(struct ra_claims *claims)
{
	if (claims) {
		free(claims->entries);
		free(claims->owner);
		free(claims);
	}
}

bool ra_claims_failed(const struct ra_claims *claims)
{
	return claims->failed;
}

/* ---- hash table ---- */

static uint32_t hash_of(ra_addr at, uint32_t key)
{
	return (uint32_t)ra_hash_pair(at, key);
}

static struct ra_claim_entry *place_of(const struct ra_claims *claims, ra_addr at, uint32_t key)
{
	uint32_t i = hash_of(at, key) & claims->mask;

	while (
		claims->entries[i].key && (claims->entries[i].at != at || claims->entries[i].key != key)) {
		i = (i + 1) & claims->mask;
	}
	return &claims->entries[i];
}

static bool enlarge(struct ra_claims *claims)
{
	struct ra_claim_entry *old = claims->entries;
	const uint32_t old_count = claims->mask + 1;

	if (old_count > UINT32_MAX / 4 ||
		!(claims->entries = calloc((size_t)old_count * 2, sizeof(*old)))) {
		claims->entries = old;
		claims->failed = true;
		return false;
	}
	claims->mask = old_count * 2 - 1;
	for (uint32_t i = 0; i < old_count; i++) {
		if (old[i].key) {
			*place_of(claims, old[i].at, old[i].key) = old[i];
		}
	}
	free(old);
	return true;
}

/* False: it was there already, or no memory. */
static bool put(struct ra_claims *claims, ra_addr at, uint32_t key, ra_node node)
{
	struct ra_claim_entry *entry;

	if (claims->used >= claims->mask - claims->mask / 4 && !enlarge(claims)) {
		return false;
	}
	entry = place_of(claims, at, key);
	if (entry->key) {
		return false;
	}
	*entry = (struct ra_claim_entry){.at = at, .node = node, .key = key};
	claims->used++;
	return true;
}

/* ---- nodes ---- */

bool ra_claims_any_slot(struct ra_claims *claims, ra_addr at, struct ra_slot *slot)
{
	if (at - claims->last.start >= claims->last.bytes &&
		!ra_heap_slot_at(claims->heap, at, &claims->last)) {
		return false;
	}
	*slot = claims->last;
	return true;
}

void ra_claims_remember(struct ra_claims *claims, const struct ra_slot *slot)
{
	if (slot->number != RA_NO_SLOT) {
		claims->last = *slot;
	}
}

bool ra_claims_slot(struct ra_claims *claims, ra_addr at, struct ra_slot *slot)
{
	return ra_claims_any_slot(claims, at, slot) && ra_heap_slot_live(claims->heap, slot->number);
}

const ra_node *ra_claims_owners(const struct ra_claims *claims)
{
	return claims->owner;
}

ra_node ra_claims_owner(const struct ra_claims *claims, uint32_t slot)
{
	return claims->owner[slot];
}

bool ra_claims_stale(struct ra_claims *claims, ra_addr at)
{
	struct ra_slot slot;

	if (ra_claims_any_slot(claims, at, &slot)) {
		return !ra_heap_slot_live(claims->heap, slot.number);
	}
	return ra_heap_holds(claims->heap, at);
}

static bool is_page(const struct ra_graph *graph, ra_node node)
{
	return node != RA_NO_NODE &&
		   (graph->kind[node] == RA_NODE_VM_STACK || graph->kind[node] == RA_NODE_ARENA);
}

ra_node ra_claims_find(struct ra_claims *claims, ra_addr at, enum ra_node_kind kind)
{
	const struct ra_graph *graph = claims->graph;
	struct ra_slot slot;

	if (ra_claims_any_slot(claims, at, &slot)) {
		const ra_node owner = claims->owner[slot.number];

		if (owner == RA_NO_NODE) {
			return RA_NO_NODE;
		}
		if (ra_node_address(graph, owner) == at && graph->kind[owner] == kind) {
			return owner;
		}
	}
	{
		const struct ra_claim_entry *entry = place_of(claims, at, (uint32_t)kind + 1);

		return entry->key ? entry->node : RA_NO_NODE;
	}
}

ra_node ra_claims_add(struct ra_claims *claims, ra_addr at, enum ra_node_kind kind)
{
	const ra_node node = ra_graph_add_node(claims->graph, kind, at);
	struct ra_slot slot;

	if (node == RA_NO_NODE) {
		return RA_NO_NODE;
	}
	if (ra_claims_slot(claims, at, &slot) && claims->owner[slot.number] == RA_NO_NODE) {
		ra_claims_own(claims, slot.number, slot.bytes, node);
		return node;
	}
	if (!ra_claims_any_slot(claims, at, &slot)) {
		claims->graph->flags[node] |= RA_NODE_OUTSIDE;
	}
	put(claims, at, (uint32_t)kind + 1, node);
	return node;
}

void ra_claims_alias(struct ra_claims *claims, ra_addr at, enum ra_node_kind kind, ra_node node)
{
	struct ra_slot slot;

	if (ra_claims_slot(claims, at, &slot) && claims->owner[slot.number] == RA_NO_NODE) {
		ra_claims_own(claims, slot.number, slot.bytes,
			node); /* or ra_claims_find() would stop at a slot without owner */
	}
	put(claims, at, (uint32_t)kind + 1, node);
}

/* ---- locations ---- */

static enum ra_where where_of(
	const struct ra_claims *claims, bool in_slot, const struct ra_slot *slot)
{
	const struct ra_graph *graph = claims->graph;
	ra_node owner;

	if (!in_slot) {
		return RA_OUTSIDE;
	}
	owner = claims->owner[slot->number];
	if (is_page(graph, owner)) {
		return graph->kind[owner] == RA_NODE_VM_STACK ? RA_IN_VM_STACK : RA_IN_ARENA;
	}
	return ra_heap_slot_is_huge(claims->heap, slot) ? RA_IN_HUGE : RA_IN_HEAP;
}

enum ra_where ra_claims_where(struct ra_claims *claims, ra_addr at)
{
	struct ra_slot slot;

	return where_of(claims, ra_claims_any_slot(claims, at, &slot), &slot);
}

/* A slot that is a node's because it is another address of it: its bytes are still to be
 * claimed. */
static bool is_alias(const struct ra_claims *claims, ra_addr at)
{
	return place_of(claims, at, RA_NODE_FUNCTION + 1)->key != 0;
}

/* Moves the exact bytes from the page to a node inside it. */
static void take_from_page(struct ra_claims *claims, ra_node page, ra_node node, uint64_t bytes)
{
	struct ra_graph *graph = claims->graph;

	if (bytes > ra_node_own_bytes(graph, page)) { /* overlapping claims of a torn dump */
		bytes = ra_node_own_bytes(graph, page);
	}
	ra_graph_set_own_bytes(graph, page, ra_node_own_bytes(graph, page) - bytes);
	ra_graph_set_own_bytes(graph, node, ra_node_own_bytes(graph, node) + bytes);
}

static bool claim(struct ra_claims *claims, ra_node node, ra_addr at, uint64_t bytes,
	enum ra_location location, bool structure)
{
	struct ra_slot slot = {.number = RA_NO_SLOT};
	const bool in_slot = ra_claims_any_slot(claims, at, &slot);
	const enum ra_where where = where_of(claims, in_slot, &slot);
	ra_node owner;

	if (in_slot && !ra_heap_slot_live(claims->heap, slot.number)) {
		claims->tally->refused[RA_REFUSED_STALE]++;
		return false;
	}
	owner = in_slot ? claims->owner[slot.number] : RA_NO_NODE;
	if (in_slot && owner == RA_NO_NODE) {
		ra_claims_own(claims, slot.number, slot.bytes, node);
	} else if (owner == node && at == slot.start && ra_node_address(claims->graph, node) != at &&
			   !is_alias(claims, at)) {
		return false; /* the slot became the node's by this very claim, made before */
	} else if (!(owner == node && ra_node_address(claims->graph, node) == at) &&
			   !put(claims, at, LOCATION_KEY + (uint32_t)location, node)) {
		return false;
	} else if (is_page(claims->graph, owner) && owner != node) {
		take_from_page(claims, owner, node, bytes);
	} else if (in_slot && at == slot.start && owner != node) {
		return false; /* somebody else's block, met from another side */
	}
	ra_claims_count(claims, location, where, bytes, structure);
	return true;
}

bool ra_claim(
	struct ra_claims *claims, ra_node node, ra_addr at, uint64_t bytes, enum ra_location location)
{
	return claim(claims, node, at, bytes, location, true);
}

bool ra_claim_part(
	struct ra_claims *claims, ra_node node, ra_addr at, uint64_t bytes, enum ra_location location)
{
	return claim(claims, node, at, bytes, location, false);
}

void ra_claim_note(struct ra_claims *claims, ra_addr at, uint64_t bytes, enum ra_location location)
{
	ra_claims_count(claims, location, ra_claims_where(claims, at), bytes, true);
}

/* ---- the rest ---- */

static enum ra_content guess_content(
	struct ra_claims *claims, struct ra_space *space, ra_addr at, uint64_t bytes)
{
	uint8_t sample[256];
	const size_t length = bytes < sizeof(sample) ? (size_t)bytes : sizeof(sample);
	size_t text = 0, zeros = 0, pointers = 0;

	if (ra_space_extent(space, at, length) < length || !ra_space_scan(space, at, sample, length)) {
		return RA_CONTENT_BINARY;
	}
	for (size_t i = 0; i < length; i++) {
		zeros += sample[i] == 0;
		text += sample[i] >= 0x20 && sample[i] < 0x7f;
	}
	for (size_t i = 0; i + 8 <= length; i += 8) {
		struct ra_slot slot;

		pointers += ra_claims_slot(claims, ra_le64(sample + i), &slot);
	}
	if (zeros == length) {
		return RA_CONTENT_ZEROS;
	}
	if (pointers) {
		return RA_CONTENT_POINTERS;
	}
	return text * 2 >= length - zeros && text >= 4 ? RA_CONTENT_TEXT : RA_CONTENT_BINARY;
}

static void note_unclaimed(
	struct ra_claims *claims, struct ra_space *space, const struct ra_heap_run *run, uint32_t slot)
{
	struct ra_unclaimed *row = &claims->tally->unclaimed[run->bin];
	const ra_addr at = ra_heap_slot_address(run, slot);

	row->slots++;
	row->bytes += run->slot_bytes;
	if (row->samples < RA_UNCLAIMED_SAMPLES) {
		row->sample[row->samples] = at;
		row->guess[row->samples] = guess_content(claims, space, at, run->slot_bytes);
		row->samples++;
	}
}

static void sum_page(struct ra_claims *claims, const struct ra_heap_run *run, ra_node page)
{
	struct ra_tally *tally = claims->tally;
	const uint64_t rest = ra_node_own_bytes(claims->graph, page);
	const bool arena = claims->graph->kind[page] == RA_NODE_ARENA;

	*(arena ? &tally->arena_total : &tally->vm_stack_total) += run->slot_bytes;
	*(arena ? &tally->arena_usage : &tally->vm_stack_usage) += run->slot_bytes - rest;
	ra_claims_count(claims, arena ? RA_LOC_ARENA : RA_LOC_VM_STACK,
		arena ? RA_IN_ARENA : RA_IN_VM_STACK, rest, true);
}

void ra_claims_finish(struct ra_claims *claims, struct ra_space *space)
{
	const struct ra_heap *heap = claims->heap;

	claims->tally->live_bytes = heap->live_bytes;
	for (uint32_t r = 0; r < heap->run_count; r++) {
		const struct ra_heap_run *run = &heap->runs[r];

		for (uint32_t k = 0; k < run->slot_count; k++) {
			const uint32_t slot = run->first_slot + k;
			const ra_node owner = claims->owner[slot];

			if (owner == RA_NO_NODE) {
				if (ra_heap_slot_live(heap, slot)) {
					note_unclaimed(claims, space, run, slot);
				}
			} else if (is_page(claims->graph, owner)) {
				sum_page(claims, run, owner);
			}
		}
	}
}
