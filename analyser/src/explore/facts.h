/* What all pages draw on: the snapshot, and what is computed once when the first page needs it. */
#ifndef RA_FACTS_H
#define RA_FACTS_H

#include "answer/answer.h"
#include "answer/packages.h"
#include "walk/snapshot.h"

struct ra_facts {
	struct ra_snapshot *snapshot;              /* with measures; by a walk or of an index */
	struct ra_snapshot *walked;                /* where findings were asked for */
	const struct ra_snapshot_options *options; /* to walk the file with; may be NULL */
	const char *file;                          /* as the user calls it */
	uint64_t usage_bytes;                      /* memory_get_usage() */
	uint64_t missing_bytes;                    /* of a dump that was cut off */
	struct ra_answer *answer;                  /* without the names that only findings give */

	bool has_findings, has_packages;
	struct ra_findings findings; /* most severe first; ask ra_facts_findings() */
	struct ra_packages packages; /* ask ra_facts_packages() */
	uint32_t *package_of_class;  /* row of packages; RA_NO_CLASS: none of them */

	void (*busy)(
		void *context, const char *what); /* told before something that takes long; may be NULL */
	void *context;
};

/* snapshot and file must outlive it. */
bool ra_facts_init(
	struct ra_facts *facts, struct ra_snapshot *snapshot, const char *file, struct ra_error *err);
void ra_facts_done(struct ra_facts *facts);

void ra_facts_busy(const struct ra_facts *facts, const char *what);

/* NULL: *err says why. */
const struct ra_findings *ra_facts_findings(struct ra_facts *facts, struct ra_error *err);
const struct ra_packages *ra_facts_packages(struct ra_facts *facts, struct ra_error *err);

#endif
