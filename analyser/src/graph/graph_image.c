/* See graph_image.h. */
#include "graph/graph_image.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleared.h"
#include "base/tasks.h"
#include "contract/rdump_version.h"
#include "graph/graph_storage.h"

enum {
	ALIGNED = 64,
	SCHEMA = 10, /* to be counted up when the header, an array or its meaning changes */
	PIECES = 8,  /* tasks of a check */
	WHOLE = 4    /* further ones */
};

enum count {
	NODES,
	NODES_AND_END,
	STRETCHES, /* of nodes: see base/narrow.h */
	NODE_BITS, /* words of them */
	EDGES,
	WIDE_KEYS,
	CLASSES,
	FRAMES,
	COMPONENTS,
	COMPONENT_NODES,
	ORPHANS,
	NAMES_AND_END,
	NAME_BYTES,
	HOLDER_EDGES,
	OBJECTS,
	GROUPS,
	STRINGS,
	REFERENCES,
	REFERENCE_STRETCHES,
	HIGHS,        /* of addresses */
	ADDRESS_WIDE, /* items of rows */
	OWN_BYTES_WIDE,
	CLASS_WIDE,
	REFCOUNT_WIDE,
	DOMINATED_BYTES_WIDE,
	DOMINATED_COUNT_WIDE,
	HOLDER_COUNT_WIDE,
	COMPONENT_OF_WIDE,
	ROOTS_WIDE,
	HEADS_WIDE,
	REFERENCES_WIDE,
	FINDINGS,
	EVIDENCE,
	COUNTS
};

enum owner {
	OF_GRAPH,
	OF_STORAGE,
	OF_MEASURES,
	OF_TABLES,
	OF_NAMES
};

#define IN_GRAPH(field, count)                                                                     \
	{OF_GRAPH, offsetof(struct ra_graph, field), sizeof(*((struct ra_graph *)0)->field), count}
#define IN_STORAGE(field, count)                                                                   \
	{OF_STORAGE, offsetof(struct ra_graph_storage, field),                                         \
		sizeof(*((struct ra_graph_storage *)0)->field), count}
#define IN_MEASURES(field, count)                                                                  \
	{OF_MEASURES, offsetof(struct ra_measures, field), sizeof(*((struct ra_measures *)0)->field),  \
		count}

#define IN_TABLES(field, count)                                                                    \
	{OF_TABLES, offsetof(struct ra_tables, field), sizeof(*((struct ra_tables *)0)->field), count}

struct names { /* as the file has them */
	const uint32_t *begins;
	const char *bytes;
};

#define IN_NAMES(field, count)                                                                     \
	{OF_NAMES, offsetof(struct names, field), sizeof(*((struct names *)0)->field), count}

/* The parts of one array of base/narrow.h, or of one without values of its own for every item. */
#define SPARSE(IN, field, stretches, wide) IN(field.row_of, stretches), IN(field.rows, wide)
#define NARROW(IN, field, count, stretches, wide)                                                  \
	IN(field.low, count), SPARSE(IN, field, stretches, wide)

static const struct part {
	enum owner owner;
	size_t field;
	size_t item_bytes;
	enum count count;
} parts[] = {
	IN_GRAPH(address.low, NODES),
	IN_GRAPH(address.high_of, NODES),
	IN_GRAPH(address.high, HIGHS),
	IN_GRAPH(address.row_of, STRETCHES),
	IN_GRAPH(address.rows, ADDRESS_WIDE),
	NARROW(IN_GRAPH, own_bytes, NODES, STRETCHES, OWN_BYTES_WIDE),
	IN_GRAPH(kind, NODES),
	IN_GRAPH(flags, NODES),
	NARROW(IN_GRAPH, class_plus_one, NODES, STRETCHES, CLASS_WIDE),
	NARROW(IN_GRAPH, refcount, NODES, STRETCHES, REFCOUNT_WIDE),
	IN_GRAPH(tree_edge, NODES),
	IN_GRAPH(edge_begin, NODES_AND_END),
	IN_GRAPH(edge_from, EDGES),
	IN_GRAPH(edge_to, EDGES),
	IN_GRAPH(edge_key, EDGES),
	IN_GRAPH(edge_kind, EDGES),
	IN_GRAPH(edge_flags, EDGES),
	IN_GRAPH(wide_keys, WIDE_KEYS),
	IN_GRAPH(classes, CLASSES),
	IN_GRAPH(frames, FRAMES),
	SPARSE(IN_STORAGE, heads, STRETCHES, HEADS_WIDE),
	IN_MEASURES(immediate_dominator, NODES),
	NARROW(IN_MEASURES, dominated_bytes, NODES, STRETCHES, DOMINATED_BYTES_WIDE),
	IN_MEASURES(dominator_order, NODES),
	NARROW(IN_MEASURES, dominated_count, NODES, STRETCHES, DOMINATED_COUNT_WIDE),
	NARROW(IN_MEASURES, holder_count, NODES, STRETCHES, HOLDER_COUNT_WIDE),
	SPARSE(IN_MEASURES, component_of, STRETCHES, COMPONENT_OF_WIDE),
	NARROW(IN_MEASURES, roots, NODES, STRETCHES, ROOTS_WIDE),
	IN_MEASURES(components, COMPONENTS),
	IN_MEASURES(component_nodes, COMPONENT_NODES),
	IN_MEASURES(orphans, ORPHANS),
	IN_MEASURES(kept_hanging, NODE_BITS),
	IN_TABLES(preorder, NODES),
	IN_TABLES(holder_begin, NODES_AND_END),
	IN_TABLES(holder_edges, HOLDER_EDGES),
	IN_TABLES(objects, OBJECTS),
	IN_TABLES(classes, CLASSES),
	IN_TABLES(groups, GROUPS),
	IN_TABLES(strings, STRINGS),
	IN_TABLES(strings_by_copies, STRINGS),
	NARROW(IN_TABLES, references, REFERENCES, REFERENCE_STRETCHES, REFERENCES_WIDE),
	IN_TABLES(findings, FINDINGS),
	IN_TABLES(evidence, EVIDENCE),
	IN_NAMES(begins, NAMES_AND_END),
	IN_NAMES(bytes, NAME_BYTES),
};

#define PARTS (sizeof(parts) / sizeof(parts[0]))

struct image_header {
	char magic[8];
	char build[32]; /* version of the program */
	uint32_t schema;
	uint32_t pointer_bytes;
	uint64_t structures; /* sizes of those that are arrays' items */
	uint64_t table_structures;
	struct ra_image_key key;
	uint64_t length; /* of the file */
	uint64_t counts[COUNTS];
	uint64_t offsets[PARTS];
	uint64_t live_bytes;
	uint64_t total_bytes;
	uint32_t weak_roots;
	uint32_t left_count;
	uint32_t late;
	uint32_t guess_count;
	struct ra_frame_info left[RA_LEFT_FRAMES];
};

static const char magic[8] = "RDUMPIDX";

static void fill_identity(struct image_header *header, const struct ra_image_key *key)
{
	memcpy(header->magic, magic, sizeof(magic));
	strncpy(header->build, RDUMP_VERSION, sizeof(header->build) - 1);
	header->schema = SCHEMA;
	header->pointer_bytes = sizeof(void *);
	header->structures = (uint64_t)sizeof(struct ra_class) << 32 |
						 (uint64_t)sizeof(struct ra_component) << 16 | sizeof(struct ra_frame_info);
	header->table_structures = (uint64_t)sizeof(struct ra_finding_facts) << 48 |
							   (uint64_t)sizeof(struct ra_class_facts) << 32 |
							   (uint64_t)sizeof(struct ra_group_facts) << 16 |
							   sizeof(struct ra_string_row);
	header->key = *key;
}

/* The field of the part's owner that points to its array. */
static void *field_of(const struct part *part, const struct ra_graph *graph,
	const struct ra_measures *measures, const struct ra_tables *tables, const struct names *names)
{
	const char *const owner = part->owner == OF_GRAPH      ? (const char *)graph
							  : part->owner == OF_STORAGE  ? (const char *)graph->storage
							  : part->owner == OF_MEASURES ? (const char *)measures
							  : part->owner == OF_TABLES   ? (const char *)tables
														   : (const char *)names;

	return (void *)(uintptr_t)(owner + part->field);
}

static uint64_t aligned(uint64_t offset)
{
	return (offset + ALIGNED - 1) / ALIGNED * ALIGNED;
}

/* Fills the offsets; the length of the file. */
static uint64_t place_parts(struct image_header *header)
{
	uint64_t at = sizeof(*header);

	for (size_t i = 0; i < PARTS; i++) {
		header->offsets[i] = aligned(at);
		at = header->offsets[i] + header->counts[parts[i].count] * parts[i].item_bytes;
	}
	return at;
}

/* ---- writing ---- */

static uint64_t wide_items(uint32_t rows)
{
	return (uint64_t)rows * RA_STRETCH;
}

static void count(struct image_header *header, const struct ra_graph *graph,
	const struct ra_measures *measures, const struct ra_tables *tables, uint64_t name_bytes)
{
	header->counts[NODES] = graph->node_count;
	header->counts[NODES_AND_END] = (uint64_t)graph->node_count + 1;
	header->counts[EDGES] = graph->edge_count;
	header->counts[WIDE_KEYS] = graph->wide_key_count;
	header->counts[CLASSES] = graph->class_count;
	header->counts[FRAMES] = graph->frame_count;
	header->counts[COMPONENTS] = measures->component_count;
	header->counts[COMPONENT_NODES] = measures->component_node_count;
	header->counts[ORPHANS] = measures->orphan_count;
	header->counts[NAMES_AND_END] = (uint64_t)graph->storage->name_count + 1;
	header->counts[NAME_BYTES] = name_bytes;
	header->counts[HOLDER_EDGES] = tables->holder_edge_count;
	header->counts[OBJECTS] = tables->object_count;
	header->counts[GROUPS] = tables->group_count;
	header->counts[STRINGS] = tables->string_count;
	header->counts[REFERENCES] = tables->reference_count;
	header->counts[STRETCHES] = ra_stretches(graph->node_count);
	header->counts[NODE_BITS] = measures->kept_hanging ? (uint64_t)graph->node_count / 64 + 1 : 0;
	header->counts[REFERENCE_STRETCHES] = ra_stretches(tables->reference_count);
	header->counts[HIGHS] = graph->address.high_count;
	header->counts[ADDRESS_WIDE] = wide_items(graph->address.row_count);
	header->counts[OWN_BYTES_WIDE] = wide_items(graph->own_bytes.row_count);
	header->counts[CLASS_WIDE] = wide_items(graph->class_plus_one.row_count);
	header->counts[REFCOUNT_WIDE] = wide_items(graph->refcount.row_count);
	header->counts[DOMINATED_BYTES_WIDE] = wide_items(measures->dominated_bytes.row_count);
	header->counts[DOMINATED_COUNT_WIDE] = wide_items(measures->dominated_count.row_count);
	header->counts[HOLDER_COUNT_WIDE] = wide_items(measures->holder_count.row_count);
	header->counts[COMPONENT_OF_WIDE] = wide_items(measures->component_of.row_count);
	header->counts[ROOTS_WIDE] = wide_items(measures->roots.row_count);
	header->counts[HEADS_WIDE] = wide_items(graph->storage->heads.row_count);
	header->counts[REFERENCES_WIDE] = wide_items(tables->references.row_count);
	header->counts[FINDINGS] = tables->finding_count;
	header->counts[EVIDENCE] = tables->evidence_count;
	header->total_bytes = measures->total_bytes;
	header->weak_roots = measures->weak_roots;
	header->left_count = graph->left_count;
	header->late = graph->late;
	header->guess_count = graph->guess_count;
	memcpy(header->left, graph->left, sizeof(header->left));
}

/* False: more than 4 GB, or no memory. */
static bool collect_names(const struct ra_graph *graph, struct names *names, uint64_t *total)
{
	const struct ra_graph_storage *const storage = graph->storage;
	uint32_t *const begins = calloc((size_t)storage->name_count + 1, sizeof(*begins));
	uint64_t at = 0;
	char *bytes;

	for (uint32_t i = 0; begins && i < storage->name_count && at < UINT32_MAX; i++) {
		begins[i] = (uint32_t)at;
		at += (uint64_t)storage->names[i].length + 1;
	}
	bytes = begins && at < UINT32_MAX ? malloc(at + 1) : NULL;
	if (!bytes) {
		free(begins);
		return false;
	}
	begins[storage->name_count] = (uint32_t)at;
	for (uint32_t i = 0; i < storage->name_count; i++) {
		memcpy(bytes + begins[i], storage->names[i].bytes, (size_t)storage->names[i].length + 1);
	}
	*names = (struct names){begins, bytes};
	*total = at;
	return true;
}

/* What a finished graph does not keep: where each edge comes from. */
static bool list_sources(const struct ra_graph *graph, ra_node **sources)
{
	ra_node *const list = reallocarray(NULL, (size_t)graph->edge_count + 1, sizeof(*list));
	ra_node from = 0;

	for (uint32_t edge = 0; list && edge < graph->edge_count; edge++) {
		from = list[edge] = ra_edge_source_from(graph, from, edge);
	}
	*sources = list;
	return list;
}

bool ra_image_write(FILE *stream, const struct ra_image_key *key, const struct ra_graph *graph_made,
	const struct ra_measures *measures_made, const struct ra_tables *tables, uint64_t live_bytes)
{
	static const char zeros[ALIGNED];
	struct ra_graph with_sources = *graph_made;
	struct ra_measures with_hanging = *measures_made;
	const struct ra_graph *const graph = &with_sources;
	const struct ra_measures *const measures = &with_hanging;
	struct image_header header;
	struct names names;
	uint64_t name_bytes, at = sizeof(header);
	bool good = ra_graph_head(graph, RA_SUPER_ROOT) != RA_NO_NODE &&
				list_sources(graph, &with_sources.edge_from);

	with_hanging.kept_hanging = measures_made->hanging;
	memset(&header, 0, sizeof(header)); /* padding, too */
	if (!good || !collect_names(graph, &names, &name_bytes)) {
		free(with_sources.edge_from);
		return false;
	}
	fill_identity(&header, key);
	count(&header, graph, measures, tables, name_bytes);
	header.live_bytes = live_bytes;
	header.length = place_parts(&header);
	good = fwrite(&header, sizeof(header), 1, stream) == 1;
	for (size_t i = 0; good && i < PARTS; i++) {
		const uint64_t items = header.counts[parts[i].count];
		const void *const array = *(void **)field_of(&parts[i], graph, measures, tables, &names);
		const size_t gap = (size_t)(header.offsets[i] - at);

		good = fwrite(zeros, 1, gap, stream) == gap &&
			   (items == 0 || fwrite(array, parts[i].item_bytes, items, stream) == items);
		at = header.offsets[i] + items * parts[i].item_bytes;
	}
	free(with_sources.edge_from);
	free((void *)(uintptr_t)names.begins);
	free((void *)(uintptr_t)names.bytes);
	return good;
}

/* ---- reading: the header ---- */

static const char *check_header(
	const struct image_header *header, size_t length, const struct ra_image_key *key)
{
	struct image_header expected = {.schema = 0};

	fill_identity(&expected, key);
	if (memcmp(header->magic, magic, sizeof(magic)) != 0) {
		return "it is no index";
	}
	if (memcmp(header, &expected, offsetof(struct image_header, key)) != 0) {
		return "it was made by another version of rdump";
	}
	if (memcmp(&header->key, key, sizeof(*key)) != 0) {
		return "the dump is not the one that it was made of";
	}
	memcpy(expected.counts, header->counts, sizeof(expected.counts));
	for (int i = 0; i < COUNTS; i++) {
		if (header->counts[i] >= UINT32_MAX) {
			return "a count is too large";
		}
	}
	if (header->length != length || place_parts(&expected) != length ||
		memcmp(expected.offsets, header->offsets, sizeof(expected.offsets)) != 0) {
		return "it is cut off";
	}
	if (header->counts[NODES] == 0 || header->counts[NODES_AND_END] != header->counts[NODES] + 1 ||
		header->counts[STRETCHES] != ra_stretches((uint32_t)header->counts[NODES]) ||
		(header->counts[NODE_BITS] != 0 &&
			header->counts[NODE_BITS] != header->counts[NODES] / 64 + 1) ||
		header->counts[REFERENCE_STRETCHES] != ra_stretches((uint32_t)header->counts[REFERENCES]) ||
		header->counts[NAMES_AND_END] < 2 || header->left_count > RA_LEFT_FRAMES ||
		header->late > 1) {
		return "a count is wrong";
	}
	return NULL;
}

/* ---- reading: the arrays ---- */

struct check {
	const struct ra_graph *graph;
	const struct ra_measures *measures;
	const struct ra_tables *tables;
	bool wrong[PIECES]; /* by task */
};

static void piece(size_t number, uint32_t count, uint32_t *begin, uint32_t *end)
{
	*begin = (uint32_t)((uint64_t)count * number / PIECES);
	*end = (uint32_t)((uint64_t)count * (number + 1) / PIECES);
}

static bool is_below(const uint32_t *values, uint32_t begin, uint32_t end, uint32_t limit)
{
	uint32_t bad = 0;

	for (uint32_t i = begin; i < end; i++) {
		bad |= values[i] >= limit;
	}
	return !bad;
}

/* The same, UINT32_MAX being "none". */
static bool is_below_or_none(const uint32_t *values, uint32_t begin, uint32_t end, uint32_t limit)
{
	uint32_t bad = 0;

	for (uint32_t i = begin; i < end; i++) {
		bad |= values[i] >= limit && values[i] != UINT32_MAX;
	}
	return !bad;
}

static bool check_edges(const struct ra_graph *graph, uint32_t begin, uint32_t end)
{
	uint32_t bad = 0;

	for (uint32_t e = begin; e < end; e++) {
		const uint8_t kind = graph->edge_kind[e];

		bad |= kind >= RA_LINK_KINDS;
		bad |= kind == RA_LINK_KEY && graph->edge_key[e] >= graph->node_count;
		bad |= kind == RA_LINK_WIDE_INDEX && graph->edge_key[e] >= graph->wide_key_count;
	}
	return !bad && is_below(graph->edge_to, begin, end, graph->node_count) &&
		   is_below(graph->edge_from, begin, end, graph->node_count);
}

static bool check_nodes(const struct ra_graph *graph, uint32_t begin, uint32_t end)
{
	uint32_t bad = 0;

	for (ra_node n = begin; n < end; n++) {
		const uint32_t first = graph->edge_begin[n], behind = graph->edge_begin[n + 1];

		bad |= first > behind || behind > graph->edge_count;
		bad |= graph->kind[n] >= RA_NODE_KINDS;
		bad |= (graph->kind[n] == RA_NODE_SUPER_ROOT) != (n == RA_SUPER_ROOT);
	}
	if (bad || !ra_addresses_sound(&graph->address, begin, end) ||
		!ra_sizes_sound(&graph->own_bytes, begin, end) ||
		!ra_narrow16_sound(&graph->class_plus_one, begin, end) ||
		!ra_narrow8_sound(&graph->refcount, begin, end)) {
		return false;
	}
	for (ra_node n = begin; n < end; n++) {
		bad |= ra_narrow16_at(&graph->class_plus_one, n) > graph->class_count;
	}
	return !bad && is_below_or_none(graph->tree_edge, begin, end, graph->edge_count) &&
		   ra_sparse_sound(&graph->storage->heads, begin, end, graph->node_count);
}

static bool check_measures(
	const struct ra_graph *graph, const struct ra_measures *measures, uint32_t begin, uint32_t end)
{
	const uint32_t nodes = graph->node_count;
	uint32_t bad = 0;

	if (!ra_sizes_sound(&measures->dominated_bytes, begin, end) ||
		!ra_narrow8_sound(&measures->dominated_count, begin, end) ||
		!ra_narrow8_sound(&measures->holder_count, begin, end) ||
		!ra_narrow16_sound(&measures->roots, begin, end)) {
		return false;
	}
	for (ra_node n = begin; n < end; n++) {
		const uint32_t order = measures->dominator_order[n],
					   below = ra_node_dominated_count(measures, n);

		bad |= order >= nodes || below == 0 || below > nodes - (order < nodes ? order : nodes);
	}
	if (bad || !is_below_or_none(measures->immediate_dominator, begin, end, nodes) ||
		!ra_sparse_sound(&measures->component_of, begin, end, measures->component_count)) {
		return false;
	}
	for (ra_node n = begin; n < end; n++) { /* whoever climbs comes to an end */
		const uint32_t above = measures->immediate_dominator[n];

		bad |=
			above != RA_NO_NODE && measures->dominator_order[above] >= measures->dominator_order[n];
	}
	return !bad;
}

static void check_piece(void *context, size_t number)
{
	struct check *const check = context;
	uint32_t begin, end;
	bool good;

	piece(number, check->graph->edge_count, &begin, &end);
	good = check_edges(check->graph, begin, end);
	piece(number, check->graph->node_count, &begin, &end);
	good = good && check_nodes(check->graph, begin, end) &&
		   check_measures(check->graph, check->measures, begin, end);
	check->wrong[number] = !good;
}

static bool is_bool(const bool *value)
{
	return *(const uint8_t *)value <= 1; /* any other byte would be no value of the type */
}

static bool check_frames(const struct ra_graph *graph)
{
	for (uint32_t i = 0; i < graph->frame_count; i++) {
		const struct ra_frame_info *const frame = &graph->frames[i];

		if (frame->node >= graph->node_count || !is_bool(&frame->internal) ||
			!is_bool(&frame->suspended)) {
			return false;
		}
	}
	for (uint32_t i = 0; i < graph->left_count; i++) {
		if (!is_bool(&graph->left[i].internal) || !is_bool(&graph->left[i].suspended)) {
			return false;
		}
	}
	return true;
}

/* Parents as well must end. */
static bool check_classes(const struct ra_graph *graph)
{
	for (uint32_t i = 0; i < graph->class_count; i++) {
		const struct ra_class *const cls = &graph->classes[i];
		uint32_t above = cls->parent, steps = 0;

		while (above < graph->class_count && steps++ <= graph->class_count) {
			above = graph->classes[above].parent;
		}
		if (above != RA_NO_CLASS || !is_bool(&cls->internal) || !is_bool(&cls->own_state)) {
			return false;
		}
	}
	return true;
}

/* The nodes of a component are listed once, one list behind the other, and say themselves that they are of it. */
static bool check_component(const struct ra_graph *graph, const struct ra_measures *measures,
	uint32_t number, uint32_t *listed)
{
	const struct ra_component *const part = &measures->components[number];
	uint32_t before = RA_NO_NODE;

	if (part->first != *listed || part->node_count > measures->component_node_count - *listed ||
		part->entry >= graph->node_count ||
		(part->back_edge >= graph->edge_count && part->back_edge != UINT32_MAX) ||
		!is_bool(&part->reachable)) {
		return false;
	}
	for (uint32_t i = 0; i < part->node_count; i++) {
		const ra_node node = measures->component_nodes[*listed + i];

		if (node >= graph->node_count || ra_node_component(measures, node) != number ||
			(before != RA_NO_NODE && node <= before)) {
			return false;
		}
		before = node;
	}
	*listed += part->node_count;
	return true;
}

static bool check_components(const struct ra_graph *graph, const struct ra_measures *measures)
{
	uint32_t listed = 0, members = 0;

	for (uint32_t i = 0; i < measures->component_count; i++) {
		if (!check_component(graph, measures, i, &listed)) {
			return false;
		}
	}
	for (ra_node n = 0; n < graph->node_count; n++) {
		members += ra_node_component(measures, n) != RA_NO_NODE;
	}
	return listed == measures->component_node_count && members == listed &&
		   is_below(measures->orphans, 0, measures->orphan_count, graph->node_count);
}

/* No place is there twice. False as well: no memory. */
static bool check_order(const struct ra_graph *graph, const struct ra_measures *measures)
{
	uint64_t *const unseen = ra_filled((size_t)graph->node_count / 64 + 1, sizeof(*unseen), 0xFF);
	bool good = unseen != NULL;

	for (ra_node n = 0; good && n < graph->node_count; n++) {
		const uint32_t place = measures->dominator_order[n];
		const uint64_t bit = UINT64_C(1) << (place % 64);

		good = unseen[place / 64] & bit;
		unseen[place / 64] &= ~bit;
	}
	free(unseen);
	return good;
}

enum climb { /* of a node that hangs on a later one, or on the way from one */
	NOT_CLIMBED,
	CLIMBING,
	LEADS_UP
};

/* Whether the way from the node comes to one before it, or to one that is known to lead to the top. */
static bool climbs(const struct ra_graph *graph, uint8_t *states, ra_node start)
{
	ra_node at = start;

	while (at != RA_NO_NODE && at >= start && states[at] == NOT_CLIMBED) {
		states[at] = CLIMBING;
		at = ra_node_tree_parent(graph, at);
	}
	const bool good = at == RA_NO_NODE || at < start || states[at] == LEADS_UP;

	for (at = start; good && at != RA_NO_NODE && at >= start && states[at] == CLIMBING;) {
		states[at] = LEADS_UP;
		at = ra_node_tree_parent(graph, at);
	}
	return good;
}

/* Whoever climbs the tree comes to its top. Most nodes hang on one before them, and so, where all before lead there, do they. */
static bool check_tree(const struct ra_graph *graph)
{
	uint8_t *states = NULL; /* enum climb by node, once somebody hangs on a later one */
	bool good = true;

	for (ra_node node = 0; good && node < graph->node_count; node++) {
		const ra_node parent = ra_node_tree_parent(graph, node);

		if (parent == RA_NO_NODE || parent < node) {
			continue;
		}
		states = states ? states : ra_cleared(graph->node_count, sizeof(*states));
		good = states && climbs(graph, states, node);
	}
	free(states);
	return good;
}

static bool check_names(const struct image_header *header, const struct names *names)
{
	const uint32_t count = (uint32_t)header->counts[NAMES_AND_END] - 1;

	if (names->begins[0] != 0 || names->begins[count] != header->counts[NAME_BYTES]) {
		return false;
	}
	for (uint32_t i = 0; i < count; i++) {
		if (names->begins[i] >= names->begins[i + 1] ||
			names->begins[i + 1] > header->counts[NAME_BYTES] ||
			names->bytes[names->begins[i + 1] - 1] != '\0') {
			return false;
		}
	}
	return true;
}

static bool take_names(
	struct ra_graph *graph, const struct image_header *header, const struct names *names)
{
	struct ra_graph_storage *const storage = graph->storage;
	const uint32_t count = (uint32_t)header->counts[NAMES_AND_END] - 1;

	storage->names = calloc(count, sizeof(*storage->names));
	for (uint32_t i = 0; storage->names && i < count; i++) {
		storage->names[i] = (struct ra_name_entry){.bytes = names->bytes + names->begins[i],
			.length = names->begins[i + 1] - names->begins[i] - 1};
	}
	storage->name_count = count;
	return storage->names != NULL;
}

static uint32_t rows_of(const struct image_header *header, enum count items)
{
	return (uint32_t)(header->counts[items] / RA_STRETCH);
}

static void take_scalars(const struct image_header *header, struct ra_graph *graph,
	struct ra_measures *measures, struct ra_tables *tables)
{
	tables->holder_edge_count = (uint32_t)header->counts[HOLDER_EDGES];
	tables->object_count = (uint32_t)header->counts[OBJECTS];
	tables->group_count = (uint32_t)header->counts[GROUPS];
	tables->string_count = (uint32_t)header->counts[STRINGS];
	tables->reference_count = (uint32_t)header->counts[REFERENCES];
	tables->finding_count = (uint32_t)header->counts[FINDINGS];
	tables->evidence_count = (uint32_t)header->counts[EVIDENCE];
	graph->node_count = (uint32_t)header->counts[NODES];
	graph->edge_count = (uint32_t)header->counts[EDGES];
	graph->wide_key_count = (uint32_t)header->counts[WIDE_KEYS];
	graph->class_count = (uint32_t)header->counts[CLASSES];
	graph->frame_count = (uint32_t)header->counts[FRAMES];
	graph->left_count = header->left_count;
	graph->late = header->late;
	memcpy(graph->left, header->left, sizeof(graph->left));
	graph->guess_count = header->guess_count;
	graph->storage->finished = true;
	graph->address.high_count = (uint32_t)header->counts[HIGHS];
	graph->address.row_count = rows_of(header, ADDRESS_WIDE);
	graph->own_bytes.row_count = rows_of(header, OWN_BYTES_WIDE);
	graph->class_plus_one.row_count = rows_of(header, CLASS_WIDE);
	graph->refcount.row_count = rows_of(header, REFCOUNT_WIDE);
	measures->dominated_bytes.row_count = rows_of(header, DOMINATED_BYTES_WIDE);
	measures->dominated_count.row_count = rows_of(header, DOMINATED_COUNT_WIDE);
	measures->holder_count.row_count = rows_of(header, HOLDER_COUNT_WIDE);
	measures->component_of.row_count = rows_of(header, COMPONENT_OF_WIDE);
	measures->roots.row_count = rows_of(header, ROOTS_WIDE);
	graph->storage->heads.row_count = rows_of(header, HEADS_WIDE);
	tables->references.row_count = rows_of(header, REFERENCES_WIDE);
	measures->component_count = (uint32_t)header->counts[COMPONENTS];
	measures->component_node_count = (uint32_t)header->counts[COMPONENT_NODES];
	measures->orphan_count = (uint32_t)header->counts[ORPHANS];
	measures->weak_roots = header->weak_roots;
	measures->total_bytes = header->total_bytes;
}

/* What cannot be checked in pieces; numbers of all pieces are below their bounds. What takes longest begins first. */
static void check_whole(void *context, size_t number)
{
	struct check *const check = context;
	const struct ra_graph *const graph = check->graph;
	bool good = false;

	switch (number) {
	case 0:
		good = check_tree(graph);
		break;
	case 1:
		good = check_order(graph, check->measures);
		break;
	case 2:
		good = check_components(graph, check->measures);
		break;
	case 3:
		good = ra_narrow8_sound(&check->tables->references, 0, check->tables->reference_count) &&
			   graph->edge_begin[0] == 0 &&
			   graph->edge_begin[graph->node_count] == graph->edge_count && check_frames(graph) &&
			   check_classes(graph);
		break;
	default:
		break;
	}
	check->wrong[number] = !good;
}

/* Does the tasks; false: one of them found something wrong. */
static bool passes(struct check *check, ra_task *task, size_t count)
{
	bool good = true;

	ra_tasks_run(task, check, count);
	for (size_t i = 0; i < count; i++) {
		good = good && !check->wrong[i];
	}
	return good;
}

static bool is_sound(const struct ra_graph *graph, const struct ra_measures *measures,
	const struct ra_tables *tables)
{
	struct check check = {.graph = graph, .measures = measures, .tables = tables};

	return passes(&check, check_piece, PIECES) && passes(&check, check_whole, WHOLE);
}

bool ra_image_open(const struct ra_image *image, const struct ra_image_key *key,
	struct ra_graph **out_graph, struct ra_measures **out_measures, struct ra_tables *tables,
	uint64_t *live_bytes, const char **why)
{
	const struct image_header *const header = image->bytes;
	struct names names;

	*why = image->length < sizeof(*header) ? "it is cut off"
										   : check_header(header, image->length, key);
	if (*why) {
		return false;
	}
	struct ra_graph *const graph = calloc(1, sizeof(*graph));
	struct ra_measures *const measures = calloc(1, sizeof(*measures));

	if (!graph || !measures || !(graph->storage = ra_graph_storage_new())) {
		free(graph);
		free(measures);
		*why = "no memory for it";
		return false;
	}
	graph->storage->borrowed = true;
	graph->storage->heads_made = true;
	measures->borrowed = true;
	for (size_t i = 0; i < PARTS; i++) {
		*(void **)field_of(&parts[i], graph, measures, tables, &names) =
			(char *)image->bytes + header->offsets[i];
	}
	take_scalars(header, graph, measures, tables);
	if (header->counts[NODE_BITS] == 0) {
		measures->kept_hanging = NULL;
	}
	if (!check_names(header, &names) || !is_sound(graph, measures, tables) ||
		!take_names(graph, header, &names)) {
		ra_measures_free(measures);
		ra_graph_free(graph);
		*why = "it is damaged";
		return false;
	}
	*live_bytes = header->live_bytes;
	*out_graph = graph;
	*out_measures = measures;
	return true;
}
