/* Known keepers: structures of frameworks and libraries that are known to grow, by class and
 * property, with why and what to do (keeper_rows.h), and those of them that hold a notable amount in
 * a dump. */
#ifndef RA_KNOWN_KEEPERS_H
#define RA_KNOWN_KEEPERS_H

#include <jansson.h>

#include "walk/snapshot.h"

enum {
	RA_KEEPER_COLUMNS = 69 /* of `what` and `cure`: a line each on the first screen */
};

struct ra_keeper {
	const char *name;       /* of the entry, and of its case in tests/keepers/cases */
	const char *package;    /* as Packagist calls it */
	const char *class_name; /* this class or one that extends it */
	const char *properties; /* parted by blanks, the one to show first; "::name" is a static one */
	const char *versions;   /* of the package, where it matters; NULL: all */
	bool registry;    /* normally full of different values: only many alike are worth a word */
	const char *what; /* one sentence: who keeps what */
	const char *cure; /* what to do, as code where it is code */
	const char *why;  /* more about it */
	const char *link; /* public documentation, issue or source */
};

const struct ra_keeper *ra_keeper_at(uint32_t index);      /* NULL: there are no more */
const struct ra_keeper *ra_keeper_named(const char *name); /* NULL: none is called so */
json_t *ra_keeper_json(const struct ra_keeper *keeper);    /* NULL is null */

struct ra_kept { /* what one keeper holds */
	const struct ra_keeper *keeper;
	uint64_t bytes;  /* that would go with the values of its properties */
	uint32_t places; /* properties of objects, static properties */
	uint32_t edge;   /* one of them: of the first property, that with most */
	ra_node *values; /* ascending, each once */
	uint32_t value_count;
};

struct ra_kept_list {
	struct ra_kept *items; /* in the order of the table */
	uint32_t count;
};

/* The keepers that hold a hundredth of the heap and 64 KB at least, of values that nobody else
 * holds but a loop that runs over them. Needs measures: without them the list is empty. O(classes), and one pass over
 * the nodes where one of the classes is there. False: no memory. */
bool ra_kept_find(const struct ra_snapshot *snapshot, struct ra_kept_list *out);
void ra_kept_done(struct ra_kept_list *list);

/* The keeper with whose values the node goes. NULL: there is none, or no memory to tell. */
const struct ra_keeper *ra_kept_with(
	const struct ra_snapshot *snapshot, const struct ra_kept_list *list, ra_node node);

#endif
