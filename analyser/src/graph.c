/* See graph.h. Storage: one flat array per field, grown by half; large blocks grow in place (the C
 * library remaps them), so the peak stays near the final size. Names live in an arena, so that a
 * pointer to one stays valid while others are added.
 *
 * ra_graph_finish() does two things: it brings the edges into CSR form (a counting sort, skipped
 * when the walk already added them in that order), and it chooses the tree edges. */
#include "graph.h"

#include <stdlib.h>
#include <string.h>

#define NAME_BLOCK_BYTES 65536u

struct name_entry {
	const char *bytes;
	uint32_t length;
	uint32_t hash;
};

struct name_block {
	struct name_block *next;
	size_t used;
	size_t capacity;
	char bytes[];
};

struct ra_graph_storage {
	uint32_t node_capacity;
	uint32_t edge_capacity;
	uint32_t wide_capacity;
	uint32_t class_capacity;
	uint32_t frame_capacity;

	struct name_entry *names;
	uint32_t name_count;
	uint32_t name_capacity;
	uint32_t *name_slots; /* open addressing; 0 is free, otherwise name + 1 */
	uint32_t name_slot_count;
	struct name_block *name_blocks;

	ra_node *heads; /* see ra_graph_head(); NULL: not asked for yet */

	uint32_t guess_count; /* edges that are guesses */

	uint64_t edge_limit; /* see ra_graph_limit() */
	uint64_t name_bytes_left;
	bool full;
	bool failed;
	bool finished;
	enum ra_error_kind failure;
	const char *failure_text;
};

static const char *const kind_names[RA_NODE_KINDS] = {
	[RA_NODE_SUPER_ROOT] = "RootContext",
	[RA_NODE_BRANCH] = "RootBranchContext",
	[RA_NODE_FRAME] = "CallFrameContext",
	[RA_NODE_OBJECT] = "ObjectContext",
	[RA_NODE_ARRAY] = "ArrayHeaderContext",
	[RA_NODE_STRING] = "StringContext",
	[RA_NODE_REFERENCE] = "PhpReferenceContext",
	[RA_NODE_RESOURCE] = "ResourceContext",
	[RA_NODE_CLASS] = "ClassDefinitionContext",
	[RA_NODE_FUNCTION] = "UserFunctionDefinitionContext",
	[RA_NODE_CONSTANT] = "GlobalConstantContext",
	[RA_NODE_PROPERTY_INFO] = "PropertyInfoContext",
	[RA_NODE_AST] = "AstContext",
	[RA_NODE_VM_STACK] = "VmStackContext",
	[RA_NODE_ARENA] = "ArenaContext",
	[RA_NODE_STREAM] = "PhpStreamContext",
	[RA_NODE_BUFFER] = "BufferContext",
	[RA_NODE_TABLE] = "EngineTableContext",
	[RA_NODE_UNKNOWN] = "UnknownContext",
};

const char *ra_node_kind_name(enum ra_node_kind kind)
{
	return (unsigned)kind < RA_NODE_KINDS ? kind_names[kind] : "UnknownContext";
}

static bool give_up(struct ra_graph *graph, enum ra_error_kind kind, const char *text)
{
	struct ra_graph_storage *storage = graph->storage;

	if (!storage->failed) {
		storage->failed = true;
		storage->failure = kind;
		storage->failure_text = text;
	}
	return false;
}

static bool grow(struct ra_graph *graph, void *array_pointer, uint32_t capacity, size_t item_bytes)
{
	void **array = array_pointer;
	void *const grown = realloc(*array, (size_t)capacity * item_bytes);

	if (!grown) {
		return give_up(graph, RA_ERR_MEMORY, "no memory for the object graph");
	}
	*array = grown;
	return true;
}

/* The capacity after `count` items filled the present one; RA_NO_NODE itself is never an id. */
static uint32_t next_capacity(uint32_t capacity)
{
	const uint64_t wanted = capacity < 64 ? 64 : (uint64_t)capacity + capacity / 2;

	return wanted < RA_NO_NODE ? (uint32_t)wanted : RA_NO_NODE - 1;
}

static bool has_room(struct ra_graph *graph, uint32_t count)
{
	if (graph->storage->failed) {
		return false;
	}
	if (count >= RA_NO_NODE - 1) {
		return give_up(graph, RA_ERR_LIMIT, "the object graph exceeds 4,294,967,294 entries");
	}
	return true;
}

static bool resize_nodes(struct ra_graph *graph, uint32_t capacity)
{
	if (!grow(graph, &graph->address, capacity, sizeof(*graph->address)) ||
		!grow(graph, &graph->own_bytes, capacity, sizeof(*graph->own_bytes)) ||
		!grow(graph, &graph->kind, capacity, sizeof(*graph->kind)) ||
		!grow(graph, &graph->flags, capacity, sizeof(*graph->flags)) ||
		!grow(graph, &graph->class_index, capacity, sizeof(*graph->class_index)) ||
		!grow(graph, &graph->refcount, capacity, sizeof(*graph->refcount)) ||
		!grow(graph, &graph->tree_edge, capacity, sizeof(*graph->tree_edge))) {
		return false;
	}
	graph->storage->node_capacity = capacity;
	return true;
}

static bool resize_edges(struct ra_graph *graph, uint32_t capacity)
{
	if (!grow(graph, &graph->edge_from, capacity, sizeof(*graph->edge_from)) ||
		!grow(graph, &graph->edge_to, capacity, sizeof(*graph->edge_to)) ||
		!grow(graph, &graph->edge_key, capacity, sizeof(*graph->edge_key)) ||
		!grow(graph, &graph->edge_kind, capacity, sizeof(*graph->edge_kind)) ||
		!grow(graph, &graph->edge_flags, capacity, sizeof(*graph->edge_flags))) {
		return false;
	}
	graph->storage->edge_capacity = capacity;
	return true;
}

bool ra_graph_new(struct ra_graph **out, struct ra_error *err)
{
	struct ra_graph *graph = calloc(1, sizeof(*graph));

	if (!graph || !(graph->storage = calloc(1, sizeof(*graph->storage)))) {
		free(graph);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the object graph");
	}
	ra_graph_limit(graph, UINT64_MAX, UINT64_MAX);
	ra_graph_intern(graph, "", 0);
	ra_graph_add_node(graph, RA_NODE_SUPER_ROOT, 0);
	if (graph->storage->failed) {
		ra_graph_free(graph);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the object graph");
	}
	*out = graph;
	return true;
}

void ra_graph_free(struct ra_graph *graph)
{
	if (!graph) {
		return;
	}
	for (struct name_block *block = graph->storage->name_blocks; block;) {
		struct name_block *const next = block->next;

		free(block);
		block = next;
	}
	free(graph->storage->heads);
	free(graph->storage->names);
	free(graph->storage->name_slots);
	free(graph->storage);
	free(graph->address);
	free(graph->own_bytes);
	free(graph->kind);
	free(graph->flags);
	free(graph->class_index);
	free(graph->refcount);
	free(graph->tree_edge);
	free(graph->edge_begin);
	free(graph->edge_from);
	free(graph->edge_to);
	free(graph->edge_key);
	free(graph->edge_kind);
	free(graph->edge_flags);
	free(graph->wide_keys);
	free(graph->classes);
	free(graph->frames);
	free(graph);
}

ra_node ra_graph_add_node(struct ra_graph *graph, enum ra_node_kind kind, ra_addr address)
{
	const ra_node node = graph->node_count;

	if (!has_room(graph, node) ||
		(node == graph->storage->node_capacity && !resize_nodes(graph, next_capacity(node)))) {
		return RA_NO_NODE;
	}
	graph->address[node] = address;
	graph->own_bytes[node] = 0;
	graph->kind[node] = (uint8_t)kind;
	graph->flags[node] = 0;
	graph->class_index[node] = RA_NO_CLASS;
	graph->refcount[node] = 0;
	graph->tree_edge[node] = RA_NO_NODE;
	graph->node_count++;
	return node;
}

void ra_graph_add_edge(struct ra_graph *graph, ra_node from, ra_node to, enum ra_link_kind kind,
	uint32_t key, unsigned flags)
{
	const uint32_t edge = graph->edge_count;

	if (edge >= graph->storage->edge_limit) {
		graph->storage->full = true;
		return;
	}
	if (!has_room(graph, edge) ||
		(edge == graph->storage->edge_capacity && !resize_edges(graph, next_capacity(edge)))) {
		return;
	}
	if (from >= graph->node_count || to >= graph->node_count || graph->storage->finished) {
		give_up(graph, RA_ERR_LIMIT, "an edge of the object graph has no node");
		return;
	}
	graph->edge_from[edge] = from;
	graph->edge_to[edge] = to;
	graph->edge_key[edge] = key;
	graph->edge_kind[edge] = (uint8_t)kind;
	graph->edge_flags[edge] = (uint8_t)(flags & ~(unsigned)RA_EDGE_TREE);
	graph->edge_count++;
	graph->storage->guess_count += (flags & RA_EDGE_GUESS) != 0;
}

void ra_graph_add_index_edge(
	struct ra_graph *graph, ra_node from, ra_node to, int64_t index, unsigned flags)
{
	const uint32_t wide = graph->wide_key_count;

	if (index >= 0 && index <= UINT32_MAX) {
		ra_graph_add_edge(graph, from, to, RA_LINK_INDEX, (uint32_t)index, flags);
		return;
	}
	if (!has_room(graph, wide)) {
		return;
	}
	if (wide == graph->storage->wide_capacity) {
		const uint32_t capacity = next_capacity(wide);

		if (!grow(graph, &graph->wide_keys, capacity, sizeof(*graph->wide_keys))) {
			return;
		}
		graph->storage->wide_capacity = capacity;
	}
	graph->wide_keys[wide] = index;
	graph->wide_key_count++;
	ra_graph_add_edge(graph, from, to, RA_LINK_WIDE_INDEX, wide, flags);
}

uint32_t ra_graph_add_class(struct ra_graph *graph, const struct ra_class *cls)
{
	const uint32_t index = graph->class_count;

	if (!has_room(graph, index)) {
		return RA_NO_CLASS;
	}
	if (index == graph->storage->class_capacity) {
		const uint32_t capacity = next_capacity(index);

		if (!grow(graph, &graph->classes, capacity, sizeof(*graph->classes))) {
			return RA_NO_CLASS;
		}
		graph->storage->class_capacity = capacity;
	}
	graph->classes[index] = *cls;
	graph->class_count++;
	return index;
}

void ra_graph_add_frame(struct ra_graph *graph, const struct ra_frame_info *frame)
{
	const uint32_t index = graph->frame_count;

	if (!has_room(graph, index)) {
		return;
	}
	if (index == graph->storage->frame_capacity) {
		const uint32_t capacity = next_capacity(index);

		if (!grow(graph, &graph->frames, capacity, sizeof(*graph->frames))) {
			return;
		}
		graph->storage->frame_capacity = capacity;
	}
	graph->frames[index] = *frame;
	graph->frame_count++;
}

/* FNV-1a with a final mix: names are short, and the table is masked with low bits. */
static uint32_t hash_bytes(const char *bytes, size_t length)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < length; i++) {
		hash = (hash ^ (uint8_t)bytes[i]) * 16777619u;
	}
	hash ^= hash >> 15;
	hash *= 0x85ebca6bu;
	return hash ^ hash >> 13;
}

static bool grow_name_slots(struct ra_graph *graph)
{
	struct ra_graph_storage *storage = graph->storage;
	const uint64_t wanted =
		storage->name_slot_count ? (uint64_t)storage->name_slot_count * 2 : 1024;
	uint32_t *slots;

	if (wanted > UINT32_MAX || !(slots = calloc(wanted, sizeof(*slots)))) {
		return give_up(graph, RA_ERR_MEMORY, "no memory for the names of the object graph");
	}
	for (uint32_t name = 0; name < storage->name_count; name++) {
		uint32_t slot = storage->names[name].hash & (uint32_t)(wanted - 1);

		while (slots[slot]) {
			slot = (slot + 1) & (uint32_t)(wanted - 1);
		}
		slots[slot] = name + 1;
	}
	free(storage->name_slots);
	storage->name_slots = slots;
	storage->name_slot_count = (uint32_t)wanted;
	return true;
}

static const char *keep_name(struct ra_graph *graph, const char *bytes, size_t length)
{
	struct ra_graph_storage *storage = graph->storage;
	struct name_block *block = storage->name_blocks;

	if (!block || block->capacity - block->used < length + 1) {
		const size_t capacity = length + 1 > NAME_BLOCK_BYTES ? length + 1 : NAME_BLOCK_BYTES;

		block = malloc(sizeof(*block) + capacity);
		if (!block) {
			give_up(graph, RA_ERR_MEMORY, "no memory for the names of the object graph");
			return NULL;
		}
		block->used = 0;
		block->capacity = capacity;
		block->next = storage->name_blocks;
		storage->name_blocks = block;
	}
	char *const kept = block->bytes + block->used;

	if (length > 0) {
		memcpy(kept, bytes, length);
	}
	kept[length] = '\0';
	block->used += length + 1;
	return kept;
}

ra_name ra_graph_intern(struct ra_graph *graph, const char *bytes, size_t length)
{
	struct ra_graph_storage *storage = graph->storage;
	const uint32_t hash = hash_bytes(bytes, length);

	if (storage->failed || length >= UINT32_MAX) {
		return 0;
	}
	if ((uint64_t)storage->name_count * 4 >= (uint64_t)storage->name_slot_count * 3 &&
		!grow_name_slots(graph)) {
		return 0;
	}
	uint32_t slot = hash & (storage->name_slot_count - 1);

	for (; storage->name_slots[slot]; slot = (slot + 1) & (storage->name_slot_count - 1)) {
		const uint32_t name = storage->name_slots[slot] - 1;
		const struct name_entry *entry = &storage->names[name];

		if (entry->hash == hash && entry->length == length &&
			memcmp(entry->bytes, bytes, length) == 0) {
			return name;
		}
	}
	if (storage->name_count == storage->name_capacity) {
		const uint32_t capacity = next_capacity(storage->name_capacity);

		if (!grow(graph, &storage->names, capacity, sizeof(*storage->names))) {
			return 0;
		}
		storage->name_capacity = capacity;
	}
	if (length > storage->name_bytes_left) {
		storage->full = true;
		return 0;
	}
	const char *const kept = keep_name(graph, bytes, length);

	if (!kept) {
		return 0;
	}
	storage->name_bytes_left -= length;
	storage->names[storage->name_count] =
		(struct name_entry){.bytes = kept, .length = (uint32_t)length, .hash = hash};
	storage->name_slots[slot] = ++storage->name_count;
	return storage->name_count - 1;
}

const char *ra_graph_name(const struct ra_graph *graph, ra_name name, size_t *length)
{
	const struct ra_graph_storage *storage = graph->storage;
	const struct name_entry *entry = &storage->names[name < storage->name_count ? name : 0];

	if (length) {
		*length = entry->length;
	}
	return entry->bytes;
}

void ra_graph_limit(struct ra_graph *graph, uint64_t edges, uint64_t name_bytes)
{
	graph->storage->edge_limit = edges;
	graph->storage->name_bytes_left = name_bytes;
}

bool ra_graph_full(const struct ra_graph *graph)
{
	return graph->storage->full;
}

bool ra_graph_failed(const struct ra_graph *graph)
{
	return graph->storage->failed;
}

/* Climbs from each node to the next one that is done, then goes back down the same way. */
static void fill_heads(const struct ra_graph *graph, ra_node *heads, uint8_t *depths, ra_node *way)
{
	const uint8_t deep = RA_HEAD_DEPTH + 1;

	for (ra_node start = 0; start < graph->node_count; start++) {
		uint32_t steps = 0;
		ra_node at = start;

		while (at != RA_NO_NODE && heads[at] == RA_NO_NODE) {
			way[steps++] = at;
			at = ra_node_tree_parent(graph, at);
		}
		while (steps > 0) {
			const ra_node node = way[--steps];

			depths[node] = at == RA_NO_NODE ? 0 : depths[at] < deep ? depths[at] + 1 : deep;
			heads[node] = depths[node] < deep ? node : heads[at];
			at = node;
		}
	}
}

ra_node ra_graph_head(const struct ra_graph *graph, ra_node node)
{
	struct ra_graph_storage *storage = graph->storage;

	if (!storage->heads) {
		ra_node *const heads = malloc(graph->node_count * sizeof(*heads));
		ra_node *const way = malloc(graph->node_count * sizeof(*way));
		uint8_t *const depths = malloc(graph->node_count);

		if (heads && way && depths) {
			for (ra_node n = 0; n < graph->node_count; n++) {
				heads[n] = RA_NO_NODE;
			}
			fill_heads(graph, heads, depths, way);
			storage->heads = heads;
		} else {
			free(heads);
		}
		free(way);
		free(depths);
	}
	return storage->heads ? storage->heads[node] : RA_NO_NODE;
}

int64_t ra_edge_index(const struct ra_graph *graph, uint32_t edge)
{
	return graph->edge_kind[edge] == RA_LINK_WIDE_INDEX ? graph->wide_keys[graph->edge_key[edge]]
														: (int64_t)graph->edge_key[edge];
}

/* Counts the edges of each node into edge_begin; says whether they are in order already. */
static bool count_edges(struct ra_graph *graph, bool *in_order)
{
	uint32_t *begin = calloc((size_t)graph->node_count + 1, sizeof(*begin));
	ra_node last = 0;

	if (!begin) {
		return give_up(graph, RA_ERR_MEMORY, "no memory to sort the edges of the object graph");
	}
	*in_order = true;
	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		const ra_node from = graph->edge_from[edge];

		*in_order = *in_order && from >= last;
		last = from;
		begin[from + 1]++;
	}
	for (ra_node node = 0; node < graph->node_count; node++) {
		begin[node + 1] += begin[node];
	}
	graph->edge_begin = begin;
	return true;
}

static void permute_u32(uint32_t **array, uint32_t **spare, const uint32_t *place, uint32_t count)
{
	uint32_t *const sorted = *spare;

	for (uint32_t edge = 0; edge < count; edge++) {
		sorted[place[edge]] = (*array)[edge];
	}
	*spare = *array;
	*array = sorted;
}

static void permute_u8(uint8_t *array, uint8_t *spare, const uint32_t *place, uint32_t count)
{
	for (uint32_t edge = 0; edge < count; edge++) {
		spare[place[edge]] = array[edge];
	}
	memcpy(array, spare, count);
}

/* Stable counting sort by source node, one array after the other: 8 bytes per edge on top. */
static bool sort_edges(struct ra_graph *graph)
{
	const uint32_t count = graph->edge_count;
	uint32_t *place = malloc(count * sizeof(*place));
	uint32_t *spare = malloc(count * sizeof(*spare));
	const bool ok = place && spare;

	if (ok) {
		for (uint32_t edge = 0; edge < count; edge++) {
			place[edge] = graph->edge_begin[graph->edge_from[edge]]++;
		}
		/* Every begin now stands where the next one stood: shift them back. */
		memmove(graph->edge_begin + 1, graph->edge_begin,
			graph->node_count * sizeof(*graph->edge_begin));
		graph->edge_begin[0] = 0;
		permute_u32(&graph->edge_from, &spare, place, count);
		permute_u32(&graph->edge_to, &spare, place, count);
		permute_u32(&graph->edge_key, &spare, place, count);
		permute_u8(graph->edge_kind, (uint8_t *)spare, place, count);
		permute_u8(graph->edge_flags, (uint8_t *)spare, place, count);
	}
	free(place);
	free(spare);
	return ok || give_up(graph, RA_ERR_MEMORY, "no memory to sort the edges of the object graph");
}

enum spread_over {
	CERTAIN_EDGES, /* strong, and no guess */
	STRONG_EDGES,
	ALL_EDGES
};

static bool is_followed(const struct ra_graph *graph, uint32_t edge, enum spread_over over)
{
	static const uint8_t left_out[] = {
		[CERTAIN_EDGES] = RA_EDGE_WEAK | RA_EDGE_STRUCTURAL | RA_EDGE_GUESS,
		[STRONG_EDGES] = RA_EDGE_WEAK | RA_EDGE_STRUCTURAL,
		[ALL_EDGES] = 0,
	};

	return !(graph->edge_flags[edge] & left_out[over]);
}

/* Breadth first from the nodes that stand in queue[0 .. count - 1]; sets the tree edge of each node
 * it meets. Returns the number of nodes in the queue at the end. */
static uint32_t spread(
	struct ra_graph *graph, ra_node *queue, uint32_t count, enum spread_over over)
{
	for (uint32_t head = 0; head < count; head++) {
		const ra_node from = queue[head];

		for (uint32_t edge = graph->edge_begin[from]; edge < graph->edge_begin[from + 1]; edge++) {
			const ra_node to = graph->edge_to[edge];

			if (graph->tree_edge[to] == RA_NO_NODE && to != RA_ROOT &&
				is_followed(graph, edge, over)) {
				graph->tree_edge[to] = edge;
				queue[count++] = to;
			}
		}
	}
	return count;
}

/* The same from all nodes that have their tree edge, and from the super-root. */
static void spread_on(struct ra_graph *graph, ra_node *queue, enum spread_over over)
{
	uint32_t count = 0;

	queue[count++] = RA_ROOT;
	for (ra_node node = 1; node < graph->node_count; node++) {
		if (graph->tree_edge[node] != RA_NO_NODE) {
			queue[count++] = node;
		}
	}
	if (count < graph->node_count) {
		spread(graph, queue, count, over);
	}
}

/* A breadth-first search of its own for what the edge leads to, if that was not met yet. */
static void spread_below(struct ra_graph *graph, ra_node *queue, uint32_t edge)
{
	const ra_node to = graph->edge_to[edge];

	if (ra_edge_is_strong(graph, edge) && graph->tree_edge[to] == RA_NO_NODE && to != RA_ROOT) {
		graph->tree_edge[to] = edge;
		queue[0] = to;
		spread(graph, queue, 1, CERTAIN_EDGES);
	}
}

/* Enters the super-root's children one after the other, so that an earlier branch keeps what it
 * shares with a later one, and likewise the frames of the call stack, so that a value has the name
 * by which the outermost frame knows it. */
static void spread_branches(struct ra_graph *graph, ra_node *queue)
{
	for (uint32_t root = graph->edge_begin[RA_ROOT]; root < graph->edge_begin[RA_ROOT + 1];
		 root++) {
		const ra_node branch = graph->edge_to[root];

		if (!ra_edge_is_strong(graph, root) || graph->tree_edge[branch] != RA_NO_NODE ||
			branch == RA_ROOT) {
			continue;
		}
		graph->tree_edge[branch] = root;
		for (uint32_t edge = graph->edge_begin[branch]; edge < graph->edge_begin[branch + 1];
			 edge++) {
			if (graph->edge_kind[edge] == RA_LINK_FRAME) {
				spread_below(graph, queue, edge);
			}
		}
		queue[0] = branch;
		spread(graph, queue, 1, CERTAIN_EDGES);
	}
}

/* What no real root reaches: garbage that the collector has not found yet, engine temporaries. Of
 * its entry points in the weak branches only those are attached that no other one reaches, one per
 * knot. First search, in order of the branches and handles: every node that is met unseen is a
 * candidate. Second search, in the opposite order: a candidate that is met unseen is reached by no
 * later one (just searched) and by no earlier one (it would not have become a candidate). */
static bool spread_weak_branches(struct ra_graph *graph, ra_node *queue)
{
	uint32_t *candidates = NULL; /* edges */
	uint32_t candidate_count = 0;
	uint32_t candidate_capacity = 0;
	ra_node *seen = NULL; /* nodes to be unmarked */
	uint32_t seen_count = 0;
	uint32_t seen_capacity = 0;
	bool ok = true;

	for (uint32_t root = graph->edge_begin[RA_ROOT]; ok && root < graph->edge_begin[RA_ROOT + 1];
		 root++) {
		const ra_node branch = graph->edge_to[root];

		if (graph->tree_edge[branch] == RA_NO_NODE && branch != RA_ROOT) {
			graph->tree_edge[branch] = root;
			queue[0] = branch;
			spread(graph, queue, 1, STRONG_EDGES);
		}
	}
	for (uint32_t root = graph->edge_begin[RA_ROOT]; ok && root < graph->edge_begin[RA_ROOT + 1];
		 root++) {
		const ra_node branch = graph->edge_to[root];

		for (uint32_t edge = graph->edge_begin[branch]; edge < graph->edge_begin[branch + 1];
			 edge++) {
			const ra_node to = graph->edge_to[edge];
			uint32_t found;

			if (graph->tree_edge[to] != RA_NO_NODE || to == RA_ROOT) {
				continue;
			}
			if (candidate_count == candidate_capacity) {
				candidate_capacity = next_capacity(candidate_capacity);
				ok = grow(graph, &candidates, candidate_capacity, sizeof(*candidates));
				if (!ok) {
					break;
				}
			}
			candidates[candidate_count++] = edge;
			graph->tree_edge[to] = edge;
			queue[0] = to;
			found = spread(graph, queue, 1, STRONG_EDGES);
			if (seen_capacity - seen_count < found) {
				const uint64_t wanted = (uint64_t)seen_count + found + seen_count / 2;

				seen_capacity = wanted < RA_NO_NODE ? (uint32_t)wanted : RA_NO_NODE - 1;
				ok = grow(graph, &seen, seen_capacity, sizeof(*seen));
				if (!ok) {
					break;
				}
			}
			memcpy(seen + seen_count, queue, found * sizeof(*seen));
			seen_count += found;
		}
	}
	if (ok) {
		for (uint32_t i = 0; i < seen_count; i++) {
			graph->tree_edge[seen[i]] = RA_NO_NODE;
		}
		for (uint32_t i = candidate_count; i-- > 0;) {
			const ra_node to = graph->edge_to[candidates[i]];

			if (graph->tree_edge[to] == RA_NO_NODE) {
				graph->tree_edge[to] = candidates[i];
				queue[0] = to;
				spread(graph, queue, 1, STRONG_EDGES);
			}
		}
	}
	free(candidates);
	free(seen);
	return ok;
}

/* Tree edges: breadth first over strong edges, branch after branch, guesses only for what certain
 * edges do not reach; then the weak branches; then whatever only a weak or structural edge leads
 * to. O(V + E). */
static bool choose_tree(struct ra_graph *graph)
{
	ra_node *queue = malloc(graph->node_count * sizeof(*queue));

	if (!queue) {
		return give_up(graph, RA_ERR_MEMORY, "no memory for the tree of the object graph");
	}
	spread_branches(graph, queue);
	if (graph->storage->guess_count > 0) {
		spread_on(graph, queue, STRONG_EDGES);
	}
	const bool ok = spread_weak_branches(graph, queue);

	if (ok) {
		spread_on(graph, queue, ALL_EDGES);
		for (ra_node node = 1; node < graph->node_count; node++) {
			if (graph->tree_edge[node] != RA_NO_NODE) {
				graph->edge_flags[graph->tree_edge[node]] |= RA_EDGE_TREE;
			}
		}
	}
	free(queue);
	return ok;
}

/* A guess does not own what something else leads to: it may be a leftover. */
static void weaken_guesses(struct ra_graph *graph)
{
	for (uint32_t edge = 0; graph->storage->guess_count > 0 && edge < graph->edge_count; edge++) {
		if ((graph->edge_flags[edge] & (RA_EDGE_GUESS | RA_EDGE_TREE)) == RA_EDGE_GUESS) {
			graph->edge_flags[edge] |= RA_EDGE_WEAK;
		}
	}
}

bool ra_graph_finish(struct ra_graph *graph, struct ra_error *err)
{
	bool in_order = false;

	if (!graph->storage->failed && count_edges(graph, &in_order)) {
		/* Return the unused tails of the large arrays. */
		resize_nodes(graph, graph->node_count);
		if (graph->edge_count > 0) {
			resize_edges(graph, graph->edge_count);
		}
		if (!graph->storage->failed && (in_order || sort_edges(graph)) && choose_tree(graph)) {
			weaken_guesses(graph);
		}
	}
	graph->storage->finished = true;
	if (graph->storage->failed) {
		return ra_fail(
			err, graph->storage->failure, RA_NOWHERE, "%s", graph->storage->failure_text);
	}
	return true;
}
