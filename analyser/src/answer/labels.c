/* See labels.h. */
#include "answer/labels.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum {
	MAX_SETS = 65536,
	UNIONS = 8192,
	FIRST_SLOTS = 1024,
	MERGED = 2 * RA_LABEL_ATOMS
};

struct ra_label_union {
	uint32_t a, b; /* RA_NO_LABEL: free */
	uint32_t result;
};

struct merged { /* a set under construction */
	uint64_t atoms[MERGED];
	uint32_t count;
};

static uint64_t pack(struct ra_atom atom)
{
	return (uint64_t)atom.kind << 32 | atom.id;
}

static struct ra_atom unpack(uint64_t packed)
{
	return (struct ra_atom){(enum ra_atom_kind)(packed >> 32), (uint32_t)packed};
}

bool ra_labels_init(struct ra_labels *labels, const struct ra_open_set *open, uint32_t most)
{
	memset(labels, 0, sizeof(*labels));
	labels->open = open;
	labels->most = most ? most : MAX_SETS;
	labels->slots = calloc(FIRST_SLOTS, sizeof(*labels->slots));
	labels->slot_count = FIRST_SLOTS;
	labels->unions = reallocarray(NULL, UNIONS, sizeof(*labels->unions));
	if (!labels->slots || !labels->unions) {
		labels->failed = true;
		return false;
	}
	memset(labels->unions, 0xff, UNIONS * sizeof(*labels->unions));
	return true;
}

void ra_labels_done(struct ra_labels *labels)
{
	free(labels->items);
	free(labels->atoms);
	free(labels->lists);
	free(labels->slots);
	free(labels->unions);
	memset(labels, 0, sizeof(*labels));
}

struct ra_atom ra_label_atom(const struct ra_labels *labels, uint32_t label, uint32_t number)
{
	return unpack(labels->atoms[labels->items[label].first + number]);
}

ra_node ra_atom_node(const struct ra_labels *labels, struct ra_atom atom)
{
	switch (atom.kind) {
	case RA_ATOM_SLOT:
		return ra_edge_source(labels->open->graph, atom.id);
	case RA_ATOM_LIST:
		return labels->lists[atom.id].root;
	case RA_ATOM_WHOLE:
		break;
	}
	return atom.id;
}

uint32_t ra_label_list(struct ra_labels *labels, ra_node root, ra_name name)
{
	for (uint32_t i = 0; i < labels->list_count; i++) {
		if (labels->lists[i].root == root && labels->lists[i].name == name) {
			return i;
		}
	}
	if (labels->list_count == labels->list_capacity) {
		const uint32_t capacity = labels->list_capacity ? labels->list_capacity * 2 : 16;
		struct ra_atom_list *const grown = reallocarray(labels->lists, capacity, sizeof(*grown));

		if (!grown) {
			labels->failed = true;
			return RA_NO_LABEL;
		}
		labels->lists = grown;
		labels->list_capacity = capacity;
	}
	labels->lists[labels->list_count] = (struct ra_atom_list){root, name};
	return labels->list_count++;
}

/* ---- the shape of a set ---- */

/* Cutting `whole` cuts the atom too. */
static bool is_inside(const struct ra_labels *labels, uint64_t atom, ra_node whole)
{
	const struct ra_atom a = unpack(atom);

	if (a.kind == RA_ATOM_WHOLE && a.id == whole) {
		return false;
	}
	return ra_node_dominates(labels->open->measures, whole, ra_atom_node(labels, a));
}

static void remove_at(struct merged *set, uint32_t place)
{
	set->count--;
	memmove(
		&set->atoms[place], &set->atoms[place + 1], (set->count - place) * sizeof(set->atoms[0]));
}

static void absorb(const struct ra_labels *labels, struct merged *set)
{
	for (uint32_t w = 0; w < set->count && unpack(set->atoms[w]).kind == RA_ATOM_WHOLE; w++) {
		for (uint32_t i = set->count; i-- > 0;) {
			if (is_inside(labels, set->atoms[i], unpack(set->atoms[w]).id)) {
				remove_at(set, i);
				w -= i < w;
			}
		}
	}
}

/* Replaces the atom by another and keeps the order; equal ones become one. */
static void replace(struct merged *set, uint32_t place, struct ra_atom by)
{
	const uint64_t atom = pack(by);
	uint32_t at = 0;

	remove_at(set, place);
	while (at < set->count && set->atoms[at] < atom) {
		at++;
	}
	if (at < set->count && set->atoms[at] == atom) {
		return;
	}
	memmove(&set->atoms[at + 1], &set->atoms[at], (set->count - at) * sizeof(set->atoms[0]));
	set->atoms[at] = atom;
	set->count++;
}

/* A node of which the set has too many slots; RA_NO_NODE: none. Their places stand side by side
 * only by chance, so all pairs are looked at: there are few. */
static uint32_t crowded_slot(const struct ra_labels *labels, const struct merged *set)
{
	for (uint32_t i = 0; i < set->count; i++) {
		uint32_t same = 0;

		if (unpack(set->atoms[i]).kind != RA_ATOM_SLOT) {
			continue;
		}
		for (uint32_t k = i; k < set->count; k++) {
			same += unpack(set->atoms[k]).kind == RA_ATOM_SLOT &&
					ra_edge_source(labels->open->graph, unpack(set->atoms[k]).id) ==
						ra_edge_source(labels->open->graph, unpack(set->atoms[i]).id);
		}
		if (same > RA_LABEL_SLOTS) {
			return i;
		}
	}
	return UINT32_MAX;
}

/* What holds more than the atom does, by one step. */
static struct ra_atom lifted(const struct ra_labels *labels, struct ra_atom atom)
{
	const ra_node node = ra_atom_node(labels, atom);
	ra_node above = node;

	if (atom.kind == RA_ATOM_WHOLE && node != RA_SUPER_ROOT) {
		above = labels->open->measures->immediate_dominator[node];
	}
	return (struct ra_atom){RA_ATOM_WHOLE, above};
}

static uint32_t deepest(const struct ra_labels *labels, const struct merged *set)
{
	uint64_t most = 0;
	uint32_t place = 0;

	for (uint32_t i = 0; i < set->count; i++) {
		const struct ra_atom atom = unpack(set->atoms[i]);
		const uint64_t depth =
			2 * (uint64_t)ra_open_level(labels->open, ra_atom_node(labels, atom)) +
			(atom.kind != RA_ATOM_WHOLE);

		if (depth >= most) {
			most = depth;
			place = i;
		}
	}
	return place;
}

static void normalise(struct ra_labels *labels, struct merged *set)
{
	absorb(labels, set);
	for (;;) {
		uint32_t place = crowded_slot(labels, set);

		if (place == UINT32_MAX && set->count <= RA_LABEL_ATOMS) {
			return;
		}
		if (place == UINT32_MAX) {
			place = deepest(labels, set);
		}
		labels->lifts++;
		replace(set, place, lifted(labels, unpack(set->atoms[place])));
		absorb(labels, set);
	}
}

/* ---- numbers ---- */

static uint64_t hash_of(const struct merged *set)
{
	uint64_t hash = set->count;

	for (uint32_t i = 0; i < set->count; i++) {
		hash = ra_hash_pair(hash, set->atoms[i]);
	}
	return hash;
}

static bool is_item(const struct ra_labels *labels, uint32_t label, const struct merged *set)
{
	const struct ra_label *item = &labels->items[label];

	return item->count == set->count &&
		   memcmp(&labels->atoms[item->first], set->atoms, set->count * sizeof(set->atoms[0])) == 0;
}

static uint32_t *slot_of(const struct ra_labels *labels, const struct merged *set)
{
	uint32_t at = (uint32_t)hash_of(set) & (labels->slot_count - 1);

	while (labels->slots[at] != 0 && !is_item(labels, labels->slots[at] - 1, set)) {
		at = (at + 1) & (labels->slot_count - 1);
	}
	return &labels->slots[at];
}

static bool grow_slots(struct ra_labels *labels)
{
	uint32_t *const old = labels->slots;

	labels->slots = calloc((size_t)labels->slot_count * 2, sizeof(*labels->slots));
	if (!labels->slots) {
		labels->slots = old;
		return false;
	}
	labels->slot_count *= 2;
	for (uint32_t i = 0; i < labels->count; i++) {
		struct merged set = {.count = labels->items[i].count};

		memcpy(set.atoms, &labels->atoms[labels->items[i].first], set.count * sizeof(set.atoms[0]));
		*slot_of(labels, &set) = i + 1;
	}
	free(old);
	return true;
}

/* Room for one item more in an array that doubles. */
static bool make_room(
	void *array, uint32_t *capacity, uint32_t count, uint32_t more, size_t item_bytes)
{
	void **const items = array;
	uint32_t wanted = *capacity ? *capacity : 64;
	void *grown;

	if ((uint64_t)count + more <= *capacity) {
		return true;
	}
	while ((uint64_t)count + more > wanted) {
		wanted *= 2;
	}
	grown = reallocarray(*items, (size_t)wanted, item_bytes);
	if (!grown) {
		return false;
	}
	*items = grown;
	*capacity = wanted;
	return true;
}

static uint32_t number_of(struct ra_labels *labels, const struct merged *set)
{
	uint32_t *slot = slot_of(labels, set);
	const bool bounded = set->count > 1 || unpack(set->atoms[0]).kind != RA_ATOM_WHOLE;

	if (*slot != 0) {
		return *slot - 1;
	}
	if (bounded && labels->count >= labels->most) {
		return RA_NO_LABEL;
	}
	if (labels->count >= labels->slot_count / 2) {
		if (!grow_slots(labels)) {
			labels->failed = true;
			return RA_NO_LABEL;
		}
		slot = slot_of(labels, set);
	}
	if (!make_room(&labels->items, &labels->capacity, labels->count, 1, sizeof(*labels->items)) ||
		!make_room(&labels->atoms, &labels->atom_capacity, labels->atom_count, set->count,
			sizeof(*labels->atoms))) {
		labels->failed = true;
		return RA_NO_LABEL;
	}
	memcpy(&labels->atoms[labels->atom_count], set->atoms, set->count * sizeof(set->atoms[0]));
	labels->items[labels->count] = (struct ra_label){labels->atom_count, set->count};
	labels->atom_count += set->count;
	*slot = ++labels->count;
	return *slot - 1;
}

uint32_t ra_label_of(struct ra_labels *labels, struct ra_atom atom)
{
	const struct merged set = {.atoms = {pack(atom)}, .count = 1};

	return number_of(labels, &set);
}

static struct merged merge(const struct ra_labels *labels, uint32_t a, uint32_t b)
{
	const struct ra_label *const left = &labels->items[a];
	const struct ra_label *const right = &labels->items[b];
	struct merged set = {.count = 0};
	uint32_t i = 0, k = 0;

	while (i < left->count || k < right->count) {
		const uint64_t l = i < left->count ? labels->atoms[left->first + i] : UINT64_MAX;
		const uint64_t r = k < right->count ? labels->atoms[right->first + k] : UINT64_MAX;

		set.atoms[set.count++] = l < r ? l : r;
		i += l <= r;
		k += r <= l;
	}
	return set;
}

uint32_t ra_label_union(struct ra_labels *labels, uint32_t a, uint32_t b)
{
	if (a == b || b == RA_NO_LABEL) {
		return a;
	}
	if (a == RA_NO_LABEL) {
		return b;
	}
	struct ra_label_union *const known = &labels->unions[ra_hash_pair(a, b) & (UNIONS - 1)];

	if (known->a == a && known->b == b) {
		return known->result;
	}
	struct merged set = merge(labels, a, b);

	normalise(labels, &set);
	const uint32_t result = number_of(labels, &set);

	if (result != RA_NO_LABEL) {
		*known = (struct ra_label_union){a, b, result};
	}
	return result;
}
