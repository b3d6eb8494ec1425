/* The walk's loop, links, and memory that is no value. See walk.h. */
#include "walk/engine/walk.h"

#include <string.h>

#define NAME_LIMIT 4096u

/* ---- names and links ---- */

ra_name ra_walk_name(struct ra_walk *walk, ra_addr string)
{
	struct ra_string header;
	char text[NAME_LIMIT];
	size_t length;

	if (string == 0 || !ra_engine_string(walk->engine, string, &header)) {
		return 0;
	}
	length = header.length < sizeof(text) ? (size_t)header.length : sizeof(text);

	const bool names = ra_space_trace_names(walk->space, true);
	const bool read = ra_space_read(walk->space, header.text, text, length);

	ra_space_trace_names(walk->space, names);
	if (!read) {
		return 0;
	}
	return ra_graph_intern(walk->graph, text, length);
}

ra_name ra_walk_c_name(struct ra_walk *walk, ra_addr text)
{
	char bytes[NAME_LIMIT];
	const size_t length = (size_t)ra_space_extent(walk->space, text, sizeof(bytes));

	if (text == 0 || length == 0 || !ra_space_scan(walk->space, text, bytes, length)) {
		return 0;
	}

	const size_t name_length = strnlen(bytes, length);

	/* once more, for a trace: what lies behind the name is none of it */
	(void)ra_space_read(walk->space, text, bytes, name_length);
	return ra_graph_intern(walk->graph, bytes, name_length);
}

struct ra_link ra_link_field(struct ra_walk *walk, const char *name)
{
	return ra_link(RA_LINK_FIELD, ra_graph_intern(walk->graph, name, strlen(name)));
}

struct ra_link ra_link_named(struct ra_walk *walk, enum ra_link_kind kind, ra_addr string)
{
	return ra_link(kind, ra_walk_name(walk, string));
}

struct ra_link ra_link_weak(struct ra_link link)
{
	link.flags |= RA_EDGE_WEAK;
	return link;
}

void ra_walk_refuse(struct ra_walk *walk, enum ra_refusal refusal)
{
	walk->tally->refused[refusal]++;
}

bool ra_walk_spend(struct ra_walk *walk, uint64_t count)
{
	if (count > walk->budget) {
		ra_walk_refuse(walk, RA_REFUSED_TABLE);
		return false;
	}
	walk->budget -= count;
	return true;
}

void ra_walk_edge(struct ra_walk *walk, ra_node from, ra_node to, const struct ra_link *link)
{
	if (link->kind == RA_LINK_INDEX) {
		ra_graph_add_index_edge(walk->graph, from, to, link->index, link->flags);
	} else {
		ra_graph_add_edge(walk->graph, from, to, link->kind, link->key, link->flags);
	}
}

ra_node ra_walk_root(struct ra_walk *walk, const char *name, unsigned flags)
{
	const ra_node node = ra_graph_add_node(walk->graph, RA_NODE_ROOT, 0);

	if (node != RA_NO_NODE) {
		ra_graph_add_edge(walk->graph, RA_SUPER_ROOT, node, RA_LINK_ROOT,
			ra_graph_intern(walk->graph, name, strlen(name)), flags);
	}
	return node;
}

ra_addr ra_walk_module_globals(const struct ra_walk *walk, const char *name)
{
	const struct ra_dump *const dump = walk->dump;

	for (uint32_t i = 0; i < dump->module_globals_count; i++) {
		const struct ra_slice *slice = &dump->module_globals[i].name;

		if (slice->length == strlen(name) && memcmp(slice->bytes, name, slice->length) == 0) {
			return dump->module_globals[i].address;
		}
	}
	return 0;
}

/* ---- memory that is not a value ---- */

bool ra_walk_claim(
	struct ra_walk *walk, ra_node node, ra_addr at, uint64_t bytes, enum ra_location location)
{
	return at != 0 && bytes != 0 && ra_claim(walk->claims, node, at, bytes, location);
}

bool ra_walk_claim_part(
	struct ra_walk *walk, ra_node node, ra_addr at, uint64_t bytes, enum ra_location location)
{
	return at != 0 && bytes != 0 && ra_claim_part(walk->claims, node, at, bytes, location);
}

bool ra_walk_claim_slot(struct ra_walk *walk, ra_node node, ra_addr at, enum ra_location location)
{
	struct ra_slot slot;

	if (!ra_claims_slot(walk->claims, at, &slot)) {
		return ra_walk_claim(walk, node, at, 1, location);
	}
	return ra_walk_claim(walk, node, at, slot.bytes - (at - slot.start), location);
}

ra_node ra_walk_block(struct ra_walk *walk, ra_node from, ra_addr at, uint64_t bytes,
	enum ra_node_kind kind, enum ra_location location, struct ra_link link, bool *fresh)
{
	ra_node node;

	if (fresh) {
		*fresh = false;
	}
	if (at == 0) {
		return RA_NO_NODE;
	}
	node = ra_claims_find(walk->claims, at, kind);
	if (node == RA_NO_NODE) {
		if (ra_claims_stale(walk->claims, at)) {
			ra_walk_refuse(walk, RA_REFUSED_STALE);
			return RA_NO_NODE;
		}
		node = ra_claims_add(walk->claims, at, kind);
		if (node == RA_NO_NODE) {
			return RA_NO_NODE;
		}
		if (bytes) {
			ra_walk_claim(walk, node, at, bytes, location);
		} else {
			ra_walk_claim_slot(walk, node, at, location);
		}
		if (fresh) {
			*fresh = true;
		}
	}
	ra_walk_edge(walk, from, node, &link);
	return node;
}

ra_node ra_walk_data(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link)
{
	const ra_node node =
		ra_walk_block(walk, from, at, 0, RA_NODE_BUFFER, RA_LOC_BUFFER, link, NULL);

	if (node != RA_NO_NODE) {
		walk->graph->flags[node] |= RA_NODE_DATA;
	}
	return node;
}

ra_node ra_walk_page(
	struct ra_walk *walk, ra_node from, ra_addr at, enum ra_node_kind kind, struct ra_link link)
{
	ra_node page = ra_claims_find(walk->claims, at, kind);
	struct ra_slot slot;

	if (page == RA_NO_NODE) {
		if (ra_claims_slot(walk->claims, at, &slot) &&
			ra_claims_owner(walk->claims, slot.number) != RA_NO_NODE) {
			return RA_NO_NODE;
		}
		page = ra_claims_add(walk->claims, at, kind);
	}
	if (page != RA_NO_NODE && from != RA_NO_NODE) {
		ra_walk_edge(walk, from, page, &link);
	}
	return page;
}

/* ---- the loop ---- */

/* Every edge has a pointer of its own in the dump, and every structure is read a few times. Only
 * where structures overlap, as no process makes them, can there be more: n arrays over one table of
 * n elements have n * n. The slack is for binaries on disk and for small dumps. */
static bool is_exhausted(const struct ra_walk *walk)
{
	return ra_graph_full(walk->graph) || ra_space_reads(walk->space) > walk->most_reads;
}

static const struct ra_foreseen *foreseen_of(struct ra_walk *walk, ra_node node)
{
	if (!walk->ahead) {
		return NULL;
	}
	if (node - walk->turn.first >= walk->turn.count) {
		ra_ahead_take_turn(walk->ahead, walk->graph, node, walk->slots_of, walk, &walk->turn);
	}
	return ra_ahead_node(&walk->turn, node);
}

void ra_walk_drain(struct ra_walk *walk)
{
	while (walk->expanded < walk->graph->node_count && !ra_graph_failed(walk->graph)) {
		if (is_exhausted(walk)) {
			walk->tally->cut_short = true;
			return;
		}
		const ra_node node = walk->expanded++;
		ra_expander *const expand = walk->expanders[walk->graph->kind[node]];

		if (expand) {
			walk->foreseen = foreseen_of(walk, node);
			expand(walk, node);
			walk->foreseen = NULL;
		}
	}
}
