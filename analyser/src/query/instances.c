/* Instances of a class in an order, and in groups. See look.h. */
#include "query/look.h"

#include <stdlib.h>
#include <string.h>

#include "answer/places.h"
#include "base/format.h"
#include "base/hash.h"
#include "base/pair_index.h"
#include "base/sort.h"
#include "findings/path.h"
#include "query/alike_edges.h"
#include "query/pieces.h"
#include "query/property_values.h"

enum {
	FEW_PART = 64, /* of many are found without a sort of all */
	TRIED = 4096   /* values of a piece, before it is said that most differ */
};

void ra_query_sort(
	struct ra_snapshot *snapshot, struct ra_found *found, enum ra_instance_order order)
{
	const struct ra_sizes *const bytes = order == RA_BY_RETAINED
											 ? &snapshot->measures->dominated_bytes
											 : &snapshot->graph->own_bytes;
	struct ra_keyed *const items =
		order == RA_BY_ID ? NULL : calloc((size_t)found->count + 1, sizeof(*items));

	if (!items) { /* or no memory: by id is an order, too */
		ra_sort_u32(found->nodes, found->count);
		return;
	}
	for (uint32_t i = 0; i < found->count; i++) {
		items[i] = (struct ra_keyed){
			.key = UINT64_MAX - ra_sizes_at(bytes, found->nodes[i]), .id = found->nodes[i]};
	}
	ra_sort_keyed(items, found->count);
	for (uint32_t i = 0; i < found->count; i++) {
		found->nodes[i] = items[i].id;
	}
	free(items);
}

void ra_query_sort_first(struct ra_snapshot *snapshot, struct ra_found *found,
	enum ra_instance_order order, uint32_t wanted)
{
	const struct ra_sizes *const bytes = order == RA_BY_RETAINED
											 ? &snapshot->measures->dominated_bytes
											 : &snapshot->graph->own_bytes;
	struct ra_keyed *const heap =
		order == RA_BY_ID || wanted == 0 || wanted > found->count / FEW_PART
			? NULL
			: calloc(wanted, sizeof(*heap));

	if (!heap) {
		ra_query_sort(snapshot, found, order);
		return;
	}
	ra_first_begin(heap, wanted);
	for (uint32_t i = 0; i < found->count; i++) {
		const struct ra_keyed item = {
			.key = UINT64_MAX - ra_sizes_at(bytes, found->nodes[i]), .id = found->nodes[i]};

		ra_first_offer(heap, wanted, &item);
	}
	ra_sort_keyed(heap, wanted);
	for (uint32_t i = 0; i < wanted; i++) {
		found->nodes[i] = heap[i].id;
	}
	free(heap);
}

/* ---- groups ---- */

struct keys {     /* of a piece */
	char **texts; /* later ones may be equal to earlier ones */
	uint32_t count;
	struct ra_pair_index index; /* of what texts are told apart by without making them */
	uint32_t *text_of;          /* by number of that */
	bool in_vain;               /* most texts differ */
	bool no_memory;
};

struct grouping {
	const struct ra_found *found;
	bool by_holder, by_site;
	struct ra_property property; /* else */
	struct keys keys[RA_PIECES];
	uint32_t key_begin[RA_PIECES]; /* of the values */
	uint32_t *key_of;              /* per value: of those of its piece */
};

static int most_bytes(const void *left, const void *right)
{
	const struct ra_instance_group *const a = left, *const b = right;

	if (a->retained_bytes != b->retained_bytes) {
		return a->retained_bytes > b->retained_bytes ? -1 : 1;
	}
	return strcmp(a->key, b->key);
}

/* Owned by the caller; NULL: no memory. */
static char *key_text(struct ra_snapshot *snapshot, const struct grouping *grouping, ra_node node)
{
	char *text;

	if (grouping->by_holder) {
		const uint32_t edge = snapshot->graph->tree_edge[node];

		text = edge == RA_NO_NODE ? strdup("(nothing)")
								  : ra_place_of_edge(snapshot, edge, RA_PATH_FOLDED);
		if (text) {
			ra_query_fold_keys(text, false);
		}
		return text;
	}
	text = ra_property_text(snapshot, node, &grouping->property);
	if (text && *text == '\0') {
		free(text);
		text = strdup("(none)");
	}
	return text;
}

static bool are_mostly_different(const struct keys *keys, uint32_t seen)
{
	return seen >= TRIED && keys->index.count > seen / 4 * 3;
}

/* The number of the site of a value. Of few there are many values. RA_NO_PAIR: no memory. */
static uint32_t add_site(struct ra_snapshot *snapshot, struct keys *keys, ra_node node)
{
	char *const text = ra_site_of_object(snapshot, node);
	const struct ra_pair pair =
		text ? (struct ra_pair){ra_hash_bytes(text, strlen(text)), strlen(text)}
			 : (struct ra_pair){0, UINT64_MAX};
	const uint32_t before = keys->index.count;
	const uint32_t known =
		ra_pair_index_add(&keys->index, pair, &keys->text_of, sizeof(*keys->text_of));

	if (known == RA_NO_PAIR || known < before) {
		free(text);
		return known == RA_NO_PAIR ? RA_NO_PAIR : keys->text_of[known];
	}
	keys->text_of[known] = keys->count;
	return ra_lines_add(&keys->texts, &keys->count, text ? text : strdup("(no code of its own)"))
			   ? keys->text_of[known]
			   : RA_NO_PAIR;
}

/* The number of the key of a value, of which so many came before. RA_NO_PAIR: no memory. */
static uint32_t add_key(struct ra_snapshot *snapshot, const struct grouping *grouping,
	struct keys *keys, ra_node node, uint32_t seen)
{
	uint32_t known = RA_NO_PAIR;
	struct ra_pair pair;

	keys->in_vain = keys->in_vain || are_mostly_different(keys, seen);
	if (grouping->by_site) {
		return add_site(snapshot, keys, node);
	}
	if (!grouping->by_holder && !keys->in_vain) {
		const uint32_t before = keys->index.count;

		ra_property_identity(snapshot, node, &grouping->property, &pair);

		known = ra_pair_index_add(&keys->index, pair, &keys->text_of, sizeof(*keys->text_of));
		if (known == RA_NO_PAIR || known < before) {
			return known == RA_NO_PAIR ? RA_NO_PAIR : keys->text_of[known];
		}
	}
	if (!ra_lines_add(&keys->texts, &keys->count, key_text(snapshot, grouping, node))) {
		return RA_NO_PAIR;
	}
	if (known != RA_NO_PAIR) {
		keys->text_of[known] = keys->count - 1;
	}
	return keys->count - 1;
}

static void key_piece(
	void *context, struct ra_snapshot *snapshot, uint32_t number, uint32_t begin, uint32_t end)
{
	struct grouping *const grouping = context;
	struct keys *const keys = &grouping->keys[number];
	struct ra_alike_places last = {.next = 0}; /* of millions in one list the place is made once */

	grouping->key_begin[number] = begin;
	for (uint32_t i = begin; i < end && !keys->no_memory; i++) {
		const ra_node node = grouping->found->nodes[i];
		const uint32_t edge = grouping->by_holder ? snapshot->graph->tree_edge[node] : RA_NO_NODE;
		uint32_t key =
			edge != RA_NO_NODE ? ra_alike_place(&last, snapshot->graph, edge, false) : RA_NO_NODE;

		if (key == RA_NO_NODE) {
			key = add_key(snapshot, grouping, keys, node, i - begin);
			keys->no_memory = key == RA_NO_PAIR;
			if (edge != RA_NO_NODE && !keys->no_memory) {
				ra_alike_add(&last, snapshot->graph, edge, key);
			}
		}
		grouping->key_of[i] = key;
	}
}

/* The keys of all pieces in an order in which equal ones stand beside each other: `more` is their number, one piece after the other.
 * NULL: no memory. */
static struct ra_keyed *sort_keys(const struct grouping *grouping, char **texts, uint32_t count)
{
	struct ra_keyed *const order = reallocarray(NULL, (size_t)count + 1, sizeof(*order));
	uint32_t at = 0;

	for (int piece = 0; order && piece < RA_PIECES; piece++) {
		for (uint32_t i = 0; i < grouping->keys[piece].count; i++, at++) {
			texts[at] = grouping->keys[piece].texts[i];
			order[at] = (struct ra_keyed){
				.key = ra_hash_bytes(texts[at], strlen(texts[at])), .id = at, .more = at};
		}
	}
	if (order) {
		ra_sort_keyed(order, count);
	}
	return order;
}

/* Makes groups of equal keys, without numbers, in the order in which they come first; group_of gets the group of each key. */
static void make_groups(const struct ra_keyed *order, char **texts, uint32_t count,
	uint32_t *group_of, struct ra_instance_groups *groups)
{
	uint32_t *const first_of =
		group_of; /* the first key that is equal, until the groups have numbers */

	for (uint32_t i = 0; i < count; i++) {
		const uint32_t key = order[i].more;
		const uint32_t before = i > 0 ? first_of[order[i - 1].more] : key;
		const bool same =
			i > 0 && order[i].key == order[i - 1].key && strcmp(texts[key], texts[before]) == 0;

		first_of[key] = same ? before : key;
	}
	for (uint32_t key = 0; key < count; key++) {
		const uint32_t first = first_of[key];

		if (first == key) {
			group_of[key] = groups->count;
			groups->items[groups->count++].key = texts[key];
		} else {
			group_of[key] = group_of[first];
			free(texts[key]);
		}
	}
}

/* Puts the number of its group in the place of the key of each value. */
static void number_values(struct grouping *grouping, uint32_t piece_count, const uint32_t *group_of)
{
	for (uint32_t piece = 0; piece < piece_count; piece++) {
		const uint32_t end =
			piece + 1 < piece_count ? grouping->key_begin[piece + 1] : grouping->found->count;

		for (uint32_t i = grouping->key_begin[piece]; i < end; i++) {
			grouping->key_of[i] = group_of[grouping->key_of[i]];
		}
		group_of += grouping->keys[piece].count;
	}
}

/* False: no memory. */
static bool join_equal(
	struct grouping *grouping, uint32_t piece_count, struct ra_instance_groups *groups)
{
	uint32_t count = 0;
	bool good = true;

	for (int piece = 0; piece < RA_PIECES; piece++) {
		good = good && !grouping->keys[piece].no_memory;
		count += grouping->keys[piece].count;
	}
	char **const texts = good ? reallocarray(NULL, (size_t)count + 1, sizeof(*texts)) : NULL;
	struct ra_keyed *const order = texts ? sort_keys(grouping, texts, count) : NULL;
	uint32_t *const group_of = reallocarray(NULL, (size_t)count + 1, sizeof(*group_of));

	groups->items = order && group_of ? calloc((size_t)count + 1, sizeof(*groups->items)) : NULL;
	if (groups->items) {
		make_groups(order, texts, count, group_of, groups);
		number_values(grouping, piece_count, group_of);
		for (int piece = 0; piece < RA_PIECES; piece++) { /* they belong to the groups now */
			grouping->keys[piece].count = 0;
		}
	}
	free(texts);
	free(order);
	free(group_of);
	return groups->items;
}

/* False: no memory. */
static bool add_up(struct ra_snapshot *snapshot, const struct ra_found *found,
	const uint32_t *group_of, struct ra_instance_groups *groups)
{
	ra_node *const nodes = reallocarray(NULL, (size_t)found->count + 1, sizeof(*nodes));
	uint32_t *const next = calloc((size_t)groups->count + 1, sizeof(*next));
	const bool good = nodes && next;
	uint32_t begin = 0;

	for (uint32_t i = 0; good && i < found->count; i++) {
		groups->items[group_of[i]].count++;
	}
	for (uint32_t i = 0; good && i < groups->count; i++) {
		next[i] = begin;
		begin += groups->items[i].count;
	}
	for (uint32_t i = 0; good && i < found->count; i++) {
		nodes[next[group_of[i]]++] = found->nodes[i];
	}
	for (uint32_t i = 0; good && i < groups->count; i++) {
		struct ra_instance_group *const group = &groups->items[i];

		group->retained_bytes = ra_measures_union_bytes(
			snapshot->measures, nodes + next[i] - group->count, group->count);
	}
	free(nodes);
	free(next);
	return good;
}

/* The one that stands last is on top. */
static void sink(struct ra_instance_group *heap, uint32_t at, uint32_t count)
{
	const struct ra_instance_group group = heap[at];

	for (uint32_t child; (child = 2 * at + 1) < count; at = child) {
		if (child + 1 < count && most_bytes(&heap[child + 1], &heap[child]) > 0) {
			child++;
		}
		if (most_bytes(&heap[child], &group) <= 0) {
			break;
		}
		heap[at] = heap[child];
	}
	heap[at] = group;
}

/* Puts the first `wanted` in order, which takes less where that is few of many. */
static void sort_groups(struct ra_instance_groups *groups, uint32_t wanted)
{
	struct ra_instance_group *const items = groups->items;

	if (wanted == 0 || wanted > groups->count / FEW_PART) {
		wanted = groups->count;
	}
	for (uint32_t i = wanted / 2; wanted < groups->count && i-- > 0;) {
		sink(items, i, wanted);
	}
	for (uint32_t i = wanted; i < groups->count; i++) {
		if (most_bytes(&items[i], &items[0]) < 0) {
			const struct ra_instance_group last = items[0];

			items[0] = items[i];
			items[i] = last;
			sink(items, 0, wanted);
		}
	}
	if (wanted > 0) {
		qsort(items, wanted, sizeof(*items), most_bytes);
	}
}

static void grouping_done(struct grouping *grouping)
{
	for (int piece = 0; piece < RA_PIECES; piece++) {
		struct keys *const keys = &grouping->keys[piece];

		ra_lines_free(keys->texts, keys->count);
		free(keys->text_of);
		ra_pair_index_done(&keys->index);
	}
	ra_property_done(&grouping->property);
	free(grouping->key_of);
}

bool ra_query_group_by(struct ra_snapshot *snapshot, const struct ra_found *found, const char *by,
	uint32_t wanted, struct ra_instance_groups *out, struct ra_error *err)
{
	struct grouping grouping = {
		.found = found,
		.by_holder = strcmp(by, "holder") == 0,
		.by_site = strcmp(by, "site") == 0,
		.key_of = reallocarray(NULL, (size_t)found->count + 1, sizeof(*grouping.key_of)),
	};

	*out = (struct ra_instance_groups){NULL, 0};

	const bool good =
		grouping.key_of && ra_property_init(snapshot, &grouping.property, by, found) &&
		join_equal(&grouping, ra_in_pieces(snapshot, found->count, key_piece, &grouping), out) &&
		add_up(snapshot, found, grouping.key_of, out);

	if (good) {
		sort_groups(out, wanted);
	}
	grouping_done(&grouping);
	return good || (ra_instance_groups_done(out), ra_query_no_memory(err));
}

void ra_instance_groups_done(struct ra_instance_groups *groups)
{
	for (uint32_t i = 0; i < groups->count; i++) {
		free(groups->items[i].key);
	}
	free(groups->items);
	*groups = (struct ra_instance_groups){NULL, 0};
}
