/* shared_singleton, shared_fanin: names by which many places refer to one or to few values. Usual
 * and harmless; they explain why sizes are charged where they are. */
#include "findings/passes.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/path.h"
#include "findings/shared_edges.h"
#include "findings/subjects.h"

enum {
	MIN_REFERENCES = 11,
	MIN_SINGLETON = 51,
	MAX_NAMES = 20
};

static const double min_fanin = 2.0;

static int compare_groups(const void *a, const void *b)
{
	const struct ra_shared_group *left = a;
	const struct ra_shared_group *right = b;

	if (left->references != right->references) {
		return left->references > right->references ? -1 : 1;
	}
	return left->sample_edge < right->sample_edge ? -1 : left->sample_edge > right->sample_edge;
}

static bool is_number(const char *text)
{
	return *text != '\0' && strspn(text, "0123456789") == strlen(text);
}

/* The class whose property the sample is; NULL: it is none. */
static char *source_class(const struct ra_snapshot *snapshot, uint32_t edge)
{
	const ra_node from = ra_edge_source(snapshot->graph, edge);

	return snapshot->graph->kind[from] == RA_NODE_OBJECT ? ra_subject_label(snapshot, from) : NULL;
}

static void add_group(
	struct ra_snapshot *snapshot, struct ra_findings *findings, const struct ra_shared_group *group)
{
	const double average = (double)group->references / (double)group->target_count;
	const bool singleton = group->target_count == 1;
	char *name = ra_path_link_text(snapshot, group->sample_edge);
	char *source = source_class(snapshot, group->sample_edge);
	char *target =
		ra_subject_label(snapshot, ra_subject_value(snapshot->graph, group->sample_edge));
	struct ra_finding *finding = NULL;

	if (!name || !target) {
		findings->failed = true;
	} else if (is_number(name) ||
			   (singleton ? group->references < MIN_SINGLETON : average <= min_fanin)) {
		/* nothing to say */
	} else if (singleton) {
		finding = ra_findings_add(findings, "shared_singleton", RA_INFO, RA_CONFIDENCE_MEDIUM,
			"\"%s\" (%s): %s refs -> 1 target [singleton]", name, target,
			RA_COUNT(group->references));
		ra_fact_text(finding, "link_name", name);
		ra_fact_text(finding, "source_class", source);
		ra_fact_text(finding, "target_class", target);
		ra_fact_int(finding, "ref_count", group->references);
		ra_fact_int(finding, "target_count", 1);
	} else {
		finding = ra_findings_add(findings, "shared_fanin", RA_INFO, RA_CONFIDENCE_MEDIUM,
			"\"%s\" -> %s (%s refs -> %s targets, %.1f each)", name, target,
			RA_COUNT(group->references), RA_COUNT(group->target_count), average);
		ra_fact_text(finding, "link_name", name);
		ra_fact_int(finding, "ref_count", group->references);
		ra_fact_int(finding, "target_count", group->target_count);
		ra_fact_real(finding, "avg_refs_per_target", average, 1);
	}
	ra_finding_evidence(finding, snapshot->graph->edge_to[group->sample_edge]);
	free(name);
	free(source);
	free(target);
}

void ra_find_sharing(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	struct ra_shared_groups groups;
	uint32_t kept = 0;

	if (!ra_shared_groups_make(snapshot, NULL, &groups)) {
		findings->failed = true;
		return;
	}
	for (uint32_t i = 0; i < groups.count; i++) {
		if (groups.items[i].references >= MIN_REFERENCES) {
			groups.items[kept++] = groups.items[i];
		}
	}
	if (kept > 0) {
		qsort(groups.items, kept, sizeof(*groups.items), compare_groups);
	}
	kept = kept < MAX_NAMES ? kept : MAX_NAMES;
	if (!ra_shared_targets(snapshot, NULL, groups.items, kept, NULL)) {
		findings->failed = true;
	}
	for (uint32_t i = 0; i < kept && !findings->failed; i++) {
		add_group(snapshot, findings, &groups.items[i]);
	}
	ra_shared_groups_done(&groups);
}
