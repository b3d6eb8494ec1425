/* Instances of a class in groups of equal keys. See look.h.
 *
 * Each piece of the objects makes keys: texts, told apart by what is in the dump where many objects have equal ones. Where most
 * differ, a piece goes on with a hash for each object, and keeps the texts of those alone that may be among the first rows. Keys are
 * dealt to parts by their hashes, and equal ones of all pieces are found in each part alone. An object that has a key of its own,
 * as all may have, is a group without more ado; the others are gathered by their groups. */
#include "query/look.h"

#include <stdlib.h>
#include <string.h>

#include "answer/places.h"
#include "base/format.h"
#include "base/hash.h"
#include "base/large.h"
#include "base/pair_index.h"
#include "base/tasks.h"
#include "findings/path.h"
#include "query/alike_edges.h"
#include "query/first_groups.h"
#include "query/pieces.h"
#include "query/property_values.h"
#include "walk/snapshot_view.h"

enum {
	TRIED = 4096,      /* values of a piece, before it is said that most differ */
	PARTS = 64,        /* of the keys, by the first six bits of their hashes */
	MAX_CHOSEN = 1000, /* rows for which texts are not kept for all */
	TASKS = 16         /* for the parts */
};

#define NOTHING "(none)" /* instead of an empty text */

#define ALONE   UINT32_MAX /* instead of a group: one object has this key */

struct key {
	uint64_t hash;
	uint32_t text_at; /* in the texts of its piece */
	uint32_t values;  /* how many have it */
};

struct keys {            /* of a piece */
	uint32_t begin, end; /* of the values */
	/* from this one on each has a key, numbered behind `count`, whose text is made again where it is needed */
	uint32_t unkept_begin;
	uint64_t *unkept;      /* their hashes, in those of all values; NULL: there are none */
	struct ra_buffer text; /* of one of them */
	/* of them those that may be among the first rows; `count` is the key, the text their own */
	struct ra_first_groups chosen;
	bool too_few;           /* of these are alone: others may be first */
	struct ra_buffer texts; /* each with its NUL */
	struct key *items;      /* later ones may be equal to earlier ones */
	uint32_t count, room;
	uint32_t in_part[PARTS];      /* how many; then where the next one is dealt to */
	uint32_t first;               /* number of the first of them among those of all pieces */
	struct ra_pair_index index;   /* of what texts are told apart by without making them */
	uint32_t *text_of;            /* by number of that */
	bool in_vain;                 /* most texts differ */
	struct ra_first_groups alone; /* groups of one object */
	uint32_t alone_count;
	bool no_memory;
	char apart[RA_APART];
};

struct dealt { /* a key, so that those that differ are seen to without a look at anything else */
	uint32_t hash; /* its lower half */
	uint32_t key;  /* its number among those of all pieces */
};

struct part {
	struct dealt *keys; /* in the order of pieces, and there as they were made */
	uint32_t count;
	/* of several objects; the keys belong to their pieces, or, where first_key says so, to them */
	struct ra_instance_group *groups;
	uint32_t group_count;
	uint32_t *first_key; /* per group: the number of a key whose text has to be made, or ALONE */
	uint32_t first;      /* number of the first of them */
	bool no_memory;
	char apart[RA_APART];
};

struct grouping {
	struct ra_snapshot *snapshot;
	const struct ra_found *found;
	bool by_holder, by_site;
	struct ra_property property; /* else */
	uint32_t wanted;
	struct keys pieces[RA_PIECES];
	uint32_t piece_count;
	struct part parts[PARTS];
	struct dealt *dealt;
	uint32_t *key_of;   /* per value: the number of its key in its piece */
	uint64_t *hashes;   /* per value of which no text is kept; NULL: all are */
	uint32_t *group_of; /* per key of all pieces: its group in its part, or ALONE */
	uint32_t group_count;
	uint32_t *group_end; /* per group: of its nodes */
	ra_node *nodes;
};

static unsigned part_of(uint64_t hash)
{
	return (unsigned)(hash >> 58);
}

/* ---- keys ---- */

/* The number of a new key, whose text stands behind `begin`. RA_NO_PAIR: no memory. */
static uint32_t note_key(struct keys *keys, size_t begin, uint64_t hash)
{
	ra_buffer_add(&keys->texts, "", 1);
	if (keys->count == keys->room) {
		const uint32_t room = keys->room < UINT32_MAX / 2 ? keys->room * 2 + 16 : UINT32_MAX;
		struct key *const items = reallocarray(keys->items, room, sizeof(*items));

		keys->items = items ? items : keys->items;
		keys->room = items ? room : keys->room;
	}
	if (keys->texts.failed || keys->texts.length > UINT32_MAX || keys->count == keys->room) {
		return RA_NO_PAIR;
	}
	keys->items[keys->count] = (struct key){.hash = hash, .text_at = (uint32_t)begin};
	keys->in_part[part_of(hash)]++;
	return keys->count++;
}

/* A text that is taken over; NULL: no memory. */
static uint32_t note_text(struct keys *keys, char *text)
{
	const size_t begin = keys->texts.length;

	if (!text) {
		return RA_NO_PAIR;
	}
	const size_t length = strlen(text);
	const uint64_t hash = ra_hash_bytes(text, length);

	ra_buffer_add(&keys->texts, text, length);
	free(text);
	return note_key(keys, begin, hash);
}

static uint32_t note_holder(struct ra_snapshot *snapshot, struct keys *keys, ra_node node)
{
	const uint32_t edge = snapshot->graph->tree_edge[node];
	char *const text =
		edge == RA_NO_NODE ? strdup("(nothing)") : ra_place_of_edge(snapshot, edge, RA_PATH_FOLDED);

	if (text) {
		ra_query_fold_keys(text, false);
	}
	return note_text(keys, text);
}

/* Appends the text of a property. False: no memory. */
static bool add_text(struct ra_snapshot *snapshot, const struct ra_property *property, ra_node node,
	struct ra_buffer *out)
{
	const size_t begin = out->length;

	if (!ra_property_add_text(snapshot, node, property, out)) {
		return false;
	}
	if (out->length == begin) {
		ra_buffer_text(out, NOTHING);
	}
	return !out->failed;
}

/* Appends the text, or makes the digest where that is enough; of a text that is made only the hash. False: no memory. */
static bool add_or_digest(struct ra_snapshot *snapshot, const struct ra_property *property,
	ra_node node, struct ra_buffer *out, struct ra_sample_digest *digest, bool *whole)
{
	const size_t begin = out->length;

	if (!ra_property_add_or_digest(snapshot, node, property, out, digest, whole)) {
		return false;
	}
	if (*whole && out->length == begin) {
		ra_buffer_text(out, NOTHING);
	}
	if (*whole && !out->failed) {
		digest->hash = ra_hash_bytes(out->text + begin, out->length - begin);
	}
	return !out->failed;
}

static uint32_t note_property(struct ra_snapshot *snapshot, const struct ra_property *property,
	struct keys *keys, ra_node node)
{
	const size_t begin = keys->texts.length;
	struct ra_sample_digest digest;
	bool whole;

	return add_or_digest(snapshot, property, node, &keys->texts, &digest, &whole) &&
				   (whole || add_text(snapshot, property, node, &keys->texts))
			   ? note_key(keys, begin, digest.hash)
			   : RA_NO_PAIR;
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
	keys->text_of[known] = note_text(keys, text ? text : strdup("(no code of its own)"));
	return keys->text_of[known];
}

/* The number of the key of a value, of which so many came before. RA_NO_PAIR: no memory. */
static uint32_t add_key(struct ra_snapshot *snapshot, const struct grouping *grouping,
	struct keys *keys, ra_node node, uint32_t seen)
{
	uint32_t known;
	struct ra_pair pair;

	if (grouping->by_site) {
		return add_site(snapshot, keys, node);
	}
	if (grouping->by_holder) {
		return note_holder(snapshot, keys, node);
	}
	keys->in_vain = keys->in_vain || are_mostly_different(keys, seen);
	if (keys->in_vain) { /* and all texts are wanted */
		return note_property(snapshot, &grouping->property, keys, node);
	}
	const uint32_t before = keys->index.count;

	ra_property_identity(snapshot, node, &grouping->property, &pair);
	known = ra_pair_index_add(&keys->index, pair, &keys->text_of, sizeof(*keys->text_of));
	if (known == RA_NO_PAIR || known < before) {
		return known == RA_NO_PAIR ? RA_NO_PAIR : keys->text_of[known];
	}
	keys->text_of[known] = note_property(snapshot, &grouping->property, keys, node);
	return keys->text_of[known];
}

/* From now on there is a hash for each value. */
static void stop_keeping(const struct grouping *grouping, struct keys *keys, uint32_t value)
{
	keys->unkept_begin = value;
	keys->unkept = grouping->hashes + value;
	keys->chosen.wanted = grouping->wanted * 4 + 64; /* some may not be alone */
}

/* The key of a value of which no text is kept. False: no memory. */
static bool add_unkept(struct ra_snapshot *snapshot, const struct grouping *grouping,
	struct keys *keys, uint32_t value)
{
	const ra_node node = grouping->found->nodes[value];
	const uint64_t bytes = ra_node_dominated_bytes(snapshot->measures, node);
	const uint32_t number = value - keys->unkept_begin;
	struct ra_sample_digest digest;
	bool whole;

	ra_buffer_cut(&keys->text, 0);
	if (!add_or_digest(snapshot, &grouping->property, node, &keys->text, &digest, &whole)) {
		return false;
	}
	keys->unkept[number] = digest.hash;
	keys->in_part[part_of(digest.hash)]++;
	if (!whole && !ra_first_groups_may_take(&keys->chosen, bytes, digest.head)) {
		return true;
	}
	return (whole || add_text(snapshot, &grouping->property, node, &keys->text)) &&
		   ra_first_groups_choose(&keys->chosen, bytes, keys->text.text, keys->count + number);
}

static bool has_to_stop(const struct grouping *grouping, const struct keys *keys, uint32_t seen)
{
	return grouping->hashes && !keys->unkept && are_mostly_different(keys, seen);
}

static void key_piece(
	void *context, struct ra_snapshot *snapshot, uint32_t number, uint32_t begin, uint32_t end)
{
	struct grouping *const grouping = context;
	struct keys *const keys = &grouping->pieces[number];
	struct ra_alike_places last = {.next = 0}; /* of millions in one list the place is made once */

	keys->begin = begin;
	keys->end = keys->unkept_begin = end;
	for (uint32_t i = begin; i < end && !keys->no_memory; i++) {
		if (has_to_stop(grouping, keys, i - begin)) {
			stop_keeping(grouping, keys, i);
		}
		if (keys->unkept) {
			keys->no_memory = !add_unkept(snapshot, grouping, keys, i);
			continue;
		}
		const ra_node node = grouping->found->nodes[i];
		const uint32_t edge = grouping->by_holder ? snapshot->graph->tree_edge[node] : RA_NO_NODE;
		uint32_t key =
			edge != RA_NO_NODE ? ra_alike_place(&last, snapshot->graph, edge, false) : RA_NO_NODE;

		if (key == RA_NO_NODE) {
			key = add_key(snapshot, grouping, keys, node, i - begin);
			keys->no_memory = key == RA_NO_PAIR;
			if (keys->no_memory) {
				return;
			}
			if (edge != RA_NO_NODE) {
				ra_alike_add(&last, snapshot->graph, edge, key);
			}
		}
		keys->items[key].values++;
		grouping->key_of[i] = key;
	}
}

/* ---- equal ones ---- */

static const char *text_in(const struct keys *keys, uint32_t key)
{
	return keys->texts.text + keys->items[key].text_at;
}

/* All its keys, the last without texts. */
static uint32_t keys_of(const struct keys *keys)
{
	return keys->count + (keys->end - keys->unkept_begin);
}

static uint64_t hash_in(const struct keys *keys, uint32_t key)
{
	return key < keys->count ? keys->items[key].hash : keys->unkept[key - keys->count];
}

/* How many values have it. */
static uint32_t values_in(const struct keys *keys, uint32_t key)
{
	return key < keys->count ? keys->items[key].values : 1;
}

/* Which piece has a key of that number among those of all. */
static const struct keys *piece_of(const struct grouping *grouping, uint32_t key)
{
	uint32_t piece = grouping->piece_count - 1;

	while (piece > 0 && grouping->pieces[piece].first > key) {
		piece--;
	}
	return &grouping->pieces[piece];
}

static uint64_t hash_of(const struct grouping *grouping, uint32_t key)
{
	const struct keys *const keys = piece_of(grouping, key);

	return hash_in(keys, key - keys->first);
}

/* Of such a key. NULL: it is not kept. */
static const char *text_of(const struct grouping *grouping, uint32_t key)
{
	const struct keys *const keys = piece_of(grouping, key);

	return key - keys->first < keys->count ? text_in(keys, key - keys->first) : NULL;
}

static void deal_piece(void *context, size_t number)
{
	struct grouping *const grouping = context;
	struct keys *const keys = &grouping->pieces[number];

	for (uint32_t key = 0; key < keys_of(keys); key++) {
		const uint64_t hash = hash_in(keys, key);

		grouping->dealt[keys->in_part[part_of(hash)]++] =
			(struct dealt){(uint32_t)hash, keys->first + key};
		grouping->group_of[keys->first + key] = ALONE;
	}
}

/* False: no memory. */
static bool deal(struct grouping *grouping)
{
	uint32_t count = 0, next = 0;

	for (uint32_t piece = 0; piece < grouping->piece_count; piece++) {
		grouping->pieces[piece].first = count;
		count += keys_of(&grouping->pieces[piece]);
	}
	grouping->dealt = ra_large((size_t)count + 1, sizeof(*grouping->dealt));
	grouping->group_of = ra_large((size_t)count + 1, sizeof(*grouping->group_of));
	if (!grouping->dealt || !grouping->group_of) {
		return false;
	}
	for (unsigned part = 0; part < PARTS; part++) {
		grouping->parts[part].keys = grouping->dealt + next;
		for (uint32_t piece = 0; piece < grouping->piece_count; piece++) {
			uint32_t *const in_part = &grouping->pieces[piece].in_part[part];
			const uint32_t dealt = *in_part;

			*in_part = next;
			next += dealt;
			grouping->parts[part].count += dealt;
		}
	}
	ra_tasks_run(deal_piece, grouping, grouping->piece_count);
	return true;
}

/* Of texts that are not kept the hash decides, as of contents of strings everywhere: nobody knows its key. */
static bool are_equal(
	const struct grouping *grouping, const struct dealt *one, const struct dealt *other)
{
	if (one->hash != other->hash || hash_of(grouping, one->key) != hash_of(grouping, other->key)) {
		return false;
	}
	const char *const text = text_of(grouping, one->key);
	const char *const other_text = text_of(grouping, other->key);

	return !text || !other_text || strcmp(text, other_text) == 0;
}

/* first[i] becomes the number of the first key of the part that is equal to key i, values[i] for each of these how many values they
 * have together. `slots`: zeroed, a power of two of them. */
static void find_equal(const struct grouping *grouping, const struct part *part, uint32_t *slots,
	uint32_t slot_count, uint32_t *first, uint32_t *values)
{
	const struct keys *keys = grouping->pieces;

	for (uint32_t i = 0; i < part->count; i++) {
		const struct dealt *const key = &part->keys[i];
		uint32_t slot = key->hash & (slot_count - 1);

		while (slots[slot] != 0 && !are_equal(grouping, &part->keys[slots[slot] - 1], key)) {
			slot = (slot + 1) & (slot_count - 1);
		}
		slots[slot] = slots[slot] != 0 ? slots[slot] : i + 1;
		first[i] = slots[slot] - 1;
		while (key->key - keys->first >= keys_of(keys)) {
			keys++; /* the pieces come one after the other */
		}
		values[first[i]] += values_in(keys, key->key - keys->first);
	}
}

/* Gives numbers to those that several values have. False: no memory. */
static bool number_groups(
	const struct grouping *grouping, struct part *part, const uint32_t *first, uint32_t *values)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < part->count; i++) {
		count += first[i] == i && values[i] > 1;
	}
	part->groups = calloc((size_t)count + 1, sizeof(*part->groups));
	part->first_key = calloc((size_t)count + 1, sizeof(*part->first_key));
	for (uint32_t i = 0; part->groups && part->first_key && i < part->count; i++) {
		const struct dealt *const key = &part->keys[i];
		uint32_t group = ALONE;

		if (first[i] != i) {
			group = values[first[i]]; /* its number by now */
		} else if (values[i] > 1) {
			part->groups[part->group_count].key = (char *)text_of(grouping, key->key);
			part->groups[part->group_count].count = values[i];
			part->first_key[part->group_count] =
				part->groups[part->group_count].key ? ALONE : key->key;
			group = part->group_count++;
			values[i] = group;
		}
		if (group != ALONE) { /* as it was */
			grouping->group_of[key->key] = group;
		}
	}
	return part->groups && part->first_key;
}

/* Of the largest part that this task joins. */
static uint32_t most_keys(const struct grouping *grouping, size_t task)
{
	uint32_t most = 0;

	for (size_t p = task; p < PARTS; p += TASKS) {
		most = grouping->parts[p].count > most ? grouping->parts[p].count : most;
	}
	return most;
}

/* Their scratch memory is one for all. */
static void join_parts(void *context, size_t task)
{
	struct grouping *const grouping = context;
	const uint32_t most = most_keys(grouping, task);
	uint32_t slot_count = 16;

	while (slot_count < UINT32_MAX / 2 && slot_count / 2 < most) {
		slot_count *= 2;
	}
	uint32_t *const slots = reallocarray(NULL, slot_count, sizeof(*slots));
	uint32_t *const first = reallocarray(NULL, (size_t)most + 1, sizeof(*first));
	uint32_t *const values = reallocarray(NULL, (size_t)most + 1, sizeof(*values));
	const bool room = slots && first && values && slot_count > most;

	for (size_t p = task; p < PARTS; p += TASKS) {
		struct part *const part = &grouping->parts[p];

		part->no_memory = !room;
		if (room) {
			memset(slots, 0, slot_count * sizeof(*slots));
			memset(values, 0, part->count * sizeof(*values));
			find_equal(grouping, part, slots, slot_count, first, values);
			part->no_memory = !number_groups(grouping, part, first, values);
		}
	}
	free(slots);
	free(first);
	free(values);
}

/* ---- texts that were not kept ---- */

/* Of a key among those of all pieces; owned by the caller. NULL: no memory. */
static char *make_text(struct ra_snapshot *snapshot, const struct grouping *grouping, uint32_t key)
{
	const struct keys *const keys = piece_of(grouping, key);
	const uint32_t value = keys->unkept_begin + (key - keys->first - keys->count);
	struct ra_buffer text = {0};

	if (!add_text(snapshot, &grouping->property, grouping->found->nodes[value], &text)) {
		ra_buffer_done(&text);
		return NULL;
	}
	return ra_buffer_take(&text);
}

static void name_groups(void *context, struct ra_snapshot *snapshot, size_t number)
{
	struct grouping *const grouping = context;

	for (size_t p = number; p < PARTS; p += TASKS) {
		struct part *const part = &grouping->parts[p];

		for (uint32_t i = 0; i < part->group_count && !part->no_memory; i++) {
			if (part->first_key[i] != ALONE) {
				part->groups[i].key = make_text(snapshot, grouping, part->first_key[i]);
				part->no_memory = !part->groups[i].key;
			}
		}
	}
}

static bool name_all_groups(struct grouping *grouping)
{
	bool good = true;

	if (!ra_snapshot_run_views(grouping->snapshot, name_groups, grouping, TASKS, NULL)) {
		for (size_t number = 0; number < TASKS; number++) {
			name_groups(grouping, grouping->snapshot, number);
		}
	}
	for (unsigned part = 0; part < PARTS; part++) {
		good = good && !grouping->parts[part].no_memory;
	}
	return good;
}

/* Of a piece of whose chosen ones too few turned out to be alone: among those that are. False: no memory. */
static bool choose_again(struct grouping *grouping, struct keys *keys)
{
	const struct ra_measures *const measures = grouping->snapshot->measures;
	struct ra_first_groups *const chosen = &keys->chosen;

	ra_first_groups_drop(chosen);
	for (uint32_t key = keys->count; key < keys_of(keys); key++) {
		const ra_node node = grouping->found->nodes[keys->unkept_begin + (key - keys->count)];
		const uint64_t bytes = ra_node_dominated_bytes(measures, node);

		if (grouping->group_of[keys->first + key] != ALONE ||
			(chosen->count == chosen->wanted && bytes < chosen->items[0].retained_bytes)) {
			continue;
		}
		char *const text = make_text(grouping->snapshot, grouping, keys->first + key);
		const bool good = text && ra_first_groups_choose(chosen, bytes, text, key);

		free(text);
		if (!good) {
			return false;
		}
	}
	return true;
}

/* ---- sums ---- */

/* The group of a value of a piece; ALONE. */
static uint32_t group_of(const struct grouping *grouping, const struct keys *keys, uint32_t value)
{
	const uint32_t key = value < keys->unkept_begin ? grouping->key_of[value]
													: keys->count + (value - keys->unkept_begin);
	const uint32_t group = grouping->group_of[keys->first + key];

	return group == ALONE ? ALONE : grouping->parts[part_of(hash_in(keys, key))].first + group;
}

/* Objects of a piece that have a key of their own, whose text is kept. */
static void take_kept(struct grouping *grouping, struct keys *keys)
{
	for (uint32_t i = keys->begin; i < keys->unkept_begin && !keys->no_memory; i++) {
		const uint32_t key = grouping->key_of[i];

		if (grouping->group_of[keys->first + key] == ALONE) {
			const struct ra_instance_group group = {
				.key = (char *)text_in(keys, key),
				.count = 1,
				.retained_bytes = ra_node_dominated_bytes(
					grouping->snapshot->measures, grouping->found->nodes[i]),
			};

			keys->alone_count++;
			keys->no_memory = !ra_first_groups_offer(&keys->alone, &group);
		}
	}
}

static void take_alone(void *context, size_t number)
{
	struct grouping *const grouping = context;
	struct keys *const keys = &grouping->pieces[number];
	uint32_t alone = 0, chosen = 0;

	take_kept(grouping, keys);
	for (uint32_t key = keys->count; key < keys_of(keys); key++) {
		alone += grouping->group_of[keys->first + key] == ALONE;
	}
	for (uint32_t i = 0; i < keys->chosen.count; i++) {
		chosen += grouping->group_of[keys->first + keys->chosen.items[i].count] == ALONE;
	}
	keys->alone_count += alone;
	keys->too_few = chosen < alone && chosen < grouping->wanted;
}

/* The objects of the others, one group behind the other. False: no memory. */
static bool gather(struct grouping *grouping)
{
	uint32_t end = 0;

	for (unsigned part = 0; part < PARTS; part++) {
		grouping->parts[part].first = grouping->group_count;
		grouping->group_count += grouping->parts[part].group_count;
	}
	if (grouping->group_count == 0) {
		return true;
	}
	grouping->group_end = reallocarray(NULL, grouping->group_count, sizeof(*grouping->group_end));
	grouping->nodes =
		reallocarray(NULL, (size_t)grouping->found->count + 1, sizeof(*grouping->nodes));
	if (!grouping->group_end || !grouping->nodes) {
		return false;
	}
	for (unsigned part = 0; part < PARTS; part++) {
		for (uint32_t i = 0; i < grouping->parts[part].group_count; i++) {
			grouping->group_end[grouping->parts[part].first + i] =
				end; /* the begin, until it is filled */
			end += grouping->parts[part].groups[i].count;
		}
	}
	for (uint32_t piece = 0; piece < grouping->piece_count; piece++) {
		const struct keys *const keys = &grouping->pieces[piece];

		for (uint32_t i = keys->begin; i < keys->end; i++) {
			const uint32_t group = group_of(grouping, keys, i);

			if (group != ALONE) {
				grouping->nodes[grouping->group_end[group]++] = grouping->found->nodes[i];
			}
		}
	}
	return true;
}

static void sum_part(void *context, size_t number)
{
	struct grouping *const grouping = context;
	struct part *const part = &grouping->parts[number];

	for (uint32_t i = 0; i < part->group_count; i++) {
		struct ra_instance_group *const group = &part->groups[i];

		group->retained_bytes = ra_measures_union_bytes(grouping->snapshot->measures,
			grouping->nodes + grouping->group_end[part->first + i] - group->count, group->count);
	}
}

/* False: no memory. */
static bool collect_rows(
	struct grouping *grouping, struct ra_first_groups *best, struct ra_instance_groups *out)
{
	bool good = true;

	for (uint32_t piece = 0; piece < grouping->piece_count; piece++) {
		struct keys *const keys = &grouping->pieces[piece];

		good = good && !keys->no_memory && (!keys->too_few || choose_again(grouping, keys));
		out->total += keys->alone_count;
		for (uint32_t i = 0; good && i < keys->alone.count; i++) {
			good = ra_first_groups_offer(best, &keys->alone.items[i]);
		}
		for (uint32_t i = 0; good && i < keys->chosen.count; i++) {
			struct ra_instance_group group = keys->chosen.items[i];

			if (grouping->group_of[keys->first + group.count] == ALONE) {
				group.count = 1;
				good = ra_first_groups_offer(best, &group);
			}
		}
	}
	for (unsigned part = 0; part < PARTS; part++) {
		out->total += grouping->parts[part].group_count;
		for (uint32_t i = 0; good && i < grouping->parts[part].group_count; i++) {
			good = ra_first_groups_offer(best, &grouping->parts[part].groups[i]);
		}
	}
	ra_first_groups_sort(best);
	out->items = calloc((size_t)best->count + 1, sizeof(*out->items));
	for (uint32_t i = 0; good && out->items && i < best->count; i++) {
		out->items[i] = best->items[i];
		out->items[i].key = strdup(best->items[i].key);
		good = out->items[i].key;
		out->count++;
	}
	return good && out->items;
}

/* ---- all ---- */

/* False: no memory. */
static bool make_keys(struct grouping *grouping)
{
	const size_t count = grouping->found->count;
	bool good = true;

	grouping->key_of = reallocarray(NULL, count + 1, sizeof(*grouping->key_of));
	if (grouping->wanted <= MAX_CHOSEN && !grouping->by_holder && !grouping->by_site) {
		grouping->hashes = ra_large(count + 1, sizeof(*grouping->hashes));
		good = grouping->hashes;
	}
	if (!good || !grouping->key_of) {
		return false;
	}
	grouping->piece_count =
		ra_in_pieces(grouping->snapshot, grouping->found->count, key_piece, grouping);
	for (uint32_t piece = 0; piece < grouping->piece_count; piece++) {
		good = good && !grouping->pieces[piece].no_memory;
	}
	return good;
}

/* Likewise. */
static bool join_keys(struct grouping *grouping)
{
	bool good = true;

	if (!deal(grouping)) {
		return false;
	}
	ra_tasks_run(join_parts, grouping, TASKS);
	for (unsigned part = 0; part < PARTS; part++) {
		good = good && !grouping->parts[part].no_memory;
	}
	return good;
}

/* Likewise. */
static bool add_up(struct grouping *grouping, struct ra_instance_groups *out)
{
	struct ra_first_groups best = {.wanted = grouping->wanted};

	for (uint32_t piece = 0; piece < grouping->piece_count; piece++) {
		grouping->pieces[piece].alone.wanted = grouping->wanted;
	}
	if (!gather(grouping) || (grouping->group_count > 0 && !name_all_groups(grouping))) {
		return false;
	}
	ra_tasks_run(take_alone, grouping, grouping->piece_count);
	ra_tasks_run(sum_part, grouping, PARTS);

	const bool good = collect_rows(grouping, &best, out);

	free(best.items);
	return good;
}

static void grouping_done(struct grouping *grouping)
{
	for (int piece = 0; piece < RA_PIECES; piece++) {
		struct keys *const keys = &grouping->pieces[piece];

		ra_buffer_done(&keys->texts);
		free(keys->items);
		free(keys->text_of);
		free(keys->alone.items);
		ra_first_groups_drop(&keys->chosen);
		free(keys->chosen.items);
		ra_buffer_done(&keys->text);
		ra_pair_index_done(&keys->index);
	}
	for (unsigned p = 0; p < PARTS; p++) {
		struct part *const part = &grouping->parts[p];

		for (uint32_t i = 0; part->first_key && i < part->group_count; i++) {
			if (part->first_key[i] != ALONE) {
				free(part->groups[i].key);
			}
		}
		free(part->groups);
		free(part->first_key);
	}
	ra_property_done(&grouping->property);
	free(grouping->dealt);
	free(grouping->key_of);
	free(grouping->hashes);
	free(grouping->group_of);
	free(grouping->group_end);
	free(grouping->nodes);
	free(grouping);
}

bool ra_query_group_by(struct ra_snapshot *snapshot, const struct ra_found *found, const char *by,
	uint32_t wanted, struct ra_instance_groups *out, struct ra_error *err)
{
	struct grouping *const grouping = calloc(1, sizeof(*grouping));

	*out = (struct ra_instance_groups){.items = NULL};
	if (!grouping) {
		return ra_query_no_memory(err);
	}
	grouping->snapshot = snapshot;
	grouping->found = found;
	grouping->wanted = wanted > 0 ? wanted : UINT32_MAX;
	grouping->by_holder = strcmp(by, "holder") == 0;
	grouping->by_site = strcmp(by, "site") == 0;

	const bool good = ra_property_init(snapshot, &grouping->property, by, found) &&
					  make_keys(grouping) && join_keys(grouping) && add_up(grouping, out);

	grouping_done(grouping);
	return good || (ra_instance_groups_done(out), ra_query_no_memory(err));
}

static int by_key(const void *left, const void *right)
{
	const struct ra_instance_group *const a = left, *const b = right;

	return strcmp(a->key, b->key);
}

static int by_count(const void *left, const void *right)
{
	const struct ra_instance_group *const a = left, *const b = right;

	return a->count != b->count ? (a->count > b->count ? -1 : 1) : by_key(left, right);
}

void ra_instance_groups_sort(struct ra_instance_groups *groups, enum ra_row_order order)
{
	if (groups->count > 0) {
		qsort(groups->items, groups->count, sizeof(*groups->items),
			order == RA_ROWS_BY_NAME ? by_key : by_count);
	}
}

void ra_instance_groups_done(struct ra_instance_groups *groups)
{
	for (uint32_t i = 0; i < groups->count; i++) {
		free(groups->items[i].key);
	}
	free(groups->items);
	*groups = (struct ra_instance_groups){.items = NULL};
}
