/* The kinds of findings, once: what names their subject, and what the outputs do with them. docs/findings.md has a
 * section for each; ci/check-finding-kinds compares. */
#ifndef RA_FINDING_KIND_H
#define RA_FINDING_KIND_H

#include <stdint.h>

enum {
	RA_KIND_FACTS = 3 /* that name a subject, at most */
};

/* TABLED: shown in a table or in the overview, not among the findings of the text.
 * STATE: a state or a table; always there, and compared elsewhere if at all.
 * HEAD: stays in a report that is cut, whose first lines would be empty without.
 * ALLOCATOR: from the allocator's counters, so it does not need a whole graph.
 * FOREIGN: in reports that another tool saved, never in ours. */
enum ra_kind_flag {
	RA_KIND_TABLED = 1,
	RA_KIND_STATE = 2,
	RA_KIND_HEAD = 4,
	RA_KIND_ALLOCATOR = 8,
	RA_KIND_FOREIGN = 16,
};

struct ra_finding_kind {
	const char *name;
	unsigned flags;
	const char *facts
		[RA_KIND_FACTS]; /* what names the subject; none: the first there is of some usual ones */
};

/* NULL: there is no such kind. */
const struct ra_finding_kind *ra_finding_kind(const char *name);

/* All of them in the order of the table, ended by NULL. */
const struct ra_finding_kind *ra_finding_kind_at(uint32_t index);

#endif
