/* The words of a saved graph and what they mean here: types of nodes, nodes that stand only between a value and what it
 * holds, names of links. Writer and reader share the tables, and the guess at what a link means: the writer notes in an
 * attribute only where that is wrong. */
#ifndef RA_VOCABULARY_H
#define RA_VOCABULARY_H

#include "graph/graph.h"

/* Of nodes between a value and what it holds by links of these kinds. */
enum ra_between {
	RA_BETWEEN_NONE,
	RA_BETWEEN_ELEMENTS,   /* array to element */
	RA_BETWEEN_PROPERTIES, /* object to declared property */
	RA_BETWEEN_VARIABLES,  /* frame to variable */
	RA_BETWEEN_ELEMENT,    /* elements to key and value of one */
	RA_BETWEENS
};

struct ra_between_type {
	const char *type;       /* of the node */
	const char *link;       /* that leads to it */
	enum ra_between member; /* one more node per link; RA_BETWEEN_NONE: none */
};

extern const struct ra_between_type ra_between_types[RA_BETWEENS];

/* Where the writer puts a link. */
static inline enum ra_between ra_between_of(enum ra_node_kind from, enum ra_link_kind link)
{
	switch (link) {
	case RA_LINK_INDEX:
	case RA_LINK_WIDE_INDEX:
		return from == RA_NODE_ARRAY ? RA_BETWEEN_ELEMENTS : RA_BETWEEN_NONE;
	case RA_LINK_KEY:
		return from == RA_NODE_FRAME ? RA_BETWEEN_NONE : RA_BETWEEN_ELEMENTS;
	case RA_LINK_PROPERTY:
		return from == RA_NODE_OBJECT ? RA_BETWEEN_PROPERTIES : RA_BETWEEN_NONE;
	case RA_LINK_LOCAL:
	case RA_LINK_ARGUMENT:
	case RA_LINK_EXTRA_ARG:
	case RA_LINK_TEMPORARY:
	case RA_LINK_RESULT:
		return from == RA_NODE_FRAME ? RA_BETWEEN_VARIABLES : RA_BETWEEN_NONE;
	default:
		return RA_BETWEEN_NONE;
	}
}

/* The type of a root by its name; NULL: it has none of its own. */
const char *ra_root_type(const char *root);

/* What a type means. False: no type that is known; *kind is RA_NODE_TABLE. */
bool ra_saved_kind(const char *type, uint32_t length, enum ra_node_kind *kind,
	enum ra_between *between, bool *internal);

/* A letter for each kind of link, for the attribute; capital: a guess. '\0' and RA_LINK_KINDS: there is none. */
char ra_link_letter(enum ra_link_kind kind, bool guess);
enum ra_link_kind ra_link_of_letter(char letter, bool *guess);

struct ra_link_context { /* what a reader sees of a link */
	enum ra_between between;
	enum ra_node_kind from, to;
	const char *root; /* name of `from`, when that is a root */
	const char *text;
	uint32_t length;
	bool has_key; /* of an element: the key's string is known */
};

enum ra_link_kind ra_link_guess(const struct ra_link_context *context);

/* A link's number: "12", "$_T[3]". False: it has none that fits. */
bool ra_link_number(const char *text, uint32_t length, int64_t *number);

#endif
