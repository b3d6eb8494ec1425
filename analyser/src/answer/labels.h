/* Labels: sets of atoms, the things a programmer can let go of. Each set is kept once and has a
 * number, so equal labels are equal numbers.
 *
 * A label is at most RA_LABEL_ATOMS long. What would be longer is lifted: an atom is replaced by
 * one that holds more (a slot by its node, a node by its dominator). A lifted label promises less,
 * never more: cutting the larger thing cuts the smaller. */
#ifndef RA_LABELS_H
#define RA_LABELS_H

#include "answer/open_set.h"

enum {
	RA_LABEL_ATOMS = 8,
	RA_LABEL_SLOTS = 3, /* of one node; more of them become the node */
};

#define RA_NO_LABEL UINT32_MAX

enum ra_atom_kind {
	RA_ATOM_WHOLE, /* id: a node, all that it holds */
	RA_ATOM_LIST,  /* id: of lists: all edges of one name out of a root */
	RA_ATOM_SLOT,  /* id: an edge */
};

struct ra_atom {
	enum ra_atom_kind kind;
	uint32_t id;
};

struct ra_atom_list { /* of a root: what the engine keeps under one name */
	ra_node root;
	ra_name name;
};

struct ra_label {
	uint32_t first; /* its atoms: labels->atoms[first .. first + count - 1], sorted */
	uint32_t count;
};

struct ra_labels {
	const struct ra_open_set *open;

	struct ra_label *items;
	uint32_t count;
	uint32_t most; /* sets: beyond it there are only those of one whole node */
	uint64_t *atoms;
	uint32_t atom_count;

	struct ra_atom_list *lists;
	uint32_t list_count;
	uint32_t list_capacity;
	uint64_t lifts; /* atoms that were replaced by larger ones */

	/* private */
	uint32_t capacity, atom_capacity;
	uint32_t *slots; /* open addressing: label + 1 */
	uint32_t slot_count;
	struct ra_label_union *unions; /* what was united last, by hash */
	bool failed;
};

/* `most`: how many sets; 0: the default of 65,536. False: no memory. */
bool ra_labels_init(struct ra_labels *labels, const struct ra_open_set *open, uint32_t most);
void ra_labels_done(struct ra_labels *labels);

/* The number of the set of one atom, of two sets together. RA_NO_LABEL: there are too many sets
 * (or no memory, then `failed` is set); ra_label_of() with a whole node fails only for want of
 * memory. */
uint32_t ra_label_of(struct ra_labels *labels, struct ra_atom atom);
uint32_t ra_label_union(struct ra_labels *labels, uint32_t a, uint32_t b);

/* The list's number, for an atom; RA_NO_LABEL: no memory. */
uint32_t ra_label_list(struct ra_labels *labels, ra_node root, ra_name name);

struct ra_atom ra_label_atom(const struct ra_labels *labels, uint32_t label, uint32_t number);

/* The node that the atom is a part of: the source of a slot, a list's root, the node itself. */
ra_node ra_atom_node(const struct ra_labels *labels, struct ra_atom atom);

#endif
