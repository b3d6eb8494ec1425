/* known_keeper: structures of frameworks that are known to grow, where they have grown. */
#include "findings/passes.h"

#include <stdlib.h>

#include "base/format.h"
#include "findings/known_keepers.h"
#include "findings/path.h"

static const uint64_t high_bytes = 1024 * 1024;

enum {
	MAX_EVIDENCE = 10
};

static void add_keeper(
	struct ra_snapshot *snapshot, struct ra_findings *findings, const struct ra_kept *kept)
{
	const struct ra_keeper *const keeper = kept->keeper;
	char *const path = ra_path_edge_text(snapshot, kept->edge, 0);
	char *const property = ra_path_link_text(snapshot, kept->edge);

	if (!path || !property) {
		findings->failed = true;
		free(path);
		free(property);
		return;
	}
	struct ra_finding *const finding =
		ra_findings_add(findings, "known_keeper", kept->bytes >= high_bytes ? RA_HIGH : RA_MEDIUM,
			RA_CONFIDENCE_HIGH, "%s: %s — %s", keeper->what, RA_SIZE(kept->bytes), path);

	ra_fact_text(finding, "keeper", keeper->name);
	ra_fact_text(finding, "package", keeper->package);
	ra_fact_text(finding, "versions", keeper->versions);
	ra_fact_text(finding, "class_name", keeper->class_name);
	ra_fact_text(finding, "property_name", property);
	ra_fact_int(finding, "places", kept->places);
	ra_fact_int(finding, "total_size", kept->bytes);
	ra_fact_text(finding, "path", path);
	ra_fact_text(finding, "cure", keeper->cure);
	ra_fact_text(finding, "link", keeper->link);
	ra_finding_hypothesis(finding, "%s", keeper->why);
	ra_finding_next(finding, "%s", keeper->cure);
	ra_finding_next(finding, "%s", keeper->link);
	for (uint32_t i = 0; i < kept->value_count && i < MAX_EVIDENCE; i++) {
		ra_finding_evidence(finding, kept->values[i]);
	}
	ra_finding_path(finding, path);
	if (finding) {
		finding->impact_bytes = kept->bytes;
	}
	free(path);
	free(property);
}

void ra_find_known_keepers(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	struct ra_kept_list list;

	if (!ra_kept_find(snapshot, &list)) {
		findings->failed = true;
		return;
	}
	for (uint32_t i = 0; i < list.count; i++) {
		add_keeper(snapshot, findings, &list.items[i]);
	}
	ra_kept_done(&list);
}
