/* The dominator tree, folded until one can look at all of it: a few thousand items with what each is called, for an
 * icicle or a list. Plain data; it keeps no pointer into the snapshot. */
#ifndef RA_OUTLINE_H
#define RA_OUTLINE_H

#include "walk/snapshot.h"

#define RA_NO_ITEM UINT32_MAX

enum ra_outline_what {
	RA_OUTLINE_VALUE, /* one value */
	RA_OUTLINE_GROUP, /* values of one class or kind that hang in one way on the item above */
	RA_OUTLINE_CHAIN, /* values each of which holds the next, and what lies between them */
	RA_OUTLINE_REST,  /* values that are too small for an item of their own */
};

enum ra_outline_colour { /* what the values of an item are */
	RA_COLOUR_ENGINE,    /* PHP itself: roots, stacks, tables, buffers */
	RA_COLOUR_CODE,      /* classes, functions, constants */
	RA_COLOUR_CALL,      /* frames, and roots that lead to values */
	RA_COLOUR_OBJECT,
	RA_COLOUR_ARRAY,
	RA_COLOUR_STRING,
	RA_COLOUR_OTHER,
	RA_COLOURS
};

struct ra_outline_item {
	uint32_t parent;                   /* its number; RA_NO_ITEM for the first item, which is all */
	uint32_t first_child, child_count; /* the most bytes first */
	enum ra_outline_what what;
	enum ra_outline_colour colour;
	ra_node node;       /* the value, or the one of them that retains most */
	uint32_t count;     /* of values; of a chain its links */
	uint64_t bytes;     /* retained by all of them; no byte is in two items beside each other */
	uint64_t own_bytes; /* of them alone: with the bytes of the children these are all */
	char *link;         /* how it hangs on the item above: "->users", "$em", "[17]", "[*]"; where it
				   hangs elsewhere its path; "": neither */
	char *path;         /* of the value; of a group with [*]; NULL: of none, or beyond the limit */
	char *label;        /* what it is: "App\User", "array(17)", "string" */
};

struct ra_outline {
	struct ra_outline_item *items; /* a parent stands before its children */
	uint32_t count;
	uint32_t *item_of; /* per node of the graph: the innermost item that it is in */
	uint32_t node_count;
};

struct ra_outline_limits {
	uint32_t items; /* at most */
	uint32_t paths; /* items that have one, the first ones */
	uint32_t part;  /* what is smaller than this part of all is no item of its own: 20000 */
};

/* O(nodes + items log items) time; the scratch memory is 16 bytes per node. Needs the measures. *out is owned by the
 * caller. */
bool ra_outline_make(struct ra_snapshot *snapshot, const struct ra_outline_limits *limits,
	struct ra_outline **out, struct ra_error *err);
void ra_outline_free(struct ra_outline *outline); /* NULL is allowed */

#endif
