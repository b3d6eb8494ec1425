/* Who owns which bytes of the heap: one owner per slot, and the index from (address, kind) to node.
 *
 * A slot (also a run of whole pages, or a huge block) belongs to the first node that claims an
 * address in it, with all its bytes. VM stack pages and arenas are slots shared by many: there a
 * node gets the exact bytes that it claims and the page keeps the rest. So the own bytes of all
 * nodes add up to the analysed bytes, and nothing counts twice. */
#ifndef RA_CLAIMS_H
#define RA_CLAIMS_H

#include "graph/graph.h"
#include "graph/tally.h"
#include "php/zendmm.h"

struct ra_claims; /* opaque */

/* Heap, graph and tally must outlive the claims. */
bool ra_claims_new(const struct ra_heap *heap, struct ra_graph *graph, struct ra_tally *tally,
	struct ra_claims **out, struct ra_error *err);
void ra_claims_free(struct ra_claims *claims); /* NULL is allowed */

bool ra_claims_failed(const struct ra_claims *claims); /* out of memory: sticky */

/* The node of that kind at that address, or RA_NO_NODE. */
ra_node ra_claims_find(struct ra_claims *claims, ra_addr at, enum ra_node_kind kind);

/* A new node, and the slot around `at` becomes its own if nobody has it. The caller has looked for
 * it before. RA_NO_NODE: out of memory. */
ra_node ra_claims_add(struct ra_claims *claims, ra_addr at, enum ra_node_kind kind);

/* Another address of a node: (at, kind) finds it from now on. The slot around it becomes its own if
 * nobody has it. */
void ra_claims_alias(struct ra_claims *claims, ra_addr at, enum ra_node_kind kind, ra_node node);

/* Says that `bytes` bytes at `at` are a location of the node. False when the same location was
 * claimed before (by whichever node: shared parts belong to the first), or lies in a free slot:
 * nothing changes then, and its content need not be looked at again. */
bool ra_claim(
	struct ra_claims *claims, ra_node node, ra_addr at, uint64_t bytes, enum ra_location location);

/* The same for a block that is part of another structure of that location, as a class's list of
 * interfaces: it adds bytes to the tally, and no structure. */
bool ra_claim_part(
	struct ra_claims *claims, ra_node node, ra_addr at, uint64_t bytes, enum ra_location location);

/* Content bytes that are part of a location already claimed (a string's tail, a table's spare
 * part): only the tally changes. */
void ra_claim_note(struct ra_claims *claims, ra_addr at, uint64_t bytes, enum ra_location location);

/* True when the address lies in the heap but in no live slot. */
bool ra_claims_stale(struct ra_claims *claims, ra_addr at);

/* The slot that holds the address, live or not: ra_heap_slot_at(), which remembers the last one. */
bool ra_claims_any_slot(struct ra_claims *claims, ra_addr at, struct ra_slot *slot);
/* Has it remember this slot of the heap, of which a value is asked for next. */
void ra_claims_remember(struct ra_claims *claims, const struct ra_slot *slot);
/* The slot that holds the address, when it is live. */
bool ra_claims_slot(struct ra_claims *claims, ra_addr at, struct ra_slot *slot);
/* Owners by number of the slot, for who looks at many. Other threads may look (atomically) while they change. */
const ra_node *ra_claims_owners(const struct ra_claims *claims);
/* Owner of a slot number, or RA_NO_NODE. */
ra_node ra_claims_owner(const struct ra_claims *claims, uint32_t slot);

/* Where an address is; heap, huge, or in a page that a VM_STACK or ARENA node owns. */
enum ra_where ra_claims_where(struct ra_claims *claims, ra_addr at);

/* After the walk: fills the tally's live bytes, unclaimed slots (with samples and a guess at their
 * content), VM stack and arena totals. */
void ra_claims_finish(struct ra_claims *claims, struct ra_space *space);

#endif
