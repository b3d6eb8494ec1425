/* The first rows among very many: the most bytes first, and of as many the texts in the order of their bytes. */
#ifndef RA_FIRST_GROUPS_H
#define RA_FIRST_GROUPS_H

#include "query/look.h"

struct ra_first_groups { /* zeroed, but for what is wanted; whoever made it frees the items */
	/* a heap with the last of them on top when it is full; whose keys belong to others */
	struct ra_instance_group *items;
	uint32_t count, room;
	uint32_t wanted;
	/* of the text on top, where texts are copied: see struct ra_sample_digest */
	uint64_t last_head;
};

/* Keeps it if it is among the first. False: no memory. */
bool ra_first_groups_offer(struct ra_first_groups *best, const struct ra_instance_group *group);

/* The same with a copy of the text; `key` is kept in the place of the count. Either all are offered or all are chosen. */
bool ra_first_groups_choose(
	struct ra_first_groups *best, uint64_t bytes, const char *text, uint32_t key);
/* Whether one whose text has this head may be chosen. */
bool ra_first_groups_may_take(const struct ra_first_groups *best, uint64_t bytes, uint64_t head);
/* Frees the copies. */
void ra_first_groups_drop(struct ra_first_groups *best);

/* The heap's end: the items become a list in order. */
void ra_first_groups_sort(struct ra_first_groups *best);

#endif
